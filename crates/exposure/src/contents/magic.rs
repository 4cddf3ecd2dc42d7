//! What a file is, by its bytes.

/// Something that holds other files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Container {
    Zip,
    Tar,
    Gzip,
    Zlib,
    Png,
    /// An archive of a kind that is not opened here.
    Unopened(&'static str),
}

/// Archives that are told as skipped.
const UNOPENED: [(&[u8], &str); 7] = [
    (b"\x28\xB5\x2F\xFD", "zstd"),
    (b"\xFD7zXZ\x00", "xz"),
    (b"7z\xBC\xAF\x27\x1C", "7z"),
    (b"Rar!\x1A\x07", "rar"),
    (b"\x04\x22\x4D\x18", "lz4"),
    (b"MSCF\0\0\0\0", "cab"),
    (b"LZIP\x01", "lzip"),
];

const PNG: &[u8] = b"\x89PNG\r\n\x1A\n";
const ZIP_FILE: &[u8] = b"PK\x03\x04";
/// The end of a zip archive, without a comment.
const ZIP_END: &[u8] = b"PK\x05\x06";
const ZIP_END_LENGTH: usize = 22;
/// A block of tar, in bytes.
pub(super) const BLOCK: usize = 512;

/// What the bytes are, if they hold other files.
pub(super) fn container(bytes: &[u8]) -> Option<Container> {
    // Most files are text: one look at one byte.
    let known = match bytes.first()? {
        b'P' if bytes.starts_with(ZIP_FILE)
            || bytes.starts_with(b"PK\x05\x06")
            || bytes.starts_with(b"PK00PK\x03\x04") =>
        {
            Some(Container::Zip)
        }
        0x1F if gzip_header(bytes).is_some() => Some(Container::Gzip),
        0x89 if bytes.starts_with(PNG) => Some(Container::Png),
        0x78 if is_zlib(bytes) => Some(Container::Zlib),
        b'B' if is_bzip2(bytes) => Some(Container::Unopened("bzip2")),
        0x28 | 0xFD | b'7' | b'R' | 0x04 | b'M' | b'L' => UNOPENED
            .iter()
            .find(|(magic, _)| bytes.starts_with(magic))
            .map(|(_, kind)| Container::Unopened(kind)),
        _ => None,
    };
    known.or_else(|| {
        if is_tar(bytes) {
            return Some(Container::Tar);
        }
        // A zip archive may stand behind a program that unpacks it.
        let end = bytes.len().checked_sub(ZIP_END_LENGTH)?;
        bytes.get(end..)?.starts_with(ZIP_END).then_some(Container::Zip)
    })
}

/// The length of a gzip header (RFC 1952, section 2.3), if there is one.
pub(super) fn gzip_header(bytes: &[u8]) -> Option<usize> {
    let [0x1F, 0x8B, 8, flags, ..] = bytes else {
        return None;
    };
    if flags & 0xE0 != 0 {
        return None;
    }
    let mut at = 10;
    if flags & 4 != 0 {
        let [low, high] = *bytes.get(at..at + 2)?.first_chunk()?;
        at += 2 + usize::from(u16::from_le_bytes([low, high]));
    }
    for flag in [8, 16] {
        if flags & flag != 0 {
            at += memchr::memchr(0, bytes.get(at..)?)? + 1;
        }
    }
    if flags & 2 != 0 {
        at += 2;
    }
    Some(at)
}

/// Method, window and check bits of a zlib header (RFC 1950, section 2.2), without a dictionary.
fn is_zlib(bytes: &[u8]) -> bool {
    matches!(bytes, [0x78, 0x01 | 0x5E | 0x9C | 0xDA, ..])
}

fn is_bzip2(bytes: &[u8]) -> bool {
    matches!(bytes, [b'B', b'Z', b'h', b'1'..=b'9', 0x31, 0x41, 0x59, 0x26, ..])
}

/// Whether a block of tar stands here: its checksum fits. That also knows archives older than POSIX.
pub(super) fn is_tar(bytes: &[u8]) -> bool {
    let Some(block) = bytes.get(..BLOCK) else {
        return false;
    };
    let Some(stated) = block.get(148..156).and_then(octal) else {
        return false;
    };
    // No block of zeros is a header, and text has no octal number with an end at that place.
    let is_ended = block
        .get(148..156)
        .is_some_and(|field| field.iter().any(|byte| matches!(byte, 0 | b' ')));
    let sum = |(at, byte): (usize, &u8)| {
        if (148..156).contains(&at) {
            32
        } else {
            u64::from(*byte)
        }
    };
    stated > 0 && is_ended && block.iter().enumerate().map(sum).sum::<u64>() == stated
}

/// An octal number, with spaces before it and an end behind.
pub(super) fn octal(field: &[u8]) -> Option<u64> {
    let mut value: Option<u64> = None;
    for byte in field {
        match byte {
            b'0'..=b'7' => value = Some(value.unwrap_or(0).checked_mul(8)? + u64::from(byte - b'0')),
            b' ' if value.is_none() => {}
            b' ' | 0 => break,
            _ => return None,
        }
    }
    value
}
