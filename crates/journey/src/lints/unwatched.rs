//! J306: a control that can stop real users, and nobody looks.

use super::{Example, Lint, Options, Report, Survey};
use crate::finding::{Code, Severity};

pub(crate) static LINT: Lint = Lint {
    code: Code("J306"),
    severity: Severity::Error,
    name: "unwatched-control",
    says: "A control can stop a real user, and no guardrail watches it.",
    why: "What can stop a thief can stop the owner too. If nobody counts the honest people whom a control stops, it will grow stricter with each incident until it does more harm than it prevents. Write a guardrail that counts what being careful costs an honest person, and name the control under its `watches`.",
    asks: &[],
    example: Example {
        wrong: "watches: [second-factor]",
        right: "watches: [second-factor, odd-session-lock]",
    },
    find: Some(find),
};

fn find(survey: &Survey<'_>, _: &Options<'_>, report: &mut Report<'_>) {
    let journeys = survey.journeys;
    // What serves or watches it may stand in the file that could not be read.
    if journeys.unread.journeys {
        return;
    }
    for (name, control) in journeys.controls.iter().filter(|(_, control)| control.stops_user) {
        if !survey.is_watched(name) {
            report.add(
                &LINT,
                control.place,
                format!("controls/{name}"),
                format!("`{name}` can stop a real user, but no guardrail watches it"),
                format!(
                    "add `{name}` to `watches` of a guardrail that counts the honest people whom it stops"
                ),
            );
        }
    }
}
