//! A passphrase as somebody typed it.

use std::fmt;

use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

/// Longest passphrase that is accepted, in bytes as typed.
pub const MAX_BYTES: usize = 1024;

/// The passphrase is longer than is accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a passphrase of {0} bytes is longer than the {MAX_BYTES} that are accepted; use a shorter one")]
pub struct TooLong(pub usize);

/// A passphrase as it was typed, and in the form that is hashed. It does not print, and is wiped when dropped.
#[derive(Clone)]
pub struct Passphrase {
    typed: Zeroizing<String>,
    composed: Zeroizing<String>,
}

impl Passphrase {
    /// Takes up to [`MAX_BYTES`] bytes, whole: nothing is cut off, no character is refused. What is hashed is
    /// Unicode's composed form (NFC), so that another keyboard's way of writing the same letters is the same.
    ///
    /// # Errors
    /// [`TooLong`].
    pub fn new(typed: &str) -> Result<Self, TooLong> {
        if typed.len() > MAX_BYTES {
            return Err(TooLong(typed.len()));
        }
        // NFC at most triples a text's bytes; room for that means no copy is left behind while the string grows.
        let mut composed = Zeroizing::new(String::with_capacity(typed.len() * 3));
        composed.extend(typed.nfc());
        Ok(Self {
            typed: Zeroizing::new(typed.to_owned()),
            composed,
        })
    }

    /// The composed form: what is judged, compared with lists and hashed.
    pub fn composed(&self) -> &str {
        &self.composed
    }

    /// As typed: what another system may have hashed.
    pub(super) fn typed(&self) -> &str {
        &self.typed
    }

    /// Its length in code points of the composed form: each counts as one character.
    pub fn characters(&self) -> usize {
        self.composed.chars().count()
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("(passphrase)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_of_the_composed_form_are_counted() {
        let check = |typed: &str, characters: usize| {
            let passphrase = Passphrase::new(typed).unwrap();
            assert_eq!((passphrase.characters(), passphrase.typed()), (characters, typed));
        };
        check("", 0);
        check("correct horse", 13);
        check("e\u{301}", 1);
        check("\u{1F468}\u{200D}\u{1F469}", 3);
        check("a\u{0}b", 3);
        assert_eq!(
            Passphrase::new("e\u{301}").unwrap().composed(),
            Passphrase::new("é").unwrap().composed()
        );
        // U+FB2C is the letter that grows most when it is composed: from 3 bytes to 6.
        let grown = "\u{FB2C}".repeat(MAX_BYTES / 3);
        assert_eq!(Passphrase::new(&grown).unwrap().characters(), MAX_BYTES / 3 * 3);
        assert!(Passphrase::new(&"x".repeat(MAX_BYTES)).is_ok());
        assert_eq!(
            Passphrase::new(&"x".repeat(MAX_BYTES + 1)).unwrap_err(),
            TooLong(MAX_BYTES + 1)
        );
        assert_eq!(
            format!("{:?}", Passphrase::new("hunter2").unwrap()),
            "(passphrase)"
        );
    }
}
