//! OTM, the Open Threat Model format: journeys and steps become components, worst cases threats, controls
//! mitigations, and data assets.
//!
//! OTM asks for numbers that a journey does not state: how likely a threat is, by how much a mitigation
//! lowers it, how far a zone is trusted. The first is `null`, the others 0; each says why.

use std::collections::BTreeSet;

use journey::{Control, Data, DataKind, Harm, Journey, Promise, Step, Worst};
use serde_json::{Value, json};
use vocabulary::PromiseRef;

use super::subject::{Subject, works};
use super::wording::{cut, line};
use super::{ExportError, Form, Format, lean};

pub(super) static FORMAT: Format = Format {
    name: "otm",
    form: Form::Json,
    says: "An Open Threat Model, for threat-modelling tools.",
    file: "journeys.otm.json",
    write,
};

/// The version of OTM that the output keeps to.
const VERSION: &str = "0.2.0";
/// Names are for diagrams; the whole text stands in the description.
const NAME: usize = 80;

const PEOPLE: &str = "people";
const PLATFORM: &str = "platform";

fn write(subject: &Subject<'_>) -> Result<String, ExportError> {
    let journeys = subject.journeys();
    if journeys.is_empty() {
        return Err(ExportError::Nothing("there is no journey"));
    }
    let mut components = Vec::new();
    let mut flows = Vec::new();
    let mut threats = Vec::new();
    for journey in journeys {
        components.extend(person_and_journey(journey));
        for (at, step) in journey.steps.iter().enumerate() {
            components.push(of_step(subject, journey, step));
            flows.push(gives(journey, step));
            if let Some(next) = journey.steps.get(at + 1) {
                flows.push(goes_on(journey, step, next));
            }
            threats.extend(step.worst.iter().map(|worst| threat(journey, step, worst)));
        }
    }
    let controls = subject.controls();
    let document = lean::lean(json!({
        "otmVersion": VERSION,
        "project": {
            "id": line(subject.name),
            "name": line(subject.name),
            "description": "Made from journey files by `safeconduct export otm`.",
            "attributes": {"exported": subject.now.to_string()},
        },
        "assets": subject.data().into_iter().map(|(name, data)| asset(name, data)).collect::<Vec<_>>(),
        "trustZones": [zone(PEOPLE, "People and their devices"), zone(PLATFORM, "The platform")],
        "components": components,
        "dataflows": flows,
        "mitigations": controls.into_iter().map(|(name, control)| mitigation(name, control)).collect::<Vec<_>>(),
    }));
    // The likelihood is `null` because nobody stated it, so the threats are added as they are.
    let mut document = document;
    if let Some(members) = document.as_object_mut() {
        members.insert("threats".to_owned(), Value::Array(threats));
    }
    Ok(format!("{document:#}\n"))
}

fn zone(id: &str, name: &str) -> Value {
    json!({
        "id": id, "name": name,
        "risk": {"trustRating": 0},
        "attributes": {"trustRating": "not stated in the journeys; 0 claims nothing"},
    })
}

/// Harm to a person through the data, by its kind: 0 to 100.
fn asset(name: &str, data: &Data) -> Value {
    let (confidentiality, integrity) = match data.kind {
        DataKind::Public => (0, 25),
        DataKind::Personal => (75, 50),
        DataKind::Sensitive | DataKind::Secret | DataKind::Payment => (100, 75),
    };
    json!({
        "id": name, "name": name,
        "description": format!("Kept: {}", line(&data.keep)),
        "risk": {
            "confidentiality": confidentiality, "integrity": integrity, "availability": 25,
            "comment": format!("From its kind: {}", data.kind.word()),
        },
        "attributes": {"kind": data.kind.word(), "keep": line(&data.keep)},
    })
}

fn person(journey: &Journey) -> String {
    format!("{}/person", *journey.id)
}

fn step_id(journey: &Journey, step: &Step) -> String {
    format!("{}/step/{}", *journey.id, *step.id)
}

fn person_and_journey(journey: &Journey) -> [Value; 2] {
    let debts: Vec<Value> = journey
        .debt
        .iter()
        .map(|debt| {
            json!({
                "id": *debt.id, "owe": line(&debt.owe),
                "weakens": debt.weakens.iter().map(|id| id.as_str()).collect::<Vec<_>>(),
                "until": debt.until.as_ref().map(ToString::to_string),
                "accepted_by": debt.accepted_by.as_ref().map(|by| line(by)),
            })
        })
        .collect();
    let guardrails: Vec<Value> = journey
        .guardrails
        .iter()
        .map(|guardrail| json!({"id": *guardrail.id, "says": line(&guardrail.says)}))
        .collect();
    [
        json!({
            "id": person(journey), "name": cut(or(&journey.who, "Somebody"), NAME), "type": "person",
            "description": line(&journey.wants),
            "parent": {"trustZone": PEOPLE},
        }),
        json!({
            "id": *journey.id, "name": cut(or(&journey.name, &journey.id), NAME), "type": "journey",
            "description": line(&journey.wants),
            "parent": {"trustZone": PLATFORM},
            "tags": [format!("matters:{}", journey.matters.word())],
            "attributes": {"guardrails": guardrails, "debt": debts},
        }),
    ]
}

