//! One file for each command.

pub(crate) mod account;
mod admin;
pub(crate) mod check;
mod config;
mod console;
mod demo;
mod drill;
pub(crate) mod evaluate;
pub(crate) mod explain;
pub(crate) mod export;
pub(crate) mod fmt;
pub(crate) mod import;
pub(crate) mod journeys;
mod key;
mod ledger;
pub(crate) mod lsp;
pub(crate) mod passwords;
pub(crate) mod plan;
mod replay;
pub(crate) mod report;
pub(crate) mod scan;
mod serve;
mod shell;
mod sources;
pub(crate) mod token;

use std::future::Future;
use std::path::PathBuf;

use anyhow::Context;
use clap::{Parser, Subcommand};

use crate::Exit;
use crate::args::{
    ConfigCommand, ConsoleCommand, DemoArgs, KeyCommand, LedgerCommand, ReplayArgs, ServeArgs,
};

use self::account::AccountCommand;
use self::check::CheckArgs;
use self::drill::DrillCommand;
use self::evaluate::EvaluateCommand;
use self::explain::ExplainArgs;
use self::export::ExportArgs;
use self::fmt::FmtArgs;
use self::import::ImportArgs;
use self::journeys::JourneysCommand;
use self::lsp::LspArgs;
use self::passwords::PasswordsCommand;
use self::plan::PlanArgs;
use self::report::ReportArgs;
use self::scan::ScanArgs;
use self::token::TokenCommand;

/// Keeps the people who use a software product safe on the journeys that matter to them.
#[derive(Debug, Parser)]
#[command(
    name = "safeconduct",
    version,
    propagate_version = true,
    max_term_width = 100,
    after_help = "Start with:  safeconduct demo\n\nExit codes: 0 all is well, 1 something was found, 2 misused, 3 could not be done."
)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Watch a shop under attack: server, journeys and a simulated crowd, in one command.
    #[command(after_help = "Example:\n  safeconduct demo\n  safeconduct demo --seconds 60 --format json")]
    Demo(DemoArgs),
    /// Serve the decision API and the console.
    #[command(
        after_help = "Example:\n  safeconduct serve --data /var/lib/safeconduct --journeys ./journeys\n\nEvery flag can stand in safeconduct.toml (listen, data, journeys, public_url, shadow, log, log_format)\nor in the environment (SAFECONDUCT_LISTEN, …); flags win over the environment, that over the file."
    )]
    Serve(ServeArgs),
    /// Check journey files.
    Check(CheckArgs),
    /// Say what a lint finds, why it matters and how to mend it; or what an event is.
    Explain(ExplainArgs),
    /// Write journeys in other tools' formats.
    Export(ExportArgs),
    /// Give journey files one look; comments and meaning stay.
    Fmt(FmtArgs),
    /// Begin a journey file, write the schemas for editors.
    #[command(
        subcommand,
        after_help = "Example:\n  safeconduct journeys new\n  safeconduct journeys schema journeys"
    )]
    Journeys(JourneysCommand),
    /// Draft journeys from a threat model or an API description; say what became of every part of it.
    Import(ImportArgs),
    /// Serve an editor: what `check` finds while one types, completions, explanations, definitions.
    Lsp(LspArgs),
    /// Say what a change of the journey files does to what people are promised.
    Plan(PlanArgs),
    /// Write pages about the journeys: for the team, for everybody, for auditors.
    Report(ReportArgs),
    /// Look for leaked API tokens in files, archives, git repositories and streams.
    Scan(ScanArgs),
    /// Rehearse what is promised, and measure how fast it happens.
    #[command(
        subcommand,
        after_help = "Example:\n  safeconduct drill leak --data safeconduct-data"
    )]
    Drill(DrillCommand),
    /// Make sample API tokens for tests and drills.
    #[command(subcommand, after_help = "Example:\n  safeconduct token sample --count 3")]
    Token(TokenCommand),
    /// Say what would have happened, from a past log.
    #[command(
        after_help = "Example:\n  safeconduct replay /var/log/auth.log --input openssh\n  zcat events.gz | safeconduct replay - --input jsonl --format json"
    )]
    Replay(ReplayArgs),
    /// Measure how well behaviour tells people apart, on data of your own or of published benchmarks.
    #[command(
        subcommand,
        after_help = "Example:\n  safeconduct evaluate typing strong-password.csv.gz\n  safeconduct evaluate pointer mouse.tar.xz --plots plots"
    )]
    Evaluate(EvaluateCommand),
    /// Verify the log, prove an entry, watch that nothing is taken back.
    #[command(
        subcommand,
        after_help = "Example:\n  safeconduct ledger verify --data safeconduct-data"
    )]
    Ledger(LedgerCommand),
    /// Make, list and revoke API keys of platforms.
    #[command(
        subcommand,
        after_help = "Example:\n  safeconduct key create shop --data safeconduct-data"
    )]
    Key(KeyCommand),
    /// Help people with their accounts: find, show, end sessions, hand back, bring over.
    #[command(
        subcommand,
        after_help = "Example:\n  safeconduct admin find jane@example.org --data safeconduct-data"
    )]
    Admin(AccountCommand),
    /// Know which passwords thieves know: import the corpus, look one up, serve ranges.
    #[command(
        subcommand,
        after_help = "Example:\n  safeconduct passwords check --file corpus"
    )]
    Passwords(PasswordsCommand),
    /// Make a link into the console.
    #[command(
        subcommand,
        after_help = "Example:\n  safeconduct console link --data safeconduct-data"
    )]
    Console(ConsoleCommand),
    /// Look at the settings that `serve` would use.
    #[command(subcommand, after_help = "Example:\n  safeconduct config check")]
    Config(ConfigCommand),
    /// Print completions for a shell.
    #[command(after_help = "Example:\n  safeconduct completions bash > /etc/bash_completion.d/safeconduct")]
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Write man pages into a folder.
    #[command(after_help = "Example:\n  safeconduct man /usr/local/share/man/man1")]
    Man {
        /// The folder; it is made if it is missing.
        folder: PathBuf,
    },
}

/// Does what was asked.
pub(crate) fn run(arguments: Arguments) -> anyhow::Result<Exit> {
    match arguments.command {
        Command::Demo(args) => block_on(demo::run(args)),
        Command::Serve(args) => block_on(serve::run(args)),
        Command::Check(args) => check::run(&args),
        Command::Explain(args) => Ok(explain::run(&args)),
        Command::Export(args) => export::run(&args),
        Command::Fmt(args) => fmt::run(&args),
        Command::Journeys(command) => journeys::run(&command),
        Command::Import(args) => import::run(&args),
        Command::Lsp(args) => lsp::run(&args),
        Command::Plan(args) => Ok(plan::run(&args)),
        Command::Report(args) => report::run(&args),
        Command::Scan(args) => scan::run(&args),
        Command::Drill(command) => block_on(drill::run(command)),
        Command::Token(command) => token::run(&command),
        Command::Replay(args) => replay::run(&args),
        Command::Evaluate(command) => evaluate::run(&command),
        Command::Ledger(command) => block_on(ledger::run(command)),
        Command::Key(command) => block_on(key::run(command)),
        Command::Admin(command) => block_on(account::run(command)),
        Command::Passwords(command) => block_on(passwords::run(command)),
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
