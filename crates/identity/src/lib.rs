//! Who somebody has proved to be, and what it takes to prove it.
//!
//! [`Account`] is what is known of one account: devices, sessions, open challenges, growing waits. It is changed
//! only through its named operations, and holds a bounded number of everything.
//!
//! What opens an account, and after how long, is said once, by [`AccessRules::opens`]. [`Recovery`] is its
//! course in time; [`AccessGraph`] is what follows from it for one account's authenticators and where they are
//! kept: what an attacker has to take over, and the one step that makes it harder.
//!
//! Nothing here verifies a secret, or knows of scores, incidents, storage or HTTP.

mod access;
mod account;
mod authenticator;
mod challenge;
mod custody;
mod device;
mod element;
mod graph;
mod label;
mod protection;
mod recovery;
mod session;
mod waits;

pub use access::{AccessRules, Proved, is_lastingly_two_factor, is_two_factor};
pub use account::Account;
pub use authenticator::{Authenticator, AuthenticatorId, AuthenticatorIdError, MOST_AUTHENTICATOR_ID_CHARS};
pub use challenge::{About, CHALLENGE_LIFE, Challenge};
pub use custody::{Custody, Mailbox};
pub use device::{Device, KnownDevice};
pub use element::Element;
pub use graph::{
    AccessGraph, AfterLosing, CompromiseSet, Fall, Method, Need, Refusal, Sentence, SentenceCode, Stake,
    Step, TallyChange, Toll, Way, WayKind, falls_with, is_enough, may_remove, tally_changes,
};
pub use label::{Label, LabelError, MOST_LABEL_CHARS};
pub use protection::{MOST_AUTHENTICATORS, Protection};
pub use recovery::{
    ASKED_LIFE, Objector, READY_LIFE, Recovery, RecoveryError, RecoveryId, STAFF_NEEDED, Stage,
};
pub use session::{PROOF_LIFE, Session};
pub use waits::{Streak, WaitRule};
