//! J201: we take what is delicate and promise nothing.

use super::{Example, Lint, Options, Report, Survey};
use crate::finding::{Code, Severity};

pub(crate) static LINT: Lint = Lint {
    code: Code("J201"),
    severity: Severity::Error,
    name: "nothing-promised",
    says: "A step receives personal, secret, payment or sensitive data and promises nothing.",
    why: "Whoever asks people for something delicate owes them a word on what they may count on. The step takes personal, secret, payment or sensitive data and says nothing about it. Tell the worst that could come of it under `worst`, and what is promised against that under `promises`; if the data is not needed, do not take it.",
    asks: &[],
    example: Example {
        wrong: "gives: [email] # only asked for",
        right: "gives: [] # only asked for",
    },
    find: Some(find),
};

fn find(survey: &Survey<'_>, _: &Options<'_>, report: &mut Report<'_>) {
    let journeys = survey.journeys;
    for journey in &journeys.journeys {
        for step in journey.steps.iter().filter(|step| step.promises.is_empty()) {
            let delicate = step.gives.iter().find_map(|name| {
                let data = journeys.data.get(name.as_str())?;
                data.kind.is_delicate().then_some((name, data.kind))
            });
            if let Some((name, kind)) = delicate {
                report.add(
                    &LINT,
                    name.place,
                    format!("{}/{}", journey.id, step.id),
                    format!("`{}` receives `{name}` ({}), and nothing is promised", step.id, kind.word()),
                    "tell the worst that could come of it under `worst`, and what people may count on under `promises`",
                );
            }
        }
    }
}
