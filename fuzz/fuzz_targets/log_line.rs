//! Lines of other programs' logs.
#![no_main]

use libfuzzer_sys::fuzz_target;
use readers::{Input, Reader, Settings};
use vocabulary::Moment;

fuzz_target!(|bytes: &[u8]| {
    for input in Input::ALL {
        let mut reader = Reader::new(input, Settings::at(Moment::from_millis(1_795_000_000_000)));
        let mut events = Vec::new();
        for (number, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
            reader.line(number as u64 + 1, line, &mut events);
        }
        reader.finish(&mut events);
    }
});
