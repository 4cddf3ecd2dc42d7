//! The crowd as a whole: what it does is reproducible, is valid, and is not arranged to make a guard look good.

#![expect(clippy::unwrap_used, reason = "a test stops where something is wrong")]

mod reference;

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use reference::Guard;
use simulator::{Crowd, Intent, Request, Settings, StoryName, Summary, Wants};
use vocabulary::{Event, FactorSet, Mark, Moment, ToldBy, Verdict};

fn settings(seed: u64) -> Settings {
    Settings {
        seed,
        customers: 150,
        started: Moment::parse("2026-11-21T18:00:00Z").unwrap(),
    }
}

/// So many seconds of live time, after ten days of history that `guard` hears of.
fn play(
    seed: u64,
    seconds: i64,
    guard: &mut dyn FnMut(&Request) -> Verdict,
) -> (Vec<(Request, Verdict)>, Summary) {
    let settings = settings(seed);
    let mut crowd = Crowd::new(settings);
    for request in crowd.history(10) {
        guard(&request);
    }
    crowd.live(1);
    let mut played = Vec::new();
    while let Some(request) = crowd.next_request() {
        if request.due.since(settings.started).as_millis() >= seconds * 1_000 {
            break;
        }
        let verdict = guard(&request);
        if request.asks {
            crowd.answered(&request.event.key, verdict);
        }
        played.push((request, verdict));
    }
    (played, crowd.summary())
}

fn check_valid(requests: &[Request]) {
    let mut keys = BTreeSet::new();
    let mut before = requests.first().unwrap().due;
    for Request { due, event, .. } in requests {
        assert!(keys.insert(event.key.clone()), "{} twice", event.key);
        assert!(before <= *due && event.at == *due, "{} out of order", event.key);
        assert_eq!(event.mark, Mark::Simulated);
        assert!(
            matches!(event.kind.told_by(), ToldBy::Platform | ToldBy::Either),
            "{}",
            event.kind
        );
        // Reading it again checks every field against the catalogue, the required ones too.
        let json = serde_json::to_string(event).unwrap();
        assert_eq!(&serde_json::from_str::<Event>(&json).unwrap(), event, "{json}");
        before = *due;
    }
}

#[test]
fn four_weeks_of_a_small_shop_are_twenty_to_thirty_thousand_events() {
    let settings = settings(7);
    let mut crowd = Crowd::new(settings);
    let past: Vec<Request> = crowd.history(28).collect();
    assert!((20_000..30_000).contains(&past.len()), "{}", past.len());
    check_valid(&past);
    assert!(past.iter().all(|request| request.due < settings.started));
    let days: BTreeSet<i64> = past.iter().map(|request| request.due.hour() / 24).collect();
    assert!(days.len() >= 28);
    let honest = past
        .iter()
        .filter(|request| request.intent == Intent::Honest)
        .count();
    assert!(honest * 100 > past.len() * 99, "{honest} of {}", past.len());
    let accounts: BTreeSet<_> = past
        .iter()
        .filter(|one| one.intent == Intent::Honest)
        .map(|one| &one.event.account)
        .collect();
    assert_eq!(accounts.len(), 150);
    assert_eq!(crowd.summary(), Summary::default(), "the past is not counted");
}

#[test]
fn the_same_seed_and_answers_give_the_same_events() {
    let run = |seed| {
        let mut guard = Guard::default();
        play(seed, 300, &mut |request| guard.decide(&request.event))
    };
    let (first, summary) = run(3);
    assert_eq!((first.as_slice(), summary), (run(3).0.as_slice(), run(3).1));
    assert_ne!(first, run(4).0);
    check_valid(&first.into_iter().map(|(request, _)| request).collect::<Vec<_>>());
}

#[test]
fn without_a_guard_the_thieves_succeed() {
    for seed in 0..3 {
        let (_, summary) = play(seed, 600, &mut |_| Verdict::Allow);
        assert_eq!(summary.takeovers_stopped, 0, "{summary:?}");
        assert!(summary.takeovers_succeeded >= 15, "{summary:?}");
        assert_eq!((summary.charges_held, summary.looks_stopped), (0, 0));
        assert!(summary.looks_without_reason > 0 && summary.passwords_guessed_at > 100);
        assert_eq!(
            (
                summary.honest_people_challenged,
                summary.honest_people_denied,
                summary.honest_orders_lost
            ),
            (0, 0, 0)
        );
        assert!(summary.honest_sign_ins > 50 && summary.honest_orders > 20);
    }
}

