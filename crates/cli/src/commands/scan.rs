//! `safeconduct scan`: are tokens of the platform where they must not be?

mod bar;
mod hand_in;
mod install;

use std::num::NonZero;
use std::path::PathBuf;

use anyhow::bail;
use clap::{Args, Subcommand, ValueEnum};
use engine::Clock;
use exposure::contents::Limits;
use exposure::finder::Finder;
use exposure::finding::{Finding, Leak};
use exposure::report::{self, Outcome, Style};
use exposure::suppression::{Suppressions, Weighed};
use exposure::token::Prefix;
use scanner::{Options, Progress, Scan, State};

use crate::output::{self, green, red};
use crate::real::RealClock;
use crate::{Exit, config, scanning};

pub(crate) use self::install::InstallArgs;

/// `scan`
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Example:\n  safeconduct scan\n  safeconduct scan --prefix exshop_ --format sarif > safeconduct.sarif\n  git archive HEAD | safeconduct scan -\n  safeconduct scan --state .git/safeconduct-scan\n  safeconduct scan --server https://safe.example.com\n  safeconduct scan install-hook\n\nIn a git repository every object is looked at, whether or not a branch has it: deleted files, stashes, notes,\nmessages, names. Archives are opened, also within each other. A token is reported only if its checksum fits.\n\nExit code 1 if a token is found. What could not be looked at is told, and does not change the exit code."
)]
pub struct ScanArgs {
    /// Write a hook, so that git asks before a commit is made or a push is taken.
    #[command(subcommand)]
    pub command: Option<ScanCommand>,
    /// Files, folders, repositories; `-` for standard input.
    #[arg(default_value = ".", value_name = "PATHS")]
    pub paths: Vec<PathBuf>,
    /// What is looked for.
    #[command(flatten)]
    pub what: WhatArgs,
    /// Form of the findings.
    #[arg(long, value_enum, default_value = "text")]
    pub format: Form,
    /// Look at what is staged for the next commit, and nothing else.
    #[arg(long, conflicts_with_all = ["paths", "pre_receive", "state"])]
    pub staged: bool,
    /// Look at what a push brings; for git's pre-receive hook, which says so on standard input.
    #[arg(long, conflicts_with_all = ["paths", "state"])]
    pub pre_receive: bool,
    /// A file in which is kept what was clean, so that it is not looked at again; it is made if it is missing.
    #[arg(long, value_name = "FILE")]
    pub state: Option<PathBuf>,
    /// Name what is found to this server, by its hash: what works there ends at once. Needs a key that may report leaks in
    /// `SAFECONDUCT_KEY`.
    #[arg(long, value_name = "URL")]
    pub server: Option<String>,
    /// A file of tokens that are left alone knowingly, by their hash.
    #[arg(long, value_name = "FILE")]
    pub suppressions: Option<PathBuf>,
    /// How many threads look; as many as the machine runs at once where nobody says.
    #[arg(long, value_name = "COUNT")]
    pub threads: Option<NonZero<usize>>,
    /// Show no progress.
    #[arg(long)]
    pub no_progress: bool,
}

/// What is looked for.
#[derive(Debug, Args, Clone, Default)]
pub struct WhatArgs {
    /// What tokens begin with, instead of what the configuration file says; up to four.
    #[arg(
        long,
        env = "SAFECONDUCT_TOKEN_PREFIX",
        value_name = "PREFIX",
        value_delimiter = ','
    )]
    pub prefix: Vec<Prefix>,
    /// The configuration file (safeconduct.toml, where there is one): `people.token_prefix` and `[scan]`.
    #[arg(long, env = "SAFECONDUCT_CONFIG")]
    pub config: Option<PathBuf>,
}

/// `scan install-hook`
#[derive(Debug, Subcommand)]
pub enum ScanCommand {
    /// Write a hook into the repository of this folder; without a flag, the one before a commit.
    #[command(
        after_help = "Example:\n  safeconduct scan install-hook --prefix exshop_\n  cd /srv/git/shop.git && safeconduct scan install-hook --pre-receive\n\nA hook that is there and was not written by this command is left alone, unless it is to be replaced."
    )]
    InstallHook(InstallArgs),
}

/// In which form findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// For people.
    Text,
    /// For programs of your own.
    Json,
    /// SARIF 2.1.0, for code hosts and editors.
    Sarif,
}

