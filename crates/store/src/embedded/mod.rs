//! The store in one directory: a database file, written by one thread, read by many.
//!
//! Made for one node without another server beside it. All rules are the port's; here stand only the ways to
//! keep its promises with `SQLite`: a write-ahead log that is on the disk before anybody is answered, one
//! writer that carries many callers' commits in one transaction, readers that see one moment each.
//!
//! Files in the directory: `safeconduct.db` with its `-wal` and `-shm` beside it, and `lock`. The directory
//! must be on a local disk.

mod accounts;
mod batch;
mod belongings;
mod commit;
mod connection;
mod counters;
mod credentials;
mod erase;
mod event_key;
mod facts;
mod failure;
mod forget_networks;
mod gather;
mod house;
mod integrity;
mod job;
mod lock;
mod log;
mod migrations;
mod publish;
mod readers;
mod rows;
mod stopwatch;
mod wal;
mod writer;

use std::fs::File;
use std::path::Path;
use std::sync::Arc;
use std::thread::JoinHandle;

use async_trait::async_trait;
use parking_lot::Mutex;
use rusqlite::Connection;
use vocabulary::{AccountId, Moment, Network};

use self::connection::Patience;
use self::failure::cannot;
use self::job::{Message, Write};
use self::lock::Lock;
use self::migrations::MIGRATIONS;
use self::readers::Readers;
use self::wal::Wal;
use self::writer::{Meter, Outbox, Writer};
use crate::{
    AccountRow, Ask, Bearer, Commit, CommitError, CounterRow, Credential, Facts, LogEntry, Name, Publication,
    Purpose, Receipt, Store, StoreError, Tile, TileKey, Topic, Totals, Work,
};

const FILE: &str = "safeconduct.db";
/// Reading connections of a serving store, at least and at most; between them, one for each processor.
const FEWEST_READERS: usize = 2;
const MOST_READERS: usize = 8;

/// A store in a directory of its own. Dropping it finishes what was begun, and closes it.
pub struct EmbeddedStore {
    outbox: Outbox,
    writer: Mutex<Option<JoinHandle<()>>>,
    readers: Arc<Readers>,
    /// Closed after the last connection, never before.
    _file: Option<Arc<File>>,
    /// Given back last, when nothing touches the files any more. `None` where the store only reads.
    _lock: Option<Lock>,
}

impl EmbeddedStore {
    /// Opens the store in `directory`, which is made if it does not exist, and serves it until it is dropped.
    ///
    /// # Errors
    /// [`StoreError::Busy`] if another process serves the directory; [`StoreError::Unavailable`] if the
    /// directory cannot be used, or a newer program wrote it; [`StoreError::Damaged`] if the file is not what
    /// this program's predecessors wrote.
    pub fn open(directory: &Path) -> Result<Self, StoreError> {
        std::fs::create_dir_all(directory).map_err(|error| cannot("create", directory, error))?;
        let lock = Lock::take(directory)?;
        let path = directory.join(FILE);
        let file = Arc::new(connection::file(&path)?);
        let patience = Patience::new();
        let mut connection = connection::to_write(&path, &patience)?;
        migrations::apply(&mut connection, MIGRATIONS)?;

        let processors = std::thread::available_parallelism().map_or(FEWEST_READERS, usize::from);
        let readers = Arc::new(Readers::open(
            &path,
            processors.clamp(FEWEST_READERS, MOST_READERS),
        )?);
        let meter = Arc::new(Meter::default());
        let (sender, inbox) = crossbeam_channel::unbounded();
        let shrink = Arc::clone(&readers);
        let when_quiet = Box::new(move || shrink.shrink());
        let writer = Writer::new(
            connection,
            patience,
            Wal::open(&path, Arc::clone(&file))?,
            Arc::clone(&meter),
            when_quiet,
        )?;
        let thread = std::thread::Builder::new()
            .name("store-writer".to_owned())
            .spawn(move || writer.run(&inbox))
            .map_err(|error| cannot("start a thread for", &path, error))?;
        Ok(Self {
            outbox: Outbox {
                sender: Some(sender),
                meter,
            },
            writer: Mutex::new(Some(thread)),
            readers,
            _file: Some(file),
            _lock: Some(lock),
        })
    }

