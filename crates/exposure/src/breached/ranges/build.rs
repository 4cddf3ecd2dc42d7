//! Writes a file of ranges, from sorted rows, in one pass.

use super::{INDEX, Shape, record};
use crate::breached::text::{RANGES, Row, prefix_of};
use crate::breached::{About, CorpusError};

/// Makes a file of ranges. It begins with [`MAGIC`](super::MAGIC); what follows is [`Builder::ready`] from time to time,
/// so that memory holds the index (9 MB) and what was not written yet.
#[derive(Debug)]
pub struct Builder {
    about: About,
    range: u32,
    gathered: Vec<Row>,
    count: u64,
    index: Vec<u8>,
    out: Vec<u8>,
    written: u64,
}

impl Builder {
    /// Begins a file.
    pub fn new(about: About) -> Self {
        Self {
            about,
            range: 0,
            gathered: Vec::new(),
            count: 0,
            index: Vec::with_capacity(INDEX),
            out: Vec::new(),
            written: 0,
        }
    }

    /// Adds a row; its count is at least 1.
    ///
    /// # Errors
    /// [`CorpusError::Unsorted`] if its hash is not greater than the one before.
    pub fn push(&mut self, row: Row) -> Result<(), CorpusError> {
        let range = prefix_of(&row.hash);
        if range < self.range || self.gathered.last().is_some_and(|last| last.hash >= row.hash) {
            return Err(CorpusError::Unsorted);
        }
        while self.range < range {
            self.close();
        }
        self.gathered.push(row);
        Ok(())
    }

    /// What is whole by now, to be written behind what was ready before.
    pub fn ready(&self) -> &[u8] {
        &self.out
    }

    /// What was ready is written: there is room for more.
    pub fn written(&mut self) {
        self.written += self.out.len() as u64;
        self.out.clear();
    }

    /// Ends the file: its last bytes, and how many rows it has.
    pub fn finish(mut self) -> (Vec<u8>, u64) {
        while self.range < RANGES {
            self.close();
        }
        let shape = Shape {
            about: self.about,
            count: self.count,
            body: self.written + self.out.len() as u64,
            index_sum: crc32fast::hash(&self.index),
        };
        self.out.append(&mut self.index);
        self.out.extend(shape.trailer());
        (self.out, self.count)
    }

    fn close(&mut self) {
        let from = self.out.len();
        let offset = self.written + from as u64;
        record::write(&self.gathered, self.about.algorithm, &mut self.out);
        let sum = crc32fast::hash(self.out.get(from..).unwrap_or_default());
        self.index.extend(offset.to_le_bytes().iter().take(5));
        self.index.extend_from_slice(&sum.to_le_bytes());
        self.count += self.gathered.len() as u64;
        self.gathered.clear();
        self.range += 1;
    }
}
