//! ENFORCE: facts, an event and a moment go in; a verdict, its reasons and the events that follow come out.
//!
//! [`decide`] reads nothing else and changes nothing. What it wants to change it says as events; [`Facts`]
//! change only by applying events ([`Facts::apply`]), so replaying the log gives the same facts. A control is
//! one file under `controls/`; `reference` states in a hundred lines what all of them together mean.
//!
//! Invariants: no store, no HTTP, no clock, no randomness. No control can be switched off by what a request
//! says about itself: controls apply by the kind of event, never by the step that the request names.

mod apply;
pub mod controls;
mod decide;
mod expire;
mod facts;
mod follow;
mod policy;
mod reference;
mod situation;

pub use controls::{CATALOGUE, Control, ParameterDoc};
pub use decide::{Decision, Mode, decide, when_store_is_down};
pub use facts::{Facts, FirstFacts, NetworkFacts, SecondFacts, network_slots};
pub use policy::{Armed, Policy, Serves};
pub use reference::verdict as reference_verdict;
/// How far back it is looked for what a leaked token was used for, where nobody says since when it leaked.
pub use response::LOOK_BACK as LEAK_LOOK_BACK;
