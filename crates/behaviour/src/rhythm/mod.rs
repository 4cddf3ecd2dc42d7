//! Typing rhythm: how long a person holds each key of a phrase, and how long they take from key to key.
//!
//! Only times come here, never characters: a [`Sample`] is one typing of a phrase, a [`Profile`] is what is
//! usual for one person, of constant size and updated in constant time, and [`Norms`] are what is usual for
//! other people who type the same phrase, or any phrase where nobody else types this one. The
//! [`score`](Profile::score) compares two explanations of a sample, the owner or somebody else, and says by
//! how much the second one is the better.
//!
//! Three things make it work with few samples. People get faster as they learn a phrase, along a straight
//! line over the logarithm of the repetition, so that samples are compared after taking practice out. What
//! one account cannot say yet, its centre and its spread, is borrowed from the norms and given up as samples
//! come in. And a long pause counts as an oddity once, not by its length, because heavy-tailed
//! distributions stand for owner and strangers alike. `docs/evaluate.md` has formulas and figures.

mod contribution;
mod encoding;
mod error;
mod forged;
mod norms;
mod population;
mod profile;
mod sample;
#[cfg(test)]
mod tests;

pub use contribution::Contribution;
pub use error::RhythmError;
pub use forged::Forged;
pub use norms::Norms;
pub use population::Population;
pub use profile::{Profile, Score};
pub use sample::{MAX_KEYS, Sample};
