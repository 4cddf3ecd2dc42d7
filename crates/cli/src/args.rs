//! What can be asked for, each with help and an example.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{ArgGroup, Args, Subcommand, ValueEnum};
use serde::{Deserialize, Serialize};

use crate::output::Format;

/// How the server writes its own log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// `demo`
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// Where to listen; another port is taken where this one is in use.
    #[arg(long, env = "SAFECONDUCT_DEMO_LISTEN", default_value = "127.0.0.1:7878")]
    pub listen: SocketAddr,
    /// Where to keep the data; a temporary folder that is removed afterwards, where nobody says.
    #[arg(long)]
    pub data: Option<PathBuf>,
    /// The seed of everything that happens by chance.
    #[arg(long, default_value_t = 2026)]
    pub seed: u64,
    /// How many customers the shop has.
    #[arg(long, default_value_t = 150, value_parser = clap::value_parser!(u16).range(20..=5_000))]
    pub customers: u16,
    /// How many times faster than readable things happen.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=100))]
    pub speed: u32,
    /// End after so many seconds and print a summary.
    #[arg(long)]
    pub seconds: Option<u64>,
    /// Form of the summary.
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
}

/// `serve`
#[derive(Debug, Args, Clone, Default)]
pub struct ServeArgs {
    /// The configuration file (safeconduct.toml, where there is one).
    #[arg(long, env = "SAFECONDUCT_CONFIG")]
    pub config: Option<PathBuf>,
    /// The address to listen on (127.0.0.1:7878).
    #[arg(long, env = "SAFECONDUCT_LISTEN")]
    pub listen: Option<SocketAddr>,
    /// The data directory (safeconduct-data).
    #[arg(long, env = "SAFECONDUCT_DATA")]
    pub data: Option<PathBuf>,
    /// The folder of journey files; the default journeys where nobody says.
    #[arg(long, env = "SAFECONDUCT_JOURNEYS")]
    pub journeys: Option<PathBuf>,
    /// The address under which people reach the server (http:// and the listen address).
    #[arg(long, env = "SAFECONDUCT_PUBLIC_URL")]
    pub public_url: Option<String>,
    /// Decide and record, change nothing.
    #[arg(
        long,
        env = "SAFECONDUCT_SHADOW",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "true",
        value_name = "YES",
        value_parser = clap::builder::BoolishValueParser::new()
    )]
    pub shadow: Option<bool>,
    /// How the server writes its own log (text).
    #[arg(long, env = "SAFECONDUCT_LOG_FORMAT", value_enum)]
    pub log_format: Option<LogFormat>,
    /// What the server's own log says: error, warn, info, debug, or a filter such as `info,server=debug` (info).
    #[arg(long, env = "SAFECONDUCT_LOG")]
    pub log: Option<String>,
}

/// `replay`
#[derive(Debug, Args)]
pub struct ReplayArgs {
    /// The log; `-` for standard input.
    pub file: PathBuf,
    /// What kind of log it is: openssh, jsonl or ocsf.
    #[arg(long)]
    pub input: readers::Input,
    /// The folder of journey files; the default journeys where nobody says.
    #[arg(long)]
    pub journeys: Option<PathBuf>,
    /// The year of the first line, for logs that leave it out.
    #[arg(long)]
    pub year: Option<i16>,
    /// The clock of the machine that wrote the log, in minutes east of UTC, for logs that leave it out.
    #[arg(long, default_value_t = 0, allow_negative_numbers = true, value_parser = clap::value_parser!(i16).range(-1_440..=1_440))]
    pub zone_minutes: i16,
    /// How many accounts and networks to list.
    #[arg(long, default_value_t = 10)]
    pub top: usize,
    /// Form of the result.
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
}

/// `ledger`
#[derive(Debug, Subcommand)]
pub enum LedgerCommand {
    /// Check the whole log: signatures, every tile, every entry, and that what is stored is what it says.
    #[command(
        after_help = "Example:\n  safeconduct ledger verify --data safeconduct-data\n  safeconduct ledger verify --data safeconduct-data --recount --journeys ./journeys\n  safeconduct ledger verify --tiles ./copy --key 'safeconduct/1f2e3d+8a5c…'\n\nExit code 1 if anything does not fit; each fault is named."
    )]
    Verify(VerifyArgs),
    /// Prove that an entry stands in the log, or check such a proof.
    #[command(
        after_help = "Example:\n  safeconduct ledger prove 1042 --data safeconduct-data > entry.proof\n  safeconduct ledger prove --check entry.proof --key 'safeconduct/1f2e3d+8a5c…'"
    )]
    Prove(ProveArgs),
    /// Watch a served log from outside: that it only grows, and that nothing is taken back.
    #[command(
        after_help = "Example:\n  safeconduct ledger watch https://example.com --key 'safeconduct/1f2e…' --state seen.checkpoint\n\nExit code 1 as soon as the log shrinks or forks."
    )]
    Watch(WatchArgs),
}

