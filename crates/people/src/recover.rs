//! Getting back into an account: a link in the mailbox, one more proof, a wait in which the owner can object, then new
//! protection in the place of the old.
//!
//! Whoever asks goes on in a ticket of their own; nothing is recorded of an account, and nobody is told, before enough
//! was proved. So a stranger who merely asks changes nothing, and learns nothing.

use credentials::address::EmailAddress;
use credentials::keychain::Keychain;
use credentials::webauthn::{Assertion, UserVerification};
use engine::{ActError, Deed, Keeps, Seen};
use hosted::What;
use hosted::mail::Message;
use identity::{Label, Proved, Recovery, RecoveryId, Stage};
use serde::{Deserialize, Serialize};
use vocabulary::{AccountId, Event, Factor, FactorSet, Moment, Span, catalogue::kinds};

use crate::enter::{Tried, kept, usable};
use crate::keyring::{is_known_device, keychain_of};
use crate::page::Challenge;
use crate::session::SignedIn;
use crate::sign_up::{Newcomer, OnTheWay};
use crate::ticket::{Ticket, TicketError};
use crate::visit::Visit;
use crate::{People, PeopleError, unrefused};

/// For how long the link of a recovery works.
pub const LINK_LIFE: Span = Span::from_hours(24);

/// The link that shows that somebody reads an account's mailbox.
#[derive(Serialize, Deserialize)]
struct RecoveryLink {
    account: AccountId,
    address: String,
}

impl Ticket for RecoveryLink {
    const PURPOSE: &'static str = "recovery link";
    const LIFE: Span = LINK_LIFE;
}

/// Somebody who is getting back in.
#[derive(Serialize, Deserialize)]
struct Recovering {
    account: AccountId,
    address: String,
    recovery: Recovery,
}

impl Ticket for Recovering {
    const PURPOSE: &'static str = "recovering";
    const LIFE: Span = Span::from_days(11);
}

/// The link that stops a recovery.
#[derive(Serialize, Deserialize)]
struct VetoLink {
    account: AccountId,
    recovery: RecoveryId,
}

impl Ticket for VetoLink {
    const PURPOSE: &'static str = "veto";
    const LIFE: Span = Span::from_days(11);
}

/// How a recovery stands, for whoever is getting back in.
#[derive(Debug)]
pub enum Progress {
    /// More has to be proved.
    More {
        /// What was proved so far.
        proved: Proved,
        /// Codes and passphrases that can come next.
        factors: FactorSet,
        /// What the browser is asked for a key, where one can come next.
        key_options: Option<String>,
        /// The address whose mailbox was proved.
        address: String,
        /// How long it will wait.
        wait: Span,
    },
    /// Enough is proved, and it waits.
    Waiting {
        /// Since when.
        since: Moment,
        /// Until when.
        ready_at: Moment,
        /// Until when it can be finished.
        lapses_at: Moment,
        /// Whether a strong factor made it shorter.
        is_shortened: bool,
        /// Who was told, masked.
        told: Vec<String>,
    },
    /// The wait is over: this ticket leads to new protection.
    Ready {
        /// To go on with.
        ticket: String,
    },
    /// It was stopped, lapsed, or never was one.
    Over,
}

/// A recovery as whoever can stop it sees it.
#[derive(Debug)]
pub struct Stoppable {
    /// When enough was proved.
    pub since: Moment,
    /// When it would be over.
    pub ready_at: Moment,
}

/// What a further proof came to.
#[derive(Debug)]
pub enum Further {
    /// It was right; go on with this ticket.
    Right(String),
    /// It was not.
    Wrong,
    /// Not heard before this time has passed.
    Wait(Span),
    /// The way is too old.
    StartAgain,
}

