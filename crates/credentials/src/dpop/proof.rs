//! A proof of possession, and the twelve checks of RFC 9449, section 4.3.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use vocabulary::{Moment, Span};

use super::json_web_key::{Algorithm, KeyRefused, PublicKey, Thumbprint};
use super::target::normal;

/// Longest proof that is read, in bytes.
pub const MAX_PROOF_BYTES: usize = 8 * 1024;
/// Longest `jti`, in bytes: it is kept until the proof is too old.
const MAX_ID_BYTES: usize = 128;

/// What a proof has to be for.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The HTTP method.
    pub method: &'a str,
    /// The URI that the client asked, as it sees it from outside.
    pub uri: &'a str,
    /// The access token that came along, at a resource.
    pub access_token: Option<&'a str>,
    /// The nonce that this client was given, where one was.
    pub nonce: Option<&'a str>,
    /// Now.
    pub now: Moment,
}

/// How old a proof may be, and how far ahead its clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// Its greatest age.
    pub age: Span,
    /// How far its clock may be ahead.
    pub ahead: Span,
}

impl Default for Window {
    /// A minute back and ten seconds ahead, as FAPI 2.0 has it.
    fn default() -> Self {
        Self {
            age: Span::from_minutes(1),
            ahead: Span::from_seconds(10),
        }
    }
}

/// A proof that holds. The caller spends `id`, together with `thumbprint`, until `spent_until`: seen before, it is a
/// replay. Where the token is bound to a key, the caller compares its thumbprint with this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// `jti`: unlike that of any other proof.
    pub id: String,
    /// The thumbprint of the key that signed.
    pub thumbprint: Thumbprint,
    /// `iat`: when it was made.
    pub issued_at: Moment,
    /// When it is too old to be sent again.
    pub spent_until: Moment,
}

/// Why a proof does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It is no such token.
    #[error("the `DPoP` header is not one JSON Web Token with the members that RFC 9449 asks for")]
    Malformed,
    /// It is some other kind of token.
    #[error("the proof's `typ` is not `dpop+jwt`; make a proof for each request")]
    Type,
    /// It is signed in a way that is not accepted.
    #[error("the proof is signed with `{0}`; accepted are ES256, EdDSA, RS256 and PS256")]
    Algorithm(String),
    /// The key is not accepted.
    #[error(transparent)]
    Key(#[from] KeyRefused),
    /// It asks for what is not understood here.
    #[error("the proof names critical members in `crit` that are not known here; leave them out")]
    Critical,
    /// The signature is not by the key.
    #[error("the proof's signature is not by the key in `jwk`")]
    Signature,
    /// It is for another method.
    #[error("the proof is for another method; `htm` has to be the method of this request")]
    Method,
    /// It is for another target.
    #[error("the proof is for another address; `htu` has to be this request's, without query and fragment")]
    Target,
    /// It is too old, or of the future.
    #[error("the proof is too old, or its clock is ahead; make one for each request, and set the clock")]
    Time,
    /// It is for another token.
    #[error("the proof is for another token; `ath` has to be the SHA-256 of the access token, in base64url")]
    Token,
    /// It does not hold the nonce that was given.
    #[error(
        "the proof does not hold the nonce that this server gave; take the one from the `DPoP-Nonce` header"
    )]
    Nonce,
}

impl Refused {
    /// The error code that the client is told (RFC 9449, sections 5, 8 and 9).
    pub const fn oauth_error(&self) -> &'static str {
        match self {
            Self::Nonce => "use_dpop_nonce",
            _ => "invalid_dpop_proof",
        }
    }
}

#[derive(Deserialize)]
struct Header {
    typ: String,
    alg: String,
    jwk: Map<String, Value>,
    crit: Option<Value>,
}

#[derive(Deserialize)]
struct Claims {
    jti: String,
    htm: String,
    htu: String,
    iat: f64,
    ath: Option<String>,
    nonce: Option<String>,
}

