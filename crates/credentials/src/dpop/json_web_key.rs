//! Public keys as JSON (RFC 7517), and their thumbprints (RFC 7638).

use std::fmt;
use std::str::FromStr;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ED25519, RSA_PKCS1_2048_8192_SHA256, RSA_PSS_2048_8192_SHA256, RsaParameters,
    RsaPublicKeyComponents, UnparsedPublicKey,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

/// The kinds of signature that are accepted. None is symmetric, and `none` is none of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// ECDSA on P-256 with SHA-256.
    Es256,
    /// Ed25519.
    EdDsa,
    /// RSASSA-PKCS1-v1_5 with SHA-256, 2,048 bits or more.
    Rs256,
    /// RSASSA-PSS with SHA-256, 2,048 bits or more.
    Ps256,
}

impl Algorithm {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Es256, Self::EdDsa, Self::Rs256, Self::Ps256];

    /// The name in `alg`, and in a server's metadata.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Es256 => "ES256",
            Self::EdDsa => "EdDSA",
            Self::Rs256 => "RS256",
            Self::Ps256 => "PS256",
        }
    }

    /// The algorithm with this name; `Ed25519` (RFC 9864) is another name of `EdDSA` here.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|known| known.name() == name)
            .or((name == "Ed25519").then_some(Self::EdDsa))
    }
}

/// Why a key is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyRefused {
    /// It holds what nobody but its owner may know.
    #[error("the key in `jwk` holds its private part; send the public part alone, and make a new key")]
    Private,
    /// It is of no kind that is accepted, or damaged.
    #[error("the key in `jwk` is not one of P-256, Ed25519, or RSA with 2048 to 8192 bits")]
    Malformed,
}

/// A public key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey(Numbers);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Numbers {
    P256 { x: Vec<u8>, y: Vec<u8> },
    Ed25519 { x: Vec<u8> },
    Rsa { n: Vec<u8>, e: Vec<u8> },
}

impl PublicKey {
    /// Reads a key. Members that do not belong to it are passed over, save private ones.
    ///
    /// # Errors
    /// [`KeyRefused`].
    pub fn read(key: &Map<String, Value>) -> Result<Self, KeyRefused> {
        if ["d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"]
            .iter()
            .any(|part| key.contains_key(*part))
        {
            return Err(KeyRefused::Private);
        }
        let text = |name| key.get(name).and_then(Value::as_str);
        let bytes = |name| text(name).and_then(|text| URL_SAFE_NO_PAD.decode(text).ok());
        let numbers = match (text("kty"), text("crv")) {
            (Some("EC"), Some("P-256")) => bytes("x").zip(bytes("y")).map(|(x, y)| Numbers::P256 { x, y }),
            (Some("OKP"), Some("Ed25519")) => bytes("x").map(|x| Numbers::Ed25519 { x }),
            (Some("RSA"), None) => bytes("n").zip(bytes("e")).map(|(n, e)| Numbers::Rsa { n, e }),
            _ => None,
        };
        let numbers = numbers.ok_or(KeyRefused::Malformed)?;
        let fits = match &numbers {
            Numbers::P256 { x, y } => x.len() == 32 && y.len() == 32,
            Numbers::Ed25519 { x } => x.len() == 32,
            // Without zeros before it, so that one key has one thumbprint (RFC 7518, section 6.3.1).
            Numbers::Rsa { n, e } => {
                (256..=1024).contains(&n.len())
                    && (1..=8).contains(&e.len())
                    && n.first() != Some(&0)
                    && e.first() != Some(&0)
            }
        };
        if fits {
            Ok(Self(numbers))
        } else {
            Err(KeyRefused::Malformed)
        }
    }

    /// Whether a signature is by this key, in the form of JSON Web Signatures (RFC 7515). A key signs in the way of
    /// its kind and no other.
    pub fn verify(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> bool {
        let rsa = |parameters: &RsaParameters, n: &[u8], e: &[u8]| {
            RsaPublicKeyComponents { n, e }.verify(parameters, message, signature)
        };
        match (&self.0, algorithm) {
            (Numbers::P256 { x, y }, Algorithm::Es256) => {
                let point = [&[4], x.as_slice(), y].concat();
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).verify(message, signature)
            }
            (Numbers::Ed25519 { x }, Algorithm::EdDsa) => {
                UnparsedPublicKey::new(&ED25519, x).verify(message, signature)
            }
            (Numbers::Rsa { n, e }, Algorithm::Rs256) => rsa(&RSA_PKCS1_2048_8192_SHA256, n, e),
            (Numbers::Rsa { n, e }, Algorithm::Ps256) => rsa(&RSA_PSS_2048_8192_SHA256, n, e),
            _ => return false,
        }
        .is_ok()
    }

    /// By which a token is bound to the key: SHA-256 of its members in their fixed order (RFC 7638, section 3).
    pub fn thumbprint(&self) -> Thumbprint {
        let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        let members = match &self.0 {
            Numbers::P256 { x, y } => {
                format!(
                    r#"{{"crv":"P-256","kty":"EC","x":"{}","y":"{}"}}"#,
                    text(x),
                    text(y)
                )
            }
            Numbers::Ed25519 { x } => format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{}"}}"#, text(x)),
            Numbers::Rsa { n, e } => format!(r#"{{"e":"{}","kty":"RSA","n":"{}"}}"#, text(e), text(n)),
        };
        let mut thumbprint = [0; 32];
        thumbprint.copy_from_slice(digest(&SHA256, members.as_bytes()).as_ref());
        Thumbprint(thumbprint)
    }
}

/// The thumbprint of a key: `jkt`, and `dpop_jkt`. No secret.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Thumbprint([u8; 32]);

impl Thumbprint {
    /// A thumbprint as it was stored.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Thumbprint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&URL_SAFE_NO_PAD.encode(self.0))
    }
}

