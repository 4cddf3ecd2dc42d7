//! People's accounts over a real engine and store, with a clock that is set by hand, randomness from a seed, a
//! courier that keeps every letter, and browsers with authenticators that others wrote.

#![allow(dead_code, reason = "each file of tests uses what it needs of this one")]

mod browser;
mod person;

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use async_trait::async_trait;
use credentials::passphrase::{Breached, Cost, EmbeddedList};
use engine::{Clock, Engine, Entropy, Keys, Stated};
use hosted::What;
use hosted::mail::{Message, Remedy};
use journey::SourceFile;
use ledger::keys::MasterKey;
use ledger::note::SigningKey;
use parking_lot::Mutex;
use people::{Challenge, Courier, Letter, People, Prefix, RelyingParty, Secrets, Settings, SignedIn, Visit};
use rand_chacha::ChaCha8Rng;
use rand_core::{RngCore, SeedableRng};
use store::Store;
use store::embedded::EmbeddedStore;
use tempfile::TempDir;
use vocabulary::{AccountId, DeviceId, Factor, Moment, Origin, Span};

pub(crate) use browser::Browser;
#[allow(unused_imports, reason = "each file of tests uses what it needs of this one")]
pub(crate) use person::{App, PASSPHRASE, Person, add_key, add_passkey, begin, set_up, sign_in_with};

/// Where the pages are.
pub(crate) const SITE: &str = "https://id.example.org";

/// A clock that stands still until it is moved.
pub(crate) struct HandClock(AtomicI64);

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

/// Keeps every letter, in order.
#[derive(Default)]
pub(crate) struct Mail(Mutex<Vec<Letter>>);

#[async_trait]
impl Courier for Mail {
    async fn take(&self, letter: Letter) -> Result<(), String> {
        self.0.lock().push(letter);
        Ok(())
    }
}

pub(crate) struct House {
    pub(crate) people: Arc<People>,
    pub(crate) engine: Arc<Engine>,
    pub(crate) store: Arc<EmbeddedStore>,
    mail: Arc<Mail>,
    clock: Arc<HandClock>,
    _directory: TempDir,
}

/// The journeys that are shipped.
fn shipped() -> Stated {
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
    Stated::read(&files, false).unwrap().0
}

impl House {
    /// A new house under the shipped journeys. It is 2026-11-21, nine o'clock.
    pub(crate) fn new() -> Self {
        Self::knowing(Arc::new(EmbeddedList))
    }

