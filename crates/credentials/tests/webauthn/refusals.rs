//! What an authenticator, a browser or a thief might send, and why each is refused.

use credentials::webauthn::{
    Assertion, Attested, Authenticated, Authentication, Count, Refused, Registered, Registration,
    RelyingParty, Trust, UserVerification, Wanted,
};
use serde_json::json;

use crate::soft::{
    BACKED_UP, ELIGIBLE, HANDLE, NOW, PRESENT, Soft, VERIFIED, authentication, challenge, enrolled, party,
};

fn register(soft: &Soft, wanted: Wanted, party: &RelyingParty) -> Result<Registered, Refused> {
    let challenge = challenge();
    let registration = Registration {
        party,
        challenge: &challenge,
        wanted,
        trust: &Trust::anyone(),
    };
    registration.verify(&soft.register().to_string(), NOW)
}

fn sign_in(soft: &Soft, as_enrolled: &Soft) -> Result<Authenticated, Refused> {
    let (party, challenge) = (party(), challenge());
    let answer = Assertion::parse(&soft.sign_in().to_string())?;
    authentication(&party, &challenge).verify(&answer, &enrolled(as_enrolled).credential, &HANDLE)
}

#[test]
fn an_honest_authenticator_is_enrolled_and_signs_in() {
    let made = register(&Soft::default(), Wanted::Passkey, &party()).unwrap();
    assert!(made.is_passkey() && made.credential.backup_eligible && made.credential.backed_up);
    let names: Vec<_> = made
        .credential
        .transports
        .iter()
        .map(|transport| transport.name())
        .collect();
    assert_eq!(
        (names, made.format.as_str()),
        (vec!["hybrid", "internal"], "none")
    );
    let seen = sign_in(&Soft::default(), &Soft::default()).unwrap();
    assert_eq!(
        (seen.user_verified, seen.count, seen.backup_changed),
        (true, Count::NotKept, None)
    );
    assert_eq!(seen.credential, made.credential);
}

#[test]
fn an_authenticator_may_sign_for_itself() {
    let soft = Soft {
        signs_for_itself: true,
        ..Soft::default()
    };
    assert_eq!(
        register(&soft, Wanted::Passkey, &party())
            .unwrap()
            .credential
            .attested,
        Attested::BySelf
    );
    let mut forged = soft.register();
    let genuine = forged["response"]["attestationObject"]
        .as_str()
        .unwrap()
        .to_owned();
    // The signature is the 64 bytes before "authData"; one bit of it is turned.
    let mut bytes =
        base64::Engine::decode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, genuine).unwrap();
    let end = bytes.windows(8).position(|window| window == b"authData").unwrap() - 1;
    bytes[end - 10] ^= 1;
    forged["response"]["attestationObject"] = json!(crate::soft::encode(&bytes));
    let (party, challenge) = (party(), challenge());
    let registration = Registration {
        party: &party,
        challenge: &challenge,
        wanted: Wanted::Passkey,
        trust: &Trust::anyone(),
    };
    assert_eq!(
        registration.verify(&forged.to_string(), NOW).unwrap_err().code(),
        "attestation"
    );
    // Nobody stands behind a credential that signs for itself.
    let strict = Trust::makes(Vec::new(), true);
    let registration = Registration {
        trust: &strict,
        ..registration
    };
    assert_eq!(
        registration.verify(&soft.register().to_string(), NOW),
        Err(Refused::Untrusted)
    );
}

#[test]
fn registrations_that_are_amiss_are_refused() {
    let check = |change: fn(&mut Soft), code: &str| {
        let mut soft = Soft::default();
        change(&mut soft);
        let refused = register(&soft, Wanted::Passkey, &party()).map(|made| made.format);
        assert_eq!(refused.as_ref().map_err(Refused::code), Err(code));
    };
    check(|soft| soft.flags = PRESENT, "user-verification");
    check(|soft| soft.flags = VERIFIED, "user-presence");
    check(|soft| soft.flags = PRESENT | VERIFIED | BACKED_UP, "backup-flags");
    check(|soft| soft.origin = "https://example.com".into(), "origin");
    check(|soft| soft.origin = "http://example.org".into(), "origin");
    check(|soft| soft.origin = "https://evil.example.org".into(), "origin");
    check(|soft| soft.rp_id = "example.com".into(), "relying-party");
    check(|soft| soft.challenge = vec![0; 32], "challenge");
    check(|soft| soft.challenge.truncate(16), "challenge");
    check(|soft| soft.kind = Some("webauthn.get"), "type");
    check(|soft| soft.says_also = json!({"crossOrigin": true}), "embedded");
    check(
        |soft| soft.says_also = json!({"topOrigin": "https://example.org"}),
        "embedded",
    );
    check(|soft| soft.id = vec![1; 1024], "malformed");
    check(|soft| soft.id = Vec::new(), "malformed");
    check(|soft| soft.excess = vec![0xA0], "malformed");
}

#[test]
fn a_security_key_need_not_check_its_user_and_then_counts_once() {
    let soft = Soft {
        flags: PRESENT,
        ..Soft::default()
    };
    let made = register(&soft, Wanted::SecurityKey, &party()).unwrap();
    assert!(!made.is_passkey() && !made.credential.user_verified);
    let (party, challenge) = (party(), challenge());
    let answer = Assertion::parse(&soft.sign_in().to_string()).unwrap();
    let lenient = Authentication {
        verification: UserVerification::Preferred,
        ..authentication(&party, &challenge)
    };
    assert!(
        !lenient
            .verify(&answer, &made.credential, &HANDLE)
            .unwrap()
            .user_verified
    );
    let strict = authentication(&party, &challenge).verify(&answer, &made.credential, &HANDLE);
    assert_eq!(strict.unwrap_err(), Refused::UserVerification);
}

