//! What a flood of sign-ins can take: memory while many wrong passphrases come at once, beside the bound that the
//! queue before the hash sets.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use anyhow::bail;
use credentials::passphrase::Cost;
use people::{Aim, FirstHalf, PeopleError, SignIn};
use serde::Serialize;
use tokio::task::JoinSet;

use super::busy::{Busy, Cores};
use super::house::{House, WRONG, address, visit};
use crate::numbers::{mebibytes, millis};
use crate::process;

/// How often memory is looked at meanwhile: a hash holds its memory for many times as long.
const LOOK_EVERY: Duration = Duration::from_millis(1);
/// How many of those who come have an account.
const KNOWN: u32 = 20;
/// What one worker may take at most, by this project's own aim.
const AIM_BYTES: u64 = 64 << 20;

#[derive(Debug, Serialize)]
pub(super) struct Figures {
    at_once: u32,
    workers: usize,
    queue: usize,
    /// Answered that it did not match, after the work was done.
    answered: u32,
    /// Those of them that waited until others were done.
    waited: u32,
    /// Told at once to come back: 503 with `Retry-After`.
    turned_away: u32,
    seconds: f64,
    resident_before_bytes: u64,
    resident_most_bytes: u64,
    grown_bytes: u64,
    /// What the hashes alone need, one for each worker.
    needed_bytes: u64,
    aim_bytes: u64,
    cores: Cores,
}

pub(super) fn measure(at_once: u32) -> anyhow::Result<Figures> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(flood(at_once))
}

async fn flood(at_once: u32) -> anyhow::Result<Figures> {
    let house = House::new(Cost::default())?;
    for number in 0..KNOWN {
        house.sign_up(number).await?;
    }
    let memory = Watched::begin()?;
    let busy = Busy::begin();
    let mut comers = JoinSet::new();
    for number in 0..at_once {
        let (people, visit) = (Arc::clone(&house.people), visit(1_000 + number)?);
        comers.spawn(async move {
            let aim = Aim::default();
            people
                .sign_in_with_passphrase(&visit, &address(number), WRONG, &aim)
                .await
        });
    }
    let (mut answered, mut turned_away) = (0, 0);
    while let Some(answer) = comers.join_next().await {
        match answer? {
            Ok(FirstHalf::Ended(SignIn::Wrong)) => answered += 1,
            Err(PeopleError::Busy) => turned_away += 1,
            other => bail!("a wrong passphrase was answered with {other:?}"),
        }
    }
    let (seconds, cores) = (busy.seconds(), busy.cores());
    let (before, most) = memory.end();
    let settings = house.people.settings();
    let workers = settings.hashing_workers;
    Ok(Figures {
        at_once,
        workers,
        queue: settings.hashing_queue,
        answered,
        waited: answered.saturating_sub(u32::try_from(workers)?),
        turned_away,
        seconds,
        resident_before_bytes: before,
        resident_most_bytes: most,
        grown_bytes: most.saturating_sub(before),
        needed_bytes: workers as u64 * (u64::from(settings.cost.memory_kib) << 10),
        aim_bytes: workers as u64 * AIM_BYTES,
        cores,
    })
}

/// Looks at this process's memory again and again until it is told to end.
struct Watched {
    before: u64,
    most: Arc<AtomicU64>,
    over: Arc<AtomicBool>,
    watcher: std::thread::JoinHandle<()>,
}

impl Watched {
    fn begin() -> anyhow::Result<Self> {
        let own = std::process::id();
        let Some(before) = process::resident_bytes(own) else {
            bail!("this machine does not tell how much memory a program holds");
        };
        let (most, over) = (Arc::new(AtomicU64::new(before)), Arc::new(AtomicBool::new(false)));
        let (seen, ended) = (Arc::clone(&most), Arc::clone(&over));
        let watcher = std::thread::Builder::new().spawn(move || {
            while !ended.load(Ordering::Relaxed) {
                seen.fetch_max(
                    process::resident_bytes(own).unwrap_or_default(),
                    Ordering::Relaxed,
                );
                std::thread::sleep(LOOK_EVERY);
            }
        })?;
        Ok(Self {
            before,
            most,
            over,
            watcher,
        })
    }

    /// What was held before, and the most that was seen.
    fn end(self) -> (u64, u64) {
        self.over.store(true, Ordering::Relaxed);
        // It only reads and sleeps; had it failed, what it saw until then would still be true.
        drop(self.watcher.join());
        (self.before, self.most.load(Ordering::Relaxed))
    }
}

impl Figures {
    pub(super) fn print(&self) {
        println!(
            "\nmemory: {} sign-ins with a wrong passphrase at once, {} workers, a queue of {}; {}",
            self.at_once, self.workers, self.queue, self.cores
        );
        println!(
            "  {} answered in {} ms, {} of them after waiting; {} told at once to come back (503)",
            self.answered,
            millis(Duration::from_secs_f64(self.seconds)),
            self.waited,
            self.turned_away
        );
        println!(
            "  memory grew by {} at most, from {} to {}; the hashes alone need {} ({} workers), the aim is at most {}: {}",
            mebibytes(self.grown_bytes),
            mebibytes(self.resident_before_bytes),
            mebibytes(self.resident_most_bytes),
            mebibytes(self.needed_bytes),
            self.workers,
            mebibytes(self.aim_bytes),
            if self.grown_bytes <= self.aim_bytes {
                "met"
            } else {
                "not met"
            }
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_that_was_held_for_a_while_is_seen() {
        let watched = Watched::begin().unwrap();
        let held = vec![1_u8; 40 << 20];
        std::thread::sleep(LOOK_EVERY * 20);
        let (before, most) = watched.end();
        assert_eq!(held.iter().copied().map(usize::from).sum::<usize>(), 40 << 20);
        assert!(most >= before + (30 << 20), "{before} {most}");
    }
}
