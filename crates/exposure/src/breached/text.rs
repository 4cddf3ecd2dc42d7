//! The rows in which the corpus is published: `HASH:COUNT` in one long file, `SUFFIX:COUNT` in a range.
//!
//! The published files end their rows with CR LF, copies of them often with LF; digits may be of either case. A row of
//! another width is refused rather than skipped: it is a sign that this is another file than was meant.

use super::Algorithm;

/// How many hexadecimal digits tell a range.
pub const PREFIX_DIGITS: usize = 5;
/// How many ranges there are.
pub const RANGES: u32 = 1 << 20;
/// No row is longer, in bytes: 40 digits, a colon, a count of 20 digits, and the end of the line.
pub const LONGEST_ROW: usize = 64;

/// A whole hash; of an NTLM hash the last four bytes are zero.
pub type Hash = [u8; 20];

/// A hash, and how often its password was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// The whole hash.
    pub hash: Hash,
    /// How often it was seen; 0 in a row that only pads an answer.
    pub count: u64,
}

/// Why a row cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RowError {
    /// There is no colon.
    #[error(
        "this is no row of the corpus; one is a hash in hexadecimal digits, `:` and how often it was seen"
    )]
    Form,
    /// The hash is too long or too short.
    #[error("the hash has {found} digits where {algorithm} has {expected}{}", hint(*.found, *.algorithm))]
    Width {
        /// How many it has.
        found: usize,
        /// How many it should have.
        expected: usize,
        /// Of which algorithm it should be.
        algorithm: Algorithm,
    },
    /// Something that is no hexadecimal digit.
    #[error("the hash has a character that is no hexadecimal digit")]
    Digit,
    /// The count is no number, or too large.
    #[error("the count is no whole number below 2^64")]
    Count,
}

const fn hint(found: usize, algorithm: Algorithm) -> &'static str {
    match (algorithm, found) {
        (Algorithm::Sha1, 32 | 27) => "; if this is the NTLM corpus, say `--algorithm ntlm`",
        (Algorithm::Ntlm, 40 | 35) => "; if this is the SHA-1 corpus, say `--algorithm sha1`",
        (_, 35 | 27) => "; if these are ranges, name the folder that they lie in",
        _ => "",
    }
}

/// Reads a row of the single file, with or without the end of its line.
///
/// # Errors
/// If it is not such a row.
pub fn whole_row(line: &[u8], algorithm: Algorithm) -> Result<Row, RowError> {
    let (digits, count) = parts(line)?;
    let mut hash = [0; 20];
    decode(digits, algorithm, 0, &mut hash)?;
    Ok(Row { hash, count })
}

/// Reads a row of a range, with or without the end of its line.
///
/// # Errors
/// If it is not such a row.
pub fn range_row(line: &[u8], prefix: u32, algorithm: Algorithm) -> Result<Row, RowError> {
    let (digits, count) = parts(line)?;
    let mut hash = [0; 20];
    let [_, high, middle, low] = (prefix << 4).to_be_bytes();
    if let Some(begin) = hash.first_chunk_mut() {
        *begin = [high, middle, low];
    }
    decode(digits, algorithm, PREFIX_DIGITS, &mut hash)?;
    Ok(Row { hash, count })
}

/// The rows of a range, each with the number of its line. Empty lines are left out.
pub fn range_rows(
    text: &[u8],
    prefix: u32,
    algorithm: Algorithm,
) -> impl Iterator<Item = (u64, Result<Row, RowError>)> {
    (1..)
        .zip(text.split(|byte| *byte == b'\n'))
        .filter(|(_, line)| !line.trim_ascii().is_empty())
        .map(move |(number, line)| (number, range_row(line, prefix, algorithm)))
}

/// Which range a hash lies in: its first 20 bits.
pub const fn prefix_of(hash: &Hash) -> u32 {
    let [high, middle, low, ..] = *hash;
    u32::from_be_bytes([0, high, middle, low]) >> 4
}

/// Reads the five digits of a range.
pub fn prefix(text: &str) -> Option<u32> {
    let digits = text.len() == PREFIX_DIGITS && text.bytes().all(|digit| digit.is_ascii_hexdigit());
    digits.then(|| u32::from_str_radix(text, 16).ok()).flatten()
}

fn parts(line: &[u8]) -> Result<(&[u8], u64), RowError> {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let colon = line.iter().position(|byte| *byte == b':').ok_or(RowError::Form)?;
    let (digits, count) = line.split_at_checked(colon).ok_or(RowError::Form)?;
    Ok((digits, number(count.get(1..).unwrap_or_default())?))
}

fn number(digits: &[u8]) -> Result<u64, RowError> {
    if digits.is_empty() {
        return Err(RowError::Count);
    }
    digits.iter().try_fold(0_u64, |number, digit| {
        let digit = digit.wrapping_sub(b'0');
        let next = number
            .checked_mul(10)
            .and_then(|number| number.checked_add(u64::from(digit)));
        next.filter(|_| digit < 10).ok_or(RowError::Count)
    })
}

