//! What was fetched from an API, on disk: it grows range by range, in order, and is read when all of it is there.
//!
//! A record is whole or not there: it has a checksum, and whoever goes on after a crash cuts off what is not whole.
//!
//! | part | bytes | is |
//! |---|---|---|
//! | version | 1 + n | length and text of the range's `ETag`; none where it has none |
//! | kind | 1 | 0 text, 1 gzip, 2 as in the corpus that is there already |
//! | body | 4 + n | length and bytes of the rows |
//! | checksum | 4 | CRC-32/ISO-HDLC of all before it, with the range's number at the end |

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use aws_lc_rs::digest::{Context, SHA256};
use exposure::breached::ranges::Ranges;
use exposure::breached::text::{RANGES, Row, range_rows};
use mapped::Mapped;
use reqwest::Url;

use super::address::address;
use super::folder::{LONGEST_RANGE, take, unpacked};
use super::{Imported, Plan, Progress, Sink};
use crate::whole::Whole;
use crate::{BreachesError, Corpus};

/// One range as it was fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) version: Option<String>,
    pub(super) body: Body,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Body {
    Text(Vec<u8>),
    Gzip(Vec<u8>),
    /// As it is in the corpus that is there already.
    Unchanged,
}

impl Body {
    /// The rows as text.
    pub(super) fn text(&self, place: &str) -> Result<Option<std::borrow::Cow<'_, [u8]>>, BreachesError> {
        Ok(match self {
            Self::Text(text) => Some(text.into()),
            Self::Gzip(packed) => Some(unpacked(packed, place)?.into()),
            Self::Unchanged => None,
        })
    }
}

impl Record {
    fn write(&self, range: u32) -> Vec<u8> {
        let version = self.version.as_deref().unwrap_or_default();
        let version = if version.len() > usize::from(u8::MAX) {
            ""
        } else {
            version
        };
        let (kind, body): (u8, &[u8]) = match &self.body {
            Body::Text(text) => (0, text),
            Body::Gzip(packed) => (1, packed),
            Body::Unchanged => (2, &[]),
        };
        let mut bytes = vec![u8::try_from(version.len()).unwrap_or(0)];
        bytes.extend_from_slice(version.as_bytes());
        bytes.push(kind);
        bytes.extend_from_slice(&u32::try_from(body.len()).unwrap_or(u32::MAX).to_le_bytes());
        bytes.extend_from_slice(body);
        let sum = sum(&bytes, range);
        bytes.extend_from_slice(&sum.to_le_bytes());
        bytes
    }

    /// The next record, and how many bytes it has; `None` where no whole one follows.
    fn read(from: &mut impl Read, range: u32) -> Option<(Self, u64)> {
        let mut bytes = Vec::new();
        let mut more = |length: usize, bytes: &mut Vec<u8>| {
            let before = bytes.len();
            from.by_ref().take(length as u64).read_to_end(bytes).ok()?;
            bytes
                .get(before..)
                .filter(|read| read.len() == length)
                .map(<[u8]>::to_vec)
        };
        let version = usize::from(*more(1, &mut bytes)?.first()?);
        let version = String::from_utf8(more(version, &mut bytes)?).ok()?;
        let kind = *more(1, &mut bytes)?.first()?;
        let length = u32::from_le_bytes(*more(4, &mut bytes)?.first_chunk()?);
        let length = usize::try_from(length)
            .ok()
            .filter(|length| *length <= LONGEST_RANGE)?;
        let body = more(length, &mut bytes)?;
        let expected = sum(&bytes, range);
        if *more(4, &mut bytes)?.first_chunk()? != expected.to_le_bytes() {
            return None;
        }
        let body = match kind {
            0 => Body::Text(body),
            1 => Body::Gzip(body),
            2 => Body::Unchanged,
            _ => return None,
        };
        let version = Some(version).filter(|version| !version.is_empty());
        Some((Self { version, body }, bytes.len() as u64))
    }
}

fn sum(bytes: &[u8], range: u32) -> u32 {
    let mut sum = crc32fast::Hasher::new();
    sum.update(bytes);
    sum.update(&range.to_le_bytes());
    sum.finalize()
}

/// The corpus that is there already, with the versions of its ranges.
pub(super) struct Before {
    versions: Vec<Option<Box<str>>>,
    ranges: Ranges<Mapped>,
}

