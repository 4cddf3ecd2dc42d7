//! Where a benchmark keeps its data: a folder that is removed afterwards, or one that is kept for the next run.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use tempfile::TempDir;

/// A folder for a server's data.
pub(crate) enum Folder {
    /// Removed when it is dropped.
    Temporary(TempDir),
    /// Left as it is.
    Kept(PathBuf),
}

impl Folder {
    /// The folder that somebody named, or a temporary one.
    pub(crate) fn of(named: Option<&Path>) -> anyhow::Result<Self> {
        let Some(path) = named else {
            return Ok(Self::Temporary(tempfile::tempdir()?));
        };
        std::fs::create_dir_all(path).with_context(|| format!("cannot make `{}`", path.display()))?;
        Ok(Self::Kept(path.canonicalize()?))
    }

    pub(crate) fn path(&self) -> &Path {
        match self {
            Self::Temporary(folder) => folder.path(),
            Self::Kept(path) => path,
        }
    }
}