    /// The same with another list of passphrases that are known to thieves.
    pub(crate) fn knowing(breached: Arc<dyn Breached + Send + Sync>) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let store = Arc::new(EmbeddedStore::open(directory.path()).unwrap());
        let nine = Moment::parse("2026-11-21T09:00:00Z").unwrap();
        let clock = Arc::new(HandClock(AtomicI64::new(nine.as_millis())));
        let keys = Keys {
            master: MasterKey::from_bytes(&[7; 32]).unwrap(),
            signing: SigningKey::from_seed("example.org/safeconduct".parse().unwrap(), &[9; 32]).unwrap(),
        };
        let engine = Arc::new(Engine::new(
            Arc::clone(&store) as Arc<dyn Store>,
            shipped(),
            keys,
            Arc::clone(&clock) as Arc<dyn Clock>,
            Arc::new(Dice(Mutex::new(ChaCha8Rng::seed_from_u64(42)))),
        ));
        let mail = Arc::new(Mail::default());
        let party = RelyingParty::new("id.example.org", "Example").unwrap();
        let settings = Settings {
            // As cheap as it can be: what a guess costs is measured elsewhere.
            cost: Cost {
                memory_kib: 8,
                passes: 1,
                lanes: 1,
            },
            ..Settings::new("Example", SITE, party, Prefix::new("example_").unwrap())
        };
        let people = People::new(
            Arc::clone(&engine),
            Secrets::derive(&[5; 32]).unwrap(),
            settings,
            Arc::clone(&mail) as Arc<dyn Courier>,
        )
        .knowing(breached);
        Self {
            people: Arc::new(people),
            engine,
            store,
            mail,
            clock,
            _directory: directory,
        }
    }

    pub(crate) fn now(&self) -> Moment {
        self.clock.now()
    }

    pub(crate) fn pass(&self, span: Span) {
        self.clock.0.fetch_add(span.as_millis(), Ordering::SeqCst);
    }

    /// Takes out every letter that has come since the last time.
    pub(crate) fn letters(&self) -> Vec<Letter> {
        std::mem::take(&mut *self.mail.0.lock())
    }

    /// Asks for a way back into an account, and waits for the letter, which is sent behind the answer's back.
    pub(crate) async fn ask_for_recovery(&self, visit: &Visit, address: &str) {
        self.people.begin_recovery(visit, address).await.unwrap();
        for _ in 0..8 {
            tokio::task::yield_now().await;
        }
    }

    /// The secret of the only link in the letters that have come, each to another address.
    pub(crate) fn link(&self) -> String {
        let mut links: Vec<String> = self.letters().iter().filter_map(link_of).collect();
        links.dedup();
        assert_eq!(links.len(), 1, "one link is sent");
        links.remove(0)
    }

    /// A page that is shown to a device.
    pub(crate) fn page(&self, visit: &Visit) -> Challenge {
        self.people
            .page(visit.from.device.as_ref().unwrap())
            .unwrap()
            .challenge
    }

    /// What kinds an account's entries are of, the oldest first.
    pub(crate) async fn story_of(&self, account: &AccountId) -> Vec<&'static str> {
        let mut entries = self.engine.timeline(account, None, 10_000).await.unwrap();
        entries.reverse();
        entries
            .into_iter()
            .map(|entry| entry.record.unwrap().event.kind.name())
            .collect()
    }

    /// How many entries of a kind an account has.
    pub(crate) async fn count_of(&self, account: &AccountId, kind: &str) -> usize {
        let story = self.story_of(account).await;
        story.into_iter().filter(|told| *told == kind).count()
    }

    /// What an account is opened with, as its facts and its keychain both say.
    pub(crate) async fn factors_of(&self, account: &AccountId) -> Vec<Factor> {
        let safety = self.people.safety(account).await.unwrap().unwrap();
        let mut held: Vec<Factor> = safety.authenticators.iter().map(|held| held.factor).collect();
        held.sort();
        let seen = self.engine.see(account).await.unwrap();
        let mut facts: Vec<Factor> = seen
            .state
            .facts
            .protection
            .authenticators()
            .iter()
            .map(|held| held.factor)
            .collect();
        facts.sort();
        assert_eq!(held, facts, "facts and keychain say the same");
        held
    }

    /// The domains of an account's mailboxes, as its facts say.
    pub(crate) async fn mailboxes_of(&self, account: &AccountId) -> Vec<String> {
        let seen = self.engine.see(account).await.unwrap();
        let mailboxes = seen.state.facts.protection.mailboxes().iter();
        let mut domains: Vec<String> = mailboxes.map(|mailbox| mailbox.provider.to_string()).collect();
        domains.sort();
        domains
    }

    /// Whether a session is still good.
    pub(crate) async fn is_in(&self, secret: &str) -> bool {
        self.people.signed_in(secret).await.unwrap().is_some()
    }

    pub(crate) async fn signed_in(&self, secret: &str) -> SignedIn {
        self.people.signed_in(secret).await.unwrap().unwrap()
    }
}

/// The secret of the link in a letter.
pub(crate) fn link_of(letter: &Letter) -> Option<String> {
    Some(match &letter.message {
        Message::ConfirmSignUp { link, .. }
        | Message::ConfirmAddress { link, .. }
        | Message::RecoveryLink { link, .. }
        | Message::TokenLeaked { link, .. } => link.clone(),
        Message::RecoveryAsked { veto, .. } | Message::RecoveryReady { veto, .. } => veto.clone(),
        Message::Told(told) => match &told.remedy {
            Remedy::NotMe { link } | Remedy::Undo { link, .. } => link.clone(),
        },
        Message::AlreadyThere => return None,
    })
}

/// What the letters tell of, with where they went.
pub(crate) fn told(letters: &[Letter]) -> Vec<(String, What)> {
    let told = letters.iter().filter_map(|letter| match &letter.message {
        Message::Told(told) => Some((letter.to.as_str().to_owned(), told.what.clone())),
        _ => None,
    });
    told.collect()
}

/// Somebody at a device in a network.
pub(crate) fn visit(device: &str, ip: &str, agent: &str) -> Visit {
    Visit {
        from: Origin {
            ip: Some(ip.parse::<IpAddr>().unwrap()),
            agent: Some(agent.into()),
            device: Some(DeviceId::new(device).unwrap()),
        },
        languages: None,
    }
}

/// The owner's usual place.
pub(crate) fn laptop() -> Visit {
    visit("laptop", "192.0.2.1", "Mozilla/5.0 (X11; Linux) Firefox/140.0")
}

/// The owner elsewhere.
pub(crate) fn phone() -> Visit {
    visit(
        "phone",
        "192.0.2.1",
        "Mozilla/5.0 (Linux; Android 15) Chrome/139.0 Mobile",
    )
}

/// Somebody else.
pub(crate) fn thief() -> Visit {
    visit("thief", "203.0.113.9", "python-requests/2.32")
}
