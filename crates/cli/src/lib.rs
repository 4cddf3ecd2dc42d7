//! The command line: picks the store, the clock and the source of randomness, and does what was asked.
//!
//! The only room that reads the time, takes random bytes, opens files that people name, and prints. Each
//! command is one file under `commands/`; [`args`] says what there is, and help, completions, man pages and
//! the reference in `docs/` are made from it.

pub mod args;
mod commands;
mod config;
mod exit;
mod house;
mod journeys;
mod output;
mod real;

use std::process::ExitCode;

use clap::Parser;

pub use exit::Exit;

/// Reads the arguments and does what they ask.
pub fn run() -> ExitCode {
    let arguments = args::Arguments::parse();
    match commands::run(arguments) {
        Ok(exit) => exit.code(),
        Err(error) => {
            output::error(&error);
            Exit::Failed.code()
        }
    }
}
