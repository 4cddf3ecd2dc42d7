//! The tiles in which a log is kept and published: C2SP tlog-tiles.
//!
//! A hash tile holds up to 256 neighbouring hashes of one level, 32 bytes each; an entry bundle holds the entries
//! beneath one tile of level 0, each after its length. Every tile but the last of its level is full and never
//! changes again. This module names tiles, writes and reads their bytes; it neither stores nor fetches them.

mod bundle;
mod edge;
mod path;

pub use bundle::{BundleFault, MAX_ENTRY_BYTES, entries, push_entry};
pub use edge::{Edge, EdgeError, Extension, Tile};

use crate::hash::{HASH_LEN, Hash};

/// How many hashes a full tile holds, and how many entries a full bundle.
pub const FULL_WIDTH: u16 = 256;

/// The most leaves a log may have: 2⁶³ − 1, what a signed 64-bit number holds.
pub const MAX_SIZE: u64 = i64::MAX as u64;

/// The highest level that a path may name (tlog-tiles, "Merkle Tree").
const MAX_LEVEL: u8 = 63;

/// Each tile covers eight levels of the tree: 256 = 2⁸.
const TREE_LEVELS_PER_TILE: u8 = 8;

/// How many tile levels a tree of [`MAX_SIZE`] leaves has: its highest node is at tree level 62.
const TILE_LEVELS: u8 = 8;

/// What a tile holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TileLevel {
    /// The log's entries themselves, beneath the tiles of level 0.
    Entries,
    /// Hashes at this tile level (0 to 63): leaf hashes at 0, the roots of full tiles of the level below above it.
    Hashes(u8),
}

/// The name of a tile: its level, its place in the level, and how many items it holds.
///
/// The width is part of the name: a partial tile and the full tile that it grows into are two different files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TileId {
    level: TileLevel,
    index: u64,
    width: u16,
}

/// A tile has no such name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TileError {
    /// The width is not 1 to 256.
    #[error("a tile cannot be `{0}` wide; it holds 1 to 256 items")]
    Width(u16),
    /// The level is above 63.
    #[error("there is no tile level `{0}`; the highest is 63")]
    Level(u8),
    /// The text is not a tile's path.
    #[error("`{0}` is not the path of a tile; write it like `tile/0/x001/234` or `tile/entries/000.p/5`")]
    Path(String),
}

impl TileId {
    /// The tile at `level`, `index`, holding `width` items (1 to 256).
    ///
    /// # Errors
    /// [`TileError::Width`], [`TileError::Level`].
    pub fn new(level: TileLevel, index: u64, width: u16) -> Result<Self, TileError> {
        if !(1..=FULL_WIDTH).contains(&width) {
            return Err(TileError::Width(width));
        }
        match level {
            TileLevel::Hashes(l) if l > MAX_LEVEL => Err(TileError::Level(l)),
            _ => Ok(Self { level, index, width }),
        }
    }

    /// The tile at `level`, `index` as it stands in a tree of `size` leaves; `None` when the tree does not reach it.
    pub fn in_tree(level: TileLevel, index: u64, size: u64) -> Option<Self> {
        let first = index.checked_mul(u64::from(FULL_WIDTH))?;
        let width = items_at(level, size)
            .checked_sub(first)?
            .min(u64::from(FULL_WIDTH));
        Self::new(level, index, u16::try_from(width).ok()?).ok()
    }

    /// The hash tiles that are partial in a tree of `size` leaves, the highest level first. Together they hold
    /// all that the root is made of, since every full tile is a hash in the tile above it.
    pub fn right_edge(size: u64) -> impl DoubleEndedIterator<Item = Self> {
        (0..=TileLevel::highest(size)).rev().filter_map(move |level| {
            let level = TileLevel::Hashes(level);
            Self::in_tree(level, items_at(level, size) / u64::from(FULL_WIDTH), size)
        })
    }

    /// What the tile holds.
    pub const fn level(&self) -> TileLevel {
        self.level
    }

    /// The tile's place in its level, from 0.
    pub const fn index(&self) -> u64 {
        self.index
    }

    /// How many items the tile holds, 1 to 256.
    pub const fn width(&self) -> u16 {
        self.width
    }

    /// Whether the tile still grows.
    pub const fn is_partial(&self) -> bool {
        self.width < FULL_WIDTH
    }

    /// The full tile that this one is, or grows into.
    #[must_use]
    pub const fn full(self) -> Self {
        Self {
            width: FULL_WIDTH,
            ..self
        }
    }

    /// The number of the tile's first item in its level: for level 0 and bundles, the index of its first entry.
    pub const fn first_item(&self) -> u64 {
        self.index.saturating_mul(FULL_WIDTH as u64)
    }

