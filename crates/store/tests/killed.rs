//! A server that is killed in the middle of its work loses nothing that it acknowledged.
//!
//! The test starts itself as a second process, which commits from several tasks and tells each acknowledgement;
//! it kills that process without warning, opens the directory and compares. What a killed process cannot show
//! is the loss of power: there, the disk's own promise counts.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use store::embedded::EmbeddedStore;
use store::{Ask, Commit, CommitError, CounterMove, NewEntry, Store};
use vocabulary::{AccountId, EventKey, Network};

const DIRECTORY: &str = "SAFECONDUCT_TEST_KILLED_DIRECTORY";
const ROUND: &str = "SAFECONDUCT_TEST_KILLED_ROUND";
const ROUNDS: u64 = 10;
const TASKS: u64 = 8;
const ACCOUNTS: u64 = 5;
const NETWORK: Network = Network::V4([203, 0, 113]);

fn account(number: u64) -> AccountId {
    AccountId::new(&format!("account {number}")).unwrap()
}

fn commit(account: &AccountId, expected_version: u64, label: &str, entries: u64) -> Commit {
    Commit {
        account: account.clone(),
        expected_version,
        key: Some(EventKey::new(label).unwrap()),
        state: format!("{label} {}", ".".repeat(600)).into_bytes(),
        wrapped_key: Some(b"wrapped key".to_vec()),
        entries: (0..entries)
            .map(|entry| NewEntry {
                leaf: format!("{label} {entry}").into_bytes(),
                sealed: vec![0; 300],
                topic: None,
            })
            .collect(),
        tallies: vec![CounterMove {
            subject: "commits".to_owned(),
            bucket: 0,
            slot: 0,
            by: 1,
        }],
        network: vec![CounterMove {
            subject: NETWORK,
            bucket: 0,
            slot: 0,
            by: 1,
        }],
        wake_at: None,
        attention: None,
        belongings: store::Belongings::default(),
    }
}

/// One task of the process that is going to be killed.
async fn commit_without_end(store: Arc<EmbeddedStore>, round: u64, task: u64) {
    for number in 0_u64.. {
        let account = account((task + number) % ACCOUNTS);
        let (label, entries) = (format!("{round}/{task}/{number}"), number % 3 + 1);
        let receipt = loop {
            let row = store.account(&account).await.unwrap();
            match store
                .commit(commit(
                    &account,
                    row.map_or(0, |row| row.version),
                    &label,
                    entries,
                ))
                .await
            {
                Err(CommitError::Conflict) => {}
                answer => break answer.unwrap(),
            }
        };
        let mut out = std::io::stdout().lock();
        let index = receipt.first_index.unwrap();
        writeln!(
            out,
            "acknowledged\t{account}\t{}\t{index}\t{label}\t{entries}",
            receipt.version
        )
        .unwrap();
        out.flush().unwrap();
    }
}

/// The process that is going to be killed: it works until then.
async fn commit_until_killed(directory: &Path) {
    let round = std::env::var(ROUND).unwrap().parse().unwrap();
    let store = Arc::new(EmbeddedStore::open(directory).unwrap());
    let tasks: Vec<_> = (0..TASKS)
        .map(|task| tokio::spawn(commit_without_end(Arc::clone(&store), round, task)))
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
}

struct Acknowledged {
    account: AccountId,
    version: u64,
    index: u64,
    label: String,
    entries: u64,
}

fn parse(line: &str) -> Option<Acknowledged> {
    let mut fields = line.strip_prefix("acknowledged\t")?.split('\t');
    let mut next = || fields.next().expect("a whole line");
    Some(Acknowledged {
        account: AccountId::new(next()).unwrap(),
        version: next().parse().unwrap(),
        index: next().parse().unwrap(),
        label: next().to_owned(),
        entries: next().parse().unwrap(),
    })
}