impl People {
    /// Begins: a letter goes to the address, if there is such an account. The answer is the same either way.
    pub async fn begin_recovery(&self, visit: &Visit, address: &str) -> Result<(), PeopleError> {
        let Ok(address) = address.trim().parse::<EmailAddress>() else {
            return Ok(());
        };
        let name = self.name_of_address(&address);
        if !self.limits.allow(name, visit.network(), self.engine.now()) {
            return Ok(());
        }
        let Some(account) = self.engine.store().named(name).await? else {
            return Ok(());
        };
        let link = self.seal(&RecoveryLink {
            account,
            address: address.as_str().to_owned(),
        })?;
        let message = Message::RecoveryLink {
            link,
            works_for: LINK_LIFE,
        };
        // In the background, so that the time in which this is answered does not tell that there is a letter.
        self.send_later(&address, message, visit);
        Ok(())
    }

    /// Whose mailbox the link was sent to. Looking changes nothing.
    pub fn look_at_recovery(&self, link: &str) -> Result<String, TicketError> {
        let RecoveryLink { address, .. } = self.unseal(link)?;
        Ok(address)
    }

    /// The button behind the link: the mailbox is proved. An account without a second factor waits from here on.
    pub async fn go_on_with_recovery(
        &self,
        visit: &Visit,
        link: &str,
    ) -> Result<Result<String, TicketError>, PeopleError> {
        let RecoveryLink { account, address } = match self.unseal(link) {
            Ok(link) => link,
            Err(error) => return Ok(Err(error)),
        };
        let seen = self.engine.see(&account).await?;
        let device = identity::Device::of(&visit.from);
        let enrolled = seen.state.facts.protection.enrolled();
        let mut recovery = Recovery::ask(RecoveryId::new(self.engine.random()), seen.now, device, enrolled);
        if recovery.prove_mailbox(seen.now, &self.settings.access).is_err() {
            return Ok(Err(TicketError::Expired));
        }
        let recovering = Recovering {
            account,
            address,
            recovery,
        };
        self.proved(visit, &recovering).await.map(Ok)
    }

    /// Takes note of a proof: once it is enough, that is recorded, and every address is told.
    async fn proved(&self, visit: &Visit, recovering: &Recovering) -> Result<String, PeopleError> {
        let Recovering {
            account, recovery, ..
        } = recovering;
        let now = self.engine.now();
        let seen = self.engine.see(account).await?;
        let standing = seen
            .state
            .facts
            .protection
            .recovery()
            .filter(|standing| standing.is_open(now));
        let better = standing.is_none_or(|standing| recovery.outranks(standing, now));
        if let Stage::Waiting { ready_at, .. } = recovery.stage(now)
            && better
        {
            let event = self.event(kinds::RECOVERY_ASKED, account, Some(visit))?;
            let event = asked(event, recovery, ready_at);
            self.engine.record(event, Vec::new()).await?;
            let veto = self.seal(&VetoLink {
                account: account.clone(),
                recovery: recovery.id(),
            })?;
            let message = Message::RecoveryAsked {
                at: now,
                agent: visit.from.agent.as_deref().map(str::to_owned),
                place: visit.network().map(|network| network.to_string()),
                ready_at,
                veto,
            };
            self.notify(account, &message, visit).await?;
        }
        self.seal(recovering)
    }

    /// How it stands.
    pub async fn recovery_progress(
        &self,
        ticket: &str,
        challenge: Challenge,
    ) -> Result<Progress, PeopleError> {
        let Ok(Recovering {
            account,
            address,
            recovery,
        }) = self.unseal(ticket)
        else {
            return Ok(Progress::Over);
        };
        let seen = self.engine.see(&account).await?;
        let Some(keychain) = keychain_of(&seen)? else {
            return Ok(Progress::Over);
        };
        let rules = &self.settings.access;
        if rules.opens(recovery.proved(), recovery.enrolled()).is_none() {
            return self.more(&seen, &keychain, &recovery, address, challenge);
        }
        // Whichever try of equal worth has waited longest counts: what was proved is the same.
        let standing = seen.state.facts.protection.recovery();
        let stage = standing.map(|standing| (standing, standing.stage(seen.now)));
        let Some((standing, Stage::Waiting { since, ready_at })) = stage else {
            return Ok(Progress::Over);
        };
        if ready_at <= seen.now {
            let way = OnTheWay {
                newcomer: Newcomer::Recovered {
                    account,
                    recovery: standing.id(),
                },
                handle: *keychain.handle(),
                chosen: None,
            };
            return Ok(Progress::Ready {
                ticket: self.seal(&way)?,
            });
        }
        Ok(Progress::Waiting {
            since,
            ready_at,
            lapses_at: standing.lapses_at().unwrap_or(ready_at),
            is_shortened: ready_at.since(since) < rules.wait,
            told: keychain.told(seen.now).map(masked).collect(),
        })
    }

