//! Many callers at once: order stays dense, and every acknowledged commit counts exactly once.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::dice::Dice;
use super::draft::{Draft, account, labels, network, whole_log};
use crate::{CommitError, LogEntry, Store};

super::group!("concurrency":
    acknowledged_commits_are_present_exactly_once,
    of_many_commits_upon_one_version_one_succeeds,
    of_many_commits_with_one_key_one_succeeds,
    an_acknowledged_commit_is_seen_at_once,
);

const TASKS: u64 = 64;
const COMMITS_EACH: u64 = 40;
const ACCOUNTS: u64 = 50;

/// What a caller was told: the account's version after its commit, and the commit's label and entries.
struct Acknowledged {
    name: String,
    version: u64,
    first_index: Option<u64>,
    labels: Vec<String>,
}

/// Commits to random accounts, reading again upon each conflict, as an engine does.
async fn caller(store: Arc<dyn Store>, task: u64) -> Vec<Acknowledged> {
    let mut dice = Dice::new(task);
    let mut told = Vec::new();
    for commit in 0..COMMITS_EACH {
        let name = format!("account {}", dice.below(ACCOUNTS));
        let labels: Vec<String> = (0..dice.below(4))
            .map(|entry| format!("task {task} commit {commit} entry {entry}"))
            .collect();
        loop {
            let row = store.account(&account(&name)).await.expect("a readable account");
            let version = row.map_or(0, |row| row.version);
            let mut draft = Draft::of(&name, version).key(&format!("task {task} commit {commit}"));
            draft = draft.tally("commits", 0, 0, 1).tally("tasks", 0, 0, -2);
            draft = draft.network(network(1), 0, 0, 3);
            for label in &labels {
                draft = draft.entry(label);
            }
            match draft.try_on(&store).await {
                Ok(receipt) => {
                    assert_eq!(receipt.version, version + 1);
                    let first_index = receipt.first_index;
                    told.push(Acknowledged {
                        name,
                        version: version + 1,
                        first_index,
                        labels,
                    });
                    break;
                }
                Err(CommitError::Conflict) => {}
                Err(other) => panic!("seed {task}: {other}"),
            }
        }
    }
    told
}

async fn acknowledged_commits_are_present_exactly_once(store: Arc<dyn Store>) {
    let callers: Vec<_> = (0..TASKS)
        .map(|task| tokio::spawn(caller(Arc::clone(&store), task)))
        .collect();
    let mut told = Vec::new();
    for caller in callers {
        told.extend(caller.await.expect("a caller that ends"));
    }
    assert_eq!(told.len() as u64, TASKS * COMMITS_EACH);

    let log = whole_log(&store).await;
    assert!(
        log.iter().map(|entry| entry.index).eq(0..log.len() as u64),
        "indexes are dense"
    );
    let mut place_of: BTreeMap<String, usize> = BTreeMap::new();
    for (place, label) in labels(&log).into_iter().enumerate() {
        assert_eq!(
            place_of.insert(label.clone(), place),
            None,
            "`{label}` stands in the log twice"
        );
    }
    let mut versions: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    for commit in &told {
        versions
            .entry(commit.name.clone())
            .or_default()
            .push(commit.version);
        let places: Vec<usize> = commit.labels.iter().map(|label| place_of[label]).collect();
        assert!(
            places.windows(2).all(|pair| pair[1] == pair[0] + 1),
            "entries of one commit are adjacent"
        );
        if let (Some(told), Some(&found)) = (commit.first_index, places.first()) {
            assert_eq!(told, found as u64);
        }
        for place in places {
            assert_eq!(log[place].account, Some(account(&commit.name)));
        }
    }
    assert_eq!(
        place_of.len(),
        told.iter().map(|commit| commit.labels.len()).sum::<usize>()
    );

    let count = i64::try_from(told.len()).expect("a small number");
    let tallies = store.tallies(0, 1).await.expect("tallies");
    assert!(
        tallies.iter().map(|row| row.count).eq([count, -2 * count]),
        "{tallies:?}"
    );
    let networks = store.networks(0, 0, 9).await.expect("networks");
    assert!(
        networks.iter().map(|row| row.count).eq([3 * count]),
        "{networks:?}"
    );
    assert_eq!(store.work().commits, told.len() as u64);
    each_account_is_whole(&store, versions, &log).await;
}

