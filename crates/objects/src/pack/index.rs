//! The index of a pack: which objects are in it, in order, and where.
//!
//! Format: gitformat-pack(5), "Original (version 1) pack-*.idx files" and "Version 2". What it says is believed only
//! as far as it cannot do harm: an offset is any number until the pack has something there.

use std::ops::{Deref, Range};

use crate::errors::IndexError;
use crate::id::{ObjectFormat, ObjectId};

const MAGIC: &[u8; 4] = b"\xfftOc";
const FANOUT: usize = 256 * 4;

/// An index over bytes in memory, mapped or not.
#[derive(Debug)]
pub struct Index<B> {
    bytes: B,
    format: ObjectFormat,
    count: u32,
    /// Where the table of counts begins.
    fanout: usize,
    /// Where the first id is, and how far the next one is from it.
    ids: usize,
    id_step: usize,
    /// The same of offsets of four bytes.
    offsets: usize,
    offset_step: usize,
    /// Where offsets of eight bytes are.
    wide: Range<usize>,
}

impl<B: Deref<Target = [u8]>> Index<B> {
    /// Looks at the tables' places, and that the counts are in order. Ids and offsets are read when asked for.
    ///
    /// # Errors
    /// [`IndexError`], where any table is not where it must be.
    pub fn parse(bytes: B, format: ObjectFormat) -> Result<Self, IndexError> {
        let width = format.width();
        let fanout = if bytes.starts_with(MAGIC) {
            if number(&bytes, 4) != Some(2) {
                return Err(IndexError::Version);
            }
            8
        } else {
            0
        };
        let mut count = 0;
        for bucket in 0..256 {
            let next = number(&bytes, fanout + bucket * 4).ok_or(IndexError::Length)?;
            if next < count {
                return Err(IndexError::Fanout);
            }
            count = next;
        }
        let many = usize::try_from(count).map_err(|_| IndexError::Length)?;
        let first = fanout + FANOUT;
        let end = bytes.len().checked_sub(2 * width).ok_or(IndexError::Length)?;
        let length = |each: usize| many.checked_mul(each).and_then(|all| all.checked_add(first));
        if fanout == 0 {
            if length(width + 4) != Some(end) {
                return Err(IndexError::Length);
            }
            return Ok(Self {
                bytes,
                format,
                count,
                fanout,
                ids: first + 4,
                id_step: width + 4,
                offsets: first,
                offset_step: width + 4,
                wide: end..end,
            });
        }
        let wide = length(width + 8).ok_or(IndexError::Length)?;
        if wide > end || (end - wide) % 8 != 0 {
            return Err(IndexError::Length);
        }
        Ok(Self {
            bytes,
            format,
            count,
            fanout,
            ids: first,
            id_step: width,
            offsets: first + many * (width + 4),
            offset_step: 4,
            wide: wide..end,
        })
    }

    /// How many objects the pack has.
    pub const fn count(&self) -> u32 {
        self.count
    }

    /// The bytes of the id at a position; `None` past the last one.
    pub fn id_bytes(&self, position: u32) -> Option<&[u8]> {
        if position >= self.count {
            return None;
        }
        let start = self.ids + position as usize * self.id_step;
        self.bytes.get(start..start + self.format.width())
    }

    /// The id at a position; `None` past the last one.
    pub fn id(&self, position: u32) -> Option<ObjectId> {
        ObjectId::from_bytes(self.id_bytes(position)?)
    }

    /// Where the object at a position begins in the pack; `None` past the last one, and where the index places it
    /// outside its own tables.
    pub fn offset(&self, position: u32) -> Option<u64> {
        if position >= self.count {
            return None;
        }
        let near = number(&self.bytes, self.offsets + position as usize * self.offset_step)?;
        if self.fanout == 0 || near & 1 << 31 == 0 {
            return Some(u64::from(near));
        }
        let start = self.wide.start + (near & !(1 << 31)) as usize * 8;
        let far = self
            .bytes
            .get(start..start + 8)
            .filter(|_| start < self.wide.end)?;
        Some(u64::from_be_bytes(far.try_into().ok()?))
    }

    /// The positions of ids that begin with a byte.
    pub fn bucket(&self, first: u8) -> Range<u32> {
        let at = |bucket: usize| number(&self.bytes, self.fanout + bucket * 4).unwrap_or(self.count);
        let start = usize::from(first).checked_sub(1).map_or(0, at);
        start..at(usize::from(first))
    }

