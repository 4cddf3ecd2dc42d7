//! OpenAPI 3.0 and 3.1 (<https://spec.openapis.org>): operations become steps.
//!
//! What people give is what a request sends and the document marks with `x-data-classification`: a word, or a list
//! of words, on a property, a schema, a parameter, a request body or an operation. An API says nothing of what
//! could go wrong; that stays to be told.

mod parts;
mod request;

use std::collections::HashSet;

use super::format::Format;
use crate::import::error::ImportError;
use crate::import::ledger::{Ledger, Object};
use crate::import::model::{Model, Place};
use crate::import::tree::Value;
use crate::import::words::spaced;

use request::{CLASSIFICATION, Request, Requests};

pub(super) const FORMAT: Format = Format {
    kind: "openapi",
    title: "OpenAPI",
    known_by: "the key `openapi`",
    is: |document| !document.get("openapi").is_empty() || !document.get("swagger").is_empty(),
    refuses,
    read,
};

/// The methods under which a path item holds operations (OpenAPI 3.1, section 4.8.9), and `query` of 3.2.
const METHODS: [&str; 9] = [
    "get", "post", "put", "patch", "delete", "head", "options", "trace", "query",
];
/// Methods that a step's route can name.
const ROUTED: [&str; 7] = ["get", "post", "put", "patch", "delete", "head", "options"];
/// A document of another version than 3 is not read: what stands where is not the same there.
fn refuses(document: &Value) -> Option<ImportError> {
    let version = version(document);
    (!version.starts_with('3')).then(|| ImportError::OtherVersion {
        what: format!("OpenAPI {version}"),
        instead: "3.0 and 3.1 are read. Convert it, and import what comes out",
    })
}

fn version(document: &Value) -> &str {
    document.any(&["openapi", "swagger"]).text().unwrap_or_default()
}

fn read(document: &Value, ledger: &mut Ledger) -> Model {
    let mut reader = Reader {
        document,
        model: Model::default(),
        requests: Requests::new(document),
        tags: HashSet::new(),
    };
    ledger.figure("version", version(document));
    let info = document.get("info");
    ledger.unread("info", info, "title summary description version");
    reader.model.title = info.text_of("title").map(str::to_owned);
    reader
        .model
        .remarks
        .extend(info.any(&["summary", "description"]).text().map(str::to_owned));
    ledger.found("operations", 0);
    ledger.found("parameters", 0);
    ledger.found("classified", parts::classifications(document));
    let paths = document.get("paths").entries();
    ledger.found("paths", paths.len());
    for (at, (path, item)) in paths.iter().enumerate() {
        reader.path(at, path, item, ledger);
    }
    parts::servers(document, ledger);
    parts::tags(document, &reader.tags, ledger);
    parts::components(document, &reader.requests, ledger);
    reader.model.mitigations = parts::security_schemes(document, &reader.requests, ledger);
    parts::unsent(document, &reader.requests, ledger);
    ledger.drop_all(
        "webhooks",
        document.get("webhooks"),
        "the platform calls here; nobody comes",
    );
    ledger.unread(
        "document",
        document,
        "openapi info servers paths components tags webhooks jsonSchemaDialect",
    );
    reader.model.data = reader.requests.data;
    reader.model
}

struct Reader<'v> {
    document: &'v Value,
    model: Model,
    requests: Requests<'v>,
    tags: HashSet<String>,
}

