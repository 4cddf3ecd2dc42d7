//! The journey map as a Mermaid flowchart: what people do, what could go wrong, what is promised against it,
//! and what keeps the promise.

use std::collections::BTreeMap;

use journey::{Journey, MeasureKind, Stated};

use super::diagram::{LOOKS, WIDTH, class, label, lines, sign, spoken};
use super::figure::State;
use super::subject::{Subject, works};
use super::wording::{day, put};
use super::{ExportError, Form, Format};

pub(super) static FORMAT: Format = Format {
    name: "mermaid",
    form: Form::Mermaid,
    says: "The journey map as a Mermaid flowchart, for pages that draw Mermaid.",
    file: "journeys.mmd",
    write,
};

fn write(subject: &Subject<'_>) -> Result<String, ExportError> {
    if subject.journeys().is_empty() {
        return Err(ExportError::Nothing("there is no journey"));
    }
    let mut map = Map {
        subject,
        text: format!(
            "flowchart LR\n  accTitle: {}\n  accDescr: What people do, what could go wrong, what is promised against it, and what keeps it.\n",
            spoken(subject.name)
        ),
        controls: BTreeMap::new(),
    };
    for (at, journey) in subject.journeys().iter().enumerate() {
        map.journey(at + 1, journey);
    }
    map.text.push_str(LOOKS);
    Ok(map.text)
}

struct Map<'a> {
    subject: &'a Subject<'a>,
    text: String,
    /// Controls that are drawn, with their nodes: one control can keep promises of several journeys.
    controls: BTreeMap<&'a str, String>,
}

impl<'a> Map<'a> {
    fn node(&mut self, id: &str, shape: (&str, &str), texts: &[&str], class: &str) {
        let (open, close) = shape;
        let label = lines(texts, WIDTH);
        self.put(&format!("  {id}{open}\"{label}\"{close}:::{class}"));
    }

    fn put(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn journey(&mut self, number: usize, journey: &'a Journey) {
        let root = format!("j{number}");
        let mut nodes: BTreeMap<&str, String> = BTreeMap::new();
        self.put(&format!("  subgraph {root}[\"{}\"]", label(&journey.name)));
        self.put("  direction LR");
        let mut edges = String::new();
        for (at, step) in journey.steps.iter().enumerate() {
            let id = format!("{root}s{}", at + 1);
            let given: Vec<&str> = step.gives.iter().map(|name| name.as_str()).collect();
            let gives = if given.is_empty() {
                String::new()
            } else {
                format!("gives {}", given.join(", "))
            };
            self.node(
                &id,
                ("(", ")"),
                &[&format!("{}. {}", at + 1, *step.does), &gives],
                "step",
            );
            for worst in &step.worst {
                let node = format!("{root}w{}", nodes.len() + 1);
                let harm = format!("{} harm, {} front", worst.harm.word(), worst.front);
                self.node(
                    &node,
                    ("{{", "}}"),
                    &[&format!("What if: {}", *worst.story), &harm],
                    "worst",
                );
                edge(&mut edges, &id, "-->", "", &node);
                nodes.insert(&worst.id, node);
            }
        }
        for stated in journey.stated() {
            let node = format!("{root}p{}", nodes.len() + 1);
            self.promise(&node, &stated);
            nodes.insert(stated.id, node);
        }
        for (at, debt) in journey
            .debt
            .iter()
            .filter(|debt| debt.in_force(self.subject.now))
            .enumerate()
        {
            let node = format!("{root}d{}", at + 1);
            let until = debt
                .until
                .as_ref()
                .map_or_else(String::new, |until| format!("until {}", day(until.value)));
            self.node(
                &node,
                (">", "]"),
                &[
                    &format!("{} we owe: {}", sign(State::StatedDebt), *debt.owe),
                    &until,
                ],
                "debt",
            );
            for weak in debt.weakens.iter().filter_map(|weak| nodes.get(weak.as_str())) {
                edge(&mut edges, &node, "-.->", "|weakens|", weak);
            }
        }
        self.put("  end");
        self.put(&format!("  class {root} journey"));
        for (_, promise) in journey.promises() {
            let Some(node) = nodes.get(promise.id.as_str()) else {
                continue;
            };
            for worst in promise.against.iter().filter_map(|id| nodes.get(id.as_str())) {
                edge(&mut edges, worst, "-->", "", node);
            }
            for name in &promise.kept_by {
                let control = self.control(name);
                edge(&mut edges, node, "-->", "", &control);
            }
        }
        for guardrail in &journey.guardrails {
            let Some(node) = nodes.get(guardrail.id.as_str()) else {
                continue;
            };
            for name in &guardrail.watches {
                let control = self.control(name);
                edge(&mut edges, node, "-.->", "|watches|", &control);
            }
        }
        self.text.push_str(&edges);
    }

    /// A promise or guardrail with its target, and its state where a server counted.
    fn promise(&mut self, node: &str, stated: &Stated<'_>) {
        let shape = if stated.step.is_some() {
            ("[", "]")
        } else {
            ("[/", "\\]")
        };
        let target = match stated.measure.map(|measure| &measure.kind) {
            None => "not measured".to_owned(),
            Some(MeasureKind::Never { .. }) => "must never fail".to_owned(),
            Some(kind) => {
                let target = kind
                    .target()
                    .map_or_else(String::new, |target| format!("at least {}", target.value));
                let over = kind
                    .over()
                    .map_or_else(String::new, |over| format!(" over {}", over.in_words()));
                format!("{target}{over}")
            }
        };
        let claim = if stated.step.is_some() {
            "We promise"
        } else {
            "And we take care"
        };
        let says = format!("{claim}: {}", **stated.says);
        let figure = self.subject.figure(&stated.to_ref());
        let state = figure.map_or_else(String::new, |figure| {
            format!("{} {}", sign(figure.state), figure.state.in_words())
        });
        let class = match figure {
            Some(figure) => class(figure.state),
            None if stated.measure.is_none() => "missing",
            None => "promise",
        };
        self.node(node, shape, &[&says, &target, &state], class);
    }

    fn control(&mut self, name: &'a str) -> String {
        if let Some(node) = self.controls.get(name) {
            return node.clone();
        }
        let node = format!("c{}", self.controls.len() + 1);
        match self.subject.control(name) {
            Some(control) => {
                let class = if works(control) { "control" } else { "missing" };
                let shadow = if control.shadow { "in shadow mode only" } else { "" };
                self.node(&node, ("[[", "]]"), &[name, &control.does, shadow], class);
            }
            None => self.node(&node, ("[[", "]]"), &[name, "not described"], "missing"),
        }
        self.controls.insert(name, node.clone());
        node
    }
}

fn edge(edges: &mut String, from: &str, arrow: &str, says: &str, to: &str) {
    put(edges, format_args!("  {from} {arrow}{says} {to}\n"));
}
