//! The delta tree of a pack: what builds on what, found from the headers of its entries alone.
//!
//! An entry is known by its number in the order of offsets, its object by its position in the index. Objects of other
//! packs that deltas build on (as in thin packs) have numbers after all entries.

use std::ops::Range;

use crate::errors::{Part, Skipped, Why};
use crate::id::ObjectId;
use crate::object::Kinds;
use crate::pack::{Content, Pack};

use super::bits::Bits;

/// How a pack is walked: whole objects first, then depth-first through what builds on them.
pub(super) struct Plan<'p> {
    pub(super) pack: &'p Pack,
    offsets: Vec<u64>,
    positions: Vec<u32>,
    /// Where the children of each entry begin in `children`, and one more for the end.
    starts: Vec<u32>,
    children: Vec<u32>,
    /// Entries that build on nothing in this pack, in the order of their offsets.
    pub(super) roots: Vec<u32>,
    /// Objects that are not in this pack.
    borrowed: Vec<ObjectId>,
    /// Which positions are shown.
    wanted: Bits,
}

/// An object that could not be shown from its place.
#[derive(Debug)]
pub(super) struct Lost {
    pub(super) id: ObjectId,
    /// Where it is, as it is told.
    pub(super) skipped: Skipped,
}

/// What an entry builds on, while the tree is made.
const NOTHING: u32 = u32::MAX;
const LOST: u32 = u32::MAX - 1;

impl<'p> Plan<'p> {
    /// Reads the headers of a pack's entries. With `whole`, also what is not wanted is walked through.
    pub(super) fn new(
        pack: &'p Pack,
        wanted: Bits,
        (kinds, whole): (Kinds, bool),
        lost: &mut Vec<Lost>,
    ) -> Self {
        let mut plan = Self {
            pack,
            offsets: Vec::new(),
            positions: Vec::new(),
            starts: Vec::new(),
            children: Vec::new(),
            roots: Vec::new(),
            borrowed: Vec::new(),
            wanted,
        };
        plan.order(lost);
        let (bases, broken) = plan.bases(kinds);
        let needed = plan.needed(&bases, whole);
        plan.link(&bases, &needed);
        plan.unreached(&bases, &needed, &broken, lost);
        plan
    }

    /// Entries in the order of their offsets.
    fn order(&mut self, lost: &mut Vec<Lost>) {
        let count = self.pack.index.count();
        let mut entries = Vec::with_capacity(count as usize);
        for position in 0..count {
            match self.pack.index.offset(position) {
                Some(offset) => entries.push((offset, position)),
                None => lost.extend(self.lost_at(position, None, Why::Outside)),
            }
        }
        entries.sort_unstable();
        self.offsets = entries.iter().map(|(offset, _)| *offset).collect();
        self.positions = entries.iter().map(|(_, position)| *position).collect();
    }

    /// For each entry what it builds on, and why where that cannot be told. Whole objects of kinds that are not
    /// wanted are left out, with all that builds on them.
    fn bases(&mut self, kinds: Kinds) -> (Vec<u32>, Vec<(u32, Why)>) {
        let mut bases = Vec::with_capacity(self.offsets.len());
        let mut broken = Vec::new();
        let mut borrowed: Vec<(ObjectId, u32)> = Vec::new();
        for (number, offset) in (0_u32..).zip(&self.offsets) {
            let base = match self.pack.entry(*offset).map(|(header, _)| header.content) {
                Ok(Content::Whole(kind)) if kinds.has(kind) => Ok(NOTHING),
                Ok(Content::Whole(_)) => {
                    bases.push(LOST);
                    continue;
                }
                Ok(Content::OffsetDelta(distance)) => offset
                    .checked_sub(distance)
                    .and_then(|base| self.before(number, base))
                    .ok_or(Why::BaseMissing),
                Ok(Content::IdDelta(id)) => match self.pack.index.find(id) {
                    Some(position) => self
                        .pack
                        .index
                        .offset(position)
                        .and_then(|base| self.number(base))
                        .ok_or(Why::BaseMissing),
                    None => ObjectId::from_bytes(id).ok_or(Why::Header).map(|id| {
                        borrowed.push((id, number));
                        NOTHING
                    }),
                },
                Err(why) => Err(why),
            };
            bases.push(base.unwrap_or_else(|why| {
                broken.push((number, why));
                LOST
            }));
        }
        borrowed.sort_unstable();
        for (id, number) in borrowed {
            if self.borrowed.last() != Some(&id) {
                self.borrowed.push(id);
            }
            let base = self.offsets.len() + self.borrowed.len() - 1;
            if let (Some(slot), Ok(base)) = (bases.get_mut(number as usize), u32::try_from(base)) {
                *slot = base;
            }
        }
        (bases, broken)
    }

