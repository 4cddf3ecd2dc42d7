//! What an authenticator sends when it is enrolled, and when it signs in.
#![no_main]

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use credentials::webauthn::{Assertion, Challenge, Registration, RelyingParty, Trust, Wanted};
use libfuzzer_sys::fuzz_target;
use vocabulary::Moment;

fuzz_target!(|bytes: &[u8]| {
    let (party, trust) = (
        RelyingParty::new("example.org", "Example").expect("a site"),
        Trust::default(),
    );
    let challenge = Challenge::new(&[7; 32]).expect("a challenge");
    // The client's part is as it must be, so that what the authenticator wrote is looked at.
    let client = format!(
        r#"{{"type":"webauthn.create","challenge":"{}","origin":"https://example.org","crossOrigin":false}}"#,
        URL_SAFE_NO_PAD.encode(challenge.as_bytes())
    );
    let answer = format!(
        r#"{{"rawId":"AAAA","type":"public-key","response":{{"clientDataJSON":"{}","attestationObject":"{}"}}}}"#,
        URL_SAFE_NO_PAD.encode(client),
        URL_SAFE_NO_PAD.encode(bytes)
    );
    for wanted in [Wanted::Passkey, Wanted::SecurityKey] {
        let registration = Registration {
            party: &party,
            challenge: &challenge,
            wanted,
            trust: &trust,
        };
        drop(registration.verify(&answer, Moment::from_millis(1_795_000_000_000)));
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        drop(Assertion::parse(text));
    }
});
