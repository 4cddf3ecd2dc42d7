//! Threagile models (<https://threagile.io>), YAML, version 1.
//!
//! Almost everything is a mapping from a title to the thing. Its abuse cases are stories, its data assets are
//! data, and the links of assets that people use as clients are steps. The state of a risk is kept apart, by
//! patterns of risk ids.

use std::collections::HashMap;

use super::format::Format;
use super::index::Index;
use super::severity::{category_names, usual_harm};
use crate::import::ledger::{Ledger, Object};
use crate::import::model::{Answer, Datum, Mitigation, Model, Place, Threat};
use crate::import::tree::Value;
use crate::import::words::{Standing, State, data_kind_in, data_kind_of_class, harm_of_word, matters_of};

pub(super) const FORMAT: Format = Format {
    kind: "threagile",
    title: "Threagile",
    known_by: "the key `threagile_version`, or `technical_assets` beside `data_assets`",
    is: |document| {
        !document.get("threagile_version").is_empty()
            || (document.get("technical_assets").is_map() && document.get("data_assets").is_map())
    },
    refuses: |_| None,
    read,
};

#[derive(Default)]
struct Reader<'v> {
    model: Model,
    data: Index,
    places: Index,
    /// Every pattern of the risk tracking, by the rule that it begins with, with what it says.
    tracking: Vec<Tracked<'v>>,
    /// Which entries begin with a rule.
    by_rule: HashMap<&'v str, Vec<usize>>,
    /// How many entries have been compared with risks.
    compared: usize,
}

/// Most entries of the risk tracking that are compared with risks; beyond it each stands for itself.
const MAX_COMPARED: usize = 2_000_000;

/// What the file says of how a risk is being dealt with.
struct Tracked<'v> {
    pattern: &'v str,
    entry: &'v Value,
    object: Object,
    used: bool,
}

fn read(document: &Value, ledger: &mut Ledger) -> Model {
    let mut reader = Reader::default();
    ledger.figure("version", document.text_of("threagile_version"));
    reader.model.title = document.text_of("title").map(str::to_owned);
    reader.model.owner = document.get("author").text_of("name").map(str::to_owned);
    reader.model.matters = document.text_of("business_criticality").and_then(matters_of);
    for key in [
        "application_description",
        "business_overview",
        "technical_overview",
    ] {
        reader
            .model
            .remarks
            .extend(document.get(key).text_of("description").map(str::to_owned));
    }
    reader
        .model
        .remarks
        .extend(document.text_of("management_summary_comment").map(str::to_owned));
    reader.data_assets(document.get("data_assets"), ledger);
    reader.technical_assets(document.get("technical_assets"), ledger);
    reader.abuse_cases(document.get("abuse_cases"), ledger);
    reader.requirements(document.get("security_requirements"), ledger);
    reader.track(document.get("risk_tracking"), ledger);
    ledger.found("individual_risks", 0);
    ledger.found("mitigations", 0);
    for key in ["individual_risk_categories", "custom_risk_categories"] {
        reader.categories(document.get(key), ledger);
    }
    reader.tracked_risks(ledger);
    questions(document.get("questions"), ledger);
    ledger.drop_all(
        "trust_boundaries",
        document.get("trust_boundaries"),
        "a line between machines; a journey has fronts instead",
    );
    ledger.drop_all(
        "shared_runtimes",
        document.get("shared_runtimes"),
        "what machines run on; no person meets it",
    );
    ledger.drop_all(
        "tags_available",
        document.get("tags_available"),
        "a label; journeys have none",
    );
    let includes = document.get("includes");
    ledger.found("includes", includes.items().len());
    for (at, file) in includes.items().iter().enumerate() {
        let object = Object::new("includes", at, file.text(), None);
        ledger.question(
            object,
            "this part of the model is in a file of its own: import it too",
            None,
        );
    }
    ledger.unread("document", document, READ);
    let count = |key: &str| document.get(key).named().len();
    let individual = reader
        .model
        .threats
        .iter()
        .filter(|threat| threat.object.class == "individual_risks")
        .count();
    ledger.figure("threats", count("abuse_cases") + individual);
    ledger.figure("components", count("technical_assets"));
    reader.model
}

const READ: &str = "threagile_version title author business_criticality application_description \
            business_overview technical_overview management_summary_comment data_assets \
            technical_assets abuse_cases security_requirements risk_tracking \
            individual_risk_categories custom_risk_categories questions trust_boundaries \
            shared_runtimes tags_available includes contributors";

