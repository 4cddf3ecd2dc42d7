//! Work that makes more work: threads take what was added last, and wait while others may still add some.

use std::sync::{Condvar, Mutex, PoisonError};

pub(crate) struct Queue<T> {
    inner: Mutex<Inner<T>>,
    changed: Condvar,
}

struct Inner<T> {
    jobs: Vec<T>,
    /// Threads that are at work, and may add some.
    busy: usize,
}

impl<T> Queue<T> {
    pub(crate) const fn new(jobs: Vec<T>) -> Self {
        Self {
            inner: Mutex::new(Inner { jobs, busy: 0 }),
            changed: Condvar::new(),
        }
    }

    /// Adds work.
    pub(crate) fn add(&self, jobs: impl IntoIterator<Item = T>) {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.jobs.extend(jobs);
        drop(inner);
        self.changed.notify_all();
    }

    /// Does all work that there is and comes to be.
    pub(crate) fn work(&self, mut work: impl FnMut(T)) {
        /// Lets the others go on also where the work panics, so that the panic is seen.
        struct Done<'q, T>(&'q Queue<T>);
        impl<T> Drop for Done<'_, T> {
            fn drop(&mut self) {
                let mut inner = self.0.inner.lock().unwrap_or_else(PoisonError::into_inner);
                inner.busy -= 1;
                drop(inner);
                self.0.changed.notify_all();
            }
        }
        loop {
            let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
            let job = loop {
                if let Some(job) = inner.jobs.pop() {
                    break job;
                }
                if inner.busy == 0 {
                    return;
                }
                inner = self.changed.wait(inner).unwrap_or_else(PoisonError::into_inner);
            };
            inner.busy += 1;
            drop(inner);
            let done = Done(self);
            work(job);
            drop(done);
        }
    }
}
