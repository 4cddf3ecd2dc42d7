//! The files of a zip archive (APPNOTE 6.3), zip64 among them.
//!
//! The list at the end is believed first, because it alone knows the sizes of streamed files. Where it is broken or cut
//! off, the headers before the files are followed as far as they go. Files that the list leaves out are found by these
//! headers too: what lies in the archive is looked at, whether or not a program would unpack it.

use std::collections::BTreeSet;
use std::ops::Range;

use memchr::memmem;

use super::{Packed, Part, Parts, Why};

const FILE: &[u8] = b"PK\x03\x04";
const LISTED: &[u8] = b"PK\x01\x02";
const END: &[u8] = b"PK\x05\x06";
const END_64: &[u8] = b"PK\x06\x06";
/// A comment at the end has at most so many bytes, and the end itself 22.
const FARTHEST_END: usize = 22 + 0xFFFF;
/// More files than this are told as broken: the list alone would take gigabytes.
const MOST: usize = 1 << 20;

/// The files, by the list and by the headers before them.
pub(super) fn parts(bytes: &[u8]) -> Parts {
    let mut out = Parts::default();
    let mut starts = BTreeSet::new();
    let listed = listed(bytes, &mut out.parts, &mut starts);
    out.broken = listed.is_none();
    unlisted(bytes, &mut out.parts, &starts);
    out
}

/// Follows the list at the end. `None` where there is none, or it contradicts itself.
fn listed(bytes: &[u8], parts: &mut Vec<Part>, starts: &mut BTreeSet<usize>) -> Option<()> {
    let tail = bytes.len().saturating_sub(FARTHEST_END);
    let end = tail + memmem::rfind(bytes.get(tail..)?, END)?;
    let mut count = u64::from(u16_at(bytes, end + 10)?);
    let mut size = u64::from(u32_at(bytes, end + 12)?);
    let mut offset = u64::from(u32_at(bytes, end + 16)?);
    let mut list_end = end;
    if count == 0xFFFF || size == 0xFFFF_FFFF || offset == 0xFFFF_FFFF {
        // A locator of 20 bytes stands before, and says where the larger end is.
        let large = end
            .checked_sub(20)
            .and_then(|locator| usize::try_from(u64_at(bytes, locator + 8)?).ok())
            .filter(|large| bytes.get(*large..).is_some_and(|at| at.starts_with(END_64)));
        if let Some(large) = large {
            (count, size, offset) = (
                u64_at(bytes, large + 32)?,
                u64_at(bytes, large + 40)?,
                u64_at(bytes, large + 48)?,
            );
            list_end = large;
        }
    }
    // Where something stands before the archive, every offset counts from where the archive itself begins.
    let list = list_end.checked_sub(usize::try_from(size).ok()?)?;
    let base = list.checked_sub(usize::try_from(offset).ok()?)?;
    let mut at = list;
    for _ in 0..count {
        if !bytes.get(at..)?.starts_with(LISTED) || parts.len() >= MOST {
            return None;
        }
        let flags = u16_at(bytes, at + 8)?;
        let method = u16_at(bytes, at + 10)?;
        let [name, extra, comment] = [28, 30, 32].map(|place| u16_at(bytes, at + place).map(usize::from));
        let (name, extra, comment) = (name?, extra?, comment?);
        let name_at = at + 46;
        let fields = bytes.get(name_at + name..name_at + name + extra)?;
        let sizes = Sizes {
            packed: u32_at(bytes, at + 20)?,
            unpacked: u32_at(bytes, at + 24)?,
            header: u32_at(bytes, at + 42)?,
        };
        let (packed, header) = sizes.large(fields);
        let header = base.saturating_add(usize::try_from(header).ok()?);
        let name = bytes.get(name_at..name_at + name)?.to_vec();
        let body = body_of(bytes, header).and_then(|start| {
            let end = start.checked_add(usize::try_from(packed).ok()?)?;
            (end <= bytes.len()).then_some(start..end)
        });
        starts.insert(header);
        // One that lies elsewhere than it says is told when its bytes are looked for.
        let range = body.unwrap_or(bytes.len() + 1..bytes.len() + 2);
        if !name.ends_with(b"/") || !range.is_empty() {
            parts.push(part(name, range, flags, method));
        }
        at = name_at + usize::from(u16_at(bytes, at + 28)?) + extra + comment;
    }
    Some(())
}

