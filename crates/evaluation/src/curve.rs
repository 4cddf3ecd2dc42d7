//! Owners and strangers, told apart by a score: the curve over all thresholds and its figures.

/// Scores of owners and of strangers, the higher the stranger.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Curve {
    owners: Vec<f64>,
    strangers: Vec<f64>,
}

impl Curve {
    /// A curve over finite scores; others count as the greatest that there is.
    pub fn new(mut owners: Vec<f64>, mut strangers: Vec<f64>) -> Self {
        for scores in [&mut owners, &mut strangers] {
            for score in scores.iter_mut().filter(|score| !score.is_finite()) {
                *score = f64::MAX;
            }
            scores.sort_unstable_by(f64::total_cmp);
        }
        Self { owners, strangers }
    }

    /// How many scores of owners and of strangers there are.
    pub fn counts(&self) -> (usize, usize) {
        (self.owners.len(), self.strangers.len())
    }

    /// For each threshold from the strictest to the most lenient: the share of owners that are turned away,
    /// and the share of strangers that are let in. A score equal to the threshold is turned away.
    pub fn points(&self) -> Vec<(f64, f64)> {
        let mut thresholds: Vec<f64> = self.owners.iter().chain(&self.strangers).copied().collect();
        thresholds.sort_unstable_by(f64::total_cmp);
        thresholds.dedup();
        let below = |scores: &[f64], threshold: f64| {
            let below = scores.partition_point(|score| *score < threshold);
            below as f64 / scores.len().max(1) as f64
        };
        let mut points: Vec<(f64, f64)> = thresholds
            .iter()
            .map(|threshold| {
                (
                    1.0 - below(&self.owners, *threshold),
                    below(&self.strangers, *threshold),
                )
            })
            .collect();
        points.push((0.0, 1.0));
        points
    }

    /// The equal-error rate: where as great a share of owners is turned away as of strangers let in, on the
    /// straight line between the two thresholds around it. None where one of the groups is empty.
    pub fn equal_error(&self) -> Option<f64> {
        if self.owners.is_empty() || self.strangers.is_empty() {
            return None;
        }
        let mut before = (1.0, 0.0);
        for (turned_away, let_in) in self.points() {
            if let_in >= turned_away {
                let (gap, gap_before) = (let_in - turned_away, before.1 - before.0);
                let share = if gap > gap_before {
                    -gap_before / (gap - gap_before)
                } else {
                    0.0
                };
                return Some(before.1 + share * (let_in - before.1));
            }
            before = (turned_away, let_in);
        }
        None
    }

    /// The area under the curve: the chance that a stranger scores higher than an owner, ties counting half.
    /// None where one of the groups is empty.
    pub fn area(&self) -> Option<f64> {
        if self.owners.is_empty() || self.strangers.is_empty() {
            return None;
        }
        let beaten: usize = self
            .strangers
            .iter()
            .map(|score| {
                let below = self.owners.partition_point(|owner| owner < score);
                below + self.owners.partition_point(|owner| owner <= score)
            })
            .sum();
        Some(beaten as f64 / (2 * self.owners.len() * self.strangers.len()) as f64)
    }

    /// The share of strangers turned away where so great a share of owners is.
    pub fn caught_at(&self, turned_away: f64) -> f64 {
        let caught = |(_, let_in): &(f64, f64)| 1.0 - let_in;
        self.points()
            .iter()
            .filter(|(away, _)| *away <= turned_away)
            .map(caught)
            .fold(0.0, f64::max)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn figures_are_what_one_finds_by_hand() {
        let check = |owners: &[f64], strangers: &[f64], error: f64, area: f64| {
            let curve = Curve::new(owners.to_vec(), strangers.to_vec());
            let (found_error, found_area) = (curve.equal_error().unwrap(), curve.area().unwrap());
            assert!(
                (found_error - error).abs() < 1e-9,
                "{owners:?} {strangers:?}: {found_error}"
            );
            assert!(
                (found_area - area).abs() < 1e-9,
                "{owners:?} {strangers:?}: {found_area}"
            );
        };
        check(&[1.0, 2.0], &[3.0, 4.0], 0.0, 1.0);
        check(&[3.0, 4.0], &[1.0, 2.0], 1.0, 0.0);
        check(&[1.0, 1.0], &[1.0, 1.0], 0.5, 0.5);
        check(&[1.0, 2.0, 3.0, 4.0], &[3.5, 4.5, 5.5, 6.5], 0.25, 0.9375);
        assert_eq!(Curve::default().equal_error(), None);
        assert_eq!(Curve::new(vec![1.0], Vec::new()).area(), None);
    }

    #[test]
    fn what_is_no_number_is_as_strange_as_can_be() {
        let curve = Curve::new(vec![0.0], vec![f64::NAN]);
        assert_eq!(curve.area(), Some(1.0));
    }

    proptest! {
        #[test]
        fn figures_are_shares_and_depend_on_the_order_only(
            owners in prop::collection::vec(-9.0..9.0_f64, 1..30),
            strangers in prop::collection::vec(-9.0..9.0_f64, 1..30),
        ) {
            let curve = Curve::new(owners.clone(), strangers.clone());
            let (error, area) = (curve.equal_error().unwrap(), curve.area().unwrap());
            prop_assert!((0.0..=1.0).contains(&error) && (0.0..=1.0).contains(&area));
            let stretched = |scores: &[f64]| scores.iter().map(|score| score.exp()).collect::<Vec<f64>>();
            let same = Curve::new(stretched(&owners), stretched(&strangers));
            prop_assert_eq!(same.area(), Some(area));
            prop_assert!((same.equal_error().unwrap() - error).abs() < 1e-9);
            let mirrored = Curve::new(strangers, owners);
            prop_assert!((mirrored.area().unwrap() - (1.0 - area)).abs() < 1e-9);
        }
    }
}