impl fmt::Debug for Thumbprint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Thumbprint({self})")
    }
}

impl FromStr for Thumbprint {
    type Err = KeyRefused;
    /// Reads base64url without padding, as `dpop_jkt` is written.
    fn from_str(text: &str) -> Result<Self, KeyRefused> {
        let bytes = URL_SAFE_NO_PAD
            .decode(text)
            .ok()
            .and_then(|bytes| bytes.try_into().ok());
        bytes.map(Self).ok_or(KeyRefused::Malformed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STANDARDS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/standards/jose/");

    fn read(name: &str) -> Option<Value> {
        let Ok(text) = std::fs::read_to_string(format!("{STANDARDS}{name}")) else {
            eprintln!("skipped: `{name}` is not here");
            return None;
        };
        Some(serde_json::from_str(&text).unwrap())
    }

    fn key(key: &Value) -> Result<PublicKey, KeyRefused> {
        PublicKey::read(key.as_object().unwrap())
    }

    #[test]
    fn the_thumbprint_of_rfc_7638_comes_out() {
        let Some(file) = read("pkce-and-thumbprint.json") else {
            return;
        };
        let example = &file["rfc7638_3_1"];
        let thumbprint = key(&example["jwk"]).unwrap().thumbprint();
        assert_eq!(thumbprint.to_string(), example["published"].as_str().unwrap());
        assert_eq!(thumbprint.to_string().parse(), Ok(thumbprint));
        assert_eq!("short".parse::<Thumbprint>(), Err(KeyRefused::Malformed));
    }

    /// Wycheproof's signatures, of which many are nearly right.
    #[test]
    fn only_right_signatures_pass() {
        let check = |name: &str, algorithm: Algorithm, member: &str, least: usize| {
            let Some(file) = read(&format!("wycheproof/{name}_test.json")) else {
                return;
            };
            let hex = |text: &Value| {
                data_encoding::HEXLOWER
                    .decode(text.as_str().unwrap().as_bytes())
                    .unwrap()
            };
            let mut checked = 0;
            for group in file["testGroups"].as_array().unwrap() {
                // A group of keys that JSON cannot say has none.
                let Some(Ok(key)) = group.get(member).map(key) else {
                    continue;
                };
                for test in group["tests"].as_array().unwrap() {
                    let passes = key.verify(algorithm, &hex(&test["msg"]), &hex(&test["sig"]));
                    // What is merely "acceptable" may be refused.
                    let right = test["result"] == "valid" || (test["result"] == "acceptable" && passes);
                    assert_eq!(passes, right, "{name}: {test}");
                    checked += 1;
                }
            }
            assert!(checked >= least, "{checked} of {name}");
        };
        check(
            "ecdsa_secp256r1_sha256_p1363",
            Algorithm::Es256,
            "publicKeyJwk",
            200,
        );
        check("ed25519", Algorithm::EdDsa, "publicKeyJwk", 100);
        check("rsa_signature_2048_sha256", Algorithm::Rs256, "keyJwk", 200);
        check(
            "rsa_pss_2048_sha256_mgf1_32",
            Algorithm::Ps256,
            "publicKeyJwk",
            100,
        );
    }

    #[test]
    fn keys_are_public_whole_and_of_a_known_kind() {
        let check = |text: &str, expected: Result<(), KeyRefused>| {
            assert_eq!(
                key(&serde_json::from_str(text).unwrap()).map(|_| ()),
                expected,
                "{text}"
            );
        };
        let x = "l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs";
        check(
            &format!(r#"{{"kty":"OKP","crv":"Ed25519","x":"{x}","use":"sig"}}"#),
            Ok(()),
        );
        check(
            &format!(r#"{{"kty":"OKP","crv":"Ed25519","x":"{x}","d":"{x}"}}"#),
            Err(KeyRefused::Private),
        );
        check(&format!(r#"{{"kty":"oct","k":"{x}"}}"#), Err(KeyRefused::Private));
        for text in [
            "{}".to_owned(),
            format!(r#"{{"kty":"EC","crv":"P-256","x":"{x}"}}"#),
            format!(r#"{{"kty":"EC","crv":"P-384","x":"{x}","y":"{x}"}}"#),
            format!(r#"{{"kty":"EC","crv":"P-256","x":"{x}=","y":"{x}"}}"#),
            format!(r#"{{"kty":"EC","crv":"P-256","x":"{x}AA","y":"{x}"}}"#),
            format!(r#"{{"kty":"RSA","n":"{}","e":"AQAB"}}"#, "A".repeat(342)),
            format!(r#"{{"kty":"RSA","n":"{}","e":"AQAB"}}"#, "-".repeat(170)),
            format!(r#"{{"kty":"RSA","n":"{}","e":"AQAB"}}"#, "-".repeat(1500)),
        ] {
            check(&text, Err(KeyRefused::Malformed));
        }
    }

    #[test]
    fn a_key_signs_in_the_way_of_its_kind() {
        assert_eq!(Algorithm::named("ES256"), Some(Algorithm::Es256));
        assert_eq!(Algorithm::named("Ed25519"), Some(Algorithm::EdDsa));
        for name in ["none", "None", "HS256", "es256", "RS1", ""] {
            assert_eq!(Algorithm::named(name), None, "{name}");
        }
        let key = PublicKey(Numbers::Ed25519 { x: vec![1; 32] });
        for algorithm in Algorithm::ALL {
            assert!(!key.verify(algorithm, b"message", &[0; 64]));
        }
    }
}
