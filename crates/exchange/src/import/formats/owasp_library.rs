//! The OWASP Threat Model Library (<https://github.com/OWASP/www-project-threat-model-library>), schema 1.0.
//!
//! Everything has a `symbolic_name`. Controls name the threats that they answer and say how far they have come;
//! risks say how bad the threats would be; personas say who does it.

use std::collections::{HashMap, HashSet};

use vocabulary::Front;

use super::format::Format;
use super::index::Index;
use super::severity::usual_harm;
use crate::import::ledger::{Ledger, Object};
use crate::import::model::{Answer, Datum, Mitigation, Model, Place, Threat};
use crate::import::tree::Value;
use crate::import::words::{
    State, data_kind_in, data_kind_of_class, harm_of_number, harm_of_word, matters_of,
};

pub(super) const FORMAT: Format = Format {
    kind: "owasp-tml",
    title: "OWASP Threat Model Library",
    known_by: "`scope` beside `components`, `threats` or `trust_zones`, or a `$schema` of the library",
    is: |document| {
        let has = |key: &str| document.entries().iter().any(|(name, _)| name == key);
        let schema = document.text_of("$schema").unwrap_or_default();
        schema.contains("threat-model-library")
            || (has("scope") && ["components", "threats", "trust_zones"].into_iter().any(has))
    },
    refuses: |_| None,
    read,
};

#[derive(Default)]
struct Reader {
    model: Model,
    places: Index,
    actors: HashSet<String>,
    threats: Index,
    data: Index,
    personas: HashMap<String, (Option<Front>, String)>,
    statuses: Vec<String>,
}

fn read(document: &Value, ledger: &mut Ledger) -> Model {
    let mut reader = Reader::default();
    ledger.figure("version", document.text_of("version"));
    let scope = document.get("scope");
    ledger.unread(
        "scope",
        scope,
        "title description business_criticality data_sensitivity exposure tier",
    );
    reader.model.title = scope.text_of("title").map(str::to_owned);
    reader.model.matters = scope
        .any(&["business_criticality", "tier"])
        .text()
        .and_then(matters_of);
    reader
        .model
        .remarks
        .extend(scope.text_of("description").map(str::to_owned));
    reader
        .model
        .remarks
        .extend(document.text_of("description").map(str::to_owned));
    ledger.drop_all(
        "diagrams",
        document.get("diagrams"),
        "a picture of the machinery; a journey has steps instead",
    );
    ledger.drop_all(
        "trust_zones",
        document.get("trust_zones"),
        "where machines stand; a journey has fronts instead",
    );
    boundaries(document.get("trust_boundaries"), ledger);
    reader.actors(document.get("actors"), ledger);
    reader.data(document.get("data_sets"), ledger);
    reader.places("components", document.get("components"), ledger);
    reader.places("data_stores", document.get("data_stores"), ledger);
    reader.flows(document.get("data_flows"), ledger);
    reader.personas(document.get("threat_personas"), ledger);
    reader.threats(document.get("threats"), ledger);
    reader.controls(document.get("controls"), ledger);
    reader.risks(document.get("risks"), ledger);
    plans(document.get("mitigation_plans"), ledger);
    reader.assumptions(document.get("assumptions"), ledger);
    ledger.unread(
        "document",
        document,
        "$schema version scope description diagrams trust_zones trust_boundaries actors components \
                data_stores data_sets data_flows assumptions threat_personas threats controls risks \
                mitigation_plans frozen repo_link release_docs_link",
    );
    reader.figures(ledger);
    reader.model
}

/// Name and symbolic name of an object.
fn object(class: &'static str, at: usize, one: &Value) -> Object {
    Object::new(
        class,
        at,
        one.any(&["title", "name", "description"]).text().or(one.text()),
        one.text_of("symbolic_name"),
    )
}

