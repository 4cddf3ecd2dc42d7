//! J505: silence that proves nothing.

use super::{Example, Lint, Options, Report, Survey};
use crate::finding::{Code, Severity};
use crate::model::MeasureKind;

pub(crate) static LINT: Lint = Lint {
    code: Code("J505"),
    severity: Severity::Warning,
    name: "never-without-drill",
    says: "A `never` measure has no drill, so that silence could also mean that nobody would notice.",
    why: "A never-event that does not show up may not have happened, or may not have been seen. Only a rehearsal that is caught each time tells the two apart; even 52 weekly drills without a miss still allow for one miss in eighteen. Add `drill: …` with a name and how often, such as `planted-card every 7d`.",
    asks: &[],
    example: Example {
        wrong: "{ kind: never, event: address.changed where channel = phone }",
        right: "{ kind: never, event: address.changed where channel = phone, drill: silent-change every 7d }",
    },
    find: Some(find),
};

fn find(survey: &Survey<'_>, _: &Options<'_>, report: &mut Report<'_>) {
    let journeys = survey.journeys;
    for journey in &journeys.journeys {
        for stated in journey.stated() {
            let Some(measure) = stated.measure else { continue };
            if matches!(measure.kind, MeasureKind::Never { .. }) && measure.drill.is_none() {
                report.add(
                    &LINT,
                    measure.place,
                    stated.to_ref().to_string(),
                    format!("no drill shows that a breach of `{}` would be noticed", stated.id),
                    "add a rehearsal, such as `drill: planted-card every 7d`",
                );
            }
        }
    }
}
