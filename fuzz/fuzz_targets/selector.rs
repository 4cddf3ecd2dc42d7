//! A comparison in `of`, `good` or `where`.
#![no_main]

use journey::Selector;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    drop(Selector::parse(text));
});
