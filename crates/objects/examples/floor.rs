//! What walking over a repository costs when one looks for a single literal: `floor REPOSITORY [LITERAL] [THREADS]`.
//!
//! Beside `git cat-file --batch-all-objects --batch --unordered | rg -c LITERAL` it tells how far both are from each
//! other on one machine.
#![expect(clippy::print_stdout, reason = "an example for the terminal")]
#![expect(clippy::disallowed_methods, reason = "measuring is what it is for")]

use std::error::Error;
use std::fs;
use std::num::NonZero;
use std::path::PathBuf;
use std::time::Instant;

use memchr::memmem::Finder;
use objects::{Object, Repository, Visitor, WalkOptions, Wants};

struct Search<'l> {
    literal: Finder<'l>,
    hits: u64,
}

impl Visitor for Search<'_> {
    fn see(&mut self, object: &Object<'_>) -> Wants {
        self.hits += self.literal.find_iter(object.bytes).count() as u64;
        Wants::More
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1);
    let path = PathBuf::from(arguments.next().ok_or("name a repository")?);
    let literal = arguments
        .next()
        .map_or("acme_api_".into(), |text| text.to_string_lossy().into_owned());
    let mut options = WalkOptions::default();
    if let Some(threads) = arguments.next() {
        options.threads = threads.to_string_lossy().parse::<NonZero<usize>>()?;
    }
    let start = Instant::now();
    let repository = Repository::open(&path)?;
    let (found, walked) = repository.walk(&options, || Search {
        literal: Finder::new(literal.as_bytes()),
        hits: 0,
    })?;
    let wall = start.elapsed().as_secs_f64();
    let hits: u64 = found.iter().map(|search| search.hits).sum();
    let shares: Vec<u64> = found.iter().map(|search| search.hits).collect();
    println!("objects    {}", walked.objects);
    println!("bytes      {}", walked.bytes);
    println!("hits       {hits} {shares:?}");
    println!("promised   {}", walked.promised);
    println!("skipped    {}", walked.skipped.len());
    for skipped in walked.skipped.iter().take(10) {
        println!("  {skipped}");
    }
    println!("wall s     {wall:.3}");
    println!("cpu s      {:.2}", cpu_seconds()?);
    println!("peak MB    {}", peak_kilobytes()? / 1024);
    Ok(())
}

/// User and system time of this process, from the fourteenth and fifteenth field of its line.
fn cpu_seconds() -> Result<f64, Box<dyn Error>> {
    let line = fs::read_to_string("/proc/self/stat")?;
    let (_, fields) = line.rsplit_once(')').ok_or("no name in /proc/self/stat")?;
    let ticks: Result<Vec<f64>, _> = fields
        .split_whitespace()
        .skip(11)
        .take(2)
        .map(str::parse)
        .collect();
    Ok(ticks?.iter().sum::<f64>() / 100.0)
}

fn peak_kilobytes() -> Result<u64, Box<dyn Error>> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    Ok(line
        .and_then(|line| line.split_whitespace().next())
        .ok_or("no VmHWM")?
        .parse()?)
}
