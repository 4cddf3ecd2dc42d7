//! The engine: a store, what the team stated, and the keys.

use std::sync::Arc;
use std::sync::atomic::AtomicI64;

use arc_swap::ArcSwap;
use ledger::keys::{DataKey, MasterKey, WrappedKey};
use ledger::note::SigningKey;
use store::{Store, StoreError};
use vocabulary::{AccountId, Moment};

use crate::publish::Publisher;
use crate::turns::Turns;
use crate::{Clock, Entropy, Stated};

/// The secrets that the engine works with.
pub struct Keys {
    /// Wraps each account's data key.
    pub master: MasterKey,
    /// Signs the log's checkpoints; its name is the log's origin.
    pub signing: SigningKey,
}

/// Why something could not be read or done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EngineError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What is stored cannot be read.
    #[error("{0}")]
    Damaged(String),
}

/// State, enforce, record, track.
pub struct Engine {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) stated: ArcSwap<Stated>,
    pub(crate) keys: Keys,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) entropy: Arc<dyn Entropy>,
    pub(crate) publisher: tokio::sync::Mutex<Publisher>,
    /// The bucket before which this process has let network counters be forgotten.
    pub(crate) forgotten: AtomicI64,
    pub(crate) turns: Turns,
}

impl Engine {
    /// An engine over a store.
    pub fn new(
        store: Arc<dyn Store>,
        stated: Stated,
        keys: Keys,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Self {
        let publisher = tokio::sync::Mutex::new(Publisher::default());
        Self {
            store,
            stated: ArcSwap::from_pointee(stated),
            keys,
            clock,
            entropy,
            publisher,
            forgotten: AtomicI64::new(i64::MIN),
            turns: Turns::default(),
        }
    }

    /// What is stated now.
    pub fn stated(&self) -> Arc<Stated> {
        self.stated.load_full()
    }

    /// States something else from now on.
    pub fn restate(&self, stated: Stated) {
        self.stated.store(Arc::new(stated));
    }

    /// The store behind.
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.store
    }

    /// The key with which anyone can check the log's checkpoints.
    pub fn verifier(&self) -> &ledger::note::VerifierKey {
        self.keys.signing.verifier()
    }

    /// The time.
    pub fn now(&self) -> Moment {
        self.clock.now()
    }

    /// The data key of an entry's account; `None` once the account was erased.
    pub fn key_of(&self, entry: &store::LogEntry) -> Result<Option<DataKey>, EngineError> {
        match (&entry.account, &entry.wrapped_key) {
            (Some(account), Some(wrapped)) => self.unwrap_key(account, wrapped.clone()).map(Some),
            _ => Ok(None),
        }
    }

    /// Random bytes that nobody can guess.
    pub fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.entropy.fill(&mut bytes);
        bytes
    }

    /// For names that nobody can guess or meet by chance.
    pub(crate) fn random_number(&self) -> u64 {
        u64::from_le_bytes(self.random())
    }

    /// Makes a data key for a new account.
    pub(crate) fn issue_key(&self, account: &AccountId) -> Result<(DataKey, WrappedKey), EngineError> {
        let issued = self
            .keys
            .master
            .issue(account.as_str().as_bytes(), &self.random(), &self.random());
        issued.map_err(|error| EngineError::Damaged(error.to_string()))
    }

    /// Opens an account's data key.
    pub(crate) fn unwrap_key(&self, account: &AccountId, wrapped: Vec<u8>) -> Result<DataKey, EngineError> {
        let opened = self
            .keys
            .master
            .unwrap_key(account.as_str().as_bytes(), &WrappedKey::from_stored(wrapped));
        opened.map_err(|_| {
            EngineError::Damaged(format!(
                "the key of account `{account}` does not open; was the master key replaced? Put the right one back in place"
            ))
        })
    }
}
