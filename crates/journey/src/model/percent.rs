//! A share of a whole, exactly.

use std::fmt;
use std::str::FromStr;

/// A share from 0 % to 100 %, kept in millionths so that no target is ever rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percent(u32);

/// The text is not a share.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a share; write a number from 0 to 100 with at most 4 decimals and `%`, such as `99.9%`"
)]
pub struct PercentError(String);

const WHOLE: u32 = 1_000_000;

impl Percent {
    /// 100 %.
    pub const FULL: Self = Self(WHOLE);

    /// From millionths of the whole; more than the whole becomes the whole.
    pub const fn from_millionths(millionths: u32) -> Self {
        Self(if millionths > WHOLE { WHOLE } else { millionths })
    }

    /// Millionths of the whole, 0 to 1,000,000.
    pub const fn millionths(self) -> u32 {
        self.0
    }

    /// What is missing to 100 %, in millionths.
    pub const fn missing_millionths(self) -> u32 {
        WHOLE - self.0
    }
}

impl FromStr for Percent {
    type Err = PercentError;
    fn from_str(text: &str) -> Result<Self, PercentError> {
        let refuse = || PercentError(text.to_owned());
        let number = text.strip_suffix('%').ok_or_else(refuse)?.trim_end();
        let (whole, part) = number.split_once('.').unwrap_or((number, "0"));
        let digits =
            |text: &str| (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(whole) || !digits(part) {
            return Err(refuse());
        }
        let whole: u32 = whole.parse().map_err(|_| refuse())?;
        let part: u32 = format!("{part:0<4}").parse().map_err(|_| refuse())?;
        let millionths = whole * 10_000 + part;
        if millionths > WHOLE {
            return Err(refuse());
        }
        Ok(Self(millionths))
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, part) = (self.0 / 10_000, self.0 % 10_000);
        if part == 0 {
            return write!(out, "{whole}%");
        }
        let part = format!("{part:04}");
        write!(out, "{whole}.{}%", part.trim_end_matches('0'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_exact() {
        let check = |text: &str, expected: Option<(u32, &str)>| {
            let read = text.parse::<Percent>().ok();
            let read = read.map(|share| (share.millionths(), share.to_string()));
            let expected = expected.map(|(millionths, written)| (millionths, written.to_owned()));
            assert_eq!(read, expected, "{text:?}");
        };
        check("99.95%", Some((999_500, "99.95%")));
        check("99.9999%", Some((999_999, "99.9999%")));
        check("100%", Some((1_000_000, "100%")));
        check("0.0001%", Some((1, "0.0001%")));
        check("80 %", Some((800_000, "80%")));
        for wrong in [
            "",
            "%",
            "99",
            "100.0001%",
            "-1%",
            "1.%",
            ".5%",
            "99.99999%",
            "9e1%",
            "99,9%",
            "99999%",
        ] {
            check(wrong, None);
        }
    }
}
