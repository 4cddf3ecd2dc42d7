//! `DPoP` (RFC 9449): a proof, made for one request, that whoever sends a token also holds the key it is bound to.

mod json_web_key;
mod proof;
mod target;

pub use json_web_key::{Algorithm, KeyRefused, PublicKey, Thumbprint};
pub use proof::{MAX_PROOF_BYTES, Proof, Refused, Request, Window, verify};
