//! What somebody does at our own doors: an event like any other, with what else changes if it is allowed.
//!
//! A sign-in at a platform is an event that the platform tells of. A sign-in at the hosted pages is the same
//! event, but here the keychain is ours to read and the session ours to begin: so both change in the one commit
//! that records the event, or not at all. What is done is thought out anew whenever somebody else changed the
//! account in between, so that two people at once never act on the same old facts.

use std::convert::Infallible;

use guard::{Mode, NetworkFacts};
use store::{Ask, Bearer, CommitError, Name};
use vocabulary::{AccountId, Event, Judgement, Moment, Network, Record, Verdict};
use zeroize::Zeroizing;

use crate::enforce::{Answer, EnforceError, MOST_TRIES, answer_of, ends_of};
use crate::judge::judge;
use crate::{Engine, EngineError, State};

/// What a deed is thought out from.
#[derive(Debug, Clone)]
pub struct Seen {
    /// The account's state; the empty one where there is no account yet.
    pub state: State,
    /// Whether there is such an account.
    pub exists: bool,
    /// The account's keychain, opened.
    pub keychain: Option<Zeroizing<Vec<u8>>>,
    /// When.
    pub now: Moment,
}

/// What is done, and what changes with it.
#[derive(Debug)]
pub struct Deed {
    /// The event that is decided on.
    pub event: Event,
    /// What happens besides, where the answer is to allow; recorded after all that follows from the event.
    pub also: Vec<Event>,
    /// What happens besides, whatever the answer is.
    pub regardless: Vec<Event>,
    /// What changes where the answer is to allow.
    pub allowed: Keeps,
    /// What changes where it is not.
    pub refused: Keeps,
    /// All that changes where nothing is heard before some time has passed, in the place of `regardless` and
    /// `refused`; as those say, where nothing is said here.
    pub unheard: Option<Keeps>,
}

impl Deed {
    /// A deed that changes nothing but the facts.
    pub fn of(event: Event) -> Self {
        Self {
            event,
            also: Vec::new(),
            regardless: Vec::new(),
            allowed: Keeps::default(),
            refused: Keeps::default(),
            unheard: None,
        }
    }
}

