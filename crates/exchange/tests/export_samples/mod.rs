//! What the tests of exports look at: the shipped journeys, and journeys put together at random, with texts
//! that mean something to every format they end up in.
#![allow(dead_code, reason = "each file of tests uses a part of this")]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test fails by panicking"
)]

use exchange::export::{Figure, Figures, Format, State, Subject};
use journey::evidence::{Fact, Outcome, Source};
use journey::{Journeys, SourceFile};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value, json};
use vocabulary::{Moment, PromiseRef};

const SHIPPED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../journeys");

/// The folder of reference data, where it stands beside this checkout.
pub(crate) const SHARED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared");

/// A file of reference data; `None`, said so, where there is none.
pub(crate) fn shared(path: &str) -> Option<String> {
    let text = std::fs::read_to_string(format!("{SHARED}/{path}")).ok();
    if text.is_none() {
        eprintln!("skipped: there is no `{path}` beside this checkout");
    }
    text
}

/// A file of reference data as JSON.
pub(crate) fn shared_json(path: &str) -> Option<Value> {
    shared(path).map(|text| serde_json::from_str(&text).unwrap())
}

/// The journeys that ship with the program.
pub(crate) fn shipped() -> Journeys {
    let mut files: Vec<SourceFile> = std::fs::read_dir(SHIPPED)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "yaml"))
        .map(|path| {
            SourceFile::new(
                path.display().to_string(),
                std::fs::read_to_string(&path).unwrap(),
            )
        })
        .collect();
    files.sort_by(|left, right| left.name.cmp(&right.name));
    let (journeys, findings) = journey::load(&files);
    assert!(findings.is_empty(), "{findings:#?}");
    journeys
}

pub(crate) fn now() -> Moment {
    Moment::parse("2026-11-22T09:00:00Z").unwrap()
}

pub(crate) fn format(name: &str) -> &'static Format {
    Format::named(name, None).unwrap_or_else(|| panic!("there is no format `{name}`"))
}

/// The documents of a YAML text.
pub(crate) fn yaml_documents(text: &str) -> Vec<Value> {
    serde_saphyr::from_multiple(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// Fails with every fault that the schema finds.
pub(crate) fn must_be_valid(schema: &Value, document: &Value) {
    let validator = jsonschema::validator_for(schema).unwrap();
    let faults: Vec<String> = validator
        .iter_errors(document)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(faults.is_empty(), "{faults:#?}");
}

/// Journeys with what may be known of them.
#[derive(Debug, Clone)]
pub(crate) struct Sample {
    pub(crate) name: String,
    pub(crate) journeys: Journeys,
    pub(crate) figures: Option<Figures>,
    pub(crate) evidence: Vec<Fact>,
}

impl Sample {
    pub(crate) fn subject(&self) -> Subject<'_> {
        let subject = Subject::new(&self.name, &self.journeys, now()).with_evidence(&self.evidence);
        match &self.figures {
            Some(figures) => subject.with_figures(figures),
            None => subject,
        }
    }
}

/// Texts that mean something to YAML, JSON, Mermaid, XML, Prometheus or Go templates, and plain ones.
fn text() -> impl Strategy<Value = String> {
    let odd = select(vec![
        "\"]; click x href \"javascript:alert(1)\"",
        "</text><script>alert(1)</script>",
        "{{ .window }} {{$labels.x}} %%{init: {}}%%",
        "#35; &amp; ]]> -->",
        "no",
        "- a: b # c",
        "end",
        "subgraph x[y] ::: z",
        "1e3",
        "null",
        "~",
        "日本語 עברית 👩‍👩‍👧 e\u{301}",
        "a\nb\r\nc\td",
        "   ",
        "\u{feff}\u{85}\u{2028}x",
        "'single' `back` \\ slash",
        "2027-06-30",
        "|\n  block",
        "= @ % ! * & ?",
        "a very long sentence that goes on and on, so that whoever has only room for a few letters must cut it \
         somewhere, and the place where it is cut must be one where a reader would not mind it all that much",
    ]);
    prop_oneof![
        2 => odd.prop_map(str::to_owned),
        2 => "\\PC{0,60}",
        3 => "[A-Z][a-z]{2,9}( [a-z]{2,9}){1,8}\\.",
    ]
}

fn measure() -> impl Strategy<Value = Value> {
    let target = select(vec!["0%", "0.0001%", "50%", "90%", "99.9%", "99.9999%", "100%"]);
    let over = select(vec!["90s", "1h", "36h", "7d", "28d", "30d", "90d", "400d"]);
    (0..5_u8, target, over, any::<bool>()).prop_map(|(kind, target, over, drill)| {
        let mut measure = match kind {
            0 => json!({"kind": "ratio", "of": "order.paid", "good": "captures = 1", "target": target, "over": over, "min_events": 10}),
            1 => json!({"kind": "within", "from": "session.went_odd", "to": "session.ended", "same": "session_id",
                "limit": "60s", "target": target, "over": over}),
            2 => json!({"kind": "share", "of": "users where active_days >= 1", "good": "weakest_way_in in [passkey]",
                "target": target, "by": "2027-06-30", "glide": {"from": "10%", "since": "2026-01-01"}}),
            3 => json!({"kind": "never", "event": "order.placed where card = saved and address = new"}),
            _ => return Value::Null,
        };
        if drill {
            measure["drill"] = json!("copied-cookie every 7d");
        }
        measure
    })
}

/// Ids: plain ones, and the longest and oddest that are allowed.
fn id(kind: &str, at: usize) -> String {
    match at {
        0 => format!("{kind}--odd--{at}"),
        1 => format!("{kind}-{}", "x".repeat(110)),
        2 => format!("9{kind}"),
        _ => format!("{kind}-{at}"),
    }
}

#[derive(Debug, Clone)]
struct Parts {
    texts: Vec<String>,
    measures: Vec<Value>,
    picks: Vec<Index>,
}

/// Takes parts one after another, and begins again when they are used up.
struct Taking<'a> {
    parts: &'a Parts,
    at: usize,
}

