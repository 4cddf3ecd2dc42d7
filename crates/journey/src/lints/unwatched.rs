//! J306: a control that can stop real users, and nobody looks.

use super::{Example, Lint, Options, Report};
use crate::finding::{Code, Severity};
use crate::model::Journeys;

pub(crate) static LINT: Lint = Lint {
    code: Code("J306"),
    severity: Severity::Error,
    name: "unwatched-control",
    says: "A control can stop a real user, and no guardrail watches it.",
    example: Example {
        wrong: "watches: [second-factor]",
        right: "watches: [second-factor, odd-session-lock]",
    },
    find: Some(find),
};

fn find(journeys: &Journeys, _: &Options<'_>, report: &mut Report<'_>) {
    for (name, control) in journeys.controls.iter().filter(|(_, control)| control.stops_user) {
        let watched = journeys
            .journeys
            .iter()
            .flat_map(|journey| &journey.guardrails)
            .any(|guardrail| guardrail.watches.iter().any(|watched| **watched == *name));
        if !watched {
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
