//! How the browser's interface writes things in JSON (WebAuthn Level 3, section 5.1).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::{Value, json};

use super::credential::Credential;

/// Longest answer that is read, in bytes.
pub(super) const MAX_ANSWER_BYTES: usize = 64 * 1024;

/// Bytes in base64url without padding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Base64Url(pub(super) Vec<u8>);

impl Serialize for Base64Url {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&base64url(&self.0))
    }
}

impl<'de> Deserialize<'de> for Base64Url {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        URL_SAFE_NO_PAD
            .decode(text.as_bytes())
            .map(Self)
            .map_err(de::Error::custom)
    }
}

pub(super) fn base64url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// A `PublicKeyCredentialDescriptorJSON`: how a page names a credential to the browser.
pub(super) fn descriptor(credential: &Credential) -> Value {
    let transports: Vec<&str> = credential
        .transports
        .iter()
        .map(|transport| transport.name())
        .collect();
    let mut descriptor = json!({ "type": "public-key", "id": base64url(credential.id.as_bytes()) });
    // An empty list would say that there is no way to reach it.
    if let (false, Some(members)) = (transports.is_empty(), descriptor.as_object_mut()) {
        members.insert("transports".to_owned(), json!(transports));
    }
    descriptor
}
