//! J701: a debt that nobody has to pay.

use super::{Example, Lint, Options, Report, Survey};
use crate::finding::{Code, Severity};

pub(crate) static LINT: Lint = Lint {
    code: Code("J701"),
    severity: Severity::Error,
    name: "loose-debt",
    says: "A debt lacks an owner, somebody who accepted it, an end, or a place where the work is followed.",
    why: "A debt is honest only while somebody has to pay it. Without an owner, somebody who accepted it, an end and a place where the work is followed, it is a wish. Add what is missing; the person who accepts it should be able to bear what may happen meanwhile.",
    asks: &[],
    example: Example {
        wrong: "owner: mara@example.com # pays",
        right: "owner: mara@example.com # pays\n    accepted_by: cto@example.com",
    },
    find: Some(find),
};

fn find(survey: &Survey<'_>, _: &Options<'_>, report: &mut Report<'_>) {
    let journeys = survey.journeys;
    for journey in &journeys.journeys {
        for debt in &journey.debt {
            let parts = [
                ("owner", debt.owner.is_some()),
                ("accepted_by", debt.accepted_by.is_some()),
                ("until", debt.until.is_some() || debt.until_unread),
                ("track", debt.track.is_some()),
            ];
            let missing: Vec<&str> = parts
                .iter()
                .filter(|(_, there)| !there)
                .map(|(key, _)| *key)
                .collect();
            if !missing.is_empty() {
                report.add(
                    &LINT,
                    debt.id.place,
                    format!("{}/{}", journey.id, debt.id),
                    format!("`{}` lacks: {}", debt.id, missing.join(", ")),
                    "say who pays it off, who accepted it, until when, and where the work is followed",
                );
            }
        }
    }
}