impl Taking<'_> {
    fn text(&mut self) -> String {
        self.at += 1;
        self.parts.texts[self.at % self.parts.texts.len()].clone()
    }

    fn measure(&mut self) -> Value {
        self.at += 1;
        self.parts.measures[self.at % self.parts.measures.len()].clone()
    }

    fn pick(&mut self, count: usize) -> usize {
        self.at += 1;
        self.parts.picks[self.at % self.parts.picks.len()].index(count)
    }

    /// Some of these ids, often none.
    fn some(&mut self, ids: &[String]) -> Vec<String> {
        let count = self.pick(3).min(ids.len());
        let mut some: Vec<String> = (0..count).map(|_| ids[self.pick(ids.len())].clone()).collect();
        some.sort();
        some.dedup();
        some
    }
}

const PROOFS: [&str; 4] = [
    "junit:auth/second_factor",
    "drill:copied-cookie",
    "sarif:semgrep/x",
    "odd:<&>\"'",
];

fn journey(taking: &mut Taking<'_>, at: usize, controls: &[String], data: &[String]) -> Value {
    let worst: Vec<String> = (0..taking.pick(5)).map(|at| id("worst", at)).collect();
    let promises: Vec<String> = (0..taking.pick(5)).map(|at| id("promise", at)).collect();
    let steps = 1 + taking.pick(3);
    let of_step = |ids: &[String], step: usize| -> Vec<String> {
        ids.iter()
            .enumerate()
            .filter(|(at, _)| at % steps == step)
            .map(|(_, id)| id.clone())
            .collect()
    };
    let owner = |taking: &mut Taking<'_>| {
        if taking.pick(2) == 0 {
            "mara@example.com".to_owned()
        } else {
            taking.text()
        }
    };
    let steps: Vec<Value> = (0..steps)
        .map(|step| {
            let worst_here: Vec<Value> = of_step(&worst, step)
                .into_iter()
                .map(|id| {
                    let harm = ["minor", "moderate", "severe", "irreversible"][taking.pick(4)];
                    let front = ["external", "internal", "insider"][taking.pick(3)];
                    json!({"id": id, "story": taking.text(), "harm": harm, "front": front})
                })
                .collect();
            let promises_here: Vec<Value> = of_step(&promises, step)
                .into_iter()
                .map(|id| {
                    let mut promise = json!({"id": id, "says": taking.text(), "against": taking.some(&worst), "kept_by": taking.some(controls)});
                    let measure = taking.measure();
                    if !measure.is_null() {
                        promise["measure"] = measure;
                    }
                    promise
                })
                .collect();
            json!({"id": id("step", step), "does": taking.text(), "gives": taking.some(data), "at": ["POST /v1/{id}/x"],
                "worst": worst_here, "promises": promises_here})
        })
        .collect();
    let guardrails: Vec<Value> = (0..taking.pick(3))
        .map(|at| {
            let mut guardrail =
                json!({"id": id("guardrail", at), "says": taking.text(), "watches": taking.some(controls)});
            let measure = taking.measure();
            if !measure.is_null() {
                guardrail["measure"] = measure;
            }
            guardrail
        })
        .collect();
    let all: Vec<String> = worst.iter().chain(&promises).cloned().collect();
    let debt: Vec<Value> = (0..taking.pick(3))
        .map(|at| {
            let mut debt = json!({"id": id("debt", at), "owe": taking.text(), "weakens": taking.some(&all)});
            if taking.pick(3) > 0 {
                let until = ["2020-01-01", "2027-06-30", "1850-01-01", "9999-12-31"][taking.pick(4)];
                debt["until"] = json!(until);
                debt["accepted_by"] = json!(owner(taking));
                debt["owner"] = json!(owner(taking));
                debt["why"] = json!(taking.text());
                debt["track"] = json!(if taking.pick(2) == 0 {
                    "https://example.com/SEC-412?x=1".to_owned()
                } else {
                    taking.text()
                });
            }
            debt
        })
        .collect();
    json!({
        "journey": taking.text(), "id": id("journey", at), "who": taking.text(), "wants": taking.text(),
        "owners": {"product": owner(taking), "engineering": owner(taking)}, "matters": "critical",
        "steps": steps, "guardrails": guardrails, "debt": debt,
    })
}

