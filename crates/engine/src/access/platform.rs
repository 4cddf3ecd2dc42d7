//! API keys of platforms: hashed, scoped, limited in time, and rotated by making the next before ending the last.

use serde::{Deserialize, Serialize};
use store::{Credential, Purpose, StoreError};
use vocabulary::{Moment, Span};

use super::{Secret, SecretKind};
use crate::{Engine, EngineError};

/// How long a key works where nobody says otherwise.
pub const KEY_LIFE: Span = Span::from_days(90);

/// What a key may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// Ask for decisions.
    Decide,
    /// Report events after the fact.
    Report,
    /// Read accounts, timelines and journeys.
    Read,
    /// Erase accounts.
    Erase,
    /// Make, list and revoke accounts' API tokens.
    Tokens,
    /// Ask what a token is.
    Introspect,
    /// Report tokens that were found where others can read them.
    Leaks,
}

impl Scope {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Decide,
        Self::Report,
        Self::Read,
        Self::Erase,
        Self::Tokens,
        Self::Introspect,
        Self::Leaks,
    ];

    /// The word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Decide => "decide",
            Self::Report => "report",
            Self::Read => "read",
            Self::Erase => "erase",
            Self::Tokens => "tokens",
            Self::Introspect => "introspect",
            Self::Leaks => "leaks",
        }
    }
}

impl std::str::FromStr for Scope {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let names = Self::ALL.map(Self::name);
        Self::ALL
            .into_iter()
            .find(|scope| scope.name() == text)
            .ok_or_else(|| {
                let hint = vocabulary::did_you_mean(text, names)
                    .map_or(String::new(), |name| format!(" did you mean `{name}`?"));
                format!("`{text}` is not a scope;{hint} one of {}", names.join(", "))
            })
    }
}

/// What a key may do, together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ScopeSet(Vec<Scope>);

impl ScopeSet {
    /// These scopes.
    pub fn of(scopes: &[Scope]) -> Self {
        Self(
            Scope::ALL
                .into_iter()
                .filter(|scope| scopes.contains(scope))
                .collect(),
        )
    }
    /// Whether a scope is among them.
    pub fn allows(&self, scope: Scope) -> bool {
        self.0.contains(&scope)
    }
    /// Their names.
    pub fn names(&self) -> Vec<&'static str> {
        self.0.iter().map(|scope| scope.name()).collect()
    }
}

/// A platform's key as it is known here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlatformKey {
    /// Its public id.
    pub id: String,
    /// Whose it is.
    pub name: String,
    /// What it may do.
    pub scopes: ScopeSet,
    /// When it was made.
    pub made_at: Moment,
    /// When it stops working.
    pub expires_at: Moment,
    /// When it was revoked.
    pub ended_at: Option<Moment>,
    /// SHA-256 of the secret.
    pub hash: [u8; 32],
}

impl PlatformKey {
    /// Whether it works.
    pub fn is_live(&self, now: Moment) -> bool {
        self.ended_at.is_none() && now < self.expires_at
    }
}

/// A key just made: the only time that its secret is in the clear.
#[derive(Debug)]
pub struct IssuedKey {
    /// What is kept.
    pub key: PlatformKey,
    /// What the platform gets.
    pub secret: Secret,
}

#[derive(Serialize, Deserialize)]
struct Body {
    name: String,
    scopes: ScopeSet,
}

impl Engine {
    /// Makes a key.
    pub async fn issue_platform_key(
        &self,
        name: &str,
        scopes: &[Scope],
        life: Span,
    ) -> Result<IssuedKey, EngineError> {
        let secret = self.make_secret(SecretKind::Platform);
        let made_at = self.now();
        let key = PlatformKey {
            id: self.public_id("key"),
            name: name.to_owned(),
            scopes: ScopeSet::of(scopes),
            made_at,
            expires_at: made_at + life,
            ended_at: None,
            hash: secret.hash(),
        };
        let body = Body {
            name: key.name.clone(),
            scopes: key.scopes.clone(),
        };
        let credential = Credential {
            id: key.id.clone(),
            purpose: Purpose::Platform,
            hash: key.hash,
            body: serde_json::to_vec(&body).map_err(|error| EngineError::Damaged(error.to_string()))?,
            made_at,
            expires_at: key.expires_at,
            ended_at: None,
        };
        self.add_credential(credential).await?;
        Ok(IssuedKey { key, secret })
    }

    /// All keys, ended ones included, newest first.
    pub async fn platform_keys(&self) -> Result<Vec<PlatformKey>, EngineError> {
        let credentials = self.store.credentials(Purpose::Platform).await?;
        credentials.into_iter().map(read).collect()
    }

    /// Ends a key by its public id; `None` if there is no live one of that id.
    pub async fn revoke_platform_key(&self, id: &str) -> Result<Option<PlatformKey>, EngineError> {
        let keys = self.platform_keys().await?;
        let Some(key) = keys
            .into_iter()
            .find(|key| key.id == id && key.is_live(self.now()))
        else {
            return Ok(None);
        };
        let ended = self
            .store
            .end_credential(Purpose::Platform, key.hash, self.now())
            .await?;
        ended.map(read).transpose()
    }

    pub(crate) fn public_id(&self, prefix: &str) -> String {
        format!("{prefix}_{:016x}", self.random_number())
    }

    pub(crate) async fn add_credential(&self, credential: Credential) -> Result<(), EngineError> {
        self.store
            .add_credential(credential)
            .await
            .map_err(|error| match error {
                store::CommitError::Store(error) => EngineError::Store(error),
                other => EngineError::Store(StoreError::Unavailable(other.to_string())),
            })
    }
}

fn read(credential: Credential) -> Result<PlatformKey, EngineError> {
    let body: Body = serde_json::from_slice(&credential.body)
        .map_err(|_| EngineError::Damaged(format!("key `{}` cannot be read", credential.id)))?;
    Ok(PlatformKey {
        id: credential.id,
        name: body.name,
        scopes: body.scopes,
        made_at: credential.made_at,
        expires_at: credential.expires_at,
        ended_at: credential.ended_at,
        hash: credential.hash,
    })
}
