//! Reads a membership file.

use std::ops::Deref;

use super::{BUCKETS, MAGIC, Shape};
use crate::breached::bits::{bits_at, running_counts, select, word};
use crate::breached::{About, CorpusError, Damaged};

/// A membership file, wherever its bytes are: in memory, or mapped.
#[derive(Debug)]
pub struct Membership<B> {
    bytes: B,
    shape: Shape,
    /// Where the directory begins, from the beginning of the file.
    directory: usize,
}

/// A run of so few low parts is looked through; a longer one is halved.
const FEW: u64 = 8;
/// How many words of a unary part are counted at once: with 64 to 128 keys it has 192 to 256 bits, or a little more,
/// and then what lies behind is looked at word by word.
const WINDOW: usize = 4;

impl<B: Deref<Target = [u8]>> Membership<B> {
    /// Takes a file as it is. Its trailer and directory are checked here; the body, which may be gigabytes, by
    /// [`Membership::verify`].
    ///
    /// # Errors
    /// If it is something else, of a later version, or damaged.
    pub fn open(bytes: B) -> Result<Self, CorpusError> {
        let shape = Shape::read(&bytes)?;
        let directory = usize::try_from(MAGIC.len() as u64 + shape.body).map_err(|_| Damaged)?;
        let length = usize::try_from(shape.directory()).map_err(|_| Damaged)?;
        let counts = bytes.get(directory..).and_then(|rest| rest.get(..length));
        let counts = counts.ok_or(Damaged)?;
        if crc32fast::hash(counts) != shape.directory_sum {
            return Err(Damaged.into());
        }
        let ordered = counts
            .as_chunks()
            .0
            .iter()
            .map(|count| u32::from_le_bytes(*count))
            .is_sorted();
        let last = counts.last_chunk().copied().map(u32::from_le_bytes);
        if !ordered || last.map(u64::from) != Some(shape.count) {
            return Err(Damaged.into());
        }
        Ok(Self {
            bytes,
            shape,
            directory,
        })
    }

    /// Reads all of it and compares it with its checksum.
    ///
    /// # Errors
    /// [`Damaged`] if a byte is not what was written.
    pub fn verify(&self) -> Result<(), Damaged> {
        let body = self.bytes.get(MAGIC.len()..self.directory).ok_or(Damaged)?;
        if crc32fast::hash(body) == self.shape.body_sum {
            Ok(())
        } else {
            Err(Damaged)
        }
    }

    /// What it says of itself.
    pub const fn about(&self) -> &About {
        &self.shape.about
    }

    /// How many hashes it has.
    pub const fn count(&self) -> u64 {
        self.shape.count
    }

    /// How many bytes it has.
    pub fn size(&self) -> u64 {
        self.bytes.len() as u64
    }

    /// How likely a password that is not in the corpus is taken for one that is.
    pub fn false_positive_rate(&self) -> f64 {
        self.shape.count as f64 / 2_f64.powi(64)
    }

    /// Whether a hash with these first 64 bits is in the corpus.
    ///
    /// # Errors
    /// [`Damaged`] if what is found cannot have been written so.
    #[inline]
    pub fn contains(&self, key: u64) -> Result<bool, Damaged> {
        let low_bits = self.shape.low_bits();
        let partition = (key >> 1) >> (63 - self.shape.partition_bits);
        let bucket = key >> low_bits & (BUCKETS - 1);
        let low = key & ((1 << low_bits) - 1);

        let place = usize::try_from(partition).map_err(|_| Damaged)? * 4;
        let counts = word(&self.bytes, self.directory + place)?;
        let (before, after) = (counts & 0xffff_ffff, counts >> 32);
        let held = after.checked_sub(before).ok_or(Damaged)?;
        let body = 8 * MAGIC.len() as u64;
        let start = body + before * (u64::from(low_bits) + 1) + partition * BUCKETS;
        let lows = start + BUCKETS + held;

        let run_at = self.bucket_at(start, lows, bucket)?;
        let run = self.run_of_ones(run_at, lows)?;
        let first = (run_at - start).checked_sub(bucket).ok_or(Damaged)?;
        if first + run > held {
            return Err(Damaged);
        }
        let at = lows + first * u64::from(low_bits);
        if run > 2 {
            return self.among(at, run, low, low_bits);
        }
        // Most buckets have none, one or two: both are looked at in any case, which costs less than to guess.
        let mask = (1 << low_bits) - 1;
        let one = bits_at(&self.bytes, at)? & mask == low;
        let two = bits_at(&self.bytes, at + u64::from(low_bits))? & mask == low;
        let found = u8::from(run > 0) & u8::from(one) | u8::from(run > 1) & u8::from(two);
        Ok(found == 1)
    }