/// Sizes and place of a file as the list states them in 32 bits.
struct Sizes {
    packed: u32,
    unpacked: u32,
    header: u32,
}

impl Sizes {
    /// With what an extra field of zip64 says instead: in this order, and each only where 32 bits did not do.
    fn large(&self, mut fields: &[u8]) -> (u64, u64) {
        let (mut packed, mut header) = (u64::from(self.packed), u64::from(self.header));
        while let (Some(id), Some(length)) = (u16_at(fields, 0), u16_at(fields, 2)) {
            let length = usize::from(length);
            if id == 1 {
                let mut at = 4;
                let mut next = |is_large: bool| {
                    let value = is_large.then(|| u64_at(fields, at)).flatten();
                    at += if is_large { 8 } else { 0 };
                    value
                };
                next(self.unpacked == u32::MAX);
                packed = next(self.packed == u32::MAX).unwrap_or(packed);
                header = next(self.header == u32::MAX).unwrap_or(header);
            }
            fields = fields.get(4 + length..).unwrap_or_default();
        }
        (packed, header)
    }
}

/// Follows headers that the list does not name.
fn unlisted(bytes: &[u8], parts: &mut Vec<Part>, listed: &BTreeSet<usize>) {
    let finder = memmem::Finder::new(FILE);
    // Within what the list names, a header belongs to an archive within the archive.
    let mut covered: Vec<Range<usize>> = parts.iter().map(|part| part.range.clone()).collect();
    covered.sort_by_key(|range| range.start);
    let mut ranges = covered.iter().peekable();
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| finder.find(rest)) {
        let header = at + found;
        while ranges.peek().is_some_and(|range| range.end <= header) {
            ranges.next();
        }
        at = header + FILE.len();
        if let Some(range) = ranges.peek().filter(|range| range.contains(&header)) {
            at = range.end.max(at);
            continue;
        }
        if listed.contains(&header) || parts.len() >= MOST {
            continue;
        }
        let (Some(flags), Some(method), Some(packed), Some(name), Some(start)) = (
            u16_at(bytes, header + 6),
            u16_at(bytes, header + 8),
            u32_at(bytes, header + 18),
            u16_at(bytes, header + 26),
            body_of(bytes, header),
        ) else {
            continue;
        };
        let name = bytes.get(header + 30..header + 30 + usize::from(name));
        // A streamed file tells its size behind itself: deflate knows its own end, so all the rest is given to it.
        let stated = usize::try_from(packed)
            .ok()
            .filter(|size| *size > 0 && flags & 8 == 0);
        let end = stated.map_or(bytes.len(), |size| start.saturating_add(size).min(bytes.len()));
        if start > end {
            continue;
        }
        let mut part = part(name.unwrap_or_default().to_vec(), start..end, flags, method);
        if stated.is_none() && part.packed == Packed::Not {
            // Nothing says where it ends: what is stored is seen as it stands.
            continue;
        }
        if stated.is_some() {
            at = end.max(at);
        } else if part.packed == Packed::Deflate {
            let next = finder.find(bytes.get(start..).unwrap_or_default());
            part.range.end = next.map_or(bytes.len(), |next| start + next);
        }
        parts.push(part);
    }
}

fn part(name: Vec<u8>, range: Range<usize>, flags: u16, method: u16) -> Part {
    let packed = match (flags & 1, method) {
        (1, _) => Packed::Unopened(Why::Encrypted),
        (_, 0) => Packed::Not,
        (_, 8) => Packed::Deflate,
        _ => Packed::Unopened(Why::Method),
    };
    Part { name, range, packed }
}

/// Where the bytes of the file begin whose header stands there.
fn body_of(bytes: &[u8], header: usize) -> Option<usize> {
    if !bytes.get(header..)?.starts_with(FILE) {
        return None;
    }
    let name = usize::from(u16_at(bytes, header + 26)?);
    let extra = usize::from(u16_at(bytes, header + 28)?);
    Some(header + 30 + name + extra)
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes
        .get(at..)?
        .first_chunk()
        .map(|field| u16::from_le_bytes(*field))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes
        .get(at..)?
        .first_chunk()
        .map(|field| u32::from_le_bytes(*field))
}

fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    bytes
        .get(at..)?
        .first_chunk()
        .map(|field| u64::from_le_bytes(*field))
}
