//! Numbers of any width in bytes: written one after another, and read at any bit. Least significant bit first.

use super::Damaged;

/// In every byte of a word, a one.
const ONES: u64 = 0x0101_0101_0101_0101;
/// In every byte of a word, the highest bit.
const HIGHEST: u64 = 0x8080_8080_8080_8080;

/// Writes numbers of any width behind each other. A number goes straight to where it belongs, eight bytes at once, so
/// that nothing depends on how full the last byte is.
#[derive(Debug, Default)]
pub(super) struct BitWriter {
    out: Vec<u8>,
    /// The bits of the byte that is not full yet, and how many there are.
    last: u64,
    filled: u32,
    /// How many bytes are full.
    whole: usize,
}

impl BitWriter {
    /// Makes room for so many more bits; what is pushed beyond that is lost.
    pub(super) fn reserve(&mut self, bits: u64) {
        let bytes = usize::try_from(bits / 8).unwrap_or(usize::MAX).saturating_add(16);
        self.out.resize(self.whole.saturating_add(bytes), 0);
    }

    /// Appends a number of `width` bits, at most 57.
    #[inline]
    pub(super) fn push(&mut self, value: u64, width: u32) {
        let word = value << self.filled | self.last;
        if let Some(place) = self.out.get_mut(self.whole..self.whole + 8) {
            place.copy_from_slice(&word.to_le_bytes());
        }
        let filled = self.filled + width;
        self.whole += (filled / 8) as usize;
        self.last = word.checked_shr(filled & !7).unwrap_or(0);
        self.filled = filled & 7;
    }

    /// Appends the first `length` bits of these words.
    pub(super) fn push_all(&mut self, words: &[u64], length: u64) {
        let mut left = length;
        for word in words {
            for half in [word & 0xffff_ffff, word >> 32] {
                let width = u32::try_from(left.min(32)).unwrap_or(32);
                self.push(half & ((1 << width) - 1), width);
                left -= u64::from(width);
            }
        }
    }

    /// What is whole by now.
    pub(super) fn ready(&self) -> &[u8] {
        self.out.get(..self.whole).unwrap_or_default()
    }

    /// Forgets what was whole.
    pub(super) fn forget(&mut self) {
        self.whole = 0;
    }

    /// Fills the last byte with zeros, and adds eight more, so that a load at the last bit stays inside.
    pub(super) fn end(&mut self) {
        self.reserve(128);
        self.push(0, (8 - self.filled) % 8);
        self.push(0, 32);
        self.push(0, 32);
    }
}

/// Eight bytes as a number.
#[inline]
pub(super) fn word(bytes: &[u8], at: usize) -> Result<u64, Damaged> {
    let found = bytes.get(at..).and_then(|rest| rest.first_chunk());
    found.copied().map(u64::from_le_bytes).ok_or(Damaged)
}

/// At least 57 bits from a bit on, since up to 7 of a load's 64 belong to what comes before; what lies above them is zero or belongs to what follows.
#[inline]
pub(super) fn bits_at(bytes: &[u8], bit: u64) -> Result<u64, Damaged> {
    let at = usize::try_from(bit / 8).map_err(|_| Damaged)?;
    Ok(word(bytes, at)? >> (bit % 8))
}

/// In each byte, how many bits are set in it and those below; so the highest byte has the count of all.
#[inline]
pub(super) const fn running_counts(word: u64) -> u64 {
    let pairs = word.wrapping_sub((word >> 1) & 0x5555_5555_5555_5555);
    let fours = (pairs & 0x3333_3333_3333_3333) + ((pairs >> 2) & 0x3333_3333_3333_3333);
    let bytes = (fours + (fours >> 4)) & 0x0f0f_0f0f_0f0f_0f0f;
    bytes.wrapping_mul(ONES)
}

/// The place of the set bit that has `before` set bits below it. `counts` are the running counts of the word, which
/// has more than `before` bits set. (Vigna, "Broadword implementation of rank/select queries", 2008.)
#[inline]
pub(super) fn select(word: u64, counts: u64, before: u32) -> u32 {
    let wanted = u64::from(before).wrapping_mul(ONES);
    let behind = ((wanted | HIGHEST).wrapping_sub(counts & !HIGHEST)) & HIGHEST;
    let place = u32::try_from((behind >> 7).wrapping_mul(ONES) >> 56).unwrap_or(0) * 8;
    let below = (counts << 8).wrapping_shr(place) & 0xff;
    let byte = word.wrapping_shr(place) & 0xff;
    let left = u64::from(before).wrapping_sub(below) & 7;
    let at = usize::try_from(left << 8 | byte).unwrap_or(0);
    place + u32::from(IN_BYTE.get(at).copied().unwrap_or(0))
}

/// For a byte and a number of set bits, where the next set bit is.
static IN_BYTE: [u8; 2048] = in_byte();

#[expect(
    clippy::indexing_slicing,
    reason = "computed by the compiler, which would stop at an index out of bounds"
)]
const fn in_byte() -> [u8; 2048] {
    let mut table = [0; 2048];
    let mut byte = 0;
    while byte < 256 {
        let (mut place, mut before) = (0_u8, 0);
        while place < 8 {
            if byte >> place & 1 == 1 {
                table[before << 8 | byte] = place;
                before += 1;
            }
            place += 1;
        }
        byte += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_selected_bit_is_the_one_that_counting_finds(word: u64) {
            let counts = running_counts(word);
            prop_assert_eq!(counts >> 56, u64::from(word.count_ones()));
            let set = (0..64).filter(|place| word >> place & 1 == 1);
            for (before, place) in (0..).zip(set) {
                prop_assert_eq!(select(word, counts, before), place);
            }
        }

        #[test]
        fn what_was_written_is_read_at_its_bit(
            numbers in proptest::collection::vec((any::<u64>(), 1..=57_u32), 0..200),
        ) {
            let mut writer = BitWriter::default();
            writer.reserve(200 * 64);
            for (number, width) in &numbers {
                writer.push(number & (u64::MAX >> (64 - width)), *width);
            }
            writer.end();
            let bytes = writer.ready().to_vec();
            let mut at = 0;
            for (number, width) in &numbers {
                let mask = u64::MAX >> (64 - width);
                prop_assert_eq!(bits_at(&bytes, at).unwrap() & mask, number & mask);
                at += u64::from(*width);
            }
        }
    }

    #[test]
    fn words_are_written_whole_and_in_part() {
        for (words, length) in [
            (vec![], 0),
            (vec![u64::MAX, 5], 67),
            (vec![1, 2, 3], 128),
            (vec![u64::MAX; 3], 192),
        ] {
            let mut writer = BitWriter::default();
            writer.reserve(256);
            writer.push(1, 3);
            writer.push_all(&words, length);
            writer.end();
            let bytes = writer.ready().to_vec();
            for bit in 0..length {
                let expected = words[usize::try_from(bit / 64).unwrap()] >> (bit % 64) & 1;
                assert_eq!(
                    bits_at(&bytes, 3 + bit).unwrap() & 1,
                    expected,
                    "{bit} of {words:?}"
                );
            }
        }
    }
}