fn boundaries(boundaries: &Value, ledger: &mut Ledger) {
    ledger.found("trust_boundaries", boundaries.items().len());
    for (at, one) in boundaries.items().iter().enumerate() {
        let end = |key: &str| one.text_of(key).unwrap_or("nothing");
        let name = format!("{} and {}", end("trust_zone_a"), end("trust_zone_b"));
        let object = Object::new("trust_boundaries", at, Some(&name), None);
        let methods = one.get("authentication_methods").texts();
        let why = if methods.is_empty() {
            "a line between machines; a journey has fronts instead".to_owned()
        } else {
            format!(
                "a line between machines, passed by: {}; a journey has fronts instead",
                methods.join(", ")
            )
        };
        ledger.dropped(object, why);
    }
}

fn plans(plans: &Value, ledger: &mut Ledger) {
    if plans.is_empty() {
        return;
    }
    ledger.found("mitigation_plans", plans.items().len());
    for (at, one) in plans.items().iter().enumerate() {
        let object = Object::new("mitigation_plans", at, one.text_of("risk"), None);
        ledger.question(object, "what of the plan is in place? A plan is no control", None);
    }
}

impl Reader {
    fn actors(&mut self, actors: &Value, ledger: &mut Ledger) {
        ledger.found("actors", actors.items().len());
        for (at, one) in actors.items().iter().enumerate() {
            ledger.unread(
                "actors",
                one,
                "symbolic_name title description type permissions trust_zone",
            );
            let object = object("actors", at, one);
            let kind = one.text_of("type").unwrap_or_default();
            if matches!(kind, "system" | "third_party") {
                ledger.dropped(object, format!("it is no person but a `{kind}`"));
                continue;
            }
            self.actors
                .extend(one.text_of("symbolic_name").map(str::to_owned));
            self.model.remarks.push(format!(
                "The source names somebody who acts: {} ({kind})",
                object.name
            ));
            let asks = "is this somebody who comes on a journey of their own? Say so in its `who`";
            ledger.question(
                object,
                asks,
                Some("a comment at the head of each journey".to_owned()),
            );
        }
    }

    fn data(&mut self, sets: &Value, ledger: &mut Ledger) {
        ledger.found("data_sets", sets.items().len());
        for (at, one) in sets.items().iter().enumerate() {
            ledger.unread(
                "data_sets",
                one,
                "symbolic_name title description data_sensitivity",
            );
            let object = object("data_sets", at, one);
            let words = format!(
                "{} {}",
                object.name,
                one.text_of("description").unwrap_or_default()
            );
            let stated = one.get("data_sensitivity").texts();
            let stated = stated.into_iter().find_map(data_kind_of_class);
            let kind = stated.or_else(|| data_kind_in(&words));
            self.data.add(one.text_of("symbolic_name"), self.model.data.len());
            self.model.data.push(Datum {
                object,
                kind,
                guessed_from: (stated.is_none() && kind.is_some())
                    .then(|| "its name and description".to_owned()),
                dropped: None,
                same_as: None,
                keep: None,
            });
        }
    }

    fn places(&mut self, class: &'static str, places: &Value, ledger: &mut Ledger) {
        ledger.found(class, places.items().len());
        for (at, one) in places.items().iter().enumerate() {
            ledger.unread(
                class,
                one,
                "symbolic_name title description parent_component trust_zone type vendor product",
            );
            let object = object(class, at, one);
            self.places
                .add(one.text_of("symbolic_name"), self.model.places.len());
            self.model.places.push(Place {
                does: format!("I use {}.", object.name),
                object,
                group: None,
                routes: Vec::new(),
                gives: Vec::new(),
                person: false,
                otherwise: String::new(),
                asks: Some("what does the person do here, in their words".to_owned()),
            });
        }
    }

