//! What events and passing time move.
#![expect(clippy::unwrap_used, reason = "in a test, what cannot go on fails")]

mod histories;

use histories::{at, blocked, ended, event, indicators, marked, odd, restored, sweep};
use outcomes::{Indicators, Move, Pending, slots};
use vocabulary::{Event, Mark};

/// What happens, in the order in which it comes in.
#[expect(clippy::large_enum_variant, reason = "a story is a handful of them")]
enum Story {
    /// Something happens.
    Told(Event),
    /// Clocks that have run out by this second are recorded as missed.
    Swept(i64),
}
use Story::{Swept as S, Told as T};

/// Sums by promise and hour after nine: `thrown-out@0 1/2` is one good of two.
fn sums(indicators: &Indicators, story: &[Story]) -> String {
    let mut pending = Pending::default();
    let mut moves: Vec<Move> = Vec::new();
    for one in story {
        // What is stored between two events is all that is known.
        let stored = serde_json::to_string(&pending).unwrap();
        assert_eq!(serde_json::from_str::<Pending>(&stored).unwrap(), pending);
        moves.extend(match one {
            T(event) => indicators.observe(event, &mut pending),
            S(seconds) => sweep(indicators, *seconds, Mark::Real, &mut pending),
        });
    }
    let mut sums = std::collections::BTreeMap::<(String, i64), (i64, i64)>::new();
    for one in moves {
        let hour = one.hour - at(0).hour();
        let sum = sums
            .entry((one.indicator.promise().to_owned(), hour))
            .or_default();
        match one.slot {
            slots::GOOD => sum.0 += one.by,
            slots::VALID => sum.1 += one.by,
            _ => {}
        }
    }
    let lines: Vec<String> = sums
        .into_iter()
        .map(|((promise, hour), (good, valid))| format!("{promise}@{hour} {good}/{valid}"))
        .collect();
    lines.join(", ")
}

fn check(story: &[Story], expected: &str) {
    assert_eq!(sums(&indicators(), story), expected);
}

#[test]
fn what_starts_must_end_in_time() {
    // Nothing is counted while it can still end in time, the last moment included.
    check(&[T(odd(0, "s")), S(60)], "");
    check(&[T(odd(0, "s")), S(61)], "thrown-out@0 0/1");
    check(&[T(odd(0, "s")), T(ended(60, "s")), S(100)], "thrown-out@0 1/1");
    // An end that comes too late changes nothing, whether or not the miss was recorded in between.
    check(&[T(odd(0, "s")), T(ended(61, "s")), S(900)], "thrown-out@0 0/1");
    check(
        &[T(odd(0, "s")), S(61), T(ended(61, "s")), S(900)],
        "thrown-out@0 0/1",
    );
    // It counts in the hour of its start.
    check(&[T(odd(3_599, "s")), T(ended(3_601, "s"))], "thrown-out@0 1/1");
    // Sessions do not answer for one another.
    check(&[T(odd(0, "s")), T(ended(1, "t")), S(100)], "thrown-out@0 0/1");
}

#[test]
fn a_second_start_is_another_one_only_after_the_deadline() {
    check(
        &[T(odd(0, "s")), T(odd(59, "s")), T(ended(60, "s")), S(900)],
        "thrown-out@0 1/1",
    );
    // The same, whether or not the miss was recorded before the second start.
    check(
        &[T(odd(0, "s")), T(odd(61, "s")), T(ended(62, "s"))],
        "thrown-out@0 1/2",
    );
    check(
        &[T(odd(0, "s")), S(61), T(odd(61, "s")), T(ended(62, "s"))],
        "thrown-out@0 1/2",
    );
}

