//! OSCAL assessment results: what was promised, what was looked at, and what was found.

use std::collections::BTreeSet;

use journey::evidence::Outcome;
use journey::{Control, Journey, MeasureKind, Stated};
use serde_json::{Value, json};

use super::document::{Document, properties, property, said, stamp};
use super::risk;
use crate::export::figure::{Figure, State};
use crate::export::identity::token;
use crate::export::proof::in_words;
use crate::export::subject::{Subject, works};
use crate::export::wording::{cut, line};
use crate::export::{ExportError, Form, Format, lean};

pub(in crate::export) static FORMAT: Format = Format {
    name: "oscal-results",
    form: Form::Json,
    says: "OSCAL assessment results, for auditors: each promise with what was observed and found.",
    file: "assessment-results.json",
    write,
};

fn write(subject: &Subject<'_>) -> Result<String, ExportError> {
    if subject.stated().next().is_none() {
        return Err(ExportError::Nothing("nothing is promised"));
    }
    let document = Document { subject };
    let plan = document.number("resource", "plan");
    let people: BTreeSet<String> = subject
        .journeys()
        .iter()
        .flat_map(|journey| owners(journey))
        .collect();
    Ok(lean::text(json!({"assessment-results": {
        "uuid": document.number("document", "assessment-results"),
        "metadata": document.metadata("what we promise, and what was found", &people),
        "import-ap": {"href": format!("#{plan}"), "remarks": "The journey files are the plan; there is no other."},
        "local-definitions": {
            "objectives-and-methods": subject.stated().map(|stated| objective(&stated)).collect::<Vec<_>>(),
        },
        "results": [result(&document)],
        "back-matter": {"resources": [{
            "uuid": plan,
            "title": "Journey files",
            "description": "They state the steps, the worst cases, the promises, the controls and how each promise is measured.",
        }]},
    }})))
}

/// Who answers for a journey.
fn owners(journey: &Journey) -> Vec<String> {
    [&journey.owners.product, &journey.owners.engineering]
        .into_iter()
        .flatten()
        .map(|owner| line(owner))
        .filter(|owner| !owner.is_empty())
        .collect()
}

fn control_id(stated: &Stated<'_>) -> String {
    token(&[&stated.journey.id, stated.id])
}

fn objective_id(stated: &Stated<'_>) -> String {
    token(&[&stated.journey.id, stated.id, "objective"])
}

fn objective(stated: &Stated<'_>) -> Value {
    let prose = match stated.measure.map(|measure| &measure.kind) {
        None => "It is not measured.".to_owned(),
        Some(MeasureKind::Ratio {
            of,
            good,
            target,
            over,
            ..
        }) => format!(
            "Of {of}, at least {target} are good over {}: {good}.",
            over.in_words()
        ),
        Some(MeasureKind::Within {
            from,
            to,
            limit,
            target,
            over,
            ..
        }) => format!(
            "In at least {target} of cases over {}, {from} is followed by {to} within {}.",
            over.in_words(),
            limit.in_words()
        ),
        Some(MeasureKind::Share { of, good, target, .. }) => {
            format!("For at least {target} of {of}, it holds that {good}, at their weakest way in.")
        }
        Some(MeasureKind::Never { event }) => format!("It never happens: {event}."),
    };
    json!({
        "control-id": control_id(stated),
        "description": said(stated.says, stated.id),
        "parts": [{"id": objective_id(stated), "name": "assessment-objective", "prose": prose}],
    })
}

