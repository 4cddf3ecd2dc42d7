//! Objects in files of their own.

mod header;

use std::fs;
use std::io;
use std::ops::Deref;
use std::path::{Path, PathBuf};

use mapped::{Looking, Mapped};

pub use header::{LooseHeader, loose_header};

use crate::errors::{Part, Skipped, Why};
use crate::files;
use crate::id::{ObjectFormat, ObjectId};
use crate::inflate::Inflater;

/// Files up to this size are read, which is cheaper than mapping them.
const READ: u64 = 1 << 20;

/// The ids of a directory's loose objects, in no order. A folder that cannot be read is said.
pub(crate) fn list(directory: &Path, format: ObjectFormat, skipped: &mut Vec<Skipped>) -> Vec<ObjectId> {
    let mut ids = Vec::new();
    for first in 0..=255_u8 {
        let start = format!("{first:02x}");
        let folder = directory.join(&start);
        let files = match fs::read_dir(&folder) {
            Ok(files) => files,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => {
                skipped.push(Skipped {
                    what: Part::File(folder),
                    why: error.into(),
                });
                continue;
            }
        };
        for file in files {
            match file {
                Ok(file) => {
                    // Temporary files and whatever else lies there have other names.
                    let name = file.file_name();
                    let digits = [start.as_bytes(), name.as_encoded_bytes()].concat();
                    ids.extend(ObjectId::from_hex(&digits).filter(|id| id.format() == format));
                }
                Err(error) => skipped.push(Skipped {
                    what: Part::File(folder.clone()),
                    why: error.into(),
                }),
            }
        }
    }
    ids
}

/// The file of a loose object.
pub(crate) fn path(directory: &Path, id: ObjectId) -> PathBuf {
    let name = id.to_string();
    let (folder, file) = name.split_at(2);
    directory.join(folder).join(file)
}

/// A loose object's file, and what its header says.
pub(crate) struct Loose {
    file: File,
    pub(crate) header: LooseHeader,
}

enum File {
    Read(Vec<u8>),
    Mapped(Mapped),
}

impl Loose {
    pub(crate) fn open(path: &Path, inflater: &mut Inflater) -> Result<Self, Why> {
        let file = if files::regular(path)? <= READ {
            File::Read(fs::read(path)?)
        } else {
            File::Mapped(Mapped::open(path, Looking::InOrder)?)
        };
        let mut first = [0; header::LONGEST];
        let length = inflater.begin(&file, &mut first);
        let header = loose_header(first.get(..length).unwrap_or_default())?;
        Ok(Self { file, header })
    }

    /// The zlib stream of header and object.
    pub(crate) fn stream(&self) -> &[u8] {
        &self.file
    }
}

impl Deref for File {
    type Target = [u8];
    fn deref(&self) -> &[u8] {
        match self {
            Self::Read(bytes) => bytes,
            Self::Mapped(bytes) => bytes,
        }
    }
}
