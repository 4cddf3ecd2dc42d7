//! `check` and `explain` from outside: what they print, in every form, and how they end.

#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test fails by panicking"
)]

mod support;
mod xml_schema;

use std::io::{Read as _, Write as _};
use std::path::PathBuf;
use std::process::Command;

use serde_json::{Value, json};
use support::{Place, own_journeys, program, run};
use xml_schema::{Element, must_be_valid};

const DAY: &str = "2026-11-21";

/// The repository's journeys, of which one names a control that there is not and one has a debt that has ended.
fn faulty() -> Place {
    let place = Place::new();
    support::copy(&own_journeys(), &place.at("journeys"));
    change(
        &place,
        "sign-in.journey.yaml",
        "kept_by: [growing-waits]",
        "kept_by: [growing-wait, \"a<b>&\"]",
    );
    place
}

fn change(place: &Place, file: &str, from: &str, to: &str) {
    let path = place.at("journeys").join(file);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{from} stands nowhere in {file}");
    std::fs::write(path, text.replacen(from, to, 1)).unwrap();
}

/// A file beside the project that these tests read and do not keep; `None`, said aloud, where it is absent.
fn shared(name: &str) -> Option<String> {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/")).join(name);
    let text = std::fs::read_to_string(&path).ok();
    if text.is_none() {
        eprintln!("skipped: {} is not there", path.display());
    }
    text
}

#[test]
fn diagnostics_are_json_in_the_order_of_the_files() {
    let place = faulty();
    let report = place
        .run(["check", "--format", "json", "--today", DAY])
        .must_exit(1)
        .json();
    let found = report["diagnostics"].as_array().unwrap();
    let places: Vec<(&str, u64, u64)> = found
        .iter()
        .map(|one| {
            (
                one["file"].as_str().unwrap(),
                one["line"].as_u64().unwrap(),
                one["column"].as_u64().unwrap(),
            )
        })
        .collect();
    assert!(places.is_sorted(), "{places:?}");
    let dangling = found.iter().find(|one| one["code"] == "J104").unwrap();
    assert_eq!(dangling["severity"], "error");
    assert_eq!(dangling["file"], "journeys/sign-in.journey.yaml");
    assert!(
        dangling["help"].as_str().unwrap().contains("growing-waits"),
        "{dangling}"
    );
    let again = place.run(["check", "--format", "json", "--today", DAY]).json();
    assert_eq!(report, again);
}

#[test]
fn sarif_is_valid_and_every_result_can_be_followed() {
    let place = faulty();
    let log = place
        .run(["check", "--format", "sarif", "--today", DAY])
        .must_exit(1)
        .json();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let dangling = results.iter().find(|one| one["ruleId"] == "J104").unwrap();
    let at = &dangling["locations"][0]["physicalLocation"];
    assert_eq!(at["artifactLocation"]["uri"], "journeys/sign-in.journey.yaml");
    let print = |log: &Value| -> Vec<String> {
        let results = log["runs"][0]["results"].as_array().unwrap().iter();
        let mut prints: Vec<String> = results
            .map(|one| one["partialFingerprints"].to_string())
            .collect();
        prints.sort_unstable();
        prints
    };
    // Nothing is taken for new because lines were added above it.
    change(
        &place,
        "sign-in.journey.yaml",
        "journey: Sign in",
        "# one\n\n# two\njourney: Sign in",
    );
    let moved = place.run(["check", "--format", "sarif", "--today", DAY]).json();
    assert_eq!(print(&log), print(&moved));
    assert_ne!(log, moved);
    if let Some(schema) = shared("standards/sarif/sarif-schema-2.1.0.json") {
        let schema = jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap();
        for log in [&log, &moved] {
            let faults: Vec<String> = schema.iter_errors(log).map(|fault| fault.to_string()).collect();
            assert_eq!(faults, [] as [String; 0]);
        }
    }
}

