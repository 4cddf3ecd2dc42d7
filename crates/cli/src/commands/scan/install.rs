//! `safeconduct scan install-hook`: git asks us before a commit is made, or a push is taken.

use std::path::Path;

use anyhow::Context;
use clap::Args;
use scanner::hook::{self, Hook};

use super::WhatArgs;
use crate::output::{self, green};
use crate::{Exit, config};

/// `scan install-hook`
#[derive(Debug, Args)]
pub struct InstallArgs {
    /// The hook before a commit is made, on a developer's machine.
    #[arg(long)]
    pub pre_commit: bool,
    /// The hook before a push is taken, on the server, in the repository that is pushed to.
    #[arg(long, conflicts_with = "pre_commit")]
    pub pre_receive: bool,
    /// Replace a hook that is there.
    #[arg(long)]
    pub force: bool,
    /// What the hook looks for.
    #[command(flatten)]
    pub what: WhatArgs,
}

/// Writes the hook.
pub(super) fn run(args: &InstallArgs) -> anyhow::Result<Exit> {
    // What the hook would stumble over is told now.
    let checked = config::of_scan(args.what.config.as_deref())
        .and_then(|(platform, scan)| scan.finder(platform.as_deref(), &args.what.prefix));
    if let Err(error) = checked {
        output::error(&error);
        return Ok(Exit::Misused);
    }
    let program = std::env::current_exe().context("it is not known where this program is")?;
    let mut arguments = Vec::new();
    for prefix in &args.what.prefix {
        arguments.extend(["--prefix".to_owned(), prefix.as_str().to_owned()]);
    }
    if let Some(config) = &args.what.config {
        // The hook runs in another folder.
        let config = std::path::absolute(config)
            .with_context(|| format!("it is not known where `{}` is", config.display()))?;
        arguments.extend(["--config".to_owned(), config.to_string_lossy().into_owned()]);
    }
    let hook = if args.pre_receive {
        Hook::PreReceive
    } else {
        Hook::PreCommit
    };
    let path = hook::install(Path::new("."), hook, &program, &arguments, args.force)?;
    output::line(green(format!(
        "The hook {} is written: {}",
        hook.name(),
        path.display()
    )));
    Ok(Exit::Well)
}
