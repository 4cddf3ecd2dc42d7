//! The test vectors of WebAuthn Level 3, section 16, where they are beside the project.

use credentials::webauthn::{
    Assertion, Attested, Authentication, Challenge, Count, Credential, Refused, Registered, Registration,
    RelyingParty, Trust, UserVerification, Wanted,
};
use serde_json::{Value, json};

use crate::soft::{HANDLE, NOW, encode};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/standards/webauthn/");

fn read(name: &str) -> Option<String> {
    let text = std::fs::read_to_string(format!("{FOLDER}{name}")).ok();
    if text.is_none() {
        eprintln!("skipped: the test vectors of WebAuthn are not here");
    }
    text
}

fn bytes(part: &Value) -> Vec<u8> {
    data_encoding::HEXLOWER
        .decode(part.as_str().unwrap().as_bytes())
        .unwrap()
}

/// The certificate that signed those of the vectors, from the text of the specification.
fn root() -> Option<Vec<u8>> {
    let text = read("test-vectors-section.bs")?;
    let line = text
        .lines()
        .find(|line| line.starts_with("attestation_ca_cert = "))?;
    Some(
        data_encoding::HEXLOWER
            .decode(line.split('\'').nth(1)?.as_bytes())
            .unwrap(),
    )
}

fn register(vector: &Value, party: &RelyingParty, trust: &Trust) -> Result<Registered, Refused> {
    let part = &vector["registration"];
    let id = encode(&bytes(&part["credential_id"]));
    let answer = json!({
        "id": id, "rawId": id, "type": "public-key",
        "response": {
            "clientDataJSON": encode(&bytes(&part["clientDataJSON"])),
            "attestationObject": encode(&bytes(&part["attestationObject"])),
        },
    });
    let challenge = Challenge::new(&bytes(&part["challenge"])).unwrap();
    let registration = Registration {
        party,
        challenge: &challenge,
        wanted: Wanted::SecurityKey,
        trust,
    };
    registration.verify(&answer.to_string(), NOW)
}

fn sign_in(vector: &Value, party: &RelyingParty, credential: &Credential) -> Result<Count, Refused> {
    let part = &vector["authentication"];
    let id = encode(credential.id.as_bytes());
    let answer = json!({
        "id": id, "rawId": id, "type": "public-key",
        "response": {
            "clientDataJSON": encode(&bytes(&part["clientDataJSON"])),
            "authenticatorData": encode(&bytes(&part["authenticatorData"])),
            "signature": encode(&bytes(&part["signature"])),
        },
    });
    let challenge = Challenge::new(&bytes(&part["challenge"])).unwrap();
    let verification = UserVerification::Preferred;
    let authentication = Authentication {
        party,
        challenge: &challenge,
        verification,
        refuse_copies: true,
    };
    let answer = Assertion::parse(&answer.to_string())?;
    authentication
        .verify(&answer, credential, &HANDLE)
        .map(|seen| seen.count)
}

