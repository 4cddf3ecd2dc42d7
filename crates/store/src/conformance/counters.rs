//! Tallies of promises and counters of networks: every move is added exactly once.

use std::sync::Arc;

use vocabulary::Network;

use super::draft::{Draft, network};
use crate::{CommitError, CounterRow, Store};

super::group!("counters":
    moves_add_up,
    moves_of_one_commit_to_one_counter_all_count,
    a_counter_at_zero_is_not_listed,
    a_counter_stops_at_its_limit,
    tallies_are_read_by_bucket_and_ordered,
    networks_are_ranked_by_one_slot,
    forgetting_networks_leaves_later_buckets,
);

async fn tallies(store: &Arc<dyn Store>, from: i64, until: i64) -> Vec<(String, i64, u8, i64)> {
    let rows = store.tallies(from, until).await.expect("tallies");
    rows.into_iter()
        .map(|row| (row.subject, row.bucket, row.slot, row.count))
        .collect()
}

fn row(subject: &str, bucket: i64, slot: u8, count: i64) -> (String, i64, u8, i64) {
    (subject.to_owned(), bucket, slot, count)
}

async fn moves_add_up(store: Arc<dyn Store>) {
    Draft::of("ann", 0)
        .key("k")
        .tally("p", 5, 0, 3)
        .network(network(1), 5, 0, 3)
        .on(&store)
        .await;
    Draft::of("bob", 0)
        .tally("p", 5, 0, 4)
        .network(network(1), 5, 0, 4)
        .on(&store)
        .await;
    Draft::of("ann", 1)
        .tally("p", 5, 0, -10)
        .network(network(1), 5, 0, 2)
        .on(&store)
        .await;
    // Neither a duplicate nor a conflict moves anything.
    let again = Draft::of("ann", 2)
        .key("k")
        .tally("p", 5, 0, 3)
        .try_on(&store)
        .await;
    assert_eq!(again, Err(CommitError::Duplicate));
    let late = Draft::of("ann", 1).tally("p", 5, 0, 3).try_on(&store).await;
    assert_eq!(late, Err(CommitError::Conflict));
    assert_eq!(tallies(&store, 0, 10).await, [row("p", 5, 0, -3)]);
    let expected = CounterRow {
        subject: network(1),
        bucket: 5,
        slot: 0,
        count: 9,
    };
    assert_eq!(store.networks(0, 0, 10).await, Ok(vec![expected]));
}

async fn moves_of_one_commit_to_one_counter_all_count(store: Arc<dyn Store>) {
    Draft::of("ann", 0)
        .tally("p", 1, 0, 1)
        .tally("p", 1, 0, 1)
        .tally("p", 1, 1, 7)
        .tally("p", 1, 0, -5)
        .on(&store)
        .await;
    assert_eq!(
        tallies(&store, 1, 2).await,
        [row("p", 1, 0, -3), row("p", 1, 1, 7)]
    );
}

async fn a_counter_at_zero_is_not_listed(store: Arc<dyn Store>) {
    Draft::of("ann", 0)
        .tally("p", 1, 0, 2)
        .tally("q", 1, 0, 0)
        .network(network(1), 1, 0, 2)
        .on(&store)
        .await;
    Draft::of("ann", 1)
        .tally("p", 1, 0, -2)
        .network(network(1), 1, 0, -2)
        .on(&store)
        .await;
    assert_eq!(tallies(&store, 0, 9).await, []);
    assert_eq!(store.networks(0, 0, 10).await, Ok(Vec::new()));
    assert_eq!(store.forget_networks(9).await, Ok(0));
}

async fn a_counter_stops_at_its_limit(store: Arc<dyn Store>) {
    // What one caller sends must never make the commits of others fail, so a counter saturates.
    Draft::of("ann", 0)
        .tally("p", 1, 0, i64::MAX)
        .tally("p", 1, 1, i64::MIN)
        .on(&store)
        .await;
    Draft::of("ann", 1)
        .tally("p", 1, 0, 5)
        .tally("p", 1, 1, -5)
        .on(&store)
        .await;
    assert_eq!(
        tallies(&store, 0, 9).await,
        [row("p", 1, 0, i64::MAX), row("p", 1, 1, i64::MIN)]
    );
    Draft::of("ann", 2)
        .tally("p", 1, 0, -1)
        .tally("p", 1, 1, 1)
        .on(&store)
        .await;
    assert_eq!(
        tallies(&store, 0, 9).await,
        [row("p", 1, 0, i64::MAX - 1), row("p", 1, 1, i64::MIN + 1)]
    );
}

