//! Taking over people from another system: one JSON object a line, with the hash that system stored.
//!
//! ```json
//! {"account": "acc_42", "address": "jane@example.org", "name": "Jane", "hash": "$2b$12$…", "verified": true}
//! ```
//!
//! `name` may be left out; so may `verified`, whether the other system has seen that the mailbox is theirs, and then
//! it counts as not seen. A hash is upgraded when its owner first signs in.

use serde::Deserialize;
use vocabulary::{AccountId, IdError, Moment};

use crate::address::{AddressError, EmailAddress};
use crate::keychain::{
    Authenticator, AuthenticatorId, HANDLE_LEN, Keychain, KeychainError, MAX_NAME, Verifier,
};
use crate::passphrase::{HashRefused, Hashed, StoredHash};
use crate::secret::SecretText;
use crate::text::tidy_name;

/// Longest line, in bytes.
pub const MAX_LINE_BYTES: usize = 4096;

/// One person, as another system knew them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Newcomer {
    /// Their account.
    pub account: AccountId,
    /// Where notices go.
    pub address: EmailAddress,
    /// Whether the mailbox was seen to be theirs.
    pub verified: bool,
    /// What they are called; empty where nothing was said.
    pub name: String,
    /// The hash of their passphrase.
    pub passphrase: Hashed,
    /// What kind of hash it is, for the report: `bcrypt`, `argon2` and so on.
    pub hash_kind: &'static str,
}

/// Why a line was not taken over. The hash is never part of it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LineError {
    /// The line is too long.
    #[error("is {0} bytes long; at most {MAX_LINE_BYTES} are accepted")]
    TooLong(usize),
    /// The line is no such object.
    #[error("is not what is expected at column {column}: {problem}; write one object such as {EXAMPLE}")]
    NotAnObject {
        /// Where, from 1.
        column: usize,
        /// What is wrong, without any value from the line.
        problem: &'static str,
    },
    /// The account id breaks the rules of ids.
    #[error("`account` {0}")]
    Account(#[from] IdError),
    /// The address is none.
    #[error("`address`: {0}")]
    Address(#[from] AddressError),
    /// The name is too long, or holds characters that mislead.
    #[error(
        "`name` is longer than {MAX_NAME} characters, or holds characters that cannot be seen; mend it or leave it out"
    )]
    Name,
    /// The hash is of no use.
    #[error("`hash`: {0}")]
    Hash(#[from] HashRefused),
}

impl Newcomer {
    /// Their keychain: the address, confirmed if it was elsewhere, and the passphrase. `handle` and `id` are random.
    ///
    /// # Errors
    /// [`KeychainError`], which a line that was read does not give.
    pub fn keychain(
        &self,
        handle: [u8; HANDLE_LEN],
        id: AuthenticatorId,
        now: Moment,
    ) -> Result<Keychain, KeychainError> {
        let mut keychain = Keychain::new(handle, &self.name, self.address.clone())?;
        if self.verified {
            keychain.verify_address(&self.address, now)?;
        }
        let passphrase = Authenticator::new(id, Verifier::Passphrase(self.passphrase.clone()), now);
        keychain.add(passphrase, now, now)?;
        Ok(keychain)
    }
}

const EXAMPLE: &str = r#"`{"account":"acc_42","address":"jane@example.org","hash":"$2b$12$…"}`"#;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    account: String,
    address: String,
    name: Option<String>,
    hash: SecretText,
    #[serde(default)]
    verified: bool,
}

/// Reads one line.
///
/// # Errors
/// [`LineError`]; the caller says which line it was.
pub fn parse_line(line: &str) -> Result<Newcomer, LineError> {
    if line.len() > MAX_LINE_BYTES {
        return Err(LineError::TooLong(line.len()));
    }
    let raw: Raw = serde_json::from_str(line).map_err(|error| LineError::NotAnObject {
        column: error.column(),
        problem: problem(&error),
    })?;
    Ok(Newcomer {
        account: AccountId::new(&raw.account)?,
        address: raw.address.parse()?,
        verified: raw.verified,
        name: match raw.name.as_deref() {
            None | Some("") => String::new(),
            Some(name) => tidy_name(name, MAX_NAME).ok_or(LineError::Name)?,
        },
        hash_kind: StoredHash::parse(raw.hash.expose())?.kind(),
        passphrase: Hashed::imported(raw.hash.expose())?,
    })
}

