//! The project's own tasks: test, check, generate, bench, fuzz. `cargo xtask help` lists them.
//!
//! For people who work on the house and for `.ci/run`; nothing here is part of the product.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a task talks to the person who runs it, on the terminal"
)]

mod bench;
mod browser;
mod check;
mod fuzz;
mod generate;
mod install;
mod requirements;
mod running;
mod test;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::workspace::Workspace;

/// The tasks of the Safeconduct workspace.
#[derive(Debug, Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    disable_version_flag = true,
    arg_required_else_help = true,
    after_help = "Before handing in a change: `cargo xtask check`, then `cargo xtask test`.\n\
                  `.ci/run` does all that the build server does, in the same order."
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    Test(test::Arguments),
    Check(check::Arguments),
    Generate(generate::Arguments),
    Bench(bench::Arguments),
    Fuzz(fuzz::Arguments),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments.task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("xtask: {problem:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: &Task) -> anyhow::Result<()> {
    let workspace = Workspace::load()?;
    match task {
        Task::Test(arguments) => test::run(&workspace, arguments),
        Task::Check(arguments) => check::run(&workspace, arguments),
        Task::Generate(arguments) => generate::run(&workspace, arguments),
        Task::Bench(arguments) => bench::run(&workspace, arguments),
        Task::Fuzz(arguments) => fuzz::run(&workspace, arguments),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::Arguments;

    /// Clap's own review of the definitions: clashing names, missing values, broken defaults.
    #[test]
    fn the_command_line_is_well_formed() {
        Arguments::command().debug_assert();
    }
}
