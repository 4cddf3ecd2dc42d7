//! Where an authenticator is kept: what an attacker has to take over in order to use it.
//!
//! A custody is a place, not a person's account of how safe the place is. Only a mailbox carries such an
//! account ([`Mailbox::guarded`]), since nobody but its owner knows whether it has a second factor.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::label::Label;

/// Where an authenticator is kept.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Custody {
    /// One device, unlocked; named by whatever tells it apart from the owner's others.
    Device(Label),
    /// The account of a provider that copies passkeys from device to device.
    SyncProvider(Label),
    /// One security key; named by whatever tells it apart from the owner's others.
    SecurityKey(Label),
    /// The owner's phone.
    Phone,
    /// The account of a password manager.
    PasswordManager(Label),
    /// The owner's memory.
    Memory,
    /// Paper.
    Paper,
    /// A mailbox, named by its provider or domain.
    Mailbox(Label),
    /// The account of an issuer that signs the person in elsewhere (federation). It is recorded as one
    /// authenticator for each factor that the issuer's `amr` vouches for.
    Issuer(Label),
    /// Two different people of the platform's staff, acting together.
    StaffPair,
}

impl Custody {
    /// The code of its kind, for grouping and for translations.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Device(_) => "device",
            Self::SyncProvider(_) => "sync-provider",
            Self::SecurityKey(_) => "security-key",
            Self::Phone => "phone",
            Self::PasswordManager(_) => "password-manager",
            Self::Memory => "memory",
            Self::Paper => "paper",
            Self::Mailbox(_) => "mailbox",
            Self::Issuer(_) => "issuer",
            Self::StaffPair => "staff-pair",
        }
    }

    /// Which one of its kind, where there can be several.
    pub const fn label(&self) -> Option<&Label> {
        match self {
            Self::Device(label)
            | Self::SyncProvider(label)
            | Self::SecurityKey(label)
            | Self::PasswordManager(label)
            | Self::Mailbox(label)
            | Self::Issuer(label) => Some(label),
            Self::Phone | Self::Memory | Self::Paper | Self::StaffPair => None,
        }
    }

    /// A text that is the same for equal custodies only: `mailbox:mail.example`. Devices and security keys
    /// are told apart within one account; the others are told apart everywhere.
    pub fn key(&self) -> String {
        match self.label() {
            Some(label) => format!("{}:{}", self.kind(), label.folded()),
            None => self.kind().to_owned(),
        }
    }

    /// The custody as an event tells it: its kind, and behind a colon which one. [`Self::told`] reads it back.
    pub fn to_text(&self) -> String {
        match self.label() {
            Some(label) => format!("{}:{label}", self.kind()),
            None => self.kind().to_owned(),
        }
    }

    /// Reads what [`Self::to_text`] wrote.
    pub fn told(text: &str) -> Option<Self> {
        let (kind, label) = match text.split_once(':') {
            Some((kind, label)) => (kind, Some(Label::new(label).ok()?)),
            None => (text, None),
        };
        Some(match (kind, label) {
            ("device", Some(label)) => Self::Device(label),
            ("sync-provider", Some(label)) => Self::SyncProvider(label),
            ("security-key", Some(label)) => Self::SecurityKey(label),
            ("password-manager", Some(label)) => Self::PasswordManager(label),
            ("mailbox", Some(label)) => Self::Mailbox(label),
            ("issuer", Some(label)) => Self::Issuer(label),
            ("phone", None) => Self::Phone,
            ("memory", None) => Self::Memory,
            ("paper", None) => Self::Paper,
            ("staff-pair", None) => Self::StaffPair,
            _ => return None,
        })
    }

    /// Whether taking it over takes more than one step: a device has its lock, an account at a provider or
    /// an issuer has factors of its own, and two people have to be deceived.
    ///
    /// A password manager is not trusted so far, since nothing says how it is opened; nor is a mailbox,
    /// unless its owner says that it has a second factor ([`Mailbox::guarded`]).
    pub const fn is_guarded(&self) -> bool {
        match self {
            Self::Device(_) | Self::SyncProvider(_) | Self::Issuer(_) | Self::StaffPair => true,
            Self::SecurityKey(_)
            | Self::Phone
            | Self::PasswordManager(_)
            | Self::Memory
            | Self::Paper
            | Self::Mailbox(_) => false,
        }
    }

    /// Whether many accounts depend on the same one, so that one break-in there reaches all of them.
    pub const fn is_shared(&self) -> bool {
        matches!(
            self,
            Self::SyncProvider(_)
                | Self::PasswordManager(_)
                | Self::Mailbox(_)
                | Self::Issuer(_)
                | Self::StaffPair
        )
    }

    /// What its owner calls it: `your mailbox at mail.example`.
    pub fn in_words(&self) -> String {
        match self {
            Self::Device(_) => "your unlocked device".to_owned(),
            Self::SyncProvider(name) | Self::Issuer(name) => format!("your account at {name}"),
            Self::SecurityKey(_) => "your security key".to_owned(),
            Self::Phone => "your phone".to_owned(),
            Self::PasswordManager(name) => format!("your password manager ({name})"),
            Self::Memory => "your passphrase".to_owned(),
            Self::Paper => "what you keep on paper".to_owned(),
            Self::Mailbox(name) => format!("your mailbox at {name}"),
            Self::StaffPair => "two of our staff together".to_owned(),
        }
    }

    /// Where a thing is that is kept there: `in your password manager (Vault)`.
    pub fn where_kept(&self) -> String {
        let place = match self {
            Self::Memory => return "in your head".to_owned(),
            Self::Paper => return "on paper".to_owned(),
            Self::StaffPair => "with",
            Self::Device(_) | Self::SecurityKey(_) | Self::Phone => "on",
            Self::SyncProvider(_) | Self::PasswordManager(_) | Self::Mailbox(_) | Self::Issuer(_) => "in",
        };
        format!("{place} {}", self.in_words())
    }

    /// What somebody does who takes it over, after "whoever": `gets into your mailbox at mail.example`.
    pub fn when_taken(&self) -> String {
        let verb = match self {
            Self::Device(_) => return "unlocks your device".to_owned(),
            Self::SyncProvider(_) | Self::PasswordManager(_) | Self::Mailbox(_) | Self::Issuer(_) => {
                "gets into"
            }
            Self::SecurityKey(_) | Self::Phone => "takes",
            Self::Memory => "learns",
            Self::Paper => "finds",
            Self::StaffPair => "deceives",
        };
        format!("{verb} {}", self.in_words())
    }
}

