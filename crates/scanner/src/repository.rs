//! Repositories: every object, whatever reaches it; then, for what was found, whose commit brought it in.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use exposure::contents::{self, Found, Seen};
use exposure::finder::LONGEST;
use exposure::finding::{Commit, Leak, Medium, Place};
use exposure::report::SkippedPlace;
use objects::{Attribution, Object, ObjectId, ObjectKind, Repository, Visitor, WalkOptions, Walked, Wants};

use crate::eye::{self, At};
use crate::shown::shown;
use crate::state::{Objects, State};
use crate::{Options, Scan, ScanError};

/// Bytes by which windows of large objects overlap.
const OVERLAP: usize = 64 << 10;

/// Looks at the repository that was met at a path, unless it was met under another.
pub(crate) fn scan(
    options: &Options<'_>,
    path: &Path,
    state: Option<&mut State>,
    seen: &mut BTreeSet<PathBuf>,
    scan: &mut Scan,
) {
    // The repository of a work tree is named by the work tree.
    let base = if path.ends_with(".git") {
        path.parent().unwrap_or(path)
    } else {
        path
    };
    let base = match shown(base) {
        here if here == "." => String::new(),
        base => base,
    };
    let told = if base.is_empty() { "." } else { &base };
    let done = Repository::open(path).and_then(|repository| {
        let own = repository.directories().first().cloned().unwrap_or_default();
        let own = std::fs::canonicalize(&own).unwrap_or(own);
        if seen.insert(own.clone()) {
            scan_whole(options, &repository, &own, &base, state)
        } else {
            Ok(Scan::default())
        }
    });
    match done {
        Ok(out) => scan.add(out),
        Err(error) => scan.skipped.push(SkippedPlace {
            path: options.finder.redact(told),
            why: format!("is a repository of which the objects were not looked at: {error}"),
        }),
    }
}

fn scan_whole(
    options: &Options<'_>,
    repository: &Repository,
    own: &Path,
    base: &str,
    state: Option<&mut State>,
) -> Result<Scan, objects::ObjectsError> {
    let before = state.as_ref().and_then(|state| state.objects(own)).cloned();
    let mut walk = walk_options(options);
    walk.known = before.as_ref().map(|before| &before.known);
    walk.remember = state.is_some();
    let progress = |at: objects::Progress| options.progress.set_objects(at.done, at.of);
    walk.progress = Some(&progress);
    let (mut looks, walked) = repository.walk(&walk, || Looking::new(options))?;
    // What was not clean at the last time is told again, as long as it is there.
    let mut look = looks.pop().unwrap_or_else(|| Looking::new(options));
    for id in before.iter().flat_map(|before| &before.again) {
        if let Ok((kind, bytes)) = repository.read(*id) {
            look.see(&Object {
                id: *id,
                kind,
                bytes: &bytes,
                at: 0,
                size: bytes.len() as u64,
            });
        }
    }
    looks.push(look);
    let again: BTreeSet<ObjectId> = looks.iter().flat_map(Looking::unclean).collect();
    if let Some(state) = state {
        let objects = Objects {
            known: walked.known.clone(),
            again: again.into_iter().collect(),
        };
        state.set_objects(own, objects);
    }
    tell(options, repository, &walk, base, looks, &walked)
}

fn walk_options<'a>(options: &Options<'_>) -> WalkOptions<'a> {
    WalkOptions {
        threads: options.threads,
        overlap: OVERLAP,
        ..WalkOptions::default()
    }
}

/// Looks at what a push brings, before it is taken.
pub(crate) fn scan_quarantine(options: &Options<'_>, repository: &Repository) -> Result<Scan, ScanError> {
    let mut walk = walk_options(options);
    walk.only = Some(repository.quarantine());
    let (looks, walked) = repository.walk(&walk, || Looking::new(options))?;
    Ok(tell(options, repository, &walk, "", looks, &walked)?)
}

/// A token in an object.
struct Hit {
    id: ObjectId,
    kind: ObjectKind,
    found: Found,
    /// In a folder, the name that it stands in.
    name: Option<Vec<u8>>,
}

