//! OWASP Threat Dragon, versions 1 and 2 (<https://www.threatdragon.com>).
//!
//! A model is a set of diagrams. Threats stand inside the cells on which they bear, each with the text of its
//! mitigation and one status for both. Version 1 keeps a cell's facts beside its geometry and its name in the
//! drawn text; version 2 keeps them under `data`.

use super::format::Format;
use super::severity::{category_names, usual_harm};
use crate::import::ledger::{Ledger, Object};
use crate::import::model::{Answer, Mitigation, Model, Place, Threat};
use crate::import::tree::Value;
use crate::import::words::{Standing, State, harm_of_number, harm_of_word};

pub(super) const FORMAT: Format = Format {
    kind: "threat-dragon",
    title: "OWASP Threat Dragon",
    known_by: "`summary` beside `detail` with `diagrams`",
    is: |document| {
        document.get("summary").is_map()
            && document
                .get("detail")
                .entries()
                .iter()
                .any(|(key, _)| key == "diagrams")
    },
    refuses: |_| None,
    read,
};

/// What the program writes where its user has written nothing yet.
const PLACEHOLDERS: [&str; 4] = [
    "Provide remediation for this threat or a reason if status is N/A",
    "Provide a description for this threat",
    "Mitigation or prevention for the threat",
    "Detail of the threat",
];

fn read(document: &Value, ledger: &mut Ledger) -> Model {
    let mut reader = Reader::default();
    let summary = document.get("summary");
    ledger.figure("version", document.text_of("version"));
    ledger.unread("summary", summary, "title owner description id");
    reader.model.title = summary.text_of("title").map(str::to_owned);
    reader.model.owner = summary.text_of("owner").map(str::to_owned);
    reader
        .model
        .remarks
        .extend(summary.text_of("description").map(str::to_owned));
    let detail = document.get("detail");
    ledger.unread("detail", detail, "diagrams");
    ledger.unread("document", document, "version summary detail");
    let diagrams = detail.get("diagrams").items();
    ledger.found("diagrams", diagrams.len());
    ledger.found("cells", 0);
    ledger.found("threats", 0);
    ledger.found("mitigations", 0);
    for (at, diagram) in diagrams.iter().enumerate() {
        reader.diagram(at, diagram, diagrams.len() > 1, ledger);
    }
    ledger.figure("components", reader.components);
    ledger.figure("threats_without_mitigation", reader.unanswered);
    ledger.tally("status", reader.statuses.iter().map(String::as_str));
    reader.model
}

#[derive(Default)]
struct Reader {
    model: Model,
    statuses: Vec<String>,
    components: usize,
    unanswered: usize,
}

/// What a cell is, told from its type or, where it has none, from its shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Actor,
    Element,
    Flow,
    Boundary,
    Words,
}

/// A cell with its facts, wherever its version keeps them.
struct Cell<'v> {
    whole: &'v Value,
    data: &'v Value,
    sort: Sort,
    name: Option<String>,
}

impl<'v> Cell<'v> {
    fn of(cell: &'v Value) -> Self {
        let data = if cell.get("data").is_map() {
            cell.get("data")
        } else {
            cell
        };
        let word = data
            .text_of("type")
            .or(cell.text_of("shape"))
            .or(cell.text_of("type"));
        let word = word.unwrap_or_default().to_lowercase();
        let sort = if word.contains("boundary") || data.get("isTrustBoundary").is_true() {
            Sort::Boundary
        } else if word.contains("flow") || word.contains("edge") {
            Sort::Flow
        } else if word.contains("text") {
            Sort::Words
        } else if word.contains("actor") {
            Sort::Actor
        } else {
            Sort::Element
        };
        let drawn = || {
            let labels = cell.get("labels").items();
            let attrs = cell.get("attrs");
            labels
                .iter()
                .map(|label| label.get("attrs"))
                .chain([attrs])
                .find_map(|attrs| {
                    ["text", "label", "labelText"]
                        .into_iter()
                        .find_map(|key| attrs.get(key).text_of("text"))
                })
        };
        let name = data.text_of("name").or_else(drawn).or(cell.get("value").text());
        Self {
            whole: cell,
            data,
            sort,
            name: name.map(|name| name.replace("\\n", " ")),
        }
    }

