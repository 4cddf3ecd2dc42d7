//! Adding to one's protection, and taking away from it: always after proving it freshly, always told everywhere, and
//! undone by whoever is told and objects.

use credentials::keychain::{Authenticator, AuthenticatorId, Keychain, KeychainError, Verifier};
use credentials::recovery::{RANDOM_BYTES, RecoveryCodes, make};
use credentials::secret::SecretText;
use credentials::totp::{Algorithm, Enrolment, Secret};
use engine::{ActError, Deed, Keeps, Seen};
use hosted::What;
use identity::{AfterLosing, Custody, Label, Refusal};
use serde::{Deserialize, Serialize};
use vocabulary::{Event, Factor, Judgement, Span, Verdict, catalogue::kinds};

use crate::keyring::{keychain_of, packed};
use crate::object::Change;
use crate::session::SignedIn;
use crate::sign_up::{AppSetUp, PassphraseProblem};
use crate::telling::{custody_of, enrolled_in, removed};
use crate::ticket::Ticket;
use crate::visit::Visit;
use crate::{People, PeopleError};

/// An app that is being set up beside what there is.
#[derive(Serialize, Deserialize)]
struct NewApp {
    session: vocabulary::SessionId,
    secret: Secret,
}

impl Ticket for NewApp {
    const PURPOSE: &'static str = "new app";
    const LIFE: Span = Span::from_minutes(30);
}

/// Recovery codes on their way to paper.
#[derive(Serialize, Deserialize)]
struct NewCodes {
    session: vocabulary::SessionId,
    random: Vec<u8>,
}

impl Ticket for NewCodes {
    const PURPOSE: &'static str = "new codes";
    const LIFE: Span = Span::from_minutes(60);
}

/// Recovery codes to be kept.
#[derive(Debug)]
pub struct CodesToKeep {
    /// The codes, as they are typed in.
    pub codes: Vec<String>,
    /// Whose they are.
    pub address: String,
    /// To go on with.
    pub ticket: String,
}

/// How an account would stand without one of its authenticators.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AfterRemoving {
    /// As safe as before.
    Safe,
    /// One more loss would keep the owner out.
    Fragile(Custody),
    /// It cannot be removed.
    TooFew,
}

/// Why a change was not made.
#[derive(Debug)]
pub enum ChangeProblem {
    /// They have to prove anew that it is them, first.
    NotFresh,
    /// The guard does not let it happen now.
    NotNow(Box<Judgement>),
    /// The keychain has no room, or not what was meant.
    Keychain(KeychainError),
    /// It would leave too little.
    TooLittle(Refusal),
    /// The passphrase will not do.
    Passphrase(PassphraseProblem),
    /// The code or the key was not right.
    Wrong,
    /// It belongs to an account already.
    Taken,
    /// What was carried from the page before is too old.
    StartAgain,
}

/// What is changed about the keychain and the names, and which events say so.
pub(crate) struct Changing {
    pub(crate) keychain: Keychain,
    pub(crate) claims: Vec<store::Name>,
    pub(crate) releases: Vec<store::Name>,
    pub(crate) events: Vec<Event>,
}

impl Changing {
    pub(crate) const fn of(keychain: Keychain, events: Vec<Event>) -> Self {
        Self {
            keychain,
            claims: Vec::new(),
            releases: Vec::new(),
            events,
        }
    }
}

impl People {
    /// Whether somebody has proved lately, in this session, that it is them.
    pub async fn is_fresh(&self, who: &SignedIn) -> Result<bool, PeopleError> {
        let seen = self.engine.see(&who.account).await?;
        Ok(fresh(&seen, who))
    }

    /// Changes what protects an account: `change` says how, from the keychain as it is at the commit. The first of
    /// its events is decided on.
    pub(crate) async fn change(
        &self,
        visit: &Visit,
        who: &SignedIn,
        change: impl Fn(&Seen, Keychain) -> Result<Changing, ChangeProblem>,
    ) -> Result<Result<(), ChangeProblem>, PeopleError> {
        self.change_if(visit, who, true, change).await
    }

