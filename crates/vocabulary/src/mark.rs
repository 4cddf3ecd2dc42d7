//! Whether an event really happened to a person.

use serde::{Deserialize, Serialize};

/// What kind of truth an event is. Drills and simulations never reach finance or real figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
pub enum Mark {
    /// It happened to a person.
    #[default]
    Real,
    /// The server rehearsed it on an account made for that.
    Drill,
    /// A simulator invented it.
    Simulated,
}

impl Mark {
    /// True for what really happened; lets the usual case be left out of stored text.
    pub fn is_real(&self) -> bool {
        *self == Self::Real
    }
}