/// Looks at objects, one thread for itself.
struct Looking<'a> {
    options: &'a Options<'a>,
    seen: Seen,
    hits: Vec<Hit>,
    skipped: Vec<(ObjectId, contents::Skipped)>,
}

impl<'a> Looking<'a> {
    fn new(options: &'a Options<'a>) -> Self {
        Self {
            options,
            seen: Seen::default(),
            hits: Vec::new(),
            skipped: Vec::new(),
        }
    }

    fn unclean(&self) -> impl Iterator<Item = ObjectId> + '_ {
        let hits = self.hits.iter().map(|hit| hit.id);
        hits.chain(self.skipped.iter().map(|(id, _)| *id))
    }

    #[cold]
    fn keep(&mut self, object: &Object<'_>) {
        for mut found in std::mem::take(&mut self.seen.found) {
            // The window before had it too.
            if object.at > 0 && found.spot.offset + LONGEST < OVERLAP {
                continue;
            }
            let name = (object.kind == ObjectKind::Tree).then(|| name_at(object.bytes, found.spot.offset));
            found.spot.offset += usize::try_from(object.at).unwrap_or_default();
            self.hits.push(Hit {
                id: object.id,
                kind: object.kind,
                found,
                name,
            });
        }
        let skipped = std::mem::take(&mut self.seen.skipped);
        self.skipped
            .extend(skipped.into_iter().map(|skipped| (object.id, skipped)));
    }
}

impl Visitor for Looking<'_> {
    fn see(&mut self, object: &Object<'_>) -> Wants {
        let options = self.options;
        if object.kind == ObjectKind::Blob && object.is_whole() {
            contents::look(options.finder, &options.limits, object.bytes, &mut self.seen);
        } else {
            contents::look_at_window(options.finder, object.bytes, &mut self.seen);
            if object.kind == ObjectKind::Blob && object.at == 0 && contents::begins_archive(object.bytes) {
                self.seen.skipped.push(contents::Skipped {
                    inside: Vec::new(),
                    why: contents::Why::TooLarge,
                });
            }
        }
        if !self.seen.is_clean() {
            self.keep(object);
        }
        Wants::More
    }
}

/// The name of the entry of a tree that stands around a place: `mode name\0id`.
fn name_at(tree: &[u8], at: usize) -> Vec<u8> {
    let end = memchr::memchr(0, tree.get(at..).unwrap_or_default()).map_or(tree.len(), |end| at + end);
    let before = tree.get(..at).unwrap_or_default();
    let is_mode = |space: &usize| {
        let mode = space.checked_sub(5).and_then(|start| before.get(start..*space));
        mode.is_some_and(|mode| mode.iter().all(|byte| matches!(byte, b'0'..=b'7')))
    };
    let start = memchr::memrchr_iter(b' ', before)
        .find(is_mode)
        .map_or(at, |space| space + 1);
    tree.get(start..end).unwrap_or_default().to_vec()
}

