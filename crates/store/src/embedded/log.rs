//! The log, as a whole and as one account's part of it.

use rusqlite::{Connection, OptionalExtension, Row};
use vocabulary::AccountId;

use super::rows;
use crate::{LogEntry, Topic};

pub(super) fn entries(database: &Connection, from: u64, limit: u32) -> rusqlite::Result<Vec<LogEntry>> {
    database
        .prepare_cached(
            "SELECT entry.place, entry.account, account.wrapped_key, entry.leaf, entry.sealed
             FROM entry LEFT JOIN account ON account.account = entry.account
             WHERE entry.place >= ?1 ORDER BY entry.place LIMIT ?2",
        )?
        .query_map((rows::within(from), limit), read)?
        .collect()
}

pub(super) const fn word(topic: Topic) -> &'static str {
    match topic {
        Topic::Exposure => "exposure",
    }
}

pub(super) fn on_topic(
    database: &Connection,
    topic: Topic,
    before: Option<u64>,
    limit: u32,
) -> rusqlite::Result<Vec<LogEntry>> {
    database
        .prepare_cached(
            "SELECT entry.place, entry.account, account.wrapped_key, entry.leaf, entry.sealed
             FROM entry JOIN account ON account.account = entry.account
             WHERE entry.topic = ?1 AND entry.place < ?2 ORDER BY entry.place DESC LIMIT ?3",
        )?
        .query_map(
            (word(topic), rows::within(before.unwrap_or(u64::MAX)), limit),
            read,
        )?
        .collect()
}

fn read(row: &Row<'_>) -> rusqlite::Result<LogEntry> {
    Ok(LogEntry {
        index: row.get(0)?,
        account: rows::account_or_none(row, 1)?,
        wrapped_key: row.get(2)?,
        leaf: row.get(3)?,
        sealed: row.get(4)?,
    })
}

/// An account's entries, found by walking its chain from the newest on.
pub(super) fn timeline(
    database: &Connection,
    account: &AccountId,
    before: Option<u64>,
    limit: u32,
) -> rusqlite::Result<Vec<LogEntry>> {
    let found: Option<(Option<u64>, Vec<u8>)> = database
        .prepare_cached("SELECT newest, wrapped_key FROM account WHERE account = ?1")?
        .query_row([account.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((newest, wrapped_key)) = found else {
        return Ok(Vec::new());
    };
    let mut next = match before {
        Some(before) => start_before(database, account, newest, before)?,
        None => newest,
    };
    let mut walked = Vec::new();
    for _ in 0..limit {
        let Some(place) = next else { break };
        let (entry, previous) = own_entry(database, account, &wrapped_key, place)?;
        walked.push(entry);
        next = previous;
    }
    Ok(walked)
}

/// The account's newest entry before the place. A page is asked for with the last entry of the page before,
/// which knows its predecessor; only for another place is the chain walked from its beginning.
fn start_before(
    database: &Connection,
    account: &AccountId,
    newest: Option<u64>,
    before: u64,
) -> rusqlite::Result<Option<u64>> {
    let own: Option<Option<u64>> = database
        .prepare_cached("SELECT previous FROM entry WHERE place = ?1 AND account = ?2")?
        .query_row((rows::within(before), account.as_str()), |row| row.get(0))
        .optional()?;
    if let Some(previous) = own {
        return Ok(previous);
    }
    let mut next = newest;
    while let Some(place) = next.filter(|place| *place >= before) {
        next = database
            .prepare_cached("SELECT previous FROM entry WHERE place = ?1")?
            .query_row([place], |row| row.get(0))?;
    }
    Ok(next)
}

/// One entry of an account whose key is known, and the account's entry before it.
pub(super) fn own_entry(
    database: &Connection,
    account: &AccountId,
    wrapped_key: &[u8],
    place: u64,
) -> rusqlite::Result<(LogEntry, Option<u64>)> {
    let read = |row: &Row<'_>| {
        let entry = LogEntry {
            index: place,
            account: Some(account.clone()),
            wrapped_key: Some(wrapped_key.to_vec()),
            leaf: row.get(0)?,
            sealed: row.get(1)?,
        };
        Ok((entry, row.get(2)?))
    };
    database
        .prepare_cached("SELECT leaf, sealed, previous FROM entry WHERE place = ?1")?
        .query_row([place], read)
}
