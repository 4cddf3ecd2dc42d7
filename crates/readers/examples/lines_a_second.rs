//! How many lines a second the readers take: `cargo run --release -p readers --example lines_a_second -- KIND FILE`.
//!
//! The file is held in memory and read over and over for about two seconds, so that the figure is that of the
//! reader and not of the disk.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a measurement reads the clock and prints what it found"
)]

use std::time::Instant;

use readers::{Input, Reader, Settings};
use vocabulary::Moment;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(input), Some(path)) = (arguments.next(), arguments.next()) else {
        return Err("give the kind of log and a file: `openssh auth.log`".into());
    };
    let input: Input = input.parse()?;
    let log = std::fs::read(path)?;
    let lines: Vec<&[u8]> = log.split(|byte| *byte == b'\n').collect();
    let mut events = Vec::new();
    let mut counts = (0, 0);
    let started = Instant::now();
    while started.elapsed().as_secs_f64() < 2.0 {
        let mut reader = Reader::new(input, Settings::at(Moment::from_millis(1_795_253_400_000)));
        for (number, line) in (1..).zip(&lines) {
            reader.line(number, line, &mut events);
        }
        reader.finish(&mut events);
        counts.0 += reader.counts().lines;
        counts.1 += reader.counts().events;
        events.clear();
    }
    let seconds = started.elapsed().as_secs_f64();
    println!(
        "{:.2} million lines and {:.2} million events a second",
        counts.0 as f64 / seconds / 1e6,
        counts.1 as f64 / seconds / 1e6
    );
    Ok(())
}
