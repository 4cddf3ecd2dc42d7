//! When a line was written, in the three ways in which syslog says it.
//!
//! Dates are worked out here by hand and not by a library: this runs for each line, and the forms are few.

use vocabulary::limits::MAX_AHEAD;
use vocabulary::{Moment, Span};

use crate::settings::Settings;

const DAY_MS: i64 = 86_400_000;
const MINUTE_MS: i64 = 60_000;

/// How far back a line may lie behind the one before it: rotated logs are sometimes joined in the wrong order.
/// A log without years that seems to go further back has gone on to the next year.
const MAX_DISORDER: Span = Span::from_days(30);

/// The clock of one log: remembers enough to say in which year a line was written that leaves the year out.
#[derive(Debug)]
pub(super) struct Clock {
    settings: Settings,
    /// The year of the line before and when it was written.
    before: Option<(i64, Moment)>,
}

impl Clock {
    pub(super) fn new(settings: Settings) -> Self {
        Self {
            settings,
            before: None,
        }
    }

    /// Reads the time at the beginning of a line; gives it with what follows after one blank.
    pub(super) fn read<'a>(&mut self, line: &'a str) -> Option<(Moment, &'a str)> {
        if line.as_bytes().first()?.is_ascii_digit() {
            self.with_year(line)
        } else {
            self.without_year(line)
        }
    }

    /// `2026-11-21T09:30:00.123456+01:00`, as RFC 3339 has it; the journal's `+0100` and a blank for the `T`
    /// are accepted, and so is no offset at all, which means the machine's own clock.
    fn with_year<'a>(&self, line: &'a str) -> Option<(Moment, &'a str)> {
        let mut at = Cursor(line.as_bytes());
        let year = at.number(4)?;
        at.expect(b'-')?;
        let month = at.number(2)?;
        at.expect(b'-')?;
        let day = at.number(2)?;
        at.expect(b'T').or_else(|| at.expect(b' '))?;
        let time = at.time_of_day()?;
        let fraction = at.fraction()?;
        let offset = at.offset()?.unwrap_or(i64::from(self.settings.zone_minutes));
        at.expect(b' ')?;
        let days = days_since_1970(year, month, day)?;
        let moment = Moment::from_millis(days * DAY_MS + time + fraction - offset * MINUTE_MS);
        Some((moment, line.get(line.len() - at.0.len()..)?))
    }

    /// `Dec 10 06:55:46`, as RFC 3164 has it.
    fn without_year<'a>(&mut self, line: &'a str) -> Option<(Moment, &'a str)> {
        let mut at = Cursor(line.as_bytes());
        let month = at.month_name()?;
        at.expect(b' ')?;
        let day = if at.expect(b' ').is_some() {
            at.number(1)?
        } else {
            at.number(2)?
        };
        at.expect(b' ')?;
        let time = at.time_of_day()?;
        let time = time + at.fraction()? - i64::from(self.settings.zone_minutes) * MINUTE_MS;
        at.expect(b' ')?;
        let moment = self.in_its_year(month, day, time)?;
        Some((moment, line.get(line.len() - at.0.len()..)?))
    }

    /// The first line lies in the year that was given, or else in the newest one that does not put it in the
    /// future. Each later line lies in the first year that does not put it further behind its predecessor
    /// than [`MAX_DISORDER`]: so December is followed by the next January, and a line of December that was
    /// written down after New Year stays where it belongs. Without a given year no line is put in the future.
    fn in_its_year(&mut self, month: i64, day: i64, time: i64) -> Option<Moment> {
        let latest = self.settings.now + MAX_AHEAD;
        let moment_in = |year| {
            Some(Moment::from_millis(
                days_since_1970(year, month, day)? * DAY_MS + time,
            ))
        };
        let given = self.settings.year.map(i64::from);
        let newest = match self.before {
            None => given.unwrap_or_else(|| year_of(latest) + 1),
            Some((year, before)) => (year - 1..=year + 1)
                .find(|year| moment_in(*year).is_some_and(|at| at >= before - MAX_DISORDER))
                .unwrap_or(year),
        };
        // Where the year is guessed: nine years hold at least one 29 February, whichever they are.
        let back = if given.is_some() { 0 } else { 8 };
        let (year, moment) = (0..=back).find_map(|back| {
            let moment = moment_in(newest - back)?;
            (given.is_some() || moment <= latest).then_some((newest - back, moment))
        })?;
        self.before = Some((year, moment));
        Some(moment)
    }
}

/// What is left of a text; every step takes something off its front or says no and takes nothing.
struct Cursor<'a>(&'a [u8]);

