//! What the account's page needs to know.

use vocabulary::{Factor, Moment};

use crate::custody::Custody;
use crate::happened::{Happened, What};
use crate::paths;
use crate::words::Words;

/// All that the page shows.
#[derive(Debug, Clone)]
pub struct View {
    /// How the account stands.
    pub standing: Standing,
    /// What was just done, said once.
    pub done: Option<Done>,
    /// A recovery that somebody asked for.
    pub recovery: Option<RecoveryUnderWay>,
    /// What its owner can prove themselves with.
    pub authenticators: Vec<Authenticator>,
    /// Who is signed in; the present session first, the others by last use.
    pub sessions: Vec<Session>,
    /// What happened lately, newest first: about ten.
    pub happened: Vec<Happened>,
    /// Whether more happened than that.
    pub has_more: bool,
    /// What it takes to get in: the account's compromise sets.
    pub ways_in: Vec<WayIn>,
    /// The confirmed addresses, the primary one first.
    pub addresses: Vec<String>,
    /// The tokens, the last used first.
    pub tokens: Vec<TokenSummary>,
    /// Tokens that leaked lately, the newest first.
    pub leaked: Vec<Leaked>,
}

/// A token that leaked and was ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaked {
    /// What its owner calls it.
    pub name: String,
    /// Its last four characters.
    pub last_four: String,
    /// When it was handed in, and ended.
    pub at: Moment,
    /// How long it took until it was refused, as tried and measured.
    pub refused_after: Option<vocabulary::Span>,
    /// Since when it was there, where that is known.
    pub since: Option<Moment>,
}

/// How the account stands: the sentence that a worried person wants to read first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// No one thing alone opens it, and no one loss keeps its owner out.
    Safe,
    /// One thing alone opens it.
    Exposed {
        /// Which.
        through: Custody,
        /// The one step that mends it.
        mend: Mend,
    },
    /// One thing alone opens it after a wait, as a recovery does.
    ExposedLater {
        /// Which.
        through: Custody,
        /// How long it would take.
        waits: vocabulary::Span,
        /// Whether its owner could stop it meanwhile.
        can_be_stopped: bool,
        /// The one step that mends it.
        mend: Mend,
    },
    /// It is safe, but one loss would keep its owner out.
    Fragile {
        /// The loss of what.
        without: Custody,
        /// The one step that mends it.
        mend: Mend,
    },
    /// Its passphrase is in a collection of stolen ones.
    Breached,
    /// Somebody asked to get in by recovery. [`View::recovery`] says more.
    Recovering,
    /// Somebody else may have been in.
    Incident {
        /// When we noticed.
        noticed: Moment,
        /// How many charges, messages and the like wait until it is clear whose they are.
        held: u32,
        /// Whether everything but the present session was ended.
        is_stopped: bool,
        /// The id of the sign, for "this was not me".
        id: String,
    },
}

/// The one step that mends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mend {
    /// Add a passkey.
    AddPasskey,
    /// Add a security key.
    AddSecurityKey,
    /// Add an app that shows codes.
    AddApp,
    /// Move the app's codes away from where the passphrase is kept.
    MoveApp,
    /// Change the passphrase.
    ChangePassphrase,
    /// Print recovery codes.
    PrintCodes,
    /// Add a second address.
    AddAddress,
}

impl Mend {
    /// What the button says.
    pub(super) fn in_words(self, words: Words) -> String {
        words.say(match self {
            Self::AddPasskey => "mend-add-passkey",
            Self::AddSecurityKey => "mend-add-security-key",
            Self::AddApp => "mend-add-app",
            Self::MoveApp => "mend-move-app",
            Self::ChangePassphrase => "mend-change-passphrase",
            Self::PrintCodes => "mend-print-codes",
            Self::AddAddress => "mend-add-address",
        })
    }

    /// Where it is done.
    pub(super) const fn path(self) -> &'static str {
        match self {
            Self::AddPasskey => paths::ADD_PASSKEY,
            Self::AddSecurityKey => paths::ADD_SECURITY_KEY,
            Self::AddApp | Self::MoveApp => paths::ADD_APP,
            Self::ChangePassphrase => paths::ADD_PASSPHRASE,
            Self::PrintCodes => paths::ADD_CODES,
            Self::AddAddress => paths::ADDRESSES,
        }
    }
}

