//! A journey file, read, checked and laid out. What is laid out once stays as it is.
#![no_main]

use journey::{Options, SourceFile, check, format, load};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(file) = SourceFile::from_bytes("a.journey.yaml", bytes) else {
        return;
    };
    if let Ok(once) = format(&file) {
        let again = SourceFile::new("a.journey.yaml", once.clone());
        assert_eq!(format(&again).ok(), Some(once));
    }
    let (journeys, _) = load(&[file]);
    check(&journeys, &Options::default());
});
