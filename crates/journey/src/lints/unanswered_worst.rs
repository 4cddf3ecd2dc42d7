//! J202: a worst case that is told and left at that.

use super::{Example, Lint, Options, Report};
use crate::finding::{Code, Severity};
use crate::model::Journeys;

pub(crate) static LINT: Lint = Lint {
    code: Code("J202"),
    severity: Severity::Error,
    name: "unanswered-worst",
    says: "A worst case has no promise against it; a note where a debt says so.",
    example: Example {
        wrong: "against: [takeover]",
        right: "against: [takeover, copied-session]",
    },
    find: Some(find),
};

fn find(journeys: &Journeys, options: &Options<'_>, report: &mut Report<'_>) {
    for journey in &journeys.journeys {
        for (_, worst) in journey.worst() {
            let answered = journey
                .promises()
                .any(|(_, promise)| promise.against.iter().any(|id| **id == *worst.id));
            if answered {
                continue;
            }
            let owed = journey
                .debts_on(&worst.id)
                .find(|debt| options.now.is_none_or(|now| debt.in_force(now)));
            let object = format!("{}/{}", journey.id, worst.id);
            if let Some(debt) = owed {
                report.add_as(
                    &LINT,
                    Severity::Note,
                    worst.id.place,
                    object,
                    format!(
                        "no promise stands against `{}` yet; `{}` owes it",
                        worst.id, debt.id
                    ),
                    "pay the debt off before it ends",
                );
            } else {
                report.add(
                    &LINT,
                    worst.id.place,
                    object,
                    format!("no promise stands against `{}`", worst.id),
                    "add it to `against` of a promise, or say under `debt` that it is owed",
                );
            }
        }
    }
}
