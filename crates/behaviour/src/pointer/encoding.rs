//! Profiles as bytes: a version, then numbers, little-endian.

use super::channel::Channel;
use super::profile::Variation;
use super::summary::{BINS, SIZES};
use super::{PointerError, Profile};

/// The first byte. A profile of another version is not guessed at.
const VERSION: u8 = 1;
/// Count, sums and squares of one size.
const OF_SIZE: usize = 1 + 2 * Channel::COUNT;

impl Profile {
    /// The profile as bytes: always equally many.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = vec![VERSION];
        bytes.extend(self.sessions.to_le_bytes());
        let farthest = [self.farthest.0, self.farthest.1].into_iter();
        let variation = self.variation.iter().flat_map(|variation| {
            let sums = variation.sums.iter().chain(&variation.squares);
            std::iter::once(&variation.count).chain(sums).copied()
        });
        for number in farthest.chain(self.counts.iter().copied()).chain(variation) {
            bytes.extend(number.to_le_bytes());
        }
        bytes
    }

    /// Reads a profile back. Bytes that this version did not write are refused.
    pub fn decode(bytes: &[u8]) -> Result<Self, PointerError> {
        let stored = PointerError::Stored;
        let [version, rest @ ..] = bytes else {
            return Err(stored("it ends at once"));
        };
        if *version != VERSION {
            return Err(stored("it is of another version"));
        }
        let (words, odd) = rest.as_chunks::<4>();
        if !odd.is_empty() || words.len() != 1 + 2 + BINS + SIZES.len() * OF_SIZE {
            return Err(stored("its length is wrong"));
        }
        let mut words = words.iter();
        let sessions = words.next().map_or(0, |word| u32::from_le_bytes(*word));
        let numbers: Vec<f32> = words.map(|word| f32::from_le_bytes(*word)).collect();
        // Counts and sums are never below zero; larger numbers than these do not come about.
        if !numbers.iter().all(|number| (0.0..=1e12).contains(number)) {
            return Err(stored("a number in it is none"));
        }
        let mut numbers = numbers.into_iter();
        let mut next = || numbers.next().unwrap_or_default();
        let farthest = (next(), next());
        let counts = (0..BINS).map(|_| next()).collect();
        let variation = [(); SIZES.len()].map(|()| Variation {
            count: next(),
            sums: [(); Channel::COUNT].map(|()| next()),
            squares: [(); Channel::COUNT].map(|()| next()),
        });
        Ok(Self {
            sessions,
            counts,
            farthest,
            variation,
        })
    }
}
