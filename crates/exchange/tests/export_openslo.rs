//! What is written as OpenSLO passes the rules of OpenSLO's own validator.
#![expect(clippy::indexing_slicing, reason = "in a test, what cannot go on fails")]

mod export_samples;

use exchange::export::{ExportError, Subject};
use export_samples::{format, now, samples, shared, shipped, yaml_documents};
use proptest::prelude::*;
use serde_json::Value;

/// The faults of an object by the rules of the OpenSLO Go SDK, version v1, as far as they touch the kinds that
/// we write. Keys that it does not know are faults too.
fn faults(object: &Value) -> Vec<String> {
    let mut faults = Faults(Vec::new());
    faults.keys(object, "", &["apiVersion", "kind", "metadata", "spec"]);
    faults.must(object["apiVersion"] == "openslo/v1", "apiVersion");
    faults.metadata(&object["metadata"], "metadata");
    let spec = &object["spec"];
    faults.description(spec, "spec");
    match object["kind"].as_str() {
        Some("Service") => faults.keys(spec, "spec", &["description"]),
        Some("SLO") => faults.slo(spec),
        _ => faults.0.push("kind".to_owned()),
    }
    faults.0
}

struct Faults(Vec<String>);

impl Faults {
    fn must(&mut self, holds: bool, what: &str) {
        if !holds {
            self.0.push(what.to_owned());
        }
    }

    fn keys(&mut self, object: &Value, at: &str, known: &[&str]) {
        for key in object.as_object().into_iter().flatten().map(|(key, _)| key) {
            self.must(
                known.contains(&key.as_str()),
                &format!("{at}.{key}: unknown field"),
            );
        }
    }

    fn description(&mut self, spec: &Value, at: &str) {
        let long = spec["description"].as_str().unwrap_or_default().chars().count();
        self.must(long <= 1_050, &format!("{at}.description"));
    }

    fn metadata(&mut self, metadata: &Value, at: &str) {
        self.keys(metadata, at, &["name", "displayName", "labels", "annotations"]);
        self.must(
            metadata["name"].as_str().is_some_and(is_label),
            &format!("{at}.name"),
        );
        let shown = metadata["displayName"]
            .as_str()
            .unwrap_or_default()
            .chars()
            .count();
        self.must(shown <= 63, &format!("{at}.displayName"));
        for (key, value) in metadata["labels"].as_object().into_iter().flatten() {
            let fit = value.is_string()
                || value
                    .as_array()
                    .is_some_and(|all| all.iter().all(Value::is_string));
            self.must(is_key(key) && fit, &format!("{at}.labels.{key}"));
        }
        for (key, value) in metadata["annotations"].as_object().into_iter().flatten() {
            let name = key.split_once('/').map_or(Some(key.as_str()), |(prefix, name)| {
                prefix.split('.').all(is_label).then_some(name)
            });
            self.must(
                name.is_some_and(is_key) && value.is_string(),
                &format!("{at}.annotations.{key}"),
            );
        }
    }

    fn slo(&mut self, spec: &Value) {
        let keys = [
            "description",
            "service",
            "indicator",
            "indicatorRef",
            "timeWindow",
            "budgetingMethod",
            "objectives",
            "alertPolicies",
        ];
        self.keys(spec, "spec", &keys);
        self.must(
            spec["service"].as_str().is_some_and(|name| !name.is_empty()),
            "spec.service",
        );
        let method = spec["budgetingMethod"].as_str().unwrap_or_default();
        self.must(
            ["Occurrences", "Timeslices", "RatioTimeslices"].contains(&method),
            "spec.budgetingMethod",
        );
        self.must(
            spec["indicator"].is_object() != spec["indicatorRef"].is_string(),
            "spec.indicator",
        );
        self.metadata(&spec["indicator"]["metadata"], "spec.indicator.metadata");
        let indicator = &spec["indicator"]["spec"];
        self.description(indicator, "spec.indicator.spec");
        let ratio = &indicator["ratioMetric"];
        self.must(
            ratio.is_object() != indicator["thresholdMetric"].is_object(),
            "spec.indicator.spec",
        );
        if ratio.is_object() {
            self.ratio(ratio);
        }
        let windows = spec["timeWindow"]
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default();
        self.must(windows.len() == 1, "spec.timeWindow");
        for window in windows {
            let rolling = window["isRolling"] == true;
            self.must(rolling != window["calendar"].is_object(), "spec.timeWindow[0]");
            self.must(is_duration(&window["duration"]), "spec.timeWindow[0].duration");
        }
        for objective in spec["objectives"].as_array().into_iter().flatten() {
            self.objective(objective, method, ratio.is_object());
        }
    }

    fn ratio(&mut self, ratio: &Value) {
        self.keys(
            ratio,
            "ratioMetric",
            &["counter", "good", "bad", "total", "rawType", "raw"],
        );
        self.must(
            ratio["total"].is_object() != ratio["raw"].is_object(),
            "ratioMetric.total",
        );
        self.must(
            ratio["good"].is_object() != ratio["bad"].is_object(),
            "ratioMetric.good",
        );
        for part in ["good", "bad", "total"]
            .into_iter()
            .filter(|part| ratio[part].is_object())
        {
            let source = &ratio[part]["metricSource"];
            self.keys(source, part, &["metricSourceRef", "type", "spec"]);
            let any = source["spec"].as_object().is_some_and(|spec| !spec.is_empty());
            self.must(any, &format!("ratioMetric.{part}.metricSource.spec"));
        }
    }

