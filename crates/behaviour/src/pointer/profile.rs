//! What is usual for one person.

use super::channel::Channel;
use super::comparison::{Comparison, divergence};
use super::summary::{BINS, SIZES};
use super::{People, Summary};

/// After so many further sessions the counts of one count half.
const HALF_LIFE: f32 = 8.0;
/// After so many further sessions what was learnt of how sessions vary counts half; early sessions were
/// compared with a profile that knew little.
const VARIATION_HALF_LIFE: f32 = 4.0;
/// A session counts as beyond the screen if it went so many pixels farther than any before.
const BEYOND: f32 = 3.0;

/// The pointer habits of one account: 1.9 kB, whatever comes.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    pub(super) sessions: u32,
    pub(super) counts: Vec<f32>,
    /// How far across the screen the owner has been.
    pub(super) farthest: (f32, f32),
    /// By size of the part: how the owner's parts differ from the sessions before them.
    pub(super) variation: [Variation; SIZES.len()],
}

/// Weighted count, sums and sums of squares of divergences, by channel.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Variation {
    pub(super) count: f32,
    pub(super) sums: [f32; Channel::COUNT],
    pub(super) squares: [f32; Channel::COUNT],
}

impl Default for Profile {
    fn default() -> Self {
        Self {
            sessions: 0,
            counts: vec![0.0; BINS],
            farthest: (0.0, 0.0),
            variation: [Variation::default(); SIZES.len()],
        }
    }
}

impl Profile {
    /// How many sessions were learnt.
    pub fn sessions(&self) -> u32 {
        self.sessions
    }

    /// Learns a session that was the owner's: all of it, and the parts of it by which variation is learnt
    /// ([`windows`](super::windows)). What may have been a thief's session must not come here.
    pub fn observe(&mut self, whole: &Summary, parts: &[Summary]) {
        if self.sessions > 0 {
            let fading = 0.5_f32.powf(1.0 / VARIATION_HALF_LIFE);
            for variation in &mut self.variation {
                variation.fade(fading);
            }
            for part in parts {
                let divergences = self.divergences(part);
                if let Some(variation) = self.variation.get_mut(size(part.events)) {
                    variation.add(&divergences);
                }
            }
        }
        let fading = 0.5_f32.powf(1.0 / HALF_LIFE);
        for (count, more) in self.counts.iter_mut().zip(&whole.counts) {
            *count = *count * fading + more;
        }
        let (across, down) = self.farthest;
        self.farthest = (across.max(whole.farthest.0), down.max(whole.farthest.1));
        self.sessions = self.sessions.saturating_add(1);
    }

    /// Compares a session with the owner's and with other people's.
    pub fn compare(&self, session: &Summary, people: &People) -> Comparison {
        Comparison {
            unlike: self.unlike(session),
            likelier: Channel::ALL
                .map(|channel| people.likelier(channel, self.channel(channel), session.channel(channel))),
            is_beyond: self.sessions > 0
                && (session.farthest.0 > self.farthest.0 + BEYOND
                    || session.farthest.1 > self.farthest.1 + BEYOND),
        }
    }

    pub(super) fn channel(&self, channel: Channel) -> &[f32] {
        let start = channel.start();
        self.counts.get(start..start + channel.bins()).unwrap_or_default()
    }

    fn divergences(&self, session: &Summary) -> [f64; Channel::COUNT] {
        Channel::ALL.map(|channel| divergence(self.channel(channel), session.channel(channel)))
    }

    /// By how many of the owner's own deviations the session differs, in each channel.
    fn unlike(&self, session: &Summary) -> [f64; Channel::COUNT] {
        let mut unlike = [0.0; Channel::COUNT];
        let Some(variation) = self.variation_for(session.events) else {
            return unlike;
        };
        let seen = variation.sums.iter().zip(&variation.squares);
        for ((unlike, divergence), (sum, squares)) in
            unlike.iter_mut().zip(self.divergences(session)).zip(seen)
        {
            *unlike = variation.deviations(divergence, *sum, *squares);
        }
        unlike
    }

    /// What was learnt from parts of about this size, or from the size that most was learnt of.
    fn variation_for(&self, events: usize) -> Option<&Variation> {
        let fitting = self
            .variation
            .get(size(events))
            .filter(|variation| variation.count > 0.0);
        let most = || {
            let known = self.variation.iter().filter(|variation| variation.count > 0.0);
            known.reduce(|most, next| if next.count > most.count { next } else { most })
        };
        fitting.or_else(most)
    }
}

impl Variation {
    fn fade(&mut self, fading: f32) {
        self.count *= fading;
        for sum in self.sums.iter_mut().chain(&mut self.squares) {
            *sum *= fading;
        }
    }

    fn add(&mut self, divergences: &[f64; Channel::COUNT]) {
        self.count += 1.0;
        let sums = self.sums.iter_mut().zip(&mut self.squares);
        for ((sum, squares), divergence) in sums.zip(divergences) {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "divergences are small, and sums of them are kept short"
            )]
            let divergence = *divergence as f32;
            *sum += divergence;
            *squares += divergence * divergence;
        }
    }

    /// No owner is so even that a hair's breadth counts; nor does one channel decide alone.
    fn deviations(&self, divergence: f64, sum: f32, squares: f32) -> f64 {
        const LEAST_DEVIATION: f64 = 0.02;
        let count = f64::from(self.count);
        let mean = f64::from(sum) / count;
        let variance = f64::from(squares) / count - mean * mean;
        let deviation = variance.max(0.0).sqrt() + LEAST_DEVIATION;
        ((divergence - mean) / deviation).clamp(-2.0, 6.0)
    }
}

/// The size of parts that `events` reports are nearest to, by ratio.
fn size(events: usize) -> usize {
    let between = |pair: &[usize]| match pair {
        [less, more] => ((less * more) as f64).sqrt() <= events as f64,
        _ => false,
    };
    SIZES.windows(2).take_while(|pair| between(pair)).count()
}
