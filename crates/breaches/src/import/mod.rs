//! What is published becomes a corpus: from the downloader's single file, a folder of ranges, or a range API.
//!
//! A source is read once, in the order of its hashes, and both files are written beside each other as it is read. They
//! get their names when both are whole, so a server that uses the old ones sees either all of the new or nothing.

mod address;
mod api;
mod fetched;
mod folder;
mod one_file;
mod sink;

use std::path::{Path, PathBuf};

use exposure::breached::{About, Algorithm};
use reqwest::Url;

pub use api::{Fetch, fetch};

use crate::BreachesError;
use crate::whole::beside;
use sink::Sink;

/// From where a corpus is imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// `HASH:COUNT` rows, ordered by hash.
    File(PathBuf),
    /// `00000.txt` to `FFFFF.txt`, each with `SUFFIX:COUNT` rows; also as `.txt.gz`.
    Folder(PathBuf),
    /// A server that answers `GET /range/00000` and so on.
    Api(Url),
}

impl Source {
    /// What somebody wrote.
    ///
    /// # Errors
    /// If it looks like an address and is none, or is neither a file nor a folder.
    pub fn of(text: &str) -> Result<Self, BreachesError> {
        if text.starts_with("http://") || text.starts_with("https://") {
            let address = || BreachesError::Address(text.to_owned());
            let trimmed = text.trim_end_matches('/');
            let url = Url::parse(trimmed.strip_suffix("/range").unwrap_or(trimmed)).map_err(|_| address())?;
            let plain = url.query().is_none() && url.fragment().is_none() && url.has_host();
            return plain.then_some(Self::Api(url)).ok_or_else(address);
        }
        let path = PathBuf::from(text);
        let about = std::fs::metadata(&path).map_err(BreachesError::file(&path))?;
        Ok(if about.is_dir() {
            Self::Folder(path)
        } else {
            Self::File(path)
        })
    }
}

/// What is to be made.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The file that says whether a password is in the corpus.
    pub out: PathBuf,
    /// The file that ranges are served from, where one is wanted.
    pub ranges: Option<PathBuf>,
    /// With what the passwords of the source are hashed.
    pub algorithm: Algorithm,
    /// Passwords that were seen fewer times are left out; 1 keeps all.
    pub least: u64,
    /// A folder need not have every range.
    pub allow_missing: bool,
    /// Now, in seconds since 1970.
    pub built_at: u64,
}

impl Plan {
    fn about(&self) -> About {
        About {
            algorithm: self.algorithm,
            least: self.least.max(1),
            built_at: self.built_at,
        }
    }

    /// Where what was fetched from an API waits until all of it is there.
    pub fn fetched(&self) -> PathBuf {
        beside(&self.out, ".fetched")
    }

    /// Where the versions of the fetched ranges are kept, so that the next import fetches only what has changed.
    fn versions(ranges: &Path) -> PathBuf {
        beside(ranges, ".etags")
    }
}

/// How far an import has come: in bytes of a file, in ranges of everything else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// So much is done.
    pub done: u64,
    /// Of so much.
    pub total: u64,
}

/// What was imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// Passwords in the corpus.
    pub kept: u64,
    /// Passwords that were seen too rarely, and rows that only padded an answer.
    pub left_out: u64,
    /// Ranges that the source does not have.
    pub missing: u32,
    /// Ranges without a row.
    pub empty: u32,
    /// SHA-256 over the rows as they were fetched, in hexadecimal; only of an API.
    pub checksum: Option<String>,
}

/// Imports a file or a folder; of an API, what [`fetch`] has brought.
///
/// # Errors
/// If the source cannot be read or is not what it should be, or the files cannot be written.
pub fn import(
    source: &Source,
    plan: &Plan,
    progress: &mut dyn FnMut(Progress),
) -> Result<Imported, BreachesError> {
    match source {
        Source::File(path) => one_file::import(path, plan, progress),
        Source::Folder(path) => folder::import(path, plan, progress),
        Source::Api(url) => fetched::import(url, plan, progress),
    }
}