    fn objective(&mut self, objective: &Value, method: &str, ratio: bool) {
        let share = |key: &str| objective[key].as_f64();
        let one = match (share("target"), share("targetPercent")) {
            (Some(target), None) => (0.0..1.0).contains(&target),
            (None, Some(percent)) => (0.0..100.0).contains(&percent),
            _ => false,
        };
        self.must(one, "spec.objectives[0].target");
        self.must(
            !ratio || objective["op"].is_null(),
            "spec.objectives[0].op: property is forbidden",
        );
        if method == "Timeslices" {
            let target = share("timeSliceTarget").is_some_and(|target| target > 0.0 && target <= 1.0);
            self.must(target, "spec.objectives[0].timeSliceTarget");
        }
        if method != "Occurrences" {
            self.must(
                is_duration(&objective["timeSliceWindow"]),
                "spec.objectives[0].timeSliceWindow",
            );
        }
    }
}

fn is_label(text: &str) -> bool {
    (1..=63).contains(&text.len())
        && !text.starts_with('-')
        && !text.ends_with('-')
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

fn is_key(text: &str) -> bool {
    let at_end = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let bytes = text.as_bytes();
    bytes.len() <= 63
        && at_end(bytes.first())
        && at_end(bytes.last())
        && bytes
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(byte))
}

fn is_duration(value: &Value) -> bool {
    let text = value.as_str().unwrap_or_default();
    let Some(unit) = text.chars().last() else {
        return false;
    };
    "mhdwMQY".contains(unit)
        && text
            .strip_suffix(unit)
            .is_some_and(|count| count.parse::<u32>().is_ok_and(|count| count > 0))
}

/// One list, one object, or several documents.
fn objects(text: &str) -> Vec<Value> {
    yaml_documents(text)
        .into_iter()
        .flat_map(|document| match document {
            Value::Array(objects) => objects,
            object => vec![object],
        })
        .collect()
}

#[test]
fn the_rules_say_what_the_validator_says_of_its_own_files() {
    let check = |path: &str, expected: &[&[&str]]| {
        let Some(text) = shared(path) else { return };
        let found: Vec<Vec<String>> = objects(&text).iter().map(faults).collect();
        assert_eq!(found, expected, "{path}");
    };
    check(
        "standards/openslo/oslo/test/inputs/validate/v1.yaml",
        &[
            &["spec.objectives[0].op: property is forbidden"],
            &[],
            &["metadata.name"],
        ],
    );
    check(
        "standards/openslo/oslo/test/inputs/validate/unknown-field.yaml",
        &[&["metadata.name", "spec.markdown: unknown field"]],
    );
    check(
        "standards/openslo/oslo/test/inputs/validate/invalid-apiversion.yaml",
        &[&["apiVersion"]],
    );
    check(
        "standards/openslo/go-sdk/pkg/openslosdk/test_data/encode/v1_slo.yaml",
        &[&["spec.timeWindow"]],
    );
    check(
        "standards/openslo/go-sdk/pkg/openslo/v1/examples/services.yaml",
        &[&[], &[]],
    );
    check("data/threat-models/openslo/occurrences-slo.yaml", &[&[]]);
    check(
        "data/threat-models/openslo/ratio-timeslices.yaml",
        &[&["spec.objectives[0].op: property is forbidden"]],
    );
}

#[test]
fn each_measure_is_said_as_what_it_is_or_not_at_all() {
    let journeys = shipped();
    let text = format("openslo")
        .write(&Subject::new("The shop", &journeys, now()))
        .unwrap();
    let objects = objects(&text);
    let named = |name: &str| {
        objects
            .iter()
            .find(|object| object["metadata"]["name"] == name)
            .unwrap()
    };
    let check = |name: &str, window: &str, method: &str, counter: bool, target: f64| {
        let spec = &named(name)["spec"];
        assert_eq!(spec["timeWindow"][0]["duration"], window);
        assert_eq!(spec["budgetingMethod"], method);
        assert_eq!(spec["indicator"]["spec"]["ratioMetric"]["counter"], counter);
        assert_eq!(spec["objectives"][0]["target"], target);
    };
    check(
        "sign-in--stolen-password-useless",
        "30d",
        "Occurrences",
        true,
        0.999,
    );
    check("sign-in--thief-is-thrown-out", "30d", "Occurrences", true, 0.99);
    check("sign-in--hard-to-phish", "1d", "RatioTimeslices", false, 0.8);
    let annotations = &named("sign-in--hard-to-phish")["metadata"]["annotations"];
    assert_eq!(
        annotations["safeconduct/by"],
        "to be reached by 2027-06-30T23:59:59.999Z"
    );
    assert!(
        annotations["safeconduct/debt"]
            .as_str()
            .unwrap()
            .starts_with("9 in 100 people")
    );
    // A `never` is no objective: it is named above all, and on its service.
    let nevers = text
        .lines()
        .filter(|line| line.starts_with("# - ") && line.contains("must never happen"));
    assert_eq!(nevers.count(), 4);
    assert!(
        !objects
            .iter()
            .any(|object| object["metadata"]["name"] == "checkout--we-never-hold-your-card")
    );
    let why =
        &named("checkout")["metadata"]["annotations"]["safeconduct/not-in-openslo.we-never-hold-your-card"];
    assert!(why.as_str().unwrap().contains("card_number.seen"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn whatever_is_written_passes(sample in samples()) {
        match format("openslo").write(&sample.subject()) {
            Err(ExportError::Nothing(_)) => {}
            Err(error) => prop_assert!(false, "{}", error),
            Ok(text) => {
                let objects = objects(&text);
                for object in &objects {
                    prop_assert_eq!(faults(object), Vec::<String>::new(), "{:#}", object);
                }
                let mut names: Vec<String> =
                    objects.iter().map(|object| format!("{} {}", object["kind"], object["metadata"]["name"])).collect();
                names.sort();
                let count = names.len();
                names.dedup();
                prop_assert_eq!(names.len(), count, "two objects share a name");
            }
        }
    }
}
