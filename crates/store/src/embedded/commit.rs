//! The hot path's write: one account's change.
//!
//! All checks come before the first write, so that a refused commit has nothing to take back and the other
//! commits of its transaction never notice.

use rusqlite::{Connection, OptionalExtension};
use vocabulary::{AccountId, Moment};

use super::batch::Batch;
use super::job::Write;
use super::{belongings, event_key, log};
use crate::{Commit, CommitError, Receipt};

/// A commit, ready for the writer.
pub(super) struct Change {
    commit: Commit,
    key: Option<Vec<u8>>,
}

/// What a commit needs to know of the account that is there.
pub(super) struct Standing {
    row: i64,
    pub(super) version: u64,
    wake_at: Option<i64>,
    attention: Option<i64>,
    pub(super) newest: Option<u64>,
    pub(super) newest_key: Option<Vec<u8>>,
}

impl Standing {
    pub(super) fn read(database: &Connection, account: &AccountId) -> rusqlite::Result<Option<Self>> {
        database
            .prepare_cached(
                "SELECT rowid, version, wake_at, attention, newest, newest_key FROM account WHERE account = ?1",
            )?
            .query_row([account.as_str()], |row| {
                Ok(Self {
                    row: row.get(0)?,
                    version: row.get(1)?,
                    wake_at: row.get(2)?,
                    attention: row.get(3)?,
                    newest: row.get(4)?,
                    newest_key: row.get(5)?,
                })
            })
            .optional()
    }

    pub(super) const fn needs_attention(&self) -> bool {
        self.attention.is_some()
    }
}

impl Write for Change {
    type Answer = Result<Receipt, CommitError>;

    fn apply(&self, batch: &mut Batch<'_>) -> rusqlite::Result<Self::Answer> {
        let standing = Standing::read(batch.database, self.account())?;
        match self.refusal(batch.database, standing.as_ref())? {
            Some(refusal) => Ok(Err(refusal)),
            None => self.carry_out(batch, standing.as_ref()).map(Ok),
        }
    }
}

impl Change {
    pub(super) fn new(commit: Commit) -> Self {
        let key = commit.key.as_ref().map(event_key::stored);
        Self { commit, key }
    }

    pub(super) fn account(&self) -> &AccountId {
        &self.commit.account
    }

    /// Why the commit cannot be made, if so. A duplicate is told before a conflict: whoever tries again what
    /// was done needs the first answer, not another decision.
    pub(super) fn refusal(
        &self,
        database: &Connection,
        standing: Option<&Standing>,
    ) -> rusqlite::Result<Option<CommitError>> {
        if self.key_is_taken(database)? {
            return Ok(Some(CommitError::Duplicate));
        }
        let version = standing.map_or(0, |standing| standing.version);
        if version != self.commit.expected_version {
            return Ok(Some(CommitError::Conflict));
        }
        belongings::refusal(database, self.account(), &self.commit.belongings)
    }

    fn key_is_taken(&self, database: &Connection) -> rusqlite::Result<bool> {
        let Some(key) = &self.key else { return Ok(false) };
        database
            .prepare_cached("SELECT 1 FROM event_key WHERE key = ?1 AND account = ?2")?
            .exists((key, self.account().as_str()))
    }

    /// Makes the change, which nothing speaks against.
    pub(super) fn carry_out(
        &self,
        batch: &mut Batch<'_>,
        standing: Option<&Standing>,
    ) -> rusqlite::Result<Receipt> {
        let (mut newest, newest_key) = match standing {
            Some(standing) => (standing.newest, standing.newest_key.as_deref()),
            None => (None, None),
        };
        let mut first_index = None;
        for entry in &self.commit.entries {
            let place = batch.take_place();
            batch
                .database
                .prepare_cached(
                    "INSERT INTO entry (place, account, previous, leaf, sealed, topic)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                )?
                .execute((
                    place,
                    self.account().as_str(),
                    newest,
                    &entry.leaf,
                    &entry.sealed,
                    entry.topic.map(log::word),
                ))?;
            first_index = first_index.or(Some(place));
            newest = Some(place);
        }
        if let Some(key) = &self.key {
            batch
                .database
                .prepare_cached(
                    "INSERT INTO event_key (key, account, place, previous) VALUES (?1, ?2, ?3, ?4)",
                )?
                .execute((key, self.account().as_str(), first_index, newest_key))?;
        }
        let version = self.commit.expected_version.saturating_add(1);
        let newest_key = self.key.as_deref().or(newest_key);
        self.write_account(batch.database, standing, version, newest, newest_key)?;

        let attention = i64::from(self.commit.attention.is_some());
        match standing {
            Some(before) => batch.count_accounts(0, attention - i64::from(before.needs_attention())),
            None => batch.count_accounts(1, attention),
        }
        for tally in &self.commit.tallies {
            batch.move_tally(&tally.subject, tally.bucket, tally.slot, tally.by);
        }
        for network in &self.commit.network {
            batch.move_network(network.subject, network.bucket, network.slot, network.by);
        }
        belongings::change(batch.database, self.account(), &self.commit.belongings)?;
        batch.count_commit();
        Ok(Receipt { version, first_index })
    }

    fn write_account(
        &self,
        database: &Connection,
        standing: Option<&Standing>,
        version: u64,
        newest: Option<u64>,
        newest_key: Option<&[u8]>,
    ) -> rusqlite::Result<()> {
        let commit = &self.commit;
        let (wake_at, attention) = (
            commit.wake_at.map(Moment::as_millis),
            commit.attention.map(Moment::as_millis),
        );
        let Some(standing) = standing else {
            database
                .prepare_cached(
                    "INSERT INTO account (account, version, wake_at, attention, newest, newest_key, wrapped_key, state)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                )?
                .execute((
                    self.account().as_str(),
                    version,
                    wake_at,
                    attention,
                    newest,
                    newest_key,
                    commit.wrapped_key.as_deref().unwrap_or_default(),
                    &commit.state,
                ))?;
            return Ok(());
        };
        // Naming an indexed column rewrites its index even if the value stays, so the usual commit names none.
        if (wake_at, attention) == (standing.wake_at, standing.attention) {
            database
                .prepare_cached(
                    "UPDATE account SET version = ?2, newest = ?3, newest_key = ?4, state = ?5 WHERE rowid = ?1",
                )?
                .execute((standing.row, version, newest, newest_key, &commit.state))?;
        } else {
            database
                .prepare_cached(
                    "UPDATE account SET version = ?2, newest = ?3, newest_key = ?4, state = ?5, wake_at = ?6,
                     attention = ?7 WHERE rowid = ?1",
                )?
                .execute((
                    standing.row,
                    version,
                    newest,
                    newest_key,
                    &commit.state,
                    wake_at,
                    attention,
                ))?;
        }
        Ok(())
    }
}