/// Starts the process, kills it after some acknowledgements, and answers all that it told.
fn run_and_kill(directory: &Path, round: u64, after: usize) -> Vec<Acknowledged> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "nothing_acknowledged_is_lost_when_the_process_is_killed",
            "--nocapture",
        ])
        .env(DIRECTORY, directory)
        .env(ROUND, round.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut told = Vec::new();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    while out.read_line(&mut line).unwrap() > 0 {
        // The last line may be cut short.
        if line.ends_with('\n') {
            told.extend(parse(line.trim_end_matches('\n')));
        }
        if told.len() == after {
            child.kill().unwrap();
        }
        line.clear();
    }
    assert!(
        !child.wait().unwrap().success(),
        "the process was killed, and did not end by itself"
    );
    assert!(told.len() >= after);
    told
}

/// Every acknowledged commit of every round is there, whole; and nothing is there by halves.
async fn check(store: &EmbeddedStore, told: &[Acknowledged]) {
    let log = store.entries(0, u32::MAX).await.unwrap();
    assert!(
        log.iter().map(|entry| entry.index).eq(0..log.len() as u64),
        "indexes are dense"
    );
    let mut labels: BTreeMap<&str, u64> = BTreeMap::new();
    for entry in &log {
        let (label, _) = std::str::from_utf8(&entry.leaf).unwrap().split_once(' ').unwrap();
        *labels.entry(label).or_default() += 1;
    }
    for each in told {
        let key = EventKey::new(&each.label).unwrap();
        let facts = store
            .facts(Ask {
                account: each.account.clone(),
                key: Some(key),
                network: None,
                keychain: false,
            })
            .await
            .unwrap();
        assert_eq!(
            facts.answered.map(|entry| entry.index),
            Some(each.index),
            "{}",
            each.label
        );
        assert!(facts.account.unwrap().version >= each.version);
        for (entry, number) in log[usize::try_from(each.index).unwrap()..]
            .iter()
            .zip(0..each.entries)
        {
            assert_eq!(entry.leaf, format!("{} {number}", each.label).as_bytes());
            assert_eq!(entry.account.as_ref(), Some(&each.account));
        }
    }
    // A commit that was not told may be there, too, but then all of it: entries, version and counters agree.
    for (label, entries) in &labels {
        let number: u64 = label.rsplit('/').next().unwrap().parse().unwrap();
        assert_eq!(*entries, number % 3 + 1, "{label}");
    }
    let mut commits = 0;
    for number in 0..ACCOUNTS {
        commits += store
            .account(&account(number))
            .await
            .unwrap()
            .map_or(0, |row| row.version);
    }
    assert_eq!(labels.len() as u64, commits);
    let count = |count: &i64| u64::try_from(*count).unwrap();
    let tallies: Vec<i64> = store
        .tallies(0, 1)
        .await
        .unwrap()
        .iter()
        .map(|row| row.count)
        .collect();
    let networks: Vec<i64> = store
        .networks(0, 0, 9)
        .await
        .unwrap()
        .iter()
        .map(|row| row.count)
        .collect();
    assert_eq!(tallies.iter().map(count).sum::<u64>(), commits);
    assert_eq!(networks.iter().map(count).sum::<u64>(), commits);
    assert_eq!(store.integrity(), [""; 0]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn nothing_acknowledged_is_lost_when_the_process_is_killed() {
    // With a directory given, this is the second process, which the first one starts and kills.
    if let Some(directory) = std::env::var_os(DIRECTORY) {
        return commit_until_killed(Path::new(&directory)).await;
    }
    let directory = tempfile::tempdir().unwrap();
    let mut told = Vec::new();
    for round in 0..ROUNDS {
        // Spread over what a round can tell in a moment; the same on every run.
        let after = usize::try_from(1 + (round + 1) * 7_919 % 131).unwrap();
        eprintln!("round {round}: killed after {after} acknowledgements");
        told.extend(run_and_kill(directory.path(), round, after));
        // Opened and closed, so that every round begins with a recovery and goes on with what it found.
        let store = EmbeddedStore::open(directory.path()).unwrap();
        check(&store, &told).await;
    }
}
