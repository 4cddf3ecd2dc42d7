//! Where boxes go: columns from left to right by depth, and in each column as near as may be to what they are
//! joined with, without touching.

/// Room for an element, to be placed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slot {
    /// Its column.
    pub(super) column: usize,
    /// Its height, with all that hangs below it.
    pub(super) height: f64,
    /// How far below its top edges meet it.
    pub(super) joint: f64,
}

/// How many times boxes move towards what they are joined with. More changes nothing that one could see.
const ROUNDS: usize = 24;

/// The top of each slot. Those of a column are at least `gap` apart, and the topmost of all is at 0.
pub(super) fn tops(boxes: &[Slot], edges: &[(usize, usize)], gap: f64) -> Vec<f64> {
    let columns = ordered(boxes, edges);
    let mut tops = vec![0.0; boxes.len()];
    for column in &columns {
        settle(boxes, column, gap, &mut tops, |_, _| 0.0);
    }
    for round in 0..ROUNDS {
        let whole: Vec<&Vec<usize>> = if round % 2 == 0 {
            columns.iter().rev().collect()
        } else {
            columns.iter().collect()
        };
        // The last round looks both ways, so that what has many supports ends up amid them.
        for column in whole {
            settle(boxes, column, gap, &mut tops, |at, tops| {
                let joined: Vec<f64> = edges
                    .iter()
                    .filter_map(|(from, to)| match at {
                        _ if *from == at => Some(*to),
                        _ if *to == at => Some(*from),
                        _ => None,
                    })
                    .map(|other| joint(boxes, tops, other))
                    .collect();
                if joined.is_empty() {
                    joint(boxes, tops, at)
                } else {
                    joined.iter().sum::<f64>() / joined.len() as f64
                }
            });
        }
    }
    let least = tops.iter().copied().fold(f64::INFINITY, f64::min);
    if least.is_finite() {
        for top in &mut tops {
            *top -= least;
        }
    }
    tops
}

fn joint(boxes: &[Slot], tops: &[f64], at: usize) -> f64 {
    tops.get(at).copied().unwrap_or_default() + boxes.get(at).map_or(0.0, |one| one.joint)
}

/// The boxes of each column, from top to bottom: those to the left in their own order, and each further one
/// where those that it supports lie.
fn ordered(boxes: &[Slot], edges: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let count = boxes.iter().map(|one| one.column + 1).max().unwrap_or(0);
    let mut columns: Vec<Vec<usize>> = vec![Vec::new(); count];
    let mut place = vec![0.0; boxes.len()];
    for number in 0..count {
        let mut column: Vec<(f64, usize)> = boxes
            .iter()
            .enumerate()
            .filter(|(_, one)| one.column == number)
            .map(|(at, _)| {
                let parents: Vec<f64> = edges
                    .iter()
                    .filter(|(_, to)| *to == at)
                    .filter_map(|(from, _)| place.get(*from).copied())
                    .collect();
                let mean = if parents.is_empty() {
                    0.0
                } else {
                    parents.iter().sum::<f64>() / parents.len() as f64
                };
                (mean, at)
            })
            .collect();
        column.sort_by(|left, right| left.0.total_cmp(&right.0).then(left.1.cmp(&right.1)));
        for (rank, (_, at)) in column.iter().enumerate() {
            if let Some(place) = place.get_mut(*at) {
                *place = (rank as f64 + 0.5) / column.len() as f64;
            }
        }
        if let Some(slot) = columns.get_mut(number) {
            *slot = column.into_iter().map(|(_, at)| at).collect();
        }
    }
    columns
}

/// Moves the boxes of one column to where they want to be, as nearly (in the sum of squares) as their order
/// and gap allow. Seen from each box's own share of the column this is an isotonic regression, which the pool
/// of adjacent violators solves exactly.
fn settle(
    boxes: &[Slot],
    column: &[usize],
    gap: f64,
    tops: &mut [f64],
    wanted: impl Fn(usize, &[f64]) -> f64,
) {
    let mut offset = 0.0;
    let mut offsets = Vec::with_capacity(column.len());
    let mut pools: Vec<(f64, usize)> = Vec::new();
    for at in column {
        let Some(one) = boxes.get(*at) else { continue };
        offsets.push(offset);
        let mut pool = (wanted(*at, tops) - one.joint - offset, 1);
        while let Some(above) = pools.pop_if(|above| above.0 > pool.0) {
            let count = above.1 + pool.1;
            pool = (
                (above.0 * above.1 as f64 + pool.0 * pool.1 as f64) / count as f64,
                count,
            );
        }
        pools.push(pool);
        offset += one.height + gap;
    }
    let values = pools
        .iter()
        .flat_map(|(value, count)| std::iter::repeat_n(*value, *count));
    for ((at, offset), value) in column.iter().zip(offsets).zip(values) {
        if let Some(top) = tops.get_mut(*at) {
            *top = value + offset;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const GAP: f64 = 10.0;

    fn boxes() -> impl Strategy<Value = (Vec<Slot>, Vec<(usize, usize)>)> {
        prop::collection::vec((0_usize..4, 20.0..90.0_f64), 1..30).prop_flat_map(|shapes| {
            let count = shapes.len();
            let boxes: Vec<Slot> = shapes
                .iter()
                .map(|(column, height)| Slot {
                    column: *column,
                    height: *height,
                    joint: height / 2.0,
                })
                .collect();
            let edges = prop::collection::vec((0..count, 0..count), 0..40);
            (Just(boxes), edges)
        })
    }

    proptest! {
        #[test]
        fn boxes_of_a_column_never_touch((boxes, edges) in boxes()) {
            let tops = tops(&boxes, &edges, GAP);
            prop_assert_eq!(tops.len(), boxes.len());
            let least = tops.iter().copied().fold(f64::INFINITY, f64::min);
            prop_assert!(least.abs() < 1e-6);
            for column in 0..4 {
                let mut spans: Vec<(f64, f64)> = boxes.iter().zip(&tops)
                    .filter(|(one, _)| one.column == column)
                    .map(|(one, top)| (*top, top + one.height))
                    .collect();
                spans.sort_by(|left, right| left.0.total_cmp(&right.0));
                for pair in spans.windows(2) {
                    prop_assert!(pair[1].0 - pair[0].1 >= GAP - 1e-6);
                }
            }
        }
    }

    #[test]
    fn a_parent_lies_amid_its_children() {
        let one = |column| Slot {
            column,
            height: 20.0,
            joint: 10.0,
        };
        let boxes = [one(0), one(1), one(1), one(1)];
        let tops = tops(&boxes, &[(0, 1), (0, 2), (0, 3)], GAP);
        let near = |left: f64, right: f64| (left - right).abs() < 0.5;
        assert!(
            near(tops[1], 0.0) && near(tops[2], 30.0) && near(tops[3], 60.0),
            "{tops:?}"
        );
        assert!(near(tops[0], 30.0), "{tops:?}");
    }
}
