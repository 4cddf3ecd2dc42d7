//! The header of an object in a file of its own, and what is remembered of an earlier walk.
#![no_main]

use libfuzzer_sys::fuzz_target;
use objects::{Known, loose_header};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(header) = loose_header(bytes) {
        assert!(header.length <= bytes.len());
    }
    drop(Known::read(bytes));
});
