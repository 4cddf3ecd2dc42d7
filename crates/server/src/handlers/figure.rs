//! The figure of a promise against its target, from the counts.
//!
//! Shares are rounded down, from whole numbers: what is nearly all never reads as all, and what is under its
//! target never reads as the target.

use engine::PromiseStanding;
use journey::{Measure, MeasureKind, Percent, Selector};
use outcomes::MIN_EVENTS;
use vocabulary::Span;

use crate::console::views::{Allowance, Figure};
use crate::console::words;

/// The figure; `None` where this server counts nothing for the promise.
pub(super) fn figure(standing: &PromiseStanding, measure: &Measure) -> Option<Figure> {
    match &measure.kind {
        MeasureKind::Ratio {
            of,
            target,
            over,
            min_events,
            ..
        } => {
            let share = Share {
                of,
                target: target.value,
                within: None,
                over: *over,
                min_events: *min_events,
            };
            Some(share.figure(standing))
        }
        MeasureKind::Within {
            from,
            limit,
            target,
            over,
            min_events,
            ..
        } => {
            let share = Share {
                of: from,
                target: target.value,
                within: Some(*limit),
                over: *over,
                min_events: *min_events,
            };
            Some(share.figure(standing))
        }
        MeasureKind::Never { .. } => Some(never(standing)),
        // People are not counted here yet.
        MeasureKind::Share { .. } => None,
    }
}

fn never(standing: &PromiseStanding) -> Figure {
    let counted = if standing.standing.valid == 0 {
        "no rehearsal has shown yet that we would notice"
    } else {
        ""
    };
    Figure {
        value: match standing.standing.valid {
            1 => "once".to_owned(),
            times => words::plural(times, "time", "times"),
        },
        target: "never".to_owned(),
        at_least: None,
        counted: counted.to_owned(),
        allowance: Some(Allowance {
            used: standing.standing.valid,
            allowed: 0,
        }),
    }
}

/// What `ratio` and `within` have in common.
struct Share<'a> {
    of: &'a Selector,
    target: Percent,
    within: Option<Span>,
    over: Span,
    min_events: Option<u64>,
}

impl Share<'_> {
    fn figure(&self, promise: &PromiseStanding) -> Figure {
        let standing = &promise.standing;
        let within = self
            .within
            .map_or(String::new(), |limit| format!(" within {}", limit.in_words()));
        let target = format!("{}{within}", spaced(self.target));
        let least = self.min_events.unwrap_or(MIN_EVENTS);
        if standing.valid == 0 {
            return Figure {
                value: "nothing counted yet".to_owned(),
                target,
                ..Figure::default()
            };
        }
        if standing.valid < least {
            return Figure {
                value: format!(
                    "{} of {}",
                    words::count(standing.good),
                    words::count(standing.valid)
                ),
                target,
                counted: format!("too few to say; {} would do", words::count(least)),
                ..Figure::default()
            };
        }
        let decimals = decimals(self.target);
        let (one, many) = counted_as(self.of);
        let half = standing
            .median
            .filter(|_| self.within.is_some())
            .map_or(String::new(), |median| {
                format!("; half within {}", median.in_words())
            });
        Figure {
            value: percent(standing.good, standing.valid, decimals),
            target,
            at_least: standing.lower_bound.map(percent_of_share),
            counted: format!(
                "{} counted in {}{half}",
                words::plural(standing.valid, one, many),
                self.over.in_words()
            ),
            allowance: Some(Allowance {
                used: standing.valid.saturating_sub(standing.good),
                allowed: allowed(self.target, standing.valid),
            }),
        }
    }
}

/// How many bad ones of `valid` the target leaves room for.
fn allowed(target: Percent, valid: u64) -> u64 {
    let allowed = u128::from(target.missing_millionths()) * u128::from(valid) / 1_000_000;
    u64::try_from(allowed).unwrap_or(u64::MAX)
}

/// Decimals to show: two, or as many as the target has.
fn decimals(target: Percent) -> u32 {
    match target.millionths() {
        millionths if millionths % 100 == 0 => 2,
        millionths if millionths % 10 == 0 => 3,
        _ => 4,
    }
}

