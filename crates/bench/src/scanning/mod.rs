//! What `safeconduct scan` costs: over a tree of files beside ripgrep, and over repositories beside
//! `git cat-file | rg` and beside a walk over the objects that looks for one literal and does nothing else.
//!
//! The files are the package sources that cargo keeps; the repository is made of some of them, each in many versions, so
//! that it has deep chains of deltas. Any other repository can be named.

mod corpus;
mod cost;
pub(crate) mod floor;

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, bail};
use serde::Deserialize;

use self::cost::Cost;
use crate::machine;
use crate::numbers::{count, mebibytes, median, ratio};
use crate::product::Product;
use crate::stopwatch::Stopwatch;

/// What is looked for; nobody's.
const PREFIX: &str = "exshop_";

/// `scan`
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Repositories to scan besides the one that is made.
    #[arg(long)]
    repository: Vec<PathBuf>,
    /// A folder of files to scan instead of the sources that cargo keeps.
    #[arg(long)]
    files: Option<PathBuf>,
    /// How many files the repository that is made has; 0 for none.
    #[arg(long, default_value_t = 2_500)]
    made: usize,
    /// In how many versions it has each.
    #[arg(long, default_value_t = 40, value_parser = clap::value_parser!(u16).range(1..=4_000))]
    versions: u16,
    /// How often each figure is taken; the middle counts.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..))]
    times: u16,
    /// The binary to measure; this workspace's release build otherwise.
    #[arg(long)]
    binary: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let product = Product::find(arguments.binary.as_deref())?;
    machine::print();
    let has_rg = Command::new("rg").arg("--version").output().is_ok();
    if !has_rg {
        println!(
            "ripgrep is not installed (Debian: `apt-get install ripgrep`), so there is nothing to compare with"
        );
    }
    start(&product)?;
    let files = arguments.files.clone().or_else(corpus::sources);
    match &files {
        Some(files) => tree(arguments, &product, files, has_rg)?,
        None => println!("cargo keeps no sources here; name a folder with --files"),
    }
    for path in &arguments.repository {
        let path = path
            .canonicalize()
            .with_context(|| format!("there is no `{}`", path.display()))?;
        repository(arguments, &product, &path, has_rg)?;
    }
    if let (Some(files), 1..) = (&files, arguments.made) {
        let folder = tempfile::tempdir()?;
        corpus::repository(folder.path(), files, arguments.made, arguments.versions)?;
        repository(arguments, &product, folder.path(), has_rg)?;
    }
    Ok(())
}

/// From start to end over an empty folder.
fn start(product: &Product) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let mut seconds = Vec::new();
    for _ in 0..40 {
        let watch = Stopwatch::start();
        let out = product
            .command(folder.path())
            .args(["scan", "--prefix", PREFIX])
            .output()?;
        seconds.push(watch.seconds());
        if !out.status.success() {
            bail!(
                "an empty folder cannot be scanned: {}",
                String::from_utf8_lossy(&out.stderr).trim()
            );
        }
    }
    println!(
        "an empty folder: {:.1} ms from start to end",
        median(&mut seconds) * 1e3
    );
    Ok(())
}

/// What `scan` says of what it looked at.
#[derive(Debug, Deserialize)]
struct Said {
    scanned: Scanned,
    skipped: Vec<serde_json::Value>,
}

#[derive(Debug, Deserialize)]
struct Scanned {
    objects: u64,
    files: u64,
    bytes: u64,
}

fn scanned(times: u16, product: &Product, path: &Path) -> anyhow::Result<(Cost, Said)> {
    let make = || {
        let mut command = product.command(path);
        command.args(["scan", "--prefix", PREFIX, "--format", "json"]);
        vec![command]
    };
    let (cost, out) = cost::of(times, make)?;
    let said = serde_json::from_slice(&out).context("`scan` did not answer in JSON")?;
    Ok((cost, said))
}

fn tree(arguments: &Arguments, product: &Product, path: &Path, has_rg: bool) -> anyhow::Result<()> {
    let (own, said) = scanned(arguments.times, product, path)?;
    println!(
        "files: {} in {}, {} skipped",
        count(said.scanned.files as f64),
        mebibytes(said.scanned.bytes),
        said.skipped.len()
    );
    row("scan, every decoder", &own, said.scanned.bytes, None);
    if has_rg {
        let rg = || {
            let mut command = Command::new("rg");
            command.current_dir(path).args(["-uuu", "-c", PREFIX, "."]);
            vec![command]
        };
        let (rg, _) = cost::of(arguments.times, rg)?;
        row("rg -uuu", &rg, said.scanned.bytes, Some(&own));
    }
    Ok(())
}

fn repository(arguments: &Arguments, product: &Product, path: &Path, has_rg: bool) -> anyhow::Result<()> {
    let git = Command::new("git")
        .arg("-C")
        .arg(path)
        .args(["rev-parse", "--absolute-git-dir"])
        .output()?;
    if !git.status.success() {
        bail!("`{}` is no repository", path.display());
    }
    // Its objects alone, without the files of a work tree.
    let path = PathBuf::from(String::from_utf8_lossy(&git.stdout).trim());
    let (own, said) = scanned(arguments.times, product, &path)?;
    println!(
        "repository {}: {} objects of {}, packs of {}, {} skipped",
        path.display(),
        count(said.scanned.objects as f64),
        mebibytes(said.scanned.bytes),
        mebibytes(corpus::packed(&path)?),
        said.skipped.len()
    );
    let bytes = said.scanned.bytes;
    row("scan, every decoder", &own, bytes, None);
    let this = std::env::current_exe()?;
    let floor = || {
        let mut command = Command::new(&this);
        command.args(["floor", PREFIX]).arg(&path);
        vec![command]
    };
    let (floor, _) = cost::of(arguments.times, floor)?;
    row("floor: one literal, nothing else", &floor, bytes, Some(&own));
    if has_rg {
        let pipe = || {
            let mut git = Command::new("git");
            git.arg("-C").arg(&path);
            git.args(["cat-file", "--batch-all-objects", "--batch", "--unordered"]);
            let mut rg = Command::new("rg");
            rg.args(["-a", "-c", PREFIX]);
            vec![git, rg]
        };
        let (pipe, _) = cost::of(arguments.times, pipe)?;
        row("git cat-file | rg", &pipe, bytes, Some(&own));
    }
    Ok(())
}

fn row(what: &str, cost: &Cost, bytes: u64, own: Option<&Cost>) {
    let beside = own.map_or(String::new(), |own| {
        format!(
            "; scan takes {:.2} times its CPU",
            ratio(own.cpu_seconds, cost.cpu_seconds)
        )
    });
    println!(
        "  {what:<34} {:>7.2} s {:>7.2} s of CPU {:>6.2} GB/s, at most {}{beside}",
        cost.seconds,
        cost.cpu_seconds,
        ratio(bytes as f64 / 1e9, cost.seconds),
        mebibytes(cost.peak_bytes)
    );
}
