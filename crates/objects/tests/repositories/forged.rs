//! Packs written by hand, so that they may say what git never would.

use std::fs;
use std::io::Write;
use std::path::Path;

use objects::{ObjectId, ObjectKind};

/// An id with a number in it.
pub(crate) fn id(number: u32) -> ObjectId {
    let mut bytes = [7; 20];
    bytes[..4].copy_from_slice(&number.wrapping_mul(2_654_435_761).to_be_bytes());
    bytes[16..].copy_from_slice(&number.to_be_bytes());
    ObjectId::from_bytes(&bytes).unwrap()
}

/// A pack in the making. Its objects have the ids that they are given, whatever is in them.
#[derive(Clone)]
pub(crate) struct Forged {
    pub(crate) bytes: Vec<u8>,
    /// Ids, and where the index says they are.
    pub(crate) objects: Vec<(ObjectId, u64)>,
}

impl Forged {
    pub(crate) fn new() -> Self {
        Self {
            bytes: b"PACK\0\0\0\x02\0\0\0\0".to_vec(),
            objects: Vec::new(),
        }
    }

    /// A whole object.
    pub(crate) fn whole(&mut self, id: ObjectId, kind: ObjectKind, content: &[u8]) -> u64 {
        self.raw(id, kind as u8 + 1, content.len() as u64, &[], &deflated(content))
    }

    /// A delta upon what begins at an offset.
    pub(crate) fn upon(&mut self, id: ObjectId, base: u64, delta: &[u8]) -> u64 {
        let distance = self.bytes.len() as u64 - base;
        self.raw(
            id,
            6,
            delta.len() as u64,
            &distance_bytes(distance),
            &deflated(delta),
        )
    }

    /// A delta upon an object by its id.
    pub(crate) fn upon_id(&mut self, id: ObjectId, base: ObjectId, delta: &[u8]) -> u64 {
        self.raw(id, 7, delta.len() as u64, base.as_bytes(), &deflated(delta))
    }

    /// Anything.
    pub(crate) fn raw(&mut self, id: ObjectId, kind: u8, size: u64, base: &[u8], stream: &[u8]) -> u64 {
        let offset = self.bytes.len() as u64;
        let mut rest = size >> 4;
        let mut byte = kind << 4 | (size & 15) as u8;
        while rest > 0 {
            self.bytes.push(byte | 0x80);
            byte = (rest & 0x7f) as u8;
            rest >>= 7;
        }
        self.bytes.push(byte);
        self.bytes.extend_from_slice(base);
        self.bytes.extend_from_slice(stream);
        self.objects.push((id, offset));
        offset
    }

    /// The pack and its index.
    pub(crate) fn finished(&self) -> (Vec<u8>, Vec<u8>) {
        let count = u32::try_from(self.objects.len()).unwrap();
        let mut pack = self.bytes.clone();
        pack[8..12].copy_from_slice(&count.to_be_bytes());
        let checksum = self.bytes.iter().fold(7_u64, |sum, byte| {
            sum.wrapping_mul(31).wrapping_add((*byte).into())
        });
        let checksum = [checksum.to_be_bytes().as_slice(), &[9; 12]].concat();
        pack.extend(&checksum);
        let mut sorted = self.objects.clone();
        sorted.sort_unstable();
        let mut index = b"\xfftOc\0\0\0\x02".to_vec();
        for first in 0..=255 {
            let up_to = sorted.partition_point(|(id, _)| id.as_bytes()[0] <= first);
            index.extend(u32::try_from(up_to).unwrap().to_be_bytes());
        }
        for (id, _) in &sorted {
            index.extend(id.as_bytes());
        }
        index.extend(vec![0; sorted.len() * 4]);
        for (number, _) in sorted.iter().enumerate() {
            index.extend((u32::try_from(number).unwrap() | 1 << 31).to_be_bytes());
        }
        for (_, offset) in &sorted {
            index.extend(offset.to_be_bytes());
        }
        index.extend(&checksum);
        index.extend([0; 20]);
        (pack, index)
    }

    /// Writes it into an object directory.
    pub(crate) fn write(&self, objects: &Path, name: &str) {
        let (pack, index) = self.finished();
        let folder = objects.join("pack");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(format!("pack-{name}.pack")), pack).unwrap();
        fs::write(folder.join(format!("pack-{name}.idx")), index).unwrap();
    }
}

/// A loose object.
pub(crate) fn loose(objects: &Path, id: ObjectId, content: &[u8]) {
    let name = id.to_string();
    fs::create_dir_all(objects.join(&name[..2])).unwrap();
    fs::write(objects.join(&name[..2]).join(&name[2..]), content).unwrap();
}

pub(crate) fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut to = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    to.write_all(bytes).unwrap();
    to.finish().unwrap()
}

/// How an offset delta tells how far back its base is.
fn distance_bytes(distance: u64) -> Vec<u8> {
    let mut bytes = vec![(distance & 0x7f) as u8];
    let mut rest = distance >> 7;
    while rest > 0 {
        rest -= 1;
        bytes.push((rest & 0x7f) as u8 | 0x80);
        rest >>= 7;
    }
    bytes.reverse();
    bytes
}

/// A delta that copies all of a base of `size` bytes, and adds something.
pub(crate) fn append(size: usize, added: &[u8]) -> Vec<u8> {
    let mut delta = sizes(size as u64, (size + added.len()) as u64);
    let mut start = 0;
    while start < size {
        let length = (size - start).min(0xff_ffff);
        delta.push(0xff);
        delta.extend(u32::try_from(start).unwrap().to_le_bytes());
        delta.extend(&u32::try_from(length).unwrap().to_le_bytes()[..3]);
        start += length;
    }
    for part in added.chunks(127) {
        delta.push(u8::try_from(part.len()).unwrap());
        delta.extend(part);
    }
    delta
}

/// The sizes with which a delta begins.
pub(crate) fn sizes(base: u64, result: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    for size in [base, result] {
        let mut rest = size;
        while rest > 0x7f {
            bytes.push((rest & 0x7f) as u8 | 0x80);
            rest >>= 7;
        }
        bytes.push((rest & 0x7f) as u8);
    }
    bytes
}
