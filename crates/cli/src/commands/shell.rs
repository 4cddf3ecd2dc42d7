//! Completions and man pages, made from the arguments.

use std::path::Path;

use anyhow::Context;
use clap::CommandFactory;
use clap_complete::Shell;

use super::Arguments;
use crate::Exit;
use crate::output;

/// Prints completions.
pub(super) fn completions(shell: Shell) -> Exit {
    // Written to memory first: the generator panics where nobody reads to the end.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "safeconduct", &mut script);
    output::raw(String::from_utf8_lossy(&script).trim_end());
    Exit::Well
}

/// Writes a man page for every command.
pub(super) fn man(folder: &Path) -> anyhow::Result<Exit> {
    std::fs::create_dir_all(folder)
        .with_context(|| format!("the folder `{}` cannot be made", folder.display()))?;
    clap_mangen::generate_to(Arguments::command(), folder)
        .with_context(|| format!("the man pages cannot be written to `{}`", folder.display()))?;
    output::line(format!("The man pages are in {}.", folder.display()));
    Ok(Exit::Well)
}
