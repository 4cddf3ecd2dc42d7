//! The header of an entry in a pack.
#![no_main]

use libfuzzer_sys::fuzz_target;
use objects::{ObjectFormat, entry_header};

fuzz_target!(|bytes: &[u8]| {
    for format in [ObjectFormat::Sha1, ObjectFormat::Sha256] {
        drop(entry_header(bytes, format));
    }
});
