//! Rules made from journeys are rules that Prometheus takes, and each promise is watched or named.
#![expect(clippy::unwrap_used, reason = "in a test, what cannot go on fails")]

mod export_samples;

use exchange::export::{ExportError, Subject};
use export_samples::{format, now, samples, shipped, yaml_documents};
use proptest::prelude::*;
use serde_json::Value;

/// Holds a rules file to what Prometheus asks of one: known keys, unique groups, either a recording with a
/// proper name or an alert, texts for all labels, and balanced queries.
fn must_be_rules(document: &Value) {
    let keys = |value: &Value, known: &[&str]| {
        for key in value.as_object().unwrap().keys() {
            assert!(known.contains(&key.as_str()), "{key}");
        }
    };
    keys(document, &["groups"]);
    let groups = document["groups"].as_array().unwrap();
    let mut names: Vec<&str> = groups
        .iter()
        .map(|group| group["name"].as_str().unwrap())
        .collect();
    names.sort_unstable();
    let count = names.len();
    names.dedup();
    assert_eq!(names.len(), count, "two groups share a name");
    for rule in groups.iter().flat_map(|group| group["rules"].as_array().unwrap()) {
        keys(rule, &["record", "alert", "expr", "labels", "annotations"]);
        assert!(rule["record"].is_string() != rule["alert"].is_string(), "{rule}");
        if let Some(record) = rule["record"].as_str() {
            assert!(
                record
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"_:".contains(&byte)),
                "{record}"
            );
            assert!(rule["annotations"].is_null());
        }
        for (name, value) in rule["labels"].as_object().into_iter().flatten() {
            assert!(
                name.bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_'),
                "{name}"
            );
            assert!(value.is_string(), "{rule}");
        }
        must_be_balanced(rule["expr"].as_str().unwrap());
        for text in rule["annotations"]
            .as_object()
            .into_iter()
            .flatten()
            .filter_map(|(_, text)| text.as_str())
        {
            let told = ["{{\"{{\"}}", "{{$labels.sloth_service}}", "{{$labels.sloth_slo}}"];
            let rest = told
                .iter()
                .fold(text.to_owned(), |text, known| text.replace(known, ""));
            assert!(!rest.contains("{{"), "{text}");
        }
    }
}

fn must_be_balanced(query: &str) {
    let mut open = Vec::new();
    let mut quoted = false;
    for letter in query.chars() {
        match letter {
            '"' => quoted = !quoted,
            _ if quoted => {}
            '(' | '[' | '{' => open.push(letter),
            ')' => assert_eq!(open.pop(), Some('('), "{query}"),
            ']' => assert_eq!(open.pop(), Some('['), "{query}"),
            '}' => assert_eq!(open.pop(), Some('{'), "{query}"),
            _ => {}
        }
    }
    assert!(open.is_empty() && !quoted, "{query}");
}

#[test]
fn each_kind_of_measure_is_watched_in_its_own_way() {
    let journeys = shipped();
    let text = format("prometheus")
        .write(&Subject::new("The shop", &journeys, now()))
        .unwrap();
    let document = yaml_documents(&text).pop().unwrap();
    must_be_rules(&document);
    let group = |name: &str| {
        let groups = document["groups"].as_array().unwrap();
        groups.iter().find(|group| group["name"] == name).unwrap()["rules"]
            .as_array()
            .unwrap()
            .clone()
    };
    let alerts = group("sloth-slo-alerts-sign-in-stolen-password-useless");
    assert_eq!(alerts.len(), 2);
    let page = alerts[0]["expr"].as_str().unwrap();
    // 99.9% over 30 days: the workbook's factors, and nobody is called for fewer than 5 bad events.
    for part in [
        "(14.4 * 0.000999",
        "(6 * 0.000999",
        "ratio_rate5m",
        "ratio_rate6h",
        "* 3600 >= 5)",
        "* 21600 >= 5)",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert!(!alerts[1]["expr"].as_str().unwrap().contains(">= 5"));
    assert_eq!(alerts[0]["labels"]["owner"], "identity-team");
    let never = &group("safeconduct-never-checkout/we-never-hold-your-card")[0];
    assert_eq!(
        never["expr"],
        r#"max(increase(safeconduct_promise_violations_total{journey="checkout",promise="we-never-hold-your-card"}[1h])) > 0"#
    );
    let share = &group("safeconduct-share-sign-in/hard-to-phish")[2];
    assert!(
        share["expr"]
            .as_str()
            .unwrap()
            .ends_with("< 0.8 and on() (vector(time()) > 1814399999)"),
        "{share}"
    );
    // What the rules cannot watch is said above them.
    assert!(text.contains(
        "# - checkout/we-never-hold-your-card: whether the drill `planted-card` is caught every 7d"
    ));
    assert!(text.contains("# - support/help-still-fast: with a target of 90%, even if all goes wrong,"));
}

#[test]
fn a_share_must_not_fall_below_its_glide_path() {
    let text = r"
journey: A
id: a
steps:
  - id: s
    does: I do.
    promises:
      - id: p
        says: You are safe.
        measure:
          kind: share
          of: users where active_days >= 1
          good: weakest_way_in in [passkey]
          target: 80%
          by: 2027-01-31
          glide: { from: 60%, since: 2027-01-01 }
";
    let journeys = journey::load(&[journey::SourceFile::new("a.journey.yaml", text)]).0;
    let text = format("prometheus")
        .write(&Subject::new("The shop", &journeys, now()))
        .unwrap();
    let document = yaml_documents(&text).pop().unwrap();
    let rules = &document["groups"][0]["rules"];
    let needed =
        "clamp(vector(0.6 + (0.8 - 0.6) * (time() - 1798847999) / (1801439999 - 1798847999)), 0.6, 0.8)";
    assert_eq!(rules[1]["expr"], needed);
    assert!(
        rules[2]["expr"]
            .as_str()
            .unwrap()
            .ends_with(&format!(") < {needed}"))
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn whatever_is_written_is_rules(sample in samples()) {
        match format("prometheus").write(&sample.subject()) {
            Err(ExportError::Nothing(_)) => {}
            Err(error) => prop_assert!(false, "{}", error),
            Ok(text) => {
                let document = yaml_documents(&text).pop().unwrap();
                must_be_rules(&document);
                // Every promise is in a group's name or in the remarks.
                for stated in sample.journeys.journeys.iter().flat_map(journey::Journey::stated) {
                    let reference = stated.to_ref();
                    let id = reference.as_str().replace('/', "-");
                    prop_assert!(text.contains(reference.as_str()) || text.contains(&id), "{}", reference);
                }
            }
        }
    }
}
