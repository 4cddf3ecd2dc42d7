//! What went wrong, for programs and people: problem details (RFC 9457). The one error type at the edge.

use axum::response::{IntoResponse, Response};
use engine::{EnforceError, EngineError};
use http::{HeaderValue, StatusCode, header};
use people::PeopleError;
use serde_json::{Value, json};

/// Every kind of problem, and what to do about it: what the `type` of a problem leads to in `/docs`.
pub(crate) const KINDS: &[(&str, &str)] = &[
    (
        "bad-request",
        "The address or the body is not what the operation takes. Change the request.",
    ),
    (
        "no-key",
        "Send `Authorization: Bearer` and a key that works; `safeconduct key create` makes one.",
    ),
    (
        "key-not-enough",
        "Use a key with the scope that the operation needs.",
    ),
    (
        "other-site",
        "A browser sent this from a page of another site. Nothing was done.",
    ),
    ("not-found", "Nothing is kept under this address."),
    (
        "method",
        "The address exists; what can be done with it is described on this page.",
    ),
    (
        "unknown-repository",
        "The webhook is of a repository that the configuration does not name. Add it there, or remove the webhook.",
    ),
    (
        "too-often",
        "Your network has handed in very much within an hour. Come back later, or use a key.",
    ),
    ("too-large", "Send less at once: at most 1 MiB."),
    (
        "too-many",
        "Send fewer at once: at most 1,000 events or findings, or 100 hashes.",
    ),
    (
        "invalid-event",
        "Change the event: `errors` names everything that is wrong with it. Nothing was recorded.",
    ),
    (
        "token",
        "The token was not made or changed, for the reason given. Change the request, or try again later.",
    ),
    (
        "busy",
        "More passphrases are being checked, or more pushes wait, than this machine can take on. Try again after the seconds in `Retry-After`.",
    ),
    (
        "crowded",
        "Very many requests change the same account. Send the same event again.",
    ),
    (
        "too-slow",
        "The request was not received and answered in time. Send it again: nothing is recorded twice.",
    ),
    (
        "store-down",
        "What is stored cannot be reached just now. Act on `verdict`, and send the same event again later.",
    ),
    (
        "damaged",
        "What is stored cannot be read. Whoever runs this server has to look: `safeconduct ledger verify`.",
    ),
    (
        "failed",
        "A fault of the server. Send the request again, and tell whoever runs it.",
    ),
];

/// A problem, as it is answered.
#[derive(Debug)]
pub(crate) struct Problem {
    status: StatusCode,
    kind: &'static str,
    title: &'static str,
    detail: String,
    more: Vec<(&'static str, Value)>,
}

impl Problem {
    pub(crate) fn new(
        status: StatusCode,
        kind: &'static str,
        title: &'static str,
        detail: impl Into<String>,
    ) -> Self {
        debug_assert!(
            KINDS.iter().any(|(known, _)| *known == kind),
            "`{kind}` is not in `KINDS`"
        );
        Self {
            status,
            kind,
            title,
            detail: detail.into(),
            more: Vec::new(),
        }
    }

    pub(crate) fn with(mut self, name: &'static str, value: Value) -> Self {
        self.more.push((name, value));
        self
    }

    pub(crate) fn not_found(detail: impl Into<String>) -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "not-found",
            "There is no such thing here",
            detail,
        )
    }

    pub(crate) fn bad_request(detail: impl Into<String>) -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "bad-request",
            "The request cannot be understood",
            detail,
        )
    }

    pub(crate) fn unauthorized(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "no-key", "An API key is needed", detail)
    }

    pub(crate) fn forbidden(detail: impl Into<String>) -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "key-not-enough",
            "This key may not do that",
            detail,
        )
    }

    /// An event that was not accepted, with everything that is wrong with it.
    pub(crate) fn invalid_event(problems: &[vocabulary::Problem]) -> Self {
        let all: Vec<String> = problems.iter().map(ToString::to_string).collect();
        Self::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "invalid-event",
            "The event was not accepted",
            all.join("; "),
        )
        .with("errors", problems_json(problems))
    }

    /// The problem as JSON.
    pub(crate) fn to_json(&self) -> Value {
        let mut body = json!({
            "type": format!("/docs#problem-{}", self.kind),
            "title": self.title,
            "status": self.status.as_u16(),
            "detail": self.detail,
        });
        if let Some(body) = body.as_object_mut() {
            body.extend(
                self.more
                    .iter()
                    .map(|(name, value)| ((*name).to_owned(), value.clone())),
            );
        }
        body
    }
}

pub(crate) fn problems_json(problems: &[vocabulary::Problem]) -> Value {
    problems
        .iter()
        .map(|problem| json!({"at": problem.at, "says": problem.says}))
        .collect()
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        if self.status.is_server_error() {
            tracing::error!(kind = self.kind, detail = self.detail, "a request failed");
        }
        let mut response = (self.status, self.to_json().to_string()).into_response();
        let json = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, json);
        if self.status == StatusCode::UNAUTHORIZED {
            response
                .headers_mut()
                .insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

impl From<EngineError> for Problem {
    fn from(error: EngineError) -> Self {
        match error {
            EngineError::Store(error) => Self::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "store-down",
                "The store cannot be asked",
                error.to_string(),
            ),
            EngineError::Damaged(what) => Self::new(
                StatusCode::INTERNAL_SERVER_ERROR,
                "damaged",
                "Something stored cannot be read",
                what,
            ),
        }
    }
}

/// What the sender of an event can mend in it; `None` where it is not the event that is wrong.
pub(crate) fn senders_errors(error: &EnforceError) -> Option<Value> {
    let at = match error {
        EnforceError::UnknownStep { .. } => "step",
        EnforceError::NotForPlatforms(_) => "kind",
        EnforceError::Down { .. } | EnforceError::Crowded(_) | EnforceError::Engine(_) => return None,
    };
    Some(json!([{"at": at, "says": error.to_string()}]))
}

impl From<EnforceError> for Problem {
    fn from(error: EnforceError) -> Self {
        let says = error.to_string();
        let errors = senders_errors(&error).unwrap_or_default();
        match error {
            EnforceError::UnknownStep { .. } | EnforceError::NotForPlatforms(_) => Self::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "invalid-event",
                "The event was not accepted",
                says,
            )
            .with("errors", errors),
            // The verdict that holds meanwhile comes along, so that a platform fails the way its journeys say.
            EnforceError::Down { verdict, .. } => Self::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "store-down",
                "The store cannot be asked",
                says,
            )
            .with("verdict", json!(verdict.name())),
            EnforceError::Crowded(_) => Self::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "crowded",
                "Too many changes at once",
                says,
            )
            .with("verdict", json!("deny")),
            EnforceError::Engine(error) => Self::from(error).with("verdict", json!("deny")),
        }
    }
}

/// After how many seconds it is worth coming back to a full queue.
const BUSY_SECONDS: u64 = 3;

impl From<PeopleError> for Problem {
    fn from(error: PeopleError) -> Self {
        let says = error.to_string();
        match error {
            PeopleError::Engine(error) => error.into(),
            PeopleError::Enforce(error) => error.into(),
            PeopleError::Busy => Self::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "busy",
                "Too many passphrases at once",
                says,
            )
            .with("retry_after", json!(BUSY_SECONDS)),
            PeopleError::Fault(_) => Self::new(
                StatusCode::INTERNAL_SERVER_ERROR,
                "failed",
                "Something failed here",
                says,
            ),
        }
    }
}
