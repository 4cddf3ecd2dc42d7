//! `safeconduct export`, as one types it.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::path::Path;

use serde_json::Value;
use support::{Ran, program, run};
use tempfile::TempDir;

const SHIPPED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../journeys");

fn export(folder: &Path, arguments: &[&str]) -> Ran {
    let mut command = program(folder);
    command.arg("export").args(arguments);
    run(command, b"")
}

/// A folder with the shipped journeys in `journeys/`.
fn house() -> TempDir {
    let house = TempDir::new().unwrap();
    let folder = house.path().join("journeys");
    std::fs::create_dir(&folder).unwrap();
    for entry in std::fs::read_dir(SHIPPED).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), folder.join(entry.file_name())).unwrap();
    }
    house
}

#[test]
fn every_format_is_printed_or_written() {
    let house = house();
    let check = |arguments: &[&str], begins: &str, says: &[&str]| {
        let printed = export(house.path(), arguments).must_exit(0);
        assert!(printed.out.starts_with(begins), "{printed:#?}");
        let printed = printed.must_say(says);
        let mut with_output = arguments.to_vec();
        with_output.extend(["--output", "out", "--today", "2026-11-30"]);
        export(house.path(), &with_output)
            .must_exit(0)
            .must_say(&["Wrote", "`out`"]);
        let written = std::fs::read_to_string(house.path().join("out")).unwrap();
        assert_eq!(
            written.lines().count(),
            printed.out.trim_end().lines().count(),
            "{arguments:?}"
        );
        assert!(written.ends_with('\n') && !written.ends_with("\n\n"));
    };
    check(&["openslo"], "# OpenSLO v1", &["kind: SLO", "must never happen"]);
    check(
        &["prometheus", "journeys"],
        "# Rules for Journeys",
        &["slo:sli_error:ratio_rate5m"],
    );
    check(&["otm", "--name", "The shop"], "{", &["otmVersion", "The shop"]);
    check(&["oscal-results"], "{", &["assessment-results"]);
    check(&["oscal-poam", "--journey", "sign-in"], "{", &["SEC-412"]);
    check(&["mermaid"], "flowchart LR\n", &["We promise"]);
    check(&["gsn"], "flowchart LR\n", &["proof missing"]);
    check(
        &["gsn", "--format", "svg"],
        "<svg ",
        &["Assurance case: Journeys"],
    );
}

#[test]
fn figures_and_evidence_are_shown_where_they_are_given() {
    let house = house();
    let file = |name: &str, text: &str| std::fs::write(house.path().join(name), text).unwrap();
    file(
        "figures.json",
        r#"{"journeys": [{"promises": [{"id": "sign-in/stolen-password-useless", "state": "kept", "valid": 812,
            "good": 812, "value": 1.0, "in_words": "812 of 812: as promised."}], "guardrails": []}]}"#,
    );
    file(
        "junit.xml",
        r#"<testsuite name="auth" tests="1"><testcase classname="auth" name="second_factor" time="0"/></testsuite>"#,
    );
    let given = [
        "--figures",
        "figures.json",
        "--evidence",
        "junit.xml",
        "--journey",
        "sign-in",
    ];
    let ran = export(house.path(), &[&["oscal-results"][..], &given].concat()).must_exit(0);
    let document = ran.json();
    let result = &document["assessment-results"]["results"][0];
    let findings = result["findings"].as_array().unwrap();
    let satisfied: Vec<&Value> = findings
        .iter()
        .filter(|one| one["target"]["status"]["state"] == "satisfied")
        .collect();
    assert_eq!(satisfied.len(), 1);
    assert_eq!(
        satisfied[0]["props"][0]["value"],
        "sign-in/stolen-password-useless"
    );
    let passed = result["observations"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["title"] == "junit:auth/second_factor" && one["methods"][0] == "TEST");
    assert_eq!(passed.count(), 1);
}

#[test]
fn what_cannot_be_exported_is_said_and_nothing_is_written() {
    let house = house();
    let check = |arguments: &[&str], code: i32, says: &[&str]| {
        let mut arguments = arguments.to_vec();
        arguments.extend(["--output", "out"]);
        export(house.path(), &arguments).must_exit(code).must_say(says);
        assert!(!house.path().join("out").exists(), "{arguments:?}");
    };
    check(&["pdf"], 2, &["pdf", "openslo"]);
    check(
        &["openslo", "--format", "svg"],
        2,
        &["`openslo` is written as yaml only"],
    );
    check(
        &["gsn", "--format", "json"],
        2,
        &["`gsn` is written as mermaid or svg only"],
    );
    check(
        &["otm", "--journey", "sing-in"],
        2,
        &["there is no journey `sing-in`", "did you mean `sign-in`?"],
    );
    check(&["otm", "nowhere"], 3, &["there is no folder `nowhere`"]);
    check(
        &["oscal-poam", "--journey", "support"],
        3,
        &["there is nothing to write: no debt is stated"],
    );
    check(
        &["otm", "--figures", "journeys/data.yaml"],
        3,
        &["`journeys/data.yaml` cannot be used", "GET /v1/journeys"],
    );
    check(
        &["otm", "--evidence", "none.xml"],
        3,
        &["the evidence `none.xml` cannot be read"],
    );
    check(&["otm", "--today", "soon"], 2, &["write year, month and day"]);

    let path = house.path().join("journeys/sign-in.journey.yaml");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(
        &path,
        text.replacen("kept_by: [growing-waits]", "kept_by: [growing-weights]", 1),
    )
    .unwrap();
    check(
        &["otm"],
        1,
        &["growing-weights", "have 2 errors, so nothing is exported"],
    );
}
