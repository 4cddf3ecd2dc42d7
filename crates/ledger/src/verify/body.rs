//! Checking the sealed record that belongs to an entry.

use super::Fault;
use crate::entry::{Leaf, OpenedEntry, open};
use crate::keys::DataKey;

/// Checks the sealed bytes that belong to entry `index` against the entry as it stands in the log. With the
/// account's key the record is opened, and its body checked too and given; without one, as after an erasure, the
/// sealed bytes alone are checked.
///
/// # Errors
/// [`Fault::Body`], with the entry's number and what is wrong.
pub fn check_body(
    index: u64,
    entry: &[u8],
    sealed: &[u8],
    key: Option<&DataKey>,
) -> Result<Option<OpenedEntry>, Fault> {
    let leaf = Leaf::parse(entry);
    let checked = leaf.and_then(|leaf| match key {
        Some(key) => open(key, sealed, &leaf).map(Some),
        None => leaf.check_sealed(sealed).map(|()| None),
    });
    checked.map_err(|fault| Fault::Body { index, fault })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::tests::{key, random};
    use crate::entry::{EntryError, SealedEntry, seal};

    #[track_caller]
    fn check(
        entry: &[u8],
        sealed: &[u8],
        data_key: Option<&DataKey>,
        expected: Result<Option<&[u8]>, EntryError>,
    ) {
        let found = check_body(7, entry, sealed, data_key);
        let found = found.map(|opened| opened.map(OpenedEntry::into_body));
        let expected = expected
            .map(|body| body.map(<[u8]>::to_vec))
            .map_err(|fault| Fault::Body { index: 7, fault });
        assert_eq!(found, expected);
    }

    #[test]
    fn a_record_is_checked_with_and_without_its_key() {
        let SealedEntry { sealed, leaf } = seal(&key(1), &random(1), b"body").unwrap();
        let other = seal(&key(1), &random(2), b"body").unwrap();
        check(leaf.as_ref(), &sealed, Some(&key(1)), Ok(Some(b"body")));
        check(leaf.as_ref(), &sealed, None, Ok(None));
        check(
            leaf.as_ref(),
            &other.sealed,
            Some(&key(1)),
            Err(EntryError::SealedChanged),
        );
        check(leaf.as_ref(), &other.sealed, None, Err(EntryError::SealedChanged));
        check(leaf.as_ref(), &sealed, Some(&key(2)), Err(EntryError::WrongKey));
        check(b"not a leaf", &sealed, None, Err(EntryError::NotALeaf));
    }
}
