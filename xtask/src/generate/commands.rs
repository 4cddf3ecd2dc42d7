//! The command line, as a page.

use std::fmt::Write as _;

use anyhow::Result;
use clap::{Command, CommandFactory};

pub(super) fn page() -> Result<String> {
    let mut page = "# The command line\n\nExit codes: 0 all is well; 1 something was found that is not; 2 the command line or a setting cannot be understood; \
        3 it could not be done.\n\n"
        .to_owned();
    let mut command = safeconduct::Arguments::command()
        .term_width(100)
        .disable_help_subcommand(true);
    command.build();
    one(&mut page, &mut command)?;
    Ok(page)
}

fn one(page: &mut String, command: &mut Command) -> Result<()> {
    let name = command.get_bin_name().unwrap_or("safeconduct").to_owned();
    let help = command.render_long_help().to_string();
    let lines: Vec<&str> = help.lines().map(str::trim_end).collect();
    writeln!(
        page,
        "## `{name}`\n\n```text\n{}\n```\n",
        lines.join("\n").trim_end()
    )?;
    for inner in command
        .get_subcommands_mut()
        .filter(|inner| inner.get_name() != "help")
    {
        one(page, inner)?;
    }
    Ok(())
}
