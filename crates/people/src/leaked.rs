//! A token was found where others can read it: it ends at once, is tried, and its owner is told.
//!
//! A checksum says that something is a token, and anyone can compute one, so it ends nothing: only what the store
//! knows by its hash does. Whoever found one may name it by its SHA-256 instead of showing it. The leak, the end of
//! the token and, where it was misused, the incident are one commit; the token is then tried as anybody's request
//! would, and how long that took from its being handed in is recorded.
//!
//! A token and the place where it was found are one event, however often they are handed in. What is over already is
//! recorded, and nobody is told again.

use engine::{Answer, Deed, Opened, Seen};
use exposure::pasted::tokens_in;
use exposure::token::{InstanceId, Token, TokenDigest};
use guard::LEAK_LOOK_BACK;
use hosted::mail::Message;
use hosted::{LeakedToken, LeakedUse};
use store::{Bearer, BearerKind};
use vocabulary::limits::MAX_TEXT_BYTES;
use vocabulary::{AccountId, Event, EventKey, LeakSource, Mark, Moment, Span, catalogue::kinds};

use crate::drill::is_drill;
use crate::notices::NotMe;
use crate::visit::Visit;
use crate::{ListedToken, People, PeopleError, unrefused};

/// Most places in which one token is recorded; whoever plants a dead token in more tells nothing new.
const MOST_PLACES: u32 = 32;
/// Most entries that are looked through for what a token was used for.
const MOST_LOOKED_AT: u32 = 500;
/// Most lines about its uses in a message, and most deeds in one of them.
const MOST_USES: usize = 8;
const MOST_DEEDS: usize = 5;

/// Something that was handed in.
#[derive(Debug, Clone)]
pub struct Find {
    /// Which token, by its public name.
    pub token: TokenDigest,
    /// How it came to be known.
    pub source: LeakSource,
    /// Where it was found, in words that the team and, unless anybody may have written them, its owner read.
    pub found: String,
    /// Since when it was there.
    pub since: Option<Moment>,
    /// When it was handed in: from here on it is measured how long the token still worked.
    pub received_at: Moment,
    /// Whether it is a drill.
    pub mark: Mark,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// For whom it acted.
    pub account: AccountId,
    /// Its public id.
    pub token_id: String,
    /// Whether it worked until now.
    pub was_live: bool,
    /// How long it took from its being handed in until it was refused, where it was live.
    pub refused_after: Option<Span>,
    /// Whether an incident was opened: it was used from somewhere else since it leaked.
    pub is_misused: bool,
}

impl People {
    /// The public name of a token of this platform and this installation; `None` for anything else. A token of
    /// another installation is that one's to end.
    pub fn name_of_token(&self, text: &str) -> Option<TokenDigest> {
        let token = Token::parse(&self.settings.token_prefix, text.trim()).ok()?;
        self.is_ours(&token).then(|| token.digest())
    }

    /// The public names of the tokens of this installation in a text, at most `most` of them.
    pub fn names_of_tokens_in(&self, text: &str, most: usize) -> Vec<TokenDigest> {
        let found = tokens_in(&self.settings.token_prefix, text, most);
        let ours = found.iter().filter(|token| self.is_ours(token));
        ours.map(Token::digest).collect()
    }

    /// A text without the tokens in it: what says where one was found may hold it.
    fn without_tokens(&self, text: &str) -> String {
        let tokens = tokens_in(&self.settings.token_prefix, text, usize::MAX);
        let mut plain = text.to_owned();
        for token in tokens {
            plain = plain.replace(token.expose(), &format!("(token …{})", token.last_four()));
        }
        plain
    }

    fn is_ours(&self, token: &Token) -> bool {
        InstanceId::new(&self.engine.instance()).is_ok_and(|ours| ours == token.instance())
    }

    /// Whether a token is known here, live or not. Changes nothing.
    pub async fn knows_token(&self, token: &TokenDigest) -> Result<bool, PeopleError> {
        Ok(self.bearer_named(token).await?.is_some())
    }

