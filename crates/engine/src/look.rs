//! Looking at what was recorded.

use ledger::entry::Leaf;
use store::LogEntry;
use vocabulary::{AccountId, Moment, Record};

use crate::{Engine, EngineError, State};

/// A log entry, readable unless its account was erased.
#[derive(Debug, Clone)]
pub struct Opened {
    /// Its place in the log.
    pub index: u64,
    /// Whose it is; `None` once erased.
    pub account: Option<AccountId>,
    /// What the tree hashes.
    pub leaf: Vec<u8>,
    /// What it says; `None` once erased.
    pub record: Option<Record>,
}

/// An account as it stands.
#[derive(Debug, Clone)]
pub struct AccountView {
    /// Its id.
    pub id: AccountId,
    /// How many changes made it what it is.
    pub version: u64,
    /// Everything known of it.
    pub state: State,
}

impl Engine {
    /// Opens a stored entry, checking it against its leaf.
    pub(crate) fn open(&self, entry: LogEntry) -> Result<Opened, EngineError> {
        let (index, leaf) = (entry.index, entry.leaf);
        let (Some(account), Some(wrapped), Some(sealed)) = (entry.account, entry.wrapped_key, entry.sealed)
        else {
            return Ok(Opened {
                index,
                account: None,
                leaf,
                record: None,
            });
        };
        let damaged =
            |what: &dyn std::fmt::Display| EngineError::Damaged(format!("log entry {index}: {what}"));
        let key = self.unwrap_key(&account, wrapped)?;
        let parsed = Leaf::parse(&leaf).map_err(|error| damaged(&error))?;
        let opened = ledger::entry::open(&key, &sealed, &parsed).map_err(|error| damaged(&error))?;
        let record = serde_json::from_slice(opened.body()).map_err(|error| damaged(&error))?;
        Ok(Opened {
            index,
            account: Some(account),
            leaf,
            record: Some(record),
        })
    }

    /// An account, if anything was ever recorded of it.
    pub async fn account(&self, id: &AccountId) -> Result<Option<AccountView>, EngineError> {
        let Some(row) = self.store.account(id).await? else {
            return Ok(None);
        };
        Ok(Some(view(id.clone(), &row)?))
    }

    /// Accounts whose ids begin with `prefix`, in order, after `after`.
    pub async fn accounts(
        &self,
        prefix: &str,
        after: Option<&AccountId>,
        limit: u32,
    ) -> Result<Vec<AccountView>, EngineError> {
        let rows = self.store.accounts(prefix, after, limit).await?;
        rows.into_iter().map(|(id, row)| view(id, &row)).collect()
    }

    /// Accounts with an open incident, the newest first, before `before`.
    pub async fn in_trouble(
        &self,
        before: Option<(Moment, AccountId)>,
        limit: u32,
    ) -> Result<Vec<AccountView>, EngineError> {
        let rows = self.store.attention(before, limit).await?;
        rows.into_iter().map(|(_, id, row)| view(id, &row)).collect()
    }

    /// An account's entries, newest first, before the index `before`.
    pub async fn timeline(
        &self,
        id: &AccountId,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<Opened>, EngineError> {
        let entries = self.store.timeline(id, before, limit).await?;
        entries.into_iter().map(|entry| self.open(entry)).collect()
    }

    /// Entries with a topic across all accounts, newest first, before the index `before`.
    pub async fn on_topic(
        &self,
        topic: store::Topic,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<Opened>, EngineError> {
        let entries = self.store.on_topic(topic, before, limit).await?;
        entries.into_iter().map(|entry| self.open(entry)).collect()
    }

    /// The log's entries from `from` on, in order.
    pub async fn entries(&self, from: u64, limit: u32) -> Result<Vec<Opened>, EngineError> {
        let entries = self.store.entries(from, limit).await?;
        entries.into_iter().map(|entry| self.open(entry)).collect()
    }

    /// The log's newest entries, newest first.
    pub async fn latest(&self, limit: u32) -> Result<Vec<Opened>, EngineError> {
        let total = self.store.totals().await?.entries;
        let mut entries = self
            .entries(total.saturating_sub(u64::from(limit)), limit)
            .await?;
        entries.reverse();
        Ok(entries)
    }
}

fn view(id: AccountId, row: &store::AccountRow) -> Result<AccountView, EngineError> {
    let state = State::decode(&row.state)
        .map_err(|error| EngineError::Damaged(format!("account `{id}`: {error}")))?;
    Ok(AccountView {
        id,
        version: row.version,
        state,
    })
}
