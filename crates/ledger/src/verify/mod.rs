//! The verifier: reads a whole log and says what, if anything, was changed.
//!
//! It shares with the code that writes the log only the hashes and the names of tiles, and holds one tile of each
//! level at a time, so a log of any size is verified in the same memory. It reads from the signed root downwards:
//! a tile that hashes to what a vouched-for tile says of it is itself vouched for. So where two parts of the log
//! contradict each other, it can say which of the two was changed.

mod body;
mod fault;
mod walk;

pub use body::check_body;
pub use fault::{Beneath, CheckpointFault, Fault};

use crate::checkpoint::Checkpoint;
use crate::note::VerifierKey;
use crate::source::LogSource;

/// After how many faults verifying stops: a log with this many is damaged throughout, and a report has an end.
pub const MAX_FAULTS: usize = 1000;

/// What verifying a log found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The signed checkpoint; `None` when it does not hold, and then nothing else was looked at.
    pub checkpoint: Option<Checkpoint>,
    /// How many entries were read and found to be as the log says.
    pub entries_sound: u64,
    /// What is wrong, in the order of the log.
    pub faults: Vec<Fault>,
    /// Whether verifying stopped at [`MAX_FAULTS`] with more to look at.
    pub stopped_early: bool,
}

impl Report {
    /// Whether the log is whole and unchanged.
    pub const fn is_sound(&self) -> bool {
        self.checkpoint.is_some() && self.faults.is_empty()
    }

    fn without_checkpoint(fault: CheckpointFault) -> Self {
        let faults = vec![Fault::Checkpoint(fault)];
        Self {
            checkpoint: None,
            entries_sound: 0,
            faults,
            stopped_early: false,
        }
    }
}

/// Verifies a log: its checkpoint's signature, every tile of every level against what is beneath it, every entry
/// against its leaf hash, and the root.
pub fn verify_log(source: &(impl LogSource + ?Sized), key: &VerifierKey) -> Report {
    verify_log_and_entries(source, key, &mut |_, _| None)
}

/// Verifies a log as [`verify_log`] does, and calls `each_entry` with the number and the bytes of every entry that
/// is as the log says, in order. What it finds wrong joins the report; [`check_body`] is made for this.
pub fn verify_log_and_entries(
    source: &(impl LogSource + ?Sized),
    key: &VerifierKey,
    each_entry: &mut dyn FnMut(u64, &[u8]) -> Option<Fault>,
) -> Report {
    match read_checkpoint(source, key) {
        Ok(checkpoint) => walk::walk(source, checkpoint, each_entry),
        Err(fault) => Report::without_checkpoint(fault),
    }
}

/// Reads the published checkpoint and checks that the log signed it.
pub(crate) fn read_checkpoint(
    source: &(impl LogSource + ?Sized),
    key: &VerifierKey,
) -> Result<Checkpoint, CheckpointFault> {
    let note = source
        .checkpoint()
        .map_err(CheckpointFault::Unreadable)?
        .ok_or(CheckpointFault::Missing)?;
    let note = String::from_utf8(note).map_err(|_| CheckpointFault::NotText)?;
    Ok(Checkpoint::open(&note, key)?)
}
