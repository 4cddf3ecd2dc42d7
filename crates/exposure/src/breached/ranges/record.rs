//! One range as bytes, and as rows.

use crate::breached::text::{Hash, Row};
use crate::breached::{Algorithm, Damaged};

/// How many bytes of a hash stand as they are: all behind the first 32 bits.
pub(super) const fn rest_length(algorithm: Algorithm) -> usize {
    algorithm.bytes() - 4
}

/// The 12 bits of a hash that follow those of its range.
const fn next_bits(hash: &Hash) -> u16 {
    let [_, _, high, low, ..] = *hash;
    u16::from_be_bytes([high & 0xf, low])
}

/// Appends the record of a range, whose rows are in order.
pub(super) fn write(rows: &[Row], algorithm: Algorithm, to: &mut Vec<u8>) {
    let mut left = rows.len();
    loop {
        let group = u8::try_from(left & 0x7f).unwrap_or(0);
        left >>= 7;
        to.push(group | u8::from(left > 0) << 7);
        if left == 0 {
            break;
        }
    }
    let mut small = Groups { to, half: None };
    let mut before = 0;
    for row in rows {
        let bits = next_bits(&row.hash);
        small.push(u64::from(bits.saturating_sub(before)));
        small.push(row.count.saturating_sub(1));
        before = bits;
    }
    small.end();
    for row in rows {
        to.extend(row.hash.iter().skip(4).take(rest_length(algorithm)));
    }
}

/// Writes numbers in groups of four bits: three of the number, and whether another follows.
struct Groups<'a> {
    to: &'a mut Vec<u8>,
    half: Option<u8>,
}

impl Groups<'_> {
    fn push(&mut self, number: u64) {
        let mut left = number;
        loop {
            let group = u8::try_from(left & 7).unwrap_or(0);
            left >>= 3;
            let group = group | u8::from(left > 0) << 3;
            match self.half.take() {
                Some(half) => self.to.push(half | group << 4),
                None => self.half = Some(group),
            }
            if left == 0 {
                return;
            }
        }
    }

    fn end(self) {
        if let Some(half) = self.half {
            self.to.push(half);
        }
    }
}

/// What a row adds to its range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Suffix<'a> {
    /// The first 12 bits behind the range's 20.
    pub first: u16,
    /// What follows them: 16 bytes of SHA-1, 12 of NTLM.
    pub rest: &'a [u8],
    /// How often it was seen, at least once.
    pub count: u64,
}

impl Suffix<'_> {
    /// The whole row, of a given range.
    pub fn row(&self, range: u32) -> Row {
        let mut hash: Hash = [0; 20];
        let begin = (range << 12 | u32::from(self.first)).to_be_bytes();
        for (to, from) in hash.iter_mut().zip(begin.iter().chain(self.rest)) {
            *to = *from;
        }
        Row {
            hash,
            count: self.count,
        }
    }
}

/// The rows of a range, in order.
#[derive(Debug, Clone)]
pub struct Rows<'a> {
    small: &'a [u8],
    /// Which group of four bits is next.
    at: usize,
    rests: std::slice::ChunksExact<'a, u8>,
    before: u64,
}

impl<'a> Rows<'a> {
    pub(super) fn read(record: &'a [u8], algorithm: Algorithm) -> Result<Self, Damaged> {
        let (rows, after) = length(record)?;
        let width = rest_length(algorithm);
        let rests = rows.checked_mul(width).ok_or(Damaged)?;
        let small = after.len().checked_sub(rests).ok_or(Damaged)?;
        let (small, rests) = after.split_at_checked(small).ok_or(Damaged)?;
        Ok(Self {
            small,
            at: 0,
            rests: rests.chunks_exact(width),
            before: 0,
        })
    }

    /// How many there are still.
    pub fn left(&self) -> usize {
        self.rests.len()
    }

    #[inline]
    fn group(&mut self) -> Result<u8, Damaged> {
        let byte = self.small.get(self.at / 2).ok_or(Damaged)?;
        let group = byte >> (self.at % 2 * 4) & 0xf;
        self.at += 1;
        Ok(group)
    }

    #[inline]
    fn number(&mut self) -> Result<u64, Damaged> {
        let mut group = self.group()?;
        let mut number = u64::from(group & 7);
        let mut shift = 3;
        while group > 7 {
            group = self.group()?;
            if shift > 63 {
                return Err(Damaged);
            }
            number |= u64::from(group & 7) << shift;
            shift += 3;
        }
        Ok(number)
    }
}

impl<'a> Iterator for Rows<'a> {
    type Item = Result<Suffix<'a>, Damaged>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.rests.next()?;
        let read = (|| {
            let first = self.before.checked_add(self.number()?).ok_or(Damaged)?;
            if first > 0xfff {
                return Err(Damaged);
            }
            self.before = first;
            Ok(Suffix {
                first: u16::try_from(first).map_err(|_| Damaged)?,
                rest,
                count: self.number()?.checked_add(1).ok_or(Damaged)?,
            })
        })();
        if read.is_err() {
            // Behind damage nothing is known.
            self.rests = [].chunks_exact(1);
        }
        Some(read)
    }
}

fn length(record: &[u8]) -> Result<(usize, &[u8]), Damaged> {
    let (mut rows, mut shift) = (0_usize, 0);
    for (place, byte) in record.iter().enumerate().take(5) {
        rows |= usize::from(byte & 0x7f) << shift;
        shift += 7;
        if *byte < 0x80 {
            return Ok((rows, record.get(place + 1..).ok_or(Damaged)?));
        }
    }
    Err(Damaged)
}
