//! DER (ITU-T X.690), as much of it as attestation certificates need: elements one after the other.
//!
//! What is read here is looked at only; whether a certificate is well made and rightly signed, rustls-webpki says.

/// An element: its identifying byte (the first of them, where the tag is a long one), tag and contents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Element<'a> {
    /// Class and form, the upper three bits; and the tag, where it is below 31.
    pub(super) id: u8,
    /// The tag.
    pub(super) tag: u32,
    pub(super) content: &'a [u8],
}

pub(super) const BOOLEAN: u8 = 0x01;
pub(super) const INTEGER: u8 = 0x02;
pub(super) const BIT_STRING: u8 = 0x03;
pub(super) const OCTET_STRING: u8 = 0x04;
pub(super) const OBJECT_ID: u8 = 0x06;
pub(super) const SEQUENCE: u8 = 0x30;
pub(super) const SET: u8 = 0x31;
const LONG_TAG: u8 = 0x1F;

/// Elements one after the other.
#[derive(Debug, Clone)]
pub(super) struct Elements<'a>(&'a [u8]);

impl<'a> Elements<'a> {
    pub(super) const fn of(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// The next one, which has to be of this kind.
    pub(super) fn want(&mut self, id: u8) -> Option<&'a [u8]> {
        let element = self.read()?;
        (element.id == id).then_some(element.content)
    }

    /// The next one, if it is of this kind.
    pub(super) fn maybe(&mut self, id: u8) -> Option<&'a [u8]> {
        let before = self.clone();
        let taken = self.want(id);
        if taken.is_none() {
            *self = before;
        }
        taken
    }

    fn read(&mut self) -> Option<Element<'a>> {
        let (&id, mut rest) = self.0.split_first()?;
        let mut tag = u32::from(id & LONG_TAG);
        if id & LONG_TAG == LONG_TAG {
            tag = 0;
            loop {
                let (&byte, after) = rest.split_first()?;
                rest = after;
                tag = tag.checked_mul(128)? | u32::from(byte & 0x7F);
                if byte & 0x80 == 0 {
                    break;
                }
            }
        }
        let (&first, rest) = rest.split_first()?;
        let (length, rest) = if first < 0x80 {
            (usize::from(first), rest)
        } else {
            // A certificate is never longer than three bytes can say.
            let (digits, rest) = rest
                .split_at_checked(usize::from(first & 0x7F))
                .filter(|(digits, _)| (1..=3).contains(&digits.len()))?;
            (
                digits
                    .iter()
                    .fold(0, |length, byte| length << 8 | usize::from(*byte)),
                rest,
            )
        };
        let (content, rest) = rest.split_at_checked(length)?;
        self.0 = rest;
        Some(Element { id, tag, content })
    }
}

impl<'a> Iterator for Elements<'a> {
    type Item = Element<'a>;
    /// Nothing where the bytes end, or are no element.
    fn next(&mut self) -> Option<Element<'a>> {
        self.read()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn elements_are_read_one_after_the_other() {
        let mut elements = Elements::of(&[
            0x02, 0x01, 0x05, 0xBF, 0x85, 0x3E, 0x02, 0x05, 0x00, 0x04, 0x81, 0x01, 0x09,
        ]);
        assert_eq!(elements.maybe(SEQUENCE), None);
        assert_eq!(elements.want(INTEGER), Some(&[5][..]));
        assert_eq!(
            elements.next(),
            Some(Element {
                id: 0xBF,
                tag: 702,
                content: &[5, 0]
            })
        );
        assert_eq!(elements.want(OCTET_STRING), Some(&[9][..]));
        assert_eq!(elements.next(), None);
        for cut in [
            &[][..],
            &[0x02],
            &[0x02, 0x02, 0x05],
            &[0x02, 0x80],
            &[0x02, 0x84, 0, 0, 0, 1, 5],
            &[0x1F, 0xFF],
        ] {
            assert_eq!(Elements::of(cut).next(), None, "{cut:02x?}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
            prop_assert!(Elements::of(&bytes).count() <= bytes.len());
        }
    }
}