    /// The same for what opens nothing, so that nobody is asked for it: a name.
    async fn change_unproved(
        &self,
        visit: &Visit,
        who: &SignedIn,
        change: impl Fn(&Seen, Keychain) -> Result<Changing, ChangeProblem>,
    ) -> Result<Result<(), ChangeProblem>, PeopleError> {
        self.change_if(visit, who, false, change).await
    }

    async fn change_if(
        &self,
        visit: &Visit,
        who: &SignedIn,
        needs_proof: bool,
        change: impl Fn(&Seen, Keychain) -> Result<Changing, ChangeProblem>,
    ) -> Result<Result<(), ChangeProblem>, PeopleError> {
        let think = |seen: &Seen| -> Result<(Deed, ()), Result<ChangeProblem, PeopleError>> {
            if needs_proof && !fresh(seen, who) {
                return Err(Ok(ChangeProblem::NotFresh));
            }
            let keychain = keychain_of(seen).map_err(Err)?;
            let keychain = keychain.ok_or(Ok(ChangeProblem::StartAgain))?;
            let mut changing = change(seen, keychain).map_err(Ok)?;
            changing.keychain.forget_past(seen.now);
            let mut events = changing.events.into_iter().map(|mut event| {
                // Not where another session is meant, which ends with the change.
                event.session.get_or_insert_with(|| who.session.clone());
                event
            });
            let first = events.next().ok_or(Ok(ChangeProblem::StartAgain))?;
            let mut deed = Deed::of(first);
            deed.also = events.collect();
            deed.allowed = Keeps {
                keychain: Some(packed(&changing.keychain).map_err(Err)?),
                claims: changing.claims,
                releases: changing.releases,
                issues: Vec::new(),
            };
            Ok((deed, ()))
        };
        match self.engine.act(&who.account, visit.network(), think).await {
            Ok((answer, ())) if answer.judgement.verdict == Verdict::Allow => Ok(Ok(())),
            Ok((answer, ())) => Ok(Err(ChangeProblem::NotNow(Box::new(answer.judgement)))),
            Err(ActError::Refused(problem)) => problem.map(Err),
            Err(ActError::Taken) => Ok(Err(ChangeProblem::Taken)),
            Err(ActError::Enforce(error)) => Err(error.into()),
        }
    }

    /// Adds an authenticator that was proved to be there, ends the other sessions where it is a passphrase that
    /// takes another's place, and tells everywhere.
    pub(crate) async fn add_authenticator(
        &self,
        visit: &Visit,
        who: &SignedIn,
        added: Authenticator,
    ) -> Result<Result<(), ChangeProblem>, PeopleError> {
        self.add_in(visit, who, added, None).await
    }

    async fn add_in(
        &self,
        visit: &Visit,
        who: &SignedIn,
        added: Authenticator,
        custody: Option<Custody>,
    ) -> Result<Result<(), ChangeProblem>, PeopleError> {
        let custody = custody.unwrap_or_else(|| custody_of(&added));
        let event = enrolled_in(
            self.event(kinds::FACTOR_ENROLLED, &who.account, Some(visit))?,
            &added,
            &custody,
        );
        let mut others = Vec::new();
        let mut replaced = None;
        if matches!(added.verifier, Verifier::Passphrase(_)) {
            let seen = self.engine.see(&who.account).await?;
            replaced = keychain_of(&seen)?.as_ref().and_then(passphrase_id);
            if replaced.is_some() {
                others.push(self.event(kinds::PASSWORD_CHANGED, &who.account, Some(visit))?);
                others.extend(
                    self.endings(
                        &who.account,
                        Some(&who.session),
                        "credential-changed",
                        Some(visit),
                    )
                    .await?,
                );
            }
        }
        let changed = |seen: &Seen, mut keychain: Keychain| {
            let mut events = vec![event.clone()];
            events.extend(self.replaced(&keychain, &added, who, visit)?);
            events.extend(others.iter().cloned());
            keychain
                .add(added.clone(), seen.now, seen.now + self.settings.undo)
                .map_err(ChangeProblem::Keychain)?;
            let claims = added.verifier.credential();
            let claims = claims.map(|credential| self.name_of_credential(&credential.id));
            Ok(Changing {
                claims: claims.into_iter().collect(),
                ..Changing::of(keychain, events)
            })
        };
        let done = self.change(visit, who, changed).await?;
        if done.is_ok() {
            let at = self.engine.now();
            let change = Change::FactorAdded {
                id: added.id.to_string(),
                replaced: replaced.map(|id| id.to_string()),
            };
            let link = self.objection(&who.account, change, at)?;
            let what = match added.verifier {
                Verifier::Passphrase(_) if replaced.is_some() => What::PassphraseChanged,
                _ => What::Added(added.factor()),
            };
            self.tell_of_change(&who.account, what, link, visit).await?;
        }
        Ok(done)
    }

