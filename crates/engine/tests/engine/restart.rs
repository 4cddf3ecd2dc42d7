//! A new engine over the same directory goes on where the last one stopped.

use engine::Mode;
use ledger::verify::verify_log;
use ledger::watch::{Growth, watch};
use vocabulary::Span;

use crate::house::{House, LAPTOP, PHONE, THIEF, id};

#[tokio::test]
async fn state_answers_and_log_survive() {
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
    let event = house.event("session.seen", "ada", LAPTOP, "s0", "{}");
    let first = house.engine.enforce(event.clone(), Mode::Ask).await.unwrap();
    assert_eq!(house.engine.publish().await.unwrap(), 5);
    // Two entries are committed and not published yet.
    house
        .ask("ticket.opened", "ada", LAPTOP, "s0", r#"{"ticket_id":"t1"}"#)
        .await;
    house
        .ask("ticket.opened", "ada", LAPTOP, "s0", r#"{"ticket_id":"t2"}"#)
        .await;
    let (trusted, before) = (
        house.checkpoint().await,
        house.engine.account(&id("ada")).await.unwrap().unwrap(),
    );

    let house = house.reopen(|_| ());
    let after = house.engine.account(&id("ada")).await.unwrap().unwrap();
    assert_eq!((after.version, &after.state), (before.version, &before.state));
    let again = house.engine.enforce(event, Mode::Ask).await.unwrap();
    assert_eq!(
        (again.duplicate, again.judgement, again.entry),
        (true, first.judgement, first.entry)
    );
    // The question that was asked before can be answered, and a copied session is still known for one.
    let answer = house
        .ask(
            "challenge.answered",
            "ada",
            PHONE,
            "p",
            r#"{"factor":"passkey","result":"passed"}"#,
        )
        .await;
    assert_eq!(answer.judgement.verdict.name(), "allow");
    assert_eq!(answer.entry, Some(7));
    let odd = house.ask("session.seen", "ada", THIEF, "p", "{}").await;
    assert_eq!(odd.judgement.verdict.name(), "deny");

    let size = house.engine.publish().await.unwrap();
    assert_eq!(size, 7 + 3 + 5);
    let log = house.published().await;
    assert!(verify_log(&log, house.engine.verifier()).is_sound());
    let (now, growth) = watch(&trusted, &log, house.engine.verifier()).unwrap();
    assert_eq!((now.size, growth), (size, Growth::Grew { from: 5, to: size }));
    assert_eq!(house.engine.recount().await.unwrap().differences, []);

    // What was due while nobody was there is made up for.
    house.clock.advance(Span::from_hours(5));
    let house = house.reopen(|_| ());
    assert_eq!(house.engine.sweep().await.unwrap(), 1);
    let story = house.story_of("ada").await;
    assert_eq!(story.iter().filter(|kind| **kind == "promise.missed").count(), 2);
}

#[tokio::test]
async fn a_log_of_any_size_is_resumed() {
    let mut house = House::new();
    let mut trusted = None;
    for size in [0, 1, 2, 255, 256, 257, 511, 512, 513] {
        house.grow_to(size).await;
        house = house.reopen(|_| ());
        assert_eq!(house.engine.publish().await.unwrap(), size);
        let log = house.published().await;
        let report = verify_log(&log, house.engine.verifier());
        assert!(report.is_sound(), "{size}: {:?}", report.faults);
        assert_eq!(report.entries_sound, size);
        let now = house.checkpoint().await;
        if let Some(before) = trusted.replace(now) {
            let (_, growth) = watch(&before, &log, house.engine.verifier()).unwrap();
            let expected = Growth::Grew {
                from: before.size,
                to: size,
            };
            assert_eq!(growth, expected);
        }
    }
}

#[tokio::test]
async fn what_was_answered_survives_a_power_cut() {
    let house = House::new();
    house.settle("ada").await;
    house.engine.publish().await.unwrap();
    let event = house.event(
        "sign_in.attempted",
        "ada",
        PHONE,
        "p",
        r#"{"password":"correct"}"#,
    );
    let answer = house.engine.enforce(event.clone(), Mode::Ask).await.unwrap();

    let after = house.after_a_power_cut();
    assert_eq!(after.story_of("ada").await, house.story_of("ada").await);
    let again = after.engine.enforce(event, Mode::Ask).await.unwrap();
    assert_eq!(
        (again.duplicate, again.judgement, again.entry),
        (true, answer.judgement, answer.entry)
    );
    let proof = r#"{"factor":"passkey","result":"passed"}"#;
    let let_in = after.ask("challenge.answered", "ada", PHONE, "p", proof).await;
    assert_eq!(let_in.judgement.verdict.name(), "allow");
    assert_eq!(after.engine.publish().await.unwrap(), 7);
    let trusted = house.checkpoint().await;
    let (_, growth) = watch(&trusted, &after.published().await, after.engine.verifier()).unwrap();
    assert_eq!(growth, Growth::Grew { from: 2, to: 7 });
    assert_eq!(after.engine.recount().await.unwrap().differences, []);
}
