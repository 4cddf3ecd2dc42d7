//! Rows that could not be read: counted, the first few kept to be shown.

use std::fmt;

use serde::Serialize;

/// Rows that were left out.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Faults {
    /// How many.
    pub count: u64,
    /// The first [`Faults::SHOWN`] of them.
    pub examples: Vec<Fault>,
}

/// A row that was left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: u64,
    /// What is wrong, and what to do.
    pub says: String,
}

impl Faults {
    /// How many are kept.
    pub const SHOWN: usize = 5;

    pub(crate) fn note(&mut self, file: &str, line: u64, says: impl FnOnce() -> String) {
        self.count += 1;
        if self.examples.len() < Self::SHOWN {
            self.examples.push(Fault {
                file: file.to_owned(),
                line,
                says: says(),
            });
        }
    }

    pub(crate) fn first(&self) -> Option<String> {
        self.examples.first().map(ToString::to_string)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}: {}", self.file, self.line, self.says)
    }
}

/// The beginning of what somebody wrote, without what would trouble a terminal.
pub(crate) fn clipped(text: &str) -> String {
    const MOST: usize = 40;
    let mut clipped: String = text
        .chars()
        .take(MOST)
        .map(|c| if c.is_control() { '\u{fffd}' } else { c })
        .collect();
    if text.chars().nth(MOST).is_some() {
        clipped.push('…');
    }
    clipped
}
