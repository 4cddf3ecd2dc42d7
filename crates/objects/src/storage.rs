//! All that a repository has objects in, opened: its own directory and those that it borrows from.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::errors::{Part, Skipped, Why};
use crate::id::{ObjectFormat, ObjectId};
use crate::inflate::Inflater;
use crate::loose::{self, Loose};
use crate::object::ObjectKind;
use crate::pack::{Content, Delta, Pack, Root};

/// Packs that need each other's objects are followed this far. Git completes thin packs, so one step is rare already.
const BORROWED: u32 = 8;

pub(crate) struct Storage {
    pub(crate) format: ObjectFormat,
    pub(crate) directories: Vec<PathBuf>,
    /// Largest first.
    pub(crate) packs: Vec<Pack>,
    /// Whether another repository has promised to hold what is not here.
    pub(crate) promised: bool,
    /// What could not be opened.
    pub(crate) skipped: Vec<Skipped>,
}

/// What following one delta counts, in bytes, towards what a walk may inflate: so that also very many very small steps
/// come to an end.
pub(crate) const STEP: u64 = 4 << 10;

/// Which copy of an object is not to be read, because it is broken.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Copy {
    pack: usize,
    offset: u64,
}

impl Storage {
    /// Opens every pack. Git may be repacking meanwhile: where a pack was gone when it was to be opened, the folders
    /// are listed once more, and what took its place is opened.
    pub(crate) fn open(directories: &[PathBuf], format: ObjectFormat) -> Self {
        let first = Self::open_once(directories, format);
        if first
            .skipped
            .iter()
            .any(|skipped| matches!(skipped.why, Why::Gone | Why::NoIndex))
        {
            return Self::open_once(directories, format);
        }
        first
    }

    fn open_once(directories: &[PathBuf], format: ObjectFormat) -> Self {
        let mut storage = Self {
            format,
            directories: directories.to_vec(),
            packs: Vec::new(),
            promised: false,
            skipped: Vec::new(),
        };
        for (number, directory) in directories.iter().enumerate() {
            let folder = directory.join("pack");
            match pack_paths(&folder) {
                Ok(paths) => paths.into_iter().for_each(|path| storage.add(path, number)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => (),
                Err(error) => storage.skip(folder, error.into()),
            }
        }
        storage
            .packs
            .sort_by_key(|pack| std::cmp::Reverse(pack.index.count()));
        storage
    }

    fn add(&mut self, path: PathBuf, directory: usize) {
        self.promised |= Pack::is_promisor(&path);
        match Pack::open(path.clone(), directory, self.format) {
            Ok(pack) => {
                if !pack.is_of_one_piece() {
                    self.skip(path, Why::OtherPack);
                }
                self.packs.push(pack);
            }
            Err(why) => self.skip(path, why),
        }
    }

    fn skip(&mut self, path: PathBuf, why: Why) {
        self.skipped.push(Skipped {
            what: Part::File(path),
            why,
        });
    }

    /// Every place in packs where an object is.
    pub(crate) fn find(&self, id: ObjectId) -> impl Iterator<Item = (usize, u32)> {
        self.packs
            .iter()
            .enumerate()
            .filter_map(move |(number, pack)| Some((number, pack.index.find(id.as_bytes())?)))
    }

    /// The files in which an object may lie by itself.
    pub(crate) fn loose_paths(&self, id: ObjectId) -> impl Iterator<Item = PathBuf> {
        self.directories
            .iter()
            .map(move |directory| loose::path(directory, id))
    }

    /// One object, of at most `most` bytes, from whichever copy can be read. `spent` grows by the bytes that were made on
    /// the way.
    pub(crate) fn read(
        &self,
        id: ObjectId,
        most: u64,
        inflater: &mut Inflater,
        spent: &mut u64,
    ) -> Result<(ObjectKind, Vec<u8>), Why> {
        Reading {
            storage: self,
            most,
            inflater,
            spent,
            borrowed: 0,
        }
        .by_id(id, None)
    }

    /// What an object is, from headers alone.
    pub(crate) fn kind(&self, id: ObjectId, inflater: &mut Inflater) -> Option<ObjectKind> {
        let mut id = id;
        for _ in 0..=BORROWED {
            let copy = self.find(id).find_map(|(pack, at)| {
                self.packs
                    .get(pack)
                    .and_then(|pack| Some((pack, pack.index.offset(at)?)))
            });
            let Some((pack, offset)) = copy else {
                return self
                    .loose_paths(id)
                    .find_map(|path| Some(Loose::open(&path, inflater).ok()?.header.kind));
            };
            match pack.root_kind(offset)? {
                Root::Kind(kind) => return Some(kind),
                Root::Borrowed(base) => id = base,
            }
        }
        None
    }
}

/// The packs of a folder, in the order of their names so that every run is alike.
fn pack_paths(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for file in fs::read_dir(folder)? {
        let path = file?.path();
        if path.extension().is_some_and(|ending| ending == "pack") {
            paths.push(path);
        }
    }
    paths.sort_unstable();
    Ok(paths)
}

/// The reading of one object, with those that it builds on.
struct Reading<'r> {
    storage: &'r Storage,
    most: u64,
    inflater: &'r mut Inflater,
    /// Bytes made on the way.
    spent: &'r mut u64,
    /// How many times a base was looked for outside its pack.
    borrowed: u32,
}

