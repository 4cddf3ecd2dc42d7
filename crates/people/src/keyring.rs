//! Reading and writing keychains, and finding accounts by what people type.

use credentials::address::EmailAddress;
use credentials::keychain::{Authenticator, Keychain};
use credentials::webauthn::CredentialId;
use engine::Seen;
use identity::Device;
use store::Name;
use vocabulary::{AccountId, FactorSet};
use zeroize::Zeroizing;

use crate::visit::Visit;
use crate::{People, PeopleError};

/// How many accounts stand in for all the names that nobody has, so that guessing at them is throttled and
/// recorded like guessing at real ones, and a stranger cannot fill the store with accounts.
const NOBODIES: u16 = 1024;

/// The account's keychain, if it has one.
pub(crate) fn keychain_of(seen: &Seen) -> Result<Option<Keychain>, PeopleError> {
    let read = seen.keychain.as_ref().map(|bytes| Keychain::decode(bytes));
    read.transpose().map_err(|error| PeopleError::fault(&error))
}

/// Whether somebody comes on a device with which the account was signed in to before.
pub(crate) fn is_known_device(seen: &Seen, visit: &Visit) -> bool {
    seen.state.facts.account.knows(Device::of(&visit.from).as_ref())
}

/// The factors of which one is accepted, on a device that the account knows or elsewhere.
pub(crate) fn accepted(keychain: &Keychain, on_known_device: bool) -> FactorSet {
    let accepted = keychain.authenticators().iter();
    accepted
        .filter(|held| held.is_accepted(on_known_device))
        .map(Authenticator::factor)
        .collect()
}

/// The bytes of a keychain.
pub(crate) fn packed(keychain: &Keychain) -> Result<Zeroizing<Vec<u8>>, PeopleError> {
    keychain.encode().map_err(|error| PeopleError::fault(&error))
}

impl People {
    /// The name under which an address finds its account.
    pub(crate) fn name_of_address(&self, address: &EmailAddress) -> Name {
        self.secrets.name_of(&format!("address {}", address.key()))
    }

    /// The name under which a passkey or security key finds its account.
    pub(crate) fn name_of_credential(&self, credential: &CredentialId) -> Name {
        let id = hex::encode(credential.as_bytes());
        self.secrets.name_of(&format!("credential {id}"))
    }

    /// The account of an address, or the one that stands in for all that nobody has; and whether it is real.
    pub(crate) async fn account_of(&self, typed: &str) -> Result<(AccountId, bool), PeopleError> {
        if let Ok(address) = typed.trim().parse::<EmailAddress>() {
            let named = self.engine.store().named(self.name_of_address(&address)).await?;
            if let Some(account) = named {
                return Ok((account, true));
            }
        }
        let hash = self
            .secrets
            .name_of(&format!("nobody {}", typed.trim().to_lowercase()));
        let number = u16::from_le_bytes([hash[0], hash[1]]) % NOBODIES;
        let account = AccountId::new(&format!("nobody-{number}"));
        Ok((account.map_err(|error| PeopleError::fault(&error))?, false))
    }
}

/// Whether an account only stands in for names that nobody has.
pub fn is_nobody(account: &AccountId) -> bool {
    account.as_str().starts_with("nobody-")
}
