//! J309: somebody who forgives themselves a debt.

use super::{Example, Lint, Options, Report, Survey};
use crate::finding::{Code, Severity};
use crate::model::{Control, Debt, Journey};

pub(crate) static LINT: Lint = Lint {
    code: Code("J309"),
    severity: Severity::Warning,
    name: "own-debt",
    says: "The person who accepts a debt is the one who owes it: its owner, or the owner of what should keep the promise.",
    why: "Accepting a debt means that somebody looked at what people have to bear meanwhile and said yes for them. Whoever owns the control or has to do the work gains from saying yes. Let somebody else accept it, who answers for the people concerned.",
    asks: &[],
    example: Example {
        wrong: "accepted_by: identity-team",
        right: "accepted_by: cto@example.com",
    },
    find: Some(find),
};

fn find(survey: &Survey<'_>, _: &Options<'_>, report: &mut Report<'_>) {
    for journey in &survey.journeys.journeys {
        for debt in &journey.debt {
            let Some(accepted) = &debt.accepted_by else {
                continue;
            };
            if let Some(role) = role(survey, journey, debt, accepted) {
                report.add(
                    &LINT,
                    accepted.place,
                    format!("{}/{}", journey.id, debt.id),
                    format!("`{accepted}` accepts this debt and {role}"),
                    "let somebody accept it who does not owe it",
                );
            }
        }
    }
}

/// What else the person who accepted a debt has to do with it.
fn role(survey: &Survey<'_>, journey: &Journey, debt: &Debt, accepted: &str) -> Option<String> {
    let same =
        |name: Option<&str>| name.is_some_and(|name| name.trim().eq_ignore_ascii_case(accepted.trim()));
    if same(debt.owner.as_deref().map(String::as_str)) {
        return Some("owes it".to_owned());
    }
    let weakened = |id: &str| debt.weakens.iter().any(|weak| **weak == id);
    let mut promises = journey
        .promises()
        .filter(|(_, promise)| weakened(&promise.id) || promise.against.iter().any(|worst| weakened(worst)));
    let owned = promises.find_map(|(_, promise)| {
        promise.kept_by.iter().find(|name| {
            let control: Option<&Control> = survey.journeys.controls.get(name.as_str());
            same(
                control
                    .and_then(|control| control.owner.as_deref())
                    .map(String::as_str),
            )
        })
    });
    if let Some(control) = owned {
        return Some(format!("owns `{control}`"));
    }
    let engineering = journey.owners.engineering.as_deref().map(String::as_str);
    same(engineering).then(|| "answers for keeping what it weakens".to_owned())
}
