//! Sessions checked a second in this process, over the embedded store: what each request to the hosted pages costs
//! before anything else is done.

use std::sync::Arc;
use std::time::Duration;

use anyhow::bail;
use serde::Serialize;
use tokio::task::JoinSet;

use super::busy::{Busy, Cores};
use super::house::{CHEAP, House};
use crate::dice::Dice;
use crate::numbers::{count, ratio};

/// One in so many cookies is nobody's.
const NOBODYS: u64 = 10;
/// Checks between two looks at the clock.
const AT_A_TIME: u64 = 64;

#[derive(Debug, Serialize)]
pub(super) struct Figures {
    sessions: u32,
    tasks: usize,
    checks: u64,
    seconds: f64,
    a_second: f64,
    /// CPU microseconds of each.
    micros_each: f64,
    cores: Cores,
}

pub(super) fn measure(people: u32, longest: Duration) -> anyhow::Result<Figures> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(check(people, longest))
}

async fn check(people: u32, longest: Duration) -> anyhow::Result<Figures> {
    let house = Arc::new(House::new(CHEAP)?);
    let mut secrets = Vec::new();
    for number in 0..people {
        secrets.push(house.sign_up(number).await?.secret);
    }
    let secrets = Arc::new(secrets);
    let tasks = std::thread::available_parallelism().map_or(1, usize::from);
    let busy = Busy::begin();
    let mut running = JoinSet::new();
    for seed in (0_u64..).take(tasks) {
        let (house, secrets) = (Arc::clone(&house), Arc::clone(&secrets));
        let mut dice = Dice::new(seed);
        let watch = busy.watch;
        running.spawn(async move {
            let mut checks = 0;
            while watch.elapsed() < longest {
                for _ in 0..AT_A_TIME {
                    let is_somebodys = dice.below(NOBODYS) != 0;
                    let secret = dice.one_of(&secrets).filter(|_| is_somebodys);
                    let secret = secret.map_or("nobody-was-ever-given-this-secret-43-letters", |held| held);
                    let found = house.people.signed_in(secret).await?;
                    if found.is_some() != is_somebodys {
                        bail!("a session was not found, or one that never was");
                    }
                    checks += 1;
                }
            }
            Ok(checks)
        });
    }
    let mut checks = 0;
    while let Some(ended) = running.join_next().await {
        checks += ended??;
    }
    let (seconds, cores) = (busy.seconds(), busy.cores());
    Ok(Figures {
        sessions: people,
        tasks,
        checks,
        seconds,
        a_second: ratio(checks as f64, seconds),
        micros_each: ratio(cores.own * seconds * 1e6, checks as f64),
        cores,
    })
}

impl Figures {
    pub(super) fn print(&self) {
        println!(
            "\nsessions: {} checks/s in process by {} tasks over {} sessions, one cookie in {NOBODYS} nobody's; {:.1} µs of CPU each; {}",
            count(self.a_second),
            self.tasks,
            count(f64::from(self.sessions)),
            self.micros_each,
            self.cores
        );
    }
}
