//! The corpus of breached passwords at full size: how small it is, how fast it is made and asked, and how many ranges a
//! core serves.
//!
//! The keys are uniform, as hashes are, from a seeded generator; the counts fall off as 1/n, as those of the published
//! corpus about do. Look-ups depend on each other's answers, so that what is measured is how long one takes and not how
//! many fit beside each other. Times are of this thread's CPU, which others on the machine change less than those of
//! the clock; their use of its caches they share all the same.

mod membership;
mod ranges;

use std::path::PathBuf;
use std::time::Duration;

use crate::dice::mixed;
use crate::folder::Folder;
use crate::{machine, numbers};

/// `passwords`
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// How many passwords the corpus has.
    #[arg(long, default_value_t = 100_000_000, value_parser = clap::value_parser!(u64).range(1_000..=1_000_000_000))]
    keys: u64,
    /// Connections to the range server at once.
    #[arg(long, default_value_t = 32, value_parser = clap::value_parser!(u64).range(1..=1_000))]
    connections: u64,
    /// Seconds for which each server is pressed.
    #[arg(long, default_value_t = 5)]
    seconds: u64,
    /// The product's binary; the one of this workspace where nobody says.
    #[arg(long)]
    binary: Option<PathBuf>,
    /// Where the files are made; a temporary folder where nobody says.
    #[arg(long)]
    folder: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    machine::print();
    let folder = Folder::of(arguments.folder.as_deref())?;
    let keys = keys(arguments.keys);
    println!("corpus: {} passwords", numbers::count(keys.len() as f64));
    membership::measure(&keys, folder.path())?;
    let load = ranges::Load {
        connections: arguments.connections,
        longest: Duration::from_secs(arguments.seconds),
        binary: arguments.binary.as_deref(),
    };
    ranges::measure(keys, folder.path(), &load)
}

/// Uniform keys in order. The generator is a bijection, so that no key is there twice.
fn keys(count: u64) -> Vec<u64> {
    let mut keys: Vec<u64> = (1..=count)
        .map(|place| mixed(place.wrapping_mul(0x9e37_79b9_7f4a_7c15)))
        .collect();
    keys.sort_unstable();
    keys
}

/// CPU time that this thread has used, in nanoseconds (the first figure of `schedstat`, proc(5)).
fn thread_nanos() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    text.split(' ')
        .next()
        .and_then(|nanos| nanos.parse().ok())
        .unwrap_or(0.0)
}
