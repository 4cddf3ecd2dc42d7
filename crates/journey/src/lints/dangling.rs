//! J104: a reference to something that does not exist.

use super::{Example, Lint, Options, Report};
use crate::finding::{Code, Severity};
use crate::model::Journeys;
use crate::source::Placed;
use vocabulary::did_you_mean;

pub(crate) static LINT: Lint = Lint {
    code: Code("J104"),
    severity: Severity::Error,
    name: "dangling-reference",
    says: "A promise, guardrail or debt refers to something that does not exist.",
    example: Example {
        wrong: "weakens: [stolen-pasword-useless]",
        right: "weakens: [stolen-password-useless]",
    },
    find: Some(find),
};

fn find(journeys: &Journeys, _: &Options<'_>, report: &mut Report<'_>) {
    let controls: Vec<&str> = journeys.controls.keys().map(String::as_str).collect();
    for journey in &journeys.journeys {
        let worst: Vec<&str> = journey.worst().map(|(_, worst)| worst.id.as_str()).collect();
        let stated = journey.stated().map(|stated| stated.id.as_str());
        let weak: Vec<&str> = stated.chain(worst.iter().copied()).collect();
        for (_, promise) in journey.promises() {
            let object = format!("{}/{}", journey.id, promise.id);
            known(
                report,
                &object,
                &promise.against,
                &worst,
                "worst case of this journey",
            );
            known(
                report,
                &object,
                &promise.kept_by,
                &controls,
                "control of `controls.yaml`",
            );
        }
        for guardrail in &journey.guardrails {
            let object = format!("{}/{}", journey.id, guardrail.id);
            known(
                report,
                &object,
                &guardrail.watches,
                &controls,
                "control of `controls.yaml`",
            );
        }
        for debt in &journey.debt {
            let object = format!("{}/{}", journey.id, debt.id);
            known(
                report,
                &object,
                &debt.weakens,
                &weak,
                "promise, guardrail or worst case of this journey",
            );
        }
    }
}

fn known(report: &mut Report<'_>, object: &str, names: &[Placed<String>], known: &[&str], what: &str) {
    for name in names.iter().filter(|name| !known.contains(&name.as_str())) {
        let help = did_you_mean(name, known.iter().copied()).map_or_else(
            || match known {
                [] => format!("there is no {what} yet"),
                known => format!("there is: {}", known.join(", ")),
            },
            |hint| format!("did you mean `{hint}`?"),
        );
        report.add(&LINT, name.place, object, format!("`{name}` is no {what}"), help);
    }
}