/// `ledger verify`
#[derive(Debug, Args)]
#[group(skip)]
#[command(group = ArgGroup::new("which").required(true))]
pub struct VerifyArgs {
    /// A data directory, also while a server runs on it.
    #[arg(long, group = "which")]
    pub data: Option<PathBuf>,
    /// A folder of tiles (C2SP tlog-tiles), with `checkpoint` in it.
    #[arg(long, group = "which", requires = "key")]
    pub tiles: Option<PathBuf>,
    /// The log's public key; for a data directory its own is known.
    #[arg(long)]
    pub key: Option<String>,
    /// Recount the promises' tallies too. The journeys must be those under which the log was written, and no
    /// server may write meanwhile.
    #[arg(long, requires = "data")]
    pub recount: bool,
    /// The folder of journey files to recount with; the default journeys where nobody says.
    #[arg(long, requires = "recount")]
    pub journeys: Option<PathBuf>,
    /// Count simulated people as `demo` does.
    #[arg(long, requires = "recount")]
    pub simulated: bool,
    /// Form of the result.
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
}

/// `ledger prove`
#[derive(Debug, Args)]
pub struct ProveArgs {
    /// The entry's place in the log, from 0.
    #[arg(
        required_unless_present = "check",
        conflicts_with = "check",
        requires = "data"
    )]
    pub index: Option<u64>,
    /// The data directory.
    #[arg(long)]
    pub data: Option<PathBuf>,
    /// A proof to check.
    #[arg(long, requires = "key")]
    pub check: Option<PathBuf>,
    /// The log's public key.
    #[arg(long)]
    pub key: Option<String>,
    /// Form of the result.
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
}

/// `ledger watch`
#[derive(Debug, Args)]
pub struct WatchArgs {
    /// The server's address.
    pub url: String,
    /// The log's public key.
    #[arg(long)]
    pub key: String,
    /// A file in which the last checkpoint seen is kept; it is made if it is missing.
    #[arg(long)]
    pub state: PathBuf,
    /// Seconds between looks.
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..))]
    pub every: u64,
    /// Look once.
    #[arg(long)]
    pub once: bool,
}

/// `key`
#[derive(Debug, Subcommand)]
pub enum KeyCommand {
    /// Make a key. Its secret is shown once.
    #[command(
        after_help = "Example:\n  safeconduct key create shop --scopes decide,report --data safeconduct-data\n\nTo rotate: create the next key, use it, then revoke the last one."
    )]
    Create {
        /// Whose it is.
        name: String,
        /// What it may do: decide, report, read, erase, tokens, introspect, leaks.
        #[arg(long, value_delimiter = ',', default_value = "decide,report")]
        scopes: Vec<engine::access::Scope>,
        /// How many days it works.
        #[arg(long, default_value_t = 90, value_parser = clap::value_parser!(u16).range(1..=3_650))]
        days: u16,
        /// Which server, and the form of the result.
        #[command(flatten)]
        at: AtArgs,
    },
    /// List keys, never their secrets.
    #[command(after_help = "Example:\n  safeconduct key list --data safeconduct-data")]
    List {
        /// Which server, and the form of the result.
        #[command(flatten)]
        at: AtArgs,
    },
    /// Revoke a key: within about a second no node accepts it any more.
    #[command(after_help = "Example:\n  safeconduct key revoke key_0f3a9c1b22d4 --data safeconduct-data")]
    Revoke {
        /// Its public id, as listed.
        id: String,
        /// Which server, and the form of the result.
        #[command(flatten)]
        at: AtArgs,
    },
}

/// Which server.
#[derive(Debug, Args)]
pub struct AtArgs {
    /// The data directory, also while a server runs on it.
    #[arg(long, env = "SAFECONDUCT_DATA", default_value = "safeconduct-data")]
    pub data: PathBuf,
    /// Form of the result.
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
}

/// `console`
#[derive(Debug, Subcommand)]
pub enum ConsoleCommand {
    /// Make a link that opens the console once, within an hour.
    #[command(
        after_help = "Example:\n  safeconduct console link --data safeconduct-data --public-url https://safe.example.com"
    )]
    Link {
        /// The address under which people reach the server.
        #[arg(long, env = "SAFECONDUCT_PUBLIC_URL", default_value = "http://127.0.0.1:7878")]
        public_url: String,
        /// Which server, and the form of the result.
        #[command(flatten)]
        at: AtArgs,
    },
}

/// `config`
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Check the settings and say where each comes from.
    #[command(after_help = "Example:\n  safeconduct config check --config safeconduct.toml")]
    Check {
        /// The settings, as `serve` takes them.
        #[command(flatten)]
        serve: ServeArgs,
        /// Form of the result.
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
    },
}
