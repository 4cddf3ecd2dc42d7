//! Base64, UTF-16 and percent-encoding around a prefix: a token that is planted in the middle of anything is found.
#![no_main]

use exposure::finder::Finder;
use exposure::token::{InstanceId, Kind, Prefix, Token};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|parts: (Vec<u8>, Vec<u8>)| {
    let (before, after) = parts;
    let prefix = Prefix::new("acme_api_").expect("a good prefix");
    let instance = InstanceId::new("Ab12Zz").expect("an instance");
    let token = Token::make(&prefix, Kind::PERSONAL, instance, &[7; 64]).expect("a token");
    let finder = Finder::new(vec![prefix], Vec::new()).expect("a finder");
    let bytes = [before.as_slice(), token.expose().as_bytes(), &after].concat();
    let mut found = 0;
    finder.scan(&bytes, &mut |_| found += 1);
    assert!(found > 0);
});
