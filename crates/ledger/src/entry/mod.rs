//! What one entry of the log is: a leaf that says nothing by itself, and a sealed body kept beside the log.
//!
//! The leaf holds two hashes. The first commits to the body under a salt: whoever is given body and salt can check
//! it, and nobody without the salt can tell, even by guessing the body, what it commits to. The second is that of
//! the sealed bytes, so that anyone who keeps them can check them without a key. The salt lies sealed with the
//! body: when the account's key is gone, so is the salt, and the leaf is noise.
//!
//! What the body says is not known here.

mod disclosure;

use std::fmt;

use aws_lc_rs::aead::NONCE_LEN;
use aws_lc_rs::digest;

pub use disclosure::{Disclosure, DisclosureError};

use crate::hash::{HASH_LEN, Hash, leaf_hash, sha256};
use crate::keys::{DataKey, KeysError};

/// The length of a leaf in bytes: version, commitment, hash of the sealed bytes.
pub const LEAF_LEN: usize = 1 + 2 * HASH_LEN;

/// The length of the salt in bytes.
pub const SALT_LEN: usize = 32;

/// How many random bytes sealing one entry takes: the nonce, then the salt.
pub const SEAL_RANDOM_LEN: usize = NONCE_LEN + SALT_LEN;

const LEAF_VERSION: u8 = 1;
const SEALED_VERSION: u8 = 1;
const HEADER_LEN: usize = 1 + NONCE_LEN;
const TAG_LEN: usize = 16;

/// What a commitment is a hash of, before salt and body: so that it can never be mistaken for another hash.
const COMMITMENT_CONTEXT: &[u8] = b"safeconduct entry v1\n";

/// The data of one leaf of the log:
/// `0x01 || SHA-256("safeconduct entry v1\n" || salt || body) || SHA-256(sealed bytes)`.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Leaf([u8; LEAF_LEN]);

/// A sealed body and the leaf that stands for it in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedEntry {
    /// `0x01 || nonce (12) || AES-256-GCM(data key, salt (32) || body) || tag (16)`.
    pub sealed: Vec<u8>,
    /// What goes into the log.
    pub leaf: Leaf,
}

/// An entry's body and its salt, unsealed and checked. Not shown in `Debug`, since it speaks of a person.
#[derive(Clone, PartialEq, Eq)]
pub struct OpenedEntry {
    salt: [u8; SALT_LEN],
    body: Vec<u8>,
}

/// Why an entry cannot be sealed, checked or opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    /// The bytes are not a leaf as this version writes it.
    #[error("the entry in the log is not one that this version can read")]
    NotALeaf,
    /// The sealed bytes are not the ones that the leaf stands for.
    #[error("the sealed record is not the one that the log stands for: it was changed")]
    SealedChanged,
    /// The sealed bytes are the right ones and not in a form that this version can read.
    #[error("the sealed record has a form that this version cannot read")]
    UnknownForm,
    /// The key does not open the sealed bytes.
    #[error("the account's key does not open this record; check that the record is of this account")]
    WrongKey,
    /// The record opens and its body is not the one that the leaf commits to, so it was wrong when it was sealed.
    #[error("the record's body is not the one that the log commits to")]
    BodyChanged,
    /// The cryptographic library refused.
    #[error(transparent)]
    Keys(#[from] KeysError),
}

/// Seals a body under its account's key. The random bytes are fresh for every call: a nonce that comes twice under
/// one key breaks the seal, and a salt that comes twice tells equal bodies.
///
/// # Errors
/// [`EntryError::Keys`].
pub fn seal(key: &DataKey, random: &[u8; SEAL_RANDOM_LEN], body: &[u8]) -> Result<SealedEntry, EntryError> {
    let mut sealed = Vec::with_capacity(HEADER_LEN + SALT_LEN + body.len() + TAG_LEN);
    sealed.push(SEALED_VERSION);
    // The nonce and the salt stand in the random bytes as they stand in the sealed ones.
    sealed.extend_from_slice(random);
    sealed.extend_from_slice(body);
    let (header, text) = sealed.split_at_mut(HEADER_LEN);
    let commitment = commit(text);
    let nonce = header.last_chunk().ok_or(EntryError::UnknownForm)?;
    let tag = key.seal(nonce, &[SEALED_VERSION], text)?;
    sealed.extend_from_slice(tag.as_ref());
    let leaf = Leaf::new(&commitment, &sha256(&sealed));
    Ok(SealedEntry { sealed, leaf })
}

