//! What browsers and password managers look for at addresses that everybody knows.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use axum::{Json, Router};
use hosted::paths;
use http::StatusCode;
use serde_json::json;

use crate::Shared;

pub(super) fn router() -> Router<Shared> {
    Router::new()
        .route(
            "/.well-known/change-password",
            get(|| async { Redirect::to(paths::ADD_PASSPHRASE) }),
        )
        .route("/.well-known/passkey-endpoints", get(endpoints))
        .route("/.well-known/webauthn", get(related))
}

/// Where passkeys are made and managed (W3C, "A Well-Known URL for Passkey Endpoints").
async fn endpoints(State(shared): State<Shared>) -> Json<serde_json::Value> {
    let url = |path: &str| format!("{}{path}", shared.settings.public_url);
    Json(json!({"enroll": url(paths::ADD_PASSKEY), "manage": url(paths::ACCOUNT)}))
}

/// Other origins on which the site's passkeys may be used (WebAuthn Level 3, section 5.11).
async fn related(State(shared): State<Shared>) -> Response {
    match shared.people.settings().party.related_origins() {
        Some(document) => Json(document).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
