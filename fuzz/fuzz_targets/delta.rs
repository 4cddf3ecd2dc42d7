//! A delta upon a base. What is applied fills all that it declared, or it is refused.
#![no_main]

use libfuzzer_sys::fuzz_target;
use objects::Delta;

fuzz_target!(|parts: (Vec<u8>, Vec<u8>, u16)| {
    let (bytes, base, size) = parts;
    if let Ok(delta) = Delta::parse(&bytes) {
        drop(delta.apply(&base, &mut vec![0; usize::from(size)]));
    }
});
