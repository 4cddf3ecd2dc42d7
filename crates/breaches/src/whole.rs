//! Files that are whole or not there: written under another name, made durable, and renamed.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::BreachesError;

/// A file that is being written. Until [`Whole::keep`] nobody sees it, and whoever has the old one mapped keeps it.
#[derive(Debug)]
pub(crate) struct Whole {
    path: PathBuf,
    beside: PathBuf,
    out: BufWriter<File>,
}

/// The name with something added, in the same folder, so that renaming is one step.
pub(crate) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(ending);
    path.with_file_name(name)
}

impl Whole {
    /// Begins a file. What an import left behind that was killed is overwritten.
    pub(crate) fn begin(path: &Path) -> Result<Self, BreachesError> {
        let beside = beside(path, ".new");
        let opened = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&beside)
            .map_err(BreachesError::file(&beside))?;
        match opened.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(BreachesError::Busy(path.to_owned())),
            Err(TryLockError::Error(error)) => return Err(BreachesError::file(&beside)(error)),
        }
        opened.set_len(0).map_err(BreachesError::file(&beside))?;
        Ok(Self {
            path: path.to_owned(),
            beside,
            out: BufWriter::with_capacity(1 << 20, opened),
        })
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), BreachesError> {
        self.out
            .write_all(bytes)
            .map_err(BreachesError::file(&self.beside))
    }

    /// Makes the file durable and gives it its name.
    pub(crate) fn keep(self) -> Result<(), BreachesError> {
        let Self { path, beside, out } = self;
        let kept = (|| {
            let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
            file.sync_all()?;
            std::fs::rename(&beside, &path)?;
            File::open(folder_of(&path))?.sync_all()
        })();
        kept.map_err(BreachesError::file(&path))
    }
}

/// The folder that a file lies in.
fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}
