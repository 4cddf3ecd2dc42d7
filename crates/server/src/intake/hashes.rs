//! `POST /intake/hashes`: anybody who found a token names it by its SHA-256, without showing it and without a key.
//!
//! The answer is the same whether a hash is known; the work is done behind it, so that its time is the same, too.

use std::collections::HashMap;
use std::net::SocketAddr;

use axum::Extension;
use axum::body::Bytes;
use axum::extract::{ConnectInfo, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode, header};
use parking_lot::Mutex;
use people::{Find, TokenDigest};
use serde::Deserialize;
use serde_json::json;
use tokio::sync::Semaphore;
use vocabulary::{LeakSource, Mark, Moment, Network, Span};

use crate::Shared;
use crate::problem::Problem;
use crate::whence::client;

/// Most hashes in one request.
const MOST_HASHES: usize = 100;
/// Tokens and hashes that one network may hand in within [`WINDOW`].
const FOR_NETWORK: u32 = 200;
const WINDOW: Span = Span::from_hours(1);
/// More networks than this are not remembered at once; then the window begins anew for all.
const MOST_NETWORKS: usize = 100_000;
/// Requests of anybody whose finds are being looked up at once; more than that are asked to come again.
const AT_ONCE: usize = 64;

/// How much strangers have handed in lately.
pub(crate) struct Rates {
    networks: Mutex<(i64, HashMap<Option<Network>, u32>)>,
    behind: std::sync::Arc<Semaphore>,
}

impl Default for Rates {
    fn default() -> Self {
        Self {
            networks: Mutex::new((i64::MIN, HashMap::new())),
            behind: std::sync::Arc::new(Semaphore::new(AT_ONCE)),
        }
    }
}

impl Rates {
    /// Whether a network may hand in so many more.
    pub(crate) fn allow(&self, network: Option<Network>, more: usize, now: Moment) -> bool {
        let window = now.as_millis().div_euclid(WINDOW.as_millis());
        let mut networks = self.networks.lock();
        if networks.0 != window || networks.1.len() >= MOST_NETWORKS {
            *networks = (window, HashMap::new());
        }
        let count = networks.1.entry(network).or_default();
        let more = u32::try_from(more.max(1)).unwrap_or(u32::MAX);
        *count = count.saturating_add(more);
        *count <= FOR_NETWORK
    }
}

/// Ends what a stranger handed in, behind the answer's back: whether it is known shows neither in words nor in time.
/// `false` where so much is handed in that this was not taken on, whatever it is: then whoever found it must hear so.
#[must_use]
pub(crate) fn end_behind(shared: &Shared, tokens: Vec<TokenDigest>, source: LeakSource) -> bool {
    let received_at = shared.engine.now();
    let Ok(permit) = std::sync::Arc::clone(&shared.intake.rates.behind).try_acquire_owned() else {
        metrics::counter!("safeconduct_intake_full_total").increment(1);
        return false;
    };
    let shared = shared.clone();
    tokio::spawn(async move {
        for token in tokens {
            let find = Find {
                token,
                source,
                found: "handed in by whoever found it".to_owned(),
                since: None,
                received_at,
                mark: Mark::Real,
            };
            if let Err(error) = shared.people.end_leaked(&find).await {
                tracing::error!(%error, "a token that was handed in could not be dealt with");
            }
        }
        drop(permit);
    });
    true
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Hashes {
    sha256: Vec<String>,
}

pub(super) async fn receive(
    State(shared): State<Shared>,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let Ok(hashes) = serde_json::from_slice::<Hashes>(&body) else {
        return Problem::bad_request("send `{\"sha256\": […]}`, each of 64 hexadecimal digits")
            .into_response();
    };
    if hashes.sha256.len() > MOST_HASHES {
        let detail = format!("at most {MOST_HASHES} hashes are accepted at once");
        let status = StatusCode::PAYLOAD_TOO_LARGE;
        return Problem::new(status, "too-many", "Too many hashes", detail).into_response();
    }
    let tokens = hashes.sha256.iter().map(|text| text.parse());
    let tokens: Vec<TokenDigest> = match tokens.collect() {
        Ok(tokens) => tokens,
        Err(error) => return Problem::bad_request(format!("`sha256`: {error}")).into_response(),
    };
    let peer = peer.map(|Extension(ConnectInfo(address))| address.ip());
    let network = client(&headers, peer, &shared.settings.proxies).map(Network::of);
    if !shared
        .intake
        .rates
        .allow(network, tokens.len(), shared.engine.now())
    {
        let problem = Problem::new(
            StatusCode::TOO_MANY_REQUESTS,
            "too-often",
            "That was a lot at once",
            "come back in an hour, or ask the team for a key that may report leaks",
        );
        return ([(header::RETRY_AFTER, "3600")], problem).into_response();
    }
    if !end_behind(&shared, tokens, LeakSource::Hash) {
        let problem = Problem::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "busy",
            "Too much is handed in at once",
            "send the same request again in a few seconds",
        );
        return ([(header::RETRY_AFTER, "3")], problem).into_response();
    }
    let says = "if a token of ours is among them, it no longer works, and its owner knows";
    (StatusCode::ACCEPTED, axum::Json(json!({"says": says}))).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_can_hand_in_so_much_an_hour_and_others_are_not_concerned() {
        let rates = Rates::default();
        let now = Moment::from_millis(0);
        let network = |third| Some(Network::V4([203, 0, third]));
        assert!(rates.allow(network(1), 150, now) && !rates.allow(network(1), 100, now));
        assert!(rates.allow(network(2), 1, now));
        assert!(rates.allow(network(1), 1, now + WINDOW));
        let allowed = (0..1_000).filter(|_| rates.allow(None, 0, now)).count();
        assert_eq!(allowed, 200);
    }
}
