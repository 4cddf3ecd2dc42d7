//! J102: two things with one name.

use super::names::Names;
use super::{Example, Lint, Options, Report, Survey};
use crate::finding::{Code, Severity};
use crate::source::Placed;

pub(crate) static LINT: Lint = Lint {
    code: Code("J102"),
    severity: Severity::Error,
    name: "duplicate-id",
    says: "An id is used twice where it must be unique.",
    why: "Debts and references speak of promises, guardrails and worst cases by their id alone, so each id must stand for one thing within its journey. Two things with one name would be measured as one. Give one of them another id; if it is the newer one, no history is lost.",
    asks: &[],
    example: Example {
        wrong: "id: owner-back-soon",
        right: "id: owner-not-locked-out",
    },
    find: Some(find),
};

/// Promises, guardrails, worst cases and debts of a journey share one set of names, since debts and references
/// speak of them by id alone. Steps have their own.
fn find(survey: &Survey<'_>, _: &Options<'_>, report: &mut Report<'_>) {
    let journeys = survey.journeys;
    let ids = journeys.journeys.iter().map(|journey| &journey.id);
    unique(report, "journey", ids, String::clone);
    for journey in &journeys.journeys {
        let object = |id: &String| format!("{}/{id}", journey.id.value);
        unique(report, "step", journey.steps.iter().map(|step| &step.id), object);
        let worst = journey.worst().map(|(_, worst)| &worst.id);
        let stated = journey.stated().map(|stated| stated.id);
        let debts = journey.debt.iter().map(|debt| &debt.id);
        unique(
            report,
            "promise, guardrail, worst case or debt",
            worst.chain(stated).chain(debts),
            object,
        );
    }
}

fn unique<'a>(
    report: &mut Report<'_>,
    what: &str,
    ids: impl Iterator<Item = &'a Placed<String>>,
    object: impl Fn(&String) -> String,
) {
    let mut known = Names::default();
    for id in ids {
        if !known.insert(id.as_str()) {
            report.add(
                &LINT,
                id.place,
                object(&id.value),
                format!("another {what} is already called `{id}`"),
                "give one of them another id",
            );
        }
    }
}
