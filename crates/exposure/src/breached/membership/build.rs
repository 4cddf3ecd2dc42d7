//! Writes a membership file, from sorted hashes, in one pass.

use crc32fast::Hasher;

use super::{BUCKET_BITS, BUCKETS, MOST_PARTITION_BITS, Shape};
use crate::breached::bits::BitWriter;
use crate::breached::{About, CorpusError};

/// Makes a membership file. The file begins with [`MAGIC`](super::MAGIC); what follows is [`Builder::ready`] from time to
/// time, so that memory holds the directory and what was not written yet, however long the file becomes.
#[derive(Debug)]
pub struct Builder {
    about: About,
    partition_bits: u32,
    /// The partition that is being gathered, and what belongs to it so far.
    partition: u64,
    gathered: Vec<u64>,
    previous: Option<u64>,
    count: u64,
    directory: Vec<u8>,
    unary: Vec<u64>,
    body: BitWriter,
    body_length: u64,
    body_sum: Hasher,
}

impl Builder {
    /// Begins a file. `expected` is how many hashes there will be, as far as is known: where it is wrong by a factor
    /// of two, the file is up to 2 % larger, and nothing else changes.
    pub fn new(about: About, expected: u64) -> Self {
        let partition_bits = partition_bits_for(expected);
        Self {
            about,
            partition_bits,
            partition: 0,
            gathered: Vec::with_capacity(256),
            previous: None,
            count: 0,
            directory: Vec::with_capacity(4 << partition_bits),
            unary: Vec::new(),
            body: BitWriter::default(),
            body_length: 0,
            body_sum: Hasher::new(),
        }
    }

    /// Adds the first 64 bits of a hash. Those that agree with the one before count once.
    ///
    /// # Errors
    /// [`CorpusError::Unsorted`] if it is smaller than the one before, and [`CorpusError::TooMany`].
    #[inline]
    pub fn push(&mut self, key: u64) -> Result<(), CorpusError> {
        match self.previous {
            Some(previous) if previous == key => return Ok(()),
            Some(previous) if previous > key => return Err(CorpusError::Unsorted),
            _ => self.previous = Some(key),
        }
        let partition = (key >> 1) >> (63 - self.partition_bits);
        while self.partition < partition {
            self.close()?;
        }
        self.gathered.push(key);
        Ok(())
    }

    /// What is whole by now, to be written behind what was ready before.
    pub fn ready(&self) -> &[u8] {
        self.body.ready()
    }

    /// What was ready is written: there is room for more.
    pub fn written(&mut self) {
        self.body_sum.update(self.body.ready());
        self.body_length += self.body.ready().len() as u64;
        self.body.forget();
    }

    /// Ends the file: its last bytes, and how many hashes it has.
    ///
    /// # Errors
    /// [`CorpusError::TooMany`].
    pub fn finish(mut self) -> Result<(Vec<u8>, u64), CorpusError> {
        while self.partition < 1 << self.partition_bits {
            self.close()?;
        }
        self.note_count()?;
        self.body.end();
        let mut last = self.body.ready().to_vec();
        self.written();
        let shape = Shape {
            about: self.about,
            partition_bits: self.partition_bits,
            count: self.count,
            body: self.body_length,
            body_sum: self.body_sum.finalize(),
            directory_sum: crc32fast::hash(&self.directory),
        };
        last.append(&mut self.directory);
        last.extend_from_slice(&shape.trailer());
        Ok((last, self.count))
    }

    fn note_count(&mut self) -> Result<(), CorpusError> {
        let before = u32::try_from(self.count).map_err(|_| CorpusError::TooMany)?;
        self.directory.extend_from_slice(&before.to_le_bytes());
        Ok(())
    }

    /// Writes the partition that was gathered, and goes on to the next.
    fn close(&mut self) -> Result<(), CorpusError> {
        self.note_count()?;
        let low_bits = 64 - BUCKET_BITS - self.partition_bits;
        let length = BUCKETS + self.gathered.len() as u64;
        self.unary.clear();
        self.unary.resize(self.gathered.len() / 64 + 3, 0);
        for (place, key) in (0..).zip(&self.gathered) {
            let at: u64 = (key >> low_bits & (BUCKETS - 1)) + place;
            let word = usize::try_from(at / 64)
                .ok()
                .and_then(|at| self.unary.get_mut(at));
            if let Some(word) = word {
                *word |= 1 << (at % 64);
            }
        }
        self.body
            .reserve(length + self.gathered.len() as u64 * u64::from(low_bits));
        self.body.push_all(&self.unary, length);
        let low = (1 << low_bits) - 1;
        for key in &self.gathered {
            self.body.push(key & low, low_bits);
        }
        self.count += self.gathered.len() as u64;
        self.gathered.clear();
        self.partition += 1;
        Ok(())
    }
}

/// So many partitions that each has 64 to 128 keys, where they are spread evenly. With 128 buckets in a partition that
/// is also what makes the body smallest: 1 to 2 buckets a key (Vigna, "Quasi-succinct indices", 2013).
pub(super) const fn partition_bits_for(keys: u64) -> u32 {
    let bits = match keys.checked_ilog2() {
        Some(bits) => bits.saturating_sub(6),
        None => 0,
    };
    if bits < MOST_PARTITION_BITS {
        bits
    } else {
        MOST_PARTITION_BITS
    }
}