/// Opens a sealed body, and checks both it and the sealed bytes against the leaf.
///
/// # Errors
/// [`EntryError::SealedChanged`], [`EntryError::UnknownForm`], [`EntryError::WrongKey`],
/// [`EntryError::BodyChanged`].
pub fn open(key: &DataKey, sealed: &[u8], leaf: &Leaf) -> Result<OpenedEntry, EntryError> {
    leaf.check_sealed(sealed)?;
    let parts = sealed
        .strip_prefix(&[SEALED_VERSION])
        .and_then(<[u8]>::split_first_chunk::<NONCE_LEN>);
    let (nonce, text) = parts.ok_or(EntryError::UnknownForm)?;
    let mut buffer = text.to_vec();
    let text = key
        .open(nonce, &[SEALED_VERSION], &mut buffer)
        .ok_or(EntryError::WrongKey)?;
    if commit(text) != leaf.commitment() {
        return Err(EntryError::BodyChanged);
    }
    let length = text.len();
    let salt = *text.first_chunk().ok_or(EntryError::UnknownForm)?;
    buffer.truncate(length);
    buffer.drain(..SALT_LEN);
    Ok(OpenedEntry { salt, body: buffer })
}

/// The commitment to `salted`, which is the salt and then the body.
fn commit(salted: &[u8]) -> Hash {
    let mut context = digest::Context::new(&digest::SHA256);
    context.update(COMMITMENT_CONTEXT);
    context.update(salted);
    Hash::from_digest(&context.finish())
}

impl Leaf {
    fn new(commitment: &Hash, sealed: &Hash) -> Self {
        let mut bytes = [LEAF_VERSION; LEAF_LEN];
        let (_, hashes) = bytes.split_at_mut(1);
        let (first, second) = hashes.split_at_mut(HASH_LEN);
        first.copy_from_slice(&commitment.0);
        second.copy_from_slice(&sealed.0);
        Self(bytes)
    }

    /// Reads an entry of the log as a leaf.
    ///
    /// # Errors
    /// [`EntryError::NotALeaf`].
    pub fn parse(entry: &[u8]) -> Result<Self, EntryError> {
        let bytes: [u8; LEAF_LEN] = entry.try_into().map_err(|_| EntryError::NotALeaf)?;
        if bytes.starts_with(&[LEAF_VERSION]) {
            Ok(Self(bytes))
        } else {
            Err(EntryError::NotALeaf)
        }
    }

    /// The bytes that go into the log.
    pub const fn as_bytes(&self) -> &[u8; LEAF_LEN] {
        &self.0
    }

    /// The commitment to salt and body.
    pub fn commitment(&self) -> Hash {
        let mut hash = [0; HASH_LEN];
        hash.copy_from_slice(self.0.split_at(1).1.split_at(HASH_LEN).0);
        Hash(hash)
    }

    /// The hash of the sealed bytes.
    pub fn sealed_hash(&self) -> Hash {
        let mut hash = [0; HASH_LEN];
        hash.copy_from_slice(self.0.split_at(1 + HASH_LEN).1);
        Hash(hash)
    }

    /// The leaf's hash in the tree.
    pub fn hash(&self) -> Hash {
        leaf_hash(&self.0)
    }

    /// Checks, without any key, that these are the sealed bytes that the leaf stands for.
    ///
    /// # Errors
    /// [`EntryError::SealedChanged`].
    pub fn check_sealed(&self, sealed: &[u8]) -> Result<(), EntryError> {
        if sha256(sealed) == self.sealed_hash() {
            Ok(())
        } else {
            Err(EntryError::SealedChanged)
        }
    }
}

impl AsRef<[u8]> for Leaf {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Leaf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Leaf({} {})", self.commitment(), self.sealed_hash())
    }
}

impl OpenedEntry {
    /// The salt under which the leaf commits to the body. Whoever has it and guesses the body can confirm the
    /// guess, so it goes only where the body may go.
    pub const fn salt(&self) -> &[u8; SALT_LEN] {
        &self.salt
    }

    /// The body.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The body, taken out.
    pub fn into_body(self) -> Vec<u8> {
        self.body
    }
}