    /// The events that take away what a newcomer replaces: an account has one passphrase and one sheet of codes.
    fn replaced(
        &self,
        keychain: &Keychain,
        added: &Authenticator,
        who: &SignedIn,
        visit: &Visit,
    ) -> Result<Option<Event>, ChangeProblem> {
        let alone = matches!(
            added.verifier,
            Verifier::Passphrase(_) | Verifier::RecoveryCodes(_)
        );
        let gone = keychain
            .authenticators()
            .iter()
            .find(|held| alone && held.factor() == added.factor());
        let Some(gone) = gone else { return Ok(None) };
        let event = self
            .event(kinds::FACTOR_REMOVED, &who.account, Some(visit))
            .map_err(|_| ChangeProblem::StartAgain)?;
        Ok(Some(removed(event, gone, "owner")))
    }

    /// Sets or changes the passphrase. Every other session ends with it.
    pub async fn set_passphrase(
        &self,
        visit: &Visit,
        who: &SignedIn,
        typed: &str,
    ) -> Result<Result<(), ChangeProblem>, PeopleError> {
        if !self.is_fresh(who).await? {
            return Ok(Err(ChangeProblem::NotFresh));
        }
        let keychain = keychain_of(&self.engine.see(&who.account).await?)?;
        let (name, address) = keychain.as_ref().map_or_else(Default::default, |keychain| {
            let address = keychain
                .primary_address()
                .map(credentials::address::EmailAddress::as_str);
            (keychain.name().to_owned(), address.unwrap_or_default().to_owned())
        });
        let passphrase = match self.judge_passphrase(typed, &name, &address) {
            Ok(passphrase) => passphrase,
            Err(problem) => return Ok(Err(ChangeProblem::Passphrase(problem))),
        };
        let hashed = self.hash(passphrase).await?;
        let added = self.authenticator(Verifier::Passphrase(hashed), self.engine.now());
        self.add_authenticator(visit, who, added).await
    }

    /// What an app needs that is to be added.
    pub async fn begin_app(&self, who: &SignedIn) -> Result<AppSetUp, PeopleError> {
        let secret = Secret::new(&self.engine.random::<20>()).map_err(|error| PeopleError::fault(&error))?;
        let keychain = keychain_of(&self.engine.see(&who.account).await?)?;
        let address = keychain
            .as_ref()
            .and_then(Keychain::primary_address)
            .map(|address| address.as_str().to_owned());
        let ticket = NewApp {
            session: who.session.clone(),
            secret: secret.clone(),
        };
        self.app_set_up(self.seal(&ticket)?, &secret, &address.unwrap_or_default())
    }

    /// The app that a ticket carries, shown once more.
    pub async fn look_at_new_app(
        &self,
        who: &SignedIn,
        ticket: &str,
    ) -> Result<Option<AppSetUp>, PeopleError> {
        let Ok(NewApp { session, secret }) = self.unseal(ticket) else {
            return Ok(None);
        };
        if session != who.session {
            return Ok(None);
        }
        let keychain = keychain_of(&self.engine.see(&who.account).await?)?;
        let address = keychain
            .as_ref()
            .and_then(Keychain::primary_address)
            .map(|address| address.as_str().to_owned());
        self.app_set_up(ticket.to_owned(), &secret, &address.unwrap_or_default())
            .map(Some)
    }

