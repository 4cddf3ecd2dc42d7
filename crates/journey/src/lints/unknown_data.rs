//! J103: data that `data.yaml` does not know.

use super::{Example, Lint, Options, Report, Survey};
use crate::finding::{Code, Severity};
use vocabulary::did_you_mean;

pub(crate) static LINT: Lint = Lint {
    code: Code("J103"),
    severity: Severity::Error,
    name: "unknown-data",
    says: "A step gives data that `data.yaml` does not name.",
    why: "What we take from people is written down once, in `data.yaml`, with how delicate it is and how long it is kept. A name that is not there has no such answer, so nobody can tell what receiving it calls for. Correct the name, or add the data with its kind and how long it is kept.",
    asks: &[],
    example: Example {
        wrong: "gives: [sesion]",
        right: "gives: [session]",
    },
    find: Some(find),
};

fn find(survey: &Survey<'_>, _: &Options<'_>, report: &mut Report<'_>) {
    let journeys = survey.journeys;
    if journeys.unread.data {
        return;
    }
    for journey in &journeys.journeys {
        for step in &journey.steps {
            for name in &step.gives {
                if journeys.data.contains_key(name.as_str()) {
                    continue;
                }
                let known = journeys.data.keys().filter(|_| report.has_room(name.place));
                let help = did_you_mean(name, known.map(String::as_str)).map_or_else(
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
