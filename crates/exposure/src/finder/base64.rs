//! Base64 around a place where a prefix was seen in it: both alphabets (RFC 4648, sections 4 and 5), lines broken.
//!
//! Nothing is decoded but some two hundred characters around that place, whatever the size of the whole. The bytes of a
//! token never make one of the two characters in which the alphabets differ; the bytes beside it may.

use zeroize::Zeroizing;

/// How a prefix is turned within the groups of four characters.
#[derive(Clone)]
pub(super) struct Turn {
    /// Which prefix.
    pub(super) prefix: usize,
    /// Whether the text in it is UTF-16.
    pub(super) wide: bool,
    /// How many bytes stand before the prefix in its group of three: 0 to 2.
    pub(super) shift: usize,
    /// Where in its group the first character stands that is the prefix's alone.
    pub(super) first: usize,
    /// The characters that are the prefix's alone.
    pub(super) known: Vec<u8>,
    /// Where among them the literal that was seen begins.
    pub(super) begins: usize,
}

/// Bytes decoded around a place.
pub(super) struct Window {
    /// They begin with the prefix.
    pub(super) bytes: Zeroizing<Vec<u8>>,
    /// Where the first character stands.
    pub(super) start: usize,
    /// Behind which character each byte ends.
    ends: Vec<usize>,
}

impl Window {
    /// Where the characters of so many bytes end.
    pub(super) fn end_of(&self, length: usize) -> Option<usize> {
        self.ends.get(length.checked_sub(1)?).copied()
    }
}

/// No token needs more: prefix and tail in UTF-16, twice over for escapes.
const LONGEST: usize = 320;
/// More space than this between two lines is no broken line: some 100 columns of indentation.
const LONGEST_BREAK: usize = 128;

/// The characters that hold nothing but bits of these bytes, and the place of the first in its group of four.
pub(super) fn encoded(bytes: &[u8], shift: usize) -> (Vec<u8>, usize) {
    let mut bits = vec![false; shift * 8];
    bits.extend(
        bytes
            .iter()
            .flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1 == 1)),
    );
    let first = (shift * 8).div_ceil(6);
    let known = bits.chunks_exact(6).skip(first).map(|six| {
        let value = six.iter().fold(0_u8, |value, bit| value << 1 | u8::from(*bit));
        character(value)
    });
    (known.collect(), first)
}

/// Decodes the bytes that begin with the prefix. The literal of the turn stands at `at`.
pub(super) fn window(bytes: &[u8], at: usize, turn: &Turn) -> Option<Window> {
    let before = bytes.get(..at)?;
    let (lead, _) = turn.known.split_at_checked(turn.begins)?;
    // Where the first half stands right before, it was seen already.
    if turn.begins > 0 && before.ends_with(lead) {
        return None;
    }
    // The first bits of the prefix are in a character that it shares with what stands before it.
    let shared = usize::from(turn.shift > 0);
    let start = back(bytes, at, turn.begins + shared)?;
    let mut out = Window {
        bytes: Zeroizing::new(Vec::with_capacity(LONGEST)),
        start,
        ends: Vec::with_capacity(LONGEST),
    };
    // Bits of the first character that belong to what stands before.
    let mut foreign = (turn.shift * 8).saturating_sub((turn.first - shared) * 6);
    let (mut place, mut held, mut holds) = (start, 0_u32, 0);
    while out.bytes.len() < LONGEST {
        let Some((value, next)) = forward(bytes, place) else {
            break;
        };
        place = next;
        held = held << 6 | u32::from(value);
        holds += 6 - foreign;
        foreign = 0;
        held &= (1 << holds) - 1;
        if holds >= 8 {
            holds -= 8;
            out.bytes
                .push(u8::try_from(held >> holds & 0xFF).unwrap_or_default());
            out.ends.push(place);
        }
    }
    Some(out)
}

/// The place of the character that stands so many characters before, line breaks not counted.
fn back(bytes: &[u8], at: usize, count: usize) -> Option<usize> {
    let mut place = at;
    for _ in 0..count {
        let mut skipped = 0;
        loop {
            place = place.checked_sub(1)?;
            let byte = *bytes.get(place)?;
            let escape = matches!(byte, b'n' | b'r')
                && place.checked_sub(1).and_then(|before| bytes.get(before)) == Some(&b'\\');
            if escape {
                place -= 1;
            } else if value(byte).is_some() {
                break;
            } else if !byte.is_ascii_whitespace() {
                return None;
            }
            skipped += 1;
            if skipped > LONGEST_BREAK {
                return None;
            }
        }
    }
    Some(place)
}

/// The next character's six bits, and the place behind it; line breaks are passed over, also written as `\n`.
fn forward(bytes: &[u8], mut place: usize) -> Option<(u8, usize)> {
    for _ in 0..LONGEST_BREAK {
        let byte = *bytes.get(place)?;
        if let Some(value) = value(byte) {
            return Some((value, place + 1));
        }
        let escape = byte == b'\\' && matches!(bytes.get(place + 1), Some(b'n' | b'r'));
        if !escape && !byte.is_ascii_whitespace() {
            return None;
        }
        place += if escape { 2 } else { 1 };
    }
    None
}

fn value(byte: u8) -> Option<u8> {
    Some(match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    })
}

fn character(value: u8) -> u8 {
    match value {
        0..=25 => b'A' + value,
        26..=51 => b'a' + value - 26,
        52..=61 => b'0' + value - 52,
        62 => b'+',
        _ => b'/',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_characters_of_a_prefix_are_those_of_the_standard() {
        let check = |bytes: &str, shift: usize, expected: (&str, usize)| {
            let (known, first) = encoded(bytes.as_bytes(), shift);
            assert_eq!((String::from_utf8(known).unwrap().as_str(), first), expected);
        };
        // base64("acme_api_"), base64("?acme_api_?"), base64("??acme_api_") without what is shared.
        check("acme_api_", 0, ("YWNtZV9hcGlf", 0));
        check("acme_api_", 1, ("FjbWVfYXBpX", 2));
        check("acme_api_", 2, ("hY21lX2FwaV", 3));
        check("acme_", 0, ("YWNtZV", 0));
    }
}
