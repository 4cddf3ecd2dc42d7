//! A real log through the shipped journeys: what is said of it is what is in it.
//!
//! The figures were counted beforehand by a separate program with regular expressions over the raw text.

use engine::replay::{Replay, Summary};
use readers::{Input, Reader, Settings};
use vocabulary::{Event, Moment};

use crate::house::shipped;

const LOG: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../../shared/data/openssh/OpenSSH_2k.log"
);

fn events() -> Option<Vec<Event>> {
    let Ok(log) = std::fs::read(LOG) else {
        eprintln!("skipped: the OpenSSH log is not beside this checkout");
        return None;
    };
    let now = Moment::parse("2026-11-21T09:30:00Z").unwrap();
    let mut reader = Reader::new(Input::OpenSsh, Settings::at(now));
    let mut events = Vec::new();
    for (number, line) in (1..).zip(log.split(|byte| *byte == b'\n')) {
        reader.line(number, line, &mut events);
    }
    reader.finish(&mut events);
    Some(events)
}

fn summary() -> Option<Summary> {
    let mut replay = Replay::new(shipped(false));
    events()?.into_iter().for_each(|event| replay.take(&event));
    Some(replay.summary())
}

#[test]
fn guesses_are_counted_as_they_stand_in_the_log() {
    let Some(summary) = summary() else { return };
    assert_eq!((summary.events, summary.attempts), (534, 533));
    assert_eq!((summary.failures, summary.failures_for_unknown_names), (528, 135));
    // Six names that were guessed at, and the one who got in.
    assert_eq!((summary.accounts, summary.unknown_names), (7, 57));
    assert!(summary.turned_away > 0 && summary.turned_away < summary.failures);
    assert_eq!((summary.effects_held, summary.sessions_ended), (0, 0));
}

#[test]
fn the_one_who_got_in_is_not_taken_for_a_thief() {
    let Some(summary) = summary() else { return };
    // `Accepted password for fztu`, and nothing else: who gives no password at all was not let in.
    assert_eq!((summary.let_in, summary.honest_sign_ins), (1, 1));
    assert_eq!((summary.honest_challenged, summary.first_seen), (0, 1));
    assert_eq!(summary.challenges_per_honest_sign_in, Some(0.0));
    assert_eq!(summary.denied_with_right_password, 0);
    let in_danger: Vec<(&str, u64)> = summary
        .accounts_in_danger
        .iter()
        .map(|one| (one.account.as_str(), one.failures))
        .collect();
    // Names that do not exist are in no danger; `uucp`, `ftp` and the others were tried a few times only.
    assert_eq!(in_danger, [("root", 378)]);
    assert_eq!(summary.accounts_in_danger[0].let_in_against_signs, 0);
}

#[test]
fn the_networks_that_attack_are_listed_the_busiest_first() {
    let Some(summary) = summary() else { return };
    let networks: Vec<(String, u64, u64)> = summary
        .attacking_networks
        .iter()
        .map(|one| (one.network.to_string(), one.failures, one.unknown_names))
        .collect();
    // Four tries (`Failed none`) gave a name that does not exist and no password: they are tries, and no failures.
    let expected = [
        ("183.62.140.0/24", 286, 9),
        ("187.141.143.0/24", 80, 29),
        ("103.99.0.0/24", 46, 35),
        ("112.95.230.0/24", 26, 2),
        ("5.188.10.0/24", 18, 19),
        ("185.190.58.0/24", 17, 18),
        ("103.207.39.0/24", 7, 5),
        ("52.80.34.0/24", 5, 5),
    ];
    let expected = expected.map(|(network, failures, unknown)| (network.to_owned(), failures, unknown));
    assert_eq!(networks, expected);
    for network in &summary.attacking_networks {
        assert_eq!(network.let_in, 0, "{}", network.network);
        assert!(network.turned_away <= network.failures && network.first <= network.last);
    }
    assert!(summary.attacking_networks[0].turned_away > 100);
}

#[test]
fn reading_it_twice_says_the_same() {
    let (Some(once), Some(twice)) = (summary(), summary()) else {
        return;
    };
    assert_eq!(once, twice);
}
