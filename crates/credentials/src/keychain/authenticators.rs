//! The authenticators of a keychain: added, found, removed, brought back.

use vocabulary::{Factor, Moment};

use super::authenticator::{Authenticator, AuthenticatorId, Removed};
use super::{Keychain, KeychainError};
use crate::webauthn::CredentialId;

/// Most authenticators of an account.
pub const MAX_AUTHENTICATORS: usize = 20;
/// Most removed authenticators that can still be brought back.
pub const MAX_REMOVED: usize = 20;

impl Keychain {
    /// The authenticators, in the order in which they were enrolled.
    pub fn authenticators(&self) -> &[Authenticator] {
        &self.authenticators
    }

    /// Those that were removed.
    pub fn removed(&self) -> &[Removed] {
        &self.removed
    }

    /// The authenticator with this id.
    pub fn authenticator(&self, id: AuthenticatorId) -> Option<&Authenticator> {
        self.authenticators.iter().find(|known| known.id == id)
    }

    /// The authenticator with this id, to take note of its use.
    pub fn authenticator_mut(&mut self, id: AuthenticatorId) -> Option<&mut Authenticator> {
        self.authenticators.iter_mut().find(|known| known.id == id)
    }

    /// The authenticators of one factor.
    pub fn of_factor(&self, factor: Factor) -> impl Iterator<Item = &Authenticator> {
        self.authenticators
            .iter()
            .filter(move |known| known.factor() == factor)
    }

    /// The passkey or security key with this credential.
    pub fn with_credential(&self, credential: &CredentialId) -> Option<&Authenticator> {
        self.authenticators.iter().find(|known| {
            known
                .verifier
                .credential()
                .is_some_and(|held| held.id == *credential)
        })
    }

    /// Adds an authenticator. A new passphrase or sheet of recovery codes takes the place of the one before, which
    /// can be brought back until `undo_until`.
    ///
    /// # Errors
    /// [`KeychainError::Known`], [`KeychainError::Full`], [`KeychainError::TooLarge`].
    pub fn add(
        &mut self,
        authenticator: Authenticator,
        now: Moment,
        undo_until: Moment,
    ) -> Result<(), KeychainError> {
        let credential = authenticator.verifier.credential();
        if self.knows(authenticator.id)
            || credential.is_some_and(|credential| self.with_credential(&credential.id).is_some())
        {
            return Err(KeychainError::Known("authenticator"));
        }
        if !authenticator.is_bounded() {
            return Err(KeychainError::TooLarge);
        }
        let replaced = self.replaced_by(&authenticator);
        if replaced.is_none() && self.authenticators.len() >= MAX_AUTHENTICATORS {
            return Err(KeychainError::Full("authenticators", MAX_AUTHENTICATORS));
        }
        if let Some(replaced) = replaced {
            self.remove(replaced, now, undo_until)?;
        }
        self.authenticators.push(authenticator);
        Ok(())
    }

    /// Removes an authenticator, which can be brought back until `undo_until`. Whether enough is left without it is
    /// for the caller to ask first.
    ///
    /// # Errors
    /// [`KeychainError::Unknown`].
    pub fn remove(
        &mut self,
        id: AuthenticatorId,
        now: Moment,
        undo_until: Moment,
    ) -> Result<(), KeychainError> {
        let place = self.authenticators.iter().position(|known| known.id == id);
        let authenticator = self
            .authenticators
            .remove(place.ok_or(KeychainError::Unknown("authenticator"))?);
        self.removed.push(Removed {
            authenticator,
            removed_at: now,
            undo_until,
        });
        // A thief who adds and removes in haste must not push out what the owner had: the newest goes.
        if self.removed.len() > MAX_REMOVED {
            let newest = (0..)
                .zip(&self.removed)
                .max_by_key(|(_, removed)| removed.authenticator.made_at);
            if let Some((place, _)) = newest {
                self.removed.remove(place);
            }
        }
        Ok(())
    }

    /// Brings an authenticator back that was removed: its owner objected. What took its place goes, and cannot be
    /// brought back.
    ///
    /// # Errors
    /// [`KeychainError::Unknown`], [`KeychainError::TooLate`], [`KeychainError::Full`].
    pub fn restore(&mut self, id: AuthenticatorId, now: Moment) -> Result<(), KeychainError> {
        let place = self
            .removed
            .iter()
            .position(|removed| removed.authenticator.id == id);
        let place = place.ok_or(KeychainError::Unknown("authenticator"))?;
        let found = self
            .removed
            .get(place)
            .ok_or(KeychainError::Unknown("authenticator"))?;
        if now >= found.undo_until {
            return Err(KeychainError::TooLate);
        }
        let replaced = self.replaced_by(&found.authenticator);
        if replaced.is_none() && self.authenticators.len() >= MAX_AUTHENTICATORS {
            return Err(KeychainError::Full("authenticators", MAX_AUTHENTICATORS));
        }
        self.authenticators.retain(|known| Some(known.id) != replaced);
        let found = self.removed.remove(place).authenticator;
        self.authenticators.push(found);
        Ok(())
    }

