//! Bodies of webhooks and of the secret-scanning partner programme.
#![no_main]

use exposure::intake::push::Push;
use exposure::intake::secret_scanning::{Match, PublicKey};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    drop(Push::of_github(bytes));
    drop(Push::of_gitlab(bytes));
    drop(Match::list(bytes));
    drop(PublicKey::list(bytes));
});
