//! Passkeys verified a second on one core: the browser's JSON is read, and everything about it checked, signature and
//! all. The passkey is one in software, with the algorithm that nearly all of them use (ES256).

use std::time::Duration;

use anyhow::{Context as _, bail};
use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _};
use credentials::webauthn::{
    Aaguid, Assertion, Attested, Authentication, Challenge, Count, Credential, CredentialId, RelyingParty,
    UserVerification,
};
use data_encoding::BASE64URL_NOPAD;
use serde::Serialize;
use serde_json::json;

use super::busy::{Busy, Cores};
use super::house::randomness;
use crate::numbers::{count, ratio};

const SITE: &str = "example.org";
const HANDLE: [u8; 32] = [0xA1; 32];
/// User present and verified, eligible for backup and backed up (WebAuthn Level 3, section 6.1).
const FLAGS: u8 = 0x01 | 0x04 | 0x08 | 0x10;
/// Different answers that are verified in turn.
const ANSWERS: u32 = 64;

#[derive(Debug, Serialize)]
pub(super) struct Figures {
    verified: u64,
    seconds: f64,
    a_second: f64,
    /// CPU microseconds of each.
    micros_each: f64,
    cores: Cores,
}

/// A passkey in software.
struct Soft {
    key: EcdsaKeyPair,
    id: Vec<u8>,
}

/// A challenge, and the browser's answer to it.
struct Answered {
    challenge: Challenge,
    answer: String,
}

impl Soft {
    fn new() -> anyhow::Result<Self> {
        Ok(Self {
            key: EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING)?,
            id: vec![0xC4; 32],
        })
    }

    /// As it was enrolled.
    fn credential(&self) -> anyhow::Result<Credential> {
        // An uncompressed point (SEC 1, section 2.3.3): 4, then x and y.
        let point = self.key.public_key().as_ref();
        let (x, y) = point
            .get(1..)
            .and_then(|both| both.split_at_checked(32))
            .context("a P-256 key has 65 bytes")?;
        // {1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y} (RFC 9053, section 7.1.1)
        let public_key = [
            &[0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20][..],
            x,
            &[0x22, 0x58, 0x20],
            y,
        ]
        .concat();
        Ok(Credential {
            id: CredentialId::new(self.id.clone()).context("an id of 32 bytes")?,
            public_key,
            sign_count: 0,
            user_verified: true,
            backup_eligible: true,
            backed_up: true,
            transports: Vec::new(),
            aaguid: Aaguid::default(),
            attested: Attested::Nothing,
        })
    }

    /// Answers a challenge as a browser does, with the next count of signatures.
    fn answer(&self, counted: u32) -> anyhow::Result<Answered> {
        let random = digest(&SHA256, &counted.to_be_bytes());
        let client_data = json!({
            "type": "webauthn.get", "challenge": BASE64URL_NOPAD.encode(random.as_ref()),
            "origin": format!("https://{SITE}"), "crossOrigin": false,
        });
        let client_data = client_data.to_string().into_bytes();
        let mut data = digest(&SHA256, SITE.as_bytes()).as_ref().to_vec();
        data.push(FLAGS);
        data.extend(counted.to_be_bytes());
        let signed = [&data, digest(&SHA256, &client_data).as_ref()].concat();
        let signature = self.key.sign(&randomness(), &signed)?;
        let id = BASE64URL_NOPAD.encode(&self.id);
        let answer = json!({
            "id": id, "rawId": id, "type": "public-key", "clientExtensionResults": {},
            "response": {
                "clientDataJSON": BASE64URL_NOPAD.encode(&client_data),
                "authenticatorData": BASE64URL_NOPAD.encode(&data),
                "signature": BASE64URL_NOPAD.encode(signature.as_ref()),
                "userHandle": BASE64URL_NOPAD.encode(&HANDLE),
            },
        });
        Ok(Answered {
            challenge: Challenge::new(random.as_ref())?,
            answer: answer.to_string(),
        })
    }
}

pub(super) fn measure(longest: Duration) -> anyhow::Result<Figures> {
    let (soft, party) = (Soft::new()?, RelyingParty::new(SITE, "Bench")?);
    let credential = soft.credential()?;
    let answers: Vec<Answered> = (1..=ANSWERS)
        .map(|counted| soft.answer(counted))
        .collect::<anyhow::Result<_>>()?;
    let (busy, mut verified) = (Busy::begin(), 0);
    while busy.watch.elapsed() < longest {
        for answered in &answers {
            verify(&party, &credential, answered)?;
            verified += 1;
        }
    }
    let (seconds, cores) = (busy.seconds(), busy.cores());
    Ok(Figures {
        verified,
        seconds,
        a_second: ratio(verified as f64, seconds),
        micros_each: ratio(cores.own * seconds * 1e6, verified as f64),
        cores,
    })
}

fn verify(party: &RelyingParty, credential: &Credential, answered: &Answered) -> anyhow::Result<()> {
    let authentication = Authentication {
        party,
        challenge: &answered.challenge,
        verification: UserVerification::Required,
        refuse_copies: false,
    };
    let done = authentication.verify(&Assertion::parse(&answered.answer)?, credential, &HANDLE)?;
    if !done.user_verified || done.count != Count::WentOn {
        bail!("a passkey was verified otherwise than it signed");
    }
    Ok(())
}

impl Figures {
    pub(super) fn print(&self) {
        println!(
            "\npasskeys: {} verified/s by one thread, from JSON to signature (ES256); {:.1} µs of CPU each; {}",
            count(self.a_second),
            self.micros_each,
            self.cores
        );
    }
}

#[cfg(test)]
mod tests {
    use credentials::webauthn::Refused;

    use super::*;

    #[test]
    fn what_is_verified_is_verified_indeed() {
        let party = RelyingParty::new(SITE, "Bench").unwrap();
        let (soft, other) = (Soft::new().unwrap(), Soft::new().unwrap());
        let answered = soft.answer(1).unwrap();
        verify(&party, &soft.credential().unwrap(), &answered).unwrap();
        let error = verify(&party, &other.credential().unwrap(), &answered).unwrap_err();
        assert_eq!(error.downcast_ref(), Some(&Refused::Signature));
    }
}
