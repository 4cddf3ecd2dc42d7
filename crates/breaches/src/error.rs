//! What can go wrong with files, sources and the network.

use std::io;
use std::path::{Path, PathBuf};

use exposure::breached::CorpusError;
use exposure::breached::text::RowError;

/// Why a corpus cannot be imported, opened or served.
#[derive(Debug, thiserror::Error)]
pub enum BreachesError {
    /// A file or folder cannot be read or written.
    #[error("`{path}`: {error}")]
    File {
        /// Which.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// A file is no corpus, or damaged.
    #[error("`{path}`: {error}")]
    Corpus {
        /// Which.
        path: PathBuf,
        /// What is wrong with it.
        error: CorpusError,
    },
    /// A row of a source cannot be read.
    #[error("`{place}`, line {line}: {error}")]
    Row {
        /// The file or address.
        place: String,
        /// The line, from 1.
        line: u64,
        /// What is wrong with it.
        error: RowError,
    },
    /// A row of a source is in the wrong place.
    #[error("`{place}`, line {line}: {error}")]
    Order {
        /// The file or address.
        place: String,
        /// The line, from 1.
        line: u64,
        /// What is wrong with it.
        error: CorpusError,
    },
    /// A source has no row at all.
    #[error("`{0}` has no rows; is this what you meant to import?")]
    Empty(String),
    /// A folder lacks ranges.
    #[error(
        "`{path}` lacks {missing} of the 1,048,576 ranges, `{first}.txt` first: passwords in them would count as safe; \
         download them, or accept that with `--allow-missing`"
    )]
    Missing {
        /// The folder.
        path: PathBuf,
        /// How many.
        missing: u32,
        /// The first of them.
        first: String,
    },
    /// Another import writes the same file.
    #[error("another import is writing `{0}`; wait for it, or write another file with `--out`")]
    Busy(PathBuf),
    /// A compressed file cannot be unpacked.
    #[error("`{0}` is no gzip file of at most 16 MiB of text; download it again")]
    Packed(String),
    /// The address of a range API is no address.
    #[error("`{0}` is no address of a range API; write it as `https://api.pwnedpasswords.com`")]
    Address(String),
    /// A range API did not answer with a range.
    #[error("`{address}`: {what}; run the same command again to go on where this stopped")]
    Api {
        /// Which range.
        address: String,
        /// What it did instead.
        what: String,
    },
    /// What was fetched before belongs to another source.
    #[error("`{path}` was begun from another source ({source_was}); go on with that one, or remove the file")]
    Journal {
        /// The file with what was fetched.
        path: PathBuf,
        /// From where it was fetched.
        source_was: String,
    },
}

impl BreachesError {
    pub(crate) fn file(path: &Path) -> impl FnOnce(io::Error) -> Self + '_ {
        |error| Self::File {
            path: path.to_owned(),
            error,
        }
    }

    pub(crate) fn corpus(path: &Path) -> impl FnOnce(CorpusError) -> Self + '_ {
        |error| Self::Corpus {
            path: path.to_owned(),
            error,
        }
    }
}
