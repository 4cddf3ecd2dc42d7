//! What a profile promises, whatever is typed.

use proptest::prelude::*;

use super::*;

const KEYS: usize = 6;

/// Somebody who holds keys and takes to the next one so long, in milliseconds, give or take `sway`.
fn typing(hold: f32, flight: f32, sway: impl Fn(usize) -> f32) -> Sample {
    let holds: Vec<f32> = (0..KEYS).map(|key| (hold + sway(key)) / 1_000.0).collect();
    let flights: Vec<f32> = (1..KEYS).map(|key| (flight + sway(key + 17)) / 1_000.0).collect();
    Sample::new(&holds, &flights).unwrap()
}

/// Typings that differ a little from each other, without chance.
fn typings(hold: f32, flight: f32, count: usize) -> Vec<Sample> {
    (0..count)
        .map(|number| typing(hold, flight, |key| ((number * 7 + key * 13) % 11) as f32 - 5.0))
        .collect()
}

fn enrolled(norms: &Norms, samples: &[Sample]) -> Profile {
    let mut profile = Profile::new(KEYS).unwrap();
    for sample in samples {
        profile.observe(norms, sample).unwrap();
    }
    profile
}

#[test]
fn the_owner_is_told_from_somebody_slower_and_from_somebody_faster() {
    let norms = Norms::general(KEYS).unwrap();
    let profile = enrolled(&norms, &typings(90.0, 120.0, 40));
    let score = |sample: &Sample| profile.score(&norms, sample, 41).unwrap().log_ratio;
    let owner = score(&typing(91.0, 118.0, |key| key as f32 / 2.0));
    for (hold, flight) in [(140.0, 300.0), (60.0, 40.0), (91.0, 500.0)] {
        assert!(
            score(&typing(hold, flight, |_| 0.0)) > owner + 5.0,
            "{hold} {flight}"
        );
    }
}

#[test]
fn one_stumble_moves_a_profile_little() {
    let norms = Norms::general(KEYS).unwrap();
    let mut profile = enrolled(&norms, &typings(90.0, 120.0, 40));
    let usual = typing(90.0, 120.0, |_| 1.0);
    let before = profile.score(&norms, &usual, 41).unwrap().log_ratio;
    profile.observe(&norms, &typing(90.0, 20_000.0, |_| 0.0)).unwrap();
    let after = profile.score(&norms, &usual, 42).unwrap().log_ratio;
    assert!((after - before).abs() < 2.0, "{before} {after}");
}

#[test]
fn payloads_that_no_person_types_are_noticed() {
    let norms = Norms::general(KEYS).unwrap();
    let samples = typings(90.0, 120.0, 20);
    let profile = enrolled(&norms, &samples);
    let forged = |sample: &Sample| profile.score(&norms, sample, 21).unwrap().forged;
    assert_eq!(forged(&samples[19]), Some(Forged::Repeated));
    assert_eq!(forged(&samples[5]), Some(Forged::Repeated));
    assert_eq!(forged(&typing(90.0, 120.0, |_| 0.0)), Some(Forged::Constant));
    assert_eq!(forged(&typing(90.0, 120.0, |key| key as f32)), None);
}

#[test]
fn another_phrase_is_refused() {
    let norms = Norms::general(KEYS).unwrap();
    let mut profile = Profile::new(KEYS).unwrap();
    let other = Sample::new(&[0.1; 4], &[0.1; 3]).unwrap();
    let says = profile.observe(&norms, &other).unwrap_err().to_string();
    assert_eq!(
        says,
        "the profile is of a phrase of 6 keys, and the sample has 4; enrol the new phrase anew"
    );
    assert_eq!(profile, Profile::new(KEYS).unwrap());
}

#[test]
fn a_person_who_is_taken_out_of_a_population_leaves_nothing_behind() {
    let contribution = |hold, flight| Contribution::of(&typings(hold, flight, 60)).unwrap();
    let (first, second) = (contribution(90.0, 120.0), contribution(120.0, 200.0));
    let mut only_first = Population::default();
    only_first.add(&first).unwrap();
    let mut both = Population::default();
    both.add(&second).unwrap();
    both.add(&first).unwrap();
    assert_eq!(both.people(), 2);
    both.remove(&second).unwrap();
    let sample = typing(100.0, 150.0, |key| key as f32);
    let surprise = |population: &Population| {
        let norms = population.norms(KEYS).unwrap();
        enrolled(&norms, &typings(90.0, 120.0, 10))
            .score(&norms, &sample, 11)
            .unwrap()
            .log_ratio
    };
    assert!((surprise(&both) - surprise(&only_first)).abs() < 1e-6);
}

#[test]
fn the_longest_phrase_stays_within_its_room() {
    let bytes = Profile::new(MAX_KEYS).unwrap().encode().len();
    assert_eq!(bytes, 78 + 8 * (2 * MAX_KEYS - 1));
    assert!(bytes <= 2_048, "{bytes}");
}

fn any_sample() -> impl Strategy<Value = Sample> {
    let holds = prop::collection::vec(0.0..30.0_f32, KEYS);
    let flights = prop::collection::vec(-1.0..120.0_f32, KEYS - 1);
    (holds, flights).prop_map(|(holds, flights)| Sample::new(&holds, &flights).unwrap())
}

proptest! {
    #[test]
    fn size_stays_the_same_and_scores_are_numbers_whatever_is_typed(
        samples in prop::collection::vec(any_sample(), 0..40),
        tried in any_sample(),
        repetition in any::<u32>(),
    ) {
        let mut population = Population::default();
        if let Ok(person) = Contribution::of(&samples) {
            population.add(&person).unwrap();
        }
        for norms in [Norms::general(KEYS).unwrap(), population.norms(KEYS).unwrap()] {
            let profile = enrolled(&norms, &samples);
            prop_assert_eq!(profile.encode().len(), 78 + 8 * (2 * KEYS - 1));
            let score = profile.score(&norms, &tried, repetition).unwrap();
            prop_assert!(score.log_ratio.is_finite());
            prop_assert_eq!(profile.score(&norms, &tried, repetition).unwrap(), score);
        }
    }

    #[test]
    fn what_is_stored_is_what_is_read(samples in prop::collection::vec(any_sample(), 0..40)) {
        let norms = Norms::general(KEYS).unwrap();
        let profile = enrolled(&norms, &samples);
        prop_assert_eq!(Profile::decode(&profile.encode()).unwrap(), profile);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300), at in 0..102_usize, byte in any::<u8>()) {
        drop(Profile::decode(&bytes));
        let mut stored = enrolled(&Norms::general(KEYS).unwrap(), &typings(90.0, 120.0, 9)).encode();
        if let Some(place) = stored.get_mut(at) {
            *place = byte;
        }
        if let Ok(profile) = Profile::decode(&stored) {
            prop_assert_eq!(profile.encode(), stored);
        }
    }
}
