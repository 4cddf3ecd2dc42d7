//! Pointer movement on sessions laid out as in the Balabit Mouse Dynamics Challenge (Fülöp, Kovács, Kurics and
//! Windhager-Pokol, 2016): training sessions of known owners, and test sessions that a list says to be the
//! owner's or not.

mod level;
mod plots;
mod protocol;
mod session;
mod sessions;

pub use protocol::{Figures, Report, Three, evaluate};
pub use sessions::{Reading, Sessions};
