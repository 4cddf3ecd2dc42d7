//! The connections that read, shared by whoever asks.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use parking_lot::{Mutex, MutexGuard};
use rusqlite::Connection;

use super::connection;
use super::failure::{closing, told};
use crate::StoreError;

/// A fixed pool. A read runs on the asking thread itself, inside the async call: it takes some microseconds out
/// of memory, less than handing it to another thread and waking up again would take. Long lists are bounded by
/// their limit.
pub(super) struct Readers {
    connections: Vec<Mutex<Connection>>,
    turn: AtomicUsize,
    /// Whether everything is read within one transaction that began long ago.
    is_still: bool,
}

impl Readers {
    pub(super) fn open(path: &Path, count: usize) -> Result<Self, StoreError> {
        let connections = (0..count)
            .map(|_| connection::to_read(path).map(Mutex::new))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            connections,
            turn: AtomicUsize::new(0),
            is_still: false,
        })
    }

    /// One connection that sees the moment at which it was opened, whatever is written meanwhile.
    pub(super) fn open_still(path: &Path) -> Result<Self, StoreError> {
        let connection = connection::to_read(path)?;
        // A transaction sees the moment of its first read, not that of its BEGIN.
        connection
            .execute_batch("BEGIN; SELECT count(*) FROM sqlite_schema;")
            .map_err(|error| told(&error))?;
        Ok(Self {
            connections: vec![Mutex::new(connection)],
            turn: AtomicUsize::new(0),
            is_still: true,
        })
    }

    /// Reads within one transaction: everything that `read` sees is of the same moment.
    pub(super) fn read<T>(
        &self,
        read: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        let connection = self.free().ok_or_else(closing)?;
        let answer = if self.is_still {
            read(&connection)
        } else {
            snapshot(&connection, read)
        };
        drop(connection);
        answer.map_err(|error| told(&error))
    }

    /// Reads with one statement, which sees one moment by itself: a transaction around it would cost as much again.
    pub(super) fn look<T>(
        &self,
        look: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        let connection = self.free().ok_or_else(closing)?;
        let answer = look(&connection);
        drop(connection);
        answer.map_err(|error| told(&error))
    }

    /// Gives the memory back that the connections hold on to.
    pub(super) fn shrink(&self) {
        for connection in self.connections.iter().filter_map(Mutex::try_lock) {
            // Nothing is lost if it does not work.
            drop(connection.execute_batch("PRAGMA shrink_memory"));
        }
    }

    /// A connection that nobody uses; where all are used, the next in turn, waiting for the read before.
    fn free(&self) -> Option<MutexGuard<'_, Connection>> {
        let turn = self.turn.fetch_add(1, Ordering::Relaxed) % self.connections.len().max(1);
        let in_turn = || {
            self.connections
                .iter()
                .cycle()
                .skip(turn)
                .take(self.connections.len())
        };
        in_turn()
            .find_map(Mutex::try_lock)
            .or_else(|| in_turn().next().map(Mutex::lock))
    }
}

fn snapshot<T>(
    connection: &Connection,
    read: impl FnOnce(&Connection) -> rusqlite::Result<T>,
) -> rusqlite::Result<T> {
    // Cached statements: a transaction object would compile its BEGIN and COMMIT anew each time.
    connection.prepare_cached("BEGIN")?.execute([])?;
    let answer = read(connection);
    let ended = connection
        .prepare_cached("COMMIT")
        .and_then(|mut statement| statement.execute([]));
    if !connection.is_autocommit() {
        // The next reader must begin at its own moment, whatever went wrong here.
        connection.execute_batch("ROLLBACK")?;
    }
    let answer = answer?;
    ended?;
    Ok(answer)
}
