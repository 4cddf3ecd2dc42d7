//! Looks at bytes, one thread for itself, and keeps what it saw.

use std::io::{self, Read};

use exposure::contents::{self, Found, Seen};
use exposure::finder::LONGEST;
use exposure::finding::{Leak, Medium, Place, Spot};
use exposure::report::SkippedPlace;

use crate::{Options, Scan};

/// Files up to this size are held whole, in bytes.
pub(crate) const WHOLE: usize = 64 << 20;
/// Archives up to this size are, since they cannot be opened otherwise.
pub(crate) const WHOLE_ARCHIVE: usize = 256 << 20;
/// What is read at a time, in bytes, and what a buffer has at first.
const STEP: usize = 1 << 20;

pub(crate) struct Eye<'a> {
    options: &'a Options<'a>,
    pub(crate) seen: Seen,
    pub(crate) out: Scan,
    buffer: Vec<u8>,
}

/// What is looked at, and where that is.
#[derive(Clone, Copy)]
pub(crate) struct At<'a> {
    pub(crate) medium: Medium,
    /// The name as people know it; tokens in it are cut when it is told.
    pub(crate) path: &'a str,
    pub(crate) object: Option<&'a str>,
}

impl<'a> Eye<'a> {
    pub(crate) fn new(options: &'a Options<'a>) -> Self {
        Self {
            options,
            seen: Seen::default(),
            out: Scan::default(),
            buffer: Vec::new(),
        }
    }

    /// Looks at something that is there as a whole. Says whether it is clean.
    pub(crate) fn see(&mut self, bytes: &[u8], at: At<'_>) -> bool {
        self.seen.clear();
        contents::look(self.options.finder, &self.options.limits, bytes, &mut self.seen);
        let clean = self.seen.is_clean();
        if !clean {
            self.keep(at);
        }
        clean
    }

    /// Searches a name. Says whether it is clean.
    pub(crate) fn see_name(&mut self, name: &[u8], at: At<'_>) -> bool {
        self.seen.clear();
        contents::look_at_window(self.options.finder, name, &mut self.seen);
        let clean = self.seen.found.is_empty();
        if !clean {
            self.keep(at);
        }
        clean
    }

    fn keep(&mut self, at: At<'_>) {
        let found = std::mem::take(&mut self.seen.found);
        for found in found {
            let place = place(self.options, &found.spot, at);
            self.out.leaks.push(Leak::new(found.secret, place));
        }
        let skipped = std::mem::take(&mut self.seen.skipped);
        for skipped in skipped {
            let path = inside(self.options, at.path, &skipped.inside);
            self.out.skipped.push(SkippedPlace {
                path,
                why: skipped.why.to_string(),
            });
        }
    }

    /// Says that something was not looked at.
    pub(crate) fn skip(&mut self, path: &str, why: String) {
        self.out.skipped.push(SkippedPlace {
            path: self.options.finder.redact(path),
            why,
        });
    }

    /// Reads something to its end and looks at it; what is too large to be held, in windows. Says whether it is clean.
    ///
    /// # Errors
    /// As from reading; what was read before was looked at.
    pub(crate) fn read(&mut self, from: &mut impl Read, at: At<'_>) -> io::Result<bool> {
        let mut buffer = std::mem::take(&mut self.buffer);
        let result = self.read_into(&mut buffer, from, at);
        // One large file does not keep its memory for the rest of the scan.
        if buffer.len() <= 4 * STEP {
            self.buffer = buffer;
        }
        result
    }

