//! How people come in and stay safe: sign-up, sign-in, step-up, recovery, sessions, tokens.
//!
//! Each file is one thing that somebody does. All of them work alike: read what is there, think it out as a pure
//! function over facts and keychain, and let the engine decide and record it in one commit
//! ([`engine::Engine::act`]). What must be carried from one page to the next travels as a sealed ticket, so any
//! node can go on with it.
//!
//! Invariants: no HTTP and no markup; whether an account exists is never told, neither in words nor in time; no
//! secret is stored, logged or returned twice.

mod addresses;
mod drill;
mod enrol;
mod enter;
mod hand_over;
mod hashing;
mod import;
mod keyring;
mod leaked;
mod limits;
mod not_me;
mod notices;
mod object;
mod page;
mod passkey;
mod passphrase;
mod possession;
mod prove;
mod recover;
mod safety;
mod second;
mod secrets;
mod session;
mod sign_up;
mod staff;
mod take_back;
mod telling;
mod ticket;
mod tokens;
mod undo;
mod visit;

use std::fmt::Display;
use std::sync::Arc;

use credentials::passphrase::{Breached, Cost, EmbeddedList};
use credentials::webauthn::Trust;
use engine::{ActError, EnforceError, Engine, EngineError};
use identity::AccessRules;
use store::StoreError;
use vocabulary::{AccountId, Event, EventKey, Kind, Mark, Moment, Span};

use crate::hashing::Hashing;
use crate::limits::Limits;
use crate::possession::SeenProofs;
use crate::session::Sightings;
use crate::ticket::Ticket;

pub use addresses::{ADDRESS_LINK_LIFE, AddressProblem, Mailbox};
pub use credentials::import::{LineError, MAX_LINE_BYTES};
pub use credentials::keychain::KeychainError;
pub use credentials::webauthn::{RelyingParty, Wanted};
pub use enrol::{AfterRemoving, ChangeProblem, CodesToKeep};
pub use enter::{Aim, Due, Entered, SignIn};
pub use exposure::token::{Prefix, TokenDigest};
pub use hand_over::{CODE_LIFE, HandedOver};
pub use import::{ImportProblem, Imported};
pub use keyring::is_nobody;
pub use leaked::{Ended, Find, Leak};
pub use not_me::Deniable;
pub use notices::{Courier, Letter};
pub use object::Change;
pub use page::{CEREMONY, Challenge, Page, Posted};
pub use passphrase::{FirstHalf, Second};
pub use possession::{NotPossessed, Presented};
pub use prove::{Asked, NotAllowed, Proven};
pub use recover::{Further, LINK_LIFE, Progress, Stoppable};
pub use safety::{Held, Safety};
pub use secrets::{KEY_BYTES, Secrets, SecretsError};
pub use session::{Begun, Listed, NOTE_EVERY, SignedIn};
pub use sign_up::{AppSetUp, Confirming, MOST_PERSON_NAME, Opened, PassphraseProblem, SignUpProblem};
pub use staff::{Handing, MOST_REASON, Population, Staff, StaffProblem};
pub use take_back::Objectionable;
pub use ticket::TicketError;
pub use tokens::{Introspected, IssuedToken, ListedToken, MOST_TOKENS, NewToken, TokenProblem};
pub use undo::ObjectProblem;
pub use visit::Visit;

/// How many recovery codes there are on one sheet.
pub const RECOVERY_CODES: u32 = 10;

/// What the team has settled about people's accounts.
#[derive(Debug, Clone)]
pub struct Settings {
    /// What people call the platform.
    pub name: String,
    /// The address under which people reach the hosted pages, without a slash at the end.
    pub public_url: String,
    /// The site that passkeys belong to.
    pub party: RelyingParty,
    /// Which makers of authenticators are asked for and trusted; by default none is asked.
    pub trust: Trust,
    /// What opens an account, and after how long.
    pub access: AccessRules,
    /// Origins to which people may be sent back after signing in or proving something.
    pub return_to: Vec<String>,
    /// How long a session may last, however busy (24 h).
    pub session_life: Span,
    /// How long a session may be idle (1 h).
    pub session_idle: Span,
    /// What every API token of the platform begins with.
    pub token_prefix: Prefix,
    /// The scopes that tokens may have; any, where none are named.
    pub token_scopes: Vec<String>,
    /// How long a token lives where nobody says (90 days).
    pub token_life: Span,
    /// How long a token lives at most (365 days).
    pub token_most: Span,
    /// What hashing a passphrase costs.
    pub cost: Cost,
    /// For how long a change of what protects an account can be undone (14 days).
    pub undo: Span,
    /// Passphrases that are hashed at once.
    pub hashing_workers: usize,
    /// Passphrases that are hashed or wait for it; whoever comes beyond that is told to come back.
    pub hashing_queue: usize,
    /// Marks everything as simulated: for demos.
    pub mark: Mark,
}

