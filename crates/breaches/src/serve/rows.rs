//! Rows as the range API writes them: `SUFFIX:COUNT` in capital digits, with CR LF between rows and none at the end.

use exposure::breached::Damaged;
use exposure::breached::ranges::{Rows, Suffix};

/// Longest suffix, in digits: that of SHA-1.
const MOST_DIGITS: usize = 35;
/// Longest row, in bytes, with the end of its line.
pub(super) const MOST_ROW: usize = MOST_DIGITS + 1 + 20 + 2;

/// For every byte, its two digits.
static PAIRS: [[u8; 2]; 256] = pairs();

#[expect(
    clippy::indexing_slicing,
    reason = "computed by the compiler, which would stop at an index out of bounds"
)]
const fn pairs() -> [[u8; 2]; 256] {
    let digits = b"0123456789ABCDEF";
    let mut table = [[0; 2]; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = [digits[byte >> 4], digits[byte & 0xf]];
        byte += 1;
    }
    table
}

fn pair(byte: u8) -> [u8; 2] {
    PAIRS.get(usize::from(byte)).copied().unwrap_or_default()
}

/// All rows of a range.
pub(super) fn text(rows: Rows<'_>) -> Result<Vec<u8>, Damaged> {
    let mut text = Vec::with_capacity(rows.left() * 44);
    let mut counts = itoa::Buffer::new();
    for row in rows {
        let row = row?;
        push(&row, &mut counts, &mut text);
    }
    text.truncate(text.len().saturating_sub(2));
    Ok(text)
}

/// Appends a row and the end of its line.
#[inline]
pub(super) fn push(row: &Suffix<'_>, counts: &mut itoa::Buffer, text: &mut Vec<u8>) {
    let mut line = [b':'; MOST_ROW];
    let [high, low] = row.first.to_be_bytes();
    let ([_, first], [second, third]) = (pair(high), pair(low));
    let count = counts.format(row.count).as_bytes();
    let mut at = 3;
    if let Some(begin) = line.first_chunk_mut() {
        *begin = [first, second, third];
    }
    if let Some(places) = line.get_mut(3..) {
        let (places, _) = places.as_chunks_mut::<2>();
        for (place, byte) in places.iter_mut().zip(row.rest) {
            *place = pair(*byte);
            at += 2;
        }
    }
    // The colon is there already.
    at += 1;
    let end = at + count.len();
    if let Some(place) = line.get_mut(at..end) {
        place.copy_from_slice(count);
    }
    if let Some(place) = line.get_mut(end..end + 2) {
        place.copy_from_slice(b"\r\n");
    }
    text.extend_from_slice(line.get(..end + 2).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_written_as_the_public_service_writes_it() {
        for (first, rest, count, expected) in [
            (
                0x1e4,
                vec![0xc9; 16],
                52_256_179,
                format!("1E4{}:52256179\r\n", "C9".repeat(16)),
            ),
            (0, vec![0; 12], 1, format!("000{}:1\r\n", "00".repeat(12))),
            (
                0xfff,
                vec![0xff; 16],
                u64::MAX,
                format!("FFF{}:{}\r\n", "FF".repeat(16), u64::MAX),
            ),
        ] {
            let mut text = Vec::new();
            let row = Suffix {
                first,
                rest: &rest,
                count,
            };
            push(&row, &mut itoa::Buffer::new(), &mut text);
            assert_eq!(String::from_utf8(text).unwrap(), expected);
        }
    }
}
