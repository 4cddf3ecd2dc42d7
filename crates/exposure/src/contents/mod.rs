//! Looks into what a file holds: archives, compressed streams, pictures, one in the other.
//!
//! What a file is, its first bytes say, never its name. Whatever is not an archive costs a comparison of some bytes and
//! one search. Archives are opened in memory within [`Limits`]; what cannot be opened, or is too large or too deep, is
//! told as [`Skipped`], so that nobody takes silence for cleanness. What could be read of it is looked at all the same.

mod inflate;
mod magic;
mod place;
mod png;
mod tar;
mod zip;

use std::fmt;
use std::ops::Range;

use crate::finder::Finder;
use crate::finding::{Decoder, Secret, Spot};

use self::magic::Container;

/// How far contents are unpacked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// How many archives within each other are opened; a compressed tar is two.
    pub depth: usize,
    /// Bytes that one file in an archive may unpack to.
    pub each: usize,
    /// Bytes that everything in one file may unpack to.
    pub total: usize,
    /// How many times larger than itself something may become, from 1 MiB on.
    pub ratio: usize,
    /// How many things that were skipped in one file are told one by one.
    pub told: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            depth: 6,
            each: 128 << 20,
            total: 512 << 20,
            ratio: 400,
            told: 20,
        }
    }
}

/// A token in a file.
#[derive(Debug)]
pub struct Found {
    /// The token.
    pub secret: Secret,
    /// Where it stands.
    pub spot: Spot,
}

/// Something in a file that was not looked at, or not at all of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Skipped {
    /// Names within archives, the outermost first; empty for the file itself.
    pub inside: Vec<String>,
    /// Why.
    pub why: Why,
}

/// Why something was skipped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// It needs a password.
    Encrypted,
    /// It is packed in a way that is not known here.
    Method,
    /// It is an archive of a kind that is not opened.
    Kind(&'static str),
    /// Too many archives stand one in the other.
    TooDeep,
    /// It unpacks to more than is looked at; the first part was.
    TooLarge,
    /// It is broken or cut off; what could be unpacked was looked at.
    Broken,
    /// There are more of these than are told one by one.
    AndMore(usize),
}

impl fmt::Display for Why {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Encrypted => out.write_str("is encrypted"),
            Self::Method => out.write_str("is packed by a method that is not opened"),
            Self::Kind(kind) => write!(out, "is a {kind} archive, which is not opened"),
            Self::TooDeep => out.write_str("lies too deep within other archives"),
            Self::TooLarge => out.write_str("unpacks to too much; only the first part was looked at"),
            Self::Broken => out.write_str("is broken or cut off; only what could be unpacked was looked at"),
            Self::AndMore(count) => write!(out, "holds {count} more parts that were skipped"),
        }
    }
}

/// What became of looking at a file.
#[derive(Debug, Default)]
pub struct Seen {
    /// The tokens in it.
    pub found: Vec<Found>,
    /// What was not looked at.
    pub skipped: Vec<Skipped>,
}

impl Seen {
    /// Whether all of it was looked at and nothing found.
    pub const fn is_clean(&self) -> bool {
        self.found.is_empty() && self.skipped.is_empty()
    }

    /// Makes it as new.
    pub fn clear(&mut self) {
        self.found.clear();
        self.skipped.clear();
    }
}

/// Looks at all that a file holds.
pub fn look(finder: &Finder, limits: &Limits, bytes: &[u8], seen: &mut Seen) {
    match magic::container(bytes) {
        Some(container) => open(finder, limits, bytes, container, seen),
        None => scan(finder, bytes, 0..bytes.len(), &Within::default(), seen),
    }
}

/// Opens bytes as what they are said to be, whatever they begin with: for tests that feed a decoder with anything.
pub fn look_as(decoder: Decoder, finder: &Finder, limits: &Limits, bytes: &[u8], seen: &mut Seen) {
    let container = match decoder {
        Decoder::Zip => Container::Zip,
        Decoder::Tar => Container::Tar,
        Decoder::Gzip => Container::Gzip,
        Decoder::Zlib => Container::Zlib,
        Decoder::Png => Container::Png,
        // Forms of writing are found without being opened.
        Decoder::Percent | Decoder::Utf16 | Decoder::Base64 => {
            scan(finder, bytes, 0..bytes.len(), &Within::default(), seen);
            return;
        }
    };
    open(finder, limits, bytes, container, seen);
}

