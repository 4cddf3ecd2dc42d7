//! A proof of possession (RFC 9449) from a header.
#![no_main]

use credentials::dpop::{Request, Window, verify};
use libfuzzer_sys::fuzz_target;
use vocabulary::Moment;

fuzz_target!(|header: &str| {
    let request = Request {
        method: "POST",
        uri: "https://id.example.org/v1/introspect",
        access_token: Some("acme_api_token"),
        nonce: None,
        now: Moment::from_millis(1_795_000_000_000),
    };
    // No proof fits that nobody signed.
    drop(verify(header, &request, Window::default()));
});
