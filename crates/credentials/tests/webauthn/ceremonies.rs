//! Ceremonies against 1Password's authenticator and client, which know nothing of this crate.

use async_trait::async_trait;
use credentials::webauthn::{
    Assertion, Attested, Authentication, Count, Credential, Refused, Registered, Registration, RelyingParty,
    Trust, User, UserVerification, Wanted,
};
use futures::executor::block_on;
use passkey::authenticator::{
    Authenticator, CredentialStore, DiscoverabilitySupport, StoreInfo, UiHint, UserCheck,
    UserValidationMethod,
};
use passkey::client::{Client, DefaultClientData, WebauthnError};
use passkey::crypto::rust_crypto::RustCryptoBackend;
use passkey::types::Passkey;
use passkey::types::ctap2::make_credential::{
    Options, PublicKeyCredentialRpEntity, PublicKeyCredentialUserEntity,
};
use passkey::types::ctap2::{Aaguid, Ctap2Error, StatusCode};
use passkey::types::webauthn::{
    CredentialCreationOptions, CredentialRequestOptions, PublicKeyCredentialDescriptor,
};
use serde_json::json;

use crate::soft::{HANDLE, NOW, challenge};

/// An owner who is always there, and is checked or not.
struct Owner {
    verified: bool,
}

#[async_trait]
impl UserValidationMethod for Owner {
    type PasskeyItem = Passkey;

    async fn check_user<'a>(
        &self,
        hint: UiHint<'a, Self::PasskeyItem>,
        presence: bool,
        verification: bool,
    ) -> Result<UserCheck, Ctap2Error> {
        if matches!(hint, UiHint::InformExcludedCredentialFound(_)) {
            return Err(Ctap2Error::CredentialExcluded);
        }
        Ok(UserCheck {
            presence,
            verification: verification && self.verified,
        })
    }

    fn is_presence_enabled(&self) -> bool {
        true
    }

    fn is_verification_enabled(&self) -> Option<bool> {
        Some(self.verified)
    }
}

/// Where the authenticator keeps its passkeys: found by name, or by site alone.
#[derive(Default)]
struct Drawer(Vec<Passkey>);

#[async_trait]
impl CredentialStore for Drawer {
    type PasskeyItem = Passkey;

    async fn find_credentials(
        &self,
        ids: Option<&[PublicKeyCredentialDescriptor]>,
        rp_id: &str,
        _: Option<&[u8]>,
    ) -> Result<Vec<Passkey>, StatusCode> {
        let named = |held: &Passkey| {
            ids.is_none_or(|ids| ids.is_empty() || ids.iter().any(|id| id.id == held.credential_id))
        };
        let found: Vec<_> = self
            .0
            .iter()
            .filter(|held| held.rp_id == rp_id && named(held))
            .cloned()
            .collect();
        if found.is_empty() {
            Err(Ctap2Error::NoCredentials.into())
        } else {
            Ok(found)
        }
    }

    async fn save_credential(
        &mut self,
        made: Passkey,
        _: PublicKeyCredentialUserEntity,
        _: PublicKeyCredentialRpEntity,
        _: Options,
    ) -> Result<(), StatusCode> {
        self.0.push(made);
        Ok(())
    }

    async fn update_credential(&mut self, used: &Passkey) -> Result<(), StatusCode> {
        self.0.retain(|held| held.credential_id != used.credential_id);
        self.0.push(used.clone());
        Ok(())
    }

    async fn get_info(&self) -> StoreInfo {
        StoreInfo {
            discoverability: DiscoverabilitySupport::Full,
        }
    }
}

