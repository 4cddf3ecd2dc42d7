//! Public keys in COSE (RFC 9052, RFC 9053), and the signatures that are checked with them.

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, ECDSA_P384_SHA384_ASN1, ECDSA_P521_SHA512_ASN1, ED25519,
    RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey, VerificationAlgorithm,
};

use super::cbor::Value;
use super::refused::Refused;

/// The kinds of signature that are accepted, the most widely supported first; their numbers are IANA's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Algorithm {
    Es256,
    EdDsa,
    Es384,
    Es512,
    Rs256,
}

impl Algorithm {
    /// In the order in which they are offered to an authenticator.
    pub(super) const OFFERED: [Self; 5] = [Self::Es256, Self::EdDsa, Self::Es384, Self::Es512, Self::Rs256];

    pub(super) const fn number(self) -> i64 {
        match self {
            Self::Es256 => -7,
            Self::EdDsa => -8,
            Self::Es384 => -35,
            Self::Es512 => -36,
            Self::Rs256 => -257,
        }
    }

    pub(super) fn numbered(number: i64) -> Result<Self, Refused> {
        Self::OFFERED
            .into_iter()
            .find(|known| known.number() == number)
            .ok_or(Refused::Algorithm(number))
    }

    /// Checks a signature with a key as certificates hold it: a point, 32 bytes, or an `RSAPublicKey`.
    pub(super) fn verify(self, key: &[u8], message: &[u8], signature: &[u8]) -> Result<(), Refused> {
        let algorithm: &'static dyn VerificationAlgorithm = match self {
            Self::Es256 => &ECDSA_P256_SHA256_ASN1,
            Self::EdDsa => &ED25519,
            Self::Es384 => &ECDSA_P384_SHA384_ASN1,
            Self::Es512 => &ECDSA_P521_SHA512_ASN1,
            Self::Rs256 => &RSA_PKCS1_2048_8192_SHA256,
        };
        UnparsedPublicKey::new(algorithm, key)
            .verify(message, signature)
            .map_err(|_| Refused::Signature)
    }
}

/// A public key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PublicKey<'a> {
    pub(super) algorithm: Algorithm,
    pub(super) numbers: Numbers<'a>,
}

/// What the key is, apart from how it is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Numbers<'a> {
    /// A point on a NIST curve, each coordinate in full width.
    Point { x: &'a [u8], y: &'a [u8] },
    /// A point in Ed25519.
    Edwards(&'a [u8]),
    /// Modulus and exponent.
    Rsa { n: &'a [u8], e: &'a [u8] },
}

impl<'a> PublicKey<'a> {
    /// Reads a `COSE_Key`. The key's kind, curve and sizes must be those of its algorithm.
    pub(super) fn read(key: &Value<'a>) -> Result<Self, Refused> {
        let malformed = Refused::Malformed("the public key is not one");
        let number = |label| key.at(label).and_then(Value::number);
        let bytes = |label| key.at(label).and_then(Value::bytes);
        let algorithm = Algorithm::numbered(number(3).ok_or(malformed.clone())?)?;
        let (curve, width) = match algorithm {
            Algorithm::Es256 => (1, 32),
            Algorithm::Es384 => (2, 48),
            Algorithm::Es512 => (3, 66),
            Algorithm::EdDsa => (6, 32),
            Algorithm::Rs256 => (0, 0),
        };
        let numbers = match (number(1), algorithm) {
            (Some(1), Algorithm::EdDsa) => bytes(-2).map(Numbers::Edwards),
            (Some(2), Algorithm::Es256 | Algorithm::Es384 | Algorithm::Es512) => {
                bytes(-2).zip(bytes(-3)).map(|(x, y)| Numbers::Point { x, y })
            }
            (Some(3), Algorithm::Rs256) => bytes(-1).zip(bytes(-2)).map(|(n, e)| Numbers::Rsa { n, e }),
            _ => None,
        };
        let read = Self {
            algorithm,
            numbers: numbers.ok_or(malformed.clone())?,
        };
        let fits = match read.numbers {
            Numbers::Point { x, y } => number(-1) == Some(curve) && x.len() == width && y.len() == width,
            Numbers::Edwards(x) => number(-1) == Some(curve) && x.len() == width,
            Numbers::Rsa { n, e } => (256..=1024).contains(&n.len()) && (1..=8).contains(&e.len()),
        };
        if fits { Ok(read) } else { Err(malformed) }
    }