impl Cursor<'_> {
    fn expect(&mut self, byte: u8) -> Option<()> {
        let (first, rest) = self.0.split_first()?;
        (*first == byte).then(|| self.0 = rest)
    }

    fn number(&mut self, digits: usize) -> Option<i64> {
        let (number, rest) = self.0.split_at_checked(digits)?;
        let mut value = 0;
        for byte in number {
            if !byte.is_ascii_digit() {
                return None;
            }
            value = value * 10 + i64::from(byte - b'0');
        }
        self.0 = rest;
        Some(value)
    }

    /// `06:55:46` in milliseconds since midnight. The sixtieth second, a leap second, is the end of the
    /// fifty-ninth.
    fn time_of_day(&mut self) -> Option<i64> {
        let hour = self.number(2)?;
        self.expect(b':')?;
        let minute = self.number(2)?;
        self.expect(b':')?;
        let second = self.number(2)?;
        let sensible = hour < 24 && minute < 60 && second <= 60;
        sensible.then(|| ((hour * 60 + minute) * 60 + second.min(59)) * 1_000)
    }

    /// `.123456`, or nothing, in whole milliseconds.
    fn fraction(&mut self) -> Option<i64> {
        if self.expect(b'.').or_else(|| self.expect(b',')).is_none() {
            return Some(0);
        }
        let mut millis = 0;
        let mut worth = 100;
        let mut digits = 0;
        while let Some(digit) = self.number(1) {
            millis += digit * worth;
            worth /= 10;
            digits += 1;
        }
        (digits > 0).then_some(millis)
    }

    /// `Z`, `+01:00` or `+0100` in minutes east of UTC; `Some(None)` where there is none.
    #[expect(clippy::option_option, reason = "no offset and a broken one are two things")]
    fn offset(&mut self) -> Option<Option<i64>> {
        let sign = match self.0.first() {
            Some(b'Z' | b'z') => {
                self.0 = self.0.get(1..)?;
                return Some(Some(0));
            }
            Some(b'+') => 1,
            Some(b'-') => -1,
            _ => return Some(None),
        };
        self.0 = self.0.get(1..)?;
        let hours = self.number(2)?;
        // The colon is there in RFC 3339 and missing in what the journal writes.
        let _colon = self.expect(b':');
        let minutes = self.number(2)?;
        (hours < 24 && minutes < 60).then_some(Some(sign * (hours * 60 + minutes)))
    }

    fn month_name(&mut self) -> Option<i64> {
        let (name, rest) = self.0.split_at_checked(3)?;
        let month = match name {
            b"Jan" => 1,
            b"Feb" => 2,
            b"Mar" => 3,
            b"Apr" => 4,
            b"May" => 5,
            b"Jun" => 6,
            b"Jul" => 7,
            b"Aug" => 8,
            b"Sep" => 9,
            b"Oct" => 10,
            b"Nov" => 11,
            b"Dec" => 12,
            _ => return None,
        };
        self.0 = rest;
        Some(month)
    }
}

/// Days from 1970-01-01 to a date of the Gregorian calendar, or `None` where there is no such date.
/// Counts in years that begin in March, so that the leap day comes last.
fn days_since_1970(year: i64, month: i64, day: i64) -> Option<i64> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if !(1..=9999).contains(&year) || !(1..=last).contains(&day) {
        return None;
    }
    let year = if month <= 2 { year - 1 } else { year };
    let month_from_march = (month + 9) % 12;
    let days_before_month = (153 * month_from_march + 2) / 5;
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    // 719,468 days lie between 0000-03-01 and 1970-01-01.
    Some(year * 365 + leap_days + days_before_month + day - 1 - 719_468)
}