/// Everything that was found and skipped, with where it comes from.
fn tell(
    options: &Options<'_>,
    repository: &Repository,
    walk: &WalkOptions<'_>,
    base: &str,
    looks: Vec<Looking<'_>>,
    walked: &Walked,
) -> Result<Scan, objects::ObjectsError> {
    let ids: BTreeSet<ObjectId> = looks.iter().flat_map(Looking::unclean).collect();
    let ids: Vec<ObjectId> = ids.into_iter().collect();
    let whence: BTreeMap<ObjectId, Attribution> = if ids.is_empty() {
        BTreeMap::new()
    } else {
        let all = repository.attribute(&ids, walk)?;
        all.into_iter()
            .map(|attribution| (attribution.id, attribution))
            .collect()
    };
    let told = if base.is_empty() { "." } else { base };
    let mut scan = Scan::default();
    for look in looks {
        for hit in look.hits {
            let place = place(options, base, &hit, whence.get(&hit.id));
            scan.leaks.push(Leak::new(hit.found.secret, place));
        }
        for (id, skipped) in look.skipped {
            let path = path(base, id, whence.get(&id), None);
            scan.skipped.push(SkippedPlace {
                path: eye::inside(options, &path, &skipped.inside),
                why: skipped.why.to_string(),
            });
        }
    }
    scan.skipped
        .extend(walked.skipped.iter().map(|skipped| SkippedPlace {
            path: options.finder.redact(told),
            why: format!("has something that was not looked at: {skipped}"),
        }));
    if walked.promised > 0 {
        scan.skipped.push(SkippedPlace {
            path: options.finder.redact(told),
            why: format!(
                "is a partial clone: {} of its objects are on its server and were not looked at",
                walked.promised
            ),
        });
    }
    if walked.shallow > 0 {
        scan.skipped.push(SkippedPlace {
            path: options.finder.redact(told),
            why: format!(
                "is a shallow clone: the history before {} of its commits was not looked at; fetch all of it \
                 (`git fetch --unshallow`)",
                walked.shallow
            ),
        });
    }
    scan.scanned.objects = walked.objects;
    scan.scanned.bytes = walked.bytes;
    scan.scanned.known = walked.known_before;
    scan.scanned.promised = walked.promised;
    Ok(scan)
}

fn place(options: &Options<'_>, base: &str, hit: &Hit, whence: Option<&Attribution>) -> Place {
    let medium = match hit.kind {
        ObjectKind::Blob => Medium::File,
        ObjectKind::Tree => Medium::FileName,
        ObjectKind::Commit => Medium::Commit,
        ObjectKind::Tag => Medium::Tag,
    };
    let path = match hit.kind {
        ObjectKind::Blob | ObjectKind::Tree => path(base, hit.id, whence, hit.name.as_deref()),
        ObjectKind::Commit | ObjectKind::Tag if base.is_empty() => ".".to_owned(),
        ObjectKind::Commit | ObjectKind::Tag => base.to_owned(),
    };
    let id = hit.id.to_string();
    let at = At {
        medium,
        path: &path,
        object: Some(&id),
    };
    let mut place = eye::place(options, &hit.found.spot, at);
    place.commit = whence.and_then(|whence| {
        let author = whence.author.as_ref()?;
        // A tag is its own witness, where it names no commit.
        let id = whence
            .commit
            .or((hit.kind == ObjectKind::Tag).then_some(hit.id))?;
        Some(Commit {
            id: id.to_string(),
            author: options
                .finder
                .redact(&format!("{} <{}>", author.name, author.mail)),
            at: author.seconds,
        })
    });
    place
}

/// The name of a blob or of something in a tree.
fn path(base: &str, id: ObjectId, whence: Option<&Attribution>, name: Option<&[u8]>) -> String {
    let within = whence
        .and_then(|whence| whence.path.as_deref())
        .map(String::from_utf8_lossy);
    let name = name.map(String::from_utf8_lossy);
    let mut parts: Vec<&str> = vec![base];
    let anonymous = format!("object {}", id.to_string().get(..12).unwrap_or_default());
    match (&within, &name) {
        (Some(within), Some(name)) => parts.extend([within.as_ref(), name.as_ref()]),
        (Some(within), None) => parts.push(within),
        (None, Some(name)) => parts.extend([anonymous.as_str(), name.as_ref()]),
        (None, None) => parts.push(&anonymous),
    }
    parts.retain(|part| !part.is_empty());
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_around_a_place_in_a_tree_is_that_of_its_entry() {
        let entry = |mode: &str, name: &str| [format!("{mode} {name}\0").as_bytes(), &[0x20; 20]].concat();
        let tree = [
            entry("40000", "a b"),
            entry("100644", "x 1 TOKEN y"),
            entry("100644", "z"),
        ]
        .concat();
        let at = memchr::memmem::find(&tree, b"TOKEN").unwrap();
        assert_eq!(name_at(&tree, at), b"x 1 TOKEN y");
        assert_eq!(name_at(b"TOKEN", 0), b"TOKEN");
    }
}
