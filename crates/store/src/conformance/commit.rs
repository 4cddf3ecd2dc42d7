//! One commit: all or nothing, upon the version that was read, once for each event key.

use std::sync::Arc;

use super::draft::{Draft, account, key, labels, leaf, moment, network, whole_log, wrapped_key_of};
use crate::{AccountRow, Ask, CommitError, CounterRow, Facts, Store};

super::group!("commit":
    an_empty_store_knows_nothing,
    the_first_commit_makes_the_account,
    a_later_commit_keeps_the_first_wrapped_key,
    a_commit_upon_another_version_conflicts,
    a_refused_commit_leaves_nothing,
    a_key_is_accepted_once,
    a_key_of_another_account_is_another_key,
    keys_that_look_alike_are_different_keys,
    a_duplicate_is_told_before_a_conflict,
    facts_find_the_first_answer,
    facts_count_the_network_from_the_asked_bucket_on,
    entries_of_a_commit_stand_side_by_side,
    work_counts_acknowledged_commits,
);

async fn facts(store: &Arc<dyn Store>, name: &str, event: &str) -> Facts {
    let ask = Ask {
        account: account(name),
        key: Some(key(event)),
        network: None,
        keychain: false,
    };
    store.facts(ask).await.expect("readable facts")
}

async fn an_empty_store_knows_nothing(store: Arc<dyn Store>) {
    let found = facts(&store, "ann", "k").await;
    assert!(found.account.is_none() && found.network.is_empty() && found.answered.is_none());
    assert_eq!(store.totals().await, Ok(crate::Totals::default()));
    assert_eq!(store.account(&account("ann")).await, Ok(None));
    assert!(whole_log(&store).await.is_empty());
    assert_eq!(store.checkpoints(10).await, Ok(Vec::new()));
    assert_eq!(store.work().commits, 0);
}

async fn the_first_commit_makes_the_account(store: Arc<dyn Store>) {
    let receipt = Draft::of("ann", 0)
        .key("k")
        .entry("a")
        .entry("b")
        .on(&store)
        .await;
    assert_eq!(receipt.version, 1);
    assert!(receipt.first_index.is_none_or(|index| index == 0));
    let row = AccountRow {
        version: 1,
        state: b"state 1 of ann".to_vec(),
        wrapped_key: wrapped_key_of("ann"),
    };
    assert_eq!(store.account(&account("ann")).await, Ok(Some(row.clone())));
    assert_eq!(facts(&store, "ann", "other").await.account, Some(row));
    let totals = store.totals().await.expect("totals");
    assert_eq!((totals.accounts, totals.entries, totals.attention), (1, 2, 0));
}

async fn a_later_commit_keeps_the_first_wrapped_key(store: Arc<dyn Store>) {
    Draft::of("ann", 0).on(&store).await;
    let mut second = Draft::of("ann", 1).state(b"").done();
    second.wrapped_key = Some(b"another".to_vec());
    assert_eq!(store.commit(second).await.map(|receipt| receipt.version), Ok(2));
    let row = AccountRow {
        version: 2,
        state: Vec::new(),
        wrapped_key: wrapped_key_of("ann"),
    };
    assert_eq!(store.account(&account("ann")).await, Ok(Some(row)));
}

async fn a_commit_upon_another_version_conflicts(store: Arc<dyn Store>) {
    // Version 0 stands for "no row": nothing else is accepted for an account that nobody has seen.
    for expected in [1, 7, u64::MAX] {
        let mut commit = Draft::of("ann", 0).done();
        commit.expected_version = expected;
        assert_eq!(
            store.commit(commit).await,
            Err(CommitError::Conflict),
            "upon {expected}"
        );
    }
    Draft::of("ann", 0).on(&store).await;
    Draft::of("ann", 1).on(&store).await;
    for expected in [0, 1, 3] {
        assert_eq!(
            Draft::of("ann", expected).try_on(&store).await,
            Err(CommitError::Conflict),
            "upon {expected}"
        );
    }
    assert_eq!(Draft::of("ann", 2).on(&store).await.version, 3);
}