#[test]
fn junit_is_valid_and_errors_are_failures() {
    let place = faulty();
    let text = place
        .run(["check", "--format", "junit", "--today", DAY])
        .must_exit(1)
        .out;
    let root = Element::read(&text);
    assert_eq!(root.all("testsuite").len(), 6);
    let errors = place.run(["check", "--format", "json", "--today", DAY]).json()["errors"].clone();
    assert_eq!(json!(root.all("failure").len()), errors);
    let good = Place::new();
    support::copy(&own_journeys(), &good.at("journeys"));
    let good = good
        .run(["check", "--format", "junit", "--today", DAY])
        .must_exit(0)
        .out;
    assert!(Element::read(&good).all("failure").is_empty(), "{good}");
    if let Some(schema) = shared("standards/junit/JUnit.xsd") {
        must_be_valid(&text, &schema);
        must_be_valid(&good, &schema);
    }
}

#[test]
fn a_github_run_gets_one_command_a_finding() {
    let place = faulty();
    let ran = place
        .run(["check", "--format", "github", "--today", DAY])
        .must_exit(1);
    let commands: Vec<&str> = ran.out.lines().filter(|line| line.starts_with("::")).collect();
    let found = place.run(["check", "--format", "json", "--today", DAY]).json();
    assert_eq!(commands.len(), found["diagnostics"].as_array().unwrap().len());
    assert!(
        commands
            .iter()
            .any(|line| line.starts_with("::error file=journeys/sign-in.journey.yaml,line=")),
        "{ran:#?}"
    );
}

#[test]
fn colours_are_for_terminals_and_only_where_they_are_wanted() {
    let place = faulty();
    let colours = |variable: &str, value: &str| {
        let mut command = program(place.folder());
        command.args(["check", "--today", DAY]).env(variable, value);
        run(command, b"").out.contains('\u{1b}')
    };
    assert!(!colours("NO_COLOR", "1"));
    assert!(!colours("TERM", "xterm-256color"), "nobody looks on");
}

#[test]
fn folders_and_files_that_cannot_be_used_are_told_apart() {
    let place = Place::new();
    let check = |args: &[&str], code: i32, says: &[&str]| {
        drop(
            place
                .run([&["check"], args].concat())
                .must_exit(code)
                .must_say(says),
        );
    };
    check(&[], 3, &["there is no folder `journeys`", "journeys new"]);
    std::fs::create_dir(place.at("empty")).unwrap();
    check(
        &["empty"],
        3,
        &["no journey file in `empty`", "NAME.journey.yaml"],
    );
    std::fs::create_dir_all(place.at("journeys/inside.yaml")).unwrap();
    check(&[], 3, &["no journey file in `journeys`"]);
    std::fs::write(place.at("journeys/data.yaml"), b"\xff\xfed\0").unwrap();
    check(
        &[],
        1,
        &[
            "journeys/data.yaml:1:1",
            "UTF-16",
            "was not looked at, since one of them cannot be read",
        ],
    );
    // A file of a hundred megabytes is not even read.
    let large = std::fs::File::create(place.at("journeys/data.yaml")).unwrap();
    large.set_len(100 << 20).unwrap();
    check(&[], 1, &["journeys/data.yaml:1:1", "104857600 bytes long"]);
    std::fs::write(
        place.at("journeys/data.yaml"),
        "data:\n  email: { kind: personal, keep: x }\n",
    )
    .unwrap();
    check(&["journeys/data.yaml"], 3, &["is a file", "name the folder"]);
    check(&[], 0, &["no journeys with no promises and no controls"]);
    check(
        &["--server", "example.com"],
        3,
        &["`example.com` is not the address of a server"],
    );
    check(&["--server", "http://127.0.0.1:9"], 3, &["SAFECONDUCT_KEY"]);
    check(&["--evidence", "nothing.xml"], 3, &["`nothing.xml`"]);
    check(&["--today", "soon"], 2, &["`2026-11-30`"]);
    check(&["--format", "xml"], 2, &["sarif"]);
    std::fs::write(place.at("api.yaml"), "openapi: 3.1.0\n").unwrap();
    check(&["--openapi", "api.yaml"], 3, &["has no `paths`"]);
}

