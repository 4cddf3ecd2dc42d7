//! What an editor is answered, about the journeys that the repository ships.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use editor::{Completion, Folder, Position};
use proptest::prelude::*;
use vocabulary::Moment;

const FILES: [(&str, &str); 5] = [
    (
        "sign-in.journey.yaml",
        include_str!("../../../journeys/sign-in.journey.yaml"),
    ),
    (
        "checkout.journey.yaml",
        include_str!("../../../journeys/checkout.journey.yaml"),
    ),
    (
        "support.journey.yaml",
        include_str!("../../../journeys/support.journey.yaml"),
    ),
    ("controls.yaml", include_str!("../../../journeys/controls.yaml")),
    ("data.yaml", include_str!("../../../journeys/data.yaml")),
];

fn folder(changed: Option<(&str, String)>) -> Folder {
    let files: BTreeMap<String, String> = FILES
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
        .collect();
    let now = Moment::parse("2026-11-21T09:30:00Z").unwrap();
    let mut folder = Folder::new(files, now);
    if let Some((name, text)) = changed {
        folder.put(name, &text);
    }
    folder
}

/// A file of the folder in which `right` was replaced by `typed`, and the cursor stands at the `|` in it.
fn typing(file: &str, right: &str, typed: &str) -> (Folder, Position) {
    let (_, text) = FILES.iter().find(|(name, _)| *name == file).unwrap();
    let at = text
        .find(right)
        .unwrap_or_else(|| panic!("{right} stands nowhere in {file}"));
    let cursor = typed.find('|').unwrap();
    let typed = typed.replacen('|', "", 1);
    let text = format!("{}{typed}{}", &text[..at], &text[at + right.len()..]);
    let before = &text[..at + cursor];
    let position = Position {
        line: before.matches('\n').count(),
        column: before.rsplit('\n').next().unwrap().encode_utf16().count(),
    };
    (folder(Some((file, text))), position)
}

/// Completes at the `|`: some are offered, others are not, and all say what they are.
fn check_completions(file: &str, right: &str, typed: &str, some: &[&str], not: &[&str]) {
    let (folder, at) = typing(file, right, typed);
    let found: Vec<Completion> = folder.complete(file, at);
    let labels: Vec<&str> = found.iter().map(|one| one.label.as_str()).collect();
    for expected in some {
        assert!(labels.contains(expected), "{typed}: {labels:?} lacks {expected}");
    }
    for unexpected in not {
        assert!(
            !labels.contains(unexpected),
            "{typed}: {labels:?} has {unexpected}"
        );
    }
    assert!(found.iter().all(|one| !one.detail.is_empty()), "{found:?}");
}

#[test]
fn names_and_words_are_completed_where_they_belong() {
    let check = check_completions;
    let sign_in = "sign-in.journey.yaml";
    check(
        sign_in,
        "kept_by: [growing-waits]",
        "kept_by: [gro|]",
        &["growing-waits", "second-factor"],
        &["email"],
    );
    check(
        sign_in,
        "gives: [session, device]",
        "gives: [session, |]",
        &["email", "card"],
        &["second-factor"],
    );
    check(
        sign_in,
        "against: [guessed]",
        "against: [|]",
        &["guessed", "takeover"],
        &["card-sold"],
    );
    check(
        sign_in,
        "weakens: [stolen-password-useless,",
        "weakens: [|,",
        &["hard-to-phish", "own-device-gets-in", "guessed"],
        &["charged-once"],
    );
    check(
        sign_in,
        "matters: critical",
        "matters: |",
        &["normal", "critical"],
        &["steps"],
    );
    check(sign_in, "harm: severe", "harm: s|", &["severe", "minor"], &[]);
}

#[test]
fn expressions_are_completed_word_by_word() {
    let check = check_completions;
    let sign_in = "sign-in.journey.yaml";
    check(
        sign_in,
        "of: sign_in.finished where device = new\n",
        "of: sign|\n",
        &["sign_in.finished", "token.leaked"],
        &["users", "where"],
    );
    check(
        sign_in,
        "of: users where active_days >= 1",
        "of: |",
        &["users"],
        &["sign_in.finished"],
    );
    check(
        sign_in,
        "good: outcome != allowed or verdict = owner",
        "good: outcome = |",
        &["allowed", "refused"],
        &["device"],
    );
    check(
        sign_in,
        "good: outcome != allowed or verdict = owner",
        "good: |",
        &["outcome", "device", "account_id"],
        &["allowed"],
    );
    check(sign_in, "same: session_id", "same: |", &["session_id"], &[]);
    check(sign_in, "wants: To", "|wants: To", &[], &["journey", "steps"]);
    check(sign_in, "\ndebt:", "\n|", &["debt"], &["guardrails", "severe"]);
    check(
        "controls.yaml",
        "type: prevent",
        "type: |",
        &["detect", "respond"],
        &[],
    );
    check(
        "controls.yaml",
        "accepts: [passkey,",
        "accepts: [|,",
        &["totp"],
        &[],
    );
    check(
        "controls.yaml",
        "rests_on: [leaked-password-list]",
        "rests_on: [|]",
        &["identity-store"],
        &[],
    );
    check(
        "controls.yaml",
        "stops_user: true ",
        "stops_user: | ",
        &["true", "false"],
        &[],
    );
    check(
        "data.yaml",
        "kind: payment,",
        "kind: |,",
        &["payment", "secret"],
        &[],
    );
}