fn or<'a>(text: &'a str, instead: &'a str) -> &'a str {
    if line(text).is_empty() { instead } else { text }
}

fn of_step(subject: &Subject<'_>, journey: &Journey, step: &Step) -> Value {
    let promises: Vec<Value> = step
        .promises
        .iter()
        .map(|promise| promised(subject, journey, promise))
        .collect();
    json!({
        "id": step_id(journey, step), "name": cut(or(&step.does, &step.id), NAME), "type": "journey-step",
        "description": line(&step.does),
        "parent": {"component": *journey.id},
        "assets": {"processed": step.gives.iter().map(|name| name.as_str()).collect::<Vec<_>>()},
        "threats": step.worst.iter().map(|worst| instance(subject, journey, worst)).collect::<Vec<_>>(),
        "attributes": {
            "at": step.at.iter().map(|route| route.value.to_string()).collect::<Vec<_>>(),
            "promises": promises,
        },
    })
}

/// OTM has no promises, so they go along as an attribute of the step.
fn promised(subject: &Subject<'_>, journey: &Journey, promise: &Promise) -> Value {
    let figure = subject.figure(&PromiseRef::new(&journey.id, &promise.id));
    let measure = promise.measure.as_ref();
    json!({
        "id": *promise.id, "says": line(&promise.says),
        "against": promise.against.iter().map(|id| id.as_str()).collect::<Vec<_>>(),
        "measure": measure.map(|measure| measure.kind.word()),
        "target": measure.and_then(|measure| measure.kind.target()).map(|target| target.value.to_string()),
        "state": figure.map(|figure| figure.state.in_words()),
    })
}

/// What the person hands over at a step.
fn gives(journey: &Journey, step: &Step) -> Value {
    json!({
        "id": format!("{}/gives", step_id(journey, step)), "name": cut(or(&step.does, &step.id), NAME),
        "source": person(journey), "destination": step_id(journey, step),
        "bidirectional": false,
        "assets": step.gives.iter().map(|name| name.as_str()).collect::<Vec<_>>(),
    })
}

fn goes_on(journey: &Journey, step: &Step, next: &Step) -> Value {
    json!({
        "id": format!("{}/goes-on", step_id(journey, step)), "name": "then",
        "source": step_id(journey, step), "destination": step_id(journey, next),
        "bidirectional": false,
    })
}

fn threat_id(journey: &Journey, worst: &Worst) -> String {
    format!("{}/{}", *journey.id, *worst.id)
}

fn threat(journey: &Journey, step: &Step, worst: &Worst) -> Value {
    let impact = match worst.harm {
        Harm::Minor => 25,
        Harm::Moderate => 50,
        Harm::Severe => 75,
        Harm::Irreversible => 100,
    };
    json!({
        "id": threat_id(journey, worst), "name": cut(or(&worst.story, &worst.id), NAME),
        "description": line(&worst.story),
        "categories": [worst.front.to_string()],
        "risk": {
            "likelihood": null, "likelihoodComment": "Journeys do not state how likely a worst case is.",
            "impact": impact, "impactComment": format!("From the harm to the person: {}", worst.harm.word()),
        },
        "attributes": {"harm": worst.harm.word(), "front": worst.front.to_string(), "step": *step.id},
    })
}

/// A threat at its step, with the controls that stand against it.
fn instance(subject: &Subject<'_>, journey: &Journey, worst: &Worst) -> Value {
    let promises = journey
        .promises()
        .map(|(_, promise)| promise)
        .filter(|promise| promise.against.iter().any(|id| **id == *worst.id));
    let mut seen = BTreeSet::new();
    let mut mitigations = Vec::new();
    let mut any_works = false;
    for name in promises.flat_map(|promise| &promise.kept_by) {
        if let Some(control) = subject.control(name)
            && seen.insert(name.as_str())
        {
            any_works |= works(control);
            mitigations.push(json!({"mitigation": name.as_str(), "state": state(control)}));
        }
    }
    let owed = journey.debts_on(&worst.id).any(|debt| debt.in_force(subject.now));
    json!({
        "threat": threat_id(journey, worst),
        // Controls that are in place lower a threat; nothing here says that it is gone.
        "state": if any_works && !owed { "partly-mitigated" } else { "exposed" },
        "mitigations": mitigations,
    })
}

const fn state(control: &Control) -> &'static str {
    if works(control) {
        "IMPLEMENTED"
    } else {
        "RECOMMENDED"
    }
}

fn mitigation(name: &str, control: &Control) -> Value {
    let with: Vec<Value> = control
        .with
        .iter()
        .map(|(name, parameter)| json!({"name": name, "value": parameter.value.to_string()}))
        .collect();
    json!({
        "id": name, "name": name,
        "description": line(&control.does),
        "riskReduction": 0,
        "attributes": {
            "riskReduction": "not stated in the journeys; 0 claims nothing",
            "type": control.kind.word(),
            "enforced_by": control.enforced_by.as_ref().map(|by| by.as_str()),
            "rests_on": control.rests_on.iter().map(|on| on.as_str()).collect::<Vec<_>>(),
            "when_down": control.when_down.word(),
            "proof": control.proof.iter().map(|proof| proof.as_str()).collect::<Vec<_>>(),
            "with": with,
            "shadow": control.shadow,
        },
    })
}
