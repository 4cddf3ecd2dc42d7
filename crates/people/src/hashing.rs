//! The queue before the passphrase hash: slow on purpose, so bounded on purpose.
//!
//! Argon2id takes tens of mebibytes and tens of milliseconds for each passphrase. A few are worked on at once, some more may
//! wait, and everybody else is told at once when to come back: a flood of sign-ins cannot take the memory, and
//! whoever comes with a passkey never stands in this queue.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::Semaphore;

/// The queue.
#[derive(Debug)]
pub(crate) struct Hashing {
    workers: Arc<Semaphore>,
    waiting: Arc<AtomicUsize>,
    most_waiting: usize,
}

/// So many wait already that one more is not let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Busy;

struct Place(Arc<AtomicUsize>);

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Hashing {
    pub(crate) fn new(workers: usize, most_waiting: usize) -> Self {
        Self {
            workers: Arc::new(Semaphore::new(workers.max(1))),
            waiting: Arc::default(),
            most_waiting,
        }
    }

    /// Does the work on a thread for it, as soon as there is a place.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Busy> {
        let place = {
            let waiting = self.waiting.fetch_add(1, Ordering::Relaxed);
            let place = Place(Arc::clone(&self.waiting));
            if waiting >= self.most_waiting {
                metrics::counter!("safeconduct_passphrase_queue_full_total").increment(1);
                return Err(Busy);
            }
            place
        };
        let permit = Arc::clone(&self.workers)
            .acquire_owned()
            .await
            .map_err(|_| Busy)?;
        // Whoever hangs up while the work is under way does not give its place to the next one: the permit and
        // the place go with the work, so that the bound holds whatever callers do.
        let done = tokio::task::spawn_blocking(move || {
            let (_permit, _place) = (permit, place);
            work()
        });
        done.await.map_err(|_| Busy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn no_more_work_at_once_than_there_are_workers_and_no_longer_queue_than_allowed() {
        let hashing = Arc::new(Hashing::new(2, 5));
        let (at_once, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let (release, held) = std::sync::mpsc::channel::<()>();
        let held = Arc::new(std::sync::Mutex::new(held));
        let callers: Vec<_> = (0..20)
            .map(|_| {
                let (hashing, at_once, most, held) = (
                    Arc::clone(&hashing),
                    Arc::clone(&at_once),
                    Arc::clone(&most),
                    Arc::clone(&held),
                );
                tokio::spawn(async move {
                    hashing
                        .run(move || {
                            let now = at_once.fetch_add(1, Ordering::SeqCst) + 1;
                            most.fetch_max(now, Ordering::SeqCst);
                            held.lock().unwrap().recv().unwrap_or_default();
                            at_once.fetch_sub(1, Ordering::SeqCst);
                        })
                        .await
                })
            })
            .collect();
        for _ in 0..50 {
            tokio::task::yield_now().await;
        }
        for _ in 0..20 {
            release.send(()).unwrap();
        }
        drop(release);
        let mut done = 0;
        for caller in callers {
            done += usize::from(caller.await.unwrap().is_ok());
        }
        assert_eq!((done, most.load(Ordering::SeqCst) <= 2), (5, true));
        assert_eq!(
            hashing.run(|| 7).await,
            Ok(7),
            "the queue is free again afterwards"
        );
    }
}
