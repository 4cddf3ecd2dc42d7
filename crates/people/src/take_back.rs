//! "That was not me": whoever is told of a change undoes it with the link in the message.
//!
//! A thief who is in can change everything, but not who was told; a thief who reads one mailbox can press every link
//! in it. Both have to be thought of. So an objection goes back to what was there before, and never further on:
//!
//! - It opens nothing. Nobody is signed in by it; whoever pressed the button still has to prove who they are.
//! - It sides with what is older, and never leaves less than two factors: the rules are in [`crate::undo`]. A thief with a
//!   mailbox cannot bring back the passkey that its owner has just thrown out, nor take the owner's last protection.
//! - It ends every session, and revokes the tokens made since the change, in the same commit: whoever made the
//!   change is out at once.
//! - It is told everywhere, with a link of its own to say that it was not the owner.
//! - It works once, by what is there: what was undone cannot be undone again, by whichever link.
//!
//! What remains to a thief who holds a confirmed address is a nuisance: to sign the owner out once for each change
//! that the owner makes, and to take back what was added, as long as what was there before protects the account.
//! The opposite rule, to side with what is newer, would give the account to whoever changes it in haste.
//!
//! No new protection is asked for afterwards: what is left is what the account had before, and is enough.

use std::collections::HashMap;

use credentials::keychain::{Authenticator, Keychain};
use engine::{ActError, Deed, Keeps, Seen};
use hosted::What;
use vocabulary::{AccountId, Event, Factor, Moment, SessionId, catalogue::kinds};

use crate::keyring::{keychain_of, packed};
use crate::object::{Change, Objection};
use crate::telling::{custody_of, removed};
use crate::undo::{ObjectProblem, Undone, undo};
use crate::visit::Visit;
use crate::{People, PeopleError};

/// Entries of the log that are looked through for where a removed authenticator was kept.
const LOOKED_AT: u32 = 500;

/// A change that a link undoes, as whoever holds it sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objectionable {
    /// What was changed.
    pub what: What,
    /// When.
    pub made_at: Moment,
    /// Until when it can be undone.
    pub until: Moment,
}

impl People {
    /// The change that a link undoes; `None` where there is nothing to be undone any more. Looking changes nothing.
    pub async fn look_at_objection(&self, link: &str) -> Result<Option<Objectionable>, PeopleError> {
        let Some(Objection {
            account,
            change,
            made_at,
        }) = self.objection_of(link)
        else {
            return Ok(None);
        };
        let seen = self.engine.see(&account).await?;
        let Some(mut keychain) = keychain_of(&seen)? else {
            return Ok(None);
        };
        let what = what_of(&change, &keychain);
        if undo(&mut keychain, &change, seen.now, self.settings.undo) == Err(ObjectProblem::Over) {
            return Ok(None);
        }
        Ok(what.map(|what| Objectionable {
            what,
            made_at,
            until: made_at + self.settings.undo,
        }))
    }

    /// Undoes a change, ends every session, and revokes the tokens made since.
    pub async fn object(&self, visit: &Visit, link: &str) -> Result<Result<(), ObjectProblem>, PeopleError> {
        let Some(objection) = self.objection_of(link) else {
            return Ok(Err(ObjectProblem::Over));
        };
        let Objection {
            account,
            change,
            made_at,
        } = &objection;
        let endings = self.endings(account, None, "owner-said-so", Some(visit)).await?;
        let revoked = self.revocations(account, *made_at, visit).await?;
        let custodies = self.custodies(account).await?;
        let think = |seen: &Seen| -> Result<(Deed, ()), Result<ObjectProblem, PeopleError>> {
            let keychain = keychain_of(seen).map_err(Err)?;
            let mut keychain = keychain.ok_or(Ok(ObjectProblem::Over))?;
            let word = word_of(change, &keychain);
            let undone = undo(&mut keychain, change, seen.now, self.settings.undo).map_err(Ok)?;
            let event = self
                .event(kinds::CHANGE_OBJECTED, account, Some(visit))
                .map_err(Err)?;
            let mut deed = Deed::of(event.with("change", word).with("made_at", *made_at));
            deed.also = self
                .say(account, &undone, &keychain, &custodies, visit)
                .map_err(Err)?;
            deed.also.extend(endings.iter().cloned());
            deed.also
                .extend(self.begun_since(seen, account, &endings, visit).map_err(Err)?);
            deed.also.extend(revoked.iter().cloned());
            deed.allowed = Keeps {
                keychain: Some(packed(&keychain).map_err(Err)?),
                claims: self.names_back(&undone),
                releases: self.names_gone(&undone),
                issues: Vec::new(),
            };
            Ok((deed, ()))
        };
        match self.engine.act(account, visit.network(), think).await {
            Ok(_) => {}
            Err(ActError::Refused(problem)) => return problem.map(Err),
            Err(ActError::Taken) => return Ok(Err(ObjectProblem::Taken)),
            Err(ActError::Enforce(error)) => return Err(error.into()),
        }
        self.revoke_since(account, *made_at, visit).await?;
        self.tell(account, None, What::Undone, visit).await?;
        Ok(Ok(()))
    }

