//! What is kept of a passkey or a security key: the *credential record* of WebAuthn Level 3, section 4.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Longest credential id, in bytes (WebAuthn Level 3, section 7.1, step 25).
pub const MAX_CREDENTIAL_ID: usize = 1023;
/// Longest public key that is kept, in bytes: RSA with 8,192 bits, in COSE.
pub(crate) const MAX_PUBLIC_KEY: usize = 1100;

/// By which an authenticator knows a credential again; no secret, and unlike any other's.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CredentialId(Vec<u8>);

impl CredentialId {
    /// An id of 1 to 1,023 bytes.
    pub fn new(bytes: Vec<u8>) -> Option<Self> {
        let id = Self(bytes);
        id.is_bounded().then_some(id)
    }

    /// Its bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    pub(crate) fn is_bounded(&self) -> bool {
        (1..=MAX_CREDENTIAL_ID).contains(&self.0.len())
    }
}

impl fmt::Debug for CredentialId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let start = self.0.get(..4).unwrap_or(&self.0);
        write!(
            out,
            "CredentialId({}…, {} bytes)",
            data_encoding::HEXLOWER.encode(start),
            self.0.len()
        )
    }
}

/// The make of an authenticator, all zero where it is not said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Aaguid(pub [u8; 16]);

/// How a browser reaches an authenticator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Transport {
    /// Plugged in.
    Usb,
    /// Held to a reader.
    Nfc,
    /// Over Bluetooth.
    Ble,
    /// A contact smart card.
    SmartCard,
    /// A phone, for another device.
    Hybrid,
    /// Built into this device.
    Internal,
}

impl Transport {
    /// Those that the specification names, in its order.
    pub const ALL: [Self; 6] = [
        Self::Usb,
        Self::Nfc,
        Self::Ble,
        Self::SmartCard,
        Self::Hybrid,
        Self::Internal,
    ];

    /// The name in the browser's interface.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Usb => "usb",
            Self::Nfc => "nfc",
            Self::Ble => "ble",
            Self::SmartCard => "smart-card",
            Self::Hybrid => "hybrid",
            Self::Internal => "internal",
        }
    }

    /// The transport with this name; nothing for those that came later, which are passed over.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|transport| transport.name() == name)
    }
}

/// What an attestation showed about the make of the authenticator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Attested {
    /// Nothing was said, or it was not asked for.
    Nothing,
    /// The credential signed for itself, which says nothing of its make.
    BySelf,
    /// Certificates were given, and none of the roots that were supplied stands behind them.
    ByUnknown,
    /// The certificates lead to a root that was supplied: it is what it says it is.
    ByTrusted,
}

/// A passkey or a security key, as it was enrolled and last seen. None of it is secret, but whoever can change it
/// can sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credential {
    /// Its id.
    pub id: CredentialId,
    /// Its public key, in COSE (RFC 9052) as the authenticator gave it.
    pub public_key: Vec<u8>,
    /// The count of the last signature that was seen; 0 where the authenticator does not count.
    pub sign_count: u32,
    /// Whether it has ever verified its user.
    pub user_verified: bool,
    /// Whether it may be copied to other devices, through a sync provider. Never changes.
    pub backup_eligible: bool,
    /// Whether it was so copied when last seen.
    pub backed_up: bool,
    /// How the browser reaches it.
    pub transports: Vec<Transport>,
    /// Its make.
    pub aaguid: Aaguid,
    /// What was shown of its make.
    pub attested: Attested,
}

impl Credential {
    pub(crate) fn is_bounded(&self) -> bool {
        self.id.is_bounded()
            && self.public_key.len() <= MAX_PUBLIC_KEY
            && self.transports.len() <= Transport::ALL.len()
    }
}
