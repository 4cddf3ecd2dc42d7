//! How often each of a few things was used, forgetting slowly.

use serde::{Deserialize, Serialize};
use vocabulary::{Moment, Span};

/// After this long without use a thing counts half.
pub(crate) const HALF_LIFE: Span = Span::from_days(60);

/// Decayed counts of at most `N` different things; the rarest makes room for a newcomer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Usual<T, const N: usize> {
    seen: Vec<(T, f32)>,
}

impl<T, const N: usize> Default for Usual<T, N> {
    fn default() -> Self {
        Self { seen: Vec::new() }
    }
}

impl<T: PartialEq + Copy, const N: usize> Usual<T, N> {
    /// Multiplies every count, as time passes.
    pub(crate) fn fade(&mut self, factor: f32) {
        for (_, count) in &mut self.seen {
            *count *= factor;
        }
        self.seen.retain(|(_, count)| *count > 0.01);
    }

    /// Counts one more use.
    pub(crate) fn add(&mut self, thing: T, weight: f32) {
        if let Some((_, count)) = self.seen.iter_mut().find(|(known, _)| *known == thing) {
            *count += weight;
            return;
        }
        if self.seen.len() >= N {
            let rarest = self
                .seen
                .iter()
                .enumerate()
                .min_by(|left, right| left.1.1.total_cmp(&right.1.1));
            if let Some(place) = rarest.map(|(place, _)| place) {
                self.seen.swap_remove(place);
            }
        }
        self.seen.push((thing, weight));
    }

    fn total(&self) -> f32 {
        self.seen.iter().map(|(_, count)| count).sum()
    }

    pub(crate) fn count(&self, thing: &T) -> f32 {
        self.seen
            .iter()
            .find(|(known, _)| known == thing)
            .map_or(0.0, |(_, count)| *count)
    }

    /// Everything seen, with its count.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&T, f32)> {
        self.seen.iter().map(|(thing, count)| (thing, *count))
    }

    /// The log-likelihood ratio of thief against owner for `thing`. `copied` is the chance that a thief shows
    /// something that the owner uses. An owner's chance of something new falls as habits settle:
    /// (different things + 1) ÷ (uses + different things + 1), so an empty profile says nothing.
    pub(crate) fn ratio(&self, thing: &T, copied: f32) -> f32 {
        let (total, kinds) = (self.total(), self.seen.len() as f32);
        let new_for_owner = (kinds + 1.0) / (total + kinds + 1.0);
        let count = self.count(thing);
        let (thief, owner) = if count > 0.0 {
            let share = count / total;
            (copied * share, (1.0 - new_for_owner) * share)
        } else {
            (1.0 - copied, new_for_owner)
        };
        // While there is no habit the ratio must not speak: it grows to full weight over about ten uses.
        let settled = total / (total + 3.0);
        settled * (thief.max(1e-6) / owner.max(1e-6)).ln()
    }
}

/// The part that is left of a count after `span`.
pub(crate) fn faded(span: Span) -> f32 {
    let halves = span.as_millis() as f32 / HALF_LIFE.as_millis() as f32;
    (-halves).exp2()
}

/// The weight of something that happened at `at` in counts that stand at `counted`: events that arrive late
/// count as if they had come in time.
pub(crate) fn weight(counted: Moment, at: Moment) -> f32 {
    faded(counted.since(at))
}
