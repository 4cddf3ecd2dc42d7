//! What the commands on the same machine ask of a running server, through a socket that only the owner of the
//! data directory can open: making links and keys, and what staff do for accounts.

mod accounts;
mod drills;

use axum::extract::{Path, State};
use axum::routing::{get, post};
use axum::{Json, Router};
use engine::access::{PlatformKey, Scope};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use vocabulary::Span;

use crate::Shared;
use crate::problem::Problem;

/// A key to be made.
#[derive(Debug, Serialize, Deserialize)]
pub struct NewKey {
    /// Whose it is.
    pub name: String,
    /// What it may do.
    pub scopes: Vec<Scope>,
    /// How many days it works.
    pub days: u16,
}

pub(crate) fn router() -> Router<Shared> {
    Router::new()
        .route("/links", post(make_link))
        .route("/keys", get(list).post(create))
        .route("/keys/{id}", axum::routing::delete(revoke))
        .merge(accounts::router())
        .merge(drills::router())
}

async fn make_link(State(shared): State<Shared>) -> Result<Json<Value>, Problem> {
    let secret = shared.engine.make_link().await?;
    Ok(Json(json!({"secret": secret.reveal()})))
}

async fn create(State(shared): State<Shared>, Json(new): Json<NewKey>) -> Result<Json<Value>, Problem> {
    let issued = shared
        .engine
        .issue_platform_key(&new.name, &new.scopes, Span::from_days(i64::from(new.days)))
        .await?;
    shared.keys.renew(&shared.engine).await?;
    let mut body = key_json(&issued.key, shared.engine.now());
    if let Some(body) = body.as_object_mut() {
        body.insert("secret".to_owned(), json!(issued.secret.reveal()));
    }
    Ok(Json(body))
}

async fn list(State(shared): State<Shared>) -> Result<Json<Value>, Problem> {
    let now = shared.engine.now();
    let keys = shared.engine.platform_keys().await?;
    Ok(Json(keys.iter().map(|key| key_json(key, now)).collect()))
}

async fn revoke(State(shared): State<Shared>, Path(id): Path<String>) -> Result<Json<Value>, Problem> {
    let ended = shared.engine.revoke_platform_key(&id).await?;
    shared.keys.renew(&shared.engine).await?;
    let ended = ended.ok_or_else(|| Problem::not_found(format!("there is no live key `{id}`")))?;
    Ok(Json(key_json(&ended, shared.engine.now())))
}

fn key_json(key: &PlatformKey, now: vocabulary::Moment) -> Value {
    json!({
        "id": key.id, "name": key.name, "scopes": key.scopes.names(), "live": key.is_live(now),
        "made_at": key.made_at, "expires_at": key.expires_at, "ended_at": key.ended_at,
    })
}
