//! Signing in with a passkey or a security key: WebAuthn Level 3, section 7.2.

use aws_lc_rs::digest::{SHA256, digest};
use serde_json::{Value as Json, json};

use super::assertion::Assertion;
use super::auth_data::AuthData;
use super::cbor::Value;
use super::client_data;
use super::cose::PublicKey;
use super::credential::Credential;
use super::party::{Challenge, RelyingParty, TIMEOUT, UserVerification};
use super::refused::Refused;
use super::wire::{base64url, descriptor};

/// A sign-in: the same value gives the options, and checks the answer to them.
#[derive(Debug, Clone, Copy)]
pub struct Authentication<'a> {
    /// The site.
    pub party: &'a RelyingParty,
    /// Random bytes, bound to the session, used once.
    pub challenge: &'a Challenge,
    /// Whether the authenticator must check who it is.
    pub verification: UserVerification,
    /// Whether to refuse where the count of signatures went back, rather than tell.
    pub refuse_copies: bool,
}

/// What the count of signatures says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// The authenticator does not count, as synced passkeys do not.
    NotKept,
    /// It went on, as it does with one authenticator.
    WentOn,
    /// It did not go on: a sign, and no proof, that there is a copy.
    WentBack {
        /// What was seen before.
        before: u32,
        /// What was seen now.
        now: u32,
    },
}

/// A sign-in that was right, and what was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authenticated {
    /// Whether the authenticator checked who it was. If not, it counts as one factor.
    pub user_verified: bool,
    /// What the count of signatures says.
    pub count: Count,
    /// Whether it is now, where it was not, or no longer, where it was, copied to a sync provider.
    pub backup_changed: Option<bool>,
    /// The credential as it is to be kept from now on. Whether it has ever verified its user stays as it was: a first
    /// time is believed only along with another factor (section 7.2, step 23), which is for the caller to see.
    pub credential: Credential,
}

impl Authentication<'_> {
    /// What the page passes to `PublicKeyCredential.parseRequestOptionsFromJSON`. With none in `allowed`, the browser
    /// offers the passkeys that it finds for the site, also as autofill (`mediation: "conditional"`).
    pub fn options<'a>(&self, allowed: impl IntoIterator<Item = &'a Credential>) -> Json {
        json!({
            "challenge": base64url(self.challenge.as_bytes()),
            "timeout": TIMEOUT.as_millis(),
            "rpId": self.party.id(),
            "allowCredentials": allowed.into_iter().map(descriptor).collect::<Vec<_>>(),
            "userVerification": self.verification,
        })
    }

    /// Checks an answer against the credential that it names, which is one of the account whose keychain has
    /// `handle`.
    ///
    /// # Errors
    /// [`Refused`].
    pub fn verify(
        &self,
        answer: &Assertion,
        credential: &Credential,
        handle: &[u8],
    ) -> Result<Authenticated, Refused> {
        if *answer.credential_id() != credential.id {
            return Err(Refused::OtherCredential);
        }
        if answer.user_handle().is_some_and(|said| said != handle) {
            return Err(Refused::OtherAccount);
        }
        client_data::check(&answer.client_data, "webauthn.get", self.challenge, self.party)?;
        let data = AuthData::read(&answer.authenticator_data)?;
        data.check(self.party.id(), self.verification == UserVerification::Required)?;
        if data.backup_eligible() != credential.backup_eligible {
            return Err(Refused::BackupEligibility);
        }
        let stored =
            Value::whole(&credential.public_key).ok_or(Refused::Malformed("the stored key is damaged"))?;
        let hash = digest(&SHA256, &answer.client_data);
        PublicKey::read(&stored)?.verify(&[data.bytes, hash.as_ref()].concat(), &answer.signature)?;

        let count = count(credential.sign_count, data.sign_count);
        if self.refuse_copies && matches!(count, Count::WentBack { .. }) {
            return Err(Refused::Copied);
        }
        let backed_up = data.backed_up();
        Ok(Authenticated {
            user_verified: data.user_verified(),
            count,
            backup_changed: (backed_up != credential.backed_up).then_some(backed_up),
            credential: Credential {
                // The greater is kept, so that a copy which is behind is noticed each time.
                sign_count: credential.sign_count.max(data.sign_count),
                backed_up,
                ..credential.clone()
            },
        })
    }
}

fn count(before: u32, now: u32) -> Count {
    match (before, now) {
        (0, 0) => Count::NotKept,
        _ if now > before => Count::WentOn,
        _ => Count::WentBack { before, now },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_that_does_not_go_on_is_told() {
        let check =
            |before: u32, now: u32, said: Count| assert_eq!(count(before, now), said, "{before} {now}");
        check(0, 0, Count::NotKept);
        check(0, 1, Count::WentOn);
        check(7, 8, Count::WentOn);
        check(7, 7, Count::WentBack { before: 7, now: 7 });
        check(7, 0, Count::WentBack { before: 7, now: 0 });
        check(
            u32::MAX,
            1,
            Count::WentBack {
                before: u32::MAX,
                now: 1,
            },
        );
    }
}
