//! What can be wrong with a log, each fault naming the place and what was to be found there.

use std::fmt;

use crate::checkpoint::CheckpointError;
use crate::entry::EntryError;
use crate::hash::Hash;
use crate::source::{SourceError, TileTrouble};
use crate::tile::{BundleFault, TileId};

/// One thing that is wrong with a log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The checkpoint does not hold, so nothing says what the log should be.
    #[error("`checkpoint`: {0}")]
    Checkpoint(#[source] CheckpointFault),
    /// A tile could not be had.
    #[error(transparent)]
    Tile(#[from] TileTrouble),
    /// A hash in a tile is not that of what is beneath it, and nothing above vouches for the tile: the hash was
    /// changed.
    #[error("`{tile}`, hash {slot}: holds `{found}`; {beneath} hashes to `{expected}`")]
    Hash {
        /// The tile that holds the hash.
        tile: TileId,
        /// The hash's place in the tile, from 0.
        slot: u16,
        /// What the hash is of.
        beneath: Beneath,
        /// What that hashes to.
        expected: Hash,
        /// What the tile holds.
        found: Hash,
    },
    /// A tile agrees with all that is beneath it, and is not what the log signed: they were changed together.
    #[error(
        "`{tile}`: hashes to `{found}`; the log signed for `{expected}`, so it was changed together with all beneath it"
    )]
    Detached {
        /// The tile.
        tile: TileId,
        /// What it must hash to.
        expected: Hash,
        /// What it hashes to.
        found: Hash,
    },
    /// An entry is not the one that its leaf hash, which the log signed for, is of.
    #[error("`{bundle}`, entry {index}: hashes to `{found}`; the log signed for `{expected}`")]
    Entry {
        /// The bundle that holds the entry.
        bundle: TileId,
        /// The entry's number in the log, from 0.
        index: u64,
        /// The leaf hash that the log signed for.
        expected: Hash,
        /// The entry's own.
        found: Hash,
    },
    /// A bundle cannot be read to its end.
    #[error("`{bundle}`, entry {index}: {fault}")]
    Bundle {
        /// The bundle.
        bundle: TileId,
        /// The number in the log of the entry at which reading failed.
        index: u64,
        /// Why it failed.
        fault: BundleFault,
    },
    /// A bundle holds more or fewer entries than its width says.
    #[error("`{bundle}`: holds {found} entries and must hold {}", bundle.width())]
    BundleWidth {
        /// The bundle.
        bundle: TileId,
        /// How many entries it holds.
        found: usize,
    },
    /// The tiles agree with each other, and make another tree than the one signed.
    #[error("the tiles make the root `{found}`; the checkpoint signs `{expected}`")]
    Root {
        /// The signed root.
        expected: Hash,
        /// The root that the tiles make.
        found: Hash,
    },
    /// The sealed record that belongs to an entry is not there. It is for whoever keeps the records to say so.
    #[error("entry {index}: its sealed record is missing")]
    BodyMissing {
        /// The entry's number in the log, from 0.
        index: u64,
    },
    /// The record that belongs to an entry was changed.
    #[error("entry {index}: {fault}")]
    Body {
        /// The entry's number in the log, from 0.
        index: u64,
        /// What is wrong with the record.
        fault: EntryError,
    },
}

/// Why a checkpoint does not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointFault {
    /// There is none.
    #[error("there is none, so nothing says what the log should be")]
    Missing,
    /// It may be there and cannot be read.
    #[error("it cannot be read: {0}")]
    Unreadable(#[source] SourceError),
    /// It is not UTF-8.
    #[error("it is not text")]
    NotText,
    /// It is not signed by the log, or not a checkpoint.
    #[error(transparent)]
    Unsigned(#[from] CheckpointError),
}

/// What a hash in a tile is the hash of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beneath {
    /// The full tile of the level below.
    Tile(TileId),
    /// The entry with this number in the log.
    Entry(u64),
}

impl fmt::Display for Beneath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tile(tile) => write!(f, "`{tile}`"),
            Self::Entry(index) => write!(f, "entry {index}"),
        }
    }
}
