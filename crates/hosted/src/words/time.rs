//! When and for how long, in each language.

use vocabulary::{Moment, Span};

use super::Words;

/// The messages for a count of units, from the smallest unit to the largest.
struct Units {
    seconds: &'static str,
    minutes: &'static str,
    hours: &'static str,
    days: &'static str,
}

const AGO: Units = Units {
    seconds: "ago-seconds",
    minutes: "ago-minutes",
    hours: "ago-hours",
    days: "ago-days",
};

const AHEAD: Units = Units {
    seconds: "ahead-seconds",
    minutes: "ahead-minutes",
    hours: "ahead-hours",
    days: "ahead-days",
};

const LENGTH: Units = Units {
    seconds: "length-seconds",
    minutes: "length-minutes",
    hours: "length-hours",
    days: "length-days",
};

const MONTHS: [&str; 12] = [
    "month-1", "month-2", "month-3", "month-4", "month-5", "month-6", "month-7", "month-8", "month-9",
    "month-10", "month-11", "month-12",
];

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

impl Words {
    /// "3 minutes ago", "in 2 days"; from a week on, the date.
    pub fn told_from(self, now: Moment, at: Moment) -> String {
        let (span, units) = if at > now {
            (at.since(now), &AHEAD)
        } else {
            (now.since(at), &AGO)
        };
        if span < Span::from_seconds(5) {
            return self.say("just-now");
        }
        if span >= Span::from_days(7) {
            return self.tell("on-date", &[("date", self.date(at).into())]);
        }
        self.counted(span, units)
    }

    /// "20 seconds", "3 days": the largest unit of which there are at least two (or exactly one).
    pub fn length(self, span: Span) -> String {
        self.counted(span, &LENGTH)
    }

    /// "21 November 2026", in UTC.
    pub fn date(self, at: Moment) -> String {
        let text = at.to_string();
        let part = |range: std::ops::Range<usize>| text.get(range).and_then(|part| part.parse::<u32>().ok());
        let year_ends = text.find('-').unwrap_or(4);
        let year = part(0..year_ends);
        let month = part(year_ends + 1..year_ends + 3)
            .and_then(|month| MONTHS.get(usize::try_from(month).ok()?.checked_sub(1)?));
        let day = part(year_ends + 4..year_ends + 6);
        match (year, month, day) {
            (Some(year), Some(month), Some(day)) => self.tell(
                "date",
                &[
                    ("day", day.into()),
                    ("month", self.say(month).into()),
                    // As text, so that no language puts a separator into it.
                    ("year", year.to_string().into()),
                ],
            ),
            _ => text,
        }
    }

    /// "21 November 2026, 09:30 UTC".
    pub fn date_and_time(self, at: Moment) -> String {
        let text = at.to_string();
        let clock = text.get(11..16).unwrap_or_default();
        self.tell(
            "date-and-time",
            &[("date", self.date(at).into()), ("clock", clock.into())],
        )
    }

    fn counted(self, span: Span, units: &Units) -> String {
        let millis = span.as_millis();
        let scale = [
            (DAY, 2, units.days),
            (HOUR, 2, units.hours),
            (MINUTE, 2, units.minutes),
        ];
        for (size, from, message) in scale {
            if millis >= size * from || millis == size {
                return self.tell(message, &[("count", (millis / size).into())]);
            }
        }
        self.tell(units.seconds, &[("count", span.as_seconds_up().into())])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    #[test]
    fn times_are_told_as_each_language_tells_them() {
        let now = Moment::parse("2026-11-21T09:30:00Z").unwrap();
        let check = |at: &str, said: [&str; 3]| {
            let at = Moment::parse(at).unwrap();
            let told = Language::ALL.map(|language| Words::of(language).told_from(now, at));
            assert_eq!(told, said);
        };
        check("2026-11-21T09:29:58Z", ["just now", "gerade eben", "ahora mismo"]);
        check(
            "2026-11-21T09:29:20Z",
            ["40 seconds ago", "vor 40 Sekunden", "hace 40 segundos"],
        );
        check(
            "2026-11-21T09:29:00Z",
            ["1 minute ago", "vor 1 Minute", "hace 1 minuto"],
        );
        check(
            "2026-11-19T09:30:00Z",
            ["2 days ago", "vor 2 Tagen", "hace 2 días"],
        );
        check(
            "2026-11-23T09:30:00Z",
            ["in 2 days", "in 2 Tagen", "dentro de 2 días"],
        );
        check(
            "2026-03-01T00:00:00Z",
            ["on 1 March 2026", "am 1. März 2026", "el 1 de marzo de 2026"],
        );
    }

    #[test]
    fn lengths_and_exact_times_are_written_out() {
        let said = |span: Span| Language::ALL.map(|language| Words::of(language).length(span));
        assert_eq!(
            said(Span::from_seconds(20)),
            ["20 seconds", "20 Sekunden", "20 segundos"]
        );
        assert_eq!(said(Span::from_hours(72)), ["3 days", "3 Tage", "3 días"]);
        assert_eq!(said(Span::from_hours(24)), ["1 day", "1 Tag", "1 día"]);
        let at = Moment::parse("2026-11-21T09:30:05Z").unwrap();
        assert_eq!(
            Language::ALL.map(|language| Words::of(language).date_and_time(at)),
            [
                "21 November 2026, 09:30 UTC",
                "21. November 2026, 09:30 UTC",
                "21 de noviembre de 2026, 09:30 UTC"
            ]
        );
    }
}
