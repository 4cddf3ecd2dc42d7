//! The addresses of an account: added with a link that confirms them, taken away, put first.
//!
//! An address opens nothing by itself. It is where the owner is told of things, and one of two methods with which a
//! lost account comes back: so every change takes a fresh proof, and every address is told, the old ones included. An
//! address counts, and belongs to one account, once its mailbox was seen to be theirs; until then it is a wish, that
//! the log does not tell of and nobody else is kept from.

use credentials::address::EmailAddress;
use credentials::keychain::{Address, Keychain, KeychainError};
use engine::{ActError, Deed, Keeps, Seen};
use hosted::What;
use hosted::mail::Message;
use serde::{Deserialize, Serialize};
use vocabulary::{AccountId, Event, Moment, Span, catalogue::kinds};

use crate::enrol::{ChangeProblem, Changing};
use crate::keyring::{keychain_of, packed};
use crate::object::Change;
use crate::session::SignedIn;
use crate::ticket::{Ticket, TicketError};
use crate::undo::{eldest, is_young};
use crate::visit::Visit;
use crate::{People, PeopleError};

/// For how long the link works that confirms an address.
pub const ADDRESS_LINK_LIFE: Span = Span::from_hours(24);

/// The link that confirms an address.
#[derive(Serialize, Deserialize)]
struct AddressLink {
    account: AccountId,
    address: EmailAddress,
}

impl Ticket for AddressLink {
    const PURPOSE: &'static str = "address link";
    const LIFE: Span = ADDRESS_LINK_LIFE;
}

/// An address as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailbox {
    /// Its id, which says nothing of the address.
    pub id: String,
    /// The address.
    pub address: String,
    /// Whether its mailbox was seen to be theirs.
    pub is_confirmed: bool,
    /// Whether it is the one that is shown first.
    pub is_primary: bool,
    /// It was taken away, and is told of things until then.
    pub told_until: Option<Moment>,
}

/// Why the addresses were not changed.
#[derive(Debug)]
pub enum AddressProblem {
    /// It is not an address.
    NotAnAddress,
    /// There are as many as there can be.
    Full(usize),
    /// It is the only confirmed one.
    Last,
    /// It is not there, or not as it was when the page was shown.
    Changed,
    /// It belongs to another account. Only who reads its mailbox is told so.
    Taken,
    /// As with every change.
    Change(ChangeProblem),
}

impl From<ChangeProblem> for AddressProblem {
    fn from(problem: ChangeProblem) -> Self {
        match problem {
            ChangeProblem::Keychain(KeychainError::Full(_, most)) => Self::Full(most),
            ChangeProblem::Keychain(KeychainError::Primary) => Self::Last,
            ChangeProblem::Keychain(_) => Self::Changed,
            ChangeProblem::Taken => Self::Taken,
            problem => Self::Change(problem),
        }
    }
}

impl People {
    /// The addresses: the first one first, those that were taken away last.
    pub async fn addresses(&self, who: &SignedIn) -> Result<Vec<Mailbox>, PeopleError> {
        let seen = self.engine.see(&who.account).await?;
        let Some(keychain) = keychain_of(&seen)? else {
            return Ok(Vec::new());
        };
        let mut listed: Vec<Mailbox> = keychain
            .addresses()
            .iter()
            .map(|known| Mailbox {
                id: self.id_of_address(&known.address),
                address: known.address.as_str().to_owned(),
                is_confirmed: known.verified_at.is_some(),
                is_primary: known.primary,
                told_until: None,
            })
            .collect();
        listed.sort_by_key(|mailbox| (!mailbox.is_primary, !mailbox.is_confirmed));
        let former = keychain.former_addresses().iter();
        listed.extend(
            former
                .filter(|former| seen.now < former.told_until)
                .map(|former| Mailbox {
                    id: self.id_of_address(&former.address),
                    address: former.address.as_str().to_owned(),
                    is_confirmed: true,
                    is_primary: false,
                    told_until: Some(former.told_until),
                }),
        );
        Ok(listed)
    }

    fn id_of_address(&self, address: &EmailAddress) -> String {
        let name = self.name_of_address(address);
        hex::encode(name.get(..16).unwrap_or_default())
    }

    fn address_by_id(&self, keychain: &Keychain, id: &str) -> Option<Address> {
        let mut known = keychain.addresses().iter();
        known
            .find(|known| self.id_of_address(&known.address) == id)
            .cloned()
    }

