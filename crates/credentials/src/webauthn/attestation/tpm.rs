//! The form `tpm` (WebAuthn Level 3, section 8.3): a TPM certifies a key that it made.
//!
//! Structures are those of "TPM 2.0 Library, Part 2: Structures": numbers with the greatest byte first, byte strings
//! after their length in two bytes.

use aws_lc_rs::digest;

use super::super::cbor::Value;
use super::super::certificate::{Certificate, attributes};
use super::super::cose::{Algorithm, Numbers, PublicKey};
use super::super::der::{Elements, SEQUENCE};
use super::super::refused::Refused;
use super::packed::names_make;
use super::{NO_CERTIFICATE, NOT_SIGNED, Said, Shown, chain, signature};

const GENERATED: u32 = 0xFF54_4347;
const CERTIFY: u16 = 0x8017;
const RSA: u16 = 0x0001;
const ECC: u16 = 0x0023;
const NULL: u16 = 0x0010;
/// The exponent that a TPM means where it writes none.
const DEFAULT_EXPONENT: u32 = 65_537;

const EXTENDED_KEY_USAGE: &[u8] = &[0x55, 0x1D, 0x25];
const ALTERNATIVE_NAME: &[u8] = &[0x55, 0x1D, 0x11];
/// 2.23.133.8.3, `tcg-kp-AIKCertificate`.
const FOR_ATTESTATION: &[u8] = &[0x67, 0x81, 0x05, 0x08, 0x03];
/// 2.23.133.2.1 to 3: the TPM's manufacturer, model and version.
const TPM_NAMES: [&[u8]; 3] = [
    &[0x67, 0x81, 0x05, 0x02, 0x01],
    &[0x67, 0x81, 0x05, 0x02, 0x02],
    &[0x67, 0x81, 0x05, 0x02, 0x03],
];

pub(super) fn check<'a>(statement: &Value<'a>, said: &Said<'_>) -> Result<Shown<'a>, Refused> {
    let (algorithm, signature) = signature(statement)?;
    let bytes = |name| statement.get(name).and_then(Value::bytes);
    let (Some("2.0"), Some(info), Some(public)) = (
        statement.get("ver").and_then(Value::text),
        bytes("certInfo"),
        bytes("pubArea"),
    ) else {
        return Err(Refused::Attestation("its statement lacks a part"));
    };
    let name_hash =
        describes(public, &said.made.key).ok_or(Refused::Attestation("the TPM speaks of another key"))?;
    let chain = chain(statement).ok_or(NO_CERTIFICATE)?;
    let certificate = chain
        .first()
        .and_then(|leaf| Certificate::read(leaf))
        .ok_or(NO_CERTIFICATE)?;
    algorithm
        .verify(certificate.key(), info, signature)
        .map_err(|_| NOT_SIGNED)?;
    if !is_for_attestation(&certificate) {
        return Err(Refused::Attestation("its certificate is not one for TPMs"));
    }
    names_make(&certificate, said.made.aaguid)?;
    let signed = digest::digest(hash_of(algorithm), &said.signed());
    if certified(info, signed.as_ref()) != Some(name_hash.as_slice()) {
        return Err(Refused::Attestation("the TPM certified something else"));
    }
    Ok(Shown::By {
        chain,
        complete: true,
    })
}

fn is_for_attestation(certificate: &Certificate<'_>) -> bool {
    let sequence = |id| {
        certificate
            .extension(id)
            .and_then(|value| Elements::of(value).want(SEQUENCE))
    };
    let uses = sequence(EXTENDED_KEY_USAGE).unwrap_or_default();
    // The directory name among the alternative names: `[4]` around a name.
    let names = Elements::of(sequence(ALTERNATIVE_NAME).unwrap_or_default());
    let named: Vec<&[u8]> = names
        .filter(|name| name.id == 0xA4)
        .filter_map(|name| Elements::of(name.content).want(SEQUENCE))
        .flat_map(attributes)
        .map(|(id, _)| id)
        .collect();
    certificate.is_leaf()
        && certificate.has_no_subject()
        && Elements::of(uses).any(|purpose| purpose.content == FOR_ATTESTATION)
        && TPM_NAMES.iter().all(|name| named.contains(name))
}

