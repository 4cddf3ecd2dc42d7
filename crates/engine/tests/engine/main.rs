//! The loop as a whole, over the embedded store: one program, so that it is linked once.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test stops where something is wrong and says what it left out"
)]

mod access;
mod concurrency;
mod disclosing;
mod erasing;
mod house;
mod publishing;
mod recounting;
mod refusals;
mod replaying;
mod restart;
mod story;
mod sweeping;
