//! Erasing a person: what was recorded becomes unreadable for good, and the log stays whole.

use store::{Commit, CommitError};
use vocabulary::{AccountId, Event, EventKey, Mark, Moment, Record, catalogue::kinds};

use crate::{Engine, EngineError, State};

impl Engine {
    /// Erases an account. `None` if there is none; otherwise how many log entries can no longer be read. That
    /// it happened is recorded under a name of its own that says nothing about whose account it was.
    pub async fn erase(&self, account: &AccountId) -> Result<Option<u64>, EngineError> {
        loop {
            let Some(row) = self.store.account(account).await? else {
                return Ok(None);
            };
            let entries = self.count_entries(account).await?;
            let farewell = self.farewell(entries)?;
            match self.store.erase(account, row.version, farewell).await {
                Ok(_) => return Ok(Some(entries)),
                Err(CommitError::Conflict | CommitError::Duplicate | CommitError::Taken) => {}
                Err(CommitError::Store(error)) => return Err(error.into()),
            }
        }
    }

    async fn count_entries(&self, account: &AccountId) -> Result<u64, EngineError> {
        let (mut count, mut before) = (0, None);
        loop {
            let page = self.store.timeline(account, before, 500).await?;
            count += page.len() as u64;
            match page.last() {
                Some(last) if page.len() == 500 => before = Some(last.index),
                _ => return Ok(count),
            }
        }
    }

    fn farewell(&self, entries: u64) -> Result<Commit, EngineError> {
        let name = format!("{:016x}", self.random_number());
        let damaged = |error: vocabulary::IdError| EngineError::Damaged(error.to_string());
        let account = AccountId::new(&format!("erased-{name}")).map_err(damaged)?;
        let key = EventKey::new(&format!("erased-{name}")).map_err(damaged)?;
        let event = erased(account.clone(), key.clone(), self.now(), entries);
        let record = Record {
            event,
            judgement: None,
        };
        let (data_key, wrapped) = self.issue_key(&account)?;
        let mut state = State::default();
        state.facts.apply(&record.event, None);
        Ok(Commit {
            account,
            expected_version: 0,
            key: Some(key),
            state: state.encode(),
            wrapped_key: Some(wrapped.as_bytes().to_vec()),
            entries: vec![self.seal(&data_key, &record)?],
            tallies: Vec::new(),
            network: Vec::new(),
            wake_at: None,
            attention: None,
            belongings: store::Belongings::default(),
        })
    }
}

fn erased(account: AccountId, key: EventKey, at: Moment, entries: u64) -> Event {
    let event = Event::of_itself(key, kinds::ACCOUNT_ERASED, account, at, Mark::Real);
    event.with("entries", i64::try_from(entries).unwrap_or(i64::MAX))
}
