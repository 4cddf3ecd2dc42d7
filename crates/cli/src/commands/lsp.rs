//! `safeconduct lsp`: what editors talk to.

use anyhow::Context;
use clap::Args;
use engine::Clock;

use crate::real::RealClock;
use crate::{Exit, journeys};

/// `lsp`
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  safeconduct lsp\n\nEditors start it by themselves and speak the Language Server Protocol over its standard input and output.\nFor example in Neovim:\n  vim.lsp.start({ name = 'safeconduct', cmd = { 'safeconduct', 'lsp' }, root_dir = vim.fn.getcwd() })"
)]
pub struct LspArgs {
    /// Taken for granted; editors that insist on saying so may.
    #[arg(long)]
    pub stdio: bool,
}

/// Serves an editor until it hangs up.
pub(super) fn run(_: &LspArgs) -> anyhow::Result<Exit> {
    let folder = |folder: &std::path::Path| {
        let paths = journeys::paths(folder).unwrap_or_default();
        paths
            .into_iter()
            .filter_map(|path| journeys::text(&path).ok().map(|text| (path, text)))
            .collect()
    };
    editor::serve(&folder, RealClock.now()).context("the conversation with the editor broke off")?;
    Ok(Exit::Well)
}
