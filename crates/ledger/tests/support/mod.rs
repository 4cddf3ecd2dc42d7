//! A log in a directory, laid out as it is published.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use ledger::source::{LogSource, SourceError};
use ledger::tile::TileId;

/// Reads a log from a directory.
pub(crate) struct DirectorySource {
    root: PathBuf,
    checkpoint: String,
}

impl DirectorySource {
    /// The log at `root`, with its checkpoint in the file of this name.
    pub(crate) fn new(root: &Path, checkpoint: &str) -> Self {
        Self {
            root: root.to_owned(),
            checkpoint: checkpoint.to_owned(),
        }
    }

    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, SourceError> {
        match fs::read(self.root.join(path)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(SourceError::new(error)),
        }
    }
}

impl LogSource for DirectorySource {
    fn checkpoint(&self) -> Result<Option<Vec<u8>>, SourceError> {
        self.read(&self.checkpoint)
    }

    fn tile(&self, id: &TileId) -> Result<Option<Vec<u8>>, SourceError> {
        self.read(&id.to_string())
    }
}
