//! Objects that were let go to save memory, built once more when something is to be built on them.

use crate::errors::Why;
use crate::object::Visitor;

use super::plan::Plan;
use super::worker::Worker;

impl<V: Visitor> Worker<'_, V> {
    /// The topmost frame's object, which was let go: built again from the nearest object below that is still held, or
    /// from the root. On the way frames get theirs back, those that are needed soonest, as far as memory goes: so what
    /// is let go costs no more than walking the whole chain once for each time that memory is full.
    pub(super) fn once_more(&mut self, plan: &Plan<'_>) -> Result<Vec<u8>, Why> {
        let top = self.frames.len().saturating_sub(1);
        let mut room = self.course.bases_each.saturating_sub(self.held);
        let mut kept = top;
        for (number, frame) in self.frames.iter().enumerate().rev() {
            let Some(left) = room.checked_sub(frame.size) else {
                break;
            };
            (room, kept) = (left, number);
        }
        let mut steps = self.steps(plan, top)?;
        let (entry, frame) = steps.pop().ok_or(Why::Ring)?;
        let held = frame
            .and_then(|number| self.frames.get_mut(number))
            .and_then(|frame| {
                let base = frame.base.take();
                self.held -= base.as_ref().map_or(0, |_| frame.size);
                base.map(|base| (base, frame.size))
            });
        let (mut base, mut size, mut of) = match held {
            Some((base, size)) => (base, size, frame.map(|number| (number, true))),
            None => match self.whole(plan, entry)? {
                Some((_, base, size)) => (base, size, frame.map(|number| (number, number >= kept))),
                None => return Err(Why::BaseMissing),
            },
        };
        while let Some((entry, frame)) = steps.pop() {
            let made = if self.course.is_stopped() {
                Err(Why::Ended)
            } else {
                self.build(plan, entry, base.get(..size).unwrap_or_default())
            };
            match of.and_then(|(number, keeps)| self.frames.get_mut(number).filter(|_| keeps)) {
                Some(frame) => {
                    self.held += size;
                    frame.base = Some(base);
                }
                None => self.pool.give(base),
            }
            (base, size) = made?;
            of = frame.map(|number| (number, number >= kept));
        }
        Ok(base)
    }

    /// From the topmost frame's entry down to one that is held, or to the root: each entry, with its frame if it has one.
    fn steps(&self, plan: &Plan<'_>, top: usize) -> Result<Vec<(u32, Option<usize>)>, Why> {
        let mut below = self.frames.iter().enumerate().rev().peekable();
        let mut entry = below.peek().map_or(0, |(_, frame)| frame.entry);
        let mut steps = Vec::new();
        loop {
            let frame = below.next_if(|(_, frame)| frame.entry == entry);
            steps.push((entry, frame.map(|(number, _)| number)));
            if frame.is_some_and(|(number, frame)| number != top && frame.base.is_some()) {
                return Ok(steps);
            }
            match plan.base(entry)? {
                Some(base) if steps.len() <= plan.len() => entry = base,
                Some(_) => return Err(Why::Ring),
                None => return Ok(steps),
            }
        }
    }
}
