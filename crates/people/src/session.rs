//! Sessions with the hosted pages: opaque, hashed in the store, replaced at every sign-in, limited twice.
//!
//! A session's secret is known to the browser's cookie alone. That it is over is an event like any other
//! (`session.ended`), and the secret ends in the same commit. Idleness is watched here, in memory, and noted in
//! the store from time to time: a node that is lost forgets at most [`NOTE_EVERY`] of it.

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use parking_lot::Mutex;
use serde::{Deserialize, Serialize};
use store::{Bearer, BearerKind};
use vocabulary::{AccountId, Event, FactorSet, Moment, SessionId, Span, catalogue::kinds};
use zeroize::Zeroizing;

use crate::enter::{Due, due};
use crate::visit::Visit;
use crate::{People, PeopleError};

/// How long the notes on who was seen may wait before they are stored.
pub const NOTE_EVERY: Span = Span::from_seconds(10);
/// How long after the last note a session is noted again: that much later at most it is taken for idle.
const NOTE_SESSION: Span = Span::from_minutes(1);
/// The same for a token: its last use is told that exactly.
const NOTE_TOKEN: Span = Span::from_minutes(5);
/// Notes that are stored in one go, so that nobody's commit waits for all of them.
const NOTED_AT_ONCE: usize = 500;
/// For how long what is over stays listed.
const KEPT_AFTER_THE_END: Span = Span::from_days(30);

/// A person who is signed in.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Who.
    pub account: AccountId,
    /// In which session.
    pub session: SessionId,
    /// Since when.
    pub since: Moment,
    /// What the session was begun with.
    pub begun: Begun,
}

/// What is remembered of how a session began, for the list of sessions that its owner sees.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Begun {
    /// The browser, as it names itself.
    #[serde(default)]
    pub agent: Option<String>,
    /// The network, shortened as everywhere.
    #[serde(default)]
    pub network: Option<String>,
    /// The device's id.
    #[serde(default)]
    pub device: Option<String>,
    /// The passphrase is known from a breach: nothing but changing it is open in this session.
    #[serde(default)]
    pub must_change: bool,
}

/// A new session: its secret goes to the browser once, its hash into the store.
pub(crate) struct Fresh {
    pub(crate) id: SessionId,
    pub(crate) secret: Zeroizing<String>,
    pub(crate) bearer: Bearer,
}

/// One session as its owner sees it.
#[derive(Debug, Clone)]
pub struct Listed {
    /// Which.
    pub id: SessionId,
    /// How it began.
    pub begun: Begun,
    /// Since when.
    pub since: Moment,
    /// When it was last used.
    pub seen: Moment,
    /// When it ends by itself at the latest.
    pub until: Moment,
}

/// Who was seen when, not yet noted in the store.
#[derive(Debug, Default)]
pub(crate) struct Sightings(Mutex<HashMap<[u8; 32], Moment>>);

impl Sightings {
    /// Takes note that a session or token was used, unless the store knows of a moment shortly before.
    pub(crate) fn note(&self, bearer: &Bearer, at: Moment) {
        let enough = match bearer.kind {
            BearerKind::Session => NOTE_SESSION,
            BearerKind::Token => NOTE_TOKEN,
        };
        if bearer.seen_at.is_none_or(|noted| at.since(noted) >= enough) {
            self.put(bearer.hash, at);
        }
    }

    fn put(&self, hash: [u8; 32], at: Moment) {
        let mut seen = self.0.lock();
        let last = seen.entry(hash).or_insert(at);
        *last = (*last).max(at);
    }

    fn last(&self, hash: &[u8; 32]) -> Option<Moment> {
        self.0.lock().get(hash).copied()
    }

    fn take(&self) -> Vec<([u8; 32], Moment)> {
        self.0.lock().drain().collect()
    }

    fn give_back(&self, seen: &[([u8; 32], Moment)]) {
        for (hash, at) in seen {
            self.put(*hash, *at);
        }
    }
}

impl People {
    /// A new session for an account; it begins with the commit that stores its bearer.
    pub(crate) fn fresh_session(
        &self,
        account: &AccountId,
        visit: &Visit,
        now: Moment,
        must_change: bool,
    ) -> Result<Fresh, PeopleError> {
        let secret = Zeroizing::new(URL_SAFE_NO_PAD.encode(self.engine.random::<32>()));
        let id = SessionId::new(&self.id("hs")).map_err(|error| PeopleError::fault(&error))?;
        let begun = Begun {
            agent: visit.from.agent.as_deref().map(str::to_owned),
            network: visit.network().map(|network| network.to_string()),
            device: visit.device().map(ToString::to_string),
            must_change,
        };
        let bearer = Bearer {
            hash: self.secrets.hash_of(&secret),
            account: account.clone(),
            kind: BearerKind::Session,
            id: id.to_string(),
            body: serde_json::to_vec(&begun).map_err(|error| PeopleError::fault(&error))?,
            made_at: now,
            expires_at: now + self.settings.session_life,
            ended_at: None,
            seen_at: Some(now),
        };
        Ok(Fresh { id, secret, bearer })
    }

    /// Whose session a cookie opens, if any: not ended, not idle for too long, not too old.
    pub async fn signed_in(&self, secret: &str) -> Result<Option<SignedIn>, PeopleError> {
        if secret.len() > 64 {
            return Ok(None);
        }
        let now = self.engine.now();
        let hash = self.secrets.hash_of(secret);
        let Some(bearer) = self.engine.store().bearer(hash).await? else {
            return Ok(None);
        };
        if bearer.kind != BearerKind::Session || !bearer.is_live(now) {
            return Ok(None);
        }
        if self.is_idle(&bearer, now) {
            let session = session_of(&bearer)?;
            self.end_session(&bearer.account, &session, "expired", None)
                .await?;
            return Ok(None);
        }
        self.sightings.note(&bearer, now);
        Ok(Some(SignedIn {
            session: session_of(&bearer)?,
            begun: serde_json::from_slice(&bearer.body).unwrap_or_default(),
            since: bearer.made_at,
            account: bearer.account,
        }))
    }

