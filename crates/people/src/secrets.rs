//! The keys behind people's secrets: one root, kept apart from the store, and what is derived from it.
//!
//! Whoever copies the database without the root can neither find who has an account (names are keyed hashes), nor
//! guess passphrases offline (the pepper), nor recognise a session or token (keyed hashes), nor forge a ticket.

use aws_lc_rs::aead::{AES_256_GCM, LessSafeKey, UnboundKey};
use aws_lc_rs::hkdf::{HKDF_SHA256, KeyType, Salt};
use aws_lc_rs::hmac;
use credentials::pepper::{Pepper, PepperId, Peppers};
use zeroize::Zeroizing;

/// Length of the root and of each key, in bytes.
pub const KEY_BYTES: usize = 32;

/// The keys behind people's secrets.
pub struct Secrets {
    names: hmac::Key,
    bearers: hmac::Key,
    pub(crate) tickets: LessSafeKey,
    peppers: Peppers,
}

/// The cryptographic library refused to work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "the cryptographic library refused the key; check that this machine has memory to spare, and restart"
)]
pub struct SecretsError;

struct Length;

impl KeyType for Length {
    fn len(&self) -> usize {
        KEY_BYTES
    }
}

impl Secrets {
    /// Everything that follows from a root (HKDF, RFC 5869).
    pub fn derive(root: &[u8; KEY_BYTES]) -> Result<Self, SecretsError> {
        let extracted = Salt::new(HKDF_SHA256, b"safeconduct people v1").extract(root);
        let key = |purpose: &[u8]| {
            let mut bytes = Zeroizing::new([0; KEY_BYTES]);
            let purpose = [purpose];
            let expanded = extracted.expand(&purpose, Length).map_err(|_| SecretsError)?;
            expanded.fill(&mut *bytes).map_err(|_| SecretsError)?;
            Ok(bytes)
        };
        let tickets = UnboundKey::new(&AES_256_GCM, &*key(b"tickets")?).map_err(|_| SecretsError)?;
        Ok(Self {
            names: hmac::Key::new(hmac::HMAC_SHA256, &*key(b"names")?),
            bearers: hmac::Key::new(hmac::HMAC_SHA256, &*key(b"bearers")?),
            tickets: LessSafeKey::new(tickets),
            peppers: Peppers::new(Pepper::new(PepperId(1), &*key(b"pepper")?), Vec::new()),
        })
    }

    /// By which a root is known again without telling anything of it.
    pub fn mark(root: &[u8; KEY_BYTES]) -> Vec<u8> {
        let key = hmac::Key::new(hmac::HMAC_SHA256, root);
        let tag = hmac::sign(&key, b"safeconduct people root v1");
        tag.as_ref().get(..16).unwrap_or_default().to_vec()
    }

    /// The name under which an address is found. It must be given as [`credentials`] writes addresses.
    pub(crate) fn name_of(&self, address: &str) -> store::Name {
        bytes_of(hmac::sign(&self.names, address.as_bytes()))
    }

    /// The hash under which a secret that acts for an account is found.
    pub(crate) fn hash_of(&self, secret: &str) -> [u8; 32] {
        bytes_of(hmac::sign(&self.bearers, secret.as_bytes()))
    }

    /// The hash under which an API token is found: of its public name, so that it is found by either.
    pub(crate) fn hash_of_token(&self, digest: &exposure::token::TokenDigest) -> [u8; 32] {
        bytes_of(hmac::sign(&self.bearers, digest.as_bytes()))
    }

    /// What goes into every passphrase's and recovery code's hash besides its salt.
    pub(crate) fn peppers(&self) -> &Peppers {
        &self.peppers
    }
}

fn bytes_of(tag: hmac::Tag) -> [u8; 32] {
    let mut bytes = [0; 32];
    bytes.copy_from_slice(tag.as_ref());
    bytes
}

impl std::fmt::Debug for Secrets {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Secrets(not shown)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_purpose_has_a_key_of_its_own_and_the_root_decides_all() {
        let secrets = |byte: u8| Secrets::derive(&[byte; KEY_BYTES]).unwrap();
        let (one, same, other) = (secrets(1), secrets(1), secrets(2));
        assert_eq!(one.name_of("ann@example.com"), same.name_of("ann@example.com"));
        assert_ne!(one.name_of("ann@example.com"), other.name_of("ann@example.com"));
        assert_ne!(one.name_of("ann@example.com"), one.hash_of("ann@example.com"));
        assert_eq!(format!("{one:?}"), "Secrets(not shown)");
    }
}
