//! What is written as OTM and as OSCAL is valid by the formats' own schemas, whatever stands in the journeys.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "in a test, what cannot go on fails"
)]

mod export_samples;

use std::collections::BTreeSet;

use exchange::export::{ExportError, Figure, Figures, State, Subject};
use exchange::import;
use export_samples::{Sample, format, must_be_valid, now, samples, shared_json, shipped};
use journey::evidence::{Fact, Outcome, Source};
use proptest::prelude::{ProptestConfig, prop_assert_eq, proptest};
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use vocabulary::PromiseRef;

const RESULTS: &str = "standards/oscal/oscal_assessment-results_schema.json";

/// The schema of a plan of action and milestones. Its parts are those of assessment results; only what is
/// around them is its own (OSCAL 1.2, plan of action and milestones).
fn poam_schema() -> Option<Value> {
    let mut schema = shared_json(RESULTS)?;
    let part = |name: &str| json!({"$ref": format!("#/definitions/oscal-ar-oscal-{name}")});
    let list = |items: Value| json!({"type": "array", "minItems": 1, "items": items});
    let common = |name: &str| part(&format!("assessment-common:{name}"));
    let related = |key: &str| {
        list(
            json!({"type": "object", "required": [key], "additionalProperties": false,
            "properties": {key: {"$ref": "#/definitions/UUIDDatatype"}, "remarks": part("metadata:remarks")}}),
        )
    };
    let item = json!({
        "type": "object", "required": ["title", "description"], "additionalProperties": false,
        "properties": {
            "uuid": {"$ref": "#/definitions/UUIDDatatype"},
            "title": {"$ref": "#/definitions/MarkupLineDatatype"},
            "description": {"$ref": "#/definitions/MarkupMultilineDatatype"},
            "props": list(part("metadata:property")), "links": list(part("metadata:link")),
            "origins": list(json!({"type": "object", "required": ["actors"], "additionalProperties": false,
                "properties": {"actors": list(common("origin-actor"))}})),
            "related-findings": related("finding-uuid"),
            "related-observations": list(common("related-observation")),
            "related-risks": list(common("associated-risk")),
            "remarks": part("metadata:remarks"),
        },
    });
    let plan = json!({
        "type": "object", "required": ["uuid", "metadata", "poam-items"], "additionalProperties": false,
        "properties": {
            "uuid": {"$ref": "#/definitions/UUIDDatatype"},
            "metadata": part("metadata:metadata"),
            "import-ssp": common("import-ssp"),
            "system-id": part("implementation-common:system-id"),
            "local-definitions": {"type": "object", "additionalProperties": false, "properties": {
                "components": list(part("implementation-common:system-component")),
                "inventory-items": list(part("implementation-common:inventory-item")),
                "assessment-assets": common("assessment-assets"),
                "remarks": part("metadata:remarks"),
            }},
            "observations": list(common("observation")), "risks": list(common("risk")),
            "findings": list(common("finding")), "poam-items": list(item), "back-matter": part("metadata:back-matter"),
        },
    });
    schema["properties"] = json!({"plan-of-action-and-milestones": plan});
    schema["required"] = json!(["plan-of-action-and-milestones"]);
    schema["$id"] = json!("urn:poam");
    Some(schema)
}

#[test]
fn the_plan_s_schema_takes_nist_s_own_example() {
    let (Some(schema), Some(example)) = (
        poam_schema(),
        shared_json("data/threat-models/oscal/ifa_poam.json"),
    ) else {
        return;
    };
    must_be_valid(&schema, &example);
    let mut odd = example;
    odd["plan-of-action-and-milestones"]["poam-items"][0]["surprise"] = json!(1);
    assert!(!jsonschema::is_valid(&schema, &odd));
}

/// Every number that an object refers to another by, and every number that an object has.
fn numbers(value: &Value, own: &mut BTreeSet<String>, others: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                match (key.as_str(), value) {
                    ("uuid", Value::String(number)) => {
                        assert!(own.insert(number.clone()), "two objects have the number {number}");
                    }
                    (key, Value::String(number)) if key.ends_with("-uuid") => {
                        others.insert(number.clone());
                    }
                    ("href", Value::String(link)) if link.starts_with('#') => {
                        others.insert(link.trim_start_matches('#').to_owned());
                    }
                    _ => numbers(value, own, others),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| numbers(item, own, others)),
        _ => {}
    }
}

/// Writes the sample and checks it by the schema; all numbers must be of objects that are there.
fn check(format_name: &str, schema: &Value, sample: &Sample) -> Option<Value> {
    let written = format(format_name).write(&sample.subject());
    let text = match written {
        Err(ExportError::Nothing(_)) => return None,
        other => other.unwrap(),
    };
    assert_eq!(
        Ok(text.clone()),
        format(format_name).write(&sample.subject()),
        "not the same twice"
    );
    let document: Value = serde_json::from_str(&text).unwrap();
    must_be_valid(schema, &document);
    let (mut own, mut others) = (BTreeSet::new(), BTreeSet::new());
    numbers(&document, &mut own, &mut others);
    let loose: Vec<&String> = others.difference(&own).collect();
    assert!(
        loose.is_empty(),
        "{format_name} refers to what is not there: {loose:?}"
    );
    Some(document)
}

/// Checks many samples with one schema, which is slow to compile. At least half of them must give something.
fn check_many(format_name: &str, schema: &Value, cases: u32) {
    let mut runner = TestRunner::new(Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    });
    let written = std::cell::Cell::new(0);
    let outcome = runner.run(&samples(), |sample| {
        if check(format_name, schema, &sample).is_some() {
            written.set(written.get() + 1);
        }
        Ok(())
    });
    assert!(outcome.is_ok(), "{outcome:?}");
    assert!(written.get() * 2 >= cases, "{} of {cases}", written.get());
}

