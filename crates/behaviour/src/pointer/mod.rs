//! Pointer movement: how a person moves, clicks and scrolls.
//!
//! A [`Summary`] of one session counts, in sixteen [`Channel`]s, how long buttons are held, how straight and
//! how fast strokes are, how they turn and what they end in. A [`Profile`] adds summaries up, forgets with a
//! half-life of a few sessions, and knows from the owner's own sessions how much a session of theirs differs
//! from the ones before. Where people type nothing this is what is left of a body; it needs some hundred
//! events to say anything.
//!
//! Some channels see the device rather than the person: the screen, and how often it reports positions.
//! They are marked, because a thief with the same model of laptop has them for free.

mod channel;
mod comparison;
mod encoding;
mod error;
mod event;
mod people;
mod profile;
mod summary;
#[cfg(test)]
mod tests;
mod weights;

pub use channel::Channel;
pub use comparison::Comparison;
pub use error::PointerError;
pub use event::{Event, Kind};
pub use people::People;
pub use profile::Profile;
pub use summary::{Summary, windows};
pub use weights::Weights;
