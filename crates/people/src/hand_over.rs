//! Telling a platform who has signed in: a code in the address that leads back, with which the platform fetches the
//! answer once, itself, within a minute. The session's own secret never leaves the hosted pages.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use store::{Credential, Purpose};
use vocabulary::{AccountId, SessionId, Span};

use crate::enter::{Aim, Entered};
use crate::session::SignedIn;
use crate::ticket::Ticket;
use crate::visit::Visit;
use crate::{People, PeopleError};

/// How long a code can be fetched with.
pub const CODE_LIFE: Span = Span::from_seconds(60);

/// Where somebody is going who signs in.
#[derive(Serialize, Deserialize)]
struct Going {
    return_to: String,
}

impl Ticket for Going {
    const PURPOSE: &'static str = "going";
    const LIFE: Span = Span::from_hours(2);
}

/// Who has signed in, as a platform learns of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedOver {
    /// Who.
    pub account: AccountId,
    /// In which session: what the platform names in its own events.
    pub session: SessionId,
    /// On which device: what the platform names in its own events.
    pub device: String,
}

impl People {
    /// What stands in the address of a page while somebody is on the way to a platform.
    pub fn going_to(&self, return_to: &str) -> Result<String, PeopleError> {
        self.seal(&Going {
            return_to: return_to.to_owned(),
        })
    }

    /// What a sign-in is for, by what stands in the page's address.
    pub fn aim_of(&self, flow: Option<&str>) -> Aim {
        let going = flow.and_then(|flow| self.unseal::<Going>(flow).ok());
        Aim {
            return_to: going.map(|going| going.return_to),
            renews: None,
        }
    }

    /// Where somebody is sent who is in: to the platform, with a code, or to their account.
    /// A platform hears of nobody who has something to do here first.
    pub async fn way_on(&self, entered: &Entered, visit: &Visit) -> Result<String, PeopleError> {
        let return_to = entered.return_to.as_deref();
        let return_to = return_to.filter(|to| entered.due.is_none() || is_own(to));
        self.way(&entered.account, &entered.session, return_to, visit)
            .await
    }

    /// Where somebody is sent who was in already, and comes from a platform again; `None` where they are going
    /// nowhere, or have something to do here first.
    pub async fn way_back(
        &self,
        who: &SignedIn,
        flow: Option<&str>,
        visit: &Visit,
    ) -> Result<Option<String>, PeopleError> {
        match self.aim_of(flow).return_to {
            Some(return_to) if self.due(who).await?.is_none() => {
                let way = self.way(&who.account, &who.session, Some(&return_to), visit);
                way.await.map(Some)
            }
            _ => Ok(None),
        }
    }

    async fn way(
        &self,
        account: &AccountId,
        session: &SessionId,
        return_to: Option<&str>,
        visit: &Visit,
    ) -> Result<String, PeopleError> {
        let Some(return_to) = return_to else {
            return Ok(hosted::paths::ACCOUNT.to_owned());
        };
        if is_own(return_to) {
            return Ok(return_to.to_owned());
        }
        let code = URL_SAFE_NO_PAD.encode(self.engine.random::<32>());
        let body = HandedOver {
            account: account.clone(),
            session: session.clone(),
            device: visit.device().map(ToString::to_string).unwrap_or_default(),
        };
        let made_at = self.engine.now();
        let credential = Credential {
            id: self.id("code"),
            purpose: Purpose::Code,
            hash: self.secrets.hash_of(&code),
            body: serde_json::to_vec(&body).map_err(|error| PeopleError::fault(&error))?,
            made_at,
            expires_at: made_at + CODE_LIFE,
            ended_at: None,
        };
        self.engine
            .store()
            .add_credential(credential)
            .await
            .map_err(|error| PeopleError::fault(&error))?;
        // The code goes into the query, before a fragment that stays with the browser.
        let (address, fragment) = return_to
            .split_once('#')
            .map_or((return_to, None), |(address, fragment)| (address, Some(fragment)));
        let joint = if address.contains('?') { '&' } else { '?' };
        let fragment = fragment
            .map(|fragment| format!("#{fragment}"))
            .unwrap_or_default();
        Ok(format!("{address}{joint}code={code}{fragment}"))
    }

    /// Who has signed in, for the code that came along: once, and within a minute.
    pub async fn hand_over(&self, code: &str) -> Result<Option<HandedOver>, PeopleError> {
        if code.len() > 64 {
            return Ok(None);
        }
        let now = self.engine.now();
        let hash = self.secrets.hash_of(code);
        let spent = self
            .engine
            .store()
            .end_credential(Purpose::Code, hash, now)
            .await?;
        let Some(spent) = spent else { return Ok(None) };
        serde_json::from_slice(&spent.body)
            .map(Some)
            .map_err(|error| PeopleError::fault(&error))
    }
}

/// Whether an address is a page of ours.
fn is_own(address: &str) -> bool {
    address.starts_with('/')
}
