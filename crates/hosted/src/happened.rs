//! What happened on an account, in its owner's words.

use vocabulary::{Factor, Moment};

use crate::words::Words;

/// One thing that happened, or several of the same kind one after another.
#[derive(Debug, Clone)]
pub struct Happened {
    /// Its id, for "this was not me".
    pub id: String,
    /// When; of several, the last.
    pub at: Moment,
    /// What.
    pub what: What,
    /// How often, one after another.
    pub count: u32,
    /// The user agent that did it.
    pub agent: Option<String>,
    /// From where, in words.
    pub place: Option<String>,
    /// Whether the owner can say that it was not them.
    pub can_deny: bool,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// The account was made.
    SignedUp,
    /// Somebody signed in, on a device that is known.
    SignedIn,
    /// Somebody signed in on a new device.
    SignedInNew,
    /// Somebody tried to sign in and did not get in.
    SignInFailed,
    /// We stopped somebody.
    Stopped,
    /// We asked for another factor, and the answer was right.
    Proved(Factor),
    /// We asked for another factor, and the answer was wrong or never came.
    NotProved,
    /// Something was added.
    Added(Factor),
    /// Something was removed.
    Removed(Factor),
    /// An authenticator was disabled after too many wrong attempts.
    Disabled(Factor),
    /// A passkey looks copied: its counter went back.
    Copied,
    /// The passphrase was changed.
    PassphraseChanged,
    /// An address was added.
    AddressAdded(String),
    /// An address was removed.
    AddressRemoved(String),
    /// A session was ended by the owner.
    SessionEnded,
    /// A session was ended by us.
    SessionStopped,
    /// All sessions were ended.
    SessionsEnded,
    /// A token was made.
    TokenCreated(String),
    /// A token was given a new secret.
    TokenRotated(String),
    /// A token was ended.
    TokenRevoked(String),
    /// A token was found in public, and ended.
    TokenFound(String),
    /// A recovery was asked for.
    RecoveryAsked,
    /// A recovery was stopped.
    RecoveryVetoed,
    /// A recovery was finished.
    RecoveryDone,
    /// A recovery code was used.
    RecoveryCodeUsed,
    /// A change was undone by its objection link.
    Undone,
    /// The owner said that something was not them.
    Denied,
    /// Somebody of the staff looked at the account.
    StaffLooked {
        /// Who.
        who: String,
        /// The reason they gave.
        why: String,
    },
    /// Something waits until it is clear whose it is.
    Held,
}

impl What {
    /// As a sentence without a full stop.
    pub fn in_words(&self, words: Words) -> String {
        let of = |id: &str, factor: Factor| words.of_factor(id, factor);
        let named = |id: &str, name: &String| words.tell(id, &[("name", name.into())]);
        match self {
            Self::SignedUp => words.say("what-signed-up"),
            Self::SignedIn => words.say("what-signed-in"),
            Self::SignedInNew => words.say("what-signed-in-new"),
            Self::SignInFailed => words.say("what-sign-in-failed"),
            Self::Stopped => words.say("what-stopped"),
            Self::Proved(factor) => of("what-proved", *factor),
            Self::NotProved => words.say("what-not-proved"),
            Self::Added(factor) => of("what-added", *factor),
            Self::Removed(factor) => of("what-removed", *factor),
            Self::Disabled(factor) => of("what-disabled", *factor),
            Self::Copied => words.say("what-copied"),
            Self::PassphraseChanged => words.say("what-passphrase-changed"),
            Self::AddressAdded(address) => named("what-address-added", address),
            Self::AddressRemoved(address) => named("what-address-removed", address),
            Self::SessionEnded => words.say("what-session-ended"),
            Self::SessionStopped => words.say("what-session-stopped"),
            Self::SessionsEnded => words.say("what-sessions-ended"),
            Self::TokenCreated(name) => named("what-token-created", name),
            Self::TokenRotated(name) => named("what-token-rotated", name),
            Self::TokenRevoked(name) => named("what-token-revoked", name),
            Self::TokenFound(name) => named("what-token-found", name),
            Self::RecoveryAsked => words.say("what-recovery-asked"),
            Self::RecoveryVetoed => words.say("what-recovery-vetoed"),
            Self::RecoveryDone => words.say("what-recovery-done"),
            Self::RecoveryCodeUsed => words.say("what-recovery-code-used"),
            Self::Undone => words.say("what-undone"),
            Self::Denied => words.say("what-denied"),
            Self::StaffLooked { who, why } => {
                words.tell("what-staff-looked", &[("who", who.into()), ("why", why.into())])
            }
            Self::Held => words.say("what-held"),
        }
    }

    /// Whether somebody other than the owner may have been at work, so that it stands out.
    pub const fn is_grave(&self) -> bool {
        matches!(
            self,
            Self::Stopped
                | Self::Copied
                | Self::Disabled(_)
                | Self::SessionStopped
                | Self::TokenFound(_)
                | Self::RecoveryAsked
        )
    }
}
