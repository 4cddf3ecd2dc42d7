//! API tokens: made for a person or by a platform, scoped, limited in time, replaced with an overlap, revoked.
//!
//! The token itself is shown once. The store knows a keyed hash of it, its scopes and its end; a token that is
//! revoked is refused from the commit on that says so, and that it is refused is tried and measured each time.

use credentials::tidy_name;
use exposure::token::{InstanceId, Kind, Token};
use serde::{Deserialize, Serialize};
use store::{Bearer, BearerKind};
use vocabulary::{AccountId, Judgement, Moment, SessionId, Span, Verdict, catalogue::kinds};

use engine::{Deed, Keeps, Seen};

use crate::visit::Visit;
use crate::{People, PeopleError, unrefused};

/// Longest name of a token, in characters.
const MOST_NAME: usize = 80;
/// Most scopes of one token.
const MOST_SCOPES: usize = 20;
/// Most live tokens of one account.
pub const MOST_TOKENS: usize = 50;
/// How long a token that was replaced works on, at most.
const MOST_OVERLAP: Span = Span::from_days(7);

/// A token that is wanted.
#[derive(Debug, Clone)]
pub struct NewToken {
    /// What its owner calls it.
    pub name: String,
    /// What it may do.
    pub scopes: Vec<String>,
    /// How long it lives; the default where nobody says.
    pub life: Option<Span>,
    /// The thumbprint of the key that whoever uses it must hold (RFC 9449, section 6), where it is bound to one.
    pub bound_to: Option<String>,
    /// Whether a program of the platform's own is to use it, rather than one of the person's.
    pub service: bool,
}

/// Why there is no such token.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum TokenProblem {
    /// The name.
    #[error(
        "a token needs a name of 1 to {MOST_NAME} characters, all of which can be seen, by which you will know it again"
    )]
    Name,
    /// A scope.
    #[error("`{0}` is not a scope; a scope is 1 to 64 of a-z, 0-9, `:`, `.`, `_` and `-`{1}")]
    Scope(String, String),
    /// Too many scopes, or none.
    #[error("a token needs 1 to {MOST_SCOPES} scopes")]
    Scopes,
    /// The life.
    #[error("a token lives for 1 minute to {0}")]
    Life(String),
    /// The thumbprint.
    #[error("`{0}` is not the SHA-256 thumbprint of a key; it has 43 characters of base64url")]
    Thumbprint(String),
    /// There are too many.
    #[error("this account has {MOST_TOKENS} live tokens; revoke one that is no longer used")]
    TooMany,
    /// There is none of this id.
    #[error("there is no live token `{0}`")]
    Unknown(String),
    /// The overlap.
    #[error("a token that is replaced works on for at most 7 days")]
    Overlap,
    /// The guard wants to know first who it is, or does not let it happen.
    #[error("this was not allowed now")]
    NotNow(Box<Judgement>),
}

/// A token just made: the only time that it is seen.
#[derive(Debug)]
pub struct IssuedToken {
    /// The token.
    pub token: Token,
    /// What is known of it.
    pub listed: ListedToken,
}

/// What is known of a token, never the token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedToken {
    /// Its public id.
    pub id: String,
    /// What its owner calls it.
    pub name: String,
    /// What it may do.
    pub scopes: Vec<String>,
    /// The token's last four characters, to recognise it by.
    pub last_four: String,
    /// The key that it is bound to.
    pub bound_to: Option<String>,
    /// When it was made.
    pub made_at: Moment,
    /// When it ends.
    pub until: Moment,
    /// When it was last used.
    pub used_at: Option<Moment>,
    /// Whether it works.
    pub live: bool,
    /// Whether another one has taken its place, and it works on for a while.
    pub replaced: bool,
}

/// What a live token is (RFC 7662).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Introspected {
    /// For whom it acts.
    pub account: AccountId,
    /// What is known of it.
    pub token: ListedToken,
}

#[derive(Serialize, Deserialize)]
struct Body {
    name: String,
    scopes: Vec<String>,
    last_four: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    bound_to: Option<String>,
}