    fn more(
        &self,
        seen: &Seen,
        keychain: &Keychain,
        recovery: &Recovery,
        address: String,
        challenge: Challenge,
    ) -> Result<Progress, PeopleError> {
        let proved = recovery.proved();
        let left = seen.state.facts.protection.factors().iter();
        let left: FactorSet = left.filter(|factor| !proved.factors.contains(*factor)).collect();
        let keys = left.contains(Factor::Passkey) || left.contains(Factor::SecurityKey);
        Ok(Progress::More {
            proved,
            factors: left,
            key_options: if keys {
                self.key_options(keychain, challenge)?
            } else {
                None
            },
            address,
            wait: self.settings.access.wait,
        })
    }

    /// Proves one more thing with a code.
    pub async fn recover_with_code(
        &self,
        visit: &Visit,
        ticket: &str,
        factor: Factor,
        typed: &str,
    ) -> Result<Further, PeopleError> {
        let try_it = |keychain: &mut Keychain, seen: &Seen| {
            let known = is_known_device(seen, visit);
            match self.try_code(keychain, known, factor, typed, seen.now) {
                Some(Tried::Proved(_)) => Some(factor),
                _ => None,
            }
        };
        self.recover_with(visit, ticket, factor, try_it).await
    }

    /// Proves one more thing with a key.
    pub async fn recover_with_key(
        &self,
        visit: &Visit,
        ticket: &str,
        challenge: Challenge,
        answer: &str,
    ) -> Result<Further, PeopleError> {
        let Ok(answer) = Assertion::parse(answer) else {
            return Ok(Further::Wrong);
        };
        let try_it = |keychain: &mut Keychain, seen: &Seen| {
            let touched = self.touch(
                keychain,
                challenge,
                &answer,
                UserVerification::Preferred,
                seen.now,
            );
            touched.map(|touched| touched.factor())
        };
        self.recover_with(visit, ticket, Factor::SecurityKey, try_it)
            .await
    }

    /// Proves one more thing with the passphrase.
    pub async fn recover_with_passphrase(
        &self,
        visit: &Visit,
        ticket: &str,
        typed: &str,
    ) -> Result<Further, PeopleError> {
        let Ok(recovering) = self.unseal::<Recovering>(ticket) else {
            return Ok(Further::StartAgain);
        };
        if let Some(wait) = self.wait_of(&recovering.account, visit).await? {
            return Ok(Further::Wait(wait));
        }
        let right = self.is_passphrase(&recovering.account, visit, typed).await?;
        let try_it = |keychain: &mut Keychain, seen: &Seen| {
            let known = is_known_device(seen, visit);
            let held = keychain.of_factor(Factor::Passphrase).map(|held| held.id).next();
            let held = held.and_then(|id| keychain.authenticator_mut(id));
            if let Some(held) = held.filter(|held| !right && held.is_accepted(known)) {
                held.failed();
            }
            right.then_some(Factor::Passphrase)
        };
        self.recover_with(visit, ticket, Factor::Passphrase, try_it).await
    }

