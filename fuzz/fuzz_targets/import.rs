//! A threat model or an API description. What was found is kept, asked or dropped: the totals add up.
#![no_main]

use exchange::import::{Kind, import};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    drop(import(bytes, "model", None));
    for kind in Kind::all() {
        drop(import(bytes, "model", Some(kind)));
    }
});
