//! Whole hashes with their counts, by range: what a server needs that answers "which hashes begin with these five
//! digits?", so that whoever asks tells nobody which password they mean (k-anonymity; Li and others, "Protocols for
//! checking compromised credentials", 2019).
//!
//! | part | bytes | is |
//! |---|---|---|
//! | magic | 8 | `scbrang` and the version of the format |
//! | body | | 2^20 records, one for each value of a hash's first 20 bits |
//! | index | 9 · 2^20 | of each record, where it begins (5 bytes) and its checksum (4 bytes) |
//! | trailer | 64 | algorithm, count, threshold, date, checksums of the index and of itself |
//!
//! A record is the number of its rows (LEB128), the small numbers of all rows, and then what remains of all hashes. The
//! small numbers are, for each row, by how much the next 12 bits of the hash exceed those of the row before, and the
//! count less one; both in groups of four bits, of which the highest says that another group follows. The rest of a
//! hash, 16 bytes of SHA-1 and 12 of NTLM, is random and stands as it is. That makes about 17.7 bytes a key at 10⁸ keys
//! and 17.2 at 10⁹. Checksums are CRC-32/ISO-HDLC, one for each record, so that opening a file of many gigabytes reads
//! its index alone, and yet no damaged row is ever served.

mod build;
mod look;
mod record;

pub use build::Builder;
pub use look::Ranges;
pub use record::{Rows, Suffix};

use super::bits::word;
use super::text::RANGES;
use super::{About, Algorithm, CorpusError, Damaged};

/// What the file begins with.
pub const MAGIC: &[u8; 8] = b"scbrang\x01";
/// What the magic has before the version.
const KIND: &[u8] = b"scbrang";
/// Length of an index entry, in bytes.
const ENTRY: usize = 9;
/// Length of the index, in bytes.
const INDEX: usize = ENTRY * RANGES as usize;
/// Length of the trailer, in bytes.
const TRAILER: usize = 64;

/// What a file says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Shape {
    about: About,
    count: u64,
    body: u64,
    index_sum: u32,
}

impl Shape {
    fn trailer(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(TRAILER);
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&u64::from(self.about.algorithm.code()).to_le_bytes());
        bytes.extend_from_slice(&u64::from(self.index_sum).to_le_bytes());
        for number in [self.count, self.about.least, self.about.built_at, self.body] {
            bytes.extend_from_slice(&number.to_le_bytes());
        }
        bytes.extend_from_slice(&u64::from(crc32fast::hash(&bytes)).to_le_bytes());
        bytes
    }

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
        let summed = trailer.get(..56).ok_or(Damaged)?;
        if !trailer.starts_with(MAGIC) || word(trailer, 56)? != u64::from(crc32fast::hash(summed)) {
            return Err(Damaged.into());
        }
        let algorithm = u8::try_from(word(trailer, 8)?).ok().and_then(Algorithm::of_code);
        let shape = Self {
            about: About {
                algorithm: algorithm.ok_or(CorpusError::Version)?,
                least: word(trailer, 32)?,
                built_at: word(trailer, 40)?,
            },
            index_sum: u32::try_from(word(trailer, 16)?).map_err(|_| Damaged)?,
            count: word(trailer, 24)?,
            body: word(trailer, 48)?,
        };
        let beside = (MAGIC.len() + INDEX + TRAILER) as u64;
        if shape.body.checked_add(beside) != Some(bytes.len() as u64) {
            return Err(Damaged.into());
        }
        Ok(shape)
    }
}
