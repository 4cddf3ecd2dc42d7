//! The OpenSSH reader on a real log: 2,000 lines of a laboratory's server, almost all of them guesses.
//!
//! The figures were counted beforehand by a separate program with regular expressions, not by this crate.

#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test stops where something is wrong and says what it left out"
)]

use std::collections::{BTreeMap, BTreeSet};

use readers::{Counts, Input, Reader, Settings};
use vocabulary::{Event, Moment, SessionId};

const LOG: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../../shared/data/openssh/OpenSSH_2k.log"
);

fn read(settings: Settings) -> Option<(Vec<Event>, Counts)> {
    let Ok(log) = std::fs::read(LOG) else {
        eprintln!("skipped: the OpenSSH log is not beside this checkout");
        return None;
    };
    let mut reader = Reader::new(Input::OpenSsh, settings);
    let mut events = Vec::new();
    for (number, line) in (1..).zip(log.split(|byte| *byte == b'\n')) {
        reader.line(number, line, &mut events);
    }
    reader.finish(&mut events);
    Some((events, reader.counts().clone()))
}

fn now() -> Moment {
    Moment::parse("2026-11-21T09:30:00Z").unwrap()
}

#[test]
fn every_try_is_counted_once_and_every_line_is_understood() {
    let Some((events, counts)) = read(Settings::at(now())) else {
        return;
    };
    assert_eq!(
        (counts.lines, counts.not_understood),
        (2_000, 0),
        "{:?}",
        counts.examples
    );
    assert_eq!(counts.events, events.len() as u64);

    let attempts: Vec<&Event> = events
        .iter()
        .filter(|event| event.kind.name() == "sign_in.attempted")
        .collect();
    assert_eq!((attempts.len(), events.len() - attempts.len()), (533, 1));
    let with = |name: &str, word: &str| {
        attempts
            .iter()
            .filter(|event| event.text(name) == Some(word))
            .count()
    };
    assert_eq!(
        (
            with("password", "wrong"),
            with("password", "none"),
            with("password", "correct")
        ),
        (393 + 135, 4, 1)
    );
    assert_eq!(
        (with("account_exists", "no"), with("account_exists", "yes")),
        (135 + 4, 394)
    );

    let names = |exists: &str| -> BTreeSet<&str> {
        let of = attempts
            .iter()
            .filter(|event| event.text("account_exists") == Some(exists));
        of.map(|event| event.account.as_str()).collect()
    };
    let (known, unknown) = (names("yes"), names("no"));
    assert_eq!(
        (known.len(), unknown.len(), known.intersection(&unknown).count()),
        (7, 57, 0)
    );

    let addresses: BTreeSet<_> = attempts.iter().filter_map(|event| event.from.ip).collect();
    let networks: BTreeSet<_> = attempts.iter().filter_map(|event| event.from.network()).collect();
    assert_eq!((addresses.len(), networks.len()), (25, 23));

    let mut tries: BTreeMap<&str, usize> = BTreeMap::new();
    for event in &attempts {
        *tries.entry(event.account.as_str()).or_default() += 1;
    }
    assert_eq!(tries.get("root"), Some(&378));
    assert!(tries.contains_key("0101") && tries.contains_key("0"), "{tries:?}");
}

#[test]
fn the_one_who_got_in_left_again_after_thirteen_minutes() {
    let Some((events, _)) = read(Settings::at(now())) else {
        return;
    };
    let of_fztu: Vec<(&str, String, Option<&str>)> = events
        .iter()
        .filter(|event| event.account.as_str() == "fztu")
        .map(|event| {
            (
                event.kind.name(),
                event.at.to_string(),
                event.session.as_ref().map(SessionId::as_str),
            )
        })
        .collect();
    let session = Some("ssh-24680-1765359140");
    assert_eq!(
        of_fztu,
        [
            (
                "sign_in.attempted",
                "2025-12-10T09:32:20.000Z".to_owned(),
                session
            ),
            ("session.ended", "2025-12-10T09:45:06.000Z".to_owned(), session),
        ]
    );
}

#[test]
fn a_second_reading_gives_the_same_keys_and_no_key_twice() {
    let Some((first, _)) = read(Settings::at(now())) else {
        return;
    };
    let Some((second, _)) = read(Settings::at(now())) else {
        return;
    };
    assert_eq!(first, second);
    let keys: BTreeSet<&str> = first.iter().map(|event| event.key.as_str()).collect();
    assert_eq!(keys.len(), first.len());
}

#[test]
fn the_year_and_the_clock_of_the_machine_are_taken_from_who_knows() {
    let settings = Settings {
        now: now(),
        year: Some(2017),
        zone_minutes: 480,
    };
    let Some((events, _)) = read(settings) else { return };
    let first_and_last = (
        events.first().unwrap().at.to_string(),
        events.last().unwrap().at.to_string(),
    );
    assert_eq!(
        first_and_last,
        (
            "2017-12-09T22:55:48.000Z".to_owned(),
            "2017-12-10T03:04:45.000Z".to_owned()
        )
    );
}