impl fmt::Display for Custody {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.key())
    }
}

/// The mailbox of an address to which recovery links are sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mailbox {
    /// Its provider or domain. Two addresses at one provider count as one custody, which is on the safe side.
    pub provider: Label,
    /// Whether the owner says that it takes a second factor to get into it.
    pub guarded: bool,
}

impl Mailbox {
    /// The custody that it is.
    pub fn custody(&self) -> Custody {
        Custody::Mailbox(self.provider.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_custody_says_what_it_is_in_codes_and_in_words() {
        let name = |text: &str| Label::new(text).unwrap();
        let check = |custody: Custody, key: &str, guarded: bool, shared: bool, taken: &str| {
            assert_eq!(
                (custody.key().as_str(), custody.is_guarded(), custody.is_shared()),
                (key, guarded, shared)
            );
            assert_eq!(custody.when_taken(), taken);
            let stored = postcard::to_stdvec(&custody).unwrap();
            assert_eq!(postcard::from_bytes::<Custody>(&stored).unwrap(), custody);
            assert_eq!(Custody::told(&custody.to_text()).as_ref(), Some(&custody));
            let told = serde_json::to_string(&custody).unwrap();
            assert!(told.contains(custody.kind()), "{told}");
            assert_eq!(serde_json::from_str::<Custody>(&told).unwrap(), custody);
        };
        check(
            Custody::Device(name("Mine")),
            "device:mine",
            true,
            false,
            "unlocks your device",
        );
        check(
            Custody::SyncProvider(name("iCloud Keychain")),
            "sync-provider:icloud keychain",
            true,
            true,
            "gets into your account at iCloud Keychain",
        );
        check(
            Custody::SecurityKey(name("k1")),
            "security-key:k1",
            false,
            false,
            "takes your security key",
        );
        check(Custody::Phone, "phone", false, false, "takes your phone");
        check(
            Custody::PasswordManager(name("Vault")),
            "password-manager:vault",
            false,
            true,
            "gets into your password manager (Vault)",
        );
        check(Custody::Memory, "memory", false, false, "learns your passphrase");
        check(
            Custody::Paper,
            "paper",
            false,
            false,
            "finds what you keep on paper",
        );
        check(
            Custody::Mailbox(name("mail.example")),
            "mailbox:mail.example",
            false,
            true,
            "gets into your mailbox at mail.example",
        );
        check(
            Custody::Issuer(name("id.example")),
            "issuer:id.example",
            true,
            true,
            "gets into your account at id.example",
        );
        check(
            Custody::StaffPair,
            "staff-pair",
            true,
            true,
            "deceives two of our staff together",
        );
    }
}
