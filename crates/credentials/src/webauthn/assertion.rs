//! An answer to a sign-in, read but not yet checked: by it the caller finds the account and the credential.

use serde::Deserialize;

use super::credential::CredentialId;
use super::refused::Refused;
use super::wire::{Base64Url, MAX_ANSWER_BYTES};

/// What a browser gave back for a sign-in. Nothing in it is proved until
/// [`super::Authentication::verify`] has checked it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assertion {
    id: CredentialId,
    user_handle: Option<Vec<u8>>,
    pub(super) client_data: Vec<u8>,
    pub(super) authenticator_data: Vec<u8>,
    pub(super) signature: Vec<u8>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    raw_id: Base64Url,
    #[serde(rename = "type")]
    kind: String,
    response: Response,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Response {
    #[serde(rename = "clientDataJSON")]
    client_data: Base64Url,
    authenticator_data: Base64Url,
    signature: Base64Url,
    user_handle: Option<Base64Url>,
}

impl Assertion {
    /// Reads the JSON of `PublicKeyCredential.toJSON()`.
    ///
    /// # Errors
    /// [`Refused::Malformed`], [`Refused::Type`].
    pub fn parse(answer: &str) -> Result<Self, Refused> {
        if answer.len() > MAX_ANSWER_BYTES {
            return Err(Refused::Malformed("it is too long"));
        }
        let read: Answer =
            serde_json::from_str(answer).map_err(|_| Refused::Malformed("it is no answer to a sign-in"))?;
        if read.kind != "public-key" {
            return Err(Refused::Type);
        }
        Ok(Self {
            id: CredentialId::new(read.raw_id.0)
                .ok_or(Refused::Malformed("the credential's id is too long"))?,
            // Some authenticators write one that is empty where there is none.
            user_handle: read
                .response
                .user_handle
                .map(|handle| handle.0)
                .filter(|handle| !handle.is_empty()),
            client_data: read.response.client_data.0,
            authenticator_data: read.response.authenticator_data.0,
            signature: read.response.signature.0,
        })
    }

    /// Which credential says that it signed.
    pub const fn credential_id(&self) -> &CredentialId {
        &self.id
    }

    /// Whose it says to be: the handle of a keychain. A passkey that was found without a name always says; where
    /// nobody was named before, an answer that does not say is to be refused (section 7.2, step 6).
    pub fn user_handle(&self) -> Option<&[u8]> {
        self.user_handle.as_deref()
    }
}
