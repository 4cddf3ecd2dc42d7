//! The port: about twenty operations, each named for its purpose.
//!
//! What every backend promises:
//! - *Acknowledged is durable.* When [`Store::commit`] answers `Ok`, the whole commit survives a crash at any
//!   later moment; when it answers an error, nothing of it is visible, ever.
//! - *One commit.* State, entries, tallies, network counters and the event's key move together or not at all.
//! - *Optimistic versions, per account.* A commit names the version that its decision was made from.
//! - *Once.* An event key is accepted once per account; a second commit with it is told so.
//! - *Dense order.* Log indexes are 0, 1, 2, … without gaps; entries of one commit stand side by side.
//! - *Any node, any account.* Nothing here depends on which process served the account before. The account id
//!   is part of every key on the hot path, and that path is one [`Store::facts`] and one [`Store::commit`].

use async_trait::async_trait;
use vocabulary::{AccountId, EventKey, Moment, Network};

/// What a decision needs to know, asked for in one round trip.
#[derive(Debug, Clone)]
pub struct Ask {
    /// Whose state.
    pub account: AccountId,
    /// The key of an event that may have been answered before; `None` where that is not asked, since a commit
    /// finds out anyway.
    pub key: Option<EventKey>,
    /// The network whose counters matter, if any does, and the earliest bucket that still counts.
    pub network: Option<(Network, i64)>,
    /// Whether the keychain matters.
    pub keychain: bool,
}

/// The answer to an [`Ask`].
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// The account's row; `None` if nothing was ever committed for it.
    pub account: Option<AccountRow>,
    /// The network's counters, from the asked bucket on: (bucket, slot, count).
    pub network: Vec<(i64, u8, i64)>,
    /// The log entry that first answered this event key, where it is a duplicate. `None`, too, where that commit
    /// made no entry: whoever gives a key gives at least one entry, to have an answer to find.
    pub answered: Option<LogEntry>,
    /// The account's sealed keychain, where it was asked for and there is one. It belongs to the account's
    /// version as told here, or to a later one: then a commit upon this version conflicts.
    pub keychain: Option<Vec<u8>>,
}

/// One account as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountRow {
    /// Grows by one with each commit; the first commit makes it 1.
    pub version: u64,
    /// The account's state, opaque here.
    pub state: Vec<u8>,
    /// The account's data key, wrapped; opaque here.
    pub wrapped_key: Vec<u8>,
}

/// A change: all of it or none of it.
#[derive(Debug, Clone)]
pub struct Commit {
    /// Whose.
    pub account: AccountId,
    /// The version that was read; 0 for an account that has no row.
    pub expected_version: u64,
    /// The key of the event that caused it; `None` for what no event caused (a deadline that passed).
    pub key: Option<EventKey>,
    /// The new state.
    pub state: Vec<u8>,
    /// The wrapped data key: given with the first commit of an account, ignored later.
    pub wrapped_key: Option<Vec<u8>>,
    /// What goes into the log, in order.
    pub entries: Vec<NewEntry>,
    /// What the promises' tallies move by. Bucket: hours since 1970.
    pub tallies: Vec<CounterMove<String>>,
    /// What the network's counters move by. Bucket: as the caller counts.
    pub network: Vec<CounterMove<Network>>,
    /// When this account next needs looking at without being asked (a deadline); `None` for never.
    pub wake_at: Option<Moment>,
    /// Since when the account needs a person's attention; `None` if it does not.
    pub attention: Option<Moment>,
    /// What else the account has, and how that changes.
    pub belongings: Belongings,
}

/// How a commit changes what an account has besides its state: all of it or none of it, with the rest.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Belongings {
    /// The new keychain, sealed and opaque here; `None` leaves it as it is.
    pub keychain: Option<Vec<u8>>,
    /// Names given up. One that is not the account's is left alone.
    pub releases: Vec<Name>,
    /// Names by which the account is found from now on: each must be nobody's, or the account's already.
    pub claims: Vec<Name>,
    /// New secrets that act for the account.
    pub issues: Vec<Bearer>,
    /// Secrets that stop acting for the account, by their ids, and when; of several ends the earliest holds.
    pub ends: Vec<(String, Moment)>,
}

