//! The OpenAPI 3.1 document, made from the operations and the event catalogue, and a page to browse it.

use axum::Json;
use axum::response::Html;
use axum::routing::get;
use maud::{Markup, html};
use serde_json::{Map, Value, json};
use vocabulary::{Field, FieldType, Kind};

use super::describe::Place;
use super::{Operation, operations as all_operations};
use crate::console::layout::open_page;

pub(super) fn operations() -> Vec<Operation> {
    vec![
        Operation {
            method: "get",
            path: "/v1/openapi.json",
            title: "Read this description",
            says: "The OpenAPI 3.1 document of everything here.",
            scope: None,
            parameters: &[],
            takes: None,
            gives: (200, "The document.", json!({"openapi": "3.1.0"})),
            refuses: &[],
            route: get(|| async { Json(document()) }),
        },
        Operation {
            method: "get",
            path: "/docs",
            title: "Browse this description",
            says: "The same, to be read by people.",
            scope: None,
            parameters: &[],
            takes: None,
            gives: (200, "A page.", json!("text/html")),
            refuses: &[],
            route: get(|| async { Html(page().into_string()) }),
        },
    ]
}

/// The OpenAPI document.
pub fn document() -> Value {
    let mut paths: Map<String, Value> = Map::new();
    for operation in all_operations() {
        let path = operation.path.replace("{*", "{");
        let item = paths.entry(path).or_insert_with(|| json!({}));
        if let Some(item) = item.as_object_mut() {
            item.insert(operation.method.to_owned(), operation_json(&operation));
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Safeconduct",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "Ask before something happens, tell what has happened, and see whether promises are kept.",
            "license": {"name": "Apache-2.0 OR MIT", "identifier": "Apache-2.0 OR MIT"},
        },
        "paths": paths,
        "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer", "description": "An API key: `safeconduct key create`."}},
            "schemas": schemas(),
        },
    })
}

