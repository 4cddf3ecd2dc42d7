//! One authenticator: what its owner calls it, what verifies it, and how often it failed.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use vocabulary::{Factor, Moment};

use super::{KeychainError, MAX_NAME};
use crate::passphrase::{Hashed, MAX_HASH_BYTES};
use crate::recovery::{CODES, RecoveryCodes};
use crate::text::tidy_name;
use crate::totp::Enrolment;
use crate::webauthn::Credential;

/// Failures in a row after which an authenticator is disabled (NIST SP 800-63B-4, section 3.2.2).
pub const MAX_FAILURES: u16 = 100;

/// Failures in a row after which it is accepted on devices that the account knows, and nowhere else. The rest up to
/// [`MAX_FAILURES`] is the owner's: strangers who guess cannot use it up.
pub const MAX_FAILURES_ELSEWHERE: u16 = 80;

/// By which facts and keychain name the same authenticator: 128 random bits, written as 32 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AuthenticatorId([u8; 16]);

impl AuthenticatorId {
    /// An id of random bytes.
    pub const fn from_random(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }
}

impl fmt::Display for AuthenticatorId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&data_encoding::HEXLOWER.encode(&self.0))
    }
}

impl fmt::Debug for AuthenticatorId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "AuthenticatorId({self})")
    }
}

impl FromStr for AuthenticatorId {
    type Err = KeychainError;
    fn from_str(text: &str) -> Result<Self, KeychainError> {
        let bytes = data_encoding::HEXLOWER.decode(text.as_bytes()).ok();
        bytes
            .and_then(|bytes| bytes.try_into().ok())
            .map(Self)
            .ok_or(KeychainError::Unknown("authenticator"))
    }
}

impl Serialize for AuthenticatorId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            self.0.serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for AuthenticatorId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
            text.parse().map_err(de::Error::custom)
        } else {
            <[u8; 16]>::deserialize(deserializer).map(Self)
        }
    }
}

/// What verifies an authenticator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verifier {
    /// A memorised passphrase.
    Passphrase(Hashed),
    /// An authenticator app.
    Totp(Enrolment),
    /// A passkey: discoverable, and it verifies its user.
    Passkey(Credential),
    /// A security key.
    SecurityKey(Credential),
    /// A sheet of recovery codes.
    RecoveryCodes(RecoveryCodes),
}

impl Verifier {
    /// What factor it verifies.
    pub const fn factor(&self) -> Factor {
        match self {
            Self::Passphrase(_) => Factor::Passphrase,
            Self::Totp(_) => Factor::Totp,
            Self::Passkey(_) => Factor::Passkey,
            Self::SecurityKey(_) => Factor::SecurityKey,
            Self::RecoveryCodes(_) => Factor::RecoveryCode,
        }
    }

    /// The credential of a passkey or security key.
    pub const fn credential(&self) -> Option<&Credential> {
        match self {
            Self::Passkey(credential) | Self::SecurityKey(credential) => Some(credential),
            _ => None,
        }
    }

    /// Of these an account has one: what is new takes the place of what was.
    pub(super) const fn stands_alone(&self) -> bool {
        matches!(self, Self::Passphrase(_) | Self::RecoveryCodes(_))
    }

    fn is_bounded(&self) -> bool {
        match self {
            Self::Passphrase(hashed) => hashed.len() <= MAX_HASH_BYTES,
            Self::Totp(enrolment) => enrolment.secret.is_bounded(),
            Self::Passkey(credential) | Self::SecurityKey(credential) => credential.is_bounded(),
            Self::RecoveryCodes(codes) => codes.count() <= CODES,
        }
    }
}

/// Whether an authenticator may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It may.
    Usable,
    /// It was guessed at, and is accepted on devices that the account knows only, until it is enrolled anew.
    Guessed,
    /// It failed too often in a row, and has to be enrolled anew. The account and its other authenticators stand.
    Disabled,
}

/// One way in which the owner of the account can prove to be that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authenticator {
    /// Its id, the same as in the account's facts.
    pub id: AuthenticatorId,
    /// What its owner calls it; empty where they did not say.
    name: String,
    /// When it was enrolled.
    pub made_at: Moment,
    /// When it last proved anything.
    pub last_used_at: Option<Moment>,
    /// Failures since it last succeeded.
    failures: u16,
    /// What verifies it.
    pub verifier: Verifier,
}

/// An authenticator that was removed or replaced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Removed {
    /// The authenticator as it was.
    pub authenticator: Authenticator,
    /// When it was removed.
    pub removed_at: Moment,
    /// Until when its owner can have it back.
    pub undo_until: Moment,
}

impl Authenticator {
    /// A new one.
    pub const fn new(id: AuthenticatorId, verifier: Verifier, now: Moment) -> Self {
        Self {
            id,
            name: String::new(),
            made_at: now,
            last_used_at: None,
            failures: 0,
            verifier,
        }
    }

    /// What it is called; empty where its owner did not say.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Calls it otherwise.
    ///
    /// # Errors
    /// [`KeychainError::Name`].
    pub fn rename(&mut self, name: &str) -> Result<(), KeychainError> {
        self.name = tidy_name(name, MAX_NAME).ok_or(KeychainError::Name)?;
        Ok(())
    }

    /// What factor it is.
    pub const fn factor(&self) -> Factor {
        self.verifier.factor()
    }

    /// Failures since it last succeeded.
    pub const fn failures(&self) -> u16 {
        self.failures
    }

    /// Whether it may be used.
    pub const fn standing(&self) -> Standing {
        match self.failures {
            MAX_FAILURES.. => Standing::Disabled,
            MAX_FAILURES_ELSEWHERE.. => Standing::Guessed,
            _ => Standing::Usable,
        }
    }

    /// Whether it is accepted, on a device that the account knows or elsewhere.
    pub const fn is_accepted(&self, on_known_device: bool) -> bool {
        match self.standing() {
            Standing::Usable => true,
            Standing::Guessed => on_known_device,
            Standing::Disabled => false,
        }
    }

    /// Takes note of a failure, and says whether it may still be used.
    pub const fn failed(&mut self) -> Standing {
        self.failures = self.failures.saturating_add(1);
        self.standing()
    }

    /// Takes note that it proved what it should. One that is disabled stays so, and one that strangers guessed at
    /// stays closed to them.
    pub const fn succeeded(&mut self, now: Moment) {
        self.failures = match self.standing() {
            Standing::Usable => 0,
            Standing::Guessed => MAX_FAILURES_ELSEWHERE,
            Standing::Disabled => return,
        };
        self.last_used_at = Some(now);
    }

    pub(super) fn is_bounded(&self) -> bool {
        self.name.chars().count() <= MAX_NAME && self.verifier.is_bounded()
    }
}
