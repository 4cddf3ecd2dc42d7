//! A keychain as bytes: a version, and what postcard makes of the rest. The caller seals them.

use postcard::ser_flavors::Size;
use zeroize::Zeroizing;

use super::{
    Keychain, KeychainError, MAX_ADDRESSES, MAX_AUTHENTICATORS, MAX_FORMER_ADDRESSES, MAX_NAME, MAX_REMOVED,
};

/// Most bytes of a keychain: 40 authenticators of the largest kind, and its addresses.
pub const MAX_STORED_BYTES: usize = 128 * 1024;

const VERSION: u8 = 1;

/// The bytes are no keychain that this version can read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAKeychain {
    /// A newer version wrote it.
    #[error("this keychain was written by a newer version ({0}) of the server; run that version")]
    Newer(u8),
    /// It is damaged.
    #[error("this keychain is damaged; restore the account from a backup")]
    Damaged,
}

impl Keychain {
    /// The bytes to be sealed and stored.
    ///
    /// # Errors
    /// [`KeychainError::TooLarge`] where something was put into it that would not be read again.
    pub fn encode(&self) -> Result<Zeroizing<Vec<u8>>, KeychainError> {
        let size =
            postcard::serialize_with_flavor(self, Size::default()).map_err(|_| KeychainError::TooLarge)?;
        if size >= MAX_STORED_BYTES {
            return Err(KeychainError::TooLarge);
        }
        // Room for all of it at once, so that no copy of a secret is left behind while the vector grows.
        let mut bytes = Zeroizing::new(vec![0; 1 + size]);
        let (version, body) = bytes.split_first_mut().ok_or(KeychainError::TooLarge)?;
        *version = VERSION;
        postcard::to_slice(self, body).map_err(|_| KeychainError::TooLarge)?;
        if !self.is_whole() {
            return Err(KeychainError::TooLarge);
        }
        Ok(bytes)
    }

    /// Reads stored bytes, which the caller has unsealed.
    ///
    /// # Errors
    /// [`NotAKeychain`].
    pub fn decode(bytes: &[u8]) -> Result<Self, NotAKeychain> {
        if bytes.len() > MAX_STORED_BYTES {
            return Err(NotAKeychain::Damaged);
        }
        match bytes.split_first() {
            Some((&VERSION, body)) => match postcard::take_from_bytes::<Self>(body) {
                Ok((keychain, [])) if keychain.is_whole() => Ok(keychain),
                _ => Err(NotAKeychain::Damaged),
            },
            Some((&version, _)) if version > VERSION => Err(NotAKeychain::Newer(version)),
            _ => Err(NotAKeychain::Damaged),
        }
    }