    async fn bearer_named(&self, token: &TokenDigest) -> Result<Option<Bearer>, PeopleError> {
        let bearer = self
            .engine
            .store()
            .bearer(self.secrets.hash_of_token(token))
            .await?;
        Ok(bearer.filter(|bearer| bearer.kind == BearerKind::Token))
    }

    /// A token was found: it ends, is tried, and its owner is told. `None` if it is not known here.
    pub async fn end_leaked(&self, find: &Find) -> Result<Option<Ended>, PeopleError> {
        let known = self.bearer_named(&find.token).await?;
        let known_word = if known.is_some() { "yes" } else { "no" };
        metrics::counter!("safeconduct_leaks_total", "source" => find.source.name(), "known" => known_word)
            .increment(1);
        let Some(bearer) = known else { return Ok(None) };
        let mut find = find.clone();
        find.found = self.without_tokens(&find.found);
        if is_drill(&bearer.account) {
            find.mark = Mark::Drill;
        }
        let find = &find;
        let was_live = bearer.is_live(self.engine.now());
        let mut ended = Ended {
            account: bearer.account.clone(),
            token_id: bearer.id.clone(),
            was_live,
            refused_after: None,
            is_misused: false,
        };
        let Some(answer) = self.record_leak(&bearer, find).await? else {
            return Ok(Some(ended));
        };
        let has = |kind| answer.follows.iter().any(|event| event.kind == kind);
        ended.is_misused = has(kinds::INCIDENT_OPENED);
        if answer.duplicate || !was_live || !has(kinds::TOKEN_REVOKED) {
            // Somebody else handed it in a moment ago, or it was over before.
            ended.was_live = false;
            return Ok(Some(ended));
        }
        ended.refused_after = Some(self.prove_leaked_dead(&bearer, find).await?);
        self.tell_of_leak(&bearer, find, ended.is_misused).await?;
        Ok(Some(ended))
    }

    /// Records the leak and, with it, the end of the token; `None` where it was found in so many places before that
    /// one more is not recorded.
    async fn record_leak(&self, bearer: &Bearer, find: &Find) -> Result<Option<Answer>, PeopleError> {
        let found = cut(find.found.trim());
        let found = if found.is_empty() { "not said" } else { found };
        let mut event = Event::of_itself(
            self.name_of_leak(bearer, find)?,
            kinds::TOKEN_LEAKED,
            bearer.account.clone(),
            self.engine.now(),
            find.mark,
        );
        event = event
            .with("token_id", bearer.id.clone())
            .with("found", found)
            .with("source", find.source.name());
        if let Some(since) = find.since {
            event = event.with("since", since.min(self.engine.now()));
        }
        let think = |seen: &Seen| {
            let known = seen.state.facts.tokens.get(&bearer.id);
            let leak = known.and_then(|token| token.leak.as_ref());
            if leak.is_some_and(|leak| leak.places >= MOST_PLACES) {
                return Err(());
            }
            let mut deed = Deed::of(event.clone());
            deed.event.at = seen.now;
            Ok((deed, ()))
        };
        match self.engine.act(&bearer.account, None, think).await {
            Ok((answer, ())) => Ok(Some(answer)),
            Err(error) => unrefused(error).map(|()| None),
        }
    }

    /// A token and a place are one event. What anybody can hand in is one place, whatever they write beside it.
    fn name_of_leak(&self, bearer: &Bearer, find: &Find) -> Result<EventKey, PeopleError> {
        let place = if find.source.is_anybody() {
            find.source.name()
        } else {
            cut(find.found.trim())
        };
        let name = self.secrets.hash_of(&format!("leak\0{}\0{place}", bearer.id));
        let name = format!("leak-{}", hex::encode(name.get(..16).unwrap_or_default()));
        EventKey::new(&name).map_err(|error| PeopleError::fault(&error))
    }