    /// Adds an app, once it has shown its first code.
    pub async fn add_app(
        &self,
        visit: &Visit,
        who: &SignedIn,
        ticket: &str,
        code: &str,
        in_password_manager: bool,
    ) -> Result<Result<(), ChangeProblem>, PeopleError> {
        let Ok(NewApp { session, secret }) = self.unseal(ticket) else {
            return Ok(Err(ChangeProblem::StartAgain));
        };
        if session != who.session {
            return Ok(Err(ChangeProblem::StartAgain));
        }
        let now = self.engine.now();
        let mut app = Enrolment::new(secret, Algorithm::Sha1);
        if app.accept(code, now).is_err() {
            return Ok(Err(ChangeProblem::Wrong));
        }
        let added = self.authenticator(Verifier::Totp(app), now);
        let custody = if in_password_manager {
            Label::new("your password manager")
                .ok()
                .map(Custody::PasswordManager)
        } else {
            None
        };
        self.add_in(visit, who, added, custody).await
    }

    /// Recovery codes to be kept: those that the ticket carries, or new ones. They count once their owner has said
    /// that they keep them ([`Self::keep_codes`]); until then the ones before do.
    pub async fn codes_to_keep(
        &self,
        who: &SignedIn,
        ticket: Option<&str>,
    ) -> Result<CodesToKeep, PeopleError> {
        let carried = ticket.and_then(|ticket| self.unseal::<NewCodes>(ticket).ok());
        let carried = carried.filter(|carried| carried.session == who.session);
        let codes = carried.unwrap_or_else(|| NewCodes {
            session: who.session.clone(),
            random: self.engine.random::<RANDOM_BYTES>().to_vec(),
        });
        let (shown, _) = self.codes_of(&codes)?;
        let keychain = keychain_of(&self.engine.see(&who.account).await?)?;
        let address = keychain.as_ref().and_then(Keychain::primary_address);
        Ok(CodesToKeep {
            codes: shown.iter().map(|code| code.expose().to_owned()).collect(),
            address: address
                .map(|address| address.as_str().to_owned())
                .unwrap_or_default(),
            ticket: self.seal(&codes)?,
        })
    }

    /// The codes that a ticket carries count from now on, in the place of those before.
    pub async fn keep_codes(
        &self,
        visit: &Visit,
        who: &SignedIn,
        ticket: &str,
    ) -> Result<Result<(), ChangeProblem>, PeopleError> {
        let carried = self.unseal::<NewCodes>(ticket).ok();
        let Some(codes) = carried.filter(|carried| carried.session == who.session) else {
            return Ok(Err(ChangeProblem::StartAgain));
        };
        let (_, stored) = self.codes_of(&codes)?;
        let added = self.authenticator(Verifier::RecoveryCodes(stored), self.engine.now());
        self.add_authenticator(visit, who, added).await
    }

    fn codes_of(&self, codes: &NewCodes) -> Result<(Vec<SecretText>, RecoveryCodes), PeopleError> {
        let random: &[u8; RANDOM_BYTES] = codes
            .random
            .as_slice()
            .try_into()
            .map_err(|_| PeopleError::Fault("a ticket carries too few random bytes".to_owned()))?;
        Ok(make(random, self.secrets.peppers().current()))
    }

    /// How an account would stand without one of its authenticators.
    pub async fn after_removing(
        &self,
        account: &vocabulary::AccountId,
        id: &str,
    ) -> Result<AfterRemoving, PeopleError> {
        let seen = self.engine.see(account).await?;
        let protection = &seen.state.facts.protection;
        let live: Vec<identity::Authenticator> = protection.live().cloned().collect();
        let Ok(id) = identity::AuthenticatorId::new(id) else {
            return Ok(AfterRemoving::TooFew);
        };
        if live.iter().any(|held| held.id == id) && identity::may_remove(&live, &id).is_err() {
            return Ok(AfterRemoving::TooFew);
        }
        let left: Vec<identity::Authenticator> = live.into_iter().filter(|held| held.id != id).collect();
        let graph = identity::AccessGraph::of(&left, protection.mailboxes(), &self.settings.access);
        let fatal = left.iter().find(|held| {
            matches!(
                graph.after_losing(&held.custody),
                AfterLosing::LockedOut | AfterLosing::NeedsStaff(_)
            )
        });
        Ok(fatal.map_or(AfterRemoving::Safe, |held| {
            AfterRemoving::Fragile(held.custody.clone())
        }))
    }

