//! A session against a profile.

use super::channel::Channel;

/// A session's counts are mixed with so many counts of the owner's own, so that a handful of clicks does not
/// look like a change of habits.
pub(super) const BORROWED: f64 = 50.0;
/// Counts of a profile are mixed with so many that are spread evenly, or as among other people.
pub(super) const EVEN: f64 = 20.0;
/// What going beyond the owner's screen weighs beside all channels, in one-class scores.
const BEYOND_WEIGHT: f64 = 1.5;

/// How a session compares.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// By channel, by how many of the owner's own deviations the session differs from the owner's past; zero
    /// while that is not known. From -2 to 6.
    pub unlike: [f64; Channel::COUNT],
    /// By channel, the mean log-likelihood ratio of other people against the owner.
    pub likelier: [f64; Channel::COUNT],
    /// Whether the session went farther across the screen than the owner ever did.
    pub is_beyond: bool,
}

impl Comparison {
    /// How strange it is, by nothing but the owner's own sessions: 0 for a usual one, and open upwards.
    /// `counts` says which channels count; whether the session went beyond the screen counts with them if a
    /// channel of the device does.
    pub fn strangeness(&self, counts: fn(Channel) -> bool) -> f64 {
        let chosen = Channel::ALL.into_iter().zip(&self.unlike);
        let sum: f64 = chosen
            .filter(|(channel, _)| counts(*channel))
            .map(|(_, unlike)| unlike.max(0.0).powi(2))
            .sum();
        let beyond = self.is_beyond && counts(Channel::Across);
        sum.ln_1p() + if beyond { BEYOND_WEIGHT } else { 0.0 }
    }

    /// Everything as numbers, for [`Weights`](super::Weights).
    pub fn values(&self, counts: fn(Channel) -> bool) -> Vec<f64> {
        let chosen = Channel::ALL
            .into_iter()
            .zip(self.likelier.iter().zip(&self.unlike));
        let mut values: Vec<f64> = chosen
            .filter(|(channel, _)| counts(*channel))
            .flat_map(|(_, (likelier, unlike))| [*likelier, *unlike])
            .collect();
        if counts(Channel::Across) {
            values.push(f64::from(u8::from(self.is_beyond)));
        }
        values
    }
}

/// How far a session's distribution is from the owner's: the root of the Kullback–Leibler divergence.
pub(super) fn divergence(owner: &[f32], session: &[f32]) -> f64 {
    let (owner_total, session_total) = (total(owner), total(session));
    let even = EVEN / owner.len().max(1) as f64;
    let sum: f64 = owner
        .iter()
        .zip(session)
        .map(|(owner, session)| {
            let usual = (f64::from(*owner) + even) / (owner_total + EVEN);
            let now = (f64::from(*session) + BORROWED * usual) / (session_total + BORROWED);
            now * (now / usual).ln()
        })
        .sum();
    sum.max(0.0).sqrt()
}

pub(super) fn total(counts: &[f32]) -> f64 {
    counts.iter().map(|count| f64::from(*count)).sum()
}
