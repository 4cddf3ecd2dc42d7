//! A folder of ranges, as the downloader writes them when it is not told to write one file.

use std::io::Read as _;
use std::path::Path;

use exposure::breached::Algorithm;
use exposure::breached::text::{RANGES, prefix, range_rows};
use libdeflater::Decompressor;

use super::{Imported, Plan, Progress, Sink};
use crate::BreachesError;

/// No range is longer, in bytes: that would be 100 times what the public corpus has in one.
pub(super) const LONGEST_RANGE: usize = 16 << 20;
/// How many ranges are read to learn about how many rows all of them have.
const SAMPLES: u32 = 64;

pub(super) fn import(
    folder: &Path,
    plan: &Plan,
    progress: &mut dyn FnMut(Progress),
) -> Result<Imported, BreachesError> {
    let listing = Listing::of(folder)?;
    let mut expected = 0;
    for sample in 0..SAMPLES {
        if let Some((_, text)) = listing.read(sample * (RANGES / SAMPLES))? {
            let rows = range_rows(&text, 0, plan.algorithm).filter_map(|(_, row)| row.ok());
            expected += rows.filter(|row| row.count >= plan.least).count() as u64;
        }
    }
    let mut sink = Sink::begin(plan, expected * u64::from(RANGES / SAMPLES))?;
    let (mut missing, mut first, mut empty) = (0, None, 0);
    for range in 0..RANGES {
        if let Some((place, text)) = listing.read(range)? {
            empty += u32::from(take(&text, range, &place, plan.algorithm, &mut sink)? == 0);
        } else {
            missing += 1;
            first.get_or_insert(range);
        }
        sink.flush()?;
        if range % 1_024 == 0 {
            progress(Progress {
                done: u64::from(range),
                total: u64::from(RANGES),
            });
        }
    }
    if let Some(first) = first
        && (!plan.allow_missing || missing == RANGES)
    {
        return Err(BreachesError::Missing {
            path: folder.to_owned(),
            missing,
            first: format!("{first:05X}"),
        });
    }
    let imported = sink.finish(plan, &folder.display().to_string())?;
    Ok(Imported {
        missing,
        empty,
        ..imported
    })
}

/// Takes the rows of one range, and says how many there are.
pub(super) fn take(
    text: &[u8],
    range: u32,
    place: &str,
    algorithm: Algorithm,
    sink: &mut Sink,
) -> Result<u64, BreachesError> {
    let mut rows = 0;
    for (line, row) in range_rows(text, range, algorithm) {
        let place = || place.to_owned();
        let row = row.map_err(|error| BreachesError::Row {
            place: place(),
            line,
            error,
        })?;
        sink.push(row).map_err(|error| BreachesError::Order {
            place: place(),
            line,
            error,
        })?;
        rows += 1;
    }
    Ok(rows)
}

/// Which ranges a folder has, and under which names.
struct Listing<'f> {
    folder: &'f Path,
    /// For each range, one more than its place in [`FORMS`]; 0 where there is none.
    forms: Vec<u8>,
}

/// In which forms a range may lie there: digits in small letters, packed.
const FORMS: [(bool, bool); 4] = [(false, false), (false, true), (true, false), (true, true)];

impl<'f> Listing<'f> {
    fn of(folder: &'f Path) -> Result<Self, BreachesError> {
        let mut forms = vec![0; RANGES as usize];
        for entry in std::fs::read_dir(folder).map_err(BreachesError::file(folder))? {
            let name = entry.map_err(BreachesError::file(folder))?.file_name();
            let Some((digits, ending)) = name.to_str().and_then(|name| name.split_once('.')) else {
                continue;
            };
            let small = digits.bytes().any(|digit| digit.is_ascii_lowercase());
            let form = FORMS.iter().zip(1..).find_map(|((lower, packed), form)| {
                let fits = ending == if *packed { "txt.gz" } else { "txt" };
                (fits && *lower == small).then_some(form)
            });
            let place = prefix(digits).and_then(|range| forms.get_mut(range as usize));
            if let (Some(place), Some(form)) = (place, form) {
                *place = form;
            }
        }
        Ok(Self { folder, forms })
    }

    /// The text of a range, and where it lies; `None` where it does not.
    fn read(&self, range: u32) -> Result<Option<(String, Vec<u8>)>, BreachesError> {
        let form = self.forms.get(range as usize).copied().unwrap_or(0);
        let Some((lower, packed)) = usize::from(form).checked_sub(1).and_then(|form| FORMS.get(form)) else {
            return Ok(None);
        };
        let mut name = if *lower {
            format!("{range:05x}.txt")
        } else {
            format!("{range:05X}.txt")
        };
        if *packed {
            name.push_str(".gz");
        }
        let path = self.folder.join(&name);
        let file = std::fs::File::open(&path).map_err(BreachesError::file(&path))?;
        let mut text = Vec::new();
        let limit = LONGEST_RANGE as u64 + 1;
        file.take(limit)
            .read_to_end(&mut text)
            .map_err(BreachesError::file(&path))?;
        let place = path.display().to_string();
        if *packed {
            text = unpacked(&text, &place)?;
        } else if text.len() > LONGEST_RANGE {
            return Err(BreachesError::Packed(place));
        }
        Ok(Some((place, text)))
    }
}

/// Unpacks gzip. How long it becomes stands at its end, and is not believed beyond what a range can have.
pub(super) fn unpacked(packed: &[u8], place: &str) -> Result<Vec<u8>, BreachesError> {
    let broken = || BreachesError::Packed(place.to_owned());
    let length = packed
        .last_chunk()
        .copied()
        .map(u32::from_le_bytes)
        .ok_or_else(broken)?;
    let length = usize::try_from(length)
        .ok()
        .filter(|length| *length <= LONGEST_RANGE)
        .ok_or_else(broken)?;
    let mut text = vec![0; length];
    match Decompressor::new().gzip_decompress(packed, &mut text) {
        Ok(unpacked) if unpacked == length => Ok(text),
        _ => Err(broken()),
    }
}
