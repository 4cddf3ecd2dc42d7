//! Passkeys and security keys: signing in with one, coming second behind a passphrase, and enrolling one.

use credentials::keychain::{AuthenticatorId, Keychain, Standing, Verifier};
use credentials::webauthn::{
    Assertion, Authentication, Challenge as Signed, Count, Credential, Registration, User, UserVerification,
    Wanted,
};
use engine::Seen;
use vocabulary::{Factor, Moment};

use crate::enrol::ChangeProblem;
use crate::enter::{Aim, Proof, SignIn, Tried};
use crate::keyring::{accepted, is_known_device, keychain_of};
use crate::page::Challenge;
use crate::passphrase::Half;
use crate::session::SignedIn;
use crate::sign_up::{Newcomer, OnTheWay, Opened};
use crate::visit::Visit;
use crate::{People, PeopleError};

/// What a key's answer came to, beside the keychain that it changed.
pub(crate) struct Touched {
    factor: Factor,
    odd: Vec<(Factor, AuthenticatorId, &'static str)>,
}

impl Touched {
    pub(crate) fn proof(self, password: &'static str) -> Proof {
        Proof {
            odd: self.odd,
            ..Proof::of(password, self.factor)
        }
    }

    pub(crate) const fn factor(&self) -> Factor {
        self.factor
    }
}

impl People {
    /// What a browser is asked for a passkey of whoever sits before it.
    pub fn passkey_options(&self, challenge: Challenge) -> Result<String, PeopleError> {
        self.options(challenge, UserVerification::Required, [])
    }

    fn options<'a>(
        &self,
        challenge: Challenge,
        verification: UserVerification,
        allowed: impl IntoIterator<Item = &'a Credential>,
    ) -> Result<String, PeopleError> {
        let challenge = signed(challenge)?;
        let asked = self.authentication(&challenge, verification).options(allowed);
        Ok(asked.to_string())
    }

