//! The form `android-key` (WebAuthn Level 3, section 8.4): Android's key attestation.

use super::super::cbor::Value;
use super::super::certificate::Certificate;
use super::super::der::{Element, Elements, INTEGER, OCTET_STRING, SEQUENCE, SET};
use super::super::refused::Refused;
use super::{NO_CERTIFICATE, NOT_SIGNED, Said, Shown, chain, signature};

/// 1.3.6.1.4.1.11129.2.1.17, Android's `KeyDescription`.
const DESCRIPTION: &[u8] = &[0x2B, 0x06, 0x01, 0x04, 0x01, 0xD6, 0x79, 0x02, 0x01, 0x11];

const PURPOSE: u32 = 1;
const ALL_APPLICATIONS: u32 = 600;
const ORIGIN: u32 = 702;
/// `KM_PURPOSE_SIGN`
const TO_SIGN: &[u8] = &[2];
/// `KM_ORIGIN_GENERATED`
const MADE_THERE: &[u8] = &[0];

pub(super) fn check<'a>(statement: &Value<'a>, said: &Said<'_>) -> Result<Shown<'a>, Refused> {
    let (algorithm, signature) = signature(statement)?;
    let chain = chain(statement).ok_or(NO_CERTIFICATE)?;
    let certificate = chain
        .first()
        .and_then(|leaf| Certificate::read(leaf))
        .ok_or(NO_CERTIFICATE)?;
    algorithm
        .verify(certificate.key(), &said.signed(), signature)
        .map_err(|_| NOT_SIGNED)?;
    if !certificate.holds(&said.made.key) {
        return Err(Refused::Attestation("its certificate is for another key"));
    }
    let (challenge, lists) = certificate
        .extension(DESCRIPTION)
        .and_then(describe)
        .ok_or(Refused::Attestation("its certificate does not describe the key"))?;
    if challenge != said.client_data_hash {
        return Err(Refused::Attestation(
            "its certificate was made for another ceremony",
        ));
    }
    let entries = |tag: u32| {
        lists
            .into_iter()
            .flat_map(Elements::of)
            .filter(move |entry| entry.tag == tag)
    };
    if entries(ALL_APPLICATIONS).next().is_some() {
        return Err(Refused::Attestation("its key can be used by every app"));
    }
    let origin = one_value(entries(ORIGIN), |entry| Elements::of(entry.content).want(INTEGER));
    let purpose = one_value(entries(PURPOSE), |entry| {
        Elements::of(entry.content)
            .want(SET)
            .and_then(|set| Elements::of(set).want(INTEGER))
    });
    if origin.is_some_and(|origin| origin != MADE_THERE) || purpose.is_some_and(|purpose| purpose != TO_SIGN)
    {
        return Err(Refused::Attestation(
            "its key was brought in from elsewhere, or is for something else",
        ));
    }
    // One that leaves these out is not wrong, but cannot be believed either.
    Ok(Shown::By {
        chain,
        complete: origin.is_some() && purpose.is_some(),
    })
}

/// What all entries say; nothing recognisable where two differ.
fn one_value<'a>(
    entries: impl Iterator<Item = Element<'a>>,
    value: impl Fn(Element<'a>) -> Option<&'a [u8]>,
) -> Option<&'a [u8]> {
    entries
        .map(|entry| value(entry).unwrap_or_default())
        .reduce(|one, other| if one == other { one } else { &[] })
}

/// The challenge, and the two lists of what software and hardware hold the key to.
fn describe(value: &[u8]) -> Option<(&[u8], [&[u8]; 2])> {
    let mut parts = Elements::of(Elements::of(value).want(SEQUENCE)?);
    // Versions and security levels of attestation and KeyMint.
    for _ in 0..4 {
        parts.next()?;
    }
    let challenge = parts.want(OCTET_STRING)?;
    parts.want(OCTET_STRING)?;
    Some((challenge, [parts.want(SEQUENCE)?, parts.want(SEQUENCE)?]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_that_differ_are_no_entry_that_passes() {
        let check = |list: &[u8], expected: Option<&[u8]>| {
            let found = one_value(Elements::of(list).filter(|entry| entry.tag == ORIGIN), |entry| {
                Elements::of(entry.content).want(INTEGER)
            });
            assert_eq!(found, expected, "{list:02x?}");
        };
        check(&[], None);
        check(&[0xBF, 0x85, 0x3E, 3, 2, 1, 0], Some(MADE_THERE));
        check(&[0xBF, 0x85, 0x3E, 3, 2, 1, 2], Some(&[2]));
        check(
            &[0xBF, 0x85, 0x3E, 3, 2, 1, 0, 0xBF, 0x85, 0x3E, 3, 2, 1, 2],
            Some(&[]),
        );
        check(&[0xBF, 0x85, 0x3E, 0], Some(&[]));
    }
}
