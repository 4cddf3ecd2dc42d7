//! How many commits a second the embedded store takes on this machine, and how long each waits.
//!
//! ```text
//! cargo run --release -p store --example commit_load -- --accounts 200000 --seconds 5 --tasks 64
//! ```
//!
//! Fills a new store with accounts, then commits to random ones from many tasks at once: 600 bytes of state, one
//! entry of 450 bytes, a `UUIDv7` as event key, two tallies and one network counter each. With `--reads`, each
//! commit follows upon one reading of facts, as in the loop.
#![expect(clippy::print_stdout, reason = "a benchmark tells its result")]
#![expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use store::embedded::EmbeddedStore;
use store::{Ask, Commit, CommitError, CounterMove, NewEntry, Store, Work};
use vocabulary::{AccountId, EventKey, Network};

type Failure = Box<dyn std::error::Error + Send + Sync>;

struct Load {
    accounts: u64,
    seconds: u64,
    tasks: u64,
    reads: bool,
    directory: Option<PathBuf>,
}

impl Load {
    fn from_arguments() -> Result<Self, Failure> {
        let mut load = Self {
            accounts: 200_000,
            seconds: 5,
            tasks: 64,
            reads: false,
            directory: None,
        };
        let mut arguments = std::env::args().skip(1);
        while let Some(argument) = arguments.next() {
            let mut value = || {
                arguments
                    .next()
                    .ok_or_else(|| format!("`{argument}` needs a value after it"))
            };
            match argument.as_str() {
                "--accounts" => load.accounts = value()?.parse()?,
                "--seconds" => load.seconds = value()?.parse()?,
                "--tasks" => load.tasks = value()?.parse()?,
                "--directory" => load.directory = Some(value()?.into()),
                "--reads" => load.reads = true,
                other => return Err(format!("`{other}` is not known here").into()),
            }
        }
        Ok(load)
    }
}

/// A linear congruential generator (Knuth's MMIX): good enough to spread the load, and the same on every run.
struct Spread(u64);

impl Spread {
    const fn next(&mut self) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 16
    }

    fn bytes(&mut self, count: usize) -> Vec<u8> {
        let mut bytes: Vec<u8> = std::iter::repeat_with(|| self.next())
            .take(count.div_ceil(4))
            .flat_map(low_bytes)
            .collect();
        bytes.truncate(count);
        bytes
    }
}

const fn low_bytes(number: u64) -> [u8; 4] {
    let [a, b, c, d, ..] = number.to_le_bytes();
    [a, b, c, d]
}

fn account(number: u64) -> Result<AccountId, Failure> {
    Ok(AccountId::new(&format!("acc_{number:09}"))?)
}

/// A `UUIDv7` of now: milliseconds in front, the rest spread.
fn key(started: Instant, spread: &mut Spread) -> Result<EventKey, Failure> {
    let millis = 1_795_253_400_000 + u64::try_from(started.elapsed().as_millis())?;
    let (a, b) = (spread.next() & 0xfff, spread.next());
    Ok(EventKey::new(&format!(
        "{:08x}-{:04x}-7{a:03x}-8{:03x}-{:012x}",
        millis >> 16,
        millis & 0xffff,
        b & 0xfff,
        spread.next() & 0xffff_ffff_ffff
    ))?)
}

fn commit(account: AccountId, expected_version: u64, key: Option<EventKey>, spread: &mut Spread) -> Commit {
    let network = Network::V4([198, 51, low_bytes(spread.next())[0]]);
    let verdict = low_bytes(spread.next())[0] % 4;
    Commit {
        account,
        expected_version,
        key,
        state: spread.bytes(600),
        wrapped_key: (expected_version == 0).then(|| spread.bytes(60)),
        entries: vec![NewEntry {
            leaf: spread.bytes(32),
            sealed: spread.bytes(418),
            topic: None,
        }],
        tallies: vec![
            CounterMove {
                subject: "sign-in/decided".to_owned(),
                bucket: 498_681,
                slot: 0,
                by: 1,
            },
            CounterMove {
                subject: "sign-in/verdict".to_owned(),
                bucket: 498_681,
                slot: verdict,
                by: 1,
            },
        ],
        network: vec![CounterMove {
            subject: network,
            bucket: 29_920_860,
            slot: 0,
            by: 1,
        }],
        wake_at: None,
        attention: None,
        belongings: store::Belongings::default(),
    }
}

