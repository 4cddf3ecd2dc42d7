//! The keys that seal what the log says of people: a data key for each account, wrapped by one master key.
//!
//! Erasing a person is forgetting one wrapped key. Nothing in the log changes, its tree still verifies, and what
//! was sealed under the key can no longer be read by anyone. No key here can be printed or read back; the
//! cryptographic library wipes it when it is dropped. Randomness comes from the caller, who must never give the
//! same nonce twice under one key: 12 bytes from a good source each time do.

use std::fmt;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, Tag, UnboundKey};
use zeroize::Zeroizing;

/// The length of a master key and of a data key in bytes.
pub const KEY_LEN: usize = 32;

/// The length of the nonce that wrapping takes, in bytes.
pub const WRAP_NONCE_LEN: usize = NONCE_LEN;

const WRAPPED_VERSION: u8 = 1;

/// What a wrapped key is bound to, before the account id: so that nothing else sealed by the master key can be
/// passed off as a data key.
const WRAPPING_CONTEXT: &[u8] = b"safeconduct data key v1\n";

/// The key that wraps every account's data key.
pub struct MasterKey(Cipher);

/// The key that seals one account's entries.
pub struct DataKey(Cipher);

/// A data key as it is stored: readable with the master key, and only as the key of its own account.
///
/// Layout: version 1, a nonce of 12 bytes, the key encrypted with AES-256-GCM, its tag of 16 bytes.
#[derive(Clone, PartialEq, Eq)]
pub struct WrappedKey(Vec<u8>);

/// Why a key cannot be made or unwrapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeysError {
    /// The cryptographic library refused, which it does only when it is out of memory or fails its self-test.
    #[error(
        "the cryptographic library refused the key; check that this machine has memory to spare, and restart"
    )]
    Refused,
    /// The master key, the account and the wrapped key do not belong together, or the wrapped key was changed.
    #[error(
        "the account's key cannot be unwrapped; check that the master key is the one it was wrapped with"
    )]
    NotUnwrapped,
}

impl MasterKey {
    /// The master key made of these secret bytes. The caller wipes its copy.
    ///
    /// # Errors
    /// [`KeysError::Refused`].
    pub fn from_bytes(bytes: &[u8; KEY_LEN]) -> Result<Self, KeysError> {
        Cipher::new(bytes).map(Self)
    }

    /// Makes an account's data key from fresh random bytes, and wraps it for storage.
    ///
    /// # Errors
    /// [`KeysError::Refused`].
    pub fn issue(
        &self,
        account: &[u8],
        random_key: &[u8; KEY_LEN],
        nonce: &[u8; WRAP_NONCE_LEN],
    ) -> Result<(DataKey, WrappedKey), KeysError> {
        Ok((
            DataKey(Cipher::new(random_key)?),
            self.wrap(account, random_key, nonce)?,
        ))
    }

    /// Unwraps an account's data key.
    ///
    /// # Errors
    /// [`KeysError::NotUnwrapped`], [`KeysError::Refused`].
    pub fn unwrap_key(&self, account: &[u8], wrapped: &WrappedKey) -> Result<DataKey, KeysError> {
        let bytes = self.unwrap_bytes(account, wrapped)?;
        Cipher::new(&bytes).map(DataKey)
    }

    /// Wraps an account's data key anew, under a newer master key. What was sealed stays readable.
    ///
    /// # Errors
    /// [`KeysError::NotUnwrapped`], [`KeysError::Refused`].
    pub fn rewrap(
        &self,
        newer: &Self,
        account: &[u8],
        wrapped: &WrappedKey,
        nonce: &[u8; WRAP_NONCE_LEN],
    ) -> Result<WrappedKey, KeysError> {
        let bytes = self.unwrap_bytes(account, wrapped)?;
        newer.wrap(account, &bytes, nonce)
    }

    fn wrap(
        &self,
        account: &[u8],
        key: &[u8; KEY_LEN],
        nonce: &[u8; WRAP_NONCE_LEN],
    ) -> Result<WrappedKey, KeysError> {
        let mut encrypted = Zeroizing::new(*key);
        let tag = self
            .0
            .seal(nonce, &wrapping_context(account), encrypted.as_mut_slice())?;
        Ok(WrappedKey(
            [
                &[WRAPPED_VERSION],
                nonce.as_slice(),
                encrypted.as_slice(),
                tag.as_ref(),
            ]
            .concat(),
        ))
    }

