//! Archives and pictures, by force: the first byte says as which the rest is opened.
#![no_main]

use exposure::contents::{Limits, Seen, look_as};
use exposure::finder::Finder;
use exposure::finding::Decoder;
use exposure::token::Prefix;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else {
        return;
    };
    let all = [
        Decoder::Zip,
        Decoder::Tar,
        Decoder::Gzip,
        Decoder::Zlib,
        Decoder::Png,
    ];
    let finder =
        Finder::new(vec![Prefix::new("acme_api_").expect("a good prefix")], Vec::new()).expect("a finder");
    look_as(
        all[usize::from(*first) % all.len()],
        &finder,
        &Limits::default(),
        rest,
        &mut Seen::default(),
    );
});
