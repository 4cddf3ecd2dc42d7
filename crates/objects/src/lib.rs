//! Every object of a git repository, inflated once and shown once.
//!
//! Whoever looks for something in a repository wants all of it: what was deleted, what only a stash or a merge has, what
//! no branch reaches, messages and file names too. So this walks over *objects*, in packs, loose files and the
//! directories of others that are borrowed from, and asks no reference and no history. Inflating is what it costs:
//! packs are mapped, every base of deltas is inflated once and used while it is in the cache, and threads share the work.
//!
//! ```no_run
//! use objects::{Object, Repository, Visitor, WalkOptions, Wants};
//!
//! struct Bytes(u64);
//! impl Visitor for Bytes {
//!     fn see(&mut self, object: &Object<'_>) -> Wants {
//!         self.0 += object.bytes.len() as u64;
//!         Wants::More
//!     }
//! }
//!
//! # fn main() -> Result<(), objects::ObjectsError> {
//! let repository = Repository::open(std::path::Path::new("."))?;
//! let (visitors, walked) = repository.walk(&WalkOptions::default(), || Bytes(0))?;
//! # drop((visitors, walked));
//! # Ok(())
//! # }
//! ```
//!
//! What cannot be read is skipped and said ([`Walked::skipped`]), and so is what a partial or shallow clone does not
//! have; the walk goes on with the rest. Nothing here writes, hashes an object, or knows what is looked for.

mod attribute;
mod content;
mod errors;
mod files;
mod id;
mod inflate;
mod known;
mod loose;
mod object;
mod pack;
mod repository;
mod storage;
mod walk;

pub use attribute::Attribution;
pub use content::Signature;
pub use errors::{DeltaError, IndexError, ObjectsError, Part, Skipped, Why};
pub use id::{NoId, ObjectFormat, ObjectId};
pub use known::Known;
pub use loose::{LooseHeader, loose_header};
pub use object::{Kinds, Object, ObjectKind, Visitor, Wants};
pub use pack::{Content, Delta, EntryHeader, Index, entry_header};
pub use repository::Repository;
pub use walk::{Progress, WalkOptions, Walked};