    /// A flow that begins at a person is a step.
    fn flows(&mut self, flows: &Value, ledger: &mut Ledger) {
        ledger.found("data_flows", flows.items().len());
        for (at, one) in flows.items().iter().enumerate() {
            ledger.unread(
                "data_flows",
                one,
                "symbolic_name title description source destination has_sensitive_data encrypted",
            );
            let object = object("data_flows", at, one);
            let source = one.get("source");
            let source = source.text_of("object").or(source.text());
            let person = source.is_some_and(|source| self.actors.contains(source));
            self.places
                .add(one.text_of("symbolic_name"), self.model.places.len());
            self.model.places.push(Place {
                does: one.text_of("description").unwrap_or(&object.name).to_owned(),
                object,
                group: None,
                routes: Vec::new(),
                gives: Vec::new(),
                person,
                otherwise: "data that flows between machines".to_owned(),
                asks: Some("what does the person do here, and what do they give, in their words".to_owned()),
            });
        }
    }

    fn personas(&mut self, personas: &Value, ledger: &mut Ledger) {
        ledger.found("threat_personas", personas.items().len());
        for (at, one) in personas.items().iter().enumerate() {
            ledger.unread(
                "threat_personas",
                one,
                "symbolic_name title description is_person skill_level access_level malicious_intent \
                applicability_to_org",
            );
            let object = object("threat_personas", at, one);
            let front = match (one.text_of("skill_level"), one.text_of("access_level")) {
                (Some("insider"), _) | (_, Some("admin")) => Some(Front::Insider),
                (_, Some("user")) => Some(Front::Internal),
                (_, Some("anonymous")) => Some(Front::External),
                _ => None,
            };
            let becomes = match front {
                Some(front) => format!("the front `{front}` of its threats"),
                None => "the words of its threats".to_owned(),
            };
            let words = format!(
                "{} {}",
                object.name,
                one.text_of("description").unwrap_or_default()
            );
            if let Some(name) = one.text_of("symbolic_name") {
                self.personas.entry(name.to_owned()).or_insert((front, words));
            }
            ledger.kept(object, becomes);
        }
    }

    fn threats(&mut self, threats: &Value, ledger: &mut Ledger) {
        const READ: &str = "symbolic_name title description components_affected threat_persona event sources \
            attack_mechanisms weaknesses threat_personas";
        ledger.found("threats", threats.items().len());
        for (at, one) in threats.items().iter().enumerate() {
            ledger.unread("threats", one, READ);
            let object = object("threats", at, one);
            let story = one.text_of("description").unwrap_or(&object.name).to_owned();
            let mut threat = Threat::new(object, &story);
            if let Some((front, words)) = one
                .text_of("threat_persona")
                .and_then(|name| self.personas.get(name))
            {
                threat.front = *front;
                threat.actor.clone_from(words);
            }
            let number =
                |reference: &Value, key: &str| reference.text_of(key).or(reference.text()).map(str::to_owned);
            let weaknesses: Vec<String> = one
                .get("weaknesses")
                .items()
                .iter()
                .filter_map(|weakness| number(weakness, "cwe_id"))
                .collect();
            threat.guess = usual_harm([], weaknesses.iter().map(String::as_str));
            threat.notes.extend(
                weaknesses
                    .iter()
                    .map(|number| format!("CWE-{}", number.trim_start_matches("CWE-"))),
            );
            let attacks = one
                .get("attack_mechanisms")
                .items()
                .iter()
                .filter_map(|attack| number(attack, "capec_id"));
            threat
                .notes
                .extend(attacks.map(|number| format!("CAPEC-{}", number.trim_start_matches("CAPEC-"))));
            threat.notes.extend(one.text_of("event").map(str::to_owned));
            let sources = one.get("sources").texts();
            if !sources.is_empty() {
                threat
                    .notes
                    .push(format!("it comes from: {}", sources.join(", ")));
            }
            let affected = one.get("components_affected").texts();
            threat.places.extend(
                affected
                    .into_iter()
                    .filter_map(|name| self.places.get(Some(name))),
            );
            self.threats
                .add(one.text_of("symbolic_name"), self.model.threats.len());
            self.model.threats.push(threat);
        }
    }