    /// The entry at an offset, which is often not far before another one.
    fn before(&self, number: u32, offset: u64) -> Option<u32> {
        let mut end = number as usize;
        let mut step = 1;
        let start = loop {
            let start = end.saturating_sub(step);
            if start == 0 || *self.offsets.get(start)? <= offset {
                break start;
            }
            end = start;
            step *= 2;
        };
        let at = self.offsets.get(start..end)?.binary_search(&offset).ok()?;
        u32::try_from(start + at).ok()
    }

    fn number(&self, offset: u64) -> Option<u32> {
        u32::try_from(self.offsets.binary_search(&offset).ok()?).ok()
    }

    /// Entries that are shown, or that one that is shown builds on.
    fn needed(&self, bases: &[u32], whole: bool) -> Bits {
        let count = self.offsets.len();
        if whole || self.wanted.count() == self.pack.index.count() as usize {
            return Bits::all(count);
        }
        let mut needed = Bits::none(count);
        for (number, position) in (0_u32..).zip(&self.positions) {
            let mut entry = number;
            // Whatever was needed before has all its bases in already, so this is no more than a step an entry.
            while (entry != number || self.wanted.has(*position))
                && (entry as usize) < count
                && needed.add(entry)
            {
                entry = bases.get(entry as usize).copied().unwrap_or(NOTHING);
            }
        }
        needed
    }

    /// Turns "builds on" around into roots and children.
    fn link(&mut self, bases: &[u32], needed: &Bits) {
        let nodes = self.offsets.len() + self.borrowed.len();
        self.starts = vec![0; nodes + 1];
        for (number, base) in (0_u32..).zip(bases) {
            if let Some(start) = self.starts.get_mut(*base as usize).filter(|_| needed.has(number)) {
                *start += 1;
            }
        }
        let mut end = 0_u32;
        for start in &mut self.starts {
            end += *start;
            *start = end;
        }
        self.children = vec![0; end as usize];
        let count = u32::try_from(bases.len()).unwrap_or(NOTHING);
        // Backwards, so that each start comes to stand on its first child.
        for (number, base) in (0..count).zip(bases).rev() {
            if !needed.has(number) {
                continue;
            }
            if let Some(start) = self.starts.get_mut(*base as usize) {
                *start -= 1;
                if let Some(child) = self.children.get_mut(*start as usize) {
                    *child = number;
                }
            } else if *base == NOTHING {
                self.roots.push(number);
            }
        }
        self.roots.reverse();
        let after = u32::try_from(self.offsets.len()).unwrap_or(NOTHING);
        self.roots.extend((after..).take(self.borrowed.len()));
    }

    /// What no root leads to is lost: it is broken itself, builds on what is, or goes in a ring.
    fn unreached(&self, bases: &[u32], needed: &Bits, broken: &[(u32, Why)], lost: &mut Vec<Lost>) {
        // A ring has to go forward somewhere.
        let forward = (0_u32..)
            .zip(bases)
            .any(|(number, base)| (number..LOST).contains(base));
        if broken.is_empty() && !forward {
            return;
        }
        let mut is_broken = Bits::none(bases.len());
        for (number, _) in broken {
            is_broken.add(*number);
        }
        let mut reached = Bits::none(self.offsets.len() + self.borrowed.len());
        let mut stack = self.roots.clone();
        // Kinds that nobody wants are left out, which is not the same as lost.
        let left_out = (0_u32..)
            .zip(bases)
            .filter(|(number, base)| **base == LOST && !is_broken.has(*number));
        stack.extend(left_out.map(|(number, _)| number));
        while let Some(entry) = stack.pop() {
            if reached.add(entry) {
                stack.extend_from_slice(self.children_of(entry));
            }
        }
        for (number, why) in broken {
            if needed.has(*number) && reached.add(*number) {
                lost.extend(self.lost(*number, why.clone()));
                stack.extend_from_slice(self.children_of(*number));
            }
        }
        while let Some(entry) = stack.pop() {
            if reached.add(entry) {
                lost.extend(self.lost(entry, Why::BaseUnreadable));
                stack.extend_from_slice(self.children_of(entry));
            }
        }
        let count = u32::try_from(bases.len()).unwrap_or(NOTHING);
        let ring = (0..count).filter(|number| needed.has(*number) && !reached.has(*number));
        lost.extend(ring.filter_map(|number| self.lost(number, Why::Ring)));
    }

