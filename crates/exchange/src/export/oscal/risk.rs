//! Worst cases as OSCAL risks: how bad, from where, what stands against them, and what is still owed.

use journey::{Debt, Journey, Step, Worst};
use serde_json::{Value, json};

use super::document::{Document, facet, link, properties, property, said, stamped};
use crate::export::subject::Answer;
use crate::export::wording::cut;

/// The number of a worst case's risk.
pub(super) fn number(document: &Document<'_>, journey: &Journey, worst: &Worst) -> String {
    document.number("risk", &format!("{}/{}", *journey.id, *worst.id))
}

/// The number of a control's component.
pub(super) fn component(document: &Document<'_>, control: &str) -> String {
    document.number("component", control)
}

/// The risk.
pub(super) fn of(document: &Document<'_>, journey: &Journey, step: &Step, worst: &Worst) -> Value {
    let answer = document.subject.answer(journey, worst);
    let (status, why) = status(&answer);
    let id = format!("{}/{}", *journey.id, *worst.id);
    json!({
        "uuid": number(document, journey, worst),
        "title": cut(&said(&worst.story, &worst.id), 120),
        "description": said(&worst.story, &worst.id),
        "statement": format!(
            "While a person does this: {} Harm to the person: {}. It comes from the {} front. {why}",
            said(&step.does, &step.id), worst.harm.word(), worst.front
        ),
        "props": properties([property("id", &id)]),
        "status": status,
        "origins": document.origins(),
        "characterizations": [{
            "origin": document.origin(),
            "facets": [facet("harm", worst.harm.word()), facet("front", &worst.front.to_string())],
        }],
        "mitigating-factors": mitigating(document, &id, &answer),
        "deadline": answer.debts.iter().filter_map(|debt| debt.until.as_ref()).map(|until| until.value).min().and_then(stamped),
        "remediations": answer.debts.iter().map(|debt| remediation(document, &id, debt)).collect::<Vec<_>>(),
    })
}

/// A risk is closed only where every promise against it has been counted as kept; what is merely not known
/// stays open.
fn status(answer: &Answer<'_>) -> (&'static str, &'static str) {
    if answer.debts.iter().any(|debt| debt.accepted_by.is_some()) {
        (
            "deviation-approved",
            "A debt on it is stated and accepted until its date.",
        )
    } else if answer.promises.is_empty() {
        ("open", "No promise stands against it.")
    } else if answer.all_kept && answer.debts.is_empty() {
        (
            "closed",
            "Every promise against it was kept at the time of this document.",
        )
    } else {
        ("open", "It is not shown that every promise against it is kept.")
    }
}

fn mitigating(document: &Document<'_>, risk: &str, answer: &Answer<'_>) -> Vec<Value> {
    let mut names: Vec<&str> = Vec::new();
    for name in answer.promises.iter().flat_map(|promise| &promise.kept_by) {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    names
        .into_iter()
        .filter_map(|name| Some((name, document.subject.control(name)?)))
        .map(|(name, control)| {
            json!({
                "uuid": document.number("factor", &format!("{risk}/{name}")),
                "description": said(&control.does, name),
                "subjects": [{"subject-uuid": component(document, name), "type": "component"}],
            })
        })
        .collect()
}

/// What is done about a debt. The same debt can weigh on several risks, and is then done about in each.
pub(super) fn remediation(document: &Document<'_>, risk: &str, debt: &Debt) -> Value {
    let id = format!("{risk}\0{}", *debt.id);
    let why = debt.why.as_ref().map_or("", |why| why.as_str());
    let end = debt.until.as_ref().and_then(|until| stamped(until.value));
    json!({
        "uuid": document.number("remediation", &id),
        "lifecycle": "planned",
        "title": cut(&said(&debt.owe, &debt.id), 120),
        "description": said(why, "The journey file gives no reason."),
        "props": properties([
            debt.owner.as_ref().and_then(|owner| property("owner", owner)),
            debt.accepted_by.as_ref().and_then(|by| property("accepted-by", by)),
            debt.track.as_ref().and_then(|track| property("track", track)),
        ]),
        "links": debt.track.as_ref().and_then(|track| link(track)).map(|link| [link]),
        "tasks": end.map(|end| json!([{
            "uuid": document.number("milestone", &id),
            "type": "milestone",
            "title": "The debt ends",
            "timing": {"on-date": {"date": end}},
        }])),
    })
}