async fn a_refused_commit_leaves_nothing(store: Arc<dyn Store>) {
    Draft::of("ann", 0)
        .key("first")
        .entry("a")
        .tally("t", 1, 0, 1)
        .on(&store)
        .await;
    let full = |version: u64, event: &str| {
        Draft::of("ann", version)
            .key(event)
            .state(b"must not appear")
            .entry("must not appear")
            .tally("t", 1, 0, 100)
            .network(network(1), 1, 0, 100)
            .wake_at(5)
            .attention(5)
    };
    assert_eq!(full(9, "second").try_on(&store).await, Err(CommitError::Conflict));
    assert_eq!(full(1, "first").try_on(&store).await, Err(CommitError::Duplicate));

    let row = store
        .account(&account("ann"))
        .await
        .expect("an account")
        .expect("an account");
    assert_eq!((row.version, row.state), (1, b"state 1 of ann".to_vec()));
    assert_eq!(labels(&whole_log(&store).await), ["a"]);
    let one = CounterRow {
        subject: "t".to_owned(),
        bucket: 1,
        slot: 0,
        count: 1,
    };
    assert_eq!(store.tallies(i64::MIN, i64::MAX).await, Ok(vec![one]));
    assert_eq!(store.networks(i64::MIN, 0, 10).await, Ok(Vec::new()));
    assert_eq!(store.due(moment(10), 10).await, Ok(Vec::new()));
    assert_eq!(store.attention(None, 10).await, Ok(Vec::new()));
    assert_eq!(facts(&store, "ann", "second").await.answered, None);
    // The key of a commit that conflicted is free, and the version of one that was a duplicate as well.
    assert_eq!(full(1, "second").on(&store).await.version, 2);
}

async fn a_key_is_accepted_once(store: Arc<dyn Store>) {
    Draft::of("ann", 0).key("k").entry("a").on(&store).await;
    Draft::of("ann", 1).key("l").entry("b").on(&store).await;
    assert_eq!(
        Draft::of("ann", 2).key("k").try_on(&store).await,
        Err(CommitError::Duplicate)
    );
    // What no event caused has no key, and may happen again and again.
    Draft::of("ann", 2).on(&store).await;
    Draft::of("ann", 3).on(&store).await;
}

async fn a_key_of_another_account_is_another_key(store: Arc<dyn Store>) {
    Draft::of("ann", 0).key("k").entry("of ann").on(&store).await;
    Draft::of("bob", 0).key("k").entry("of bob").on(&store).await;
    for (name, label) in [("ann", "of ann"), ("bob", "of bob")] {
        let answered = facts(&store, name, "k").await.answered.expect("an answer");
        assert_eq!(
            (answered.account, answered.leaf),
            (Some(account(name)), leaf(label))
        );
    }
    assert_eq!(facts(&store, "cid", "k").await.answered, None);
}

async fn keys_that_look_alike_are_different_keys(store: Arc<dyn Store>) {
    // A backend may store some keys in a shorter form; no two keys may meet there.
    let alike = [
        "0190b1c2-3d4e-7f50-8a6b-7c8d9eafb0c1",
        "0190B1C2-3D4E-7F50-8A6B-7C8D9EAFB0C1",
        "0190b1c23d4e7f508a6b7c8d9eafb0c1",
        "{0190b1c2-3d4e-7f50-8a6b-7c8d9eafb0c1}",
        "0190b1c2-3d4e-7f50-8a6b-7c8d9eafb0c",
        "0190b1c2-3d4e-7f50-8a6b+7c8d9eafb0c1",
        "00000000-0000-0000-0000-000000000000",
        "exactly 16 bytes",
        "k",
        "K",
        "é",
        "e\u{301}",
    ];
    for (version, name) in (0..).zip(alike) {
        Draft::of("ann", version).key(name).entry(name).on(&store).await;
    }
    for name in alike {
        let answered = facts(&store, "ann", name).await.answered.expect("an answer");
        assert_eq!(answered.leaf, leaf(name));
        assert_eq!(
            Draft::of("ann", 12).key(name).try_on(&store).await,
            Err(CommitError::Duplicate),
            "{name}"
        );
    }
}

