//! What all threads of a walk share: the work, how far it is, and whether it goes on.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::errors::Why;
use crate::id::ObjectId;
use crate::storage::Storage;

use super::frame::Frame;
use super::options::{Progress, WalkOptions};
use super::plan::Plan;
use super::queue::Queue;

/// So many roots are taken at a time: few enough to share the work, enough not to fight over the counter.
const TAKEN: usize = 32;

pub(super) struct Course<'w> {
    pub(super) storage: &'w Storage,
    pub(super) options: &'w WalkOptions<'w>,
    pub(super) queue: Queue<Frame>,
    /// Bytes of bases that one thread may hold.
    pub(super) bases_each: usize,
    /// Commits whose parents were cut off, in order.
    pub(super) shallow: &'w [ObjectId],
    plans: Vec<Plan<'w>>,
    /// Objects in files of their own, each with the number of its directory.
    loose: Vec<(ObjectId, u32)>,
    /// For each plan the number of the unit after its last root.
    ends: Vec<usize>,
    /// Everything loose in any directory, in order: to know what is here.
    all_loose: Vec<ObjectId>,
    taken: AtomicUsize,
    stopped: AtomicBool,
    why: Mutex<Option<Why>>,
    spent: AtomicU64,
    done: AtomicU64,
    total: u64,
}

/// A piece of work that depends on no other.
pub(super) enum Unit {
    /// A root of a plan.
    Root(u32, u32),
    /// A loose object, in a directory.
    Loose(ObjectId, u32),
}

impl<'w> Course<'w> {
    pub(super) fn new(
        (storage, options): (&'w Storage, &'w WalkOptions<'w>),
        plans: Vec<Plan<'w>>,
        loose: Vec<(ObjectId, u32)>,
        all_loose: Vec<ObjectId>,
        shallow: &'w [ObjectId],
    ) -> Self {
        let mut end = 0;
        let ends = plans.iter().map(|plan| {
            end += plan.roots.len();
            end
        });
        let ends = ends.collect();
        let total = plans.iter().map(Plan::count).sum::<usize>() + loose.len();
        Self {
            storage,
            options,
            queue: Queue::new(options.threads.get()),
            bases_each: options.bases / options.threads,
            shallow,
            plans,
            loose,
            ends,
            all_loose,
            taken: AtomicUsize::new(0),
            stopped: AtomicBool::new(false),
            why: Mutex::new(None),
            spent: AtomicU64::new(0),
            done: AtomicU64::new(0),
            total: total as u64,
        }
    }

    /// The next units to work on; `None` when all were taken, or the walk ends.
    pub(super) fn next(&self) -> Option<Range<usize>> {
        let all = self.ends.last().copied().unwrap_or(0) + self.loose.len();
        if self.is_stopped() {
            return None;
        }
        let start = self.taken.fetch_add(TAKEN, Ordering::Relaxed);
        (start < all).then(|| start..(start + TAKEN).min(all))
    }

    pub(super) fn unit(&self, number: usize) -> Option<Unit> {
        let plan = self.ends.partition_point(|end| *end <= number);
        let before = plan.checked_sub(1).and_then(|before| self.ends.get(before));
        let within = number - before.copied().unwrap_or(0);
        match self.plans.get(plan) {
            Some(of) => Some(Unit::Root(u32::try_from(plan).ok()?, *of.roots.get(within)?)),
            None => self
                .loose
                .get(within)
                .map(|(id, directory)| Unit::Loose(*id, *directory)),
        }
    }

    pub(super) fn plan(&self, number: u32) -> Option<&Plan<'w>> {
        self.plans.get(number as usize)
    }

    pub(super) fn plans(&self) -> &[Plan<'w>] {
        &self.plans
    }

    pub(super) fn loose(&self) -> &[(ObjectId, u32)] {
        &self.loose
    }

    /// Whether an object is here, in any directory.
    pub(super) fn has(&self, id: ObjectId) -> bool {
        self.storage.find(id).next().is_some() || self.all_loose.binary_search(&id).is_ok()
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    /// Ends the walk on all threads.
    pub(super) fn stop(&self, why: Why) {
        self.why
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get_or_insert(why);
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// Why the walk ended early, if it did.
    pub(super) fn ended(&self) -> Option<Why> {
        self.why.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Counts inflated bytes against what is allowed.
    pub(super) fn spend(&self, bytes: u64) {
        let before = self.spent.fetch_add(bytes, Ordering::Relaxed);
        let most = self.options.most;
        if before.saturating_add(bytes) > most {
            self.stop(Why::TooMuch { most });
        }
    }

    /// Tells whoever asked how far the walk is.
    pub(super) fn told(&self, objects: u64) {
        let done = self.done.fetch_add(objects, Ordering::Relaxed) + objects;
        if let Some(progress) = self.options.progress {
            progress(Progress { done, of: self.total });
        }
    }
}
