//! The embedded store keeps every promise of the port, and those of a directory: it is served by one process,
//! found again as it was left, readable beside the server, and never opened by a program that does not know it.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]

use std::path::Path;
use std::sync::{Arc, Mutex};

use store::embedded::EmbeddedStore;
use store::{Ask, Commit, CommitError, CounterMove, NewEntry, Store, StoreError};
use tempfile::TempDir;
use vocabulary::{AccountId, EventKey, Moment};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_embedded_store_conforms() {
    let directories: Mutex<Vec<TempDir>> = Mutex::default();
    store::conformance::run(async || {
        let directory = tempfile::tempdir().unwrap();
        let store = EmbeddedStore::open(directory.path()).unwrap();
        directories.lock().unwrap().push(directory);
        Arc::new(store) as Arc<dyn Store>
    })
    .await;
}

fn account(name: &str) -> AccountId {
    AccountId::new(name).unwrap()
}

fn commit(name: &str, expected_version: u64) -> Commit {
    Commit {
        account: account(name),
        expected_version,
        key: Some(EventKey::new(&format!("key of {name} {expected_version}")).unwrap()),
        state: format!("state of {name} {expected_version}").into_bytes(),
        wrapped_key: Some(format!("wrapped key of {name}").into_bytes()),
        entries: vec![NewEntry {
            leaf: format!("leaf {expected_version}").into_bytes(),
            sealed: format!("sealed of {name} {expected_version}").into_bytes(),
            topic: None,
        }],
        tallies: vec![CounterMove {
            subject: "commits".to_owned(),
            bucket: 7,
            slot: 0,
            by: 1,
        }],
        network: Vec::new(),
        wake_at: None,
        attention: Some(Moment::from_millis(1)),
        belongings: store::Belongings::default(),
    }
}

async fn versions(store: &EmbeddedStore, name: &str) -> Option<u64> {
    store
        .account(&account(name))
        .await
        .unwrap()
        .map(|row| row.version)
}

#[tokio::test]
async fn what_was_acknowledged_is_there_after_opening_again() {
    let directory = tempfile::tempdir().unwrap();
    for round in 0..5 {
        let store = EmbeddedStore::open(directory.path()).unwrap();
        assert_eq!(versions(&store, "ann").await, (round > 0).then_some(round));
        let receipt = store.commit(commit("ann", round)).await.unwrap();
        assert_eq!((receipt.version, receipt.first_index), (round + 1, Some(round)));
        let again = store.commit(commit("ann", round)).await;
        assert_eq!(again, Err(CommitError::Duplicate));
        assert_eq!(
            store
                .settle("name", &[u8::try_from(round).unwrap()])
                .await
                .unwrap(),
            [0]
        );
        assert_eq!(
            store.tallies(0, 9).await.unwrap()[0].count,
            i64::try_from(round).unwrap() + 1
        );
        let totals = store.totals().await.unwrap();
        assert_eq!(
            (totals.accounts, totals.attention, totals.entries),
            (1, 1, round + 1)
        );
        assert_eq!(store.integrity(), [""; 0]);
    }
}

#[tokio::test]
async fn a_directory_is_served_by_one_store() {
    let directory = tempfile::tempdir().unwrap();
    let first = EmbeddedStore::open(directory.path()).unwrap();
    let Err(StoreError::Busy(told)) = EmbeddedStore::open(directory.path()) else {
        panic!("a second store opened the directory");
    };
    for part in [
        directory.path().to_str().unwrap(),
        &format!("process {}", std::process::id()),
    ] {
        assert!(told.contains(part), "{told}");
    }
    first.commit(commit("ann", 0)).await.unwrap();
    drop(first);
    let second = EmbeddedStore::open(directory.path()).unwrap();
    assert_eq!(versions(&second, "ann").await, Some(1));
}

#[tokio::test]
async fn closing_finishes_what_was_begun() {
    let directory = tempfile::tempdir().unwrap();
    let store = Arc::new(EmbeddedStore::open(directory.path()).unwrap());
    let running: Vec<_> = (0..50)
        .map(|number| {
            let store = Arc::clone(&store);
            tokio::spawn(async move { store.commit(commit(&format!("account {number}"), 0)).await })
        })
        .collect();
    tokio::task::yield_now().await;
    store.close();
    let mut acknowledged = 0;
    for each in running {
        match each.await.unwrap() {
            Ok(_) => acknowledged += 1,
            Err(CommitError::Store(StoreError::Unavailable(_))) => {}
            Err(other) => panic!("{other}"),
        }
    }
    let late = store.commit(commit("late", 0)).await;
    assert!(
        matches!(late, Err(CommitError::Store(StoreError::Unavailable(_)))),
        "{late:?}"
    );
    // What is stored can still be read, and closing twice changes nothing.
    assert_eq!(store.totals().await.unwrap().accounts, acknowledged);
    store.close();
    drop(store);

    let wal = directory.path().join("safeconduct.db-wal");
    assert!(
        std::fs::metadata(wal).map_or(0, |wal| wal.len()) == 0,
        "everything is in the one file"
    );
    let store = EmbeddedStore::open(directory.path()).unwrap();
    assert_eq!(store.totals().await.unwrap().accounts, acknowledged);
}