/// `99.94 %`, rounded down.
fn percent(good: u64, valid: u64, decimals: u32) -> String {
    let unit = 10_u128.pow(decimals);
    let share = (u128::from(good) * 100 * unit)
        .checked_div(u128::from(valid))
        .unwrap_or(0);
    let width = usize::try_from(decimals).unwrap_or(2);
    let part = format!("{:0width$}", share % unit);
    let part = part.trim_end_matches('0');
    let point = if part.is_empty() { "" } else { "." };
    format!("{}{point}{part} %", share / unit)
}

/// The same of an estimate between 0 and 1, with two decimals.
fn percent_of_share(share: f64) -> String {
    let hundredths = (share * 10_000.0).floor() / 100.0;
    let text = format!("{hundredths:.2}");
    format!("{} %", text.trim_end_matches('0').trim_end_matches('.'))
}

/// A stated share with a blank before its sign, as figures are written here.
pub(super) fn spaced(share: Percent) -> String {
    share.to_string().replace('%', " %")
}

/// What is counted, as people call it: one and several.
pub(super) fn counted_as(selector: &Selector) -> (&'static str, &'static str) {
    match selector.kind.name() {
        "sign_in.attempted" | "sign_in.finished" => ("sign-in", "sign-ins"),
        "challenge.asked" | "challenge.answered" | "challenge.expired" => ("question", "questions"),
        "session.started" | "session.seen" | "session.ended" => ("session", "sessions"),
        "session.went_odd" => ("odd session", "odd sessions"),
        "effect.requested" | "effect.released" => ("request", "requests"),
        "effect.held" => ("request on hold", "requests on hold"),
        "incident.opened" | "incident.confirmed" | "incident.cleared" => ("incident", "incidents"),
        "order.started" => ("checkout", "checkouts"),
        "order.placed" | "order.paid" => ("order", "orders"),
        "access.blocked" => ("person kept out", "people kept out"),
        "account.opened_by_staff" => ("look by staff", "looks by staff"),
        "ticket.opened" => ("request for help", "requests for help"),
        "recovery.applied" => ("account handed back", "accounts handed back"),
        _ => ("event", "events"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearly_all_never_reads_as_all() {
        let check = |good: u64, valid: u64, decimals: u32, expected: &str| {
            assert_eq!(percent(good, valid, decimals), expected, "{good} of {valid}");
        };
        check(99_996, 100_000, 2, "99.99 %");
        check(u64::MAX - 1, u64::MAX, 4, "99.9999 %");
        check(100, 100, 2, "100 %");
        check(9_994, 10_000, 2, "99.94 %");
        check(1, 2, 2, "50 %");
        check(1, 3, 2, "33.33 %");
        check(201, 2_000, 2, "10.05 %");
        check(0, 7, 2, "0 %");
        check(0, 0, 2, "0 %");
        assert_eq!(percent_of_share(0.999_96), "99.99 %");
        assert_eq!(percent_of_share(0.5), "50 %");
        assert_eq!(percent_of_share(0.0), "0 %");
    }

    #[test]
    fn what_is_under_its_target_never_reads_as_the_target() {
        let check = |target: &str, good: u64, valid: u64, expected: &str| {
            let target: Percent = target.parse().unwrap();
            assert_eq!(percent(good, valid, decimals(target)), expected);
        };
        check("99.9%", 99_899, 100_000, "99.89 %");
        check("99.995%", 99_994, 100_000, "99.994 %");
        check("99.9999%", 999_998, 1_000_000, "99.9998 %");
    }

    #[test]
    fn the_allowance_is_what_the_state_is_judged_by() {
        let check = |target: &str, valid: u64, expected: u64| {
            assert_eq!(allowed(target.parse().unwrap(), valid), expected);
        };
        check("99.9%", 12_408, 12);
        check("99.99%", 9_999, 0);
        check("100%", 1_000, 0);
        check("0%", u64::MAX, u64::MAX);
    }
}
