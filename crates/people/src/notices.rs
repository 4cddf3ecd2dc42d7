//! What people are told, and where: at every address of theirs, the replaced ones included for a while.

use std::sync::Arc;

use async_trait::async_trait;
use credentials::address::EmailAddress;
use hosted::What;
use hosted::mail::{Message, Remedy, Told};
use serde::{Deserialize, Serialize};
use vocabulary::{AccountId, Moment, SessionId, Span};

use crate::keyring::keychain_of;
use crate::ticket::Ticket;
use crate::visit::Visit;
use crate::{People, PeopleError};

/// A message on its way to one address.
#[derive(Debug, Clone)]
pub struct Letter {
    /// Where it goes.
    pub to: EmailAddress,
    /// What the person is called; empty where they did not say.
    pub name: String,
    /// What it says.
    pub message: Message,
    /// The languages that the browser asks for with which it was brought about.
    pub languages: Option<String>,
}

/// Carries letters. One that was taken on is delivered in the end, or somebody is told that it cannot be.
#[async_trait]
pub trait Courier: Send + Sync + 'static {
    /// Takes a letter on; it must survive a crash from then on.
    async fn take(&self, letter: Letter) -> Result<(), String>;
}

/// The link that says "it was not me".
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct NotMe {
    pub(crate) account: AccountId,
    /// The session in which it happened, where there was one.
    pub(crate) session: Option<SessionId>,
    pub(crate) at: Moment,
}

impl Ticket for NotMe {
    const PURPOSE: &'static str = "not me";
    const LIFE: Span = Span::from_days(14);
}

impl People {
    /// Tells the owner of an account, at every address of theirs, of something that can be denied.
    pub(crate) async fn tell(
        &self,
        account: &AccountId,
        session: Option<&SessionId>,
        what: What,
        visit: &Visit,
    ) -> Result<(), PeopleError> {
        let at = self.engine.now();
        let link = self.seal(&NotMe {
            account: account.clone(),
            session: session.cloned(),
            at,
        })?;
        let told = told(what, at, visit, Remedy::NotMe { link });
        self.notify(account, &Message::Told(told), visit).await
    }

    /// Tells the owner of an account, at every address of theirs, of a change that the link undoes.
    pub(crate) async fn tell_of_change(
        &self,
        account: &AccountId,
        what: What,
        link: String,
        visit: &Visit,
    ) -> Result<(), PeopleError> {
        let at = self.engine.now();
        let until = at + self.settings.undo;
        let told = told(what, at, visit, Remedy::Undo { link, until });
        self.notify(account, &Message::Told(told), visit).await
    }

    /// Sends a message to every address of an account.
    pub(crate) async fn notify(
        &self,
        account: &AccountId,
        message: &Message,
        visit: &Visit,
    ) -> Result<(), PeopleError> {
        let seen = self.engine.see(account).await?;
        let Some(keychain) = keychain_of(&seen)? else {
            return Ok(());
        };
        for address in keychain.told(seen.now) {
            self.send(address, keychain.name(), message.clone(), visit).await;
        }
        Ok(())
    }

    /// Hands one letter to the courier without waiting for it.
    pub(crate) fn send_later(&self, to: &EmailAddress, message: Message, visit: &Visit) {
        let letter = Letter {
            to: to.clone(),
            name: String::new(),
            message,
            languages: visit.languages.clone(),
        };
        let courier = Arc::clone(&self.courier);
        tokio::spawn(async move { hand_over(&*courier, letter).await });
    }

    /// Hands one letter to the courier. That a letter cannot be carried never undoes what it tells of; it is said
    /// loudly, without the address.
    pub(crate) async fn send(&self, to: &EmailAddress, name: &str, message: Message, visit: &Visit) {
        let letter = Letter {
            to: to.clone(),
            name: name.to_owned(),
            message,
            languages: visit.languages.clone(),
        };
        hand_over(&*self.courier, letter).await;
    }
}

async fn hand_over(courier: &dyn Courier, letter: Letter) {
    metrics::counter!("safeconduct_letters_total").increment(1);
    if let Err(error) = courier.take(letter).await {
        metrics::counter!("safeconduct_letters_refused_total").increment(1);
        tracing::error!(%error, "a letter could not be handed over");
    }
}

fn told(what: What, at: Moment, visit: &Visit, remedy: Remedy) -> Told {
    Told {
        what,
        at,
        agent: visit.from.agent.as_deref().map(str::to_owned),
        place: visit.network().map(|network| network.to_string()),
        remedy,
    }
}
