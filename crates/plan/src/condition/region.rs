//! Sets of events: what each field may be, and lists of such.

use std::collections::BTreeMap;

use vocabulary::{Field, FieldType};

use super::values::{Order, Present, Values};

/// What a region speaks of: one field, or how two fields compare.
#[derive(Debug, Clone, Copy)]
pub(super) struct Axis {
    field: &'static Field,
    with: Option<&'static Field>,
}

impl Axis {
    pub(super) const fn of(field: &'static Field) -> Self {
        Self { field, with: None }
    }

    /// How two fields compare, and whether they stand in the other order now: a pair is one axis, whichever of
    /// the two is named first.
    pub(super) fn between(left: &'static Field, right: &'static Field) -> (Self, bool) {
        let turned = right.name < left.name;
        let (field, with) = if turned { (right, left) } else { (left, right) };
        (
            Self {
                field,
                with: Some(with),
            },
            turned,
        )
    }

    /// Everything that there can be on this axis. That a field is required is not relied upon.
    pub(super) fn every(self) -> Values {
        let present = match self.with {
            Some(_) => Present::Order(Order::ANY),
            None => Present::every(self.field.kind),
        };
        Values {
            absent: true,
            present,
        }
    }

    /// The type of the values on it, for an axis of one field.
    pub(super) const fn kind(self) -> FieldType {
        self.field.kind
    }

    fn name(&self) -> (&'static str, Option<&'static str>) {
        (self.field.name, self.with.map(|with| with.name))
    }
}

impl PartialEq for Axis {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}
impl Eq for Axis {}
impl PartialOrd for Axis {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Axis {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.name().cmp(&other.name())
    }
}

/// The events whose fields are all as stated; an axis that is not named may be anything. Never empty.
pub(super) type Region = BTreeMap<Axis, Values>;

/// The events that are in at least one of them.
pub(super) type Regions = Vec<Region>;

/// More regions than this are not followed.
const MAX_REGIONS: usize = 128;

/// More pieces than this are not cut.
const MAX_PIECES: usize = 4_096;

/// What is in one or the other; `None` where that is too much to follow.
pub(super) fn either(mut left: Regions, right: Regions) -> Option<Regions> {
    for region in right {
        if !left.contains(&region) {
            left.push(region);
        }
        if left.len() > MAX_REGIONS {
            return None;
        }
    }
    Some(left)
}

/// What is in both; `None` where that is too much to follow.
pub(super) fn both(left: &Regions, right: &Regions) -> Option<Regions> {
    if left.len().saturating_mul(right.len()) > MAX_PIECES {
        return None;
    }
    let mut all = Vec::new();
    for one in left {
        for other in right {
            if let Some(met) = meet(one, other) {
                all = either(all, vec![met])?;
            }
        }
    }
    Some(all)
}

/// What is in both regions; `None` where nothing is.
fn meet(left: &Region, right: &Region) -> Option<Region> {
    let mut met = left.clone();
    for (axis, values) in right {
        let cut = met
            .get(axis)
            .map_or_else(|| values.clone(), |mine| mine.and(values));
        if cut.is_empty() {
            return None;
        }
        met.insert(*axis, cut);
    }
    Some(met)
}

/// Whether it is proved that all of `inner` lies in `outer`.
pub(super) fn is_within(inner: &Regions, outer: &Regions) -> bool {
    let mut work = Work { left: MAX_PIECES };
    inner.iter().all(|region| work.is_covered(region, outer))
}

/// How many more pieces may be cut.
struct Work {
    left: usize,
}

impl Work {
    /// Takes the outer regions away from one region, one after the other: it is covered if nothing stays.
    fn is_covered(&mut self, region: &Region, outer: &Regions) -> bool {
        let mut pieces = vec![region.clone()];
        for cover in outer {
            let mut rest = Vec::new();
            for piece in pieces {
                rest.extend(take_away(piece, cover));
            }
            let weight: usize = rest
                .iter()
                .flat_map(Region::values)
                .map(|values| 1 + values.present.size())
                .sum();
            let Some(left) = self.left.checked_sub(weight / 64 + rest.len()) else {
                return false;
            };
            self.left = left;
            pieces = rest;
            if pieces.is_empty() {
                return true;
            }
        }
        pieces.is_empty()
    }
}

/// What stays of a region without another, in pieces that do not overlap.
fn take_away(region: Region, cover: &Region) -> Vec<Region> {
    if meet(&region, cover).is_none() {
        return vec![region];
    }
    let mut pieces = Vec::new();
    let mut inside = region;
    for (axis, covered) in cover {
        let mine = inside.get(axis).cloned().unwrap_or_else(|| axis.every());
        let outside = mine.without(covered);
        if !outside.is_empty() {
            let mut piece = inside.clone();
            piece.insert(*axis, outside);
            pieces.push(piece);
        }
        inside.insert(*axis, mine.and(covered));
    }
    pieces
}