#[test]
fn an_openapi_document_is_read_in_both_spellings() {
    let place = Place::new();
    support::copy(&own_journeys(), &place.at("journeys"));
    std::fs::write(
        place.at("api.json"),
        json!({"openapi": "3.1.0", "paths": {}}).to_string(),
    )
    .unwrap();
    std::fs::write(place.at("api.yaml"), "openapi: 3.1.0\npaths: {}\n").unwrap();
    let routes = |file: &str| {
        let report = place
            .run(["check", "--openapi", file, "--format", "json", "--today", DAY])
            .json();
        let found = report["diagnostics"].as_array().unwrap().clone();
        found.iter().filter(|one| one["code"] == "J105").count()
    };
    assert!(routes("api.json") > 5);
    assert_eq!(routes("api.json"), routes("api.yaml"));
}

#[test]
fn evidence_is_held_against_the_proofs() {
    let place = Place::new();
    support::copy(&own_journeys(), &place.at("journeys"));
    let suite = "<testsuite name=\"auth\" timestamp=\"2026-11-20T10:00:00\"><testcase classname=\"auth\" \
                 name=\"leaked_password\"><failure message=\"no\"/></testcase></testsuite>";
    std::fs::write(place.at("results.xml"), suite).unwrap();
    let codes = |args: &[&str]| -> Vec<String> {
        let args = [&["check", "--format", "json", "--today", DAY], args].concat();
        let report = place.run(args).json();
        let found = report["diagnostics"].as_array().unwrap().clone();
        found
            .iter()
            .filter(|one| one["object"].as_str().unwrap().contains("leaked-password-check"))
            .map(|one| one["code"].as_str().unwrap().to_owned())
            .collect()
    };
    let (before, after) = (codes(&[]), codes(&["--evidence", "results.xml"]));
    assert!(
        after
            .iter()
            .any(|code| code.starts_with("J60") && !before.contains(code)),
        "{before:?} {after:?}"
    );
}

