//! J103: data that `data.yaml` does not know.

use super::{Example, Lint, Options, Report};
use crate::finding::{Code, Severity};
use crate::model::Journeys;
use vocabulary::did_you_mean;

pub(crate) static LINT: Lint = Lint {
    code: Code("J103"),
    severity: Severity::Error,
    name: "unknown-data",
    says: "A step gives data that `data.yaml` does not name.",
    example: Example {
        wrong: "gives: [sesion]",
        right: "gives: [session]",
    },
    find: Some(find),
};

fn find(journeys: &Journeys, _: &Options<'_>, report: &mut Report<'_>) {
    for journey in &journeys.journeys {
        for step in &journey.steps {
            for name in &step.gives {
                if journeys.data.contains_key(name.as_str()) {
                    continue;
                }
                let help = did_you_mean(name, journeys.data.keys().map(String::as_str)).map_or_else(
                    || format!("add `{name}: {{ kind: …, keep: … }}` to `data.yaml`"),
                    |hint| format!("did you mean `{hint}`?"),
                );
                let object = format!("{}/{}", journey.id, step.id);
                report.add(
                    &LINT,
                    name.place,
                    object,
                    format!("`{name}` is not in `data.yaml`"),
                    help,
                );
            }
        }
    }
}
