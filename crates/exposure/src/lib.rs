//! What of the user's has leaked, and how it is recognised.
//!
//! [`token`] is the format of the API tokens that a platform gives out: one literal prefix, so that a single search
//! finds them anywhere, and a checksum, so that what is found is known to be one without asking anybody. The format
//! is published, with vectors, in `docs/reference/token-format.md`.
//!
//! [`finder`] finds tokens in bytes in all the forms in which they are written, [`contents`] looks into archives and
//! pictures, [`finding`] is what may be said of a token that was found, [`report`] says it. [`pasted`] finds tokens in what
//! somebody hands over, and [`intake`] verifies and reads what code hosts send.
//! [`breached`] is the corpus of passwords that are known to thieves: whether one is in it, and which share its range.
//!
//! Nothing here reads a file, asks a store or draws a random number. Whether a token is alive, and whose it is, the
//! store knows, by the token's hash.

pub mod breached;
pub mod contents;
pub mod finder;
pub mod finding;
pub mod intake;
pub mod pasted;
pub mod report;
pub mod suppression;
pub mod token;
