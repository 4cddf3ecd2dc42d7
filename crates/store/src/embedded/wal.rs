//! Moves pages from the write-ahead log home, so that the log stays short and commits do not wait for it.
//!
//! Most of the work is done by a thread of its own beside the writer. Only the last step is the writer's: when
//! nearly everything is home, it moves the rest and lets the log begin anew, which takes a moment in which
//! nothing else is written.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender};
use rusqlite::Connection;

use super::connection::{self, Patience};
use super::failure::cannot;
use crate::StoreError;

/// Pages (of 2 KiB) in the log from which on the helper is asked to move them: 64 MiB. The longer the log, the
/// more changes of one page go home as one.
const WORTH_MOVING: i64 = 32_768;
/// Pages from which on the writer itself moves everything, whatever that costs: 512 MiB.
const TOO_MANY: i64 = 262_144;
/// How few pages may be left for the writer's own step.
const FEW: i64 = 256;
/// How often the helper goes after what was added meanwhile.
const PASSES: usize = 6;
/// How long the writer waits for reads that still need the log.
const PATIENCE_FOR_READS: Duration = Duration::from_millis(20);
/// How long it waits where the log must become empty.
const PATIENCE_WHEN_EMPTYING: Duration = Duration::from_secs(1);

/// The writer's side.
pub(super) struct Wal {
    /// Asks the helper; dropping it ends the helper.
    ask: Option<Sender<()>>,
    helper: Option<JoinHandle<()>>,
    /// The helper works, or has not been heard of yet.
    asked: bool,
    /// The helper has moved what it could.
    ripe: Arc<AtomicBool>,
    /// An erasure could not empty the log yet.
    must_empty: bool,
}

impl Wal {
    pub(super) fn open(path: &Path, file: Arc<File>) -> Result<Self, StoreError> {
        let connection = connection::to_checkpoint(path)?;
        let (ask, asked) = crossbeam_channel::bounded(1);
        let ripe = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&ripe);
        let helper = std::thread::Builder::new()
            .name("store-checkpoint".to_owned())
            .spawn(move || help(&connection, &file, &asked, &told))
            .map_err(|error| cannot("start a thread for", path, error))?;
        Ok(Self {
            ask: Some(ask),
            helper: Some(helper),
            asked: false,
            ripe,
            must_empty: false,
        })
    }

    /// After each batch.
    pub(super) fn tend(&mut self, connection: &Connection, patience: &Patience) {
        if self.must_empty {
            self.empty(connection, patience);
        }
        let waiting = pages(connection);
        if waiting >= TOO_MANY || (self.asked && self.ripe.swap(false, Ordering::AcqRel)) {
            self.asked = false;
            patience.set(PATIENCE_FOR_READS);
            // If reads are in the way, the log grows a little longer, and the next time comes.
            checkpoint(connection, "PRAGMA wal_checkpoint(RESTART)");
        } else if waiting >= WORTH_MOVING {
            self.ask_for_help();
        }
    }

    /// In a quiet moment. Answers whether nothing is left to do.
    pub(super) fn tidy_up(&mut self, connection: &Connection, patience: &Patience) -> bool {
        if self.must_empty {
            self.empty(connection, patience);
        } else if self.asked || self.ripe.load(Ordering::Acquire) {
            self.tend(connection, patience);
        } else if pages(connection) > 0 {
            self.ask_for_help();
        }
        !self.asked && !self.must_empty
    }

    /// Moves everything home and empties the log's file, so that no deleted byte survives in it.
    pub(super) fn empty(&mut self, connection: &Connection, patience: &Patience) {
        patience.set(PATIENCE_WHEN_EMPTYING);
        self.must_empty = checkpoint(connection, "PRAGMA wal_checkpoint(TRUNCATE)").is_none();
    }

    fn ask_for_help(&mut self) {
        if let (false, Some(ask)) = (self.asked, &self.ask) {
            self.asked = ask.try_send(()).is_ok();
        }
    }
}

impl Drop for Wal {
    fn drop(&mut self) {
        drop(self.ask.take());
        if let Some(helper) = self.helper.take() {
            // It ends by itself; that it may have failed changes nothing any more.
            drop(helper.join());
        }
    }
}

/// Moves pages home until few are left, and has the disk confirm them: the checkpoint itself does that only
/// where nothing was written meanwhile, and the writer's last step would wait for all of it.
fn help(connection: &Connection, file: &File, asked: &Receiver<()>, ripe: &AtomicBool) {
    while asked.recv().is_ok() {
        for _ in 0..PASSES {
            let moved = checkpoint(connection, "PRAGMA wal_checkpoint(PASSIVE)").is_some();
            if !moved || file.sync_data().is_err() || pages(connection) <= FEW {
                break;
            }
        }
        ripe.store(true, Ordering::Release);
    }
}

/// How many pages the log holds that are not home yet. Moves none.
fn pages(connection: &Connection) -> i64 {
    checkpoint(connection, "PRAGMA wal_checkpoint(NOOP)").unwrap_or(0)
}

/// Moves pages home, and says how many are left; `None` if something was in the way.
fn checkpoint(connection: &Connection, statement: &str) -> Option<i64> {
    let answer = connection
        .prepare_cached(statement)
        .and_then(|mut statement| statement.query_row([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))));
    match answer {
        Ok((false, waiting, home)) => Some(i64::saturating_sub(waiting, home).max(0)),
        _ => None,
    }
}