    async fn recover_with(
        &self,
        visit: &Visit,
        ticket: &str,
        tried: Factor,
        try_it: impl Fn(&mut Keychain, &Seen) -> Option<Factor>,
    ) -> Result<Further, PeopleError> {
        let Ok(mut recovering) = self.unseal::<Recovering>(ticket) else {
            return Ok(Further::StartAgain);
        };
        let account = recovering.account.clone();
        if let Some(wait) = self.wait_of(&account, visit).await? {
            return Ok(Further::Wait(wait));
        }
        // It is recorded as what it is, a try to get in with one factor, so that it is throttled like any other.
        let event = self.event(kinds::SIGN_IN_ATTEMPTED, &account, Some(visit))?;
        let think = |seen: &Seen| -> Result<(Deed, Option<Factor>), Option<PeopleError>> {
            let mut keychain = keychain_of(seen)?.ok_or(None)?;
            let before = usable(&keychain);
            let proved = try_it(&mut keychain, seen);
            let event = match (proved, tried) {
                (Some(_), _) => event.clone().with("password", "none").with("let_in", false),
                (None, Factor::Passphrase) => event.clone().with("password", "wrong"),
                (None, _) => event
                    .clone()
                    .with("password", "none")
                    .with("failed", tried.name()),
            };
            let mut deed = Deed::of(event);
            deed.regardless = self.disabled(&before, &keychain, &account, visit)?;
            deed.allowed = kept(&keychain)?;
            deed.refused = kept(&keychain)?;
            deed.unheard = proved.is_none().then(Keeps::default);
            Ok((deed, proved))
        };
        let Some(proved) = self.act_quietly(&account, visit, think).await? else {
            return Ok(Further::StartAgain);
        };
        let Some(factor) = proved else {
            return Ok(Further::Wrong);
        };
        let now = self.engine.now();
        if recovering
            .recovery
            .prove_factor(factor, now, &self.settings.access)
            .is_err()
        {
            return Ok(Further::StartAgain);
        }
        self.proved(visit, &recovering).await.map(Further::Right)
    }

    /// Does a deed whose verdict does not matter: what was proved towards a recovery opens nothing by itself.
    async fn act_quietly<T>(
        &self,
        account: &AccountId,
        visit: &Visit,
        think: impl Fn(&Seen) -> Result<(Deed, T), Option<PeopleError>>,
    ) -> Result<Option<T>, PeopleError> {
        match self.engine.act(account, visit.network(), think).await {
            Ok((_, outcome)) => Ok(Some(outcome)),
            Err(ActError::Refused(None)) => Ok(None),
            Err(error) => match unrefused(error)? {
                Some(error) => Err(error),
                None => Ok(None),
            },
        }
    }

    /// The recovery that a link stops, as long as it can be stopped. Looking changes nothing.
    pub async fn look_at_veto(&self, link: &str) -> Result<Option<Stoppable>, PeopleError> {
        let Ok(VetoLink { account, recovery }) = self.unseal(link) else {
            return Ok(None);
        };
        self.stoppable(&account, Some(recovery)).await
    }

    /// The recovery of one's own account that waits.
    pub async fn own_recovery(&self, who: &SignedIn) -> Result<Option<Stoppable>, PeopleError> {
        self.stoppable(&who.account, None).await
    }

    async fn stoppable(
        &self,
        account: &AccountId,
        id: Option<RecoveryId>,
    ) -> Result<Option<Stoppable>, PeopleError> {
        let seen = self.engine.see(account).await?;
        let standing = seen.state.facts.protection.recovery();
        let standing = standing.filter(|standing| id.is_none_or(|id| standing.id() == id));
        Ok(standing.and_then(|standing| match standing.stage(seen.now) {
            Stage::Waiting { since, ready_at } => Some(Stoppable { since, ready_at }),
            _ => None,
        }))
    }

    /// Stops a recovery with the link in a message; whether there was one to be stopped.
    pub async fn veto(&self, visit: &Visit, link: &str) -> Result<bool, PeopleError> {
        let Ok(VetoLink { account, recovery }) = self.unseal(link) else {
            return Ok(false);
        };
        if self.stoppable(&account, Some(recovery)).await?.is_none() {
            return Ok(false);
        }
        self.vetoed(visit, &account, "objection-link").await
    }

    /// Stops the recovery of one's own account.
    pub async fn veto_own(&self, visit: &Visit, who: &SignedIn) -> Result<bool, PeopleError> {
        if self.own_recovery(who).await?.is_none() {
            return Ok(false);
        }
        self.vetoed(visit, &who.account, "session").await
    }