    /// Opens the store in `directory` for reading only, also while another process serves it (the process that
    /// serves it has no need to). Whatever would write answers [`StoreError::Unavailable`].
    ///
    /// # Errors
    /// As [`Self::open`], but never `Busy`; and `Unavailable` if there is no store.
    pub fn open_read_only(directory: &Path) -> Result<Self, StoreError> {
        Self::open_to_read(directory, |path| Readers::open(path, FEWEST_READERS))
    }

    /// As [`Self::open_read_only`], but everything that is read is of one moment, whatever is committed
    /// meanwhile: for comparing one thing that is stored with another. The write-ahead log cannot be emptied
    /// as long as it is open.
    ///
    /// # Errors
    /// As [`Self::open_read_only`].
    pub fn open_still(directory: &Path) -> Result<Self, StoreError> {
        Self::open_to_read(directory, Readers::open_still)
    }

    fn open_to_read(
        directory: &Path,
        open: impl FnOnce(&Path) -> Result<Readers, StoreError>,
    ) -> Result<Self, StoreError> {
        let path = directory.join(FILE);
        if !path.is_file() {
            return Err(StoreError::Unavailable(format!(
                "there is no store in `{}`; name the data directory of a server",
                directory.display()
            )));
        }
        migrations::require_current(&connection::to_read(&path)?, MIGRATIONS)?;
        let readers = Arc::new(open(&path)?);
        let outbox = Outbox {
            sender: None,
            meter: Arc::new(Meter::default()),
        };
        Ok(Self {
            outbox,
            writer: Mutex::new(None),
            readers,
            _file: None,
            _lock: None,
        })
    }

    /// Looks through everything that is stored, and says what is wrong with it; nothing if all is well. Takes
    /// as long as reading the whole file does.
    pub fn integrity(&self) -> Vec<String> {
        self.readers
            .read(integrity::findings)
            .unwrap_or_else(|failure| vec![format!("cannot be read through: {failure}")])
    }

    /// Finishes what was handed over before, and stops: later writes answer [`StoreError::Unavailable`].
    /// Waits until everything is on the disk. Dropping the store does the same.
    pub fn close(&self) {
        // The writer may have ended already; then there is nobody to tell.
        if let Some(sender) = &self.outbox.sender {
            drop(sender.send(Message::Close));
        }
        if let Some(thread) = self.writer.lock().take() {
            drop(thread.join());
        }
    }

    fn read<T>(&self, read: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, StoreError> {
        self.readers.read(read)
    }

    async fn write<W: Write>(&self, write: W) -> Result<W::Answer, StoreError> {
        self.outbox.write(write).await
    }
}

impl Drop for EmbeddedStore {
    fn drop(&mut self) {
        self.close();
    }
}

#[async_trait]
impl Store for EmbeddedStore {
    async fn facts(&self, ask: Ask) -> Result<Facts, StoreError> {
        self.read(|database| facts::facts(database, &ask))
    }

    async fn commit(&self, commit: Commit) -> Result<Receipt, CommitError> {
        self.write(commit::Change::new(commit)).await?
    }

    async fn account(&self, account: &AccountId) -> Result<Option<AccountRow>, StoreError> {
        self.read(|database| accounts::account(database, account))
    }

    async fn accounts(
        &self,
        prefix: &str,
        after: Option<&AccountId>,
        limit: u32,
    ) -> Result<Vec<(AccountId, AccountRow)>, StoreError> {
        self.read(|database| accounts::accounts(database, prefix, after, limit))
    }

    async fn attention(
        &self,
        before: Option<(Moment, AccountId)>,
        limit: u32,
    ) -> Result<Vec<(Moment, AccountId, AccountRow)>, StoreError> {
        self.read(|database| accounts::attention(database, before.as_ref(), limit))
    }

    async fn due(&self, now: Moment, limit: u32) -> Result<Vec<AccountId>, StoreError> {
        self.read(|database| accounts::due(database, now, limit))
    }

