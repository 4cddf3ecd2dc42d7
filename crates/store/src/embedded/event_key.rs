//! How an event key is stored: a UUID as its sixteen bytes, anything else as its text.
//!
//! Sixteen bytes instead of thirty-six keep the tree small, and bytes in the UUID's own order keep the order of
//! time of `UUIDv7` (RFC 9562, section 5.7): new keys go to the right edge of the tree, whose pages are in memory.

use vocabulary::EventKey;

const TEXT: u8 = 0;
const UUID: u8 = 1;
/// Where the hyphens stand in a UUID's text.
const HYPHENS: [usize; 4] = [8, 13, 18, 23];

/// The stored form; two different keys never share one.
pub(super) fn stored(key: &EventKey) -> Vec<u8> {
    let text = key.as_str().as_bytes();
    match uuid(text) {
        Some(bytes) => [&[UUID], bytes.as_slice()].concat(),
        None => [&[TEXT], text].concat(),
    }
}

/// The bytes of a UUID in its one canonical spelling. Other spellings are other keys: a platform that writes
/// the same UUID in capitals means another event, for all that we know.
fn uuid(text: &[u8]) -> Option<[u8; 16]> {
    if text.len() != 36 {
        return None;
    }
    let mut bytes = [0; 16];
    let mut digits = 0;
    for (place, &byte) in text.iter().enumerate() {
        if HYPHENS.contains(&place) {
            if byte != b'-' {
                return None;
            }
            continue;
        }
        let digit = match byte {
            b'0'..=b'9' => byte - b'0',
            b'a'..=b'f' => byte - b'a' + 10,
            _ => return None,
        };
        let slot = bytes.get_mut(digits / 2)?;
        *slot = (*slot << 4) | digit;
        digits += 1;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(key: &str, expected: &[u8]) {
        assert_eq!(stored(&EventKey::new(key).unwrap()), expected, "{key}");
    }

    #[test]
    fn uuids_are_stored_as_their_bytes_and_the_rest_as_text() {
        check(
            "0190b1c2-3d4e-7f50-8a6b-7c8d9eafb0c1",
            &[
                1, 0x01, 0x90, 0xb1, 0xc2, 0x3d, 0x4e, 0x7f, 0x50, 0x8a, 0x6b, 0x7c, 0x8d, 0x9e, 0xaf, 0xb0,
                0xc1,
            ],
        );
        check("k", b"\0k");
        for other in [
            "0190B1C2-3D4E-7F50-8A6B-7C8D9EAFB0C1",
            "0190b1c23d4e-7f50-8a6b-7c8d9eafb0c1-",
            "0190b1c2-3d4e-7f50-8a6b-7c8d9eafb0g1",
            "0190b1c2+3d4e-7f50-8a6b-7c8d9eafb0c1",
        ] {
            check(other, &[b"\0", other.as_bytes()].concat());
        }
    }

    #[test]
    fn later_uuids_of_version_7_sort_later() {
        let earlier = stored(&EventKey::new("0190b1c2-3d4e-7fff-bfff-ffffffffffff").unwrap());
        let later = stored(&EventKey::new("0190b1c2-3d4f-7000-8000-000000000000").unwrap());
        assert!(earlier < later);
    }

    proptest! {
        #[test]
        fn different_keys_have_different_forms(
            a in "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[!-~]{1,40}",
            b in "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[!-~]{1,40}",
        ) {
            let (one, other) = (EventKey::new(&a).unwrap(), EventKey::new(&b).unwrap());
            prop_assert_eq!(stored(&one) == stored(&other), a == b);
            prop_assert_eq!(stored(&one).len(), if uuid(a.as_bytes()).is_some() { 17 } else { a.len() + 1 });
        }
    }
}