    async fn vetoed(&self, visit: &Visit, account: &AccountId, with: &str) -> Result<bool, PeopleError> {
        let event = self.event(kinds::RECOVERY_VETOED, account, Some(visit))?;
        self.engine
            .record(event.with("with", with.to_owned()), Vec::new())
            .await?;
        self.tell(account, None, What::RecoveryVetoed, visit).await?;
        Ok(true)
    }

    /// One of the staff agrees that an account be handed back; the second different one makes it wait. Every address
    /// is told.
    pub async fn agree_to_recovery(
        &self,
        account: &AccountId,
        staff: &str,
    ) -> Result<Result<Stage, String>, PeopleError> {
        let seen = self.engine.see(account).await?;
        if seen.keychain.is_none() {
            return Ok(Err(format!("account `{account}` is not kept here")));
        }
        if let Err(error) = Label::new(staff) {
            return Ok(Err(error.to_string()));
        }
        let protection = &seen.state.facts.protection;
        let open = protection
            .recovery()
            .filter(|recovery| recovery.is_open(seen.now));
        if let Some(Stage::Waiting { ready_at, .. }) = open.map(|open| open.stage(seen.now)) {
            return Ok(Err(format!(
                "a recovery of this account waits already, until {ready_at}"
            )));
        }
        let agreed = open.is_some_and(|open| open.agreed().iter().any(|name| name.as_str() == staff));
        if agreed {
            return Ok(Err(format!(
                "`{staff}` has agreed already; a second person has to"
            )));
        }
        let id = open.map_or_else(|| RecoveryId::new(self.engine.random()), Recovery::id);
        let event = self.event(kinds::RECOVERY_PROVED, account, None)?;
        let event = event
            .with("recovery_id", id.to_string())
            .with("staff_id", staff.to_owned())
            .with("enrolled", names(protection.enrolled()));
        self.engine.record(event, Vec::new()).await?;
        let seen = self.engine.see(account).await?;
        let stage = seen
            .state
            .facts
            .protection
            .recovery()
            .map(|recovery| recovery.stage(seen.now));
        if let Some(Stage::Waiting { ready_at, .. }) = stage {
            let veto = self.seal(&VetoLink {
                account: account.clone(),
                recovery: id,
            })?;
            let message = Message::RecoveryAsked {
                at: seen.now,
                agent: None,
                place: None,
                ready_at,
                veto,
            };
            self.notify(account, &message, &Visit::default()).await?;
        }
        Ok(Ok(stage.unwrap_or(Stage::Asked)))
    }

    /// The link with which somebody finishes a recovery that two of the staff agreed to, once its wait is over.
    pub async fn finishing_link(&self, account: &AccountId) -> Result<Option<String>, PeopleError> {
        let seen = self.engine.see(account).await?;
        let standing = seen.state.facts.protection.recovery().cloned();
        let ready = standing.filter(|standing| {
            standing.proved().staff_pair
                && matches!(standing.stage(seen.now), Stage::Waiting { ready_at, .. } if ready_at <= seen.now)
        });
        let Some(recovery) = ready else { return Ok(None) };
        let ticket = self.seal(&Recovering {
            account: account.clone(),
            address: String::new(),
            recovery,
        })?;
        let path = hosted::paths::with_link(hosted::paths::RECOVER_WAITING, &ticket);
        Ok(Some(format!("{}{path}", self.settings.public_url)))
    }
}

fn asked(event: Event, recovery: &Recovery, ready_at: Moment) -> Event {
    event
        .with("recovery_id", recovery.id().to_string())
        .with("proved", recovery.proved().to_text())
        .with("enrolled", names(recovery.enrolled()))
        .with("ready_at", ready_at)
}

fn names(factors: FactorSet) -> String {
    let names: Vec<&str> = factors.iter().map(Factor::name).collect();
    names.join(" ")
}

/// An address as it may be shown to whoever is here: `a…@example.com`.
fn masked(address: &EmailAddress) -> String {
    let first = address.as_str().chars().next().unwrap_or('?');
    format!("{first}…@{}", address.domain())
}
