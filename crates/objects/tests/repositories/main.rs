//! Walks over repositories that git made, and over such that nobody should have made.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod attribution;
mod forged;
mod git;
mod hostile;
mod incremental;
mod layouts;
