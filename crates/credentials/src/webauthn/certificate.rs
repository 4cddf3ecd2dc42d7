//! Attestation certificates: what their fields say, and whether they lead to a root that is believed.

use std::time::Duration;

use rustls_pki_types::{CertificateDer, UnixTime};
use vocabulary::Moment;
use webpki::{
    ALL_VERIFICATION_ALGS, EndEntityCert, Error, ExtendedKeyUsageValidator, KeyPurposeIdIter,
    anchor_from_trusted_cert,
};

use super::cose::{Numbers, PublicKey};
use super::der::{BIT_STRING, BOOLEAN, Elements, INTEGER, OBJECT_ID, OCTET_STRING, SEQUENCE, SET};

/// 2.5.29.19
const BASIC_CONSTRAINTS: &[u8] = &[0x55, 0x1D, 0x13];

/// Longest chain that is followed.
const MAX_CHAIN: usize = 8;

/// A certificate, as far as it is looked at.
#[derive(Debug)]
pub(super) struct Certificate<'a> {
    is_version_3: bool,
    /// The contents of the subject's name.
    subject: &'a [u8],
    /// The subject's key, as the bit string holds it.
    key: &'a [u8],
    /// Object id and value of each extension.
    extensions: Vec<(&'a [u8], &'a [u8])>,
}

impl<'a> Certificate<'a> {
    /// Reads a certificate in DER (RFC 5280, section 4.1).
    pub(super) fn read(der: &'a [u8]) -> Option<Self> {
        let mut whole = Elements::of(Elements::of(der).want(SEQUENCE)?);
        let mut body = Elements::of(whole.want(SEQUENCE)?);
        let version = body
            .maybe(0xA0)
            .and_then(|version| Elements::of(version).want(INTEGER));
        body.want(INTEGER)?;
        // Algorithm, issuer, validity.
        for _ in 0..3 {
            body.want(SEQUENCE)?;
        }
        let subject = body.want(SEQUENCE)?;
        let mut key = Elements::of(body.want(SEQUENCE)?);
        key.want(SEQUENCE)?;
        // The first byte of a bit string counts the bits at its end that are not used; in keys there are none.
        let key = key.want(BIT_STRING)?.strip_prefix(&[0])?;
        let listed = body
            .find(|element| element.id == 0xA3)
            .and_then(|listed| Elements::of(listed.content).want(SEQUENCE));
        let mut extensions = Vec::new();
        for extension in Elements::of(listed.unwrap_or_default()) {
            let mut parts = Elements::of(extension.content);
            let id = parts.want(OBJECT_ID)?;
            parts.maybe(BOOLEAN);
            extensions.push((id, parts.want(OCTET_STRING)?));
        }
        Some(Self {
            is_version_3: version == Some(&[2]),
            subject,
            key,
            extensions,
        })
    }

    pub(super) const fn key(&self) -> &'a [u8] {
        self.key
    }

    /// What all attestation certificates have in common: version 3, and not an authority.
    pub(super) fn is_leaf(&self) -> bool {
        let constraints = self
            .extension(BASIC_CONSTRAINTS)
            .and_then(|value| Elements::of(value).want(SEQUENCE));
        let is_authority =
            constraints.map(|value| Elements::of(value).want(BOOLEAN).is_some_and(|bool| bool != [0]));
        self.is_version_3 && is_authority == Some(false)
    }

    pub(super) fn extension(&self, id: &[u8]) -> Option<&'a [u8]> {
        self.extensions
            .iter()
            .find(|(known, _)| *known == id)
            .map(|(_, value)| *value)
    }

    /// The values of an attribute of the subject's name.
    pub(super) fn subject(&self, id: &[u8]) -> Vec<&'a [u8]> {
        attributes(self.subject)
            .filter(|(known, _)| *known == id)
            .map(|(_, value)| value)
            .collect()
    }

    pub(super) const fn has_no_subject(&self) -> bool {
        self.subject.is_empty()
    }

    /// Whether it is for this key.
    pub(super) fn holds(&self, key: &PublicKey<'_>) -> bool {
        match key.numbers {
            Numbers::Rsa { n, e } => {
                let mut numbers = Elements::of(Elements::of(self.key).want(SEQUENCE).unwrap_or_default());
                let (held_n, held_e) = (numbers.want(INTEGER), numbers.want(INTEGER));
                held_n.map(unpadded) == Some(unpadded(n)) && held_e.map(unpadded) == Some(unpadded(e))
            }
            _ => self.key == key.point(),
        }
    }
}

/// Object id and value of each attribute of a name (RFC 5280, section 4.1.2.4).
pub(super) fn attributes(name: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    Elements::of(name)
        .filter(|set| set.id == SET)
        .flat_map(|set| Elements::of(set.content))
        .filter_map(|pair| {
            let mut parts = Elements::of(pair.content);
            Some((parts.want(OBJECT_ID)?, parts.next()?.content))
        })
}

/// A number without the zeros before it.
fn unpadded(number: &[u8]) -> &[u8] {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    number.get(zeros..).unwrap_or_default()
}

/// Attestation certificates have uses of their own makers' invention, or none.
struct AnyUse;

impl ExtendedKeyUsageValidator for AnyUse {
    fn validate(&self, _: KeyPurposeIdIter<'_, '_>) -> Result<(), Error> {
        Ok(())
    }
}

/// Whether the first certificate is one of the roots, or the chain leads to one of them, at this moment.
pub(super) fn leads_to(chain: &[&[u8]], roots: &[Vec<u8>], now: Moment) -> bool {
    let Some((leaf, others)) = chain.split_first() else {
        return false;
    };
    if roots.iter().any(|root| root == leaf) {
        return true;
    }
    if others.len() > MAX_CHAIN {
        return false;
    }
    let roots: Vec<_> = roots
        .iter()
        .map(|root| CertificateDer::from(root.as_slice()))
        .collect();
    let anchors: Vec<_> = roots
        .iter()
        .filter_map(|root| anchor_from_trusted_cert(root).ok())
        .collect();
    let others: Vec<_> = others.iter().map(|other| CertificateDer::from(*other)).collect();
    let time = UnixTime::since_unix_epoch(Duration::from_millis(now.as_millis().max(0).unsigned_abs()));
    let leaf = CertificateDer::from(*leaf);
    EndEntityCert::try_from(&leaf).is_ok_and(|leaf| {
        leaf.verify_for_usage(ALL_VERIFICATION_ALGS, &anchors, &others, time, AnyUse, None, None)
            .is_ok()
    })
}
