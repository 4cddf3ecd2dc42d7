//! An event as a platform sends it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vocabulary::{Moment, Span, parse_event};

fuzz_target!(|bytes: &[u8]| {
    // What is refused says why.
    if let Err(problems) = parse_event(bytes, Moment::from_millis(1_795_000_000_000), Span::from_days(7)) {
        assert!(!problems.is_empty());
    }
});