impl People {
    /// Makes a token. `session` is whose session asks, where a person does.
    pub async fn make_token(
        &self,
        account: &AccountId,
        wanted: NewToken,
        session: Option<&SessionId>,
        visit: &Visit,
    ) -> Result<Result<IssuedToken, TokenProblem>, PeopleError> {
        let life = match self.check_token(&wanted) {
            Ok(life) => life,
            Err(problem) => return Ok(Err(problem)),
        };
        if self
            .tokens(account)
            .await?
            .iter()
            .filter(|token| token.live)
            .count()
            >= MOST_TOKENS
        {
            return Ok(Err(TokenProblem::TooMany));
        }
        let (token, bearer) = self.new_bearer(account, &wanted, life)?;
        let listed = listed(&bearer, self.engine.now())?;
        let mut event = self.event(kinds::TOKEN_CREATED, account, Some(visit))?;
        event.session = session.cloned();
        let event = event
            .with("token_id", bearer.id.clone())
            .with("until", bearer.expires_at);
        let issued = self.issue(account, event, vec![], bearer, visit).await?;
        Ok(issued.map(|()| IssuedToken { token, listed }))
    }

    /// Makes a new token in the place of one, with the same name and scopes; the old one works on for `overlap`.
    pub async fn rotate_token(
        &self,
        account: &AccountId,
        id: &str,
        overlap: Span,
        session: Option<&SessionId>,
        visit: &Visit,
    ) -> Result<Result<IssuedToken, TokenProblem>, PeopleError> {
        if overlap > MOST_OVERLAP || overlap < Span::ZERO {
            return Ok(Err(TokenProblem::Overlap));
        }
        let old = self.tokens(account).await?;
        let Some(old) = old.into_iter().find(|token| token.id == id && token.live) else {
            return Ok(Err(TokenProblem::Unknown(id.to_owned())));
        };
        let wanted = NewToken {
            name: old.name.clone(),
            scopes: old.scopes.clone(),
            life: None,
            bound_to: old.bound_to.clone(),
            service: false,
        };
        let life = old.until.since(old.made_at).min(self.settings.token_most);
        let (token, bearer) = self.new_bearer(account, &wanted, life)?;
        let new = listed(&bearer, self.engine.now())?;
        let now = self.engine.now();
        let mut created = self.event(kinds::TOKEN_CREATED, account, Some(visit))?;
        created.session = session.cloned();
        let created = created
            .with("token_id", bearer.id.clone())
            .with("until", bearer.expires_at);
        let mut rotated = self.event(kinds::TOKEN_ROTATED, account, Some(visit))?;
        rotated.session = session.cloned();
        let rotated = rotated
            .with("token_id", id.to_owned())
            .with("by", bearer.id.clone())
            .with("until", old.until.min(now + overlap));
        let issued = self.issue(account, created, vec![rotated], bearer, visit).await?;
        Ok(issued.map(|()| IssuedToken { token, listed: new }))
    }

    pub(crate) async fn issue(
        &self,
        account: &AccountId,
        event: vocabulary::Event,
        also: Vec<vocabulary::Event>,
        bearer: Bearer,
        visit: &Visit,
    ) -> Result<Result<(), TokenProblem>, PeopleError> {
        let think = |_: &Seen| {
            let mut deed = Deed::of(event.clone());
            deed.also.clone_from(&also);
            deed.allowed = Keeps {
                issues: vec![bearer.clone()],
                ..Keeps::default()
            };
            Ok::<_, TokenProblem>((deed, ()))
        };
        match self.engine.act(account, visit.network(), think).await {
            Ok((answer, ())) if answer.judgement.verdict == Verdict::Allow => Ok(Ok(())),
            Ok((answer, ())) => Ok(Err(TokenProblem::NotNow(Box::new(answer.judgement)))),
            Err(error) => unrefused(error).map(Err),
        }
    }

    /// Every token of an account that was not forgotten yet, newest first.
    pub async fn tokens(&self, account: &AccountId) -> Result<Vec<ListedToken>, PeopleError> {
        let now = self.engine.now();
        let bearers = self.engine.store().bearers(account).await?;
        bearers
            .iter()
            .filter(|bearer| bearer.kind == BearerKind::Token)
            .map(|bearer| listed(bearer, now))
            .collect()
    }

