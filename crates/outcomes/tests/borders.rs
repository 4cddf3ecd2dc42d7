//! On the border of a promise nothing is rounded, and a window holds just its hours.
#![expect(clippy::unwrap_used, reason = "in a test, what cannot go on fails")]

use journey::{SourceFile, load};
use outcomes::{Indicator, Indicators, MIN_EVENTS, State, Tally, slots, standing};
use proptest::prelude::*;
use vocabulary::{Moment, Span};

/// A promise with one measure, as YAML.
fn indicator(measure: &str) -> Indicator {
    let text = format!(
        "journey: J\nid: j\nwho: Anyone\nwants: A thing.\nsteps:\n  - id: s\n    does: I do it.\n    promises:\n      \
         - id: p\n        says: It is so.\n        measure: {measure}\n"
    );
    let (journeys, findings) = load(&[SourceFile::new("j.journey.yaml", text)]);
    assert_eq!(findings, [], "{measure}");
    Indicators::of(&journeys).list().first().unwrap().clone()
}

fn ratio(target: &str, rest: &str) -> Indicator {
    indicator(&format!(
        "{{ kind: ratio, of: order.paid, good: captures = 1, target: {target}, over: 30d{rest} }}"
    ))
}

fn tally(valid: u64, bad: u64) -> Tally {
    let mut tally = Tally::default();
    tally.add(slots::VALID, i64::try_from(valid).unwrap());
    tally.add(slots::GOOD, i64::try_from(valid - bad).unwrap());
    tally
}

#[test]
fn one_more_failure_is_the_difference() {
    let check = |target: &str, bad: u64, valid: u64, expected: State| {
        let found = standing(&ratio(target, ""), &tally(valid, bad), false).state;
        assert_eq!(found, expected, "{bad} bad of {valid} at {target}");
    };
    check("99.9%", 0, 1_000, State::Kept);
    check("99.9%", 1, 1_000, State::AtRisk);
    check("99.9%", 2, 1_000, State::Broken);
    check("99.9%", 1, 999, State::Broken);
    // Half of what may go wrong has gone wrong, and not more than half.
    check("99.9%", 1, 2_000, State::Kept);
    check("99.9%", 1, 1_999, State::AtRisk);
    check("99.95%", 1, 2_000, State::AtRisk);
    check("99.95%", 2, 2_000, State::Broken);
    check("99.99%", 100, 1_000_000, State::AtRisk);
    check("99.99%", 101, 1_000_000, State::Broken);
    check("99.99%", 50, 1_000_000, State::Kept);
    check("99.9999%", 1, 1_000_000, State::AtRisk);
    check("99.9999%", 2, 1_000_000, State::Broken);
    // A third of a percent has no exact fraction in binary.
    check("33.3333%", 666_667, 1_000_000, State::AtRisk);
    check("33.3333%", 666_668, 1_000_000, State::Broken);
    // Far beyond what a floating-point number counts exactly.
    let many = 9_007_199_254_741_000;
    check("99.9%", many / 1_000, many, State::AtRisk);
    check("99.9%", many / 1_000 + 1, many, State::Broken);
    check("99.9%", many / 2_000, many, State::Kept);
    check("99.9%", many / 2_000 + 1, many, State::AtRisk);
}

#[test]
fn too_few_events_prove_nothing_either_way() {
    let check = |rest: &str, valid: u64, bad: u64, expected: State| {
        let found = standing(&ratio("90%", rest), &tally(valid, bad), false);
        assert_eq!(
            found.state, expected,
            "{bad} bad of {valid}{rest}: {}",
            found.says
        );
    };
    check("", 0, 0, State::Unproven);
    check("", MIN_EVENTS - 1, 0, State::Unproven);
    check("", MIN_EVENTS - 1, MIN_EVENTS - 1, State::Unproven);
    check("", MIN_EVENTS, 0, State::Kept);
    check("", MIN_EVENTS, MIN_EVENTS, State::Broken);
    check(", min_events: 10", 9, 0, State::Unproven);
    check(", min_events: 10", 10, 0, State::Kept);
    check(", min_events: 1000", 999, 0, State::Unproven);
}

