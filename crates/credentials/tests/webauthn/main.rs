//! Ceremonies from end to end: the vectors of the specification, an authenticator that others wrote, and one of our
//! own that can be made to misbehave.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test fails by panicking, and says when it is skipped"
)]

mod ceremonies;
mod hostile;
mod refusals;
mod soft;
mod vectors;
