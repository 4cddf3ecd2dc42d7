//! Threat Composer workspaces, `.tc.json` (<https://github.com/awslabs/threat-composer>).
//!
//! Threats, mitigations and assumptions stand in flat lists; links between them in lists of their own.

use super::format::Format;
use super::index::Index;
use super::severity::{category_names, usual_harm};
use crate::import::ledger::{Ledger, Object};
use crate::import::model::{Answer, Datum, Mitigation, Model, Threat};
use crate::import::tree::Value;
use crate::import::words::{Standing, State, data_kind_in, harm_of_word};

pub(super) const FORMAT: Format = Format {
    kind: "threat-composer",
    title: "Threat Composer",
    known_by: "the number `schema` beside `threats`, `mitigations`, `assumptions` or `applicationInfo`",
    is: |document| {
        !document.get("schema").is_empty()
            && ["threats", "mitigations", "assumptions", "applicationInfo"]
                .iter()
                .any(|key| document.entries().iter().any(|(name, _)| name == key))
    },
    refuses: |_| None,
    read,
};

#[derive(Default)]
struct Reader {
    model: Model,
    threats: Index,
    mitigations: Index,
    assumptions: Index,
    assumed: Vec<String>,
    statuses: Vec<String>,
    mitigation_statuses: Vec<String>,
}

fn read(document: &Value, ledger: &mut Ledger) -> Model {
    let mut reader = Reader::default();
    ledger.figure("version", document.text_of("schema"));
    let application = document.get("applicationInfo");
    ledger.unread("applicationInfo", application, "name description");
    let title = application
        .text_of("name")
        .or(document.get("workspace").text_of("name"));
    reader.model.title = title.or(document.text_of("name")).map(str::to_owned);
    reader
        .model
        .remarks
        .extend(application.text_of("description").map(str::to_owned));
    for key in ["architecture", "dataflow"] {
        let part = document.get(key);
        ledger.found("diagrams", usize::from(!part.is_empty()));
        if !part.is_empty() {
            let object = Object::new("diagrams", 0, Some(key), Some(key));
            ledger.dropped(
                object,
                "a picture of the machinery and its description; a journey has steps instead",
            );
        }
    }
    reader.threats(document.get("threats"), ledger);
    reader.mitigations(document.get("mitigations"), ledger);
    reader.assumptions(document.get("assumptions"), ledger);
    reader.mitigation_links(document.get("mitigationLinks"), ledger);
    reader.assumption_links(document.get("assumptionLinks"), ledger);
    ledger.unread(
        "document",
        document,
        "schema applicationInfo architecture dataflow threats mitigations assumptions \
                mitigationLinks assumptionLinks name",
    );
    reader.figures(ledger);
    reader.model
}

/// What stands under a key of the metadata, which is a list of keys and values.
fn metadata<'v>(object: &'v Value, key: &str) -> &'v Value {
    let found = object
        .get("metadata")
        .items()
        .iter()
        .find(|entry| entry.text_of("key") == Some(key));
    found.map_or(Value::nothing(), |entry| entry.get("value"))
}

fn comment(object: &Value) -> Option<String> {
    metadata(object, "Comments")
        .text()
        .map(|text| format!("comment: {text}"))
}

/// The statement that the parts of a threat make, in the order in which Threat Composer puts them.
fn statement(one: &Value) -> Option<String> {
    if let Some(statement) = one.text_of("statement") {
        return Some(statement.to_owned());
    }
    let mut parts = vec![one.text_of("threatSource")?.to_owned()];
    parts.extend(one.text_of("prerequisites").map(str::to_owned));
    parts.extend(one.text_of("threatAction").map(|action| format!("can {action}")));
    let mut said = parts.join(" ");
    if let Some(impact) = one.text_of("threatImpact") {
        said = format!("{said}, which leads to {impact}");
    }
    let goals = one.get("impactedGoal").texts();
    if !goals.is_empty() {
        said = format!("{said}, resulting in reduced {}", goals.join(" and "));
    }
    let assets = one.get("impactedAssets").texts();
    if !assets.is_empty() {
        said = format!("{said}, negatively impacting {}", assets.join(" and "));
    }
    Some(said)
}

