//! What a program costs, or several of which one feeds the next.

use std::io::{Read as _, Seek as _};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::Context as _;

use crate::numbers::median;
use crate::process;
use crate::stopwatch::Stopwatch;

/// How often memory is looked at.
const BEAT: Duration = Duration::from_millis(2);

/// All programs of a pipe together.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cost {
    pub(crate) seconds: f64,
    pub(crate) cpu_seconds: f64,
    pub(crate) peak_bytes: u64,
}

/// The middle of several runs, and what the last one printed.
pub(crate) fn of(times: u16, make: impl Fn() -> Vec<Command>) -> anyhow::Result<(Cost, Vec<u8>)> {
    let mut costs = Vec::new();
    let mut printed = Vec::new();
    for _ in 0..times {
        let (cost, out) = once(make())?;
        costs.push(cost);
        printed = out;
    }
    let middle = |part: fn(&Cost) -> f64| median(&mut costs.iter().map(part).collect::<Vec<_>>());
    let cost = Cost {
        seconds: middle(|cost| cost.seconds),
        cpu_seconds: middle(|cost| cost.cpu_seconds),
        peak_bytes: costs.iter().map(|cost| cost.peak_bytes).max().unwrap_or_default(),
    };
    Ok((cost, printed))
}

fn once(commands: Vec<Command>) -> anyhow::Result<(Cost, Vec<u8>)> {
    let mut out = tempfile::tempfile()?;
    let count = commands.len();
    let watch = Stopwatch::start();
    let mut children: Vec<Child> = Vec::new();
    for (index, mut command) in commands.into_iter().enumerate() {
        let input = children.last_mut().and_then(|before| before.stdout.take());
        command.stdin(input.map_or_else(Stdio::null, Stdio::from));
        let is_last = index + 1 == count;
        command.stdout(if is_last {
            Stdio::from(out.try_clone()?)
        } else {
            Stdio::piped()
        });
        command.stderr(Stdio::null());
        let name = command.get_program().to_string_lossy().into_owned();
        children.push(
            command
                .spawn()
                .with_context(|| format!("cannot start `{name}`"))?,
        );
    }
    // Memory is told only of a program that runs; what it used of the CPU, until it is waited for.
    let mut peaks = vec![0; children.len()];
    loop {
        let mut runs = false;
        for (child, peak) in children.iter().zip(&mut peaks) {
            if let Some(bytes) = process::peak_bytes(child.id()) {
                *peak = bytes.max(*peak);
                runs = true;
            }
        }
        if !runs {
            break;
        }
        std::thread::sleep(BEAT);
    }
    let seconds = watch.seconds();
    let mut cpu_seconds = 0.0;
    for child in &mut children {
        cpu_seconds += process::cpu_seconds(child.id()).unwrap_or_default();
        child.wait()?;
    }
    let mut printed = Vec::new();
    out.rewind()?;
    out.read_to_end(&mut printed)?;
    let cost = Cost {
        seconds,
        cpu_seconds,
        peak_bytes: peaks.iter().sum(),
    };
    Ok((cost, printed))
}
