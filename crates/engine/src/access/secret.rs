//! Secrets that we hand out: recognisable wherever they leak, checked without a look-up, stored as a hash.
//!
//! A secret is `safeconduct_`, a letter for its kind, 6 characters that name the instance, 32 random base62
//! characters (190 bits), and 6 base62 characters of CRC-32/ISO-HDLC over everything before. The checksum finds
//! typing mistakes and spares look-ups; it proves nothing, since anyone can compute it.

use std::fmt;

use aws_lc_rs::digest;
use zeroize::Zeroizing;

use crate::Engine;

const PREFIX: &str = "safeconduct_";
const INSTANCE: usize = 6;
const RANDOM: usize = 32;
const CHECKSUM: usize = 6;
const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// What a secret opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A platform's API.
    Platform,
    /// The console, once.
    Link,
    /// The console, for a while.
    Console,
}

impl Kind {
    const fn letter(self) -> char {
        match self {
            Self::Platform => 'p',
            Self::Link => 'l',
            Self::Console => 'c',
        }
    }
}

/// A secret in the clear. Shown once, never printed by accident.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

/// The text is not one of our secrets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SecretError {
    /// It does not look like one.
    #[error("this is not a key of Safeconduct; it begins with `{PREFIX}`")]
    NotOurs,
    /// A character was lost or changed.
    #[error("the key was not copied whole: its checksum does not fit")]
    Checksum,
    /// It opens something else.
    #[error("this is a key for something else")]
    OtherKind,
}

impl Secret {
    /// Makes a secret from random bytes: uniform over the alphabet, since bytes from 248 up are passed over.
    pub fn make(kind: Kind, instance: &str, mut random: impl FnMut() -> [u8; 32]) -> Self {
        let mut text = Zeroizing::new(String::with_capacity(
            PREFIX.len() + 1 + INSTANCE + RANDOM + CHECKSUM,
        ));
        text.push_str(PREFIX);
        text.push(kind.letter());
        text.push_str(instance);
        let whole = text.len() + RANDOM;
        while text.len() < whole {
            for byte in random().into_iter().filter(|byte| *byte < 248) {
                if text.len() < whole {
                    text.push(letter(u32::from(byte)));
                }
            }
        }
        let checksum = checksum(&text);
        text.push_str(&checksum);
        Self(text)
    }

    /// Reads what somebody presented.
    pub fn read(text: &str, kind: Kind) -> Result<Self, SecretError> {
        let rest = text.strip_prefix(PREFIX).ok_or(SecretError::NotOurs)?;
        if rest.len() != 1 + INSTANCE + RANDOM + CHECKSUM
            || !rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
        {
            return Err(SecretError::NotOurs);
        }
        let (body, sum) = text.split_at(text.len() - CHECKSUM);
        if checksum(body) != sum {
            return Err(SecretError::Checksum);
        }
        if !rest.starts_with(kind.letter()) {
            return Err(SecretError::OtherKind);
        }
        Ok(Self(Zeroizing::new(text.to_owned())))
    }

    /// What is stored: with 190 random bits a slow hash would add nothing.
    pub fn hash(&self) -> [u8; 32] {
        let mut hash = [0; 32];
        hash.copy_from_slice(digest::digest(&digest::SHA256, self.0.as_bytes()).as_ref());
        hash
    }

    /// The secret itself, to be handed to its holder.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Secret(…)")
    }
}

impl Engine {
    /// Makes a secret that names this instance.
    pub(crate) fn make_secret(&self, kind: Kind) -> Secret {
        Secret::make(kind, &self.instance(), || self.random())
    }

    /// Which installation this is, in the six characters that every secret of its carries.
    pub fn instance(&self) -> String {
        format!("{:0>6}", base62(self.verifier().id(), INSTANCE))
    }
}

fn letter(number: u32) -> char {
    let place = usize::try_from(number % 62).unwrap_or(0);
    ALPHABET.get(place).map_or('0', |byte| char::from(*byte))
}

fn checksum(text: &str) -> String {
    base62(crc32fast::hash(text.as_bytes()), CHECKSUM)
}

/// A number in base 62, the most significant digit first, filled up with zeros.
fn base62(mut number: u32, width: usize) -> String {
    let mut digits = vec!['0'; width];
    for digit in digits.iter_mut().rev() {
        *digit = letter(number);
        number /= 62;
    }
    digits.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made() -> Secret {
        let mut number = 0_u8;
        Secret::make(Kind::Platform, "abc123", || {
            number = number.wrapping_add(1);
            [number; 32]
        })
    }

    #[test]
    fn secrets_are_recognised_and_slips_are_found() {
        let text = made().reveal().to_owned();
        assert_eq!((text.len(), &text[..19]), (57, "safeconduct_pabc123"));
        let check = |text: &str, expected: Result<(), SecretError>| {
            assert_eq!(Secret::read(text, Kind::Platform).map(|_| ()), expected, "{text}");
        };
        check(&text, Ok(()));
        check(&text.replacen("pabc", "pabd", 1), Err(SecretError::Checksum));
        check(&text[..56], Err(SecretError::NotOurs));
        check("sk_live_x", Err(SecretError::NotOurs));
        check(&"é".repeat(40), Err(SecretError::NotOurs));
        assert_eq!(
            Secret::read(&text, Kind::Link).map(|_| ()),
            Err(SecretError::OtherKind)
        );
    }

    #[test]
    fn a_secret_does_not_print_itself() {
        assert_eq!(format!("{:?}", made()), "Secret(…)");
    }

    #[test]
    fn base62_is_the_published_one() {
        // CRC-32/ISO-HDLC of "123456789" is 0xCBF43926 (its check value), 3421780262.
        assert_eq!(checksum("123456789"), "3jZRME");
        assert_eq!(base62(0, 6), "000000");
        assert_eq!(base62(61, 2), "0z");
    }
}