    /// Tries a leaked token, and records how long it took until it was refused.
    async fn prove_leaked_dead(&self, bearer: &Bearer, find: &Find) -> Result<Span, PeopleError> {
        self.require_dead(bearer).await?;
        let after = self.engine.now().since(find.received_at).max(Span::ZERO);
        metrics::histogram!("safeconduct_leak_refusal_seconds", "source" => find.source.name())
            .record(after.as_millis() as f64 / 1_000.0);
        let mut event = self.event(kinds::TOKEN_REFUSED, &bearer.account, None)?;
        event.mark = find.mark;
        let event = event
            .with("token_id", bearer.id.clone())
            .with("after_ms", after.as_millis());
        self.engine.record(event, Vec::new()).await?;
        Ok(after)
    }

    /// Tells the owner, at every address: what, where, since when, what it was used for since, and what we did.
    async fn tell_of_leak(&self, bearer: &Bearer, find: &Find, is_odd: bool) -> Result<(), PeopleError> {
        let now = self.engine.now();
        let from = find.since.unwrap_or(now - LEAK_LOOK_BACK);
        let token = self.listed_of(bearer)?;
        let entries = self
            .engine
            .timeline(&bearer.account, None, MOST_LOOKED_AT)
            .await?;
        let leaked = LeakedToken {
            name: token.name,
            last_four: token.last_four,
            at: now,
            source: find.source,
            found: (!find.source.is_anybody()).then(|| cut(find.found.trim()).to_owned()),
            since: find.since,
            uses: uses(&entries, &bearer.id, from),
            is_odd,
        };
        let link = self.seal(&NotMe {
            account: bearer.account.clone(),
            session: None,
            at: from.min(now),
        })?;
        let message = Message::TokenLeaked { leaked, link };
        self.notify(&bearer.account, &message, &Visit::default()).await
    }

    /// The tokens of an account that leaked since a moment, the newest first, with what is known of that.
    pub async fn leaked_tokens(
        &self,
        account: &AccountId,
        since: Moment,
    ) -> Result<Vec<(ListedToken, Leak)>, PeopleError> {
        let seen = self.engine.see(account).await?;
        let tokens = self.tokens(account).await?;
        let mut leaked: Vec<(ListedToken, Leak)> = tokens
            .into_iter()
            .filter_map(|token| {
                let leak = seen.state.facts.tokens.get(&token.id)?.leak.as_ref()?;
                let refused_after = leak.refused_after.map(|millis| Span::from_millis(millis.into()));
                let leak = Leak {
                    at: leak.at,
                    since: leak.since,
                    refused_after,
                };
                (leak.at >= since).then_some((token, leak))
            })
            .collect();
        leaked.sort_by_key(|(_, leak)| std::cmp::Reverse(leak.at));
        Ok(leaked)
    }
}

/// That a token leaked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leak {
    /// When it was handed in, and ended.
    pub at: Moment,
    /// Since when it was there.
    pub since: Option<Moment>,
    /// How long it took until it was refused.
    pub refused_after: Option<Span>,
}

/// What a token was used for since a moment, by place and program, the last use first.
fn uses(entries: &[Opened], token: &str, since: Moment) -> Vec<LeakedUse> {
    let mut uses: Vec<LeakedUse> = Vec::new();
    for entry in entries {
        let Some(record) = &entry.record else { continue };
        let event = &record.event;
        if event.kind != kinds::TOKEN_USED || event.text("token_id") != Some(token) || event.at < since {
            continue;
        }
        let agent = event.from.agent.as_deref();
        let place = event.from.network().map(|network| network.to_string());
        let known = uses
            .iter_mut()
            .find(|used| used.place == place && used.agent.as_deref() == agent);
        let doing = event.text("doing");
        if let Some(used) = known {
            used.count = used.count.saturating_add(1);
            used.last = used.last.max(event.at);
            if let Some(doing) = doing
                && used.doing.len() < MOST_DEEDS
                && used.doing.iter().all(|told| told != doing)
            {
                used.doing.push(doing.to_owned());
            }
        } else if uses.len() < MOST_USES {
            uses.push(LeakedUse {
                agent: agent.map(str::to_owned),
                place,
                last: event.at,
                count: 1,
                doing: doing.into_iter().map(str::to_owned).collect(),
            });
        }
    }
    uses
}

/// As much of a text as an event holds.
fn cut(text: &str) -> &str {
    let mut end = text.len().min(MAX_TEXT_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}
