//! J503: a target of 100 % is a `never` in disguise.

use super::{Example, Lint, Options, Report, Survey};
use crate::finding::{Code, Severity};
use crate::model::Percent;

pub(crate) static LINT: Lint = Lint {
    code: Code("J503"),
    severity: Severity::Error,
    name: "full-target",
    says: "A measure has a target of 100 %.",
    why: "A target of 100 % leaves no room for a single slip, so the first one breaks it for the whole period, and from then on nobody looks. Where one slip really breaks the promise, `kind: never` says so and is watched differently. Elsewhere choose the share that you can keep.",
    asks: &[],
    example: Example {
        wrong: "target: 100%",
        right: "target: 99.95%",
    },
    find: Some(find),
};

fn find(survey: &Survey<'_>, _: &Options<'_>, report: &mut Report<'_>) {
    let journeys = survey.journeys;
    for journey in &journeys.journeys {
        for stated in journey.stated() {
            let target = stated.measure.and_then(|measure| measure.kind.target());
            if let Some(target) = target.filter(|target| target.value == Percent::FULL) {
                report.add(
                    &LINT,
                    target.place,
                    stated.to_ref().to_string(),
                    "a target of 100% leaves no room for a single slip",
                    "if a single slip breaks the promise, say so with `kind: never` and the event that must not happen; else choose a target below",
                );
            }
        }
    }
}
