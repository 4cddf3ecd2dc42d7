//! Where notices go: to every confirmed address, and to those that were replaced, until their date.

use serde::{Deserialize, Serialize};
use vocabulary::Moment;

use super::{Keychain, KeychainError};
use crate::address::EmailAddress;

/// Most addresses of an account; NIST SP 800-63B-4 (section 4.6) asks for two or more.
pub const MAX_ADDRESSES: usize = 5;
/// Most replaced addresses that still get notices.
pub const MAX_FORMER_ADDRESSES: usize = 10;

/// An address of the account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// The address.
    pub address: EmailAddress,
    /// When its mailbox was seen to be theirs.
    pub verified_at: Option<Moment>,
    /// Whether it is the one that is shown first. One is.
    pub primary: bool,
}

/// An address that was taken away, and still gets notices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormerAddress {
    /// The address.
    pub address: EmailAddress,
    /// When its mailbox had been seen to be theirs.
    pub verified_at: Moment,
    /// When it was taken away.
    pub removed_at: Moment,
    /// Until when it gets notices, and can be brought back.
    pub told_until: Moment,
}

impl Keychain {
    /// The addresses, in the order in which they were added.
    pub fn addresses(&self) -> &[Address] {
        &self.addresses
    }

    /// The addresses that were taken away and still get notices.
    pub fn former_addresses(&self) -> &[FormerAddress] {
        &self.former_addresses
    }

    /// The address that is shown first.
    pub fn primary_address(&self) -> Option<&EmailAddress> {
        self.addresses
            .iter()
            .find(|address| address.primary)
            .map(|address| &address.address)
    }

    /// Everywhere that a notice goes now: each confirmed address, old ones included. An address that nobody has
    /// confirmed gets none, since it may be a stranger's.
    pub fn told(&self, now: Moment) -> impl Iterator<Item = &EmailAddress> {
        let current = self
            .addresses
            .iter()
            .filter(|address| address.verified_at.is_some());
        let former = self
            .former_addresses
            .iter()
            .filter(move |address| now < address.told_until);
        current
            .map(|address| &address.address)
            .chain(former.map(|address| &address.address))
    }

    /// Adds an address, not yet confirmed.
    ///
    /// # Errors
    /// [`KeychainError::Known`], [`KeychainError::Full`].
    pub fn add_address(&mut self, address: EmailAddress) -> Result<(), KeychainError> {
        if self.addresses.iter().any(|known| known.address == address) {
            return Err(KeychainError::Known("address"));
        }
        if self.addresses.len() >= MAX_ADDRESSES {
            return Err(KeychainError::Full("addresses", MAX_ADDRESSES));
        }
        self.addresses.push(Address {
            address,
            verified_at: None,
            primary: false,
        });
        Ok(())
    }

    /// Takes note that an address was seen to be theirs.
    ///
    /// # Errors
    /// [`KeychainError::Unknown`].
    pub fn verify_address(&mut self, address: &EmailAddress, now: Moment) -> Result<(), KeychainError> {
        self.address_mut(address)?.verified_at.get_or_insert(now);
        Ok(())
    }

    /// Shows this address first from now on.
    ///
    /// # Errors
    /// [`KeychainError::Unknown`], [`KeychainError::Unverified`].
    pub fn make_primary(&mut self, address: &EmailAddress) -> Result<(), KeychainError> {
        if self.address_mut(address)?.verified_at.is_none() {
            return Err(KeychainError::Unverified);
        }
        for known in &mut self.addresses {
            known.primary = known.address == *address;
        }
        Ok(())
    }

    /// Takes an address away. One that was confirmed gets notices until `told_until`.
    ///
    /// # Errors
    /// [`KeychainError::Unknown`], [`KeychainError::Primary`].
    pub fn remove_address(
        &mut self,
        address: &EmailAddress,
        now: Moment,
        told_until: Moment,
    ) -> Result<(), KeychainError> {
        let known = self.address_mut(address)?.clone();
        if known.primary {
            return Err(KeychainError::Primary);
        }
        self.addresses.retain(|kept| kept.address != known.address);
        if let Some(verified_at) = known.verified_at {
            self.former_addresses
                .retain(|former| former.address != known.address);
            self.former_addresses.push(FormerAddress {
                address: known.address,
                verified_at,
                removed_at: now,
                told_until,
            });
            // A thief who changes addresses in haste must not push the owner's own out: the newest goes.
            if self.former_addresses.len() > MAX_FORMER_ADDRESSES {
                let newest = (0..)
                    .zip(&self.former_addresses)
                    .max_by_key(|(_, former)| former.verified_at);
                if let Some((place, _)) = newest {
                    self.former_addresses.remove(place);
                }
            }
        }
        Ok(())
    }