async fn tallies_are_read_by_bucket_and_ordered(store: Arc<dyn Store>) {
    Draft::of("ann", 0)
        .tally("b", 3, 1, 1)
        .tally("b", 3, 0, 2)
        .tally("a", 4, 0, 3)
        .tally("c", 2, 0, 4)
        .tally("b", -2, 255, 5)
        .tally("é", 3, 0, 6)
        .tally("", 3, 0, 7)
        .on(&store)
        .await;
    let all = [
        row("", 3, 0, 7),
        row("a", 4, 0, 3),
        row("b", -2, 255, 5),
        row("b", 3, 0, 2),
        row("b", 3, 1, 1),
        row("c", 2, 0, 4),
        row("é", 3, 0, 6),
    ];
    assert_eq!(tallies(&store, i64::MIN, i64::MAX).await, all);
    assert_eq!(
        tallies(&store, 2, 4).await,
        [
            row("", 3, 0, 7),
            row("b", 3, 0, 2),
            row("b", 3, 1, 1),
            row("c", 2, 0, 4),
            row("é", 3, 0, 6)
        ]
    );
    assert_eq!(tallies(&store, 4, 4).await, []);
    assert_eq!(tallies(&store, 5, 2).await, []);
}

async fn networks_are_ranked_by_one_slot(store: Arc<dyn Store>) {
    let six = Network::V6([0x20, 0x01, 0x0d, 0xb8, 0, 1]);
    Draft::of("ann", 0)
        .network(network(1), 10, 0, 5)
        .network(network(1), 11, 0, 5)
        .network(network(1), 11, 1, 100)
        .network(network(2), 10, 0, 9)
        .network(network(2), 9, 0, 50)
        .network(six, 12, 0, 10)
        .network(network(3), 12, 1, 500)
        .network(network(4), 12, 0, -3)
        .on(&store)
        .await;
    let ranked = async |from: i64, slot: u8, limit: u32| {
        let rows = store.networks(from, slot, limit).await.expect("networks");
        rows.into_iter()
            .map(|row| (row.subject, row.bucket, row.slot, row.count))
            .collect::<Vec<_>>()
    };
    let (one, two) = (network(1), network(2));
    let first = [(one, 10, 0, 5), (one, 11, 0, 5), (one, 11, 1, 100)];
    // Equal sums are told in the order of the networks; a sum that is not above zero is not told at all.
    assert_eq!(
        ranked(10, 0, 9).await,
        [first.as_slice(), &[(six, 12, 0, 10), (two, 10, 0, 9)]].concat()
    );
    assert_eq!(
        ranked(10, 0, 1).await,
        first,
        "the limit counts networks, not counters"
    );
    assert_eq!(ranked(9, 0, 1).await, [(two, 9, 0, 50), (two, 10, 0, 9)]);
    assert_eq!(
        ranked(11, 1, 9).await,
        [(network(3), 12, 1, 500), (one, 11, 0, 5), (one, 11, 1, 100)]
    );
    assert_eq!(ranked(0, 0, 0).await, []);
    assert_eq!(ranked(0, 7, 9).await, []);
}

async fn forgetting_networks_leaves_later_buckets(store: Arc<dyn Store>) {
    Draft::of("ann", 0)
        .network(network(1), 1, 0, 1)
        .network(network(1), 2, 0, 2)
        .network(network(1), 3, 0, 3)
        .network(network(2), 1, 5, 4)
        .tally("p", 1, 0, 5)
        .on(&store)
        .await;
    assert_eq!(store.forget_networks(1).await, Ok(0));
    assert_eq!(store.forget_networks(3).await, Ok(3));
    assert_eq!(store.forget_networks(3).await, Ok(0));
    let expected = CounterRow {
        subject: network(1),
        bucket: 3,
        slot: 0,
        count: 3,
    };
    assert_eq!(store.networks(i64::MIN, 0, 10).await, Ok(vec![expected]));
    assert_eq!(
        tallies(&store, 1, 2).await,
        [row("p", 1, 0, 5)],
        "tallies are not networks"
    );
}
