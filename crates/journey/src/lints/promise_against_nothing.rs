//! J204: a promise against nothing in particular.

use super::{Example, Lint, Options, Report};
use crate::finding::{Code, Severity};
use crate::model::Journeys;

pub(crate) static LINT: Lint = Lint {
    code: Code("J204"),
    severity: Severity::Warning,
    name: "promise-against-nothing",
    says: "A promise stands against no worst case.",
    example: Example {
        wrong: "against: [] # silence",
        right: "against: [lost-mail] # silence",
    },
    find: Some(find),
};

fn find(journeys: &Journeys, _: &Options<'_>, report: &mut Report<'_>) {
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
