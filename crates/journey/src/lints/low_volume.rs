//! J506: a target that can neither be shown nor missed.

use super::volume::expected;
use super::{Asks, Example, Lint, Options, Report, Survey};
use crate::finding::{Code, Severity};

pub(crate) static LINT: Lint = Lint {
    code: Code("J506"),
    severity: Severity::Warning,
    name: "low-volume",
    says: "Too few events are counted to show that the target is met.",
    why: "With 300 events and not one slip, all that can be said with 95 % confidence is that at least 98.7 % are good: a target of 99.9 % can never be shown, and a single slip breaks it. The same is true of `min_events` above what comes in. Choose a lower target, a longer `over`, or count something that happens more often; for what must not happen at all, use `kind: never` with a drill.",
    asks: &[Asks::Server],
    example: Example {
        wrong: "volume: 3700 per 30d",
        right: "volume: 90000 per 30d",
    },
    find: Some(find),
};

/// Events below which nothing is said of a measure that does not state its own `min_events`.
const LEAST_EVENTS: u64 = 30;

fn find(survey: &Survey<'_>, options: &Options<'_>, report: &mut Report<'_>) {
    for journey in &survey.journeys.journeys {
        for stated in journey.stated() {
            let Some((measure, volume)) = expected(&stated, options) else {
                continue;
            };
            let (Some(target), Some(over)) = (measure.kind.target(), measure.kind.over()) else {
                continue;
            };
            // A target of 100 % is J503's to tell.
            let missing = u128::from(target.missing_millionths());
            if missing == 0 {
                continue;
            }
            let there = volume.within(over);
            // Without a slip the Wilson bound at 95 % is n / (n + z²), with z² = 3.8415: it reaches the target
            // from n = z² · target / (1 − target) on.
            let needed = (38_415 * u128::from(target.millionths())).div_ceil(10_000 * missing);
            let needed = u64::try_from(needed).unwrap_or(u64::MAX);
            let least = measure.kind.min_events().unwrap_or(LEAST_EVENTS).max(needed);
            if there >= least {
                continue;
            }
            let (place, says) = if needed > there {
                (
                    target.place,
                    format!(
                        "{there} events in {over} cannot show {}: it takes {needed} without a slip",
                        target.value
                    ),
                )
            } else {
                let place = measure.written.at("min_events").unwrap_or(measure.place);
                (
                    place,
                    format!("{there} events come in {over}, and fewer than {least} prove nothing"),
                )
            };
            report.add(
                &LINT,
                place,
                stated.to_ref().to_string(),
                says,
                "choose a lower target or a longer `over`, or count something that happens more often",
            );
        }
    }
}