impl fmt::Debug for OpenedEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OpenedEntry({} bytes, not shown)", self.body.len())
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;
    use crate::keys::MasterKey;

    pub(crate) fn key(byte: u8) -> DataKey {
        MasterKey::from_bytes(&[1; 32])
            .unwrap()
            .issue(b"ada", &[byte; 32], &[2; 12])
            .unwrap()
            .0
    }

    /// Random bytes that differ with `n`, as a caller's would.
    pub(crate) fn random(n: u8) -> [u8; SEAL_RANDOM_LEN] {
        let mut byte = n.wrapping_mul(31);
        [0; SEAL_RANDOM_LEN].map(|_| {
            byte = byte.wrapping_add(1);
            byte
        })
    }

    #[test]
    fn the_leaf_and_the_sealed_bytes_have_the_documented_layout() {
        let entry = seal(&key(1), &random(3), b"body").unwrap();
        let commitment = sha256(&[b"safeconduct entry v1\n", &random(3)[12..], b"body"].concat());
        assert_eq!(
            entry.leaf.as_bytes()[..],
            [&[1], &commitment.0[..], &sha256(&entry.sealed).0].concat()
        );
        assert_eq!(entry.sealed[..13], [&[1], &random(3)[..12]].concat());
        assert_eq!(entry.sealed.len(), 1 + 12 + 32 + 4 + 16);
        assert_eq!(
            entry.sealed.capacity(),
            entry.sealed.len(),
            "sealing allocates once"
        );
        assert_eq!(Leaf::parse(entry.leaf.as_bytes()), Ok(entry.leaf));
        assert_eq!(entry.leaf.hash(), leaf_hash(entry.leaf.as_bytes()));
    }

    #[test]
    fn every_flipped_bit_of_the_sealed_bytes_or_the_leaf_is_found() {
        let SealedEntry { sealed, leaf } = seal(&key(1), &random(3), b"a body").unwrap();
        for bit in 0..sealed.len() * 8 {
            let mut changed = sealed.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(
                open(&key(1), &changed, &leaf),
                Err(EntryError::SealedChanged),
                "bit {bit}"
            );
            assert_eq!(
                leaf.check_sealed(&changed),
                Err(EntryError::SealedChanged),
                "bit {bit}"
            );
        }
        for bit in 0..LEAF_LEN * 8 {
            let mut changed = leaf.0;
            changed[bit / 8] ^= 1 << (bit % 8);
            let expected = match bit / 8 {
                0 => EntryError::NotALeaf,
                1..33 => EntryError::BodyChanged,
                _ => EntryError::SealedChanged,
            };
            let found = Leaf::parse(&changed).and_then(|leaf| open(&key(1), &sealed, &leaf));
            assert_eq!(found, Err(expected), "bit {bit}");
        }
    }

    #[test]
    fn another_key_opens_nothing_and_still_can_check_the_bytes() {
        let SealedEntry { sealed, leaf } = seal(&key(1), &random(3), b"body").unwrap();
        assert_eq!(open(&key(2), &sealed, &leaf), Err(EntryError::WrongKey));
        assert_eq!(leaf.check_sealed(&sealed), Ok(()));
    }

    #[test]
    fn sealed_bytes_of_another_form_are_refused_even_when_the_leaf_stands_for_them() {
        let SealedEntry { sealed, leaf } = seal(&key(1), &random(3), b"body").unwrap();
        let mut newer = sealed.clone();
        newer[0] = 2;
        for (bytes, expected) in [
            (newer.as_slice(), EntryError::UnknownForm),
            (&[], EntryError::UnknownForm),
            (&sealed[..12], EntryError::UnknownForm),
            (&sealed[..13], EntryError::WrongKey),
            (&sealed[..30], EntryError::WrongKey),
        ] {
            let leaf = Leaf::new(&leaf.commitment(), &sha256(bytes));
            assert_eq!(
                open(&key(1), bytes, &leaf),
                Err(expected),
                "{} bytes",
                bytes.len()
            );
        }
    }

    #[test]
    fn what_is_not_a_leaf_is_refused() {
        for entry in [&[][..], &[1; 64], &[1; 66], &[0; 65], &[2; 65]] {
            assert_eq!(Leaf::parse(entry), Err(EntryError::NotALeaf));
        }
    }

    #[test]
    fn equal_bodies_cannot_be_told_from_their_leaves() {
        let one = seal(&key(1), &random(3), b"the same body").unwrap();
        let other = seal(&key(1), &random(4), b"the same body").unwrap();
        assert_ne!(one.leaf.commitment(), other.leaf.commitment());
        assert_ne!(one.leaf.sealed_hash(), other.leaf.sealed_hash());
        assert!(!format!("{:?}", open(&key(1), &one.sealed, &one.leaf).unwrap()).contains("the same body"));
    }

    proptest! {
        #[test]
        fn a_sealed_body_opens_to_itself(body in vec(any::<u8>(), 0..2000), n: u8) {
            let SealedEntry { sealed, leaf } = seal(&key(1), &random(n), &body).unwrap();
            let opened = open(&key(1), &sealed, &leaf).unwrap();
            prop_assert_eq!(opened.body(), &body);
            prop_assert_eq!(opened.salt()[..].to_vec(), random(n)[12..].to_vec());
        }
    }
}