/// Checks the value of the one `DPoP` header of a request. That there is only one is for the caller to see.
///
/// # Errors
/// [`Refused`].
pub fn verify(header: &str, request: &Request<'_>, window: Window) -> Result<Proof, Refused> {
    if header.len() > MAX_PROOF_BYTES {
        return Err(Refused::Malformed);
    }
    let (signed, signature) = header.rsplit_once('.').ok_or(Refused::Malformed)?;
    let (head, claims) = signed.split_once('.').ok_or(Refused::Malformed)?;
    let head: Header = part(head)?;
    if head.typ != "dpop+jwt" {
        return Err(Refused::Type);
    }
    if head.crit.is_some() {
        return Err(Refused::Critical);
    }
    let algorithm = Algorithm::named(&head.alg).ok_or_else(|| {
        Refused::Algorithm(
            head.alg
                .chars()
                .filter(|letter| !letter.is_control())
                .take(32)
                .collect(),
        )
    })?;
    let key = PublicKey::read(&head.jwk)?;
    let claims: Claims = part(claims)?;
    let signature = URL_SAFE_NO_PAD
        .decode(signature)
        .map_err(|_| Refused::Malformed)?;
    if !key.verify(algorithm, signed.as_bytes(), &signature) {
        return Err(Refused::Signature);
    }
    let issued_at = claims.check(request, window)?;
    Ok(Proof {
        id: claims.jti,
        thumbprint: key.thumbprint(),
        issued_at,
        // It is refused from the first moment after this one.
        spent_until: issued_at + window.age + Span::from_millis(1),
    })
}

fn part<T: DeserializeOwned>(text: &str) -> Result<T, Refused> {
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| Refused::Malformed)?;
    serde_json::from_slice(&bytes).map_err(|_| Refused::Malformed)
}

impl Claims {
    /// Whether it is for this request and of now; and when it was made.
    fn check(&self, request: &Request<'_>, window: Window) -> Result<Moment, Refused> {
        if self.jti.is_empty() || self.jti.len() > MAX_ID_BYTES {
            return Err(Refused::Malformed);
        }
        if self.htm != request.method {
            return Err(Refused::Method);
        }
        let asked = normal(request.uri).ok_or(Refused::Target)?;
        if normal(&self.htu).as_ref() != Some(&asked) {
            return Err(Refused::Target);
        }
        if let Some(given) = request.nonce {
            let nonce = self.nonce.as_deref().unwrap_or_default();
            verify_slices_are_equal(given.as_bytes(), nonce.as_bytes()).map_err(|_| Refused::Nonce)?;
        }
        let issued_at = moment(self.iat);
        if request.now.since(issued_at) > window.age || issued_at.since(request.now) > window.ahead {
            return Err(Refused::Time);
        }
        if let Some(token) = request.access_token {
            let expected = URL_SAFE_NO_PAD.encode(digest(&SHA256, token.as_bytes()));
            let ath = self.ath.as_deref().unwrap_or_default();
            verify_slices_are_equal(expected.as_bytes(), ath.as_bytes()).map_err(|_| Refused::Token)?;
        }
        Ok(issued_at)
    }
}

/// Seconds since 1970, which may have a part after the point (RFC 7519, section 2).
#[expect(
    clippy::cast_possible_truncation,
    reason = "what is out of range becomes the nearest moment there is"
)]
fn moment(seconds: f64) -> Moment {
    Moment::from_millis((seconds * 1000.0) as i64)
}

#[cfg(test)]
mod tests {
    use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    const NOW: i64 = 1_795_253_400;
    const TOKEN: &str = "acme_api_pAb12Zz0123";

