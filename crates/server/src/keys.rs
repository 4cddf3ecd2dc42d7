//! Which API keys work: kept in memory, renewed every second and at once when a key is made or ended here.

use std::collections::HashMap;
use std::sync::Arc;

use arc_swap::ArcSwap;
use axum::extract::FromRequestParts;
use engine::access::{ConsoleSession, PlatformKey, Scope, Secret, SecretKind};
use engine::{Engine, EngineError};
use http::header;
use http::request::Parts;

use crate::Shared;
use crate::problem::Problem;

/// A snapshot of who may come in. A key that is revoked on another node stops working here with the next
/// renewal: within about a second.
#[derive(Default)]
pub(crate) struct Keys {
    platforms: ArcSwap<HashMap<[u8; 32], Arc<PlatformKey>>>,
    consoles: ArcSwap<HashMap<[u8; 32], ConsoleSession>>,
}

impl Keys {
    /// Reads all keys anew.
    pub(crate) async fn renew(&self, engine: &Engine) -> Result<(), EngineError> {
        let now = engine.now();
        let live = engine
            .platform_keys()
            .await?
            .into_iter()
            .filter(|key| key.is_live(now));
        self.platforms
            .store(Arc::new(live.map(|key| (key.hash, Arc::new(key))).collect()));
        let sessions = engine.console_sessions().await?.into_iter();
        self.consoles.store(Arc::new(
            sessions.map(|session| (session.hash, session)).collect(),
        ));
        Ok(())
    }

    /// The console session of a presented secret.
    pub(crate) fn console(&self, engine: &Engine, presented: &str) -> Option<ConsoleSession> {
        let secret = Secret::read(presented, SecretKind::Console).ok()?;
        let session = self.consoles.load().get(&secret.hash()).cloned()?;
        (engine.now() < session.expires_at).then_some(session)
    }

    fn platform(&self, engine: &Engine, presented: &str) -> Result<Arc<PlatformKey>, Problem> {
        let secret = Secret::read(presented, SecretKind::Platform)
            .map_err(|error| Problem::unauthorized(error.to_string()))?;
        let key = self.platforms.load().get(&secret.hash()).cloned();
        key.filter(|key| key.is_live(engine.now())).ok_or_else(|| {
            Problem::unauthorized("this key was revoked, has expired or was never made here; make one with `safeconduct key create`")
        })
    }
}

/// A caller whose key was checked. Scopes are checked where the operation says so.
pub(crate) struct Caller(Arc<PlatformKey>);

impl Caller {
    /// Refuses a key that may not do this.
    pub(crate) fn may(&self, scope: Scope) -> Result<(), Problem> {
        if self.0.scopes.allows(scope) {
            return Ok(());
        }
        let has = self.0.scopes.names().join(", ");
        let detail = format!(
            "this needs the scope `{}`; key `{}` has: {has}",
            scope.name(),
            self.0.id
        );
        Err(Problem::forbidden(detail))
    }
}

impl FromRequestParts<Shared> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, Problem> {
        let header = parts
            .headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok());
        let presented = header.and_then(|value| {
            value
                .strip_prefix("Bearer ")
                .or_else(|| value.strip_prefix("bearer "))
        });
        let presented =
            presented.ok_or_else(|| Problem::unauthorized("send `Authorization: Bearer` and the key"))?;
        shared.keys.platform(&shared.engine, presented.trim()).map(Self)
    }
}
