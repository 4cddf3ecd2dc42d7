//! TRACK: indicators over events, and the state of each promise.
//!
//! [`Indicators`] says what an event moves; [`Pending`] is what an account still owes to `within` promises;
//! [`standing`] says whether a promise is kept. All pure: the tallies themselves are kept elsewhere, as sums
//! of [`Move`]s.
//!
//! Invariant: what an event moves depends on the events before it alone, never on when somebody looked. A
//! deadline that passes is therefore an event too (`promise.missed`), so a recount of the log gives the very
//! same tallies.

mod histogram;
mod indicator;
mod observe;
mod pending;
mod standing;

pub use indicator::{Indicator, Indicators};
pub use observe::{Move, slots};
pub use pending::{Overdue, Pending};
pub use standing::{MIN_EVENTS, Standing, State, Tally, standing};
