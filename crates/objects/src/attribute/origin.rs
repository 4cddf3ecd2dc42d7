//! Which commit had an object first, and on which way down from its top folder.

use std::collections::{HashMap, HashSet};

use crate::id::ObjectId;
use crate::walk::{WalkOptions, Where};

use super::Key;
use super::gather::{Within, gather};
use super::history::oldest_first;

/// Of so many folders at most it is kept in which others they are: 16 bytes each.
const FOLDERS: usize = 16 << 20;
/// Where there are too many folders to keep, they are walked through once for each level, and so many levels at most.
const LEVELS: usize = 64;

/// Where everything that was sought was first.
#[derive(Default)]
pub(super) struct Origins {
    /// For an object its commit, and the folder that it was found through: none for a top folder.
    first: HashMap<Key, (ObjectId, Option<Key>)>,
}

impl Origins {
    /// Walks over commits and folders, once, or where there are very many folders once for each level.
    pub(super) fn find(of: &Where<'_>, sought: &[Key], options: &WalkOptions<'_>) -> Self {
        Self::find_with(of, sought, options, FOLDERS)
    }

    fn find_with(of: &Where<'_>, sought: &[Key], options: &WalkOptions<'_>, folders: usize) -> Self {
        let mut sought = sought.to_vec();
        sought.sort_unstable();
        sought.dedup();
        let mut seen: HashSet<Key> = sought.iter().copied().collect();
        let gathered = gather(of, &sought, Some(folders), options);
        let mut commits = gathered.commits;
        let mut within = gathered.sought;
        let mut above = new(&within, &mut seen);
        if let Some(mut folders) = gathered.folders {
            folders.sort_unstable();
            while let Some(inner) = above.pop() {
                let start = folders.partition_point(|(of, _)| *of < inner);
                let own = folders.iter().skip(start).take_while(|(of, _)| *of == inner);
                for (_, outer) in own {
                    within.push((inner, *outer));
                    if seen.insert(*outer) {
                        above.push(*outer);
                    }
                }
            }
        }
        for _ in 0..LEVELS {
            if above.is_empty() {
                break;
            }
            above.sort_unstable();
            let next = gather(of, &above, None, options).sought;
            above = new(&next, &mut seen);
            within.extend(next);
        }
        oldest_first(&mut commits);
        let roots = commits.iter().map(|row| (row.id, row.tree));
        Self::spread(roots, within, &seen)
    }

    /// From the oldest commit on, each takes all that is below its top folder and was not taken.
    fn spread(
        commits: impl Iterator<Item = (ObjectId, Key)>,
        within: Vec<Within>,
        seen: &HashSet<Key>,
    ) -> Self {
        let mut below: Vec<(Key, Key)> = within.into_iter().map(|(inner, outer)| (outer, inner)).collect();
        below.sort_unstable();
        below.dedup();
        let mut first = HashMap::new();
        let mut ahead = Vec::new();
        for (commit, root) in commits {
            if seen.contains(&root) {
                ahead.push((root, None));
            }
            while let Some((here, through)) = ahead.pop() {
                if first.contains_key(&here) {
                    continue;
                }
                first.insert(here, (commit, through));
                let start = below.partition_point(|(outer, _)| *outer < here);
                let own = below.iter().skip(start).take_while(|(outer, _)| *outer == here);
                ahead.extend(own.map(|(_, inner)| (*inner, Some(here))));
            }
        }
        Self { first }
    }

    /// The commit that had an object first, and what is on the way to it, from the top, the object last.
    pub(super) fn of(&self, object: Key) -> Option<(ObjectId, Vec<Key>)> {
        let (commit, mut through) = *self.first.get(&object)?;
        let mut way = Vec::new();
        let mut here = object;
        while let Some(outer) = through {
            way.push(here);
            here = outer;
            through = self.first.get(&here)?.1;
        }
        way.reverse();
        Some((commit, way))
    }
}

/// The folders that were not met before.
fn new(within: &[Within], seen: &mut HashSet<Key>) -> Vec<Key> {
    within
        .iter()
        .map(|(_, outer)| *outer)
        .filter(|outer| seen.insert(*outer))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Write;
    use std::path::Path;

    use super::*;
    use crate::attribute::key;
    use crate::id::ObjectFormat;

    fn id(number: u8) -> ObjectId {
        ObjectId::from_bytes(&[number; 20]).unwrap()
    }

    fn write(directory: &Path, number: u8, kind: &str, content: &[u8]) {
        let name = id(number).to_string();
        let mut to = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        write!(to, "{kind} {}\0", content.len()).unwrap();
        to.write_all(content).unwrap();
        fs::create_dir_all(directory.join(&name[..2])).unwrap();
        fs::write(directory.join(&name[..2]).join(&name[2..]), to.finish().unwrap()).unwrap();
    }

    fn tree(directory: &Path, number: u8, entries: &[(&str, u8)]) {
        let entry =
            |(mode, number): &(&str, u8)| [mode.as_bytes(), b" name\0", id(*number).as_bytes()].concat();
        write(
            directory,
            number,
            "tree",
            &entries.iter().flat_map(entry).collect::<Vec<_>>(),
        );
    }

    #[test]
    fn with_memory_for_folders_and_without_the_origin_is_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let directories = [folder.path().to_owned()];
        let directory = folder.path();
        // The blob 1 is in the folder 10, which is deep in the tree of the second commit and in that of the third.
        tree(directory, 10, &[("100644", 1), ("100644", 1)]);
        for (outer, inner) in [(11, 10), (12, 11), (13, 12), (20, 10)] {
            tree(directory, outer, &[("100644", 2), ("40000", inner)]);
        }
        tree(directory, 30, &[("100644", 2)]);
        // A ring, which no hash allows.
        tree(directory, 40, &[("40000", 41), ("40000", 10)]);
        tree(directory, 41, &[("40000", 40)]);
        for (number, root, second) in [(101, 30, 1), (102, 13, 2), (103, 20, 3), (104, 40, 4)] {
            let text = format!("tree {}\ncommitter A <a@b> {second} +0000\n\n", id(root));
            write(directory, number, "commit", text.as_bytes());
        }
        let of = Where {
            directories: &directories,
            format: ObjectFormat::Sha1,
            promised: false,
            shallow: Vec::new(),
        };
        let of_id = |number: u8| key(id(number).as_bytes());
        for folders in [FOLDERS, 0, 3] {
            let sought = [1, 2, 41, 99].map(of_id);
            let origins = Origins::find_with(&of, &sought, &WalkOptions::default(), folders);
            assert_eq!(
                origins.of(of_id(1)),
                Some((id(102), [12, 11, 10, 1].map(of_id).to_vec()))
            );
            assert_eq!(origins.of(of_id(2)), Some((id(101), vec![of_id(2)])));
            assert_eq!(origins.of(of_id(41)), Some((id(104), vec![of_id(41)])));
            assert_eq!(origins.of(of_id(99)), None);
        }
    }
}
