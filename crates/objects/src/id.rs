//! Object ids: SHA-1 or SHA-256, as the repository's object format says.

use std::fmt;
use std::str::FromStr;

/// How a repository names its objects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ObjectFormat {
    /// Twenty bytes: what almost every repository has.
    #[default]
    Sha1,
    /// Thirty-two bytes: `git init --object-format=sha256`.
    Sha256,
}

impl ObjectFormat {
    /// Bytes in an id.
    pub const fn width(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha256 => 32,
        }
    }
}

/// The name of an object. It is what an index or a file's name says; nobody hashes the object to see whether that is
/// true, which is `git fsck`'s work and would cost more than inflating.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectId {
    bytes: [u8; 32],
    format: Width,
}

/// Says in one byte how many of the 32 count, and orders ids of unlike width.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Width {
    Twenty,
    ThirtyTwo,
}

impl ObjectId {
    /// An id from its 20 or 32 bytes; `None` for any other number of bytes.
    pub fn from_bytes(raw: &[u8]) -> Option<Self> {
        let format = match raw.len() {
            20 => Width::Twenty,
            32 => Width::ThirtyTwo,
            _ => return None,
        };
        let mut bytes = [0; 32];
        bytes.get_mut(..raw.len())?.copy_from_slice(raw);
        Some(Self { bytes, format })
    }

    /// An id from its 40 or 64 hexadecimal digits; `None` for anything else.
    pub fn from_hex(digits: &[u8]) -> Option<Self> {
        let mut bytes = [0; 32];
        if !matches!(digits.len(), 40 | 64) {
            return None;
        }
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            let [high, low] = pair else { return None };
            *byte = nibble(*high)? << 4 | nibble(*low)?;
        }
        Self::from_bytes(bytes.get(..digits.len() / 2)?)
    }

    /// Its 20 or 32 bytes.
    pub fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.format().width()).unwrap_or(&self.bytes)
    }

    /// Which kind of name it is.
    pub const fn format(&self) -> ObjectFormat {
        match self.format {
            Width::Twenty => ObjectFormat::Sha1,
            Width::ThirtyTwo => ObjectFormat::Sha256,
        }
    }
}

/// A text that is no id, whole.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no object id; write all of its 40 or 64 hexadecimal digits")]
pub struct NoId(pub String);

const fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

impl FromStr for ObjectId {
    type Err = NoId;
    fn from_str(text: &str) -> Result<Self, NoId> {
        Self::from_hex(text.as_bytes()).ok_or_else(|| NoId(text.to_owned()))
    }
}

impl fmt::Display for ObjectId {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_bytes()
            .iter()
            .try_for_each(|byte| write!(to, "{byte:02x}"))
    }
}

impl fmt::Debug for ObjectId {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, to)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn an_id_survives_being_written_down(bytes: [u8; 32], short: bool) {
            let raw = if short { &bytes[..20] } else { &bytes[..] };
            let id = ObjectId::from_bytes(raw).unwrap();
            prop_assert_eq!(id.as_bytes(), raw);
            prop_assert_eq!(id.to_string().parse::<ObjectId>().unwrap(), id);
            prop_assert_eq!(ObjectId::from_hex(id.to_string().to_uppercase().as_bytes()), Some(id));
        }

        #[test]
        fn nothing_else_is_an_id(text in "[0-9a-g]{0,70}") {
            let fits = matches!(text.len(), 40 | 64) && !text.contains('g');
            prop_assert_eq!(text.parse::<ObjectId>().is_ok(), fits);
        }
    }
}
