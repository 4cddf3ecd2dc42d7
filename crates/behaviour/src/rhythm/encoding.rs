//! Profiles as bytes: a version, the phrase's keys, then numbers, little-endian.

use super::profile::REMEMBERED;
use super::{MAX_KEYS, Profile, RhythmError};

/// The first byte. A profile of another version is not guessed at.
const VERSION: u8 = 1;

impl Profile {
    /// The profile as bytes: 78 and 8 for each hold and flight time.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = vec![VERSION, u8::try_from(self.keys).unwrap_or_default()];
        bytes.extend(self.seen.to_le_bytes());
        let numbers = [self.weight, self.distances_weight].into_iter();
        for number in numbers
            .chain(self.sums.iter().copied())
            .chain(self.distances.iter().copied())
        {
            bytes.extend(number.to_le_bytes());
        }
        for fingerprint in self.recent {
            bytes.extend(fingerprint.to_le_bytes());
        }
        bytes
    }

    /// Reads a profile back. Bytes that this version did not write are refused.
    pub fn decode(bytes: &[u8]) -> Result<Self, RhythmError> {
        let stored = RhythmError::Stored;
        let [version, keys, rest @ ..] = bytes else {
            return Err(stored("it ends at once"));
        };
        if *version != VERSION {
            return Err(stored("it is of another version"));
        }
        let keys = usize::from(*keys);
        if !(2..=MAX_KEYS).contains(&keys) {
            return Err(stored("it is of no phrase"));
        }
        let size = 2 * keys - 1;
        let (words, odd) = rest.as_chunks::<4>();
        if !odd.is_empty() || words.len() != 3 + 2 * size + REMEMBERED {
            return Err(stored("its length is wrong"));
        }
        let mut words = words.iter();
        let seen = words.next().map_or(0, |word| u32::from_le_bytes(*word));
        let numbers: Vec<f32> = words
            .by_ref()
            .take(2 + 2 * size)
            .map(|word| f32::from_le_bytes(*word))
            .collect();
        let mut recent = [0; REMEMBERED];
        for (slot, word) in recent.iter_mut().zip(words) {
            *slot = u32::from_le_bytes(*word);
        }
        // What comes of learning is far smaller; larger numbers could overflow further on.
        let sane = |number: &f32| number.abs() <= 1e6;
        let [weight, distances_weight, sums @ ..] = numbers.as_slice() else {
            return Err(stored("its length is wrong"));
        };
        let (sums, distances) = sums.split_at_checked(size).unwrap_or_default();
        let counts = [weight, distances_weight];
        if !numbers.iter().all(sane) || counts.into_iter().chain(distances).any(|number| *number < 0.0) {
            return Err(stored("a number in it is none"));
        }
        Ok(Self {
            keys,
            seen,
            weight: *weight,
            sums: sums.to_vec(),
            distances_weight: *distances_weight,
            distances: distances.to_vec(),
            recent,
        })
    }
}
