//! Proving one entry to whoever may read it.

use ledger::checkpoint::Checkpoint;
use ledger::entry::{Disclosure, Leaf};
use ledger::hash::Hash;
use ledger::proof::prove_inclusion;
use ledger::tile::{TileId, TileLevel, hashes};

use crate::publish::tile_key;
use crate::{Engine, EngineError};

impl Engine {
    /// Opens an entry together with the proof that it stands in the published log. `None` if there is no such
    /// entry, if it is not published yet, or if its account was erased.
    pub async fn disclose(&self, index: u64) -> Result<Option<Disclosure>, EngineError> {
        let Some((size, _, signed)) = self.store.checkpoints(1).await?.into_iter().next() else {
            return Ok(None);
        };
        if index >= size {
            return Ok(None);
        }
        let Some(entry) = self.store.entries(index, 1).await?.into_iter().next() else {
            return Ok(None);
        };
        let (Some(account), Some(wrapped), Some(sealed)) = (entry.account, entry.wrapped_key, entry.sealed)
        else {
            return Ok(None);
        };
        let damaged =
            |error: &dyn std::fmt::Display| EngineError::Damaged(format!("log entry {index}: {error}"));
        let key = self.unwrap_key(&account, wrapped)?;
        let leaf = Leaf::parse(&entry.leaf).map_err(|error| damaged(&error))?;
        let opened = ledger::entry::open(&key, &sealed, &leaf).map_err(|error| damaged(&error))?;
        let note = String::from_utf8(signed).map_err(|error| damaged(&error))?;
        Checkpoint::open(&note, self.verifier()).map_err(|error| damaged(&error))?;
        let tiles = self.tiles_above(index, size).await?;
        let read = |level: u8, place: u64| node(&tiles, level, place);
        let proof = prove_inclusion(index, size, read).map_err(|error| damaged(&error))?;
        Ok(Some(Disclosure::new(index, &opened, &leaf, proof, note)))
    }

    /// Every tile that an inclusion proof can need: on each tile level those of the path, and the right edge.
    async fn tiles_above(&self, index: u64, size: u64) -> Result<Vec<(TileId, Vec<Hash>)>, EngineError> {
        let mut wanted: Vec<TileId> = TileId::right_edge(size).collect();
        for level in 0..8_u8 {
            let place = index.checked_shr(8 * (u32::from(level) + 1)).unwrap_or(0);
            wanted.extend(TileId::in_tree(TileLevel::Hashes(level), place, size));
        }
        let mut tiles = Vec::new();
        for id in wanted {
            if let Some(tile) = self.store.tile(tile_key(id)).await? {
                tiles.push((id, hashes(&tile.bytes).collect()));
            }
        }
        Ok(tiles)
    }
}

/// A node of the tree: of a tile's hashes where the tile holds its level, else hashed from those beneath.
fn node(tiles: &[(TileId, Vec<Hash>)], level: u8, place: u64) -> Option<Hash> {
    let (tile_level, within) = (level / 8, level % 8);
    let first = place << within;
    let (_, hashes) = tiles
        .iter()
        .find(|(id, _)| id.level() == TileLevel::Hashes(tile_level) && id.index() == first / 256)?;
    let from = usize::try_from(first % 256).ok()?;
    let leaves = hashes.get(from..from + (1 << within))?;
    Some(fold(leaves))
}

fn fold(hashes: &[Hash]) -> Hash {
    match hashes {
        [one] => *one,
        many => {
            let (left, right) = many.split_at(many.len() / 2);
            ledger::hash::node_hash(&fold(left), &fold(right))
        }
    }
}