/// Writes digits into a hash whose first `from` digits are known.
fn decode(digits: &[u8], algorithm: Algorithm, from: usize, hash: &mut Hash) -> Result<(), RowError> {
    let expected = algorithm.digits() - from;
    if digits.len() != expected {
        return Err(RowError::Width {
            found: digits.len(),
            expected,
            algorithm,
        });
    }
    let mut wrong = 0;
    let mut rest = digits;
    let mut bytes = hash.iter_mut().skip(from / 2);
    if from % 2 == 1
        && let (Some(byte), Some((digit, after))) = (bytes.next(), rest.split_first())
    {
        let value = value_of(*digit);
        wrong |= value;
        *byte |= value & 0xf;
        rest = after;
    }
    for (byte, [high, low]) in bytes.zip(rest.as_chunks().0) {
        let (high, low) = (value_of(*high), value_of(*low));
        wrong |= high | low;
        *byte = high << 4 | low & 0xf;
    }
    if wrong > 0xf { Err(RowError::Digit) } else { Ok(()) }
}

/// What a hexadecimal digit is worth; 255 if it is none.
fn value_of(digit: u8) -> u8 {
    VALUES.get(usize::from(digit)).copied().unwrap_or(u8::MAX)
}

static VALUES: [u8; 256] = values();

#[expect(
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "computed by the compiler, which would stop at an index out of bounds; there are 16 digits"
)]
const fn values() -> [u8; 256] {
    let mut table = [u8::MAX; 256];
    let (lower, upper) = (b"0123456789abcdef", b"0123456789ABCDEF");
    let mut value = 0;
    while value < 16 {
        table[lower[value] as usize] = value as u8;
        table[upper[value] as usize] = value as u8;
        value += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PASSWORD: &str = "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8";

    #[test]
    fn a_row_is_read_in_every_form_that_is_published() {
        let mut expected = [0; 20];
        hex::decode_to_slice(PASSWORD, &mut expected).unwrap();
        for end in ["", "\n", "\r\n", "\r"] {
            let row = whole_row(format!("{PASSWORD}:52256179{end}").as_bytes(), Algorithm::Sha1).unwrap();
            assert_eq!(
                row,
                Row {
                    hash: expected,
                    count: 52_256_179
                }
            );
            let suffix = format!("{}:7{end}", PASSWORD[5..].to_lowercase());
            let row = range_row(suffix.as_bytes(), 0x5baa6, Algorithm::Sha1).unwrap();
            assert_eq!(
                row,
                Row {
                    hash: expected,
                    count: 7
                }
            );
            assert_eq!(prefix_of(&row.hash), 0x5baa6);
        }
        let nt = whole_row(b"8846F7EAEE8FB117AD06BDD830B7586C:1", Algorithm::Ntlm).unwrap();
        assert!(nt.hash.starts_with(&[0x88, 0x46]) && nt.hash.ends_with(&[0x6c, 0, 0, 0, 0]));
    }

    #[test]
    fn a_row_of_another_form_is_refused_with_the_reason() {
        let short = &PASSWORD[..32];
        for (row, expected) in [
            (String::new(), "this is no row of the corpus"),
            (PASSWORD.to_owned(), "this is no row of the corpus"),
            (format!("{PASSWORD}:"), "the count is no whole number"),
            (format!("{PASSWORD}:-1"), "the count is no whole number"),
            (format!("{PASSWORD}:1 "), "the count is no whole number"),
            (
                format!("{PASSWORD}:18446744073709551616"),
                "the count is no whole number",
            ),
            (
                format!("{}G:1", &PASSWORD[..39]),
                "the hash has a character that is no hexadecimal digit",
            ),
            (
                format!("{short}:1"),
                "the hash has 32 digits where SHA-1 has 40; if this is the NTLM corpus, say `--algorithm ntlm`",
            ),
            (
                format!("{}:1", &PASSWORD[..35]),
                "the hash has 35 digits where SHA-1 has 40; if these are ranges, name the folder that they lie in",
            ),
            (
                format!(" {PASSWORD}:1"),
                "the hash has 41 digits where SHA-1 has 40",
            ),
        ] {
            let error = whole_row(row.as_bytes(), Algorithm::Sha1)
                .unwrap_err()
                .to_string();
            assert!(error.starts_with(expected), "{row}: {error}");
        }
    }

    #[test]
    fn a_range_is_read_line_by_line() {
        let text = format!("{}:3\r\n\r\n{}:0\nx\n", &PASSWORD[5..], "F".repeat(35));
        let rows: Vec<(u64, bool)> = range_rows(text.as_bytes(), 1, Algorithm::Sha1)
            .map(|(line, row)| (line, row.is_ok()))
            .collect();
        assert_eq!(rows, [(1, true), (3, true), (4, false)]);
    }

    #[test]
    fn a_prefix_is_five_digits() {
        for (text, expected) in [
            ("5BAA6", Some(0x5baa6)),
            ("00000", Some(0)),
            ("fffff", Some(RANGES - 1)),
            ("+FFFF", None),
            ("5BAA", None),
            ("5BAA61", None),
            ("5BAAG", None),
            ("", None),
        ] {
            assert_eq!(prefix(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_hash_comes_back_and_any_bytes_are_a_row_or_an_error(
            hash: [u8; 20],
            count: u64,
            line in proptest::collection::vec(any::<u8>(), 0..80),
        ) {
            let digits = hex::encode(hash);
            let row = Row { hash, count };
            prop_assert_eq!(whole_row(format!("{digits}:{count}").as_bytes(), Algorithm::Sha1), Ok(row));
            let suffix = format!("{}:{count}\r\n", &digits[5..]);
            prop_assert_eq!(range_row(suffix.as_bytes(), prefix_of(&hash), Algorithm::Sha1), Ok(row));
            let read = whole_row(&line, Algorithm::Ntlm);
            let rows = range_rows(&line, 0, Algorithm::Ntlm).count();
            prop_assert!(read.is_err() || rows <= line.len());
        }
    }
}
