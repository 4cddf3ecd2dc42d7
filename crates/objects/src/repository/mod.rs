//! A repository: where its objects are, and what can be asked of it.

mod alternates;
mod config;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::attribute::{self, Attribution};
use crate::errors::{ObjectsError, Skipped, Why};
use crate::files;
use crate::id::{ObjectFormat, ObjectId};
use crate::inflate::Inflater;
use crate::object::{ObjectKind, Visitor};
use crate::storage::Storage;
use crate::walk::{self, WalkOptions, Walked, Where};

use config::Config;

/// A repository on disk. Nothing is held open between calls, so it may be repacked at any time.
#[derive(Debug, Clone)]
pub struct Repository {
    /// What all work trees share.
    common: PathBuf,
    /// Object directories: its own first, then those that it borrows from.
    directories: Vec<PathBuf>,
    format: ObjectFormat,
    promised: bool,
    /// Directories that it says it borrows from and that cannot be had.
    skipped: Vec<Skipped>,
}

impl Repository {
    /// Opens the repository of a work tree (also a linked one, or a submodule's), a bare one, or a `.git`. No folder
    /// above is looked at.
    ///
    /// # Errors
    /// [`ObjectsError::NotARepository`], [`ObjectsError::Unreadable`], [`ObjectsError::Format`].
    pub fn open(path: &Path) -> Result<Self, ObjectsError> {
        let own = git_folder(path)?;
        let common = common(&own)?;
        let objects = common.join("objects");
        // A folder that happens to be called so makes no repository.
        if !objects.is_dir() || !own.join("HEAD").is_file() {
            return Err(ObjectsError::NotARepository(path.to_owned()));
        }
        Self::with(common, vec![objects])
    }

    /// The same as a hook sees it, in which git keeps the objects of a push apart until it is accepted:
    /// `GIT_OBJECT_DIRECTORY` (or `GIT_QUARANTINE_PATH`) comes first, `GIT_ALTERNATE_OBJECT_DIRECTORIES` after it. The
    /// caller reads the environment. What the push brings is in [`Repository::quarantine`].
    ///
    /// # Errors
    /// As [`Repository::open`].
    pub fn open_in_hook(
        path: &Path,
        variable: impl Fn(&str) -> Option<OsString>,
    ) -> Result<Self, ObjectsError> {
        let plain = Self::open(path)?;
        let own = variable("GIT_QUARANTINE_PATH").or_else(|| variable("GIT_OBJECT_DIRECTORY"));
        let mut directories: Vec<PathBuf> = own.into_iter().map(|own| path.join(own)).collect();
        if let Some(others) = variable("GIT_ALTERNATE_OBJECT_DIRECTORIES") {
            directories.extend(
                alternates::in_variable(&others)
                    .into_iter()
                    .map(|other| path.join(other)),
            );
        }
        directories.extend(plain.directories);
        Self::with(plain.common, directories)
    }

    fn with(common: PathBuf, directories: Vec<PathBuf>) -> Result<Self, ObjectsError> {
        let path = common.join("config");
        let config = Config::parse(&String::from_utf8_lossy(&small(&path)?.unwrap_or_default()));
        let format = config
            .format
            .map_err(|format| ObjectsError::Format { path, format })?;
        let mut skipped = Vec::new();
        Ok(Self {
            common,
            directories: alternates::with_alternates(directories, &mut skipped),
            format,
            promised: config.promised,
            skipped,
        })
    }

    /// How its objects are named.
    pub const fn format(&self) -> ObjectFormat {
        self.format
    }

    /// The object directories that are looked at: the first is the repository's own, or a push's.
    pub fn directories(&self) -> &[PathBuf] {
        &self.directories
    }

    /// Of a repository that was opened in a hook: where the push is, for [`WalkOptions::only`].
    pub fn quarantine(&self) -> &[PathBuf] {
        self.directories.get(..1).unwrap_or_default()
    }

