//! The growing edge of a log: takes new entries, gives back the tiles that they change.
//!
//! An edge is a value. Extending it gives a new one beside the changed tiles, so that a caller whose commit fails
//! simply keeps the old one and nothing has to be undone.

use super::{
    BundleFault, FULL_WIDTH, MAX_SIZE, TILE_LEVELS, TREE_LEVELS_PER_TILE, TileId, TileLevel, entries, hashes,
    push_entry,
};
use crate::frontier::Frontier;
use crate::hash::{HASH_LEN, Hash, leaf_hash};

/// A tile with its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tile {
    /// The tile's name.
    pub id: TileId,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// The right edge of a log: its partial tiles and its frontier. At most a few tens of kilobytes of hashes, and
/// one bundle, however large the log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edge {
    frontier: Frontier,
    /// The partial hash tile of each level from 0 up; empty where a level ends with a full tile.
    levels: [Vec<u8>; TILE_LEVELS as usize],
    /// The partial entry bundle.
    bundle: Vec<u8>,
}

/// What extending a log gives.
#[derive(Clone, Debug)]
pub struct Extension {
    /// The edge after the new entries.
    pub edge: Edge,
    /// Every tile that the new entries changed, with all its bytes: those that became full, and the partial
    /// right-most one of each level that grew. They are in order of level and index.
    pub tiles: Vec<Tile>,
}

/// Why an edge cannot be resumed or extended.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EdgeError {
    /// An entry does not fit.
    #[error(transparent)]
    Entry(#[from] BundleFault),
    /// The log is as large as it can be.
    #[error("the log has reached {MAX_SIZE} entries and can take no more; start another")]
    Full,
    /// A tile of the edge is not there.
    #[error("`{0}` is missing, so the log cannot be continued; restore it from a copy")]
    Missing(TileId),
    /// A tile of the edge is damaged, or is not of this log.
    #[error(
        "`{0}` does not fit the tiles beside it, so the log cannot be continued; verify the log to see what changed"
    )]
    Damaged(TileId),
    /// The tiles of the edge make another tree than the one expected.
    #[error(
        "the log's last tiles make the root `{found}` where `{expected}` was signed; verify the log to see what changed"
    )]
    WrongRoot {
        /// The root of the tree to continue.
        expected: Hash,
        /// The root that the tiles make.
        found: Hash,
    },
}

impl Edge {
    /// The edge of a log without entries.
    pub fn new() -> Self {
        Self::default()
    }

    /// The edge of a log of `size` entries with this `root`, from its tiles. Everything read is checked against
    /// the root, so that a damaged log is not grown further.
    ///
    /// # Errors
    /// [`EdgeError::Missing`], [`EdgeError::Damaged`], [`EdgeError::WrongRoot`].
    pub fn resume(
        size: u64,
        root: &Hash,
        mut read: impl FnMut(&TileId) -> Option<Vec<u8>>,
    ) -> Result<Self, EdgeError> {
        if size > MAX_SIZE {
            return Err(EdgeError::Full);
        }
        let mut read = |id: TileId| read(&id).ok_or(EdgeError::Missing(id));
        let mut edge = Self::new();
        let mut peaks = Vec::new();
        for id in TileId::right_edge(size) {
            let bytes = read(id)?;
            if bytes.len() != usize::from(id.width()) * HASH_LEN {
                return Err(EdgeError::Damaged(id));
            }
            peaks.extend_from_slice(hashes(&bytes).collect::<Frontier>().peaks());
            if let Some(tile) = edge.level(id.level()) {
                *tile = bytes;
            }
        }
        if let Some(id) = TileId::in_tree(TileLevel::Entries, size / u64::from(FULL_WIDTH), size) {
            edge.bundle = read(id)?;
            let leaves: Option<Vec<Hash>> = entries(&edge.bundle)
                .map(|entry| entry.ok().map(leaf_hash))
                .collect();
            let tile = edge.levels.first().map(|tile| hashes(tile).collect());
            if leaves.is_none() || leaves != tile {
                return Err(EdgeError::Damaged(id));
            }
        }
        edge.frontier = Frontier::from_peaks(size, peaks).unwrap_or_default();
        let found = edge.root();
        if edge.size() == size && found == *root {
            Ok(edge)
        } else {
            Err(EdgeError::WrongRoot {
                expected: *root,
                found,
            })
        }
    }

    /// How many entries the log has.
    pub const fn size(&self) -> u64 {
        self.frontier.size()
    }

    /// The root of the log's tree.
    pub fn root(&self) -> Hash {
        self.frontier.root()
    }

