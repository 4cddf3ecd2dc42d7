//! Many requests at once: each is answered, and nothing is lost or counted twice.

use std::collections::BTreeSet;
use std::sync::Arc;

use engine::{Answer, Engine, Mode};
use store::Store;
use vocabulary::Event;

use crate::house::{House, LAPTOP, id};

/// Asks all at once, each in a task of its own, in turn over the engines.
async fn ask_at_once(engines: &[Arc<Engine>], events: Vec<Event>) -> Vec<Answer> {
    let tasks: Vec<_> = events
        .into_iter()
        .zip(engines.iter().cycle())
        .map(|(event, engine)| {
            let engine = Arc::clone(engine);
            tokio::spawn(async move { engine.enforce(event, Mode::Ask).await })
        })
        .collect();
    let mut answers = Vec::new();
    for task in tasks {
        answers.push(task.await.unwrap().unwrap());
    }
    answers
}

async fn check_that_nothing_is_lost(house: &House, engines: &[Arc<Engine>], requests: usize) {
    house.settle("ada").await;
    let before = house.store.totals().await.unwrap().entries;
    let seen = || house.event("session.seen", "ada", LAPTOP, "s0", "{}");
    let events: Vec<Event> = (0..requests).map(|_| seen()).collect();
    let answers = ask_at_once(engines, events.clone()).await;
    let places: BTreeSet<u64> = answers.iter().map(|answer| answer.entry.unwrap()).collect();
    let expected: BTreeSet<u64> = (before..before + requests as u64).collect();
    assert_eq!(places, expected);
    assert!(
        answers
            .iter()
            .all(|answer| answer.judgement.verdict.name() == "allow")
    );

    let account = house.engine.account(&id("ada")).await.unwrap().unwrap();
    assert_eq!(account.version, 2 + requests as u64);
    assert_eq!(house.story_of("ada").await.len(), 2 + requests);
    // Each answer is found again under its own key.
    for (event, answer) in events.into_iter().zip(answers) {
        let again = house.engine.enforce(event, Mode::Ask).await.unwrap();
        assert_eq!((again.duplicate, again.entry), (true, answer.entry));
    }
    assert_eq!(house.engine.recount().await.unwrap().differences, []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixty_four_requests_for_one_account_are_all_answered() {
    let house = House::new();
    check_that_nothing_is_lost(&house, &[Arc::clone(&house.engine)], 64).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn so_they_are_when_two_nodes_share_them() {
    let house = House::new();
    let engines = [Arc::clone(&house.engine), house.another_engine()];
    check_that_nothing_is_lost(&house, &engines, 64).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_event_sent_many_times_at_once_happens_once() {
    let house = House::new();
    let engines = [Arc::clone(&house.engine), house.another_engine()];
    let event = house.event(
        "sign_in.attempted",
        "ada",
        LAPTOP,
        "s1",
        r#"{"password":"correct"}"#,
    );
    let answers = ask_at_once(&engines, vec![event; 32]).await;
    let first: Vec<&Answer> = answers.iter().filter(|answer| !answer.duplicate).collect();
    assert_eq!(first.len(), 1);
    for answer in &answers {
        assert_eq!(
            (&answer.judgement, answer.entry),
            (&first[0].judgement, first[0].entry)
        );
    }
    let account = house.engine.account(&id("ada")).await.unwrap().unwrap();
    assert_eq!(account.version, 1);
    let entries = house.store.totals().await.unwrap().entries;
    assert_eq!(entries, 1 + first[0].follows.len() as u64);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn accounts_do_not_stand_in_each_others_way() {
    let house = House::new();
    let events: Vec<Event> = (0..200)
        .map(|number| {
            let account = format!("a{}", number % 50);
            house.event(
                "sign_in.attempted",
                &account,
                LAPTOP,
                &format!("s{number}"),
                r#"{"password":"wrong"}"#,
            )
        })
        .collect();
    let answers = ask_at_once(&[Arc::clone(&house.engine), house.another_engine()], events).await;
    assert_eq!(answers.len(), 200);
    let recount = house.engine.recount().await.unwrap();
    assert_eq!((recount.accounts, recount.differences), (50, vec![]));
    // Every account's four tries were counted on its own.
    for account in house.engine.accounts("a", None, 100).await.unwrap() {
        assert_eq!(account.version, 4, "{}", account.id);
    }
}