impl Before {
    /// What is there of an earlier import that kept no less than this one will.
    pub(super) fn of(plan: &Plan) -> Option<Self> {
        let path = plan.ranges.as_deref()?;
        let ranges = Corpus::open_ranges(path).ok()?;
        let about = ranges.about();
        if about.algorithm != plan.algorithm || about.least > plan.least.max(1) {
            return None;
        }
        let file = File::open(Plan::versions(path)).ok()?;
        let mut lines = BufReader::new(file.take(1 << 28)).lines();
        // The versions belong to one corpus, which they name first.
        let of = lines.next()?.ok()?;
        if of != about.built_at.to_string() {
            return None;
        }
        let mut versions: Vec<Option<Box<str>>> = lines
            .map_while(Result::ok)
            .map(|line| {
                Some(line)
                    .filter(|line| !line.is_empty())
                    .map(String::into_boxed_str)
            })
            .collect();
        versions.truncate(RANGES as usize);
        Some(Self { versions, ranges })
    }

    pub(super) fn version(&self, range: u32) -> Option<&str> {
        self.versions.get(usize::try_from(range).ok()?)?.as_deref()
    }

    fn rows(&self, range: u32) -> Result<Vec<Row>, exposure::breached::Damaged> {
        self.ranges
            .rows(range)?
            .map(|suffix| Ok(suffix?.row(range)))
            .collect()
    }

    fn built_at(&self) -> u64 {
        self.ranges.about().built_at
    }
}

/// The file that grows.
#[derive(Debug)]
pub(super) struct Fetched {
    path: PathBuf,
    file: File,
    /// The range that comes next.
    pub(super) next: u32,
}

/// The first lines: what this is, and of what source. What was fetched goes on only with the same.
fn heading(url: &Url, plan: &Plan, before: Option<&Before>) -> String {
    let before = before.map_or(0, Before::built_at);
    format!(
        "safeconduct fetched ranges 1\n{url} {} {before}\n",
        plan.algorithm.name()
    )
}

impl Fetched {
    /// Opens what was fetched so far, or begins.
    pub(super) fn open(url: &Url, plan: &Plan, before: Option<&Before>) -> Result<Self, BreachesError> {
        let path = plan.fetched();
        let failed = BreachesError::file;
        let mut file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(&path)
            .map_err(failed(&path))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(BreachesError::Busy(plan.out.clone())),
            Err(TryLockError::Error(error)) => return Err(failed(&path)(error)),
        }
        let heading = heading(url, plan, before);
        let (mut whole, mut next) = (heading.len() as u64, 0);
        if file.metadata().map_err(failed(&path))?.len() < whole {
            file.set_len(0).map_err(failed(&path))?;
            file.write_all(heading.as_bytes()).map_err(failed(&path))?;
        } else {
            let mut reader = BufReader::with_capacity(1 << 20, &mut file);
            expect(&mut reader, &heading, &path)?;
            while let Some((_, length)) = Record::read(&mut reader, next).filter(|_| next < RANGES) {
                whole += length;
                next += 1;
            }
        }
        file.set_len(whole).map_err(failed(&path))?;
        file.seek(SeekFrom::Start(whole)).map_err(failed(&path))?;
        Ok(Self { path, file, next })
    }

    /// Appends the next range. It stays when this process is killed; when the machine fails, from the last
    /// [`Fetched::sync`] on it is fetched once more.
    pub(super) fn append(&mut self, record: &Record) -> Result<(), BreachesError> {
        let written = self.file.write_all(&record.write(self.next));
        written.map_err(BreachesError::file(&self.path))?;
        self.next += 1;
        Ok(())
    }

    pub(super) fn sync(&self) -> Result<(), BreachesError> {
        self.file.sync_data().map_err(BreachesError::file(&self.path))
    }
}

fn expect(reader: &mut impl Read, heading: &str, path: &Path) -> Result<(), BreachesError> {
    let mut found = vec![0; heading.len()];
    let read = reader.read_exact(&mut found);
    read.map_err(BreachesError::file(path))?;
    if found == heading.as_bytes() {
        return Ok(());
    }
    let found = String::from_utf8_lossy(&found);
    Err(BreachesError::Journal {
        path: path.to_owned(),
        source_was: found
            .lines()
            .nth(1)
            .unwrap_or("not a file of fetched ranges")
            .to_owned(),
    })
}

