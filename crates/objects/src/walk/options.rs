//! What a walk shows, and what it may cost.

use std::num::NonZero;
use std::path::PathBuf;
use std::thread;

use crate::errors::Skipped;
use crate::known::Known;
use crate::object::Kinds;

/// How to walk. The default shows everything.
#[derive(Clone, Copy)]
pub struct WalkOptions<'a> {
    /// How many threads look: as many as the machine runs at once, unless said otherwise.
    pub threads: NonZero<usize>,
    /// Which kinds are shown.
    pub kinds: Kinds,
    /// Bytes of the largest object that is held whole. A larger one comes in windows of 16 MiB, or is skipped where it
    /// is stored as a delta or others are stored as deltas of it: git makes no deltas of files from 512 MiB on
    /// (`core.bigFileThreshold`), which is the default here. A thread holds at most three things of this size.
    pub largest: u64,
    /// Bytes by which windows overlap: whatever is searched for must be shorter.
    pub overlap: usize,
    /// Bytes that all threads together hold of objects that others build on. Beyond that they are let go and inflated
    /// once more when they are needed.
    pub bases: usize,
    /// Bytes that all objects and deltas together may inflate to, with 4 KiB more for each delta, so that a few bytes of
    /// a hostile pack do not keep the machine busy for ever.
    pub most: u64,
    /// What is not shown again.
    pub known: Option<&'a Known>,
    /// Only what is in these object directories and in no others is shown, though the others are read for what it builds
    /// on: what a push brings, before it is accepted.
    pub only: Option<&'a [PathBuf]>,
    /// Whether [`Walked::known`] is wanted. Nothing is remembered of a walk that ended early or shows some kinds only.
    pub remember: bool,
    /// Is told now and then how far the walk has come, by whichever thread it is.
    pub progress: Option<&'a (dyn Fn(Progress) + Sync)>,
}

impl Default for WalkOptions<'_> {
    fn default() -> Self {
        Self {
            threads: thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN),
            kinds: Kinds::ALL,
            largest: 512 << 20,
            overlap: 64 << 10,
            bases: 96 << 20,
            most: 1 << 40,
            known: None,
            only: None,
            remember: false,
            progress: None,
        }
    }
}

/// How far a walk has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Objects that were shown.
    pub done: u64,
    /// Objects that will have been shown when nothing is skipped.
    pub of: u64,
}

/// What came of a walk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Walked {
    /// Objects that were shown.
    pub objects: u64,
    /// Their bytes, inflated.
    pub bytes: u64,
    /// Objects that were not shown because they are known.
    pub known_before: u64,
    /// What should have been shown and could not be.
    pub skipped: Vec<Skipped>,
    /// Objects that are named by what was shown and are not here, because another repository has promised to hold them
    /// (a partial clone). They are only counted in repositories to which something was promised.
    pub promised: u64,
    /// Commits below which history was cut off (a shallow clone).
    pub shallow: u64,
    /// With [`WalkOptions::remember`]: what was shown now and what was known before.
    pub known: Known,
}
