//! The rules for an objective are those that Sloth makes of it, rule for rule.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "in a test, what cannot go on fails"
)]

mod export_samples;

use exchange::export::prometheus::{AlertWindow, AlertWindows, Alerting, Labels, Maker, Objective, Rules};
use export_samples::{shared, yaml_documents};
use serde_json::Value;
use vocabulary::Span;

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn labels(value: &Value) -> Labels {
    let members = value.as_object().into_iter().flatten();
    members.map(|(name, value)| (name.clone(), text(value))).collect()
}

/// The objectives of one of Sloth's own files (`prometheus/v1`).
fn objectives(file: &Value) -> Vec<Objective> {
    let of = |slo: &Value| {
        let alerting = &slo["alerting"];
        let mut own = labels(&file["labels"]);
        // Sloth adds this on its command line when it makes its examples.
        own.insert("cmd".to_owned(), "examplesgen.sh".to_owned());
        Objective {
            service: text(&file["service"]),
            name: text(&slo["name"]),
            percent: slo["objective"].as_f64().unwrap(),
            period: Span::from_days(30),
            error_query: text(&slo["sli"]["events"]["error_query"]),
            total_query: text(&slo["sli"]["events"]["total_query"]),
            labels: own,
            alerting: Some(Alerting {
                name: text(&alerting["name"]),
                labels: labels(&alerting["labels"]),
                annotations: labels(&alerting["annotations"]),
                page_labels: labels(&alerting["page_alert"]["labels"]),
                ticket_labels: labels(&alerting["ticket_alert"]["labels"]),
            }),
            windows: AlertWindows::workbook(),
            page_from: None,
            maker: Maker {
                mode: "cli-gen-prom".to_owned(),
                spec: text(&file["version"]),
                version: "dev".to_owned(),
            },
        }
    };
    file["slos"].as_array().unwrap().iter().map(of).collect()
}

#[test]
fn the_getting_started_example_gives_the_golden_rules() {
    let (Some(source), Some(golden)) = (
        shared("data/threat-models/sloth/getting-started.yml"),
        shared("data/threat-models/sloth/getting-started.generated-rules.yml"),
    ) else {
        return;
    };
    let source: Value = serde_saphyr::from_str(&source).unwrap();
    let groups = objectives(&source).iter().flat_map(Objective::groups).collect();
    let made = serde_json::to_value(Rules { groups }).unwrap();
    let golden = yaml_documents(&golden).pop().unwrap();
    assert_eq!(made, golden);
}

#[test]
fn two_objectives_of_one_file_keep_their_series_apart() {
    let Some(source) = shared("data/threat-models/sloth/home-wifi.yml") else {
        return;
    };
    let source: Value = serde_saphyr::from_str(&source).unwrap();
    let objectives = objectives(&source);
    assert_eq!(objectives.len(), 2);
    let mut names: Vec<String> = objectives
        .iter()
        .flat_map(Objective::groups)
        .map(|group| group.name)
        .collect();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), 6);
    // 95% leaves a budget of 5%; Sloth writes it as the float that it is.
    let page = &objectives[0].groups()[2].rules[0];
    assert_eq!(page.alert.as_deref(), Some("GoodWifiClientSatisfaction"));
    assert!(page.expr.contains("> (14.4 * 0.05)"), "{}", page.expr);
    assert_eq!(page.labels["severity"], "home");
    assert_eq!(
        page.annotations["summary"],
        "{{$labels.sloth_service}} {{$labels.sloth_slo}} SLO error budget burn rate is over expected."
    );
}

#[test]
fn the_windows_are_those_of_the_workbook() {
    let Some(file) = shared("data/threat-models/sloth/alert-windows-google-30d.yaml") else {
        return;
    };
    let file: Value = serde_saphyr::from_str(&file).unwrap();
    let spec = &file["spec"];
    let span = |value: &Value| text(value).parse::<Span>().unwrap();
    let window = |value: &Value| AlertWindow {
        budget_percent: value["errorBudgetPercent"].as_f64().unwrap(),
        short: span(&value["shortWindow"]),
        long: span(&value["longWindow"]),
    };
    let pair = |value: &Value| vec![window(&value["quick"]), window(&value["slow"])];
    let expected = AlertWindows {
        page: pair(&spec["page"]),
        ticket: pair(&spec["ticket"]),
    };
    assert_eq!(
        AlertWindows::workbook().fit_for(span(&spec["sloPeriod"])),
        expected
    );
}