    fn read_into(&mut self, buffer: &mut Vec<u8>, from: &mut impl Read, at: At<'_>) -> io::Result<bool> {
        let (mut length, mut result) = fill(buffer, 0, WHOLE, from);
        if length == WHOLE && contents::begins_archive(buffer.get(..length).unwrap_or_default()) {
            (length, result) = fill(buffer, length, WHOLE_ARCHIVE, from);
        }
        let most = if length > WHOLE { WHOLE_ARCHIVE } else { WHOLE };
        let bytes = buffer.get(..length).unwrap_or_default();
        if length < most || result.is_err() {
            let clean = self.see(bytes, at);
            self.options.progress.add_file(length as u64);
            self.out.scanned.files += 1;
            self.out.scanned.bytes += length as u64;
            return result.map(|()| clean);
        }
        let was_archive = contents::begins_archive(bytes);
        let clean = self.read_windows(buffer, length, from, at)?;
        if was_archive {
            self.skip(
                at.path,
                "is an archive of more than 256 MB, which is searched but not opened".to_owned(),
            );
        }
        Ok(clean && !was_archive)
    }

    /// Goes on behind the first `length` bytes, which are in the buffer.
    fn read_windows(
        &mut self,
        buffer: &mut Vec<u8>,
        mut length: usize,
        from: &mut impl Read,
        at: At<'_>,
    ) -> io::Result<bool> {
        // Bytes, lines and the column before the window.
        let (mut before, mut lines, mut column) = (0_usize, 0, 0);
        let mut clean = true;
        let mut told = Vec::new();
        loop {
            let window = buffer.get(..length).unwrap_or_default();
            self.seen.clear();
            contents::look_at_window(self.options.finder, window, &mut self.seen);
            self.seen
                .found
                .retain(|found| !told.contains(&(before + found.spot.offset)));
            told = self
                .seen
                .found
                .iter()
                .map(|found| before + found.spot.offset)
                .collect();
            for Found { spot, .. } in &mut self.seen.found {
                spot.offset += before;
                spot.column += if spot.line == 1 { column } else { 0 };
                spot.line += lines;
            }
            clean &= self.seen.found.is_empty();
            self.keep(at);
            let kept = length.saturating_sub(LONGEST);
            let gone = buffer.get(..kept).unwrap_or_default();
            lines += memchr::memchr_iter(b'\n', gone).count();
            column = match memchr::memrchr(b'\n', gone) {
                Some(end) => kept - end - 1,
                None => column + kept,
            };
            before += kept;
            buffer.copy_within(kept..length, 0);
            let overlap = length - kept;
            let (next, result) = fill(buffer, overlap, WHOLE, from);
            if next == overlap || result.is_err() {
                let bytes = (before + overlap) as u64;
                self.options.progress.add_file(bytes);
                self.out.scanned.files += 1;
                self.out.scanned.bytes += bytes;
                return result.map(|()| clean);
            }
            length = next;
        }
    }
}

/// Fills the buffer from `length` on until there is no more, or `most` bytes are there. Says how many are.
fn fill(
    buffer: &mut Vec<u8>,
    mut length: usize,
    most: usize,
    from: &mut impl Read,
) -> (usize, io::Result<()>) {
    loop {
        if length == most {
            return (length, Ok(()));
        }
        if length == buffer.len() {
            buffer.resize((length * 2).clamp(STEP, most.max(length)), 0);
        }
        let end = buffer.len().min(most);
        match from.read(buffer.get_mut(length..end).unwrap_or_default()) {
            Ok(0) => return (length, Ok(())),
            Ok(read) => length += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return (length, Err(error)),
        }
    }
}

/// The place as it is told: without the tokens that names may hold.
pub(crate) fn place(options: &Options<'_>, spot: &Spot, at: At<'_>) -> Place {
    let mut spot = spot.clone();
    for name in &mut spot.inside {
        *name = options.finder.redact(name);
    }
    Place {
        medium: at.medium,
        path: options.finder.redact(at.path),
        spot,
        present: at.object.is_none() || at.medium == Medium::Staged,
        object: at.object.map(str::to_owned),
        commit: None,
        times: 1,
    }
}

/// The path with the names within archives.
pub(crate) fn inside(options: &Options<'_>, path: &str, inside: &[String]) -> String {
    let mut path = options.finder.redact(path);
    for name in inside {
        path.push_str("!/");
        path.push_str(&options.finder.redact(name));
    }
    path
}
