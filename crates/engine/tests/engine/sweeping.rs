//! What time brings about: each of it once, whoever looks and however many look at once.

use std::sync::Arc;

use outcomes::slots;
use store::Store;
use vocabulary::{Event, Span};

use crate::house::{House, LAPTOP, NOWHERE, PHONE, id};

/// All that an account's entries say of one kind.
async fn told(house: &House, account: &str, kind: &str) -> Vec<Event> {
    let entries = house.engine.timeline(&id(account), None, 1_000).await.unwrap();
    let events = entries.into_iter().map(|entry| entry.record.unwrap().event);
    events.filter(|event| event.kind.name() == kind).collect()
}

/// Valid and good starts of a promise, over all time.
async fn counted(house: &House, promise: &str) -> (i64, i64) {
    let rows = house.store.tallies(i64::MIN, i64::MAX).await.unwrap();
    let sum = |slot: u8| {
        let of = rows
            .iter()
            .filter(|row| row.subject == promise && row.slot == slot);
        of.map(|row| row.count).sum()
    };
    (sum(slots::VALID), sum(slots::GOOD))
}

async fn sweep_until_quiet(house: &House) -> usize {
    let mut seen = 0;
    loop {
        match house.engine.sweep().await.unwrap() {
            0 => return seen,
            some => seen += some,
        }
    }
}

#[tokio::test]
async fn a_question_that_nobody_answers_ends_the_sign_in() {
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
    house.clock.advance(Span::from_millis(599_999));
    assert_eq!(house.engine.sweep().await.unwrap(), 0);
    house.clock.advance(Span::from_millis(2));
    assert_eq!(sweep_until_quiet(&house).await, 1);

    let story = house.story_of("ada").await;
    assert_eq!(
        story[story.len() - 2..],
        ["challenge.expired", "sign_in.finished"]
    );
    let finished = told(&house, "ada", "sign_in.finished").await;
    let field = |name: &str| finished[0].text(name).unwrap_or_default();
    assert_eq!(
        (
            field("outcome"),
            field("second_factor"),
            field("device"),
            field("blocked")
        ),
        ("refused", "failed", "new", "yes")
    );
    assert_eq!(finished[0].session.as_ref().unwrap().as_str(), "p");
    // The promise that a stolen password is useless was kept by it.
    assert_eq!(counted(&house, "sign-in/stolen-password-useless").await, (1, 1));
    // Whoever answers now is too late.
    let proof = r#"{"factor":"passkey","result":"passed"}"#;
    let late = house.ask("challenge.answered", "ada", PHONE, "p", proof).await;
    assert_eq!(late.judgement.reasons[0].code, "no-open-challenge");
    assert_eq!(house.engine.recount().await.unwrap().differences, []);
}