#[test]
fn what_a_server_says_is_held_against_the_files() {
    let place = Place::new();
    support::copy(&own_journeys(), &place.at("journeys"));
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let answering = std::thread::spawn(move || {
        let mut asked = Vec::new();
        for (status, body) in [
            ("200 OK", r#"{"enforced": [], "shadow": []}"#),
            ("403 Forbidden", "{}"),
            ("200 OK", "x"),
        ] {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = Vec::new();
            let mut part = [0; 1024];
            while !request.windows(4).any(|end| end == b"\r\n\r\n") {
                let read = stream.read(&mut part).unwrap();
                request.extend_from_slice(&part[..read]);
            }
            asked.push(String::from_utf8(request).unwrap());
            let length = body.len();
            write!(stream, "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}").unwrap();
        }
        asked
    });
    let check = |code: i32, says: &[&str]| {
        let mut command = program(place.folder());
        command
            .args(["check", "--server", &url, "--today", DAY])
            .env("SAFECONDUCT_KEY", "sc_key_x");
        drop(run(command, b"").must_exit(code).must_say(says));
    };
    check(1, &["[J308]", "policy/step-up"]);
    check(3, &["may not read"]);
    check(3, &["cannot be read"]);
    let asked = answering.join().unwrap();
    assert!(asked[0].starts_with("GET /v1/enforced "), "{}", asked[0]);
    assert!(
        asked[0].contains("authorization: Bearer sc_key_x\r\n"),
        "{}",
        asked[0]
    );
}

#[test]
fn a_debt_that_has_ended_fails_only_changes_to_its_own_journey() {
    let place = Place::new();
    support::copy(&own_journeys(), &place.at("journeys"));
    let git = |args: &[&str]| {
        let done = Command::new("git")
            .current_dir(place.folder())
            .args([
                "-c",
                "user.name=t",
                "-c",
                "user.email=t@example.com",
                "-c",
                "commit.gpgsign=false",
            ])
            .args(args)
            .output();
        done.is_ok_and(|done| done.status.success())
    };
    if !git(&["init", "-q"]) {
        eprintln!("skipped: there is no git");
        return;
    }
    assert!(git(&["add", "."]) && git(&["commit", "-q", "-m", "one"]));
    let ended = "2027-08-01";
    let errors = || {
        let args = [
            "check",
            "--changed-since",
            "HEAD",
            "--today",
            ended,
            "--format",
            "json",
        ];
        let report = place.run(args).json();
        let found = report["diagnostics"].as_array().unwrap().clone();
        let errors = found
            .iter()
            .filter(|one| one["code"] == "J702" && one["severity"] == "error");
        errors
            .map(|one| one["object"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(errors(), [] as [String; 0]);
    change(
        &place,
        "checkout.journey.yaml",
        "who: A customer",
        "who: Any customer",
    );
    assert_eq!(errors(), ["checkout/old-addresses"]);
    let unknown = place.run(["check", "--changed-since", "nothing"]);
    drop(
        unknown
            .must_exit(3)
            .must_say(&["does not know the revision `nothing`"]),
    );
    let option = place.run(["check", "--changed-since=--output=x"]);
    drop(option.must_exit(3).must_say(&["is not a revision"]));
}

#[test]
fn every_lint_is_explained() {
    let place = Place::new();
    let check = |args: &[&str], code: i32, says: &[&str]| {
        drop(
            place
                .run([&["explain"], args].concat())
                .must_exit(code)
                .must_say(says),
        );
    };
    check(
        &["J306"],
        0,
        &["J306 unwatched-control (error)", "Found:", "Fine:", "watches: ["],
    );
    check(&["unwatched-control"], 0, &["J306"]);
    check(
        &["zzz"],
        2,
        &["there is no lint or event `zzz`", "explain events"],
    );
    check(&["events"], 0, &["sign_in.finished", "account.opened_by_staff"]);
    check(
        &["sign_in.finished"],
        0,
        &[
            "Told by",
            "second_factor",
            "passed, failed, not_asked",
            "of: sign_in.finished where",
        ],
    );
    check(&["sign_in.finishd"], 2, &["did you mean `sign_in.finished`?"]);
    check(
        &["unwatched-contrl"],
        2,
        &["did you mean `J306` (unwatched-control)?"],
    );
    let listed = place.run(["explain"]).must_exit(0).out;
    let lints = place.run(["explain", "--format", "json"]).must_exit(0).json();
    let lints = lints["lints"].as_array().unwrap();
    assert_eq!(listed.lines().count(), lints.len());
    for lint in lints {
        let code = lint["code"].as_str().unwrap();
        let page = place.run(["explain", code]).must_exit(0).out;
        for part in ["says", "why"] {
            let words = lint[part].as_str().unwrap();
            assert!(!words.is_empty() && page.contains(words), "{code}: {page}");
        }
        assert!(listed.contains(code));
    }
}

#[test]
fn what_is_exempted_is_told_and_not_counted() {
    let place = faulty();
    let before = place.run(["check", "--format", "json", "--today", DAY]).json();
    let exempted = before["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["severity"] == "warning")
        .unwrap();
    let (code, object) = (
        exempted["code"].as_str().unwrap(),
        exempted["object"].as_str().unwrap(),
    );
    let text = format!(
        "exemptions:\n  - lint: {code}\n    object: {object}\n    owner: jo@example.com\n    reason: We know.\n    until: 2027-01-31\n"
    );
    std::fs::write(place.at("journeys/exemptions.yaml"), text).unwrap();
    let after = place.run(["check", "--format", "json", "--today", DAY]).json();
    assert_eq!(
        after["warnings"].as_u64().unwrap() + 1,
        before["warnings"].as_u64().unwrap()
    );
    assert_eq!(after["exempted"][0]["code"], code);
    let log = place.run(["check", "--format", "sarif", "--today", DAY]).json();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let silenced: Vec<_> = results
        .iter()
        .filter(|one| !one["suppressions"].is_null())
        .collect();
    assert_eq!(silenced.len(), 1);
    assert_eq!(silenced[0]["ruleId"], code);
    drop(place.run(["check", "--today", DAY]).must_say(&[", 1 exempted."]));
}
