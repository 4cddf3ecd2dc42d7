//! That reports say what there is, fold what is one, and never hold a token.

use super::*;
use crate::finding::{Commit, Decoder, Finding, Leak, Secret, Spot};
use crate::suppression::{Suppression, SuppressionError, Suppressions};
use crate::token::{InstanceId, Kind, Prefix, RANDOM_BYTES, Token};

fn token(seed: u8) -> Token {
    let mut next = seed;
    let random = [(); RANDOM_BYTES].map(|()| {
        next = next.wrapping_mul(37).wrapping_add(11);
        next % 248
    });
    let prefix = Prefix::new("acme_api_").unwrap();
    Token::make(
        &prefix,
        Kind::PERSONAL,
        InstanceId::new("Ab12Zz").unwrap(),
        &random,
    )
    .unwrap()
}

fn place(path: &str, commit: Option<i64>, present: bool) -> Place {
    Place {
        medium: Medium::File,
        path: path.to_owned(),
        spot: Spot {
            inside: vec!["b.tar".to_owned(), "c.env".to_owned()],
            decoders: vec![Decoder::Zip, Decoder::Tar],
            line: 3,
            column: 5,
            offset: 40,
        },
        present,
        object: commit.map(|at| format!("{at:040x}")),
        commit: commit.map(|at| Commit {
            id: format!("{at:040x}"),
            author: "Jane <jane@example.org>".to_owned(),
            at,
        }),
        times: 1,
    }
}

fn leak(seed: u8, path: &str, commit: Option<i64>, present: bool) -> Leak {
    Leak::new(Secret::Token(token(seed)), place(path, commit, present))
}

fn outcome<T>(leaks: Vec<Leak>, weighed: &Weighed, then: impl Fn(&Outcome<'_>) -> T) -> T {
    let findings: Vec<Finding> = leaks.into_iter().map(|leak| leak.finding).collect();
    then(&Outcome {
        prefixes: &["acme_api_".to_owned()],
        findings: &findings,
        weighed,
        skipped: &[SkippedPlace {
            path: "x.7z".to_owned(),
            why: "is a 7z archive, which is not opened".to_owned(),
        }],
        scanned: Scanned {
            objects: 12_345,
            bytes: 5 << 20,
            ..Scanned::default()
        },
    })
}

#[test]
fn versions_of_a_file_are_one_finding_with_its_first_commit() {
    let leaks = vec![
        leak(1, "a.zip", Some(200), false),
        leak(1, "a.zip", None, true),
        leak(1, "a.zip", Some(100), false),
        leak(1, "b.zip", Some(300), false),
        leak(2, "a.zip", Some(300), false),
    ];
    for turn in 0..leaks.len() {
        let mut leaks = leaks.clone();
        leaks.rotate_left(turn);
        let told: Vec<(String, Option<i64>, bool, u64)> = gather(leaks)
            .into_iter()
            .map(|leak| {
                let place = leak.finding.place;
                (
                    place.path,
                    place.commit.map(|commit| commit.at),
                    place.present,
                    place.times,
                )
            })
            .collect();
        let mut expected = vec![
            ("a.zip".to_owned(), Some(100), true, 3),
            ("a.zip".to_owned(), Some(300), false, 1),
            ("b.zip".to_owned(), Some(300), false, 1),
        ];
        expected.sort();
        let mut told = told;
        told.sort();
        assert_eq!(told, expected);
    }
}

#[test]
fn every_form_says_where_and_none_holds_the_token() {
    outcome(
        vec![leak(1, "a.zip", Some(100), true)],
        &Weighed::default(),
        |outcome| {
            let token = token(1);
            let text = text(outcome, Style::Plain);
            let json = json(outcome);
            let sarif = sarif(outcome);
            for form in [
                text.clone(),
                json.to_string(),
                sarif.to_string(),
                outcome.summary(),
            ] {
                assert!(!form.contains(&token.expose()[10..40]));
            }
            for part in [
                "a.zip!/b.tar!/c.env:3:5",
                "Jane",
                "1970-01-01",
                token.last_four(),
                "zip > tar",
                "x.7z",
            ] {
                assert!(text.contains(part), "`{part}` is not in {text}");
            }
            assert_eq!(json["findings"][0]["path"], "a.zip!/b.tar!/c.env");
            assert_eq!(json["findings"][0]["kind"], "p");
            assert_eq!(json["scanned"]["objects"], 12_345);
            assert_eq!(json["skipped"][0]["path"], "x.7z");
            assert_eq!(sarif["runs"][0]["results"][0]["ruleId"], "leaked-token");
            assert_eq!(
                outcome.summary(),
                "1 token of acme_api_ in 1 place; looked at 12,345 objects, 5.0 MB, 1 skipped."
            );
        },
    );
}

fn suppression(seed: u8, until: Option<&str>) -> Suppression {
    Suppression {
        sha256: Secret::Token(token(seed)).sha256().to_string(),
        reason: "a sample".to_owned(),
        by: "mara@example.com".to_owned(),
        on: "2026-11-03".to_owned(),
        until: until.map(str::to_owned),
    }
}

#[test]
fn only_the_very_token_is_suppressed_and_only_as_long_as_it_is_said() {
    let weigh = |suppressions: Vec<Suppression>, complete: bool| {
        let leaks = vec![leak(1, "a.zip", None, true), leak(2, "a.zip", None, true)];
        let suppressions = Suppressions::new(suppressions).unwrap();
        let (left, weighed) = suppressions.weigh(leaks, |leak| &leak.finding, "2026-11-28", complete);
        (left.len(), weighed.suppressed.len(), weighed.stale.len())
    };
    assert_eq!(weigh(vec![], true), (2, 0, 0));
    assert_eq!(weigh(vec![suppression(1, None)], true), (1, 1, 0));
    assert_eq!(weigh(vec![suppression(1, Some("2026-11-28"))], true), (1, 1, 0));
    assert_eq!(weigh(vec![suppression(1, Some("2026-11-27"))], true), (2, 0, 1));
    assert_eq!(weigh(vec![suppression(3, None)], true), (2, 0, 1));
    // Where not everything was looked at, what was not found may be elsewhere.
    assert_eq!(weigh(vec![suppression(3, None)], false), (2, 0, 0));
}

#[test]
fn a_suppression_says_what_why_and_who() {
    let check = |change: fn(&mut Suppression), expected: SuppressionError| {
        let mut one = suppression(1, None);
        change(&mut one);
        assert_eq!(Suppressions::new(vec![one]).unwrap_err(), expected);
    };
    check(|one| one.sha256.truncate(63), SuppressionError::Hash(1));
    check(
        |one| one.sha256.replace_range(..2, "+a"),
        SuppressionError::Hash(1),
    );
    check(|one| one.reason = " ".to_owned(), SuppressionError::Unsaid(1));
    check(|one| one.by.clear(), SuppressionError::Unsaid(1));
    check(
        |one| one.on = "3.11.2026".to_owned(),
        SuppressionError::Day(1, "3.11.2026".to_owned()),
    );
    check(
        |one| one.until = Some("2026-13-01".to_owned()),
        SuppressionError::Day(1, "2026-13-01".to_owned()),
    );
}
