//! The header of an entry in a pack: what it is, how large, and what it builds on.
//!
//! Format: gitformat-pack(5), "Object types" and "Deltified representation".

use crate::errors::Why;
use crate::id::ObjectFormat;
use crate::object::ObjectKind;

/// A header, read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EntryHeader<'a> {
    /// A whole object, or a delta and upon what.
    pub content: Content<'a>,
    /// Bytes that the entry inflates to: the object's, or those of its delta.
    pub size: u64,
    /// Bytes of the header. What follows is a zlib stream.
    pub length: usize,
}

/// What an entry holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content<'a> {
    /// A whole object.
    Whole(ObjectKind),
    /// A delta upon the entry that begins so many bytes earlier.
    OffsetDelta(u64),
    /// A delta upon the object with this id.
    IdDelta(&'a [u8]),
}

/// Reads the header with which `bytes` begin.
///
/// # Errors
/// [`Why::CutOff`] where the bytes end first, [`Why::Header`] where no such header is defined.
pub fn entry_header(bytes: &[u8], format: ObjectFormat) -> Result<EntryHeader<'_>, Why> {
    let mut rest = bytes.iter();
    let mut byte = *rest.next().ok_or(Why::CutOff)?;
    let kind = byte >> 4 & 0b111;
    let mut size = u64::from(byte & 0b1111);
    let mut shift = 4;
    while byte & 0x80 != 0 {
        byte = *rest.next().ok_or(Why::CutOff)?;
        let part = u64::from(byte & 0x7f);
        if shift > 60 || part << shift >> shift != part {
            return Err(Why::Header);
        }
        size |= part << shift;
        shift += 7;
    }
    let content = match kind {
        1 => Content::Whole(ObjectKind::Commit),
        2 => Content::Whole(ObjectKind::Tree),
        3 => Content::Whole(ObjectKind::Blob),
        4 => Content::Whole(ObjectKind::Tag),
        6 => {
            let mut byte = *rest.next().ok_or(Why::CutOff)?;
            let mut distance = u64::from(byte & 0x7f);
            while byte & 0x80 != 0 {
                byte = *rest.next().ok_or(Why::CutOff)?;
                if distance >= 1 << 56 {
                    return Err(Why::Header);
                }
                distance = (distance + 1) << 7 | u64::from(byte & 0x7f);
            }
            Content::OffsetDelta(distance)
        }
        7 => {
            let (base, after) = rest
                .as_slice()
                .split_at_checked(format.width())
                .ok_or(Why::CutOff)?;
            rest = after.iter();
            Content::IdDelta(base)
        }
        _ => return Err(Why::Header),
    };
    Ok(EntryHeader {
        content,
        size,
        length: bytes.len() - rest.len(),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], expected: Result<(Content<'_>, u64, usize), Why>) {
        let expected = expected.map_err(|why| why.to_string());
        let read = entry_header(bytes, ObjectFormat::Sha1);
        assert_eq!(
            read.map(|header| (header.content, header.size, header.length))
                .map_err(|why| why.to_string()),
            expected
        );
    }

    #[test]
    fn each_kind_of_header_is_read_as_git_writes_it() {
        check(&[0x3b], Ok((Content::Whole(ObjectKind::Blob), 11, 1)));
        check(&[0x95, 0x0a], Ok((Content::Whole(ObjectKind::Commit), 165, 2)));
        check(&[0x65, 0x80, 0x00], Ok((Content::OffsetDelta(128), 5, 3)));
        check(&[0x65, 0x7f], Ok((Content::OffsetDelta(127), 5, 2)));
        let mut by_id = vec![0x71];
        by_id.extend([7; 20]);
        check(&by_id, Ok((Content::IdDelta(&[7; 20]), 1, 21)));
        check(&by_id[..20], Err(Why::CutOff));
        check(&[], Err(Why::CutOff));
        check(&[0xbf], Err(Why::CutOff));
        check(&[0x0f], Err(Why::Header));
        check(&[0x5f], Err(Why::Header));
        check(&[0xb0; 12], Err(Why::Header));
        check(&[[0x60].as_slice(), &[0xff; 12]].concat(), Err(Why::Header));
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_stumble(bytes: Vec<u8>) {
            if let Ok(header) = entry_header(&bytes, ObjectFormat::Sha256) {
                prop_assert!(header.length <= bytes.len());
            }
        }
    }
}
