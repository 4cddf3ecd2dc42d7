//! Network counters that are too old to count are deleted.

use super::batch::Batch;
use super::job::Write;

/// Forgets network counters of buckets before this one.
pub(super) struct ForgetNetworks {
    pub(super) before: i64,
}

impl Write for ForgetNetworks {
    type Answer = u64;

    fn apply(&self, batch: &mut Batch<'_>) -> rusqlite::Result<u64> {
        // Moves of earlier commits in this batch must be there to be forgotten.
        batch.write_networks()?;
        let listed: u64 = batch
            .database
            .prepare_cached("SELECT count(*) FROM network WHERE bucket < ?1 AND count <> 0")?
            .query_row([self.before], |row| row.get(0))?;
        batch
            .database
            .prepare_cached("DELETE FROM network WHERE bucket < ?1")?
            .execute([self.before])?;
        Ok(listed)
    }
}
