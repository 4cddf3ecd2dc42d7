//! What is usual for people who are not the owner.

use crate::matrix::{Factor, Square};

use super::contribution::Moments;
use super::{MAX_KEYS, Population, RhythmError};

/// What is known of people before any of them was seen weighs as much as so many people.
const GENERAL_PEOPLE: f64 = 1.0;
/// Correlations are drawn so far towards none, because few people cannot tell them apart from chance.
const SHRUNK: f64 = 0.5;
/// The share of strangers who type a phrase as if they knew it by hand.
const PRACTISED_STRANGERS: f64 = 0.25;
/// Degrees of freedom of the two distributions that stand for a sample: features each by itself, and all of
/// them together with their correlations. Fewer mean heavier tails: an owner errs now and then, by far, and
/// strangers differ anyway.
const OWNER_TAIL: f64 = 3.0;
const STRANGER_TAIL: f64 = 10.0;
const JOINT_TAIL: f64 = 10.0;
/// The part that the joint distribution has in the whole; it sees what is odd about the combination of
/// times, and it forgives less than the features each by itself.
const JOINT: f64 = 0.5;

/// What any phrase looks like, where nobody else types this one.
struct General {
    slope: f64,
    first: f64,
    first_deviation: f64,
    practised: f64,
    practised_deviation: f64,
    within: f64,
    between: f64,
}

/// Keys are held for about a tenth of a second by everybody, in the first typing as in the last.
const HOLDS: General = General {
    slope: 0.0,
    first: -2.4,
    first_deviation: 0.3,
    practised: -2.4,
    practised_deviation: 0.3,
    within: 0.15,
    between: 0.25,
};

/// From key to key people take about 0.2 seconds at first and half of that with practice, and they differ.
const FLIGHTS: General = General {
    slope: -0.15,
    first: 2.0,
    first_deviation: 1.0,
    practised: 1.4,
    practised_deviation: 1.0,
    within: 0.45,
    between: 0.8,
};

/// Centre, spread and correlations of a group's samples.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Spread {
    pub(super) mean: Vec<f64>,
    pub(super) deviation: Vec<f64>,
    correlations: Factor,
}

/// What is usual for other people: how they type a phrase at first, how with practice, how much one person's
/// samples vary, and how much people differ from each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Norms {
    keys: usize,
    pub(super) slope: Vec<f64>,
    first: Spread,
    pub(super) practised: Spread,
    /// How one person's samples vary.
    pub(super) within: Vec<f64>,
    within_correlations: Factor,
    /// How people's means vary.
    pub(super) between: Vec<f64>,
}

impl Norms {
    /// What is usual for any phrase of so many keys, where nobody else's typing of it is known, as with
    /// passphrases that everybody makes up for themselves.
    pub fn general(keys: usize) -> Result<Self, RhythmError> {
        Self::new(keys, &Population::default())
    }

    pub(super) fn new(keys: usize, population: &Population) -> Result<Self, RhythmError> {
        if !(2..=MAX_KEYS).contains(&keys) {
            return Err(RhythmError::Keys { keys });
        }
        let general = |part: fn(&General) -> f64| -> Vec<f64> {
            let holds = std::iter::repeat_n(part(&HOLDS), keys);
            holds
                .chain(std::iter::repeat_n(part(&FLIGHTS), keys - 1))
                .collect()
        };
        let size = 2 * keys - 1;
        let nobody = Moments::none(size);
        let sums = population.sums.as_ref();
        if let Some(sums) = sums.filter(|sums| sums.keys != keys) {
            return Err(RhythmError::OtherPhrase {
                expected: sums.keys,
                given: keys,
            });
        }
        let people = sums.map_or(0.0, |sums| sums.people.max(0.0));
        let learners = sums.map_or(0.0, |sums| sums.learners.max(0.0));
        let first = Spread::new(
            sums.map_or(&nobody, |sums| &sums.first),
            share(people),
            &general(|part| part.first),
            &general(|part| part.first_deviation),
        );
        let known = share(learners);
        let practised = Spread::new(
            sums.map_or(&nobody, |sums| &sums.practised),
            known,
            &general(|part| part.practised),
            &general(|part| part.practised_deviation),
        );
        let mut within = sums.map_or_else(|| Square::zero(size), |sums| sums.within.clone());
        within.scale(1.0 / learners.max(1.0));
        let slope: Vec<f64> = sums.map_or_else(
            || vec![0.0; size],
            |sums| sums.slope.iter().map(|slope| slope / learners.max(1.0)).collect(),
        );
        let seen_within = deviations(&within);
        let between: Vec<f64> = sums.map_or_else(
            || vec![0.0; size],
            |sums| {
                let all = deviations(&sums.practised.covariance());
                let pairs = all.iter().zip(&seen_within);
                pairs
                    .map(|(all, within)| (all * all - within * within).max(0.001).sqrt())
                    .collect()
            },
        );
        Ok(Self {
            keys,
            slope: blend(&slope, &general(|part| part.slope), known),
            first,
            practised,
            within: blend(&seen_within, &general(|part| part.within), known),
            within_correlations: within.correlations(1.0 - known * (1.0 - SHRUNK)).factor(),
            between: blend(&between, &general(|part| part.between), known),
        })
    }

