//! The keys that sign notes, the names they go by, and their written forms.

use std::fmt;
use std::str::FromStr;

use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, UnparsedPublicKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use crate::hash::sha256;

/// The signature type of Ed25519 in signed-note.
const TYPE_ED25519: u8 = 1;

const SEED_LEN: usize = 32;
const PUBLIC_LEN: usize = 32;

/// How a written signing key begins, as in the tools of the Go checksum database.
const SECRET_START: &str = "PRIVATE+KEY+";

/// The name that a key signs under, such as `example.com/log`: not empty, and without spaces or plus signs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyName(String);

/// Why a key or its name cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The name is not one.
    #[error("`{0}` cannot name a key; use something like `example.com/log`, without spaces or `+`")]
    Name(String),
    /// The text is not a verifier key.
    #[error("`{0}` is not a verifier key; it has the form `name+id+key`")]
    Verifier(String),
    /// The text is a signing key where its public half belongs. It is not repeated here, since it is a secret.
    #[error(
        "this is a signing key, which is a secret; give the verifier key, which has the form `name+id+key`"
    )]
    SecretForVerifier,
    /// The text is not a signing key. It is not repeated here, since it may be most of a secret.
    #[error("this is not a signing key; it has the form `PRIVATE+KEY+name+id+key`")]
    Signing,
}

impl KeyName {
    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for KeyName {
    type Err = KeyError;

    fn from_str(name: &str) -> Result<Self, KeyError> {
        let forbidden = |c: char| c == '+' || c.is_whitespace() || c.is_control();
        if name.is_empty() || name.contains(forbidden) {
            return Err(KeyError::Name(name.to_owned()));
        }
        Ok(Self(name.to_owned()))
    }
}

impl fmt::Display for KeyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What checks signatures: a name, an id and a public key. Written `name+id+key`; it is not a secret.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: KeyName,
    id: u32,
    public: [u8; PUBLIC_LEN],
}

impl VerifierKey {
    fn new(name: KeyName, public: [u8; PUBLIC_LEN]) -> Self {
        let mut data = name.as_str().as_bytes().to_vec();
        data.extend_from_slice(&[b'\n', TYPE_ED25519]);
        data.extend_from_slice(&public);
        let [a, b, c, d, ..] = sha256(&data).0;
        Self {
            name,
            id: u32::from_be_bytes([a, b, c, d]),
            public,
        }
    }

    /// The name that the key signs under.
    pub const fn name(&self) -> &KeyName {
        &self.name
    }

    /// The key's id: the first four bytes of a hash of its name and public key. It tells keys of one name apart,
    /// and proves nothing.
    pub const fn id(&self) -> u32 {
        self.id
    }

    /// Whether `signature` is this key's over `message` (RFC 8032).
    pub(super) fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&ED25519, &self.public)
            .verify(message, signature)
            .is_ok()
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut key = vec![TYPE_ED25519];
        key.extend_from_slice(&self.public);
        write!(f, "{}+{:08x}+{}", self.name, self.id, STANDARD.encode(key))
    }
}

impl fmt::Debug for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifierKey({self})")
    }
}

impl FromStr for VerifierKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        if text.starts_with(SECRET_START) {
            return Err(KeyError::SecretForVerifier);
        }
        let read = || {
            let (name, rest) = text.split_once('+')?;
            let (_, key) = rest.split_once('+')?;
            let key = STANDARD.decode(key).ok()?;
            let public = key.strip_prefix(&[TYPE_ED25519])?.try_into().ok()?;
            Some(Self::new(name.parse().ok()?, public))
        };
        // The id follows from the rest, so writing the key again checks it, and refuses every other spelling.
        read()
            .filter(|key| key.to_string() == text)
            .ok_or_else(|| KeyError::Verifier(text.to_owned()))
    }
}

/// What signs notes: an Ed25519 key under a name. Never shown in `Debug`, and wiped from memory when dropped.
pub struct SigningKey {
    verifier: VerifierKey,
    pair: Ed25519KeyPair,
    seed: Box<Zeroizing<[u8; SEED_LEN]>>,
}

impl SigningKey {
    /// The key grown from a seed of 32 random bytes. The caller wipes its copy of the seed.
    ///
    /// # Errors
    /// [`KeyError::Signing`], should the cryptographic library refuse the seed.
    pub fn from_seed(name: KeyName, seed: &[u8; SEED_LEN]) -> Result<Self, KeyError> {
        use aws_lc_rs::signature::KeyPair as _;

        let pair = Ed25519KeyPair::from_seed_unchecked(seed).map_err(|_| KeyError::Signing)?;
        let public = pair
            .public_key()
            .as_ref()
            .try_into()
            .map_err(|_| KeyError::Signing)?;
        Ok(Self {
            verifier: VerifierKey::new(name, public),
            pair,
            seed: Box::new(Zeroizing::new(*seed)),
        })
    }

    /// The key that checks this one's signatures.
    pub const fn verifier(&self) -> &VerifierKey {
        &self.verifier
    }

