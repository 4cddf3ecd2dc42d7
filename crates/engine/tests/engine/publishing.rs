//! The published log is whole at every size, and never takes anything back.

use std::sync::Arc;

use ledger::checkpoint::Checkpoint;
use ledger::entry::Leaf;
use ledger::verify::{verify_log, verify_log_and_entries};
use ledger::watch::{Growth, compare};
use store::Store;

use crate::house::House;

#[tokio::test]
async fn every_size_verifies_and_continues_all_before_it() {
    let house = House::new();
    let mut earlier: Vec<Checkpoint> = Vec::new();
    for size in [0, 1, 255, 256, 257, 1_000] {
        house.grow_to(size).await;
        assert_eq!(house.engine.publish().await.unwrap(), size);
        let log = house.published().await;
        let report = verify_log(&log, house.engine.verifier());
        assert!(report.is_sound(), "{size}: {:?}", report.faults);
        let now = house.checkpoint().await;
        assert_eq!((now.size, report.entries_sound), (size, size));
        for before in &earlier {
            let expected = Growth::Grew {
                from: before.size,
                to: size,
            };
            assert_eq!(compare(before, &now, &log), expected, "{} to {size}", before.size);
        }
        earlier.push(now);
    }
    // The tree hashes what is stored beside it, entry by entry.
    let stored = house.store.entries(0, 1_000).await.unwrap();
    let log = house.published().await;
    let report = verify_log_and_entries(&log, house.engine.verifier(), &mut |index, bytes| {
        let entry = &stored[usize::try_from(index).unwrap()];
        assert_eq!((entry.index, entry.leaf.as_slice()), (index, bytes));
        let leaf = Leaf::parse(bytes).unwrap();
        leaf.check_sealed(entry.sealed.as_deref().unwrap()).unwrap();
        None
    });
    assert_eq!(report.entries_sound, 1_000);
}

#[tokio::test]
async fn nothing_new_is_nothing_signed() {
    let house = House::new();
    house.grow_to(3).await;
    for _ in 0..3 {
        assert_eq!(house.engine.publish().await.unwrap(), 3);
    }
    assert_eq!(house.store.checkpoints(10).await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_nodes_that_publish_at_once_agree() {
    let house = House::new();
    let engines = [
        Arc::clone(&house.engine),
        house.another_engine(),
        house.another_engine(),
    ];
    for size in [10, 300, 301, 700] {
        let tasks: Vec<_> = engines
            .iter()
            .map(|engine| {
                let engine = Arc::clone(engine);
                tokio::spawn(async move { engine.publish().await })
            })
            .collect();
        house.grow_to(size).await;
        for task in tasks {
            assert!(task.await.unwrap().unwrap() <= size);
        }
        for engine in &engines {
            assert_eq!(engine.publish().await.unwrap(), size);
        }
        let log = house.published().await;
        let report = verify_log(&log, house.engine.verifier());
        assert!(report.is_sound(), "{size}: {:?}", report.faults);
    }
    // However the publications fell, each checkpoint continues the one before.
    let log = house.published().await;
    let checkpoints: Vec<Checkpoint> = house
        .store
        .checkpoints(100)
        .await
        .unwrap()
        .into_iter()
        .map(|(_, _, note)| {
            Checkpoint::open(&String::from_utf8(note).unwrap(), house.engine.verifier()).unwrap()
        })
        .collect();
    let newest = house.checkpoint().await;
    for before in checkpoints.iter().skip(1) {
        assert!(
            matches!(compare(before, &newest, &log), Growth::Grew { .. }),
            "{}",
            before.size
        );
    }
}