    /// Adds an address, not yet confirmed: a letter with a link goes there. The answer is the same whether or not
    /// the address is somebody else's.
    pub async fn add_address(
        &self,
        visit: &Visit,
        who: &SignedIn,
        typed: &str,
    ) -> Result<Result<(), AddressProblem>, PeopleError> {
        let Ok(address) = typed.trim().parse::<EmailAddress>() else {
            return Ok(Err(AddressProblem::NotAnAddress));
        };
        let asked = self.in_session(who, "add-address", visit)?;
        let changed = |seen: &Seen, mut keychain: Keychain| {
            keychain.forget_past(seen.now);
            let mut known = keychain.addresses().iter();
            // One that waits to be confirmed may be entered once more, and is sent once more.
            if known.all(|known| known.address != address || known.verified_at.is_some()) {
                keychain
                    .add_address(address.clone())
                    .map_err(ChangeProblem::Keychain)?;
            }
            Ok(Changing::of(keychain, vec![asked.clone()]))
        };
        if let Err(problem) = self.change(visit, who, changed).await? {
            return Ok(Err(problem.into()));
        }
        self.ask_to_confirm(visit, who, &address).await?;
        Ok(Ok(()))
    }

    /// Sends the link once more to an address that is not confirmed.
    pub async fn send_address_link(
        &self,
        visit: &Visit,
        who: &SignedIn,
        id: &str,
    ) -> Result<Result<(), AddressProblem>, PeopleError> {
        let keychain = keychain_of(&self.engine.see(&who.account).await?)?;
        let known = keychain.and_then(|keychain| self.address_by_id(&keychain, id));
        let Some(known) = known else {
            return Ok(Err(AddressProblem::Changed));
        };
        self.ask_to_confirm(visit, who, &known.address).await?;
        Ok(Ok(()))
    }

    async fn ask_to_confirm(
        &self,
        visit: &Visit,
        who: &SignedIn,
        address: &EmailAddress,
    ) -> Result<(), PeopleError> {
        let keychain = keychain_of(&self.engine.see(&who.account).await?)?;
        let waits = |known: &&Address| known.address == *address && known.verified_at.is_none();
        let Some(keychain) =
            keychain.filter(|keychain| keychain.addresses().iter().any(|known| waits(&known)))
        else {
            return Ok(());
        };
        if !self
            .limits
            .allow(self.name_of_address(address), visit.network(), self.engine.now())
        {
            metrics::counter!("safeconduct_letters_limited_total").increment(1);
            return Ok(());
        }
        let link = self.seal(&AddressLink {
            account: who.account.clone(),
            address: address.clone(),
        })?;
        let message = Message::ConfirmAddress {
            link,
            works_for: ADDRESS_LINK_LIFE,
        };
        self.send(address, keychain.name(), message, visit).await;
        Ok(())
    }

    /// Which address a link confirms. Looking changes nothing.
    pub fn look_at_address(&self, link: &str) -> Result<String, TicketError> {
        let AddressLink { address, .. } = self.unseal(link)?;
        Ok(address.as_str().to_owned())
    }

    /// The button behind the link: from now on the address is the account's, and every address is told.
    pub async fn confirm_address(
        &self,
        visit: &Visit,
        link: &str,
    ) -> Result<Result<(), AddressProblem>, PeopleError> {
        let Ok(AddressLink { account, address }) = self.unseal(link) else {
            return Ok(Err(AddressProblem::Changed));
        };
        // Where the mailbox is read from says nothing of the account's owner, so it is not judged by that. What was
        // judged, and freshly proved, is that the address be added.
        let added = self.address_added(&account, &address, &Visit::default())?;
        let think = |seen: &Seen| -> Result<(Deed, bool), Result<AddressProblem, PeopleError>> {
            let keychain = keychain_of(seen).map_err(Err)?;
            let mut keychain = keychain.ok_or(Ok(AddressProblem::Changed))?;
            let mut known = keychain.addresses().iter();
            let waits = known.find(|known| known.address == address);
            if waits.is_none_or(|known| known.verified_at.is_some()) {
                return Err(Ok(AddressProblem::Changed));
            }
            confirm(&mut keychain, &address, seen.now)
                .map_err(|error| Ok(ChangeProblem::Keychain(error).into()))?;
            let mut deed = Deed::of(added.clone());
            deed.allowed = Keeps {
                keychain: Some(packed(&keychain).map_err(Err)?),
                claims: vec![self.name_of_address(&address)],
                ..Keeps::default()
            };
            Ok((deed, true))
        };
        match self.engine.act(&account, visit.network(), think).await {
            Ok((answer, _)) if answer.judgement.verdict == vocabulary::Verdict::Allow => {}
            Ok((answer, _)) => {
                let problem = ChangeProblem::NotNow(Box::new(answer.judgement));
                return Ok(Err(problem.into()));
            }
            Err(ActError::Refused(problem)) => return problem.map(Err),
            Err(ActError::Taken) => return Ok(Err(AddressProblem::Taken)),
            Err(ActError::Enforce(error)) => return Err(error.into()),
        }
        let change = Change::AddressAdded {
            address: address.as_str().to_owned(),
        };
        let link = self.objection(&account, change, self.engine.now())?;
        let what = What::AddressAdded(address.as_str().to_owned());
        self.tell_of_change(&account, what, link, visit).await?;
        Ok(Ok(()))
    }

