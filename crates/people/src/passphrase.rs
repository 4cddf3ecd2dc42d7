//! Signing in with a passphrase: the first half. The second factor is asked for only once it was right, and both are
//! recorded together; what is wrong is recorded at once.

use std::sync::Arc;

use credentials::keychain::{AuthenticatorId, Keychain, Verifier};
use credentials::passphrase::{Answer, HashError, Hashed, Passphrase, WorkError, check, check_nobody, hash};
use engine::Seen;
use serde::{Deserialize, Serialize};
use vocabulary::{AccountId, Factor, FactorSet, Moment, Span, catalogue::kinds};

use crate::enter::{Aim, SignIn, Tried};
use crate::hashing::Busy;
use crate::keyring::{accepted, is_known_device, keychain_of};
use crate::ticket::Ticket;
use crate::visit::Visit;
use crate::{People, PeopleError};

/// A passphrase that was right, carried to the page that asks for the second factor.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Half {
    pub(crate) account: AccountId,
    pub(crate) aim: Aim,
    /// Which passphrase it was: one that was changed meanwhile is not the one that was right.
    passphrase: AuthenticatorId,
    made_at: Moment,
    /// It is stored in a weaker way than is used now: this is the better way.
    upgraded: Option<Hashed>,
    /// It is known from a breach.
    pub(crate) breached: bool,
}

impl Ticket for Half {
    const PURPOSE: &'static str = "second factor";
    const LIFE: Span = Span::from_minutes(10);
}

/// What the first half came to.
#[derive(Debug)]
pub enum FirstHalf {
    /// Right: the second factor is asked for, with this ticket.
    Second(Second),
    /// Right, and there is nothing beside it: the account was brought along from elsewhere. A message with a link
    /// was sent to its address; behind it the owner sets up a second factor.
    MessageSent,
    /// As the whole sign-in ends when it ends here.
    Ended(SignIn),
}

/// What is asked for next.
#[derive(Debug)]
pub struct Second {
    /// Carries the first half.
    pub ticket: String,
    /// What the account can prove besides.
    pub factors: FactorSet,
}

enum Checked {
    Right {
        upgraded: Option<Hashed>,
        breached: bool,
    },
    Wrong,
}

impl People {
    /// Checks an address and a passphrase. Whatever is wrong, and whether there is such an account, is answered with
    /// the same words after the same work.
    pub async fn sign_in_with_passphrase(
        &self,
        visit: &Visit,
        address: &str,
        typed: &str,
        aim: &Aim,
    ) -> Result<FirstHalf, PeopleError> {
        let (account, real) = self.account_of(address).await?;
        self.first_half(visit, account, real, typed, aim).await
    }

    /// The same for somebody who is signed in, and proves anew that it is them.
    pub async fn confirm_with_passphrase(
        &self,
        visit: &Visit,
        typed: &str,
        aim: &Aim,
    ) -> Result<FirstHalf, PeopleError> {
        match &aim.renews {
            Some((account, _)) => self.first_half(visit, account.clone(), true, typed, aim).await,
            None => Ok(FirstHalf::Ended(SignIn::StartAgain)),
        }
    }

    async fn first_half(
        &self,
        visit: &Visit,
        account: AccountId,
        real: bool,
        typed: &str,
        aim: &Aim,
    ) -> Result<FirstHalf, PeopleError> {
        if let Some(wait) = self.wait_of(&account, visit).await? {
            return Ok(FirstHalf::Ended(SignIn::Wait(wait)));
        }
        let seen = self.engine.see(&account).await?;
        let keychain = keychain_of(&seen)?;
        let known = is_known_device(&seen, visit);
        let held = keychain
            .as_ref()
            .and_then(|keychain| passphrase_of(keychain, known));
        let checked = match Passphrase::new(typed) {
            Ok(typed) => {
                self.check(typed, held.map(|(_, _, hashed)| hashed.clone()))
                    .await?
            }
            Err(_) => Checked::Wrong,
        };
        let (Checked::Right { upgraded, breached }, Some((id, made_at, _))) = (checked, held) else {
            return self
                .wrong_passphrase(&account, real, visit, held.map(|held| held.0))
                .await;
        };
        let half = Half {
            account,
            aim: aim.clone(),
            passphrase: id,
            made_at,
            upgraded,
            breached,
        };
        let factors = keychain
            .as_ref()
            .map_or(FactorSet::EMPTY, |keychain| accepted(keychain, known));
        let seconds: FactorSet = factors
            .iter()
            .filter(|factor| *factor != Factor::Passphrase)
            .collect();
        if seconds.is_empty() {
            return self
                .only_a_passphrase(&half.account, keychain.as_ref(), visit)
                .await;
        }
        Ok(FirstHalf::Second(Second {
            ticket: self.seal(&half)?,
            factors: seconds,
        }))
    }