fn operation_json(operation: &Operation) -> Value {
    let parameters = operation.parameters.iter().map(|(name, place, says)| {
        let (place, required) = if *place == Place::Path { ("path", true) } else { ("query", false) };
        json!({"name": name, "in": place, "required": required, "description": says, "schema": {"type": "string"}})
    });
    let (status, says, example) = &operation.gives;
    let mut responses = json!({status.to_string(): {"description": says, "content": {"application/json": {"example": example}}}});
    if let Some(responses) = responses.as_object_mut() {
        for (status, when) in operation.refuses {
            let problem = json!({"description": when, "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}});
            responses.insert(status.to_string(), problem);
        }
    }
    let mut body = json!({
        "summary": operation.title,
        "description": operation.says,
        "operationId": operation_id(operation),
        "parameters": parameters.collect::<Vec<_>>(),
        "responses": responses,
    });
    if let Some(body) = body.as_object_mut() {
        if let Some(scope) = operation.scope {
            body.insert("security".to_owned(), json!([{"key": []}]));
            body.insert("x-scope".to_owned(), json!(scope.name()));
        }
        if let Some(schema_name) = operation.takes {
            let schema = json!({"$ref": format!("#/components/schemas/{schema_name}")});
            body.insert(
                "requestBody".to_owned(),
                json!({"required": true, "content": {media_type(schema_name): {"schema": schema}}}),
            );
        }
    }
    body
}

/// What OAuth takes, it takes as a form.
fn media_type(schema: &str) -> &'static str {
    if ["TokenForm", "IntrospectionForm"].contains(&schema) {
        "application/x-www-form-urlencoded"
    } else {
        "application/json"
    }
}

fn operation_id(operation: &Operation) -> String {
    let words = operation
        .path
        .split(['/', '{', '}', '*', '.'])
        .filter(|word| !word.is_empty() && *word != "v1");
    std::iter::once(operation.method)
        .chain(words)
        .collect::<Vec<_>>()
        .join("_")
}

fn schemas() -> Value {
    json!({
        "Event": event_schema(),
        "Events": {"type": "object", "required": ["events"], "properties": {"events": {"type": "array", "maxItems": vocabulary::limits::MAX_BULK_EVENTS, "items": {"$ref": "#/components/schemas/Event"}}}},
        "NewToken": {
            "type": "object", "required": ["name", "scopes"], "additionalProperties": false,
            "properties": {
                "name": {"type": "string", "minLength": 1, "maxLength": 80},
                "scopes": {"type": "array", "minItems": 1, "maxItems": 20, "items": {"type": "string", "pattern": "^[a-z0-9:._-]{1,64}$"}},
                "days": {"type": "integer", "minimum": 1, "maximum": 365, "default": 90},
                "bound_to": {"type": "string", "description": "SHA-256 thumbprint of the key that whoever uses the token must hold (RFC 9449)."},
            },
        },
        "Leaks": {
            "type": "object", "required": ["findings"], "additionalProperties": false,
            "properties": {
                "ask": {"type": "boolean", "default": false, "description": "Only say what is known; change nothing."},
                "findings": {"type": "array", "maxItems": 1000, "items": {
                    "type": "object", "additionalProperties": false,
                    "oneOf": [{"required": ["token"]}, {"required": ["sha256"]}],
                    "properties": {
                        "token": {"type": "string"},
                        "sha256": {"type": "string", "pattern": "^[0-9A-Fa-f]{64}$", "description": "SHA-256 of the token."},
                        "found": {"type": "string", "description": "Where, in words."},
                        "repository": {"type": "string"}, "commit": {"type": "string"}, "path": {"type": "string"},
                        "line": {"type": "integer", "minimum": 0}, "author": {"type": "string"},
                        "date": {"type": "string", "format": "date-time", "description": "Since when it was there."},
                        "source": {"enum": ["scan", "push", "secret-scanning", "platform"], "default": "scan"},
                    },
                }},
            },
        },
        "Code": {"type": "object", "required": ["code"], "additionalProperties": false, "properties": {"code": {"type": "string"}}},
        "Rotation": {
            "type": "object", "additionalProperties": false,
            "properties": {"overlap_hours": {"type": "integer", "minimum": 0, "maximum": 168, "default": 24}},
        },
        "TokenForm": {"type": "object", "required": ["token"], "properties": {"token": {"type": "string"}}},
        "IntrospectionForm": {
            "type": "object", "required": ["token"],
            "properties": {
                "token": {"type": "string"},
                "dpop_proof": {"type": "string", "maxLength": 8192, "description": "The value of the one `DPoP` header that came along with the token (RFC 9449)."},
                "dpop_method": {"type": "string", "description": "The method of the request that both came with."},
                "dpop_uri": {"type": "string", "description": "The address of that request, as its client sees it."},
                "dpop_nonce": {"type": "string", "description": "The nonce that this client was given, where one was."},
            },
            "dependentRequired": {
                "dpop_proof": ["dpop_method", "dpop_uri"], "dpop_method": ["dpop_proof"],
                "dpop_uri": ["dpop_proof"], "dpop_nonce": ["dpop_proof"],
            },
        },
        "Problem": {
            "type": "object",
            "description": "Problem details, RFC 9457.",
            "properties": {
                "type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"}, "detail": {"type": "string"},
                "errors": {"type": "array", "items": {"type": "object", "properties": {"at": {"type": "string"}, "says": {"type": "string"}}}},
                "verdict": {"enum": ["allow", "deny"], "description": "What holds while there is no answer."},
            },
        },
    })
}

