//! Events a second of `safeconduct replay`, over a server's log of a million lines.

mod sshd;

use std::fs::File;
use std::io::{BufWriter, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context as _, bail};
use serde::Deserialize;

use crate::numbers::{count, mebibytes, median, ratio};
use crate::product::Product;
use crate::stopwatch::Stopwatch;
use crate::{machine, process};

/// `replay`
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// How many lines the log has.
    #[arg(long, default_value_t = 1_000_000, value_parser = clap::value_parser!(u64).range(1..))]
    lines: u64,
    /// How often it is replayed; the middle of the times counts.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..))]
    times: u16,
    /// The binary to measure; this workspace's release build otherwise.
    #[arg(long)]
    binary: Option<PathBuf>,
}

/// What `replay` says that it has read.
#[derive(Debug, Deserialize)]
struct Replayed {
    lines: Lines,
}

#[derive(Debug, Deserialize)]
struct Lines {
    read: u64,
    events: u64,
    not_understood: u64,
}

struct Run {
    seconds: f64,
    cpu_seconds: f64,
    peak_bytes: u64,
    lines: Lines,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let product = Product::find(arguments.binary.as_deref())?;
    machine::print();
    let folder = tempfile::tempdir()?;
    let log = folder.path().join("auth.log");
    let bytes = write_log(&log, arguments.lines)?;
    println!(
        "log: {} lines, {}",
        count(arguments.lines as f64),
        mebibytes(bytes)
    );
    let mut runs = Vec::new();
    for _ in 0..arguments.times {
        let run = replay(&product, folder.path())?;
        if run.lines.not_understood > 0 {
            bail!(
                "{} lines of the log were not understood, so the figure would mean nothing",
                run.lines.not_understood
            );
        }
        println!(
            "  {:.2} s, {:.2} s of CPU, at most {}",
            run.seconds,
            run.cpu_seconds,
            mebibytes(run.peak_bytes)
        );
        runs.push(run);
    }
    let seconds = median(&mut runs.iter().map(|run| run.seconds).collect::<Vec<_>>());
    let cpu = median(&mut runs.iter().map(|run| run.cpu_seconds).collect::<Vec<_>>());
    let Some(lines) = runs.first().map(|run| &run.lines) else {
        return Ok(());
    };
    println!(
        "replay: {} events/s, {} lines/s by the clock; {} events/s by its own CPU time ({} events in {} lines)",
        count(ratio(lines.events as f64, seconds)),
        count(ratio(lines.read as f64, seconds)),
        count(ratio(lines.events as f64, cpu)),
        count(lines.events as f64),
        count(lines.read as f64)
    );
    Ok(())
}

fn write_log(path: &Path, lines: u64) -> anyhow::Result<u64> {
    let file = File::create(path).with_context(|| format!("cannot write `{}`", path.display()))?;
    let mut file = BufWriter::with_capacity(1 << 20, file);
    let mut server = sshd::Server::new(2_026);
    for _ in 0..lines {
        file.write_all(server.line().as_bytes())?;
        file.write_all(b"\n")?;
    }
    let file = file.into_inner().map_err(std::io::IntoInnerError::into_error)?;
    Ok(file.metadata()?.len())
}

fn replay(product: &Product, folder: &Path) -> anyhow::Result<Run> {
    let watch = Stopwatch::start();
    let mut child = product
        .command(folder)
        .args([
            "replay", "auth.log", "--input", "openssh", "--year", "2026", "--format", "json",
        ])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()?;
    let pid = child.id();
    let mut output = child.stdout.take().context("the replay has no output")?;
    let mut said = Vec::new();
    // Its memory is told only while it runs: just before the result, which comes last, it is at its highest.
    let mut first = [0; 1];
    let begun = output.read(&mut first)?;
    said.extend_from_slice(first.get(..begun).unwrap_or_default());
    let peak_bytes = process::peak_bytes(pid).unwrap_or_default();
    output.read_to_end(&mut said)?;
    let seconds = watch.seconds();
    // The kernel still tells the time that an ended process used, until it is waited for.
    let cpu_seconds = process::cpu_seconds(pid).unwrap_or_default();
    let status = child.wait()?;
    if !status.success() {
        bail!("the replay failed ({status}); what it said stands above");
    }
    let replayed: Replayed = serde_json::from_slice(&said).context("the replay did not answer in JSON")?;
    Ok(Run {
        seconds,
        cpu_seconds,
        peak_bytes,
        lines: replayed.lines,
    })
}