    /// Whether it is within its bounds, and what is there once is there once.
    fn is_whole(&self) -> bool {
        let distinct = |place: usize, id| {
            !self
                .authenticators
                .iter()
                .take(place)
                .any(|before| before.id == id)
        };
        (1..=MAX_ADDRESSES).contains(&self.addresses.len())
            && self.addresses.iter().filter(|address| address.primary).count() == 1
            && self.former_addresses.len() <= MAX_FORMER_ADDRESSES
            && self.authenticators.len() <= MAX_AUTHENTICATORS
            && self.removed.len() <= MAX_REMOVED
            && self.name.chars().count() <= MAX_NAME
            && self.authenticators.iter().all(super::Authenticator::is_bounded)
            && self
                .removed
                .iter()
                .all(|removed| removed.authenticator.is_bounded())
            && self
                .authenticators
                .iter()
                .enumerate()
                .all(|(place, known)| distinct(place, known.id))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use vocabulary::Moment;

    use super::*;
    use crate::keychain::{Authenticator, AuthenticatorId, Verifier};
    use crate::passphrase::{Cost, Passphrase, hash};
    use crate::pepper::{Pepper, PepperId};
    use crate::totp::{Algorithm, Enrolment, Secret};
    use crate::webauthn::{Aaguid, Attested, Credential, CredentialId, MAX_CREDENTIAL_ID, Transport};
    use crate::{passphrase, recovery};

    const NOW: Moment = Moment::from_millis(1_795_253_400_000);

    fn authenticator(number: u8, verifier: Verifier) -> Authenticator {
        Authenticator::new(AuthenticatorId::from_random([number; 16]), verifier, NOW)
    }

    fn credential(number: u8, size: usize) -> Credential {
        Credential {
            id: CredentialId::new(vec![number; size]).unwrap(),
            public_key: vec![4; 1100],
            sign_count: u32::MAX,
            user_verified: true,
            backup_eligible: true,
            backed_up: true,
            transports: Transport::ALL.to_vec(),
            aaguid: Aaguid([9; 16]),
            attested: Attested::ByTrusted,
        }
    }

    fn keychain() -> Keychain {
        let pepper = Pepper::new(PepperId(1), &[1; 32]);
        let typed = Passphrase::new("correct horse battery").unwrap();
        let cheap = Cost {
            memory_kib: 64,
            passes: 1,
            lanes: 1,
        };
        let hashed = hash(&typed, &[0x5A; passphrase::SALT_LEN], cheap, &pepper).unwrap();
        let secret = Secret::new(&[0xA5; 20]).unwrap();
        let (_, codes) = recovery::make(&[3; recovery::RANDOM_BYTES], &pepper);
        let mut keychain = Keychain::new([7; 32], "Jane", "jane@example.org".parse().unwrap()).unwrap();
        for held in [
            authenticator(1, Verifier::Passphrase(hashed)),
            authenticator(2, Verifier::Totp(Enrolment::new(secret, Algorithm::Sha256))),
            authenticator(3, Verifier::RecoveryCodes(codes)),
            authenticator(4, Verifier::Passkey(credential(4, 32))),
            authenticator(5, Verifier::SecurityKey(credential(5, 16))),
        ] {
            keychain.add(held, NOW, NOW).unwrap();
        }
        keychain
    }

    #[test]
    fn what_is_written_is_read_again() {
        let mut full = keychain();
        for number in 10..40 {
            let largest = credential(number, MAX_CREDENTIAL_ID);
            full.add(authenticator(number, Verifier::Passkey(largest)), NOW, NOW)
                .unwrap();
            if number < 25 {
                full.remove(AuthenticatorId::from_random([number; 16]), NOW, NOW)
                    .unwrap();
            }
        }
        for keychain in [keychain(), full] {
            let bytes = keychain.encode().unwrap();
            assert_eq!(Keychain::decode(&bytes), Ok(keychain));
            assert_eq!(
                Keychain::decode(&bytes[..bytes.len() - 1]),
                Err(NotAKeychain::Damaged)
            );
            assert_eq!(
                Keychain::decode(&[&bytes[..], &[0]].concat()),
                Err(NotAKeychain::Damaged)
            );
            assert_eq!(
                Keychain::decode(&[&[2], &bytes[1..]].concat()),
                Err(NotAKeychain::Newer(2))
            );
        }
        assert_eq!(Keychain::decode(&[]), Err(NotAKeychain::Damaged));
    }

    #[test]
    fn no_secret_of_a_keychain_prints() {
        let shown = format!("{:?}", keychain());
        for secret in ["argon2", "165", "a5a5", "A5A5"] {
            assert!(!shown.contains(secret), "{secret} in {shown}");
        }
    }

    #[test]
    fn what_breaks_the_bounds_is_not_written() {
        let mut keychain = keychain();
        let id = AuthenticatorId::from_random([4; 16]);
        if let Some(Verifier::Passkey(held)) = keychain.authenticator_mut(id).map(|held| &mut held.verifier) {
            held.public_key = vec![0; 5000];
        }
        assert_eq!(keychain.encode(), Err(KeychainError::TooLarge));
    }

    proptest! {
        #[test]
        fn bytes_that_are_no_keychain_are_refused_without_panic(
            noise in prop::collection::vec(any::<u8>(), 0..300),
            place in any::<prop::sample::Index>(),
            with in any::<u8>(),
        ) {
            prop_assert!(Keychain::decode(&noise).is_err());
            prop_assert!(Keychain::decode(&[&[VERSION], noise.as_slice()].concat()).is_err());
            let mut bytes = keychain().encode().unwrap().to_vec();
            *place.get_mut(&mut bytes) = with;
            if let Ok(changed) = Keychain::decode(&bytes) {
                prop_assert!(changed.encode().is_ok());
            }
        }
    }
}
