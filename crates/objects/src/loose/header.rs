//! The header within a loose object: kind, a space, the size in decimal digits, and a zero byte.

use crate::errors::Why;
use crate::object::ObjectKind;

/// No header is longer: the longest kind, a space, twenty digits and the zero byte.
pub(crate) const LONGEST: usize = 6 + 1 + 20 + 1;

/// A header, read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LooseHeader {
    /// What the object is.
    pub kind: ObjectKind,
    /// Bytes of the object, without the header.
    pub size: u64,
    /// Bytes of the header.
    pub length: usize,
}

/// Reads the header with which an inflated loose object begins.
///
/// # Errors
/// [`Why::Header`] where there is none.
pub fn loose_header(bytes: &[u8]) -> Result<LooseHeader, Why> {
    read(bytes).ok_or(Why::Header)
}

fn read(bytes: &[u8]) -> Option<LooseHeader> {
    let end = bytes.iter().take(LONGEST).position(|byte| *byte == 0)?;
    let mut parts = bytes.get(..end)?.splitn(2, |byte| *byte == b' ');
    let kind = ObjectKind::from_name(parts.next()?)?;
    let digits = parts.next()?;
    if digits.is_empty() || (digits.len() > 1 && digits.starts_with(b"0")) {
        return None;
    }
    let size = digits.iter().try_fold(0_u64, |size, digit| {
        let digit = digit.is_ascii_digit().then(|| u64::from(digit - b'0'))?;
        size.checked_mul(10)?.checked_add(digit)
    })?;
    Some(LooseHeader {
        kind,
        size,
        length: end + 1,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<(ObjectKind, u64, usize)>) {
        let read = loose_header(text.as_bytes()).ok();
        assert_eq!(
            read.map(|header| (header.kind, header.size, header.length)),
            expected
        );
    }

    #[test]
    fn a_header_is_read_by_the_letter() {
        check("blob 12\0hello", Some((ObjectKind::Blob, 12, 8)));
        check("commit 0\0", Some((ObjectKind::Commit, 0, 9)));
        check(
            "tree 18446744073709551615\0",
            Some((ObjectKind::Tree, u64::MAX, 26)),
        );
        for wrong in [
            "",
            "blob",
            "blob 1",
            "blob \0",
            "blob 01\0",
            "blob -1\0",
            "blob 1 \0",
            "blop 1\0",
            "blob 1x\0",
            "tree 18446744073709551616\0",
            "blob 000000000000000000000000000001\0",
        ] {
            check(wrong, None);
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_stumble(bytes: Vec<u8>) {
            if let Ok(header) = loose_header(&bytes) {
                prop_assert!(header.length <= bytes.len());
            }
        }
    }
}