/// What a page asks of its browser.
enum Ask<'a> {
    Create(&'a serde_json::Value),
    Get(&'a serde_json::Value),
}

/// A browser that shows one page. The client's type names a crate that is not ours to name, so it is closed over.
struct Browser(Box<dyn FnMut(Ask<'_>) -> Answer>);

type Answer = Result<String, WebauthnError>;

impl Browser {
    fn new(origin: &str, verified: bool) -> Self {
        let mut authenticator = Authenticator::new(
            Aaguid::new_empty(),
            Drawer::default(),
            Owner { verified },
            RustCryptoBackend,
        );
        authenticator.set_make_credentials_with_signature_counter(true);
        let client = Client::new(authenticator).allows_insecure_localhost(true);
        // A browser asks for the check that is preferred where the authenticator can do it.
        let mut client = client.user_verification_when_preferred(verified);
        let origin: url::Url = origin.parse().unwrap();
        Self(Box::new(move |ask| match ask {
            Ask::Create(options) => {
                let options: CredentialCreationOptions =
                    serde_json::from_value(json!({ "publicKey": options })).unwrap();
                let made = block_on(client.register(&origin, options, DefaultClientData))?;
                Ok(serde_json::to_string(&made).unwrap())
            }
            Ask::Get(options) => {
                let options: CredentialRequestOptions =
                    serde_json::from_value(json!({ "publicKey": options })).unwrap();
                let made = block_on(client.authenticate(&origin, options, DefaultClientData))?;
                Ok(serde_json::to_string(&made).unwrap())
            }
        }))
    }

    fn ask(&mut self, ask: Ask<'_>) -> Answer {
        (self.0)(ask)
    }
}

const JANE: User<'static> = User {
    handle: &HANDLE,
    name: "jane@example.org",
    display_name: "Jane",
};

fn enrol(browser: &mut Browser, party: &RelyingParty, wanted: Wanted) -> Result<Registered, Refused> {
    let challenge = challenge();
    let registration = Registration {
        party,
        challenge: &challenge,
        wanted,
        trust: &Trust::anyone(),
    };
    let answer = browser.ask(Ask::Create(&registration.options(JANE, []))).unwrap();
    registration.verify(&answer, NOW)
}

fn sign_in(
    browser: &mut Browser,
    party: &RelyingParty,
    credential: &Credential,
    named: bool,
) -> Result<(Assertion, Credential, Count), Refused> {
    let challenge = challenge();
    let verification = UserVerification::Preferred;
    let authentication = Authentication {
        party,
        challenge: &challenge,
        verification,
        refuse_copies: true,
    };
    let answer = browser
        .ask(Ask::Get(&authentication.options(named.then_some(credential))))
        .unwrap();
    let answer = Assertion::parse(&answer)?;
    let seen = authentication.verify(&answer, credential, &HANDLE)?;
    Ok((answer, seen.credential, seen.count))
}

#[test]
fn a_passkey_is_made_and_found_without_a_name() {
    let party = RelyingParty::new("example.org", "Example").unwrap();
    let mut browser = Browser::new("https://example.org", true);
    let made = enrol(&mut browser, &party, Wanted::Passkey).unwrap();
    assert!(made.is_passkey());
    assert_eq!(made.credential.attested, Attested::Nothing);
    let mut credential = made.credential;
    for round in 1..=3 {
        let (answer, seen, count) = sign_in(&mut browser, &party, &credential, false).unwrap();
        assert_eq!(
            (answer.user_handle(), count, seen.sign_count),
            (Some(&HANDLE[..]), Count::WentOn, round)
        );
        credential = seen;
    }
}

#[test]
fn a_security_key_is_named_and_counts_once_without_its_user() {
    let party = RelyingParty::new("example.org", "Example").unwrap();
    let mut browser = Browser::new("https://example.org", false);
    let made = enrol(&mut browser, &party, Wanted::SecurityKey).unwrap();
    assert!(!made.is_passkey() && !made.credential.user_verified);
    assert!(sign_in(&mut browser, &party, &made.credential, true).is_ok());
}

#[test]
fn one_authenticator_is_not_enrolled_twice() {
    let party = RelyingParty::new("example.org", "Example").unwrap();
    let mut browser = Browser::new("https://example.org", true);
    let made = enrol(&mut browser, &party, Wanted::Passkey).unwrap();
    let challenge = challenge();
    let again = Registration {
        party: &party,
        challenge: &challenge,
        wanted: Wanted::Passkey,
        trust: &Trust::anyone(),
    };
    let refused = browser.ask(Ask::Create(&again.options(JANE, [&made.credential])));
    // CTAP 2.1, section 8.2: CTAP2_ERR_CREDENTIAL_EXCLUDED.
    assert_eq!(refused, Err(WebauthnError::AuthenticatorError(0x19)));
}

#[test]
fn a_demo_on_this_machine_can_have_passkeys() {
    let party = RelyingParty::new("localhost", "Demo")
        .unwrap()
        .on("http://localhost:7878")
        .unwrap();
    let mut browser = Browser::new("http://localhost:7878", true);
    let made = enrol(&mut browser, &party, Wanted::Passkey).unwrap();
    assert!(sign_in(&mut browser, &party, &made.credential, false).is_ok());
}

#[test]
fn a_page_of_somebody_else_cannot_pass_the_answer_on() {
    // The thief's page is under the same domain, so the browser plays along; its origin is not the platform's.
    let party = RelyingParty::new("example.org", "Example").unwrap();
    let mut browser = Browser::new("https://evil.example.org", true);
    let origin = Refused::Origin("https://evil.example.org".to_owned());
    assert_eq!(enrol(&mut browser, &party, Wanted::Passkey), Err(origin));
}
