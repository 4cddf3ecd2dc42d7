//! Work that is begun: an object, and what is still to be built on it.

use crate::object::ObjectKind;

/// An object of a pack with deltas upon it that have not been looked at.
pub(super) struct Frame {
    /// Number of the pack's plan.
    pub(super) plan: u32,
    pub(super) entry: u32,
    pub(super) kind: ObjectKind,
    /// Places of what is left of the entry's children.
    pub(super) next: u32,
    pub(super) end: u32,
    /// Bytes of the object.
    pub(super) size: usize,
    /// The object, in a buffer that may be longer; nothing where it was let go to save memory.
    pub(super) base: Option<Vec<u8>>,
}
