//! Packed files: gzip, and tar inside xz, both within a bound.

use std::io::{BufReader, Read};

use crate::EvaluationError;

/// The most that is unpacked of one file, in bytes; a small file may otherwise unpack to anything.
pub const MOST_UNPACKED: u64 = 1 << 30;

/// The bytes of a file, unpacked where they are gzip.
pub(crate) fn plain(file: &str, bytes: Vec<u8>) -> Result<Vec<u8>, EvaluationError> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(bytes);
    }
    read(
        file,
        flate2::read::MultiGzDecoder::new(bytes.as_slice()),
        MOST_UNPACKED,
    )
}

/// Whether the bytes are xz.
pub(crate) fn is_xz(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xfd7zXZ\0")
}

/// Hands every file in a tar inside xz to `each`, by its path.
pub(crate) fn tar_xz(
    file: &str,
    bytes: &[u8],
    mut each: impl FnMut(&str, Vec<u8>),
) -> Result<(), EvaluationError> {
    let packed = |error: std::io::Error| EvaluationError::Packed {
        file: file.to_owned(),
        why: error.to_string(),
    };
    let unpacked = lzma_rust2::XzReader::new(bytes, true).take(MOST_UNPACKED);
    let mut archive = tar::Archive::new(BufReader::with_capacity(1 << 16, unpacked));
    let mut left = MOST_UNPACKED;
    for entry in archive.entries().map_err(packed)? {
        let entry = entry.map_err(packed)?;
        if !entry.header().entry_type().is_file() {
            continue;
        }
        let path = entry.path().map_err(packed)?.to_string_lossy().into_owned();
        let content = read(file, entry, left)?;
        left = left.saturating_sub(content.len() as u64);
        each(&path, content);
    }
    Ok(())
}

fn read(file: &str, from: impl Read, most: u64) -> Result<Vec<u8>, EvaluationError> {
    let mut bytes = Vec::new();
    from.take(most + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| EvaluationError::Packed {
            file: file.to_owned(),
            why: error.to_string(),
        })?;
    if bytes.len() as u64 > most {
        return Err(EvaluationError::TooLarge {
            file: file.to_owned(),
        });
    }
    Ok(bytes)
}