/// The year in which a moment lies, UTC.
fn year_of(moment: Moment) -> i64 {
    let day = moment.as_millis().div_euclid(DAY_MS);
    // An estimate by the mean length of a year is off by one at most.
    let guess = 1970 + (day * 400).div_euclid(146_097);
    if days_since_1970(guess + 1, 1, 1).is_some_and(|next| next <= day) {
        guess + 1
    } else if days_since_1970(guess, 1, 1).is_some_and(|first| first > day) {
        guess - 1
    } else {
        guess
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOW: &str = "2026-11-21T09:30:00Z";

    fn settings(year: Option<i16>, zone_minutes: i16) -> Settings {
        Settings {
            now: Moment::parse(NOW).unwrap(),
            year,
            zone_minutes,
        }
    }

    fn check_all(settings: Settings, lines: &[(&str, &str)]) {
        let mut clock = Clock::new(settings);
        for (stamp, expected) in lines {
            let line = format!("{stamp} rest");
            let (at, rest) = clock
                .read(&line)
                .unwrap_or_else(|| panic!("`{stamp}` was not read"));
            assert_eq!((at, rest), (Moment::parse(expected).unwrap(), "rest"), "{stamp}");
        }
    }

    #[test]
    fn each_way_of_writing_a_time_is_read() {
        check_all(
            settings(None, 120),
            &[
                ("2026-11-21T09:30:00.123456+01:00", "2026-11-21T08:30:00.123Z"),
                ("2026-11-21T09:30:00+0100", "2026-11-21T08:30:00Z"),
                ("2026-11-21T09:30:00-05:30", "2026-11-21T15:00:00Z"),
                ("2026-11-21T09:30:00Z", "2026-11-21T09:30:00Z"),
                ("2026-11-21 09:30:00,5", "2026-11-21T07:30:00.500Z"),
                ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z"),
                ("Nov  1 02:00:00", "2026-11-01T00:00:00Z"),
                ("Nov 21 09:30:00", "2026-11-21T07:30:00Z"),
            ],
        );
    }

    #[test]
    fn what_is_no_time_is_not_taken_for_one() {
        for wrong in [
            "",
            "x",
            "Nov",
            "Nov 31 00:00:00 ",
            "Nov 1 00:00:00 ",
            "Foo 10 00:00:00 ",
            "Nov 10 24:00:00 ",
            "Nov 10 00:00:00",
            "2026-13-01T00:00:00Z ",
            "2026-11-21T09:30:00+1 ",
            "2026-11-21T09:30:00. ",
            "2026-11-21T09:30:00+99:00 ",
            "99999-01-01T00:00:00Z ",
        ] {
            assert_eq!(Clock::new(settings(None, 0)).read(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn a_log_without_years_is_as_new_as_it_can_be() {
        // Tomorrow's date is last year's; two minutes ahead is a clock that differs.
        check_all(settings(None, 0), &[("Nov 22 00:00:00", "2025-11-22T00:00:00Z")]);
        check_all(settings(None, 0), &[("Nov 21 09:31:30", "2026-11-21T09:31:30Z")]);
        check_all(settings(None, 0), &[("Dec 10 06:55:46", "2025-12-10T06:55:46Z")]);
        // No 29 February since 2024.
        check_all(settings(None, 0), &[("Feb 29 12:00:00", "2024-02-29T12:00:00Z")]);
    }

    #[test]
    fn december_is_followed_by_the_next_january() {
        let lines = |first: i64| {
            [
                ("Dec 30 10:00:00", format!("{first}-12-30T10:00:00Z")),
                ("Jan  1 00:00:01", format!("{}-01-01T00:00:01Z", first + 1)),
                ("Dec 31 23:59:59", format!("{first}-12-31T23:59:59Z")),
                ("Jan  1 00:00:02", format!("{}-01-01T00:00:02Z", first + 1)),
                ("Aug  1 00:00:00", format!("{}-08-01T00:00:00Z", first + 1)),
                ("Jul 20 00:00:00", format!("{}-07-20T00:00:00Z", first + 1)),
            ]
        };
        for (year, first) in [(None, 2025), (Some(2019), 2019)] {
            let lines = lines(first);
            let lines: Vec<(&str, &str)> = lines.iter().map(|(stamp, at)| (*stamp, at.as_str())).collect();
            check_all(settings(year, 0), &lines);
        }
    }

    proptest! {
        #[test]
        fn our_calendar_is_the_librarys(
            year in 1971_i64..2400, month in 1_i64..13, day in 1_i64..32, second in 0_i64..86_400, offset in -839_i64..840,
        ) {
            let text = format!(
                "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}{}{:02}:{:02}",
                second / 3600, second / 60 % 60, second % 60,
                if offset < 0 { '-' } else { '+' }, offset.abs() / 60, offset.abs() % 60,
            );
            let ours = Clock::new(settings(None, 0)).read(&format!("{text} ")).map(|(at, _)| at);
            let theirs = Moment::parse(&text).ok();
            prop_assert_eq!(ours, theirs, "{}", text);
            if let Some(days) = days_since_1970(year, month, day) {
                prop_assert_eq!(year_of(Moment::from_millis(days * DAY_MS)), year);
            }
        }

        #[test]
        fn no_text_makes_the_clock_fall_over(text in ".{0,60}", stamp in "[JFMASOND][a-z]{2} [ 0-9][0-9] [0-9:.]{8,12} ") {
            let mut clock = Clock::new(settings(None, 0));
            let _any = (clock.read(&text), clock.read(&stamp));
        }
    }
}
