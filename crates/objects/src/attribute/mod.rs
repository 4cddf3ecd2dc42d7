//! Where objects come from: commit, path, author.
//!
//! One walk over commits and folders ([`gather`]) tells which folder is in which, and which commits there are. Commits
//! are put in an order in which none comes before its parents ([`history`]). From the oldest on, each takes what no
//! older one has ([`origin`]). Names are read last, for the answers only.

mod gather;
mod history;
mod origin;

use std::collections::HashMap;

use crate::content::{Commit, Signature, Tag, entries};
use crate::id::ObjectId;
use crate::inflate::Inflater;
use crate::object::ObjectKind;
use crate::storage::Storage;
use crate::walk::{WalkOptions, Where};

use origin::Origins;

/// Where an object comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribution {
    /// The object.
    pub id: ObjectId,
    /// What it is; nothing where there is no such object, or it cannot be read.
    pub kind: Option<ObjectKind>,
    /// The oldest commit that has it; of a commit itself, the commit; of a tag, the commit that it names. Nothing where
    /// no commit has it: it was staged and never committed, or is left over from what was removed.
    pub commit: Option<ObjectId>,
    /// Its path in that commit, in git's bytes, with `/` between the parts; empty for the top folder. Nothing for
    /// commits and tags, and where there is no commit.
    pub path: Option<Vec<u8>>,
    /// Who wrote that commit, or the tag, and when.
    pub author: Option<Signature>,
}

/// A short name for an object among those of one repository: the first eight bytes of its id. Where two have the same,
/// which nobody will see by chance, the path that is read in the end does not fit and is left out.
type Key = u64;

fn key(id: &[u8]) -> Key {
    id.first_chunk().map_or(0, |first| u64::from_be_bytes(*first))
}

/// Tags of tags are followed this far.
const TAGS: u32 = 16;

/// Attributes objects, in the order of `ids`.
pub(crate) fn attribute(of: &Where<'_>, ids: &[ObjectId], options: &WalkOptions<'_>) -> Vec<Attribution> {
    let storage = Storage::open(of.directories, of.format);
    let mut reading = Reading {
        storage: &storage,
        most: options.largest,
        inflater: Inflater::new(),
        names: HashMap::new(),
        last: None,
    };
    let kinds: Vec<_> = ids
        .iter()
        .map(|id| storage.kind(*id, &mut reading.inflater))
        .collect();
    let sought: Vec<Key> = ids
        .iter()
        .zip(&kinds)
        .filter(|(_, kind)| matches!(kind, Some(ObjectKind::Blob | ObjectKind::Tree)))
        .map(|(id, _)| key(id.as_bytes()))
        .collect();
    let origins = if sought.is_empty() {
        Origins::default()
    } else {
        Origins::find(of, &sought, options)
    };
    ids.iter()
        .zip(kinds)
        .map(|(id, kind)| reading.attribution(*id, kind, &origins))
        .collect()
}

/// What is read for answers, and kept because answers are alike.
struct Reading<'r> {
    storage: &'r Storage,
    most: u64,
    inflater: Inflater,
    /// What something is called in a folder, and its id.
    names: HashMap<(ObjectId, Key), (Vec<u8>, ObjectId)>,
    /// The folder that was read last.
    last: Option<(ObjectId, Vec<u8>)>,
}

impl Reading<'_> {
    fn attribution(&mut self, id: ObjectId, kind: Option<ObjectKind>, origins: &Origins) -> Attribution {
        let mut found = Attribution {
            id,
            kind,
            commit: None,
            path: None,
            author: None,
        };
        match kind {
            None => (),
            Some(ObjectKind::Commit) => found.commit = Some(id),
            Some(ObjectKind::Tag) => {
                found.author = self.read(id).and_then(|(_, bytes)| Tag::parse(&bytes)?.tagger());
                found.commit = self.commit_of(id);
            }
            Some(ObjectKind::Blob | ObjectKind::Tree) => {
                if let Some((commit, way)) = origins.of(key(id.as_bytes())) {
                    found.commit = Some(commit);
                    found.path = self.path(commit, &way, id);
                }
            }
        }
        if let Some(commit) = found.commit.filter(|_| found.author.is_none()) {
            found.author = self
                .read(commit)
                .and_then(|(_, bytes)| Commit::parse(&bytes)?.author());
        }
        found
    }

    fn commit_of(&mut self, tag: ObjectId) -> Option<ObjectId> {
        let mut id = tag;
        for _ in 0..TAGS {
            match self.read(id)? {
                (ObjectKind::Commit, _) => return Some(id),
                (ObjectKind::Tag, bytes) => id = Tag::parse(&bytes)?.object,
                _ => return None,
            }
        }
        None
    }

    /// The names on the way from a commit's top folder down to an object.
    fn path(&mut self, commit: ObjectId, way: &[Key], id: ObjectId) -> Option<Vec<u8>> {
        let (_, bytes) = self.read(commit)?;
        let mut here = Commit::parse(&bytes)?.tree;
        let mut path = Vec::new();
        for step in way {
            let (name, below) = self.name(here, *step)?;
            if !path.is_empty() {
                path.push(b'/');
            }
            path.extend_from_slice(&name);
            here = below;
        }
        (here == id).then_some(path)
    }

    fn name(&mut self, folder: ObjectId, sought: Key) -> Option<(Vec<u8>, ObjectId)> {
        if let Some(known) = self.names.get(&(folder, sought)) {
            return Some(known.clone());
        }
        if self.last.as_ref().is_none_or(|(last, _)| *last != folder) {
            self.last = Some((folder, self.read(folder)?.1));
        }
        let (_, bytes) = self.last.as_ref()?;
        let entry = entries(bytes, folder.format()).find(|entry| key(entry.id) == sought)?;
        let found = (entry.name.to_vec(), ObjectId::from_bytes(entry.id)?);
        self.names.insert((folder, sought), found.clone());
        Some(found)
    }

    fn read(&mut self, id: ObjectId) -> Option<(ObjectKind, Vec<u8>)> {
        self.storage.read(id, self.most, &mut self.inflater, &mut 0).ok()
    }
}
