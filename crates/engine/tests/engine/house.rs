//! An engine in a directory of its own, with a clock that is set by hand and randomness from a seed.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use engine::{Answer, Clock, Engine, Entropy, Keys, Mode, Stated, tile_key};
use journey::SourceFile;
use ledger::checkpoint::Checkpoint;
use ledger::keys::MasterKey;
use ledger::note::SigningKey;
use ledger::source::MemoryLog;
use ledger::tile::{Tile, TileId, TileLevel};
use parking_lot::Mutex;
use rand_chacha::ChaCha8Rng;
use rand_core::{RngCore, SeedableRng};
use store::Store;
use store::embedded::EmbeddedStore;
use tempfile::TempDir;
use vocabulary::{AccountId, Event, Moment, Span};

pub(crate) const LAPTOP: &str =
    r#"{"ip":"192.0.2.1","agent":"Mozilla/5.0 (X11; Linux) Firefox/140.0","device":"laptop"}"#;
pub(crate) const PHONE: &str =
    r#"{"ip":"192.0.2.1","agent":"Mozilla/5.0 (Linux; Android 15) Chrome/139.0 Mobile","device":"phone"}"#;
pub(crate) const THIEF: &str = r#"{"ip":"203.0.113.9","agent":"python-requests/2.32","device":"thief"}"#;
pub(crate) const NOWHERE: &str = "{}";

/// A clock that stands still until it is moved.
pub(crate) struct HandClock(AtomicI64);

impl HandClock {
    pub(crate) fn set(&self, at: Moment) {
        self.0.store(at.as_millis(), Ordering::SeqCst);
    }

    pub(crate) fn advance(&self, by: Span) {
        self.0.fetch_add(by.as_millis(), Ordering::SeqCst);
    }
}

impl Clock for HandClock {
    fn now(&self) -> Moment {
        Moment::from_millis(self.0.load(Ordering::SeqCst))
    }
}

struct Dice(Mutex<ChaCha8Rng>);

impl Entropy for Dice {
    fn fill(&self, bytes: &mut [u8]) {
        self.0.lock().fill_bytes(bytes);
    }
}

/// The journeys that are shipped.
pub(crate) fn shipped(including_simulated: bool) -> Stated {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../journeys");
    let mut files: Vec<SourceFile> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap();
            SourceFile::new(name, std::fs::read_to_string(&path).unwrap())
        })
        .collect();
    files.sort_by(|left, right| left.name.cmp(&right.name));
    Stated::read(&files, including_simulated).unwrap().0
}

pub(crate) struct House {
    pub(crate) engine: Arc<Engine>,
    pub(crate) store: Arc<EmbeddedStore>,
    pub(crate) clock: Arc<HandClock>,
    directory: TempDir,
    stated: Stated,
    /// Sets apart the randomness of each engine, and the key of each event.
    things: AtomicU64,
}

impl House {
    /// A new house under the shipped journeys. It is 2026-11-21, nine o'clock.
    pub(crate) fn new() -> Self {
        Self::under(shipped(false))
    }

    pub(crate) fn under(stated: Stated) -> Self {
        let clock = HandClock(AtomicI64::new(
            Moment::parse("2026-11-21T09:00:00Z").unwrap().as_millis(),
        ));
        Self::open(tempfile::tempdir().unwrap(), Arc::new(clock), stated, 0)
    }

    fn open(directory: TempDir, clock: Arc<HandClock>, stated: Stated, things: u64) -> Self {
        let store = Arc::new(EmbeddedStore::open(directory.path()).unwrap());
        let engine = engine_over(&store, &clock, &stated, things);
        Self {
            engine: Arc::new(engine),
            store,
            clock,
            directory,
            stated,
            things: AtomicU64::new(things + 1),
        }
    }

    /// Another node over the same store.
    pub(crate) fn another_engine(&self) -> Arc<Engine> {
        let number = self.things.fetch_add(1, Ordering::SeqCst);
        Arc::new(engine_over(&self.store, &self.clock, &self.stated, number))
    }

    /// Closes everything, has `meanwhile` look at or change the directory, and opens it again.
    pub(crate) fn reopen(self, meanwhile: impl FnOnce(&Path)) -> Self {
        let Self {
            engine,
            store,
            clock,
            directory,
            stated,
            things,
        } = self;
        drop(engine);
        drop(store);
        meanwhile(directory.path());
        Self::open(directory, clock, stated, things.into_inner())
    }

    /// What is on the disk at this moment, opened by somebody else: as after the power was cut.
    pub(crate) fn after_a_power_cut(&self) -> Self {
        let directory = tempfile::tempdir().unwrap();
        for file in ["safeconduct.db", "safeconduct.db-wal"] {
            std::fs::copy(self.directory().join(file), directory.path().join(file)).unwrap();
        }
        let things = self.things.load(Ordering::SeqCst);
        Self::open(directory, Arc::clone(&self.clock), self.stated.clone(), things)
    }

