//! What an account can be opened with, as far as facts go: which authenticators there are and where they are
//! kept. What verifies them (keys, hashes, secrets) is the keychain's, and is never seen here.

use std::fmt;

use serde::{Deserialize, Serialize};
use vocabulary::{Factor, FactorSet, Moment};

use crate::custody::Custody;
use crate::element::Element;
use crate::label::Label;

/// Longest id of an authenticator, in characters.
pub const MOST_AUTHENTICATOR_ID_CHARS: usize = 64;

/// The text is not the id of an authenticator.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not the id of an authenticator; it has 1 to {MOST_AUTHENTICATOR_ID_CHARS} of the characters `a` to `z`, `0` to `9` and `-`"
)]
pub struct AuthenticatorIdError(String);

/// One authenticator of an account: 1 to [`MOST_AUTHENTICATOR_ID_CHARS`] small letters, digits and hyphens.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AuthenticatorId(String);

impl AuthenticatorId {
    /// Accepts an id.
    pub fn new(text: &str) -> Result<Self, AuthenticatorIdError> {
        let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if (1..=MOST_AUTHENTICATOR_ID_CHARS).contains(&text.len()) && text.bytes().all(allowed) {
            return Ok(Self(text.to_owned()));
        }
        // What is repeated to the reader is bounded, however long it was.
        let shown = text.chars().take(MOST_AUTHENTICATOR_ID_CHARS).collect();
        Err(AuthenticatorIdError(shown))
    }

    /// An id that is not taken yet, for an authenticator that is only thought of.
    pub(crate) fn fresh(taken: impl Fn(&Self) -> bool) -> Self {
        let mut id = Self("new".to_owned());
        while taken(&id) {
            id.0.push('0');
        }
        id
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AuthenticatorId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl TryFrom<String> for AuthenticatorId {
    type Error = AuthenticatorIdError;
    fn try_from(text: String) -> Result<Self, AuthenticatorIdError> {
        Self::new(&text)
    }
}

impl From<AuthenticatorId> for String {
    fn from(id: AuthenticatorId) -> Self {
        id.0
    }
}

/// One thing with which its owner proves who they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authenticator {
    /// Which.
    pub id: AuthenticatorId,
    /// Of what sort.
    pub factor: Factor,
    /// Where it is kept.
    pub custody: Custody,
    /// What its owner calls it.
    pub name: Option<Label>,
    /// Since when it opens the account.
    pub since: Moment,
}

impl Authenticator {
    /// The kinds of proof that it gives.
    pub const fn elements(&self) -> &'static [Element] {
        Element::of(self.factor)
    }

    /// Whether whoever takes what it is kept in has still to get past something: the custody's own factors,
    /// or the face, finger or PIN without which a passkey does not answer.
    pub fn is_guarded(&self) -> bool {
        self.factor == Factor::Passkey || self.custody.is_guarded()
    }

    /// All factors among these authenticators.
    pub fn factors(of: &[Self]) -> FactorSet {
        of.iter().map(|authenticator| authenticator.factor).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_short_and_plain() {
        let check = |text: &str, accepted: bool| {
            assert_eq!(AuthenticatorId::new(text).is_ok(), accepted, "{text:?}");
            let json = serde_json::to_string(text).unwrap();
            assert_eq!(
                serde_json::from_str::<AuthenticatorId>(&json).is_ok(),
                accepted,
                "{json}"
            );
        };
        check("k3-9f", true);
        check(&"a".repeat(64), true);
        check(&"a".repeat(65), false);
        for text in ["", "A", "a b", "a_b", "ä", "a\0"] {
            check(text, false);
        }
        let says = AuthenticatorId::new("My Key").unwrap_err().to_string();
        assert!(
            says.starts_with("`My Key` is not the id of an authenticator; it has 1 to 64 "),
            "{says}"
        );
    }

    #[test]
    fn an_authenticator_is_stored_and_read_back_whole() {
        let key = Authenticator {
            id: AuthenticatorId::new("k1").unwrap(),
            factor: Factor::SecurityKey,
            custody: Custody::SecurityKey(Label::new("k1").unwrap()),
            name: Some(Label::new("On my key ring").unwrap()),
            since: Moment::from_millis(1_000),
        };
        let stored = postcard::to_stdvec(&key).unwrap();
        assert_eq!(postcard::from_bytes::<Authenticator>(&stored).unwrap(), key);
        let told = serde_json::to_string(&key).unwrap();
        assert_eq!(serde_json::from_str::<Authenticator>(&told).unwrap(), key);
        assert!(!key.is_guarded() && key.elements() == [Element::Possession]);
        let verified = Authenticator {
            factor: Factor::Passkey,
            ..key
        };
        assert!(verified.is_guarded() && verified.elements().len() == 2);
    }
}
