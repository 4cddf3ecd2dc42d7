//! Trees: for each entry the mode in octal digits, a space, the name, a zero byte, and the id.

use crate::id::ObjectFormat;

/// One line of a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TreeEntry<'a> {
    pub(crate) mode: &'a [u8],
    pub(crate) name: &'a [u8],
    pub(crate) id: &'a [u8],
}

impl TreeEntry<'_> {
    /// Whether it is a folder.
    pub(crate) fn is_folder(&self) -> bool {
        matches!(self.mode, b"40000" | b"040000")
    }

    /// Whether it is a commit of another repository.
    pub(crate) fn is_submodule(&self) -> bool {
        self.mode == b"160000"
    }
}

/// The entries of a tree, up to where it is malformed.
pub(crate) fn entries(bytes: &[u8], format: ObjectFormat) -> impl Iterator<Item = TreeEntry<'_>> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        // A mode has five or six digits, so this stops where something else stands.
        let space = rest.iter().take(12).position(|byte| *byte == b' ')?;
        let (mode, named) = rest.split_at_checked(space)?;
        let named = named.get(1..)?;
        let end = named.iter().position(|byte| *byte == 0)?;
        let (name, after) = named.split_at_checked(end)?;
        let (id, after) = after.get(1..)?.split_at_checked(format.width())?;
        rest = after;
        Some(TreeEntry { mode, name, id })
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn entries_are_read_up_to_what_is_malformed() {
        let mut bytes = b"100644 a b\0".to_vec();
        bytes.extend([1; 20]);
        bytes.extend(b"160000 sub\0");
        bytes.extend([2; 20]);
        let good = bytes.clone();
        bytes.extend(b"40000 cut\0short");
        let read: Vec<_> = entries(&bytes, ObjectFormat::Sha1).collect();
        assert_eq!(read, entries(&good, ObjectFormat::Sha1).collect::<Vec<_>>());
        let told: Vec<_> = read
            .iter()
            .map(|entry| (entry.name, entry.id[0], entry.is_submodule()))
            .collect();
        assert_eq!(told, [(b"a b".as_slice(), 1, false), (b"sub", 2, true)]);
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_stumble(bytes: Vec<u8>) {
            prop_assert!(entries(&bytes, ObjectFormat::Sha1).count() <= bytes.len() / 22);
        }
    }
}
