//! Drills: a token is planted, and it is measured how long it takes until it is refused.

use axum::extract::{Path, State};
use axum::routing::{get, post};
use axum::{Json, Router};
use people::Find;
use serde::Deserialize;
use serde_json::{Value, json};
use vocabulary::{LeakSource, Mark};

use crate::Shared;
use crate::problem::Problem;

#[derive(Deserialize)]
struct Wanted {
    /// Whether the token is planted somewhere and found there, or handed in at once.
    plant: bool,
}

pub(super) fn router() -> Router<Shared> {
    Router::new()
        .route("/drills/leak", post(begin))
        .route("/drills/leak/{id}", get(look))
}

async fn begin(State(shared): State<Shared>, Json(wanted): Json<Wanted>) -> Result<Json<Value>, Problem> {
    let planted = shared.people.plant_token().await?;
    let id = planted.listed.id;
    if wanted.plant {
        return Ok(Json(json!({"token_id": id, "token": planted.token.expose()})));
    }
    let find = Find {
        token: planted.token.digest(),
        source: LeakSource::Scan,
        found: "planted by a drill".to_owned(),
        since: None,
        received_at: shared.engine.now(),
        mark: Mark::Drill,
    };
    let ended = shared.people.end_leaked(&find).await?;
    let after = ended.and_then(|ended| ended.refused_after);
    Ok(Json(
        json!({"token_id": id, "refused_after_ms": after.map(vocabulary::Span::as_millis)}),
    ))
}

async fn look(State(shared): State<Shared>, Path(id): Path<String>) -> Result<Json<Value>, Problem> {
    let after = shared.people.planted_token_refused_after(&id).await?;
    Ok(Json(
        json!({"token_id": id, "refused_after_ms": after.map(vocabulary::Span::as_millis)}),
    ))
}
