//! `safeconduct import`: what it prints, what it writes, and what it leaves alone.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::fs;

use serde_json::Value;
use support::Place;

const MODEL: &str = r#"{
  "summary": {"title": "Corner shop", "owner": "Ada"},
  "detail": {"contributors": [], "reviewer": "", "diagramTop": 1, "threatTop": 2, "diagrams": [
    {"id": 0, "title": "Order", "diagramType": "STRIDE", "version": "2.0", "thumbnail": "", "cells": [
      {"id": "p", "shape": "process", "zIndex": 1, "data": {"type": "tm.Process", "name": "Till", "hasOpenThreats": true, "threats": [
        {"id": "1", "title": "Eavesdropping", "status": "Mitigated", "severity": "High", "type": "Information disclosure", "description": "Somebody listens.", "mitigation": "TLS"},
        {"id": "2", "title": "Flood", "status": "Open", "severity": "Low", "type": "Denial of service", "description": "Nobody gets through.", "mitigation": "Rate limits"}]}},
      {"id": "b", "shape": "trust-boundary-box", "zIndex": 0, "data": {"type": "tm.BoundaryBox", "name": "Internet", "isTrustBoundary": true, "hasOpenThreats": false}}
    ]}]},
  "version": "2.3.0"
}"#;

/// A place with the model in it.
fn place() -> Place {
    let place = Place::new();
    fs::write(place.at("model.json"), MODEL).unwrap();
    place
}

#[test]
fn the_account_names_every_object_and_adds_up() {
    place().run(["import", "model.json"]).must_exit(0).must_say(&[
        "model.json is a file of OWASP Threat Dragon",
        "threats: 2 = 1 kept + 1 question + 0 dropped",
        "cells: 2 = 0 kept + 1 question + 1 dropped",
        "`Eavesdropping` → worst case `corner-shop/eavesdropping`",
        "question Flood → worst case `corner-shop/flood`",
        "`Internet`: a line between machines",
        "--into DIR",
    ]);
    let account = place()
        .run(["import", "model.json", "--format", "json"])
        .must_exit(0)
        .json();
    assert_eq!(account["kind"], "threat-dragon");
    assert_eq!(account["found"]["threats"], 2);
    assert_eq!(
        account["found"]["status"],
        serde_json::json!({"Mitigated": 1, "Open": 1})
    );
    let listed = ["kept", "questions", "dropped"].map(|list| account[list].as_array().unwrap().len());
    let found = account["totals"]
        .as_object()
        .unwrap()
        .values()
        .map(|total| total["found"].as_u64().unwrap());
    assert_eq!(listed.iter().sum::<usize>() as u64, found.sum::<u64>());
}

#[test]
fn what_is_only_suggested_is_written_as_a_comment() {
    let place = place();
    place
        .run(["import", "model.json", "--into", "drafts"])
        .must_exit(0)
        .must_say(&["2 drafts written"]);
    let controls = fs::read_to_string(place.at("drafts/corner-shop.controls.yaml")).unwrap();
    assert!(controls.contains("\n  tls:\n"), "{controls}");
    assert!(controls.contains("\n#   rate-limits:\n"), "{controls}");
    let checked = place
        .run(["check", "drafts", "--format", "json"])
        .must_exit(1)
        .json();
    let codes: Vec<&str> = findings(&checked)
        .iter()
        .map(|finding| finding["code"].as_str().unwrap())
        .collect();
    assert!(codes.contains(&"J202") && codes.contains(&"J501"), "{codes:?}");
    assert!(!codes.iter().any(|code| code.starts_with("J1")), "{codes:?}");
}

/// The findings of a check, under whichever of the two words they stand.
fn findings(checked: &Value) -> &Vec<Value> {
    checked["diagnostics"]
        .as_array()
        .or(checked["findings"].as_array())
        .unwrap()
}

#[test]
fn nothing_is_overwritten_and_no_name_is_taken_twice() {
    let place = place();
    fs::create_dir(place.at("drafts")).unwrap();
    fs::write(place.at("drafts/corner-shop.controls.yaml"), "controls: {}\n").unwrap();
    place
        .run(["import", "model.json", "--into", "drafts"])
        .must_exit(3)
        .must_say(&[
            "corner-shop.controls.yaml` is there already",
            "nothing is overwritten",
        ]);
    assert_eq!(fs::read_dir(place.at("drafts")).unwrap().count(), 1);
    assert_eq!(
        fs::read_to_string(place.at("drafts/corner-shop.controls.yaml")).unwrap(),
        "controls: {}\n"
    );

    fs::create_dir(place.at("taken")).unwrap();
    fs::write(
        place.at("taken/controls.yaml"),
        "controls:\n  tls: { does: It hides., type: prevent }\n",
    )
    .unwrap();
    place
        .run(["import", "model.json", "--into", "taken"])
        .must_exit(3)
        .must_say(&["`tls` is already in use", "import into another folder"]);
    assert_eq!(fs::read_dir(place.at("taken")).unwrap().count(), 1);
}

#[test]
fn the_drafts_can_be_looked_at_and_the_file_can_come_from_elsewhere() {
    let place = place();
    place
        .run(["import", "model.json", "--print"])
        .must_exit(0)
        .must_say(&[
            "journey: Corner shop",
            "story: Somebody listens.",
            "#   rate-limits:",
        ]);
    place
        .run_with(["import", "-", "--kind", "threat-dragon"], MODEL.as_bytes())
        .must_exit(0)
        .must_say(&["standard input is a file of OWASP Threat Dragon"]);
}

#[test]
fn what_cannot_be_imported_says_why_and_where() {
    let place = place();
    let check = |name: &str, content: &[u8], more: &[&str], code: i32, says: &[&str]| {
        fs::write(place.at(name), content).unwrap();
        let args = ["import", name].into_iter().chain(more.iter().copied());
        place.run(args).must_exit(code).must_say(says);
    };
    check(
        "a.json",
        b"{\"a\": 1}",
        &[],
        3,
        &["`a.json` cannot be imported", "`otmVersion`", "`--kind`"],
    );
    check(
        "b.json",
        b"{\"a\": 1,\n\"a\": 2}",
        &[],
        3,
        &["line 2", "`a` stands here twice"],
    );
    check(
        "c.yaml",
        b"swagger: '2.0'\n",
        &[],
        3,
        &["OpenAPI 2.0", "Convert it"],
    );
    check("d.yaml", b"a: \xFF\n", &[], 3, &["line 1", "not a UTF-8 text"]);
    check(
        "e.yaml",
        b"a: 1\n",
        &["--kind", "otn"],
        2,
        &["did you mean `otm`?"],
    );
    check(
        "f.json",
        &vec![b' '; (16 << 20) + 1],
        &[],
        3,
        &["at most 16777216 are read"],
    );
    place
        .run(["import", "missing.json"])
        .must_exit(3)
        .must_say(&["`missing.json` cannot be read"]);
}
