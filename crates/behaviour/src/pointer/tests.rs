//! What a profile promises, whatever the pointer does.

use proptest::prelude::*;

use super::*;

/// A person who moves to a place, clicks, and goes on to the next, `pace` seconds a report and `hold`
/// seconds a click.
fn session(seed: u32, pace: f64, hold: f64) -> Vec<Event> {
    let mut events = Vec::new();
    let mut at = 0.0;
    for number in 0..60_u32 {
        let turn = (seed + number * 37) % 360;
        let angle = f64::from(turn).to_radians();
        for step in 0..8_u32 {
            at += pace;
            #[expect(clippy::cast_possible_truncation, reason = "pixels of a small screen")]
            let place = |way: f64| (500.0 + f64::from(step) * 20.0 * way) as f32;
            events.push(Event {
                at,
                x: place(angle.cos()),
                y: place(angle.sin()),
                kind: Kind::Move,
            });
        }
        let click = |at, kind| Event {
            at,
            x: 500.0,
            y: 500.0,
            kind,
        };
        events.push(click(at + 0.2, Kind::Press));
        events.push(click(
            at + 0.2 + hold + f64::from(number % 5) * 0.004,
            Kind::Release,
        ));
        at += 1.0;
    }
    events
}

fn learnt(pace: f64, hold: f64) -> Profile {
    let mut profile = Profile::default();
    for seed in 0..6 {
        let events = session(seed * 11, pace, hold);
        profile.observe(&Summary::of(&events), &windows(&events));
    }
    profile
}

#[test]
fn another_hand_is_stranger_than_the_owners() {
    let (owner, other) = (learnt(0.016, 0.08), learnt(0.016, 0.17));
    let people = People::of([&other]);
    let compare = |hold| owner.compare(&Summary::of(&session(99, 0.016, hold)), &people);
    let (own, strange) = (compare(0.08), compare(0.17));
    let every = |_: Channel| true;
    assert!(
        strange.strangeness(every) > own.strangeness(every) + 1.0,
        "{own:?} {strange:?}"
    );
    let hold = Channel::ALL
        .iter()
        .position(|channel| *channel == Channel::Hold)
        .unwrap();
    assert!(
        strange.likelier[hold] > 1.0 && own.likelier[hold] < 0.0,
        "{own:?} {strange:?}"
    );
}

#[test]
fn a_larger_screen_is_noticed_as_a_device() {
    let owner = learnt(0.016, 0.08);
    let mut events = session(99, 0.016, 0.08);
    events[30].x = 1_900.0;
    let comparison = owner.compare(&Summary::of(&events), &People::of([]));
    assert!(comparison.is_beyond);
    let person = |channel: Channel| !channel.is_of_device();
    assert_eq!(comparison.values(person).len(), 2 * 12);
    assert_eq!(comparison.values(|_| true).len(), 2 * 16 + 1);
}

#[test]
fn an_empty_profile_says_nothing() {
    let comparison = Profile::default().compare(&Summary::of(&session(1, 0.016, 0.08)), &People::of([]));
    assert!(comparison.strangeness(|_| true) < 1e-12);
    assert!(
        comparison.likelier.iter().all(|likelier| likelier.abs() < 1e-9),
        "{comparison:?}"
    );
}

#[test]
fn both_ways_of_typing_and_moving_fit_into_the_room_of_an_account() {
    let pointer = Profile::default().encode().len();
    let typing = crate::rhythm::Profile::new(crate::rhythm::MAX_KEYS)
        .unwrap()
        .encode()
        .len();
    assert_eq!(pointer, 1_853);
    assert!(pointer + typing <= 6 * 1_024, "{pointer} {typing}");
}

fn any_event() -> impl Strategy<Value = Event> {
    let kind = prop::sample::select(vec![
        Kind::Move,
        Kind::Move,
        Kind::Move,
        Kind::Drag,
        Kind::Press,
        Kind::Release,
        Kind::ScrollDown,
        Kind::ScrollUp,
    ]);
    (
        any::<f64>(),
        0.0..1e4_f64,
        any::<bool>(),
        any::<f32>(),
        0.0..3_000.0_f32,
        kind,
    )
        .prop_map(|(wild, at, is_wild, x, y, kind)| Event {
            at: if is_wild { wild } else { at },
            x: if is_wild { x } else { y / 2.0 },
            y,
            kind,
        })
}

proptest! {
    #[test]
    fn size_stays_the_same_and_scores_are_numbers_whatever_happens(
        sessions in prop::collection::vec(prop::collection::vec(any_event(), 0..600), 1..4),
    ) {
        let mut profile = Profile::default();
        for events in &sessions {
            let summary = Summary::of(events);
            let comparison = profile.compare(&summary, &People::of([&profile]));
            prop_assert!(comparison.strangeness(|_| true).is_finite());
            prop_assert!(comparison.values(|_| true).iter().all(|value| value.is_finite()), "{:?}", comparison);
            profile.observe(&summary, &windows(events));
            let stored = profile.encode();
            prop_assert_eq!(stored.len(), 1_853);
            prop_assert_eq!(&Profile::decode(&stored).unwrap(), &profile);
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300), at in 0..1_853_usize, byte in any::<u8>()) {
        drop(Profile::decode(&bytes));
        let mut stored = learnt(0.016, 0.08).encode();
        if let Some(place) = stored.get_mut(at) {
            *place = byte;
        }
        if let Ok(profile) = Profile::decode(&stored) {
            prop_assert_eq!(profile.encode(), stored);
        }
    }
}
