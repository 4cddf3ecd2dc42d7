//! One open transaction that carries many callers' changes.

use rusqlite::{Connection, OptionalExtension};
use vocabulary::Network;

use super::counters::{self, Moves};

/// What the changes of a transaction share. Counters are added up here and written once at the end: many
/// commits of one hour move the same few rows.
pub(super) struct Batch<'c> {
    pub(super) database: &'c Connection,
    next_place: u64,
    tallies: Moves<String>,
    networks: Moves<Network>,
    accounts: i64,
    attention: i64,
    commits: u64,
}

/// What is known once the transaction holds.
pub(super) struct Committed {
    pub(super) next_place: u64,
    pub(super) commits: u64,
}

impl<'c> Batch<'c> {
    pub(super) fn new(database: &'c Connection, next_place: u64) -> Self {
        let (tallies, networks) = (Moves::new(), Moves::new());
        Self {
            database,
            next_place,
            tallies,
            networks,
            accounts: 0,
            attention: 0,
            commits: 0,
        }
    }

    /// The log's next free place, taken.
    pub(super) fn take_place(&mut self) -> u64 {
        let place = self.next_place;
        self.next_place = self.next_place.saturating_add(1);
        place
    }

    pub(super) fn count_commit(&mut self) {
        self.commits = self.commits.saturating_add(1);
    }

    /// The number of accounts, and of accounts that need attention, changes by this much.
    pub(super) fn count_accounts(&mut self, accounts: i64, attention: i64) {
        self.accounts = self.accounts.saturating_add(accounts);
        self.attention = self.attention.saturating_add(attention);
    }

    pub(super) fn move_tally(&mut self, subject: &str, bucket: i64, slot: u8, by: i64) {
        counters::add(&mut self.tallies, (bucket, subject.to_owned(), slot), by);
    }

    pub(super) fn move_network(&mut self, subject: Network, bucket: i64, slot: u8, by: i64) {
        counters::add(&mut self.networks, (bucket, subject, slot), by);
    }

    /// Writes the networks' counters that were gathered so far, for a change that must see them.
    pub(super) fn write_networks(&mut self) -> rusqlite::Result<()> {
        counters::write_networks(self.database, &std::mem::take(&mut self.networks))
    }

    /// Writes what was gathered. The transaction is complete then, but not yet committed.
    pub(super) fn finish(mut self) -> rusqlite::Result<Committed> {
        self.write_networks()?;
        counters::write_tallies(self.database, &self.tallies)?;
        for (name, by) in [("accounts", self.accounts), ("attention", self.attention)] {
            if by != 0 {
                self.database
                    .prepare_cached(
                        "INSERT INTO total (name, count) VALUES (?1, ?2)
                         ON CONFLICT (name) DO UPDATE SET count = total.count + excluded.count",
                    )?
                    .execute((name, by))?;
            }
        }
        Ok(Committed {
            next_place: self.next_place,
            commits: self.commits,
        })
    }
}

/// The place that the log's next entry gets.
pub(super) fn next_place(database: &Connection) -> rusqlite::Result<u64> {
    let newest: Option<u64> = database
        .prepare_cached("SELECT max(place) FROM entry")?
        .query_row([], |row| row.get(0))
        .optional()?
        .flatten();
    Ok(newest.map_or(0, |place| place.saturating_add(1)))
}
