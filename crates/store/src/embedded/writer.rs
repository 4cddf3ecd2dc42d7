//! The one thread that writes.
//!
//! It takes whatever changes wait, up to a bound, into one transaction, and answers their callers when the disk
//! has confirmed it. While the disk works, the next batch gathers in the inbox: the slower the disk, the larger
//! the batches, and the cost of confirming is shared by all.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender};
use rusqlite::Connection;

use super::batch::{self, Batch, Committed};
use super::connection::Patience;
use super::failure::{closing, is_about_the_change, reading_only, told};
use super::gather::Gathering;
use super::job::{Job, Message, Write, envelope};
use super::stopwatch::Stopwatch;
use super::wal::Wal;
use crate::{StoreError, Work};

/// How long the inbox must be empty before the writer uses the time to tidy up.
const QUIET: Duration = Duration::from_millis(500);
/// How long to wait for another program that writes to the file: a person with a database shell, a backup.
const PATIENCE_FOR_OTHERS: Duration = Duration::from_secs(5);

/// Counts what the writer did, for whoever asks.
#[derive(Default)]
pub(super) struct Meter {
    commits: AtomicU64,
    batches: AtomicU64,
    busy_nanos: AtomicU64,
    sync_nanos: AtomicU64,
}

impl Meter {
    /// Sync time is read first and written last, so that it never seems to exceed the busy time.
    pub(super) fn read(&self) -> Work {
        let sync_nanos = self.sync_nanos.load(Ordering::Acquire);
        Work {
            commits: self.commits.load(Ordering::Acquire),
            batches: self.batches.load(Ordering::Acquire),
            busy_nanos: self.busy_nanos.load(Ordering::Acquire),
            sync_nanos,
        }
    }
}

/// Why an attempt failed, and which change was at fault if one was.
struct Failure {
    error: rusqlite::Error,
    culprit: Option<usize>,
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Self { error, culprit: None }
    }
}

pub(super) struct Writer {
    connection: Connection,
    patience: Patience,
    next_place: u64,
    gathering: Gathering,
    meter: Arc<Meter>,
    wal: Wal,
    /// Called when the writer has had nothing to do for a while.
    when_quiet: Box<dyn Fn() + Send>,
}

impl Writer {
    pub(super) fn new(
        connection: Connection,
        patience: Patience,
        wal: Wal,
        meter: Arc<Meter>,
        when_quiet: Box<dyn Fn() + Send>,
    ) -> Result<Self, StoreError> {
        let next_place = batch::next_place(&connection).map_err(|error| told(&error))?;
        Ok(Self {
            connection,
            patience,
            next_place,
            gathering: Gathering::default(),
            meter,
            wal,
            when_quiet,
        })
    }

