//! Scans what is named, and says what it cost: `scan PREFIX PATH [THREADS]`. For measuring without the whole product.
#![expect(clippy::print_stdout, reason = "an example for the terminal")]

use std::error::Error;
use std::num::NonZero;
use std::path::PathBuf;

use exposure::contents::Limits;
use exposure::finder::Finder;
use exposure::token::Prefix;
use scanner::{Options, Progress};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let prefix = Prefix::new(&arguments.next().ok_or("name a prefix")?)?;
    let path = PathBuf::from(arguments.next().ok_or("name a path")?);
    let threads = match arguments.next() {
        Some(threads) => threads.parse::<NonZero<usize>>()?,
        None => std::thread::available_parallelism()?,
    };
    let finder = Finder::new(vec![prefix], Vec::new())?;
    let options = Options {
        finder: &finder,
        limits: Limits::default(),
        threads,
        progress: &Progress::new(),
    };
    let scan = scanner::paths(&options, &[path], None)?;
    println!("{:?}", scan.scanned);
    println!("{} found, {} skipped", scan.leaks.len(), scan.skipped.len());
    scan.skipped
        .iter()
        .take(5)
        .for_each(|skipped| println!("  `{}` {}", skipped.path, skipped.why));
    Ok(())
}
