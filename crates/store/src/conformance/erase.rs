//! Erasure: the person becomes unreadable, the log stays whole, and the farewell is part of the same commit.

use std::sync::Arc;

use super::draft::{Draft, account, key, labels, leaf, moment, network, whole_log, wrapped_key_of};
use crate::{Ask, CommitError, CounterRow, Store};

super::group!("erase":
    nothing_readable_of_the_account_is_left,
    the_leaves_and_the_counters_stay,
    another_account_is_untouched,
    a_conflict_leaves_everything,
    a_farewell_that_is_refused_leaves_everything,
    an_account_cannot_say_its_own_farewell,
    an_account_without_a_row_is_erased_already,
    an_erased_account_may_begin_anew,
    an_erased_account_may_be_erased_again_later,
);

/// `ann` with three commits and four entries, among entries of `bob`; `clerk` says farewells.
async fn populated(store: &Arc<dyn Store>) {
    Draft::of("ann", 0)
        .key("a0")
        .entry("ann 0")
        .entry("ann 1")
        .tally("p", 1, 0, 2)
        .on(store)
        .await;
    Draft::of("bob", 0).key("a0").entry("bob 0").on(store).await;
    Draft::of("ann", 1)
        .key("bare")
        .network(network(1), 1, 0, 1)
        .on(store)
        .await;
    Draft::of("ann", 2)
        .key("0190b1c2-3d4e-7f50-8a6b-7c8d9eafb0c1")
        .entry("ann 2")
        .wake_at(5)
        .attention(6)
        .on(store)
        .await;
    Draft::of("bob", 1)
        .key("b1")
        .entry("bob 1")
        .wake_at(5)
        .attention(6)
        .on(store)
        .await;
}

fn farewell(version: u64) -> Draft {
    Draft::of("clerk", version)
        .key("erase ann")
        .entry("farewell")
        .tally("p", 1, 0, 1)
}

async fn nothing_readable_of_the_account_is_left(store: Arc<dyn Store>) {
    populated(&store).await;
    let receipt = store
        .erase(&account("ann"), 3, farewell(0).done())
        .await
        .expect("an erasure");
    assert_eq!(receipt.version, 1, "the receipt is the farewell's");
    assert!(receipt.first_index.is_none_or(|index| index == 5));

    assert_eq!(store.account(&account("ann")).await, Ok(None));
    assert_eq!(store.timeline(&account("ann"), None, 10).await, Ok(Vec::new()));
    assert_eq!(store.accounts("ann", None, 10).await, Ok(Vec::new()));
    for name in ["a0", "bare", "0190b1c2-3d4e-7f50-8a6b-7c8d9eafb0c1"] {
        let found = store
            .facts(Ask {
                account: account("ann"),
                key: Some(key(name)),
                network: None,
                keychain: false,
            })
            .await
            .expect("facts");
        assert!(found.account.is_none() && found.answered.is_none(), "{name}");
    }
    let due = store.due(moment(9), 10).await.expect("a list");
    assert_eq!(due, [account("bob")]);
    let attention = store.attention(None, 10).await.expect("a list");
    assert!(attention.iter().map(|(_, id, _)| id).eq(&[account("bob")]));
    let totals = store.totals().await.expect("totals");
    assert_eq!((totals.accounts, totals.attention, totals.entries), (2, 1, 6));
}

async fn the_leaves_and_the_counters_stay(store: Arc<dyn Store>) {
    populated(&store).await;
    let before = whole_log(&store).await;
    store
        .erase(&account("ann"), 3, farewell(0).done())
        .await
        .expect("an erasure");
    let after = whole_log(&store).await;
    assert_eq!(
        labels(&after),
        ["ann 0", "ann 1", "bob 0", "ann 2", "bob 1", "farewell"]
    );
    for (old, new) in before.iter().zip(&after) {
        assert_eq!((old.index, &old.leaf), (new.index, &new.leaf));
        if old.account == Some(account("ann")) {
            assert_eq!(
                (&new.account, &new.wrapped_key, &new.sealed),
                (&None, &None, &None)
            );
        } else {
            assert_eq!(old, new);
        }
    }
    let count = |subject: &str, count| CounterRow {
        subject: subject.to_owned(),
        bucket: 1,
        slot: 0,
        count,
    };
    assert_eq!(store.tallies(0, 9).await, Ok(vec![count("p", 3)]));
    let of_network = CounterRow {
        subject: network(1),
        bucket: 1,
        slot: 0,
        count: 1,
    };
    assert_eq!(store.networks(0, 0, 9).await, Ok(vec![of_network]));
}

async fn another_account_is_untouched(store: Arc<dyn Store>) {
    populated(&store).await;
    let row = store.account(&account("bob")).await;
    let timeline = store.timeline(&account("bob"), None, 10).await;
    store
        .erase(&account("ann"), 3, farewell(0).done())
        .await
        .expect("an erasure");
    assert_eq!(store.account(&account("bob")).await, row);
    assert_eq!(store.timeline(&account("bob"), None, 10).await, timeline);
    assert_eq!(
        Draft::of("bob", 2).key("a0").try_on(&store).await,
        Err(CommitError::Duplicate)
    );
    assert_eq!(Draft::of("bob", 2).on(&store).await.version, 3);
}

