//! Accounts, and what about them needs somebody.

use identity::{Custody, Sentence, Step};
use vocabulary::{AccountId, Factor, Moment};

use super::{Entry, State};

/// How an account is doing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Standing {
    /// Nothing is wrong.
    #[default]
    Calm,
    /// Something is wrong, or may be.
    NeedsAttention {
        /// Since when.
        since: Moment,
        /// What was noticed, as a clause: `a session moved to another device`.
        because: String,
    },
}

/// Accounts.
#[derive(Debug, Clone, Default)]
pub struct Accounts {
    /// What was searched for: the beginning of an id.
    pub query: String,
    /// One page of accounts.
    pub rows: Vec<AccountRow>,
    /// Where the page before this one starts, as its cursor.
    pub before: Option<String>,
    /// Where the page after this one starts, as its cursor.
    pub after: Option<String>,
}

/// One account in a list.
#[derive(Debug, Clone)]
pub struct AccountRow {
    /// The platform's id.
    pub id: AccountId,
    /// How it is doing.
    pub standing: Standing,
    /// When something last happened to it.
    pub last_seen: Option<Moment>,
    /// How many effects are held.
    pub held: u64,
}

/// Attention: what needs me now?
#[derive(Debug, Clone, Default)]
pub struct Attention {
    /// Open incidents, longest waiting first.
    pub incidents: Vec<Incident>,
    /// Promises that are broken or at risk.
    pub promises: Vec<PromiseRow>,
}

/// A promise in a list.
#[derive(Debug, Clone, Default)]
pub struct PromiseRow {
    /// The journey's id.
    pub journey_id: String,
    /// Its id.
    pub id: String,
    /// The promise itself.
    pub says: String,
    /// Its state.
    pub state: State,
    /// Since when.
    pub since: Option<Moment>,
}

/// One incident.
#[derive(Debug, Clone)]
pub struct Incident {
    /// Its id.
    pub id: String,
    /// Whose.
    pub account: AccountId,
    /// The first anomalous event.
    pub began_at: Moment,
    /// When it was noticed.
    pub opened_at: Moment,
    /// What was noticed: the event's own word, such as `odd-session`.
    pub because: String,
    /// How many charges and payouts are or were held for it.
    pub charges: u64,
    /// How many other effects (messages, invitations and the like).
    pub others: u64,
    /// What the charges amount to, with currency.
    pub amount: Option<String>,
    /// How far it has come.
    pub course: Course,
}

/// How far an incident has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Course {
    /// Nobody knows yet who it was.
    #[default]
    Open,
    /// It was not the owner.
    Confirmed,
    /// It was the owner after all.
    Cleared,
}

/// One account.
#[derive(Debug, Clone)]
pub struct Account {
    /// The platform's id.
    pub id: AccountId,
    /// How it is doing.
    pub standing: Standing,
    /// The newest incident, whatever came of it.
    pub incident: Option<Incident>,
    /// When somebody was last kept out who was not, or may not have been, the owner.
    pub last_stopped: Option<Moment>,
    /// Since when we have watched over it; `None` where nothing was ever reported.
    pub known_since: Option<Moment>,
    /// The ways in which its owner can prove who they are, and since when.
    pub factors: Vec<(Factor, Option<Moment>)>,
    /// What it can be opened with; `None` where its sign-in is not kept here.
    pub opening: Option<Opening>,
    /// Whether its password is known from a breach.
    pub password_breached: bool,
    /// Live and recent sessions, newest first.
    pub sessions: Vec<Session>,
    /// Devices, the one used last first.
    pub devices: Vec<Device>,
    /// What is or was on hold, newest first.
    pub holds: Vec<Hold>,
    /// One page of what happened, newest first.
    pub timeline: Vec<Entry>,
    /// The index after which (going back) the next page starts.
    pub older: Option<u64>,
    /// Whether this page is not the newest one.
    pub is_older: bool,
}