#[test]
fn an_end_may_come_in_before_its_start() {
    check(&[T(ended(10, "s")), T(odd(5, "s"))], "thrown-out@0 1/1");
    check(&[T(ended(10, "s")), S(20), T(odd(5, "s"))], "thrown-out@0 1/1");
    // One end is good for one start.
    check(
        &[T(ended(10, "s")), T(odd(9, "s")), T(odd(10, "s")), S(900)],
        "thrown-out@0 1/2",
    );
    // Being let back in earlier does not count for an account that is blocked now.
    check(
        &[T(restored(10)), T(blocked(11, "owner")), S(900)],
        "back-soon@0 0/1",
    );
    check(
        &[T(restored(10)), T(blocked(9, "owner")), S(900)],
        "back-soon@0 1/1",
    );
    check(
        &[
            T(blocked(0, "owner")),
            T(restored(10)),
            T(blocked(11, "owner")),
            S(900),
        ],
        "back-soon@0 1/2",
    );
    // A late end belongs to the start that it was late for.
    check(
        &[
            T(blocked(0, "owner")),
            S(121),
            T(restored(130)),
            T(blocked(140, "owner")),
            S(900),
        ],
        "back-soon@0 0/2",
    );
    // A start of which it is not known that it was the owner's is not one.
    check(&[T(blocked(0, "unknown")), S(900)], "");
}

#[test]
fn events_are_counted_once_it_is_known_what_they_were() {
    let charge = |rest: &str, expected: &str| {
        let fields = format!(r#"{{"effect":"charge","effect_id":"e"{rest}}}"#);
        check(&[T(event(0, "effect.requested", "s", &fields))], expected);
    };
    charge(r#","amount":500,"currency":"EUR""#, "paid-once@0 1/1");
    charge(r#","amount":500,"currency":"USD""#, "paid-once@0 0/1");
    charge(r#","amount":50,"currency":"EUR""#, "");
    // Whether it counts, or whether it is good, is not known.
    charge(r#","currency":"EUR""#, "");
    charge(r#","amount":500"#, "");
    let payout = r#"{"effect":"payout","effect_id":"e","currency":"EUR"}"#;
    check(&[T(event(0, "effect.requested", "s", payout))], "paid-once@0 1/1");
    let seen = |found: &str| {
        let fields = format!(r#"{{"found":"{found}"}}"#);
        T(event(4_000, "card_number.seen", "s", &fields))
    };
    check(&[seen("log"), seen("drill")], "no-cards@1 0/1");
}

#[test]
fn drills_never_count_and_simulations_only_where_asked_for() {
    let check = |mark: Mark, simulated: bool, expected: &str| {
        let indicators = indicators().including_simulated(simulated);
        let story = [T(marked(odd(0, "s"), mark)), T(marked(ended(1, "s"), mark))];
        assert_eq!(sums(&indicators, &story), expected, "{mark:?}");
    };
    check(Mark::Real, false, "thrown-out@0 1/1");
    check(Mark::Real, true, "thrown-out@0 1/1");
    check(Mark::Simulated, false, "");
    check(Mark::Simulated, true, "thrown-out@0 1/1");
    check(Mark::Drill, false, "");
    check(Mark::Drill, true, "");
}

#[test]
fn a_flood_of_starts_is_bounded_and_not_forgotten() {
    let indicators = indicators();
    let mut pending = Pending::default();
    let valid = |moves: &[Move]| moves.iter().filter(|one| one.slot == slots::VALID).count();
    let at_once: usize = (0..200)
        .map(|number| valid(&indicators.observe(&odd(0, &format!("s{number}")), &mut pending)))
        .sum();
    let stored = serde_json::to_string(&pending).unwrap();
    assert!(stored.len() < 16_000, "{} bytes", stored.len());
    assert_eq!(pending.next_deadline(), Some(at(60)));
    let late = valid(&sweep(&indicators, 61, Mark::Real, &mut pending));
    assert_eq!((at_once + late, pending.next_deadline()), (200, None));
    // Ends without a start are bounded too.
    for number in 0..200 {
        let moves = indicators.observe(&ended(100, &format!("s{number}")), &mut pending);
        assert_eq!(moves, []);
    }
    let stored = serde_json::to_string(&pending).unwrap();
    assert!(stored.len() < 16_000, "{} bytes", stored.len());
}

#[test]
fn what_is_pending_survives_new_journeys() {
    let mut pending = Pending::default();
    assert_eq!(indicators().observe(&odd(0, "s"), &mut pending), []);
    // The same promise, read again from the files, still owes its answer; one that is gone owes none.
    let mut forgotten = pending.clone();
    assert_eq!(sweep(&indicators(), 61, Mark::Real, &mut pending).len(), 1);
    assert_eq!(sweep(&Indicators::default(), 61, Mark::Real, &mut forgotten), []);
    assert_eq!(forgotten, Pending::default());
}
