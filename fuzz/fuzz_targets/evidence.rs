//! Test results that somebody else's tool wrote.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for name in ["a.xml", "a.sarif", "a.json"] {
        drop(journey::evidence::read(name, bytes, None));
    }
});
