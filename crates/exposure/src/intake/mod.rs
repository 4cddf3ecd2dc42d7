//! What code hosts send: verified over the very bytes that came, and only then read.
//!
//! [`signature`] says whether a push webhook comes from whom it should; [`push`] reads it. [`secret_scanning`] is the
//! receiver's side of GitHub's secret-scanning partner programme. Nothing here fetches a key or a repository.

pub mod push;
pub mod secret_scanning;
pub mod signature;
