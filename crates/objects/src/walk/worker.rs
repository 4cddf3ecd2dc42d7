//! One thread of a walk: depth-first through families of deltas, so that an object is inflated once, shown while it is
//! in the cache, and let go as soon as nothing builds on it any more.

use crate::errors::{Part, Skipped, Why};
use crate::id::ObjectId;
use crate::inflate::Inflater;
use crate::loose::Loose;
use crate::object::{Object, ObjectKind, Visitor, Wants};
use crate::pack::{Content, Delta};
use crate::storage::{STEP, Storage, loose_file};

use super::course::{Course, Unit};
use super::frame::Frame;
use super::plan::{Lost, Plan};
use super::pool::Pool;
use super::promised::Named;

/// After so many objects or bytes a thread tells the others how far it is.
const OBJECTS_TOLD: u64 = 512;
const BYTES_TOLD: u64 = 16 << 20;
/// A buffer for deltas that grew beyond this is not kept.
const SCRATCH: usize = 4 << 20;

pub(super) struct Worker<'w, V> {
    pub(super) course: &'w Course<'w>,
    visitor: V,
    inflater: Inflater,
    pub(super) pool: Pool,
    /// Inflated deltas.
    scratch: Vec<u8>,
    /// Objects on which something is still to be built, each on the one before.
    pub(super) frames: Vec<Frame>,
    /// Bytes of the objects in `frames`.
    pub(super) held: usize,
    count: Count,
}

/// What a thread has seen.
#[derive(Default)]
pub(super) struct Count {
    pub(super) objects: u64,
    pub(super) bytes: u64,
    pub(super) lost: Vec<Lost>,
    pub(super) named: Option<Named>,
    /// Objects and inflated bytes that the others have not been told of.
    untold: (u64, u64),
}

impl<'w, V: Visitor> Worker<'w, V> {
    pub(super) fn new(course: &'w Course<'w>, visitor: V) -> Self {
        Self {
            course,
            visitor,
            inflater: Inflater::new(),
            pool: Pool::new(),
            scratch: Vec::new(),
            frames: Vec::new(),
            held: 0,
            count: Count {
                named: course.storage.promised.then(Named::default),
                ..Count::default()
            },
        }
    }

    /// Works until nobody has anything left to do.
    pub(super) fn run(mut self) -> (V, Count) {
        while let Some(units) = self.course.next() {
            for unit in units {
                match self.course.unit(unit) {
                    Some(Unit::Root(number, entry)) => self.root(number, entry),
                    Some(Unit::Loose(id, directory)) => self.loose(id, directory),
                    None => (),
                }
            }
        }
        while let Some(frame) = self.course.queue.take() {
            self.push(frame);
            self.descend();
        }
        self.done()
    }

    /// What was seen, and the visitor.
    pub(super) fn done(mut self) -> (V, Count) {
        self.tell();
        (self.visitor, self.count)
    }

    /// Shows an object from any place where it can be read; `false` where it cannot.
    pub(super) fn retry(&mut self, id: ObjectId, storage: &Storage) -> bool {
        let mut spent = 0;
        let read = storage.read(id, self.course.options.largest, &mut self.inflater, &mut spent);
        self.spend(spent);
        match read {
            Ok((kind, bytes)) => {
                self.show(id, kind, &bytes);
                true
            }
            Err(Why::TooLarge { .. }) => storage.loose_paths(id).any(|path| {
                Loose::open(&path, &mut self.inflater).is_ok_and(|loose| self.show_loose(id, &loose).is_ok())
            }),
            Err(_) => false,
        }
    }

    /// A whole object in a pack, and all that builds on it.
    fn root(&mut self, number: u32, entry: u32) {
        if self.course.is_stopped() {
            return;
        }
        let Some(plan) = self.course.plan(number) else {
            return;
        };
        match self.whole(plan, entry) {
            Ok(Some((kind, buffer, size))) => self.built(number, entry, kind, buffer, size),
            Ok(None) => (),
            Err(why) => self.lose(plan, entry, &why),
        }
        self.descend();
    }

