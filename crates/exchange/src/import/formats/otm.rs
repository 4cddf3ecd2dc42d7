//! Open Threat Model, versions 0.1 and 0.2 (<https://github.com/iriusrisk/OpenThreatModel>).
//!
//! Threats and mitigations are defined once and referred to from components and data flows; the state of a
//! mitigation belongs to the reference.

use super::format::Format;
use super::index::Index;
use super::severity::{category_names, usual_harm};
use crate::import::ledger::{Ledger, Object};
use crate::import::model::{Answer, Datum, Mitigation, Model, Place, Threat};
use crate::import::tree::Value;
use crate::import::words::{Standing, State, data_kind_in, harm_of_number};

pub(super) const FORMAT: Format = Format {
    kind: "otm",
    title: "Open Threat Model",
    known_by: "the key `otmVersion`",
    is: |document| !document.get("otmVersion").is_empty(),
    refuses: |_| None,
    read,
};

/// What is known while the parts of a document are read.
#[derive(Default)]
struct Reader {
    model: Model,
    assets: Index,
    threats: Index,
    mitigations: Index,
    places: Index,
    states: Vec<String>,
}

fn read(document: &Value, ledger: &mut Ledger) -> Model {
    let mut reader = Reader::default();
    let project = document.get("project");
    ledger.figure("version", document.text_of("otmVersion"));
    ledger.unread("project", project, "name id description owner");
    reader.model.title = project.any(&["name", "id"]).text().map(str::to_owned);
    reader.model.owner = project.text_of("owner").map(str::to_owned);
    reader
        .model
        .remarks
        .extend(project.text_of("description").map(str::to_owned));
    reader.assets(document.get("assets"), ledger);
    reader.threats(document.get("threats"), ledger);
    reader.mitigations(document.get("mitigations"), ledger);
    ledger.drop_all(
        "representations",
        document.get("representations"),
        "a diagram or a repository, to which a journey does not refer",
    );
    ledger.found("trust_zones", 0);
    ledger.found("threat_refs", 0);
    ledger.found("mitigation_refs", 0);
    let zones = document.get("trustZones");
    for zone in zones.items() {
        reader.references(zone, None, ledger);
    }
    ledger.drop_all(
        "trust_zones",
        zones,
        "where machines stand; a journey has fronts instead",
    );
    reader.places("components", document.get("components"), ledger);
    reader.places("flows", document.get("dataflows"), ledger);
    ledger.unread(
        "document",
        document,
        "otmVersion project representations assets trustZones components dataflows threats \
                mitigations",
    );
    ledger.tally("mitigation_states", reader.states.iter().map(String::as_str));
    reader.model
}

impl Reader {
    fn assets(&mut self, assets: &Value, ledger: &mut Ledger) {
        ledger.found("assets", assets.items().len());
        for (at, asset) in assets.items().iter().enumerate() {
            ledger.unread("assets", asset, "id name description risk");
            let name = asset.text_of("name").or(asset.text());
            let object = Object::new("assets", at, name, asset.text_of("id"));
            let words = format!(
                "{} {}",
                object.name,
                asset.text_of("description").unwrap_or_default()
            );
            self.assets.add(asset.text_of("id"), self.model.data.len());
            self.model.data.push(Datum {
                guessed_from: data_kind_in(&words).map(|_| "its name and description".to_owned()),
                kind: data_kind_in(&words),
                object,
                dropped: None,
                same_as: None,
                keep: None,
            });
        }
    }

    fn threats(&mut self, threats: &Value, ledger: &mut Ledger) {
        ledger.found("threats", threats.items().len());
        for (at, one) in threats.items().iter().enumerate() {
            ledger.unread("threats", one, "id name description categories cwes risk");
            let object = Object::new(
                "threats",
                at,
                one.text_of("name").or(one.text()),
                one.text_of("id"),
            );
            let risk = one.get("risk");
            ledger.unread(
                "threats.risk",
                risk,
                "impact impactComment likelihood likelihoodComment",
            );
            let categories = one.get("categories").texts();
            let cwes = one.get("cwes").texts();
            let story = one.text_of("description").unwrap_or(&object.name).to_owned();
            let mut threat = Threat::new(object, &story);
            threat.harm = risk
                .text_of("impact")
                .and_then(|impact| harm_of_number(impact, 100.0));
            threat.guess = usual_harm(categories.iter().copied(), cwes.iter().copied());
            threat.notes.extend(category_names(&categories));
            threat.notes.extend(cwes.iter().map(|cwe| (*cwe).to_owned()));
            for (key, what) in [
                ("impact", "impact"),
                ("impactComment", "on its impact"),
                ("likelihood", "likelihood"),
                ("likelihoodComment", "on its likelihood"),
            ] {
                threat
                    .notes
                    .extend(risk.text_of(key).map(|text| format!("{what} {text}")));
            }
            self.threats.add(one.text_of("id"), self.model.threats.len());
            self.model.threats.push(threat);
        }
    }

