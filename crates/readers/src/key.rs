//! Keys for events whose log gives them none.

use vocabulary::EventKey;

/// A key made of where a line stands and what it says, the same on every run. `part` tells the events of one
/// line apart. Not a secret and not a proof: whoever writes the log can write two lines with one key.
pub(crate) fn derive(prefix: &str, line: u64, text: &[u8], part: u32) -> Option<EventKey> {
    let print = fingerprint(text);
    let key = if part == 0 {
        format!("{prefix}-{line}-{print:016x}")
    } else {
        format!("{prefix}-{line}-{print:016x}-{part}")
    };
    EventKey::new(&key).ok()
}

/// A 64-bit fingerprint of a text, eight bytes at a time. Fixed for good: keys in stored logs rest on it.
pub(crate) fn fingerprint(text: &[u8]) -> u64 {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let mix = |state: u64, word: u64| {
        let state = (state ^ word).wrapping_mul(FACTOR);
        state ^ (state >> 29)
    };
    let (words, rest) = text.as_chunks::<8>();
    let state = words.iter().fold(FACTOR ^ (text.len() as u64), |state, word| {
        mix(state, u64::from_le_bytes(*word))
    });
    let tail = rest
        .iter()
        .rev()
        .fold(0, |tail, byte| (tail << 8) | u64::from(*byte));
    mix(mix(state, tail), 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fingerprints_stay_what_they_are() {
        // Computed by a separate program from the definition above.
        let check =
            |text: &str, expected: u64| assert_eq!(fingerprint(text.as_bytes()), expected, "{text:?}");
        check("", 0x688c_7862_67a8_0152);
        check("Failed password for root", 0x7719_6704_5ce1_7641);
    }

    #[test]
    fn place_text_and_part_each_tell_events_apart() {
        let key = |line, text: &str, part| derive("ssh", line, text.as_bytes(), part).unwrap();
        let one = key(1, "a", 0);
        assert_eq!(one, key(1, "a", 0));
        for other in [key(2, "a", 0), key(1, "b", 0), key(1, "a", 1), key(1, "a\0", 0)] {
            assert_ne!(one, other);
        }
    }
}
