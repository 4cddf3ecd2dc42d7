//! A recount finds nothing where nothing was changed, and names what was.

use std::path::Path;

use engine::{Difference, Mode, Recount};
use rusqlite::Connection;
use simulator::{Crowd, Settings};
use store::Store;
use vocabulary::{Moment, Span};

use crate::house::{House, LAPTOP, NOWHERE, THIEF, id, shipped};

/// A small shop's days, first told in hindsight and then asked about while they happen.
async fn crowd(seed: u64, minutes: i64) -> House {
    let house = House::under(shipped(true));
    let started = Moment::parse("2026-11-21T18:00:00Z").unwrap();
    let mut crowd = Crowd::new(Settings {
        seed,
        customers: 12,
        started,
    });
    let past: Vec<_> = crowd.history(3).collect();
    for (number, request) in past.into_iter().enumerate() {
        house.clock.set(request.due);
        house.engine.enforce(request.event, Mode::Tell).await.unwrap();
        if number % 50 == 0 {
            house.engine.sweep().await.unwrap();
        }
    }
    crowd.live(4);
    let mut number = 0;
    while let Some(request) = crowd
        .next_request()
        .filter(|next| next.due.since(started) < Span::from_minutes(minutes))
    {
        house.clock.set(request.due);
        let key = request.event.key.clone();
        let answer = house.engine.enforce(request.event, Mode::Ask).await.unwrap();
        answer.follows.iter().for_each(|event| crowd.told(event));
        if request.asks {
            crowd.answered(&key, answer.judgement.verdict);
        }
        number += 1;
        // Somebody looks now and then, at no particular moment.
        if number % 17 == 0 {
            house.engine.sweep().await.unwrap();
        }
    }
    house
}

#[tokio::test]
async fn whatever_a_crowd_does_the_log_says_the_same() {
    for seed in [1, 2] {
        let house = crowd(seed, 1).await;
        let check = async |when: &str| {
            let recount = house.engine.recount().await.unwrap();
            let totals = house.store.totals().await.unwrap();
            assert_eq!(recount.differences, [], "seed {seed}, {when}");
            assert_eq!(
                (recount.entries, recount.accounts, recount.erased),
                (totals.entries, totals.accounts, 0)
            );
            assert!(
                recount.entries > 300 && recount.tallies.unwrap() > 50,
                "{recount:?}"
            );
            recount
        };
        let before = check("in the middle of it").await;
        // Days later, when every clock has run out, and with one more node that has looked.
        house.clock.advance(Span::from_days(2));
        let other = house.another_engine();
        while other.sweep().await.unwrap() > 0 {}
        let after = check("when all is settled").await;
        assert!(after.entries >= before.entries);
    }
}

#[tokio::test]
async fn marks_that_do_not_count_make_no_difference() {
    // The same crowd under journeys where simulated people do not count: nothing is tallied.
    let house = crowd(3, 1).await;
    house.engine.restate(shipped(false));
    let recount = house.engine.recount().await.unwrap();
    let tallies = recount.differences.iter().all(|found| match found {
        Difference::Tally { recounted, .. } => *recounted == 0,
        // A clock that no simulated start began is not in the state either.
        Difference::Account(_) => true,
        Difference::Unreadable(_) | Difference::Erased { .. } => false,
    });
    assert!(tallies && !recount.differences.is_empty());
    // What is known of the accounts depends on no journey.
    let accounts = house.engine.recount_accounts().await.unwrap();
    assert_eq!((accounts.differences, accounts.tallies), (vec![], None));
    assert_eq!(accounts.accounts, recount.accounts);
}

