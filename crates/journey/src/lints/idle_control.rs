//! J301: a control that serves no promise.

use super::{Example, Lint, Options, Report};
use crate::finding::{Code, Severity};
use crate::model::Journeys;

pub(crate) static LINT: Lint = Lint {
    code: Code("J301"),
    severity: Severity::Error,
    name: "idle-control",
    says: "A control serves no promise; nobody could tell what it is for.",
    example: Example {
        wrong: "kept_by: [odd-session-lock] # and told",
        right: "kept_by: [odd-session-lock, short-sessions] # and told",
    },
    find: Some(find),
};

fn find(journeys: &Journeys, _: &Options<'_>, report: &mut Report<'_>) {
    for (name, control) in &journeys.controls {
        if journeys.served_by(name).is_empty() {
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