    fn threats(&self) -> &'v [Value] {
        let inside = self.data.get("threats").items();
        if inside.is_empty() {
            self.whole.get("threats").items()
        } else {
            inside
        }
    }

    /// The id of the cell at an end of a flow.
    fn end(&self, key: &str) -> Option<&'v str> {
        self.whole.get(key).any(&["cell", "id"]).text()
    }

    fn out_of_scope(&self) -> Option<String> {
        self.data.get("outOfScope").is_true().then(|| {
            self.data.text_of("reasonOutOfScope").map_or_else(
                || "the source says that it is out of scope".to_owned(),
                |why| format!("the source says that it is out of scope: {why}"),
            )
        })
    }
}

/// What Threat Dragon would say of a text that only holds its own hint.
fn written<'v>(one: &'v Value, key: &str) -> Option<&'v str> {
    one.text_of(key).filter(|text| !PLACEHOLDERS.contains(text))
}

impl Reader {
    fn diagram(&mut self, at: usize, diagram: &Value, several: bool, ledger: &mut Ledger) {
        let title = diagram.text_of("title");
        let id = diagram.text_of("id");
        let object = Object::new("diagrams", at, title, id);
        ledger.unread(
            "diagrams",
            diagram,
            "title id diagramType version description cells diagramJson",
        );
        self.model.remarks.extend(
            diagram
                .text_of("description")
                .map(|text| format!("Diagram {}: {text}", object.name)),
        );
        let inside = diagram.get("diagramJson").get("cells");
        let cells = if inside.is_empty() {
            diagram.get("cells")
        } else {
            inside
        };
        let cells: Vec<Cell<'_>> = cells.items().iter().map(Cell::of).collect();
        ledger.found("cells", cells.len());
        let group = several.then(|| object.name.clone());
        let actors: std::collections::HashSet<&str> = cells
            .iter()
            .filter(|cell| cell.sort == Sort::Actor)
            .filter_map(|cell| cell.whole.text_of("id"))
            .collect();
        for (at, cell) in cells.iter().enumerate() {
            let from_actor = cell.end("source").is_some_and(|id| actors.contains(id));
            self.cell(at, cell, group.as_ref(), from_actor, ledger);
        }
        if cells.is_empty() {
            ledger.dropped(object, "nothing is drawn in it");
        } else {
            ledger.kept(object, "the journey that its parts stand in");
        }
    }

    fn cell(
        &mut self,
        at: usize,
        cell: &Cell<'_>,
        group: Option<&String>,
        from_actor: bool,
        ledger: &mut Ledger,
    ) {
        const READ: &str = "id type shape data name description threats source target outOfScope reasonOutOfScope \
            value isTrustBoundary labels attrs hasOpenThreats";
        ledger.unread("cells", cell.whole, READ);
        if !std::ptr::eq(cell.whole, cell.data) {
            ledger.unread("cells.data", cell.data, READ);
        }
        let object = Object::new("cells", at, cell.name.as_deref(), cell.whole.text_of("id"));
        let out_of_scope = cell.out_of_scope();
        let place = self.model.places.len();
        let mut person = false;
        let otherwise = match (cell.sort, &out_of_scope) {
            (Sort::Boundary, _) => "a line between machines; a journey has fronts instead".to_owned(),
            (Sort::Words, _) => "words beside the drawing".to_owned(),
            (_, Some(why)) => why.clone(),
            (Sort::Flow, None) => {
                person = from_actor;
                "data that flows between machines; no threat in scope stands on it".to_owned()
            }
            (Sort::Actor, None) => "somebody who acts; who comes is said at the head of a journey".to_owned(),
            (Sort::Element, None) => String::new(),
        };
        if matches!(cell.sort, Sort::Actor | Sort::Element) {
            self.components += 1;
        }
        let name = object.name.clone();
        let does = match cell.sort {
            Sort::Flow => format!("{name}."),
            _ => format!("I use {name}."),
        };
        self.model.places.push(Place {
            object,
            does,
            group: group.cloned(),
            routes: Vec::new(),
            gives: Vec::new(),
            person,
            otherwise,
            asks: Some("what does the person do here, and what do they give, in their words".to_owned()),
        });
        let threats = cell.threats();
        ledger.found("threats", threats.len());
        for (at, one) in threats.iter().enumerate() {
            self.threat(at, one, place, out_of_scope.as_ref(), ledger);
        }
    }

