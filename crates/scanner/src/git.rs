//! Asks git.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use crate::ScanError;

/// What git prints.
pub(crate) fn ask(folder: &Path, args: &[&str], what: &'static str) -> Result<Vec<u8>, ScanError> {
    let answer = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(args)
        .stdin(Stdio::null())
        .output()
        .map_err(ScanError::NoGit)?;
    if !answer.status.success() {
        let said = String::from_utf8_lossy(&answer.stderr).trim().to_owned();
        return Err(ScanError::Git { what, said });
    }
    Ok(answer.stdout)
}

/// Objects one by one, by `git cat-file --batch`.
pub(crate) struct Batch {
    child: Child,
    to: Option<ChildStdin>,
    from: BufReader<ChildStdout>,
}

impl Batch {
    pub(crate) fn open(folder: &Path) -> Result<Self, ScanError> {
        let mut child = Command::new("git")
            .arg("-C")
            .arg(folder)
            .args(["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(ScanError::NoGit)?;
        let (Some(to), Some(from)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(broken("its input and output are closed"));
        };
        Ok(Self {
            child,
            to: Some(to),
            from: BufReader::new(from),
        })
    }

    /// The kind and the content of an object; `None` where git does not have it.
    pub(crate) fn read(&mut self, id: &str) -> Result<Option<(String, Vec<u8>)>, ScanError> {
        let failed = |error: std::io::Error| broken(&error.to_string());
        let to = self.to.as_mut().ok_or_else(|| broken("its input is closed"))?;
        writeln!(to, "{id}").and_then(|()| to.flush()).map_err(failed)?;
        let mut header = String::new();
        self.from.read_line(&mut header).map_err(failed)?;
        let mut words = header.split_whitespace().skip(1);
        let (Some(kind), size) = (words.next(), words.next()) else {
            return Err(broken("it ended"));
        };
        if kind == "missing" {
            return Ok(None);
        }
        let size: usize = size
            .and_then(|size| size.parse().ok())
            .ok_or_else(|| broken(&header))?;
        let mut bytes = Vec::new();
        // The content, and a line feed behind it.
        let wanted = size as u64 + 1;
        let read = self
            .from
            .by_ref()
            .take(wanted)
            .read_to_end(&mut bytes)
            .map_err(failed)?;
        if read as u64 != wanted {
            return Err(broken("it ended"));
        }
        bytes.truncate(size);
        Ok(Some((kind.to_owned(), bytes)))
    }
}

impl Drop for Batch {
    fn drop(&mut self) {
        // Without input it ends by itself.
        drop(self.to.take());
        drop(self.child.wait());
    }
}

fn broken(said: &str) -> ScanError {
    ScanError::Git {
        what: "show objects",
        said: said.to_owned(),
    }
}
