//! J504: an alarm that can never ring.

use super::volume::{SLOWEST_TARGET_MISSING, expected};
use super::{Asks, Example, Lint, Options, Report, Survey};
use crate::finding::{Code, Severity};
use vocabulary::Span;

pub(crate) static LINT: Lint = Lint {
    code: Code("J504"),
    severity: Severity::Note,
    name: "silent-page",
    says: "With as many events as there are, the fast alarm of a measure can never ring.",
    why: "The fast alarm rings when an hour holds at least five bad events and a fiftieth of what the whole period allows. Where fewer events come in an hour, or the target is below about 93 %, even an hour in which everything fails does not reach that. Then only the slower alarms and the tickets tell of trouble, hours or days later. Measure something that happens more often, or rely on a drill; a note, because for a small service that is how it is.",
    asks: &[Asks::Server],
    example: Example {
        wrong: "volume: 900 per 30d",
        right: "volume: 9000 per 30d",
    },
    find: Some(find),
};

fn find(survey: &Survey<'_>, options: &Options<'_>, report: &mut Report<'_>) {
    for journey in &survey.journeys.journeys {
        for stated in journey.stated() {
            let Some((measure, volume)) = expected(&stated, options) else {
                continue;
            };
            let Some(target) = measure.kind.target() else {
                continue;
            };
            let hour = volume.within(Span::from_days(30)) / HOURS;
            let too_low = target.missing_millionths() > SLOWEST_TARGET_MISSING;
            if hour >= LEAST_BAD && !too_low {
                continue;
            }
            let says = if hour < LEAST_BAD {
                format!("about {hour} events come in an hour; the fast alarm needs {LEAST_BAD} bad ones")
            } else {
                format!(
                    "even an hour in which everything fails is less than the fast alarm needs at {}",
                    target.value
                )
            };
            report.add(
                &LINT,
                measure.written.at("volume").unwrap_or(measure.place),
                stated.to_ref().to_string(),
                says,
                "count on the slower alarms and on drills, or measure something that happens more often",
            );
        }
    }
}

/// Hours in 30 days.
const HOURS: u64 = 720;
/// Bad events within an hour below which the fast alarm stays silent.
const LEAST_BAD: u64 = 5;