    fn threat(
        &mut self,
        at: usize,
        one: &Value,
        place: usize,
        out_of_scope: Option<&String>,
        ledger: &mut Ledger,
    ) {
        ledger.unread(
            "threats",
            one,
            "id threatId title status severity score type description mitigation modelType number new",
        );
        let description = written(one, "description");
        let name = one.text_of("title").or(description).or(one.text());
        let id = one.any(&["id", "threatId", "number"]).text();
        let object = Object::new("threats", at, name, id);
        let mut threat = Threat::new(object, "");
        description
            .unwrap_or(&threat.object.name)
            .clone_into(&mut threat.story);
        let severity = one.text_of("severity");
        let score = one.text_of("score");
        threat.harm = severity
            .and_then(harm_of_word)
            .or_else(|| score.and_then(|score| harm_of_word(score).or_else(|| harm_of_number(score, 10.0))));
        let kind = one.text_of("type");
        threat.guess = usual_harm(kind, []);
        threat.notes.extend(category_names(kind.as_slice()));
        threat
            .notes
            .extend(severity.map(|severity| format!("severity {severity}")));
        threat.notes.extend(score.map(|score| format!("score {score}")));
        let status = one.text_of("status");
        threat.standing = Standing::of(status);
        self.statuses.push(status.unwrap_or("").to_owned());
        threat.places.push(place);
        threat.out_of_scope = out_of_scope.map(|why| {
            format!(
                "it stands on what is out of scope; {}",
                why.trim_start_matches("the source says that ")
            )
        });
        let text = written(one, "mitigation");
        if one.text_of("mitigation").is_none() {
            self.unanswered += 1;
        }
        if matches!(threat.standing, Standing::Borne(_) | Standing::Gone(_)) {
            threat.because = text.map(str::to_owned);
        }
        let at = self.model.threats.len();
        if let Some(text) = text {
            ledger.found("mitigations", 1);
            self.mitigation(text, status, &threat, at, ledger);
        }
        self.model.threats.push(threat);
    }

    /// The text beside a threat. With the status *Mitigated* it is what was done, with *Open* what could be; with
    /// others it says why.
    fn mitigation(
        &mut self,
        text: &str,
        status: Option<&str>,
        threat: &Threat,
        at: usize,
        ledger: &mut Ledger,
    ) {
        let label = format!("against {}", threat.object.name);
        let object = Object::new("mitigations", at, Some(text), Some(&label));
        let state = match (&threat.standing, &threat.out_of_scope) {
            (_, Some(_)) => {
                ledger.dropped(object, "its threat is out of scope");
                return;
            }
            (Standing::Borne(word), _) => {
                ledger.kept(
                    object,
                    format!("the reason why the threat is `{word}`, in the debt"),
                );
                return;
            }
            (Standing::Gone(word), _) => {
                ledger.dropped(object, format!("its threat is `{word}`"));
                return;
            }
            (Standing::Answered(_), _) => State::Active,
            (Standing::Open, _) => State::Proposed(status.unwrap_or("no status").to_owned()),
        };
        let mitigation = self.model.mitigations.len();
        self.model.mitigations.push(Mitigation {
            object,
            does: text.to_owned(),
            state,
            notes: vec![format!("It stands {label}.")],
        });
        self.model.answers.push(Answer {
            threat: at,
            mitigation,
            state: None,
        });
    }
}