    /// The edge and the changed tiles after these entries are appended. The first of them gets the index
    /// [`Edge::size`].
    ///
    /// # Errors
    /// [`EdgeError::Entry`] when an entry is too long, [`EdgeError::Full`]; then nothing is appended.
    pub fn extend<E: AsRef<[u8]>>(&self, new: impl IntoIterator<Item = E>) -> Result<Extension, EdgeError> {
        let mut edge = self.clone();
        let mut tiles = Vec::new();
        for entry in new {
            edge.append(entry.as_ref(), &mut tiles)?;
        }
        edge.give_partial_tiles(self.size(), &mut tiles);
        tiles.sort_unstable_by_key(|tile| tile.id);
        Ok(Extension { edge, tiles })
    }

    /// Appends one entry, and gives the tiles that it fills.
    fn append(&mut self, entry: &[u8], filled: &mut Vec<Tile>) -> Result<(), EdgeError> {
        let index = self.size();
        if index >= MAX_SIZE {
            return Err(EdgeError::Full);
        }
        push_entry(&mut self.bundle, entry)?;
        let Self {
            frontier,
            levels,
            bundle,
        } = self;
        frontier.append_and_tell(leaf_hash(entry), |tree_level, hash| {
            let (level, 0) = TileLevel::holding(tree_level) else {
                return;
            };
            let Some(tile) = levels.get_mut(usize::from(tree_level / TREE_LEVELS_PER_TILE)) else {
                return;
            };
            tile.extend_from_slice(&hash.0);
            if tile.len() == usize::from(FULL_WIDTH) * HASH_LEN {
                let index = super::items_at(level, index) / u64::from(FULL_WIDTH);
                filled.push(Tile {
                    id: TileId {
                        level,
                        index,
                        width: FULL_WIDTH,
                    },
                    bytes: std::mem::take(tile),
                });
            }
        });
        if frontier.size().is_multiple_of(u64::from(FULL_WIDTH)) {
            let id = TileId {
                level: TileLevel::Entries,
                index: index / u64::from(FULL_WIDTH),
                width: FULL_WIDTH,
            };
            filled.push(Tile {
                id,
                bytes: std::mem::take(bundle),
            });
        }
        Ok(())
    }

    /// Gives the partial tiles that grew since the log had `before` entries.
    fn give_partial_tiles(&self, before: u64, tiles: &mut Vec<Tile>) {
        let size = self.size();
        let grew = |level: TileLevel| super::items_at(level, before) != super::items_at(level, size);
        for id in TileId::right_edge(size).filter(|id| grew(id.level())) {
            if let TileLevel::Hashes(level) = id.level()
                && let Some(bytes) = self.levels.get(usize::from(level))
            {
                tiles.push(Tile {
                    id,
                    bytes: bytes.clone(),
                });
            }
        }
        if grew(TileLevel::Entries)
            && let Some(id) = TileId::in_tree(TileLevel::Entries, size / u64::from(FULL_WIDTH), size)
        {
            tiles.push(Tile {
                id,
                bytes: self.bundle.clone(),
            });
        }
    }

