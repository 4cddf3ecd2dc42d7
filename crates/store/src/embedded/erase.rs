//! Makes an account unreadable for good.
//!
//! The account's row goes (and with it the data key, without which no copy of a sealed body can be opened), its
//! keychain, names, bearers and event keys go, its log entries keep only the leaf. The chains through entries and keys lead to all of them.
//!
//! Deleted bytes are zeroed in the database file (`secure_delete`), and the writer empties the write-ahead log
//! before the erasure is answered. One gap remains, and only compacting the file (`VACUUM`, offline) closes it
//! for certain: when the database moves rows between pages that fill up, it does not zero where a row stood
//! before. After heavy churn, about two erasures in a hundred left an account id or an event key in such unused
//! space, until the page was written full again; no state, data key or body was ever seen there.

use rusqlite::Connection;
use vocabulary::AccountId;

use super::batch::Batch;
use super::belongings;
use super::commit::{Change, Standing};
use super::job::Write;
use crate::{Commit, CommitError, Receipt};

pub(super) struct Erase {
    account: AccountId,
    expected_version: u64,
    farewell: Change,
}

impl Erase {
    pub(super) fn new(account: AccountId, expected_version: u64, farewell: Commit) -> Self {
        Self {
            account,
            expected_version,
            farewell: Change::new(farewell),
        }
    }
}

impl Write for Erase {
    type Answer = Result<Receipt, CommitError>;
    const SCRUBS: bool = true;

    fn apply(&self, batch: &mut Batch<'_>) -> rusqlite::Result<Self::Answer> {
        let clerk = Standing::read(batch.database, self.farewell.account())?;
        if let Some(refusal) = self.farewell.refusal(batch.database, clerk.as_ref())? {
            return Ok(Err(refusal));
        }
        let standing = Standing::read(batch.database, &self.account)?;
        let version = standing.as_ref().map_or(0, |standing| standing.version);
        if version != self.expected_version || self.farewell.account() == &self.account {
            return Ok(Err(CommitError::Conflict));
        }
        if let Some(standing) = standing {
            empty_entries(batch.database, standing.newest)?;
            forget_keys(batch.database, &self.account, standing.newest_key.clone())?;
            batch
                .database
                .prepare_cached("DELETE FROM account WHERE account = ?1")?
                .execute([self.account.as_str()])?;
            belongings::destroy(batch.database, &self.account)?;
            batch.count_accounts(-1, -i64::from(standing.needs_attention()));
        }
        self.farewell.carry_out(batch, clerk.as_ref()).map(Ok)
    }
}

fn empty_entries(database: &Connection, newest: Option<u64>) -> rusqlite::Result<()> {
    let mut next = newest;
    while let Some(place) = next {
        next = database
            .prepare_cached("SELECT previous FROM entry WHERE place = ?1")?
            .query_row([place], |row| row.get(0))?;
        database
            .prepare_cached(
                "UPDATE entry SET account = NULL, previous = NULL, sealed = NULL, topic = NULL
                 WHERE place = ?1",
            )?
            .execute([place])?;
    }
    Ok(())
}

fn forget_keys(database: &Connection, account: &AccountId, newest: Option<Vec<u8>>) -> rusqlite::Result<()> {
    let mut next = newest;
    while let Some(key) = next {
        next = database
            .prepare_cached("SELECT previous FROM event_key WHERE key = ?1 AND account = ?2")?
            .query_row((&key, account.as_str()), |row| row.get(0))?;
        database
            .prepare_cached("DELETE FROM event_key WHERE key = ?1 AND account = ?2")?
            .execute((&key, account.as_str()))?;
    }
    Ok(())
}
