//! Accounts, one and many.

use rusqlite::{Connection, OptionalExtension, Row};
use vocabulary::{AccountId, Moment};

use super::rows;
use crate::AccountRow;

fn account_row(row: &Row<'_>, column: usize) -> rusqlite::Result<AccountRow> {
    Ok(AccountRow {
        version: row.get(column)?,
        state: row.get(column + 1)?,
        wrapped_key: row.get(column + 2)?,
    })
}

pub(super) fn account(database: &Connection, account: &AccountId) -> rusqlite::Result<Option<AccountRow>> {
    database
        .prepare_cached("SELECT version, state, wrapped_key FROM account WHERE account = ?1")?
        .query_row([account.as_str()], |row| account_row(row, 0))
        .optional()
}

/// The database compares text byte by byte, as `str` does, so a prefix is a range of ids.
pub(super) fn accounts(
    database: &Connection,
    prefix: &str,
    after: Option<&AccountId>,
    limit: u32,
) -> rusqlite::Result<Vec<(AccountId, AccountRow)>> {
    let end = end_of(prefix);
    let read = |row: &Row<'_>| Ok((rows::account(row, 0)?, account_row(row, 1)?));
    match after.map(AccountId::as_str).filter(|after| *after >= prefix) {
        Some(after) => database
            .prepare_cached(
                "SELECT account, version, state, wrapped_key FROM account
                 WHERE account > ?1 AND account < ?2 ORDER BY account LIMIT ?3",
            )?
            .query_map((after, end, limit), read)?
            .collect(),
        None => database
            .prepare_cached(
                "SELECT account, version, state, wrapped_key FROM account
                 WHERE account >= ?1 AND account < ?2 ORDER BY account LIMIT ?3",
            )?
            .query_map((prefix, end, limit), read)?
            .collect(),
    }
}

/// The least text that is greater than everything that begins with `prefix`.
fn end_of(prefix: &str) -> String {
    let mut end = prefix.to_owned();
    while let Some(last) = end.pop() {
        let mut after = u32::from(last)..=u32::from(char::MAX);
        after.next();
        // Skips the surrogates, which are no characters; nothing follows the last character of all.
        if let Some(next) = after.find_map(char::from_u32) {
            end.push(next);
            return end;
        }
    }
    // Longer than any id may be, of the greatest character.
    char::MAX.to_string().repeat(vocabulary::limits::MAX_ID_BYTES)
}

pub(super) fn attention(
    database: &Connection,
    before: Option<&(Moment, AccountId)>,
    limit: u32,
) -> rusqlite::Result<Vec<(Moment, AccountId, AccountRow)>> {
    let read = |row: &Row<'_>| {
        Ok((
            rows::moment(row, 0)?,
            rows::account(row, 1)?,
            account_row(row, 2)?,
        ))
    };
    match before {
        Some((since, account)) => database
            .prepare_cached(
                "SELECT attention, account, version, state, wrapped_key FROM account
                 WHERE attention IS NOT NULL AND (attention, account) < (?1, ?2)
                 ORDER BY attention DESC, account DESC LIMIT ?3",
            )?
            .query_map((since.as_millis(), account.as_str(), limit), read)?
            .collect(),
        None => database
            .prepare_cached(
                "SELECT attention, account, version, state, wrapped_key FROM account
                 WHERE attention IS NOT NULL ORDER BY attention DESC, account DESC LIMIT ?1",
            )?
            .query_map([limit], read)?
            .collect(),
    }
}

pub(super) fn due(database: &Connection, now: Moment, limit: u32) -> rusqlite::Result<Vec<AccountId>> {
    database
        .prepare_cached(
            "SELECT account FROM account WHERE wake_at IS NOT NULL AND wake_at <= ?1
             ORDER BY wake_at, account LIMIT ?2",
        )?
        .query_map((now.as_millis(), limit), |row| rows::account(row, 0))?
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_end_of_a_prefix_is_the_least_text_beyond_it() {
        let check = |prefix: &str, end: &str| assert_eq!(end_of(prefix), end, "{prefix:?}");
        check("a", "b");
        check("ab", "ac");
        check("a\u{7f}", "a\u{80}");
        check("\u{d7ff}", "\u{e000}");
        check("a\u{10ffff}", "b");
        check("a\u{10ffff}\u{10ffff}", "b");
        assert!(*end_of("") > *"\u{10ffff}".repeat(32));
        assert!(*end_of("\u{10ffff}") > *"\u{10ffff}".repeat(32));
    }

    proptest! {
        #[test]
        fn a_range_holds_exactly_what_begins_with_the_prefix(prefix in "[a-c\u{10ffff}]{0,3}", id in "[a-c\u{10ffff}]{1,5}") {
            let within = *id >= *prefix && *id < *end_of(&prefix);
            prop_assert_eq!(within, id.starts_with(&prefix));
        }
    }
}
