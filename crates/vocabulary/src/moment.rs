//! A point in time, in whole milliseconds.

use std::fmt;
use std::ops::{Add, Sub};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::Span;

/// A point in time: milliseconds since 1970-01-01T00:00:00Z. Written as RFC 3339 in UTC where a person or
/// another program reads it, as a number in compact encodings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Moment(i64);

/// The text is not a moment.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a moment; write RFC 3339, such as `2026-11-21T09:30:00Z`")]
pub struct MomentError(String);

/// The years 0001 to 9999, which RFC 3339 can write.
const EARLIEST_MS: i64 = -62_135_596_800_000;
const LATEST_MS: i64 = 253_402_300_799_999;

impl Moment {
    /// The start of 1970, UTC.
    pub const EPOCH: Self = Self(0);

    /// From milliseconds since 1970-01-01T00:00:00Z; held within the years 1 to 9999.
    pub const fn from_millis(millis: i64) -> Self {
        if millis < EARLIEST_MS {
            Self(EARLIEST_MS)
        } else if millis > LATEST_MS {
            Self(LATEST_MS)
        } else {
            Self(millis)
        }
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub const fn as_millis(self) -> i64 {
        self.0
    }

    /// Reads RFC 3339 with an offset.
    pub fn parse(text: &str) -> Result<Self, MomentError> {
        let stamp: jiff::Timestamp = text.parse().map_err(|_| MomentError(text.to_owned()))?;
        Ok(Self::from_millis(stamp.as_millisecond()))
    }

    /// The time that passed since `earlier`; zero if `earlier` is later.
    pub fn since(self, earlier: Self) -> Span {
        Span::from_millis(self.0.saturating_sub(earlier.0).max(0))
    }

    /// Hour of the day in UTC, 0 to 23.
    #[expect(clippy::cast_possible_truncation, reason = "the value is 0 to 23")]
    pub const fn hour_of_day(self) -> u8 {
        (self.0.div_euclid(3_600_000).rem_euclid(24)) as u8
    }

    /// Day of the week in UTC, 0 for Monday to 6 for Sunday.
    #[expect(clippy::cast_possible_truncation, reason = "the value is 0 to 6")]
    pub const fn weekday(self) -> u8 {
        // 1970-01-01 was a Thursday.
        ((self.0.div_euclid(86_400_000) + 3).rem_euclid(7)) as u8
    }

    /// Whole hours since 1970: the bucket in which tallies are kept.
    pub const fn hour(self) -> i64 {
        self.0.div_euclid(3_600_000)
    }

    /// `2026-11-21 09:30` in UTC, for people.
    pub fn to_minute(self) -> String {
        let text = self.to_string();
        text.get(..16).unwrap_or(&text).replace('T', " ")
    }
}

impl Add<Span> for Moment {
    type Output = Self;
    fn add(self, span: Span) -> Self {
        Self::from_millis(self.0.saturating_add(span.as_millis()))
    }
}

impl Sub<Span> for Moment {
    type Output = Self;
    fn sub(self, span: Span) -> Self {
        Self::from_millis(self.0.saturating_sub(span.as_millis()))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_millisecond(self.0) {
            Ok(stamp) => write!(out, "{stamp:.3}"),
            Err(_) => write!(out, "{} ms", self.0),
        }
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            serializer.serialize_i64(self.0)
        }
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
            Self::parse(&text).map_err(de::Error::custom)
        } else {
            i64::deserialize(deserializer).map(Self::from_millis)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_and_written_as_rfc_3339() {
        let check = |text: &str, millis: i64, written: &str| {
            let moment = Moment::parse(text).unwrap();
            assert_eq!(
                (moment.as_millis(), moment.to_string().as_str()),
                (millis, written)
            );
        };
        check("1970-01-01T00:00:00Z", 0, "1970-01-01T00:00:00.000Z");
        check(
            "2026-11-21T10:30:00.25+01:00",
            1_795_253_400_250,
            "2026-11-21T09:30:00.250Z",
        );
        assert!(
            Moment::parse("yesterday")
                .unwrap_err()
                .to_string()
                .contains("`yesterday`")
        );
    }

    #[test]
    fn week_and_day_are_those_of_utc() {
        let moment = Moment::parse("2026-11-21T23:59:59Z").unwrap();
        assert_eq!((moment.weekday(), moment.hour_of_day()), (5, 23));
        assert_eq!(
            (
                Moment::from_millis(-1).weekday(),
                Moment::from_millis(-1).hour_of_day()
            ),
            (2, 23)
        );
    }
}
