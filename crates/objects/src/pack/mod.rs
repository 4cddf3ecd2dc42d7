//! A pack and its index, mapped.

mod delta;
mod entry;
mod index;

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use mapped::{Looking, Mapped};

pub use delta::Delta;
pub use entry::{Content, EntryHeader, entry_header};
pub use index::Index;

use crate::errors::Why;
use crate::files;
use crate::id::{ObjectFormat, ObjectId};
use crate::object::ObjectKind;

/// Bytes before the first entry: `PACK`, the version, and how many objects there are.
const HEADER: u64 = 12;

/// What an entry builds on in the end.
pub(crate) enum Root {
    /// A whole object of this kind.
    Kind(ObjectKind),
    /// An object of another pack.
    Borrowed(ObjectId),
}

/// A pack. Both files stay readable while this lives, also when git removes them.
pub(crate) struct Pack {
    pub(crate) path: Arc<PathBuf>,
    pub(crate) index: Index<Mapped>,
    /// Which of the storage's directories it is in.
    pub(crate) directory: usize,
    bytes: Mapped,
    format: ObjectFormat,
    /// Offsets with their positions, in order; made when first asked for.
    by_offset: OnceLock<Vec<(u64, u32)>>,
}

impl Pack {
    /// Opens a pack by its name; its index has the same name with another ending.
    pub(crate) fn open(path: PathBuf, directory: usize, format: ObjectFormat) -> Result<Self, Why> {
        files::regular(&path)?;
        let bytes = Mapped::open(&path, Looking::InOrder)?;
        if !matches!(bytes.first_chunk(), Some(b"PACK\0\0\0\x02" | b"PACK\0\0\0\x03")) {
            return Err(Why::NoPack);
        }
        let index = path.with_extension("idx");
        let index = match files::regular(&index).and_then(|_| Mapped::open(&index, Looking::InOrder)) {
            Ok(index) => Index::parse(index, format)?,
            Err(error) => {
                return Err(match Why::from(error) {
                    Why::Gone => Why::NoIndex,
                    other => other,
                });
            }
        };
        Ok(Self {
            path: Arc::new(path),
            index,
            directory,
            bytes,
            format,
            by_offset: OnceLock::new(),
        })
    }

    /// Whether pack and index tell the same of each other.
    pub(crate) fn is_of_one_piece(&self) -> bool {
        let count = self.bytes.get(8..12).and_then(|count| count.try_into().ok());
        count.map(u32::from_be_bytes) == Some(self.index.count())
            && self
                .trailer()
                .is_some_and(|own| Some(own) == self.index.pack_checksum())
    }

    /// The checksum that names the pack.
    pub(crate) fn checksum(&self) -> Option<ObjectId> {
        ObjectId::from_bytes(self.trailer()?)
    }

    fn trailer(&self) -> Option<&[u8]> {
        self.bytes
            .get(self.bytes.len().checked_sub(self.format.width())?..)
    }

    /// The header of the entry at an offset, and all bytes from its zlib stream on. Where the stream ends, only
    /// inflating it tells: a wrong offset of another object must not cut this one off.
    pub(crate) fn entry(&self, offset: u64) -> Result<(EntryHeader<'_>, &[u8]), Why> {
        let from = usize::try_from(offset)
            .ok()
            .filter(|_| offset >= HEADER)
            .and_then(|offset| self.bytes.get(offset..))
            .filter(|from| !from.is_empty())
            .ok_or(Why::Outside)?;
        let header = entry_header(from, self.format)?;
        Ok((header, from.get(header.length..).unwrap_or_default()))
    }

    /// The position in the index of the entry at an offset.
    pub(crate) fn position(&self, offset: u64) -> Option<u32> {
        let by_offset = self.by_offset.get_or_init(|| {
            let mut pairs: Vec<_> = (0..self.index.count())
                .filter_map(|position| Some((self.index.offset(position)?, position)))
                .collect();
            pairs.sort_unstable();
            pairs
        });
        let at = by_offset
            .binary_search_by_key(&offset, |(offset, _)| *offset)
            .ok()?;
        by_offset.get(at).map(|(_, position)| *position)
    }

    /// What the entry at an offset builds on in the end.
    pub(crate) fn root_kind(&self, offset: u64) -> Option<Root> {
        let mut offset = offset;
        for _ in 0..=self.index.count() {
            offset = match self.entry(offset).ok()?.0.content {
                Content::Whole(kind) => return Some(Root::Kind(kind)),
                Content::OffsetDelta(distance) => offset.checked_sub(distance)?,
                Content::IdDelta(id) => match self.index.find(id) {
                    Some(position) => self.index.offset(position)?,
                    None => return ObjectId::from_bytes(id).map(Root::Borrowed),
                },
            };
        }
        None
    }

    /// Whether what is not here was promised by whom the pack came from.
    pub(crate) fn is_promisor(path: &Path) -> bool {
        path.with_extension("promisor").exists()
    }
}