/// What was just done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Done {
    /// The account is ready.
    Ready,
    /// Something was added.
    Added(Factor),
    /// Something was removed.
    Removed(Factor),
    /// Something got another name.
    Renamed,
    /// The passphrase was changed.
    PassphraseChanged,
    /// One session was ended.
    SessionEnded,
    /// So many sessions were ended.
    SessionsEnded(usize),
    /// Tokens were ended.
    TokensRevoked(usize),
    /// A recovery was stopped.
    Vetoed,
    /// What was denied was dealt with.
    Denied,
    /// An address was changed.
    AddressChanged,
}

impl Done {
    pub(super) fn in_words(&self, words: Words) -> String {
        let sentence = |what: &What| format!("{}.", what.in_words(words));
        match self {
            Self::Ready => words.say("done-ready"),
            Self::Added(factor) => sentence(&What::Added(*factor)),
            Self::Removed(factor) => sentence(&What::Removed(*factor)),
            Self::Renamed => words.say("done-renamed"),
            Self::PassphraseChanged => sentence(&What::PassphraseChanged),
            Self::SessionEnded => words.say("done-session-ended"),
            Self::SessionsEnded(count) => words.tell("done-sessions-ended", &[("count", (*count).into())]),
            Self::TokensRevoked(count) => words.tell("done-tokens-revoked", &[("count", (*count).into())]),
            Self::Vetoed => words.say("vetoed"),
            Self::Denied => words.say("denied"),
            Self::AddressChanged => words.say("done-address-changed"),
        }
    }
}

/// A recovery that can still be stopped.
#[derive(Debug, Clone)]
pub struct RecoveryUnderWay {
    /// When it was asked for.
    pub asked_at: Moment,
    /// From when on it works.
    pub ready_at: Moment,
    /// The user agent that asked.
    pub agent: Option<String>,
    /// From where.
    pub place: Option<String>,
}

/// Something that its owner proves themselves with.
#[derive(Debug, Clone)]
pub struct Authenticator {
    /// Its id.
    pub id: String,
    /// What it is.
    pub factor: Factor,
    /// What its owner calls it, or what it calls itself; empty for none.
    pub name: String,
    /// Where it is kept.
    pub kept: Kept,
    /// Since when.
    pub since: Moment,
    /// When it was last used.
    pub last_used: Option<Moment>,
    /// Whether it is switched off after too many wrong attempts.
    pub is_disabled: bool,
}

/// Where an authenticator is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// On one device only.
    OnDevice,
    /// Kept in step between devices by this provider; empty where it is not known.
    Synced(String),
    /// A thing of its own.
    Key,
    /// On the phone.
    OnPhone,
    /// In a password manager; its name, or empty.
    InManager(String),
    /// Known by heart.
    ByHeart,
    /// On paper, with so many codes left of so many.
    OnPaper {
        /// Left.
        left: u32,
        /// In all.
        of: u32,
    },
}

/// A session.
#[derive(Debug, Clone)]
pub struct Session {
    /// What the form posts to end it: never the session's secret.
    pub id: String,
    /// The user agent, as sent.
    pub agent: Option<String>,
    /// From where, in words.
    pub place: Option<String>,
    /// When it began.
    pub began: Moment,
    /// When it was last used.
    pub last_seen: Moment,
    /// Whether it is the one that looks at this page.
    pub is_this: bool,
    /// What was proved in it.
    pub proved: Vec<Factor>,
}

/// One set of things that somebody would need, all of them, to get in.
#[derive(Debug, Clone)]
pub struct WayIn {
    /// The things.
    pub needs: Vec<Custody>,
    /// For how long it waits and can be stopped, where it is a recovery.
    pub waits: Option<vocabulary::Span>,
}

/// A token, in a line.
#[derive(Debug, Clone)]
pub struct TokenSummary {
    /// What its owner calls it.
    pub name: String,
    /// When it was last used.
    pub last_used: Option<Moment>,
}
