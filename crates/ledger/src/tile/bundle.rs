//! Entry bundles: entries one after the other, each after its length as a big-endian 16-bit number.

/// The longest entry that a bundle can hold, in bytes.
pub const MAX_ENTRY_BYTES: usize = u16::MAX as usize;

/// How many bytes stand before each entry.
pub(super) const PREFIX_BYTES: usize = size_of::<u16>();

/// Why an entry cannot be written to a bundle, or a bundle cannot be read to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BundleFault {
    /// The entry is longer than its length prefix can say.
    #[error("an entry of {0} bytes is too long for the log; keep it to 65535")]
    EntryTooLong(usize),
    /// The bundle ends within the entry's length prefix.
    #[error("the bundle ends within an entry's length")]
    CutLength,
    /// The bundle ends before the entry does.
    #[error("the bundle ends before its last entry does (bytes missing: {missing})")]
    CutEntry {
        /// How many bytes are missing.
        missing: usize,
    },
}

/// Appends an entry to a bundle.
///
/// # Errors
/// [`BundleFault::EntryTooLong`]; the bundle is then unchanged.
pub fn push_entry(bundle: &mut Vec<u8>, entry: &[u8]) -> Result<(), BundleFault> {
    let length = u16::try_from(entry.len()).map_err(|_| BundleFault::EntryTooLong(entry.len()))?;
    bundle.reserve(PREFIX_BYTES + entry.len());
    bundle.extend_from_slice(&length.to_be_bytes());
    bundle.extend_from_slice(entry);
    Ok(())
}

/// The entries of a bundle in order. After a fault, which is given once, nothing more comes.
pub fn entries(bundle: &[u8]) -> impl Iterator<Item = Result<&[u8], BundleFault>> {
    let mut rest = bundle;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let next = split_entry(rest);
        rest = next.map_or(&[], |(_, after)| after);
        Some(next.map(|(entry, _)| entry))
    })
}

fn split_entry(bundle: &[u8]) -> Result<(&[u8], &[u8]), BundleFault> {
    let (length, rest) = bundle.split_first_chunk().ok_or(BundleFault::CutLength)?;
    let length = usize::from(u16::from_be_bytes(*length));
    rest.split_at_checked(length)
        .ok_or_else(|| BundleFault::CutEntry {
            missing: length - rest.len(),
        })
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(bundle: &[u8], expected: &[Result<&[u8], BundleFault>]) {
        assert_eq!(entries(bundle).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_bundle_is_read_up_to_its_first_fault() {
        check(b"", &[]);
        check(b"\0\x03one\0\0\0\x01x", &[Ok(b"one"), Ok(b""), Ok(b"x")]);
        check(b"\0\x03one\0", &[Ok(b"one"), Err(BundleFault::CutLength)]);
        check(
            b"\0\x03one\xff\xff..",
            &[Ok(b"one"), Err(BundleFault::CutEntry { missing: 65_533 })],
        );
    }

    #[test]
    fn only_what_the_prefix_can_say_is_written() {
        let mut bundle = Vec::new();
        assert_eq!(
            push_entry(&mut bundle, &vec![0; 65_536]),
            Err(BundleFault::EntryTooLong(65_536))
        );
        assert!(bundle.is_empty());
        let longest = vec![0; MAX_ENTRY_BYTES];
        assert_eq!(push_entry(&mut bundle, &longest), Ok(()));
        check(&bundle, &[Ok(&longest)]);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(all in vec(vec(any::<u8>(), 0..300), 0..20)) {
            let mut bundle = Vec::new();
            for entry in &all {
                push_entry(&mut bundle, entry).unwrap();
            }
            let read: Vec<&[u8]> = entries(&bundle).map(Result::unwrap).collect();
            prop_assert_eq!(read, all);
        }

        #[test]
        fn any_bytes_are_read_without_harm(bytes in vec(any::<u8>(), 0..600)) {
            let read: usize = entries(&bytes).map_while(Result::ok).map(|entry| PREFIX_BYTES + entry.len()).sum();
            prop_assert!(read <= bytes.len());
        }
    }
}
