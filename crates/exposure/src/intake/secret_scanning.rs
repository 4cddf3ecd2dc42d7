//! GitHub's secret-scanning partner programme, the receiver's side: which key signed, whether the signature holds
//! over the raw bytes, what was found, and the labels that are answered.
//!
//! Source: GitHub documentation, "Secret scanning partner program". The algorithm is ECDSA over P-256 with SHA-256; the
//! signature is DER in base64.

use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1, UnparsedPublicKey};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// The header that names the key.
pub const KEY_HEADER: &str = "github-public-key-identifier";
/// The header with the signature.
pub const SIGNATURE_HEADER: &str = "github-public-key-signature";
/// Most bytes of a body; many matches fit.
pub const MOST_BODY: usize = 1 << 20;
/// Most matches that are read of one body.
pub const MOST_MATCHES: usize = 1_000;
/// Most keys that are kept, and most bytes of a list of keys.
pub const MOST_KEYS: usize = 32;
const MOST_KEY_ID: usize = 128;
/// The DER of a P-256 public key up to the point itself (RFC 5480): algorithm and curve, and nothing else.
const P256: [u8; 26] = [
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86,
    0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
];

/// Why something is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ScanningError {
    /// The list of keys.
    #[error("the list of public keys cannot be read")]
    Keys,
    /// A key.
    #[error("a public key is not one of P-256 in PEM")]
    Key,
    /// The signature.
    #[error("the signature does not fit the body")]
    Signature,
    /// The body.
    #[error("the body is not a list of matches")]
    Body,
    /// Too many matches.
    #[error("there are more than {MOST_MATCHES} matches in the body")]
    TooMany,
}

/// A public key of the code host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey {
    /// By which requests name it.
    pub id: String,
    /// The point, uncompressed.
    point: Vec<u8>,
}

#[derive(Deserialize)]
struct KeyList {
    public_keys: Vec<ListedKey>,
}

#[derive(Deserialize)]
struct ListedKey {
    key_identifier: String,
    key: String,
}

impl PublicKey {
    /// Reads the list of keys as it is published. Keys that are not of P-256 are passed over; a list without any good
    /// one is refused.
    ///
    /// # Errors
    /// [`ScanningError::Keys`].
    pub fn list(body: &[u8]) -> Result<Vec<Self>, ScanningError> {
        let list: KeyList = serde_json::from_slice(body).map_err(|_| ScanningError::Keys)?;
        let keys = list.public_keys.into_iter().take(MOST_KEYS);
        let keys: Vec<Self> = keys
            .filter_map(|listed| Self::read(&listed.key_identifier, &listed.key).ok())
            .collect();
        if keys.is_empty() {
            return Err(ScanningError::Keys);
        }
        Ok(keys)
    }

    /// Reads one key in PEM.
    ///
    /// # Errors
    /// [`ScanningError::Key`].
    pub fn read(id: &str, pem: &str) -> Result<Self, ScanningError> {
        let body = pem
            .trim()
            .strip_prefix("-----BEGIN PUBLIC KEY-----")
            .and_then(|rest| rest.strip_suffix("-----END PUBLIC KEY-----"))
            .ok_or(ScanningError::Key)?;
        let text: String = body
            .chars()
            .filter(|letter| !letter.is_ascii_whitespace())
            .collect();
        let der = STANDARD.decode(text).map_err(|_| ScanningError::Key)?;
        let point = der.strip_prefix(P256.as_slice()).ok_or(ScanningError::Key)?;
        if point.len() != 65 || id.is_empty() || id.len() > MOST_KEY_ID {
            return Err(ScanningError::Key);
        }
        Ok(Self {
            id: id.to_owned(),
            point: point.to_vec(),
        })
    }

    /// Whether this key signed these very bytes.
    ///
    /// # Errors
    /// [`ScanningError::Signature`].
    pub fn verify(&self, body: &[u8], signature: &str) -> Result<(), ScanningError> {
        let signature = STANDARD
            .decode(signature.trim())
            .map_err(|_| ScanningError::Signature)?;
        UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, &self.point)
            .verify(body, &signature)
            .map_err(|_| ScanningError::Signature)
    }
}

/// One match, as it is sent. The token is wiped when dropped, and does not print.
#[derive(Deserialize)]
pub struct Match {
    /// What was found.
    pub token: Zeroizing<String>,
    /// The name of the pattern that it fits.
    #[serde(default, rename = "type")]
    pub kind: String,
    /// Where; may be empty.
    #[serde(default)]
    pub url: String,
    /// In what: content, commit, an issue …
    #[serde(default)]
    pub source: String,
}

impl std::fmt::Debug for Match {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Match({} at {:?})", self.kind, self.url)
    }
}

impl Match {
    /// Reads a verified body.
    ///
    /// # Errors
    /// [`ScanningError::Body`], [`ScanningError::TooMany`].
    pub fn list(body: &[u8]) -> Result<Vec<Self>, ScanningError> {
        let found: Vec<Self> = serde_json::from_slice(body).map_err(|_| ScanningError::Body)?;
        if found.len() > MOST_MATCHES {
            return Err(ScanningError::TooMany);
        }
        Ok(found)
    }
}

/// What is answered to a match.
#[derive(Debug, Serialize, PartialEq, Eq)]
pub struct Label {
    /// SHA-256 of the token: what came is not sent back.
    pub token_hash: String,
    /// As it came.
    pub token_type: String,
    /// Whether it was a token of ours.
    pub label: &'static str,
}

