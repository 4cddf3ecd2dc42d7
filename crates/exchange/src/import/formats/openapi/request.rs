//! What requests send: schemas followed through references to everything that is classified.

use std::collections::{HashMap, HashSet};

use crate::import::ledger::Object;
use crate::import::model::Datum;
use crate::import::tree::Value;
use crate::import::words::{data_kind_in, data_kind_of_class, spaced};

/// The extension that says what sort of data something is.
pub(super) const CLASSIFICATION: &str = "x-data-classification";
/// How deep schemas are followed.
const MAX_DEPTH: usize = 24;
/// How many schemas are looked at in all, each as often as a request leads to it.
const MAX_LOOKS: usize = 1_000_000;

/// All requests of a document.
pub(super) struct Requests<'v> {
    document: &'v Value,
    /// What a reference to a component leads to: `#/components/schemas/Pay`.
    components: HashMap<(&'v str, &'v str), &'v Value>,
    /// Everything classified that a request sends.
    pub(super) data: Vec<Datum>,
    /// Of each classified value: its datum.
    given: HashMap<usize, usize>,
    /// Of each name of data: where it was first met.
    named: HashMap<String, usize>,
    /// Schemas in which a request led to something classified.
    sent: HashSet<usize>,
    looks: usize,
}

/// What one request was found to hold.
#[derive(Default)]
pub(super) struct Request {
    /// Indices of data.
    pub(super) gives: Vec<usize>,
    /// Names that look like data people give, and are not classified.
    pub(super) unclassified: Vec<String>,
    seen: HashSet<(usize, bool)>,
}

/// Which value this is, however it was come by.
fn identity(value: &Value) -> usize {
    std::ptr::from_ref(value).addr()
}

impl<'v> Requests<'v> {
    pub(super) fn new(document: &'v Value) -> Self {
        let components = document
            .get("components")
            .entries()
            .iter()
            .flat_map(|(class, all)| {
                all.entries()
                    .iter()
                    .map(|(name, value)| ((class.as_str(), name.as_str()), value))
            });
        Self {
            document,
            data: Vec::new(),
            components: components.collect(),
            given: HashMap::new(),
            named: HashMap::new(),
            sent: HashSet::new(),
            looks: MAX_LOOKS,
        }
    }

    /// Whether a request leads to something classified in this schema.
    pub(super) fn sends(&self, schema: &Value) -> bool {
        self.sent.contains(&identity(schema))
    }

    /// Whether a request sends this classified value.
    pub(super) fn gives(&self, value: &Value) -> bool {
        self.given.contains_key(&identity(value))
    }

    /// Whether there was more to look at than is looked at.
    pub(super) const fn is_exhausted(&self) -> bool {
        self.looks == 0
    }

    /// What a reference within the document leads to; the value itself where it is none.
    pub(super) fn follow(&self, value: &'v Value) -> &'v Value {
        let mut value = value;
        for _ in 0..MAX_DEPTH {
            let Some(pointer) = value
                .text_of("$ref")
                .and_then(|reference| reference.strip_prefix("#/"))
            else {
                break;
            };
            let component = pointer
                .strip_prefix("components/")
                .and_then(|rest| rest.split_once('/'))
                .and_then(|key| self.components.get(&key).copied());
            let found = component.unwrap_or_else(|| {
                pointer.split('/').fold(self.document, |value, part| {
                    let part = part.replace("~1", "/").replace("~0", "~");
                    let item = part.parse().ok().and_then(|at: usize| match value {
                        Value::List(items) => items.get(at),
                        _ => None,
                    });
                    item.unwrap_or_else(|| value.get(&part))
                })
            });
            if found.is_empty() {
                break;
            }
            value = found;
        }
        value
    }

    pub(super) fn body(&mut self, body: &'v Value, name: &str, request: &mut Request) {
        let target = self.follow(body);
        self.classified(body, name, request);
        if !std::ptr::eq(body, target) {
            self.classified(target, name, request);
        }
        for (_, media) in target.get("content").entries() {
            self.classified(media, name, request);
            self.schema(media.get("schema"), name, 0, request);
        }
    }

    /// Follows a schema to everything classified in it. Returns whether there was anything.
    pub(super) fn schema(
        &mut self,
        schema: &'v Value,
        name: &str,
        depth: usize,
        request: &mut Request,
    ) -> bool {
        if schema.is_empty()
            || depth == MAX_DEPTH
            || self.looks == 0
            || !request.seen.insert((identity(schema), depth == 0))
        {
            return false;
        }
        self.looks -= 1;
        let mut found = self.classified(schema, name, request);
        let target = self.follow(schema);
        if !std::ptr::eq(schema, target) {
            let named = schema
                .text_of("$ref")
                .and_then(|reference| reference.rsplit('/').next());
            let inside = self.schema(
                target,
                if depth == 0 { named.unwrap_or(name) } else { name },
                depth + 1,
                request,
            );
            return found || inside;
        }
        let properties = schema.get("properties").entries();
        for (property, inner) in properties {
            if inner.get("readOnly").is_true() {
                continue;
            }
            let inside = self.schema(inner, property, depth + 1, request);
            let unclassified = !inside && self.follow(inner).get("properties").is_empty();
            if unclassified && data_kind_in(property).is_some() && request.unclassified.len() < 8 {
                let known = request.unclassified.contains(property);
                let given = self
                    .named
                    .get(&spaced(property))
                    .is_some_and(|datum| request.gives.contains(datum));
                if !known && !given {
                    request.unclassified.push(property.clone());
                }
            }
            found |= inside;
        }
        for key in ["items", "additionalProperties", "contentSchema"] {
            found |= self.schema(schema.get(key), name, depth + 1, request);
        }
        for key in ["allOf", "anyOf", "oneOf", "prefixItems"] {
            for inner in schema.get(key).items() {
                found |= self.schema(inner, name, depth + 1, request);
            }
        }
        if found {
            self.sent.insert(identity(schema));
        }
        found
    }

    /// Takes up the classification of a value, if it has one.
    pub(super) fn classified(&mut self, value: &'v Value, name: &str, request: &mut Request) -> bool {
        let class = value.get(CLASSIFICATION);
        if class.is_empty() {
            return false;
        }
        let datum = *self.given.entry(identity(value)).or_insert_with(|| {
            let words = words_of(class);
            let kind = words.iter().find_map(|word| data_kind_of_class(word));
            let guess = kind.or_else(|| data_kind_in(name));
            let said = words.join(", ");
            let at = self.data.len();
            let same_as = self.named.get(&spaced(name)).copied();
            self.named.entry(spaced(name)).or_insert(at);
            self.data.push(Datum {
                object: Object::new("classified", at, Some(name), Some(&format!("{name}: {said}"))),
                kind: guess,
                guessed_from: (kind.is_none() && guess.is_some())
                    .then(|| format!("its name; its class is `{said}`")),
                dropped: None,
                same_as,
                keep: None,
            });
            at
        });
        let first = self
            .data
            .get(datum)
            .and_then(|datum| datum.same_as)
            .unwrap_or(datum);
        if !request.gives.contains(&first) {
            request.gives.push(first);
        }
        true
    }
}

/// The words of a classification: one, several, or those in an object.
pub(super) fn words_of(class: &Value) -> Vec<String> {
    match class {
        Value::Map(entries) => entries.iter().flat_map(|(_, value)| words_of(value)).collect(),
        other => other.texts().into_iter().map(str::to_owned).collect(),
    }
}
