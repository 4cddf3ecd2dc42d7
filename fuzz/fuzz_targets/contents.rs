//! Any file. Nothing is found but tokens whose checksum fits.
#![no_main]

use exposure::contents::{Limits, Seen, look};
use exposure::finder::Finder;
use exposure::finding::Secret;
use exposure::token::{Prefix, Token};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let prefix = Prefix::new("acme_api_").expect("a good prefix");
    let finder = Finder::new(vec![prefix.clone()], Vec::new()).expect("a finder");
    let mut seen = Seen::default();
    look(&finder, &Limits::default(), bytes, &mut seen);
    for found in seen.found {
        assert!(matches!(found.secret, Secret::Token(_)));
        let text = std::str::from_utf8(found.secret.expose()).expect("a token is text");
        assert!(Token::parse(&prefix, text).is_ok());
    }
});