    fn level(&mut self, level: TileLevel) -> Option<&mut Vec<u8>> {
        match level {
            TileLevel::Hashes(level) => self.levels.get_mut(usize::from(level)),
            TileLevel::Entries => Some(&mut self.bundle),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::proof::tests::{at, naive_root};

    fn entry(index: u64) -> Vec<u8> {
        format!("entry {index}").into_bytes()
    }

    /// Appends batches of these sizes one after the other, keeping the tiles as a store would.
    fn grow(batches: &[u64]) -> (Edge, BTreeMap<TileId, Vec<u8>>) {
        let mut edge = Edge::new();
        let mut kept = BTreeMap::new();
        for batch in batches {
            let first = edge.size();
            let extension = edge.extend((first..first + batch).map(entry)).unwrap();
            for tile in extension.tiles {
                assert_eq!(
                    kept.insert(tile.id, tile.bytes),
                    None,
                    "a tile never changes once given"
                );
            }
            edge = extension.edge;
        }
        (edge, kept)
    }

    /// What each tile of a tree should hold, by the formula of tlog-tiles.
    fn expected_tile(id: &TileId, leaves: &[Hash]) -> Vec<u8> {
        let first = at(id.first_item());
        let items = first..first + usize::from(id.width());
        match id.level() {
            TileLevel::Entries => items
                .flat_map(|index| {
                    let entry = entry(index as u64);
                    [vec![0, u8::try_from(entry.len()).unwrap()], entry].concat()
                })
                .collect(),
            TileLevel::Hashes(level) => {
                let span = 256_usize.pow(level.into());
                items
                    .flat_map(|item| naive_root(&leaves[item * span..(item + 1) * span]).0)
                    .collect()
            }
        }
    }

    #[track_caller]
    fn check(batches: &[u64]) {
        let (edge, kept) = grow(batches);
        let size: u64 = batches.iter().sum();
        let leaves: Vec<Hash> = (0..size).map(|index| leaf_hash(&entry(index))).collect();
        assert_eq!(edge.size(), size);
        assert_eq!(edge.root(), naive_root(&leaves));
        for (id, bytes) in &kept {
            assert_eq!(*bytes, expected_tile(id, &leaves), "{id}");
        }
        // Every tile of the tree was given, at the very latest by the last batch.
        for level in [
            TileLevel::Entries,
            TileLevel::Hashes(0),
            TileLevel::Hashes(1),
            TileLevel::Hashes(2),
        ] {
            let tiles = super::super::items_at(level, size).div_ceil(256);
            for id in (0..tiles).map(|index| TileId::in_tree(level, index, size).unwrap()) {
                assert!(kept.contains_key(&id), "{id}");
            }
        }
        let resumed = Edge::resume(size, &edge.root(), |id| kept.get(id).cloned());
        assert_eq!(resumed, Ok(edge));
    }

    #[test]
    fn the_tiles_are_those_of_the_specification() {
        check(&[]);
        check(&[1]);
        check(&[255, 1]);
        check(&[255, 2]);
        check(&[256]);
        check(&[257, 300, 0, 1]);
        check(&[65_535, 1, 1]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn the_tiles_are_the_same_however_the_entries_come(batches in prop::collection::vec(0_u64..400, 0..8)) {
            check(&batches);
        }
    }

    #[test]
    fn only_what_changed_is_given() {
        let (edge, _) = grow(&[600]);
        let paths = |extension: &Extension| {
            extension
                .tiles
                .iter()
                .map(|tile| tile.id.to_string())
                .collect::<Vec<_>>()
        };
        let one_more = edge.extend([b"x"]).unwrap();
        assert_eq!(paths(&one_more), ["tile/entries/002.p/89", "tile/0/002.p/89"]);
        let over_the_brim = edge.extend((0..200).map(entry)).unwrap();
        assert_eq!(
            paths(&over_the_brim),
            [
                "tile/entries/002",
                "tile/entries/003.p/32",
                "tile/0/002",
                "tile/0/003.p/32",
                "tile/1/000.p/3"
            ]
        );
        assert_eq!(paths(&edge.extend([] as [&[u8]; 0]).unwrap()), [] as [&str; 0]);
    }

    #[test]
    fn a_refused_entry_leaves_the_edge_as_it_was() {
        let (edge, _) = grow(&[3]);
        let before = edge.clone();
        let refused = edge.extend([vec![1], vec![0; 65_536]]).unwrap_err();
        assert_eq!(refused, EdgeError::Entry(BundleFault::EntryTooLong(65_536)));
        assert_eq!(edge, before);
    }

    #[test]
    fn a_log_that_is_as_large_as_can_be_takes_no_more() {
        let frontier = Frontier::from_peaks(MAX_SIZE, vec![leaf_hash(b""); 63]).unwrap();
        let full = Edge {
            frontier,
            ..Edge::new()
        };
        assert_eq!(full.extend([b"x"]).unwrap_err(), EdgeError::Full);
    }

    #[test]
    fn a_log_with_a_damaged_edge_is_not_continued() {
        let (edge, kept) = grow(&[600]);
        let root = edge.root();
        let resume = |kept: &BTreeMap<TileId, Vec<u8>>| Edge::resume(600, &root, |id| kept.get(id).cloned());
        let id = |path: &str| path.parse::<TileId>().unwrap();
        let spoil = |path: &str, spoil: fn(&mut Vec<u8>)| {
            let mut spoiled = kept.clone();
            spoil(spoiled.get_mut(&id(path)).unwrap());
            resume(&spoiled).unwrap_err()
        };
        for path in ["tile/1/000.p/2", "tile/0/002.p/88", "tile/entries/002.p/88"] {
            let mut lost = kept.clone();
            lost.remove(&id(path));
            assert_eq!(resume(&lost), Err(EdgeError::Missing(id(path))));
        }
        assert!(matches!(
            spoil("tile/1/000.p/2", |bytes| bytes[40] ^= 1),
            EdgeError::WrongRoot { .. }
        ));
        let short = spoil("tile/0/002.p/88", |bytes| bytes.truncate(40));
        assert_eq!(short, EdgeError::Damaged(id("tile/0/002.p/88")));
        for harm in [
            |bytes: &mut Vec<u8>| bytes[30] ^= 1,
            |bytes: &mut Vec<u8>| bytes[1] ^= 1,
            |bytes: &mut Vec<u8>| bytes.push(0),
        ] {
            let damaged = spoil("tile/entries/002.p/88", harm);
            assert_eq!(damaged, EdgeError::Damaged(id("tile/entries/002.p/88")));
        }
        assert_eq!(Edge::resume(u64::MAX, &root, |_| None), Err(EdgeError::Full));
    }
}
