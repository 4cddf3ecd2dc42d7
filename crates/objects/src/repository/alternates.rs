//! Object directories that one borrows from, and those that these borrow from.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use crate::errors::{Part, Skipped, Why};
use crate::files;

/// More directories than this do not borrow from each other anywhere but in a trap.
const MOST: usize = 256;

/// The directories themselves and all that they borrow from, each once.
pub(super) fn with_alternates(first: Vec<PathBuf>, skipped: &mut Vec<Skipped>) -> Vec<PathBuf> {
    let mut seen = BTreeSet::new();
    let mut all = Vec::new();
    let mut ahead: std::collections::VecDeque<PathBuf> = first.into();
    while let Some(directory) = ahead.pop_front() {
        let real = match fs::canonicalize(&directory) {
            Ok(real) => real,
            Err(error) => {
                skipped.push(skip(directory, error.into()));
                continue;
            }
        };
        if !seen.insert(real) {
            continue;
        }
        if all.len() >= MOST {
            skipped.push(skip(directory, Why::TooManyAlternates(MOST)));
            break;
        }
        let list = directory.join("info").join("alternates");
        match files::small(&list) {
            Ok(None) => (),
            Ok(Some(text)) => ahead.extend(listed(&text).into_iter().map(|path| directory.join(path))),
            Err(error) => skipped.push(skip(list, error.into())),
        }
        all.push(directory);
    }
    all
}

fn skip(path: PathBuf, why: Why) -> Skipped {
    Skipped {
        what: Part::File(path),
        why,
    }
}

/// The lines of `info/alternates`: a path each, in quotes where it has strange characters; `#` begins a comment.
fn listed(text: &[u8]) -> Vec<PathBuf> {
    text.split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty() && !line.starts_with(b"#"))
        .map(|line| path(&unquoted(line).unwrap_or_else(|| line.to_vec())))
        .collect()
}

/// The paths in `GIT_ALTERNATE_OBJECT_DIRECTORIES`.
pub(super) fn in_variable(value: &OsStr) -> Vec<PathBuf> {
    std::env::split_paths(value)
        .filter(|path| !path.as_os_str().is_empty())
        .map(|plain| unquoted(plain.as_os_str().as_encoded_bytes()).map_or(plain, |bytes| path(&bytes)))
        .collect()
}

/// A path from git's bytes.
pub(super) fn path(bytes: &[u8]) -> PathBuf {
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt;
        Path::new(OsStr::from_bytes(bytes)).to_path_buf()
    }
    #[cfg(not(unix))]
    {
        PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
    }
}

/// What stands in C's quotes; `None` where there are none.
fn unquoted(line: &[u8]) -> Option<Vec<u8>> {
    let mut rest = line.strip_prefix(b"\"")?.strip_suffix(b"\"")?.iter().copied();
    let mut plain = Vec::new();
    while let Some(byte) = rest.next() {
        if byte != b'\\' {
            plain.push(byte);
            continue;
        }
        plain.push(match rest.next()? {
            b'n' => b'\n',
            b't' => b'\t',
            b'r' => b'\r',
            b'a' => 7,
            b'b' => 8,
            b'v' => 11,
            b'f' => 12,
            high @ b'0'..=b'3' => {
                let digits = [high, rest.next()?, rest.next()?];
                u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 8).ok()?
            }
            other => other,
        });
    }
    Some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_paths_but_for_comments() {
        let text = b"/a b\n# no\n\n../c\n\"/d\\n\\303\\274\"\n\"open\n";
        let paths: Vec<_> = ["/a b", "../c", "/d\n\u{fc}", "\"open"]
            .into_iter()
            .map(PathBuf::from)
            .collect();
        assert_eq!(listed(text), paths);
        assert_eq!(
            in_variable(OsStr::new("/a:\"/b\\tc\"::/d")),
            ["/a", "/b\tc", "/d"].map(PathBuf::from)
        );
    }

    #[test]
    fn rings_and_missing_directories_end() {
        let folder = tempfile::tempdir().unwrap();
        let (a, b) = (folder.path().join("a"), folder.path().join("b"));
        for (of, text) in [(&a, "../b\n"), (&b, "../a/../a\n../missing\n../b")] {
            fs::create_dir_all(of.join("info")).unwrap();
            fs::write(of.join("info/alternates"), text).unwrap();
        }
        let mut skipped = Vec::new();
        let all = with_alternates(vec![a.clone()], &mut skipped);
        assert_eq!(all, [a.clone(), a.join("../b")]);
        assert_eq!(skipped.len(), 1);
        assert_eq!(skipped[0].why, Why::Gone);
    }
}
