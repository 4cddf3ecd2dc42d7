//! The keychain of an account: who they are to us, where notices go, and what verifies each authenticator.
//!
//! It is written and read as a whole: one value, sealed by the caller, under the account's version. What is removed
//! is kept for a while, so that an owner who did not remove it can have it back; an address that was replaced still
//! gets notices until its date.

mod addresses;
mod authenticator;
mod authenticators;
mod stored;

pub use addresses::{Address, FormerAddress, MAX_ADDRESSES, MAX_FORMER_ADDRESSES};
pub use authenticator::{
    Authenticator, AuthenticatorId, MAX_FAILURES, MAX_FAILURES_ELSEWHERE, Removed, Standing, Verifier,
};
pub use authenticators::{MAX_AUTHENTICATORS, MAX_REMOVED};
pub use stored::{MAX_STORED_BYTES, NotAKeychain};

use serde::{Deserialize, Serialize};

use crate::address::EmailAddress;
use crate::text::tidy_name;

/// Longest name of a person or an authenticator, in code points.
pub const MAX_NAME: usize = 64;
/// Length of a user handle, in bytes.
pub const HANDLE_LEN: usize = 32;

/// Why a keychain was not changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeychainError {
    /// A name is empty, too long, or holds characters that mislead.
    #[error("a name has 1 to {MAX_NAME} characters, all of which can be seen")]
    Name,
    /// There is no room for another.
    #[error("an account can have {1} {0}; remove one first")]
    Full(&'static str, usize),
    /// It is there already.
    #[error("this {0} is there already")]
    Known(&'static str),
    /// It is not there.
    #[error("there is no such {0}")]
    Unknown(&'static str),
    /// An address that nobody has shown to be theirs cannot be the first.
    #[error("this address is not confirmed yet; open the link in the message that was sent to it")]
    Unverified,
    /// The address that notices go to first cannot be taken away.
    #[error("this is the address that notices go to first; make another one the first, and then remove it")]
    Primary,
    /// It was removed too long ago.
    #[error("this was removed too long ago to be brought back; add it anew")]
    TooLate,
    /// What verifies it is larger than anything that is enrolled.
    #[error("what verifies this authenticator is too large; enrol it again")]
    TooLarge,
}

/// Everything of an account that proves or reaches its owner. It holds secrets; none of them prints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keychain {
    handle: [u8; HANDLE_LEN],
    name: String,
    addresses: Vec<Address>,
    former_addresses: Vec<FormerAddress>,
    authenticators: Vec<Authenticator>,
    removed: Vec<Removed>,
}

impl Keychain {
    /// A new account's keychain. `handle` is random: authenticators keep it as the user handle, so it says nothing
    /// of the person (WebAuthn Level 3, section 14.6.1). An empty name is one that was not given.
    ///
    /// # Errors
    /// [`KeychainError::Name`].
    pub fn new(handle: [u8; HANDLE_LEN], name: &str, address: EmailAddress) -> Result<Self, KeychainError> {
        let mut keychain = Self {
            handle,
            name: String::new(),
            addresses: vec![Address {
                address,
                verified_at: None,
                primary: true,
            }],
            former_addresses: Vec::new(),
            authenticators: Vec::new(),
            removed: Vec::new(),
        };
        if !name.is_empty() {
            keychain.rename(name)?;
        }
        Ok(keychain)
    }

    /// What authenticators know the account by.
    pub const fn handle(&self) -> &[u8; HANDLE_LEN] {
        &self.handle
    }

    /// What the person is called; empty where they did not say.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Calls the person otherwise.
    ///
    /// # Errors
    /// [`KeychainError::Name`].
    pub fn rename(&mut self, name: &str) -> Result<(), KeychainError> {
        self.name = tidy_name(name, MAX_NAME).ok_or(KeychainError::Name)?;
        Ok(())
    }
}
