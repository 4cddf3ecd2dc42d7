//! Letters on disk: one file each, whole or not there.
//!
//! `waiting/` holds what is to be sent, `undelivered/` what could not be. A file is a line of JSON (where to, how
//! often tried) and the message behind it, as it goes over the wire.

use std::io::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use vocabulary::Moment;

/// The spool cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("the mail spool `{path}` cannot be used: {error}")]
pub struct SpoolError {
    path: PathBuf,
    #[source]
    error: std::io::Error,
}

/// One letter as it lies there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Waiting {
    pub(crate) name: String,
    pub(crate) slip: Slip,
    pub(crate) message: Vec<u8>,
}

/// What is noted on a letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Slip {
    /// From whom, on the envelope.
    pub(crate) from: String,
    /// To whom.
    pub(crate) to: String,
    /// When it was taken on.
    pub(crate) taken_at: Moment,
    /// When it is to be tried next.
    pub(crate) due: Moment,
    /// How often it was tried.
    pub(crate) tries: u32,
}

/// A spool in a directory.
#[derive(Debug, Clone)]
pub(crate) struct Spool {
    waiting: PathBuf,
    undelivered: PathBuf,
}

impl Spool {
    /// Opens the spool, and makes it where it is not there yet.
    pub(crate) fn open(directory: &Path) -> Result<Self, SpoolError> {
        let spool = Self {
            waiting: directory.join("waiting"),
            undelivered: directory.join("undelivered"),
        };
        for path in [&spool.waiting, &spool.undelivered] {
            let made =
                std::os::unix::fs::DirBuilderExt::mode(std::fs::DirBuilder::new().recursive(true), 0o700)
                    .create(path);
            made.map_err(|error| cannot(path, error))?;
        }
        Ok(spool)
    }

    /// Puts a letter there; it is on the disk when this returns.
    pub(crate) fn put(&self, name: &str, slip: &Slip, message: &[u8]) -> Result<(), SpoolError> {
        let path = self.waiting.join(format!("{name}.eml"));
        write(&self.waiting, &path, slip, message).map_err(|error| cannot(&path, error))
    }

    /// What is due, the oldest first, and at most so many. A file that cannot be read is put aside.
    pub(crate) fn due(&self, now: Moment, most: usize) -> Result<Vec<Waiting>, SpoolError> {
        let listed = std::fs::read_dir(&self.waiting).map_err(|error| cannot(&self.waiting, error))?;
        let mut names: Vec<String> = listed
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter_map(|name| name.strip_suffix(".eml").map(str::to_owned))
            .collect();
        names.sort();
        let mut due = Vec::new();
        for name in names {
            match self.read(&name) {
                Some(letter) if letter.slip.due <= now => due.push(letter),
                Some(_) => {}
                None => {
                    tracing::error!(name, "a letter in the spool cannot be read, and was put aside");
                    self.put_aside(&name)?;
                }
            }
            if due.len() >= most {
                break;
            }
        }
        Ok(due)
    }

    fn read(&self, name: &str) -> Option<Waiting> {
        let bytes = std::fs::read(self.waiting.join(format!("{name}.eml"))).ok()?;
        let end = bytes.iter().position(|byte| *byte == b'\n')?;
        let slip = serde_json::from_slice(bytes.get(..end)?).ok()?;
        Some(Waiting {
            name: name.to_owned(),
            slip,
            message: bytes.get(end + 1..)?.to_vec(),
        })
    }

    /// It was delivered.
    pub(crate) fn remove(&self, name: &str) -> Result<(), SpoolError> {
        let path = self.waiting.join(format!("{name}.eml"));
        std::fs::remove_file(&path).map_err(|error| cannot(&path, error))
    }

    /// It cannot be delivered.
    pub(crate) fn put_aside(&self, name: &str) -> Result<(), SpoolError> {
        let path = self.waiting.join(format!("{name}.eml"));
        std::fs::rename(&path, self.undelivered.join(format!("{name}.eml")))
            .map_err(|error| cannot(&path, error))
    }
}

/// Whole or not at all: written beside, synced, and named.
fn write(folder: &Path, path: &Path, slip: &Slip, message: &[u8]) -> std::io::Result<()> {
    let beside = path.with_extension("part");
    let mut file = std::os::unix::fs::OpenOptionsExt::mode(
        std::fs::OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true),
        0o600,
    )
    .open(&beside)?;
    serde_json::to_writer(&mut file, slip)?;
    file.write_all(b"\n")?;
    file.write_all(message)?;
    file.sync_all()?;
    std::fs::rename(&beside, path)?;
    std::fs::File::open(folder)?.sync_all()
}

fn cannot(path: &Path, error: std::io::Error) -> SpoolError {
    SpoolError {
        path: path.to_owned(),
        error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slip(due: i64) -> Slip {
        Slip {
            from: "us@example.org".to_owned(),
            to: "ann@example.com".to_owned(),
            taken_at: Moment::from_millis(1),
            due: Moment::from_millis(due),
            tries: 0,
        }
    }

    #[test]
    fn letters_lie_there_until_they_are_due_and_damaged_ones_stop_nobody() {
        let folder = tempfile::tempdir().unwrap();
        let spool = Spool::open(folder.path()).unwrap();
        spool.put("b", &slip(20), b"later\n").unwrap();
        spool.put("a", &slip(10), b"line\nline\n").unwrap();
        std::fs::write(folder.path().join("waiting/0.eml"), b"damaged").unwrap();
        std::fs::write(folder.path().join("waiting/c.part"), b"half").unwrap();
        let names = |now: i64| -> Vec<String> {
            let due = spool.due(Moment::from_millis(now), 9).unwrap();
            due.into_iter().map(|letter| letter.name).collect()
        };
        assert_eq!(names(10), ["a"]);
        assert_eq!(names(20), ["a", "b"]);
        assert!(folder.path().join("undelivered/0.eml").is_file());
        assert_eq!(
            spool.due(Moment::from_millis(10), 9).unwrap()[0].message,
            b"line\nline\n"
        );
        spool.remove("a").unwrap();
        spool.put_aside("b").unwrap();
        assert!(names(99).is_empty() && folder.path().join("undelivered/b.eml").is_file());
    }
}