    fn authentication<'a>(
        &'a self,
        challenge: &'a Signed,
        verification: UserVerification,
    ) -> Authentication<'a> {
        Authentication {
            party: &self.settings.party,
            challenge,
            verification,
            refuse_copies: false,
        }
    }

    /// What a browser is asked for one of an account's keys; `None` where there is none.
    pub(crate) fn key_options(
        &self,
        keychain: &Keychain,
        challenge: Challenge,
    ) -> Result<Option<String>, PeopleError> {
        let keys: Vec<&Credential> = usable(keychain).map(|(_, credential)| credential).collect();
        if keys.is_empty() {
            return Ok(None);
        }
        self.options(challenge, UserVerification::Preferred, keys)
            .map(Some)
    }

    /// Checks a key's answer against the keychain, and takes note of it there. `None` if it is not right.
    pub(crate) fn touch(
        &self,
        keychain: &mut Keychain,
        challenge: Challenge,
        answer: &Assertion,
        verification: UserVerification,
        now: Moment,
    ) -> Option<Touched> {
        let held = keychain.with_credential(answer.credential_id())?;
        if held.standing() == Standing::Disabled {
            return None;
        }
        let (id, factor) = (held.id, held.factor());
        let credential = held.verifier.credential()?.clone();
        let challenge = signed(challenge).ok()?;
        let handle = *keychain.handle();
        let seen = self
            .authentication(&challenge, verification)
            .verify(answer, &credential, &handle)
            .ok()?;
        let mut odd = Vec::new();
        if matches!(seen.count, Count::WentBack { .. }) {
            odd.push((factor, id, "counter-went-back"));
        }
        if seen.backup_changed.is_some() {
            odd.push((factor, id, "backup-state-changed"));
        }
        let held = keychain.authenticator_mut(id)?;
        held.verifier = match factor {
            Factor::Passkey => Verifier::Passkey(seen.credential),
            _ => Verifier::SecurityKey(seen.credential),
        };
        held.succeeded(now);
        // A key that did not check its holder proves that it is there, and no more.
        let factor = if seen.user_verified {
            factor
        } else {
            Factor::SecurityKey
        };
        Some(Touched { factor, odd })
    }

    /// Signs somebody in with a passkey: they need not say who they are.
    pub async fn sign_in_with_passkey(
        &self,
        visit: &Visit,
        challenge: Challenge,
        answer: &str,
        aim: &Aim,
    ) -> Result<SignIn, PeopleError> {
        let Ok(answer) = Assertion::parse(answer) else {
            return Ok(SignIn::Wrong);
        };
        let name = self.name_of_credential(answer.credential_id());
        let Some(account) = self.engine.store().named(name).await? else {
            return Ok(SignIn::Wrong);
        };
        let prove = |keychain: &mut Keychain, seen: &Seen| match self.touch(
            keychain,
            challenge,
            &answer,
            UserVerification::Required,
            seen.now,
        ) {
            Some(touched) if touched.factor == Factor::Passkey => Tried::Proved(touched.proof("none")),
            _ => Tried::Failed {
                password: "none",
                factor: Factor::Passkey,
            },
        };
        self.enter_once(&account, visit, aim, false, Some(challenge), prove)
            .await
    }

    /// What the browser of somebody who is signed in is asked for: one of their own passkeys.
    pub async fn own_passkey_options(
        &self,
        who: &SignedIn,
        challenge: Challenge,
    ) -> Result<Option<String>, PeopleError> {
        let Some(keychain) = keychain_of(&self.engine.see(&who.account).await?)? else {
            return Ok(None);
        };
        let passkeys = usable(&keychain).filter(|(id, _)| {
            keychain
                .authenticator(*id)
                .is_some_and(|held| held.factor() == Factor::Passkey)
        });
        let passkeys: Vec<&Credential> = passkeys.map(|(_, credential)| credential).collect();
        self.options(challenge, UserVerification::Required, passkeys)
            .map(Some)
    }

    /// What a browser is asked for as the second factor behind a passphrase.
    pub async fn second_options(
        &self,
        ticket: &str,
        challenge: Challenge,
    ) -> Result<Option<String>, PeopleError> {
        let Ok(half) = self.unseal::<Half>(ticket) else {
            return Ok(None);
        };
        match keychain_of(&self.engine.see(&half.account).await?)? {
            Some(keychain) => self.key_options(&keychain, challenge),
            None => Ok(None),
        }
    }

    /// What else than a key can come second.
    pub async fn second_factors(
        &self,
        visit: &Visit,
        ticket: &str,
    ) -> Result<Option<vocabulary::FactorSet>, PeopleError> {
        let Ok(half) = self.unseal::<Half>(ticket) else {
            return Ok(None);
        };
        let seen = self.engine.see(&half.account).await?;
        let Some(keychain) = keychain_of(&seen)? else {
            return Ok(None);
        };
        let factors = accepted(&keychain, is_known_device(&seen, visit));
        Ok(Some(
            factors
                .iter()
                .filter(|factor| *factor != Factor::Passphrase)
                .collect(),
        ))
    }

    /// Ends a sign-in with a key behind a passphrase.
    pub async fn sign_in_with_key(
        &self,
        visit: &Visit,
        ticket: &str,
        challenge: Challenge,
        answer: &str,
    ) -> Result<SignIn, PeopleError> {
        let Ok(half) = self.unseal::<Half>(ticket) else {
            return Ok(SignIn::StartAgain);
        };
        let Ok(answer) = Assertion::parse(answer) else {
            return Ok(SignIn::Wrong);
        };
        let prove = |keychain: &mut Keychain, seen: &Seen| {
            if !half.holds(keychain, is_known_device(seen, visit), seen.now) {
                return Tried::Stale;
            }
            match self.touch(
                keychain,
                challenge,
                &answer,
                UserVerification::Preferred,
                seen.now,
            ) {
                Some(touched) => Tried::Proved(touched.proof("correct")),
                None => Tried::Failed {
                    password: "correct",
                    factor: Factor::SecurityKey,
                },
            }
        };
        self.enter_once(
            &half.account,
            visit,
            &half.aim,
            half.breached,
            Some(challenge),
            prove,
        )
        .await
    }

    /// What a browser is asked to make for whoever is on the way to an account; `None` if the way is too old.
    pub async fn newcomer_options(
        &self,
        way: &str,
        challenge: Challenge,
    ) -> Result<Option<String>, PeopleError> {
        let Ok(way) = self.unseal::<OnTheWay>(way) else {
            return Ok(None);
        };
        let (address, name) = self.who(&way.newcomer).await?;
        let keychain = match &way.newcomer {
            Newcomer::Known { account } | Newcomer::Recovered { account, .. } => {
                keychain_of(&self.engine.see(account).await?)?
            }
            Newcomer::New { .. } => None,
        };
        let handle = keychain
            .as_ref()
            .map_or(way.handle, |keychain| *keychain.handle());
        let user = User {
            handle: &handle,
            name: &address,
            display_name: if name.is_empty() { &address } else { &name },
        };
        // After a recovery all that was there goes, so that a device of before can be set up anew.
        let stays = !matches!(way.newcomer, Newcomer::Recovered { .. });
        let known = keychain.iter().filter(|_| stays).flat_map(usable);
        let known = known.map(|(_, credential)| credential);
        self.creation(challenge, Wanted::Passkey, user, known).map(Some)
    }

    /// The account is opened with a passkey.
    pub async fn open_with_passkey(
        &self,
        visit: &Visit,
        way: &str,
        challenge: Challenge,
        answer: &str,
        name: &str,
    ) -> Result<Opened, PeopleError> {
        let Ok(way) = self.unseal::<OnTheWay>(way) else {
            return Ok(Opened::StartAgain);
        };
        let now = self.engine.now();
        let Some(verifier) = self.registered(challenge, Wanted::Passkey, answer, now)? else {
            return Ok(Opened::Wrong);
        };
        let mut made = self.authenticator(verifier, now);
        // A name that cannot be shown is no reason to lose the passkey: it goes without one.
        if !name.trim().is_empty() && made.rename(name.trim()).is_err() {
            tracing::debug!("a passkey's name cannot be shown, and was left out");
        }
        self.open_account(visit, &way, vec![made]).await
    }

    /// What a browser is asked to make for somebody who is signed in.
    pub async fn add_options(
        &self,
        who: &SignedIn,
        wanted: Wanted,
        challenge: Challenge,
    ) -> Result<Option<String>, PeopleError> {
        let Some(keychain) = keychain_of(&self.engine.see(&who.account).await?)? else {
            return Ok(None);
        };
        let address = keychain
            .primary_address()
            .map(|address| address.as_str().to_owned());
        let address = address.unwrap_or_default();
        let user = User {
            handle: keychain.handle(),
            name: &address,
            display_name: if keychain.name().is_empty() {
                &address
            } else {
                keychain.name()
            },
        };
        let known = usable(&keychain).map(|(_, credential)| credential);
        self.creation(challenge, wanted, user, known).map(Some)
    }

    /// Adds a passkey or a security key.
    pub async fn add_key(
        &self,
        visit: &Visit,
        who: &SignedIn,
        wanted: Wanted,
        challenge: Challenge,
        answer: &str,
        name: &str,
    ) -> Result<Result<(), ChangeProblem>, PeopleError> {
        let now = self.engine.now();
        let Some(verifier) = self.registered(challenge, wanted, answer, now)? else {
            return Ok(Err(ChangeProblem::Wrong));
        };
        let mut added = self.authenticator(verifier, now);
        if !name.trim().is_empty()
            && let Err(error) = added.rename(name.trim())
        {
            return Ok(Err(ChangeProblem::Keychain(error)));
        }
        self.add_authenticator(visit, who, added).await
    }

    fn creation<'a>(
        &self,
        challenge: Challenge,
        wanted: Wanted,
        user: User<'_>,
        known: impl IntoIterator<Item = &'a Credential>,
    ) -> Result<String, PeopleError> {
        let challenge = signed(challenge)?;
        let registration = Registration {
            party: &self.settings.party,
            challenge: &challenge,
            wanted,
            trust: &self.settings.trust,
        };
        Ok(registration.options(user, known).to_string())
    }

    /// What verifies a new key; `None` if its answer is not right. One that did not check its holder, or cannot be
    /// found without being named, is a security key.
    fn registered(
        &self,
        challenge: Challenge,
        wanted: Wanted,
        answer: &str,
        now: Moment,
    ) -> Result<Option<Verifier>, PeopleError> {
        let challenge = signed(challenge)?;
        let registration = Registration {
            party: &self.settings.party,
            challenge: &challenge,
            wanted,
            trust: &self.settings.trust,
        };
        let made = match registration.verify(answer, now) {
            Ok(made) => made,
            Err(refused) => {
                tracing::info!(%refused, "a key was not enrolled");
                return Ok(None);
            }
        };
        Ok(Some(if wanted == Wanted::Passkey && made.is_passkey() {
            Verifier::Passkey(made.credential)
        } else {
            Verifier::SecurityKey(made.credential)
        }))
    }
}

/// The keys of an account that are accepted.
fn usable(keychain: &Keychain) -> impl Iterator<Item = (AuthenticatorId, &Credential)> {
    keychain
        .authenticators()
        .iter()
        .filter(|held| held.standing() == Standing::Usable)
        .filter_map(|held| Some((held.id, held.verifier.credential()?)))
}

fn signed(challenge: Challenge) -> Result<Signed, PeopleError> {
    Signed::new(&challenge.0).map_err(|error| PeopleError::fault(&error))
}
