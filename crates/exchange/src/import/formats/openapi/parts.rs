//! The parts of a document beside its paths: servers, tags, components, and what is classified and never sent.

use std::collections::HashSet;

use super::request::{CLASSIFICATION, Requests, words_of};
use crate::import::ledger::{Ledger, Object};
use crate::import::model::Mitigation;
use crate::import::tree::Value;
use crate::import::words::State;

/// How often anything in a document is classified.
pub(super) fn classifications(value: &Value) -> usize {
    let own = usize::from(!value.get(CLASSIFICATION).is_empty());
    let inside: usize = match value {
        Value::Map(entries) => entries.iter().map(|(_, value)| classifications(value)).sum(),
        Value::List(items) => items.iter().map(classifications).sum(),
        _ => 0,
    };
    own + inside
}

/// The first server begins every route.
pub(super) fn servers(document: &Value, ledger: &mut Ledger) {
    let servers = document.get("servers").items();
    ledger.found("servers", servers.len());
    for (at, server) in servers.iter().enumerate() {
        let object = Object::new("servers", at, server.text_of("url"), None);
        match at {
            0 => ledger.kept(object, "the beginning of every route"),
            _ => ledger.dropped(object, "another address of the same routes"),
        }
    }
}

/// Tags are journeys, where an operation names them.
pub(super) fn tags(document: &Value, used: &HashSet<String>, ledger: &mut Ledger) {
    let tags = document.get("tags").items();
    ledger.found("tags", tags.len());
    for (at, tag) in tags.iter().enumerate() {
        let name = tag.text_of("name").or(tag.text());
        let object = Object::new("tags", at, name, name);
        if name.is_some_and(|name| used.contains(name)) {
            ledger.kept(object, "a journey, of the operations that name it first");
        } else {
            ledger.dropped(object, "no operation names it");
        }
    }
}

/// What operations refer to.
pub(super) fn components(document: &Value, requests: &Requests<'_>, ledger: &mut Ledger) {
    const DROPPED: [(&str, &str, &str); 8] = [
        (
            "responses",
            "responses",
            "what an API answers is not what a person gives",
        ),
        (
            "headers",
            "headers",
            "how a request is wrapped says nothing to a journey",
        ),
        ("examples", "examples", "an example"),
        (
            "links",
            "links",
            "how answers lead to requests; a journey has the order of its steps",
        ),
        ("callbacks", "callbacks", "the platform calls there; nobody comes"),
        (
            "parameters",
            "shared_parameters",
            "what the operations make of it stands with each of them",
        ),
        (
            "requestBodies",
            "request_bodies",
            "what the operations make of it stands with each of them",
        ),
        (
            "pathItems",
            "path_items",
            "what the paths make of it stands with each of them",
        ),
    ];
    let components = document.get("components");
    for (key, class, why) in DROPPED {
        ledger.drop_all(class, components.get(key), why);
    }
    let read: Vec<&str> = DROPPED.iter().map(|(key, ..)| *key).collect();
    ledger.unread(
        "components",
        components,
        &format!("{} schemas securitySchemes", read.join(" ")),
    );
    let schemas = components.get("schemas").entries();
    ledger.found("schemas", schemas.len());
    for (at, (name, schema)) in schemas.iter().enumerate() {
        let object = Object::new("schemas", at, Some(name), Some(name));
        if requests.sends(schema) {
            ledger.kept(object, "what steps give: its classified parts");
        } else {
            ledger.dropped(object, "no request sends anything classified in it");
        }
    }
}

/// How people prove who they are: proposals, since a document does not say that anything asks for them.
pub(super) fn security_schemes<'v>(
    document: &'v Value,
    requests: &Requests<'v>,
    ledger: &mut Ledger,
) -> Vec<Mitigation> {
    let mut mitigations = Vec::new();
    let components = document.get("components");
    let schemes = components.get("securitySchemes").entries();
    ledger.found("security_schemes", schemes.len());
    for (at, (name, scheme)) in schemes.iter().enumerate() {
        let scheme = requests.follow(scheme);
        let parts = ["type", "scheme", "in", "description"].map(|key| scheme.text_of(key));
        let parts: Vec<&str> = parts.into_iter().flatten().collect();
        mitigations.push(Mitigation {
            object: Object::new("security_schemes", at, Some(name), Some(name)),
            does: format!("Lets in whoever shows this: {}", parts.join(", ")),
            state: State::Unsaid,
            notes: Vec::new(),
        });
    }
    mitigations
}

/// What is classified and never sent by a request.
pub(super) fn unsent(document: &Value, requests: &Requests<'_>, ledger: &mut Ledger) {
    let mut left = vec![("the document", document)];
    while let Some((name, value)) = left.pop() {
        let class = value.get(CLASSIFICATION);
        if !class.is_empty() && !requests.gives(value) {
            let said = format!("{name}: {}", words_of(class).join(", "));
            let object = Object::new("classified", 0, Some(name), Some(&said));
            ledger.dropped(
                object,
                "no request sends it: it is only answered, or used nowhere",
            );
        }
        match value {
            Value::Map(entries) => {
                left.extend(entries.iter().rev().map(|(name, value)| (name.as_str(), value)));
            }
            Value::List(items) => left.extend(items.iter().rev().map(|item| (name, item))),
            _ => {}
        }
    }
}