/// JSON Schema (2020-12) of an event: what every event has, and each kind's fields.
pub(crate) fn event_schema() -> Value {
    let kinds: Vec<Kind> = Kind::all().filter(|kind| !kind.is_population()).collect();
    let id = json!({"type": "string", "minLength": 1, "maxLength": vocabulary::limits::MAX_ID_BYTES});
    let variants = kinds.iter().map(|kind| {
        let required: Vec<&str> = kind.fields().iter().filter(|field| field.required).map(|field| field.name).collect();
        let properties: Map<String, Value> = kind.fields().iter().map(|field| (field.name.to_owned(), field_schema(field))).collect();
        let mut rule = json!({
            "if": {"properties": {"kind": {"const": kind.name()}}},
            "then": {"properties": {"fields": {"type": "object", "additionalProperties": false, "properties": properties, "required": required}}},
        });
        if !required.is_empty()
            && let Some(then) = rule.get_mut("then").and_then(Value::as_object_mut)
        {
            then.insert("required".to_owned(), json!(["fields"]));
        }
        rule
    });
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["key", "kind", "account"],
        "properties": {
            "key": {"allOf": [id], "description": "Tells events apart: the same key again is the same event."},
            "kind": {"enum": kinds.iter().map(|kind| kind.name()).collect::<Vec<_>>()},
            "account": {"allOf": [id], "description": "The platform's own id of the account; never an e-mail address."},
            "at": {"type": "string", "format": "date-time", "description": "When it happened; now, where it is missing."},
            "step": {"type": "string", "pattern": "^[^/]+/[^/]+$", "description": "The journey step, as `journey/step`."},
            "from": {"type": "object", "additionalProperties": false, "properties": {
                "ip": {"type": "string"}, "agent": {"type": "string"}, "device": id,
            }},
            "session": id,
            "fields": {"type": "object"},
            "mark": {"enum": ["real", "drill", "simulated"], "default": "real"},
        },
        "allOf": variants.collect::<Vec<_>>(),
    })
}

fn field_schema(field: &Field) -> Value {
    let mut schema = match field.kind {
        FieldType::Word(words) => json!({"enum": words}),
        FieldType::Flag => json!({"type": "boolean"}),
        FieldType::Text => json!({"type": "string", "maxLength": vocabulary::limits::MAX_TEXT_BYTES}),
        FieldType::Id => json!({"type": "string", "maxLength": vocabulary::limits::MAX_ID_BYTES}),
        FieldType::Whole => json!({"type": "integer"}),
        FieldType::Moment => json!({"type": "string", "format": "date-time"}),
    };
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("description".to_owned(), json!(field.says));
    }
    schema
}

fn page() -> Markup {
    let body = html! {
        h1 { "The API" }
        p {
            "Ask before something happens, tell what has happened, and see whether promises are kept. For programs: "
            a href="/v1/openapi.json" { "the OpenAPI 3.1 document" }
            ". For the events: "
            a href="/v1/catalogue" { "the catalogue" }
            "."
        }
        @for operation in all_operations() { (operation_section(&operation)) }
        section .operation {
            h2 { "Problems" }
            p { "Whatever is not answered as asked is answered with problem details (RFC 9457), whose `type` leads here." }
            dl { @for (kind, says) in crate::problem::KINDS { dt id={ "problem-" (kind) } { code { (kind) } } dd { (says) } } }
        }
    };
    open_page("API", &body)
}

fn operation_section(operation: &Operation) -> Markup {
    let (status, says, example) = &operation.gives;
    html! {
        section .operation id=(operation_id(operation)) {
            h2 { (operation.title) }
            p { code { (operation.method.to_uppercase()) " " (operation.path.replace("{*", "{")) } }
            p { (operation.says) }
            @if let Some(scope) = operation.scope { p { "Needs a key with the scope " code { (scope.name()) } "." } }
            @if !operation.parameters.is_empty() {
                dl { @for (name, _, says) in operation.parameters { dt { code { (name) } } dd { (says) } } }
            }
            @if operation.takes.is_some() { p { "Takes JSON: " code { (operation.takes.unwrap_or_default()) } ", see the document." } }
            p { strong { (status) } " " (says) }
            pre tabindex="0" { code { (serde_json::to_string_pretty(example).unwrap_or_default()) } }
            @if !operation.refuses.is_empty() {
                ul { @for (status, when) in operation.refuses { li { strong { (status) } " " (when) } } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reference_in_the_document_leads_somewhere() {
        let document = document();
        let text = document.to_string();
        for reference in text
            .split("\"$ref\":\"#")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
        {
            assert!(document.pointer(reference).is_some(), "{reference}");
        }
    }

    #[test]
    fn every_operation_has_an_id_of_its_own() {
        let mut ids: Vec<String> = all_operations().iter().map(operation_id).collect();
        let count = ids.len();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), count);
    }
}
