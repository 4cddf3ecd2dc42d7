//! Nanoseconds of each part of a decision, alone: what the guard takes, and what stands around it.
//!
//! No server, no store, no network: how these add up in the real thing is what `decide` tells.

mod parts;
mod person;

use crate::machine;

pub(crate) fn run() -> anyhow::Result<()> {
    machine::print();
    parts::measure()
}
