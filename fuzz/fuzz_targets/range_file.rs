//! Rows of the corpus of breached passwords, from files and from servers.
#![no_main]

use exposure::breached::Algorithm;
use exposure::breached::text::{range_rows, whole_row};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for algorithm in [Algorithm::Sha1, Algorithm::Ntlm] {
        for line in bytes.split(|byte| *byte == b'\n') {
            drop(whole_row(line, algorithm));
        }
        range_rows(bytes, 0xABCDE, algorithm).for_each(drop);
    }
});
