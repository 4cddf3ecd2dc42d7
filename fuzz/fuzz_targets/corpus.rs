//! The two files of an imported corpus, damaged in any way.
#![no_main]

use exposure::breached::membership::Membership;
use exposure::breached::ranges::Ranges;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(corpus) = Membership::open(bytes) {
        for key in [0, 1, u64::MAX / 2, u64::MAX] {
            drop(corpus.contains(key));
        }
    }
    if let Ok(corpus) = Ranges::open(bytes) {
        for range in [0, 0x7_FFFF, 0xF_FFFF] {
            if let Ok(rows) = corpus.rows(range) {
                rows.for_each(drop);
            }
        }
    }
});
