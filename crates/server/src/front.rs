//! What every answer goes through: limits on the way in, protective headers on the way out.

use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use http::{HeaderName, HeaderValue, Method, StatusCode, header};
use tower_http::catch_panic::CatchPanicLayer;

use crate::Shared;
use crate::console::layout::CONTENT_SECURITY_POLICY;
use crate::problem::Problem;

/// How long an answer may take.
const TIME: Duration = Duration::from_secs(30);

/// The outermost layers.
pub(crate) fn guard(app: Router<Shared>) -> Router<Shared> {
    app.fallback(|| async {
        Problem::not_found("there is no such page; the API is described at /docs, the console is at /console")
    })
    .method_not_allowed_fallback(|| async {
        Problem::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "method",
            "This is not done here",
            "the API is described at /docs",
        )
    })
    .layer(from_fn(refusals_as_problems))
    .layer(from_fn(same_origin))
    .layer(from_fn(in_time))
    .layer(CatchPanicLayer::custom(panicked))
    // Outermost, so that no answer leaves without them.
    .layer(from_fn(headers))
}

/// Gives up on what takes too long: a body that does not come, too.
async fn in_time(request: Request, next: Next) -> Response {
    let answer = tokio::time::timeout(TIME, next.run(request)).await;
    answer.unwrap_or_else(|_| {
        Problem::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "too-slow",
            "This took too long",
            "the request was not received and answered within 30 seconds; send it again: what was recorded meanwhile is not recorded twice",
        )
        .into_response()
    })
}

/// What the panic says is for our own log, which its hook writes; not for whoever asked.
fn panicked(_: Box<dyn std::any::Any + Send>) -> Response {
    Problem::new(
        StatusCode::INTERNAL_SERVER_ERROR,
        "failed",
        "Something failed here",
        "this is a fault of the server, which its log tells more about; send the request again",
    )
    .into_response()
}

async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response
        .headers_mut()
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(CONTENT_SECURITY_POLICY));
    let fixed = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(), geolocation=(), microphone=()",
        ),
    ];
    for (name, value) in fixed {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response
        .headers_mut()
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}

/// A form that another site sends in somebody's name is refused. Browsers say where a request comes from;
/// programs, which do not, carry a key instead of a cookie.
async fn same_origin(request: Request, next: Next) -> Response {
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let site = request
        .headers()
        .get("sec-fetch-site")
        .and_then(|value| value.to_str().ok());
    let foreign = match site {
        Some(site) => !matches!(site, "same-origin" | "none"),
        None => has_foreign_origin(&request),
    };
    if changes && foreign {
        return Problem::new(
            StatusCode::FORBIDDEN,
            "other-site",
            "This was sent by another site",
            "a page of another site sent this request; open the console itself and do it there",
        )
        .into_response();
    }
    next.run(request).await
}

fn has_foreign_origin(request: &Request) -> bool {
    let text = |name| {
        request
            .headers()
            .get(name)
            .and_then(|value: &HeaderValue| value.to_str().ok())
    };
    let Some(origin) = text(header::ORIGIN) else {
        return false;
    };
    let host = text(header::HOST).unwrap_or_default();
    origin.split_once("://").is_none_or(|(_, of)| of != host)
}

/// The library refuses bodies in its own words, as plain text; ours say what to do.
async fn refusals_as_problems(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let is_text = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/plain"));
    match response.status() {
        StatusCode::PAYLOAD_TOO_LARGE if is_text => Problem::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too-large",
            "The body is too large",
            "at most 1 MiB is accepted; send fewer events at once",
        )
        .into_response(),
        StatusCode::BAD_REQUEST if is_text => {
            Problem::bad_request("the body did not come whole; send it again").into_response()
        }
        _ => response,
    }
}
