//! The form `packed` (WebAuthn Level 3, section 8.2): by the maker's certificate, or by the credential itself.

use super::super::cbor::Value;
use super::super::certificate::Certificate;
use super::super::credential::Aaguid;
use super::super::der::{Elements, OCTET_STRING};
use super::super::refused::Refused;
use super::{NO_CERTIFICATE, NOT_SIGNED, Said, Shown, chain, signature};

const COUNTRY: &[u8] = &[0x55, 0x04, 0x06];
const ORGANISATION: &[u8] = &[0x55, 0x04, 0x0A];
const UNIT: &[u8] = &[0x55, 0x04, 0x0B];
const COMMON_NAME: &[u8] = &[0x55, 0x04, 0x03];
/// 1.3.6.1.4.1.45724.1.1.4, `id-fido-gen-ce-aaguid`.
const MAKE: &[u8] = &[0x2B, 0x06, 0x01, 0x04, 0x01, 0x82, 0xE5, 0x1C, 0x01, 0x01, 0x04];

pub(super) fn check<'a>(statement: &Value<'a>, said: &Said<'_>) -> Result<Shown<'a>, Refused> {
    let (algorithm, signature) = signature(statement)?;
    if statement.get("x5c").is_none() {
        if algorithm != said.made.key.algorithm {
            return Err(Refused::Attestation(
                "it signs for itself in another way than it will sign in",
            ));
        }
        said.made
            .key
            .verify(&said.signed(), signature)
            .map_err(|_| NOT_SIGNED)?;
        return Ok(Shown::BySelf);
    }
    let chain = chain(statement).ok_or(NO_CERTIFICATE)?;
    let certificate = chain
        .first()
        .and_then(|leaf| Certificate::read(leaf))
        .ok_or(NO_CERTIFICATE)?;
    algorithm
        .verify(certificate.key(), &said.signed(), signature)
        .map_err(|_| NOT_SIGNED)?;
    let named = [COUNTRY, ORGANISATION, COMMON_NAME]
        .iter()
        .all(|id| !certificate.subject(id).is_empty());
    if !named || certificate.subject(UNIT) != [b"Authenticator Attestation"] || !certificate.is_leaf() {
        return Err(Refused::Attestation(
            "its certificate is not one for authenticators",
        ));
    }
    names_make(&certificate, said.made.aaguid)?;
    Ok(Shown::By {
        chain,
        complete: true,
    })
}

/// Whether the certificate, where it names a make, names this one.
pub(super) fn names_make(certificate: &Certificate<'_>, aaguid: Aaguid) -> Result<(), Refused> {
    let named = certificate
        .extension(MAKE)
        .map(|value| Elements::of(value).want(OCTET_STRING));
    if named.is_none_or(|named| named == Some(&aaguid.0)) {
        Ok(())
    } else {
        Err(Refused::Attestation("its certificate is for another make"))
    }
}