    pub(crate) fn directory(&self) -> &Path {
        self.directory.path()
    }

    /// An event that happens now. `from` is a JSON object, as is `fields`.
    pub(crate) fn event(&self, kind: &str, account: &str, from: &str, session: &str, fields: &str) -> Event {
        let number = self.things.fetch_add(1, Ordering::SeqCst);
        let session = if session.is_empty() {
            String::new()
        } else {
            format!(r#","session":"{session}""#)
        };
        let json = format!(
            r#"{{"key":"k-{number}","kind":"{kind}","account":"{account}","at":"{}","from":{from}{session},"fields":{fields}}}"#,
            self.clock.now()
        );
        serde_json::from_str(&json).unwrap()
    }

    /// Asks about it.
    pub(crate) async fn ask(
        &self,
        kind: &str,
        account: &str,
        from: &str,
        session: &str,
        fields: &str,
    ) -> Answer {
        let event = self.event(kind, account, from, session, fields);
        self.engine.enforce(event, Mode::Ask).await.unwrap()
    }

    /// A person with a laptop, a passkey and the session `s0`.
    pub(crate) async fn settle(&self, account: &str) {
        self.ask("account.created", account, LAPTOP, "s0", "{}").await;
        self.ask(
            "factor.enrolled",
            account,
            LAPTOP,
            "s0",
            r#"{"factor":"passkey"}"#,
        )
        .await;
    }

    /// So many log entries of ten accounts, one to an event.
    pub(crate) async fn grow_to(&self, size: u64) {
        let have = self.store.totals().await.unwrap().entries;
        let fields = r#"{"order_id":"o","outcome":"placed","verdict":"genuine"}"#;
        let events: Vec<Event> = (have..size)
            .map(|number| self.event("order.started", &format!("a{}", number % 10), NOWHERE, "", fields))
            .collect();
        for few in events.chunks(10) {
            let asked = few
                .iter()
                .map(|event| self.engine.enforce(event.clone(), Mode::Ask));
            for answer in futures::future::join_all(asked).await {
                answer.unwrap();
            }
        }
        assert_eq!(self.store.totals().await.unwrap().entries, size);
    }

    /// The published log, as anyone may download it.
    pub(crate) async fn published(&self) -> MemoryLog {
        let mut log = MemoryLog::new();
        let Some((size, _, note)) = self.store.checkpoints(1).await.unwrap().into_iter().next() else {
            return log;
        };
        log.publish(note);
        let levels = (0..8).map(TileLevel::Hashes).chain([TileLevel::Entries]);
        for level in levels {
            for index in 0.. {
                let Some(id) = TileId::in_tree(level, index, size) else {
                    break;
                };
                let tile = self.store.tile(tile_key(id)).await.unwrap().unwrap();
                let id = TileId::new(level, index, tile.width).unwrap();
                log.put([Tile {
                    id,
                    bytes: tile.bytes,
                }]);
            }
        }
        log
    }

    /// The newest checkpoint, checked.
    pub(crate) async fn checkpoint(&self) -> Checkpoint {
        let (_, _, note) = self.store.checkpoints(1).await.unwrap().remove(0);
        Checkpoint::open(&String::from_utf8(note).unwrap(), self.engine.verifier()).unwrap()
    }

    /// What kinds an account's entries are of, the oldest first.
    pub(crate) async fn story_of(&self, account: &str) -> Vec<&'static str> {
        let mut entries = self.engine.timeline(&id(account), None, 10_000).await.unwrap();
        entries.reverse();
        entries
            .into_iter()
            .map(|entry| entry.record.unwrap().event.kind.name())
            .collect()
    }
}

fn engine_over(store: &Arc<EmbeddedStore>, clock: &Arc<HandClock>, stated: &Stated, number: u64) -> Engine {
    let keys = Keys {
        master: MasterKey::from_bytes(&[7; 32]).unwrap(),
        signing: SigningKey::from_seed("example.org/safeconduct".parse().unwrap(), &[9; 32]).unwrap(),
    };
    let dice = Dice(Mutex::new(ChaCha8Rng::seed_from_u64(number)));
    Engine::new(
        Arc::clone(store) as Arc<dyn Store>,
        stated.clone(),
        keys,
        Arc::clone(clock) as Arc<dyn Clock>,
        Arc::new(dice),
    )
}

pub(crate) fn id(account: &str) -> AccountId {
    AccountId::new(account).unwrap()
}

/// The kinds of what followed.
pub(crate) fn kinds(answer: &Answer) -> Vec<&'static str> {
    answer.follows.iter().map(|event| event.kind.name()).collect()
}