    /// The object that a root is, in a buffer; nothing where it was shown in windows.
    pub(super) fn whole(
        &mut self,
        plan: &Plan<'_>,
        entry: u32,
    ) -> Result<Option<(ObjectKind, Vec<u8>, usize)>, Why> {
        let course = self.course;
        let Some(offset) = plan.offset(entry) else {
            if plan.children_of(entry).is_empty() {
                return Ok(None);
            }
            let id = plan.borrowed(entry).ok_or(Why::BaseMissing)?;
            let mut spent = 0;
            let read = course
                .storage
                .read(id, course.options.largest, &mut self.inflater, &mut spent);
            self.spend(spent);
            let (kind, bytes) = read?;
            let size = bytes.len();
            return Ok(Some((kind, bytes, size)));
        };
        let (header, stream) = plan.pack.entry(offset)?;
        let Content::Whole(kind) = header.content else {
            return Err(Why::Header);
        };
        if header.size > course.options.largest {
            if let Some(id) = plan.wanted(entry) {
                self.windows(id, kind, stream, (0, header.size))?;
            }
            let too_large = Why::TooLarge {
                size: header.size,
                most: course.options.largest,
            };
            self.lose_children(plan, entry, &too_large);
            return Ok(None);
        }
        let size = usize::try_from(header.size).map_err(|_| Why::Header)?;
        let mut buffer = self.pool.take(size);
        let filled = self
            .inflater
            .fill(stream, buffer.get_mut(..size).unwrap_or_default());
        self.spend(header.size);
        match filled {
            Ok(()) => Ok(Some((kind, buffer, size))),
            Err(why) => {
                self.pool.give(buffer);
                Err(why)
            }
        }
    }

    /// Shows an object, and keeps it where something builds on it.
    fn built(&mut self, number: u32, entry: u32, kind: ObjectKind, buffer: Vec<u8>, size: usize) {
        let Some(plan) = self.course.plan(number) else {
            return;
        };
        if let Some(id) = plan.wanted(entry) {
            self.show(id, kind, buffer.get(..size).unwrap_or_default());
        } else if let (Some(named), Some(id)) = (&mut self.count.named, plan.id(entry)) {
            // What is known already may name what is missing.
            named.look(kind, buffer.get(..size).unwrap_or_default(), id, self.course);
        }
        match plan.range(entry) {
            range if range.is_empty() => self.pool.give(buffer),
            range => self.push(Frame {
                plan: number,
                entry,
                kind,
                next: range.start,
                end: range.end,
                size,
                base: Some(buffer),
            }),
        }
    }

    fn push(&mut self, frame: Frame) {
        if frame.base.is_some() {
            self.held += frame.size;
        }
        self.frames.push(frame);
        if self.held <= self.course.bases_each {
            return;
        }
        // The lowest are needed last.
        let above = self.frames.len().saturating_sub(1);
        for frame in self.frames.iter_mut().take(above) {
            if self.held <= self.course.bases_each {
                return;
            }
            if let Some(base) = frame.base.take() {
                self.held -= frame.size;
                self.pool.give(base);
            }
        }
    }

