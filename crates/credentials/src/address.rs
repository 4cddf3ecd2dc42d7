//! E-mail addresses: where notices go. An address is never a factor.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

use crate::text::misleads;

/// Longest address, in bytes (RFC 5321, section 4.5.3.1.3, without its brackets).
pub const MAX_ADDRESS_BYTES: usize = 254;
const MAX_LOCAL_BYTES: usize = 64;
const MAX_LABEL_BYTES: usize = 63;

/// The text is not an address that notices can be sent to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an e-mail address; write it like `name@example.org`")]
pub struct AddressError(String);

/// An e-mail address that is safe to put into a header: one `@`, no blank, no control character, no character that
/// cannot be seen, and none of those that have a meaning in a list of addresses.
///
/// It is kept in NFC with its domain in lower case. Two that differ in case only count as one, because so they do
/// at every large provider, and one person's second account must not pass for another's.
#[derive(Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

impl EmailAddress {
    /// The address as it is written on an envelope.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What follows the `@`, in lower case.
    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }

    /// By which the address is looked up: without case.
    pub fn key(&self) -> String {
        self.0.to_lowercase()
    }
}

impl PartialEq for EmailAddress {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for EmailAddress {}

impl FromStr for EmailAddress {
    type Err = AddressError;
    fn from_str(text: &str) -> Result<Self, AddressError> {
        read(text).ok_or_else(|| {
            // What is shown must not itself mislead or run on.
            AddressError(
                text.chars()
                    .filter(|letter| !misleads(*letter))
                    .take(MAX_ADDRESS_BYTES)
                    .collect(),
            )
        })
    }
}

impl TryFrom<String> for EmailAddress {
    type Error = AddressError;
    fn try_from(text: String) -> Result<Self, AddressError> {
        text.parse()
    }
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> Self {
        address.0
    }
}

impl fmt::Debug for EmailAddress {
    /// The domain alone: whose mailbox it is stays out of logs.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "EmailAddress(…@{})", self.domain())
    }
}

fn read(text: &str) -> Option<EmailAddress> {
    if text.len() > MAX_ADDRESS_BYTES {
        return None;
    }
    let composed: String = text.trim_matches(' ').nfc().collect();
    let (local, domain) = composed.split_once('@')?;
    let domain = domain.to_lowercase();
    let fits = (1..=MAX_LOCAL_BYTES).contains(&local.len())
        && local.split('.').all(is_atom)
        && domain.contains('.')
        && domain.split('.').all(is_label)
        && local.len() + 1 + domain.len() <= MAX_ADDRESS_BYTES;
    fits.then(|| EmailAddress(format!("{local}@{domain}")))
}

/// RFC 5322, section 3.2.3, and what RFC 6531 adds beyond ASCII.
fn is_atom(text: &str) -> bool {
    let beyond = |letter: char| !letter.is_ascii() && !misleads(letter) && !letter.is_whitespace();
    !text.is_empty()
        && text.chars().all(|letter| {
            letter.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(letter) || beyond(letter)
        })
}

fn is_label(text: &str) -> bool {
    (1..=MAX_LABEL_BYTES).contains(&text.len())
        && !text.starts_with('-')
        && !text.ends_with('-')
        && text.chars().all(|letter| {
            letter == '-'
                || if letter.is_ascii() {
                    letter.is_ascii_alphanumeric()
                } else {
                    letter.is_alphanumeric()
                }
        })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn addresses_are_those_that_mail_can_be_sent_to() {
        let check = |given: &str, kept: Option<&str>| {
            assert_eq!(
                given.parse::<EmailAddress>().ok().map(String::from).as_deref(),
                kept,
                "{given:?}"
            );
        };
        check("Jane.Doe+shop@Example.ORG", Some("Jane.Doe+shop@example.org"));
        check(" jane@example.org ", Some("jane@example.org"));
        check("zoe\u{308}@exa\u{308}mple.org", Some("zoë@exämple.org"));
        for not in [
            "",
            "jane",
            "jane@",
            "@example.org",
            "jane@localhost",
            "a@b@example.org",
            "ja ne@example.org",
            "jane@example..org",
            ".jane@example.org",
            "jane.@example.org",
            "jane@-example.org",
            "jane@example.org.",
            "jane@example.org\r\nBcc: all@example.org",
            "jane@example.org,all@example.org",
            "<jane@example.org>",
            "jane\u{200B}@example.org",
            "jane@exam\u{202E}ple.org",
            "jane@[127.0.0.1]",
            "\"j\"@example.org",
        ] {
            check(not, None);
        }
        check(&format!("{}@example.org", "x".repeat(65)), None);
        check(&format!("x@{}.org", "y".repeat(64)), None);
    }

    #[test]
    fn case_makes_no_other_address_and_logs_do_not_say_whose_it_is() {
        let address: EmailAddress = "Jane@Example.org".parse().unwrap();
        assert_eq!(address, "jane@example.org".parse().unwrap());
        assert_eq!(
            (address.key().as_str(), address.domain()),
            ("jane@example.org", "example.org")
        );
        assert_eq!(format!("{address:?}"), "EmailAddress(…@example.org)");
    }

    proptest! {
        #[test]
        fn what_is_kept_is_read_again_and_breaks_no_header(text in "[ -~\u{80}-\u{2FF}\r\n]{0,20}@[ -~\u{80}-\u{2FF}]{0,20}") {
            if let Ok(address) = text.parse::<EmailAddress>() {
                prop_assert!(!address.as_str().contains(['\r', '\n', ' ', ',', '<', '>', '"']));
                let again: EmailAddress = address.as_str().parse().unwrap();
                prop_assert_eq!(again.as_str(), address.as_str());
            }
        }
    }
}
