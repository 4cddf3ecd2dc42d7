//! "It was not me": said behind the link of a message, or from the account's own page. Everybody else is out at once.
//!
//! The answer is the event `owner.answered`, from which the guard opens and confirms an incident and holds what was
//! done since. Here every other session ends with it, and every token that was made since is revoked. It takes no
//! proof, since it opens nothing and takes nothing away for good; and a link says it once, however often it is
//! pressed, so that whoever reads a mailbox cannot sign its owner out again and again.

use engine::{Deed, Seen};
use hosted::What;
use vocabulary::{AccountId, Event, EventKey, Moment, SessionId, catalogue::kinds};

use crate::notices::NotMe;
use crate::session::SignedIn;
use crate::visit::Visit;
use crate::{People, PeopleError, unrefused};

/// Something that its owner can say they did not do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deniable {
    /// When it happened.
    pub at: Moment,
    /// How many tokens were made since, and would be revoked.
    pub tokens: u32,
}

/// Who says it of what.
struct Denial<'a> {
    account: &'a AccountId,
    /// The session from which it is said, which goes on.
    from: Option<&'a SessionId>,
    since: Moment,
    /// The event's name: said twice, it is the same event.
    key: String,
}

impl People {
    /// What the link of a message is about; `None` if it is too old. Looking changes nothing.
    pub async fn look_at_not_me(&self, link: &str) -> Result<Option<Deniable>, PeopleError> {
        let Ok(NotMe { account, at, .. }) = self.unseal(link) else {
            return Ok(None);
        };
        self.deniable(&account, at).await.map(Some)
    }

    /// What an entry of one's own account is about, or else whatever goes on just now.
    pub async fn look_at_own(&self, who: &SignedIn, entry: Option<u64>) -> Result<Deniable, PeopleError> {
        let at = self.happened_at(&who.account, entry).await?;
        self.deniable(&who.account, at.unwrap_or_else(|| self.engine.now()))
            .await
    }

    async fn deniable(&self, account: &AccountId, at: Moment) -> Result<Deniable, PeopleError> {
        let tokens = self.tokens(account).await?;
        let since = tokens
            .iter()
            .filter(|token| token.live && token.made_at >= at)
            .count();
        Ok(Deniable {
            at,
            tokens: u32::try_from(since).unwrap_or(u32::MAX),
        })
    }

    async fn happened_at(
        &self,
        account: &AccountId,
        entry: Option<u64>,
    ) -> Result<Option<Moment>, PeopleError> {
        let Some(index) = entry else { return Ok(None) };
        let found = self
            .engine
            .timeline(account, Some(index.saturating_add(1)), 1)
            .await?;
        let found = found.into_iter().find(|entry| entry.index == index);
        Ok(found.and_then(|entry| Some(entry.record?.event.at)))
    }

    /// It was not them, says whoever holds the link of a message: everybody is signed out. `false` if the link is
    /// too old.
    pub async fn not_me(&self, visit: &Visit, link: &str) -> Result<bool, PeopleError> {
        let Ok(NotMe { account, at, .. }) = self.unseal(link) else {
            return Ok(false);
        };
        let name = self.secrets.hash_of(link);
        let denial = Denial {
            account: &account,
            from: None,
            since: at,
            key: format!("not-me-{}", hex::encode(name.get(..16).unwrap_or_default())),
        };
        self.deny(visit, &denial).await?;
        Ok(true)
    }

    /// It was not them, says somebody who is signed in: everybody else is signed out.
    pub async fn own_not_me(
        &self,
        visit: &Visit,
        who: &SignedIn,
        entry: Option<u64>,
    ) -> Result<(), PeopleError> {
        let at = self.happened_at(&who.account, entry).await?;
        let key = match (entry, at) {
            (Some(index), Some(_)) => format!("not-me-entry-{index}"),
            _ => self.id("not-me"),
        };
        let denial = Denial {
            account: &who.account,
            from: Some(&who.session),
            since: at.unwrap_or_else(|| self.engine.now()),
            key,
        };
        self.deny(visit, &denial).await
    }

    async fn deny(&self, visit: &Visit, denial: &Denial<'_>) -> Result<(), PeopleError> {
        let Denial {
            account, from, since, ..
        } = denial;
        let mut event = self.event(kinds::OWNER_ANSWERED, account, Some(visit))?;
        event.key = EventKey::new(&denial.key).map_err(|error| PeopleError::fault(&error))?;
        event.session = from.cloned();
        let event = event.with("answer", "not-me");
        let revoked = self.revocations(account, *since, visit).await?;
        let think = |_: &Seen| {
            let mut deed = Deed::of(event.clone());
            // Whatever the guard makes of the answer, what can be revoked is.
            deed.regardless.clone_from(&revoked);
            Ok::<_, PeopleError>((deed, ()))
        };
        let done = self.engine.act(account, visit.network(), think).await;
        let answer = match done {
            Ok((answer, ())) => answer,
            Err(error) => return Err(unrefused(error)?),
        };
        if answer.duplicate {
            return Ok(());
        }
        // The guard ends the sessions that it knows to be doubtful; the owner's word is enough for the others.
        self.end_other_sessions(account, *from, "owner-said-so", Some(visit))
            .await?;
        self.revoke_since(account, *since, visit).await?;
        self.tell(account, None, What::Denied, visit).await
    }

    /// The events that revoke every live token made since a moment.
    pub(crate) async fn revocations(
        &self,
        account: &AccountId,
        since: Moment,
        visit: &Visit,
    ) -> Result<Vec<Event>, PeopleError> {
        let tokens = self.tokens(account).await?;
        let made_since = tokens
            .into_iter()
            .filter(|token| token.live && token.made_at >= since);
        made_since
            .map(|token| {
                let event = self.event(kinds::TOKEN_REVOKED, account, Some(visit))?;
                Ok(event.with("token_id", token.id).with("because", "incident"))
            })
            .collect()
    }

    /// Revokes what was made between thinking of it and doing it.
    pub(crate) async fn revoke_since(
        &self,
        account: &AccountId,
        since: Moment,
        visit: &Visit,
    ) -> Result<(), PeopleError> {
        let mut events = self.revocations(account, since, visit).await?.into_iter();
        if let Some(first) = events.next() {
            self.engine.record(first, events.collect()).await?;
        }
        Ok(())
    }
}