#[test]
fn a_guard_that_refuses_everything_pays_for_it_in_honest_people() {
    let (_, summary) = play(1, 600, &mut |_| Verdict::Deny);
    assert_eq!((summary.takeovers_succeeded, summary.takeovers_let_in), (0, 0));
    assert_eq!(summary.charges_held, summary.charges_tried_by_thieves);
    assert_eq!(summary.looks_stopped, summary.looks_without_reason);
    assert!(summary.honest_people_denied > 40, "{summary:?}");
}

#[test]
fn a_guard_that_asks_everybody_for_a_factor_they_cannot_have_denies_everybody() {
    let (_, summary) = play(1, 300, &mut |_| Verdict::Challenge {
        acceptable: FactorSet::EMPTY,
    });
    assert_eq!(
        (summary.takeovers_succeeded, summary.honest_challenges_passed),
        (0, 0)
    );
    assert!(summary.honest_people_denied > 40, "{summary:?}");
}

#[test]
fn a_plain_guard_stops_thieves_and_lets_owners_go_on() {
    for seed in 0..3 {
        let mut guard = Guard::default();
        let (_, summary) = play(seed, 600, &mut |request| guard.decide(&request.event));
        assert!(summary.takeovers_tried >= 15, "{summary:?}");
        assert!(
            summary.takeovers_stopped * 10 >= summary.takeovers_tried * 8,
            "{summary:?}"
        );
        assert!(
            summary.charges_held > 0 && summary.charges_held <= summary.charges_tried_by_thieves,
            "{summary:?}"
        );
        assert!(summary.honest_challenges_passed > 5, "{summary:?}");
        assert!(
            summary.honest_people_denied * 10 <= summary.honest_sign_ins,
            "{summary:?}"
        );
    }
}

/// In the first minute each kind of thing is seen once, about when it was announced.
#[test]
fn the_first_minute_shows_each_kind_of_thing() {
    for seed in 0..12 {
        let mut guard = Guard::default();
        let started = settings(seed).started;
        let (played, summary) = play(seed, 60, &mut |request| guard.decide(&request.event));
        let check = |what: &str, from_s: i64, to_s: i64, fits: &dyn Fn(&Request, Verdict) -> bool| {
            let first = played.iter().find(|(request, verdict)| fits(request, *verdict));
            let at = first.map(|(request, _)| request.due.since(started).as_millis());
            let within = at.is_some_and(|at| (from_s * 1_000..=to_s * 1_000).contains(&at));
            assert!(within, "seed {seed}: {what} at {at:?} ms");
        };
        let of = |request: &Request, story, kind: &str| {
            request.story == story && request.event.kind.name() == kind
        };
        check("stuffing begins", 5, 6, &|request, _| {
            of(request, StoryName::Stuffing, "sign_in.attempted")
        });
        check("a takeover is challenged", 9, 11, &|request, verdict| {
            let with_right = matches!(
                request.intent,
                Intent::Attack {
                    wants: Wants::Charge,
                    ..
                }
            );
            with_right && matches!(verdict, Verdict::Challenge { .. })
        });
        check("a copied session is refused", 19, 22, &|request, verdict| {
            of(request, StoryName::PhishedSession, "session.seen") && verdict == Verdict::Deny
        });
        check("a burglar's charge is held", 33, 38, &|request, verdict| {
            of(request, StoryName::BurglarsWalk, "effect.requested") && verdict == Verdict::Deny
        });
        check("a new phone passes its challenge", 44, 50, &|request, verdict| {
            of(request, StoryName::NewPhone, "challenge.answered") && verdict == Verdict::Allow
        });
        assert!(summary.takeovers_stopped >= 3, "seed {seed}: {summary:?}");
    }
}

#[test]
fn what_is_shown_can_be_followed() {
    let mut guard = Guard::default();
    let (played, _) = play(2, 600, &mut |request| guard.decide(&request.event));
    let a_second = played.len() as f64 / 600.0;
    assert!((3.0..=6.0).contains(&a_second), "{a_second} events a second");
    for story in StoryName::ALL {
        // Owners are asked only where the caller tells the crowd of incidents.
        let told = played.iter().any(|(request, _)| request.story == story);
        assert_eq!(told, story != StoryName::OwnerAnswers, "{story}");
    }
}

#[test]
fn a_hammered_owner_comes_on_their_own_device_while_it_goes_on() {
    let mut guard = Guard::default();
    let (played, _) = play(8, 240, &mut |request| guard.decide(&request.event));
    let hammered = || {
        played
            .iter()
            .filter(|(request, _)| request.story == StoryName::Hammering)
    };
    let account = &hammered().next().unwrap().0.event.account;
    let times = || {
        hammered()
            .filter(|(request, _)| request.event.account == *account)
            .map(|(request, _)| request.due)
    };
    let (first, last) = (times().min().unwrap(), times().max().unwrap());
    let owner = played.iter().find(|(request, _)| {
        let is_owner = request.intent == Intent::Honest && request.event.account == *account;
        is_owner && request.event.kind.name() == "sign_in.attempted" && (first..=last).contains(&request.due)
    });
    assert_eq!(owner.map(|(_, verdict)| *verdict), Some(Verdict::Allow));
}

