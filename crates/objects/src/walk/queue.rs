//! Work that a thread has begun and hands to one that has none.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Hands over work. Whoever waits for work is hungry; when all are, everything is done.
pub(super) struct Queue<T> {
    state: Mutex<State<T>>,
    wake: Condvar,
    workers: usize,
    hungry: AtomicUsize,
}

struct State<T> {
    tasks: Vec<T>,
    waiting: usize,
    closed: bool,
}

impl<T> Queue<T> {
    pub(super) fn new(workers: usize) -> Self {
        Self {
            state: Mutex::new(State {
                tasks: Vec::new(),
                waiting: 0,
                closed: false,
            }),
            wake: Condvar::new(),
            workers,
            hungry: AtomicUsize::new(0),
        }
    }

    /// Whether somebody waits for whom nothing has been handed over yet. Cheap, and a hint only.
    pub(super) fn is_hungry(&self) -> bool {
        self.hungry.load(Ordering::Relaxed) > 0
    }

    /// Hands over a task.
    pub(super) fn give(&self, task: T) {
        let mut state = self.lock();
        state.tasks.push(task);
        self.count(&state);
        drop(state);
        self.wake.notify_one();
    }

    /// Waits for a task; `None` once no worker has any.
    pub(super) fn take(&self) -> Option<T> {
        let mut state = self.lock();
        state.waiting += 1;
        loop {
            if state.closed {
                return None;
            }
            if let Some(task) = state.tasks.pop() {
                state.waiting -= 1;
                self.count(&state);
                return Some(task);
            }
            if state.waiting == self.workers {
                state.closed = true;
                drop(state);
                self.wake.notify_all();
                return None;
            }
            self.count(&state);
            state = self.wake.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Ends all waiting, whatever is left.
    pub(super) fn close(&self) {
        self.lock().closed = true;
        self.wake.notify_all();
    }

    fn count(&self, state: &State<T>) {
        let hungry = state.waiting.saturating_sub(state.tasks.len());
        self.hungry.store(hungry, Ordering::Relaxed);
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_task_is_done_once_and_all_workers_go_home() {
        let queue = Queue::new(4);
        let done = Mutex::new(Vec::new());
        queue.give(1_000_u32);
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    while let Some(task) = queue.take() {
                        done.lock().unwrap().push(task);
                        (0..task % 10).for_each(|part| queue.give(task / 10 * 10 - 1 - part));
                        if task > 900 {
                            queue.give(task - 10);
                        }
                    }
                });
            }
        });
        let mut state = queue.lock();
        assert!(state.tasks.pop().is_none());
        assert_eq!(state.waiting, 4);
        assert!(done.lock().unwrap().len() > 10);
    }

    #[test]
    fn closing_ends_the_waiting() {
        let queue = Queue::<()>::new(2);
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| queue.take());
            queue.close();
            assert_eq!(waiting.join().unwrap(), None);
        });
    }
}
