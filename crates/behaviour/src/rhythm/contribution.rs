//! What one person adds to what is known of people.

use crate::matrix::Square;

use super::{RhythmError, Sample};

/// A typing up to here is one of somebody who does not know the phrase by hand.
pub(super) const FIRST_TYPINGS: usize = 10;
/// Practice is taken to end here.
pub(super) const PRACTISED: usize = 200;
/// With fewer samples than this a person says nothing about practice.
const ENOUGH_FOR_PRACTICE: usize = 20;
/// Residuals beyond so many deviations say as much as residuals there.
const MOST_DEVIATIONS: f64 = 3.0;

/// How far a repetition is from having learnt the phrase: the logarithm of its share of [`PRACTISED`].
pub(super) fn practice(repetition: usize) -> f64 {
    let repetition = repetition.clamp(1, PRACTISED);
    (repetition as f64 / PRACTISED as f64).ln()
}

/// Sums of values and of their products.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Moments {
    pub(super) count: f64,
    pub(super) sum: Vec<f64>,
    pub(super) products: Square,
}

impl Moments {
    pub(super) fn none(size: usize) -> Self {
        Self {
            count: 0.0,
            sum: vec![0.0; size],
            products: Square::zero(size),
        }
    }

    fn of(samples: &[Sample], size: usize) -> Self {
        let mut moments = Self::none(size);
        for sample in samples {
            moments.count += 1.0;
            add(&mut moments.sum, sample.features(), 1.0);
            moments.products.add_outer(sample.features(), 1.0);
        }
        moments
    }

    pub(super) fn add(&mut self, other: &Self, weight: f64) {
        self.count += weight * other.count;
        add(&mut self.sum, &other.sum, weight);
        self.products.add(&other.products, weight);
    }

    pub(super) fn mean(&self) -> Vec<f64> {
        self.sum.iter().map(|sum| sum / self.count.max(1.0)).collect()
    }

    pub(super) fn covariance(&self) -> Square {
        let mut covariance = self.products.clone();
        covariance.scale(1.0 / self.count.max(1.0));
        covariance.add_outer(&self.mean(), -1.0);
        covariance
    }
}

pub(super) fn add(to: &mut [f64], what: &[f64], weight: f64) {
    for (to, what) in to.iter_mut().zip(what) {
        *to += weight * what;
    }
}

/// One person's part in a [`Population`](super::Population): sums, from which no single typing can be read
/// back, and which can be taken out again.
#[derive(Debug, Clone, PartialEq)]
pub struct Contribution {
    pub(super) keys: usize,
    pub(super) first: Moments,
    pub(super) practised: Moments,
    pub(super) learnt: Option<Learnt>,
}

/// What only somebody who has typed the phrase often says.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Learnt {
    /// What a feature gains while the logarithm of the repetition grows by one.
    pub(super) slope: Vec<f64>,
    /// How the person's samples vary around their own mean.
    pub(super) within: Square,
}

impl Contribution {
    /// What a person's samples add, from the first on; what comes after the two-hundredth is left aside.
    pub fn of(samples: &[Sample]) -> Result<Self, RhythmError> {
        let Some(first) = samples.first() else {
            return Err(RhythmError::Keys { keys: 0 });
        };
        let (keys, size) = (first.keys(), first.features().len());
        if let Some(other) = samples.iter().find(|sample| sample.keys() != keys) {
            return Err(RhythmError::OtherPhrase {
                expected: keys,
                given: other.keys(),
            });
        }
        let samples = samples.get(..PRACTISED).unwrap_or(samples);
        let first = samples.get(..FIRST_TYPINGS).unwrap_or(samples);
        let mut contribution = Self {
            keys,
            first: Moments::of(first, size),
            practised: Moments::none(size),
            learnt: None,
        };
        if samples.len() >= ENOUGH_FOR_PRACTICE {
            let late = samples.get(samples.len() / 2..).unwrap_or_default();
            contribution.practised = Moments::of(late, size);
            contribution.learnt = Some(Learnt {
                slope: slope(samples, size),
                within: within(late, &contribution.practised.mean(), size),
            });
        }
        Ok(contribution)
    }
}

/// The straight line through the features over [`practice`], by least squares; each doubling of the
/// repetition weighs the same.
fn slope(samples: &[Sample], size: usize) -> Vec<f64> {
    let points = || (1..=samples.len()).map(|repetition| (1.0 / repetition as f64, practice(repetition)));
    let weight: f64 = points().map(|(weight, _)| weight).sum();
    let mean = points().map(|(weight, at)| weight * at).sum::<f64>() / weight;
    let spread: f64 = points().map(|(weight, at)| weight * (at - mean).powi(2)).sum();
    let mut slope = vec![0.0; size];
    for (sample, (weight, at)) in samples.iter().zip(points()) {
        add(&mut slope, sample.features(), weight * (at - mean) / spread);
    }
    slope
}

fn within(samples: &[Sample], mean: &[f64], size: usize) -> Square {
    let residuals = || {
        samples.iter().map(|sample| {
            let features = sample.features().iter().zip(mean);
            features.map(|(value, mean)| value - mean).collect::<Vec<f64>>()
        })
    };
    let count = samples.len().max(1) as f64;
    let mut squares = vec![0.0; size];
    for residual in residuals() {
        for (square, value) in squares.iter_mut().zip(&residual) {
            *square += value * value / count;
        }
    }
    let mut within = Square::zero(size);
    for mut residual in residuals() {
        for (value, square) in residual.iter_mut().zip(&squares) {
            let most = MOST_DEVIATIONS * square.sqrt();
            *value = value.clamp(-most, most);
        }
        within.add_outer(&residual, 1.0 / count);
    }
    within
}
