//! Fuzzes what parses bytes from outside, with coverage as the guide: the targets in `fuzz/fuzz_targets`.
//!
//! The targets are laid out as `cargo fuzz` wants them, and it does the work. No sanitizer is used: the code is safe
//! Rust but for one memory map, so panics, hangs and memory are what is looked for, and the stable toolchain does.

use std::fs;

use anyhow::{Context as _, Result, bail};

use crate::running;
use crate::workspace::Workspace;

/// Fuzz what parses bytes from outside, or the named targets.
///
/// What was found on earlier runs is kept in fuzz/corpus and gone on with. An input that makes a target panic, take
/// over 10 seconds or 2 GiB is written to fuzz/artifacts, and its name is printed.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Which targets; all of them when none is named.
    names: Vec<String>,

    /// Seconds for each target.
    #[arg(long, default_value_t = 60)]
    seconds: u32,

    /// List the targets; run nothing.
    #[arg(long)]
    list: bool,
}

pub(crate) fn run(workspace: &Workspace, arguments: &Arguments) -> Result<()> {
    let targets = targets(workspace)?;
    if arguments.list {
        for name in &targets {
            println!("{name}");
        }
        return Ok(());
    }
    if let Some(unknown) = arguments.names.iter().find(|name| !targets.contains(name)) {
        bail!(
            "there is no fuzz target `{unknown}`; there are {}",
            targets.join(", ")
        );
    }
    if running::find("cargo-fuzz").is_none() {
        println!("installing cargo-fuzz, which builds and runs the targets");
        running::run(running::cargo().args(["install", "cargo-fuzz", "--locked"]))?;
    }
    let named = |name: &&String| arguments.names.is_empty() || arguments.names.contains(name);
    let mut failed = Vec::new();
    for name in targets.iter().filter(named) {
        println!("==== {name}");
        if let Err(problem) = fuzz(workspace, name, arguments.seconds) {
            println!("{problem:#}");
            failed.push(name.as_str());
        }
    }
    if !failed.is_empty() {
        bail!("something was found by {}", failed.join(", "));
    }
    Ok(())
}

fn fuzz(workspace: &Workspace, name: &str, seconds: u32) -> Result<()> {
    let mut cargo = running::cargo();
    cargo
        .current_dir(&workspace.root)
        .args(["fuzz", "run", "--sanitizer", "none", name, "--"])
        .arg(format!("-max_total_time={seconds}"))
        .args([
            "-timeout=10",
            "-rss_limit_mb=2048",
            "-max_len=65536",
            "-print_final_stats=1",
        ]);
    running::run(&mut cargo)
}

/// The names of the targets: each is a file.
fn targets(workspace: &Workspace) -> Result<Vec<String>> {
    let folder = workspace.root.join("fuzz/fuzz_targets");
    let files = fs::read_dir(&folder).with_context(|| format!("cannot read `{}`", folder.display()))?;
    let mut names = Vec::new();
    for file in files {
        let path = file?.path();
        if let Some(name) = path.file_stem().and_then(|stem| stem.to_str()) {
            names.push(name.to_owned());
        }
    }
    names.sort();
    Ok(names)
}
