//! `safeconduct passwords`: the corpus of passwords that are known to thieves.

mod check;
mod import;
mod serve;
mod stats;

use std::net::SocketAddr;
use std::path::PathBuf;

use breaches::Algorithm;
use clap::{Args, Subcommand};

use crate::Exit;
use crate::output::Format;

/// `passwords`
#[derive(Debug, Subcommand)]
pub enum PasswordsCommand {
    /// Make a corpus of the published lists: a file, a folder of ranges, or a range API.
    #[command(
        after_help = "Example:\n  safeconduct passwords import pwnedpasswords.txt --out corpus --ranges ranges\n  safeconduct passwords import https://api.pwnedpasswords.com --out corpus\n\nStopped in the middle, an import from an API goes on where it stopped when it is run again."
    )]
    Import(ImportArgs),
    /// Say whether a password is known; exit code 1 if it is.
    #[command(
        after_help = "Example:\n  safeconduct passwords check\n  safeconduct passwords check --file corpus\n\nThe password is asked for, or read as the first line of standard input; it is never an argument, which\nother people on the machine could read."
    )]
    Check(CheckArgs),
    /// Serve ranges over HTTP, like the public service.
    #[command(
        after_help = "Example:\n  safeconduct passwords serve ranges --listen 127.0.0.1:7880\n  curl http://127.0.0.1:7880/range/5BAA6"
    )]
    Serve(ServeArgs),
    /// Say what a corpus has, and check that it is whole.
    #[command(after_help = "Example:\n  safeconduct passwords stats corpus")]
    Stats(StatsArgs),
}

/// `passwords import`
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// The downloader's single file, a folder of `00000.txt` to `FFFFF.txt`, or the address of a range API.
    pub source: String,
    /// The file to make, which says whether a password is known; about 5 bytes a password.
    #[arg(long)]
    pub out: PathBuf,
    /// A second file, which `passwords serve` answers from, and which knows how often each was seen; about 18 bytes a
    /// password.
    #[arg(long)]
    pub ranges: Option<PathBuf>,
    /// With what the source's passwords are hashed: sha1 or ntlm.
    #[arg(long, default_value = "sha1", value_name = "NAME")]
    pub algorithm: Algorithm,
    /// Leave out passwords that were seen fewer times.
    #[arg(long, default_value_t = 1, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub min_count: u64,
    /// Take a folder that lacks ranges; passwords in them count as unknown.
    #[arg(long)]
    pub allow_missing: bool,
    /// How many ranges are asked of an API at once.
    #[arg(long, default_value_t = 16, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=128))]
    pub parallel: u16,
    /// Form of the result.
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
}

/// `passwords check`
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// A file that `passwords import` made, of either kind; the list that is compiled in is asked in any case.
    #[arg(long)]
    pub file: Option<PathBuf>,
    /// Form of the result.
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
}

/// `passwords serve`
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// Files that `passwords import --ranges` made: at most one of SHA-1 and one of NTLM.
    #[arg(required = true, num_args = 1..=2)]
    pub files: Vec<PathBuf>,
    /// The address to listen on.
    #[arg(long, default_value = "127.0.0.1:7880")]
    pub listen: SocketAddr,
    /// What the server's own log says: error, warn, info, debug.
    #[arg(long, env = "SAFECONDUCT_LOG", default_value = "info")]
    pub log: String,
}

/// `passwords stats`
#[derive(Debug, Args)]
pub struct StatsArgs {
    /// A file that `passwords import` made, of either kind.
    pub file: PathBuf,
    /// Form of the result.
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
}

/// Does what was asked.
pub(crate) async fn run(command: PasswordsCommand) -> anyhow::Result<Exit> {
    match command {
        PasswordsCommand::Import(args) => import::run(args).await,
        PasswordsCommand::Check(args) => check::run(&args),
        PasswordsCommand::Serve(args) => serve::run(args).await,
        PasswordsCommand::Stats(args) => stats::run(&args),
    }
}