    /// Works until it is told to close, or nobody is left who could send anything.
    pub(super) fn run(mut self, inbox: &Receiver<Message>) {
        let mut tidy = false;
        loop {
            let message = if tidy {
                inbox.recv().map_err(|_| RecvTimeoutError::Disconnected)
            } else {
                inbox.recv_timeout(QUIET)
            };
            match message {
                Ok(Message::Job(first)) => {
                    tidy = false;
                    let (jobs, close) = self.gathering.gather(first, inbox);
                    self.carry_out(jobs, inbox);
                    if close {
                        break;
                    }
                }
                Err(RecvTimeoutError::Timeout) => tidy = self.tidy_up(),
                Ok(Message::Close) | Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        self.wal.empty(&self.connection, &self.patience);
    }

    /// One batch: everything in it becomes durable, or all its callers are told that nothing did.
    fn carry_out(&mut self, mut jobs: Vec<Box<dyn Job>>, inbox: &Receiver<Message>) {
        let busy = Stopwatch::start();
        let outcome = self.transact(&mut jobs);
        let (done, commits, sync_nanos) = match outcome {
            Ok((committed, sync_nanos)) => {
                self.next_place = committed.next_place;
                (Ok(()), committed.commits, sync_nanos)
            }
            Err(failure) => (Err(failure), 0, 0),
        };
        self.gathering
            .learn(jobs.len(), inbox.len(), Duration::from_nanos(sync_nanos));
        self.meter.commits.fetch_add(commits, Ordering::Release);
        self.meter.batches.fetch_add(1, Ordering::Release);
        self.meter.busy_nanos.fetch_add(busy.nanos(), Ordering::Release);
        self.meter.sync_nanos.fetch_add(sync_nanos, Ordering::Release);

        let (scrubbing, others): (Vec<_>, Vec<_>) = jobs.into_iter().partition(|job| job.scrubs());
        for job in others {
            job.answer(done.clone());
        }
        let tending = Stopwatch::start();
        if scrubbing.is_empty() || done.is_err() {
            self.wal.tend(&self.connection, &self.patience);
        } else {
            self.wal.empty(&self.connection, &self.patience);
        }
        self.meter
            .busy_nanos
            .fetch_add(tending.nanos(), Ordering::Release);
        for job in scrubbing {
            job.answer(done.clone());
        }
    }

    /// Tries until the batch holds, without the changes that are at fault themselves.
    fn transact(&mut self, jobs: &mut Vec<Box<dyn Job>>) -> Result<(Committed, u64), StoreError> {
        loop {
            let failure = match self.attempt(jobs) {
                Ok(committed) => return Ok(committed),
                Err(failure) => failure,
            };
            self.undo();
            let Some(culprit) = failure.culprit.filter(|place| *place < jobs.len()) else {
                return Err(told(&failure.error));
            };
            jobs.remove(culprit).answer(Err(told(&failure.error)));
        }
    }

    fn attempt(&self, jobs: &mut [Box<dyn Job>]) -> Result<(Committed, u64), Failure> {
        self.patience.set(PATIENCE_FOR_OTHERS);
        self.connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        let mut batch = Batch::new(&self.connection, self.next_place);
        for (place, job) in jobs.iter_mut().enumerate() {
            job.apply(&mut batch).map_err(|error| {
                let culprit = is_about_the_change(&error).then_some(place);
                Failure { error, culprit }
            })?;
        }
        let committed = batch.finish()?;
        let sync = Stopwatch::start();
        let confirmed = self.connection.prepare_cached("COMMIT")?.execute([]);
        let nanos = sync.nanos();
        match confirmed {
            Ok(_) => Ok((committed, nanos)),
            Err(error) => {
                self.undo();
                self.fence();
                Err(error.into())
            }
        }
    }

    /// Leaves the transaction, if one is open. It may be closed already: some errors end it by themselves.
    fn undo(&self) {
        if !self.connection.is_autocommit() {
            drop(self.connection.execute_batch("ROLLBACK"));
        }
    }

    /// After the disk failed to confirm a batch, the write-ahead log may hold all of it, and a crash right now
    /// would bring back what its callers are about to be told did not happen. A small transaction takes its
    /// place in the log. If that fails too, the next batch that succeeds does the same.
    fn fence(&self) {
        let fenced = self.connection.execute_batch(
            "INSERT INTO total (name, count) VALUES ('fence', 1)
             ON CONFLICT (name) DO UPDATE SET count = total.count + 1",
        );
        if fenced.is_err() {
            self.undo();
        }
    }

    /// Uses a quiet moment. Answers whether everything is done.
    fn tidy_up(&mut self) -> bool {
        if !self.wal.tidy_up(&self.connection, &self.patience) {
            return false;
        }
        // Memory that the last burst filled is given back.
        drop(self.connection.execute_batch("PRAGMA shrink_memory"));
        (self.when_quiet)();
        true
    }
}

/// The way to the writer.
pub(super) struct Outbox {
    /// `None` where the store was opened for reading only.
    pub(super) sender: Option<Sender<Message>>,
    pub(super) meter: Arc<Meter>,
}

impl Outbox {
    /// Hands a change over and waits until it is durable, or did not happen.
    pub(super) async fn write<W: Write>(&self, write: W) -> Result<W::Answer, StoreError> {
        let sender = self.sender.as_ref().ok_or_else(reading_only)?;
        let (message, answer) = envelope(write);
        sender.send(message).map_err(|_| closing())?;
        answer.await.map_err(|_| closing())?
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use vocabulary::{AccountId, Network};

    use super::*;
    use crate::embedded::commit::Change;
    use crate::embedded::forget_networks::ForgetNetworks;
    use crate::embedded::job::Heard;
    use crate::embedded::{connection, migrations};
    use crate::{Commit, CommitError, CounterMove, NewEntry, Receipt};

    fn writer(directory: &Path) -> Writer {
        let path = directory.join("test.db");
        let file = Arc::new(connection::file(&path).unwrap());
        let patience = Patience::new();
        let mut connection = connection::to_write(&path, &patience).unwrap();
        migrations::apply(&mut connection, migrations::MIGRATIONS).unwrap();
        let wal = Wal::open(&path, file).unwrap();
        Writer::new(connection, patience, wal, Arc::default(), Box::new(|| ())).unwrap()
    }

    fn change(name: &str, expected_version: u64, size: usize, entries: usize) -> Change {
        Change::new(commit(name, expected_version, size, entries))
    }

    fn commit(name: &str, expected_version: u64, size: usize, entries: usize) -> Commit {
        Commit {
            account: AccountId::new(name).unwrap(),
            expected_version,
            key: None,
            state: vec![7; size],
            wrapped_key: Some(Vec::new()),
            entries: vec![
                NewEntry {
                    leaf: name.into(),
                    sealed: vec![7; size],
                    topic: None,
                };
                entries
            ],
            tallies: Vec::new(),
            network: Vec::new(),
            wake_at: None,
            attention: None,
            belongings: crate::Belongings::default(),
        }
    }

    fn job<W: Write>(write: W) -> (Box<dyn Job>, Heard<W>) {
        match envelope(write) {
            (Message::Job(job), answer) => (job, answer),
            (Message::Close, _) => unreachable!(),
        }
    }

    /// Carries out one batch of changes and tells what each caller hears.
    fn carry_out(
        writer: &mut Writer,
        changes: Vec<Change>,
    ) -> Vec<Result<Result<Receipt, CommitError>, StoreError>> {
        let (jobs, answers): (Vec<_>, Vec<Heard<Change>>) = changes.into_iter().map(job).unzip();
        writer.carry_out(jobs, &crossbeam_channel::never());
        answers
            .into_iter()
            .map(|mut answer| answer.try_recv().unwrap())
            .collect()
    }

    fn count(writer: &Writer, table: &str) -> u64 {
        let question = format!("SELECT count(*) FROM {table}");
        writer
            .connection
            .query_row(&question, [], |row| row.get(0))
            .unwrap()
    }

    const DONE: fn(u64, u64) -> Result<Result<Receipt, CommitError>, StoreError> = |version, index| {
        Ok(Ok(Receipt {
            version,
            first_index: Some(index),
        }))
    };

    #[test]
    fn a_full_disk_fails_the_whole_batch_and_nothing_else() {
        let directory = tempfile::tempdir().unwrap();
        let mut writer = writer(directory.path());
        assert_eq!(
            carry_out(&mut writer, vec![change("ann", 0, 10, 1)]),
            [DONE(1, 0)]
        );
        // The database refuses to grow from here on, as on a full disk.
        writer
            .connection
            .execute_batch("PRAGMA max_page_count = 1")
            .unwrap();
        let told = carry_out(
            &mut writer,
            vec![
                change("bob", 0, 10, 1),
                change("cid", 0, 9_000, 1),
                change("dan", 0, 1, 1),
            ],
        );
        for each in told {
            assert!(
                matches!(&each, Err(StoreError::Unavailable(why)) if why.contains("disk is full")),
                "{each:?}"
            );
        }
        assert_eq!((count(&writer, "account"), count(&writer, "entry")), (1, 1));
        assert_eq!(writer.meter.read().commits, 1);
        // What needs no space goes on; and with space, everything does.
        assert_eq!(
            carry_out(&mut writer, vec![change("ann", 1, 10, 1)]),
            [DONE(2, 1)]
        );
        writer
            .connection
            .execute_batch("PRAGMA max_page_count = 1000000")
            .unwrap();
        assert_eq!(
            carry_out(&mut writer, vec![change("cid", 0, 9_000, 1)]),
            [DONE(1, 2)]
        );
    }

    /// Breaks a rule that is looked at only when the transaction commits.
    struct FailsToCommit;

    impl Write for FailsToCommit {
        type Answer = Result<Receipt, CommitError>;

        fn apply(&self, batch: &mut Batch<'_>) -> rusqlite::Result<Self::Answer> {
            batch.database.execute_batch(
                "PRAGMA defer_foreign_keys = ON;
                 CREATE TABLE parent (id INTEGER PRIMARY KEY);
                 CREATE TABLE child (id INTEGER REFERENCES parent);
                 INSERT INTO child VALUES (7);",
            )?;
            Ok(Err(CommitError::Conflict))
        }
    }

    #[test]
    fn a_batch_that_the_disk_does_not_confirm_did_not_happen() {
        let directory = tempfile::tempdir().unwrap();
        let mut writer = writer(directory.path());
        writer
            .connection
            .execute_batch("PRAGMA foreign_keys = ON")
            .unwrap();
        let (good, mut heard) = job(change("ann", 0, 10, 2));
        let (bad, mut heard_bad) = job(FailsToCommit);
        writer.carry_out(vec![good, bad], &crossbeam_channel::never());
        // Even a refusal is taken back: it may rest on what did not happen.
        assert!(matches!(
            heard.try_recv().unwrap(),
            Err(StoreError::Unavailable(_))
        ));
        assert!(matches!(
            heard_bad.try_recv().unwrap(),
            Err(StoreError::Unavailable(_))
        ));
        assert_eq!((count(&writer, "account"), count(&writer, "entry")), (0, 0));
        assert_eq!(count(&writer, "total WHERE name = 'fence' AND count = 1"), 1);
        assert_eq!(writer.meter.read().commits, 0);
        assert_eq!(
            carry_out(&mut writer, vec![change("ann", 0, 10, 2)]),
            [DONE(1, 0)]
        );
    }

    /// Writes a little, then finds that it cannot be stored.
    struct CannotBeStored;

    impl Write for CannotBeStored {
        type Answer = ();

        fn apply(&self, batch: &mut Batch<'_>) -> rusqlite::Result<()> {
            batch.take_place();
            batch.count_accounts(1, 1);
            batch.move_tally("tally", 0, 0, 1);
            batch
                .database
                .execute("INSERT INTO settled (name, value) VALUES ('half', x'00')", [])?;
            batch.database.execute(
                "INSERT INTO settled (name, value) VALUES ('other half', ?1)",
                [u64::MAX],
            )?;
            Ok(())
        }
    }

    #[test]
    fn a_change_that_cannot_be_stored_leaves_the_others_of_its_batch_alone() {
        let directory = tempfile::tempdir().unwrap();
        let mut writer = writer(directory.path());
        let (first, mut heard_first) = job(change("ann", 0, 10, 1));
        let (bad, mut heard_bad) = job(CannotBeStored);
        let (last, mut heard_last) = job(change("ann", 1, 10, 1));
        writer.carry_out(vec![first, bad, last], &crossbeam_channel::never());
        assert_eq!(heard_first.try_recv().unwrap(), DONE(1, 0));
        assert_eq!(heard_last.try_recv().unwrap(), DONE(2, 1));
        assert!(heard_bad.try_recv().unwrap().is_err());
        assert_eq!((count(&writer, "settled"), count(&writer, "tally")), (0, 0));
        assert_eq!(count(&writer, "total WHERE name = 'accounts' AND count = 1"), 1);
    }

    #[test]
    fn what_a_batch_moved_can_be_forgotten_in_the_same_batch() {
        let directory = tempfile::tempdir().unwrap();
        let mut writer = writer(directory.path());
        let subject = Network::V4([203, 0, 113]);
        let moves = |bucket| {
            vec![CounterMove {
                subject,
                bucket,
                slot: 0,
                by: 1,
            }]
        };
        let (first, _) = job(Change::new(Commit {
            network: moves(1),
            ..commit("ann", 0, 10, 0)
        }));
        let (forget, mut heard) = job(ForgetNetworks { before: 2 });
        let (last, _) = job(Change::new(Commit {
            network: moves(1),
            ..commit("ann", 1, 10, 0)
        }));
        writer.carry_out(vec![first, forget, last], &crossbeam_channel::never());
        assert_eq!(heard.try_recv().unwrap(), Ok(1));
        assert_eq!(count(&writer, "network WHERE count = 1"), 1);
    }

    #[test]
    fn a_caller_that_went_away_does_not_stop_the_writer() {
        let directory = tempfile::tempdir().unwrap();
        let mut writer = writer(directory.path());
        let (gone, heard) = job(change("ann", 0, 10, 1));
        drop(heard);
        writer.carry_out(vec![gone], &crossbeam_channel::never());
        assert_eq!(
            carry_out(&mut writer, vec![change("ann", 1, 10, 1)]),
            [DONE(2, 1)]
        );
    }
}
