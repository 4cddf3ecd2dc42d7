//! J203: a promise that nothing keeps.

use super::{Example, Lint, Options, Report};
use crate::finding::{Code, Severity};
use crate::model::Journeys;

pub(crate) static LINT: Lint = Lint {
    code: Code("J203"),
    severity: Severity::Error,
    name: "promise-without-control",
    says: "A promise names no control that keeps it.",
    example: Example {
        wrong: "kept_by: [] # no mailbox, no message",
        right: "kept_by: [tell-the-owner] # no mailbox, no message",
    },
    find: Some(find),
};

fn find(journeys: &Journeys, _: &Options<'_>, report: &mut Report<'_>) {
    for journey in &journeys.journeys {
        for (_, promise) in journey
            .promises()
            .filter(|(_, promise)| promise.kept_by.is_empty())
        {
            report.add(
                &LINT,
                promise.id.place,
                format!("{}/{}", journey.id, promise.id),
                format!("nothing keeps `{}`", promise.id),
                "name the controls that keep it under `kept_by`",
            );
        }
    }
}
