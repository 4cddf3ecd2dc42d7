//! What could stand where the cursor is.

use std::collections::BTreeSet;

use journey::{Journey, LINTS};
use vocabulary::Kind;

use crate::cursor::Cursor;
use crate::expression::{self, Next};
use crate::folder::Folder;
use crate::shape;

/// Something that could stand at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// What is shown and written.
    pub label: String,
    /// What is written instead, where that differs.
    pub insert: Option<String>,
    /// What sort of thing it is.
    pub sort: Sort,
    /// What it is, in a few words.
    pub detail: String,
}

/// What sort of thing a completion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// A key of the format.
    Key,
    /// One of the format's words.
    Word,
    /// A name that the files define.
    Name,
    /// A kind of event.
    Kind,
    /// A field of an event.
    Field,
}

impl Completion {
    fn new(label: &str, sort: Sort, detail: &str) -> Self {
        Self {
            label: label.to_owned(),
            insert: None,
            sort,
            detail: detail.to_owned(),
        }
    }
}

/// Everything that could stand at the cursor. Editors narrow it down by what is typed.
pub(crate) fn at(folder: &Folder, file: &str, cursor: &Cursor) -> Vec<Completion> {
    if cursor.in_key {
        return keys(folder, file, cursor);
    }
    if let Some(next) = expression::next(cursor) {
        return expressions(&next);
    }
    let mut found = words(folder, file, cursor);
    found.extend(names(folder, file, cursor));
    let mut seen = BTreeSet::new();
    found.retain(|one| seen.insert(one.label.clone()));
    found
}

fn keys(folder: &Folder, file: &str, cursor: &Cursor) -> Vec<Completion> {
    let shapes = folder
        .shapes()
        .at(file, &cursor.path, cursor.value_beside("kind"));
    let mut found: Vec<(bool, Completion)> = Vec::new();
    for shape in shapes {
        for (key, says, needed) in shape::keys(shape) {
            let typed = cursor.word == key;
            let taken = cursor.beside.iter().any(|(name, _)| name == key) && !typed;
            if taken || found.iter().any(|(_, one)| one.label == key) {
                continue;
            }
            let mut one = Completion::new(key, Sort::Key, says);
            one.insert = Some(format!("{key}: "));
            found.push((!needed, one));
        }
    }
    // What must be there comes first.
    found.sort_by_key(|(optional, _)| *optional);
    found.into_iter().map(|(_, one)| one).collect()
}

fn words(folder: &Folder, file: &str, cursor: &Cursor) -> Vec<Completion> {
    // A word itself is not a mapping with a `kind`; the alternatives decide by what stands beside it.
    let shapes = folder.shapes().at(file, &cursor.path, None);
    let mut found = Vec::new();
    for shape in shapes {
        let says = shape["description"].as_str().unwrap_or_default();
        for word in shape::words(shape) {
            found.push(Completion::new(word, Sort::Word, says));
        }
    }
    found
}

fn names(folder: &Folder, file: &str, cursor: &Cursor) -> Vec<Completion> {
    let journeys = folder.journeys();
    let name = |name: &str, detail: &str| Completion::new(name, Sort::Name, detail);
    let Some(key) = cursor.path.last() else {
        return Vec::new();
    };
    let here = folder.journey_of(file);
    match key.as_str() {
        "kept_by" | "watches" => journeys
            .controls
            .iter()
            .map(|(id, control)| name(id, &control.does))
            .collect(),
        "gives" => journeys
            .data
            .iter()
            .map(|(id, data)| name(id, &format!("{}, kept: {}", data.kind.word(), data.keep)))
            .collect(),
        "against" => here.map_or_else(Vec::new, worst),
        "weakens" => here.map_or_else(Vec::new, |journey| {
            let stated = journey.stated().map(|stated| name(stated.id, stated.says));
            stated.chain(worst(journey)).collect()
        }),
        "lint" => LINTS.iter().map(|lint| name(lint.code.0, lint.says)).collect(),
        _ => used_elsewhere(folder, key),
    }
}

fn worst(journey: &Journey) -> Vec<Completion> {
    journey
        .worst()
        .map(|(_, worst)| Completion::new(&worst.id, Sort::Name, &worst.story))
        .collect()
}

/// What already stands under the same key elsewhere: owners, what controls rest on, what enforces them.
fn used_elsewhere(folder: &Folder, key: &str) -> Vec<Completion> {
    let journeys = folder.journeys();
    let mut used = BTreeSet::new();
    for control in journeys.controls.values() {
        match key {
            "rests_on" => used.extend(control.rests_on.iter().map(|text| text.value.clone())),
            "proof" => used.extend(control.proof.iter().map(|text| text.value.clone())),
            "enforced_by" => used.extend(control.enforced_by.iter().map(|text| text.value.clone())),
            "owner" => used.extend(control.owner.iter().map(|text| text.value.clone())),
            _ => {}
        }
    }
    for journey in &journeys.journeys {
        match key {
            "product" => used.extend(journey.owners.product.iter().map(|text| text.value.clone())),
            "engineering" => used.extend(journey.owners.engineering.iter().map(|text| text.value.clone())),
            "owner" => used.extend(
                journey
                    .debt
                    .iter()
                    .filter_map(|debt| debt.owner.as_ref())
                    .map(|text| text.value.clone()),
            ),
            "accepted_by" => used.extend(
                journey
                    .debt
                    .iter()
                    .filter_map(|debt| debt.accepted_by.as_ref())
                    .map(|text| text.value.clone()),
            ),
            _ => {}
        }
    }
    used.iter()
        .map(|text| Completion::new(text, Sort::Name, "used elsewhere in these files"))
        .collect()
}

fn expressions(next: &Next) -> Vec<Completion> {
    let word = |text: &str, says: &str| Completion::new(text, Sort::Word, says);
    match next {
        Next::Kind { people } => Kind::all()
            .filter(|kind| kind.is_population() == *people)
            .map(|kind| Completion::new(kind.name(), Sort::Kind, kind.says()))
            .collect(),
        Next::Where => vec![word("where", "only the events for which something holds")],
        Next::Field(kind) => expression::fields(*kind)
            .map(|field| Completion::new(field.name, Sort::Field, field.says))
            .collect(),
        Next::Operator => vec![
            word("=", "is"),
            word("!=", "is not"),
            word("in", "is one of: in [one, two]"),
            word("<", "is less than"),
            word("<=", "is at most"),
            word(">", "is more than"),
            word(">=", "is at least"),
        ],
        Next::Value(kind, field) => {
            let values = expression::values(field);
            if values.is_empty() {
                // Nothing but a field of the same sort can be offered.
                return expression::fields(*kind)
                    .filter(|other| other.kind == field.kind && other.name != field.name)
                    .map(|other| Completion::new(other.name, Sort::Field, other.says))
                    .collect();
            }
            values.iter().map(|value| word(value, field.says)).collect()
        }
        Next::Joint => vec![word("and", "both hold"), word("or", "at least one holds")],
    }
}