    fn mitigations(&mut self, mitigations: &Value, ledger: &mut Ledger) {
        ledger.found("mitigations", mitigations.items().len());
        for (at, one) in mitigations.items().iter().enumerate() {
            ledger.unread("mitigations", one, "id name description riskReduction");
            let object = Object::new(
                "mitigations",
                at,
                one.text_of("name").or(one.text()),
                one.text_of("id"),
            );
            let does = one.text_of("description").unwrap_or(&object.name).to_owned();
            let reduction = one.text_of("riskReduction");
            self.mitigations
                .add(one.text_of("id"), self.model.mitigations.len());
            self.model.mitigations.push(Mitigation {
                object,
                does,
                state: State::Unsaid,
                notes: reduction
                    .map(|by| format!("The source says that it takes {by} of 100 off the risk."))
                    .into_iter()
                    .collect(),
            });
        }
    }

    fn places(&mut self, class: &'static str, places: &Value, ledger: &mut Ledger) {
        ledger.found(class, places.items().len());
        for (at, one) in places.items().iter().enumerate() {
            ledger.unread(
                class,
                one,
                "id name description type parent assets threats source destination bidirectional",
            );
            let object = Object::new(class, at, one.text_of("name").or(one.text()), one.text_of("id"));
            let place = self.model.places.len();
            self.places.add(one.text_of("id"), place);
            let assets = one.get("assets");
            let parts = ["processed", "stored"]
                .into_iter()
                .flat_map(|part| assets.get(part).texts());
            let gives = if assets.is_map() {
                parts.collect()
            } else {
                assets.texts()
            };
            let gives = gives
                .into_iter()
                .filter_map(|id| self.assets.get(Some(id)))
                .collect();
            self.model.places.push(Place {
                does: format!("I use {}.", object.name),
                object,
                group: None,
                routes: Vec::new(),
                gives,
                person: false,
                otherwise: String::new(),
                asks: Some("what does the person do here, in their words".to_owned()),
            });
            self.references(one, Some(place), ledger);
        }
    }

    /// The threats that a component, flow or zone refers to, and the mitigations under each.
    fn references(&mut self, holder: &Value, place: Option<usize>, ledger: &mut Ledger) {
        let threats = holder.get("threats").items();
        ledger.found("threat_refs", threats.len());
        let holder_name = holder
            .any(&["name", "id"])
            .text()
            .unwrap_or("something without a name");
        for reference in threats {
            let id = reference.text_of("threat").or(reference.text());
            let threat = self.threats.get(id);
            let name = threat
                .and_then(|threat| self.model.threats.get(threat))
                .map_or(id.unwrap_or("nothing"), |threat| threat.object.name.as_str())
                .to_owned();
            let object = Object::new("threat_refs", 0, Some(&format!("{name}, on {holder_name}")), id);
            ledger.unread("threat_refs", reference, "threat state mitigations");
            match threat {
                Some(at) => {
                    self.stand(at, place, reference);
                    ledger.kept(object, format!("where `{name}` stands"));
                }
                None => ledger.question(
                    object,
                    "which threat is meant? The file has none with this id",
                    None,
                ),
            }
            let mitigations = reference.get("mitigations").items();
            ledger.found("mitigation_refs", mitigations.len());
            for one in mitigations {
                self.answer(one, threat, &name, holder_name, ledger);
            }
        }
    }

    fn stand(&mut self, threat: usize, place: Option<usize>, reference: &Value) {
        let standing = Standing::of(reference.text_of("state"));
        if let Some(threat) = self.model.threats.get_mut(threat) {
            // A threat that is answered or borne in one place and open in another is open; one that is none in one
            // place still stands in the other.
            let first = threat.places.is_empty();
            if first {
                threat.standing = standing;
            } else if threat.standing != standing && !matches!(standing, Standing::Gone(_)) {
                threat.standing = match &threat.standing {
                    Standing::Gone(_) => standing,
                    _ => Standing::Open,
                };
            }
            threat.places.extend(place);
        }
    }

    fn answer(&mut self, one: &Value, threat: Option<usize>, name: &str, holder: &str, ledger: &mut Ledger) {
        ledger.unread("mitigation_refs", one, "mitigation state");
        let id = one.text_of("mitigation").or(one.text());
        let mitigation = self.mitigations.get(id);
        let called = mitigation
            .and_then(|at| self.model.mitigations.get(at))
            .map_or(id.unwrap_or("nothing"), |mitigation| {
                mitigation.object.name.as_str()
            });
        let label = format!("{called}, against {name}, on {holder}");
        let object = Object::new("mitigation_refs", 0, Some(&label), id);
        let word = one.text_of("state");
        self.states.push(word.unwrap_or("").to_owned());
        match (threat, mitigation) {
            (Some(threat), Some(mitigation)) => {
                let state = State::of(word);
                self.model.answers.push(Answer {
                    threat,
                    mitigation,
                    state: Some(state.clone()),
                });
                match state {
                    State::Active => ledger.kept(object, "what ties a control to a promise"),
                    State::Refused(word) => {
                        ledger.dropped(object, format!("the source says that it is not to be: `{word}`"));
                    }
                    State::Proposed(word) => ledger.question(
                        object,
                        format!("its state is `{word}`: is it in place"),
                        Some("a proposal, in a comment".to_owned()),
                    ),
                    State::Borne | State::Unsaid => ledger.question(
                        object,
                        "the source does not say whether it is in place: is it",
                        Some("a proposal, in a comment".to_owned()),
                    ),
                }
            }
            (_, None) => ledger.question(
                object,
                "which mitigation is meant? The file has none with this id",
                None,
            ),
            (None, _) => ledger.question(
                object,
                "which threat does it answer? The file has none with its id",
                None,
            ),
        }
    }
}
