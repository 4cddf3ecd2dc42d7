//! How much each number of a comparison says, learnt from sessions whose owners are known.

use crate::matrix::Square;

/// How strongly weights are drawn to zero: as the variance of a normal prior, for standardised numbers.
const PRIOR_VARIANCE: f64 = 0.01;
/// Newton's method is at its end long before.
const MOST_STEPS: usize = 30;

/// A logistic regression: from the numbers of a comparison to the probability of a stranger.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    bias: f64,
    weights: Vec<f64>,
}

impl Weights {
    /// Learns from comparisons of owners and of strangers, each group weighing as much as the other, so that
    /// the probability is the one at even odds. Rows are as long as the first one; nothing is learnt from
    /// none.
    pub fn learn(owners: &[Vec<f64>], strangers: &[Vec<f64>]) -> Self {
        let size = owners.first().map_or(0, Vec::len);
        if size == 0 || strangers.is_empty() {
            return Self {
                bias: 0.0,
                weights: Vec::new(),
            };
        }
        let scales = deviations(owners, strangers, size);
        let all = (owners.len() + strangers.len()) as f64;
        let groups = [(owners, 0.0), (strangers, 1.0)].map(|(rows, is)| {
            let weight = all / (2.0 * rows.len() as f64);
            (rows, is, weight)
        });
        // The last number is the bias.
        let mut fitted = vec![0.0; size + 1];
        for _ in 0..MOST_STEPS {
            let step = newton(&groups, &scales, &fitted);
            let mut moved = 0.0_f64;
            for (value, step) in fitted.iter_mut().zip(step) {
                *value -= step;
                moved = moved.max(step.abs());
            }
            if moved < 1e-9 {
                break;
            }
        }
        let bias = fitted.pop().unwrap_or_default();
        let pairs = fitted.iter().zip(&scales);
        Self {
            bias,
            weights: pairs.map(|(weight, scale)| weight / scale).collect(),
        }
    }

    /// The log-odds of a stranger, at even odds before.
    pub fn log_odds(&self, values: &[f64]) -> f64 {
        let pairs = self.weights.iter().zip(values);
        self.bias + pairs.map(|(weight, value)| weight * value).sum::<f64>()
    }

    /// The probability of a stranger, at even odds before.
    pub fn probability(&self, values: &[f64]) -> f64 {
        logistic(self.log_odds(values))
    }
}

fn logistic(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

type Group<'a> = (&'a [Vec<f64>], f64, f64);

/// One step of Newton's method on the penalised log-likelihood.
fn newton(groups: &[Group<'_>], scales: &[f64], fitted: &[f64]) -> Vec<f64> {
    let size = scales.len();
    let mut gradient: Vec<f64> = fitted
        .iter()
        .take(size)
        .map(|value| value / PRIOR_VARIANCE)
        .collect();
    gradient.push(0.0);
    let mut curvature = Square::zero(size + 1);
    for (rows, is_stranger, weight) in groups {
        for row in *rows {
            let mut values: Vec<f64> = row
                .iter()
                .zip(scales)
                .map(|(value, scale)| value / scale)
                .collect();
            values.push(1.0);
            let log_odds: f64 = values
                .iter()
                .zip(fitted)
                .map(|(value, weight)| value * weight)
                .sum();
            let probability = logistic(log_odds);
            for (slope, value) in gradient.iter_mut().zip(&values) {
                *slope += weight * (probability - is_stranger) * value;
            }
            curvature.add_outer(&values, weight * probability * (1.0 - probability));
        }
    }
    let prior = std::iter::repeat_n(1.0 / PRIOR_VARIANCE, size).chain([1e-6]);
    curvature.add_diagonal(prior);
    curvature.factor().solve(&gradient)
}

fn deviations(owners: &[Vec<f64>], strangers: &[Vec<f64>], size: usize) -> Vec<f64> {
    let rows = || owners.iter().chain(strangers);
    let count = rows().count() as f64;
    (0..size)
        .map(|at| {
            let values = || rows().filter_map(move |row| row.get(at));
            let mean = values().sum::<f64>() / count;
            let variance = values().map(|value| (value - mean).powi(2)).sum::<f64>() / count;
            variance.sqrt() + 1e-9
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_tells_strangers_apart_gets_the_weight() {
        let rows = |shift: f64| -> Vec<Vec<f64>> {
            (0..200)
                .map(|number| {
                    let spread = f64::from(number % 20) / 10.0 - 1.0;
                    vec![shift + spread, f64::from(number % 7)]
                })
                .collect()
        };
        let weights = Weights::learn(&rows(0.0), &rows(1.0));
        assert!(
            weights.weights[0] > 10.0 * weights.weights[1].abs(),
            "{weights:?}"
        );
        assert!((weights.probability(&[0.5, 3.0]) - 0.5).abs() < 0.05);
        assert!(weights.probability(&[1.5, 3.0]) > 0.6);
    }

    #[test]
    fn nothing_is_learnt_from_nothing() {
        let weights = Weights::learn(&[], &[vec![1.0]]);
        assert!((weights.probability(&[3.0]) - 0.5).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn any_rows_give_a_probability(
            owners in prop::collection::vec(prop::collection::vec(-6.0..6.0_f64, 3), 1..12),
            strangers in prop::collection::vec(prop::collection::vec(-6.0..6.0_f64, 3), 1..12),
        ) {
            let weights = Weights::learn(&owners, &strangers);
            for row in owners.iter().chain(&strangers) {
                prop_assert!((0.0..=1.0).contains(&weights.probability(row)));
            }
        }
    }
}
