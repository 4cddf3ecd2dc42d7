//! The hashes of the tree: RFC 6962 over SHA-256.
//!
//! Leaves and nodes are hashed under different prefixes, so that no leaf can be passed off as a node or the
//! other way round. This module knows nothing of the tree's shape.

use std::fmt;
use std::str::FromStr;

use aws_lc_rs::digest;
use base64::Engine as _;
use base64::display::Base64Display;
use base64::engine::general_purpose::STANDARD;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The length of a hash in bytes.
pub const HASH_LEN: usize = 32;

/// The root of a tree without leaves: SHA-256 of nothing (RFC 6962, section 2.1).
pub const EMPTY_ROOT: Hash = Hash([
    0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14, 0x9a, 0xfb, 0xf4, 0xc8, 0x99, 0x6f, 0xb9, 0x24, 0x27,
    0xae, 0x41, 0xe4, 0x64, 0x9b, 0x93, 0x4c, 0xa4, 0x95, 0x99, 0x1b, 0x78, 0x52, 0xb8, 0x55,
]);

const LEAF_PREFIX: u8 = 0;
const NODE_PREFIX: u8 = 1;

/// A SHA-256 hash. Written as base64, the form that checkpoints and proofs use.
///
/// Serialises as base64 text in formats for people and as 32 bytes in binary ones.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub [u8; HASH_LEN]);

/// The hash of a leaf that holds `data`: `SHA-256(0x00 || data)` (RFC 6962, section 2.1).
pub fn leaf_hash(data: &[u8]) -> Hash {
    // Our own leaves are short, and a context costs as much as hashing them does.
    let mut short = [LEAF_PREFIX; 128];
    if let Some((prefixed, _)) = short.split_at_mut_checked(1 + data.len()) {
        prefixed.split_at_mut(1).1.copy_from_slice(data);
        return sha256(prefixed);
    }
    let mut context = digest::Context::new(&digest::SHA256);
    context.update(&[LEAF_PREFIX]);
    context.update(data);
    Hash::from_digest(&context.finish())
}

/// The hash of a node above `left` and `right`: `SHA-256(0x01 || left || right)` (RFC 6962, section 2.1).
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    let mut data = [NODE_PREFIX; 1 + 2 * HASH_LEN];
    let (_, children) = data.split_at_mut(1);
    let (l, r) = children.split_at_mut(HASH_LEN);
    l.copy_from_slice(&left.0);
    r.copy_from_slice(&right.0);
    sha256(&data)
}

/// Plain SHA-256 of `data`, for what is not a leaf or a node.
pub(crate) fn sha256(data: &[u8]) -> Hash {
    Hash::from_digest(&digest::digest(&digest::SHA256, data))
}

impl Hash {
    /// The hash as bytes.
    pub const fn as_bytes(&self) -> &[u8; HASH_LEN] {
        &self.0
    }

    pub(crate) fn from_digest(digest: &digest::Digest) -> Self {
        let mut bytes = [0; HASH_LEN];
        bytes.copy_from_slice(digest.as_ref());
        Self(bytes)
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Base64Display::new(&self.0, &STANDARD).fmt(f)
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A text is not a hash.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a hash; write 32 bytes as standard base64 with its padding (44 characters)")]
pub struct NotAHash {
    text: String,
}

impl FromStr for Hash {
    type Err = NotAHash;

    fn from_str(text: &str) -> Result<Self, NotAHash> {
        STANDARD
            .decode(text)
            .ok()
            .and_then(|bytes| bytes.try_into().ok())
            .map(Self)
            .ok_or_else(|| NotAHash {
                text: text.to_owned(),
            })
    }
}

impl Serialize for Hash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            self.0.serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for Hash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            String::deserialize(deserializer)?
                .parse()
                .map_err(D::Error::custom)
        } else {
            <[u8; HASH_LEN]>::deserialize(deserializer).map(Self)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(hash: Hash, expected_base64: &str) {
        assert_eq!(hash.to_string(), expected_base64);
        assert_eq!(expected_base64.parse(), Ok(hash));
    }

    #[test]
    fn leaves_nodes_and_nothing_hash_as_rfc_6962_says() {
        let nothing = leaf_hash(b"");
        check(EMPTY_ROOT, "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
        check(sha256(b""), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
        // The first two roots of the RFC 6962 reference tree, whose first leaves are "" and 0x00.
        check(nothing, "bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=");
        check(
            node_hash(&nothing, &leaf_hash(&[0])),
            "+sVCA+fMaWzw38tCySodnbr3CtnmIfS9jZhmLwDjwSU=",
        );
    }

    #[test]
    fn short_and_long_leaves_hash_alike() {
        for length in [1, 65, 126, 127, 128, 129, 65_535] {
            let data = vec![0xa5; length];
            assert_eq!(
                leaf_hash(&data),
                sha256(&[&[0], data.as_slice()].concat()),
                "{length} bytes"
            );
        }
    }

    #[test]
    fn only_the_one_canonical_spelling_of_a_hash_is_read() {
        for text in [
            "",
            "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU",
            "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=",
            "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
            "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU=",
            "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuA==",
        ] {
            assert_eq!(
                text.parse::<Hash>(),
                Err(NotAHash {
                    text: text.to_owned()
                })
            );
        }
    }

    #[test]
    fn binary_formats_hold_hashes_as_bytes() {
        let bytes = postcard::to_stdvec(&EMPTY_ROOT).unwrap();
        assert_eq!(bytes, EMPTY_ROOT.0);
        assert_eq!(postcard::from_bytes::<Hash>(&bytes), Ok(EMPTY_ROOT));
    }

    #[test]
    fn json_holds_hashes_as_text() {
        let json = serde_json::to_string(&EMPTY_ROOT).unwrap();
        assert_eq!(json, "\"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\"");
        assert_eq!(serde_json::from_str::<Hash>(&json).unwrap(), EMPTY_ROOT);
    }
}
