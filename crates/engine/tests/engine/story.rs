//! A person's story, told to the engine request by request.

use engine::{Figure, Mode};
use vocabulary::{Span, Verdict};

use crate::house::{House, LAPTOP, PHONE, THIEF, id, kinds};

/// What is asked: kind, origin, session and fields.
type Asked<'a> = (&'a str, &'a str, &'a str, &'a str);
/// What comes of it: the verdict, the first reason's code, and the kinds that follow.
type Expected<'a> = (&'a str, &'a str, &'a [&'a str]);

/// Asks one after the other, twenty seconds apart, and compares each answer with what is expected.
async fn check(house: &House, story: &[(Asked<'_>, Expected<'_>)]) {
    for ((kind, from, session, fields), expected) in story {
        let answer = house.ask(kind, "ada", from, session, fields).await;
        let reason = answer.judgement.reasons.first();
        let reason = reason.map_or("", |reason| reason.code.as_ref());
        let found: Expected<'_> = (answer.judgement.verdict.name(), reason, &kinds(&answer));
        assert_eq!(&found, expected, "{kind} in {session}: {:#?}", answer.judgement);
        house.clock.advance(Span::from_seconds(20));
    }
}

const RIGHT: &str = r#"{"password":"correct"}"#;
const WRONG: &str = r#"{"password":"wrong"}"#;
const PASSKEY: &str = r#"{"factor":"passkey","result":"passed"}"#;
const TOTP: &str = r#"{"factor":"totp","result":"passed"}"#;
const CHARGE: &str = r#"{"effect":"charge","effect_id":"ch_1","amount":129900,"currency":"EUR"}"#;

#[tokio::test]
async fn a_person_comes_in_on_a_new_phone_and_a_thief_does_not_stay() {
    let house = House::new();
    let enrolled = r#"{"factor":"passkey"}"#;
    let welcome: &[&str] = &["sign_in.finished", "session.started"];
    let on_the_laptop: [(Asked<'_>, Expected<'_>); 4] = [
        (("account.created", LAPTOP, "s0", "{}"), ("allow", "", &[])),
        (("factor.enrolled", LAPTOP, "s0", enrolled), ("allow", "", &[])),
        (
            ("sign_in.attempted", LAPTOP, "s1", WRONG),
            ("deny", "wrong-password", &["sign_in.finished"]),
        ),
        (("sign_in.attempted", LAPTOP, "s1", RIGHT), ("allow", "", welcome)),
    ];
    check(&house, &on_the_laptop).await;

    // On a phone that was never seen, the password alone is not enough; the passkey is.
    let on_the_phone: [(Asked<'_>, Expected<'_>); 6] = [
        (
            ("sign_in.attempted", PHONE, "s2", RIGHT),
            ("challenge", "unknown-device", &["challenge.asked"]),
        ),
        (
            ("challenge.answered", PHONE, "s2", TOTP),
            ("deny", "factor-not-accepted", &[]),
        ),
        (
            ("challenge.answered", THIEF, "other", PASSKEY),
            ("deny", "no-open-challenge", &[]),
        ),
        (
            ("challenge.answered", PHONE, "s2", PASSKEY),
            ("allow", "factor-proved", welcome),
        ),
        (("session.seen", PHONE, "s2", "{}"), ("allow", "", &[])),
        (("effect.requested", PHONE, "s2", CHARGE), ("allow", "", &[])),
    ];
    check(&house, &on_the_phone).await;

    // A thief copies the phone's session and takes it to another machine. In a session from before, on a known
    // device, the owner goes on undisturbed.
    let charge = CHARGE.replace("ch_1", "ch_2");
    let thrown_out: &[&str] = &[
        "session.went_odd",
        "incident.opened",
        "session.ended",
        "access.blocked",
    ];
    let not_me = r#"{"answer":"not-me"}"#;
    let with_a_thief: [(Asked<'_>, Expected<'_>); 4] = [
        (
            ("session.seen", THIEF, "s2", "{}"),
            ("deny", "other-device", thrown_out),
        ),
        (
            ("effect.requested", THIEF, "s2", &charge),
            ("deny", "session-ended", &[]),
        ),
        (("effect.requested", LAPTOP, "s1", &charge), ("allow", "", &[])),
        (
            ("owner.answered", LAPTOP, "s1", not_me),
            ("allow", "", &["incident.confirmed"]),
        ),
    ];
    check(&house, &with_a_thief).await;

    let account = house.engine.account(&id("ada")).await.unwrap().unwrap();
    assert_eq!(account.version, 14);
    assert_eq!(house.story_of("ada").await.len(), 14 + 11);
    let trouble = house.engine.in_trouble(None, 10).await.unwrap();
    assert_eq!(
        trouble.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(),
        ["ada"]
    );
    let today = house.engine.day(0).await.unwrap();
    let figures = [
        Figure::TakeoversStopped,
        Figure::EffectsHeld,
        Figure::OwnersChallenged,
    ];
    assert_eq!(figures.map(|figure| today.count(figure)), [1, 0, 1]);
    assert_eq!(house.engine.day(1).await.unwrap(), engine::DayFigures::default());
}

#[tokio::test]
async fn what_is_held_is_counted_with_its_amount_and_released_to_its_owner() {
    let house = House::new();
    house.settle("ada").await;
    // A month of mornings, so that something can be unlike the owner.
    for day in 0..30 {
        house.clock.advance(Span::from_days(1));
        house
            .ask(
                "sign_in.attempted",
                "ada",
                LAPTOP,
                &format!("m{day}"),
                r#"{"password":"correct"}"#,
            )
            .await;
    }
    house.clock.advance(Span::from_hours(18));
    let copied = r#"{"ip":"203.0.113.9","agent":"python-requests/2.32","device":"laptop"}"#;
    let held = house.ask("effect.requested", "ada", copied, "m29", CHARGE).await;
    assert_eq!(held.judgement.verdict.name(), "challenge");
    assert_eq!(
        kinds(&held),
        ["incident.opened", "effect.held", "challenge.asked"]
    );
    let today = house.engine.day(0).await.unwrap();
    assert_eq!(today.count(Figure::EffectsHeld), 1);
    assert_eq!(today.held_amount.get("EUR"), Some(&129_900));

    let answer = house
        .ask("challenge.answered", "ada", copied, "m29", PASSKEY)
        .await;
    assert_eq!(kinds(&answer), ["incident.cleared", "effect.released"]);
    assert_eq!(house.engine.in_trouble(None, 10).await.unwrap().len(), 0);
    // The promise about the bill saw the charge that was held in time.
    let standings = house.engine.standings().await.unwrap();
    let checkout = standings.iter().find(|one| one.id == "checkout").unwrap();
    let bill = checkout
        .promises
        .iter()
        .find(|one| one.id.as_str() == "checkout/not-your-bill")
        .unwrap();
    assert_eq!((bill.standing.valid, bill.standing.good), (1, 1));
    assert_eq!(bill.days.last(), Some(&(1, 1)));
}

#[tokio::test]
async fn the_same_event_twice_gets_the_same_answer_and_leaves_no_trace() {
    let house = House::new();
    house.settle("ada").await;
    let asked = [
        house.event(
            "sign_in.attempted",
            "ada",
            PHONE,
            "p",
            r#"{"password":"correct"}"#,
        ),
        house.event("sign_in.attempted", "ada", THIEF, "t", r#"{"password":"wrong"}"#),
        house.event("session.seen", "ada", LAPTOP, "s0", "{}"),
    ];
    for event in asked {
        let first = house.engine.enforce(event.clone(), Mode::Ask).await.unwrap();
        assert!(!first.duplicate);
        let before = house.engine.account(&id("ada")).await.unwrap().unwrap();
        let totals = house.engine.store().totals().await.unwrap();
        // Much later, told instead of asked, and with a few other words: it is still the same event.
        house.clock.advance(Span::from_minutes(3));
        let mut retold = event.clone();
        retold.at = house.engine.now();
        for (event, mode) in [(event, Mode::Ask), (retold, Mode::Tell)] {
            let again = house.engine.enforce(event, mode).await.unwrap();
            assert!(again.duplicate);
            assert_eq!((&again.judgement, again.entry), (&first.judgement, first.entry));
            assert_eq!(
                again.follows, first.follows,
                "a lost answer is made good by the second"
            );
        }
        let after = house.engine.account(&id("ada")).await.unwrap().unwrap();
        assert_eq!((before.version, before.state), (after.version, after.state));
        assert_eq!(house.engine.store().totals().await.unwrap(), totals);
    }
    // A key is the account's own: the same key of another account is another event.
    let mut event = house.event("session.seen", "ada", LAPTOP, "s0", "{}");
    house.engine.enforce(event.clone(), Mode::Ask).await.unwrap();
    event.account = id("bob");
    assert!(!house.engine.enforce(event, Mode::Ask).await.unwrap().duplicate);
}

#[tokio::test]
async fn what_is_told_later_is_decided_as_of_its_own_time() {
    let house = House::new();
    house.settle("ada").await;
    house
        .ask(
            "sign_in.attempted",
            "ada",
            PHONE,
            "p",
            r#"{"password":"correct"}"#,
        )
        .await;
    let mut answer = house.event(
        "challenge.answered",
        "ada",
        PHONE,
        "p",
        r#"{"factor":"passkey","result":"passed"}"#,
    );
    // An hour later the question is too old to be answered, unless the answer was given in time.
    house.clock.advance(Span::from_hours(1));
    let verdict = |answer: &engine::Answer| answer.judgement.verdict;
    let late = house.engine.enforce(answer.clone(), Mode::Ask).await.unwrap();
    assert_eq!(verdict(&late), Verdict::Deny);
    answer.key = vocabulary::EventKey::new("told").unwrap();
    let told = house.engine.enforce(answer, Mode::Tell).await.unwrap();
    assert_eq!(verdict(&told), Verdict::Allow);
}
