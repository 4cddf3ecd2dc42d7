//! A token that leaked, as its owner is told of it.

use vocabulary::{LeakSource, Moment};

use crate::text::cleaned;
use crate::words::Words;

/// A token that was found where others can read it, and what is known of that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeakedToken {
    /// What its owner calls it.
    pub name: String,
    /// Its last four characters.
    pub last_four: String,
    /// When it was handed in.
    pub at: Moment,
    /// How it came to be known.
    pub source: LeakSource,
    /// Where it was found. Of what anybody can hand in this is left out: the words would be a stranger's.
    pub found: Option<String>,
    /// Since when it was there, where that is known.
    pub since: Option<Moment>,
    /// What it was used for since then, the last use first.
    pub uses: Vec<LeakedUse>,
    /// Whether it was used since from somewhere it was never used before.
    pub is_odd: bool,
}

/// From where a leaked token was used, and for what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeakedUse {
    /// The user agent.
    pub agent: Option<String>,
    /// The network.
    pub place: Option<String>,
    /// The last use.
    pub last: Moment,
    /// How many uses.
    pub count: u32,
    /// What was done, as the platform calls it.
    pub doing: Vec<String>,
}

impl LeakedToken {
    /// Where and how it was found.
    pub(crate) fn found_in_words(&self, words: Words) -> String {
        let how = words.say(match self.source {
            LeakSource::Scan => "leak-by-scan",
            LeakSource::Push => "leak-by-push",
            LeakSource::SecretScanning => "leak-by-secret-scanning",
            LeakSource::Finder | LeakSource::Hash => "leak-by-finder",
            LeakSource::Platform => "leak-by-platform",
        });
        match &self.found {
            Some(found) if !self.source.is_anybody() => format!("{how}: {}", cleaned(found)),
            _ => how,
        }
    }
}

impl LeakedUse {
    /// `Firefox on Linux, 203.0.113.0/24, 12 times, last 21 November: list-invoices`.
    pub(crate) fn in_words(&self, words: Words) -> String {
        let mut parts = Vec::new();
        if let Some(agent) = &self.agent {
            parts.push(words.agent(agent));
        }
        if let Some(place) = &self.place {
            parts.push(cleaned(place));
        }
        let last = words.date_and_time(self.last);
        parts.push(words.tell("leak-use", &[("count", self.count.into()), ("last", last.into())]));
        let line = parts.join(", ");
        if self.doing.is_empty() {
            return line;
        }
        let doing: Vec<String> = self.doing.iter().map(|doing| cleaned(doing)).collect();
        format!("{line}: {}", doing.join(", "))
    }
}