    /// How long whoever comes like this has to wait, asked before any work is done.
    pub(crate) async fn wait_of(
        &self,
        account: &AccountId,
        visit: &Visit,
    ) -> Result<Option<Span>, PeopleError> {
        let event = self.event(kinds::SIGN_IN_ATTEMPTED, account, Some(visit))?;
        let judgement = self.engine.peek(&event.with("password", "correct")).await?;
        Ok(judgement.wait)
    }

    async fn check(&self, typed: Passphrase, held: Option<Hashed>) -> Result<Checked, PeopleError> {
        let (cost, peppers) = (self.settings.cost, self.secrets.peppers().clone());
        let (salt, breached) = (self.engine.random(), Arc::clone(&self.breached));
        let work = move || -> Result<Checked, HashError> {
            let Some(held) = held else {
                check_nobody(&typed, cost, &peppers)?;
                return Ok(Checked::Wrong);
            };
            match check(&typed, &held, cost, &peppers)? {
                Answer::Wrong => Ok(Checked::Wrong),
                Answer::Right { upgrade } => Ok(Checked::Right {
                    upgraded: upgrade
                        .then(|| hash(&typed, &salt, cost, peppers.current()))
                        .transpose()?,
                    breached: breached.is_breached(typed.composed()),
                }),
            }
        };
        self.hash_in_turn(work).await
    }

    /// Whether this is an account's passphrase.
    pub(crate) async fn is_passphrase(
        &self,
        account: &AccountId,
        visit: &Visit,
        typed: &str,
    ) -> Result<bool, PeopleError> {
        let seen = self.engine.see(account).await?;
        let known = is_known_device(&seen, visit);
        let keychain = keychain_of(&seen)?;
        let held = keychain
            .as_ref()
            .and_then(|keychain| passphrase_of(keychain, known))
            .map(|(_, _, hashed)| hashed.clone());
        let Ok(typed) = Passphrase::new(typed) else {
            return Ok(false);
        };
        Ok(matches!(self.check(typed, held).await?, Checked::Right { .. }))
    }

    /// Hashes a new passphrase.
    pub(crate) async fn hash(&self, typed: Passphrase) -> Result<Hashed, PeopleError> {
        let (cost, peppers) = (self.settings.cost, self.secrets.peppers().clone());
        let salt = self.engine.random();
        self.hash_in_turn(move || Ok(hash(&typed, &salt, cost, peppers.current())?))
            .await
    }

    async fn hash_in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, HashError> + Send + 'static,
    ) -> Result<T, PeopleError> {
        let done = self.hashing.run(work).await.map_err(|Busy| PeopleError::Busy)?;
        done.map_err(|error| match error {
            HashError::Work(WorkError::Memory) => PeopleError::Busy,
            other => PeopleError::fault(&other),
        })
    }

    async fn wrong_passphrase(
        &self,
        account: &AccountId,
        real: bool,
        visit: &Visit,
        held: Option<AuthenticatorId>,
    ) -> Result<FirstHalf, PeopleError> {
        let ended = if real && held.is_some() {
            let prove = |keychain: &mut Keychain, seen: &Seen| {
                let known = is_known_device(seen, visit);
                let held = held.and_then(|id| keychain.authenticator_mut(id));
                if let Some(held) = held.filter(|held| held.is_accepted(known)) {
                    held.failed();
                }
                Tried::Failed {
                    password: "wrong",
                    factor: Factor::Passphrase,
                }
            };
            self.enter(account, visit, &Aim::default(), false, prove).await?
        } else {
            // The same event at the same cost, for an account without a passphrase or for nobody's.
            let event = self.event(kinds::SIGN_IN_ATTEMPTED, account, Some(visit))?;
            let event = event.with("password", "wrong").with("account_exists", real);
            let answer = self.engine.record(event, Vec::new()).await?;
            crate::enter::turned_away(&answer, false).unwrap_or(SignIn::Wrong)
        };
        Ok(FirstHalf::Ended(ended))
    }
}

impl Half {
    /// Whether the passphrase that was right is still the account's; then it takes note of that.
    pub(crate) fn holds(&self, keychain: &mut Keychain, on_known_device: bool, now: Moment) -> bool {
        let Some(held) = keychain.authenticator_mut(self.passphrase) else {
            return false;
        };
        if held.made_at != self.made_at || !held.is_accepted(on_known_device) {
            return false;
        }
        if let Some(upgraded) = &self.upgraded {
            held.verifier = Verifier::Passphrase(upgraded.clone());
        }
        held.succeeded(now);
        true
    }
}

/// The account's passphrase, where it has one that is accepted.
fn passphrase_of(keychain: &Keychain, on_known_device: bool) -> Option<(AuthenticatorId, Moment, &Hashed)> {
    keychain
        .authenticators()
        .iter()
        .find_map(|held| match &held.verifier {
            Verifier::Passphrase(hashed) if held.is_accepted(on_known_device) => {
                Some((held.id, held.made_at, hashed))
            }
            _ => None,
        })
}