    /// What somebody has to do before anything else is open to them, as their account stands now: it ends with the
    /// doing, in every session of theirs.
    pub async fn due(&self, who: &SignedIn) -> Result<Option<Due>, PeopleError> {
        if who.begun.must_change {
            return Ok(Some(Due::NewPassphrase));
        }
        let seen = self.engine.see(&who.account).await?;
        Ok(due(&seen, false))
    }

    fn last_seen(&self, bearer: &Bearer) -> Moment {
        let noted = bearer.seen_at.unwrap_or(bearer.made_at);
        self.sightings.last(&bearer.hash).unwrap_or(noted).max(noted)
    }

    fn is_idle(&self, bearer: &Bearer, now: Moment) -> bool {
        now.since(self.last_seen(bearer)) > self.settings.session_idle
    }

    /// What an account can prove itself with now.
    pub async fn protection(&self, account: &AccountId) -> Result<FactorSet, PeopleError> {
        let seen = self.engine.see(account).await?;
        Ok(seen.state.facts.protection.factors())
    }

    /// The live sessions of an account, newest first.
    pub async fn sessions(&self, account: &AccountId) -> Result<Vec<Listed>, PeopleError> {
        let now = self.engine.now();
        let bearers = self.engine.store().bearers(account).await?;
        let live = bearers.into_iter().filter(|bearer| {
            bearer.kind == BearerKind::Session && bearer.is_live(now) && !self.is_idle(bearer, now)
        });
        live.map(|bearer| {
            Ok(Listed {
                id: session_of(&bearer)?,
                begun: serde_json::from_slice(&bearer.body).unwrap_or_default(),
                since: bearer.made_at,
                seen: self.last_seen(&bearer),
                until: bearer.expires_at,
            })
        })
        .collect()
    }

    /// Ends one session, for a reason of the catalogue's. One that is over already stays so.
    pub async fn end_session(
        &self,
        account: &AccountId,
        session: &SessionId,
        because: &str,
        visit: Option<&Visit>,
    ) -> Result<(), PeopleError> {
        let event = self.session_ended(account, session, because, visit)?;
        self.engine.record(event, Vec::new()).await?;
        Ok(())
    }

    /// Ends every session of an account but one, hosted or told of by the platform; says how many those were.
    pub async fn end_other_sessions(
        &self,
        account: &AccountId,
        but: Option<&SessionId>,
        because: &str,
        visit: Option<&Visit>,
    ) -> Result<usize, PeopleError> {
        let events = self.endings(account, but, because, visit).await?;
        let count = events.len();
        let mut events = events.into_iter();
        if let Some(first) = events.next() {
            self.engine.record(first, events.collect()).await?;
        }
        Ok(count)
    }

    /// The events that end every session of an account but one.
    pub(crate) async fn endings(
        &self,
        account: &AccountId,
        but: Option<&SessionId>,
        because: &str,
        visit: Option<&Visit>,
    ) -> Result<Vec<Event>, PeopleError> {
        let seen = self.engine.see(account).await?;
        let bearers = self.engine.store().bearers(account).await?;
        let now = self.engine.now();
        // One that grew too old has ended by itself, and no event said so.
        let is_over = |id: &SessionId| {
            let mut known = bearers
                .iter()
                .filter(|bearer| bearer.kind == BearerKind::Session && bearer.id == id.as_str());
            known.any(|bearer| !bearer.is_live(now))
        };
        let told = seen.state.facts.account.sessions().iter();
        let mut ids: Vec<SessionId> = told
            .filter(|session| session.is_live() && !is_over(&session.id))
            .map(|session| session.id.clone())
            .collect();
        let hosted = self.sessions(account).await?;
        ids.extend(hosted.into_iter().map(|listed| listed.id));
        ids.sort();
        ids.dedup();
        ids.iter()
            .filter(|id| Some(*id) != but)
            .map(|id| self.session_ended(account, id, because, visit))
            .collect()
    }

    pub(crate) fn session_ended(
        &self,
        account: &AccountId,
        session: &SessionId,
        because: &str,
        visit: Option<&Visit>,
    ) -> Result<Event, PeopleError> {
        let mut event = self.event(kinds::SESSION_ENDED, account, visit)?;
        event.session = Some(session.clone());
        Ok(event.with("because", because.to_owned()))
    }

    /// Stores who was seen when. Called every [`NOTE_EVERY`], and before stopping.
    pub async fn note_sightings(&self) -> Result<(), PeopleError> {
        let seen = self.sightings.take();
        let mut left = seen.as_slice();
        while !left.is_empty() {
            let (now, later) = left.split_at(left.len().min(NOTED_AT_ONCE));
            if let Err(error) = self.engine.store().note_seen(now.to_vec()).await {
                self.sightings.give_back(left);
                return Err(error.into());
            }
            left = later;
        }
        Ok(())
    }

    /// Forgets sessions, tokens and codes that have been over for a month; says how many those were.
    pub async fn forget_what_is_over(&self) -> Result<u64, PeopleError> {
        let now = self.engine.now();
        let before = Moment::from_millis(now.as_millis().saturating_sub(KEPT_AFTER_THE_END.as_millis()));
        Ok(self.engine.store().forget_expired(before).await?)
    }
}

fn session_of(bearer: &Bearer) -> Result<SessionId, PeopleError> {
    SessionId::new(&bearer.id).map_err(|error| PeopleError::fault(&error))
}