    /// Calls an authenticator otherwise.
    pub async fn rename(
        &self,
        visit: &Visit,
        who: &SignedIn,
        id: &str,
        name: &str,
    ) -> Result<Result<(), ChangeProblem>, PeopleError> {
        let unknown = || ChangeProblem::Keychain(KeychainError::Unknown("authenticator"));
        let Ok(id) = id.parse::<AuthenticatorId>() else {
            return Ok(Err(unknown()));
        };
        // It is told as what it is: the same authenticator, enrolled under another name.
        let blank = self.event(kinds::FACTOR_RENAMED, &who.account, Some(visit))?;
        let changed = |_: &Seen, mut keychain: Keychain| {
            let held = keychain.authenticator_mut(id).ok_or_else(unknown)?;
            held.rename(name.trim()).map_err(ChangeProblem::Keychain)?;
            let event = blank
                .clone()
                .with("factor", held.factor().name())
                .with("authenticator", held.id.to_string())
                .with("named", held.name().to_owned());
            Ok(Changing::of(keychain, vec![event]))
        };
        self.change_unproved(visit, who, changed).await
    }

    /// Takes an authenticator away, unless too little would be left.
    pub async fn remove(
        &self,
        visit: &Visit,
        who: &SignedIn,
        id: &str,
    ) -> Result<Result<Factor, ChangeProblem>, PeopleError> {
        let Ok(id) = id.parse::<AuthenticatorId>() else {
            return Ok(Err(ChangeProblem::Keychain(KeychainError::Unknown(
                "authenticator",
            ))));
        };
        let keychain = keychain_of(&self.engine.see(&who.account).await?)?;
        let gone = keychain.and_then(|keychain| keychain.authenticator(id).cloned());
        let Some(gone) = gone else {
            return Ok(Err(ChangeProblem::Keychain(KeychainError::Unknown(
                "authenticator",
            ))));
        };
        let event = removed(
            self.event(kinds::FACTOR_REMOVED, &who.account, Some(visit))?,
            &gone,
            "owner",
        );
        let changed = |seen: &Seen, mut keychain: Keychain| {
            let live: Vec<identity::Authenticator> = seen.state.facts.protection.live().cloned().collect();
            let told = identity::AuthenticatorId::new(&id.to_string())
                .map_err(|_| ChangeProblem::Keychain(KeychainError::Unknown("authenticator")))?;
            // One that is disabled protects nothing: it can always go.
            if live.iter().any(|held| held.id == told) {
                identity::may_remove(&live, &told).map_err(ChangeProblem::TooLittle)?;
            }
            keychain
                .remove(id, seen.now, seen.now + self.settings.undo)
                .map_err(ChangeProblem::Keychain)?;
            let releases = gone.verifier.credential();
            let releases = releases.map(|credential| self.name_of_credential(&credential.id));
            Ok(Changing {
                releases: releases.into_iter().collect(),
                ..Changing::of(keychain, vec![event.clone()])
            })
        };
        let done = self.change(visit, who, changed).await?;
        if done.is_ok() {
            let at = self.engine.now();
            let link = self.objection(&who.account, Change::FactorRemoved { id: id.to_string() }, at)?;
            self.tell_of_change(&who.account, What::Removed(gone.factor()), link, visit)
                .await?;
        }
        Ok(done.map(|()| gone.factor()))
    }
}

/// Whether somebody has lately proved in full that it is them. A session is as old as its sign-in, which renews it: one
/// factor shown in between, for a platform's question, does not count.
pub(crate) fn fresh(seen: &Seen, who: &SignedIn) -> bool {
    let session = seen.state.facts.account.session(&who.session);
    session.is_some_and(identity::Session::is_live) && seen.now.since(who.since) <= identity::PROOF_LIFE
}

fn passphrase_id(keychain: &Keychain) -> Option<AuthenticatorId> {
    let mut held = keychain.authenticators().iter();
    held.find(|held| matches!(held.verifier, Verifier::Passphrase(_)))
        .map(|held| held.id)
}
