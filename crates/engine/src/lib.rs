//! The loop: state → enforce → record → track, runnable without HTTP.
//!
//! [`Engine::enforce`] is the main path and fits on one screen: facts from the store, a pure decision, one
//! commit. Everything else here prepares that path ([`Stated`]), keeps promises about it (publishing the log,
//! settling deadlines, recounting), or looks at what it left behind.
//!
//! Invariants: no HTTP; which store is behind is not known; time and randomness come in through [`Clock`]
//! and [`Entropy`].

pub mod access;
mod act;
mod enforce;
mod engine;
mod erase;
mod figures;
mod judge;
mod leaks;
mod look;
mod promises;
mod prove;
mod publish;
mod recount;
pub mod replay;
mod source;
mod state;
mod stated;
mod sweep;
mod turns;

pub use crate::engine::{Engine, EngineError, Keys};
pub use act::{ActError, Deed, Keeps, Seen};
pub use enforce::{Answer, EnforceError};
pub use figures::{DayFigures, Figure};
pub use guard::Mode;
pub use judge::{Judged, judge};
pub use leaks::LeakFigures;
pub use look::{AccountView, Opened};
pub use promises::{JourneyStanding, PromiseStanding};
pub use publish::tile_key;
pub use recount::{Difference, Recount};
pub use source::{Clock, Entropy};
pub use state::State;
pub use stated::Stated;
