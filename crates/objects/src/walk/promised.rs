//! What is named and not here, in a repository to which another one has promised it.

use std::collections::HashSet;

use crate::content::{self, Named as Name};
use crate::id::ObjectId;
use crate::object::ObjectKind;

use super::course::Course;

/// Ids that were seen to be here are remembered in so many places, by their first two bytes: trees that follow each
/// other name almost the same.
const RECENT: usize = 1 << 16;

/// Ids that one thread met.
#[derive(Default)]
pub(super) struct Named {
    missing: HashSet<ObjectId>,
    here: Vec<Option<ObjectId>>,
}

impl Named {
    /// Looks up all that an object names.
    pub(super) fn look(&mut self, kind: ObjectKind, bytes: &[u8], id: ObjectId, course: &Course<'_>) {
        let cut = kind == ObjectKind::Commit && course.shallow.binary_search(&id).is_ok();
        self.here.resize(RECENT, None);
        content::named(kind, bytes, id.format(), |name, id| {
            if !(cut && name == Name::Parent) {
                self.note(id, course);
            }
        });
    }

    fn note(&mut self, id: ObjectId, course: &Course<'_>) {
        let place = id
            .as_bytes()
            .first_chunk()
            .map_or(0, |first| u16::from_be_bytes(*first));
        let Some(recent) = self.here.get_mut(usize::from(place)) else {
            return;
        };
        if *recent == Some(id) {
            return;
        }
        if course.has(id) {
            *recent = Some(id);
        } else {
            self.missing.insert(id);
        }
    }

    /// How many different ids the threads missed.
    pub(super) fn count(all: impl IntoIterator<Item = Self>) -> u64 {
        let mut missing = HashSet::new();
        for named in all {
            missing.extend(named.missing);
        }
        missing.len() as u64
    }
}
