//! What an OpenAPI 3 document says of a route: that it exists, and what its request body holds.
//!
//! Only what the lints ask is read; a document that is not one simply answers nothing.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::model::Route;

/// What may stand beside `parameters` and the like in a path item (OpenAPI 3.1, section 4.8.9).
const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];
/// How deep schemas are followed; deeper ones add names that nobody would recognise as data given.
const MAX_DEPTH: usize = 12;

pub(crate) struct OpenApi<'a> {
    root: &'a Value,
    /// Paths of the document's servers, put before each of its routes.
    bases: Vec<String>,
}

impl<'a> OpenApi<'a> {
    pub(crate) fn new(root: &'a Value) -> Self {
        let servers = root.get("servers").and_then(Value::as_array);
        let mut bases: Vec<String> = servers
            .into_iter()
            .flatten()
            .filter_map(|server| server.get("url")?.as_str())
            .map(base_path)
            .collect();
        bases.push(String::new());
        Self { root, bases }
    }

    /// The operation at a route, where the document has it.
    pub(crate) fn operation(&self, route: &Route) -> Option<&'a Value> {
        let asked = shape(&route.path);
        let method = route.method.to_ascii_lowercase();
        let paths = self.root.get("paths")?.as_object()?;
        let found = paths.iter().find(|(path, item)| {
            item.get(&method).is_some()
                && self
                    .bases
                    .iter()
                    .any(|base| shape(&format!("{base}{path}")) == asked)
        });
        found.and_then(|(_, item)| item.get(&method))
    }

    /// Every operation of the document with its route.
    pub(crate) fn operations(&self) -> impl Iterator<Item = (String, &'a Value)> {
        let base = self.bases.first().cloned().unwrap_or_default();
        let paths = self.root.get("paths").and_then(Value::as_object);
        paths.into_iter().flatten().flat_map(move |(path, item)| {
            let base = base.clone();
            let operations = item.as_object().into_iter().flatten();
            operations
                .filter(|(method, _)| METHODS.contains(&method.as_str()))
                .map(move |(method, operation)| {
                    (format!("{} {base}{path}", method.to_ascii_uppercase()), operation)
                })
        })
    }

    /// Every route of the document, for suggestions.
    pub(crate) fn routes(&self) -> Vec<String> {
        self.operations().map(|(route, _)| route).collect()
    }

    /// The names of all properties in an operation's request body, however deep.
    pub(crate) fn accepted(&self, operation: &Value) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        let body = operation.get("requestBody").map(|body| self.follow(body));
        let content = body.and_then(|body| body.get("content")?.as_object());
        for media in content.into_iter().flat_map(serde_json::Map::values) {
            if let Some(schema) = media.get("schema") {
                self.properties(schema, 0, &mut names);
            }
        }
        names
    }

    fn properties(&self, schema: &Value, depth: usize, names: &mut BTreeSet<String>) {
        if depth == MAX_DEPTH || names.len() > 1_000 {
            return;
        }
        let schema = self.follow(schema);
        if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
            for (name, inner) in properties {
                names.insert(name.clone());
                self.properties(inner, depth + 1, names);
            }
        }
        for key in ["allOf", "anyOf", "oneOf"] {
            for inner in schema.get(key).and_then(Value::as_array).into_iter().flatten() {
                self.properties(inner, depth + 1, names);
            }
        }
        for key in ["items", "additionalProperties"] {
            if let Some(inner) = schema.get(key) {
                self.properties(inner, depth + 1, names);
            }
        }
    }

    /// What a reference within the document points at.
    fn follow<'v>(&self, value: &'v Value) -> &'v Value
    where
        'a: 'v,
    {
        let mut value = value;
        for _ in 0..MAX_DEPTH {
            let target = value
                .get("$ref")
                .and_then(Value::as_str)
                .and_then(|reference| reference.strip_prefix('#'))
                .and_then(|pointer| self.root.pointer(pointer));
            match target {
                Some(target) => value = target,
                None => break,
            }
        }
        value
    }
}

/// The path of a server's address: `https://api.example.com/v1/` has `/v1`.
fn base_path(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = if url.contains("://") {
        rest.find('/').and_then(|at| rest.get(at..)).unwrap_or_default()
    } else {
        rest
    };
    path.trim_end_matches('/').to_owned()
}

/// A path without the names of its parameters and without a slash at its end.
pub(crate) fn shape(path: &str) -> String {
    let parts: Vec<&str> = path
        .trim_end_matches('/')
        .split('/')
        .map(|part| {
            if part.starts_with('{') && part.ends_with('}') {
                "{}"
            } else {
                part
            }
        })
        .collect();
    parts.join("/")
}

/// A property's name as journeys write names: `cardNumber` and `card_number` are `card-number`.
pub(crate) fn as_data_name(property: &str) -> String {
    let mut name = String::new();
    let mut after_lower = false;
    for letter in property.chars() {
        if letter.is_ascii_uppercase() {
            if after_lower {
                name.push('-');
            }
            name.push(letter.to_ascii_lowercase());
            after_lower = false;
        } else if matches!(letter, '_' | ' ' | '.') {
            name.push('-');
            after_lower = false;
        } else {
            name.push(letter);
            after_lower = true;
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn route(text: &str) -> Route {
        let (method, path) = text.split_once(' ').unwrap();
        Route {
            method: method.to_owned(),
            path: path.to_owned(),
        }
    }

    #[test]
    fn routes_are_found_whatever_their_parameters_are_called() {
        let document = json!({
            "servers": [{"url": "https://api.example.com/v2/"}],
            "paths": {"/accounts/{accountId}": {"post": {}}, "/me": {"get": {}}}
        });
        let api = OpenApi::new(&document);
        let check =
            |text: &str, found: bool| assert_eq!(api.operation(&route(text)).is_some(), found, "{text}");
        check("POST /accounts/{id}", true);
        check("POST /v2/accounts/{id}/", true);
        check("GET /accounts/{id}", false);
        check("GET /v2/me", true);
        check("GET /v1/me", false);
        assert_eq!(api.routes(), ["POST /v2/accounts/{accountId}", "GET /v2/me"]);
        assert!(
            OpenApi::new(&json!(["no document"]))
                .operation(&route("GET /me"))
                .is_none()
        );
    }

    #[test]
    fn accepted_properties_are_found_through_references_and_circles() {
        let document = json!({
            "paths": {"/pay": {"post": {"requestBody": {"$ref": "#/components/requestBodies/Pay"}}}},
            "components": {
                "requestBodies": {"Pay": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pay"}}}}},
                "schemas": {
                    "Pay": {"allOf": [{"properties": {"basket": {"type": "array", "items": {"$ref": "#/components/schemas/Line"}}}},
                        {"$ref": "#/components/schemas/Person"}]},
                    "Line": {"properties": {"sku": {}, "inner": {"$ref": "#/components/schemas/Line"}}},
                    "Person": {"properties": {"cardNumber": {}}}
                }
            }
        });
        let api = OpenApi::new(&document);
        let names = api.accepted(api.operation(&route("POST /pay")).unwrap());
        assert_eq!(
            names.into_iter().collect::<Vec<_>>(),
            ["basket", "cardNumber", "inner", "sku"]
        );
    }

    #[test]
    fn property_names_become_data_names() {
        let check = |property: &str, name: &str| assert_eq!(as_data_name(property), name);
        check("cardNumber", "card-number");
        check("card_number", "card-number");
        check("email", "email");
        check("userID", "user-id");
    }
}