fn open(finder: &Finder, limits: &Limits, bytes: &[u8], container: Container, seen: &mut Seen) {
    let mut looking = Looking {
        finder,
        limits,
        left: limits.total,
        untold: 0,
        begun: seen.skipped.len(),
        seen,
    };
    looking.open(bytes, container, &Within::default());
    if looking.untold > 0 {
        let why = Why::AndMore(looking.untold);
        looking.seen.skipped.push(Skipped {
            inside: Vec::new(),
            why,
        });
    }
}

/// Looks at a window of something that is too large to be held: as it stands, without opening it.
pub fn look_at_window(finder: &Finder, bytes: &[u8], seen: &mut Seen) {
    scan(finder, bytes, 0..bytes.len(), &Within::default(), seen);
}

/// Whether something that begins so would have to be held whole, to be opened.
pub fn begins_archive(bytes: &[u8]) -> bool {
    magic::container(bytes).is_some()
}

/// In what the bytes lie.
#[derive(Debug, Clone, Default)]
struct Within {
    inside: Vec<String>,
    decoders: Vec<Decoder>,
    depth: usize,
}

impl Within {
    fn decoded(&self, decoder: Decoder) -> Self {
        let mut within = self.clone();
        within.decoders.push(decoder);
        within.depth += 1;
        within
    }

    fn named(&self, name: &[u8]) -> Self {
        let mut within = self.clone();
        within.inside.push(String::from_utf8_lossy(name).into_owned());
        within
    }
}

/// Searches a part of the bytes as it stands.
fn scan(finder: &Finder, whole: &[u8], part: Range<usize>, within: &Within, seen: &mut Seen) {
    let Some(bytes) = whole.get(part.clone()) else {
        return;
    };
    finder.scan(bytes, &mut |hit| {
        let at = part.start + hit.range.start;
        let (line, column) = place::of(whole, at, hit.decoders.contains(&Decoder::Utf16));
        let decoders = within.decoders.iter().copied().chain(hit.decoders).collect();
        seen.found.push(Found {
            secret: hit.secret,
            spot: Spot {
                inside: within.inside.clone(),
                decoders,
                line,
                column,
                offset: at,
            },
        });
    });
}

/// A part of an archive.
struct Part {
    /// What it is called there.
    name: Vec<u8>,
    /// Its bytes, as they lie in the archive.
    range: Range<usize>,
    packed: Packed,
}

/// How the bytes of a part lie in the archive.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Packed {
    /// As they are.
    Not,
    /// Deflate without a header (RFC 1951).
    Deflate,
    /// Deflate within zlib (RFC 1950).
    Zlib,
    /// Not to be unpacked here.
    Unopened(Why),
}

/// What an archive is made of.
#[derive(Default)]
struct Parts {
    parts: Vec<Part>,
    /// Whether the archive ends before its end, or contradicts itself.
    broken: bool,
}

struct Looking<'a> {
    finder: &'a Finder,
    limits: &'a Limits,
    /// Bytes that may still be unpacked.
    left: usize,
    /// How many skipped things were not told.
    untold: usize,
    /// How many had been told of other files before.
    begun: usize,
    seen: &'a mut Seen,
}

