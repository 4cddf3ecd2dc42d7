//! What somebody would have to take over in order to use a way into an account, as its owner knows it.

use crate::words::Words;

/// A thing, place or party that a way into the account rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Custody {
    /// One device, unlocked; as the owner calls it, or empty.
    Device(String),
    /// The account at whoever keeps passkeys in step between devices, such as `iCloud Keychain`.
    SyncProvider(String),
    /// A security key; as the owner calls it, or empty.
    SecurityKey(String),
    /// The phone with the app that shows codes.
    Phone,
    /// A password manager; its name where it is known, else empty.
    PasswordManager(String),
    /// What the owner knows by heart.
    Memory,
    /// Codes on paper.
    Paper,
    /// A mailbox: its address, or its provider.
    Mailbox(String),
    /// The account at another service that vouches for the owner.
    Issuer(String),
    /// Two people of the staff together.
    Staff,
}

impl Custody {
    /// Whether it is an account elsewhere, which takes more than one thing to get into.
    pub const fn is_guarded(&self) -> bool {
        matches!(self, Self::SyncProvider(_) | Self::Issuer(_))
    }

    /// As it stands in a list: "your phone".
    pub fn in_words(&self, words: Words) -> String {
        let named = |id: &str, name: &String| words.tell(id, &[("name", name.into())]);
        match self {
            Self::Device(name) if name.is_empty() => words.say("custody-device"),
            Self::Device(name) => named("custody-device-named", name),
            Self::SyncProvider(name) => named("custody-sync-provider", name),
            Self::SecurityKey(name) if name.is_empty() => words.say("custody-security-key"),
            Self::SecurityKey(name) => named("custody-security-key-named", name),
            Self::Phone => words.say("custody-phone"),
            Self::PasswordManager(name) if name.is_empty() => words.say("custody-password-manager"),
            Self::PasswordManager(name) => named("custody-password-manager-named", name),
            Self::Memory => words.say("custody-memory"),
            Self::Paper => words.say("custody-paper"),
            Self::Mailbox(name) => named("custody-mailbox", name),
            Self::Issuer(name) => named("custody-issuer", name),
            Self::Staff => words.say("custody-staff"),
        }
    }

    /// That it alone opens the account: "Whoever gets into your mailbox gets into this account."
    pub fn opens_alone(&self, words: Words) -> String {
        let named = |id: &str, name: &String| words.tell(id, &[("name", name.into())]);
        match self {
            Self::Device(name) if name.is_empty() => words.say("alone-device"),
            Self::Device(name) => named("alone-device-named", name),
            Self::SyncProvider(name) => named("alone-sync-provider", name),
            Self::SecurityKey(name) if name.is_empty() => words.say("alone-security-key"),
            Self::SecurityKey(name) => named("alone-security-key-named", name),
            Self::Phone => words.say("alone-phone"),
            Self::PasswordManager(name) if name.is_empty() => words.say("alone-password-manager"),
            Self::PasswordManager(name) => named("alone-password-manager-named", name),
            Self::Memory => words.say("alone-memory"),
            Self::Paper => words.say("alone-paper"),
            Self::Mailbox(name) => named("alone-mailbox", name),
            Self::Issuer(name) => named("alone-issuer", name),
            Self::Staff => words.say("alone-staff"),
        }
    }

    /// That without it the owner is locked out: "If you lose your phone, you cannot get in any more."
    pub fn locks_out(&self, words: Words) -> String {
        let named = |id: &str, name: &String| words.tell(id, &[("name", name.into())]);
        match self {
            Self::Device(name) if name.is_empty() => words.say("lost-device"),
            Self::Device(name) => named("lost-device-named", name),
            Self::SyncProvider(name) => named("lost-sync-provider", name),
            Self::SecurityKey(name) if name.is_empty() => words.say("lost-security-key"),
            Self::SecurityKey(name) => named("lost-security-key-named", name),
            Self::Phone => words.say("lost-phone"),
            Self::PasswordManager(name) if name.is_empty() => words.say("lost-password-manager"),
            Self::PasswordManager(name) => named("lost-password-manager-named", name),
            Self::Memory => words.say("lost-memory"),
            Self::Paper => words.say("lost-paper"),
            Self::Mailbox(name) => named("lost-mailbox", name),
            Self::Issuer(name) => named("lost-issuer", name),
            Self::Staff => words.say("lost-staff"),
        }
    }
}
