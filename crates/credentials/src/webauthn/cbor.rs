//! CBOR (RFC 8949), as much of it as authenticators write: the CTAP2 canonical form, without tags and floats.
//!
//! Lengths are definite, and a map holds a key once. Nothing is copied but the tree itself, whose size the input
//! bounds, and whose depth is bounded here.

/// An item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value<'a> {
    /// A whole number.
    Number(i64),
    /// Bytes.
    Bytes(&'a [u8]),
    /// Text.
    Text(&'a str),
    /// Items in order.
    Array(Vec<Self>),
    /// Pairs, each key once.
    Map(Vec<(Self, Self)>),
    /// True or false.
    Bool(bool),
    /// Null or undefined.
    Nothing,
}

/// Deeper nesting than any authenticator writes.
const MAX_DEPTH: u8 = 8;

impl<'a> Value<'a> {
    /// Reads one item that takes up all of the bytes.
    pub(super) fn whole(bytes: &'a [u8]) -> Option<Self> {
        let (value, rest) = Self::first(bytes)?;
        rest.is_empty().then_some(value)
    }

    /// Reads one item, and gives back what follows it.
    pub(super) fn first(bytes: &'a [u8]) -> Option<(Self, &'a [u8])> {
        let mut reader = Reader { rest: bytes };
        let value = reader.item(MAX_DEPTH)?;
        Some((value, reader.rest))
    }

    /// The value under a number, in a map.
    pub(super) fn at(&self, key: i64) -> Option<&Self> {
        self.find(&Self::Number(key))
    }

    /// The value under a text, in a map.
    pub(super) fn get(&self, key: &'static str) -> Option<&Self> {
        self.find(&Self::Text(key))
    }

    fn find(&self, key: &Value<'_>) -> Option<&Self> {
        match self {
            Self::Map(pairs) => pairs
                .iter()
                .find(|(known, _)| known == key)
                .map(|(_, value)| value),
            _ => None,
        }
    }

    pub(super) const fn number(&self) -> Option<i64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    pub(super) const fn bytes(&self) -> Option<&'a [u8]> {
        match self {
            Self::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    pub(super) const fn text(&self) -> Option<&'a str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn array(&self) -> Option<&[Self]> {
        match self {
            Self::Array(items) => Some(items),
            _ => None,
        }
    }

    pub(super) const fn is_empty_map(&self) -> bool {
        matches!(self, Self::Map(pairs) if pairs.is_empty())
    }
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn take(&mut self, count: u64) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(usize::try_from(count).ok()?)?;
        self.rest = rest;
        Some(taken)
    }

    /// The kind of the next item, and the number that goes with it.
    fn head(&mut self) -> Option<(u8, u64)> {
        let first = *self.take(1)?.first()?;
        let number = match first & 0x1F {
            small @ 0..=23 => u64::from(small),
            size @ 24..=27 => self
                .take(1 << (size - 24))?
                .iter()
                .fold(0, |number, byte| number << 8 | u64::from(*byte)),
            // Reserved, or of indefinite length.
            _ => return None,
        };
        Some((first >> 5, number))
    }

    fn item(&mut self, depth: u8) -> Option<Value<'a>> {
        let depth = depth.checked_sub(1)?;
        let (kind, number) = self.head()?;
        Some(match kind {
            0 => Value::Number(i64::try_from(number).ok()?),
            1 => Value::Number(-1 - i64::try_from(number).ok()?),
            2 => Value::Bytes(self.take(number)?),
            3 => Value::Text(std::str::from_utf8(self.take(number)?).ok()?),
            4 => {
                let mut items = Vec::new();
                for _ in 0..number {
                    items.push(self.item(depth)?);
                }
                Value::Array(items)
            }
            5 => {
                let mut pairs: Vec<(Value<'a>, Value<'a>)> = Vec::new();
                for _ in 0..number {
                    let key = self.item(depth)?;
                    if !matches!(key, Value::Number(_) | Value::Text(_))
                        || pairs.iter().any(|(known, _)| *known == key)
                    {
                        return None;
                    }
                    pairs.push((key, self.item(depth)?));
                }
                Value::Map(pairs)
            }
            7 => match number {
                20 => Value::Bool(false),
                21 => Value::Bool(true),
                22 | 23 => Value::Nothing,
                _ => return None,
            },
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn items_of_each_kind_are_read() {
        // Examples of RFC 8949, appendix A.
        let check =
            |bytes: &[u8], value: Option<Value<'_>>| assert_eq!(Value::whole(bytes), value, "{bytes:02x?}");
        let number = |number| Some(Value::Number(number));
        check(&[0x00], number(0));
        check(&[0x17], number(23));
        check(&[0x18, 0x18], number(24));
        check(&[0x19, 0x03, 0xe8], number(1000));
        check(
            &[0x1b, 0, 0, 0, 0xe8, 0xd4, 0xa5, 0x10, 0],
            number(1_000_000_000_000),
        );
        check(&[0x20], number(-1));
        check(&[0x39, 0x03, 0xe7], number(-1000));
        check(&[0x1b, 0xff, 0, 0, 0, 0, 0, 0, 0], None);
        check(&[0x44, 1, 2, 3, 4], Some(Value::Bytes(&[1, 2, 3, 4])));
        check(&[0x62, 0xc3, 0xbc], Some(Value::Text("ü")));
        check(&[0x61, 0xc3], None);
        check(
            &[0x82, 0x01, 0xf5],
            Some(Value::Array(vec![Value::Number(1), Value::Bool(true)])),
        );
        check(
            &[0xa1, 0x61, 0x61, 0xf6],
            Some(Value::Map(vec![(Value::Text("a"), Value::Nothing)])),
        );
        // Twice the same key, an indefinite length, a tag, a float, a cut, something after.
        for bytes in [
            &[0xa2, 1, 1, 1, 2][..],
            &[0x9f, 0xff],
            &[0xc0, 0x00],
            &[0xf9, 0, 0],
            &[0x44, 1],
            &[0, 0],
            &[],
        ] {
            check(bytes, None);
        }
    }

    #[test]
    fn neither_depth_nor_a_claimed_length_costs_anything() {
        assert_eq!(Value::whole(&vec![0x81; 100_000]), None);
        assert_eq!(
            Value::whole(&[0x9b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
            None
        );
        assert_eq!(
            Value::whole(&[0x5b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
            None
        );
    }

    #[test]
    fn values_are_found_by_their_keys() {
        let map = Value::whole(&[0xa2, 0x01, 0x02, 0x61, 0x61, 0x41, 0x09]).unwrap();
        assert_eq!(map.at(1).and_then(Value::number), Some(2));
        assert_eq!(map.get("a").and_then(Value::bytes), Some(&[9][..]));
        assert_eq!(
            (map.at(2), map.get("b"), Value::Nothing.at(1)),
            (None, None, None)
        );
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            if let Some((_, rest)) = Value::first(&bytes) {
                prop_assert!(rest.len() < bytes.len());
            }
        }
    }
}