/// Questions that the file itself asks.
fn questions(questions: &Value, ledger: &mut Ledger) {
    let all = questions.named();
    ledger.found("questions", all.len());
    for (at, (question, answer)) in all.into_iter().enumerate() {
        let object = Object::new("questions", at, question.or(answer.text()), question);
        match (question, answer.text()) {
            (Some(_), Some(answer)) => ledger.dropped(object, format!("the source answers it: {answer}")),
            _ => ledger.question(object, "the source asks this and has no answer", None),
        }
    }
}

/// The object of a named thing: its title and its id.
fn object(class: &'static str, at: usize, title: Option<&str>, one: &Value) -> Object {
    let name = title.or(one.any(&["title", "name"]).text()).or(one.text());
    Object::new(class, at, name, one.text_of("id"))
}

impl<'v> Reader<'v> {
    fn data_assets(&mut self, assets: &Value, ledger: &mut Ledger) {
        const READ: &str = "id title description usage confidentiality tags name";
        let all = assets.named();
        ledger.found("data_assets", all.len());
        for (at, (title, one)) in all.into_iter().enumerate() {
            ledger.unread("data_assets", one, READ);
            let object = object("data_assets", at, title, one);
            let stated = one.text_of("confidentiality");
            let words = format!(
                "{} {}",
                object.name,
                one.text_of("description").unwrap_or_default()
            );
            let public = stated == Some("public");
            let kind = if public { None } else { data_kind_in(&words) };
            let guessed_from = match (public, kind) {
                (true, _) => None,
                (false, Some(_)) => Some("its name and description".to_owned()),
                (false, None) => stated.map(|word| format!("its confidentiality, `{word}`")),
            };
            let kind = kind.or_else(|| stated.and_then(data_kind_of_class));
            let devops = one.text_of("usage") == Some("devops");
            self.data.add(one.text_of("id"), self.model.data.len());
            self.model.data.push(Datum {
                object,
                guessed_from: guessed_from.filter(|_| kind.is_some()),
                kind,
                dropped: devops.then(|| {
                    "it serves building and running the system; people do not give it to us".to_owned()
                }),
                same_as: None,
                keep: None,
            });
        }
    }

    fn technical_assets(&mut self, assets: &Value, ledger: &mut Ledger) {
        const READ: &str = "id title description type usage used_as_client_by_human out_of_scope \
            justification_out_of_scope communication_links technology technologies";
        let all = assets.named();
        ledger.found("technical_assets", all.len());
        ledger.found("links", 0);
        for (at, (title, one)) in all.into_iter().enumerate() {
            ledger.unread("technical_assets", one, READ);
            let object = object("technical_assets", at, title, one);
            let links = one.get("communication_links").named();
            let human = one.get("used_as_client_by_human").is_true();
            let name = object.name.clone();
            self.places.add(one.text_of("id"), self.model.places.len());
            if human && !links.is_empty() {
                ledger.kept(object, "the journey of whoever uses it");
            } else {
                let out_of_scope = one.get("out_of_scope").is_true().then(|| {
                    let why = one
                        .text_of("justification_out_of_scope")
                        .unwrap_or("no reason is given");
                    format!("the source says that it is out of scope: {why}")
                });
                self.model.places.push(Place {
                    does: format!("I use {name}."),
                    object,
                    group: None,
                    routes: Vec::new(),
                    gives: Vec::new(),
                    person: false,
                    otherwise: out_of_scope.unwrap_or_default(),
                    asks: Some("what does the person do here, in their words".to_owned()),
                });
            }
            ledger.found("links", links.len());
            for (at, (title, link)) in links.into_iter().enumerate() {
                self.link(at, title, link, &name, human, ledger);
            }
        }
    }

    fn link(
        &mut self,
        at: usize,
        title: Option<&str>,
        link: &Value,
        asset: &str,
        human: bool,
        ledger: &mut Ledger,
    ) {
        const READ: &str = "target description protocol authentication authorization data_assets_sent \
            data_assets_received title";
        ledger.unread("links", link, READ);
        let title = title
            .or(link.any(&["title", "target"]).text())
            .unwrap_or("a link");
        let object = Object::new(
            "links",
            at,
            Some(&format!("{title}, from {asset}")),
            link.text_of("id"),
        );
        let sent = link.get("data_assets_sent").texts();
        self.model.places.push(Place {
            does: format!("I use {asset}: {title}."),
            object,
            group: human.then(|| asset.to_owned()),
            routes: Vec::new(),
            gives: sent
                .into_iter()
                .filter_map(|id| self.data.get(Some(id)))
                .collect(),
            person: human,
            otherwise: "one machine talks to another".to_owned(),
            asks: Some("what does the person do here, in their words".to_owned()),
        });
    }

