//! The log and one of its entries.

use vocabulary::Moment;

use super::Entry;

/// Why: one log entry explained.
#[derive(Debug, Clone)]
pub struct Decision {
    /// The entry.
    pub entry: Entry,
    /// Where the promise at stake is shown: journey and promise, where it is still stated.
    pub promise: Option<(String, String)>,
    /// The hash of its leaf, as the log writes it.
    pub leaf_hash: String,
    /// The signed checkpoint that covers it; `None` until the next one is signed.
    pub covered_by: Option<Checkpoint>,
}

/// An entry whose body was made unreadable at the wish of the person whom it was about.
#[derive(Debug, Clone, Default)]
pub struct Erased {
    /// Its place in the log.
    pub index: u64,
    /// The hash of its leaf, as the log writes it.
    pub leaf_hash: String,
    /// The signed checkpoint that covers it; `None` until the next one is signed.
    pub covered_by: Option<Checkpoint>,
}

/// A signed checkpoint of the log.
#[derive(Debug, Clone, Default)]
pub struct Checkpoint {
    /// How many entries it covers.
    pub size: u64,
    /// The root hash.
    pub root: String,
    /// When it was signed.
    pub at: Moment,
}

/// Log: is it whole?
#[derive(Debug, Clone, Default)]
pub struct Log {
    /// The log's own name, which every checkpoint begins with.
    pub origin: String,
    /// How many entries there are.
    pub size: u64,
    /// The public key with which checkpoints are verified.
    pub verifier_key: String,
    /// Signed checkpoints, newest first.
    pub checkpoints: Vec<Checkpoint>,
    /// What the last self-check found.
    pub self_check: SelfCheck,
    /// How to verify it oneself: what it does, and the command.
    pub commands: Vec<(String, String)>,
}

/// What the server found when it last checked its own log.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum SelfCheck {
    /// It has not been done yet.
    #[default]
    NotYet,
    /// Everything fits.
    Whole {
        /// When it was done.
        at: Moment,
        /// How many entries were checked.
        entries: u64,
    },
    /// Something does not fit.
    Faulty {
        /// When it was done.
        at: Moment,
        /// What does not fit, in words.
        faults: Vec<String>,
    },
}