impl Looking<'_> {
    fn skip(&mut self, within: &Within, why: Why) {
        if self.seen.skipped.len() - self.begun >= self.limits.told {
            self.untold += 1;
            return;
        }
        self.seen.skipped.push(Skipped {
            inside: within.inside.clone(),
            why,
        });
    }

    fn look(&mut self, bytes: &[u8], within: &Within) {
        match magic::container(bytes) {
            None => scan(self.finder, bytes, 0..bytes.len(), within, self.seen),
            Some(container) if within.depth < self.limits.depth => self.open(bytes, container, within),
            Some(_) => {
                self.skip(within, Why::TooDeep);
                scan(self.finder, bytes, 0..bytes.len(), within, self.seen);
            }
        }
    }

    fn open(&mut self, bytes: &[u8], container: Container, within: &Within) {
        match container {
            Container::Zip => self.parts(bytes, &zip::parts(bytes), &within.decoded(Decoder::Zip), within),
            Container::Tar => self.parts(bytes, &tar::parts(bytes), &within.decoded(Decoder::Tar), within),
            Container::Png => self.parts(bytes, &png::parts(bytes), &within.decoded(Decoder::Png), within),
            Container::Gzip => self.gzip(bytes, within),
            Container::Zlib => {
                // Two bytes are no proof: what does not unpack was no stream, and nothing was missed.
                let out = self.inflate(Packed::Zlib, bytes);
                if out.ended != inflate::Ended::Broken {
                    self.unpacked(&out, &within.decoded(Decoder::Zlib));
                }
                scan(self.finder, bytes, 0..bytes.len(), within, self.seen);
            }
            Container::Unopened(kind) => {
                self.skip(within, Why::Kind(kind));
                scan(self.finder, bytes, 0..bytes.len(), within, self.seen);
            }
        }
    }

    /// Each part by itself, and what lies between them as it stands.
    fn parts(&mut self, bytes: &[u8], parts: &Parts, inner: &Within, within: &Within) {
        if parts.broken {
            self.skip(within, Why::Broken);
        }
        // What was looked at by itself is not looked at again as a part of the whole.
        let mut seen = Vec::new();
        for part in &parts.parts {
            let within = inner.named(&part.name);
            let Some(raw) = bytes.get(part.range.clone()) else {
                self.skip(&within, Why::Broken);
                continue;
            };
            match part.packed {
                // What is stored costs nothing to unpack, but hostile archives name the same bytes again and again.
                Packed::Not if raw.len() > self.left => self.skip(&within, Why::TooLarge),
                Packed::Not => {
                    self.left -= raw.len();
                    seen.push(part.range.clone());
                    self.look(raw, &within);
                }
                Packed::Unopened(why) => self.skip(&within, why),
                packed => {
                    let out = self.inflate(packed, raw);
                    self.unpacked(&out, &within);
                }
            }
        }
        seen.sort_by_key(|range| range.start);
        let mut from = 0;
        for range in seen {
            if range.start > from {
                scan(self.finder, bytes, from..range.start, within, self.seen);
            }
            from = from.max(range.end);
        }
        scan(
            self.finder,
            bytes,
            from.min(bytes.len())..bytes.len(),
            within,
            self.seen,
        );
    }

    /// A stream of gzip (RFC 1952): one member after another.
    fn gzip(&mut self, bytes: &[u8], within: &Within) {
        let inner = within.decoded(Decoder::Gzip);
        let mut whole = inflate::Out::default();
        let mut rest = bytes;
        while let Some(header) = magic::gzip_header(rest) {
            let Some(body) = rest.get(header..) else { break };
            let out = self.inflate(Packed::Deflate, body);
            // Behind the stream stand its checksum and its length, four bytes each.
            rest = body.get(out.read + 8..).unwrap_or_default();
            whole.ended = out.ended;
            if whole.bytes.is_empty() {
                whole.bytes = out.bytes;
            } else {
                whole.bytes.extend_from_slice(&out.bytes);
            }
            if whole.ended != inflate::Ended::Well || whole.bytes.len() > self.limits.each {
                break;
            }
        }
        self.unpacked(&whole, &inner);
        // The header may hold a name and a comment, and behind the stream may stand anything.
        let tail = bytes.len() - rest.len();
        let head = magic::gzip_header(bytes).unwrap_or_default().min(bytes.len());
        scan(self.finder, bytes, 0..head, within, self.seen);
        scan(self.finder, bytes, tail..bytes.len(), within, self.seen);
    }

    fn inflate(&mut self, packed: Packed, raw: &[u8]) -> inflate::Out {
        let most = self.left.min(self.limits.each);
        let out = inflate::inflate(packed == Packed::Zlib, raw, most, self.limits.ratio);
        // What goes in counts too: a stream can be made that is long and holds nothing.
        self.left -= out.bytes.len().saturating_add(out.read).min(self.left);
        out
    }

    fn unpacked(&mut self, out: &inflate::Out, within: &Within) {
        match out.ended {
            inflate::Ended::Well => {}
            inflate::Ended::Broken => self.skip(within, Why::Broken),
            inflate::Ended::TooLarge => self.skip(within, Why::TooLarge),
        }
        self.look(&out.bytes, within);
    }
}

#[cfg(test)]
mod tests;
