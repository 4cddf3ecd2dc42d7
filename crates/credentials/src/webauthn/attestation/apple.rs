//! The form `apple` (WebAuthn Level 3, section 8.8): a certificate made for this one ceremony.

use aws_lc_rs::digest::{SHA256, digest};

use super::super::cbor::Value;
use super::super::certificate::Certificate;
use super::super::der::{Elements, OCTET_STRING, SEQUENCE};
use super::super::refused::Refused;
use super::{NO_CERTIFICATE, Said, Shown, chain};

/// 1.2.840.113635.100.8.2
const NONCE: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x63, 0x64, 0x08, 0x02];

pub(super) fn check<'a>(statement: &Value<'a>, said: &Said<'_>) -> Result<Shown<'a>, Refused> {
    let chain = chain(statement).ok_or(NO_CERTIFICATE)?;
    let certificate = chain
        .first()
        .and_then(|leaf| Certificate::read(leaf))
        .ok_or(NO_CERTIFICATE)?;
    let nonce = certificate
        .extension(NONCE)
        .and_then(|value| Elements::of(value).want(SEQUENCE))
        .and_then(|value| Elements::of(value).want(0xA1))
        .and_then(|value| Elements::of(value).want(OCTET_STRING));
    if nonce != Some(digest(&SHA256, &said.signed()).as_ref()) {
        return Err(Refused::Attestation(
            "its certificate was made for another ceremony",
        ));
    }
    if !certificate.holds(&said.made.key) {
        return Err(Refused::Attestation("its certificate is for another key"));
    }
    Ok(Shown::By {
        chain,
        complete: true,
    })
}
