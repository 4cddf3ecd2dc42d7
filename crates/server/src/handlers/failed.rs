//! Why a page cannot be shown, as a page.

use std::sync::atomic::{AtomicU64, Ordering};

use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query};
use axum::response::{Html, IntoResponse, Response};
use engine::EngineError;
use http::StatusCode;
use store::StoreError;

use crate::console::error::{self, Failure};
use crate::console::views::Frame;

/// Letters of a name that are repeated when nothing has it: as many as an id may have.
const MOST_LETTERS: usize = 128;

/// Why a page cannot be shown.
#[derive(Debug)]
pub(super) enum Failed {
    /// There is no such thing; what was looked for, in words, or nothing where nobody knows.
    Missing(String),
    /// The engine could not answer.
    Engine(EngineError),
}

impl Failed {
    /// The address leads nowhere.
    pub(super) const fn nowhere() -> Self {
        Self::Missing(String::new())
    }

    /// There is nothing with this name. Names come from the address, so only their beginning is repeated.
    pub(super) fn no_such(what: &str, name: &str) -> Self {
        let mut letters = name.chars();
        let short: String = letters.by_ref().take(MOST_LETTERS).collect();
        let more = if letters.next().is_some() { "…" } else { "" };
        Self::Missing(format!("{what} called {short}{more}"))
    }

    /// The page that says so.
    pub(super) fn into_page(self, frame: &Frame) -> Response {
        match self {
            Self::Missing(what) => {
                let page = error::page(frame, Failure::Missing { what: &what });
                (StatusCode::NOT_FOUND, Html(page.into_string())).into_response()
            }
            Self::Engine(why) => {
                let id = next_id();
                tracing::error!(id, error = %why, "a page of the console could not be shown");
                let page = error::page(frame, Failure::Ours { id: &id });
                let status = match why {
                    EngineError::Store(_) => StatusCode::SERVICE_UNAVAILABLE,
                    EngineError::Damaged(_) => StatusCode::INTERNAL_SERVER_ERROR,
                };
                (status, Html(page.into_string())).into_response()
            }
        }
    }
}

impl From<EngineError> for Failed {
    fn from(error: EngineError) -> Self {
        Self::Engine(error)
    }
}

impl From<StoreError> for Failed {
    fn from(error: StoreError) -> Self {
        Self::Engine(error.into())
    }
}

/// The name under which a failure stands in this process's messages: unique until it restarts, so that a
/// person can tell somebody which one they met.
fn next_id() -> String {
    static FAILURES: AtomicU64 = AtomicU64::new(1);
    format!("console-{}", FAILURES.fetch_add(1, Ordering::Relaxed))
}

/// What an address may hold in its query, as it was read.
pub(super) type InQuery<T> = Result<Query<T>, QueryRejection>;
/// What an address may hold in its path, as it was read.
pub(super) type InPath<T> = Result<Path<T>, PathRejection>;

/// The query of an address; one that cannot be read leads nowhere.
pub(super) fn query<T>(read: InQuery<T>) -> Result<T, Failed> {
    read.map(|Query(query)| query).map_err(|_| Failed::nowhere())
}

/// The path of an address; one that cannot be read leads nowhere.
pub(super) fn path<T>(read: InPath<T>) -> Result<T, Failed> {
    read.map(|Path(path)| path).map_err(|_| Failed::nowhere())
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;

    use super::*;

    #[tokio::test]
    async fn what_failed_is_told_by_its_status_and_never_in_its_own_words() {
        let check = async |failed: Failed, status: u16, words: &str| {
            let answer = failed.into_page(&Frame::default());
            assert_eq!(answer.status().as_u16(), status);
            let body = to_bytes(answer.into_body(), 1 << 20).await.unwrap();
            let body = String::from_utf8(body.to_vec()).unwrap();
            assert!(body.contains(words), "{body}");
            assert!(!body.contains("/var/lib"), "{body}");
        };
        check(Failed::nowhere(), 404, "The address may be mistyped").await;
        check(
            Failed::Missing("entry 7".to_owned()),
            404,
            "We looked for entry 7.",
        )
        .await;
        check(
            Failed::no_such("a journey", "<b>"),
            404,
            "a journey called &lt;b&gt;.",
        )
        .await;
        let long = Failed::no_such("a journey", &"é".repeat(9_000));
        check(long, 404, &format!("called {}….", "é".repeat(128))).await;
        let down = StoreError::Unavailable("cannot read /var/lib/x: disk failed".to_owned());
        check(down.into(), 503, "Something failed on the server.").await;
        let damaged = EngineError::Damaged("/var/lib/x".to_owned());
        check(damaged.into(), 500, "In the server").await;
    }

    #[test]
    fn each_failure_has_a_name_of_its_own() {
        assert_ne!(next_id(), next_id());
    }
}
