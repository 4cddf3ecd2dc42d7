//! How far a scan is, for whoever wants to show it meanwhile.

use std::sync::atomic::{AtomicU64, Ordering};

/// Counters that grow while threads look.
#[derive(Debug, Default)]
pub struct Progress {
    files: AtomicU64,
    bytes: AtomicU64,
    objects: AtomicU64,
    of_objects: AtomicU64,
}

impl Progress {
    /// Nothing yet.
    pub const fn new() -> Self {
        Self {
            files: AtomicU64::new(0),
            bytes: AtomicU64::new(0),
            objects: AtomicU64::new(0),
            of_objects: AtomicU64::new(0),
        }
    }

    /// Files and their bytes that were looked at.
    pub fn files(&self) -> (u64, u64) {
        (
            self.files.load(Ordering::Relaxed),
            self.bytes.load(Ordering::Relaxed),
        )
    }

    /// Objects that were looked at in the repository at hand, and how many it has.
    pub fn objects(&self) -> (u64, u64) {
        (
            self.objects.load(Ordering::Relaxed),
            self.of_objects.load(Ordering::Relaxed),
        )
    }

    pub(crate) fn add_file(&self, bytes: u64) {
        self.files.fetch_add(1, Ordering::Relaxed);
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
    }

    pub(crate) fn set_objects(&self, done: u64, of: u64) {
        self.objects.store(done, Ordering::Relaxed);
        self.of_objects.store(of, Ordering::Relaxed);
    }
}
