//! Secrets that others hold, known by their hashes.

use rusqlite::types::Type;
use rusqlite::{Connection, Error, OptionalExtension, Row};
use vocabulary::Moment;

use super::batch::Batch;
use super::job::Write;
use super::rows;
use crate::{CommitError, Credential, Purpose};

const fn word(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Platform => "platform",
        Purpose::Link => "link",
        Purpose::Console => "console",
        Purpose::Code => "code",
    }
}

/// Reads the columns `id, hash, body, made_at, expires_at, ended_at`.
fn credential(row: &Row<'_>, purpose: Purpose) -> rusqlite::Result<Credential> {
    let hash = row.get_ref(1)?.as_blob()?.try_into();
    Ok(Credential {
        id: row.get(0)?,
        purpose,
        hash: hash.map_err(|error| Error::FromSqlConversionFailure(1, Type::Blob, Box::new(error)))?,
        body: row.get(2)?,
        made_at: rows::moment(row, 3)?,
        expires_at: rows::moment(row, 4)?,
        ended_at: rows::moment_or_none(row, 5)?,
    })
}

pub(super) fn credentials(database: &Connection, purpose: Purpose) -> rusqlite::Result<Vec<Credential>> {
    database
        .prepare_cached(
            "SELECT id, hash, body, made_at, expires_at, ended_at FROM credential
             WHERE purpose = ?1 ORDER BY made_at DESC, id DESC",
        )?
        .query_map([word(purpose)], |row| credential(row, purpose))?
        .collect()
}

impl Write for Credential {
    type Answer = Result<(), CommitError>;

    fn apply(&self, batch: &mut Batch<'_>) -> rusqlite::Result<Self::Answer> {
        let added = batch
            .database
            .prepare_cached(
                "INSERT INTO credential (id, purpose, hash, body, made_at, expires_at, ended_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (id) DO NOTHING",
            )?
            .execute((
                &self.id,
                word(self.purpose),
                self.hash,
                &self.body,
                self.made_at.as_millis(),
                self.expires_at.as_millis(),
                self.ended_at.map(Moment::as_millis),
            ))?;
        Ok(if added == 0 {
            Err(CommitError::Conflict)
        } else {
            Ok(())
        })
    }
}

/// Ends a live credential. The one writer decides between racing callers: the first finds it live.
pub(super) struct EndCredential {
    pub(super) purpose: Purpose,
    pub(super) hash: [u8; 32],
    pub(super) now: Moment,
}

impl Write for EndCredential {
    type Answer = Option<Credential>;

    fn apply(&self, batch: &mut Batch<'_>) -> rusqlite::Result<Self::Answer> {
        let live = batch
            .database
            .prepare_cached(
                "SELECT id, hash, body, made_at, expires_at, ended_at FROM credential
                 WHERE purpose = ?1 AND hash = ?2 AND ended_at IS NULL AND expires_at > ?3
                 ORDER BY id LIMIT 1",
            )?
            .query_row((word(self.purpose), self.hash, self.now.as_millis()), |row| {
                credential(row, self.purpose)
            })
            .optional()?;
        let Some(live) = live else { return Ok(None) };
        batch
            .database
            .prepare_cached("UPDATE credential SET ended_at = ?2 WHERE id = ?1")?
            .execute((&live.id, self.now.as_millis()))?;
        Ok(Some(Credential {
            ended_at: Some(self.now),
            ..live
        }))
    }
}
