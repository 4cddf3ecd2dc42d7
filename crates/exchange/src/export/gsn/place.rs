//! Where each element of a case goes.

use super::case::Case;
use super::layout::{Slot, tops};
use super::size::{DIAMOND, Drawn};

/// Between columns, where the edges run.
pub(super) const BETWEEN: f64 = 56.0;
/// Between the boxes of a column.
const GAP: f64 = 18.0;
/// Between an element and what hangs below it.
const HANG: f64 = 12.0;
/// How far in it hangs.
const HANG_IN: f64 = 24.0;

/// A case with everything in its place.
pub(super) struct Picture {
    pub(super) drawn: Vec<Drawn>,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Picture {
    pub(super) fn of(case: &Case) -> Self {
        let mut drawn: Vec<Drawn> = case.elements.iter().map(Drawn::of).collect();
        // Only elements that no other carries are placed; the rest hang below the one that carries them.
        let hangs = |at: usize| case.contexts.iter().any(|(_, to)| *to == at);
        let placed: Vec<usize> = (0..drawn.len()).filter(|at| !hangs(*at)).collect();
        let rank = |at: usize| placed.iter().position(|one| *one == at);
        let boxes: Vec<Slot> = placed
            .iter()
            .map(|at| {
                let below: f64 = hanging(case, *at)
                    .filter_map(|one| drawn.get(one))
                    .map(|one| HANG + one.height)
                    .sum();
                let (own, column) = (
                    drawn.get(*at).map_or(0.0, |one| one.height),
                    case.elements.get(*at).map_or(0, |element| element.depth),
                );
                Slot {
                    column,
                    height: own + below,
                    joint: own / 2.0,
                }
            })
            .collect();
        let edges: Vec<(usize, usize)> = case
            .supports
            .iter()
            .filter_map(|(from, to)| Some((rank(*from)?, rank(*to)?)))
            .collect();
        let lefts = lefts(&boxes, &placed, &drawn);
        let (mut width, mut height): (f64, f64) = (0.0, 0.0);
        for ((at, one), top) in placed.iter().zip(&boxes).zip(tops(&boxes, &edges, GAP)) {
            let left = lefts.get(one.column).copied().unwrap_or_default();
            height = height.max(top + one.height);
            let mut next = top;
            for one in std::iter::once(*at).chain(hanging(case, *at)) {
                if let Some(drawn) = drawn.get_mut(one) {
                    drawn.left = if one == *at { left } else { left + HANG_IN };
                    drawn.top = next;
                    next += drawn.height + HANG;
                    width = width.max(drawn.left + drawn.width + 2.0 * DIAMOND);
                }
            }
        }
        Self { drawn, width, height }
    }
}

/// What hangs below an element.
fn hanging(case: &Case, at: usize) -> impl Iterator<Item = usize> {
    case.contexts
        .iter()
        .filter(move |(from, _)| *from == at)
        .map(|(_, to)| *to)
}

/// Where each column begins.
fn lefts(boxes: &[Slot], placed: &[usize], drawn: &[Drawn]) -> Vec<f64> {
    let count = boxes.iter().map(|one| one.column + 1).max().unwrap_or(0);
    let mut lefts = Vec::with_capacity(count);
    let mut left = 0.0;
    for column in 0..count {
        lefts.push(left);
        let widest = boxes
            .iter()
            .zip(placed)
            .filter(|(one, _)| one.column == column)
            .filter_map(|(_, at)| drawn.get(*at))
            .map(|one| one.width)
            .fold(0.0, f64::max);
        if widest > 0.0 {
            left += widest + BETWEEN;
        }
    }
    lefts
}