fn control(taking: &mut Taking<'_>) -> Value {
    let kind = ["prevent", "limit", "detect", "respond"][taking.pick(4)];
    let when_down = ["refuse", "allow", "queue", "page"][taking.pick(4)];
    let mut control = json!({
        "does": taking.text(),
        "type": kind,
        "rests_on": taking.some(&["identity-store".to_owned(), "odd \"<store>\"".to_owned()]),
        "when_down": when_down,
        "proof": taking.some(&PROOFS.map(str::to_owned)),
        "with": {"most": "15m", "free": 5},
    });
    if taking.pick(3) > 0 {
        control["enforced_by"] = json!("policy/step-up");
        control["shadow"] = json!(taking.pick(3) == 0);
    }
    control
}

/// Journeys at random. Where a text is one that a file may not hold, what could be read is what is exported.
pub(crate) fn samples() -> impl Strategy<Value = Sample> {
    let parts = (
        prop::collection::vec(text(), 12..30),
        prop::collection::vec(measure(), 1..6),
        prop::collection::vec(any::<Index>(), 20..50),
    )
        .prop_map(|(texts, measures, picks)| Parts {
            texts,
            measures,
            picks,
        });
    (parts, any::<bool>()).prop_map(|(parts, counted)| {
        let mut taking = Taking { parts: &parts, at: 0 };
        let name = taking.text();
        let controls: Vec<String> = (0..=taking.pick(5)).map(|at| id("control", at)).collect();
        let data: Vec<String> = (0..=taking.pick(3)).map(|at| id("data", at)).collect();
        let described: serde_json::Map<String, Value> = controls
            .iter()
            .skip(taking.pick(2))
            .map(|id| (id.clone(), control(&mut taking)))
            .collect();
        let kinds = ["personal", "secret", "payment", "sensitive", "public"];
        let data_file: serde_json::Map<String, Value> = data
            .iter()
            .map(|id| {
                let kind = kinds[taking.pick(5)];
                (id.clone(), json!({"kind": kind, "keep": taking.text()}))
            })
            .collect();
        let mut files = vec![
            SourceFile::new("controls.yaml", json!({"controls": described}).to_string()),
            SourceFile::new("data.yaml", json!({"data": data_file}).to_string()),
        ];
        for at in 0..=taking.pick(3) {
            let text = journey(&mut taking, at, &controls, &data).to_string();
            files.push(SourceFile::new(format!("{at}.journey.yaml"), text));
        }
        let journeys = journey::load(&files).0;
        let figures = counted.then(|| figures(&journeys, &mut taking));
        let evidence = PROOFS
            .into_iter()
            .take(taking.pick(5))
            .map(|name| fact(name, &mut taking))
            .collect();
        Sample {
            name,
            journeys,
            figures,
            evidence,
        }
    })
}

/// A result of this proof.
fn fact(name: &str, taking: &mut Taking<'_>) -> Fact {
    let (word, name) = name.split_once(':').unwrap();
    let source = Source::ALL
        .iter()
        .find(|(known, _)| *known == word)
        .map_or(Source::Drill, |(_, source)| *source);
    let outcome = [Outcome::Passed, Outcome::Failed, Outcome::Skipped][taking.pick(3)];
    let at = [
        "2026-11-21T00:00:00Z",
        "1850-01-01T00:00:00Z",
        "2026-12-24T00:00:00Z",
        "",
    ][taking.pick(4)];
    Fact::new(source, &[name], outcome).taken(Moment::parse(at).ok(), Some(&taking.text()))
}

fn figures(journeys: &Journeys, taking: &mut Taking<'_>) -> Figures {
    let states = [
        State::Kept,
        State::AtRisk,
        State::Broken,
        State::Unproven,
        State::StatedDebt,
    ];
    let mut figures: Vec<(PromiseRef, Figure)> = Vec::new();
    for stated in journeys.journeys.iter().flat_map(journey::Journey::stated) {
        if taking.pick(3) > 0 {
            let figure = Figure {
                state: states[taking.pick(5)],
                valid: 812,
                good: 811,
                value: Some(0.998),
                says: taking.text(),
            };
            figures.push((stated.to_ref(), figure));
        }
    }
    figures.into_iter().collect()
}