/// A name as the store knows it: a keyed hash of what a person types.
pub type Name = [u8; 32];

/// What a [`Bearer`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BearerKind {
    /// A person's session with the hosted pages.
    Session,
    /// A token for programs.
    Token,
}

/// A secret that acts for an account; known by its hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bearer {
    /// Keyed hash of the secret.
    pub hash: [u8; 32],
    /// For whom it acts.
    pub account: AccountId,
    /// What it is.
    pub kind: BearerKind,
    /// Its public id, unique within the account.
    pub id: String,
    /// What else is known of it (scopes, names), as JSON; opaque here.
    pub body: Vec<u8>,
    /// When it was made.
    pub made_at: Moment,
    /// When it stops working.
    pub expires_at: Moment,
    /// When it ends before that, or did: a token that was replaced may go on for a while.
    pub ended_at: Option<Moment>,
    /// When it was last used, as far as that was told.
    pub seen_at: Option<Moment>,
}

impl Bearer {
    /// Whether it acts for its account at `now`.
    pub fn is_live(&self, now: Moment) -> bool {
        now < self.expires_at && self.ended_at.is_none_or(|ended| now < ended)
    }
}

/// One entry on its way into the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEntry {
    /// What the Merkle tree hashes; says nothing without the sealed body and its key.
    pub leaf: Vec<u8>,
    /// The body, sealed under the account's data key.
    pub sealed: Vec<u8>,
    /// The topic under which it is found again across accounts, where it has one.
    pub topic: Option<Topic>,
}

/// What entries are found by across accounts, so that a page can list them without reading the whole log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Topic {
    /// Something of a person's was found where others can read it.
    Exposure,
}

/// One addition to a counter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CounterMove<S> {
    /// What is counted about: an indicator, or a network.
    pub subject: S,
    /// The stretch of time.
    pub bucket: i64,
    /// Which of the subject's counters.
    pub slot: u8,
    /// What is added; may be negative.
    pub by: i64,
}

/// A counter as read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct CounterRow<S> {
    /// What is counted about.
    pub subject: S,
    /// The stretch of time.
    pub bucket: i64,
    /// Which of the subject's counters.
    pub slot: u8,
    /// The sum of all moves, held within the range of `i64`. A counter at zero is not told at all.
    pub count: i64,
}

/// What a commit came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Receipt {
    /// The account's version now.
    pub version: u64,
    /// The log index of the commit's first entry; `None` where it has none, or the backend orders entries later.
    pub first_index: Option<u64>,
}

/// Why a commit did not happen.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CommitError {
    /// Somebody else changed the account in between, or a new bearer's hash or id is taken: read again, decide
    /// again.
    #[error("the account was changed in between; read it again and decide again")]
    Conflict,
    /// The event key was committed before: read the first answer.
    #[error("an event with this key was already recorded")]
    Duplicate,
    /// A name that was to be claimed is another account's.
    #[error("a name is another account's")]
    Taken,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The store cannot do what it was asked to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// It cannot be reached, is closing, or its disk failed.
    #[error("the store is unavailable: {0}")]
    Unavailable(String),
    /// Another process holds the data directory.
    #[error("{0}")]
    Busy(String),
    /// What is stored is not what was written.
    #[error("the store is damaged: {0}")]
    Damaged(String),
}

/// One entry of the log as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogEntry {
    /// Its place, from 0.
    pub index: u64,
    /// Whose it is; `None` once the account was erased.
    pub account: Option<AccountId>,
    /// The account's wrapped data key; `None` once erased.
    pub wrapped_key: Option<Vec<u8>>,
    /// What the tree hashes.
    pub leaf: Vec<u8>,
    /// The sealed body; `None` once erased.
    pub sealed: Option<Vec<u8>>,
}

/// Which tile of the log (C2SP tlog-tiles).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TileKey {
    /// Hashes at a level.
    Hashes {
        /// 0 for the leaves' own hashes.
        level: u8,
        /// Place within the level.
        index: u64,
    },
    /// Entry bundle.
    Entries {
        /// Place of the bundle.
        index: u64,
    },
}

