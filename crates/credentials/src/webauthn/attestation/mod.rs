//! Attestation: what an authenticator says of its make, and whether to believe it (WebAuthn Level 3, section 8).
//!
//! A statement that is wrong is refused whatever the policy. A form that is not known here says nothing.

mod android;
mod apple;
mod packed;
mod tpm;
mod u2f;

use vocabulary::Moment;

use super::auth_data::{AuthData, NewCredential};
use super::cbor::Value;
use super::certificate::leads_to;
use super::cose::Algorithm;
use super::credential::Attested;
use super::refused::Refused;

/// Which makes of authenticators are believed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trust {
    roots: Vec<Vec<u8>>,
    required: bool,
}

impl Trust {
    /// No make is asked for: the browser leaves the statement out, and every authenticator is welcome. This is what
    /// NIST SP 800-63B-4 (appendix B) wants for the public.
    pub const fn anyone() -> Self {
        Self {
            roots: Vec::new(),
            required: false,
        }
    }

    /// Makes whose certificates lead to one of these roots (X.509 in DER, such as the FIDO Metadata Service lists)
    /// are told apart; others are welcome too, unless `required`.
    pub const fn makes(roots: Vec<Vec<u8>>, required: bool) -> Self {
        Self { roots, required }
    }

    pub(super) const fn asks(&self) -> bool {
        self.required || !self.roots.is_empty()
    }
}

/// What a statement is about.
pub(super) struct Said<'a> {
    pub(super) data: &'a AuthData<'a>,
    pub(super) made: &'a NewCredential<'a>,
    pub(super) client_data_hash: Vec<u8>,
}

impl Said<'_> {
    /// What is signed in most forms: the authenticator's data, and the hash of the browser's.
    fn signed(&self) -> Vec<u8> {
        [self.data.bytes, &self.client_data_hash].concat()
    }
}

/// What a statement shows, once it is found to be right.
enum Shown<'a> {
    /// The credential signed for itself.
    BySelf,
    /// Certificates, the authenticator's own first.
    By {
        chain: Vec<&'a [u8]>,
        /// Whether it says all that is needed to believe it.
        complete: bool,
    },
}

/// Checks a statement, and asks whether to believe it.
pub(super) fn check(
    format: &str,
    statement: &Value<'_>,
    said: &Said<'_>,
    trust: &Trust,
    now: Moment,
) -> Result<Attested, Refused> {
    let shown = match format {
        "none" if statement.is_empty_map() => None,
        "none" => return Err(Refused::Attestation("it says nothing, and then something")),
        "packed" => Some(packed::check(statement, said)?),
        "tpm" => Some(tpm::check(statement, said)?),
        "android-key" => Some(android::check(statement, said)?),
        "apple" => Some(apple::check(statement, said)?),
        "fido-u2f" => Some(u2f::check(statement, said)?),
        _ => None,
    };
    let attested = match shown {
        None => Attested::Nothing,
        Some(Shown::BySelf) => Attested::BySelf,
        Some(Shown::By { chain, complete }) if complete && leads_to(&chain, &trust.roots, now) => {
            Attested::ByTrusted
        }
        Some(Shown::By { .. }) => Attested::ByUnknown,
    };
    if trust.required && attested != Attested::ByTrusted {
        Err(Refused::Untrusted)
    } else {
        Ok(attested)
    }
}

/// The certificates of a statement, the authenticator's own first.
fn chain<'a>(statement: &Value<'a>) -> Option<Vec<&'a [u8]>> {
    let chain: Option<Vec<_>> = statement.get("x5c")?.array()?.iter().map(Value::bytes).collect();
    chain.filter(|chain| !chain.is_empty())
}

/// The algorithm and signature of a statement.
fn signature<'a>(statement: &Value<'a>) -> Result<(Algorithm, &'a [u8]), Refused> {
    let incomplete = Refused::Attestation("its statement lacks a part");
    let number = statement
        .get("alg")
        .and_then(Value::number)
        .ok_or(incomplete.clone())?;
    let algorithm = Algorithm::numbered(number)
        .map_err(|_| Refused::Attestation("it signs in a way that is not known here"))?;
    Ok((
        algorithm,
        statement.get("sig").and_then(Value::bytes).ok_or(incomplete)?,
    ))
}

const NOT_SIGNED: Refused = Refused::Attestation("its signature is not right");
const NO_CERTIFICATE: Refused = Refused::Attestation("its certificate cannot be read");
