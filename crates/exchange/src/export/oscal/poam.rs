//! An OSCAL plan of action and milestones: each debt is an item, with the risk that people bear until it ends.

use std::collections::BTreeSet;

use journey::{Debt, Journey};
use serde_json::{Value, json};

use super::document::{Document, facet, properties, property, said, stamped};
use super::risk::remediation;
use crate::export::subject::Subject;
use crate::export::wording::{cut, line};
use crate::export::{ExportError, Form, Format, lean};

pub(in crate::export) static FORMAT: Format = Format {
    name: "oscal-poam",
    form: Form::Json,
    says: "An OSCAL plan of action and milestones, from the debts that the journeys state.",
    file: "plan-of-action-and-milestones.json",
    write,
};

fn write(subject: &Subject<'_>) -> Result<String, ExportError> {
    if subject.debts().next().is_none() {
        return Err(ExportError::Nothing(
            "no debt is stated, and the plan lists debts",
        ));
    }
    let document = Document { subject };
    let people: BTreeSet<String> = subject
        .debts()
        .flat_map(|(_, debt)| [&debt.owner, &debt.accepted_by])
        .flatten()
        .map(|person| line(person))
        .filter(|person| !person.is_empty())
        .collect();
    Ok(lean::text(json!({"plan-of-action-and-milestones": {
        "uuid": document.number("document", "plan-of-action-and-milestones"),
        "metadata": document.metadata("what we owe, and until when", &people),
        "system-id": {"identifier-type": "http://ietf.org/rfc/rfc4122", "id": document.number("system", "")},
        "local-definitions": {"assessment-assets": document.assets()},
        "risks": subject.debts().map(|(journey, debt)| risk(&document, journey, debt)).collect::<Vec<_>>(),
        "poam-items": subject.debts().map(|(journey, debt)| item(&document, journey, debt)).collect::<Vec<_>>(),
    }})))
}

fn name(journey: &Journey, debt: &Debt) -> String {
    format!("{}/{}", *journey.id, *debt.id)
}

fn risk_number(document: &Document<'_>, journey: &Journey, debt: &Debt) -> String {
    document.number("debt-risk", &name(journey, debt))
}

/// What people bear while the debt lasts.
fn risk(document: &Document<'_>, journey: &Journey, debt: &Debt) -> Value {
    let weakened = |id: &str| debt.weakens.iter().any(|weak| **weak == id);
    let worst: Vec<_> = journey
        .worst()
        .map(|(_, worst)| worst)
        .filter(|worst| {
            let answer = document.subject.answer(journey, worst);
            weakened(&worst.id) || answer.promises.iter().any(|promise| weakened(&promise.id))
        })
        .collect();
    let promises = journey.stated().filter(|stated| weakened(stated.id));
    let mut statement: Vec<String> = promises
        .map(|stated| format!("Weakened: {}", said(stated.says, stated.id)))
        .collect();
    statement.extend(
        worst
            .iter()
            .map(|worst| format!("What could happen: {}", said(&worst.story, &worst.id))),
    );
    let mut facets: Vec<Value> = Vec::new();
    if let Some(harm) = worst.iter().map(|worst| worst.harm).max() {
        facets.push(facet("harm", harm.word()));
    }
    let fronts: BTreeSet<_> = worst.iter().map(|worst| worst.front).collect();
    facets.extend(fronts.iter().map(|front| facet("front", &front.to_string())));
    let characterization = json!({"origin": document.origin(), "facets": facets});
    json!({
        "uuid": risk_number(document, journey, debt),
        "title": cut(&said(&debt.owe, &debt.id), 120),
        "description": said(&debt.owe, &debt.id),
        "statement": if statement.is_empty() { "The debt names nothing that it weakens.".to_owned() } else { statement.join("\n\n") },
        "props": properties([property("id", &name(journey, debt))]),
        "status": status(document, debt),
        "origins": document.origins(),
        "characterizations": (!facets.is_empty()).then_some([characterization]),
        "deadline": debt.until.as_ref().and_then(|until| stamped(until.value)),
        "remediations": [remediation(document, &name(journey, debt), debt)],
    })
}

/// A debt that nobody accepted, or whose end has passed, is open.
fn status(document: &Document<'_>, debt: &Debt) -> &'static str {
    if debt.accepted_by.is_some() && debt.until.is_some() && debt.in_force(document.subject.now) {
        "deviation-approved"
    } else {
        "open"
    }
}

fn item(document: &Document<'_>, journey: &Journey, debt: &Debt) -> Value {
    let id = name(journey, debt);
    let overdue = !debt.in_force(document.subject.now);
    let why = debt.why.as_ref().map_or("", |why| why.as_str());
    json!({
        "uuid": document.number("poam-item", &id),
        "title": cut(&said(&debt.owe, &debt.id), 120),
        "description": line(&format!("{} {why}", said(&debt.owe, &debt.id))),
        "props": properties([
            property("id", &id),
            property("journey", &journey.name),
            debt.owner.as_ref().and_then(|owner| property("owner", owner)),
            debt.accepted_by.as_ref().and_then(|by| property("accepted-by", by)),
            debt.until.as_ref().and_then(|until| property("until", &until.value.to_string())),
            debt.since.as_ref().and_then(|since| property("since", &since.value.to_string())),
            (!debt.renewed.is_empty()).then(|| property("times-renewed", &debt.renewed.len().to_string())).flatten(),
            debt.track.as_ref().and_then(|track| property("track", track)),
            overdue.then(|| property("overdue", "yes")).flatten(),
        ]),
        "origins": document.origins(),
        "related-risks": [{"risk-uuid": risk_number(document, journey, debt)}],
        "remarks": overdue.then_some("The date until which this debt was accepted has passed."),
    })
}
