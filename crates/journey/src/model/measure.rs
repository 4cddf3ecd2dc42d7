//! How we know whether a promise is kept.

use serde::{Deserialize, Serialize};
use vocabulary::{Moment, Span};

use super::{Glide, Percent};
use crate::selector::{Condition, Selector};
use crate::source::{Place, Placed, Written};

/// A measure, type-checked against the event catalogue.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// What is counted, and what counts as good.
    pub kind: MeasureKind,
    /// The rehearsal that shows that silence means something.
    pub drill: Option<Drill>,
    /// How many events are expected; only a `ratio` and a `within` have one.
    pub volume: Option<Placed<Volume>>,
    /// The way to the target; only a `share` has one.
    pub glide: Option<Glide>,
    /// Where the measure stands.
    pub place: Place,
    /// Where its keys' values are written.
    pub written: Written,
}

impl Measure {
    /// The share that keeps the promise at `now`: on a glide path less than the target until its day has come.
    pub fn needed(&self, now: Moment) -> Option<Percent> {
        let target = self.kind.target()?.value;
        let MeasureKind::Share { by: Some(by), .. } = self.kind else {
            return Some(target);
        };
        Some(
            self.glide
                .as_ref()
                .map_or(target, |glide| glide.needed(target, by, now)),
        )
    }
}

/// What is counted, and what counts as good.
#[derive(Debug, Clone, PartialEq)]
pub enum MeasureKind {
    /// Good events among the valid ones.
    Ratio {
        /// Which events are valid.
        of: Selector,
        /// Which of them are good.
        good: Condition,
        /// The least share that keeps the promise.
        target: Placed<Percent>,
        /// How far back is counted.
        over: Span,
        /// Fewer valid events than this prove nothing.
        min_events: Option<u64>,
    },
    /// Starts that were followed by their end in time.
    Within {
        /// What starts the clock.
        from: Selector,
        /// What stops it.
        to: Selector,
        /// The field that start and end share.
        same: String,
        /// The longest that keeps the promise.
        limit: Span,
        /// The least share that keeps the promise.
        target: Placed<Percent>,
        /// How far back is counted.
        over: Span,
        /// Fewer starts than this prove nothing.
        min_events: Option<u64>,
    },
    /// People for whom something holds, each counted at their weakest way in.
    Share {
        /// Which people count.
        of: Selector,
        /// For which of them it holds.
        good: Condition,
        /// The share to reach.
        target: Placed<Percent>,
        /// The day, at its end in UTC, on which it is to be reached.
        by: Option<Moment>,
    },
    /// What must not happen, ever.
    Never {
        /// One of these breaks the promise.
        event: Selector,
    },
}

impl MeasureKind {
    /// The word that files use for it.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Ratio { .. } => "ratio",
            Self::Within { .. } => "within",
            Self::Share { .. } => "share",
            Self::Never { .. } => "never",
        }
    }

    /// The share that keeps the promise; a `never` has none.
    pub const fn target(&self) -> Option<&Placed<Percent>> {
        match self {
            Self::Ratio { target, .. } | Self::Within { target, .. } | Self::Share { target, .. } => {
                Some(target)
            }
            Self::Never { .. } => None,
        }
    }

    /// Fewer events than this prove nothing, where the measure says so itself.
    pub const fn min_events(&self) -> Option<u64> {
        match self {
            Self::Ratio { min_events, .. } | Self::Within { min_events, .. } => *min_events,
            Self::Share { .. } | Self::Never { .. } => None,
        }
    }

    /// How far back is counted; `share` and `never` look at everything there is.
    pub const fn over(&self) -> Option<Span> {
        match self {
            Self::Ratio { over, .. } | Self::Within { over, .. } => Some(*over),
            Self::Share { .. } | Self::Never { .. } => None,
        }
    }
}

/// How many events come in: `20000 per 30d`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Volume {
    /// How many.
    pub events: u64,
    /// In which time; never nought.
    pub per: Span,
}

impl Volume {
    /// How many events come in within a time, rounded down.
    pub fn within(self, span: Span) -> u64 {
        let (span, per) = (span.as_millis(), self.per.as_millis().max(1));
        let events =
            u128::from(self.events) * u128::from(span.unsigned_abs()) / u128::from(per.unsigned_abs());
        u64::try_from(events).unwrap_or(u64::MAX)
    }
}

impl std::fmt::Display for Volume {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{} per {}", self.events, self.per)
    }
}

impl From<Volume> for String {
    fn from(volume: Volume) -> Self {
        volume.to_string()
    }
}

impl TryFrom<String> for Volume {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl std::str::FromStr for Volume {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let refuse = || {
            format!(
                "`{text}` is not a number of events; write how many in which time, such as `20000 per 30d`"
            )
        };
        let [events, "per", per] = text.split_whitespace().collect::<Vec<_>>()[..] else {
            return Err(refuse());
        };
        let events = events.parse().map_err(|_| refuse())?;
        match per.parse() {
            Ok(per) if per > Span::ZERO => Ok(Self { events, per }),
            _ => Err(refuse()),
        }
    }
}

/// A rehearsal: `copied-cookie every 7d`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drill {
    /// Which one.
    pub name: String,
    /// How often.
    pub every: Span,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_volume_is_read_and_scaled() {
        let check = |text: &str, over: &str, expected: Option<u64>| {
            let volume = text.parse::<Volume>().ok();
            assert_eq!(
                volume.map(|volume| volume.within(over.parse().unwrap())),
                expected,
                "{text}"
            );
        };
        check("20000 per 30d", "30d", Some(20_000));
        check("20000 per 30d", "1h", Some(27));
        check("5  per 1d", "4w", Some(140));
        check("18446744073709551615 per 1s", "4000000000w", Some(u64::MAX));
        check("0 per 1d", "30d", Some(0));
        for wrong in [
            "",
            "20000",
            "20000 every 30d",
            "-1 per 1d",
            "5 per 0s",
            "5 per day",
            "5.5 per 1d",
            "a per 1d b",
        ] {
            check(wrong, "1d", None);
        }
    }
}
