//! Files as slices of memory: the one place of the house with `unsafe` in it.
//!
//! A mapped file costs no copy, and pages that nobody looks at are never read. The price is a promise that nobody can
//! check: while the map lives, the file must not be cut short or written to in place. Where it is, the reader gets
//! other bytes or, past a new end, the signal SIGBUS. So only two kinds of files are mapped here: those that we write
//! ourselves, under another name first and renamed when whole; and git's packs, which git treats likewise.
//!
//! Nothing here knows what is in a file.

use std::fs::File;
use std::io;
use std::ops::Deref;
use std::path::Path;

use memmap2::{Advice, Mmap};

/// A file's bytes, read as they are looked at. Unmapped when dropped; the file may be renamed or removed meanwhile.
#[derive(Debug)]
pub struct Mapped(Mmap);

/// How a map will be looked at, so that the system reads ahead or does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Looking {
    /// From the beginning to the end.
    InOrder,
    /// Here and there.
    AtRandom,
}

impl Mapped {
    /// Maps the whole of a file for reading. It must only ever be replaced by renaming another file over it.
    ///
    /// # Errors
    /// As from opening the file, and where the system cannot map it (a pipe, a folder).
    pub fn open(path: &Path, looking: Looking) -> io::Result<Self> {
        let file = File::open(path)?;
        #[expect(
            unsafe_code,
            reason = "the map is read-only and outlives no slice of it; that nobody writes to the file in place is what \
                      this room's header asks of whoever names one"
        )]
        // SAFETY: `Mmap` is valid for as long as it lives, and slices borrow from it. Bytes that change underneath would
        // break Rust's rule that what is shared does not change: callers name only files that are replaced by renaming.
        let map = unsafe { Mmap::map(&file) }?;
        // Advice: where the system does not take it, reading works all the same.
        drop(map.advise(match looking {
            Looking::InOrder => Advice::Sequential,
            Looking::AtRandom => Advice::Random,
        }));
        Ok(Self(map))
    }
}

impl Deref for Mapped {
    type Target = [u8];
    fn deref(&self) -> &[u8] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_its_bytes_also_after_another_took_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let (path, next) = (folder.path().join("a"), folder.path().join("b"));
        std::fs::write(&path, b"old bytes").unwrap();
        std::fs::write(&next, b"new").unwrap();
        for looking in [Looking::InOrder, Looking::AtRandom] {
            let mapped = Mapped::open(&path, looking).unwrap();
            std::fs::copy(&path, folder.path().join("kept")).unwrap();
            std::fs::rename(&next, &path).unwrap();
            assert_eq!(&*mapped, b"old bytes");
            assert_eq!(&*Mapped::open(&path, looking).unwrap(), b"new");
            std::fs::rename(folder.path().join("kept"), &path).unwrap();
            std::fs::write(&next, b"new").unwrap();
        }
    }

    #[test]
    fn an_empty_file_is_no_bytes_and_a_missing_one_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("empty");
        std::fs::write(&path, b"").unwrap();
        assert!(Mapped::open(&path, Looking::InOrder).unwrap().is_empty());
        assert!(Mapped::open(&folder.path().join("missing"), Looking::InOrder).is_err());
    }
}
