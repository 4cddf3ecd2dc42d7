//! One file for each command.

mod admin;
mod check;
mod config;
mod console;
mod demo;
mod key;
mod ledger;
mod replay;
mod serve;
mod shell;
mod sources;

use std::future::Future;

use anyhow::Context;

use crate::Exit;
use crate::args::{Arguments, Command};

/// Does what was asked.
pub(crate) fn run(arguments: Arguments) -> anyhow::Result<Exit> {
    match arguments.command {
        Command::Demo(args) => block_on(demo::run(args)),
        Command::Serve(args) => block_on(serve::run(args)),
        Command::Check(args) => check::run(&args),
        Command::Replay(args) => replay::run(&args),
        Command::Ledger(command) => block_on(ledger::run(command)),
        Command::Key(command) => block_on(key::run(command)),
        Command::Console(command) => block_on(console::run(command)),
        Command::Config(command) => config::run(&command),
        Command::Completions { shell } => Ok(shell::completions(shell)),
        Command::Man { folder } => shell::man(&folder),
    }
}

fn block_on<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime
        .context("the machine gives no threads to work with")?
        .block_on(work)
}