#[test]
fn a_burglar_has_the_owners_device_and_neither_their_network_nor_their_browser() {
    let mut seen: BTreeMap<_, Vec<Request>> = BTreeMap::new();
    let mut burglars = 0;
    play(9, 600, &mut |request| {
        let before = seen.entry(request.event.account.clone()).or_default();
        if request.story == StoryName::BurglarsWalk {
            burglars += 1;
            let of_device = |one: &&Request| {
                one.intent == Intent::Honest && one.event.from.device == request.event.from.device
            };
            let own: Vec<&Request> = before.iter().filter(of_device).collect();
            assert!(request.event.from.device.is_some() && !own.is_empty());
            for one in own {
                assert_ne!(one.event.from.network(), request.event.from.network());
                assert_ne!(one.event.from.agent, request.event.from.agent);
            }
        }
        before.push(request.clone());
        Verdict::Allow
    });
    assert!(burglars > 10, "{burglars}");
}

#[test]
fn a_crowd_can_be_moved_to_another_thread() {
    fn movable<T: Send + 'static>() {}
    movable::<Crowd>();
}

#[test]
fn owners_answer_for_what_they_know() {
    let started = settings(5);
    let mut crowd = Crowd::new(started);
    crowd.history(10).for_each(drop);
    crowd.live(1);
    let mut answers = BTreeSet::new();
    for _ in 0..2_000 {
        let request = crowd.next_request().unwrap();
        let event = &request.event;
        if request.asks {
            crowd.answered(&event.key, Verdict::Allow);
        }
        let is_look = event.kind.name() == "session.seen";
        if is_look && request.story != StoryName::NewPhone {
            let incident = Event::caused_by(
                event,
                0,
                vocabulary::Kind::named("incident.opened").unwrap(),
                request.due,
            );
            crowd.told(
                &incident
                    .with("incident_id", "inc_1")
                    .with("began_at", request.due)
                    .with("because", "odd-session"),
            );
        }
        if let Some(answer) = event.text("answer") {
            answers.insert(answer.to_owned());
        }
    }
    assert_eq!(answers, BTreeSet::from(["me".to_owned(), "not-me".to_owned()]));
}

#[test]
fn a_charge_that_is_held_afterwards_is_no_success() {
    let started = settings(6).started;
    let mut crowd = Crowd::new(settings(6));
    crowd.history(10).for_each(drop);
    crowd.live(1);
    while let Some(request) = crowd
        .next_request()
        .filter(|next| next.due.since(started).as_millis() < 120_000)
    {
        crowd.answered(&request.event.key, Verdict::Allow);
        if request.event.kind.name() == "effect.requested" && request.intent != Intent::Honest {
            let held = Event::caused_by(
                &request.event,
                0,
                vocabulary::Kind::named("effect.held").unwrap(),
                request.due,
            );
            crowd.told(
                &held
                    .with("effect", "charge")
                    .with("effect_id", request.event.text("effect_id").unwrap()),
            );
        }
    }
    let summary = crowd.summary();
    assert!(summary.charges_held > 0);
    assert_eq!(
        (summary.charges_held, summary.takeovers_succeeded),
        (summary.charges_tried_by_thieves, 0)
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn no_answers_make_the_crowd_fall_over(seed in any::<u64>(), answers in proptest::collection::vec(0_u8..5, 40)) {
        let mut crowd = Crowd::new(Settings { customers: 30, ..settings(seed) });
        crowd.history(3).for_each(drop);
        crowd.live(3);
        let mut requests = Vec::new();
        for answer in answers.iter().cycle().take(600) {
            let request = crowd.next_request().unwrap();
            let verdict = match answer {
                0 | 1 => Verdict::Allow,
                2 => Verdict::Deny,
                3 => Verdict::Challenge { acceptable: FactorSet::SECOND },
                // No answer at all: that story waits, the others go on.
                _ => {
                    requests.push(request);
                    continue;
                }
            };
            crowd.answered(&request.event.key, verdict);
            requests.push(request);
        }
        check_valid(&requests);
        let summary = crowd.summary();
        prop_assert!(summary.takeovers_stopped + summary.takeovers_succeeded <= summary.takeovers_tried);
        prop_assert!(summary.charges_held <= summary.charges_tried_by_thieves);
        prop_assert!(summary.honest_orders_lost <= summary.honest_orders);
    }
}
