//! The published log: checkpoints and tiles.

use rusqlite::{Connection, OptionalExtension};
use vocabulary::Moment;

use super::batch::Batch;
use super::job::Write;
use super::rows;
use crate::{CommitError, Publication, Tile, TileKey};

/// A tile's place in its table; entry bundles have a level of their own.
fn place_of(key: TileKey) -> (i64, u64) {
    match key {
        TileKey::Hashes { level, index } => (i64::from(level), index),
        TileKey::Entries { index } => (-1, index),
    }
}

impl Write for Publication {
    type Answer = Result<(), CommitError>;

    fn apply(&self, batch: &mut Batch<'_>) -> rusqlite::Result<Self::Answer> {
        let published: Option<u64> = batch
            .database
            .prepare_cached("SELECT max(size) FROM checkpoint")?
            .query_row([], |row| row.get(0))?;
        // An empty log may be published as the first one; after that, only a larger one.
        let grows = match published {
            Some(size) => self.size > size,
            None => true,
        };
        if self.from_size != published.unwrap_or(0) || !grows {
            return Ok(Err(CommitError::Conflict));
        }
        batch
            .database
            .prepare_cached("INSERT INTO checkpoint (size, signed_at, note) VALUES (?1, ?2, ?3)")?
            .execute((self.size, self.at.as_millis(), &self.checkpoint))?;
        for tile in &self.tiles {
            let (level, place) = place_of(tile.key);
            batch
                .database
                .prepare_cached(
                    "INSERT INTO tile (level, place, width, bytes) VALUES (?1, ?2, ?3, ?4)
                     ON CONFLICT (level, place) DO UPDATE SET width = excluded.width, bytes = excluded.bytes
                     WHERE excluded.width > tile.width",
                )?
                .execute((level, place, tile.width, &tile.bytes))?;
        }
        Ok(Ok(()))
    }
}

pub(super) fn tile(database: &Connection, key: TileKey) -> rusqlite::Result<Option<Tile>> {
    let (level, place) = place_of(key);
    database
        .prepare_cached("SELECT width, bytes FROM tile WHERE level = ?1 AND place = ?2")?
        .query_row((level, rows::within(place)), |row| {
            Ok(Tile {
                key,
                width: row.get(0)?,
                bytes: row.get(1)?,
            })
        })
        .optional()
}

pub(super) fn checkpoints(
    database: &Connection,
    limit: u32,
) -> rusqlite::Result<Vec<(u64, Moment, Vec<u8>)>> {
    database
        .prepare_cached("SELECT size, signed_at, note FROM checkpoint ORDER BY size DESC LIMIT ?1")?
        .query_map([limit], |row| {
            Ok((row.get(0)?, rows::moment(row, 1)?, row.get(2)?))
        })?
        .collect()
}
