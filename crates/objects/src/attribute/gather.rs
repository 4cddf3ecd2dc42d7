//! One walk over commits and folders.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::content::{Commit, entries};
use crate::object::{Kinds, Object, ObjectKind, Visitor, Wants};
use crate::walk::{self, WalkOptions, Where};

use super::history::Row;
use super::{Key, key};

/// The same of what is sought. What is beyond, in a repository made to be so, has no origin.
const SOUGHT: usize = 16 << 20;

/// Something, and the folder that it is in.
pub(super) type Within = (Key, Key);

/// What one walk brings.
#[derive(Default)]
pub(super) struct Gathered {
    /// Where what was sought is.
    pub(super) sought: Vec<Within>,
    /// Where folders are; nothing where there are too many of them.
    pub(super) folders: Option<Vec<Within>>,
    pub(super) commits: Vec<Row>,
}

/// Walks, looking for what is in `sought`, which is in order. With `folders`, commits are gathered too, and where
/// folders are, unless there are as many.
pub(super) fn gather(
    of: &Where<'_>,
    sought: &[Key],
    folders: Option<usize>,
    options: &WalkOptions<'_>,
) -> Gathered {
    let kinds = Kinds::NONE.and(ObjectKind::Tree);
    let options = WalkOptions {
        kinds: if folders.is_some() {
            kinds.and(ObjectKind::Commit)
        } else {
            kinds
        },
        known: None,
        remember: false,
        progress: None,
        ..*options
    };
    let filter = Filter::new(sought);
    let most = folders.unwrap_or(0);
    let folders = AtomicUsize::new(0);
    let found = AtomicUsize::new(0);
    let (visitors, _) = walk::walk(of, &options, &|| Gathering {
        filter: &filter,
        most,
        folders: &folders,
        found: &found,
        gathered: Gathered {
            folders: Some(Vec::new()),
            ..Gathered::default()
        },
    });
    let mut all = Gathered {
        folders: (folders.load(Ordering::Relaxed) < most).then(Vec::new),
        ..Gathered::default()
    };
    for Gathering { gathered, .. } in visitors {
        all.sought.extend(gathered.sought);
        all.commits.extend(gathered.commits);
        if let (Some(all), Some(folders)) = (&mut all.folders, gathered.folders) {
            all.extend(folders);
        }
    }
    all
}

struct Gathering<'g> {
    filter: &'g Filter<'g>,
    /// So many folders are gathered at most.
    most: usize,
    /// How many folders all threads have gathered.
    folders: &'g AtomicUsize,
    /// How many times they have found what is sought.
    found: &'g AtomicUsize,
    gathered: Gathered,
}

impl Visitor for Gathering<'_> {
    fn see(&mut self, object: &Object<'_>) -> Wants {
        match object.kind {
            ObjectKind::Tree if object.is_whole() => self.tree(object),
            ObjectKind::Commit if object.is_whole() => {
                if let Some(commit) = Commit::parse(object.bytes) {
                    self.gathered.commits.push(Row {
                        id: object.id,
                        key: key(object.id.as_bytes()),
                        tree: key(commit.tree.as_bytes()),
                        committed: commit.committed().unwrap_or(0),
                        parents: commit.parents().map(|parent| key(parent.as_bytes())).collect(),
                    });
                }
            }
            _ => (),
        }
        Wants::More
    }
}

impl Gathering<'_> {
    fn tree(&mut self, object: &Object<'_>) {
        let folder = key(object.id.as_bytes());
        let mut many = 0;
        let gathers = self.folders.load(Ordering::Relaxed) < self.most;
        let mut found: Vec<Key> = Vec::new();
        for entry in entries(object.bytes, object.id.format()) {
            let inner = key(entry.id);
            if self.filter.has(inner) {
                found.push(inner);
            }
            if gathers && entry.is_folder() {
                let folders = self.gathered.folders.get_or_insert_default();
                folders.push((inner, folder));
                many += 1;
            }
        }
        found.sort_unstable();
        found.dedup();
        if self.found.fetch_add(found.len(), Ordering::Relaxed) < SOUGHT {
            self.gathered
                .sought
                .extend(found.into_iter().map(|inner| (inner, folder)));
        }
        if gathers && self.folders.fetch_add(many, Ordering::Relaxed) + many >= self.most {
            self.gathered.folders = None;
        }
    }
}

/// Says quickly of most keys that they are not sought.
struct Filter<'f> {
    sought: &'f [Key],
    bits: Vec<u64>,
}

/// Bits of a key that choose the filter's bit.
const BITS: u32 = 18;

impl<'f> Filter<'f> {
    fn new(sought: &'f [Key]) -> Self {
        let mut bits = vec![0; (1 << BITS) / 64];
        for key in sought {
            let (word, bit) = Self::place(*key);
            if let Some(word) = bits.get_mut(word) {
                *word |= 1 << bit;
            }
        }
        Self { sought, bits }
    }

    fn has(&self, key: Key) -> bool {
        let (word, bit) = Self::place(key);
        self.bits.get(word).is_some_and(|word| word >> bit & 1 != 0)
            && self.sought.binary_search(&key).is_ok()
    }

    fn place(key: Key) -> (usize, u32) {
        let place = key >> (64 - BITS);
        (usize::try_from(place / 64).unwrap_or(0), (place % 64) as u32)
    }
}