#[test]
fn sign_ins_that_are_amiss_are_refused() {
    let check = |change: fn(&mut Soft), code: &str| {
        let mut soft = Soft::default();
        change(&mut soft);
        let refused = sign_in(&soft, &Soft::default()).map(|seen| seen.count);
        assert_eq!(refused.as_ref().map_err(Refused::code), Err(code));
    };
    check(|soft| soft.flags = PRESENT | ELIGIBLE, "user-verification");
    check(|soft| soft.flags = VERIFIED | ELIGIBLE, "user-presence");
    check(|soft| soft.flags = PRESENT | VERIFIED, "backup-eligibility");
    check(|soft| soft.flags = PRESENT | VERIFIED | BACKED_UP, "backup-flags");
    check(
        |soft| soft.origin = "https://example.org.evil.com".into(),
        "origin",
    );
    check(|soft| soft.rp_id = "login.example.org".into(), "relying-party");
    check(|soft| soft.challenge = vec![0x5B; 32], "challenge");
    check(|soft| soft.kind = Some("webauthn.create"), "type");
    check(|soft| soft.kind = Some("payment.get"), "type");
    check(|soft| soft.says_also = json!({"crossOrigin": true}), "embedded");
    check(|soft| soft.seed = [8; 32], "signature");
    check(|soft| soft.id = vec![2; 32], "other-credential");
    check(|soft| soft.user_handle = Some(vec![9; 32]), "other-account");
    check(|soft| soft.excess = vec![0], "malformed");
}

#[test]
fn a_credential_that_became_copyable_or_ceased_to_be_is_refused() {
    let bound = Soft {
        flags: PRESENT | VERIFIED,
        ..Soft::default()
    };
    let flipped = Soft {
        flags: PRESENT | VERIFIED | ELIGIBLE,
        ..Soft::default()
    };
    assert_eq!(sign_in(&flipped, &bound).unwrap_err(), Refused::BackupEligibility);
    assert_eq!(sign_in(&bound, &flipped).unwrap_err(), Refused::BackupEligibility);
    // That a copy was made, or given up, is told and is right.
    let copied = Soft::default();
    assert_eq!(sign_in(&copied, &flipped).unwrap().backup_changed, Some(true));
    let seen = sign_in(&flipped, &copied).unwrap();
    assert_eq!(
        (seen.backup_changed, seen.credential.backed_up),
        (Some(false), false)
    );
}

#[test]
fn a_copy_of_an_authenticator_is_noticed() {
    let at = |count: u32| Soft {
        count,
        ..Soft::default()
    };
    let seen = sign_in(&at(6), &at(5)).unwrap();
    assert_eq!((seen.count, seen.credential.sign_count), (Count::WentOn, 6));
    // The copy is behind: told by default, and the greater count is kept, so that it is told the next time too.
    let seen = sign_in(&at(3), &at(5)).unwrap();
    assert_eq!(
        (seen.count, seen.credential.sign_count),
        (Count::WentBack { before: 5, now: 3 }, 5)
    );
    let (party, challenge) = (party(), challenge());
    let strict = Authentication {
        refuse_copies: true,
        ..authentication(&party, &challenge)
    };
    let answer = Assertion::parse(&at(3).sign_in().to_string()).unwrap();
    assert_eq!(
        strict.verify(&answer, &enrolled(&at(5)).credential, &HANDLE),
        Err(Refused::Copied)
    );
}

#[test]
fn a_changed_byte_anywhere_in_what_is_signed_is_noticed() {
    let (party, challenge) = (party(), challenge());
    let credential = enrolled(&Soft::default()).credential;
    let genuine = Soft::default().sign_in();
    for part in ["clientDataJSON", "authenticatorData", "signature"] {
        let written = genuine["response"][part].as_str().unwrap();
        let bytes =
            base64::Engine::decode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, written).unwrap();
        for place in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[place] ^= 1;
            let mut answer = genuine.clone();
            answer["response"][part] = json!(crate::soft::encode(&changed));
            let answer = Assertion::parse(&answer.to_string()).unwrap();
            let checked = authentication(&party, &challenge).verify(&answer, &credential, &HANDLE);
            assert!(checked.is_err(), "byte {place} of {part}");
        }
    }
}

#[test]
fn the_platforms_other_pages_may_use_its_passkeys() {
    let party = party()
        .on("https://example.net")
        .unwrap()
        .inside("https://partner.example")
        .unwrap();
    let check = |change: fn(&mut Soft)| {
        let mut soft = Soft::default();
        change(&mut soft);
        assert!(register(&soft, Wanted::Passkey, &party).is_ok());
    };
    check(|soft| soft.origin = "https://login.example.org".into());
    check(|soft| soft.origin = "https://example.net".into());
    check(|soft| soft.says_also = json!({"crossOrigin": true, "topOrigin": "https://partner.example"}));
    check(|soft| soft.says_also = json!({"crossOrigin": false, "tokenBinding": {"status": "supported"}}));
}
