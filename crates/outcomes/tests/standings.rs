//! What tallies say of a promise.
#![expect(clippy::unwrap_used, reason = "in a test, what cannot go on fails")]

mod histories;

use histories::{at, ended, get, indicators, odd, sweep};
use outcomes::{Pending, State, Tally, slots, standing};
use vocabulary::{Mark, Span};

fn tally(good: i64, valid: i64) -> Tally {
    let mut tally = Tally::default();
    tally.add(slots::VALID, valid);
    tally.add(slots::GOOD, good);
    tally
}

#[test]
fn a_promise_is_as_good_as_its_slips_allow() {
    // The target is 90 %, and 30 starts are needed.
    let check = |good: i64, valid: i64, expected: State, says: &str| {
        let standing = standing(get(&indicators(), "thrown-out"), &tally(good, valid), false);
        assert_eq!(standing.state, expected, "{good} of {valid}");
        assert!(standing.says.contains(says), "{}", standing.says);
    };
    check(0, 0, State::Unproven, "Nothing");
    check(29, 29, State::Unproven, "29 of 29: too few");
    check(0, 29, State::Unproven, "0 of 29");
    check(30, 30, State::Kept, "30 of 30");
    check(95, 100, State::Kept, "95 of 100");
    check(94, 100, State::AtRisk, "94 of 100");
    check(90, 100, State::AtRisk, "90 of 100");
    check(89, 100, State::Broken, "89 of 100");
    check(899_999, 1_000_000, State::Broken, "899999");
}

#[test]
fn a_debt_softens_only_what_is_not_kept() {
    let check = |promise: &str, tally: &Tally, expected: [State; 2]| {
        let found = [false, true].map(|owed| standing(get(&indicators(), promise), tally, owed).state);
        assert_eq!(found, expected, "{promise}");
    };
    check("paid-once", &tally(50, 100), [State::Broken, State::StatedDebt]);
    check("paid-once", &tally(0, 0), [State::Unproven, State::StatedDebt]);
    check("paid-once", &tally(91, 100), [State::AtRisk, State::AtRisk]);
    check("paid-once", &tally(100, 100), [State::Kept, State::Kept]);
    check("no-cards", &tally(0, 1), [State::Broken, State::StatedDebt]);
}

#[test]
fn silence_and_people_are_never_shown_as_kept() {
    let check = |promise: &str, tally: &Tally, expected: State, says: &str| {
        let standing = standing(get(&indicators(), promise), tally, false);
        assert_eq!(standing.state, expected);
        assert!(standing.says.contains(says), "{}", standing.says);
    };
    check("no-cards", &tally(0, 0), State::Unproven, "proves nothing");
    check("no-cards", &tally(0, 2), State::Broken, "2 times");
    check("phishing", &tally(0, 0), State::Unproven, "not measured");
}

#[test]
fn times_are_read_back_from_what_was_counted() {
    let indicators = indicators();
    let mut pending = Pending::default();
    let mut moves = Vec::new();
    // Sixty take two seconds, thirty-eight take forty, two never end.
    for number in 0..100 {
        let session = format!("s{number}");
        moves.extend(indicators.observe(&odd(number, &session), &mut pending));
        if number < 98 {
            let took = if number < 60 { 2 } else { 40 };
            moves.extend(indicators.observe(&ended(number + took, &session), &mut pending));
        }
    }
    moves.extend(sweep(&indicators, 3_600, Mark::Real, &mut pending));
    let mut tally = Tally::default();
    for one in &moves {
        assert_eq!(one.hour, at(0).hour());
        tally.add(one.slot, one.by);
    }
    let standing = standing(get(&indicators, "thrown-out"), &tally, false);
    assert_eq!(
        (standing.valid, standing.good, standing.state),
        (100, 98, State::Kept)
    );
    let check = |took: Option<Span>, least: i64, most: i64| {
        let span = took.unwrap();
        assert!(
            (Span::from_seconds(least)..=Span::from_seconds(most)).contains(&span),
            "{span}"
        );
    };
    check(standing.median, 2, 3);
    check(standing.p95, 40, 60);
    let bound = standing.lower_bound.unwrap();
    assert!((bound - 0.93).abs() < 0.001, "{bound}");
}
