//! A text that claims to be an API token. What is read is what was written.
#![no_main]

use exposure::token::{Prefix, Token};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let prefix = Prefix::new("acme_api_").expect("a good prefix");
    if let Ok(token) = Token::parse(&prefix, text) {
        assert!(token.expose().starts_with(prefix.as_str()));
        assert_eq!(
            Token::parse(&prefix, token.expose()).map(|again| again.kind()),
            Ok(token.kind())
        );
    }
});
