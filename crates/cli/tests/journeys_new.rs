//! `journeys new`, `journeys schema` and `fmt` from outside.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use serde_json::Value;
use support::{Place, own_journeys};

const ANSWERS: &str = "journey: Book an appointment
who: A patient
wants: To see a doctor this week, and nobody else to learn why.
steps:
  - does: I pick a doctor and say what hurts.
    gives: [name, { name: complaint, kind: sensitive, keep: 10y }]
fears:
  - story: My boss reads why I see a doctor.
    harm: irreversible
    promise: Only you and your doctor can read why you come.
    kept_by: Only the doctor of the appointment can open it.
product: ana@example.com
";

/// The codes and severities that `check` finds.
fn found(place: &Place) -> Vec<String> {
    let report = place.run(["check", "--format", "json"]).json();
    let found = report["diagnostics"].as_array().unwrap();
    let says = |one: &Value| format!("{} {}", one["code"], one["severity"]).replace('"', "");
    found.iter().map(says).collect()
}

#[test]
fn a_first_journey_is_written_from_a_file_of_answers() {
    let place = Place::new();
    std::fs::write(place.at("answers.yaml"), ANSWERS).unwrap();
    let said = place
        .run(["journeys", "new", "--answers", "answers.yaml"])
        .must_exit(0);
    drop(said.must_say(&[
        "journeys/book-an-appointment.journey.yaml",
        "safeconduct check journeys",
    ]));
    // Nothing is wrong with the files; that nobody measures the promise is the only error, and it is true.
    let errors: Vec<String> = found(&place)
        .into_iter()
        .filter(|one| one.ends_with("error"))
        .collect();
    assert_eq!(errors, ["J501 error"]);
    drop(place.run(["fmt", "--check"]).must_exit(0));
    let text = std::fs::read_to_string(place.at("journeys/book-an-appointment.journey.yaml")).unwrap();
    let hint = text.lines().next().unwrap().split_once("$schema=").unwrap().1;
    let schema: Value =
        serde_json::from_str(&std::fs::read_to_string(place.at("journeys").join(hint)).unwrap()).unwrap();
    assert_eq!(schema["title"], "Safeconduct journey");

    // A second time nothing is written over, and nothing new is left behind.
    let before: Vec<_> = std::fs::read_dir(place.at("journeys"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    let again = place.run_with(["journeys", "new", "--answers", "-"], ANSWERS.as_bytes());
    drop(
        again
            .must_exit(3)
            .must_say(&["there is a journey `book-an-appointment` already"]),
    );
    let after: Vec<_> = std::fs::read_dir(place.at("journeys"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    assert_eq!(before.len(), after.len());
    assert_eq!(
        text,
        std::fs::read_to_string(place.at("journeys/book-an-appointment.journey.yaml")).unwrap()
    );
}

#[test]
fn a_first_journey_is_written_from_what_somebody_types() {
    let place = Place::new();
    let typed = "Book an appointment\n\nA patient\nTo see a doctor.\nI pick a doctor.\nName, Reason for visit\nI confirm.\ne§mail\nemail\n\n\
                 My boss reads it.\n7\n1\nsever\nsevere\nOnly you can read it.\n\n\nana@example.com\n\n";
    // An empty answer where there must be one, a name that is none, a step that there is not, a slip: asked again.
    let said = place.run_with(
        ["journeys", "new"],
        typed.replacen("\n\nA patient", "\nA patient", 1).as_bytes(),
    );
    let said = said.must_exit(0).must_say(&[
        "Did you mean `severe`?",
        "is not a number from 1 to 2",
        "`e§mail` cannot be a name",
    ]);
    assert!(said.out.contains("controls.yaml"), "{said:#?}");
    let text = std::fs::read_to_string(place.at("journeys/book-an-appointment.journey.yaml")).unwrap();
    for part in [
        "gives: [name, reason-for-visit]",
        "harm: severe",
        "says: Only you can read it.",
        "product: ana@example.com",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let honest = ["J201 error", "J203 error", "J501 error"];
    assert!(
        found(&place)
            .iter()
            .filter(|one| one.ends_with("error"))
            .all(|one| honest.contains(&one.as_str()))
    );

    let empty = Place::new();
    let broken_off = empty.run_with(["journeys", "new"], b"Book\nA patient\n");
    drop(broken_off.must_exit(3).must_say(&["nothing was written"]));
    assert!(!empty.at("journeys").exists());
}

#[test]
fn answers_that_cannot_be_used_are_named() {
    let place = Place::new();
    let check = |from: &str, to: &str, says: &[&str]| {
        let answers = ANSWERS.replacen(from, to, 1);
        let ran = place.run_with(["journeys", "new", "--answers", "-"], answers.as_bytes());
        drop(ran.must_exit(3).must_say(says));
        assert!(!place.at("journeys").exists());
    };
    check(
        "harm: irreversible",
        "harm: bad",
        &["`bad` cannot stand for `harm`", "minor, moderate"],
    );
    check("who: A patient", "whom: A patient", &["whom", "--help"]);
    check(
        "gives: [name,",
        "gives: [Full Name,",
        &["`Full Name` cannot be the name of data", "`full-name`"],
    );
    check("journey: Book", "journey: [Book", &["standard input"]);
}

#[test]
fn files_are_formatted_in_place_and_looked_at() {
    let place = Place::new();
    support::copy(&own_journeys(), &place.at("journeys"));
    let file = place.at("journeys/data.yaml");
    std::fs::write(
        &file,
        "# head\ndata:\n    email:   {keep: 'while, open',kind: personal}   # why\n",
    )
    .unwrap();
    std::fs::write(place.at("journeys/bad.journey.yaml"), "journey: [\n").unwrap();
    let ran = place.run(["fmt", "--check"]).must_exit(3);
    drop(ran.must_say(&[
        "journeys/data.yaml is not formatted",
        "`journeys/bad.journey.yaml` is left as it is: 1:",
        "not YAML",
    ]));
    std::fs::remove_file(place.at("journeys/bad.journey.yaml")).unwrap();
    drop(place.run(["fmt", "--check"]).must_exit(1));
    drop(
        place
            .run(["fmt"])
            .must_exit(0)
            .must_say(&["journeys/data.yaml formatted"]),
    );
    let neat = std::fs::read_to_string(&file).unwrap();
    assert_eq!(
        neat,
        "# head\ndata:\n  email: { kind: personal, keep: \"while, open\" }  # why\n"
    );
    drop(place.run(["fmt", "--check"]).must_exit(0));
    drop(
        place
            .run(["fmt", "journeys/data.yaml"])
            .must_exit(0)
            .must_say(&["1 as it should be"]),
    );
    drop(
        place
            .run(["fmt", "nowhere"])
            .must_exit(3)
            .must_say(&["there is no folder `nowhere`"]),
    );

    let piped = place.run_with(
        ["fmt", "-", "--name", "x.data.yaml"],
        b"data:\n    a: {keep: x, kind: public}\n",
    );
    assert_eq!(piped.must_exit(0).out, "data:\n  a: { kind: public, keep: x }\n");
    // Whoever pipes a broken file through gets it back, and hears why.
    let broken = place
        .run_with(["fmt", "-"], b"a: [\n")
        .must_exit(3)
        .must_say(&["not YAML"]);
    assert_eq!(broken.out, "a: [\n");
}

#[test]
fn schemas_are_written_where_the_hint_looks() {
    let place = Place::new();
    drop(
        place
            .run(["journeys", "schema", "j"])
            .must_exit(0)
            .must_say(&["4 schemas are in j/schema."]),
    );
    for name in ["journey", "controls", "data", "exemptions"] {
        let text = std::fs::read_to_string(place.at(&format!("j/schema/{name}.schema.json"))).unwrap();
        let schema: Value = serde_json::from_str(&text).unwrap();
        assert!(schema["$schema"].is_string(), "{name}");
        jsonschema::meta::validate(&schema).unwrap();
    }
}

#[test]
fn the_clinic_has_nothing_wrong_with_it_but_its_stated_debt() {
    let clinic = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/clinic");
    let place = Place::new();
    let report = place
        .run(["check", clinic, "--today", "2026-11-21", "--format", "json"])
        .must_exit(0)
        .json();
    let found: Vec<&str> = report["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["fingerprint"].as_str().unwrap())
        .collect();
    assert_eq!(found, ["J202:book-an-appointment/reminder-tells-my-family"]);
    assert_eq!(report["journeys"], 3);
    drop(place.run(["fmt", "--check", clinic]).must_exit(0));
}