fn plain() -> Sample {
    Sample {
        name: "The shop".to_owned(),
        journeys: shipped(),
        figures: None,
        evidence: Vec::new(),
    }
}

#[test]
fn open_threat_models_are_valid_and_whole() {
    let Some(schema) = shared_json("data/threat-models/schemas/otm_schema.json") else {
        return;
    };
    let document = check("otm", &schema, &plain()).unwrap();
    let factor = document["mitigations"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["id"] == "second-factor")
        .unwrap();
    assert_eq!(factor["attributes"]["when_down"], "refuse");
    check_many("otm", &schema, 40);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn what_goes_out_as_a_threat_model_comes_back_with_its_counts(sample in samples()) {
        let text = format("otm").write(&sample.subject()).unwrap();
        let back = import::import(text.as_bytes(), "journeys.otm.json", None).unwrap();
        prop_assert_eq!(back.kind.name(), "otm");
        let found = |key: &str| back.found.get(key).and_then(Value::as_u64).unwrap_or_default();
        let all = || sample.journeys.journeys.iter();
        let steps: usize = all().map(|journey| journey.steps.len()).sum();
        prop_assert_eq!(found("threats"), all().flat_map(journey::Journey::worst).count() as u64);
        prop_assert_eq!(found("mitigations"), sample.journeys.controls.len() as u64);
        prop_assert_eq!(found("assets"), sample.journeys.data.len() as u64);
        // A journey, its person, and its steps.
        prop_assert_eq!(found("components"), (all().count() * 2 + steps) as u64);
    }
}

#[test]
fn assessment_results_are_valid_and_never_claim_what_is_not_known() {
    let Some(schema) = shared_json(RESULTS) else {
        return;
    };
    let mut sample = plain();
    let states = |document: &Value| -> Vec<(String, String)> {
        let findings = document["assessment-results"]["results"][0]["findings"]
            .as_array()
            .unwrap();
        let of = |finding: &Value| {
            let target = &finding["target"];
            (
                target["target-id"].as_str().unwrap().to_owned(),
                target["status"]["state"].as_str().unwrap().to_owned(),
            )
        };
        findings.iter().map(of).collect()
    };
    let document = check("oscal-results", &schema, &sample).unwrap();
    let stated = sample
        .journeys
        .journeys
        .iter()
        .flat_map(journey::Journey::stated)
        .count();
    assert_eq!(states(&document).len(), stated);
    assert!(
        states(&document)
            .iter()
            .all(|(_, state)| state == "not-satisfied")
    );

    // One promise was counted as kept, and then a proof of one of its controls fails.
    let figure = Figure {
        state: State::Kept,
        valid: 812,
        good: 812,
        value: Some(1.0),
        says: "812 of 812".to_owned(),
    };
    let kept = PromiseRef::new("sign-in", "stolen-password-useless");
    sample.figures = Some([(kept, figure)].into_iter().collect::<Figures>());
    let satisfied = |document: &Value| -> Vec<String> {
        states(document)
            .into_iter()
            .filter(|(_, state)| state == "satisfied")
            .map(|(id, _)| id)
            .collect()
    };
    let document = check("oscal-results", &schema, &sample).unwrap();
    assert_eq!(
        satisfied(&document),
        ["sign-in.stolen-password-useless.objective"]
    );
    let failed = Fact::new(Source::JUnit, &["auth", "second_factor"], Outcome::Failed);
    sample.evidence = vec![failed.taken(Some(now()), Some("abc1234"))];
    let document = check("oscal-results", &schema, &sample).unwrap();
    assert_eq!(satisfied(&document), [""; 0]);

    // The same promise has the same number in every export of that name, alone or among others.
    let one = format("oscal-results")
        .write(&sample.subject().only("sign-in").unwrap())
        .unwrap();
    let number = |document: &Value| -> Value {
        let findings = document["assessment-results"]["results"][0]["findings"]
            .as_array()
            .unwrap();
        let hit = findings
            .iter()
            .find(|one| one["target"]["target-id"] == "sign-in.hard-to-phish.objective");
        hit.unwrap()["uuid"].clone()
    };
    assert_eq!(number(&serde_json::from_str(&one).unwrap()), number(&document));
    check_many("oscal-results", &schema, 24);
}

#[test]
fn plans_of_action_list_each_debt_with_its_end() {
    let Some(schema) = poam_schema() else { return };
    let document = check("oscal-poam", &schema, &plain()).unwrap();
    let plan = &document["plan-of-action-and-milestones"];
    let titles: Vec<&str> = plan["poam-items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["title"].as_str().unwrap())
        .collect();
    assert_eq!(titles.len(), 2);
    let risk = &plan["risks"][0];
    assert_eq!(risk["status"], "deviation-approved");
    assert_eq!(risk["deadline"], "2027-06-30T23:59:59.999Z");
    assert!(
        risk["statement"]
            .as_str()
            .unwrap()
            .contains("learns where I live")
    );
    // After its end a debt is accepted by nobody.
    let journeys = shipped();
    let later = vocabulary::Moment::parse("2028-01-01T00:00:00Z").unwrap();
    let text = format("oscal-poam")
        .write(&Subject::new("The shop", &journeys, later))
        .unwrap();
    let document: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        document["plan-of-action-and-milestones"]["risks"][0]["status"],
        "open"
    );
    check_many("oscal-poam", &schema, 40);
}
