//! J301: a control that serves no promise.

use super::{Example, Lint, Options, Report, Survey};
use crate::finding::{Code, Severity};

pub(crate) static LINT: Lint = Lint {
    code: Code("J301"),
    severity: Severity::Error,
    name: "idle-control",
    says: "A control serves no promise; nobody could tell what it is for.",
    why: "A control that serves no promise costs money, time and often people's patience, and nobody could say what would be worse without it. Often the promise is simply not written down yet. Add the control to `kept_by` of the promise that it keeps, or take it away.",
    asks: &[],
    example: Example {
        wrong: "kept_by: [paper-codes, tell-the-owner] # either",
        right: "kept_by: [paper-codes, tell-the-owner, a-day-to-object] # either",
    },
    find: Some(find),
};

fn find(survey: &Survey<'_>, _: &Options<'_>, report: &mut Report<'_>) {
    let journeys = survey.journeys;
    // What serves or watches it may stand in the file that could not be read.
    if journeys.unread.journeys {
        return;
    }
    for (name, control) in &journeys.controls {
        if survey.served_by(name).is_empty() {
            report.add(
                &LINT,
                control.place,
                format!("controls/{name}"),
                format!("`{name}` serves no promise"),
                "add it to `kept_by` of the promise that it keeps, or take it away",
            );
        }
    }
}
