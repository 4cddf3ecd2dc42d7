//! What happens when something is wrong: incidents, and holds on what was done since they began.
//!
//! [`Trouble`] is what is wrong with one account. It is changed only through its named operations and knows
//! nothing of how the signs were found, of storage, or of HTTP.

mod effect;
mod incident;

pub use effect::{Effect, EffectState};
pub use incident::{Because, Incident, LOOK_BACK, Stage, Trouble};