#[tokio::test]
async fn an_end_that_never_comes_is_missed_once() {
    let house = House::new();
    let promise = "support/you-can-see-us-look";
    let look = |view: &str| format!(r#"{{"view_id":"{view}","ticket":"open"}}"#);
    let shown = |view: &str| format!(r#"{{"view_id":"{view}"}}"#);
    for view in ["seen", "hidden"] {
        house
            .ask("account.opened_by_staff", "ada", NOWHERE, "", &look(view))
            .await;
    }
    let started = house.engine.now();
    house.clock.advance(Span::from_seconds(60));
    house
        .ask("look_log.shown_to_customer", "ada", NOWHERE, "", &shown("seen"))
        .await;
    // The last moment still counts as in time.
    assert_eq!(house.engine.sweep().await.unwrap(), 0);
    assert_eq!(counted(&house, promise).await, (1, 1));
    house.clock.advance(Span::from_millis(1));
    assert_eq!(sweep_until_quiet(&house).await, 1);
    house.clock.advance(Span::from_days(3));
    assert_eq!(sweep_until_quiet(&house).await, 0);
    // Shown after all, days later: it was missed, and stays so.
    house
        .ask("look_log.shown_to_customer", "ada", NOWHERE, "", &shown("hidden"))
        .await;

    let missed = told(&house, "ada", "promise.missed").await;
    assert_eq!(missed.len(), 1);
    assert_eq!(missed[0].text("promise"), Some(promise));
    assert_eq!(missed[0].moment("started"), Some(started));
    assert_eq!(counted(&house, promise).await, (2, 1));
    assert_eq!(house.engine.recount().await.unwrap().differences, []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_nodes_that_sweep_at_once_miss_nothing_and_nothing_twice() {
    let house = House::new();
    let engines = [
        Arc::clone(&house.engine),
        house.another_engine(),
        house.another_engine(),
    ];
    let accounts = 40;
    for number in 0..accounts {
        let account = format!("a{number}");
        house
            .ask("ticket.opened", &account, NOWHERE, "", r#"{"ticket_id":"t"}"#)
            .await;
        house
            .ask(
                "sign_in.attempted",
                &account,
                LAPTOP,
                "s",
                r#"{"password":"correct"}"#,
            )
            .await;
    }
    house.clock.advance(Span::from_hours(5));
    let tasks: Vec<_> = engines
        .iter()
        .map(|engine| {
            let engine = Arc::clone(engine);
            tokio::spawn(async move { engine.sweep().await })
        })
        .collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    sweep_until_quiet(&house).await;
    for number in 0..accounts {
        let account = format!("a{number}");
        for kind in ["promise.missed", "challenge.expired"] {
            assert_eq!(told(&house, &account, kind).await.len(), 1, "{kind} of {account}");
        }
    }
    assert_eq!(counted(&house, "support/help-still-fast").await, (accounts, 0));
    assert_eq!(house.engine.recount().await.unwrap().differences, []);
}

#[tokio::test]
async fn more_than_one_sweep_can_carry_are_carried_by_several() {
    let house = House::new();
    let events: Vec<Event> = (0..300)
        .map(|number| {
            house.event(
                "ticket.opened",
                &format!("a{number}"),
                NOWHERE,
                "",
                r#"{"ticket_id":"t"}"#,
            )
        })
        .collect();
    for few in events.chunks(50) {
        let asked = few
            .iter()
            .map(|event| house.engine.enforce(event.clone(), engine::Mode::Tell));
        futures::future::try_join_all(asked).await.unwrap();
    }
    house.clock.advance(Span::from_hours(5));
    assert_eq!(sweep_until_quiet(&house).await, 300);
    assert_eq!(counted(&house, "support/help-still-fast").await, (300, 0));
}

#[tokio::test]
async fn one_account_that_cannot_be_read_does_not_stop_the_others() {
    let house = House::new();
    for account in ["a-damaged", "b-sound"] {
        house
            .ask("ticket.opened", account, NOWHERE, "", r#"{"ticket_id":"t"}"#)
            .await;
        house.clock.advance(Span::from_seconds(1));
    }
    let house = house.reopen(|directory| {
        let database = rusqlite::Connection::open(directory.join("safeconduct.db")).unwrap();
        let changed = database
            .execute(
                "UPDATE account SET state = x'01ff' WHERE account = 'a-damaged'",
                [],
            )
            .unwrap();
        assert_eq!(changed, 1);
    });
    house.clock.advance(Span::from_hours(5));
    let said = house.engine.sweep().await.unwrap_err().to_string();
    assert!(said.contains("a-damaged"), "{said}");
    // The one behind it was looked at all the same.
    assert_eq!(told(&house, "b-sound", "promise.missed").await.len(), 1);
}

#[tokio::test]
async fn counts_of_networks_are_forgotten_after_a_week() {
    let house = House::new();
    house
        .ask("sign_in.attempted", "ada", LAPTOP, "s", r#"{"password":"wrong"}"#)
        .await;
    let known = async || house.store.networks(i64::MIN, 0, 10).await.unwrap().len();
    assert!(known().await > 0);
    house.clock.advance(Span::from_days(7));
    house.engine.sweep().await.unwrap();
    assert!(known().await > 0);
    house.clock.advance(Span::from_minutes(15));
    house.engine.sweep().await.unwrap();
    assert_eq!(known().await, 0);
}