    fn request() -> Request<'static> {
        Request {
            method: "POST",
            uri: "https://server.example.com/token",
            access_token: None,
            nonce: None,
            now: Moment::from_millis(NOW * 1000),
        }
    }

    fn key() -> Ed25519KeyPair {
        Ed25519KeyPair::from_seed_unchecked(&[7; 32]).unwrap()
    }

    fn encode(value: &Value) -> String {
        URL_SAFE_NO_PAD.encode(value.to_string())
    }

    fn head() -> Value {
        let x = URL_SAFE_NO_PAD.encode(key().public_key().as_ref());
        json!({"typ": "dpop+jwt", "alg": "EdDSA", "jwk": {"kty": "OKP", "crv": "Ed25519", "x": x}})
    }

    fn claims() -> Value {
        json!({"jti": "-BwC3ESc6acc2lTc", "htm": "POST", "htu": "https://server.example.com/token", "iat": NOW})
    }

    fn signed(head: &Value, claims: &Value) -> String {
        let text = format!("{}.{}", encode(head), encode(claims));
        let signature = key().sign(text.as_bytes());
        format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    /// The proofs of RFC 9449, where they are beside the project.
    #[test]
    fn the_proofs_of_the_rfc_hold() {
        const EXAMPLES: &str = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../../shared/standards/jose/dpop/dpop-examples.json"
        );
        let Ok(text) = std::fs::read_to_string(EXAMPLES) else {
            eprintln!("skipped: the examples of RFC 9449 are not here");
            return;
        };
        let file: Value = serde_json::from_str(&text).unwrap();
        let token = file["access_token"].as_str().unwrap();
        let mut held = 0;
        for example in file["examples"].as_array().unwrap() {
            let payload = &example["payload"];
            let of = |name: &str| payload[name].as_str().unwrap_or_default();
            let iat = payload["iat"].as_i64().unwrap_or_default();
            let request = Request {
                method: of("htm"),
                uri: of("htu"),
                access_token: payload.get("ath").map(|_| token),
                nonce: None,
                now: Moment::from_millis(iat * 1000),
            };
            let checked = verify(example["jwt"].as_str().unwrap(), &request, Window::default());
            if example["header"]["typ"] == "dpop+jwt" {
                let proof = checked.unwrap();
                assert_eq!(
                    (proof.id.as_str(), proof.thumbprint.to_string().as_str()),
                    (of("jti"), example["jkt"].as_str().unwrap())
                );
                held += 1;
            } else {
                // The access token itself is no proof.
                assert_eq!(checked, Err(Refused::Malformed));
            }
        }
        assert_eq!(held, 4);
    }

    /// Checks a proof with some members changed, `null` taking one away.
    fn check(
        head_changes: &Value,
        claim_changes: &Value,
        request: Request<'_>,
        expected: &Result<(), Refused>,
    ) {
        let changed = |mut whole: Value, changes: &Value| {
            for (name, value) in changes.as_object().unwrap() {
                let members = whole.as_object_mut().unwrap();
                if value.is_null() {
                    members.remove(name);
                } else {
                    members.insert(name.clone(), value.clone());
                }
            }
            whole
        };
        let proof = signed(&changed(head(), head_changes), &changed(claims(), claim_changes));
        let checked = verify(&proof, &request, Window::default());
        assert_eq!(&checked.map(|_| ()), expected, "{head_changes} {claim_changes}");
    }

    #[test]
    fn a_proof_is_for_one_request() {
        let check = |changes: Value, expected| check(&json!({}), &changes, request(), &expected);
        check(json!({}), Ok(()));
        check(json!({"new": {"a": 1}}), Ok(()));
        check(json!({"htu": "https://SERVER.example.com:443/token?x"}), Ok(()));
        check(
            json!({"htu": "https://server.example.com/token2"}),
            Err(Refused::Target),
        );
        check(
            json!({"htu": "http://server.example.com/token"}),
            Err(Refused::Target),
        );
        check(json!({"htu": "/token"}), Err(Refused::Target));
        check(json!({"htm": "GET"}), Err(Refused::Method));
        check(json!({"htm": "post"}), Err(Refused::Method));
        check(json!({"jti": ""}), Err(Refused::Malformed));
        check(json!({"jti": "x".repeat(129)}), Err(Refused::Malformed));
        for missing in ["jti", "htm", "htu", "iat"] {
            check(json!({ missing: null }), Err(Refused::Malformed));
        }
    }

    #[test]
    fn a_proof_is_of_now() {
        let at = |seconds: i64| Request {
            now: Moment::from_millis((NOW + seconds) * 1000),
            ..request()
        };
        let check = |changes: Value, seconds, expected| check(&json!({}), &changes, at(seconds), &expected);
        check(json!({}), 60, Ok(()));
        check(json!({}), 61, Err(Refused::Time));
        check(json!({}), -10, Ok(()));
        check(json!({}), -11, Err(Refused::Time));
        check(json!({"iat": 1_795_253_399.75}), 0, Ok(()));
        check(json!({"iat": 1e300}), 0, Err(Refused::Time));
        check(json!({"iat": -1e300}), 0, Err(Refused::Time));
        check(json!({"iat": "now"}), 0, Err(Refused::Malformed));
    }

    #[test]
    fn a_proof_is_for_the_token_and_the_nonce_that_were_given() {
        let with_token = Request {
            access_token: Some(TOKEN),
            ..request()
        };
        let with_nonce = Request {
            nonce: Some("n-0S6"),
            ..request()
        };
        let hashed = |token: &str| URL_SAFE_NO_PAD.encode(digest(&SHA256, token.as_bytes()));
        let check = |changes: Value, request, expected| check(&json!({}), &changes, request, &expected);
        check(json!({}), with_token, Err(Refused::Token));
        check(json!({"ath": hashed("another")}), with_token, Err(Refused::Token));
        check(json!({"ath": hashed(TOKEN)}), with_token, Ok(()));
        check(json!({}), with_nonce, Err(Refused::Nonce));
        check(json!({"nonce": "n-0S7"}), with_nonce, Err(Refused::Nonce));
        check(json!({"nonce": "n-0S6"}), with_nonce, Ok(()));
    }

    #[test]
    fn a_proof_is_signed_by_the_key_that_it_shows() {
        let check = |changes: Value, expected| check(&changes, &json!({}), request(), &Err(expected));
        let with = |name: &str, value: &str| {
            let mut key = head()["jwk"].clone();
            key[name] = json!(value);
            json!({ "jwk": key })
        };
        check(json!({"typ": "JWT"}), Refused::Type);
        check(json!({"typ": null}), Refused::Malformed);
        check(json!({"alg": "none"}), Refused::Algorithm("none".into()));
        check(json!({"alg": "HS256"}), Refused::Algorithm("HS256".into()));
        check(json!({"alg": "ES256"}), Refused::Signature);
        check(json!({"crit": ["exp"]}), Refused::Critical);
        check(with("d", "AA"), Refused::Key(KeyRefused::Private));
        check(with("kty", "EC"), Refused::Key(KeyRefused::Malformed));
        check(with("x", &URL_SAFE_NO_PAD.encode([1; 32])), Refused::Signature);
    }

    #[test]
    fn a_proof_is_one_token_and_can_be_spent() {
        let proof = signed(&head(), &claims());
        let check = |text: &str| {
            let checked = verify(text, &request(), Window::default());
            assert_eq!(checked, Err(Refused::Malformed), "{text}");
        };
        check("");
        check("..");
        check(&proof[..proof.rfind('.').unwrap()]);
        check(&format!("{proof}.x"));
        check(&format!("{proof}, {proof}"));
        check(&format!("{proof}="));
        check(&"x".repeat(MAX_PROOF_BYTES + 1));
        let held = verify(&proof, &request(), Window::default()).unwrap();
        assert_eq!(held.spent_until, Moment::from_millis((NOW + 60) * 1000 + 1));
        let again = Request {
            now: held.spent_until,
            ..request()
        };
        assert_eq!(verify(&proof, &again, Window::default()), Err(Refused::Time));
        assert_eq!(
            (Refused::Nonce.oauth_error(), Refused::Time.oauth_error()),
            ("use_dpop_nonce", "invalid_dpop_proof")
        );
    }

    proptest! {
        #[test]
        fn nothing_that_is_sent_panics_or_passes_when_changed(
            noise in any::<String>(),
            place in any::<prop::sample::Index>(),
            with in prop::char::range(' ', '~'),
        ) {
            prop_assert!(verify(&noise, &request(), Window::default()).is_err());
            let mut proof: Vec<char> = signed(&head(), &claims()).chars().collect();
            let changed = std::mem::replace(place.get_mut(&mut proof), with) != with;
            let proof: String = proof.into_iter().collect();
            prop_assert_eq!(verify(&proof, &request(), Window::default()).is_err(), changed);
        }
    }
}
