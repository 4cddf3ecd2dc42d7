//! Files of a repository that somebody else may have made: no pipe is waited for, and what git keeps small is not read
//! without end.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

/// Git's small files are no larger than this, in bytes.
const SMALL: u64 = 16 << 20;

/// The size of a regular file; opening anything else might wait for ever.
pub(crate) fn regular(path: &Path) -> io::Result<u64> {
    let file = fs::metadata(path)?;
    if file.is_file() {
        Ok(file.len())
    } else {
        Err(io::Error::other("it is no regular file"))
    }
}

/// The bytes of one of git's small files; `None` where there is none.
pub(crate) fn small(path: &Path) -> io::Result<Option<Vec<u8>>> {
    let gone = |error: &io::Error| {
        matches!(
            error.kind(),
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
        )
    };
    match regular(path) {
        Ok(size) if size > SMALL => return Err(io::Error::other("it is larger than git would make it")),
        Ok(_) => (),
        Err(error) if gone(&error) => return Ok(None),
        Err(error) => return Err(error),
    }
    let mut bytes = Vec::new();
    fs::File::open(path)?.take(SMALL).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_small_files_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::write(path("file"), "text").unwrap();
        fs::File::create(path("large"))
            .unwrap()
            .set_len(SMALL + 1)
            .unwrap();
        assert_eq!(small(&path("file")).unwrap(), Some(b"text".to_vec()));
        assert_eq!(small(&path("none")).unwrap(), None);
        assert_eq!(small(&path("file/none")).unwrap(), None);
        assert!(small(&path("large")).is_err());
        assert!(small(folder.path()).is_err());
        assert_eq!(regular(&path("large")).unwrap(), SMALL + 1);
    }
}
