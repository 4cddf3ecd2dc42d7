//! Whether a webhook comes from whoever shares its secret. Every comparison takes the same time for every guess.

use aws_lc_rs::{constant_time, digest, hmac};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

/// Shortest secret that is accepted, in bytes: a shorter one can be guessed.
pub const LEAST_SECRET: usize = 16;
/// How far a signed moment may be from now, in seconds (Standard Webhooks, "Verifying webhook authenticity").
pub const TOLERANCE_SECONDS: i64 = 300;
/// Most signatures that are tried of one header.
const MOST_SIGNATURES: usize = 8;

/// Why a secret cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SecretError {
    /// Too short.
    #[error(
        "a webhook's secret has at least {LEAST_SECRET} characters; make one with `openssl rand -hex 32`"
    )]
    Short,
    /// Not what it says it is.
    #[error("a signing token begins with `whsec_`, and base64 follows; copy the whole of it")]
    SigningToken,
}

/// The secret of a webhook. It does not print, and is wiped when dropped.
#[derive(Clone)]
pub struct WebhookSecret(Zeroizing<Vec<u8>>);

impl WebhookSecret {
    /// Accepts a secret of at least 16 bytes.
    ///
    /// # Errors
    /// [`SecretError::Short`].
    pub fn new(text: &str) -> Result<Self, SecretError> {
        if text.len() < LEAST_SECRET {
            return Err(SecretError::Short);
        }
        Ok(Self(Zeroizing::new(text.as_bytes().to_vec())))
    }

    /// Reads a signing token (`whsec_…`) of Standard Webhooks, as GitLab makes them.
    ///
    /// # Errors
    /// [`SecretError::SigningToken`], [`SecretError::Short`].
    pub fn signing_token(text: &str) -> Result<Self, SecretError> {
        let encoded = text.strip_prefix("whsec_").ok_or(SecretError::SigningToken)?;
        let key = STANDARD.decode(encoded).map_err(|_| SecretError::SigningToken)?;
        if key.len() < LEAST_SECRET {
            return Err(SecretError::Short);
        }
        Ok(Self(Zeroizing::new(key)))
    }

    fn sign(&self, parts: &[&[u8]]) -> hmac::Tag {
        let mut context = hmac::Context::with_key(&hmac::Key::new(hmac::HMAC_SHA256, &self.0));
        for part in parts {
            context.update(part);
        }
        context.sign()
    }

    /// GitHub: `X-Hub-Signature-256: sha256=…`, HMAC-SHA-256 of the body in hexadecimal digits.
    pub fn signed_by_github(&self, body: &[u8], header: &str) -> bool {
        let Some(told) = header.strip_prefix("sha256=").and_then(bytes_of_hex) else {
            return false;
        };
        constant_time::verify_slices_are_equal(self.sign(&[body]).as_ref(), &told).is_ok()
    }

    /// GitLab, formerly: `X-Gitlab-Token` is the secret itself. Compared by hashes, so that not even its length shows.
    pub fn shown_by_gitlab(&self, header: &str) -> bool {
        let hash = |bytes: &[u8]| digest::digest(&digest::SHA256, bytes);
        constant_time::verify_slices_are_equal(hash(&self.0).as_ref(), hash(header.as_bytes()).as_ref())
            .is_ok()
    }

    /// Standard Webhooks, as GitLab signs since it has signing tokens: `webhook-signature` holds one or more
    /// `v1,<base64>`, each HMAC-SHA-256 of `<webhook-id>.<webhook-timestamp>.<body>`. What is signed for another time
    /// than about now is refused.
    pub fn signed_by_standard(&self, body: &[u8], signed: &Signed<'_>, now_seconds: i64) -> bool {
        let Ok(at) = signed.timestamp.parse::<i64>() else {
            return false;
        };
        if now_seconds.saturating_sub(at).saturating_abs() > TOLERANCE_SECONDS {
            return false;
        }
        let tag = self.sign(&[
            signed.id.as_bytes(),
            b".",
            signed.timestamp.as_bytes(),
            b".",
            body,
        ]);
        let told = signed.signature.split(' ').take(MOST_SIGNATURES);
        told.filter_map(|one| STANDARD.decode(one.strip_prefix("v1,")?).ok())
            .any(|told| constant_time::verify_slices_are_equal(tag.as_ref(), &told).is_ok())
    }
}