#[tokio::test]
async fn a_reader_beside_the_server_sees_what_is_committed() {
    let directory = tempfile::tempdir().unwrap();
    let server = EmbeddedStore::open(directory.path()).unwrap();
    server.commit(commit("ann", 0)).await.unwrap();
    let reader = EmbeddedStore::open_read_only(directory.path()).unwrap();
    assert_eq!(
        reader.entries(0, 10).await.unwrap(),
        server.entries(0, 10).await.unwrap()
    );
    server.commit(commit("ann", 1)).await.unwrap();
    assert_eq!(versions(&reader, "ann").await, Some(2));

    let refused = reader.commit(commit("ann", 2)).await;
    let Err(CommitError::Store(StoreError::Unavailable(why))) = refused else {
        panic!("a reader wrote: {refused:?}");
    };
    assert!(why.contains("reading only"), "{why}");
    assert_eq!(
        reader.settle("name", b"value").await,
        Err(StoreError::Unavailable(why))
    );
    assert_eq!(reader.integrity(), [""; 0]);
    drop(reader);
    server.commit(commit("ann", 2)).await.unwrap();
}

#[tokio::test]
async fn a_still_reader_sees_one_moment_whatever_is_committed_meanwhile() {
    let directory = tempfile::tempdir().unwrap();
    let server = EmbeddedStore::open(directory.path()).unwrap();
    server.commit(commit("ann", 0)).await.unwrap();
    let still = EmbeddedStore::open_still(directory.path()).unwrap();
    server.commit(commit("ann", 1)).await.unwrap();
    server.commit(commit("bob", 0)).await.unwrap();
    assert_eq!(versions(&still, "ann").await, Some(1));
    assert_eq!(versions(&still, "bob").await, None);
    assert_eq!(still.totals().await.unwrap().accounts, 1);
    assert_eq!(still.integrity(), [""; 0]);
    let later = EmbeddedStore::open_still(directory.path()).unwrap();
    assert_eq!(versions(&later, "bob").await, Some(1));
}

#[tokio::test]
async fn a_reader_needs_no_server() {
    let directory = tempfile::tempdir().unwrap();
    drop(EmbeddedStore::open(directory.path()).unwrap());
    let reader = EmbeddedStore::open_read_only(directory.path()).unwrap();
    assert_eq!(reader.totals().await.unwrap(), store::Totals::default());
    // And it stands in nobody's way.
    EmbeddedStore::open(directory.path()).unwrap();
}

fn check_refusal(prepare: impl FnOnce(&Path), expected: &[&str]) {
    let directory = tempfile::tempdir().unwrap();
    prepare(directory.path());
    let refusals = [
        EmbeddedStore::open_read_only(directory.path()),
        EmbeddedStore::open(directory.path()),
    ];
    for refused in refusals {
        let told = refused.err().expect("a refusal").to_string();
        assert!(expected.iter().all(|part| told.contains(part)), "{told}");
    }
}

fn altered(sql: &str) -> impl FnOnce(&Path) {
    move |directory| alter(directory, sql)
}

fn alter(directory: &Path, sql: &str) {
    drop(EmbeddedStore::open(directory).unwrap());
    rusqlite::Connection::open(directory.join("safeconduct.db"))
        .unwrap()
        .execute_batch(sql)
        .unwrap();
}

#[test]
fn a_newer_or_changed_or_foreign_file_is_left_alone() {
    check_refusal(
        altered("INSERT INTO migration VALUES (9999, 'from the future', '')"),
        &["`9999_from the future`", "newer safeconduct"],
    );
    check_refusal(
        altered("UPDATE migration SET checksum = 'other' WHERE number = 1"),
        &["damaged", "`0001_foundation` differs"],
    );
    check_refusal(altered("PRAGMA application_id = 7"), &["another program"]);
    check_refusal(
        |directory| std::fs::write(directory.join("safeconduct.db"), [b'x'; 5000]).unwrap(),
        &["damaged", "backup"],
    );
}