    /// The bit behind the `bucket`-th zero of a partition's unary part, which lies between two bits.
    #[inline]
    fn bucket_at(&self, start: u64, end: u64, bucket: u64) -> Result<u64, Damaged> {
        let first = usize::try_from(start / 8).map_err(|_| Damaged)?;
        let words: &[u8; WINDOW * 8] = self
            .bytes
            .get(first..)
            .and_then(|rest| rest.first_chunk())
            .ok_or(Damaged)?;
        // All words of the window are counted, whichever holds the zero, and the right one is chosen without a jump.
        let (mut before, mut place) = (0, 0);
        let (mut zeros, mut counts, mut skipped) = (0, 0, 0);
        let mut mask = u64::MAX << (start % 8);
        for (at, word) in (0..).zip(words.as_chunks().0) {
            let these = !u64::from_le_bytes(*word) & mask;
            mask = u64::MAX;
            let counted = running_counts(these);
            let takes = before < bucket;
            zeros = if takes { these } else { zeros };
            counts = if takes { counted } else { counts };
            skipped = if takes { before } else { skipped };
            place = if takes { at } else { place };
            before += counted >> 56;
        }
        if bucket == 0 {
            return Ok(start);
        }
        if before < bucket {
            return self.bucket_beyond(start, end, bucket);
        }
        let missing = u32::try_from(bucket - skipped - 1).map_err(|_| Damaged)?;
        let found = (start & !7) + place * 64 + u64::from(select(zeros, counts, missing)) + 1;
        if found <= end { Ok(found) } else { Err(Damaged) }
    }

    /// The same, word by word, for a partition that is longer than the window: hashes that are not spread evenly.
    #[cold]
    fn bucket_beyond(&self, start: u64, end: u64, bucket: u64) -> Result<u64, Damaged> {
        let mut at = start / 8;
        let mut mask = u64::MAX << (start % 8);
        let mut missing = bucket;
        while at * 8 < end {
            let zeros = !word(&self.bytes, usize::try_from(at).map_err(|_| Damaged)?)? & mask;
            let counts = running_counts(zeros);
            let all = counts >> 56;
            if all >= missing {
                let before = u32::try_from(missing - 1).map_err(|_| Damaged)?;
                let place = at * 8 + u64::from(select(zeros, counts, before)) + 1;
                return if place <= end { Ok(place) } else { Err(Damaged) };
            }
            missing -= all;
            mask = u64::MAX;
            at += 8;
        }
        Err(Damaged)
    }

    /// How many ones follow each other from a bit on.
    #[inline]
    fn run_of_ones(&self, from: u64, end: u64) -> Result<u64, Damaged> {
        let mut at = from;
        while at < end {
            let ones = bits_at(&self.bytes, at)?.trailing_ones();
            // What was shifted in from above is zero, so a run up to there may go on in the next load.
            let whole = 64 - u32::try_from(at % 8).map_err(|_| Damaged)?;
            at += u64::from(ones);
            if ones < whole {
                break;
            }
        }
        Ok(at - from)
    }

    /// Whether a low part is among `run` sorted ones that begin at a bit.
    #[inline]
    fn among(&self, mut at: u64, mut run: u64, low: u64, low_bits: u32) -> Result<bool, Damaged> {
        let width = u64::from(low_bits);
        let mask = (1 << low_bits) - 1;
        while run > FEW {
            let half = run / 2;
            let middle = at + half * width;
            if bits_at(&self.bytes, middle)? & mask <= low {
                at = middle;
                run -= half;
            } else {
                run = half;
            }
        }
        for _ in 0..run {
            let found = bits_at(&self.bytes, at)? & mask;
            if found >= low {
                return Ok(found == low);
            }
            at += width;
        }
        Ok(false)
    }
}
