//! Measures the product, from outside where that is possible: `cargo xtask bench`.
//!
//! Prints figures with their units and the machine they were taken on. It asserts nothing: a figure depends on
//! the machine, and a threshold that fails on a busy one teaches people to ignore it.

#![expect(clippy::print_stdout, reason = "a benchmark tells its result")]

mod anchor;
mod checking;
mod deciding;
mod dice;
mod folder;
mod guarding;
mod http;
mod latencies;
mod machine;
mod numbers;
mod passwords;
mod people;
mod press;
mod process;
mod product;
mod replaying;
mod running;
mod scanning;
mod starting;
mod stopwatch;

use clap::{Parser, Subcommand};

/// Measures the product.
#[derive(Debug, Parser)]
struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Decisions a second of the real server, beside servers that do less.
    Decide(deciding::Arguments),
    /// Nanoseconds of each part of a decision, without a server.
    Guard,
    /// Milliseconds that a large folder of journey files takes to be read and checked.
    Journeys(checking::Arguments),
    /// The corpus of breached passwords: size, time to make it, look-ups, ranges served.
    Passwords(passwords::Arguments),
    /// What people's accounts cost: tokens, sessions, passkeys, passphrases, and whether time tells who has one.
    People(people::Arguments),
    /// Events a second of `safeconduct replay`.
    Replay(replaying::Arguments),
    /// What `safeconduct scan` costs, beside ripgrep and beside git.
    Scan(scanning::Arguments),
    /// A walk over a repository to compare with; started by `scan`.
    #[command(hide = true)]
    Floor(scanning::floor::Arguments),
    /// From start to ready, memory at rest, and the size of the binary.
    Start(starting::Arguments),
    /// A server to compare with; started by `decide`.
    #[command(hide = true)]
    Anchor(anchor::Arguments),
}

fn main() -> anyhow::Result<()> {
    match Arguments::parse().what {
        What::Decide(arguments) => deciding::run(&arguments),
        What::Guard => guarding::run(),
        What::Journeys(arguments) => checking::run(&arguments),
        What::Passwords(arguments) => passwords::run(&arguments),
        What::People(arguments) => people::run(&arguments),
        What::Replay(arguments) => replaying::run(&arguments),
        What::Scan(arguments) => scanning::run(&arguments),
        What::Floor(arguments) => scanning::floor::run(&arguments),
        What::Start(arguments) => starting::run(&arguments),
        What::Anchor(arguments) => anchor::run(&arguments),
    }
}
