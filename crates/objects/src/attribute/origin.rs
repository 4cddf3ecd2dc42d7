//! Which commit had an object first, and on which way down from its top folder.

use std::collections::{HashMap, HashSet};

use crate::id::ObjectId;
use crate::walk::{WalkOptions, Where};

use super::Key;
use super::gather::{Within, gather};
use super::history::oldest_first;

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
        let mut sought = sought.to_vec();
        sought.sort_unstable();
        sought.dedup();
        let mut seen: HashSet<Key> = sought.iter().copied().collect();
        let gathered = gather(of, &sought, true, options);
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
            let next = gather(of, &above, false, options).sought;
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
