//! J204: a promise against nothing in particular.

use super::{Example, Lint, Options, Report, Survey};
use crate::finding::{Code, Severity};

pub(crate) static LINT: Lint = Lint {
    code: Code("J204"),
    severity: Severity::Warning,
    name: "promise-against-nothing",
    says: "A promise stands against no worst case.",
    why: "A promise that stands against no worst case comforts nobody in particular, and nobody can judge whether what keeps it is enough. Name what it protects people from under `against`. If no harm comes to mind, it is perhaps not a promise about safety.",
    asks: &[],
    example: Example {
        wrong: "against: [] # silence",
        right: "against: [lost-mail] # silence",
    },
    find: Some(find),
};

fn find(survey: &Survey<'_>, _: &Options<'_>, report: &mut Report<'_>) {
    let journeys = survey.journeys;
    for journey in &journeys.journeys {
        for (_, promise) in journey
            .promises()
            .filter(|(_, promise)| promise.against.is_empty())
        {
            report.add(
                &LINT,
                promise.id.place,
                format!("{}/{}", journey.id, promise.id),
                format!("`{}` stands against no worst case", promise.id),
                "name under `against` what it protects people from, or leave the promise out",
            );
        }
    }
}
