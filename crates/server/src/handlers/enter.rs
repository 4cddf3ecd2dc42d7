//! Entering the console with an owner link, and leaving it.
//!
//! Opening the link shows a button and changes nothing: whatever follows links before people do (mail scanners,
//! previews) does not use it up. Pressing the button spends it. Its secret is never logged: requests are not
//! traced here, and what is said about a failure does not repeat it.

use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{DefaultBodyLimit, State};
use axum::response::{AppendHeaders, Html, IntoResponse, Redirect, Response};
use axum::routing::{MethodRouter, post};
use engine::EngineError;
use engine::access::{SESSION_LIFE, Secret, SecretKind};
use http::{HeaderMap, StatusCode, header};
use serde::Deserialize;
use store::Purpose;
use vocabulary::Span;

use super::entered::{frame, session};
use super::failed::{Failed, InQuery};
use super::{cookie, failed};
use crate::Shared;
use crate::console::views::Refusal;
use crate::console::{enter, paths};

/// A form with one key fits many times.
const MAX_FORM_BYTES: usize = 4096;

/// What an owner link carries.
#[derive(Deserialize, Default)]
pub(super) struct Link {
    #[serde(default)]
    key: String,
}

/// The button.
pub(super) async fn show(State(shared): State<Shared>, headers: HeaderMap, link: InQuery<Link>) -> Response {
    let Link { key } = failed::query(link).unwrap_or_default();
    if key.is_empty() && session(&shared, &headers).is_some() {
        return Redirect::to(paths::HOME).into_response();
    }
    if Secret::read(&key, SecretKind::Link).is_err() {
        return refuse(&shared, Refusal::Unknown);
    }
    Html(enter::page(&frame(&shared, false), &key).into_string()).into_response()
}

/// Where the button leads.
pub(super) fn posting() -> MethodRouter<Shared> {
    post(spend).layer(DefaultBodyLimit::max(MAX_FORM_BYTES))
}

async fn spend(State(shared): State<Shared>, link: Result<Form<Link>, FormRejection>) -> Response {
    let key = link.map(|Form(link)| link.key).unwrap_or_default();
    match open(&shared, &key).await {
        Ok(Ok(secret)) => {
            let cookie = cookie::set(&shared.settings, secret.reveal(), SESSION_LIFE);
            let cookie = AppendHeaders(cookie.map(|cookie| (header::SET_COOKIE, cookie)));
            (cookie, Redirect::to(paths::HOME)).into_response()
        }
        Ok(Err(refusal)) => refuse(&shared, refusal),
        Err(error) => Failed::from(error).into_page(&frame(&shared, false)),
    }
}

/// Spends a link for a session, or says why it opens nothing.
async fn open(shared: &Shared, key: &str) -> Result<Result<Secret, Refusal>, EngineError> {
    let Some((secret, _)) = shared.engine.spend_link(key).await? else {
        return refusal(shared, key).await.map(Err);
    };
    // The link is spent by now: should this fail, the session is known with the next renewal all the same.
    if let Err(error) = shared.keys.renew(&shared.engine).await {
        tracing::warn!(%error, "keys could not be renewed; the new session works within a second");
    }
    Ok(Ok(secret))
}

async fn refusal(shared: &Shared, key: &str) -> Result<Refusal, EngineError> {
    let Ok(link) = Secret::read(key, SecretKind::Link) else {
        return Ok(Refusal::Unknown);
    };
    let links = shared.engine.store().credentials(Purpose::Link).await?;
    let known = links.into_iter().find(|known| known.hash == link.hash());
    Ok(match known {
        Some(known) if known.ended_at.is_some() => Refusal::Used,
        Some(_) => Refusal::Expired,
        None => Refusal::Unknown,
    })
}

fn refuse(shared: &Shared, refusal: Refusal) -> Response {
    let page = enter::refused(&frame(shared, false), refusal);
    (StatusCode::FORBIDDEN, Html(page.into_string())).into_response()
}

/// Ends the session, here and on every other node.
pub(super) async fn leave(State(shared): State<Shared>, headers: HeaderMap) -> Response {
    if let Some(session) = session(&shared, &headers)
        && let Err(error) = end(&shared, session.hash).await
    {
        return Failed::from(error).into_page(&frame(&shared, true));
    }
    let cookie = cookie::set(&shared.settings, "", Span::ZERO);
    let cookie = AppendHeaders(cookie.map(|cookie| (header::SET_COOKIE, cookie)));
    (cookie, Redirect::to(paths::ENTER)).into_response()
}

async fn end(shared: &Shared, hash: [u8; 32]) -> Result<(), EngineError> {
    shared.engine.leave_console(hash).await?;
    shared.keys.renew(&shared.engine).await
}