/// Each line that is not blank, with its number from 1.
pub fn parse_lines(text: &str) -> impl Iterator<Item = (usize, Result<Newcomer, LineError>)> {
    text.lines()
        .zip(1..)
        .filter(|(line, _)| !line.trim().is_empty())
        .map(|(line, number)| (number, parse_line(line)))
}

/// What is wrong in words of our own: the library's message may repeat a value, and so the hash.
fn problem(error: &serde_json::Error) -> &'static str {
    let told = error.to_string();
    let known = [
        ("missing field `account`", "`account` is missing"),
        ("missing field `address`", "`address` is missing"),
        ("missing field `hash`", "`hash` is missing"),
        (
            "unknown field",
            "a field is not one of `account`, `address`, `name`, `hash`, `verified`",
        ),
        ("duplicate field", "a field stands twice"),
        (
            "invalid type",
            "a value is of the wrong kind; `verified` is true or false, all others are texts",
        ),
        ("EOF while parsing", "the line ends too early"),
        ("trailing characters", "something follows the object"),
    ];
    let found = known.iter().find(|(theirs, _)| told.starts_with(theirs));
    found.map_or("it is not JSON", |(_, ours)| ours)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const HASH: &str = "$2b$05$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy";

    #[test]
    fn people_are_taken_over_with_their_hashes() {
        let line = format!(
            r#"{{"account":"acc_42","address":"Jane@example.org","name":" Jane  D. ","hash":"{HASH}","verified":true}}"#
        );
        let jane = parse_line(&line).unwrap();
        assert_eq!(
            (jane.account.as_str(), jane.address.as_str()),
            ("acc_42", "Jane@example.org")
        );
        assert_eq!(
            (jane.name.as_str(), jane.verified, jane.hash_kind),
            ("Jane D.", true, "bcrypt")
        );
        assert!(!format!("{jane:?}").contains("CCCC"));
        let brief =
            format!("\n{{\"account\":\"a\",\"address\":\"j@example.org\",\"hash\":\"{HASH}\"}}\n\n{{}}\n");
        let read: Vec<_> = parse_lines(&brief)
            .map(|(number, read)| (number, read.is_ok()))
            .collect();
        assert_eq!(read, [(2, true), (4, false)]);
    }

    #[test]
    fn what_is_wrong_is_said_and_the_hash_is_not() {
        let check = |line: &str, says: &str| {
            let told = parse_line(line).unwrap_err().to_string();
            assert!(told.contains(says) && !told.contains("CCCC"), "{line}: {told}");
        };
        let with = |fields: &str| format!(r#"{{"hash":"{HASH}",{fields}}}"#);
        check("", "the line ends too early");
        check("jane,secret", "column 1: it is not JSON");
        check(&with(r#""account":"a""#), "`address` is missing");
        check(
            &with(r#""account":"a","address":"j@example.org","role":"admin""#),
            "a field is not one of",
        );
        check(
            &with(r#""account":"a","address":"j@example.org","verified":"yes""#),
            "`verified` is true or false",
        );
        check(
            &with(r#""account":"","address":"j@example.org""#),
            "`account` is empty",
        );
        check(
            &with(r#""account":"a","address":"jane""#),
            "`jane` is not an e-mail address",
        );
        check(
            &with(r#""account":"a","address":"j@example.org","name":"a\u202eb""#),
            "`name`",
        );
        check(
            r#"{"account":"a","address":"j@example.org","hash":"CCCC"}"#,
            "`hash`: this is no hash of a known kind",
        );
        check(&"x".repeat(MAX_LINE_BYTES + 1), "4097 bytes long");
    }

    proptest! {
        #[test]
        fn no_line_panics(line in any::<String>()) {
            prop_assert!(parse_line(&line).is_err());
        }
    }
}