impl Reader {
    fn threats(&mut self, threats: &Value, ledger: &mut Ledger) {
        const READ: &str = "id numericId statement threatSource prerequisites threatAction threatImpact impactedGoal \
            impactedAssets status metadata tags displayOrder displayedStatement";
        ledger.found("threats", threats.items().len());
        let mut assets = Index::default();
        for (at, one) in threats.items().iter().enumerate() {
            ledger.unread("threats", one, READ);
            let statement = statement(one);
            let action = one.text_of("threatAction");
            let name = action
                .or(statement.as_deref())
                .or(one.text_of("threatImpact"))
                .or(one.text());
            let object = Object::new("threats", at, name, one.any(&["id", "numericId"]).text());
            let stride = metadata(one, "STRIDE").texts();
            let goals = one.get("impactedGoal").texts();
            let story = statement.unwrap_or_else(|| object.name.clone());
            let mut threat = Threat::new(object, &story);
            let priority = metadata(one, "Priority").text();
            threat.harm = priority.and_then(harm_of_word);
            threat.guess = usual_harm(stride.iter().chain(&goals).copied(), []);
            one.text_of("threatSource")
                .unwrap_or_default()
                .clone_into(&mut threat.actor);
            threat.standing = Standing::of(one.text_of("status"));
            threat.because = metadata(one, "Comments").text().map(str::to_owned);
            threat.notes.extend(category_names(&stride));
            threat
                .notes
                .extend(priority.map(|priority| format!("priority {priority}")));
            threat.notes.extend(comment(one));
            let tags = one.get("tags").texts();
            if !tags.is_empty() {
                threat.notes.push(format!("tags {}", tags.join(", ")));
            }
            self.statuses.push(one.text_of("status").unwrap_or("").to_owned());
            self.assets(one.get("impactedAssets"), &mut assets, ledger);
            self.threats.add(one.text_of("id"), self.model.threats.len());
            self.model.threats.push(threat);
        }
    }

    /// The assets that threats name: each is data where its name says so, and a question where it does not.
    fn assets(&mut self, assets: &Value, known: &mut Index, ledger: &mut Ledger) {
        for name in assets.texts() {
            ledger.found("impacted_assets", 1);
            let object = Object::new("impacted_assets", self.model.data.len(), Some(name), Some(name));
            let kind = data_kind_in(name);
            let same_as = known.get(Some(name));
            known.add(Some(name), self.model.data.len());
            self.model.data.push(Datum {
                object,
                kind,
                guessed_from: kind.map(|_| "its name".to_owned()),
                dropped: kind.is_none().then(|| {
                    "its name does not say that it is something people give us; if it is, add it to the data".to_owned()
                }),
                same_as,
                keep: None,
            });
        }
    }

    fn mitigations(&mut self, mitigations: &Value, ledger: &mut Ledger) {
        ledger.found("mitigations", mitigations.items().len());
        for (at, one) in mitigations.items().iter().enumerate() {
            ledger.unread(
                "mitigations",
                one,
                "id numericId content status metadata tags displayOrder",
            );
            let name = one.text_of("content").or(one.text());
            let object = Object::new("mitigations", at, name, one.any(&["id", "numericId"]).text());
            self.mitigation_statuses
                .push(one.text_of("status").unwrap_or("").to_owned());
            self.mitigations
                .add(one.text_of("id"), self.model.mitigations.len());
            self.model.mitigations.push(Mitigation {
                does: name.unwrap_or(&object.name).to_owned(),
                object,
                state: State::of(one.text_of("status")),
                notes: comment(one).into_iter().collect(),
            });
        }
    }

    fn assumptions(&mut self, assumptions: &Value, ledger: &mut Ledger) {
        ledger.found("assumptions", assumptions.items().len());
        for (at, one) in assumptions.items().iter().enumerate() {
            ledger.unread(
                "assumptions",
                one,
                "id numericId content metadata tags displayOrder",
            );
            let name = one.text_of("content").or(one.text());
            let object = Object::new("assumptions", at, name, one.any(&["id", "numericId"]).text());
            self.model
                .remarks
                .push(format!("The source assumes: {}", object.name));
            self.assumptions.add(one.text_of("id"), at);
            self.assumed.push(object.name.clone());
            let asks =
                "is it still so? What people rely on belongs into a promise, what is hoped for into a debt";
            ledger.question(
                object,
                asks,
                Some("a comment at the head of each journey".to_owned()),
            );
        }
    }