/// A tile's widest known form. A narrower one is its beginning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tile {
    /// Which.
    pub key: TileKey,
    /// How many hashes or entries, 1 to 256.
    pub width: u16,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A new state of the published log.
#[derive(Debug, Clone)]
pub struct Publication {
    /// The size before, which must be the size that was published last: two publishers cannot both succeed.
    pub from_size: u64,
    /// The size now.
    pub size: u64,
    /// The signed checkpoint, as a note.
    pub checkpoint: Vec<u8>,
    /// When it was signed.
    pub at: Moment,
    /// The tiles that changed.
    pub tiles: Vec<Tile>,
}

/// What a credential opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// A platform's API key.
    Platform,
    /// A link into the console that works once.
    Link,
    /// A signed-in console session.
    Console,
    /// A code with which a platform fetches, once, who has signed in.
    Code,
}

/// A secret that somebody else holds and we know by its hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credential {
    /// Its public id.
    pub id: String,
    /// What it opens.
    pub purpose: Purpose,
    /// SHA-256 of the secret.
    pub hash: [u8; 32],
    /// What else is known of it (name, scopes), as JSON; opaque here.
    pub body: Vec<u8>,
    /// When it was made.
    pub made_at: Moment,
    /// When it stops working.
    pub expires_at: Moment,
    /// When it was revoked or spent.
    pub ended_at: Option<Moment>,
}

/// How much there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// Accounts with a row.
    pub accounts: u64,
    /// Accounts that need a person's attention.
    pub attention: u64,
    /// Log entries.
    pub entries: u64,
}

/// What the store has done since it was opened; for metrics and benchmarks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Work {
    /// Commits acknowledged.
    pub commits: u64,
    /// Transactions that carried them.
    pub batches: u64,
    /// Nanoseconds in which the writer was busy.
    pub busy_nanos: u64,
    /// Of these, nanoseconds spent waiting for the disk to confirm (commit and fsync).
    pub sync_nanos: u64,
}

