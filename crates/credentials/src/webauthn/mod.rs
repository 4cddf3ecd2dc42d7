//! Passkeys and security keys: WebAuthn Level 3, from the side of the relying party.
//!
//! A ceremony has two halves. [`Registration::options`] and [`Authentication::options`] give the JSON that a page
//! hands to the browser; `verify` takes the JSON that the browser gave back, and goes through every step of section 7
//! of the specification. The challenge is the caller's: random, bound to the session, used once and for 300 seconds.
//!
//! It is written here rather than taken from a crate, because the state of a ceremony is the caller's (a challenge in
//! its store), and because the crates that do this are either under a licence that the house does not take in, or draw
//! their own random numbers. Signatures and certificates are checked by aws-lc-rs and rustls-webpki.

mod assertion;
mod attestation;
mod auth_data;
mod authentication;
mod cbor;
mod certificate;
mod client_data;
mod cose;
mod credential;
mod der;
mod makes;
mod party;
mod refused;
mod registration;
mod wire;

pub use assertion::Assertion;
pub use attestation::Trust;
pub use authentication::{Authenticated, Authentication, Count};
pub use credential::{Aaguid, Attested, Credential, CredentialId, MAX_CREDENTIAL_ID, Transport};
pub use makes::{Kept, Make};
pub use party::{Challenge, MIN_CHALLENGE, PartyError, RelyingParty, TIMEOUT, UserVerification};
pub use refused::Refused;
pub use registration::{Registered, Registration, User, Wanted};
