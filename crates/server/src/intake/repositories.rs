//! Repositories that somebody pushed to: a bounded queue, and one worker that has each fetched, looked through, and
//! what it finds ended.
//!
//! A repository waits in the queue at most once, since looking through it finds whatever came by then. The queue is in
//! memory: when the server starts, every watched repository is looked through once, so that a push whose job was lost
//! with the process is found then. What was clean is not looked at again; how that is kept is the port's matter.

use std::collections::VecDeque;

use async_trait::async_trait;
use parking_lot::Mutex;
use people::{Find, TokenDigest};
use tokio::sync::Notify;
use vocabulary::{LeakSource, Mark, Moment};

use crate::Shared;

/// Most repositories that wait.
const MOST_WAITING: usize = 256;

/// How a repository is fetched and looked through.
#[async_trait]
pub trait Repositories: Send + Sync + 'static {
    /// Fetches a repository, and looks through what has come since the last time. What has a token in it is found every
    /// time, so that nothing is lost where the server stops before it was dealt with.
    async fn scan(&self, repository: &str) -> Result<Vec<Found>, String>;
}

/// A token in a repository.
#[derive(Debug, Clone)]
pub struct Found {
    /// Which, by its public name.
    pub token: TokenDigest,
    /// Where: path, line, commit, author.
    pub place: String,
    /// Since when it was there.
    pub since: Option<Moment>,
}

/// One repository to look through.
pub(super) struct Job {
    pub(super) repository: String,
    /// When the push was told of; of several the first.
    pub(super) received_at: Moment,
}

/// What waits.
#[derive(Default)]
pub(super) struct Queue {
    waiting: Mutex<VecDeque<Job>>,
    came: Notify,
}

impl Queue {
    /// Takes a job on; `false` where there are too many.
    pub(super) fn push(&self, job: Job) -> bool {
        let mut waiting = self.waiting.lock();
        if waiting.iter().any(|known| known.repository == job.repository) {
            return true;
        }
        if waiting.len() >= MOST_WAITING {
            return false;
        }
        waiting.push_back(job);
        metrics::gauge!("safeconduct_intake_waiting").set(waiting.len() as f64);
        drop(waiting);
        self.came.notify_one();
        true
    }

    async fn next(&self) -> Job {
        loop {
            let came = self.came.notified();
            if let Some(job) = self.waiting.lock().pop_front() {
                return job;
            }
            came.await;
        }
    }
}

/// Looks through repositories until the server stops.
pub(crate) async fn run(shared: Shared) {
    if shared.intake.settings.repositories.is_none() {
        return;
    }
    let settings = &shared.intake.settings;
    for watched in [&settings.github, &settings.gitlab].into_iter().flatten() {
        for repository in watched.repositories.iter().take(MOST_WAITING) {
            shared.intake.queue.push(Job {
                repository: repository.clone(),
                received_at: shared.engine.now(),
            });
        }
    }
    loop {
        tokio::select! {
            job = shared.intake.queue.next() => {
                tokio::select! {
                    () = work(&shared, &job) => {}
                    () = shared.stopped() => return,
                }
            }
            () = shared.stopped() => return,
        }
    }
}

async fn work(shared: &Shared, job: &Job) {
    let Some(repositories) = &shared.intake.settings.repositories else {
        return;
    };
    let outcome = match look_through(shared, repositories.as_ref(), job).await {
        Ok(ended) => {
            tracing::info!(ended, "a repository was looked through");
            "done"
        }
        Err(error) => {
            // The address may hold a user's name; the port's words name the repository as far as it may be read.
            tracing::error!(%error, "a repository could not be looked through; its next push is another try");
            "failed"
        }
    };
    metrics::counter!("safeconduct_intake_scans_total", "outcome" => outcome).increment(1);
}

async fn look_through(shared: &Shared, repositories: &dyn Repositories, job: &Job) -> Result<usize, String> {
    let found = repositories.scan(&job.repository).await?;
    let mut ended = 0;
    for found in found {
        let find = Find {
            token: found.token,
            source: LeakSource::Push,
            found: found.place,
            since: found.since,
            received_at: job.received_at,
            mark: Mark::Real,
        };
        let done = shared.people.end_leaked(&find).await;
        let done = done.map_err(|error| format!("what was found could not be dealt with: {error}"))?;
        ended += usize::from(done.is_some_and(|done| done.was_live));
    }
    Ok(ended)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_queue_is_bounded_and_holds_each_repository_once() {
        let queue = Queue::default();
        let job = |number: usize| Job {
            repository: format!("https://git.example/{number}"),
            received_at: Moment::from_millis(0),
        };
        for number in 0..MOST_WAITING {
            assert!(queue.push(job(number)));
        }
        assert!(!queue.push(job(MOST_WAITING)));
        assert!(queue.push(job(3)), "it waits already");
        assert_eq!(queue.waiting.lock().len(), MOST_WAITING);
    }
}