    /// This tile's bytes, cut from those of a wider version of it; `None` when `wider` holds less than this tile.
    ///
    /// A partial tile is always the beginning of the full one, so a keeper need only hold the widest version.
    pub fn cut_from(&self, mut wider: Vec<u8>) -> Option<Vec<u8>> {
        let width = usize::from(self.width);
        let end = match self.level {
            TileLevel::Hashes(_) => width * HASH_LEN,
            TileLevel::Entries => {
                let entries: Result<Vec<&[u8]>, _> = entries(&wider).take(width).collect();
                let entries = entries.ok().filter(|found| found.len() == width)?;
                entries
                    .iter()
                    .map(|entry| bundle::PREFIX_BYTES + entry.len())
                    .sum()
            }
        };
        if wider.len() < end {
            return None;
        }
        wider.truncate(end);
        Some(wider)
    }
}

impl TileLevel {
    /// The highest tile level that a tree of `size` leaves has.
    fn highest(size: u64) -> u8 {
        (1..TILE_LEVELS)
            .rev()
            .find(|level| items_at(Self::Hashes(*level), size) > 0)
            .unwrap_or(0)
    }

    /// The tile level that holds the nodes of a level of the tree, and how many levels above it they are.
    pub(crate) const fn holding(tree_level: u8) -> (Self, u8) {
        (
            Self::Hashes(tree_level / TREE_LEVELS_PER_TILE),
            tree_level % TREE_LEVELS_PER_TILE,
        )
    }
}

/// How many items a level has in a tree of `size` leaves.
pub(crate) fn items_at(level: TileLevel, size: u64) -> u64 {
    match level {
        TileLevel::Entries => size,
        TileLevel::Hashes(level) => size
            .checked_shr(u32::from(level) * u32::from(TREE_LEVELS_PER_TILE))
            .unwrap_or(0),
    }
}

/// The hashes in a hash tile's bytes. Bytes after the last whole hash are left out; check the length first.
pub fn hashes(tile: &[u8]) -> impl ExactSizeIterator<Item = Hash> {
    tile.as_chunks::<HASH_LEN>().0.iter().map(|bytes| Hash(*bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(ids: impl Iterator<Item = TileId>) -> Vec<String> {
        ids.map(|id| id.to_string()).collect()
    }

    #[test]
    fn the_right_edge_is_that_of_the_specification() {
        for (size, expected) in [
            (0, vec![]),
            (1, vec!["tile/0/000.p/1"]),
            (255, vec!["tile/0/000.p/255"]),
            (256, vec!["tile/1/000.p/1"]),
            (257, vec!["tile/1/000.p/1", "tile/0/001.p/1"]),
            // The examples that tlog-tiles gives under "Partial Tiles".
            (
                70_000,
                vec!["tile/2/000.p/1", "tile/1/001.p/17", "tile/0/273.p/112"],
            ),
            (1 << 62, vec!["tile/7/000.p/64"]),
        ] {
            assert_eq!(paths(TileId::right_edge(size)), expected, "size {size}");
        }
    }

    #[test]
    fn a_tile_is_as_wide_as_the_tree_makes_it() {
        for (level, index, size, expected) in [
            (TileLevel::Hashes(0), 0, 0, None),
            (TileLevel::Hashes(0), 0, 5, Some("tile/0/000.p/5")),
            (TileLevel::Hashes(0), 0, 256, Some("tile/0/000")),
            (TileLevel::Hashes(0), 1, 256, None),
            (TileLevel::Hashes(1), 0, 255, None),
            (TileLevel::Hashes(1), 0, 70_000, Some("tile/1/000")),
            (TileLevel::Entries, 273, 70_000, Some("tile/entries/273.p/112")),
            (TileLevel::Entries, 274, 70_000, None),
            (TileLevel::Hashes(9), 0, u64::MAX, None),
            (TileLevel::Hashes(0), u64::MAX, u64::MAX, None),
        ] {
            let found = TileId::in_tree(level, index, size).map(|id| id.to_string());
            assert_eq!(found.as_deref(), expected, "{level:?} {index} in {size}");
        }
    }

    #[test]
    fn a_tile_without_width_or_beyond_the_levels_has_no_name() {
        assert_eq!(TileId::new(TileLevel::Entries, 0, 0), Err(TileError::Width(0)));
        assert_eq!(
            TileId::new(TileLevel::Entries, 0, 257),
            Err(TileError::Width(257))
        );
        assert_eq!(
            TileId::new(TileLevel::Hashes(64), 0, 1),
            Err(TileError::Level(64))
        );
    }

    #[test]
    fn a_narrower_tile_is_cut_from_a_wider_one() {
        let mut bundle = Vec::new();
        for entry in ["one", "", "three"] {
            push_entry(&mut bundle, entry.as_bytes()).unwrap();
        }
        let of = |level, width| TileId::new(level, 0, width).unwrap();
        assert_eq!(
            of(TileLevel::Entries, 2).cut_from(bundle.clone()),
            Some(bundle[..7].to_vec())
        );
        assert_eq!(
            of(TileLevel::Entries, 3).cut_from(bundle.clone()),
            Some(bundle.clone())
        );
        assert_eq!(of(TileLevel::Entries, 4).cut_from(bundle.clone()), None);
        assert_eq!(
            of(TileLevel::Hashes(0), 2).cut_from(vec![7; 96]),
            Some(vec![7; 64])
        );
        assert_eq!(of(TileLevel::Hashes(0), 2).cut_from(vec![7; 63]), None);
    }
}
