//! Tallies and network counters: added up by the writer, read by bucket.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rusqlite::Connection;
use vocabulary::Network;

use super::rows;
use crate::CounterRow;

/// Moves of one batch, added up: (bucket, subject, slot) to sum. Ordered, so that the same batch always writes
/// the same way, and rows of one page after each other.
pub(super) type Moves<S> = BTreeMap<(i64, S, u8), i64>;

pub(super) fn add<S: Ord>(moves: &mut Moves<S>, counter: (i64, S, u8), by: i64) {
    let sum = moves.entry(counter).or_default();
    *sum = sum.saturating_add(by);
}

/// The statement that adds to a counter. It stops at the ends of the number range, where the database would go
/// on in floating point, refuse the row, and with it the commits of everybody in the batch.
macro_rules! add_to {
    ($table:literal, $subject:literal) => {
        concat!(
            "INSERT INTO ",
            $table,
            " (bucket, ",
            $subject,
            ", slot, count) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (bucket, ",
            $subject,
            ", slot) DO UPDATE SET count = CASE
                 WHEN excluded.count > 0 AND ",
            $table,
            ".count > 9223372036854775807 - excluded.count
                     THEN 9223372036854775807
                 WHEN excluded.count < 0 AND ",
            $table,
            ".count < (-9223372036854775807 - 1) - excluded.count
                     THEN -9223372036854775807 - 1
                 ELSE ",
            $table,
            ".count + excluded.count
             END"
        )
    };
}

pub(super) fn write_tallies(database: &Connection, moves: &Moves<String>) -> rusqlite::Result<()> {
    for ((bucket, subject, slot), by) in moves {
        database
            .prepare_cached(add_to!("tally", "subject"))?
            .execute((bucket, subject, slot, by))?;
    }
    Ok(())
}

pub(super) fn write_networks(database: &Connection, moves: &Moves<Network>) -> rusqlite::Result<()> {
    for ((bucket, network, slot), by) in moves {
        let key = network.to_key();
        database.prepare_cached(add_to!("network", "network"))?.execute((
            bucket,
            key.as_slice(),
            slot,
            by,
        ))?;
    }
    Ok(())
}

pub(super) fn tallies(
    database: &Connection,
    from: i64,
    until: i64,
) -> rusqlite::Result<Vec<CounterRow<String>>> {
    database
        .prepare_cached(
            "SELECT subject, bucket, slot, count FROM tally
             WHERE bucket >= ?1 AND bucket < ?2 AND count <> 0
             ORDER BY subject, bucket, slot",
        )?
        .query_map((from, until), |row| {
            Ok(CounterRow {
                subject: row.get(0)?,
                bucket: row.get(1)?,
                slot: row.get(2)?,
                count: row.get(3)?,
            })
        })?
        .collect()
}

/// One network's counters: (bucket, slot, count).
pub(super) fn of_network(
    database: &Connection,
    network: Network,
    from: i64,
) -> rusqlite::Result<Vec<(i64, u8, i64)>> {
    database
        .prepare_cached(
            "SELECT bucket, slot, count FROM network
             WHERE network = ?1 AND bucket >= ?2 AND count <> 0
             ORDER BY bucket, slot",
        )?
        .query_map((network.to_key().as_slice(), from), |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?
        .collect()
}

/// Reads all counters of the slot to rank them: the table holds no more than the buckets that still count.
pub(super) fn networks(
    database: &Connection,
    from: i64,
    slot: u8,
    limit: u32,
) -> rusqlite::Result<Vec<CounterRow<Network>>> {
    let mut statement =
        database.prepare_cached("SELECT network, count FROM network WHERE bucket >= ?1 AND slot = ?2")?;
    let mut sums: BTreeMap<Network, i64> = BTreeMap::new();
    let mut found = statement.query((from, slot))?;
    while let Some(row) = found.next()? {
        // Added up here because the database fails a sum that leaves the number range.
        let sum = sums.entry(rows::network(row, 0)?).or_default();
        *sum = sum.saturating_add(row.get(1)?);
    }
    let mut ranked: Vec<(Network, i64)> = sums.into_iter().filter(|(_, sum)| *sum > 0).collect();
    ranked.sort_unstable_by_key(|(network, sum)| (Reverse(*sum), *network));
    let mut told = Vec::new();
    for (subject, _) in ranked
        .into_iter()
        .take(usize::try_from(limit).unwrap_or(usize::MAX))
    {
        let counters = of_network(database, subject, from)?.into_iter();
        told.extend(counters.map(|(bucket, slot, count)| CounterRow {
            subject,
            bucket,
            slot,
            count,
        }));
    }
    Ok(told)
}
