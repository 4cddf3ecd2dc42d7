//! J202: a worst case that is told and left at that.

use super::{Example, Lint, Options, Report, Survey};
use crate::finding::{Code, Severity};

pub(crate) static LINT: Lint = Lint {
    code: Code("J202"),
    severity: Severity::Error,
    name: "unanswered-worst",
    says: "A worst case has no promise against it; a note where a debt says so.",
    why: "A worst case that is told and not answered is a fear that somebody had and nobody acted on. Either a promise stands against it, or the team says openly that it owes one. A debt that names the worst case turns this error into a note until the debt ends.",
    asks: &[],
    example: Example {
        wrong: "against: [takeover]",
        right: "against: [takeover, copied-session]",
    },
    find: Some(find),
};

fn find(survey: &Survey<'_>, _: &Options<'_>, report: &mut Report<'_>) {
    for stand in survey.stands.iter().filter(|stand| stand.promises.is_empty()) {
        let worst = &stand.worst.id;
        if let Some(debt) = survey.owed(stand.journey, &stand.ids()) {
            report.add_as(
                &LINT,
                Severity::Note,
                worst.place,
                stand.object(),
                format!("no promise stands against `{worst}` yet; `{}` owes it", debt.id),
                "pay the debt off before it ends",
            );
        } else {
            report.add(
                &LINT,
                worst.place,
                stand.object(),
                format!("no promise stands against `{worst}`"),
                "add it to `against` of a promise, or say under `debt` that it is owed",
            );
        }
    }
}