    /// What an entry builds on; nothing where it is a root, or in another pack.
    pub(super) fn base(&self, entry: u32) -> Result<Option<u32>, Why> {
        let Some(offset) = self.offset(entry) else {
            return Ok(None);
        };
        let base = match self.pack.entry(offset)?.0.content {
            Content::Whole(_) => return Ok(None),
            Content::OffsetDelta(distance) => offset
                .checked_sub(distance)
                .and_then(|base| self.before(entry, base)),
            Content::IdDelta(id) => match self.pack.index.find(id) {
                Some(position) => self
                    .pack
                    .index
                    .offset(position)
                    .and_then(|base| self.number(base)),
                None => ObjectId::from_bytes(id)
                    .and_then(|id| self.borrowed.binary_search(&id).ok())
                    .and_then(|at| u32::try_from(self.offsets.len() + at).ok()),
            },
        };
        base.map(Some).ok_or(Why::BaseMissing)
    }

    /// How many entries there are.
    pub(super) fn len(&self) -> usize {
        self.offsets.len()
    }

    /// What builds on an entry.
    pub(super) fn children_of(&self, entry: u32) -> &[u32] {
        let Range { start, end } = self.range(entry);
        self.children
            .get(start as usize..end as usize)
            .unwrap_or_default()
    }

    /// The places of what builds on an entry.
    pub(super) fn range(&self, entry: u32) -> Range<u32> {
        match self.starts.get(entry as usize..).unwrap_or_default() {
            [start, end, ..] => *start..*end,
            _ => 0..0,
        }
    }

    /// What is at such a place.
    pub(super) fn child(&self, place: u32) -> Option<u32> {
        self.children.get(place as usize).copied()
    }

    /// Where an entry begins; `None` for what is in another pack.
    pub(super) fn offset(&self, entry: u32) -> Option<u64> {
        self.offsets.get(entry as usize).copied()
    }

    /// The id of something in another pack.
    pub(super) fn borrowed(&self, entry: u32) -> Option<ObjectId> {
        self.borrowed
            .get((entry as usize).checked_sub(self.offsets.len())?)
            .copied()
    }

    /// The id of an entry.
    pub(super) fn id(&self, entry: u32) -> Option<ObjectId> {
        self.pack.index.id(*self.positions.get(entry as usize)?)
    }

    /// The id of an entry that is to be shown.
    pub(super) fn wanted(&self, entry: u32) -> Option<ObjectId> {
        let position = *self.positions.get(entry as usize)?;
        self.pack.index.id(position).filter(|_| self.wanted.has(position))
    }

    /// The ids that are to be shown.
    pub(super) fn all_wanted(&self) -> impl Iterator<Item = ObjectId> {
        (0..self.pack.index.count())
            .filter(|position| self.wanted.has(*position))
            .filter_map(|position| self.pack.index.id(position))
    }

    /// How many are to be shown.
    pub(super) fn count(&self) -> usize {
        self.wanted.count()
    }

    /// An entry that cannot be shown, if it was to be.
    pub(super) fn lost(&self, entry: u32, why: Why) -> Option<Lost> {
        self.lost_at(*self.positions.get(entry as usize)?, self.offset(entry), why)
    }

    fn lost_at(&self, position: u32, offset: Option<u64>, why: Why) -> Option<Lost> {
        let id = self
            .pack
            .index
            .id(position)
            .filter(|_| self.wanted.has(position))?;
        let file = self.pack.path.clone();
        Some(Lost {
            id,
            skipped: Skipped {
                what: Part::Object { id, file, offset },
                why,
            },
        })
    }
}