    /// Shows every object once: whole, and each to one of the visitors, which are given back. `make` is called once in
    /// each thread. What could not be shown is told in [`Walked::skipped`]; that is no error.
    ///
    /// # Errors
    /// [`ObjectsError::Unreadable`] where the list of cut-off commits cannot be read.
    pub fn walk<V: Visitor>(
        &self,
        options: &WalkOptions<'_>,
        make: impl Fn() -> V + Sync,
    ) -> Result<(Vec<V>, Walked), ObjectsError> {
        let (visitors, mut walked) = walk::walk(&self.places()?, options, &make);
        walked.skipped.extend(self.skipped.iter().cloned());
        Ok((visitors, walked))
    }

    /// One object, whatever its size.
    ///
    /// # Errors
    /// [`ObjectsError::Missing`] and [`ObjectsError::Object`].
    pub fn read(&self, id: ObjectId) -> Result<(ObjectKind, Vec<u8>), ObjectsError> {
        let storage = Storage::open(&self.directories, self.format);
        storage
            .read(id, u64::MAX, &mut Inflater::new(), &mut 0)
            .map_err(|why| match why {
                Why::BaseMissing => ObjectsError::Missing(id),
                why => ObjectsError::Object { id, why },
            })
    }

    /// Where objects come from, in the order of `ids`: the oldest commit that has each, its path there, and who wrote
    /// it. It walks over all commits and folders, so it is
    /// for hits and not for everything: ask for all at once. Of `options`, `known`, `kinds` and `progress` do not matter.
    ///
    /// # Errors
    /// As [`Repository::walk`].
    pub fn attribute(
        &self,
        ids: &[ObjectId],
        options: &WalkOptions<'_>,
    ) -> Result<Vec<Attribution>, ObjectsError> {
        Ok(attribute::attribute(&self.places()?, ids, options))
    }

    fn places(&self) -> Result<Where<'_>, ObjectsError> {
        Ok(Where {
            directories: &self.directories,
            format: self.format,
            promised: self.promised,
            shallow: self.shallow()?,
        })
    }

    /// The commits below which history was cut off, in order.
    fn shallow(&self) -> Result<Vec<ObjectId>, ObjectsError> {
        let text = small(&self.common.join("shallow"))?.unwrap_or_default();
        let mut ids: Vec<_> = text
            .split(u8::is_ascii_whitespace)
            .filter_map(ObjectId::from_hex)
            .collect();
        ids.sort_unstable();
        Ok(ids)
    }
}

/// The folder with a work tree's or repository's own files.
fn git_folder(path: &Path) -> Result<PathBuf, ObjectsError> {
    let within = path.join(".git");
    if within.is_dir() {
        return Ok(within);
    }
    let file = if within.is_file() { within } else { path.to_owned() };
    if !file.is_file() {
        return Ok(file);
    }
    // A linked work tree and a submodule have a file that names the folder.
    let not_one = || ObjectsError::NotARepository(path.to_owned());
    let text = small(&file)?.ok_or_else(not_one)?;
    let named = text.strip_prefix(b"gitdir: ").ok_or_else(not_one)?;
    let folder = alternates::path(named.trim_ascii_end());
    Ok(file.parent().unwrap_or(Path::new("")).join(folder))
}

/// The folder that a linked work tree shares with the others.
fn common(git_folder: &Path) -> Result<PathBuf, ObjectsError> {
    let Some(text) = small(&git_folder.join("commondir"))? else {
        return Ok(git_folder.to_owned());
    };
    Ok(git_folder.join(alternates::path(text.trim_ascii_end())))
}

/// A small file's bytes; `None` where there is none.
fn small(path: &Path) -> Result<Option<Vec<u8>>, ObjectsError> {
    files::small(path).map_err(|source| ObjectsError::Unreadable {
        path: path.to_owned(),
        source,
    })
}