    /// Revokes a token, then tries it: the answer says when it was refused for certain.
    pub async fn revoke_token(
        &self,
        account: &AccountId,
        id: &str,
        because: &str,
        visit: Option<&Visit>,
    ) -> Result<Result<Moment, TokenProblem>, PeopleError> {
        let bearers = self.engine.store().bearers(account).await?;
        let now = self.engine.now();
        let live =
            |bearer: &Bearer| bearer.kind == BearerKind::Token && bearer.id == id && bearer.is_live(now);
        let Some(bearer) = bearers.into_iter().find(live) else {
            return Ok(Err(TokenProblem::Unknown(id.to_owned())));
        };
        let event = self.event(kinds::TOKEN_REVOKED, account, visit)?;
        let event = event
            .with("token_id", id.to_owned())
            .with("because", because.to_owned());
        let revoked_at = event.at;
        self.engine.record(event, Vec::new()).await?;
        self.prove_dead(&bearer, revoked_at).await.map(Ok)
    }

    /// Revokes every live token of an account; says how many those were.
    pub async fn revoke_all_tokens(
        &self,
        account: &AccountId,
        because: &str,
        visit: Option<&Visit>,
    ) -> Result<usize, PeopleError> {
        let mut count = 0;
        for token in self.tokens(account).await? {
            if token.live
                && self
                    .revoke_token(account, &token.id, because, visit)
                    .await?
                    .is_ok()
            {
                count += 1;
            }
        }
        Ok(count)
    }

    /// Tries a token that was revoked, as anybody's request would, and records that it was refused.
    async fn prove_dead(&self, bearer: &Bearer, revoked_at: Moment) -> Result<Moment, PeopleError> {
        self.require_dead(bearer).await?;
        let now = self.engine.now();
        metrics::histogram!("safeconduct_revocation_lag_seconds", "kind" => "token")
            .record(now.since(revoked_at).as_millis() as f64 / 1_000.0);
        let event = self.event(kinds::TOKEN_REFUSED, &bearer.account, None)?;
        self.engine
            .record(event.with("token_id", bearer.id.clone()), Vec::new())
            .await?;
        Ok(now)
    }

    /// Tries a token that is over, as anybody's request would.
    pub(crate) async fn require_dead(&self, bearer: &Bearer) -> Result<(), PeopleError> {
        if self.live_bearer(bearer.hash).await?.is_some() {
            return Err(PeopleError::Fault(format!(
                "token `{}` works although it was revoked",
                bearer.id
            )));
        }
        Ok(())
    }

    /// What is known of a token.
    pub(crate) fn listed_of(&self, bearer: &Bearer) -> Result<ListedToken, PeopleError> {
        listed(bearer, self.engine.now())
    }

    /// The live token of this text, if it is one: checked without a look-up first.
    pub async fn introspect(&self, text: &str) -> Result<Option<Introspected>, PeopleError> {
        let Some(bearer) = self.look_up(text).await? else {
            return Ok(None);
        };
        self.used(bearer).map(Some)
    }

    /// The live token of this text, without taking note that it was used.
    pub(crate) async fn look_up(&self, text: &str) -> Result<Option<Bearer>, PeopleError> {
        let Ok(token) = Token::parse(&self.settings.token_prefix, text) else {
            return Ok(None);
        };
        self.live_bearer(self.token_hash(&token)).await
    }

    /// What a live token is that was used just now.
    pub(crate) fn used(&self, bearer: Bearer) -> Result<Introspected, PeopleError> {
        let now = self.engine.now();
        self.sightings.note(&bearer, now);
        Ok(Introspected {
            token: listed(&bearer, now)?,
            account: bearer.account,
        })
    }

    async fn live_bearer(&self, hash: [u8; 32]) -> Result<Option<Bearer>, PeopleError> {
        let bearer = self.engine.store().bearer(hash).await?;
        let now = self.engine.now();
        Ok(bearer.filter(|bearer| bearer.kind == BearerKind::Token && bearer.is_live(now)))
    }

    fn token_hash(&self, token: &Token) -> [u8; 32] {
        self.secrets.hash_of_token(&token.digest())
    }

