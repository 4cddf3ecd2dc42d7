//! Where a log is read from: the port that verifying, proving and watching read through.
//!
//! Nothing that a source gives is believed before it is checked against a signed checkpoint. Sources that touch
//! disks or networks live in the rooms that do I/O; the one here holds a log in memory.

use std::collections::BTreeMap;
use std::fmt;

use crate::frontier::Frontier;
use crate::hash::{HASH_LEN, Hash};
use crate::tile::{FULL_WIDTH, Tile, TileId, TileLevel, hashes};

/// A log that can be read, by anyone, without a key.
pub trait LogSource {
    /// The latest signed checkpoint as it is published; `None` when there is none.
    ///
    /// # Errors
    /// [`SourceError`] when it may be there and cannot be read.
    fn checkpoint(&self) -> Result<Option<Vec<u8>>, SourceError>;

    /// A hash tile's or an entry bundle's bytes; `None` when it is not there.
    ///
    /// A source that holds a wider version of a partial tile may answer `None` for the narrower one: the reader
    /// then asks for the full tile. Where there is only a wider partial one, the source cuts it to size with
    /// [`TileId::cut_from`].
    ///
    /// # Errors
    /// [`SourceError`] when it may be there and cannot be read.
    fn tile(&self, id: &TileId) -> Result<Option<Vec<u8>>, SourceError>;
}

/// Why a source could not say whether it holds something, in its own words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct SourceError(String);

impl SourceError {
    /// An error that is explained by `why`.
    pub fn new(why: impl fmt::Display) -> Self {
        Self(why.to_string())
    }
}

/// Why a tile could not be had from a source.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TileTrouble {
    /// It is not there.
    #[error("`{tile}` is missing")]
    Missing {
        /// The tile.
        tile: TileId,
    },
    /// It may be there and cannot be read.
    #[error("`{tile}` cannot be read: {why}")]
    Unreadable {
        /// The tile.
        tile: TileId,
        /// The source's own words.
        why: SourceError,
    },
    /// A hash tile has not the length that its width calls for.
    #[error("`{tile}` is {found} bytes long and must be {expected}")]
    Length {
        /// The tile.
        tile: TileId,
        /// The length that it must have, in bytes.
        expected: usize,
        /// The length that it has.
        found: usize,
    },
}

/// Reads a tile's bytes, cut from the full tile where only that is there.
pub(crate) fn fetch(source: &(impl LogSource + ?Sized), tile: TileId) -> Result<Vec<u8>, TileTrouble> {
    let read = |id: &TileId| {
        source
            .tile(id)
            .map_err(|why| TileTrouble::Unreadable { tile, why })
    };
    if let Some(bytes) = read(&tile)? {
        return Ok(bytes);
    }
    let full = if tile.is_partial() {
        read(&tile.full())?
    } else {
        None
    };
    full.and_then(|full| tile.cut_from(full))
        .ok_or(TileTrouble::Missing { tile })
}

/// Reads a hash tile's hashes, as many as its width says.
pub(crate) fn fetch_hashes(
    source: &(impl LogSource + ?Sized),
    tile: TileId,
) -> Result<Vec<Hash>, TileTrouble> {
    let bytes = fetch(source, tile)?;
    let expected = usize::from(tile.width()) * HASH_LEN;
    if bytes.len() != expected {
        return Err(TileTrouble::Length {
            tile,
            expected,
            found: bytes.len(),
        });
    }
    Ok(hashes(&bytes).collect())
}

/// Reads the nodes of a tree of one size from a source's tiles, for the functions that prove.
///
/// What it gives is as good as the source: check a proof made of it against signed roots.
pub struct TileNodes<'a, S: ?Sized> {
    source: &'a S,
    size: u64,
    last: Option<(TileId, Vec<Hash>)>,
    trouble: Option<TileTrouble>,
}

impl<'a, S: LogSource + ?Sized> TileNodes<'a, S> {
    /// The nodes of the tree of `size` leaves.
    pub const fn new(source: &'a S, size: u64) -> Self {
        Self {
            source,
            size,
            last: None,
            trouble: None,
        }
    }

    /// The node at this level of the tree and this place in the level; `None` when the tree has no such complete
    /// node, or its tile cannot be had: [`TileNodes::trouble`] then says why.
    pub fn node(&mut self, tree_level: u8, index: u64) -> Option<Hash> {
        let (level, above) = TileLevel::holding(tree_level);
        let first = index.checked_mul(1 << above)?;
        let tile = TileId::in_tree(level, first / u64::from(FULL_WIDTH), self.size)?;
        let hashes = self.hashes(tile)?;
        let start = usize::try_from(first % u64::from(FULL_WIDTH)).ok()?;
        let beneath = hashes.get(start..start + (1 << above))?;
        Some(beneath.iter().copied().collect::<Frontier>().root())
    }

    /// Why the last node could not be had, where a tile was to blame.
    pub fn trouble(self) -> Option<TileTrouble> {
        self.trouble
    }

