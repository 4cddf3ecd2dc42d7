//! What a change of the journey files does to what people are promised.
//!
//! [`compare`] holds two readings of the files against each other and says, part by part, what became weaker,
//! what became stronger and what changed otherwise. It errs to one side only: *stronger* is said of what
//! provably is at least as strong, and a weakening is never left out. What can be neither proved nor refuted is
//! *changed*, for a person to look at. Nothing here opens a file, knows git, or asks a server.

mod change;
mod changes;
pub mod condition;
mod live;
pub mod output;
mod pairs;
mod parts;
mod words;

pub use change::{Change, Class, Effect, Field, Object, Part, Plan, Side, Spot};
pub use live::Live;
pub use parts::compare;