    /// Takes an address away, unless it is the only confirmed one.
    pub async fn remove_address(
        &self,
        visit: &Visit,
        who: &SignedIn,
        id: &str,
    ) -> Result<Result<(), AddressProblem>, PeopleError> {
        let keychain = keychain_of(&self.engine.see(&who.account).await?)?;
        let known = keychain.and_then(|keychain| self.address_by_id(&keychain, id));
        let Some(known) = known else {
            return Ok(Err(AddressProblem::Changed));
        };
        let forgotten = self.in_session(who, "forget-address", visit)?;
        let changed = |seen: &Seen, mut keychain: Keychain| {
            let gone = self.address_by_id(&keychain, id);
            let gone = gone.ok_or(ChangeProblem::Keychain(KeychainError::Unknown("address")))?;
            let other = eldest(&keychain, &gone.address).cloned();
            if gone.primary {
                let other = other.ok_or(ChangeProblem::Keychain(KeychainError::Primary))?;
                keychain.make_primary(&other).map_err(ChangeProblem::Keychain)?;
            }
            // What may be a thief's that was added lately is not told of what its owner does next.
            let young = gone
                .verified_at
                .is_some_and(|since| is_young(&keychain, since, seen.now, self.settings.undo));
            let told_until = if young {
                seen.now
            } else {
                seen.now + self.settings.undo
            };
            keychain
                .remove_address(&gone.address, seen.now, told_until)
                .map_err(ChangeProblem::Keychain)?;
            let event = if gone.verified_at.is_some() {
                self.address_gone(&who.account, &gone.address, &keychain, visit)
                    .map_err(|_| ChangeProblem::StartAgain)?
            } else {
                forgotten.clone()
            };
            Ok(Changing {
                releases: vec![self.name_of_address(&gone.address)],
                ..Changing::of(keychain, vec![event])
            })
        };
        if let Err(problem) = self.change(visit, who, changed).await? {
            return Ok(Err(problem.into()));
        }
        if known.verified_at.is_some() {
            let address = known.address.as_str().to_owned();
            let change = Change::AddressRemoved {
                address: address.clone(),
            };
            let link = self.objection(&who.account, change, self.engine.now())?;
            self.tell_of_change(&who.account, What::AddressRemoved(address), link, visit)
                .await?;
        }
        Ok(Ok(()))
    }

    /// Shows an address first from now on.
    pub async fn put_address_first(
        &self,
        visit: &Visit,
        who: &SignedIn,
        id: &str,
    ) -> Result<Result<(), AddressProblem>, PeopleError> {
        let event = self.in_session(who, "put-address-first", visit)?;
        let changed = |_: &Seen, mut keychain: Keychain| {
            let first = self.address_by_id(&keychain, id);
            let first = first.ok_or(ChangeProblem::Keychain(KeychainError::Unknown("address")))?;
            keychain
                .make_primary(&first.address)
                .map_err(ChangeProblem::Keychain)?;
            Ok(Changing::of(keychain, vec![event.clone()]))
        };
        let done = self.change(visit, who, changed).await?;
        Ok(done.map_err(AddressProblem::from))
    }

    /// The event of something that is done in a session and changes no fact: the guard decides on it all the same.
    fn in_session(&self, who: &SignedIn, doing: &'static str, visit: &Visit) -> Result<Event, PeopleError> {
        let mut event = self.event(kinds::SESSION_SEEN, &who.account, Some(visit))?;
        event.session = Some(who.session.clone());
        Ok(event.with("doing", doing))
    }

    /// The event that says that an address went. It names the mailbox's domain where no other confirmed address of
    /// the account, as it is `afterwards`, is there.
    pub(crate) fn address_gone(
        &self,
        account: &AccountId,
        gone: &EmailAddress,
        afterwards: &Keychain,
        visit: &Visit,
    ) -> Result<Event, PeopleError> {
        let event = self.event(kinds::ADDRESS_CHANGED, account, Some(visit))?;
        let event = event.with("channel", "email").with("change", "removed");
        let mut left = afterwards
            .addresses()
            .iter()
            .filter(|known| known.verified_at.is_some());
        Ok(if left.any(|known| known.address.domain() == gone.domain()) {
            event
        } else {
            event.with("mailbox", gone.domain().to_owned())
        })
    }
}

/// Notes that a mailbox is theirs. An address that was theirs before has its place in the order of age again.
fn confirm(keychain: &mut Keychain, address: &EmailAddress, now: Moment) -> Result<(), KeychainError> {
    let was_theirs = keychain
        .former_addresses()
        .iter()
        .any(|former| former.address == *address);
    let first = keychain.primary_address().cloned();
    if was_theirs && keychain.restore_address(address, now).is_ok() {
        return first.map_or(Ok(()), |first| keychain.make_primary(&first));
    }
    keychain.verify_address(address, now)
}
