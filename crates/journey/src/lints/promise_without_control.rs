//! J203: a promise that nothing keeps.

use super::{Example, Lint, Options, Report, Survey};
use crate::finding::{Code, Severity};

pub(crate) static LINT: Lint = Lint {
    code: Code("J203"),
    severity: Severity::Error,
    name: "promise-without-control",
    says: "A promise names no control that keeps it.",
    why: "A promise is kept by something that exists and runs, not by meaning well. Without a control nobody can say what would have to fail for the promise to be broken. Name the controls under `kept_by`; if there are none yet, state a debt instead of a promise.",
    asks: &[],
    example: Example {
        wrong: "kept_by: [] # no mailbox, no message",
        right: "kept_by: [tell-the-owner] # no mailbox, no message",
    },
    find: Some(find),
};

fn find(survey: &Survey<'_>, _: &Options<'_>, report: &mut Report<'_>) {
    let journeys = survey.journeys;
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
