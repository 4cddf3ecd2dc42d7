//! Reads a token that begins here, character by character, and says where it ends.

use zeroize::{Zeroize, Zeroizing};

use crate::token::{MAX_PREFIX, Prefix, TAIL, Token};

/// A token as it was read.
pub(super) struct Read {
    pub(super) token: Token,
    /// How many bytes it takes up where it was read.
    pub(super) length: usize,
    /// Whether a character of it was escaped.
    pub(super) escaped: bool,
}

/// A token of one byte a character; each may be percent-encoded, also twice, or written as `\u005f` or `\x5f`.
pub(super) fn plain(prefix: &Prefix, bytes: &[u8]) -> Option<Read> {
    let prefix_bytes = prefix.as_str().as_bytes();
    let mut text = Zeroizing::new([0_u8; MAX_PREFIX + TAIL]);
    let (mut place, mut escaped) = (0, false);
    let wanted = prefix_bytes.len() + TAIL;
    for (index, to) in text.iter_mut().take(wanted).enumerate() {
        let (byte, length) = character(bytes.get(place..)?)?;
        let fits = match prefix_bytes.get(index) {
            Some(expected) => byte == *expected,
            None if index == prefix_bytes.len() => byte.is_ascii_lowercase(),
            None => byte.is_ascii_alphanumeric(),
        };
        if !fits {
            return None;
        }
        *to = byte;
        place += length;
        escaped |= length > 1;
    }
    let token = Token::parse(prefix, std::str::from_utf8(text.get(..wanted)?).ok()?).ok()?;
    Some(Read {
        token,
        length: place,
        escaped,
    })
}

/// A token with a zero byte between every two characters.
pub(super) fn wide(prefix: &Prefix, bytes: &[u8]) -> Option<Read> {
    // Escapes within UTF-16 make it longer, but never without end.
    let mut narrow = Zeroizing::new([0_u8; (MAX_PREFIX + TAIL) * 3]);
    let mut count = 0;
    let mut pairs = bytes.chunks(2);
    for to in narrow.iter_mut() {
        match pairs.next() {
            Some([byte, 0]) => *to = *byte,
            // The last character: its second zero may belong to something else, or be missing.
            Some([byte, ..]) => {
                *to = *byte;
                count += 1;
                break;
            }
            _ => break,
        }
        count += 1;
    }
    let read = plain(prefix, narrow.get(..count)?)?;
    narrow.zeroize();
    Some(Read {
        length: read.length * 2 - 1,
        ..read
    })
}

/// The next character, and how many bytes it is written with.
fn character(bytes: &[u8]) -> Option<(u8, usize)> {
    match bytes {
        // `%5F`, and `%255F`, which is what becomes of it when somebody encodes it again.
        [b'%', b'2', b'5', high, low, ..] => hex(*high, *low).map(|byte| (byte, 5)),
        [b'%', high, low, ..] | [b'\\', b'x', high, low, ..] => {
            hex(*high, *low).map(|byte| (byte, if bytes.starts_with(b"%") { 3 } else { 4 }))
        }
        [b'\\', b'u', b'0', b'0', high, low, ..] => hex(*high, *low).map(|byte| (byte, 6)),
        [byte, ..] => Some((*byte, 1)),
        [] => None,
    }
}

fn hex(high: u8, low: u8) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    u8::try_from(digit(high)? * 16 + digit(low)?).ok()
}
