//! What was clean at the last time, so that it need not be looked at again.
//!
//! Only what is clean is remembered: a file with a finding, or with an archive that could not be opened, is looked at
//! every time, so that it is told every time. A file is known by its path and by what the system says of it (device,
//! number, size, and when content or anything else of it changed, which nobody can set back); an object by its id. The
//! state is bound to what was looked for: with another prefix, or a finder that finds more, everything is looked at anew.

use std::collections::BTreeMap;
use std::fs::{self, Metadata};
use std::io::{self, Write};
use std::path::Path;

use exposure::finder::Finder;
use exposure::finding::Sha256;
use objects::{Known, ObjectId};

use crate::ScanError;

const MAGIC: &[u8; 8] = b"SCSTATE1";
const KEY: usize = 16;

/// What is known to be clean.
#[derive(Debug, Default)]
pub struct State {
    fingerprint: [u8; 32],
    files: Vec<[u8; KEY]>,
    repositories: BTreeMap<[u8; KEY], Objects>,
    /// Why nothing is known, where there was a file.
    remark: Option<&'static str>,
}

/// What is known of one repository's objects.
#[derive(Debug, Clone, Default)]
pub(crate) struct Objects {
    /// Every object that was looked at.
    pub(crate) known: Known,
    /// Those among them that are not clean, and are looked at again.
    pub(crate) again: Vec<ObjectId>,
}

impl State {
    /// Reads a state. One that is missing, broken, or of another configuration knows nothing; [`State::remark`] says so.
    pub fn read(path: &Path, finder: &Finder) -> Self {
        let fresh = |remark| Self {
            fingerprint: finder.fingerprint(),
            remark,
            ..Self::default()
        };
        let bytes = match fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return fresh(None),
            Err(_) => return fresh(Some("cannot be read, so everything is looked at")),
        };
        match Self::parse(&bytes) {
            Some(state) if state.fingerprint == finder.fingerprint() => state,
            Some(_) => fresh(Some("is of another configuration, so everything is looked at")),
            None => fresh(Some(
                "is broken or of another version, so everything is looked at",
            )),
        }
    }

    /// Why nothing is known though there is a file: goes on from its name.
    pub const fn remark(&self) -> Option<&'static str> {
        self.remark
    }

    /// Writes the state under another name, and renames it when it is whole.
    ///
    /// # Errors
    /// [`ScanError::State`].
    pub fn write(&self, path: &Path) -> Result<(), ScanError> {
        let failed = |why| ScanError::State {
            path: path.to_owned(),
            why,
        };
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let mut file = tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new("."))).map_err(failed)?;
        file.write_all(&self.bytes().map_err(failed)?).map_err(failed)?;
        file.as_file().sync_all().map_err(failed)?;
        file.persist(path).map_err(|error| failed(error.error))?;
        Ok(())
    }

    fn bytes(&self) -> io::Result<Vec<u8>> {
        let mut out = MAGIC.to_vec();
        out.extend_from_slice(&self.fingerprint);
        let count = |out: &mut Vec<u8>, count: usize| out.extend_from_slice(&(count as u64).to_le_bytes());
        count(&mut out, self.files.len());
        self.files.iter().for_each(|key| out.extend_from_slice(key));
        count(&mut out, self.repositories.len());
        for (key, objects) in &self.repositories {
            out.extend_from_slice(key);
            let mut known = Vec::new();
            objects.known.write(&mut known)?;
            count(&mut out, known.len());
            out.extend_from_slice(&known);
            count(&mut out, objects.again.len());
            for id in &objects.again {
                out.push(u8::try_from(id.as_bytes().len()).unwrap_or_default());
                out.extend_from_slice(id.as_bytes());
            }
        }
        let sum = crc32fast::hash(&out);
        out.extend_from_slice(&sum.to_le_bytes());
        Ok(out)
    }

    fn parse(bytes: &[u8]) -> Option<Self> {
        let (body, sum) = bytes.split_last_chunk::<4>()?;
        if crc32fast::hash(body) != u32::from_le_bytes(*sum) {
            return None;
        }
        let mut rest = Rest(body.strip_prefix(MAGIC)?);
        let mut state = Self {
            fingerprint: *rest.take(32)?.first_chunk()?,
            ..Self::default()
        };
        for _ in 0..rest.count()? {
            state.files.push(*rest.take(KEY)?.first_chunk()?);
        }
        for _ in 0..rest.count()? {
            let key = *rest.take(KEY)?.first_chunk()?;
            let length = rest.count()?;
            let known = Known::read(rest.take(length)?).ok()?;
            let mut again = Vec::new();
            for _ in 0..rest.count()? {
                let [width] = *rest.take(1)?.first_chunk()?;
                again.push(ObjectId::from_bytes(rest.take(width.into())?)?);
            }
            state.repositories.insert(key, Objects { known, again });
        }
        (rest.0.is_empty() && state.files.is_sorted()).then_some(state)
    }

    pub(crate) fn has_file(&self, key: &[u8; KEY]) -> bool {
        self.files.binary_search(key).is_ok()
    }

    /// Takes note of the files that are clean now; files that were not met are forgotten.
    pub(crate) fn set_files(&mut self, mut clean: Vec<[u8; KEY]>) {
        clean.sort_unstable();
        clean.dedup();
        self.files = clean;
    }

    pub(crate) fn objects(&self, repository: &Path) -> Option<&Objects> {
        self.repositories
            .get(&key_of(&[repository.as_os_str().as_encoded_bytes()]))
    }

    pub(crate) fn set_objects(&mut self, repository: &Path, objects: Objects) {
        let key = key_of(&[repository.as_os_str().as_encoded_bytes()]);
        self.repositories.insert(key, objects);
    }
}

struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    /// A number of things that follow: there cannot be more than bytes.
    fn count(&mut self) -> Option<usize> {
        let count = u64::from_le_bytes(*self.take(8)?.first_chunk()?);
        usize::try_from(count).ok().filter(|count| *count <= self.0.len())
    }
}

/// By what a file is known.
pub(crate) fn file_key(path: &Path, about: &Metadata) -> [u8; KEY] {
    let path = path.as_os_str().as_encoded_bytes();
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let numbers = [
            about.dev(),
            about.ino(),
            about.size(),
            about.mtime().cast_unsigned(),
            about.mtime_nsec().cast_unsigned(),
            about.ctime().cast_unsigned(),
            about.ctime_nsec().cast_unsigned(),
        ];
        let mut parts = vec![path];
        let numbers = numbers.map(u64::to_le_bytes);
        parts.extend(numbers.iter().map(<[u8; 8]>::as_slice));
        key_of(&parts)
    }
    #[cfg(not(unix))]
    {
        // Where it is not told when a file changed, it is as if it had changed long ago, and only its size counts.
        let changed = about.modified().unwrap_or(std::time::UNIX_EPOCH);
        let changed = changed.duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        key_of(&[
            path,
            &about.len().to_le_bytes(),
            &changed.as_nanos().to_le_bytes(),
        ])
    }
}

fn key_of(parts: &[&[u8]]) -> [u8; KEY] {
    let mut all = Vec::new();
    for part in parts {
        all.extend_from_slice(&part.len().to_le_bytes());
        all.extend_from_slice(part);
    }
    let hash = Sha256::of(&all);
    let mut key = [0; KEY];
    key.iter_mut()
        .zip(hash.as_bytes())
        .for_each(|(to, from)| *to = *from);
    key
}

#[cfg(test)]
mod tests {
    use exposure::token::Prefix;
    use proptest::prelude::*;

    use super::*;

    fn finder(prefix: &str) -> Finder {
        Finder::new(vec![Prefix::new(prefix).unwrap()], Vec::new()).unwrap()
    }

    fn state() -> State {
        let id = |byte: u8| ObjectId::from_bytes(&[byte; 20]).unwrap();
        let mut state = State {
            fingerprint: finder("acme_api_").fingerprint(),
            ..State::default()
        };
        state.set_files(vec![[3; 16], [1; 16], [2; 16]]);
        let objects = Objects {
            known: Known::new([id(7), id(8)]),
            again: vec![id(8)],
        };
        state.set_objects(Path::new("/srv/a.git"), objects);
        state
    }

    #[test]
    fn a_state_is_read_as_it_was_written_and_only_for_the_same_finder() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state");
        let missing = State::read(&path, &finder("acme_api_"));
        assert_eq!((missing.remark(), missing.has_file(&[1; 16])), (None, false));
        state().write(&path).unwrap();
        let read = State::read(&path, &finder("acme_api_"));
        assert!(read.has_file(&[1; 16]) && read.has_file(&[3; 16]) && !read.has_file(&[4; 16]));
        let objects = read.objects(Path::new("/srv/a.git")).unwrap();
        assert_eq!((objects.known.len(), objects.again.len()), (2, 1));
        assert!(read.objects(Path::new("/srv/b.git")).is_none());
        let other = State::read(&path, &finder("acme_apj_"));
        assert!(other.remark().unwrap().contains("another configuration") && !other.has_file(&[1; 16]));
        assert!(
            State::read(folder.path(), &finder("acme_api_"))
                .remark()
                .is_some()
        );
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    proptest! {
        #[test]
        fn a_broken_state_knows_nothing(at in any::<prop::sample::Index>(), with in 1_u8.., cut: bool, noise: Vec<u8>) {
            let mut bytes = state().bytes().unwrap();
            let at = at.index(bytes.len());
            if cut {
                bytes.truncate(at);
            } else {
                bytes[at] ^= with;
            }
            prop_assert!(State::parse(&bytes).is_none());
            prop_assert!(State::parse(&noise).is_none());
            let sum = crc32fast::hash(&noise);
            prop_assert!(State::parse(&[noise.as_slice(), &sum.to_le_bytes()].concat()).is_none());
        }
    }
}