impl<'v> Reader<'v> {
    fn path(&mut self, at: usize, path: &'v str, item: &'v Value, ledger: &mut Ledger) {
        let item = self.requests.follow(item);
        let object = Object::new("paths", at, Some(path), Some(path));
        let mut operations: Vec<(&str, &'v Value)> = item
            .entries()
            .iter()
            .filter(|(method, operation)| METHODS.contains(&method.as_str()) && operation.is_map())
            .map(|(method, operation)| (method.as_str(), operation))
            .collect();
        let more = item.get("additionalOperations").entries();
        operations.extend(
            more.iter()
                .map(|(method, operation)| (method.as_str(), operation)),
        );
        let known = format!(
            "{} parameters servers summary description $ref additionalOperations",
            METHODS.join(" ")
        );
        ledger.unread("paths", item, &known);
        match operations.len() {
            0 => ledger.dropped(object, "nothing can be done there"),
            _ => ledger.kept(object, "the route of its operations"),
        }
        let shared = item.get("parameters").items();
        if operations.is_empty() {
            for (at, parameter) in shared.iter().enumerate() {
                ledger.found("parameters", 1);
                let name = self.requests.follow(parameter).text_of("name");
                ledger.dropped(
                    Object::new("parameters", at, name, None),
                    "nothing can be done at its path",
                );
            }
        }
        let every = operations.len();
        for (turn, (method, operation)) in operations.into_iter().enumerate() {
            // Parameters of the path are counted with its first operation, and hold for every one.
            let own = operation.get("parameters").items();
            self.operation(
                path,
                method,
                item,
                operation,
                ledger,
                (shared, own, turn == 0 || every == 0),
            );
        }
    }

    fn operation(
        &mut self,
        path: &str,
        method: &str,
        item: &'v Value,
        operation: &'v Value,
        ledger: &mut Ledger,
        (shared, own, count_shared): (&'v [Value], &'v [Value], bool),
    ) {
        ledger.found("operations", 1);
        ledger.unread(
            "operations",
            operation,
            "operationId summary description tags parameters requestBody deprecated servers \
                x-data-classification",
        );
        let route = format!(
            "{} {}{path}",
            method.to_ascii_uppercase(),
            self.base(item, operation)
        );
        let id = operation.text_of("operationId");
        let summary = operation.text_of("summary").or(item.text_of("summary"));
        let name = id.or(summary).unwrap_or(&route);
        let object = Object::new("operations", 0, Some(name), Some(&route));
        let mut request = Request::default();
        self.requests.classified(operation, name, &mut request);
        for (parameters, counted) in [(shared, count_shared), (own, true)] {
            for (at, parameter) in parameters.iter().enumerate() {
                self.parameter(at, parameter, &route, counted, &mut request, ledger);
            }
        }
        self.requests
            .body(operation.get("requestBody"), name, &mut request);
        let first_tag = operation.get("tags").texts().first().copied();
        self.tags
            .extend(operation.get("tags").texts().into_iter().map(str::to_owned));
        let segment = path
            .split('/')
            .find(|part| !part.is_empty() && !part.starts_with('{'));
        let description = operation.text_of("description").or(item.text_of("description"));
        let does = summary
            .or(description)
            .map_or_else(|| format!("I {}.", spaced(name)), str::to_owned);
        let routed = ROUTED.contains(&method) && !path.contains(char::is_whitespace) && path.starts_with('/');
        let machine = matches!(method, "options" | "head" | "trace");
        self.model.places.push(Place {
            object,
            does,
            group: first_tag.or(segment).map(str::to_owned),
            routes: if routed { vec![route.clone()] } else { Vec::new() },
            asks: self.ask(operation, &request, &route, routed),
            gives: request.gives,
            person: !machine,
            otherwise: "programs ask this of each other; nobody does it".to_owned(),
        });
    }

    /// What has to be asked about an operation.
    fn ask(&self, operation: &Value, request: &Request, route: &str, routed: bool) -> Option<String> {
        let mut asks = Vec::new();
        if operation.any(&["summary", "description"]).is_empty() {
            asks.push("what does the person do here, in their words".to_owned());
        }
        if operation.get("deprecated").is_true() {
            asks.push("the document calls it deprecated: does anybody still do it".to_owned());
        }
        if !routed {
            asks.push(format!(
                "`{route}` cannot stand as the route of a step: where does it happen"
            ));
        }
        if !request.unclassified.is_empty() {
            let names = request.unclassified.join("`, `");
            asks.push(format!(
                "does the person give `{names}`? Mark it with `{CLASSIFICATION}`, or add it to `gives`"
            ));
        }
        if self.requests.is_exhausted() {
            asks.push(
                "its schemas are too entangled to be followed to their ends: what does the person give"
                    .to_owned(),
            );
        }
        (!asks.is_empty()).then(|| asks.join("; "))
    }

    /// The path of the first server that holds for an operation, its variables at their defaults.
    fn base(&self, item: &Value, operation: &Value) -> String {
        let server = [operation, item, self.document]
            .into_iter()
            .find_map(|holder| holder.get("servers").items().first());
        let Some(server) = server else {
            return String::new();
        };
        let mut url = server.text_of("url").unwrap_or_default().to_owned();
        for (name, variable) in server.get("variables").entries() {
            if let Some(default) = variable.text_of("default") {
                url = url.replace(&format!("{{{name}}}"), default);
            }
        }
        let path = match url.split_once("://") {
            Some((_, rest)) => rest
                .find('/')
                .and_then(|at| rest.get(at..))
                .unwrap_or_default()
                .to_owned(),
            None => url,
        };
        let path = path.trim_end_matches('/');
        let proper = path.is_empty() || (path.starts_with('/') && !path.contains(char::is_whitespace));
        if proper { path.to_owned() } else { String::new() }
    }

    fn parameter(
        &mut self,
        at: usize,
        parameter: &'v Value,
        route: &str,
        counted: bool,
        request: &mut Request,
        ledger: &mut Ledger,
    ) {
        let target = self.requests.follow(parameter);
        let name = target.text_of("name").unwrap_or("a parameter");
        let before = request.gives.len();
        self.requests.classified(parameter, name, request);
        if !std::ptr::eq(parameter, target) {
            self.requests.classified(target, name, request);
        }
        self.requests.schema(target.get("schema"), name, 0, request);
        for (_, media) in target.get("content").entries() {
            self.requests.schema(media.get("schema"), name, 0, request);
        }
        if counted {
            ledger.found("parameters", 1);
            let object = Object::new("parameters", at, Some(&format!("{name}, of {route}")), Some(name));
            if request.gives.len() > before {
                ledger.kept(object, "what the step gives");
            } else {
                ledger.dropped(object, "it is not classified as data that people give");
            }
        }
    }
}
