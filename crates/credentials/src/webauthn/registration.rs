//! Enrolling a passkey or a security key: WebAuthn Level 3, section 7.1.

use aws_lc_rs::digest::{SHA256, digest};
use serde::Deserialize;
use serde_json::{Value as Json, json};
use vocabulary::Moment;

use super::attestation::{self, Trust};
use super::auth_data::AuthData;
use super::cbor::Value;
use super::client_data;
use super::cose::Algorithm;
use super::credential::{Credential, MAX_PUBLIC_KEY, Transport};
use super::party::{Challenge, RelyingParty, TIMEOUT, UserVerification};
use super::refused::Refused;
use super::wire::{Base64Url, MAX_ANSWER_BYTES, base64url, descriptor};

/// What is to be enrolled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// A passkey: the browser finds it without a name, and it checks its user.
    Passkey,
    /// A security key: it is named by the server, and checks its user where it can.
    SecurityKey,
}

/// Who it is enrolled for, as the authenticator shows and keeps it.
#[derive(Debug, Clone, Copy)]
pub struct User<'a> {
    /// The keychain's handle: 1 to 64 bytes that say nothing of the person.
    pub handle: &'a [u8],
    /// What they sign in as, such as their address.
    pub name: &'a str,
    /// What they are called.
    pub display_name: &'a str,
}

/// A registration: the same value gives the options, and checks the answer to them.
#[derive(Debug, Clone, Copy)]
pub struct Registration<'a> {
    /// The site.
    pub party: &'a RelyingParty,
    /// Random bytes, bound to the session, used once.
    pub challenge: &'a Challenge,
    /// What is to be enrolled.
    pub wanted: Wanted,
    /// Which makes are believed, and whether one has to be.
    pub trust: &'a Trust,
}

/// A new credential, and what was seen of it. Whether its id is known already, to any account, is for the caller to
/// ask (step 26).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registered {
    /// What is to be kept.
    pub credential: Credential,
    /// Whether the browser can find it without a name, where it says so.
    pub discoverable: Option<bool>,
    /// In which form it spoke of its make: `none`, `packed`, `apple` and so on.
    pub format: String,
}

impl Registered {
    /// Whether it can serve as a passkey: it checked its user, and may be found without a name.
    pub fn is_passkey(&self) -> bool {
        self.credential.user_verified && self.discoverable != Some(false)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    raw_id: Base64Url,
    #[serde(rename = "type")]
    kind: String,
    response: Attestation,
    #[serde(default)]
    client_extension_results: Extensions,
}

#[derive(Deserialize)]
struct Attestation {
    #[serde(rename = "clientDataJSON")]
    client_data: Base64Url,
    #[serde(rename = "attestationObject")]
    object: Base64Url,
    #[serde(default)]
    transports: Vec<String>,
}

#[derive(Deserialize, Default)]
struct Extensions {
    #[serde(rename = "credProps")]
    properties: Option<Properties>,
}

#[derive(Deserialize)]
struct Properties {
    #[serde(rename = "rk")]
    discoverable: Option<bool>,
}

impl Registration<'_> {
    /// What the page passes to `PublicKeyCredential.parseCreationOptionsFromJSON`. `known` are the account's own
    /// credentials, so that the same authenticator is not enrolled twice.
    pub fn options<'a>(&self, user: User<'_>, known: impl IntoIterator<Item = &'a Credential>) -> Json {
        let kinds = Algorithm::OFFERED.map(|kind| json!({ "type": "public-key", "alg": kind.number() }));
        let (resident, hints) = match self.wanted {
            Wanted::Passkey => ("required", json!([])),
            Wanted::SecurityKey => ("discouraged", json!(["security-key"])),
        };
        json!({
            "rp": { "id": self.party.id(), "name": self.party.name() },
            "user": {
                "id": base64url(user.handle),
                "name": user.name,
                "displayName": user.display_name,
            },
            "challenge": base64url(self.challenge.as_bytes()),
            "pubKeyCredParams": kinds,
            "timeout": TIMEOUT.as_millis(),
            "excludeCredentials": known.into_iter().map(descriptor).collect::<Vec<_>>(),
            "authenticatorSelection": {
                "residentKey": resident,
                "requireResidentKey": resident == "required",
                "userVerification": self.verification(),
            },
            "hints": hints,
            "attestation": if self.trust.asks() { "direct" } else { "none" },
            "extensions": { "credProps": true },
        })
    }

    /// Checks the answer, the JSON of `PublicKeyCredential.toJSON()`.
    ///
    /// # Errors
    /// [`Refused`].
    pub fn verify(&self, answer: &str, now: Moment) -> Result<Registered, Refused> {
        let answer = read(answer)?;
        let client_data = &answer.response.client_data.0;
        client_data::check(client_data, "webauthn.create", self.challenge, self.party)?;
        let object = Value::whole(&answer.response.object.0)
            .ok_or(Refused::Malformed("the attestation object is damaged"))?;
        let missing = Refused::Malformed("the attestation object lacks a part");
        let format = object.get("fmt").and_then(Value::text).ok_or(missing.clone())?;
        let statement = object.get("attStmt").ok_or(missing.clone())?;
        let data = AuthData::read(
            object
                .get("authData")
                .and_then(Value::bytes)
                .ok_or(missing.clone())?,
        )?;
        data.check(self.party.id(), self.verification() == UserVerification::Required)?;
        let made = data.attested.as_ref().ok_or(missing)?;
        if made.id.as_bytes() != answer.raw_id.0 {
            return Err(Refused::OtherCredential);
        }
        if made.cose.len() > MAX_PUBLIC_KEY {
            return Err(Refused::Malformed("the public key is too large"));
        }
        let said = attestation::Said {
            data: &data,
            made,
            client_data_hash: digest(&SHA256, client_data).as_ref().to_vec(),
        };
        let attested = attestation::check(format, statement, &said, self.trust, now)?;
        let properties = answer.client_extension_results.properties;
        Ok(Registered {
            credential: Credential {
                id: made.id.clone(),
                public_key: made.cose.to_vec(),
                sign_count: data.sign_count,
                user_verified: data.user_verified(),
                backup_eligible: data.backup_eligible(),
                backed_up: data.backed_up(),
                transports: transports(&answer.response.transports),
                aaguid: made.aaguid,
                attested,
            },
            discoverable: properties.and_then(|properties| properties.discoverable),
            format: format.chars().take(32).collect(),
        })
    }

    const fn verification(&self) -> UserVerification {
        match self.wanted {
            Wanted::Passkey => UserVerification::Required,
            Wanted::SecurityKey => UserVerification::Preferred,
        }
    }
}

fn read(answer: &str) -> Result<Answer, Refused> {
    if answer.len() > MAX_ANSWER_BYTES {
        return Err(Refused::Malformed("it is too long"));
    }
    let read: Answer =
        serde_json::from_str(answer).map_err(|_| Refused::Malformed("it is no answer to a registration"))?;
    if read.kind == "public-key" {
        Ok(read)
    } else {
        Err(Refused::Type)
    }
}

/// Those that are known, each once.
fn transports(names: &[String]) -> Vec<Transport> {
    let given = |transport: &Transport| names.iter().any(|name| name == transport.name());
    Transport::ALL.into_iter().filter(given).collect()
}