#[test]
fn a_debt_excuses_what_is_not_shown_and_nothing_else() {
    let measures = [
        "{ kind: ratio, of: order.paid, good: captures = 1, target: 99.9%, over: 30d }",
        "{ kind: within, from: ticket.opened, to: ticket.first_help, same: ticket_id, limit: 4h, target: 99.9%, over: 30d }",
        "{ kind: never, event: card_number.seen }",
        "{ kind: share, of: users, good: weakest_way_in = passkey, target: 80% }",
    ];
    let check = |measure: usize, valid: u64, bad: u64, expected: [State; 2]| {
        let indicator = indicator(measures[measure]);
        let found = [false, true].map(|owed| standing(&indicator, &tally(valid, bad), owed).state);
        assert_eq!(found, expected, "{bad} bad of {valid}: {}", measures[measure]);
    };
    for measured in [0, 1] {
        check(measured, 1_000, 0, [State::Kept; 2]);
        check(measured, 1_000, 1, [State::AtRisk; 2]);
        check(measured, 1_000, 2, [State::Broken, State::StatedDebt]);
        check(measured, 5, 0, [State::Unproven, State::StatedDebt]);
    }
    check(2, 0, 0, [State::Unproven, State::StatedDebt]);
    check(2, 1, 1, [State::Broken, State::StatedDebt]);
    check(3, 0, 0, [State::Unproven, State::StatedDebt]);
}

#[test]
fn the_worst_state_is_the_greatest() {
    let mut states = [
        State::Broken,
        State::StatedDebt,
        State::Kept,
        State::AtRisk,
        State::Unproven,
    ];
    states.sort();
    let words = states.map(State::word);
    assert_eq!(words, ["kept", "unproven", "stated-debt", "at-risk", "broken"]);
}

#[test]
fn figures_are_given_only_where_they_mean_something() {
    let never = indicator("{ kind: never, event: card_number.seen }");
    let share = indicator("{ kind: share, of: users, good: weakest_way_in = passkey, target: 80% }");
    let found = standing(&never, &tally(3, 3), false);
    assert_eq!((found.valid, found.value, found.lower_bound), (3, None, None));
    assert_eq!(standing(&never, &tally(1, 1), false).says, "It happened once.");
    assert_eq!(standing(&share, &tally(0, 0), false).value, None);
    let found = standing(&ratio("99%", ""), &tally(200, 1), false);
    assert_eq!(found.value, Some(0.995));
    // What is shown is never better than what was seen.
    assert!(found.lower_bound.unwrap() < 0.995);
}

#[test]
fn a_window_ends_with_this_hour_and_holds_as_many_as_it_says() {
    let check = |over: &str, now: &str, expected: &str| {
        let indicator = indicator(&format!(
            "{{ kind: ratio, of: order.paid, good: captures = 1, target: 99%, over: {over} }}"
        ));
        let first = indicator.first_hour(Moment::parse(now).unwrap());
        let begins = Moment::from_millis(first * Span::from_hours(1).as_millis());
        assert_eq!(begins, Moment::parse(expected).unwrap(), "{over} at {now}");
    };
    check("1d", "2026-11-21T09:30:00Z", "2026-11-20T10:00:00Z");
    check("1d", "2026-11-21T09:00:00Z", "2026-11-20T10:00:00Z");
    check("1d", "2026-11-21T09:59:59.999Z", "2026-11-20T10:00:00Z");
    check("30d", "2026-03-01T00:00:00Z", "2026-01-30T01:00:00Z");
    check("90d", "2026-11-21T23:59:00Z", "2026-08-24T00:00:00Z");
    for always in [
        "{ kind: never, event: card_number.seen }",
        "{ kind: share, of: users, good: weakest_way_in = passkey, target: 80% }",
    ] {
        assert_eq!(indicator(always).first_hour(Moment::EPOCH), i64::MIN);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn the_verdict_is_exact_in_whole_numbers(
        millionths in 1..1_000_000_u64,
        valid in 30..10_000_000_000_u64,
        near in -3..4_i64,
    ) {
        let target = format!("{}.{:04}%", millionths / 10_000, millionths % 10_000);
        // As near to the border as whole numbers come.
        let border = u64::try_from(u128::from(valid) * u128::from(1_000_000 - millionths) / 1_000_000).unwrap();
        let bad = border.saturating_add_signed(near).min(valid);
        let found = standing(&ratio(&target, ""), &tally(valid, bad), false).state;
        let reached = u128::from(valid - bad) * 1_000_000 >= u128::from(millionths) * u128::from(valid);
        prop_assert_eq!(found != State::Broken, reached, "{} bad of {} at {}", bad, valid, target);
    }
}