/// A house with a few accounts, closed and tampered with, and what a recount says of it.
async fn tampered(tamper: impl FnOnce(&Connection)) -> Recount {
    let house = House::new();
    house.settle("ada").await;
    house.settle("bob").await;
    house.ask("session.seen", "ada", THIEF, "s0", "{}").await;
    house
        .ask("ticket.opened", "bob", NOWHERE, "", r#"{"ticket_id":"t"}"#)
        .await;
    house
        .ask("ticket.first_help", "bob", NOWHERE, "", r#"{"ticket_id":"t"}"#)
        .await;
    house
        .ask(
            "sign_in.attempted",
            "bob",
            LAPTOP,
            "s1",
            r#"{"password":"correct"}"#,
        )
        .await;
    assert_eq!(house.engine.recount().await.unwrap().differences, []);
    let house = house.reopen(|directory: &Path| {
        tamper(&Connection::open(directory.join("safeconduct.db")).unwrap());
    });
    house.engine.recount().await.unwrap()
}

fn bytes(database: &Connection, query: &str) -> Vec<u8> {
    database.query_row(query, [], |row| row.get(0)).unwrap()
}

fn change(database: &Connection, statement: &str, parameters: impl rusqlite::Params) {
    assert_eq!(database.execute(statement, parameters).unwrap(), 1, "{statement}");
}

#[tokio::test]
async fn a_changed_state_is_named_by_its_account() {
    let length = House::new();
    length.settle("ada").await;
    let state = length.engine.account(&id("ada")).await.unwrap().unwrap().state;
    assert!(state.encode().len() > 50);
    // The version, a byte that breaks the encoding, others that do not, and the last.
    for place in [0_usize, 1, 2, 5, 12, 20, 30, 40, usize::MAX] {
        let found = tampered(|database| {
            let mut state = bytes(database, "SELECT state FROM account WHERE account = 'ada'");
            let place = place.min(state.len() - 1);
            state[place] ^= 1;
            change(
                database,
                "UPDATE account SET state = ?1 WHERE account = 'ada'",
                [state],
            );
        })
        .await;
        assert_eq!(
            found.differences,
            [Difference::Account(id("ada"))],
            "byte {place}"
        );
    }
    // A row that the log knows nothing of.
    let added = tampered(|database| {
        let copy =
            "INSERT INTO account SELECT 'eve', 1, NULL, NULL, NULL, NULL, wrapped_key, state FROM account
                    WHERE account = 'ada'";
        change(database, copy, []);
    })
    .await;
    assert_eq!(added.differences, [Difference::Account(id("eve"))]);
    // A row that is taken away looks like an erasure, but for the record that each erasure leaves.
    let statement = "DELETE FROM account WHERE account = 'bob'";
    let gone = tampered(|database| change(database, statement, [])).await;
    let unaccounted = Difference::Erased {
        unreadable: 7,
        accounted: 0,
    };
    assert_eq!(gone.differences, [unaccounted]);
    // Another account's state does not pass for one's own.
    let swapped = tampered(|database| {
        let bobs = bytes(database, "SELECT state FROM account WHERE account = 'bob'");
        change(
            database,
            "UPDATE account SET state = ?1 WHERE account = 'ada'",
            [bobs],
        );
    })
    .await;
    assert_eq!(swapped.differences, [Difference::Account(id("ada"))]);
}

#[tokio::test]
async fn a_changed_tally_is_named_with_both_figures() {
    let promise = "support/help-still-fast";
    let check = async |statement: &str, promise: &str, slot: u8, stored: i64, recounted: i64| {
        let found = tampered(|database| change(database, statement, [])).await;
        let [
            Difference::Tally {
                indicator,
                slot: found_slot,
                stored: found_stored,
                recounted: found_recounted,
                ..
            },
        ] = found.differences.as_slice()
        else {
            unreachable!("{statement}: {:?}", found.differences);
        };
        assert_eq!(
            (indicator.as_str(), *found_slot, *found_stored, *found_recounted),
            (promise, slot, stored, recounted),
            "{statement}"
        );
    };
    let of = "WHERE subject = 'support/help-still-fast' AND slot";
    check(
        &format!("UPDATE tally SET count = count + 1 {of} = 1"),
        promise,
        1,
        2,
        1,
    )
    .await;
    check(&format!("UPDATE tally SET count = 0 {of} = 0"), promise, 0, 0, 1).await;
    check(&format!("DELETE FROM tally {of} = 1"), promise, 1, 0, 1).await;
    check(
        "INSERT INTO tally (bucket, subject, slot, count) VALUES (494000, 'sign-in/hard-to-phish', 1, 9)",
        "sign-in/hard-to-phish",
        1,
        9,
        0,
    )
    .await;
    check(
        "UPDATE tally SET count = 0 WHERE subject = 'figures/takeovers-stopped'",
        "figures/takeovers-stopped",
        0,
        0,
        1,
    )
    .await;
}

#[tokio::test]
async fn a_changed_entry_is_named_by_its_place() {
    let check = async |place: usize, column: &str, flipped: usize| {
        let found = tampered(|database| {
            let select = format!("SELECT {column} FROM entry WHERE place = {place}");
            let mut bytes = bytes(database, &select);
            let at = flipped.min(bytes.len() - 1);
            bytes[at] ^= 1;
            let update = format!("UPDATE entry SET {column} = ?1 WHERE place = {place}");
            change(database, &update, [bytes]);
        })
        .await;
        let named = format!("log entry {place}:");
        let is_named = found
            .differences
            .iter()
            .any(|found| matches!(found, Difference::Unreadable(said) if said.starts_with(&named)));
        assert!(is_named, "{column} of {place}: {:?}", found.differences);
    };
    for place in [0, 3, 5] {
        for flipped in [0, 1, 20, 40, usize::MAX] {
            check(place, "leaf", flipped).await;
            check(place, "sealed", flipped).await;
        }
    }
    // A key that does not open is named by its account; so is an entry that was given to somebody else.
    let names = |found: &Recount, words: &str| {
        found
            .differences
            .iter()
            .any(|found| matches!(found, Difference::Unreadable(said) if said.contains(words)))
    };
    let found = tampered(|database| {
        let statement =
            "UPDATE account SET wrapped_key = zeroblob(length(wrapped_key)) WHERE account = 'bob'";
        change(database, statement, []);
    })
    .await;
    assert!(names(&found, "account `bob`"), "{found:?}");
    let statement = "UPDATE entry SET account = 'bob' WHERE place = 0";
    let found = tampered(|database| change(database, statement, [])).await;
    assert!(names(&found, "log entry 0:"), "{found:?}");
}
