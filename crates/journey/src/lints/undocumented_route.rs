//! J105: a route that the API's own description does not have.

use super::{Asks, Example, Lint, Options, Report, Survey};
use crate::finding::{Code, Severity};
use crate::model::{DataKind, Journeys, Route};
use crate::openapi::{OpenApi, as_data_name, shape};
use std::collections::BTreeSet;
use vocabulary::did_you_mean;

pub(crate) static LINT: Lint = Lint {
    code: Code("J105"),
    severity: Severity::Warning,
    name: "undocumented-route",
    says: "A step names a route that the OpenAPI document does not have.",
    why: "Routes tie a journey to the program that people really use. One that the API's description or the server does not know is renamed, gone, or misspelt, and then the journey describes something that does not happen. The other way round, a route that takes a secret or payment data, or that the document marks with `x-critical: true`, should be part of some journey. Correct the route, add it to the document, or write the journey that it belongs to.",
    asks: &[Asks::OpenApi, Asks::Server],
    example: Example {
        wrong: "PUT /v1/help",
        right: "POST /v1/help",
    },
    find: Some(find),
};

fn find(survey: &Survey<'_>, options: &Options<'_>, report: &mut Report<'_>) {
    let api = options.openapi.map(OpenApi::new);
    let seen = options.server.and_then(|server| server.routes.as_ref());
    if api.is_none() && seen.is_none() {
        return;
    }
    for journey in &survey.journeys.journeys {
        for step in &journey.steps {
            for route in &step.at {
                let written = route.to_string();
                let object = format!("{}/{}", journey.id, step.id);
                if let Some(api) = api.as_ref().filter(|api| api.operation(route).is_none()) {
                    let routes = api.routes();
                    let help = did_you_mean(&written, routes.iter().map(String::as_str)).map_or_else(
                        || "correct the route, or add it to the document".to_owned(),
                        |hint| format!("did you mean `{hint}`?"),
                    );
                    let says = format!("`{written}` is not in the OpenAPI document");
                    report.add(&LINT, route.place, object, says, help);
                } else if let Some(seen) = seen.filter(|seen| !has(seen, route)) {
                    let help = did_you_mean(&written, seen.iter().map(String::as_str)).map_or_else(
                        || "correct the route, or have the program ask the server at it".to_owned(),
                        |hint| format!("did you mean `{hint}`?"),
                    );
                    let says = format!("the server was never asked about `{written}`");
                    report.add(&LINT, route.place, object, says, help);
                }
            }
        }
    }
    if let Some(api) = &api {
        on_no_journey(survey.journeys, api, report);
    }
}

fn has(seen: &BTreeSet<String>, route: &Route) -> bool {
    let wanted = shape(&route.path);
    seen.iter().any(|known| {
        let (method, path) = known.split_once(' ').unwrap_or(("", known));
        method.eq_ignore_ascii_case(&route.method) && shape(path.trim()) == wanted
    })
}

/// Critical routes of the document that no step names: those marked so, and those that take secrets or payment
/// data. The document is none of the files, so the first journey stands for all of them.
fn on_no_journey(journeys: &Journeys, api: &OpenApi<'_>, report: &mut Report<'_>) {
    let Some(first) = journeys.journeys.first() else {
        return;
    };
    let steps = journeys.journeys.iter().flat_map(|journey| &journey.steps);
    let mut named = BTreeSet::new();
    for operation in steps
        .flat_map(|step| &step.at)
        .filter_map(|route| api.operation(route))
    {
        named.insert(std::ptr::from_ref(operation));
    }
    for (route, operation) in api.operations() {
        if named.contains(&std::ptr::from_ref(operation)) {
            continue;
        }
        let marked = operation.get("x-critical").and_then(serde_json::Value::as_bool) == Some(true);
        let accepted = api.accepted(operation);
        let taken = accepted.iter().find(|name| {
            let data = journeys.data.get(&as_data_name(name));
            data.is_some_and(|data| matches!(data.kind, DataKind::Secret | DataKind::Payment))
        });
        let why = match taken {
            Some(name) => format!("takes `{}`", as_data_name(name)),
            None if marked => "is marked as critical".to_owned(),
            None => continue,
        };
        report.add(
            &LINT,
            first.id.place,
            format!("openapi/{route}"),
            format!("`{route}` {why}, and no step of any journey names it"),
            "add it to `at` of the step to which it belongs, or write its journey",
        );
    }
}
