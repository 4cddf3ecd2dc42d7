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
mod intake;
mod journeys;
mod output;
mod passwords;
mod people;
mod real;
mod scanning;

use std::process::ExitCode;

use clap::Parser;

pub use commands::Arguments;
pub use exit::Exit;

/// Reads the arguments and does what they ask.
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(answer) => return told(&answer),
    };
    match commands::run(arguments) {
        Ok(exit) => exit.code(),
        Err(error) => {
            output::error(&error);
            Exit::Failed.code()
        }
    }
}

/// Help that was asked for, or what is wrong with the command line.
fn told(answer: &clap::Error) -> ExitCode {
    // Where it cannot be printed, nobody is left to tell.
    drop(answer.print());
    let of_plan = std::env::args_os()
        .nth(1)
        .is_some_and(|command| command == "plan");
    match (answer.use_stderr(), of_plan) {
        (false, _) => Exit::Well,
        (true, true) => Exit::PlanMisused,
        (true, false) => Exit::Misused,
    }
    .code()
}
