//! A line of a file of existing users, with the hash of their password in one of many forms.
#![no_main]

use credentials::import::parse_lines;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    parse_lines(text).for_each(drop);
});