    /// The events that say what was undone.
    fn say(
        &self,
        account: &AccountId,
        undone: &Undone,
        keychain: &Keychain,
        custodies: &HashMap<String, String>,
        visit: &Visit,
    ) -> Result<Vec<Event>, PeopleError> {
        let mut events = Vec::new();
        for gone in &undone.gone {
            let event = self.event(kinds::FACTOR_REMOVED, account, Some(visit))?;
            events.push(removed(event, gone, "objection"));
        }
        for back in &undone.back {
            let custody = custodies.get(&back.id.to_string()).cloned();
            let event = self
                .event(kinds::FACTOR_ENROLLED, account, Some(visit))?
                .with("factor", back.factor().name())
                .with("authenticator", back.id.to_string())
                .with("custody", custody.unwrap_or_else(|| custody_of(back).to_text()));
            events.push(if back.name().is_empty() {
                event
            } else {
                event.with("named", back.name().to_owned())
            });
        }
        for back in &undone.addresses_back {
            events.push(self.address_added(account, back, visit)?);
        }
        for gone in undone
            .addresses_gone
            .iter()
            .filter(|gone| gone.verified_at.is_some())
        {
            events.push(self.address_gone(account, &gone.address, keychain, visit)?);
        }
        Ok(events)
    }

    /// The events that end sessions which began after `endings` were thought of.
    fn begun_since(
        &self,
        seen: &Seen,
        account: &AccountId,
        endings: &[Event],
        visit: &Visit,
    ) -> Result<Vec<Event>, PeopleError> {
        let known = |id: &SessionId| endings.iter().any(|event| event.session.as_ref() == Some(id));
        let sessions = seen.state.facts.account.sessions().iter();
        sessions
            .filter(|session| session.is_live() && !known(&session.id))
            .map(|session| self.session_ended(account, &session.id, "owner-said-so", Some(visit)))
            .collect()
    }

    fn names_back(&self, undone: &Undone) -> Vec<store::Name> {
        let addresses = undone
            .addresses_back
            .iter()
            .map(|address| self.name_of_address(address));
        addresses.chain(self.names_of(&undone.back)).collect()
    }

    fn names_gone(&self, undone: &Undone) -> Vec<store::Name> {
        let addresses = undone
            .addresses_gone
            .iter()
            .map(|gone| self.name_of_address(&gone.address));
        addresses.chain(self.names_of(&undone.gone)).collect()
    }

    fn names_of(&self, held: &[Authenticator]) -> Vec<store::Name> {
        let credentials = held.iter().filter_map(|held| held.verifier.credential());
        credentials
            .map(|credential| self.name_of_credential(&credential.id))
            .collect()
    }

    /// Where each authenticator was said to be kept when it was enrolled.
    async fn custodies(&self, account: &AccountId) -> Result<HashMap<String, String>, PeopleError> {
        let entries = self.engine.timeline(account, None, LOOKED_AT).await?;
        let told = entries.into_iter().rev().filter_map(|entry| {
            let event = entry.record?.event;
            let enrolled = event.kind == kinds::FACTOR_ENROLLED;
            let (id, custody) = (event.text("authenticator")?, event.text("custody")?);
            enrolled.then(|| (id.to_owned(), custody.to_owned()))
        });
        Ok(told.collect())
    }
}

/// What was changed, as people are told; `None` where it is not there any more.
fn what_of(change: &Change, keychain: &Keychain) -> Option<What> {
    Some(match change {
        Change::FactorAdded { .. } if word_of(change, keychain) == "passphrase-changed" => {
            What::PassphraseChanged
        }
        Change::FactorAdded { id, .. } => {
            let id = id.parse().ok()?;
            What::Added(keychain.authenticator(id)?.factor())
        }
        Change::FactorRemoved { id } => {
            let mut gone = keychain.removed().iter().map(|removed| &removed.authenticator);
            What::Removed(gone.find(|gone| gone.id.to_string() == *id)?.factor())
        }
        Change::AddressAdded { address } => What::AddressAdded(address.clone()),
        Change::AddressRemoved { address } => What::AddressRemoved(address.clone()),
    })
}

/// What was changed, as the event tells it.
fn word_of(change: &Change, keychain: &Keychain) -> &'static str {
    match change {
        Change::FactorAdded { id, replaced } => {
            let added = id.parse().ok().and_then(|id| keychain.authenticator(id));
            let passphrase = added.is_some_and(|added| added.factor() == Factor::Passphrase);
            if passphrase && replaced.is_some() {
                "passphrase-changed"
            } else {
                "factor-added"
            }
        }
        Change::FactorRemoved { .. } => "factor-removed",
        Change::AddressAdded { .. } | Change::AddressRemoved { .. } => "address-changed",
    }
}
