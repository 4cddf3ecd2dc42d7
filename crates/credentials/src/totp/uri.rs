//! The `otpauth:` URI by which an app takes a secret over, in the form that Google Authenticator's wiki describes.

use std::fmt::{self, Write as _};

use super::code::{Algorithm, DIGITS, STEP, Secret};
use crate::secret::SecretText;

/// `otpauth://totp/Issuer:account?secret=…&issuer=…`: holds the secret, so it is shown once and never logged.
///
/// `issuer` is the platform's name, `account` what its owner knows the account by.
pub fn uri(secret: &Secret, algorithm: Algorithm, issuer: &str, account: &str) -> SecretText {
    // A colon would end the issuer, however it is written.
    let (issuer, account) = (issuer.replace(':', " "), account.replace(':', " "));
    let (issuer, account) = (Escaped(&issuer), Escaped(&account));
    SecretText::new(format!(
        "otpauth://totp/{issuer}:{account}?secret={}&issuer={issuer}&algorithm={}&digits={DIGITS}&period={}",
        secret.to_base32().expose(),
        algorithm.name(),
        STEP.as_millis() / 1000
    ))
}

/// All but the unreserved characters of RFC 3986 as `%` and two digits.
struct Escaped<'a>(&'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.bytes().try_for_each(|byte| {
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                out.write_char(char::from(byte))
            } else {
                write!(out, "%{byte:02X}")
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn apps_can_read_it() {
        let secret = Secret::new(b"12345678901234567890").unwrap();
        let check = |issuer: &str, account: &str, label: &str, issued: &str| {
            let expected = format!(
                "otpauth://totp/{label}?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer={issued}\
                 &algorithm=SHA1&digits=6&period=30"
            );
            assert_eq!(uri(&secret, Algorithm::Sha1, issuer, account).expose(), expected);
        };
        check("Acme", "jane@example.org", "Acme:jane%40example.org", "Acme");
        check(
            "Acme: Cloud & Co",
            "a?b#c",
            "Acme%20%20Cloud%20%26%20Co:a%3Fb%23c",
            "Acme%20%20Cloud%20%26%20Co",
        );
        check("Zoë", "x/y", "Zo%C3%AB:x%2Fy", "Zo%C3%AB");
    }
}
