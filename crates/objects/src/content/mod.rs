//! What commits, trees and tags say: which objects they name, and who wrote them.
//!
//! Only as much is understood as is asked for. What is malformed names nothing, and is shown to visitors all the same.

mod commit;
mod signature;
mod tree;

use crate::id::{ObjectFormat, ObjectId};
use crate::object::ObjectKind;

pub(crate) use commit::{Commit, Tag};
pub use signature::Signature;
pub(crate) use tree::entries;

/// As what an object is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Named {
    /// The commit before.
    Parent,
    /// Anything else.
    Other,
}

/// Tells every id that an object names, but for commits of other repositories (submodules).
pub(crate) fn named(
    kind: ObjectKind,
    bytes: &[u8],
    format: ObjectFormat,
    mut tell: impl FnMut(Named, ObjectId),
) {
    match kind {
        ObjectKind::Blob => (),
        ObjectKind::Tree => entries(bytes, format)
            .filter(|entry| !entry.is_submodule())
            .filter_map(|entry| ObjectId::from_bytes(entry.id))
            .for_each(|id| tell(Named::Other, id)),
        ObjectKind::Commit => {
            if let Some(commit) = Commit::parse(bytes) {
                tell(Named::Other, commit.tree);
                commit.parents().for_each(|parent| tell(Named::Parent, parent));
            }
        }
        ObjectKind::Tag => {
            if let Some(tag) = Tag::parse(bytes) {
                tell(Named::Other, tag.object);
            }
        }
    }
}
