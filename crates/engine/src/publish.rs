//! Publishing the log: committed entries get their tiles, and a signed checkpoint follows.

use ledger::checkpoint::Checkpoint;
use ledger::tile::{Edge, TileId, TileLevel};
use store::{CommitError, Publication, Tile, TileKey};

use crate::{Engine, EngineError};

/// The growing edge, kept between publications. It is only a memory of what the store holds: losing it costs
/// a few reads.
#[derive(Debug, Default)]
pub(crate) struct Publisher {
    edge: Option<Edge>,
}

/// Entries published at once.
const BATCH: u32 = 4096;

impl Engine {
    /// Publishes everything that is committed; says the log's size afterwards. Safe to run on every node: of
    /// two that publish at once, one wins and the other starts again from what was published.
    pub async fn publish(&self) -> Result<u64, EngineError> {
        let mut publisher = self.publisher.lock().await;
        loop {
            let edge = match publisher.edge.take() {
                Some(edge) => edge,
                None => self.resume_edge().await?,
            };
            let entries = self.store.entries(edge.size(), BATCH).await?;
            let never_signed = edge.size() == 0 && self.store.checkpoints(1).await?.is_empty();
            if entries.is_empty() && !never_signed {
                let size = edge.size();
                publisher.edge = Some(edge);
                return Ok(size);
            }
            let damaged = |error: &dyn std::fmt::Display| EngineError::Damaged(error.to_string());
            let extension = edge
                .extend(entries.iter().map(|entry| &entry.leaf))
                .map_err(|error| damaged(&error))?;
            let size = extension.edge.size();
            let checkpoint = Checkpoint::new(self.verifier(), size, extension.edge.root());
            let note = checkpoint
                .sign(&self.keys.signing)
                .map_err(|error| damaged(&error))?;
            let publication = Publication {
                from_size: edge.size(),
                size,
                checkpoint: note.into_bytes(),
                at: self.now(),
                tiles: extension.tiles.into_iter().map(stored).collect(),
            };
            match self.store.publish(publication).await {
                Ok(()) => publisher.edge = Some(extension.edge),
                Err(CommitError::Conflict | CommitError::Duplicate | CommitError::Taken) => {}
                Err(CommitError::Store(error)) => return Err(error.into()),
            }
        }
    }

    async fn resume_edge(&self) -> Result<Edge, EngineError> {
        let Some((_, _, note)) = self.store.checkpoints(1).await?.into_iter().next() else {
            return Ok(Edge::new());
        };
        let damaged = |error: &dyn std::fmt::Display| EngineError::Damaged(error.to_string());
        let note = String::from_utf8(note).map_err(|error| damaged(&error))?;
        let checkpoint = Checkpoint::open(&note, self.verifier()).map_err(|error| damaged(&error))?;
        let mut tiles = std::collections::HashMap::new();
        for id in TileId::right_edge(checkpoint.size).chain(TileId::in_tree(
            TileLevel::Entries,
            checkpoint.size / 256,
            checkpoint.size,
        )) {
            if let Some(tile) = self.store.tile(tile_key(id)).await? {
                tiles.insert(id, tile.bytes);
            }
        }
        let read = |id: &TileId| tiles.get(id).and_then(|bytes| id.cut_from(bytes.clone()));
        Edge::resume(checkpoint.size, &checkpoint.root, read).map_err(|error| damaged(&error))
    }
}

/// The store's name for a tile.
pub fn tile_key(id: TileId) -> TileKey {
    match id.level() {
        TileLevel::Hashes(level) => TileKey::Hashes {
            level,
            index: id.index(),
        },
        TileLevel::Entries => TileKey::Entries { index: id.index() },
    }
}

fn stored(tile: ledger::tile::Tile) -> Tile {
    Tile {
        key: tile_key(tile.id),
        width: tile.id.width(),
        bytes: tile.bytes,
    }
}