/// What an account has besides its facts, as a deed changes it. Sessions and tokens end by the events that say so.
#[derive(Debug, Default)]
pub struct Keeps {
    /// The new keychain, in the clear; it is sealed under the account's key before it is stored.
    pub keychain: Option<Zeroizing<Vec<u8>>>,
    /// Names under which the account is found from now on.
    pub claims: Vec<Name>,
    /// Names given up.
    pub releases: Vec<Name>,
    /// New secrets that act for the account.
    pub issues: Vec<Bearer>,
}

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum ActError<E> {
    /// Thinking it out said no; nothing was recorded.
    #[error("it was not done")]
    Refused(E),
    /// A name is another account's; nothing was recorded.
    #[error("a name is another account's")]
    Taken,
    /// As with any other event.
    #[error(transparent)]
    Enforce(#[from] EnforceError),
}

impl<E> From<EngineError> for ActError<E> {
    fn from(error: EngineError) -> Self {
        Self::Enforce(EnforceError::Engine(error))
    }
}

/// What a keychain is sealed as.
const KEYCHAIN: &[u8] = b"keychain";

impl Engine {
    /// Does what `think` makes of what is seen: one read, one pure decision, one commit. `network` is where the
    /// request comes from. `think` may be called several times.
    pub async fn act<T, E>(
        &self,
        account: &AccountId,
        network: Option<Network>,
        think: impl Fn(&Seen) -> Result<(Deed, T), E>,
    ) -> Result<(Answer, T), ActError<E>> {
        let stated = self.stated();
        let mut turn = None;
        for _ in 0..MOST_TRIES {
            let now = self.now();
            let facts = self.store.facts(ask(account, network, now)).await;
            let facts = facts.map_err(EngineError::Store)?;
            let seen = self.seen(account, facts.account.as_ref(), facts.keychain, now)?;
            let (deed, outcome) = think(&seen).map_err(ActError::Refused)?;
            let summed = NetworkFacts::sum(facts.network.iter().map(|(_, slot, count)| (*slot, *count)));
            let mut state = seen.state;
            let mut judged = judge(
                &stated,
                &mut state,
                Some(summed),
                deed.event.clone(),
                Mode::Ask,
                now,
            );
            let allowed = judged.verdict() == Verdict::Allow;
            let unheard = deed.unheard.filter(|_| judged.has_to_wait() && !allowed);
            let also = deed.also.into_iter().filter(|_| allowed);
            let regardless = deed.regardless.into_iter().filter(|_| unheard.is_none());
            for event in also.chain(regardless) {
                let record = Record {
                    event,
                    judgement: None,
                };
                judged.take(&stated, &mut state, record);
            }
            let keeps = match unheard {
                Some(unheard) => unheard,
                None if allowed => deed.allowed,
                None => deed.refused,
            };
            let (mut commit, key) = self.commit_of(&deed.event, facts.account, &state, &judged)?;
            commit.belongings = store::Belongings {
                keychain: self.seal_keychain(&key, keeps.keychain)?,
                releases: keeps.releases,
                claims: keeps.claims,
                issues: keeps.issues,
                ends: ends_of(&judged),
            };
            match self.store.commit(commit).await {
                Ok(receipt) => return Ok((answer_of(judged, receipt.first_index), outcome)),
                Err(CommitError::Conflict) => {}
                Err(CommitError::Taken) => return Err(ActError::Taken),
                Err(CommitError::Duplicate) => {
                    let mut again = ask(account, None, now);
                    again.key = Some(deed.event.key.clone());
                    let facts = self.store.facts(again).await.map_err(EngineError::Store)?;
                    return Ok((self.answered(facts).await?, outcome));
                }
                Err(CommitError::Store(error)) => return Err(EngineError::Store(error).into()),
            }
            if turn.is_none() {
                turn = self.turns.take(account).await;
            }
        }
        Err(EnforceError::Crowded(account.to_string()).into())
    }

    /// What is there of an account, to be looked at.
    pub async fn see(&self, account: &AccountId) -> Result<Seen, EngineError> {
        let now = self.now();
        let facts = self.store.facts(ask(account, None, now)).await?;
        self.seen(account, facts.account.as_ref(), facts.keychain, now)
    }

    /// What would be answered to an event, without recording that it was asked.
    pub async fn peek(&self, event: &Event) -> Result<Judgement, EngineError> {
        let now = self.now();
        let facts = self
            .store
            .facts(ask(&event.account, event.from.network(), now))
            .await?;
        let summed = NetworkFacts::sum(facts.network.iter().map(|(_, slot, count)| (*slot, *count)));
        let mut state = self
            .seen(&event.account, facts.account.as_ref(), None, now)?
            .state;
        let judged = judge(
            &self.stated(),
            &mut state,
            Some(summed),
            event.clone(),
            Mode::Ask,
            now,
        );
        Ok(answer_of(judged, None).judgement)
    }

    /// As [`Engine::act`], for what is thought out beforehand and never refused.
    pub async fn record(&self, event: Event, also: Vec<Event>) -> Result<Answer, EnforceError> {
        let (account, network) = (event.account.clone(), event.from.network());
        let think = |_: &Seen| {
            let mut deed = Deed::of(event.clone());
            deed.also.clone_from(&also);
            Ok::<_, Infallible>((deed, ()))
        };
        match self.act(&account, network, think).await {
            Ok((answer, ())) => Ok(answer),
            Err(ActError::Enforce(error)) => Err(error),
            Err(ActError::Refused(never)) => match never {},
            // A deed without names takes nobody's.
            Err(ActError::Taken) => Err(EnforceError::Crowded(account.to_string())),
        }
    }

    fn seen(
        &self,
        account: &AccountId,
        row: Option<&store::AccountRow>,
        keychain: Option<Vec<u8>>,
        now: Moment,
    ) -> Result<Seen, EngineError> {
        let damaged = |what: &str| EngineError::Damaged(format!("account `{account}`: {what}"));
        let Some(row) = row else {
            return Ok(Seen {
                state: State::default(),
                exists: false,
                keychain: None,
                now,
            });
        };
        let state = State::decode(&row.state).map_err(|error| damaged(&error.to_string()))?;
        let keychain = match keychain {
            Some(sealed) => {
                let key = self.unwrap_key(account, row.wrapped_key.clone())?;
                let opened = key.open_aside(KEYCHAIN, &sealed);
                Some(opened.ok_or_else(|| damaged("its keychain does not open"))?)
            }
            None => None,
        };
        Ok(Seen {
            state,
            exists: true,
            keychain,
            now,
        })
    }

    fn seal_keychain(
        &self,
        key: &ledger::keys::DataKey,
        keychain: Option<Zeroizing<Vec<u8>>>,
    ) -> Result<Option<Vec<u8>>, EngineError> {
        let sealed = keychain.map(|text| key.seal_aside(&self.random(), KEYCHAIN, &text));
        sealed
            .transpose()
            .map_err(|error| EngineError::Damaged(error.to_string()))
    }
}

fn ask(account: &AccountId, network: Option<Network>, now: Moment) -> Ask {
    Ask {
        account: account.clone(),
        key: None,
        network: network.map(|network| (network, NetworkFacts::earliest(now))),
        keychain: true,
    }
}