    /// What people call the thing with an id: a threat or a mitigation by its name, anything else by the id.
    fn called<'s>(&'s self, id: Option<&'s str>) -> &'s str {
        let threat = self.threats.get(id).and_then(|at| self.model.threats.get(at));
        let mitigation = self
            .mitigations
            .get(id)
            .and_then(|at| self.model.mitigations.get(at));
        let assumption = self.assumptions.get(id).and_then(|at| self.assumed.get(at));
        threat
            .map(|threat| threat.object.name.as_str())
            .or(mitigation.map(|mitigation| mitigation.object.name.as_str()))
            .or(assumption.map(String::as_str))
            .or(id)
            .unwrap_or("nothing")
    }

    fn mitigation_links(&mut self, links: &Value, ledger: &mut Ledger) {
        ledger.found("mitigation_links", links.items().len());
        for (at, link) in links.items().iter().enumerate() {
            ledger.unread("mitigation_links", link, "mitigationId linkedId");
            let (from, to) = (link.text_of("mitigationId"), link.text_of("linkedId"));
            let label = format!("`{}` answers `{}`", self.called(from), self.called(to));
            let object = Object::new("mitigation_links", at, Some(&label), None);
            match (self.threats.get(to), self.mitigations.get(from)) {
                (Some(threat), Some(mitigation)) => {
                    self.model.answers.push(Answer {
                        threat,
                        mitigation,
                        state: None,
                    });
                    ledger.kept(object, "what ties a mitigation to a worst case");
                }
                _ => ledger.question(
                    object,
                    "what is meant? One end of the link is not in the file",
                    None,
                ),
            }
        }
    }

    fn assumption_links(&mut self, links: &Value, ledger: &mut Ledger) {
        ledger.found("assumption_links", links.items().len());
        for (at, link) in links.items().iter().enumerate() {
            ledger.unread("assumption_links", link, "type assumptionId linkedId");
            let (from, to) = (link.text_of("assumptionId"), link.text_of("linkedId"));
            let assumption = self.called(from).to_owned();
            let label = format!("`{assumption}` is assumed for `{}`", self.called(to));
            let object = Object::new("assumption_links", at, Some(&label), None);
            if self.assumptions.get(from).is_none() {
                ledger.question(object, "what is meant? The assumption is not in the file", None);
                continue;
            }
            let note = format!("rests on the assumption: {assumption}");
            let threat = self.threats.get(to).and_then(|at| self.model.threats.get_mut(at));
            let mitigation = self.mitigations.get(to);
            let mitigation = mitigation.and_then(|at| self.model.mitigations.get_mut(at));
            if let Some(notes) = threat
                .map(|one| &mut one.notes)
                .or(mitigation.map(|one| &mut one.notes))
            {
                notes.push(note);
                ledger.kept(object, "a comment beside what rests on it");
            } else {
                ledger.question(
                    object,
                    "what is meant? What it is assumed for is not in the file",
                    None,
                );
            }
        }
    }

    fn figures(&self, ledger: &mut Ledger) {
        let answered: std::collections::HashSet<usize> =
            self.model.answers.iter().map(|answer| answer.threat).collect();
        let serving: std::collections::HashSet<usize> = self
            .model
            .answers
            .iter()
            .map(|answer| answer.mitigation)
            .collect();
        ledger.figure(
            "threats_without_mitigation",
            self.model.threats.len() - answered.len(),
        );
        ledger.figure(
            "mitigations_serving_no_threat",
            self.model.mitigations.len() - serving.len(),
        );
        ledger.tally("status", self.statuses.iter().map(String::as_str));
        ledger.tally(
            "mitigation_status",
            self.mitigation_statuses.iter().map(String::as_str),
        );
    }
}