/// Whether a `TPMT_PUBLIC` is of this key, and the name under which a TPM would know it: its hash, with the number
/// of the hash before it.
fn describes(public: &[u8], key: &PublicKey<'_>) -> Option<Vec<u8>> {
    let mut reader = Reader(public);
    let kind = reader.number16()?;
    let name_algorithm = reader.number16()?;
    // What the key may be used for, and under what policy.
    reader.number32()?;
    reader.sized()?;
    if reader.number16()? != NULL {
        return None;
    }
    reader.scheme()?;
    let is_this = match (kind, &key.numbers) {
        (RSA, Numbers::Rsa { n, e }) => {
            reader.number16()?;
            let exponent = match reader.number32()? {
                0 => DEFAULT_EXPONENT,
                exponent => exponent,
            };
            let given = e.iter().try_fold(0_u32, |number, byte| {
                Some(number.checked_mul(256)? | u32::from(*byte))
            });
            given == Some(exponent) && reader.sized()? == *n
        }
        (ECC, Numbers::Point { x, y }) => {
            let curve = reader.number16()?;
            reader.scheme()?;
            let expected = match key.algorithm {
                Algorithm::Es256 => 0x0003,
                Algorithm::Es384 => 0x0004,
                Algorithm::Es512 => 0x0005,
                _ => return None,
            };
            curve == expected
                && padded(reader.sized()?, x.len()) == *x
                && padded(reader.sized()?, y.len()) == *y
        }
        _ => false,
    };
    let hash = match name_algorithm {
        0x000B => &digest::SHA256,
        0x000C => &digest::SHA384,
        0x000D => &digest::SHA512,
        _ => return None,
    };
    let name = [
        &name_algorithm.to_be_bytes(),
        digest::digest(hash, public).as_ref(),
    ]
    .concat();
    (is_this && reader.0.is_empty()).then_some(name)
}

/// A TPM may leave out zeros before a coordinate.
fn padded(number: &[u8], width: usize) -> Vec<u8> {
    let mut wide = vec![0; width.saturating_sub(number.len())];
    wide.extend_from_slice(number);
    wide
}

/// The name of the key that a `TPMS_ATTEST` certifies, if it was made by a TPM over this hash.
fn certified<'a>(info: &'a [u8], signed: &[u8]) -> Option<&'a [u8]> {
    let mut reader = Reader(info);
    if reader.number32()? != GENERATED || reader.number16()? != CERTIFY {
        return None;
    }
    // The qualified signer.
    reader.sized()?;
    if reader.sized()? != signed {
        return None;
    }
    // Clock, counts of resets and restarts, whether the clock is safe; the firmware's version.
    reader.take(17 + 8)?;
    let name = reader.sized()?;
    reader.sized()?;
    reader.0.is_empty().then_some(name)
}

const fn hash_of(algorithm: Algorithm) -> &'static digest::Algorithm {
    match algorithm {
        Algorithm::Es384 => &digest::SHA384,
        Algorithm::Es512 => &digest::SHA512,
        _ => &digest::SHA256,
    }
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn number16(&mut self) -> Option<u16> {
        self.take(2)?.try_into().ok().map(u16::from_be_bytes)
    }

    fn number32(&mut self) -> Option<u32> {
        self.take(4)?.try_into().ok().map(u32::from_be_bytes)
    }

    fn sized(&mut self) -> Option<&'a [u8]> {
        let size = self.number16()?;
        self.take(usize::from(size))
    }

    /// A scheme, and its hash where there is one.
    fn scheme(&mut self) -> Option<()> {
        if self.number16()? != NULL {
            self.number16()?;
        }
        Some(())
    }
}
