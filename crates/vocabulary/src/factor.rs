//! Ways in which a person proves to be the owner.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser::SerializeSeq};

/// One kind of authenticator. Codes by text message or e-mail are not factors here (NIST SP 800-63B-4,
/// section 3.1.3): they prove who holds a number or a mailbox, not who the person is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Factor {
    /// A passkey (WebAuthn, discoverable, user verified).
    Passkey,
    /// A security key (WebAuthn, roaming).
    SecurityKey,
    /// A code from an authenticator app (RFC 6238).
    Totp,
    /// A memorised passphrase.
    Passphrase,
    /// A recovery code from paper.
    RecoveryCode,
}

impl Factor {
    /// All of them, strongest first.
    pub const ALL: [Self; 5] = [
        Self::Passkey,
        Self::SecurityKey,
        Self::Totp,
        Self::RecoveryCode,
        Self::Passphrase,
    ];
    /// Their names, in the order of [`Factor::ALL`].
    pub const NAMES: [&'static str; 5] = ["passkey", "security-key", "totp", "recovery-code", "passphrase"];

    /// The name that files and interfaces use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Passkey => "passkey",
            Self::SecurityKey => "security-key",
            Self::Totp => "totp",
            Self::RecoveryCode => "recovery-code",
            Self::Passphrase => "passphrase",
        }
    }

    /// The factor with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|factor| factor.name() == name)
    }

    /// What a person calls it, with its article.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Passkey => "a passkey",
            Self::SecurityKey => "a security key",
            Self::Totp => "a code from your app",
            Self::RecoveryCode => "a recovery code",
            Self::Passphrase => "your passphrase",
        }
    }

    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

impl fmt::Display for Factor {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

impl FromStr for Factor {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        Self::named(text).ok_or_else(|| {
            let hint = crate::did_you_mean(text, Self::NAMES)
                .map_or(String::new(), |name| format!(" did you mean `{name}`?"));
            format!(
                "`{text}` is not a factor;{hint} one of {}",
                Self::NAMES.join(", ")
            )
        })
    }
}

/// A set of factors, of any of which one is enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct FactorSet(u8);

impl FactorSet {
    /// No factor.
    pub const EMPTY: Self = Self(0);
    /// What is asked for where a control does not say: anything that a stolen password does not bring along.
    pub const SECOND: Self = Self(Factor::Passkey.bit() | Factor::SecurityKey.bit() | Factor::Totp.bit());

    /// This set and one more.
    #[must_use]
    pub const fn with(self, factor: Factor) -> Self {
        Self(self.0 | factor.bit())
    }
    /// Whether `factor` is in the set.
    pub const fn contains(self, factor: Factor) -> bool {
        self.0 & factor.bit() != 0
    }
    /// Whether nothing is in the set.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
    /// Those in both sets.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
    /// The factors, strongest first.
    pub fn iter(self) -> impl Iterator<Item = Factor> {
        Factor::ALL
            .into_iter()
            .filter(move |factor| self.contains(*factor))
    }
}

impl FromIterator<Factor> for FactorSet {
    fn from_iter<I: IntoIterator<Item = Factor>>(factors: I) -> Self {
        factors.into_iter().fold(Self::EMPTY, Self::with)
    }
}

impl Serialize for FactorSet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if !serializer.is_human_readable() {
            return serializer.serialize_u8(self.0);
        }
        let mut list = serializer.serialize_seq(None)?;
        for factor in self.iter() {
            list.serialize_element(&factor)?;
        }
        list.end()
    }
}

impl<'de> Deserialize<'de> for FactorSet {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            return Vec::<Factor>::deserialize(deserializer).map(|factors| factors.into_iter().collect());
        }
        let bits = u8::deserialize(deserializer)?;
        if bits < 32 {
            Ok(Self(bits))
        } else {
            Err(de::Error::custom("a stored set of factors has an unknown member"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_factor_has_its_name_and_place() {
        for (factor, name) in Factor::ALL.into_iter().zip(Factor::NAMES) {
            assert_eq!((factor.name(), name.parse::<Factor>()), (name, Ok(factor)));
            assert_eq!(serde_json::to_string(&factor).unwrap(), format!("{name:?}"));
        }
        assert!(
            "sms"
                .parse::<Factor>()
                .unwrap_err()
                .contains("`sms` is not a factor")
        );
        assert_eq!(
            serde_json::to_string(&FactorSet::SECOND).unwrap(),
            r#"["passkey","security-key","totp"]"#
        );
    }
}
