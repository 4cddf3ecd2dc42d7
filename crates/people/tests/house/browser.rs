//! A browser with 1Password's authenticator in it, which knows nothing of this crate.

use async_trait::async_trait;
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
use serde_json::{Value, json};

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
enum Ask {
    Create(Value),
    Get(Value),
}

type Answer = Result<String, WebauthnError>;

/// A browser that shows one page. The client's type names a crate that is not ours to name, so it is closed over.
pub(crate) struct Browser(Box<dyn FnMut(Ask) -> Answer>);

impl Browser {
    /// With an authenticator that checks its user: what it makes are passkeys.
    pub(crate) fn new() -> Self {
        Self::with(Owner { verified: true })
    }

    /// With an authenticator that takes whoever touches it for its owner: what it makes are security keys.
    pub(crate) fn without_a_check() -> Self {
        Self::with(Owner { verified: false })
    }

    fn with(owner: Owner) -> Self {
        let verified = owner.verified;
        let mut authenticator =
            Authenticator::new(Aaguid::new_empty(), Drawer::default(), owner, RustCryptoBackend);
        authenticator.set_make_credentials_with_signature_counter(true);
        let mut client = Client::new(authenticator).user_verification_when_preferred(verified);
        let origin: url::Url = super::SITE.parse().unwrap();
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

    /// Makes a credential, as a page's options ask.
    pub(crate) fn create(&mut self, options: &str) -> String {
        (self.0)(Ask::Create(serde_json::from_str(options).unwrap())).unwrap()
    }

    /// Signs a page's challenge.
    pub(crate) fn get(&mut self, options: &str) -> String {
        (self.0)(Ask::Get(serde_json::from_str(options).unwrap())).unwrap()
    }
}
