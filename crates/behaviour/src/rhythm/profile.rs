//! What is usual for one person.

use super::contribution::{PRACTISED, practice};
use super::{Forged, Norms, RhythmError, Sample};

/// After so many further samples one counts half: people go on learning, and drift.
const HALF_LIFE: f64 = 30.0;
/// What is known of everybody's spread weighs as much as so many samples.
const BORROWED_SPREAD: f64 = 20.0;
/// What is beyond so many deviations counts as if it were there, so that one stumble moves a profile little.
const MOST_DEVIATIONS: f64 = 3.0;
/// Mean absolute deviation to standard deviation, of a normal distribution.
const TO_DEVIATION: f64 = 1.253_3;
/// Until so many samples are in, distances from the centre say more about the centre than about the spread.
const CENTRE_FIRST: u32 = 3;
/// How many typings are remembered, as a hash, to know a copy again.
pub(super) const REMEMBERED: usize = 16;

/// The rhythm of one account: centre and spread of every hold and flight time. Constant size (about 1 KiB
/// for the longest phrase, 250 bytes for eleven keys), updated in constant time.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    pub(super) keys: usize,
    pub(super) seen: u32,
    /// How much the samples weigh after forgetting.
    pub(super) weight: f32,
    /// Weighted sums of the features, practice taken out.
    pub(super) sums: Vec<f32>,
    /// How much the distances weigh after forgetting.
    pub(super) distances_weight: f32,
    /// Weighted sums of absolute distances from the centre.
    pub(super) distances: Vec<f32>,
    /// Fingerprints of the last samples; zero where there is none yet.
    pub(super) recent: [u32; REMEMBERED],
}

/// How much likelier somebody else typed a sample than the owner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Score {
    /// The natural logarithm of the likelihood ratio, stranger against owner. It is not calibrated: features
    /// are taken to say more independently of each other than they do.
    pub log_ratio: f64,
    /// What gives the sample away as no person's typing, where something does.
    pub forged: Option<Forged>,
}

/// Where the owner's samples are expected.
struct Expected {
    centre: Vec<f64>,
    /// How far samples lie from the centre.
    spread: Vec<f64>,
    /// How far the centre may be from where it seems to be.
    doubt: Vec<f64>,
}

impl Profile {
    /// The profile of somebody who has not typed the phrase yet.
    pub fn new(keys: usize) -> Result<Self, RhythmError> {
        if !(2..=super::MAX_KEYS).contains(&keys) {
            return Err(RhythmError::Keys { keys });
        }
        let size = 2 * keys - 1;
        Ok(Self {
            keys,
            seen: 0,
            weight: 0.0,
            sums: vec![0.0; size],
            distances_weight: 0.0,
            distances: vec![0.0; size],
            recent: [0; REMEMBERED],
        })
    }

    /// How many samples were learnt.
    pub fn seen(&self) -> u32 {
        self.seen
    }

    /// Learns from a sample that the owner typed. What may have been a thief's typing must not come here.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "sums are kept short, as most of a profile is them"
    )]
    pub fn observe(&mut self, norms: &Norms, sample: &Sample) -> Result<(), RhythmError> {
        self.same_phrase(norms, sample)?;
        let expected = self.expected(norms);
        let fading = (0.5_f64).powf(1.0 / HALF_LIFE) as f32;
        self.seen = self.seen.saturating_add(1);
        let learnt = practice(self.seen as usize);
        let counts_distances = self.seen > CENTRE_FIRST;
        self.weight = fading * self.weight + 1.0;
        if counts_distances {
            self.distances_weight = fading * self.distances_weight + 1.0;
        }
        let features = sample.features().iter().zip(&norms.slope);
        let sums = self.sums.iter_mut().zip(&mut self.distances);
        for (((value, slope), (sum, distances)), ((centre, spread), doubt)) in features
            .zip(sums)
            .zip(expected.centre.iter().zip(&expected.spread).zip(&expected.doubt))
        {
            let most = MOST_DEVIATIONS * spread.hypot(*doubt);
            let distance = (value - slope * learnt - centre).clamp(-most, most);
            *sum = fading * *sum + (centre + distance) as f32;
            if counts_distances {
                *distances = fading * *distances + distance.abs().min(MOST_DEVIATIONS * spread) as f32;
            }
        }
        let place = (self.seen as usize).wrapping_sub(1) % REMEMBERED;
        if let Some(slot) = self.recent.get_mut(place) {
            *slot = sample.fingerprint;
        }
        Ok(())
    }

    /// Scores a sample as the owner's `repetition`th typing of the phrase: the next one after those that were
    /// learnt, unless the owner is known to have typed it more often.
    pub fn score(&self, norms: &Norms, sample: &Sample, repetition: u32) -> Result<Score, RhythmError> {
        self.same_phrase(norms, sample)?;
        let expected = self.expected(norms);
        let learnt = practice((repetition as usize).min(PRACTISED));
        let centre: Vec<f64> = expected
            .centre
            .iter()
            .zip(&norms.slope)
            .map(|(centre, slope)| centre + slope * learnt)
            .collect();
        let deviation: Vec<f64> = expected
            .spread
            .iter()
            .zip(&expected.doubt)
            .map(|(spread, doubt)| spread.hypot(*doubt))
            .collect();
        Ok(Score {
            log_ratio: norms.surprise_if_owner(sample.features(), &centre, &deviation)
                - norms.surprise_if_stranger(sample.features()),
            forged: self.forged(sample),
        })
    }

    fn forged(&self, sample: &Sample) -> Option<Forged> {
        let learnt = (self.seen as usize).min(REMEMBERED);
        if self
            .recent
            .iter()
            .take(learnt)
            .any(|known| *known == sample.fingerprint)
        {
            Some(Forged::Repeated)
        } else if sample.is_constant {
            Some(Forged::Constant)
        } else {
            None
        }
    }

    /// The centre is drawn to that of practised people, the less the more they differ from each other, and
    /// the spread to everybody's.
    fn expected(&self, norms: &Norms) -> Expected {
        let size = self.sums.len();
        let mut expected = Expected {
            centre: Vec::with_capacity(size),
            spread: Vec::with_capacity(size),
            doubt: Vec::with_capacity(size),
        };
        let own = self.sums.iter().zip(&self.distances);
        let others = norms.within.iter().zip(&norms.between).zip(&norms.practised.mean);
        for ((sum, distances), ((within, between), mean)) in own.zip(others) {
            let spread = (f64::from(*distances) * TO_DEVIATION + BORROWED_SPREAD * within)
                / (f64::from(self.distances_weight) + BORROWED_SPREAD);
            let borrowed = (spread / between).powi(2);
            let weight = f64::from(self.weight) + borrowed;
            expected.centre.push((f64::from(*sum) + borrowed * mean) / weight);
            expected.spread.push(spread);
            expected.doubt.push(spread / weight.sqrt());
        }
        expected
    }

    fn same_phrase(&self, norms: &Norms, sample: &Sample) -> Result<(), RhythmError> {
        let expected = self.keys;
        match [norms.keys(), sample.keys()]
            .into_iter()
            .find(|keys| *keys != expected)
        {
            None => Ok(()),
            Some(given) => Err(RhythmError::OtherPhrase { expected, given }),
        }
    }
}