    /// How many keys the phrase has.
    pub fn keys(&self) -> usize {
        self.keys
    }

    /// The surprise at `features`, as a negative log-likelihood, if the owner typed them, whose samples lie
    /// around `centre` with `deviation`.
    pub(super) fn surprise_if_owner(&self, features: &[f64], centre: &[f64], deviation: &[f64]) -> f64 {
        surprise(features, centre, deviation, &self.within_correlations, OWNER_TAIL)
    }

    /// The surprise at `features` if a stranger typed them, whether or not that one knows the phrase by hand.
    pub(super) fn surprise_if_stranger(&self, features: &[f64]) -> f64 {
        let of = |group: &Spread| {
            surprise(
                features,
                &group.mean,
                &group.deviation,
                &group.correlations,
                STRANGER_TAIL,
            )
        };
        let first = of(&self.first) - (1.0 - PRACTISED_STRANGERS).ln();
        let practised = of(&self.practised) - PRACTISED_STRANGERS.ln();
        let least = first.min(practised);
        least - ((least - first).exp() + (least - practised).exp()).ln()
    }
}

impl Spread {
    fn new(moments: &Moments, known: f64, mean: &[f64], deviation: &[f64]) -> Self {
        let covariance = moments.covariance();
        Self {
            mean: blend(&moments.mean(), mean, known),
            deviation: blend(&deviations(&covariance), deviation, known),
            correlations: covariance.correlations(1.0 - known * (1.0 - SHRUNK)).factor(),
        }
    }
}

/// How much people who were seen count, against what is known of people in general.
fn share(people: f64) -> f64 {
    people / (people + GENERAL_PEOPLE)
}

fn blend(seen: &[f64], general: &[f64], known: f64) -> Vec<f64> {
    let pairs = seen.iter().zip(general);
    pairs
        .map(|(seen, general)| known * seen + (1.0 - known) * general)
        .collect()
}

fn deviations(covariance: &Square) -> Vec<f64> {
    let variances = covariance.diagonal();
    variances
        .iter()
        .map(|variance| variance.max(1e-6).sqrt())
        .collect()
}

/// A negative log-likelihood: Student's t for the features each by itself and for all of them together, in
/// the parts that [`JOINT`] says. Constants that are the same for owner and strangers are left out.
fn surprise(features: &[f64], mean: &[f64], deviation: &[f64], correlations: &Factor, tail: f64) -> f64 {
    let standard: Vec<f64> = features
        .iter()
        .zip(mean)
        .zip(deviation)
        .map(|((value, mean), deviation)| (value - mean) / deviation)
        .collect();
    let scales: f64 = deviation.iter().map(|deviation| deviation.ln()).sum();
    let each: f64 = standard
        .iter()
        .map(|value| 0.5 * (tail + 1.0) * (value * value / tail).ln_1p())
        .sum();
    let distance = correlations.distance(&standard);
    let size = features.len() as f64;
    let joint =
        0.5 * (JOINT_TAIL + size) * (distance / JOINT_TAIL).ln_1p() + correlations.half_log_determinant();
    scales + (1.0 - JOINT) * each + JOINT * joint
}
