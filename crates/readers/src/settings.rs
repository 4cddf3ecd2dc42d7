//! What a reader is told before it begins.

use vocabulary::Moment;

/// What a log leaves out and a reader has to be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// The time of reading: a line without a year is never taken to speak of the future.
    pub now: Moment,
    /// The year of the first line, for logs that leave it out; otherwise it is guessed.
    pub year: Option<i16>,
    /// The clock of the machine that wrote the log, in minutes east of UTC, for logs that leave it out.
    pub zone_minutes: i16,
}

impl Settings {
    /// A log written in UTC, read now.
    pub const fn at(now: Moment) -> Self {
        Self {
            now,
            year: None,
            zone_minutes: 0,
        }
    }
}
