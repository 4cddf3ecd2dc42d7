//! What the browser says: *client data*, WebAuthn Level 3, section 5.8.1.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;

use super::party::{Challenge, RelyingParty};
use super::refused::Refused;

/// Members that are not named here are passed over, as the specification asks.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClientData {
    #[serde(rename = "type")]
    kind: String,
    challenge: String,
    origin: String,
    cross_origin: Option<bool>,
    top_origin: Option<String>,
}

/// Checks that the browser made this answer for this ceremony, to this challenge, on a page of this platform.
pub(super) fn check(
    json: &[u8],
    kind: &str,
    challenge: &Challenge,
    party: &RelyingParty,
) -> Result<(), Refused> {
    let malformed = Refused::Malformed("what the browser says of itself is no JSON");
    let json = json.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(json);
    let data: ClientData = serde_json::from_slice(json).map_err(|_| malformed)?;
    if data.kind != kind {
        return Err(Refused::Type);
    }
    let expected = URL_SAFE_NO_PAD.encode(challenge.as_bytes());
    verify_slices_are_equal(expected.as_bytes(), data.challenge.as_bytes())
        .map_err(|_| Refused::Challenge)?;
    if !party.has_origin(&data.origin) {
        return Err(Refused::Origin(data.origin.chars().take(100).collect()));
    }
    // Inside another page, only where the platform has named that page. A browser that does not say which page it
    // is cannot be let in by name.
    let embedded = data.cross_origin == Some(true) || data.top_origin.is_some();
    if embedded && !data.top_origin.is_some_and(|top| party.may_be_inside(&top)) {
        return Err(Refused::Embedded);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_to_this_question_on_this_page() {
        let party = RelyingParty::new("example.org", "Example")
            .unwrap()
            .inside("https://example.com")
            .unwrap();
        let challenge = Challenge::new(&[0xFB; 16]).unwrap();
        let check = |json: &str, expected: Result<(), &str>| {
            let checked = check(json.as_bytes(), "webauthn.get", &challenge, &party);
            assert_eq!(
                checked.as_ref().copied().map_err(Refused::code),
                expected,
                "{json}"
            );
        };
        let given = URL_SAFE_NO_PAD.encode([0xFB; 16]);
        let with = |kind: &str, challenge: &str, origin: &str, more: &str| {
            format!(r#"{{"type":"{kind}","challenge":"{challenge}","origin":"{origin}"{more}}}"#)
        };
        let here = "https://example.org";
        check(&with("webauthn.get", &given, here, ""), Ok(()));
        check(
            &format!("\u{FEFF}{}", with("webauthn.get", &given, here, "")),
            Ok(()),
        );
        check(
            &with(
                "webauthn.get",
                &given,
                here,
                r#","crossOrigin":false,"new":{"a":[1]}"#,
            ),
            Ok(()),
        );
        check(&with("webauthn.create", &given, here, ""), Err("type"));
        check(
            &with("webauthn.get", "AAAAAAAAAAAAAAAAAAAAAA", here, ""),
            Err("challenge"),
        );
        check(
            &with("webauthn.get", &format!("{given}="), here, ""),
            Err("challenge"),
        );
        check(&with("webauthn.get", "", here, ""), Err("challenge"));
        for origin in [
            "https://example.com",
            "http://example.org",
            "https://example.org:8443",
            "https://example.org.evil.com",
            "null",
        ] {
            check(&with("webauthn.get", &given, origin, ""), Err("origin"));
        }
        check(
            &with("webauthn.get", &given, here, r#","crossOrigin":true"#),
            Err("embedded"),
        );
        let top = |origin: &str| format!(r#","crossOrigin":true,"topOrigin":"{origin}""#);
        check(
            &with("webauthn.get", &given, here, &top("https://example.com")),
            Ok(()),
        );
        check(
            &with("webauthn.get", &given, here, &top("https://evil.com")),
            Err("embedded"),
        );
        check("", Err("malformed"));
        check("{}", Err("malformed"));
        check(
            &with("webauthn.get", &given, here, r#","origin":"https://example.org""#),
            Err("malformed"),
        );
    }
}
