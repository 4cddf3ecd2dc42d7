//! What of people's was found where others can read it.

use vocabulary::{AccountId, LeakSource, Mark, Moment};

/// Exposure: is what leaks dead in time?
#[derive(Debug, Clone, Default)]
pub struct Exposure {
    /// Over how many days the figures reach.
    pub days: u32,
    /// How often a token was found, by the way in which it came to be known.
    pub found: Vec<(LeakSource, u64)>,
    /// How many tokens worked until then, and were ended.
    pub ended: u64,
    /// How many were tried and refused.
    pub refused: u64,
    /// Within which time half of them were refused, in words.
    pub half_within: Option<String>,
    /// Within which time 99 of 100 of them were refused, in words.
    pub most_within: Option<String>,
    /// What was found, the newest first.
    pub leaks: Vec<LeakRow>,
    /// Whether these are not the newest.
    pub is_older: bool,
    /// Where older ones begin.
    pub older: Option<u64>,
}

/// One token in one place.
#[derive(Debug, Clone)]
pub struct LeakRow {
    /// Its entry in the log.
    pub index: u64,
    /// Whose token it was.
    pub account: AccountId,
    /// The token's public id.
    pub token: String,
    /// When it was handed in.
    pub at: Moment,
    /// How it came to be known.
    pub source: LeakSource,
    /// Where it was found, as told.
    pub found: String,
    /// Since when it was there.
    pub since: Option<Moment>,
    /// What became of it.
    pub outcome: LeakOutcome,
    /// Whether it is a drill, or invented.
    pub mark: Mark,
}

/// What became of a token that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LeakOutcome {
    /// It was ended, and refused after this time, in words.
    Refused(String),
    /// It was ended, and has not been tried yet.
    Ended,
    /// It was over before.
    WasOver,
}
