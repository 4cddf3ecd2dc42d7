//! J104: a reference to something that does not exist.

use super::names::Names;
use super::{Example, Lint, Options, Report, Survey};
use crate::finding::{Code, Severity};
use crate::source::Placed;
use vocabulary::did_you_mean;

pub(crate) static LINT: Lint = Lint {
    code: Code("J104"),
    severity: Severity::Error,
    name: "dangling-reference",
    says: "A promise, guardrail or debt refers to something that does not exist.",
    why: "A promise that is kept by a control which does not exist is kept by nothing, and a debt on a promise which does not exist excuses nothing. It is usually a renamed control or a slip of the finger. Correct the name; the message shows the nearest one that exists.",
    asks: &[],
    example: Example {
        wrong: "weakens: [stolen-pasword-useless]",
        right: "weakens: [stolen-password-useless]",
    },
    find: Some(find),
};

fn find(survey: &Survey<'_>, _: &Options<'_>, report: &mut Report<'_>) {
    let journeys = survey.journeys;
    let controls: Names<'_> = journeys.controls.keys().map(String::as_str).collect();
    let named = |names: &[Placed<String>], of: (&str, &str), report: &mut Report<'_>| {
        // They may stand in the file that could not be read.
        if !journeys.unread.controls {
            known(report, of, names, &controls, "control of `controls.yaml`");
        }
    };
    for journey in &journeys.journeys {
        let worst: Names<'_> = journey.worst().map(|(_, worst)| worst.id.as_str()).collect();
        for (_, promise) in journey.promises() {
            let of = (journey.id.as_str(), promise.id.as_str());
            known(report, of, &promise.against, &worst, "worst case of this journey");
            named(&promise.kept_by, of, report);
        }
        for guardrail in &journey.guardrails {
            named(&guardrail.watches, (&journey.id, &guardrail.id), report);
        }
        if journey.debt.is_empty() {
            continue;
        }
        let stated = journey.stated().map(|stated| stated.id.as_str());
        let worst = journey.worst().map(|(_, worst)| worst.id.as_str());
        let weak: Names<'_> = stated.chain(worst).collect();
        for debt in &journey.debt {
            let what = "promise, guardrail or worst case of this journey";
            known(report, (&journey.id, &debt.id), &debt.weakens, &weak, what);
        }
    }
}

/// How many names a suggestion lists at most.
const MOST_LISTED: usize = 12;

/// Reports the names that are not known, in what `of` names: a journey and an id in it.
fn known(report: &mut Report<'_>, of: (&str, &str), names: &[Placed<String>], known: &Names<'_>, what: &str) {
    for name in names.iter().filter(|name| !known.contains(name.as_str())) {
        // What would not be told needs no suggestion.
        let help = if report.has_room(name.place) {
            suggestion(name, known, what)
        } else {
            String::new()
        };
        let object = format!("{}/{}", of.0, of.1);
        report.add(&LINT, name.place, object, format!("`{name}` is no {what}"), help);
    }
}

fn suggestion(name: &str, known: &Names<'_>, what: &str) -> String {
    let mut all = known.sorted();
    if let Some(hint) = did_you_mean(name, all.iter().copied()) {
        return format!("did you mean `{hint}`?");
    }
    let more = all.len().saturating_sub(MOST_LISTED);
    all.truncate(MOST_LISTED);
    let listed = all.join(", ");
    match (all.is_empty(), more) {
        (true, _) => format!("there is no {what} yet"),
        (false, 0) => format!("there is: {listed}"),
        (false, more) => format!("there is: {listed}, and {more} more"),
    }
}
