//! Looks for leaked tokens in files, archives, streams and git repositories.
//!
//! What a token is, how it is found in bytes and what is said of it stands in `exposure`; how the objects of a
//! repository are come by, in `objects`. Here the two meet the machine: folders are walked ([`paths`]), streams are read
//! ([`input`]), git is asked what is staged ([`staged`]) or pushed ([`push`]), hooks are written ([`hook`]), and what
//! was clean is remembered ([`State`]).
//!
//! Nothing here prints, and nothing asks a server: whoever calls gets each token in memory, beside what may be said.

mod error;
mod eye;
mod files;
mod git;
pub mod hook;
mod progress;
mod pushed;
mod queue;
mod repository;
mod shown;
mod stage;
mod state;

use std::num::NonZero;

use exposure::contents::Limits;
use exposure::finder::Finder;
use exposure::finding::Leak;
use exposure::report::{Scanned, SkippedPlace};

pub use error::ScanError;
pub use files::{input, paths};
pub use progress::Progress;
pub use pushed::push;
pub use stage::staged;
pub use state::State;

/// How to scan.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// What is looked for.
    pub finder: &'a Finder,
    /// How far archives are opened.
    pub limits: Limits,
    /// How many threads look.
    pub threads: NonZero<usize>,
    /// Is told how far the scan is.
    pub progress: &'a Progress,
}

/// All that a scan came to.
#[derive(Debug, Default)]
pub struct Scan {
    /// What was found, with the tokens.
    pub leaks: Vec<Leak>,
    /// What was not looked at, or not at all of it.
    pub skipped: Vec<SkippedPlace>,
    /// How much was looked at.
    pub scanned: Scanned,
}

impl Scan {
    fn add(&mut self, other: Self) {
        self.leaks.extend(other.leaks);
        self.skipped.extend(other.skipped);
        let (own, other) = (&mut self.scanned, other.scanned);
        own.objects += other.objects;
        own.files += other.files;
        own.bytes += other.bytes;
        own.known += other.known;
        own.promised += other.promised;
    }

    /// Folds what is one finding, and brings everything into an order that does not depend on threads.
    fn settled(mut self) -> Self {
        self.leaks = exposure::report::gather(self.leaks);
        self.skipped.sort();
        self.skipped.dedup();
        self
    }
}