    fn abuse_cases(&mut self, cases: &Value, ledger: &mut Ledger) {
        let all = cases.named();
        ledger.found("abuse_cases", all.len());
        for (at, (title, one)) in all.into_iter().enumerate() {
            let object = object("abuse_cases", at, title, one);
            let story = one
                .text()
                .or(one.text_of("description"))
                .unwrap_or(&object.name)
                .to_owned();
            let mut threat = Threat::new(object, &story);
            threat.guess = usual_harm([threat.object.name.as_str()], []);
            self.model.threats.push(threat);
        }
    }

    fn requirements(&mut self, requirements: &Value, ledger: &mut Ledger) {
        let all = requirements.named();
        ledger.found("security_requirements", all.len());
        for (at, (title, one)) in all.into_iter().enumerate() {
            let object = object("security_requirements", at, title, one);
            self.model.mitigations.push(Mitigation {
                does: one
                    .text()
                    .or(one.text_of("description"))
                    .unwrap_or(&object.name)
                    .to_owned(),
                object,
                state: State::Proposed("required".to_owned()),
                notes: Vec::new(),
            });
        }
    }

    fn track(&mut self, tracking: &'v Value, ledger: &mut Ledger) {
        const READ: &str = "status justification ticket checked_by date title";
        let all = tracking.named();
        ledger.found("risk_tracking", all.len());
        for (at, (pattern, entry)) in all.into_iter().enumerate() {
            ledger.unread("risk_tracking", entry, READ);
            let pattern = pattern
                .or(entry.any(&["id", "synthetic_id"]).text())
                .unwrap_or_default();
            let object = Object::new(
                "risk_tracking",
                at,
                Some(pattern).filter(|name| !name.is_empty()),
                None,
            );
            let rule = pattern.split('@').next().unwrap_or_default();
            self.by_rule.entry(rule).or_default().push(self.tracking.len());
            self.tracking.push(Tracked {
                pattern,
                entry,
                object,
                used: false,
            });
        }
    }