    /// Builds all that there is to build on the frames.
    fn descend(&mut self) {
        while let Some(frame) = self.frames.last_mut() {
            if self.course.is_stopped() {
                self.frames.clear();
                self.held = 0;
                return;
            }
            let Some(plan) = self.course.plan(frame.plan) else {
                return;
            };
            let (number, kind, size) = (frame.plan, frame.kind, frame.size);
            let child = plan.child(frame.next);
            frame.next += 1;
            let last = frame.next >= frame.end;
            let mut held = frame.base.take();
            if held.is_some() {
                self.held -= size;
            } else {
                match self.once_more(plan) {
                    Ok(base) => held = Some(base),
                    Err(why) => {
                        self.give_up(plan, &why);
                        continue;
                    }
                }
            }
            let base = held.unwrap_or_default();
            let made = child.map(|child| {
                (
                    child,
                    self.build(plan, child, base.get(..size).unwrap_or_default()),
                )
            });
            if last {
                self.frames.pop();
                self.pool.give(base);
            } else if let Some(frame) = self.frames.last_mut() {
                frame.base = Some(base);
                self.held += size;
            }
            match made {
                Some((child, Ok((buffer, size)))) => self.built(number, child, kind, buffer, size),
                Some((child, Err(why))) => self.lose(plan, child, &why),
                None => (),
            }
            if self.course.queue.is_hungry() {
                self.share();
            }
        }
    }

    /// What a delta makes of its base, in a buffer.
    pub(super) fn build(
        &mut self,
        plan: &Plan<'_>,
        entry: u32,
        base: &[u8],
    ) -> Result<(Vec<u8>, usize), Why> {
        let most = self.course.options.largest;
        let fits = |size: u64| {
            usize::try_from(size)
                .ok()
                .filter(|_| size <= most)
                .ok_or(Why::TooLarge { size, most })
        };
        let (header, stream) = plan.pack.entry(plan.offset(entry).ok_or(Why::Outside)?)?;
        let length = fits(header.size)?;
        if length <= SCRATCH && self.scratch.len() > SCRATCH {
            self.scratch = Vec::new();
        }
        if self.scratch.len() < length {
            self.scratch.resize(length.next_multiple_of(4096), 0);
        }
        let inflated = self.scratch.get_mut(..length).unwrap_or_default();
        self.inflater.fill(stream, inflated)?;
        let delta = Delta::parse(inflated)?;
        let size = fits(delta.result)?;
        let mut buffer = self.pool.take(size);
        let applied = delta.apply(base, buffer.get_mut(..size).unwrap_or_default());
        self.spend(header.size + size as u64 + STEP);
        match applied {
            Ok(()) => Ok((buffer, size)),
            Err(error) => {
                self.pool.give(buffer);
                Err(error.into())
            }
        }
    }

    /// Hands a part of the work to a thread that has none: half of what is left of the lowest frame, where families
    /// are largest.
    fn share(&mut self) {
        let Some(frame) = self.frames.iter_mut().find(|frame| frame.next < frame.end) else {
            return;
        };
        let left = frame.end - frame.next;
        let theirs = left.div_ceil(2);
        let base = if theirs == left {
            let base = frame.base.take();
            self.held -= base.as_ref().map_or(0, |_| frame.size);
            base
        } else {
            frame.base.as_ref().map(|base| {
                let mut copy = self.pool.take(frame.size);
                if let (Some(to), Some(from)) = (copy.get_mut(..frame.size), base.get(..frame.size)) {
                    to.copy_from_slice(from);
                }
                copy
            })
        };
        let start = frame.end - theirs;
        let task = Frame {
            next: start,
            base,
            ..*frame
        };
        frame.end = start;
        self.course.queue.give(task);
        // A frame of which nothing is left must not be met again.
        self.frames.retain(|frame| frame.next < frame.end);
    }

    /// An object in a file of its own.
    fn loose(&mut self, id: ObjectId, directory: u32) {
        if self.course.is_stopped() {
            return;
        }
        let Some(directory) = self.course.storage.directories.get(directory as usize) else {
            return;
        };
        let file = loose_file(directory, id);
        let shown = Loose::open(&file, &mut self.inflater).and_then(|loose| self.show_loose(id, &loose));
        if let Err(why) = shown {
            let what = Part::Object {
                id,
                file,
                offset: None,
            };
            self.count.lost.push(Lost {
                id,
                skipped: Skipped { what, why },
            });
        }
    }

