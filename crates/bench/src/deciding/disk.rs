//! What the disk takes to confirm a write: nothing durable can be faster than its share of that.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;

use crate::latencies::Latencies;
use crate::stopwatch::Stopwatch;

/// How often it is asked.
const TIMES: usize = 100;
/// What is written each time, in bytes: about what a commit's page is.
const PAGE: [u8; 4_096] = [0x5a; 4_096];

/// Appends a page and has the disk confirm it (fdatasync), again and again.
pub(super) fn measure(folder: &Path) -> anyhow::Result<Latencies> {
    let path = folder.join("disk.probe");
    let mut file = OpenOptions::new().create(true).append(true).open(&path)?;
    let mut nanos = Vec::with_capacity(TIMES);
    for _ in 0..TIMES {
        let watch = Stopwatch::start();
        file.write_all(&PAGE)?;
        file.sync_data()?;
        nanos.push(u64::try_from(watch.elapsed().as_nanos()).unwrap_or(u64::MAX));
    }
    std::fs::remove_file(path)?;
    Ok(Latencies::of(nanos))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_disk_is_asked_and_nothing_is_left_behind() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(measure(folder.path()).unwrap().len(), TIMES);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
