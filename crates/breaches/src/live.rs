//! A file that is replaced while it is in use.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use arc_swap::ArcSwap;
use parking_lot::Mutex;

use crate::BreachesError;

/// What a file was opened as, and the way to open the next one.
pub struct Live<T> {
    path: PathBuf,
    open: Open<T>,
    current: ArcSwap<T>,
    /// The file that was looked at last, whether or not it could be used.
    seen: Mutex<Option<Fingerprint>>,
}

type Open<T> = Box<dyn Fn(&Path) -> Result<T, BreachesError> + Send + Sync>;

/// What tells one file of a name from another.
type Fingerprint = (u64, Option<SystemTime>, u64);

/// What looking again came to.
#[derive(Debug)]
pub enum Looked {
    /// It is the same file.
    Same,
    /// There was a new one, and it is in use now.
    Replaced,
    /// There is a new one that cannot be used; the old one stays in use.
    Refused(BreachesError),
}

impl<T> Live<T> {
    /// Opens a file for the first time.
    ///
    /// # Errors
    /// As from opening it.
    pub fn open(
        path: &Path,
        open: impl Fn(&Path) -> Result<T, BreachesError> + Send + Sync + 'static,
    ) -> Result<Self, BreachesError> {
        // Before it is opened: a file that takes its place meanwhile is then seen as another.
        let seen = fingerprint(path);
        let current = open(path)?;
        Ok(Self {
            path: path.to_owned(),
            open: Box::new(open),
            current: ArcSwap::from_pointee(current),
            seen: Mutex::new(seen),
        })
    }

    /// The file in use. Whoever holds it keeps it, also when it is replaced.
    pub fn current(&self) -> Arc<T> {
        self.current.load_full()
    }

    /// For the length of a look-up, without counting who holds it.
    pub fn guard(&self) -> arc_swap::Guard<Arc<T>> {
        self.current.load()
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Looks whether another file has the name by now. Each is tried once: what cannot be used is told of once.
    /// Reading and checking it may take seconds; the old one answers meanwhile.
    pub fn look_again(&self) -> Looked {
        let mut seen = self.seen.lock();
        let now = fingerprint(&self.path);
        if *seen == now {
            return Looked::Same;
        }
        *seen = now;
        match (self.open)(&self.path) {
            Ok(next) => {
                self.current.store(Arc::new(next));
                Looked::Replaced
            }
            Err(error) => Looked::Refused(error),
        }
    }
}

impl<T> std::fmt::Debug for Live<T> {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.debug_struct("Live")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

fn fingerprint(path: &Path) -> Option<Fingerprint> {
    let about = std::fs::metadata(path).ok()?;
    Some((inode(&about), about.modified().ok(), about.len()))
}

#[cfg(unix)]
fn inode(about: &std::fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(about)
}

#[cfg(not(unix))]
fn inode(_: &std::fs::Metadata) -> u64 {
    0
}