/// Versions 1, 2, 3, … were each told once, and the timeline is the account's part of the log.
async fn each_account_is_whole(
    store: &Arc<dyn Store>,
    versions: BTreeMap<String, Vec<u64>>,
    log: &[LogEntry],
) {
    let totals = store.totals().await.expect("totals");
    assert_eq!(
        (totals.accounts, totals.entries),
        (versions.len() as u64, log.len() as u64)
    );
    for (name, mut told) in versions {
        told.sort_unstable();
        assert!(told.iter().copied().eq(1..=told.len() as u64), "{name}: {told:?}");
        let row = store
            .account(&account(&name))
            .await
            .expect("a readable account")
            .expect("an account");
        assert_eq!(row.version, told.len() as u64);
        let timeline = store
            .timeline(&account(&name), None, u32::MAX)
            .await
            .expect("a timeline");
        assert!(
            timeline.iter().eq(log
                .iter()
                .rev()
                .filter(|entry| entry.account == Some(account(&name))))
        );
    }
}

async fn of_many_commits_upon_one_version_one_succeeds(store: Arc<dyn Store>) {
    for version in 0..10 {
        let racers: Vec<_> = (0..16)
            .map(|racer| {
                let store = Arc::clone(&store);
                tokio::spawn(async move {
                    Draft::of("ann", version)
                        .entry(&format!("{version} {racer}"))
                        .try_on(&store)
                        .await
                })
            })
            .collect();
        let mut winners = 0;
        for racer in racers {
            match racer.await.expect("a racer that ends") {
                Ok(receipt) => {
                    winners += 1;
                    assert_eq!(receipt.version, version + 1);
                }
                Err(refusal) => assert_eq!(refusal, CommitError::Conflict),
            }
        }
        assert_eq!(winners, 1);
    }
    assert_eq!(whole_log(&store).await.len(), 10);
}

async fn of_many_commits_with_one_key_one_succeeds(store: Arc<dyn Store>) {
    // The same event, delivered sixteen times at once: each delivery is told the truth in the end.
    let racers: Vec<_> = (0..16)
        .map(|_| {
            let store = Arc::clone(&store);
            tokio::spawn(async move {
                loop {
                    let row = store.account(&account("ann")).await.expect("a readable account");
                    let version = row.map_or(0, |row| row.version);
                    match Draft::of("ann", version)
                        .key("k")
                        .entry("once")
                        .tally("p", 0, 0, 1)
                        .try_on(&store)
                        .await
                    {
                        Err(CommitError::Conflict) => {}
                        answer => return answer,
                    }
                }
            })
        })
        .collect();
    let mut winners = 0;
    for racer in racers {
        match racer.await.expect("a racer that ends") {
            Ok(_) => winners += 1,
            Err(refusal) => assert_eq!(refusal, CommitError::Duplicate),
        }
    }
    assert_eq!(winners, 1);
    assert_eq!(labels(&whole_log(&store).await), ["once"]);
    assert_eq!(store.tallies(0, 1).await.map(|rows| rows[0].count), Ok(1));
}

async fn an_acknowledged_commit_is_seen_at_once(store: Arc<dyn Store>) {
    let writers: Vec<_> = (0..16)
        .map(|writer| {
            let store = Arc::clone(&store);
            tokio::spawn(async move {
                let name = format!("writer {writer}");
                for version in 0..40 {
                    Draft::of(&name, version)
                        .entry(&format!("{writer} {version}"))
                        .on(&store)
                        .await;
                    let row = store.account(&account(&name)).await.expect("a readable account");
                    assert_eq!(row.map(|row| row.version), Some(version + 1));
                    let newest = store
                        .timeline(&account(&name), None, 1)
                        .await
                        .expect("a timeline");
                    assert_eq!(labels(&newest), [format!("{writer} {version}")]);
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.expect("a writer whose reads follow its commits");
    }
}