impl Label {
    /// The label of a match.
    pub fn of(found: &Match, is_ours: bool) -> Self {
        use aws_lc_rs::digest::{SHA256, digest};
        let hash = digest(&SHA256, found.token.as_bytes());
        let hex = hash.as_ref().iter().map(|byte| format!("{byte:02x}"));
        Self {
            token_hash: hex.collect(),
            token_type: found.kind.clone(),
            label: if is_ours {
                "true_positive"
            } else {
                "false_positive"
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use aws_lc_rs::rand::SystemRandom;
    use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
    use proptest::prelude::*;

    use super::*;

    fn pair() -> EcdsaKeyPair {
        EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).unwrap()
    }

    fn pem(pair: &EcdsaKeyPair) -> String {
        let der = [P256.as_slice(), pair.public_key().as_ref()].concat();
        format!(
            "-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n",
            STANDARD.encode(der)
        )
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "a signature of a test may differ from run to run"
    )]
    fn sign(pair: &EcdsaKeyPair, body: &[u8]) -> String {
        STANDARD.encode(pair.sign(&SystemRandom::new(), body).unwrap())
    }

    const BODY: &[u8] = br#"[{"source":"commit","token":"some_token","type":"some_type","url":"https://example.com/base-repo-url/"}]"#;

    #[test]
    fn a_signature_holds_for_its_key_and_its_bytes_only() {
        let (ours, theirs) = (pair(), pair());
        let key = PublicKey::read("key", &pem(&ours)).unwrap();
        let good = sign(&ours, BODY);
        let check = |body: &[u8], signature: &str, expected: bool| {
            assert_eq!(key.verify(body, signature).is_ok(), expected, "{signature}");
        };
        check(BODY, &good, true);
        check(&BODY[1..], &good, false);
        check(&[BODY, b" "].concat(), &good, false);
        check(BODY, &sign(&theirs, BODY), false);
        check(BODY, "", false);
        check(BODY, "not base64!", false);
        check(BODY, &good[..40], false);
        // The sample of the documentation, under a key that is not its own.
        check(
            BODY,
            "MEQCIQDaMKqrGnE27S0kgMrEK0eYBmyG0LeZismAEz/BgZyt7AIfXt9fErtRS4XaeSt/AO1RtBY66YcAdjxji410VQV4xg==",
            false,
        );
    }

    #[test]
    fn only_keys_of_p_256_are_taken() {
        let good = pem(&pair());
        let list = serde_json::json!({"public_keys": [
            {"key_identifier": "old", "key": "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", "is_current": false},
            {"key_identifier": "new", "key": good, "is_current": true},
            {"key_identifier": "", "key": good, "is_current": true},
        ]});
        let keys = PublicKey::list(list.to_string().as_bytes()).unwrap();
        assert_eq!(keys.len(), 1);
        assert_eq!(keys[0].id, "new");
        for bad in ["", "{}", "[]", r#"{"public_keys":[]}"#] {
            assert_eq!(PublicKey::list(bad.as_bytes()), Err(ScanningError::Keys), "{bad}");
        }
    }

    #[test]
    fn matches_are_read_and_labelled_and_none_prints_its_token() {
        let found = Match::list(BODY).unwrap();
        assert_eq!(
            (found.len(), found[0].url.as_str()),
            (1, "https://example.com/base-repo-url/")
        );
        assert!(!format!("{found:?}").contains("some_token"));
        let label = serde_json::to_value(Label::of(&found[0], true)).unwrap();
        let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, b"some_token");
        assert_eq!(
            label,
            serde_json::json!({
                "token_hash": hex::encode(digest), "token_type": "some_type", "label": "true_positive"
            })
        );
        assert_eq!(Label::of(&found[0], false).label, "false_positive");
        let many = format!("[{}]", vec![r#"{"token":"t"}"#; 1_001].join(","));
        assert_eq!(Match::list(many.as_bytes()).unwrap_err(), ScanningError::TooMany);
        for bad in ["", "{}", "[{}]", "null", r#"[{"token":1}]"#] {
            assert_eq!(
                Match::list(bad.as_bytes()).unwrap_err(),
                ScanningError::Body,
                "{bad}"
            );
        }
    }

    /// The shape in which the programme is described, where the description is beside this checkout.
    #[test]
    fn the_described_shapes_are_ours() {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../../shared/standards/secretscanning/github-partner-protocol.json"
        );
        let Ok(text) = std::fs::read_to_string(path) else {
            eprintln!("skipped: the description of the partner programme is not beside this checkout");
            return;
        };
        let described: serde_json::Value = serde_json::from_str(&text).unwrap();
        let headers = described["request"]["headers"].as_object().unwrap();
        for ours in [KEY_HEADER, SIGNATURE_HEADER] {
            assert!(
                headers.keys().any(|name| name.eq_ignore_ascii_case(ours)),
                "{ours}"
            );
        }
        let sample = described["sample"]["body"].as_str().unwrap();
        let found = Match::list(sample.as_bytes()).unwrap();
        assert_eq!(found[0].token.as_str(), "some_token");
        assert_eq!(described["sample"]["content_length"], sample.len());
        let rules = described["response"]["rules"].to_string();
        for label in [Label::of(&found[0], true), Label::of(&found[0], false)] {
            assert!(rules.contains(label.label));
        }
    }

    proptest! {
        #[test]
        fn nothing_that_comes_is_too_odd(body in any::<Vec<u8>>(), text in any::<String>()) {
            prop_assert!(PublicKey::list(&body).is_err());
            prop_assert!(PublicKey::read(&text, &text).is_err());
            let _found = Match::list(&body);
            let key = PublicKey { id: "k".to_owned(), point: vec![4; 65] };
            prop_assert!(key.verify(&body, &text).is_err());
        }
    }
}
