//! A signed note, a checkpoint, a log entry from somebody else's machine.
#![no_main]

use ledger::checkpoint::Checkpoint;
use ledger::note::SignedNote;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = std::str::from_utf8(bytes) {
        drop(SignedNote::parse(text));
        drop(Checkpoint::parse_text(text));
    }
});