/// Everything durable.
#[async_trait]
pub trait Store: Send + Sync + 'static {
    // The hot path: one read, one write.

    /// All that a decision needs, in one round trip.
    async fn facts(&self, ask: Ask) -> Result<Facts, StoreError>;
    /// All of a change or none of it; durable once it answers.
    async fn commit(&self, commit: Commit) -> Result<Receipt, CommitError>;

    // Accounts.

    /// One account's row.
    async fn account(&self, account: &AccountId) -> Result<Option<AccountRow>, StoreError>;
    /// Accounts whose id begins with `prefix`, in the order of their ids, after `after`.
    async fn accounts(
        &self,
        prefix: &str,
        after: Option<&AccountId>,
        limit: u32,
    ) -> Result<Vec<(AccountId, AccountRow)>, StoreError>;
    /// Accounts that need a person's attention, the newest first, before `before`. Of one moment, the greater id
    /// comes first: (moment, id) is one descending order.
    async fn attention(
        &self,
        before: Option<(Moment, AccountId)>,
        limit: u32,
    ) -> Result<Vec<(Moment, AccountId, AccountRow)>, StoreError>;
    /// Accounts whose `wake_at` is at or before `now`, the most overdue first; of one moment, the
    /// lesser id first.
    async fn due(&self, now: Moment, limit: u32) -> Result<Vec<AccountId>, StoreError>;
    /// An account's entries, newest first, before the index `before`.
    async fn timeline(
        &self,
        account: &AccountId,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<LogEntry>, StoreError>;
    /// Makes an account unreadable for good: its state, key, bodies and event keys are destroyed, the leaves
    /// stay; `farewell`, a commit of another account, is made in the same breath. `Conflict` if the account is
    /// not at `expected_version` (0 for an account without a row, of which nothing needs to be erased), or if
    /// `farewell` is of the account itself; a farewell that was made before is told as `Duplicate` first.
    /// Counters keep what the account moved. The receipt is the farewell's. Keychain, names and bearers
    /// are destroyed with the rest. The id may begin anew at version 0.
    async fn erase(
        &self,
        account: &AccountId,
        expected_version: u64,
        farewell: Commit,
    ) -> Result<Receipt, CommitError>;

    // What accounts have besides their state.

    /// The account that claimed a name.
    async fn named(&self, name: Name) -> Result<Option<AccountId>, StoreError>;
    /// The bearer with this hash, ended and expired ones included.
    async fn bearer(&self, hash: [u8; 32]) -> Result<Option<Bearer>, StoreError>;
    /// An account's bearers, ended and expired ones included, newest first; of one moment, the greater id first.
    async fn bearers(&self, account: &AccountId) -> Result<Vec<Bearer>, StoreError>;
    /// Notes when bearers were last used. An earlier moment than the noted one changes nothing; unknown hashes
    /// are passed over.
    async fn note_seen(&self, seen: Vec<([u8; 32], Moment)>) -> Result<(), StoreError>;
    /// Forgets bearers and codes that expired before `before`, and says how many there were.
    async fn forget_expired(&self, before: Moment) -> Result<u64, StoreError>;

    // Counters.

    /// Tallies with `from <= bucket < until`, ordered by subject, bucket, slot.
    async fn tallies(&self, from: i64, until: i64) -> Result<Vec<CounterRow<String>>, StoreError>;
    /// The `limit` networks with the highest sum of `slot` since bucket `from`, highest first, with all their
    /// counters since then, by bucket and slot. Of one sum, the lesser network comes first; networks whose sum is
    /// not above zero are left out.
    async fn networks(&self, from: i64, slot: u8, limit: u32)
    -> Result<Vec<CounterRow<Network>>, StoreError>;
    /// Forgets network counters of buckets before `before`, and says how many there were.
    async fn forget_networks(&self, before: i64) -> Result<u64, StoreError>;

    // The log.

    /// Entries from index `from` on, in order.
    async fn entries(&self, from: u64, limit: u32) -> Result<Vec<LogEntry>, StoreError>;
    /// Entries with a topic, newest first, before the index `before`. An erased account's entries have none.
    async fn on_topic(
        &self,
        topic: Topic,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<LogEntry>, StoreError>;
    /// Publishes a larger log. `Conflict` if `from_size` is not what was published last (0 if nothing was), or
    /// `size` is not larger; only the first publication may be of an empty log.
    async fn publish(&self, publication: Publication) -> Result<(), CommitError>;
    /// A published tile.
    async fn tile(&self, key: TileKey) -> Result<Option<Tile>, StoreError>;
    /// The newest checkpoints, newest first: (size, when, note).
    async fn checkpoints(&self, limit: u32) -> Result<Vec<(u64, Moment, Vec<u8>)>, StoreError>;

    // Credentials.

    /// Adds a credential. `Conflict` if its id is taken.
    async fn add_credential(&self, credential: Credential) -> Result<(), CommitError>;
    /// All credentials of a purpose, ended ones included, newest first; of one moment, the greater id
    /// first.
    async fn credentials(&self, purpose: Purpose) -> Result<Vec<Credential>, StoreError>;
    /// Ends a credential if it is live at `now` (not ended, and `now` before `expires_at`), and says which it was,
    /// with `ended_at` set. Of two callers, one gets it.
    async fn end_credential(
        &self,
        purpose: Purpose,
        hash: [u8; 32],
        now: Moment,
    ) -> Result<Option<Credential>, StoreError>;

    // The house.

    /// The value under `name`, set to `value` if there was none: the first writer wins.
    async fn settle(&self, name: &str, value: &[u8]) -> Result<Vec<u8>, StoreError>;
    /// Whether `holder` may do the job `name` until `until`; it may if nobody else's lease is running at `now`;
    /// a lease is over at its `until`. A holder extends its lease, or gives it back, by asking again.
    async fn lease(&self, name: &str, holder: &str, now: Moment, until: Moment) -> Result<bool, StoreError>;
    /// How much there is.
    async fn totals(&self) -> Result<Totals, StoreError>;
    /// What has been done since opening.
    fn work(&self) -> Work;
}
