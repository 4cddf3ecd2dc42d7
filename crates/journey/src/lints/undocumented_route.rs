//! J105: a route that the API's own description does not have.

use super::{Example, Lint, Options, Report};
use crate::finding::{Code, Severity};
use crate::model::Journeys;
use crate::openapi::OpenApi;
use vocabulary::did_you_mean;

pub(crate) static LINT: Lint = Lint {
    code: Code("J105"),
    severity: Severity::Warning,
    name: "undocumented-route",
    says: "A step names a route that the OpenAPI document does not have.",
    example: Example {
        wrong: "POST /v1/signin",
        right: "POST /v1/sign-in",
    },
    find: Some(find),
};

fn find(journeys: &Journeys, options: &Options<'_>, report: &mut Report<'_>) {
    let Some(document) = options.openapi else {
        return;
    };
    let api = OpenApi::new(document);
    let routes: Vec<String> = api.routes().collect();
    for journey in &journeys.journeys {
        for step in &journey.steps {
            for route in step.at.iter().filter(|route| api.operation(route).is_none()) {
                let written = route.to_string();
                let help = did_you_mean(&written, routes.iter().map(String::as_str)).map_or_else(
                    || "correct the route, or add it to the document".to_owned(),
                    |hint| format!("did you mean `{hint}`?"),
                );
                let object = format!("{}/{}", journey.id, step.id);
                report.add(
                    &LINT,
                    route.place,
                    object,
                    format!("`{written}` is not in the OpenAPI document"),
                    help,
                );
            }
        }
    }
}