    fn controls(&mut self, controls: &Value, ledger: &mut Ledger) {
        ledger.found("controls", controls.items().len());
        for (at, one) in controls.items().iter().enumerate() {
            ledger.unread(
                "controls",
                one,
                "symbolic_name title description threats status priority trust_boundary",
            );
            let object = object("controls", at, one);
            let status = one.text_of("status");
            self.statuses.push(status.unwrap_or("").to_owned());
            let mitigation = self.model.mitigations.len();
            for name in one.get("threats").texts() {
                if let Some(threat) = self.threats.get(Some(name)) {
                    self.model.answers.push(Answer {
                        threat,
                        mitigation,
                        state: None,
                    });
                }
            }
            self.model.mitigations.push(Mitigation {
                does: one.text_of("description").unwrap_or(&object.name).to_owned(),
                object,
                state: State::of(status),
                notes: one
                    .text_of("priority")
                    .map(|priority| format!("Priority: {priority}."))
                    .into_iter()
                    .collect(),
            });
        }
    }

    /// Risks say how bad their threats would be.
    fn risks(&mut self, risks: &Value, ledger: &mut Ledger) {
        ledger.found("risks", risks.items().len());
        for (at, one) in risks.items().iter().enumerate() {
            ledger.unread(
                "risks",
                one,
                "symbolic_name title description threats likelihood impact impact_description score level",
            );
            let object = object("risks", at, one);
            let harm = ["impact", "level"]
                .into_iter()
                .find_map(|key| one.text_of(key).and_then(harm_of_word))
                .or_else(|| one.text_of("score").and_then(|score| harm_of_number(score, 25.0)));
            let threats: Vec<usize> = one
                .get("threats")
                .texts()
                .into_iter()
                .filter_map(|name| self.threats.get(Some(name)))
                .collect();
            for at in &threats {
                if let Some(threat) = self.model.threats.get_mut(*at) {
                    threat.harm = threat.harm.max(harm);
                    threat.notes.push(format!("risk {}", object.name));
                    threat
                        .notes
                        .extend(one.text_of("impact_description").map(str::to_owned));
                }
            }
            match (harm, threats.is_empty()) {
                (Some(harm), false) => {
                    ledger.kept(object, format!("the harm `{}` of its threats", harm.word()));
                }
                (_, true) => ledger.question(
                    object,
                    "no threat of the file stands for it: what is the worst case",
                    None,
                ),
                (None, false) => ledger.question(
                    object,
                    "how bad would it be? It does not say so in a known word",
                    Some("a note beside its threats".to_owned()),
                ),
            }
        }
    }

    fn assumptions(&mut self, assumptions: &Value, ledger: &mut Ledger) {
        ledger.found("assumptions", assumptions.items().len());
        for (at, one) in assumptions.items().iter().enumerate() {
            ledger.unread(
                "assumptions",
                one,
                "description topics validity symbolic_name title",
            );
            let object = object("assumptions", at, one);
            let validity = one.text_of("validity").unwrap_or("unconfirmed");
            self.model
                .remarks
                .push(format!("The source assumes ({validity}): {}", object.name));
            let becomes = "a comment at the head of each journey".to_owned();
            match validity {
                "confirmed" => ledger.kept(object, becomes),
                "rejected" => {
                    ledger.question(object, "it was found untrue: what rested on it", Some(becomes));
                }
                _ => ledger.question(object, "is it so? The source has not confirmed it", Some(becomes)),
            }
        }
    }

    fn figures(&self, ledger: &mut Ledger) {
        let answered: HashSet<usize> = self.model.answers.iter().map(|answer| answer.threat).collect();
        let serving: HashSet<usize> = self
            .model
            .answers
            .iter()
            .map(|answer| answer.mitigation)
            .collect();
        ledger.figure(
            "threats_without_control",
            self.model.threats.len() - answered.len(),
        );
        ledger.figure(
            "controls_serving_no_threat",
            self.model.mitigations.len() - serving.len(),
        );
        ledger.figure("mitigations", self.model.mitigations.len());
        ledger.tally("control_status", self.statuses.iter().map(String::as_str));
    }
}