    fn show_loose(&mut self, id: ObjectId, loose: &Loose) -> Result<(), Why> {
        let header = loose.header;
        if !self.course.options.kinds.has(header.kind) {
            return Ok(());
        }
        if header.size > self.course.options.largest {
            return self.windows(id, header.kind, loose.stream(), (header.length, header.size));
        }
        let length = usize::try_from(header.size).map_err(|_| Why::Header)? + header.length;
        let mut buffer = self.pool.take(length);
        let filled = self
            .inflater
            .fill(loose.stream(), buffer.get_mut(..length).unwrap_or_default());
        self.spend(header.size);
        if filled.is_ok() {
            self.show(
                id,
                header.kind,
                buffer.get(header.length..length).unwrap_or_default(),
            );
        }
        self.pool.give(buffer);
        filled
    }

    fn show(&mut self, id: ObjectId, kind: ObjectKind, bytes: &[u8]) {
        if let Some(named) = &mut self.count.named {
            named.look(kind, bytes, id, self.course);
        }
        let size = bytes.len() as u64;
        let object = Object {
            id,
            kind,
            bytes,
            at: 0,
            size,
        };
        if self.visitor.see(&object) == Wants::Nothing {
            self.course.stop(Why::Ended);
        }
        self.shown(size);
    }

    fn windows(
        &mut self,
        id: ObjectId,
        kind: ObjectKind,
        stream: &[u8],
        (before, size): (usize, u64),
    ) -> Result<(), Why> {
        let options = self.course.options;
        let (visitor, course) = (&mut self.visitor, self.course);
        self.inflater.windows(
            stream,
            (before, size),
            (options.largest, options.overlap),
            |at, bytes| {
                course.spend(bytes.len() as u64);
                let object = Object {
                    id,
                    kind,
                    bytes,
                    at,
                    size,
                };
                if visitor.see(&object) == Wants::Nothing {
                    course.stop(Why::Ended);
                }
                if course.is_stopped() {
                    Wants::Nothing
                } else {
                    Wants::More
                }
            },
        )?;
        self.shown(size);
        Ok(())
    }

    fn shown(&mut self, size: u64) {
        self.count.objects += 1;
        self.count.bytes += size;
        self.count.untold.0 += 1;
        if self.count.untold.0 >= OBJECTS_TOLD {
            self.tell();
        }
    }

    fn spend(&mut self, bytes: u64) {
        self.count.untold.1 += bytes;
        if self.count.untold.1 >= BYTES_TOLD {
            self.tell();
        }
    }

    fn tell(&mut self) {
        let (objects, bytes) = std::mem::take(&mut self.count.untold);
        self.course.spend(bytes);
        self.course.told(objects);
    }

    /// An object that cannot be had, and with it all that builds on it.
    fn lose(&mut self, plan: &Plan<'_>, entry: u32, why: &Why) {
        self.count.lost.extend(plan.lost(entry, why.clone()));
        self.lose_children(plan, entry, below(why));
    }

    fn lose_children(&mut self, plan: &Plan<'_>, entry: u32, why: &Why) {
        self.lose_all(plan, plan.children_of(entry).to_vec(), why);
    }

    /// The rest of the topmost frame.
    fn give_up(&mut self, plan: &Plan<'_>, why: &Why) {
        let Some(frame) = self.frames.pop() else { return };
        let rest = (frame.next - 1..frame.end)
            .filter_map(|place| plan.child(place))
            .collect();
        self.lose_all(plan, rest, below(why));
    }

    fn lose_all(&mut self, plan: &Plan<'_>, mut stack: Vec<u32>, why: &Why) {
        while let Some(entry) = stack.pop() {
            self.count.lost.extend(plan.lost(entry, why.clone()));
            stack.extend_from_slice(plan.children_of(entry));
        }
    }
}

/// What is said of objects that build on one that cannot be had.
fn below(why: &Why) -> &Why {
    match why {
        Why::TooLarge { .. } | Why::BaseMissing => why,
        _ => &Why::BaseUnreadable,
    }
}
