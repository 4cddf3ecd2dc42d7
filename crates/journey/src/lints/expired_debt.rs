//! J702: a debt that is due.

use super::words::day;
use super::{Asks, Example, Lint, Options, Report, Survey};
use crate::finding::{Code, Severity};

pub(crate) static LINT: Lint = Lint {
    code: Code("J702"),
    severity: Severity::Error,
    name: "expired-debt",
    says: "A debt has ended, and is still there: an error for whoever changes its journey, a note for everybody else.",
    why: "A debt that is past its end is a promise broken to the people who were told of it. It stops changes to its own journey until it is paid off or renewed by whoever accepted it; nobody else is held up. When you renew it, put the old end under `renewed`, so that everybody can see how often that has happened.",
    asks: &[Asks::Clock],
    example: Example {
        wrong: "until: \"2026-03-31\" # in spring",
        right: "until: \"2027-03-31\" # in spring",
    },
    find: Some(find),
};

fn find(survey: &Survey<'_>, options: &Options<'_>, report: &mut Report<'_>) {
    let Some(now) = options.now else { return };
    for journey in &survey.journeys.journeys {
        for debt in journey.debt.iter().filter(|debt| !debt.in_force(now)) {
            let Some(until) = &debt.until else { continue };
            let changed = survey.is_changed(journey);
            let (severity, help) = if changed {
                (
                    Severity::Error,
                    "pay it off, or renew it: a later `until`, and the old one under `renewed`",
                )
            } else {
                (Severity::Note, "it stops the next change of this journey")
            };
            report.add_as(
                &LINT,
                severity,
                until.place,
                format!("{}/{}", journey.id, debt.id),
                format!("`{}` ended on {}", debt.id, day(until.value)),
                help,
            );
        }
    }
}