    async fn timeline(
        &self,
        account: &AccountId,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<LogEntry>, StoreError> {
        self.read(|database| log::timeline(database, account, before, limit))
    }

    async fn on_topic(
        &self,
        topic: Topic,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<LogEntry>, StoreError> {
        self.read(|database| log::on_topic(database, topic, before, limit))
    }

    async fn erase(
        &self,
        account: &AccountId,
        expected_version: u64,
        farewell: Commit,
    ) -> Result<Receipt, CommitError> {
        self.write(erase::Erase::new(account.clone(), expected_version, farewell))
            .await?
    }

    async fn named(&self, name: Name) -> Result<Option<AccountId>, StoreError> {
        self.readers.look(|database| belongings::named(database, &name))
    }

    async fn bearer(&self, hash: [u8; 32]) -> Result<Option<Bearer>, StoreError> {
        self.readers.look(|database| belongings::bearer(database, &hash))
    }

    async fn bearers(&self, account: &AccountId) -> Result<Vec<Bearer>, StoreError> {
        self.read(|database| belongings::bearers(database, account))
    }

    async fn note_seen(&self, seen: Vec<([u8; 32], Moment)>) -> Result<(), StoreError> {
        self.write(belongings::NoteSeen { seen }).await
    }

    async fn forget_expired(&self, before: Moment) -> Result<u64, StoreError> {
        self.write(belongings::ForgetExpired { before }).await
    }

    async fn tallies(&self, from: i64, until: i64) -> Result<Vec<CounterRow<String>>, StoreError> {
        self.read(|database| counters::tallies(database, from, until))
    }

    async fn networks(
        &self,
        from: i64,
        slot: u8,
        limit: u32,
    ) -> Result<Vec<CounterRow<Network>>, StoreError> {
        self.read(|database| counters::networks(database, from, slot, limit))
    }

    async fn forget_networks(&self, before: i64) -> Result<u64, StoreError> {
        self.write(forget_networks::ForgetNetworks { before }).await
    }

    async fn entries(&self, from: u64, limit: u32) -> Result<Vec<LogEntry>, StoreError> {
        self.read(|database| log::entries(database, from, limit))
    }

    async fn publish(&self, publication: Publication) -> Result<(), CommitError> {
        self.write(publication).await?
    }

    async fn tile(&self, key: TileKey) -> Result<Option<Tile>, StoreError> {
        self.read(|database| publish::tile(database, key))
    }

    async fn checkpoints(&self, limit: u32) -> Result<Vec<(u64, Moment, Vec<u8>)>, StoreError> {
        self.read(|database| publish::checkpoints(database, limit))
    }

    async fn add_credential(&self, credential: Credential) -> Result<(), CommitError> {
        self.write(credential).await?
    }

    async fn credentials(&self, purpose: Purpose) -> Result<Vec<Credential>, StoreError> {
        self.read(|database| credentials::credentials(database, purpose))
    }

    async fn end_credential(
        &self,
        purpose: Purpose,
        hash: [u8; 32],
        now: Moment,
    ) -> Result<Option<Credential>, StoreError> {
        self.write(credentials::EndCredential { purpose, hash, now })
            .await
    }

    async fn settle(&self, name: &str, value: &[u8]) -> Result<Vec<u8>, StoreError> {
        // What is settled stays: it can be read without asking the writer.
        if let Some(first) = self.read(|database| house::settled(database, name))? {
            return Ok(first);
        }
        self.write(house::Settle {
            name: name.to_owned(),
            value: value.to_vec(),
        })
        .await
    }

    async fn lease(&self, name: &str, holder: &str, now: Moment, until: Moment) -> Result<bool, StoreError> {
        self.write(house::Lease {
            name: name.to_owned(),
            holder: holder.to_owned(),
            now,
            until,
        })
        .await
    }

    async fn totals(&self) -> Result<Totals, StoreError> {
        self.read(house::totals)
    }

    fn work(&self) -> Work {
        self.outbox.meter.read()
    }
}