async fn a_duplicate_is_told_before_a_conflict(store: Arc<dyn Store>) {
    // The caller whose first try was acknowledged, but not heard, must learn that rather than decide again.
    Draft::of("ann", 0).key("k").entry("a").on(&store).await;
    Draft::of("ann", 1).entry("b").on(&store).await;
    for expected in [0, 1, 2, 9] {
        let again = Draft::of("ann", expected).key("k").try_on(&store).await;
        assert_eq!(again, Err(CommitError::Duplicate), "upon {expected}");
    }
}

async fn facts_find_the_first_answer(store: Arc<dyn Store>) {
    Draft::of("bob", 0).entry("before").on(&store).await;
    Draft::of("ann", 0)
        .key("k")
        .entry("first")
        .entry("second")
        .on(&store)
        .await;
    let found = facts(&store, "ann", "k").await;
    let answered = found.answered.expect("an answer");
    assert_eq!(answered.index, 1);
    assert_eq!(answered.account, Some(account("ann")));
    assert_eq!(answered.wrapped_key, Some(wrapped_key_of("ann")));
    assert_eq!(answered.leaf, leaf("first"));
    assert_eq!(answered.sealed, Some(b"sealed first".to_vec()));
    assert_eq!(found.account.map(|row| row.version), Some(1));
    // A commit without entries holds its key too, though there is no entry to find.
    Draft::of("ann", 1).key("bare").on(&store).await;
    assert_eq!(facts(&store, "ann", "bare").await.answered, None);
    assert_eq!(
        Draft::of("ann", 2).key("bare").try_on(&store).await,
        Err(CommitError::Duplicate)
    );
}

async fn facts_count_the_network_from_the_asked_bucket_on(store: Arc<dyn Store>) {
    Draft::of("ann", 0)
        .network(network(1), 10, 1, 1)
        .network(network(1), 12, 1, 2)
        .network(network(1), 11, 2, 3)
        .network(network(1), 11, 0, 4)
        .network(network(1), 9, 0, 5)
        .network(network(2), 11, 0, 6)
        .on(&store)
        .await;
    let asked = async |third: u8, from: i64| {
        let ask = Ask {
            account: account("new"),
            key: Some(key("k")),
            network: Some((network(third), from)),
            keychain: false,
        };
        store.facts(ask).await.expect("readable facts").network
    };
    assert_eq!(
        asked(1, 10).await,
        [(10, 1, 1), (11, 0, 4), (11, 2, 3), (12, 1, 2)]
    );
    assert_eq!(asked(1, 13).await, []);
    assert_eq!(asked(2, i64::MIN).await, [(11, 0, 6)]);
    assert_eq!(asked(3, i64::MIN).await, []);
}

async fn entries_of_a_commit_stand_side_by_side(store: Arc<dyn Store>) {
    let first = Draft::of("ann", 0).entry("a1").entry("a2").on(&store).await;
    let none = Draft::of("ann", 1).on(&store).await;
    let second = Draft::of("bob", 0)
        .entry("b1")
        .entry("b2")
        .entry("b3")
        .on(&store)
        .await;
    assert!(first.first_index.is_none_or(|index| index == 0));
    assert_eq!(
        none.first_index, None,
        "a commit without entries has no first entry"
    );
    assert!(second.first_index.is_none_or(|index| index == 2));
    let log = whole_log(&store).await;
    assert_eq!(labels(&log), ["a1", "a2", "b1", "b2", "b3"]);
    assert!(log.iter().map(|entry| entry.index).eq(0..5));
}

async fn work_counts_acknowledged_commits(store: Arc<dyn Store>) {
    Draft::of("ann", 0).key("k").on(&store).await;
    Draft::of("ann", 1).on(&store).await;
    assert!(Draft::of("ann", 1).try_on(&store).await.is_err());
    assert!(Draft::of("ann", 2).key("k").try_on(&store).await.is_err());
    let work = store.work();
    assert_eq!(work.commits, 2);
    assert!(
        (1..=4).contains(&work.batches) && work.sync_nanos <= work.busy_nanos,
        "{work:?}"
    );
}