/// Makes the accounts of one task: every `tasks`-th.
async fn fill(store: Arc<EmbeddedStore>, task: u64, load: Arc<Load>) -> Result<(), Failure> {
    let mut spread = Spread(task + 1);
    for number in (task..load.accounts).step_by(usize::try_from(load.tasks)?) {
        store
            .commit(commit(account(number)?, 0, None, &mut spread))
            .await?;
    }
    Ok(())
}

/// Commits to random accounts until the time is over; answers how long each commit took.
async fn press(
    store: Arc<EmbeddedStore>,
    task: u64,
    load: Arc<Load>,
    started: Instant,
) -> Result<Vec<Duration>, Failure> {
    let mut spread = Spread(1_000_003 * (task + 1));
    let mut took = Vec::new();
    // A task's accounts are its own, so that versions are known and what is measured is the store, not conflicts.
    let mut versions = vec![1_u64; usize::try_from(load.accounts / load.tasks)?.max(1)];
    while started.elapsed() < Duration::from_secs(load.seconds) {
        let place = usize::try_from(spread.next())? % versions.len();
        let Some(version) = versions.get_mut(place) else {
            continue;
        };
        let account = account(place as u64 * load.tasks + task)?;
        let key = key(started, &mut spread)?;
        let network = Network::V4([198, 51, low_bytes(spread.next())[0]]);
        let next = commit(account.clone(), *version, Some(key.clone()), &mut spread);
        let asked = Instant::now();
        if load.reads {
            store
                .facts(Ask {
                    account,
                    key: Some(key),
                    network: Some((network, 29_920_000)),
                    keychain: false,
                })
                .await?;
        }
        match store.commit(next).await {
            Ok(receipt) => *version = receipt.version,
            // Two keys of one millisecond may meet; that is no failure of the store.
            Err(CommitError::Duplicate) => continue,
            Err(other) => return Err(other.into()),
        }
        took.push(asked.elapsed());
    }
    Ok(took)
}

async fn all<T: Send + 'static, F>(tasks: u64, start: impl Fn(u64) -> F) -> Result<Vec<T>, Failure>
where
    F: Future<Output = Result<T, Failure>> + Send + 'static,
{
    let running: Vec<_> = (0..tasks).map(|task| tokio::spawn(start(task))).collect();
    let mut answers = Vec::new();
    for each in running {
        answers.push(each.await??);
    }
    Ok(answers)
}

fn percentile(sorted: &[Duration], percent: f64) -> Duration {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a place within the list"
    )]
    let place = (sorted.len() as f64 * percent / 100.0) as usize;
    sorted
        .get(place.min(sorted.len().saturating_sub(1)))
        .copied()
        .unwrap_or_default()
}

fn tell(took: &mut [Duration], elapsed: Duration, before: Work, after: Work) {
    took.sort_unstable();
    let (commits, batches) = (
        (after.commits - before.commits) as f64,
        (after.batches - before.batches) as f64,
    );
    let (busy, sync) = (
        (after.busy_nanos - before.busy_nanos) as f64,
        (after.sync_nanos - before.sync_nanos) as f64,
    );
    println!("commits/s   {:>10.0}", took.len() as f64 / elapsed.as_secs_f64());
    for percent in [50.0, 99.0, 99.9, 100.0] {
        println!(
            "p{percent:<10} {:>10.3} ms",
            percentile(took, percent).as_secs_f64() * 1e3
        );
    }
    println!("batches     {batches:>10.0} of {:.1} commits", commits / batches);
    println!("fsync share {:>10.1} % of the writer's time", sync / busy * 100.0);
    println!(
        "writer busy {:>10.1} % of the time",
        busy / elapsed.as_nanos() as f64 * 100.0
    );
    println!(
        "for each    {:>10.1} µs applied, {:.1} µs confirmed",
        (busy - sync) / commits / 1e3,
        sync / commits / 1e3
    );
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let load = Arc::new(Load::from_arguments()?);
    let temporary = tempfile::tempdir()?;
    let directory = load
        .directory
        .clone()
        .unwrap_or_else(|| temporary.path().to_owned());
    let store = Arc::new(EmbeddedStore::open(&directory)?);

    let started = Instant::now();
    all(load.tasks, |task| {
        fill(Arc::clone(&store), task, Arc::clone(&load))
    })
    .await?;
    println!(
        "filled      {:>10} accounts in {:.1} s",
        load.accounts,
        started.elapsed().as_secs_f64()
    );

    let (before, started) = (store.work(), Instant::now());
    let took = all(load.tasks, |task| {
        press(Arc::clone(&store), task, Arc::clone(&load), started)
    })
    .await?;
    tell(&mut took.concat(), started.elapsed(), before, store.work());
    Ok(())
}
