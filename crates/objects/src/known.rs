//! What an earlier walk has shown, so that the next one shows only what is new.

use std::collections::BTreeSet;
use std::io::{self, Write};

use crate::errors::ObjectsError;
use crate::id::{ObjectFormat, ObjectId};

const MAGIC: &[u8; 8] = b"KNOWNOB1";

/// A set of object ids, and of packs of which every object is among them. It takes 20 bytes an object, sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    format: ObjectFormat,
    /// Ids without anything between, in order.
    ids: Vec<u8>,
    packs: BTreeSet<ObjectId>,
}

impl Known {
    /// A set of these ids. Ids of another format than the first are left out: no repository mixes them.
    pub fn new(ids: impl IntoIterator<Item = ObjectId>) -> Self {
        let mut ids: Vec<ObjectId> = ids.into_iter().collect();
        let format = ids.first().map(ObjectId::format).unwrap_or_default();
        ids.retain(|id| id.format() == format);
        ids.sort_unstable();
        ids.dedup();
        let mut flat = Vec::with_capacity(ids.len() * format.width());
        for id in &ids {
            flat.extend_from_slice(id.as_bytes());
        }
        Self {
            format,
            ids: flat,
            packs: BTreeSet::new(),
        }
    }

    /// How many objects are known.
    pub fn len(&self) -> usize {
        self.ids.len() / self.format.width()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Whether an object is known.
    pub fn has(&self, id: &[u8]) -> bool {
        let width = self.format.width();
        let (mut start, mut end) = (0, self.len());
        while start < end {
            let middle = start + (end - start) / 2;
            let Some(here) = self.ids.get(middle * width..(middle + 1) * width) else {
                return false;
            };
            match here.cmp(id) {
                std::cmp::Ordering::Equal => return true,
                std::cmp::Ordering::Less => start = middle + 1,
                std::cmp::Ordering::Greater => end = middle,
            }
        }
        false
    }

    /// Whether every object of the pack with this checksum is known, so that nobody need look it up.
    pub fn has_pack(&self, checksum: &ObjectId) -> bool {
        self.packs.contains(checksum)
    }

    /// Says that every object of a pack is known.
    pub(crate) fn add_pack(&mut self, checksum: ObjectId) {
        self.packs.insert(checksum);
    }

    /// These and the others together.
    #[must_use]
    pub fn and(self, other: &Self) -> Self {
        let mut both = if other.is_empty() {
            self.clone()
        } else if self.is_empty() {
            other.clone()
        } else if self.format == other.format {
            merged(&self, other)
        } else {
            self.clone()
        };
        both.packs.extend(self.packs);
        both.packs.extend(other.packs.iter().copied());
        both
    }

    /// Writes the set, for [`Known::read`].
    ///
    /// # Errors
    /// As from writing.
    pub fn write(&self, to: &mut impl Write) -> io::Result<()> {
        let width = u8::try_from(self.format.width()).unwrap_or(u8::MAX);
        to.write_all(MAGIC)?;
        to.write_all(&[width])?;
        for count in [self.len(), self.packs.len()] {
            to.write_all(&(count as u64).to_be_bytes())?;
        }
        to.write_all(&self.ids)?;
        self.packs
            .iter()
            .try_for_each(|pack| to.write_all(pack.as_bytes()))
    }

    /// Reads what [`Known::write`] wrote.
    ///
    /// # Errors
    /// [`ObjectsError::Known`] for anything else, and where ids are out of order.
    pub fn read(bytes: &[u8]) -> Result<Self, ObjectsError> {
        Self::parse(bytes).ok_or(ObjectsError::Known)
    }

    fn parse(bytes: &[u8]) -> Option<Self> {
        let (width, rest) = bytes.strip_prefix(MAGIC)?.split_first()?;
        let format = match width {
            20 => ObjectFormat::Sha1,
            32 => ObjectFormat::Sha256,
            _ => return None,
        };
        let (objects, rest) = rest.split_first_chunk()?;
        let (packs, rest) = rest.split_first_chunk()?;
        let length = |count: &[u8; 8]| {
            let count = usize::try_from(u64::from_be_bytes(*count)).ok()?;
            count.checked_mul(format.width())
        };
        let (ids, rest) = rest.split_at_checked(length(objects)?)?;
        if Some(rest.len()) != length(packs) {
            return None;
        }
        let in_order = ids
            .chunks_exact(format.width())
            .zip(ids.chunks_exact(format.width()).skip(1))
            .all(|(one, next)| one < next);
        in_order.then(|| Self {
            format,
            ids: ids.to_vec(),
            packs: rest
                .chunks_exact(format.width())
                .filter_map(ObjectId::from_bytes)
                .collect(),
        })
    }
}

/// Two sorted lists of one format, as one.
fn merged(one: &Known, other: &Known) -> Known {
    let width = one.format.width();
    let mut ids = Vec::with_capacity(one.ids.len() + other.ids.len());
    let mut left = one.ids.chunks_exact(width).peekable();
    let mut right = other.ids.chunks_exact(width).peekable();
    loop {
        let next = match (left.peek(), right.peek()) {
            (Some(a), Some(b)) if a == b => {
                right.next();
                left.next()
            }
            (Some(a), Some(b)) if a > b => right.next(),
            (Some(_), _) => left.next(),
            (None, _) => right.next(),
        };
        match next {
            Some(id) => ids.extend_from_slice(id),
            None => break,
        }
    }
    Known {
        format: one.format,
        ids,
        packs: BTreeSet::new(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::{btree_set, vec};
    use proptest::prelude::*;

    use super::*;

    fn ids() -> impl Strategy<Value = BTreeSet<[u8; 20]>> {
        // Few different bytes, so that sets overlap.
        let id = (0_u8..3, 0_u8..3, 0_u8..3).prop_map(|(first, second, rest)| {
            let mut id = [rest; 20];
            id[..2].copy_from_slice(&[first, second]);
            id
        });
        btree_set(id, 0..20)
    }

    fn known(ids: &BTreeSet<[u8; 20]>) -> Known {
        Known::new(ids.iter().rev().map(|id| ObjectId::from_bytes(id).unwrap()))
    }

    proptest! {
        #[test]
        fn it_is_a_set_and_survives_being_written(a in ids(), b in ids()) {
            let mut both = known(&a).and(&known(&b));
            let union: BTreeSet<_> = a.union(&b).copied().collect();
            prop_assert_eq!(&both, &known(&union));
            prop_assert_eq!(both.len(), union.len());
            for id in &a {
                prop_assert!(both.has(id));
                prop_assert_eq!(known(&b).has(id), b.contains(id));
            }
            both.add_pack(ObjectId::from_bytes(&[5; 20]).unwrap());
            let mut written = Vec::new();
            both.write(&mut written).unwrap();
            let read = Known::read(&written).unwrap();
            prop_assert!(read.has_pack(&ObjectId::from_bytes(&[5; 20]).unwrap()));
            prop_assert_eq!(read, both);
            for cut in 0..written.len() {
                prop_assert!(Known::read(&written[..cut]).is_err());
            }
        }

        #[test]
        fn no_bytes_make_it_stumble(bytes in vec(any::<u8>(), 0..60), tail: bool) {
            let bytes = if tail { [MAGIC.as_slice(), &bytes].concat() } else { bytes };
            if let Ok(known) = Known::read(&bytes) {
                prop_assert!(known.len() <= bytes.len());
            }
        }
    }
}