impl Settings {
    /// The defaults, for a platform of this name at this address.
    pub fn new(name: &str, public_url: &str, party: RelyingParty, token_prefix: Prefix) -> Self {
        Self {
            party,
            trust: Trust::default(),
            access: AccessRules::default(),
            return_to: Vec::new(),
            name: name.to_owned(),
            public_url: public_url.to_owned(),
            session_life: Span::from_hours(24),
            session_idle: Span::from_hours(1),
            token_prefix,
            token_scopes: Vec::new(),
            token_life: Span::from_days(90),
            token_most: Span::from_days(365),
            cost: Cost::default(),
            undo: Span::from_days(14),
            hashing_workers: 2,
            hashing_queue: 64,
            mark: Mark::Real,
        }
    }
}

/// People's accounts, over an engine.
pub struct People {
    engine: Arc<Engine>,
    secrets: Secrets,
    settings: Settings,
    hashing: Hashing,
    sightings: Sightings,
    limits: Limits,
    proofs: SeenProofs,
    /// Since when proofs are remembered.
    began_at: Moment,
    courier: Arc<dyn Courier>,
    breached: Arc<dyn Breached + Send + Sync>,
}

/// Something failed that whoever asked can do nothing about.
#[derive(Debug, thiserror::Error)]
pub enum PeopleError {
    /// The store or the log.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// The decision.
    #[error(transparent)]
    Enforce(#[from] EnforceError),
    /// So many passphrases are being checked that one more is not taken on.
    #[error("too many passphrases are being checked at once; try again in a few seconds")]
    Busy,
    /// A fault of ours.
    #[error("{0}")]
    Fault(String),
}

impl PeopleError {
    pub(crate) fn fault(what: &dyn Display) -> Self {
        Self::Fault(what.to_string())
    }
}

impl From<StoreError> for PeopleError {
    fn from(error: StoreError) -> Self {
        Self::Engine(EngineError::Store(error))
    }
}

impl People {
    /// People's accounts, over an engine.
    pub fn new(engine: Arc<Engine>, secrets: Secrets, settings: Settings, courier: Arc<dyn Courier>) -> Self {
        let hashing = Hashing::new(settings.hashing_workers, settings.hashing_queue);
        Self {
            began_at: engine.now(),
            proofs: SeenProofs::default(),
            engine,
            secrets,
            settings,
            hashing,
            sightings: Sightings::default(),
            limits: Limits::default(),
            courier,
            breached: Arc::new(EmbeddedList),
        }
    }

    /// The same with another list of passphrases that are known to thieves, in place of the one that is compiled in.
    /// It is asked when a passphrase is chosen and at every sign-in with one, so it answers from memory or from a file
    /// that is mapped.
    #[must_use]
    pub fn knowing(self, breached: Arc<dyn Breached + Send + Sync>) -> Self {
        Self { breached, ..self }
    }

    /// What the team has settled.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The engine behind.
    pub fn engine(&self) -> &Arc<Engine> {
        &self.engine
    }

    /// A name that nobody can guess or meet by chance: 64 random bits.
    fn id(&self, prefix: &str) -> String {
        format!("{prefix}-{}", hex::encode(self.engine.random::<8>()))
    }

    /// Seals what is carried to the next page.
    fn seal<T: Ticket>(&self, body: &T) -> Result<String, PeopleError> {
        let sealed = self.secrets.seal(body, self.engine.now(), self.engine.random());
        sealed.ok_or_else(|| PeopleError::Fault("a ticket cannot be sealed".to_owned()))
    }

    /// Opens what was carried here.
    fn unseal<T: Ticket>(&self, text: &str) -> Result<T, TicketError> {
        self.secrets.open(text, self.engine.now())
    }

    /// An event of ours, which nobody else reports: it has a key of its own.
    fn event(&self, kind: Kind, account: &AccountId, visit: Option<&Visit>) -> Result<Event, PeopleError> {
        let key = EventKey::new(&self.id("own")).map_err(|error| PeopleError::fault(&error))?;
        let mut event = Event::of_itself(key, kind, account.clone(), self.engine.now(), self.settings.mark);
        if let Some(visit) = visit {
            event.from = visit.from.clone();
        }
        Ok(event)
    }
}

/// What became of a deed that thinking it out never refuses.
fn unrefused<E>(error: ActError<E>) -> Result<E, PeopleError> {
    match error {
        ActError::Refused(refusal) => Ok(refusal),
        ActError::Enforce(error) => Err(error.into()),
        ActError::Taken => Err(PeopleError::Fault("a name is another account's".to_owned())),
    }
}
