//! The account access graph, held against an attacker who is written down by hand.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops where something is wrong"
)]

mod accounts;
mod attacker;
mod examples;
mod mending;
mod population;
mod removing;
