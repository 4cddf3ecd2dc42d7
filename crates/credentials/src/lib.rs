//! What proves who somebody is, and how it is checked.
//!
//! An account's *facts* say which authenticators exist; its [`keychain::Keychain`] holds what verifies them. The
//! keychain is one opaque value beside the facts: this room makes it, checks against it and reads it; the caller
//! seals and stores it.
//!
//! | to | use |
//! |---|---|
//! | keep an account's names, addresses and authenticators | [`keychain`] |
//! | judge, hash and check a passphrase | [`passphrase`] |
//! | take over accounts and their hashes from another system | [`import`] |
//! | check a code from an authenticator app, show its QR code | [`totp`] |
//! | make and spend recovery codes | [`recovery`] |
//! | enrol and check passkeys and security keys | [`webauthn`] |
//! | see that whoever sends a token holds its key | [`dpop`] |
//!
//! # Invariants
//! - No I/O, no clock, no source of randomness: the moment and random bytes come in as parameters.
//! - Nothing here decides who comes in. An answer is "it is right", and what else was seen.
//! - Whatever comes from outside, a stored hash too, is bounded in size, in time and in memory before work is done.
//! - Secrets have types that do not print and are wiped when dropped; comparisons take the same time whatever
//!   differs.

pub mod address;
pub mod dpop;
pub mod import;
pub mod keychain;
pub mod passphrase;
pub mod pepper;
pub mod recovery;
pub mod secret;
mod text;
pub mod totp;
pub mod webauthn;

pub use text::tidy_name;