    /// The position of an id; `None` where the pack does not have it.
    pub fn find(&self, id: &[u8]) -> Option<u32> {
        let Range { mut start, mut end } = self.bucket(*id.first()?);
        while start < end {
            let middle = start + (end - start) / 2;
            match self.id_bytes(middle)?.cmp(id) {
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Less => start = middle + 1,
                std::cmp::Ordering::Greater => end = middle,
            }
        }
        None
    }

    /// The checksum of the pack that the index was made for.
    pub fn pack_checksum(&self) -> Option<&[u8]> {
        let width = self.format.width();
        let start = self.bytes.len().checked_sub(2 * width)?;
        self.bytes.get(start..start + width)
    }
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(
        bytes.get(at..at.checked_add(4)?)?.try_into().ok()?,
    ))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// An index as git writes it, of objects with these ids and offsets.
    fn written(version: u32, objects: &[([u8; 20], u64)]) -> Vec<u8> {
        let mut sorted = objects.to_vec();
        sorted.sort_unstable();
        let mut bytes = Vec::new();
        if version == 2 {
            bytes.extend(MAGIC);
            bytes.extend(2_u32.to_be_bytes());
        }
        for bucket in 0..=255 {
            let up_to = sorted.iter().filter(|(id, _)| id[0] <= bucket).count();
            bytes.extend(u32::try_from(up_to).unwrap().to_be_bytes());
        }
        let mut wide = Vec::new();
        let mut near = Vec::new();
        for (_, offset) in &sorted {
            near.push(if version == 2 && *offset >= 1 << 31 {
                wide.push(*offset);
                u32::try_from(wide.len() - 1).unwrap() | 1 << 31
            } else {
                u32::try_from(*offset).unwrap()
            });
        }
        if version == 2 {
            bytes.extend(sorted.iter().flat_map(|(id, _)| *id));
            bytes.extend(vec![0; 4 * sorted.len()]);
            bytes.extend(near.iter().flat_map(|offset| offset.to_be_bytes()));
            bytes.extend(wide.iter().flat_map(|offset| offset.to_be_bytes()));
        } else {
            for (offset, (id, _)) in near.iter().zip(&sorted) {
                bytes.extend(offset.to_be_bytes());
                bytes.extend(id);
            }
        }
        bytes.extend([1; 20]);
        bytes.extend([2; 20]);
        bytes
    }

    proptest! {
        #[test]
        fn every_object_is_found_where_it_is(
            objects in proptest::collection::btree_map(any::<[u8; 20]>(), 0_u64..1 << 36, 0..40),
            old: bool,
        ) {
            let most = if old { u64::from(u32::MAX) } else { u64::MAX };
            let objects: Vec<_> = objects.into_iter().map(|(id, offset)| (id, offset.min(most))).collect();
            let index = Index::parse(written(if old { 1 } else { 2 }, &objects), ObjectFormat::Sha1).unwrap();
            prop_assert_eq!(index.count() as usize, objects.len());
            for (id, offset) in &objects {
                let position = index.find(id).unwrap();
                prop_assert_eq!(index.id_bytes(position), Some(id.as_slice()));
                prop_assert_eq!(index.offset(position), Some(*offset));
            }
            prop_assert_eq!(index.find(&[9; 20]).is_some(), objects.iter().any(|(id, _)| id == &[9; 20]));
            prop_assert_eq!(index.offset(index.count()), None);
            prop_assert_eq!(index.pack_checksum(), Some([1; 20].as_slice()));
        }

        #[test]
        fn a_damaged_index_is_refused_or_read_without_stumbling(
            flips in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
            cut: prop::sample::Index,
            cuts: bool,
        ) {
            let objects: Vec<_> = (0..30_u8).map(|n| ([n * 8; 20], u64::from(n) << 30)).collect();
            let mut bytes = written(2, &objects);
            for (at, byte) in flips {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
            if cuts {
                bytes.truncate(cut.index(bytes.len()));
            }
            if let Ok(index) = Index::parse(bytes, ObjectFormat::Sha1) {
                for position in 0..index.count().min(1000) {
                    prop_assert!(index.id_bytes(position).is_some());
                    let _offset: Option<u64> = index.offset(position);
                }
                let _found: Option<u32> = index.find(&[8; 20]);
            }
        }
    }
}
