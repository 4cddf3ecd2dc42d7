//! An authenticator and its browser in software, that does as it is told: also what an honest one never would.

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use credentials::webauthn::{
    Authentication, Challenge, Registered, Registration, RelyingParty, Trust, UserVerification, Wanted,
};
use serde_json::{Value, json};
use vocabulary::Moment;

pub(crate) const PRESENT: u8 = 0x01;
pub(crate) const VERIFIED: u8 = 0x04;
pub(crate) const ELIGIBLE: u8 = 0x08;
pub(crate) const BACKED_UP: u8 = 0x10;
const ATTESTED: u8 = 0x40;

pub(crate) const NOW: Moment = Moment::from_millis(1_795_253_400_000);
pub(crate) const HANDLE: [u8; 32] = [0xA1; 32];

pub(crate) fn party() -> RelyingParty {
    RelyingParty::new("example.org", "Example")
        .unwrap()
        .on("https://login.example.org")
        .unwrap()
}

pub(crate) fn challenge() -> Challenge {
    Challenge::new(&[0x5A; 32]).unwrap()
}

/// What the authenticator and the browser say next.
#[derive(Clone)]
pub(crate) struct Soft {
    pub(crate) seed: [u8; 32],
    pub(crate) id: Vec<u8>,
    pub(crate) rp_id: String,
    pub(crate) flags: u8,
    pub(crate) count: u32,
    pub(crate) kind: Option<&'static str>,
    pub(crate) challenge: Vec<u8>,
    pub(crate) origin: String,
    /// Members of the client data besides those that are always there.
    pub(crate) says_also: Value,
    pub(crate) user_handle: Option<Vec<u8>>,
    pub(crate) signs_for_itself: bool,
    /// What is appended to the authenticator's data, in excess.
    pub(crate) excess: Vec<u8>,
}

impl Default for Soft {
    fn default() -> Self {
        Self {
            seed: [7; 32],
            id: vec![0xC4; 32],
            rp_id: "example.org".to_owned(),
            flags: PRESENT | VERIFIED | ELIGIBLE | BACKED_UP,
            count: 0,
            kind: None,
            challenge: challenge().as_bytes().to_vec(),
            origin: "https://example.org".to_owned(),
            says_also: json!({}),
            user_handle: Some(HANDLE.to_vec()),
            signs_for_itself: false,
            excess: Vec::new(),
        }
    }
}

impl Soft {
    fn key(&self) -> Ed25519KeyPair {
        Ed25519KeyPair::from_seed_unchecked(&self.seed).unwrap()
    }

    fn client_data(&self, kind: &str) -> Vec<u8> {
        let mut data = json!({
            "type": self.kind.unwrap_or(kind),
            "challenge": encode(&self.challenge),
            "origin": self.origin,
        });
        let also = self.says_also.as_object().unwrap().clone();
        data.as_object_mut().unwrap().extend(also);
        data.to_string().into_bytes()
    }

    fn data(&self, more: u8) -> Vec<u8> {
        let mut data = digest(&SHA256, self.rp_id.as_bytes()).as_ref().to_vec();
        data.push(self.flags | more);
        data.extend(self.count.to_be_bytes());
        data
    }

    fn signed(&self, data: &[u8], client_data: &[u8]) -> Vec<u8> {
        let message = [data, digest(&SHA256, client_data).as_ref()].concat();
        self.key().sign(&message).as_ref().to_vec()
    }

    /// Makes a credential: the JSON of the browser.
    pub(crate) fn register(&self) -> Value {
        let client_data = self.client_data("webauthn.create");
        let mut data = self.data(ATTESTED);
        data.extend([0; 16]);
        data.extend(u16::try_from(self.id.len()).unwrap().to_be_bytes());
        data.extend(&self.id);
        // {1: 1, 3: -8, -1: 6, -2: the key}
        data.extend([0xA4, 0x01, 0x01, 0x03, 0x27, 0x20, 0x06, 0x21, 0x58, 0x20]);
        data.extend(self.key().public_key().as_ref());
        data.extend(&self.excess);
        let statement = if self.signs_for_itself {
            let signature = self.signed(&data, &client_data);
            // {"alg": -8, "sig": the signature}
            [
                &[0xA2, 0x63][..],
                b"alg",
                &[0x27, 0x63],
                b"sig",
                &[0x58, 64],
                &signature,
            ]
            .concat()
        } else {
            vec![0xA0]
        };
        let format = if self.signs_for_itself { "packed" } else { "none" };
        let object = [
            &[0xA3, 0x63][..],
            b"fmt",
            &[0x60 | u8::try_from(format.len()).unwrap()],
            format.as_bytes(),
            &[0x67],
            b"attStmt",
            &statement,
            &[0x68],
            b"authData",
            &[0x59],
            &u16::try_from(data.len()).unwrap().to_be_bytes(),
            &data,
        ]
        .concat();
        json!({
            "id": encode(&self.id), "rawId": encode(&self.id), "type": "public-key",
            "authenticatorAttachment": "platform",
            "response": {
                "clientDataJSON": encode(&client_data),
                "attestationObject": encode(&object),
                "transports": ["internal", "hybrid", "of-the-future"],
            },
            "clientExtensionResults": { "credProps": { "rk": true } },
        })
    }

    /// Signs in with the credential: the JSON of the browser.
    pub(crate) fn sign_in(&self) -> Value {
        let client_data = self.client_data("webauthn.get");
        let data = [self.data(0), self.excess.clone()].concat();
        json!({
            "id": encode(&self.id), "rawId": encode(&self.id), "type": "public-key",
            "response": {
                "clientDataJSON": encode(&client_data),
                "authenticatorData": encode(&data),
                "signature": encode(&self.signed(&data, &client_data)),
                "userHandle": self.user_handle.as_deref().map(encode),
            },
            "clientExtensionResults": {},
        })
    }
}

pub(crate) fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

pub(crate) fn enrolled(soft: &Soft) -> Registered {
    let (party, challenge) = (party(), challenge());
    let registration = Registration {
        party: &party,
        challenge: &challenge,
        wanted: Wanted::Passkey,
        trust: &Trust::anyone(),
    };
    registration.verify(&soft.register().to_string(), NOW).unwrap()
}

pub(crate) fn authentication<'a>(party: &'a RelyingParty, challenge: &'a Challenge) -> Authentication<'a> {
    Authentication {
        party,
        challenge,
        verification: UserVerification::Required,
        refuse_copies: false,
    }
}
