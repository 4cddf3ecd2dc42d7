//! Whether a hash is in the corpus: Elias–Fano over the first 64 bits of the hashes, in one file.
//!
//! Elias–Fano (Elias 1974, Fano 1971) keeps sorted numbers in two parts: the low bits of each as they are, and how many
//! numbers share each value of the high bits, in unary. Here the numbers are first parted by their highest bits
//! (as in Ottaviano and Venturini, "Partitioned Elias–Fano indexes", 2014), so that all that one question touches
//! lies side by side: one place of the directory, then two or three neighbouring cache lines. Hashes are spread evenly,
//! so a partition has 64 to 128 of them; where they are not, answers stay right and become slower.
//!
//! | part | bytes | is |
//! |---|---|---|
//! | magic | 8 | `scbmemb` and the version of the format |
//! | body | | for each partition, bit by bit: 128 + c bits in unary, then c low parts of 57 − b bits |
//! | directory | 4 · (2^b + 1) | how many hashes lie before each partition, and at last how many there are |
//! | trailer | 64 | b, algorithm, count, threshold, date, checksums (CRC-32/ISO-HDLC) of body, directory and itself |
//!
//! Numbers are little-endian. The trailer comes last, so that the file is written in one pass, and one that was cut
//! short is known by its end.
//!
//! **False positives**: a password that is not in the corpus is taken for one that is if the first 64 bits of both
//! hashes agree: n · 2^−64 for n keys, 5.4 · 10^−11 at 10⁹. There are no false negatives.

mod build;
mod look;

pub use build::Builder;
pub use look::Membership;

use super::{About, Algorithm, CorpusError, Damaged};

/// What the file begins with.
pub const MAGIC: &[u8; 8] = b"scbmemb\x01";
/// What the magic has before the version.
const KIND: &[u8] = b"scbmemb";

/// How many values of the high bits a partition has, as a power of two.
const BUCKET_BITS: u32 = 7;
/// How many values of the high bits a partition has.
const BUCKETS: u64 = 1 << BUCKET_BITS;
/// Low and partition bits together.
const LOW_AND_PARTITION: u32 = 64 - BUCKET_BITS;
/// At most 2^26 partitions, which is right for 2^33 keys, more than can be counted here.
const MOST_PARTITION_BITS: u32 = 26;
/// Length of the trailer, in bytes.
const TRAILER: usize = 64;

/// How a file is divided, and what it says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Shape {
    about: About,
    partition_bits: u32,
    count: u64,
    body: u64,
    body_sum: u32,
    directory_sum: u32,
}

impl Shape {
    const fn low_bits(&self) -> u32 {
        LOW_AND_PARTITION - self.partition_bits
    }

    const fn partitions(&self) -> u64 {
        1 << self.partition_bits
    }

    const fn directory(&self) -> u64 {
        4 * (self.partitions() + 1)
    }

    /// What the body has to measure, with the word at its end that no number lies in.
    const fn expected_body(&self) -> u64 {
        let bits = self.count * (self.low_bits() as u64 + 1) + self.partitions() * BUCKETS;
        bits.div_ceil(8) + 8
    }

    fn trailer(&self) -> [u8; TRAILER] {
        let mut bytes = Vec::with_capacity(TRAILER);
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&[
            self.about.algorithm.code(),
            u8::try_from(self.partition_bits).unwrap_or(u8::MAX),
            0,
            0,
        ]);
        bytes.extend_from_slice(&self.body_sum.to_le_bytes());
        bytes.extend_from_slice(&self.directory_sum.to_le_bytes());
        bytes.extend_from_slice(&[0; 4]);
        for number in [self.count, self.about.least, self.about.built_at, self.body] {
            bytes.extend_from_slice(&number.to_le_bytes());
        }
        let sum = crc32fast::hash(&bytes);
        bytes.extend_from_slice(&sum.to_le_bytes());
        let mut trailer = [0; TRAILER];
        for (to, from) in trailer.iter_mut().zip(bytes) {
            *to = from;
        }
        trailer
    }

    /// Reads a file's first and last bytes and checks that they fit each other and the file's length.
    fn read(bytes: &[u8]) -> Result<Self, CorpusError> {
        let magic: &[u8; 8] = bytes.first_chunk().ok_or(CorpusError::NotACorpus)?;
        if !magic.starts_with(KIND) {
            return Err(if magic.starts_with(b"scb") {
                CorpusError::OtherKind
            } else {
                CorpusError::NotACorpus
            });
        }
        if magic != MAGIC {
            return Err(CorpusError::Version);
        }
        let trailer: &[u8; TRAILER] = bytes.last_chunk().ok_or(Damaged)?;
        let number = |at: usize| super::bits::word(trailer, at);
        let half = |at: usize| Ok::<u32, Damaged>(u32::try_from(number(at)? & 0xffff_ffff).unwrap_or(0));
        let summed = trailer.get(..56).ok_or(Damaged)?;
        if !trailer.starts_with(MAGIC) || number(56)? != u64::from(crc32fast::hash(summed)) {
            return Err(Damaged.into());
        }
        let codes = number(8)?.to_le_bytes();
        let [algorithm, partition_bits, ..] = codes;
        let shape = Self {
            about: About {
                algorithm: Algorithm::of_code(algorithm).ok_or(CorpusError::Version)?,
                least: number(32)?,
                built_at: number(40)?,
            },
            partition_bits: u32::from(partition_bits),
            count: number(24)?,
            body: number(48)?,
            body_sum: half(12)?,
            directory_sum: half(16)?,
        };
        if shape.partition_bits > MOST_PARTITION_BITS || shape.count > u64::from(u32::MAX) {
            return Err(Damaged.into());
        }
        let whole = MAGIC.len() as u64 + shape.expected_body() + shape.directory() + TRAILER as u64;
        if shape.body != shape.expected_body() || whole != bytes.len() as u64 {
            return Err(Damaged.into());
        }
        Ok(shape)
    }
}

/// How many bytes the file for so many keys has, spread evenly and counted rightly beforehand.
pub fn size_of(keys: u64) -> u64 {
    let shape = Shape {
        about: About {
            algorithm: Algorithm::Sha1,
            least: 1,
            built_at: 0,
        },
        partition_bits: build::partition_bits_for(keys),
        count: keys,
        body: 0,
        body_sum: 0,
        directory_sum: 0,
    };
    MAGIC.len() as u64 + shape.expected_body() + shape.directory() + TRAILER as u64
}