/// Tries an erasure that must be refused, and expects that nothing changed.
async fn refused(store: &Arc<dyn Store>, version: u64, farewell: Draft, expected: CommitError) {
    let before = (
        whole_log(store).await,
        store.tallies(0, 9).await,
        store.totals().await,
    );
    let row = store.account(&account("ann")).await;
    let clerk = store.account(&account("clerk")).await;
    assert_eq!(
        store.erase(&account("ann"), version, farewell.done()).await,
        Err(expected)
    );
    assert_eq!(
        (
            whole_log(store).await,
            store.tallies(0, 9).await,
            store.totals().await
        ),
        before
    );
    assert_eq!(store.account(&account("ann")).await, row);
    assert_eq!(store.account(&account("clerk")).await, clerk);
    assert_eq!(
        labels(
            &store
                .timeline(&account("ann"), None, 10)
                .await
                .expect("a timeline")
        ),
        ["ann 2", "ann 1", "ann 0"]
    );
    assert_eq!(
        store.due(moment(9), 10).await,
        Ok(vec![account("ann"), account("bob")])
    );
}

async fn a_conflict_leaves_everything(store: Arc<dyn Store>) {
    populated(&store).await;
    for version in [0, 2, 4, u64::MAX] {
        refused(&store, version, farewell(0), CommitError::Conflict).await;
    }
    store
        .erase(&account("ann"), 3, farewell(0).done())
        .await
        .expect("an erasure");
}

async fn a_farewell_that_is_refused_leaves_everything(store: Arc<dyn Store>) {
    populated(&store).await;
    refused(&store, 3, farewell(1), CommitError::Conflict).await;
    Draft::of("clerk", 0)
        .key("erase ann")
        .entry("said before")
        .on(&store)
        .await;
    refused(&store, 3, farewell(0), CommitError::Duplicate).await;
    refused(&store, 3, farewell(1), CommitError::Duplicate).await;
    // As with commits: who asks again for what was done is told so, whatever became of the versions.
    refused(&store, 9, farewell(1), CommitError::Duplicate).await;
}

async fn an_account_cannot_say_its_own_farewell(store: Arc<dyn Store>) {
    populated(&store).await;
    for version in [0, 3] {
        refused(
            &store,
            3,
            Draft::of("ann", version).entry("farewell"),
            CommitError::Conflict,
        )
        .await;
    }
}

async fn an_account_without_a_row_is_erased_already(store: Arc<dyn Store>) {
    populated(&store).await;
    assert_eq!(
        store.erase(&account("nobody"), 1, farewell(0).done()).await,
        Err(CommitError::Conflict)
    );
    store
        .erase(&account("nobody"), 0, farewell(0).done())
        .await
        .expect("an erasure of nothing");
    assert_eq!(
        labels(&whole_log(&store).await).last().map(String::as_str),
        Some("farewell")
    );
    assert_eq!(store.totals().await.map(|totals| totals.accounts), Ok(3));
}

async fn an_erased_account_may_begin_anew(store: Arc<dyn Store>) {
    populated(&store).await;
    store
        .erase(&account("ann"), 3, farewell(0).done())
        .await
        .expect("an erasure");
    assert_eq!(
        Draft::of("ann", 3).try_on(&store).await,
        Err(CommitError::Conflict)
    );
    let mut anew = Draft::of("ann", 0).key("a0").entry("anew").done();
    anew.wrapped_key = Some(b"a fresh key".to_vec());
    assert_eq!(store.commit(anew).await.map(|receipt| receipt.version), Ok(1));

    let timeline = store
        .timeline(&account("ann"), None, 10)
        .await
        .expect("a timeline");
    assert_eq!(labels(&timeline), ["anew"], "what was before stays unreadable");
    assert_eq!(timeline[0].wrapped_key, Some(b"a fresh key".to_vec()));
    let answered = store
        .facts(Ask {
            account: account("ann"),
            key: Some(key("a0")),
            network: None,
            keychain: false,
        })
        .await
        .expect("facts")
        .answered;
    assert_eq!(answered.map(|entry| entry.leaf), Some(leaf("anew")));
    let log = whole_log(&store).await;
    assert_eq!((&log[0].account, &log[0].wrapped_key), (&None, &None));
}

async fn an_erased_account_may_be_erased_again_later(store: Arc<dyn Store>) {
    populated(&store).await;
    store
        .erase(&account("ann"), 3, farewell(0).done())
        .await
        .expect("an erasure");
    Draft::of("ann", 0).key("a0").entry("anew").on(&store).await;
    let second = Draft::of("clerk", 1)
        .key("erase ann again")
        .entry("farewell again")
        .done();
    store
        .erase(&account("ann"), 1, second)
        .await
        .expect("a second erasure");
    let log = whole_log(&store).await;
    assert_eq!(
        labels(&log),
        [
            "ann 0",
            "ann 1",
            "bob 0",
            "ann 2",
            "bob 1",
            "farewell",
            "anew",
            "farewell again"
        ]
    );
    let readable: Vec<u64> = log
        .iter()
        .filter(|entry| entry.sealed.is_some())
        .map(|entry| entry.index)
        .collect();
    assert_eq!(readable, [2, 4, 5, 7]);
    assert_eq!(
        store
            .account(&account("bob"))
            .await
            .map(|row| row.map(|row| row.wrapped_key)),
        Ok(Some(wrapped_key_of("bob")))
    );
}