#[test]
fn the_vectors_of_the_specification_pass() {
    let (Some(text), Some(root)) = (read("webauthn-l3-test-vectors.json"), root()) else {
        return;
    };
    let file: Value = serde_json::from_str(&text).unwrap();
    let vectors = file["vectors"].as_array().unwrap();
    let party = RelyingParty::new("example.org", "Example")
        .unwrap()
        .inside("https://example.com")
        .unwrap();
    let trust = Trust::makes(vec![root], false);
    let mut seen = Vec::new();
    for vector in vectors {
        let title = vector["title"].as_str().unwrap();
        let outcome = register(vector, &party, &trust).and_then(|made| {
            assert_eq!(
                made.credential.id.as_bytes(),
                bytes(&vector["registration"]["credential_id"]),
                "{title}"
            );
            assert_eq!(
                made.credential.aaguid.0.to_vec(),
                bytes(&vector["registration"]["aaguid"]),
                "{title}"
            );
            sign_in(vector, &party, &made.credential)?;
            Ok(made.credential.attested)
        });
        seen.push((title.to_owned(), outcome));
    }
    let expected = [
        ("ES256 Credential with No Attestation", Ok(Attested::Nothing)),
        ("ES256 Credential with Self Attestation", Ok(Attested::BySelf)),
        // It does not say inside which page it was, so no policy by name can let it in.
        (
            r#"ES256 Credential with "crossOrigin": true in clientDataJSON"#,
            Err(Refused::Embedded),
        ),
        (
            r#"ES256 Credential with "topOrigin" in clientDataJSON"#,
            Ok(Attested::Nothing),
        ),
        (
            "ES256 Credential with very long credential ID",
            Ok(Attested::Nothing),
        ),
        (
            "Packed Attestation with ES256 Credential",
            Ok(Attested::ByTrusted),
        ),
        (
            "Packed Attestation with ES384 Credential",
            Ok(Attested::ByTrusted),
        ),
        (
            "Packed Attestation with ES512 Credential",
            Ok(Attested::ByTrusted),
        ),
        (
            "Packed Attestation with RS256 Credential",
            Ok(Attested::ByTrusted),
        ),
        (
            "Packed Attestation with Ed25519 Credential",
            Ok(Attested::ByTrusted),
        ),
        // Ed448 is not offered, so an authenticator that makes such a key is refused.
        (
            "Packed Attestation with Ed448 Credential",
            Err(Refused::Algorithm(-53)),
        ),
        ("TPM Attestation with ES256 Credential", Ok(Attested::ByTrusted)),
        // Its certificate says neither where the key was made nor what it is for, so it is not believed.
        (
            "Android Key Attestation with ES256 Credential",
            Ok(Attested::ByUnknown),
        ),
        (
            "Apple Anonymous Attestation with ES256 Credential",
            Ok(Attested::ByTrusted),
        ),
        (
            "FIDO U2F Attestation with ES256 Credential",
            Ok(Attested::ByTrusted),
        ),
    ];
    assert_eq!(seen.len(), expected.len());
    for ((title, outcome), (expected_title, expected)) in seen.into_iter().zip(expected) {
        assert_eq!((title.as_str(), outcome), (expected_title, expected));
    }
}

#[test]
fn only_what_leads_to_a_root_is_believed() {
    let (Some(text), Some(root)) = (read("webauthn-l3-test-vectors.json"), root()) else {
        return;
    };
    let file: Value = serde_json::from_str(&text).unwrap();
    let vectors = file["vectors"].as_array().unwrap();
    let party = RelyingParty::new("example.org", "Example").unwrap();
    let packed = vectors
        .iter()
        .find(|vector| vector["title"] == "Packed Attestation with ES256 Credential")
        .unwrap();
    let none = vectors
        .iter()
        .find(|vector| vector["title"] == "ES256 Credential with No Attestation")
        .unwrap();
    let check = |vector: &Value, trust: Trust, expected: Result<Attested, Refused>| {
        assert_eq!(
            register(vector, &party, &trust).map(|made| made.credential.attested),
            expected
        );
    };
    check(packed, Trust::anyone(), Ok(Attested::ByUnknown));
    check(
        packed,
        Trust::makes(vec![root.clone()], true),
        Ok(Attested::ByTrusted),
    );
    check(
        packed,
        Trust::makes(vec![vec![0x30, 0x00]], true),
        Err(Refused::Untrusted),
    );
    check(none, Trust::makes(vec![root], true), Err(Refused::Untrusted));
}

/// Each byte of each attestation object in turn is changed: no answer panics, and none is believed.
#[test]
fn no_attestation_survives_a_changed_byte() {
    let (Some(text), Some(root)) = (read("webauthn-l3-test-vectors.json"), root()) else {
        return;
    };
    let file: Value = serde_json::from_str(&text).unwrap();
    let party = RelyingParty::new("example.org", "Example").unwrap();
    let trust = Trust::makes(vec![root], false);
    for vector in file["vectors"].as_array().unwrap() {
        let object = bytes(&vector["registration"]["attestationObject"]);
        // U2F signs neither flags nor count nor make: the 21 bytes after the hash of the RP ID.
        let data = object
            .windows(8)
            .position(|window| window == b"authData")
            .unwrap()
            + 8
            + 3;
        let unsigned = if vector["title"].as_str().unwrap().contains("U2F") {
            data + 32..data + 53
        } else {
            0..0
        };
        for place in (0..object.len())
            .step_by(3)
            .filter(|place| !unsigned.contains(place))
        {
            let mut changed = object.clone();
            changed[place] ^= 0x04;
            let mut vector = vector.clone();
            vector["registration"]["attestationObject"] = json!(data_encoding::HEXLOWER.encode(&changed));
            let believed = register(&vector, &party, &trust).map(|made| made.credential.attested);
            assert_ne!(
                believed,
                Ok(Attested::ByTrusted),
                "byte {place} of {}",
                vector["title"]
            );
        }
    }
}