    /// The entry that tracks a risk, by the parts of its id.
    fn tracked(&mut self, rule: &str, parts: &[&str]) -> Option<&'v Value> {
        let matches = |pattern: &str| {
            pattern
                .split('@')
                .skip(1)
                .all(|part| part == "*" || parts.contains(&part))
        };
        for at in self.by_rule.get(rule)? {
            self.compared += 1;
            let tracked = self
                .tracking
                .get_mut(*at)
                .filter(|tracked| matches(tracked.pattern));
            if let Some(tracked) = tracked.filter(|_| self.compared < MAX_COMPARED) {
                tracked.used = true;
                return Some(tracked.entry);
            }
            if self.compared >= MAX_COMPARED {
                break;
            }
        }
        None
    }

    fn categories(&mut self, categories: &'v Value, ledger: &mut Ledger) {
        const READ: &str =
            "id title description impact action mitigation stride cwe risks_identified function";
        let all = categories.named();
        ledger.found("risk_categories", all.len());
        for (at, (title, one)) in all.into_iter().enumerate() {
            ledger.unread("risk_categories", one, READ);
            let object = object("risk_categories", at, title, one);
            let mitigation = one.any(&["mitigation", "action"]).text().map(|text| {
                ledger.found("mitigations", 1);
                let label = format!("mitigation of {}", object.name);
                self.model.mitigations.push(Mitigation {
                    object: Object::new("mitigations", at, Some(&label), one.text_of("id")),
                    does: text.to_owned(),
                    state: State::Unsaid,
                    notes: Vec::new(),
                });
                self.model.mitigations.len() - 1
            });
            let risks = one.get("risks_identified").named();
            ledger.found("individual_risks", risks.len());
            if risks.is_empty() {
                ledger.dropped(object, "a sort of risk of which none is identified");
            } else {
                ledger.kept(object, "the words around its risks");
            }
            for (at, (title, risk)) in risks.into_iter().enumerate() {
                self.individual_risk(at, title, risk, one, mitigation, ledger);
            }
        }
    }

    fn individual_risk(
        &mut self,
        at: usize,
        title: Option<&str>,
        risk: &Value,
        category: &Value,
        mitigation: Option<usize>,
        ledger: &mut Ledger,
    ) {
        const RELEVANT: &str = "most_relevant_data_asset most_relevant_technical_asset \
            most_relevant_communication_link most_relevant_trust_boundary most_relevant_shared_runtime";
        const RATED: &str = "severity exploitation_likelihood exploitation_impact data_breach_probability";
        let read = format!("{RELEVANT} {RATED} data_breach_technical_assets title");
        ledger.unread("individual_risks", risk, &read);
        let name = title.map(without_tags);
        let object = object("individual_risks", at, name.as_deref(), risk);
        let mut threat = Threat::new(object, "");
        let impact = category.any(&["impact", "description"]).text();
        threat.story = impact.map_or_else(
            || threat.object.name.clone(),
            |impact| format!("{}: {impact}", threat.object.name),
        );
        let severity = risk.text_of("severity").or(risk.text_of("exploitation_impact"));
        threat.harm = severity.and_then(harm_of_word);
        let stride: Vec<&str> = category.text_of("stride").into_iter().collect();
        let cwe = category.text_of("cwe");
        threat.guess = usual_harm(stride.iter().copied(), cwe);
        threat.notes.extend(category_names(&stride));
        threat.notes.extend(cwe.map(|cwe| format!("CWE-{cwe}")));
        for key in RATED.split(' ') {
            threat.notes.extend(
                risk.text_of(key)
                    .map(|word| format!("{} {word}", key.replace('_', " "))),
            );
        }
        let parts: Vec<&str> = RELEVANT.split(' ').filter_map(|key| risk.text_of(key)).collect();
        let asset = risk.text_of("most_relevant_technical_asset");
        threat.places.extend(self.places.get(asset));
        let rule = category.text_of("id").unwrap_or_default();
        let tracked = self.tracked(rule, &parts);
        let status = tracked.and_then(|entry| entry.text_of("status"));
        if let Some(entry) = tracked {
            stand(&mut threat, entry);
        }
        let threat_at = self.model.threats.len();
        if let Some(mitigation) = mitigation {
            let state = match status {
                Some(status) => State::of(Some(status)),
                None => State::Proposed("not tracked".to_owned()),
            };
            self.model.answers.push(Answer {
                threat: threat_at,
                mitigation,
                state: Some(state),
            });
        }
        self.model.threats.push(threat);
    }

    /// Entries that track risks which Threagile finds by its own rules: the file holds no more of them than this.
    fn tracked_risks(&mut self, ledger: &mut Ledger) {
        for tracked in std::mem::take(&mut self.tracking) {
            if tracked.used {
                ledger.kept(tracked.object, "how its risk stands");
                continue;
            }
            let mut parts = tracked.pattern.split('@');
            let rule = parts.next().unwrap_or_default().replace('-', " ");
            let mut threat = Threat::new(tracked.object, &format!("Threagile finds a risk here: {rule}."));
            threat
                .places
                .extend(parts.find_map(|part| self.places.get(Some(part))));
            stand(&mut threat, tracked.entry);
            let status = tracked.entry.text_of("status");
            threat
                .notes
                .extend(status.map(|status| format!("status {status}")));
            let measure = tracked
                .entry
                .text_of("justification")
                .filter(|_| matches!(threat.standing, Standing::Open | Standing::Answered(_)));
            if let Some(measure) = measure {
                ledger.found("mitigations", 1);
                let label = format!("against {}", threat.object.name);
                self.model.answers.push(Answer {
                    threat: self.model.threats.len(),
                    mitigation: self.model.mitigations.len(),
                    state: None,
                });
                self.model.mitigations.push(Mitigation {
                    object: Object::new("mitigations", 0, Some(&label), Some(tracked.pattern)),
                    does: measure.to_owned(),
                    state: State::of(status),
                    notes: Vec::new(),
                });
            }
            self.model.threats.push(threat);
        }
    }
}

/// How a threat stands, as the entry that tracks it says.
fn stand(threat: &mut Threat, entry: &Value) {
    threat.standing = Standing::of(entry.text_of("status"));
    threat.because = entry.text_of("justification").map(str::to_owned);
    threat.track = entry.text_of("ticket").map(str::to_owned);
    threat.accepted_by = entry.text_of("checked_by").map(str::to_owned);
}

/// A title without the HTML that Threagile takes in it.
fn without_tags(title: &str) -> String {
    title
        .replace("<b>", "")
        .replace("</b>", "")
        .replace("<i>", "")
        .replace("</i>", "")
}
