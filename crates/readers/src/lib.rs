//! Other programs' logs become events: the server log of OpenSSH, the Open Cybersecurity Schema Framework
//! (OCSF), and our own JSON lines.
//!
//! A reader takes bytes, a line at a time, and pushes the events that the line speaks of. It opens no file,
//! reads no clock and decides nothing; it cannot fail either: what it does not understand is counted and
//! the first few such lines are kept, so that a person can be told.
//!
//! The same input read twice gives the same events with the same keys, so that a log may be read again from
//! its beginning without anything being counted twice.

mod clip;
mod counts;
mod input;
mod jsonl;
mod key;
mod line;
mod ocsf;
mod openssh;
mod reader;
mod settings;

pub use counts::{Counts, NotUnderstood};
pub use input::{Input, InputError};
pub use ocsf::{OCSF_VERSION, to_ocsf};
pub use reader::Reader;
pub use settings::Settings;
