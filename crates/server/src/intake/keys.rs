//! The public keys of a code host: fetched where they are missing, kept, and asked for anew at a bounded rate.
//!
//! A request that names a key that is not known makes us ask again, since keys change; anybody can send such a request,
//! so we ask at most once in [`EVERY`], however many come.

use async_trait::async_trait;
use exposure::intake::secret_scanning::PublicKey;
use tokio::sync::Mutex;
use vocabulary::{Moment, Span};

/// How long it is at least from one fetch to the next.
const EVERY: Span = Span::from_minutes(1);
/// For how long a key is believed without asking again.
const LIFE: Span = Span::from_hours(24);

/// Where the keys come from: one configured address.
#[async_trait]
pub trait PublicKeys: Send + Sync + 'static {
    /// The list as it is published, of a bounded size.
    async fn fetch(&self) -> Result<Vec<u8>, String>;
}

/// The keys that are known.
#[derive(Default)]
pub(super) struct Cache(Mutex<Known>);

#[derive(Default)]
struct Known {
    keys: Vec<PublicKey>,
    fetched_at: Option<Moment>,
    asked_at: Option<Moment>,
}

impl Cache {
    /// The key of this name; asks for the list where it is not known or too old.
    pub(super) async fn key(&self, id: &str, from: &dyn PublicKeys, now: Moment) -> Option<PublicKey> {
        let mut known = self.0.lock().await;
        let fresh = known.fetched_at.is_some_and(|at| now.since(at) < LIFE);
        let find = |known: &Known| known.keys.iter().find(|key| key.id == id).cloned();
        let found = find(&known);
        let may_ask = known.asked_at.is_none_or(|at| now.since(at) >= EVERY);
        if (found.is_some() && fresh) || !may_ask {
            return found.filter(|_| fresh);
        }
        known.asked_at = Some(now);
        match from.fetch().await.map(|body| PublicKey::list(&body)) {
            Ok(Ok(keys)) => {
                known.keys = keys;
                known.fetched_at = Some(now);
            }
            Ok(Err(error)) => tracing::error!(%error, "the public keys of secret scanning cannot be read"),
            Err(error) => tracing::error!(%error, "the public keys of secret scanning could not be fetched"),
        }
        let fresh = known.fetched_at.is_some_and(|at| now.since(at) < LIFE);
        find(&known).filter(|_| fresh)
    }
}
