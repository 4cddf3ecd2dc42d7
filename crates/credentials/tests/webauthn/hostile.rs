//! Whatever the bytes are, nothing panics, and nothing but the genuine answer passes.

use credentials::webauthn::{Assertion, Registration, Trust, Wanted};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::soft::{HANDLE, NOW, Soft, authentication, challenge, encode, enrolled, party};

/// A change to bytes: some are cut out, some put in.
fn mutated(bytes: &[u8], at: prop::sample::Index, cut: usize, put: &[u8]) -> Vec<u8> {
    let at = at.index(bytes.len());
    let end = (at + cut).min(bytes.len());
    [&bytes[..at], put, &bytes[end..]].concat()
}

fn bytes_of(answer: &Value, part: &str) -> Vec<u8> {
    let written = answer["response"][part].as_str().unwrap();
    base64::Engine::decode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, written).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn registrations_that_were_tampered_with_do_not_panic(
        part in prop::sample::select(vec!["clientDataJSON", "attestationObject"]),
        at in any::<prop::sample::Index>(),
        cut in 0_usize..40,
        put in prop::collection::vec(any::<u8>(), 0..40),
        signs_for_itself in any::<bool>(),
    ) {
        let (party, challenge) = (party(), challenge());
        let soft = Soft { signs_for_itself, ..Soft::default() };
        let mut answer = soft.register();
        answer["response"][part] = json!(encode(&mutated(&bytes_of(&answer, part), at, cut, &put)));
        let registration =
            Registration { party: &party, challenge: &challenge, wanted: Wanted::Passkey, trust: &Trust::anyone() };
        if let Ok(made) = registration.verify(&answer.to_string(), NOW) {
            prop_assert_eq!(made.credential.id.as_bytes(), soft.id.as_slice());
        }
    }

    #[test]
    fn sign_ins_that_were_tampered_with_fail_and_do_not_panic(
        part in prop::sample::select(vec!["clientDataJSON", "authenticatorData", "signature"]),
        at in any::<prop::sample::Index>(),
        cut in 0_usize..40,
        put in prop::collection::vec(any::<u8>(), 0..40),
    ) {
        let (party, challenge) = (party(), challenge());
        let mut answer = Soft::default().sign_in();
        let before = bytes_of(&answer, part);
        let after = mutated(&before, at, cut, &put);
        answer["response"][part] = json!(encode(&after));
        let credential = enrolled(&Soft::default()).credential;
        let checked = Assertion::parse(&answer.to_string())
            .and_then(|answer| authentication(&party, &challenge).verify(&answer, &credential, &HANDLE));
        prop_assert_eq!(checked.is_ok(), before == after);
    }

    #[test]
    fn text_that_is_no_answer_is_refused(text in any::<String>()) {
        prop_assert!(Assertion::parse(&text).is_err());
    }
}

#[test]
fn an_answer_of_any_length_is_refused_unread() {
    assert_eq!(
        Assertion::parse(&"[".repeat(10_000_000)).unwrap_err().code(),
        "malformed"
    );
    assert_eq!(
        Assertion::parse(&"[".repeat(60_000)).unwrap_err().code(),
        "malformed"
    );
}
