//! The index of a pack: whatever it says, asking it for anything is safe, and what it finds is what it lists.
#![no_main]

use libfuzzer_sys::fuzz_target;
use objects::{Index, ObjectFormat};

fuzz_target!(|bytes: &[u8]| {
    for format in [ObjectFormat::Sha1, ObjectFormat::Sha256] {
        let Ok(index) = Index::parse(bytes, format) else {
            continue;
        };
        for position in (0..index.count()).chain([index.count(), u32::MAX]) {
            let _ = index.offset(position);
            if let Some(id) = index.id_bytes(position) {
                let _ = index.find(id);
            }
        }
        for first in 0..=255 {
            assert!(index.bucket(first).end <= index.count());
        }
    }
});