fn result(document: &Document<'_>) -> Value {
    let subject = document.subject;
    let controls = subject.controls();
    let mut observations: Vec<Value> = subject
        .stated()
        .map(|stated| observation(document, &stated))
        .collect();
    for (name, control) in &controls {
        observations.extend(
            control
                .proof
                .iter()
                .map(|proof| proof_observation(document, name, control, proof)),
        );
    }
    let start = controls
        .iter()
        .flat_map(|(_, control)| &control.proof)
        .filter_map(|proof| subject.proof(proof))
        .filter_map(|proof| proof.at)
        .min()
        .map_or(subject.now, |at| at.min(subject.now));
    let risks: Vec<Value> = subject
        .journeys()
        .iter()
        .flat_map(|journey| {
            journey
                .worst()
                .map(|(step, worst)| risk::of(document, journey, step, worst))
        })
        .collect();
    json!({
        "uuid": document.number("result", "now"),
        "title": cut(&format!("{} at {}", subject.name, subject.now.to_minute()), 200),
        "description": if subject.has_figures() {
            "Promises with the figures that a server had counted, and the evidence for controls that was given."
        } else {
            "Promises as the journey files state them, and the evidence for controls that was given. No live figures were given, \
             so no promise is found to be kept."
        },
        "start": stamp(start),
        "end": stamp(subject.now),
        "local-definitions": {
            "components": controls.iter().map(|(name, control)| component(document, name, control)).collect::<Vec<_>>(),
            "assessment-assets": document.assets(),
        },
        "reviewed-controls": {
            "description": "Each promise and guardrail is reviewed.",
            "control-selections": [{
                "include-controls": subject.stated().map(|stated| json!({"control-id": control_id(&stated)})).collect::<Vec<_>>(),
            }],
            "control-objective-selections": [{
                "include-objectives": subject.stated().map(|stated| json!({"objective-id": objective_id(&stated)})).collect::<Vec<_>>(),
            }],
        },
        "observations": observations,
        "risks": risks,
        "findings": subject.stated().map(|stated| finding(document, &stated)).collect::<Vec<_>>(),
    })
}

/// Our controls implement what is promised.
fn component(document: &Document<'_>, name: &str, control: &Control) -> Value {
    let state = match (works(control), control.shadow) {
        (true, _) => "operational",
        (false, true) => "under-development",
        (false, false) => "other",
    };
    let rests_on: Vec<&str> = control.rests_on.iter().map(|on| on.as_str()).collect();
    json!({
        "uuid": risk::component(document, name),
        "type": "software",
        "title": name,
        "description": said(&control.does, name),
        "props": properties([
            property("type", control.kind.word()),
            control.enforced_by.as_ref().and_then(|by| property("enforced-by", by)),
            property("rests-on", &rests_on.join(", ")),
            property("when-down", control.when_down.word()),
        ]),
        "status": {"state": state},
    })
}

fn observation_number(document: &Document<'_>, stated: &Stated<'_>) -> String {
    document.number("observation", stated.to_ref().as_str())
}

/// What was seen of a promise: a server's figures, or only that it is stated.
fn observation(document: &Document<'_>, stated: &Stated<'_>) -> Value {
    let promise = stated.to_ref();
    let figure = document.subject.figure(&promise);
    let (method, description) = match figure {
        Some(figure) => ("TEST", said(&figure.says, figure.state.in_words())),
        None if stated.measure.is_some() => (
            "EXAMINE",
            "The journey file states how this is measured. No live figure was given.".to_owned(),
        ),
        None => (
            "EXAMINE",
            "The journey file states no measure for this.".to_owned(),
        ),
    };
    let counted = |name: &str, count: Option<u64>| count.and_then(|count| property(name, &count.to_string()));
    json!({
        "uuid": observation_number(document, stated),
        "title": promise.as_str(),
        "description": description,
        "props": properties([
            figure.and_then(|figure| property("state", figure.state.in_words())),
            counted("valid", figure.map(|figure| figure.valid)),
            counted("good", figure.map(|figure| figure.good)),
        ]),
        "methods": [method],
        "types": ["control-objective"],
        "origins": document.origins(),
        "collected": stamp(document.subject.now),
    })
}

fn proof_number(document: &Document<'_>, control: &str, proof: &str) -> String {
    document.number("proof", &format!("{control}\0{proof}"))
}

/// What was seen of a control's proof: how it ran, or only that it is named.
fn proof_observation(document: &Document<'_>, name: &str, control: &Control, stated: &str) -> Value {
    let known = document.subject.proof(stated);
    let does = said(&control.does, name);
    let (method, description) = known.map_or_else(
        || {
            (
                "EXAMINE",
                format!("Named as proof of: {does} No result of it was given."),
            )
        },
        |proof| {
            (
                "TEST",
                format!("It {}. Proof of: {does}", in_words(proof.outcome)),
            )
        },
    );
    json!({
        "uuid": proof_number(document, name, stated),
        "title": said(stated, "proof"),
        "description": description,
        "props": properties([
            known.and_then(|proof| property("outcome", in_words(proof.outcome))),
            known.and_then(|proof| property("commit", proof.commit.unwrap_or_default())),
        ]),
        "methods": [method],
        "types": ["mitigation"],
        "origins": document.origins(),
        "subjects": [{"subject-uuid": risk::component(document, name), "type": "component"}],
        "collected": stamp(known.and_then(|proof| proof.at).unwrap_or(document.subject.now)),
    })
}

