//! How well typing rhythm and pointer movement tell people apart: published protocols, on data that anyone
//! can bring.
//!
//! The methods are in `behaviour`; here are the files that data comes in, who is compared with whom, and the
//! figures and plots that follow. Nothing here opens a file: bytes come in, figures go out, and the same
//! bytes give the same figures. `docs/evaluate.md` says what the figures show and what they do not.

mod calibration;
mod curve;
mod error;
mod faults;
pub mod plot;
pub mod pointer;
pub mod typing;
mod unpack;

pub use calibration::Bin;
pub use curve::Curve;
pub use error::EvaluationError;
pub use faults::{Fault, Faults};
pub use unpack::MOST_UNPACKED;
