//! What can go wrong: with the repository as a whole, which is an error, and with a part of it, which is skipped,
//! said, and no reason to stop.

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use crate::id::ObjectId;

/// Why a repository cannot be read at all, or one object cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum ObjectsError {
    /// There is no repository.
    #[error("`{0}` is no git repository; name a work tree, a bare repository, or its `.git`")]
    NotARepository(PathBuf),
    /// A folder or file that everything hangs on cannot be read.
    #[error("cannot read `{path}`: {source}")]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A repository in a form that is not known here.
    #[error("`{path}` has the object format `{format}`; only sha1 and sha256 are known")]
    Format {
        /// Where.
        path: PathBuf,
        /// What its configuration says.
        format: String,
    },
    /// No such object.
    #[error("there is no object `{0}` here; fetch it first, if another repository has it")]
    Missing(ObjectId),
    /// The object is there, and cannot be read.
    #[error("object `{id}` cannot be read: {why}")]
    Object {
        /// Which.
        id: ObjectId,
        /// Why not.
        why: Why,
    },
    /// Saved state of an earlier walk that is none.
    #[error("this is no list of known objects, or was cut off; delete it, and everything is looked at again")]
    Known,
}

/// Part of a repository that was not shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// Which part.
    pub what: Part,
    /// Why not.
    pub why: Why,
}

impl fmt::Display for Skipped {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{}: {}", self.what, self.why)
    }
}

/// What can be skipped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// One object, in a pack or in a file of its own.
    Object {
        /// Its name.
        id: ObjectId,
        /// The pack or loose object file.
        file: Arc<PathBuf>,
        /// Where in the pack it begins.
        offset: Option<u64>,
    },
    /// A pack, an index, or a folder of objects.
    File(PathBuf),
    /// What was left when the walk ended early.
    Rest,
}

impl fmt::Display for Part {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Object { id, file, offset } => {
                write!(to, "object `{id}` in `{}`", file.display())?;
                match offset {
                    Some(offset) => write!(to, " at byte {offset}"),
                    None => Ok(()),
                }
            }
            Self::File(path) => write!(to, "`{}`", path.display()),
            Self::Rest => to.write_str("the rest of the repository"),
        }
    }
}

/// Why something was skipped.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Why {
    /// The file ends, or the next thing begins, before this one is whole.
    #[error("it is cut off; restore the file from another clone")]
    CutOff,
    /// The header is none of git's.
    #[error("its header is none that git writes; `git fsck` says more")]
    Header,
    /// The index gives a place that is outside the pack.
    #[error("its index places it outside the pack; `git index-pack` writes a new index")]
    Outside,
    /// The bytes do not inflate to what the header declares.
    #[error(
        "its bytes do not inflate to the {declared} bytes that its header declares; restore it from another clone"
    )]
    Inflate {
        /// Bytes, as declared.
        declared: u64,
    },
    /// A delta that breaks its rules.
    #[error("{0}; restore it from another clone")]
    Delta(#[from] DeltaError),
    /// The object that a delta builds on is nowhere.
    #[error("it builds on an object that is not here; fetch the repository whole")]
    BaseMissing,
    /// The object that a delta builds on was skipped.
    #[error("it builds on an object that cannot be read, which is named beside it")]
    BaseUnreadable,
    /// Deltas that build on each other in a ring.
    #[error("it builds on itself through other objects; no repository that git wrote does that")]
    Ring,
    /// Larger than what may be held in memory.
    #[error("it needs {size} bytes in memory and {most} are allowed; allow more to have it looked at")]
    TooLarge {
        /// Bytes that it needs.
        size: u64,
        /// Bytes that are allowed.
        most: u64,
    },
    /// Everything together inflates to more than is allowed.
    #[error(
        "the objects inflate to more than the {most} bytes allowed; allow more to have the rest looked at"
    )]
    TooMuch {
        /// Bytes that are allowed.
        most: u64,
    },
    /// The visitor had seen enough.
    #[error("the search was ended before it")]
    Ended,
    /// An index that cannot be used.
    #[error("{0}; `git index-pack` on the pack writes a new one")]
    Index(#[from] IndexError),
    /// Pack and index are not of one piece.
    #[error(
        "the index belongs to another pack, or the pack is cut off; objects may be missing; `git fsck` says which"
    )]
    OtherPack,
    /// A file that begins like no pack.
    #[error("it is no pack of version 2 or 3; restore the file from another clone")]
    NoPack,
    /// A pack without its index.
    #[error("it has no index, so its objects cannot be found; `git index-pack` writes one")]
    NoIndex,
    /// The system could not read it.
    #[error("it cannot be read: {0}")]
    Io(String),
    /// Alternates of alternates without end.
    #[error("more than {0} object directories borrow from each other; only these are looked at")]
    TooManyAlternates(usize),
    /// Nothing is there.
    #[error("it is not there; it may have been removed meanwhile, so look again")]
    Gone,
}

impl From<io::Error> for Why {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::NotFound {
            Self::Gone
        } else {
            Self::Io(error.to_string())
        }
    }
}

/// How a delta can break its rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DeltaError {
    /// It ends within an instruction.
    #[error("its delta is cut off")]
    CutOff,
    /// A size that no number here holds.
    #[error("its delta declares a size beyond all measure")]
    Size,
    /// It is for an object of another size.
    #[error("its delta is for a base of {declared} bytes and the base has {actual}")]
    Base {
        /// Bytes, as the delta declares.
        declared: u64,
        /// Bytes of the base.
        actual: u64,
    },
    /// It copies what the base does not have.
    #[error("its delta copies from past the end of its base")]
    PastBase,
    /// It makes more or less than it declares.
    #[error("its delta makes another size than it declares")]
    Result,
    /// The instruction that git keeps for later.
    #[error("its delta has an instruction that nobody has defined")]
    Reserved,
}

/// How an index can be unusable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IndexError {
    /// A version that is not known.
    #[error("the index is of a version other than 1 and 2")]
    Version,
    /// Counts that run backwards.
    #[error("the table at the beginning of the index is not in order")]
    Fanout,
    /// Length and counts do not fit.
    #[error("the index is cut off or too long")]
    Length,
}
