//! Typing rhythm by the protocol of Killourhy and Maxion, "Comparing Anomaly-Detection Algorithms for
//! Keystroke Dynamics" (DSN 2009).

mod plots;
mod protocol;
mod table;

pub use protocol::{Report, Size, Subject, evaluate};
pub use table::Table;
