//! Reads a file of ranges.

use std::ops::Deref;

use super::record::Rows;
use super::{ENTRY, INDEX, MAGIC, Shape};
use crate::breached::bits::word;
use crate::breached::text::{Hash, RANGES, prefix_of};
use crate::breached::{About, CorpusError, Damaged};

/// A file of ranges, wherever its bytes are: in memory, or mapped.
#[derive(Debug)]
pub struct Ranges<B> {
    bytes: B,
    shape: Shape,
    /// Where the index begins, from the beginning of the file.
    index: usize,
}

impl<B: Deref<Target = [u8]>> Ranges<B> {
    /// Takes a file as it is. Its trailer and index are checked here, and each record when it is read.
    ///
    /// # Errors
    /// If it is something else, of a later version, or damaged.
    pub fn open(bytes: B) -> Result<Self, CorpusError> {
        let shape = Shape::read(&bytes)?;
        let index = usize::try_from(MAGIC.len() as u64 + shape.body).map_err(|_| Damaged)?;
        let entries = bytes
            .get(index..)
            .and_then(|rest| rest.get(..INDEX))
            .ok_or(Damaged)?;
        if crc32fast::hash(entries) != shape.index_sum {
            return Err(Damaged.into());
        }
        Ok(Self { bytes, shape, index })
    }

    /// Reads all records and compares them with their checksums and with the count.
    ///
    /// # Errors
    /// [`Damaged`] if a byte is not what was written.
    pub fn verify(&self) -> Result<(), Damaged> {
        let mut count = 0;
        for range in 0..RANGES {
            count += self.rows(range)?.left() as u64;
        }
        if count == self.shape.count {
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

    /// The rows of a range, and the checksum of its record, which changes with them.
    ///
    /// # Errors
    /// [`Damaged`], also if there is no such range.
    pub fn range(&self, range: u32) -> Result<(Rows<'_>, u32), Damaged> {
        let (from, sum) = self.entry(range)?;
        let to = if range + 1 < RANGES {
            self.entry(range + 1)?.0
        } else {
            self.shape.body
        };
        if to > self.shape.body {
            return Err(Damaged);
        }
        let place = |at: u64| usize::try_from(MAGIC.len() as u64 + at).map_err(|_| Damaged);
        let record = self.bytes.get(place(from)?..place(to)?).ok_or(Damaged)?;
        if crc32fast::hash(record) != sum {
            return Err(Damaged);
        }
        Ok((Rows::read(record, self.shape.about.algorithm)?, sum))
    }

    /// The rows of a range, in order.
    ///
    /// # Errors
    /// [`Damaged`], also if there is no such range.
    pub fn rows(&self, range: u32) -> Result<Rows<'_>, Damaged> {
        Ok(self.range(range)?.0)
    }

    /// How often a hash was seen; 0 if it is not in the corpus.
    ///
    /// # Errors
    /// [`Damaged`].
    pub fn count_of(&self, hash: &Hash) -> Result<u64, Damaged> {
        let [_, _, high, low, rest @ ..] = hash;
        let first = u16::from_be_bytes([high & 0xf, *low]);
        for row in self.rows(prefix_of(hash))? {
            let row = row?;
            if row.first == first && rest.starts_with(row.rest) {
                return Ok(row.count);
            }
        }
        Ok(0)
    }

    fn entry(&self, range: u32) -> Result<(u64, u32), Damaged> {
        if range >= RANGES {
            return Err(Damaged);
        }
        let at = usize::try_from(range).map_err(|_| Damaged)? * ENTRY + self.index;
        let offset = word(&self.bytes, at)? & 0xff_ffff_ffff;
        let sum = word(&self.bytes, at + 1)? >> 32;
        Ok((offset, u32::try_from(sum).map_err(|_| Damaged)?))
    }
}
