//! `POST /intake/github/push` and `/intake/gitlab/push`: somebody pushed to a repository that is watched.
//!
//! It is answered at once, as code hosts want it (within 10 seconds); the repository is looked through behind that.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use exposure::intake::push::Push;
use exposure::intake::signature::Signed;
use http::{HeaderMap, StatusCode, header};
use serde_json::json;

use super::deliveries::LONGEST;
use super::{Watched, repositories};
use crate::Shared;
use crate::problem::Problem;

/// When a full queue is worth another try, in seconds.
const RETRY_AFTER: &str = "60";

pub(super) async fn github(State(shared): State<Shared>, headers: HeaderMap, body: Bytes) -> Response {
    let Some(watched) = &shared.intake.settings.github else {
        return not_here();
    };
    let signature = text(&headers, "x-hub-signature-256");
    if !watched.secret.signed_by_github(&body, signature) {
        return refused("github");
    }
    match text(&headers, "x-github-event") {
        "push" => {}
        "ping" => return said("pong"),
        _ => return said("only pushes are looked at"),
    }
    let push = Push::of_github(&body).ok();
    take(
        &shared,
        "github",
        watched,
        push,
        text(&headers, "x-github-delivery"),
    )
}

pub(super) async fn gitlab(State(shared): State<Shared>, headers: HeaderMap, body: Bytes) -> Response {
    let Some(watched) = &shared.intake.settings.gitlab else {
        return not_here();
    };
    if !is_from_gitlab(&shared, watched, &headers, &body) {
        return refused("gitlab");
    }
    if !matches!(
        text(&headers, "x-gitlab-event"),
        "Push Hook" | "Tag Push Hook" | "System Hook"
    ) {
        return said("only pushes are looked at");
    }
    let push = Push::of_gitlab(&body).ok();
    let named = ["webhook-id", "idempotency-key", "x-gitlab-event-uuid"];
    let name = named
        .into_iter()
        .map(|name| text(&headers, name))
        .find(|name| !name.is_empty());
    take(&shared, "gitlab", watched, push, name.unwrap_or_default())
}

/// Where a signing token is configured, a signature is required: whoever saw the secret that older webhooks show
/// cannot go around it.
fn is_from_gitlab(shared: &Shared, watched: &Watched, headers: &HeaderMap, body: &[u8]) -> bool {
    let Some(signing) = &watched.signing else {
        return watched.secret.shown_by_gitlab(text(headers, "x-gitlab-token"));
    };
    let signed = Signed {
        id: text(headers, "webhook-id"),
        timestamp: text(headers, "webhook-timestamp"),
        signature: text(headers, "webhook-signature"),
    };
    signing.signed_by_standard(body, &signed, shared.engine.now().as_millis() / 1_000)
}

fn take(shared: &Shared, host: &'static str, watched: &Watched, push: Option<Push>, name: &str) -> Response {
    let Some(push) = push else {
        return Problem::bad_request("the body is not a push of this code host").into_response();
    };
    let Some(repository) = push.among(&watched.repositories) else {
        return Problem::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "unknown-repository",
            "This repository is not watched",
            "add its address to `repositories` in the configuration, or remove the webhook",
        )
        .into_response();
    };
    if name.is_empty() || name.len() > LONGEST {
        return Problem::bad_request("the delivery has no name; send the header that the code host sends")
            .into_response();
    }
    if !shared.intake.deliveries.is_new(host, name) {
        return said("this delivery came before");
    }
    let job = repositories::Job {
        repository: repository.clone(),
        received_at: shared.engine.now(),
    };
    if shared.intake.queue.push(job) {
        return (
            StatusCode::ACCEPTED,
            axum::Json(json!({"says": "it is being looked through"})),
        )
            .into_response();
    }
    shared.intake.deliveries.forget(host, name);
    metrics::counter!("safeconduct_intake_full_total").increment(1);
    let problem = Problem::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "busy",
        "Too many pushes are waiting",
        "send this delivery again in a minute",
    );
    ([(header::RETRY_AFTER, RETRY_AFTER)], problem).into_response()
}

pub(super) fn text<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    let value = headers.get(name).and_then(|value| value.to_str().ok());
    value.unwrap_or_default()
}

fn said(says: &str) -> Response {
    axum::Json(json!({"says": says})).into_response()
}

/// Forged, or with another secret: which of both is not said.
fn refused(host: &'static str) -> Response {
    metrics::counter!("safeconduct_intake_refused_total", "host" => host).increment(1);
    Problem::unauthorized("the signature does not fit; check the secret on both sides").into_response()
}

pub(super) fn not_here() -> Response {
    Problem::not_found("nothing is handed in here; see `[intake]` in the configuration").into_response()
}