impl Reading<'_> {
    fn by_id(&mut self, id: ObjectId, but: Option<Copy>) -> Result<(ObjectKind, Vec<u8>), Why> {
        if self.borrowed > BORROWED {
            return Err(Why::Ring);
        }
        let mut refused = Why::BaseMissing;
        for (pack, position) in self.storage.find(id) {
            let Some(offset) = self
                .storage
                .packs
                .get(pack)
                .and_then(|pack| pack.index.offset(position))
            else {
                continue;
            };
            let copy = Copy { pack, offset };
            if Some(copy) == but {
                continue;
            }
            match self.at(copy) {
                Ok(object) => return Ok(object),
                Err(why) => refused = why,
            }
        }
        for path in self.storage.loose_paths(id) {
            match self.loose(&path) {
                Ok(object) => return Ok(object),
                Err(Why::Gone) => (),
                Err(why) => refused = why,
            }
        }
        Err(refused)
    }

    fn loose(&mut self, path: &Path) -> Result<(ObjectKind, Vec<u8>), Why> {
        let loose = Loose::open(path, self.inflater)?;
        let mut bytes = self.inflate(
            loose.stream(),
            loose.header.size.saturating_add(loose.header.length as u64),
        )?;
        bytes.drain(..loose.header.length);
        Ok((loose.header.kind, bytes))
    }

    /// Goes down the chain of deltas to a whole object, and up again.
    fn at(&mut self, copy: Copy) -> Result<(ObjectKind, Vec<u8>), Why> {
        let pack = self.storage.packs.get(copy.pack).ok_or(Why::Gone)?;
        let mut deltas = Vec::new();
        let mut offset = copy.offset;
        let (kind, mut bytes) = loop {
            *self.spent += STEP;
            let (header, stream) = pack.entry(offset)?;
            let base = match header.content {
                Content::Whole(kind) => match self.inflate(stream, header.size) {
                    Ok(bytes) => break (kind, bytes),
                    // The object itself is read elsewhere by whoever asked for it; a base is, here.
                    Err(why) if deltas.is_empty() => return Err(why),
                    Err(why) => break self.elsewhere(pack, Copy { offset, ..copy }).ok_or(why)?,
                },
                Content::OffsetDelta(distance) => offset.checked_sub(distance).ok_or(Why::BaseMissing)?,
                Content::IdDelta(id) => {
                    let Some(base) = pack.index.find(id).and_then(|at| pack.index.offset(at)) else {
                        deltas.push((stream, header.size));
                        self.borrowed += 1;
                        let id = ObjectId::from_bytes(id).ok_or(Why::Header)?;
                        break self.by_id(id, None)?;
                    };
                    base
                }
            };
            if deltas.len() > pack.index.count() as usize {
                return Err(Why::Ring);
            }
            deltas.push((stream, header.size));
            offset = base;
        };
        for (stream, size) in deltas.into_iter().rev() {
            let inflated = self.inflate(stream, size)?;
            let delta = Delta::parse(&inflated)?;
            let mut made = self.room(delta.result)?;
            delta.apply(&bytes, &mut made)?;
            bytes = made;
        }
        Ok((kind, bytes))
    }

    /// Another copy of the object at a place.
    fn elsewhere(&mut self, pack: &Pack, copy: Copy) -> Option<(ObjectKind, Vec<u8>)> {
        let position = pack.position(copy.offset)?;
        self.borrowed += 1;
        self.by_id(pack.index.id(position)?, Some(copy)).ok()
    }

    fn inflate(&mut self, stream: &[u8], size: u64) -> Result<Vec<u8>, Why> {
        let mut bytes = self.room(size)?;
        self.inflater.fill(stream, &mut bytes)?;
        Ok(bytes)
    }

    fn room(&mut self, size: u64) -> Result<Vec<u8>, Why> {
        let too_large = Why::TooLarge {
            size,
            most: self.most,
        };
        match usize::try_from(size) {
            Ok(length) if size <= self.most => {
                *self.spent += size;
                Ok(vec![0; length])
            }
            _ => Err(too_large),
        }
    }
}

/// The file of an object, as it is named where the object was skipped.
pub(crate) fn loose_file(directory: &Path, id: ObjectId) -> Arc<PathBuf> {
    Arc::new(loose::path(directory, id))
}
