//! The files of a tar archive: POSIX ustar and pax (IEEE 1003.1), GNU's long names, and what was before them.

use super::magic::{BLOCK, is_tar, octal};
use super::{Packed, Part, Parts};

/// A long name is a path; more is no name.
const LONGEST_NAME: usize = 16 << 10;

/// The files, as far as the archive goes.
pub(super) fn parts(bytes: &[u8]) -> Parts {
    let mut out = Parts::default();
    let mut at = 0;
    let mut long_name: Option<Vec<u8>> = None;
    while let Some(block) = bytes.get(at..at + BLOCK) {
        if block.iter().all(|byte| *byte == 0) {
            // The end, or a gap before another archive that was appended.
            at += BLOCK;
            continue;
        }
        if !is_tar(block) {
            out.broken = true;
            return out;
        }
        let start = at + BLOCK;
        let Some(size) = block.get(124..136).and_then(size) else {
            out.broken = true;
            return out;
        };
        let kind = block.get(156).copied().unwrap_or_default();
        // Links, devices and folders have no contents, whatever they say.
        let size = if matches!(kind, b'1'..=b'6') { 0 } else { size };
        let end = start.saturating_add(size);
        let is_whole = end <= bytes.len();
        let range = start..end.min(bytes.len());
        let body = bytes.get(range.clone()).unwrap_or_default();
        match kind {
            b'L' | b'K' => {
                let name = body.get(..body.len().min(LONGEST_NAME)).unwrap_or_default();
                let name = name.split(|byte| *byte == 0).next().unwrap_or_default();
                long_name = (kind == b'L').then(|| name.to_vec()).or(long_name);
            }
            b'x' => long_name = pax_path(body).or(long_name),
            b'g' | b'1'..=b'6' => {}
            _ => out.parts.push(Part {
                name: long_name.take().unwrap_or_else(|| name(block)),
                range,
                packed: Packed::Not,
            }),
        }
        if matches!(kind, b'1'..=b'6') {
            long_name = None;
        }
        if !is_whole {
            out.broken = true;
            return out;
        }
        at = end.div_ceil(BLOCK).saturating_mul(BLOCK);
        if at % BLOCK != 0 {
            return out;
        }
    }
    out
}

/// Octal, or binary with the first bit set, where it is too large for that.
fn size(field: &[u8]) -> Option<usize> {
    if field.first()? & 0x80 == 0 {
        return usize::try_from(octal(field).unwrap_or(0)).ok();
    }
    let number = field.last_chunk::<8>()?;
    usize::try_from(u64::from_be_bytes(*number)).ok()
}

fn name(block: &[u8]) -> Vec<u8> {
    let text = |from: usize, to: usize| {
        let field = block.get(from..to).unwrap_or_default();
        field.split(|byte| *byte == 0).next().unwrap_or_default()
    };
    let mut name = Vec::new();
    // Only POSIX splits the name; with GNU's magic other things stand there.
    let is_posix = block.get(257..263) == Some(b"ustar\0");
    let prefix = text(345, 500);
    if is_posix && !prefix.is_empty() {
        name.extend_from_slice(prefix);
        name.push(b'/');
    }
    name.extend_from_slice(text(0, 100));
    name
}

/// The path among pax records, each `length key=value` with a line feed.
fn pax_path(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut path = None;
    while let Some(space) = memchr::memchr(b' ', body.get(..body.len().min(20))?) {
        let length: usize = std::str::from_utf8(body.get(..space)?).ok()?.parse().ok()?;
        let record = body.get(space + 1..length)?;
        if let Some(value) = record.strip_prefix(b"path=") {
            let value = value.strip_suffix(b"\n").unwrap_or(value);
            path = value.get(..value.len().min(LONGEST_NAME)).map(<[u8]>::to_vec);
        }
        body = body.get(length..)?;
    }
    path
}
