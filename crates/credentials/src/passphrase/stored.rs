//! Hashes as they are stored, ours and those of other systems.
//!
//! A hash names its own cost, and whoever can write one could name minutes or gigabytes. Each kind has bounds, which
//! are checked before any work; [`StoredHash::parse`] does no work besides.

mod argon2;
mod bcrypt;
mod fields;
mod pbkdf2;
mod scrypt;

pub(super) use argon2::Argon2Hash;

use super::cost::{Cost, WorkError};
use bcrypt::BcryptHash;
use pbkdf2::Pbkdf2Hash;
use scrypt::ScryptHash;

/// Longest stored hash, in bytes.
pub const MAX_HASH_BYTES: usize = 512;

/// Why a stored hash cannot be used. It never holds the hash itself, which is a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HashRefused {
    /// It is of no kind that is known here.
    #[error(
        "this is no hash of a known kind; known are bcrypt (`$2b$`), Argon2 (`$argon2id$`), scrypt and PBKDF2, as \
         PHC strings or as Django, Werkzeug and passlib write them"
    )]
    Unknown,
    /// It begins like a kind that is known, and goes on differently.
    #[error("this begins like a hash of the kind `{0}`, but is cut off or changed; export it again")]
    Malformed(&'static str),
    /// Checking it would cost more than is allowed.
    #[error("checking this hash of the kind `{0}` would take too long or too much memory; {1}")]
    TooDear(&'static str, &'static str),
}

/// A stored hash that has been read and found bounded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoredHash {
    /// Argon2i, Argon2d or Argon2id.
    Argon2(Argon2Hash),
    /// bcrypt, as such or over SHA-256 as Django does.
    Bcrypt(BcryptHash),
    /// PBKDF2 over HMAC-SHA-1, 256 or 512.
    Pbkdf2(Pbkdf2Hash),
    /// scrypt.
    Scrypt(ScryptHash),
}

impl StoredHash {
    /// Reads a stored hash.
    ///
    /// # Errors
    /// [`HashRefused`].
    pub fn parse(text: &str) -> Result<Self, HashRefused> {
        if text.len() > MAX_HASH_BYTES {
            return Err(HashRefused::Unknown);
        }
        None.or_else(|| argon2::parse(text).map(|read| read.map(Self::Argon2)))
            .or_else(|| bcrypt::parse(text).map(|read| read.map(Self::Bcrypt)))
            .or_else(|| pbkdf2::parse(text).map(|read| read.map(Self::Pbkdf2)))
            .or_else(|| scrypt::parse(text).map(|read| read.map(Self::Scrypt)))
            .unwrap_or(Err(HashRefused::Unknown))
    }

    /// What it is, for reports: `argon2`, `bcrypt`, `pbkdf2`, `scrypt`.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Argon2(_) => "argon2",
            Self::Bcrypt(_) => "bcrypt",
            Self::Pbkdf2(_) => "pbkdf2",
            Self::Scrypt(_) => "scrypt",
        }
    }

    /// Whether it was made of these bytes. This is the costly part.
    pub(super) fn matches(&self, secret: &[u8]) -> Result<bool, WorkError> {
        match self {
            Self::Argon2(hash) => hash.matches(secret),
            Self::Bcrypt(hash) => Ok(hash.matches(secret)),
            Self::Pbkdf2(hash) => Ok(hash.matches(secret)),
            Self::Scrypt(hash) => hash.matches(secret),
        }
    }

    /// Whether what is used now would be stronger.
    pub(super) fn is_weaker_than(&self, cost: Cost) -> bool {
        match self {
            Self::Argon2(hash) => hash.is_weaker_than(cost),
            _ => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_unknown_or_endless_is_refused_at_once() {
        let endless = format!("$argon2id${}", "a".repeat(MAX_HASH_BYTES));
        for text in [
            "",
            "password",
            "5f4dcc3b5aa765d61d8327deb882cf99",
            "$1$salt$hash",
            "$6$salt$hash",
            "{SSHA}x",
            &endless,
        ] {
            assert_eq!(StoredHash::parse(text), Err(HashRefused::Unknown), "{text}");
        }
    }

    proptest! {
        /// Whatever a stored hash says, reading it takes no time and no memory to speak of.
        #[test]
        fn reading_a_hash_never_panics(
            start in prop::sample::select(vec![
                "", "$argon2id$v=19$", "argon2$argon2id$", "$2b$12$", "bcrypt$$2b$12$", "bcrypt_sha256$$2b$12$",
                "$scrypt$ln=", "scrypt$", "scrypt:", "$pbkdf2-sha256$", "pbkdf2_sha256$", "pbkdf2:sha256:",
            ]),
            rest in "[-$:=,a-zA-Z0-9./+ü]{0,80}",
        ) {
            let text = format!("{start}{rest}");
            if let Ok(read) = StoredHash::parse(&text) {
                prop_assert!(!read.kind().is_empty());
            }
        }
    }
}