    fn unwrap_bytes(
        &self,
        account: &[u8],
        wrapped: &WrappedKey,
    ) -> Result<Zeroizing<[u8; KEY_LEN]>, KeysError> {
        let parts = wrapped
            .0
            .strip_prefix(&[WRAPPED_VERSION])
            .and_then(<[u8]>::split_first_chunk);
        let (nonce, encrypted) = parts.ok_or(KeysError::NotUnwrapped)?;
        let mut buffer = Zeroizing::new(encrypted.to_vec());
        let key = self
            .0
            .open(nonce, &wrapping_context(account), &mut buffer)
            .ok_or(KeysError::NotUnwrapped)?;
        let mut bytes = Zeroizing::new([0; KEY_LEN]);
        if key.len() != KEY_LEN {
            return Err(KeysError::NotUnwrapped);
        }
        bytes.copy_from_slice(key);
        Ok(bytes)
    }
}

/// What is sealed beside the log, under the same key as an account's entries, and goes with it.
const ASIDE_CONTEXT: &[u8] = b"safeconduct aside v1\n";

impl DataKey {
    /// Seals what is kept beside the log, so that erasing the account makes it unreadable too. `context` says
    /// what it is; only the same context opens it again.
    pub fn seal_aside(
        &self,
        nonce: &[u8; WRAP_NONCE_LEN],
        context: &[u8],
        text: &[u8],
    ) -> Result<Vec<u8>, KeysError> {
        let mut sealed = Zeroizing::new(text.to_vec());
        let tag = self
            .0
            .seal(nonce, &[ASIDE_CONTEXT, context].concat(), &mut sealed)?;
        Ok([nonce.as_slice(), sealed.as_slice(), tag.as_ref()].concat())
    }

    /// Opens what [`Self::seal_aside`] sealed; `None` if it is not that, or of another context.
    pub fn open_aside(&self, context: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (nonce, rest) = sealed.split_first_chunk()?;
        let mut buffer = Zeroizing::new(rest.to_vec());
        let text = self
            .0
            .open(nonce, &[ASIDE_CONTEXT, context].concat(), &mut buffer)?;
        Some(Zeroizing::new(text.to_vec()))
    }
    /// Encrypts `text` in place and gives its tag.
    pub(crate) fn seal(
        &self,
        nonce: &[u8; NONCE_LEN],
        context: &[u8],
        text: &mut [u8],
    ) -> Result<Tag, KeysError> {
        self.0.seal(nonce, context, text)
    }

    /// Decrypts `text`, which ends in its tag, in place; `None` when key, nonce, context and text do not belong
    /// together.
    pub(crate) fn open<'a>(
        &self,
        nonce: &[u8; NONCE_LEN],
        context: &[u8],
        text: &'a mut [u8],
    ) -> Option<&'a mut [u8]> {
        self.0.open(nonce, context, text)
    }
}

impl WrappedKey {
    /// A wrapped key from storage.
    pub const fn from_stored(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The bytes to store.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// An AES-256-GCM key with its round keys worked out, so that sealing does not pay for that again.
struct Cipher(LessSafeKey);

impl Cipher {
    fn new(bytes: &[u8; KEY_LEN]) -> Result<Self, KeysError> {
        let key = UnboundKey::new(&AES_256_GCM, bytes).map_err(|_| KeysError::Refused)?;
        Ok(Self(LessSafeKey::new(key)))
    }

    fn seal(&self, nonce: &[u8; NONCE_LEN], context: &[u8], text: &mut [u8]) -> Result<Tag, KeysError> {
        let nonce = Nonce::assume_unique_for_key(*nonce);
        self.0
            .seal_in_place_separate_tag(nonce, Aad::from(context), text)
            .map_err(|_| KeysError::Refused)
    }

    fn open<'a>(&self, nonce: &[u8; NONCE_LEN], context: &[u8], text: &'a mut [u8]) -> Option<&'a mut [u8]> {
        let nonce = Nonce::assume_unique_for_key(*nonce);
        self.0.open_in_place(nonce, Aad::from(context), text).ok()
    }
}

fn wrapping_context(account: &[u8]) -> Vec<u8> {
    [WRAPPING_CONTEXT, account].concat()
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey(not shown)")
    }
}

impl fmt::Debug for DataKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DataKey(not shown)")
    }
}