impl std::fmt::Debug for WebhookSecret {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("WebhookSecret(not shown)")
    }
}

/// The headers of a webhook that is signed by Standard Webhooks.
#[derive(Debug, Clone, Copy)]
pub struct Signed<'a> {
    /// `webhook-id`.
    pub id: &'a str,
    /// `webhook-timestamp`, seconds since 1970.
    pub timestamp: &'a str,
    /// `webhook-signature`.
    pub signature: &'a str,
}

fn bytes_of_hex(text: &str) -> Option<[u8; 32]> {
    text.parse::<crate::token::TokenDigest>()
        .ok()
        .map(|bytes| *bytes.as_bytes())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SECRET: &str = "It's a Secret to Everybody";

    #[test]
    fn github_signatures_hold_for_the_very_bytes() {
        // The example of GitHub's documentation, "Validating webhook deliveries".
        let secret = WebhookSecret::new(SECRET).unwrap();
        let signature = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
        let check = |body: &str, header: &str, expected: bool| {
            assert_eq!(
                secret.signed_by_github(body.as_bytes(), header),
                expected,
                "{body} {header}"
            );
        };
        check("Hello, World!", signature, true);
        check("Hello, World! ", signature, false);
        check("Hello, World!", &signature.replace("757", "758"), false);
        check("Hello, World!", &signature[7..], false);
        check("Hello, World!", &signature[..70], false);
        check("Hello, World!", "sha256=", false);
        check("Hello, World!", "", false);
        let other = WebhookSecret::new("somebody else's secret").unwrap();
        assert!(!other.signed_by_github(b"Hello, World!", signature));
    }

    #[test]
    fn gitlab_shows_the_secret_or_signs() {
        let secret = WebhookSecret::new(SECRET).unwrap();
        assert!(secret.shown_by_gitlab(SECRET));
        for wrong in ["", "It", &SECRET[1..], &format!("{SECRET} ")] {
            assert!(!secret.shown_by_gitlab(wrong), "{wrong}");
        }
        // The example of the Standard Webhooks specification's reference libraries.
        let signing = WebhookSecret::signing_token("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let body = br#"{"test": 2432232314}"#;
        let good = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
        let check = |signature: &str, timestamp: &str, now: i64, expected: bool| {
            let signed = Signed {
                id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
                timestamp,
                signature,
            };
            assert_eq!(
                signing.signed_by_standard(body, &signed, now),
                expected,
                "{signature} {timestamp}"
            );
        };
        check(good, "1614265330", 1_614_265_330, true);
        check(
            &format!("v1,AAAA v1a,x {good}"),
            "1614265330",
            1_614_265_600,
            true,
        );
        check(good, "1614265330", 1_614_265_631, false);
        check(good, "1614265330", 1_614_265_029, false);
        check(good, "1614265331", 1_614_265_330, false);
        check(good, "-9223372036854775808", 1_614_265_330, false);
        check(&good[3..], "1614265330", 1_614_265_330, false);
        check("", "", 0, false);
    }

    #[test]
    fn weak_secrets_are_refused_and_none_prints() {
        assert_eq!(WebhookSecret::new("short").unwrap_err(), SecretError::Short);
        assert_eq!(
            WebhookSecret::signing_token(SECRET).unwrap_err(),
            SecretError::SigningToken
        );
        assert_eq!(
            WebhookSecret::signing_token("whsec_!").unwrap_err(),
            SecretError::SigningToken
        );
        assert_eq!(
            WebhookSecret::signing_token("whsec_AAAA").unwrap_err(),
            SecretError::Short
        );
        assert_eq!(
            format!("{:?}", WebhookSecret::new(SECRET).unwrap()),
            "WebhookSecret(not shown)"
        );
    }

    proptest! {
        #[test]
        fn no_header_is_too_odd(body in any::<Vec<u8>>(), header in any::<String>(), other in any::<String>()) {
            let secret = WebhookSecret::new(SECRET).unwrap();
            prop_assert!(!secret.signed_by_github(&body, &header));
            prop_assert!(!secret.shown_by_gitlab(&header));
            let signed = Signed { id: &other, timestamp: &header, signature: &other };
            prop_assert!(!secret.signed_by_standard(&body, &signed, 0));
        }
    }
}