/// Makes the corpus of what was fetched, and removes that.
pub(super) fn import(
    url: &Url,
    plan: &Plan,
    progress: &mut dyn FnMut(Progress),
) -> Result<Imported, BreachesError> {
    let before = Before::of(plan);
    let path = plan.fetched();
    let file = File::open(&path).map_err(BreachesError::file(&path))?;
    let mut reader = BufReader::with_capacity(4 << 20, file);
    expect(&mut reader, &heading(url, plan, before.as_ref()), &path)?;
    let expected = {
        let length = reader
            .get_ref()
            .metadata()
            .map_err(BreachesError::file(&path))?
            .len();
        // A row has about 38 bytes, and packed about 20; a third off either way costs next to nothing.
        before
            .as_ref()
            .map_or(0, |before| before.ranges.count())
            .max(length / 28)
    };
    let mut sink = Sink::begin(plan, expected)?;
    let mut checksum = Context::new(&SHA256);
    let mut versions = String::new();
    let mut empty = 0;
    for range in 0..RANGES {
        let place = address(url, range, plan.algorithm);
        let torn = || BreachesError::Api {
            address: place.clone(),
            what: "was not fetched whole".to_owned(),
        };
        let (record, _) = Record::read(&mut reader, range).ok_or_else(torn)?;
        let rows = match (record.body.text(&place)?, &before) {
            (Some(text), _) => {
                checksum.update(&text);
                take(&text, range, &place, plan.algorithm, &mut sink)?
            }
            (None, Some(before)) => {
                let corpus = BreachesError::corpus(plan.ranges.as_deref().unwrap_or(&plan.out));
                let rows = before.rows(range).map_err(|damaged| corpus(damaged.into()))?;
                for row in &rows {
                    sink.push(*row).map_err(BreachesError::corpus(&plan.out))?;
                }
                rows.len() as u64
            }
            (None, None) => return Err(torn()),
        };
        empty += u32::from(rows == 0);
        versions.push_str(record.version.as_deref().unwrap_or_default());
        versions.push('\n');
        sink.flush()?;
        if range % 1_024 == 0 {
            progress(Progress {
                done: u64::from(range),
                total: u64::from(RANGES),
            });
        }
    }
    let imported = sink.finish(plan, url.as_str())?;
    keep_versions(plan, &versions)?;
    std::fs::remove_file(&path).map_err(BreachesError::file(&path))?;
    Ok(Imported {
        empty,
        checksum: Some(hex::encode(checksum.finish())),
        ..imported
    })
}

fn keep_versions(plan: &Plan, versions: &str) -> Result<(), BreachesError> {
    let Some(ranges) = &plan.ranges else {
        return Ok(());
    };
    let mut file = Whole::begin(&Plan::versions(ranges))?;
    file.write(format!("{}\n", plan.built_at).as_bytes())?;
    file.write(versions.as_bytes())?;
    file.keep()
}

/// Whether a text is the rows of a range, in order: asked before it is kept.
pub(super) fn is_range(text: &[u8], range: u32, plan: &Plan, place: &str) -> Result<(), BreachesError> {
    let mut last = None;
    for (line, row) in range_rows(text, range, plan.algorithm) {
        let place = || place.to_owned();
        let row = row.map_err(|error| BreachesError::Row {
            place: place(),
            line,
            error,
        })?;
        if last.is_some_and(|last| last >= row.hash) {
            return Err(BreachesError::Order {
                place: place(),
                line,
                error: exposure::breached::CorpusError::Unsorted,
            });
        }
        last = Some(row.hash);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_bytes_are_a_record_or_not_and_unpacked_or_refused(
            bytes in proptest::collection::vec(any::<u8>(), 0..200),
            range in 0..RANGES,
        ) {
            if let Some((record, length)) = Record::read(&mut &bytes[..], range) {
                prop_assert_eq!(Record::write(&record, range), &bytes[..usize::try_from(length).unwrap()]);
            }
            if let Ok(text) = unpacked(&bytes, "here") {
                prop_assert!(text.len() <= LONGEST_RANGE);
            }
        }
    }

    #[test]
    fn a_record_is_read_back_whole_or_not_at_all() {
        for record in [
            Record {
                version: Some("W/\"a\"".to_owned()),
                body: Body::Text(b"X:1".to_vec()),
            },
            Record {
                version: None,
                body: Body::Gzip(vec![7; 300]),
            },
            Record {
                version: Some("\"b\"".to_owned()),
                body: Body::Unchanged,
            },
        ] {
            let bytes = record.write(9);
            assert_eq!(
                Record::read(&mut &bytes[..], 9),
                Some((record, bytes.len() as u64))
            );
            assert_eq!(Record::read(&mut &bytes[..], 8), None, "of another range");
            for cut in 0..bytes.len() {
                assert_eq!(Record::read(&mut &bytes[..cut], 9), None, "cut at {cut}");
                let mut torn = bytes.clone();
                torn[cut] ^= 1;
                assert_eq!(Record::read(&mut &torn[..], 9), None, "changed at {cut}");
            }
        }
    }
}
