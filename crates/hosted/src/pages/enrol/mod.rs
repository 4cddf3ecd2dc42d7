//! New protection: at sign-up, at the end of a recovery, and from the account's own page. The same pages
//! serve all three, so that everybody learns them once.

pub mod app;
pub mod codes;
pub mod passkey;
pub mod passphrase;
mod purpose;
pub mod security_key;

pub use purpose::Purpose;
