//! The hot path's read: all that a decision needs, of one moment.

use rusqlite::{Connection, OptionalExtension};

use super::{accounts, belongings, counters, event_key, log};
use crate::{Ask, Facts};

pub(super) fn facts(database: &Connection, ask: &Ask) -> rusqlite::Result<Facts> {
    let account = accounts::account(database, &ask.account)?;
    let network = match ask.network {
        Some((network, from)) => counters::of_network(database, network, from)?,
        None => Vec::new(),
    };
    let mut answered = None;
    // Without a row there are no keys either: they are made and erased together.
    if let (Some(row), Some(key)) = (&account, &ask.key) {
        let place: Option<Option<u64>> = database
            .prepare_cached("SELECT place FROM event_key WHERE key = ?1 AND account = ?2")?
            .query_row((event_key::stored(key), ask.account.as_str()), |row| row.get(0))
            .optional()?;
        if let Some(place) = place.flatten() {
            answered = Some(log::own_entry(database, &ask.account, &row.wrapped_key, place)?.0);
        }
    }
    // Read after the row: a keychain of a later version can only make the next commit conflict.
    let keychain = match (&account, ask.keychain) {
        (Some(_), true) => belongings::keychain(database, &ask.account)?,
        _ => None,
    };
    Ok(Facts {
        account,
        network,
        answered,
        keychain,
    })
}