    /// Checks a signature by this key.
    pub(super) fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), Refused> {
        match self.numbers {
            Numbers::Point { .. } => self.algorithm.verify(&self.point(), message, signature),
            Numbers::Edwards(x) => self.algorithm.verify(x, message, signature),
            Numbers::Rsa { n, e } => RsaPublicKeyComponents { n, e }
                .verify(&RSA_PKCS1_2048_8192_SHA256, message, signature)
                .map_err(|_| Refused::Signature),
        }
    }

    /// The key as a certificate holds it, where it is a point: uncompressed (SEC 1, section 2.3.3), or as it is.
    pub(super) fn point(&self) -> Vec<u8> {
        match self.numbers {
            Numbers::Point { x, y } => [&[4], x, y].concat(),
            Numbers::Edwards(x) => x.to_vec(),
            Numbers::Rsa { .. } => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key<'a>(pairs: &[(i64, Value<'a>)]) -> Value<'a> {
        Value::Map(
            pairs
                .iter()
                .map(|(label, value)| (Value::Number(*label), value.clone()))
                .collect(),
        )
    }

    #[test]
    fn a_key_is_of_the_kind_that_its_algorithm_says() {
        let number = Value::Number;
        let bytes = Value::Bytes;
        let check = |pairs: &[(i64, Value<'_>)], expected: Result<Algorithm, &str>| {
            let read = PublicKey::read(&key(pairs));
            assert_eq!(
                read.as_ref().map(|key| key.algorithm).map_err(Refused::code),
                expected,
                "{pairs:?}"
            );
        };
        let (b32, b48) = ([7; 32], [7; 48]);
        let ec2 = |alg, crv, x| {
            [
                (1, number(2)),
                (3, number(alg)),
                (-1, number(crv)),
                (-2, bytes(x)),
                (-3, bytes(x)),
            ]
        };
        check(&ec2(-7, 1, &b32), Ok(Algorithm::Es256));
        check(&ec2(-35, 2, &b48), Ok(Algorithm::Es384));
        check(&ec2(-7, 2, &b48), Err("malformed"));
        check(&ec2(-7, 1, &b48), Err("malformed"));
        check(&ec2(-8, 6, &b32), Err("malformed"));
        check(
            &[
                (1, number(1)),
                (3, number(-8)),
                (-1, number(6)),
                (-2, bytes(&b32)),
            ],
            Ok(Algorithm::EdDsa),
        );
        check(
            &[
                (1, number(1)),
                (3, number(-53)),
                (-1, number(7)),
                (-2, bytes(&b32)),
            ],
            Err("algorithm"),
        );
        check(
            &[
                (1, number(3)),
                (3, number(-257)),
                (-1, bytes(&[9; 256])),
                (-2, bytes(&[1, 0, 1])),
            ],
            Ok(Algorithm::Rs256),
        );
        check(
            &[
                (1, number(3)),
                (3, number(-257)),
                (-1, bytes(&[9; 128])),
                (-2, bytes(&[1, 0, 1])),
            ],
            Err("malformed"),
        );
        check(&[], Err("malformed"));
        // A y that is only a sign: WebAuthn does not allow compressed points.
        check(
            &[
                (1, number(2)),
                (3, number(-7)),
                (-1, number(1)),
                (-2, bytes(&b32)),
                (-3, Value::Bool(true)),
            ],
            Err("malformed"),
        );
    }

    #[test]
    fn a_point_off_its_curve_checks_nothing() {
        let (x, y) = ([7; 32], [8; 32]);
        let off = PublicKey {
            algorithm: Algorithm::Es256,
            numbers: Numbers::Point { x: &x, y: &y },
        };
        assert_eq!(
            off.verify(b"message", &[0x30, 0x06, 2, 1, 1, 2, 1, 1]),
            Err(Refused::Signature)
        );
    }
}
