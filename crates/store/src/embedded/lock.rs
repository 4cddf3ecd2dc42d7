//! One process serves a data directory: the lock says which.
//!
//! The operating system gives the lock back when the process ends, however it ends, so that nothing is left to
//! clean up after a crash. Readers (`ledger verify`) take no lock.

use std::fs::{File, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;

use super::failure::cannot;
use crate::StoreError;

const NAME: &str = "lock";

/// Held as long as the store is open.
#[derive(Debug)]
pub(super) struct Lock(#[expect(dead_code, reason = "holding the file open is what holds the lock")] File);

impl Lock {
    /// Takes the lock of `directory`, or says who holds it.
    pub(super) fn take(directory: &Path) -> Result<Self, StoreError> {
        let path = directory.join(NAME);
        let refuse = |error: std::io::Error| cannot("lock", &path, error);
        let mut file = File::options()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(refuse)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(StoreError::Busy(held_by(&mut file, directory))),
            Err(TryLockError::Error(error)) => return Err(refuse(error)),
        }
        // The number is only told to people; the lock itself is the operating system's.
        file.set_len(0).map_err(refuse)?;
        writeln!(file, "{}", std::process::id()).map_err(refuse)?;
        Ok(Self(file))
    }
}

fn held_by(file: &mut File, directory: &Path) -> String {
    let mut text = String::new();
    let read = file
        .seek(SeekFrom::Start(0))
        .and_then(|_| file.take(32).read_to_string(&mut text));
    let process = match (read, text.trim()) {
        (Ok(_), number) if !number.is_empty() && number.chars().all(|digit| digit.is_ascii_digit()) => {
            format!(" (process {number})")
        }
        _ => String::new(),
    };
    format!(
        "the data directory `{}` is in use: another safeconduct{process} serves it; stop that one first, or use \
         another data directory",
        directory.display()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_holder_is_told_who_holds_the_lock() {
        let directory = tempfile::tempdir().unwrap();
        let first = Lock::take(directory.path()).unwrap();
        let refused = Lock::take(directory.path()).unwrap_err().to_string();
        for part in [
            directory.path().to_str().unwrap(),
            &format!("(process {})", std::process::id()),
            "stop that one",
        ] {
            assert!(refused.contains(part), "{refused}");
        }
        drop(first);
        Lock::take(directory.path()).unwrap();
    }

    #[test]
    fn a_lock_file_left_behind_holds_nobody_back() {
        let directory = tempfile::tempdir().unwrap();
        std::fs::write(
            directory.path().join(NAME),
            "99999999999999999999999 left behind by a crash\n",
        )
        .unwrap();
        let lock = Lock::take(directory.path()).unwrap();
        let text = std::fs::read_to_string(directory.path().join(NAME)).unwrap();
        assert_eq!(text, format!("{}\n", std::process::id()));
        drop(lock);
    }
}