#[test]
fn a_word_is_explained() {
    let check = |file: &str, right: &str, typed: &str, says: &[&str]| {
        let (folder, at) = typing(file, right, typed);
        let said = folder
            .hover(file, at)
            .unwrap_or_else(|| panic!("nothing is said of {typed}"));
        for part in says {
            assert!(said.contains(part), "{typed}: {said}");
        }
    };
    let sign_in = "sign-in.journey.yaml";
    check(
        sign_in,
        "kept_by: [growing-waits]",
        "kept_by: [growing|-waits]",
        &[
            "**growing-waits**",
            "wait longer",
            "policy/growing-waits",
            "when down: allow",
            "Someone guessing your password",
        ],
    );
    check(
        sign_in,
        "gives: [session, device]",
        "gives: [ses|sion, device]",
        &["**session** (secret)", "14d"],
    );
    check(
        sign_in,
        "against: [guessed]",
        "against: [gues|sed]",
        &["severe harm", "one password after another"],
    );
    check(
        sign_in,
        "weakens: [stolen-password-useless,",
        "weakens: [stolen|-password-useless,",
        &["A stolen password alone"],
    );
    check(sign_in, "of: users where", "of: us|ers where", &["**users**"]);
    check(
        sign_in,
        "from: session.went_odd",
        "from: session.|went_odd",
        &["**session.went_odd**", "Told by"],
    );
    check(
        sign_in,
        "good: outcome != allowed",
        "good: out|come != allowed",
        &["**outcome** of `sign_in.finished`", "allowed, refused"],
    );
    check(
        sign_in,
        "matters: critical",
        "mat|ters: critical",
        &["`matters`", "One of: normal, important, critical"],
    );
    check(
        "controls.yaml",
        "  card-watch:",
        "  card-|watch:",
        &["**card-watch**", "It keeps:", "Your card number never touches"],
    );
    check("data.yaml", "  basket:", "  bas|ket:", &["**basket** (personal)"]);
    check(
        "controls.yaml",
        "# What actually keeps",
        "# J3|06 What actually keeps",
        &["**J306 unwatched-control**", "guardrail"],
    );
}

#[test]
fn a_name_leads_to_its_definition() {
    let check = |file: &str, right: &str, typed: &str, expected: Option<(&str, &str)>| {
        let (folder, at) = typing(file, right, typed);
        let found = folder.define(file, at);
        let Some((target, name)) = expected else {
            assert_eq!(found, None, "{typed}");
            return;
        };
        let found = found.unwrap_or_else(|| panic!("{typed} leads nowhere"));
        let (_, text) = FILES.iter().find(|(name, _)| *name == target).unwrap();
        let text = if target == file {
            right.replace('|', "") + text
        } else {
            (*text).to_owned()
        };
        assert_eq!(found.file, target);
        let line = text.lines().nth(found.from.line).unwrap_or_default();
        if target != file {
            assert_eq!(&line[found.from.column..found.to.column], name, "{found:?}");
        }
    };
    let sign_in = "sign-in.journey.yaml";
    check(
        sign_in,
        "kept_by: [growing-waits]",
        "kept_by: [growing-wa|its]",
        Some(("controls.yaml", "growing-waits")),
    );
    check(
        sign_in,
        "gives: [session, device]",
        "gives: [session, de|vice]",
        Some(("data.yaml", "device")),
    );
    check(
        sign_in,
        "against: [guessed]",
        "against: [guess|ed]",
        Some((sign_in, "guessed")),
    );
    check(
        sign_in,
        "weakens: [stolen-password-useless,",
        "weakens: [stolen-|password-useless,",
        Some((sign_in, "stolen-password-useless")),
    );
    check(sign_in, "kept_by: [growing-waits]", "kept_by: [grow|]", None);
    check(sign_in, "matters: critical", "matters: crit|ical", None);
}

#[test]
fn what_is_wrong_is_found_while_it_is_typed() {
    let (wrong, _) = typing(
        "sign-in.journey.yaml",
        "kept_by: [growing-waits]",
        "kept_by: [growing-wait|]",
    );
    let found: Vec<String> = wrong
        .findings()
        .iter()
        .filter(|found| found.file == "sign-in.journey.yaml")
        .map(|found| format!("{} {}", found.code, found.text.trim()))
        .collect();
    assert!(
        found.contains(&"J104 kept_by: [growing-wait]".to_owned()),
        "{found:?}"
    );
    assert!(
        wrong
            .format("sign-in.journey.yaml")
            .is_some_and(|text| text.contains("growing-wait]"))
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_place_and_no_damage_makes_it_fall_over(
        which in 0..5_usize,
        cut in any::<prop::sample::Index>(),
        instead in "[a-z:\\[\\]{}'\"#\n -]{0,6}",
        line in 0..140_usize,
        column in 0..60_usize,
    ) {
        let (name, text) = FILES[which];
        let at = cut.index(text.len());
        let Some((before, after)) = text.get(..at).zip(text.get(at..)) else { return Ok(()) };
        let folder = folder(Some((name, format!("{before}{instead}{after}"))));
        let at = Position { line, column };
        drop((folder.complete(name, at), folder.define(name, at), folder.hover(name, at), folder.format(name)));
    }
}
