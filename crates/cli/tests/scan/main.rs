//! `safeconduct scan` over real repositories made by git, from outside.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking, and says what it skips"
)]

#[path = "../support/mod.rs"]
mod support;

mod git;
mod hooks;
mod places;
mod runs;
mod wrapping;