impl Account {
    /// An account of which nothing is known yet.
    pub fn unknown(id: AccountId) -> Self {
        Self {
            id,
            standing: Standing::Calm,
            incident: None,
            last_stopped: None,
            known_since: None,
            factors: Vec::new(),
            opening: None,
            password_breached: false,
            sessions: Vec::new(),
            devices: Vec::new(),
            holds: Vec::new(),
            timeline: Vec::new(),
            older: None,
            is_older: false,
        }
    }
}

/// What an account that is kept here can be opened with.
#[derive(Debug, Clone)]
pub struct Opening {
    /// Its authenticators, never what verifies them.
    pub held: Vec<Held>,
    /// How safe it is.
    pub sentence: Sentence,
    /// The one step that makes it harder to get in, where there is one.
    pub next_step: Option<Step>,
    /// Somebody is getting it back.
    pub hand_back: Option<HandBack>,
    /// Since when new protection is required of its owner.
    pub must_enrol_since: Option<Moment>,
}

/// One authenticator.
#[derive(Debug, Clone)]
pub struct Held {
    /// What it is.
    pub factor: Factor,
    /// What its owner calls it; empty where they did not say.
    pub name: String,
    /// Where it lives.
    pub custody: Custody,
    /// Since when.
    pub since: Moment,
    /// When it was last used.
    pub used_at: Option<Moment>,
    /// It was guessed at too often, and is not accepted.
    pub is_disabled: bool,
    /// For recovery codes: how many are left.
    pub left: Option<u64>,
}

/// Somebody is getting an account back.
#[derive(Debug, Clone, Default)]
pub struct HandBack {
    /// When they can; `None` while something is still needed.
    pub ready_at: Option<Moment>,
    /// Who of the staff has agreed.
    pub agreed: Vec<String>,
}

/// Something that staff can do to an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// End all its sessions.
    EndSessions,
    /// Require that its owner set up what protects it anew.
    RequireProtection,
}

/// What is shown before it is done.
#[derive(Debug, Clone)]
pub struct Confirm {
    /// To which account.
    pub account: AccountId,
    /// What.
    pub act: Act,
    /// What the owner is called; empty where they did not say.
    pub name: String,
    /// Where they are reached first.
    pub address: Option<String>,
    /// How many sessions there are.
    pub sessions: usize,
    /// New protection is required already.
    pub is_required: bool,
    /// What was filled in as the staff's name.
    pub who: String,
    /// What was filled in as the reason.
    pub because: String,
    /// Why it was not done, where it was tried.
    pub problem: Option<String>,
}

/// A session of an account.
#[derive(Debug, Clone, Default)]
pub struct Session {
    /// Its id.
    pub id: String,
    /// The user agent, as sent.
    pub agent: Option<String>,
    /// The network or address, in words.
    pub place: Option<String>,
    /// When it began.
    pub began: Option<Moment>,
    /// When it was last used.
    pub last_seen: Option<Moment>,
    /// Why it ended (the event's own word, such as `odd`); `None` while it lives.
    pub ended_because: Option<String>,
}

/// A device of an account.
#[derive(Debug, Clone, Default)]
pub struct Device {
    /// As the platform recognises it.
    pub id: String,
    /// The user agent, as sent.
    pub agent: Option<String>,
    /// Where it was last, in words.
    pub place: Option<String>,
    /// When it was first seen.
    pub first_seen: Option<Moment>,
    /// When it was last seen.
    pub last_seen: Option<Moment>,
    /// Whether its owner has proved it to be theirs.
    pub proved: bool,
}

/// An effect that is or was on hold.
#[derive(Debug, Clone, Default)]
pub struct Hold {
    /// What: the event's own word, such as `charge`.
    pub effect: String,
    /// The platform's id for it.
    pub effect_id: String,
    /// Money, with currency.
    pub amount: Option<String>,
    /// Since when.
    pub at: Moment,
    /// Whether it had already happened when the incident was noticed.
    pub looking_back: bool,
    /// What came of it.
    pub fate: Fate,
}

/// What came of something that was held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Fate {
    /// It waits.
    #[default]
    Held,
    /// It was the owner's and went on.
    Released,
    /// It was not the owner's: the owner does not pay.
    Credited,
}
