//! What browsers and password managers look for at addresses that everybody knows.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use axum::{Json, Router};
use hosted::paths;
use http::{StatusCode, header};
use serde_json::json;
use vocabulary::Span;

use crate::Shared;

pub(super) fn router() -> Router<Shared> {
    Router::new()
        .route(
            "/.well-known/change-password",
            get(|| async { Redirect::to(paths::ADD_PASSPHRASE) }),
        )
        .route("/.well-known/passkey-endpoints", get(endpoints))
        .route("/.well-known/webauthn", get(related))
        .route("/.well-known/security.txt", get(security))
}

/// Where passkeys are made and managed (W3C, "A Well-Known URL for Passkey Endpoints").
async fn endpoints(State(shared): State<Shared>) -> Json<serde_json::Value> {
    let url = |path: &str| format!("{}{path}", shared.settings.public_url);
    Json(json!({"enroll": url(paths::ADD_PASSKEY), "manage": url(paths::ACCOUNT)}))
}

/// For how long what it says may be believed; it is made anew for each request.
const SECURITY_LIFE: Span = Span::from_days(90);

/// Whom to tell of a weakness or a leak (RFC 9116). A platform that has a file of its own at its main address links
/// the page there.
async fn security(State(shared): State<Shared>) -> Response {
    let url = &shared.settings.public_url;
    let expires = shared.engine.now() + SECURITY_LIFE;
    let text = format!(
        "# Somebody's token? Hand it in here, and it stops working at once.\nContact: {url}{page}\nExpires: {expires}\n\
         Preferred-Languages: en, de, es\nCanonical: {url}/.well-known/security.txt\n",
        page = paths::FOUND_A_TOKEN
    );
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}

/// Other origins on which the site's passkeys may be used (WebAuthn Level 3, section 5.11).
async fn related(State(shared): State<Shared>) -> Response {
    match shared.people.settings().party.related_origins() {
        Some(document) => Json(document).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