    pub(crate) fn new_bearer(
        &self,
        account: &AccountId,
        wanted: &NewToken,
        life: Span,
    ) -> Result<(Token, Bearer), PeopleError> {
        let kind = if wanted.service {
            Kind::SERVICE
        } else {
            Kind::PERSONAL
        };
        let token = Token::make(
            &self.settings.token_prefix,
            kind,
            self.instance()?,
            &self.engine.random(),
        )
        .map_err(|error| PeopleError::fault(&error))?;
        let made_at = self.engine.now();
        let body = Body {
            name: tidy_name(&wanted.name, MOST_NAME).unwrap_or_default(),
            scopes: wanted.scopes.clone(),
            last_four: token.last_four().to_owned(),
            bound_to: wanted.bound_to.clone(),
        };
        let bearer = Bearer {
            hash: self.token_hash(&token),
            account: account.clone(),
            kind: BearerKind::Token,
            id: self.id("tok"),
            body: serde_json::to_vec(&body).map_err(|error| PeopleError::fault(&error))?,
            made_at,
            expires_at: made_at + life,
            ended_at: None,
            seen_at: None,
        };
        Ok((token, bearer))
    }

    /// Which installation this is: six characters that follow from the log's key, so that all nodes agree.
    fn instance(&self) -> Result<InstanceId, PeopleError> {
        InstanceId::new(&self.engine.instance()).map_err(|error| PeopleError::fault(&error))
    }

    fn check_token(&self, wanted: &NewToken) -> Result<Span, TokenProblem> {
        if tidy_name(&wanted.name, MOST_NAME).is_none() {
            return Err(TokenProblem::Name);
        }
        if wanted.scopes.is_empty() || wanted.scopes.len() > MOST_SCOPES {
            return Err(TokenProblem::Scopes);
        }
        for scope in &wanted.scopes {
            self.check_scope(scope)?;
        }
        let is_thumbprint = |text: &String| {
            let ours = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
            text.len() == 43 && text.bytes().all(ours)
        };
        if let Some(wrong) = wanted.bound_to.as_ref().filter(|text| !is_thumbprint(text)) {
            return Err(TokenProblem::Thumbprint(wrong.clone()));
        }
        let life = wanted.life.unwrap_or(self.settings.token_life);
        if life < Span::from_minutes(1) || life > self.settings.token_most {
            return Err(TokenProblem::Life(self.settings.token_most.in_words()));
        }
        Ok(life)
    }

    fn check_scope(&self, scope: &str) -> Result<(), TokenProblem> {
        let plain = |byte: u8| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b':' | b'.' | b'_' | b'-')
        };
        let well_formed = (1..=64).contains(&scope.len()) && scope.bytes().all(plain);
        let offered = &self.settings.token_scopes;
        if well_formed && (offered.is_empty() || offered.iter().any(|known| known == scope)) {
            return Ok(());
        }
        let shown = scope.chars().take(64).collect();
        let known = if offered.is_empty() {
            String::new()
        } else {
            format!("; here are {}", offered.join(", "))
        };
        Err(TokenProblem::Scope(shown, known))
    }
}

/// The key that a token is bound to.
pub(crate) fn bound_to(bearer: &Bearer) -> Result<Option<String>, PeopleError> {
    let body: Body = serde_json::from_slice(&bearer.body).map_err(|error| PeopleError::fault(&error))?;
    Ok(body.bound_to)
}

fn listed(bearer: &Bearer, now: Moment) -> Result<ListedToken, PeopleError> {
    let body: Body = serde_json::from_slice(&bearer.body).map_err(|error| PeopleError::fault(&error))?;
    Ok(ListedToken {
        id: bearer.id.clone(),
        name: body.name,
        scopes: body.scopes,
        last_four: body.last_four,
        bound_to: body.bound_to,
        made_at: bearer.made_at,
        until: bearer
            .ended_at
            .map_or(bearer.expires_at, |ended| ended.min(bearer.expires_at)),
        used_at: bearer.seen_at,
        live: bearer.is_live(now),
        replaced: bearer.is_live(now) && bearer.ended_at.is_some(),
    })
}
