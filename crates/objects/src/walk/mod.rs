//! Everything of a repository, shown once.
//!
//! The headers of a pack's entries tell what builds on what ([`plan`]). Threads take whole objects in the order in which
//! they lie in the pack, and go depth-first through the deltas upon them ([`worker`]), so that every base is inflated
//! once. A thread without work gets half of what another one has left ([`queue`]).

mod bits;
mod course;
mod frame;
mod once;
mod options;
mod plan;
mod pool;
mod promised;
mod queue;
mod rebuild;
mod worker;

use std::collections::HashSet;
use std::path::PathBuf;
use std::thread;

pub use options::{Progress, WalkOptions, Walked};

use crate::errors::{Part, Skipped};
use crate::id::{ObjectFormat, ObjectId};
use crate::known::Known;
use crate::object::{Kinds, Visitor};
use crate::storage::Storage;

use course::Course;
use once::Once;
use plan::{Lost, Plan};
use promised::Named;
use queue::Queue;
use worker::{Count, Worker};

/// Where objects are, and how they are named.
pub(crate) struct Where<'r> {
    pub(crate) directories: &'r [PathBuf],
    pub(crate) format: ObjectFormat,
    /// Whether the configuration says that another repository holds what is missing.
    pub(crate) promised: bool,
    /// Commits whose parents were cut off.
    pub(crate) shallow: Vec<ObjectId>,
}

/// Walks, and gives back the visitors.
pub(crate) fn walk<V: Visitor>(
    of: &Where<'_>,
    options: &WalkOptions<'_>,
    make: &(impl Fn() -> V + Sync),
) -> (Vec<V>, Walked) {
    let mut storage = Storage::open(of.directories, of.format);
    storage.promised |= of.promised;
    let mut walked = Walked {
        shallow: of.shallow.len() as u64,
        skipped: std::mem::take(&mut storage.skipped),
        ..Walked::default()
    };
    let storage = storage;
    let once = Once::new(&storage, options, &mut walked.skipped);
    walked.known_before = once.known;
    let mut lost = Vec::new();
    let plans = storage
        .packs
        .iter()
        .zip(once.packs)
        .filter(|(_, wanted)| wanted.count() > 0 || storage.promised)
        .map(|(pack, wanted)| Plan::new(pack, wanted, (options.kinds, storage.promised), &mut lost))
        .collect();
    let course = Course::new(
        (&storage, options),
        plans,
        once.loose,
        once.all_loose,
        &of.shallow,
    );
    let (mut visitors, counts) = run(&course, make);
    let mut named = Vec::new();
    for count in counts {
        walked.add(count, &mut lost, &mut named);
    }
    if !lost.is_empty() {
        let fresh = Storage::open(of.directories, of.format);
        let visitor = visitors.pop().unwrap_or_else(make);
        let (visitor, count, still) = again(lost, visitor, &course, [&storage, &fresh]);
        visitors.push(visitor);
        lost = still;
        walked.add(count, &mut lost, &mut named);
    }
    walked.promised = Named::count(named);
    if let Some(why) = course.ended() {
        walked.skipped.push(Skipped {
            what: Part::Rest,
            why,
        });
    } else if options.remember && options.kinds == Kinds::ALL {
        walked.known = remembered(&course, &storage, &lost);
    }
    walked.skipped.extend(lost.into_iter().map(|lost| lost.skipped));
    (visitors, walked)
}

impl Walked {
    fn add(&mut self, count: Count, lost: &mut Vec<Lost>, named: &mut Vec<Named>) {
        self.objects += count.objects;
        self.bytes += count.bytes;
        lost.extend(count.lost);
        named.extend(count.named);
    }
}

fn run<V: Visitor>(course: &Course<'_>, make: &(impl Fn() -> V + Sync)) -> (Vec<V>, Vec<Count>) {
    /// Lets the others go when a visitor panics, so that the panic is seen and nobody waits for ever.
    struct Leaving<'q, T>(&'q Queue<T>);
    impl<T> Drop for Leaving<'_, T> {
        fn drop(&mut self) {
            if thread::panicking() {
                self.0.close();
            }
        }
    }
    let work = || {
        let _leaving = Leaving(&course.queue);
        Worker::new(course, make()).run()
    };
    thread::scope(|scope| {
        let others: Vec<_> = (1..course.options.threads.get())
            .map(|_| scope.spawn(work))
            .collect();
        let own = work();
        let joined = others.into_iter().map(|other| {
            other
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        });
        std::iter::once(own).chain(joined).unzip()
    })
}

/// Looks for other copies of what could not be shown: in other packs and files, and, because git may have moved
/// everything meanwhile, in what is there now.
fn again<'w, V: Visitor>(
    lost: Vec<Lost>,
    visitor: V,
    course: &'w Course<'w>,
    storages: [&Storage; 2],
) -> (V, Count, Vec<Lost>) {
    let mut worker = Worker::new(course, visitor);
    let mut still = Vec::new();
    let mut shown = HashSet::new();
    for lost in lost {
        if shown.contains(&lost.id) {
            continue;
        }
        if !course.is_stopped() && storages.iter().any(|storage| worker.retry(lost.id, storage)) {
            shown.insert(lost.id);
        } else {
            still.push(lost);
        }
    }
    let (visitor, count) = worker.done();
    still.retain(|lost| !shown.contains(&lost.id));
    (visitor, count, still)
}

/// What need not be shown the next time.
fn remembered(course: &Course<'_>, storage: &Storage, lost: &[Lost]) -> Known {
    let lost: HashSet<ObjectId> = lost.iter().map(|lost| lost.id).collect();
    let packed = course.plans().iter().flat_map(Plan::all_wanted);
    let loose = course.loose().iter().map(|(id, _)| *id);
    let mut known = Known::new(packed.chain(loose).filter(|id| !lost.contains(id)));
    if let Some(before) = course.options.known {
        known = known.and(before);
    }
    for pack in &storage.packs {
        let all = (0..pack.index.count())
            .all(|position| pack.index.id_bytes(position).is_some_and(|id| known.has(id)));
        if let Some(checksum) = pack.checksum().filter(|_| all && pack.is_of_one_piece()) {
            known.add_pack(checksum);
        }
    }
    known
}