impl fmt::Debug for WrappedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WrappedKey(not shown)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn master(byte: u8) -> MasterKey {
        MasterKey::from_bytes(&[byte; KEY_LEN]).unwrap()
    }

    /// Whether two data keys are the same, told by what they make of one text.
    #[test]
    fn what_is_sealed_aside_opens_under_its_key_and_context_only() {
        let (key, _) = master(1)
            .issue(b"ann", &[2; KEY_LEN], &[3; WRAP_NONCE_LEN])
            .unwrap();
        let (other, _) = master(1)
            .issue(b"ann", &[4; KEY_LEN], &[3; WRAP_NONCE_LEN])
            .unwrap();
        let sealed = key
            .seal_aside(&[5; WRAP_NONCE_LEN], b"keychain", b"secret")
            .unwrap();
        let check = |key: &DataKey, context: &[u8], sealed: &[u8], expected: Option<&[u8]>| {
            let opened = key.open_aside(context, sealed);
            assert_eq!(opened.as_deref().map(Vec::as_slice), expected);
        };
        check(&key, b"keychain", &sealed, Some(b"secret"));
        check(&key, b"another", &sealed, None);
        check(&other, b"keychain", &sealed, None);
        for place in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[place] ^= 1;
            check(&key, b"keychain", &changed, None);
            check(&key, b"keychain", &sealed[..place], None);
        }
    }

    fn same(one: &DataKey, other: &DataKey) -> bool {
        let seal = |key: &DataKey| {
            let mut text = *b"a text to seal";
            let tag = key.seal(&[7; NONCE_LEN], b"", &mut text).unwrap();
            (text, tag.as_ref().to_vec())
        };
        seal(one) == seal(other)
    }

    #[test]
    fn a_key_unwraps_for_its_own_account_and_master_only() {
        let (key, wrapped) = master(1)
            .issue(b"ada", &[5; KEY_LEN], &[6; WRAP_NONCE_LEN])
            .unwrap();
        assert!(same(&key, &master(1).unwrap_key(b"ada", &wrapped).unwrap()));
        assert_eq!(
            master(1).unwrap_key(b"adb", &wrapped).unwrap_err(),
            KeysError::NotUnwrapped
        );
        assert_eq!(
            master(1).unwrap_key(b"", &wrapped).unwrap_err(),
            KeysError::NotUnwrapped
        );
        assert_eq!(
            master(2).unwrap_key(b"ada", &wrapped).unwrap_err(),
            KeysError::NotUnwrapped
        );
    }

    #[test]
    fn a_changed_wrapped_key_does_not_unwrap() {
        let (_, wrapped) = master(1)
            .issue(b"ada", &[5; KEY_LEN], &[6; WRAP_NONCE_LEN])
            .unwrap();
        assert_eq!(wrapped.as_bytes().len(), 61);
        for bit in 0..wrapped.0.len() * 8 {
            let mut changed = wrapped.clone();
            changed.0[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(
                master(1).unwrap_key(b"ada", &changed).unwrap_err(),
                KeysError::NotUnwrapped,
                "bit {bit}"
            );
        }
        for length in 0..wrapped.0.len() {
            let cut = WrappedKey::from_stored(wrapped.0[..length].to_vec());
            assert_eq!(
                master(1).unwrap_key(b"ada", &cut).unwrap_err(),
                KeysError::NotUnwrapped,
                "{length} bytes"
            );
        }
    }

    #[test]
    fn a_key_moves_to_a_newer_master() {
        let (key, wrapped) = master(1)
            .issue(b"ada", &[5; KEY_LEN], &[6; WRAP_NONCE_LEN])
            .unwrap();
        let moved = master(1)
            .rewrap(&master(2), b"ada", &wrapped, &[8; WRAP_NONCE_LEN])
            .unwrap();
        assert!(same(&key, &master(2).unwrap_key(b"ada", &moved).unwrap()));
        assert_eq!(
            master(1).unwrap_key(b"ada", &moved).unwrap_err(),
            KeysError::NotUnwrapped
        );
    }

    #[test]
    fn no_key_is_printed() {
        let (key, wrapped) = master(1)
            .issue(b"ada", &[5; KEY_LEN], &[6; WRAP_NONCE_LEN])
            .unwrap();
        let printed = format!("{:?} {key:?} {wrapped:?}", master(1));
        assert_eq!(
            printed,
            "MasterKey(not shown) DataKey(not shown) WrappedKey(not shown)"
        );
    }
}