fn finding(document: &Document<'_>, stated: &Stated<'_>) -> Value {
    let subject = document.subject;
    let promise = stated.to_ref();
    let found = Found::of(subject, stated);
    let mut related = vec![json!({"observation-uuid": observation_number(document, stated)})];
    for (name, proof) in &found.proofs {
        related.push(json!({"observation-uuid": proof_number(document, name, proof)}));
    }
    let against = stated
        .journey
        .promise(stated.id)
        .map(|(_, promise)| promise.against.as_slice());
    let risks: Vec<Value> = stated
        .journey
        .worst()
        .filter(|(_, worst)| against.unwrap_or_default().iter().any(|id| **id == *worst.id))
        .map(|(_, worst)| json!({"risk-uuid": risk::number(document, stated.journey, worst)}))
        .collect();
    json!({
        "uuid": document.number("finding", promise.as_str()),
        "title": cut(&said(stated.says, stated.id), 200),
        "description": format!("{} {}", said(stated.says, stated.id), found.says),
        "props": properties([property("id", promise.as_str())]),
        "origins": document.origins(),
        "target": {
            "type": "objective-id",
            "target-id": objective_id(stated),
            "status": {"state": found.state, "reason": found.reason, "remarks": found.says},
        },
        "related-observations": related,
        "related-risks": risks,
    })
}

/// What is found of a promise.
struct Found<'a> {
    state: &'static str,
    reason: &'static str,
    says: String,
    /// The controls that keep it, each with its proofs.
    proofs: Vec<(&'a str, &'a str)>,
}

impl<'a> Found<'a> {
    /// Satisfied is only what has been counted as kept, and of whose controls no proof has failed. What is not
    /// known is not satisfied.
    fn of(subject: &Subject<'a>, stated: &Stated<'a>) -> Self {
        let kept_by = stated
            .journey
            .promise(stated.id)
            .map(|(_, promise)| promise.kept_by.as_slice());
        let proofs: Vec<(&str, &str)> = kept_by
            .unwrap_or_default()
            .iter()
            .filter_map(|name| Some((name.as_str(), subject.control(name)?)))
            .flat_map(|(name, control)| control.proof.iter().map(move |proof| (name, proof.as_str())))
            .collect();
        let failed = proofs.iter().find(|(_, proof)| {
            subject
                .proof(proof)
                .is_some_and(|proof| proof.outcome == Outcome::Failed)
        });
        let figure = subject.figure(&stated.to_ref());
        let (state, reason, says) = match (failed, figure) {
            (Some((control, proof)), _) => (
                "not-satisfied",
                "fail",
                format!("`{}` of {control} has failed.", line(proof)),
            ),
            (None, None) => (
                "not-satisfied",
                "other",
                "It is not known whether it is kept.".to_owned(),
            ),
            (None, Some(figure)) => of_figure(figure),
        };
        Self {
            state,
            reason,
            says,
            proofs,
        }
    }
}

fn of_figure(figure: &Figure) -> (&'static str, &'static str, String) {
    let (state, reason) = match figure.state {
        State::Kept | State::AtRisk => ("satisfied", "pass"),
        State::Broken => ("not-satisfied", "fail"),
        State::Unproven | State::StatedDebt => ("not-satisfied", "other"),
    };
    (
        state,
        reason,
        line(&format!("It is {}. {}", figure.state.in_words(), figure.says)),
    )
}

#[cfg(test)]
mod tests {
    use vocabulary::Moment;

    use super::*;

    #[test]
    fn what_is_not_known_is_never_satisfied() {
        let check = |state: State, expected: (&str, &str)| {
            let figure = Figure {
                state,
                valid: 10,
                good: 9,
                value: Some(0.9),
                says: "9 of 10".to_owned(),
            };
            let (found, reason, says) = of_figure(&figure);
            assert_eq!((found, reason), expected);
            assert!(says.contains(state.in_words()) && says.ends_with("9 of 10"));
        };
        check(State::Kept, ("satisfied", "pass"));
        check(State::AtRisk, ("satisfied", "pass"));
        check(State::Broken, ("not-satisfied", "fail"));
        check(State::Unproven, ("not-satisfied", "other"));
        check(State::StatedDebt, ("not-satisfied", "other"));
        assert_eq!(stamp(Moment::EPOCH), "1970-01-01T00:00:00.000Z");
    }
}
