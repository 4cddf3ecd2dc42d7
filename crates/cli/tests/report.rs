//! `safeconduct report`, from outside: what it writes, what it leaves alone, and how it says no.
mod support;

use support::{Place, own_journeys};

/// A place with the shipped journeys in it.
fn place() -> Place {
    let place = Place::new();
    support::copy(&own_journeys(), &place.at("journeys"));
    place
}

const DAY: [&str; 2] = ["--today", "2026-11-22"];

#[test]
fn a_report_holds_every_page_and_the_auditors_folder() {
    let place = place();
    let ran = place.run(["report"].iter().chain(&DAY)).must_exit(0);
    ran.must_say(&["index.html", "not measured"]);
    let check = |path: &str, part: &str| {
        let text = std::fs::read_to_string(place.at(&format!("report/{path}"))).unwrap();
        assert!(text.contains(part), "{path}: {part}");
    };
    check("index.html", "Are our promises kept?");
    check("journeys/sign-in.html", "I type my email and use my passkey");
    check("controls.html", "junit:auth/second_factor");
    check("findings.html", "What was found in the files?");
    check("our-promises.html", "As of 22 November 2026.");
    check(
        "auditor/README.md",
        "Made on 22 November 2026, 12:00 UTC, without figures.",
    );
    check("auditor/assessment-results.json", "\"assessment-results\"");
}

#[test]
fn figures_and_evidence_stand_in_the_pages() {
    let place = place();
    let figures = r#"{"journeys": [{"promises": [{"id": "checkout/charged-once", "state": "broken", "valid": 1000,
        "good": 900, "in_words": "900 of 1000: below what was promised."}], "guardrails": []}]}"#;
    std::fs::write(place.at("figures.json"), figures).unwrap();
    let results = r#"<testsuite name="auth" timestamp="2026-11-20T08:00:00Z"><testcase classname="auth" name="second_factor"/></testsuite>"#;
    std::fs::write(place.at("results.xml"), results).unwrap();
    let given = ["report", "--figures", "figures.json", "--evidence", "results.xml"];
    place.run(given.iter().chain(&DAY)).must_exit(0);
    let read = |path: &str| std::fs::read_to_string(place.at(&format!("report/{path}"))).unwrap();
    assert!(read("index.html").contains("One promise is broken, in “Check out”."));
    assert!(read("journeys/checkout.html").contains("900 of 1000: below what was promised."));
    assert!(read("controls.html").contains("passed, 2 days old"));
}

#[test]
fn only_the_public_page_stays_where_only_it_is_asked_for() {
    let place = place();
    place.run(["report"]).must_exit(0);
    std::fs::write(place.at("report/notes.txt"), "mine").unwrap();
    place.run(["report", "--public-only"]).must_exit(0);
    let mut left: Vec<String> = std::fs::read_dir(place.at("report"))
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_file())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    left.sort();
    assert_eq!(left, [".safeconduct-report", "notes.txt", "our-promises.html"]);
}

#[test]
fn what_cannot_be_done_is_said_and_nothing_is_written() {
    let place = place();
    let check = |args: &[&str], code: i32, says: &[&str]| {
        place.run(args).must_exit(code).must_say(says);
        assert!(!place.at("report").exists(), "{args:?}");
    };
    check(&["report", "nowhere"], 3, &["no folder `nowhere`"]);
    check(
        &["report", "--output", "journeys"],
        3,
        &["`journeys`", "no report's"],
    );
    check(&["report", "--figures", "none.json"], 3, &["`none.json`"]);
    std::fs::write(place.at("list.json"), "[]").unwrap();
    check(
        &["report", "--figures", "list.json"],
        3,
        &["`list.json`", "GET /v1/journeys"],
    );
    check(
        &["report", "--server", "ftp://x"],
        3,
        &["`ftp://x`", "not the address"],
    );
    check(
        &["report", "--server", "http://x", "--figures", "y"],
        2,
        &["cannot be used with"],
    );
    check(&["report", "--today", "soon"], 2, &["2026-11-30"]);
    std::fs::write(place.at("journeys/bad.journey.yaml"), "journey: [\n").unwrap();
    check(&["report"], 1, &["bad.journey.yaml", "1 error"]);
}