    /// Removes for good what can no longer be brought back, and forgets addresses that get no more notices.
    pub fn forget_past(&mut self, now: Moment) {
        self.removed.retain(|removed| now < removed.undo_until);
        self.former_addresses.retain(|former| now < former.told_until);
    }

    /// Whether the id is taken, by what is there or by what may come back.
    fn knows(&self, id: AuthenticatorId) -> bool {
        self.authenticator(id).is_some() || self.removed.iter().any(|removed| removed.authenticator.id == id)
    }

    /// What `newcomer` takes the place of: the other one of its factor where there is only ever one, or the one with
    /// the same credential.
    fn replaced_by(&self, newcomer: &Authenticator) -> Option<AuthenticatorId> {
        let credential = newcomer.verifier.credential().map(|credential| &credential.id);
        let takes_place = |known: &&Authenticator| {
            let same = known.verifier.credential().map(|credential| &credential.id);
            (newcomer.verifier.stands_alone() && known.factor() == newcomer.factor())
                || (credential.is_some() && credential == same)
        };
        self.authenticators.iter().find(takes_place).map(|known| known.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keychain::{MAX_FAILURES, MAX_FAILURES_ELSEWHERE, Standing, Verifier};
    use crate::passphrase::Hashed;
    use crate::totp::{Algorithm, Enrolment, Secret};
    use crate::webauthn::{Aaguid, Attested, Credential};

    const NOW: Moment = Moment::from_millis(1_000);
    const UNDO: Moment = Moment::from_millis(9_000);

    fn id(number: u8) -> AuthenticatorId {
        AuthenticatorId::from_random([number; 16])
    }

    fn passphrase(number: u8) -> Authenticator {
        let hash = "$2b$05$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy";
        Authenticator::new(
            id(number),
            Verifier::Passphrase(Hashed::imported(hash).unwrap()),
            NOW,
        )
    }

    fn app(number: u8) -> Authenticator {
        let secret = Secret::new(&[number; 20]).unwrap();
        Authenticator::new(
            id(number),
            Verifier::Totp(Enrolment::new(secret, Algorithm::Sha1)),
            NOW,
        )
    }

    fn passkey(number: u8, credential: u8) -> Authenticator {
        let credential = Credential {
            id: CredentialId::new(vec![credential; 16]).unwrap(),
            public_key: vec![1; 77],
            sign_count: 0,
            user_verified: true,
            backup_eligible: false,
            backed_up: false,
            transports: Vec::new(),
            aaguid: Aaguid::default(),
            attested: Attested::Nothing,
        };
        Authenticator::new(id(number), Verifier::Passkey(credential), NOW)
    }

    fn keychain(held: impl IntoIterator<Item = Authenticator>) -> Keychain {
        let mut keychain = Keychain::new([0; 32], "", "jane@example.org".parse().unwrap()).unwrap();
        for authenticator in held {
            keychain.add(authenticator, NOW, UNDO).unwrap();
        }
        keychain
    }

    fn held(keychain: &Keychain) -> Vec<AuthenticatorId> {
        keychain.authenticators().iter().map(|known| known.id).collect()
    }

    #[test]
    fn a_new_passphrase_takes_the_place_of_the_old_one_until_its_owner_objects() {
        let mut keychain = keychain([passphrase(1), app(2), passphrase(3)]);
        assert_eq!(held(&keychain), [id(2), id(3)]);
        assert_eq!(keychain.restore(id(1), UNDO), Err(KeychainError::TooLate));
        // The id of what may come back is taken.
        assert_eq!(
            keychain.add(app(1), NOW, UNDO),
            Err(KeychainError::Known("authenticator"))
        );
        keychain.restore(id(1), NOW).unwrap();
        assert_eq!(held(&keychain), [id(2), id(1)]);
        // What the objection was about cannot come back by another objection.
        assert_eq!(
            keychain.restore(id(3), NOW),
            Err(KeychainError::Unknown("authenticator"))
        );
    }

    #[test]
    fn one_credential_is_enrolled_once() {
        let mut keychain = keychain([passkey(1, 7), passkey(2, 8)]);
        assert_eq!(
            keychain.add(passkey(3, 7), NOW, UNDO),
            Err(KeychainError::Known("authenticator"))
        );
        assert_eq!(
            keychain.add(passkey(1, 9), NOW, UNDO),
            Err(KeychainError::Known("authenticator"))
        );
        let credential = CredentialId::new(vec![8; 16]).unwrap();
        assert_eq!(
            keychain.with_credential(&credential).map(|found| found.id),
            Some(id(2))
        );
        // Removed, enrolled again under another id, and brought back: it is still there once.
        keychain.remove(id(2), NOW, UNDO).unwrap();
        keychain.add(passkey(4, 8), NOW, UNDO).unwrap();
        keychain.restore(id(2), NOW).unwrap();
        assert_eq!(held(&keychain), [id(1), id(2)]);
    }

    #[test]
    fn there_is_room_for_twenty_and_replacing_needs_none() {
        let mut keychain = keychain((0..19).map(app).chain([passphrase(50)]));
        assert_eq!(keychain.of_factor(Factor::Totp).count(), 19);
        let full = Err(KeychainError::Full("authenticators", MAX_AUTHENTICATORS));
        assert_eq!(keychain.add(app(60), NOW, UNDO), full);
        assert_eq!(keychain.add(passphrase(51), NOW, UNDO), Ok(()));
        assert_eq!(keychain.add(app(60), NOW, UNDO), full);
    }

    #[test]
    fn haste_does_not_push_out_what_the_owner_had() {
        let mut keychain = keychain([passphrase(1), app(2)]);
        for number in 100..150 {
            let mut junk = app(number);
            junk.made_at = UNDO;
            keychain.add(junk, UNDO, UNDO).unwrap();
            keychain.remove(id(number), UNDO, UNDO).unwrap();
        }
        keychain.remove(id(2), UNDO, UNDO).unwrap();
        assert_eq!(keychain.removed().len(), MAX_REMOVED);
        assert_eq!(keychain.restore(id(2), NOW), Ok(()));
        keychain.forget_past(UNDO);
        assert!(keychain.removed().is_empty());
        assert_eq!(
            keychain.remove(id(100), NOW, UNDO),
            Err(KeychainError::Unknown("authenticator"))
        );
    }

    #[test]
    fn a_hundred_failures_disable_one_authenticator_and_no_other() {
        let mut keychain = keychain([passphrase(1), app(2)]);
        let guessed = keychain.authenticator_mut(id(1)).unwrap();
        for _ in 1..MAX_FAILURES {
            assert!(guessed.failed() != Standing::Disabled && guessed.is_accepted(true));
        }
        assert_eq!(guessed.failed(), Standing::Disabled);
        assert!(!guessed.is_accepted(true) && !guessed.is_accepted(false));
        guessed.succeeded(NOW);
        assert_eq!(
            (guessed.standing(), guessed.last_used_at),
            (Standing::Disabled, None)
        );
        assert_eq!(
            keychain.authenticator(id(2)).unwrap().standing(),
            Standing::Usable
        );
    }

    #[test]
    fn strangers_who_guess_leave_the_owner_tries_on_a_known_device() {
        let mut guessed = passphrase(1);
        for _ in 1..MAX_FAILURES_ELSEWHERE {
            assert_eq!(guessed.failed(), Standing::Usable);
        }
        let mut saved = guessed.clone();
        saved.succeeded(NOW);
        assert_eq!((saved.failures(), saved.last_used_at), (0, Some(NOW)));
        assert_eq!(guessed.failed(), Standing::Guessed);
        // Strangers are not heard any more, so what is left is counted on known devices alone.
        for _ in 0..3 {
            assert!(guessed.is_accepted(true) && !guessed.is_accepted(false));
            guessed.failed();
            guessed.succeeded(NOW);
            assert_eq!(
                (guessed.failures(), guessed.last_used_at),
                (MAX_FAILURES_ELSEWHERE, Some(NOW))
            );
        }
    }

    #[test]
    fn ids_are_32_hexadecimal_digits() {
        assert_eq!(id(0xAB).to_string(), "ab".repeat(16));
        assert_eq!("ab".repeat(16).parse(), Ok(id(0xAB)));
        assert!(
            "AB".repeat(16).parse::<AuthenticatorId>().is_err() && "ab".parse::<AuthenticatorId>().is_err()
        );
    }
}
