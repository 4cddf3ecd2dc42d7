//! The files that we ship, and the examples that the format was designed with, hold together.
#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "in a test, what cannot go on fails"
)]

use std::path::Path;

use journey::{Finding, Journeys, Options, Severity, SourceFile, check, load};

const SHIPPED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../journeys");
const DESIGNED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/design/journeys");

fn files(folder: &str) -> Option<Vec<SourceFile>> {
    if !Path::new(folder).exists() {
        eprintln!("skipped: there is no folder of reference journeys beside this checkout");
        return None;
    }
    let mut files: Vec<SourceFile> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|kind| kind == "yaml"))
        .map(|path| {
            SourceFile::new(
                path.file_name().unwrap().to_str().unwrap(),
                std::fs::read_to_string(&path).unwrap(),
            )
        })
        .collect();
    files.sort_by(|left, right| left.name.cmp(&right.name));
    Some(files)
}

fn review(files: &[SourceFile]) -> (Journeys, Vec<Finding>) {
    let (journeys, mut findings) = load(files);
    findings.extend(check(&journeys, &Options::default()));
    (journeys, findings)
}

fn lines(findings: &[Finding]) -> Vec<String> {
    let line = |found: &Finding| format!("{} {} {}", found.code, found.severity.word(), found.object);
    findings.iter().map(line).collect()
}

#[test]
fn what_we_ship_has_no_error_and_owns_up_to_the_rest() {
    let (journeys, findings) = review(&files(SHIPPED).unwrap());
    assert!(findings.iter().all(|found| found.severity != Severity::Error));
    insta::assert_snapshot!("what_is_said_of_what_we_ship", lines(&findings).join("\n"));
    assert_eq!(journeys.journeys.len(), 4);
    // Every policy that a journey arms is named with the steps at which it acts.
    let armed: Vec<String> = journeys
        .armed()
        .iter()
        .map(|armed| {
            let mut steps: Vec<&str> = armed.serves.iter().map(|serves| serves.step.as_str()).collect();
            steps.dedup();
            format!("{} = {} at {}", armed.control, armed.binding, steps.join(", "))
        })
        .collect();
    insta::assert_snapshot!("what_we_ship_arms", armed.join("\n"));
}

#[test]
fn the_designed_examples_have_no_error() {
    let Some(files) = files(DESIGNED) else { return };
    let (_, findings) = review(&files);
    let (errors, rest): (Vec<Finding>, Vec<Finding>) = findings
        .into_iter()
        .partition(|found| found.severity == Severity::Error);
    // The one error is a slip in the example: in `{ keep: one, two }` the comma ends the text.
    assert_eq!(lines(&errors), ["J101 error data/passkey"]);
    assert!(errors[0].help.contains("put the whole text in quotes"));
    insta::assert_snapshot!(lines(&rest).join("\n"));
}

#[test]
fn the_schemas_accept_what_reads_without_a_slip() {
    let shipped = files(SHIPPED).unwrap();
    let designed = files(DESIGNED).unwrap_or_default();
    for file in shipped.iter().chain(&designed) {
        let schema = match file.name.as_str() {
            "controls.yaml" => journey::controls_schema(),
            "data.yaml" => journey::data_schema(),
            _ => journey::journey_schema(),
        };
        let validator = jsonschema::validator_for(&schema).unwrap();
        let value: serde_json::Value = serde_saphyr::from_str(&file.text).unwrap();
        let wrong: Vec<String> = validator
            .iter_errors(&value)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        let slips = load(std::slice::from_ref(file)).1;
        assert_eq!(wrong.len(), slips.len(), "{}: {wrong:#?} {slips:#?}", file.name);
        // A key that nobody knows is refused.
        let mut odd = value;
        odd["surprise"] = true.into();
        assert!(!validator.is_valid(&odd), "{}", file.name);
    }
}