    /// Brings an address back that was taken away, and makes it the first: its owner objected.
    ///
    /// # Errors
    /// [`KeychainError::Unknown`], [`KeychainError::TooLate`], [`KeychainError::Full`].
    pub fn restore_address(&mut self, address: &EmailAddress, now: Moment) -> Result<(), KeychainError> {
        let former = self
            .former_addresses
            .iter()
            .find(|former| former.address == *address)
            .cloned()
            .ok_or(KeychainError::Unknown("address"))?;
        if now >= former.told_until {
            return Err(KeychainError::TooLate);
        }
        if !self.addresses.iter().any(|known| known.address == *address) {
            self.add_address(former.address)?;
        }
        self.former_addresses.retain(|kept| kept.address != *address);
        self.verify_address(address, former.verified_at)?;
        self.make_primary(address)
    }

    fn address_mut(&mut self, address: &EmailAddress) -> Result<&mut Address, KeychainError> {
        self.addresses
            .iter_mut()
            .find(|known| known.address == *address)
            .ok_or(KeychainError::Unknown("address"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Moment = Moment::from_millis(1_000);
    const LATER: Moment = Moment::from_millis(9_000);

    fn address(text: &str) -> EmailAddress {
        text.parse().unwrap()
    }

    fn keychain() -> Keychain {
        let mut keychain = Keychain::new([0; 32], "Jane", address("old@example.org")).unwrap();
        keychain.verify_address(&address("OLD@example.org"), NOW).unwrap();
        keychain.add_address(address("new@example.org")).unwrap();
        keychain
    }

    fn told(keychain: &Keychain, now: Moment) -> Vec<&str> {
        keychain.told(now).map(EmailAddress::as_str).collect()
    }

    #[test]
    fn a_replaced_address_is_told_until_its_date_and_can_come_back() {
        let mut keychain = keychain();
        assert_eq!(told(&keychain, NOW), ["old@example.org"]);
        assert_eq!(
            keychain.make_primary(&address("new@example.org")),
            Err(KeychainError::Unverified)
        );
        keychain.verify_address(&address("new@example.org"), NOW).unwrap();
        assert_eq!(
            keychain.remove_address(&address("old@example.org"), NOW, LATER),
            Err(KeychainError::Primary)
        );
        keychain.make_primary(&address("new@example.org")).unwrap();
        keychain
            .remove_address(&address("old@example.org"), NOW, LATER)
            .unwrap();
        assert_eq!(told(&keychain, NOW), ["new@example.org", "old@example.org"]);
        assert_eq!(told(&keychain, LATER), ["new@example.org"]);
        assert_eq!(
            keychain
                .clone()
                .restore_address(&address("old@example.org"), LATER),
            Err(KeychainError::TooLate)
        );
        keychain
            .restore_address(&address("old@example.org"), NOW)
            .unwrap();
        assert_eq!(keychain.primary_address(), Some(&address("old@example.org")));
        assert_eq!(
            (keychain.addresses().len(), keychain.former_addresses().len()),
            (2, 0)
        );
    }

    #[test]
    fn addresses_are_few_and_once_each() {
        let mut keychain = keychain();
        assert_eq!(
            keychain.add_address(address("Old@Example.org")),
            Err(KeychainError::Known("address"))
        );
        for number in 2..MAX_ADDRESSES {
            keychain
                .add_address(address(&format!("a{number}@example.org")))
                .unwrap();
        }
        let full = Err(KeychainError::Full("addresses", MAX_ADDRESSES));
        assert_eq!(keychain.add_address(address("more@example.org")), full);
        assert_eq!(
            keychain.verify_address(&address("no@example.org"), NOW),
            Err(KeychainError::Unknown("address"))
        );
    }

    #[test]
    fn haste_does_not_push_the_owners_address_out() {
        let mut keychain = keychain();
        keychain
            .verify_address(&address("new@example.org"), LATER)
            .unwrap();
        keychain.make_primary(&address("new@example.org")).unwrap();
        for number in 0..30 {
            let other = address(&format!("a{number}@example.org"));
            keychain.add_address(other.clone()).unwrap();
            keychain.verify_address(&other, LATER).unwrap();
            keychain.remove_address(&other, NOW, LATER).unwrap();
        }
        keychain
            .remove_address(&address("old@example.org"), NOW, LATER)
            .unwrap();
        assert_eq!(keychain.former_addresses().len(), MAX_FORMER_ADDRESSES);
        assert!(told(&keychain, NOW).contains(&"old@example.org"));
    }
}
