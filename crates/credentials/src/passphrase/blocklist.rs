//! Passphrases that are known to thieves.

/// A list of known passphrases. The whole of a passphrase is looked up, never a part.
pub trait Breached {
    /// Whether this passphrase, in Unicode's composed form (NFC), is on the list.
    fn is_breached(&self, composed: &str) -> bool;
}

/// The list that is compiled in: 99,838 common passwords from leaks, of which 47,324 have 8 characters or more.
///
/// It is the list that the crate `passwords` 3.1 comes with, under the MIT licence; the crate does not say which leaks
/// it was drawn from. A platform that wants more puts the full corpus behind [`Breached`].
#[derive(Debug, Clone, Copy, Default)]
pub struct EmbeddedList;

impl Breached for EmbeddedList {
    /// As typed, or but for upper case: whoever tries `password1234` tries `Password1234` next.
    fn is_breached(&self, composed: &str) -> bool {
        let listed = |text: &str| passwords::analyzer::is_common_password(text);
        listed(composed) || {
            let lower = zeroize::Zeroizing::new(composed.to_lowercase());
            lower.as_str() != composed && listed(&lower)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_passwords_are_known_whatever_their_case() {
        for known in [
            "password1234",
            "PASSWORD1234",
            "Password1234",
            "1q2w3e4r5t6y",
            "iloveyou",
            "12345678901234567890",
        ] {
            assert!(EmbeddedList.is_breached(known), "{known}");
        }
        for unknown in [
            "",
            "a password1234",
            "password1234 and more",
            "gentle otters fold maps",
            "\",\"",
        ] {
            assert!(!EmbeddedList.is_breached(unknown), "{unknown}");
        }
    }
}
