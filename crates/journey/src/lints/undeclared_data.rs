//! J106: the API accepts data of which the journey says nothing.

use super::{Asks, Example, Lint, Options, Report, Survey};
use crate::finding::{Code, Severity};
use crate::openapi::{OpenApi, as_data_name};
use std::collections::BTreeSet;

pub(crate) static LINT: Lint = Lint {
    code: Code("J106"),
    severity: Severity::Warning,
    name: "undeclared-data",
    says: "A route accepts data that its step does not declare in `gives`.",
    why: "People should be able to read what they hand over at each step, and the lints judge by it what must be promised. Here the API's own description accepts data that the step does not declare. Add it to `gives`, or stop accepting it.",
    asks: &[Asks::OpenApi],
    example: Example {
        wrong: "gives: [email]",
        right: "gives: [email, password]",
    },
    find: Some(find),
};

fn find(survey: &Survey<'_>, options: &Options<'_>, report: &mut Report<'_>) {
    let journeys = survey.journeys;
    let Some(document) = options.openapi else {
        return;
    };
    let api = OpenApi::new(document);
    for journey in &journeys.journeys {
        for step in &journey.steps {
            for route in &step.at {
                let Some(operation) = api.operation(route) else {
                    continue;
                };
                let accepted = api.accepted(operation);
                let names: BTreeSet<String> = accepted.iter().map(|name| as_data_name(name)).collect();
                let given = |name: &String| step.gives.iter().any(|given| given.value == *name);
                for name in names
                    .iter()
                    .filter(|name| journeys.data.contains_key(*name) && !given(name))
                {
                    report.add(
                        &LINT,
                        route.place,
                        format!("{}/{}#{name}", journey.id, step.id),
                        format!("this route accepts `{name}`, which the step does not declare"),
                        format!("add `{name}` to `gives`, or stop accepting it"),
                    );
                }
            }
        }
    }
}