    /// The written form, `PRIVATE+KEY+name+id+key`. It is the secret itself.
    pub fn to_secret_text(&self) -> Zeroizing<String> {
        let mut key = Zeroizing::new([TYPE_ED25519; 1 + SEED_LEN]);
        if let Some((_, rest)) = key.split_first_mut() {
            rest.copy_from_slice(self.seed.as_slice());
        }
        let encoded = Zeroizing::new(STANDARD.encode(key.as_slice()));
        let VerifierKey { name, id, .. } = &self.verifier;
        Zeroizing::new(format!("{SECRET_START}{name}+{id:08x}+{}", encoded.as_str()))
    }

    pub(super) fn sign(&self, message: &[u8]) -> Vec<u8> {
        self.pair.sign(message).as_ref().to_vec()
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({}, secret not shown)", self.verifier.name)
    }
}

impl FromStr for SigningKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let read = || {
            let (name, rest) = text.strip_prefix(SECRET_START)?.split_once('+')?;
            let (_, key) = rest.split_once('+')?;
            let key = Zeroizing::new(STANDARD.decode(key).ok()?);
            let seed = key.strip_prefix(&[TYPE_ED25519])?.try_into().ok()?;
            Self::from_seed(name.parse().ok()?, seed).ok()
        };
        read()
            .filter(|key| key.to_secret_text().as_str() == text)
            .ok_or(KeyError::Signing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From RFC 8032, section 7.1, test 2.
    const SEED: [u8; 32] = [
        0x4c, 0xcd, 0x08, 0x9b, 0x28, 0xff, 0x96, 0xda, 0x9d, 0xb6, 0xc3, 0x46, 0xec, 0x11, 0x4e, 0x0f, 0x5b,
        0x8a, 0x31, 0x9f, 0x35, 0xab, 0xa6, 0x24, 0xda, 0x8c, 0xf6, 0xed, 0x4f, 0xb8, 0xa6, 0xfb,
    ];
    const PUBLIC: [u8; 4] = [0x3d, 0x40, 0x17, 0xc3];

    fn key() -> SigningKey {
        SigningKey::from_seed("log.example".parse().unwrap(), &SEED).unwrap()
    }

    #[test]
    fn the_public_key_and_signature_are_those_of_rfc_8032() {
        assert_eq!(key().verifier().public[..4], PUBLIC);
        let signature = key().sign(&[0x72]);
        assert_eq!(signature[..4], [0x92, 0xa0, 0x09, 0xa9]);
        assert!(key().verifier().verify(&[0x72], &signature));
        assert!(!key().verifier().verify(&[0x73], &signature));
        assert!(!key().verifier().verify(&[0x72], &signature[..63]));
    }

    #[test]
    fn both_keys_come_back_from_their_written_forms() {
        let text = key().to_secret_text();
        let read: SigningKey = text.parse().unwrap();
        assert_eq!(read.verifier(), key().verifier());
        assert_eq!(key().verifier().to_string().parse(), Ok(key().verifier().clone()));
    }

    #[test]
    fn the_example_of_the_specification_is_read() {
        let text = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
        let key: VerifierKey = text.parse().unwrap();
        assert_eq!((key.name().as_str(), key.id()), ("example.com/foo", 0x530d_903a));
        assert_eq!(key.to_string(), text);
    }

    #[test]
    fn a_key_with_a_wrong_id_type_length_or_name_is_refused() {
        for text in [
            "",
            "example.com/foo",
            "example.com/foo+530d903a",
            "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
            "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
            "example.com/fop+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
            "example.com/foo+530d903a+AukyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
            "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3Q==",
            "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k ",
        ] {
            assert_eq!(
                text.parse::<VerifierKey>(),
                Err(KeyError::Verifier(text.to_owned()))
            );
            let secret = format!("PRIVATE+KEY+{text}");
            assert_eq!(secret.parse::<SigningKey>().map(|_| ()), Err(KeyError::Signing));
        }
    }

    #[test]
    fn a_name_has_no_spaces_plus_signs_or_control_characters() {
        for name in ["", "a b", "a+b", "a\nb", "a\u{a0}b", "a\u{2003}b", "a\0b"] {
            assert_eq!(name.parse::<KeyName>(), Err(KeyError::Name(name.to_owned())));
        }
        for name in ["a", "example.com/log", "日本.example"] {
            assert_eq!(name.parse::<KeyName>().unwrap().as_str(), name);
        }
    }

    #[test]
    fn a_secret_is_not_in_debug_or_errors() {
        let secret = STANDARD.encode([&[TYPE_ED25519], &SEED[..]].concat());
        assert!(key().to_secret_text().ends_with(&secret));
        assert_eq!(
            format!("{:?}", key()),
            "SigningKey(log.example, secret not shown)"
        );
        assert_eq!(
            key().to_secret_text().parse::<VerifierKey>(),
            Err(KeyError::SecretForVerifier)
        );
        let spoiled = format!("PRIVATE+KEY+log.example+00000000+{secret}");
        assert!(
            !spoiled
                .parse::<SigningKey>()
                .unwrap_err()
                .to_string()
                .contains(&secret)
        );
    }
}
