//! A length of time, in whole milliseconds, written as `90s`, `10m`, `12h`, `30d`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A length of time, never negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Span(i64);

/// The text is not a length of time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a length of time; write a whole number and a unit, such as `60s`, `10m`, `12h`, `30d` or `2w`"
)]
pub struct SpanError(String);

const UNITS: [(&str, i64); 5] = [
    ("w", 604_800_000),
    ("d", 86_400_000),
    ("h", 3_600_000),
    ("m", 60_000),
    ("s", 1_000),
];

impl Span {
    /// No time at all.
    pub const ZERO: Self = Self(0);

    /// From milliseconds; a negative number becomes zero.
    pub const fn from_millis(millis: i64) -> Self {
        if millis < 0 { Self(0) } else { Self(millis) }
    }
    /// From seconds.
    pub const fn from_seconds(seconds: i64) -> Self {
        Self::from_millis(seconds.saturating_mul(1_000))
    }
    /// From minutes.
    pub const fn from_minutes(minutes: i64) -> Self {
        Self::from_seconds(minutes.saturating_mul(60))
    }
    /// From hours.
    pub const fn from_hours(hours: i64) -> Self {
        Self::from_minutes(hours.saturating_mul(60))
    }
    /// From days of 24 hours.
    pub const fn from_days(days: i64) -> Self {
        Self::from_hours(days.saturating_mul(24))
    }
    /// Milliseconds.
    pub const fn as_millis(self) -> i64 {
        self.0
    }
    /// Whole seconds, rounded up, so that "try again in" is never too early.
    pub const fn as_seconds_up(self) -> i64 {
        (self.0 + 999).div_euclid(1_000)
    }
    /// For `tokio`, which waits in its own unit.
    pub const fn to_std(self) -> std::time::Duration {
        std::time::Duration::from_millis(self.0.unsigned_abs())
    }
    /// `60 seconds`, `10 minutes`, `2 hours`, `30 days`: for sentences. The largest unit of which there are
    /// at least two (or exactly one) is used, rounded down.
    pub fn in_words(self) -> String {
        let words = [
            (604_800_000 * 8, 604_800_000, "week"),
            (172_800_000, 86_400_000, "day"),
            (7_200_000, 3_600_000, "hour"),
            (120_000, 60_000, "minute"),
        ];
        for (from, size, word) in words {
            if self.0 >= from || self.0 == size {
                let count = self.0 / size;
                return format!("{count} {word}{}", if count == 1 { "" } else { "s" });
            }
        }
        if self.0 > 0 && self.0 < 1_000 {
            return "less than a second".to_owned();
        }
        let count = self.0 / 1_000;
        format!("{count} second{}", if count == 1 { "" } else { "s" })
    }
}

impl FromStr for Span {
    type Err = SpanError;
    fn from_str(text: &str) -> Result<Self, SpanError> {
        let refuse = || SpanError(text.to_owned());
        if let Some(count) = text.strip_suffix("ms") {
            return count
                .parse::<u32>()
                .map(|ms| Self(i64::from(ms)))
                .map_err(|_| refuse());
        }
        let (unit, size) = UNITS
            .into_iter()
            .find(|(unit, _)| text.ends_with(unit))
            .ok_or_else(refuse)?;
        let count = text.strip_suffix(unit).ok_or_else(refuse)?;
        let count: u32 = count.parse().map_err(|_| refuse())?;
        i64::from(count).checked_mul(size).map(Self).ok_or_else(refuse)
    }
}

impl fmt::Display for Span {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (unit, size) in UNITS {
            if self.0 > 0 && self.0 % size == 0 && unit != "w" {
                return write!(out, "{}{unit}", self.0 / size);
            }
        }
        if self.0 == 0 {
            out.write_str("0s")
        } else {
            write!(out, "{}ms", self.0)
        }
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            serializer.serialize_i64(self.0)
        }
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
            text.parse().map_err(de::Error::custom)
        } else {
            i64::deserialize(deserializer).map(Self::from_millis)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_read_and_written_with_their_unit() {
        let check = |text: &str, millis: i64, written: &str, words: &str| {
            let span: Span = text.parse().unwrap();
            assert_eq!(
                (
                    span.as_millis(),
                    span.to_string().as_str(),
                    span.in_words().as_str()
                ),
                (millis, written, words)
            );
        };
        check("60s", 60_000, "1m", "1 minute");
        check("90s", 90_000, "90s", "90 seconds");
        check("12h", 43_200_000, "12h", "12 hours");
        check("30d", 2_592_000_000, "30d", "30 days");
        check("2w", 1_209_600_000, "14d", "14 days");
        check("250ms", 250, "250ms", "less than a second");
        for wrong in ["", "5", "m", "-3d", "1.5h", "9999999999d", "d5"] {
            assert!(wrong.parse::<Span>().is_err(), "{wrong:?}");
        }
    }
}