#[test]
fn a_reader_says_where_there_is_no_store() {
    let directory = tempfile::tempdir().unwrap();
    let told = EmbeddedStore::open_read_only(directory.path())
        .err()
        .expect("a refusal")
        .to_string();
    assert!(told.contains(directory.path().to_str().unwrap()), "{told}");
    assert_eq!(
        std::fs::read_dir(directory.path()).unwrap().count(),
        0,
        "looking leaves no trace"
    );
}

#[tokio::test]
async fn damage_is_found() {
    let check = async |damage: &str, expected: &str| {
        let directory = tempfile::tempdir().unwrap();
        let store = EmbeddedStore::open(directory.path()).unwrap();
        for version in 0..4 {
            store.commit(commit("ann", version)).await.unwrap();
            store.commit(commit("bob", version)).await.unwrap();
        }
        drop(store);
        alter(directory.path(), damage);
        let found = EmbeddedStore::open_read_only(directory.path())
            .unwrap()
            .integrity();
        assert!(
            found.iter().any(|line| line.contains(expected)),
            "{damage}: {found:?}"
        );
    };
    check("DELETE FROM entry WHERE place = 3", "log entries are missing").await;
    check(
        "DELETE FROM account WHERE account = 'ann'",
        "accounts that do not exist",
    )
    .await;
    check(
        "UPDATE account SET attention = NULL WHERE account = 'ann'",
        "that need attention differs",
    )
    .await;
    check(
        "UPDATE account SET newest = 1 WHERE account = 'ann'",
        "newest log entry is not theirs",
    )
    .await;
    check(
        "UPDATE entry SET previous = 1 WHERE place = 4",
        "belongs to another account",
    )
    .await;
    check("DELETE FROM total", "number of accounts differs").await;
}

fn holds(directory: &Path, file: &str, marker: &str) -> bool {
    let bytes = std::fs::read(directory.join(file)).unwrap_or_default();
    bytes
        .windows(marker.len())
        .any(|window| window == marker.as_bytes())
}

#[tokio::test]
async fn an_erasure_leaves_no_byte_in_the_files() {
    let directory = tempfile::tempdir().unwrap();
    let store = EmbeddedStore::open(directory.path()).unwrap();
    for version in 0..8 {
        for number in 0..40 {
            let mut next = commit(&format!("user-{number:02}"), version);
            let length = usize::try_from((number * 37 + version * 101) % 900).unwrap();
            next.state.extend(std::iter::repeat_n(b'.', length));
            store.commit(next).await.unwrap();
        }
    }
    let markers = [
        "user-17",
        "state of user-17",
        "wrapped key of user-17",
        "sealed of user-17",
        "key of user-17",
    ];
    for marker in markers {
        assert!(
            holds(directory.path(), "safeconduct.db-wal", marker),
            "{marker} was there to be erased"
        );
    }
    store
        .erase(&account("user-17"), 8, commit("clerk", 0))
        .await
        .unwrap();
    for marker in markers {
        assert!(
            !holds(directory.path(), "safeconduct.db-wal", marker),
            "{marker} is in the write-ahead log"
        );
    }
    drop(store);
    for marker in markers {
        assert!(
            !holds(directory.path(), "safeconduct.db", marker),
            "{marker} is in the file"
        );
    }
    for marker in ["user-18", "sealed of user-18 7", "wrapped key of user-18"] {
        assert!(
            holds(directory.path(), "safeconduct.db", marker),
            "{marker} must stay"
        );
    }
}

#[tokio::test]
async fn a_change_that_cannot_be_stored_fails_alone() {
    let directory = tempfile::tempdir().unwrap();
    let store = EmbeddedStore::open(directory.path()).unwrap();
    let publication = store::Publication {
        from_size: 0,
        size: u64::MAX,
        checkpoint: Vec::new(),
        at: Moment::EPOCH,
        tiles: Vec::new(),
    };
    let (before, refused, after) = tokio::join!(
        store.commit(commit("ann", 0)),
        store.publish(publication),
        store.commit(commit("bob", 0))
    );
    assert!(before.is_ok() && after.is_ok());
    assert!(
        matches!(refused, Err(CommitError::Store(StoreError::Unavailable(_)))),
        "{refused:?}"
    );
    assert_eq!(store.checkpoints(9).await.unwrap(), []);
    assert_eq!(store.entries(0, 9).await.unwrap().len(), 2);
    let ask = Ask {
        account: account("ann"),
        key: Some(EventKey::new("key of ann 0").unwrap()),
        network: None,
        keychain: false,
    };
    assert!(store.facts(ask).await.unwrap().answered.is_some());
}