    /// The hashes of a tile. Proofs read neighbouring nodes, so the last tile is kept.
    fn hashes(&mut self, tile: TileId) -> Option<&[Hash]> {
        if self.last.as_ref().is_none_or(|(last, _)| *last != tile) {
            match fetch_hashes(self.source, tile) {
                Ok(hashes) => self.last = Some((tile, hashes)),
                Err(trouble) => {
                    self.trouble = Some(trouble);
                    return None;
                }
            }
        }
        self.last.as_ref().map(|(_, hashes)| hashes.as_slice())
    }
}

/// A log held in memory, for simulations and for small logs that travel in one piece.
#[derive(Clone, Debug, Default)]
pub struct MemoryLog {
    checkpoint: Option<Vec<u8>>,
    /// The widest version of each tile.
    tiles: BTreeMap<(TileLevel, u64), (u16, Vec<u8>)>,
}

impl MemoryLog {
    /// A log without tiles and without a checkpoint.
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts tiles in, each in the place of a narrower version of itself.
    pub fn put(&mut self, tiles: impl IntoIterator<Item = Tile>) {
        for Tile { id, bytes } in tiles {
            self.tiles.insert((id.level(), id.index()), (id.width(), bytes));
        }
    }

    /// Publishes a signed checkpoint in the place of the last.
    pub fn publish(&mut self, checkpoint: impl Into<Vec<u8>>) {
        self.checkpoint = Some(checkpoint.into());
    }

    /// Takes a tile out.
    pub fn remove(&mut self, id: &TileId) -> Option<Vec<u8>> {
        self.tiles
            .remove(&(id.level(), id.index()))
            .map(|(_, bytes)| bytes)
    }

    /// Every tile held, in order of level and index.
    pub fn tiles(&self) -> impl Iterator<Item = (TileId, &[u8])> {
        self.tiles.iter().filter_map(|(&(level, index), (width, bytes))| {
            Some((TileId::new(level, index, *width).ok()?, &**bytes))
        })
    }
}

impl LogSource for MemoryLog {
    fn checkpoint(&self) -> Result<Option<Vec<u8>>, SourceError> {
        Ok(self.checkpoint.clone())
    }

    fn tile(&self, id: &TileId) -> Result<Option<Vec<u8>>, SourceError> {
        let held = self.tiles.get(&(id.level(), id.index()));
        Ok(held.and_then(|(width, bytes)| {
            // Bytes held under the very width that is asked for are given as they are, damaged or not.
            if *width == id.width() {
                Some(bytes.clone())
            } else {
                id.cut_from(bytes.clone())
            }
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash::leaf_hash;
    use crate::proof::tests::nodes;
    use crate::tile::{Edge, entries};

    fn entry(index: u64) -> [u8; 8] {
        index.to_be_bytes()
    }

    fn log(size: u64) -> MemoryLog {
        let mut log = MemoryLog::new();
        log.put(Edge::new().extend((0..size).map(entry)).unwrap().tiles);
        log
    }

    #[test]
    fn every_complete_node_is_read_from_the_tiles_of_this_and_of_smaller_trees() {
        let log = log(700);
        for size in [1, 255, 256, 257, 512, 600, 700] {
            let leaves: Vec<Hash> = (0..size).map(|index| leaf_hash(&entry(index))).collect();
            let truth = nodes(&leaves);
            let mut read = TileNodes::new(&log, size);
            for level in 0..11 {
                for index in 0..=(size >> level) {
                    assert_eq!(
                        read.node(level, index),
                        truth(level, index),
                        "{level} {index} in {size}"
                    );
                }
            }
            assert_eq!(read.trouble(), None);
        }
    }

    #[test]
    fn a_full_tile_answers_for_a_partial_one_that_is_gone() {
        struct FullOnly(MemoryLog);
        impl LogSource for FullOnly {
            fn checkpoint(&self) -> Result<Option<Vec<u8>>, SourceError> {
                self.0.checkpoint()
            }
            fn tile(&self, id: &TileId) -> Result<Option<Vec<u8>>, SourceError> {
                if id.is_partial() {
                    Ok(None)
                } else {
                    self.0.tile(id)
                }
            }
        }
        let source = FullOnly(log(300));
        let id = |path: &str| path.parse::<TileId>().unwrap();
        assert_eq!(fetch_hashes(&source, id("tile/0/000.p/7")).unwrap().len(), 7);
        let bundle = fetch(&source, id("tile/entries/000.p/7")).unwrap();
        assert_eq!(entries(&bundle).count(), 7);
        let missing = id("tile/0/001.p/44");
        assert_eq!(
            fetch(&source, missing),
            Err(TileTrouble::Missing { tile: missing })
        );
    }

    #[test]
    fn the_tile_that_fails_is_named() {
        struct Broken;
        impl LogSource for Broken {
            fn checkpoint(&self) -> Result<Option<Vec<u8>>, SourceError> {
                Ok(None)
            }
            fn tile(&self, _: &TileId) -> Result<Option<Vec<u8>>, SourceError> {
                Err(SourceError::new("the disk does not answer"))
            }
        }
        let mut nodes = TileNodes::new(&Broken, 300);
        assert_eq!(nodes.node(0, 299), None);
        assert_eq!(
            nodes.trouble().unwrap().to_string(),
            "`tile/0/001.p/44` cannot be read: the disk does not answer"
        );
    }
}
