//! The downloader's single file: one row a line, ordered by hash.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use exposure::breached::text::{LONGEST_ROW, RowError, whole_row};

use super::{Imported, Plan, Progress, Sink};
use crate::BreachesError;

/// How many places of the file are looked at to learn about how many rows it has, and how much at each.
const SAMPLES: u64 = 16;
const SAMPLE: u64 = 64 << 10;

pub(super) fn import(
    path: &Path,
    plan: &Plan,
    progress: &mut dyn FnMut(Progress),
) -> Result<Imported, BreachesError> {
    let at = BreachesError::file;
    let mut file = File::open(path).map_err(at(path))?;
    let total = file.metadata().map_err(at(path))?.len();
    let expected = expected_rows(&mut file, total, plan).map_err(at(path))?;
    file.rewind().map_err(at(path))?;
    let mut reader = BufReader::with_capacity(4 << 20, file);
    let mut sink = Sink::begin(plan, expected)?;
    let (mut done, mut number) = (0, 0);
    // What a buffer ended with: the beginning of a line that goes on in the next.
    let mut begun: Vec<u8> = Vec::new();
    loop {
        let buffer = reader.fill_buf().map_err(at(path))?;
        let length = buffer.len();
        if length == 0 {
            break;
        }
        let mut rest = buffer;
        while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
            let (line, after) = rest.split_at(end);
            rest = after.get(1..).unwrap_or_default();
            number += 1;
            if begun.is_empty() {
                take(line, number, path, plan, &mut sink)?;
            } else {
                begun.extend_from_slice(line);
                take(&begun, number, path, plan, &mut sink)?;
                begun.clear();
            }
        }
        begun.extend_from_slice(rest);
        if begun.len() > LONGEST_ROW {
            return Err(row_error(path, number + 1, RowError::Form));
        }
        reader.consume(length);
        done += length as u64;
        sink.flush()?;
        progress(Progress { done, total });
    }
    take(&begun, number + 1, path, plan, &mut sink)?;
    sink.finish(plan, &path.display().to_string())
}

fn take(line: &[u8], number: u64, path: &Path, plan: &Plan, sink: &mut Sink) -> Result<(), BreachesError> {
    if line.trim_ascii().is_empty() {
        return Ok(());
    }
    let row = whole_row(line, plan.algorithm).map_err(|error| row_error(path, number, error))?;
    sink.push(row).map_err(|error| BreachesError::Order {
        place: path.display().to_string(),
        line: number,
        error,
    })
}

fn row_error(path: &Path, line: u64, error: RowError) -> BreachesError {
    BreachesError::Row {
        place: path.display().to_string(),
        line,
        error,
    }
}

/// About how many rows the file has that will be kept, from a few places of it.
fn expected_rows(file: &mut File, total: u64, plan: &Plan) -> std::io::Result<u64> {
    let (mut bytes, mut kept) = (0_u64, 0_u64);
    let mut sample = Vec::new();
    for place in 0..SAMPLES {
        let from = total.saturating_sub(SAMPLE) / SAMPLES * place;
        file.seek(SeekFrom::Start(from))?;
        sample.clear();
        file.by_ref().take(SAMPLE).read_to_end(&mut sample)?;
        bytes += sample.len() as u64;
        let rows = sample
            .split(|byte| *byte == b'\n')
            .filter_map(|line| whole_row(line, plan.algorithm).ok());
        kept += rows.filter(|row| row.count >= plan.least).count() as u64;
        if total <= SAMPLE {
            break;
        }
    }
    let expected = u128::from(kept) * u128::from(total) / u128::from(bytes.max(1));
    Ok(u64::try_from(expected).unwrap_or(u64::MAX))
}
