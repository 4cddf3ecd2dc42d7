//! An object as it is shown, and whoever looks at it.

use std::fmt;

use crate::id::ObjectId;

/// The four kinds of objects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ObjectKind {
    /// A commit: its tree, parents, author and message.
    Commit,
    /// A folder: modes, names and ids.
    Tree,
    /// The content of a file.
    Blob,
    /// An annotated tag, with its message.
    Tag,
}

impl ObjectKind {
    /// As git writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Commit => "commit",
            Self::Tree => "tree",
            Self::Blob => "blob",
            Self::Tag => "tag",
        }
    }

    pub(crate) fn from_name(name: &[u8]) -> Option<Self> {
        match name {
            b"commit" => Some(Self::Commit),
            b"tree" => Some(Self::Tree),
            b"blob" => Some(Self::Blob),
            b"tag" => Some(Self::Tag),
            _ => None,
        }
    }
}

impl fmt::Display for ObjectKind {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(self.name())
    }
}

/// Which kinds are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kinds(u8);

impl Kinds {
    /// Every kind: what a search for leaks wants.
    pub const ALL: Self = Self(0b1111);
    /// No kind.
    pub const NONE: Self = Self(0);

    /// These and one more.
    #[must_use]
    pub const fn and(self, kind: ObjectKind) -> Self {
        Self(self.0 | 1 << kind as u8)
    }

    /// Whether a kind is among them.
    pub const fn has(self, kind: ObjectKind) -> bool {
        self.0 & 1 << kind as u8 != 0
    }
}

/// An object, or one window of an object that is larger than [`WalkOptions::largest`](crate::WalkOptions::largest).
#[derive(Debug, Clone, Copy)]
pub struct Object<'a> {
    /// Its name.
    pub id: ObjectId,
    /// What it is.
    pub kind: ObjectKind,
    /// Its content without git's header: all of it, unless it comes in windows.
    pub bytes: &'a [u8],
    /// Where `bytes` begin in the object: 0, unless it comes in windows.
    pub at: u64,
    /// Bytes in the whole object.
    pub size: u64,
}

impl Object<'_> {
    /// Whether `bytes` are all that there is.
    pub const fn is_whole(&self) -> bool {
        self.bytes.len() as u64 == self.size
    }
}

/// Whether whoever looked wants to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wants {
    /// The next object.
    More,
    /// Nothing: the walk ends soon, on all threads, and says that it did not see everything.
    Nothing,
}

/// Looks at objects: one for each thread, so it needs no locks.
pub trait Visitor: Send {
    /// Is shown an object. Windows of one object come one after the other, to the same visitor.
    fn see(&mut self, object: &Object<'_>) -> Wants;
}
