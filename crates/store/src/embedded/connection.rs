//! Connections to the database file: one that writes, several that read, one that moves pages home.

use std::fs::{File, OpenOptions};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::failure::{cannot, told};
use crate::StoreError;

/// More than this house has statements, so that none is ever prepared twice.
const STATEMENTS: usize = 64;
/// How long a busy connection waits before it tries again.
const PAUSE: Duration = Duration::from_micros(100);

/// How often the writer's connection tries again when something is in its way; changed by the writer itself,
/// which waits long for some things and hardly at all for others.
#[derive(Clone)]
pub(super) struct Patience(Arc<AtomicI32>);

impl Patience {
    pub(super) fn new() -> Self {
        Self(Arc::new(AtomicI32::new(0)))
    }

    /// From now on, waits up to about this long.
    pub(super) fn set(&self, longest: Duration) {
        let tries = longest.as_micros() / PAUSE.as_micros();
        self.0
            .store(i32::try_from(tries).unwrap_or(i32::MAX), Ordering::Relaxed);
    }
}

/// Opens the database's file, and creates it where it is missing, readable by its owner only: it holds people's
/// data.
///
/// The file must stay open until every connection is closed. On Unix, closing any handle to a file gives back
/// all locks that the process holds on it, and the connections would go on without theirs
/// (<https://www.sqlite.org/howtocorrupt.html>, section 2.2).
pub(super) fn file(path: &Path) -> Result<File, StoreError> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path).map_err(|error| cannot("open", path, error))?;
    // The file's name must survive a crash as surely as what is written into it.
    #[cfg(unix)]
    if let Some(directory) = path.parent() {
        let synced = File::open(directory).and_then(|directory| directory.sync_all());
        synced.map_err(|error| cannot("write to", directory, error))?;
    }
    Ok(file)
}

/// The connection that writes.
pub(super) fn to_write(path: &Path, patience: &Patience) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection =
        Connection::open_with_flags(path, flags).map_err(|error| cannot("open", path, error))?;
    let patience = Arc::clone(&patience.0);
    let wait = move |tries: i32| {
        std::thread::sleep(PAUSE);
        tries < patience.load(Ordering::Relaxed)
    };
    connection
        .busy_handler(Some(wait))
        .map_err(|error| told(&error))?;
    // page_size: a commit to a random account writes that account's whole page, twice; small pages halve what
    // the disk has to take. It counts only before the file's first table.
    // synchronous=FULL: a commit returns when the write-ahead log is on the disk, not before.
    // secure_delete: what is deleted or overwritten is zeroed, so that an erasure leaves nothing in free space.
    // cache_size: at each commit that split a page, SQLite looks through the whole cache; a small one is quick to
    // look through, and the operating system keeps the pages anyway.
    // wal_autocheckpoint=0: the writer decides when pages move home; a commit never waits for that by accident.
    set_up(
        &connection,
        "PRAGMA page_size = 2048;
         PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL;
         PRAGMA secure_delete = ON;
         PRAGMA wal_autocheckpoint = 0;
         PRAGMA cache_size = -16384;",
    )?;
    let mode: String = connection
        .pragma_query_value(None, "journal_mode", |row| row.get(0))
        .map_err(|error| told(&error))?;
    if mode != "wal" {
        return Err(StoreError::Unavailable(format!(
            "`{}` cannot keep a write-ahead log where it is (its journal mode is `{mode}`); put the data directory \
             on a local disk",
            path.display()
        )));
    }
    Ok(connection)
}

/// A connection that reads. Its cache is small: it is emptied by each commit anyway, and the operating system
/// keeps the pages.
pub(super) fn to_read(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(|error| cannot("open", path, error))?;
    set_up(&connection, "PRAGMA query_only = ON; PRAGMA cache_size = -2048;")?;
    Ok(connection)
}

/// The connection that moves pages from the write-ahead log home while the writer goes on.
pub(super) fn to_checkpoint(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(|error| cannot("open", path, error))?;
    set_up(
        &connection,
        "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -512;",
    )?;
    Ok(connection)
}

fn set_up(connection: &Connection, pragmas: &str) -> Result<(), StoreError> {
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    // Plans do not depend on what is bound: otherwise every range query is planned anew each time it is asked.
    let steady = connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true);
    steady.map_err(|error| told(&error))?;
    connection
        .execute_batch(pragmas)
        .and_then(|()| connection.execute_batch("PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF;"))
        .map_err(|error| told(&error))
}
