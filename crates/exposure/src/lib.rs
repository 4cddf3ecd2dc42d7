//! What of the user's has leaked, and how it is recognised.
//!
//! [`token`] is the format of the API tokens that a platform gives out: one literal prefix, so that a single search
//! finds them anywhere, and a checksum, so that what is found is known to be one without asking anybody. The format
//! is published, with vectors, in `docs/reference/token-format.md`. [`pasted`] finds them in what somebody hands over, and [`intake`] reads what code hosts
//! send.
//!
//! Nothing here reads a file, asks a store or draws a random number. Whether a token is alive, and whose it is, the
//! store knows, by the token's hash.

pub mod intake;
pub mod pasted;
pub mod token;
