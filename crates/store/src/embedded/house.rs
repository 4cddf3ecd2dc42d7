//! What the house keeps for itself: settled values, leases, totals.

use rusqlite::{Connection, OptionalExtension};
use vocabulary::Moment;

use super::batch::{self, Batch};
use super::job::Write;
use crate::Totals;

pub(super) fn settled(database: &Connection, name: &str) -> rusqlite::Result<Option<Vec<u8>>> {
    database
        .prepare_cached("SELECT value FROM settled WHERE name = ?1")?
        .query_row([name], |row| row.get(0))
        .optional()
}

/// Sets a value where there is none, and tells what holds.
pub(super) struct Settle {
    pub(super) name: String,
    pub(super) value: Vec<u8>,
}

impl Write for Settle {
    type Answer = Vec<u8>;

    fn apply(&self, batch: &mut Batch<'_>) -> rusqlite::Result<Vec<u8>> {
        if let Some(first) = settled(batch.database, &self.name)? {
            return Ok(first);
        }
        batch
            .database
            .prepare_cached("INSERT INTO settled (name, value) VALUES (?1, ?2)")?
            .execute((&self.name, &self.value))?;
        Ok(self.value.clone())
    }
}

/// Takes or extends a lease, unless another holder's is running.
pub(super) struct Lease {
    pub(super) name: String,
    pub(super) holder: String,
    pub(super) now: Moment,
    pub(super) until: Moment,
}

impl Write for Lease {
    type Answer = bool;

    fn apply(&self, batch: &mut Batch<'_>) -> rusqlite::Result<bool> {
        let taken = batch
            .database
            .prepare_cached(
                "INSERT INTO lease (name, holder, held_until) VALUES (?1, ?2, ?3)
                 ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, held_until = excluded.held_until
                 WHERE lease.holder = excluded.holder OR lease.held_until <= ?4",
            )?
            .execute((
                &self.name,
                &self.holder,
                self.until.as_millis(),
                self.now.as_millis(),
            ))?;
        Ok(taken == 1)
    }
}

pub(super) fn totals(database: &Connection) -> rusqlite::Result<Totals> {
    let total = |name: &str| -> rusqlite::Result<u64> {
        let count = database
            .prepare_cached("SELECT count FROM total WHERE name = ?1")?
            .query_row([name], |row| row.get(0))
            .optional()?;
        Ok(count.unwrap_or(0))
    };
    Ok(Totals {
        accounts: total("accounts")?,
        attention: total("attention")?,
        entries: batch::next_place(database)?,
    })
}