/// Scans and says what was found.
pub(super) fn run(args: &ScanArgs) -> anyhow::Result<Exit> {
    if let Some(ScanCommand::InstallHook(args)) = &args.command {
        return install::run(args);
    }
    let (finder, suppressions) = match settings(args) {
        Ok(settings) => settings,
        Err(error) => {
            output::error(&error);
            return Ok(Exit::Misused);
        }
    };
    let progress = Progress::new();
    let options = Options {
        finder: &finder,
        limits: Limits::default(),
        threads: args
            .threads
            .or_else(|| std::thread::available_parallelism().ok())
            .unwrap_or(NonZero::<usize>::MIN),
        progress: &progress,
    };
    let scan = bar::beside(&progress, !args.no_progress, || scan(args, &options))?;
    tell(args, &finder, &suppressions, scan)
}

fn settings(args: &ScanArgs) -> anyhow::Result<(Finder, Suppressions)> {
    let (platform, scan) = config::of_scan(args.what.config.as_deref())?;
    let finder = scan.finder(platform.as_deref(), &args.what.prefix)?;
    let suppressions = match args.suppressions.as_ref().or(scan.suppressions.as_ref()) {
        Some(path) => scanning::suppressions(path)?,
        None => Suppressions::default(),
    };
    Ok((finder, suppressions))
}

fn scan(args: &ScanArgs, options: &Options<'_>) -> anyhow::Result<Scan> {
    let here = PathBuf::from(".");
    if args.staged {
        return Ok(scanner::staged(options, &here)?);
    }
    if args.pre_receive {
        return Ok(scanner::push(options, &here, &mut std::io::stdin().lock())?);
    }
    if args.paths.iter().any(|path| path.as_os_str() == "-") {
        if args.paths.len() > 1 || args.state.is_some() {
            bail!("`-` stands alone: standard input is looked at by itself, and nothing of it is remembered");
        }
        return Ok(scanner::input(options, &mut std::io::stdin().lock())?);
    }
    let Some(file) = &args.state else {
        return Ok(scanner::paths(options, &args.paths, None)?);
    };
    let mut state = State::read(file, options.finder);
    if let Some(remark) = state.remark() {
        output::note(format!("the state `{}` {remark}", file.display()));
    }
    let scan = scanner::paths(options, &args.paths, Some(&mut state))?;
    state.write(file)?;
    Ok(scan)
}

fn tell(args: &ScanArgs, finder: &Finder, suppressions: &Suppressions, scan: Scan) -> anyhow::Result<Exit> {
    let today = RealClock.now().to_minute();
    let today = today.get(..10).unwrap_or(&today);
    // Where only a part was looked at, a suppression may be for a token elsewhere.
    let complete =
        !args.staged && !args.pre_receive && args.state.is_none() && args.paths == [PathBuf::from(".")];
    let (leaks, weighed) = suppressions.weigh(scan.leaks, |leak: &Leak| &leak.finding, today, complete);
    let findings: Vec<Finding> = leaks.iter().map(|leak| leak.finding.clone()).collect();
    let prefixes: Vec<String> = finder
        .prefixes()
        .iter()
        .map(|prefix| prefix.as_str().to_owned())
        .collect();
    let outcome = Outcome {
        prefixes: &prefixes,
        findings: &findings,
        weighed: &weighed,
        skipped: &scan.skipped,
        scanned: scan.scanned,
    };
    match args.format {
        Form::Json => output::json(&report::json(&outcome)),
        Form::Sarif => output::json(&report::sarif(&outcome)),
        Form::Text => text(args, &outcome, &weighed),
    }
    if let Some(server) = &args.server {
        let done = hand_in::hand_in(server, &leaks)?;
        let tokens = |count: u64| {
            if count == 1 {
                "1 token".to_owned()
            } else {
                format!("{count} tokens")
            }
        };
        output::note(format!(
            "the server knows {}; {} worked until now and {} ended",
            tokens(done.known),
            tokens(done.ended),
            if done.ended == 1 { "has" } else { "have" }
        ));
    }
    Ok(if findings.is_empty() {
        Exit::Well
    } else {
        Exit::Found
    })
}

fn text(args: &ScanArgs, outcome: &Outcome<'_>, weighed: &Weighed) {
    let whole = report::text(outcome, Style::Coloured);
    if !whole.is_empty() {
        output::line(whole.trim_end());
    }
    let summary = outcome.summary();
    if outcome.findings.is_empty() {
        // A hook that has nothing to say says nothing.
        if !(args.staged || args.pre_receive) || !weighed.suppressed.is_empty() || !outcome.skipped.is_empty()
        {
            output::line(green(summary));
        }
        return;
    }
    output::line(red(summary));
    if args.staged {
        output::line(
            "The commit is not made. Take the token out of what is staged; if it was real, revoke it all the same.",
        );
    } else if args.pre_receive {
        output::line(
            "The push is refused, and nothing of it is kept. Revoke the token, then take it out of the commits that you \
             push.",
        );
    } else {
        output::line("Revoke each token: taking it out of a file does not undo that it was seen.");
    }
}
