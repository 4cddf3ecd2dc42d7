//! What the house keeps for itself: settled values and leases.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::draft::moment;
use crate::Store;

super::group!("house":
    the_first_writer_settles_a_value,
    racing_writers_settle_one_value,
    a_lease_is_held_by_one,
    a_holder_may_extend_and_end_its_lease,
    of_many_holders_one_gets_the_lease,
);

async fn the_first_writer_settles_a_value(store: Arc<dyn Store>) {
    assert_eq!(store.settle("name", b"first").await, Ok(b"first".to_vec()));
    assert_eq!(store.settle("name", b"second").await, Ok(b"first".to_vec()));
    assert_eq!(store.settle("name", b"").await, Ok(b"first".to_vec()));
    assert_eq!(
        store.settle("Name", b"").await,
        Ok(Vec::new()),
        "an empty value is a value"
    );
    assert_eq!(store.settle("Name", b"late").await, Ok(Vec::new()));
}

async fn racing_writers_settle_one_value(store: Arc<dyn Store>) {
    let racers: Vec<_> = (0..16u8)
        .map(|racer| {
            let store = Arc::clone(&store);
            tokio::spawn(async move { store.settle("race", &[racer]).await })
        })
        .collect();
    let mut values = BTreeSet::new();
    for racer in racers {
        values.insert(racer.await.expect("a racer that ends").expect("a value"));
    }
    assert_eq!(values.len(), 1, "{values:?}");
}

async fn a_lease_is_held_by_one(store: Arc<dyn Store>) {
    let lease = async |name: &str, holder: &str, now: i64, until: i64| {
        store
            .lease(name, holder, moment(now), moment(until))
            .await
            .expect("an answer")
    };
    assert!(lease("job", "a", 10, 20).await);
    assert!(!lease("job", "b", 10, 30).await);
    assert!(!lease("job", "b", 19, 30).await);
    assert!(
        lease("other job", "b", 10, 30).await,
        "another job is another lease"
    );
    assert!(lease("job", "b", 20, 30).await, "a lease ends at its moment");
    assert!(!lease("job", "a", 21, 40).await);
}

async fn a_holder_may_extend_and_end_its_lease(store: Arc<dyn Store>) {
    let lease = async |holder: &str, now: i64, until: i64| {
        store
            .lease("job", holder, moment(now), moment(until))
            .await
            .expect("an answer")
    };
    assert!(lease("a", 10, 20).await);
    assert!(lease("a", 15, 40).await);
    assert!(!lease("b", 30, 50).await);
    assert!(
        lease("a", 31, 31).await,
        "a holder that is done gives its lease back"
    );
    assert!(lease("b", 31, 50).await);
}

async fn of_many_holders_one_gets_the_lease(store: Arc<dyn Store>) {
    let racers: Vec<_> = (0..16)
        .map(|racer| {
            let store = Arc::clone(&store);
            tokio::spawn(async move {
                store
                    .lease("job", &format!("node {racer}"), moment(10), moment(20))
                    .await
            })
        })
        .collect();
    let mut holders = 0;
    for racer in racers {
        holders += usize::from(racer.await.expect("a racer that ends").expect("an answer"));
    }
    assert_eq!(holders, 1);
}
