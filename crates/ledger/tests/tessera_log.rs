//! A log written by another implementation, Tessera: we verify it, and write the very same bytes.
//!
//! It is read from beside the project and not copied into it; where it is absent, the tests say so.

#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "in a test, what cannot go on fails"
)]

mod support;

use std::fs;
use std::path::Path;

use ledger::checkpoint::Checkpoint;
use ledger::note::{SigningKey, VerifierKey};
use ledger::source::LogSource as _;
use ledger::tile::{Edge, entries};
use ledger::verify::verify_log;
use ledger::watch::{Growth, compare, watch};
use support::DirectorySource;

const LOG: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../../shared/standards/tlog/tessera-testdata/testdata/log"
);

/// The keys that Tessera publishes with its test log. They protect nothing.
const VERIFIER: &str = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx";
const SIGNER: &str =
    "PRIVATE+KEY+example.com/log/testdata+33d7b496+AeymY/SZAX0jZcJ8enZ5FY1Dz+wTML2yWSkK+9DSF3eg";

const SIZE: u64 = 15;

fn key() -> VerifierKey {
    VERIFIER.parse().unwrap()
}

/// The log as it was at each size; nothing where it is absent.
fn snapshots() -> Vec<(u64, DirectorySource)> {
    let root = Path::new(LOG);
    if !root.is_dir() {
        eprintln!("skipped: the log is not at {LOG}");
        return Vec::new();
    }
    (0..=SIZE)
        .map(|size| (size, DirectorySource::new(root, &format!("checkpoint.{size}"))))
        .collect()
}

fn checkpoint(source: &DirectorySource) -> Checkpoint {
    let note = String::from_utf8(source.checkpoint().unwrap().unwrap()).unwrap();
    Checkpoint::open(&note, &key()).unwrap()
}

#[test]
fn every_snapshot_verifies() {
    for (size, source) in snapshots() {
        let report = verify_log(&source, &key());
        assert_eq!(report.faults, []);
        assert!(report.is_sound() && !report.stopped_early);
        assert_eq!(report.entries_sound, size);
        assert_eq!(report.checkpoint.unwrap().size, size);
    }
}

#[test]
fn every_snapshot_continues_every_earlier_one() {
    let snapshots = snapshots();
    for (from, earlier) in &snapshots {
        for (to, later) in &snapshots {
            let expected = match from.cmp(to) {
                std::cmp::Ordering::Less => Growth::Grew { from: *from, to: *to },
                std::cmp::Ordering::Equal => Growth::Same,
                std::cmp::Ordering::Greater => Growth::Shrunk { from: *from, to: *to },
            };
            assert_eq!(compare(&checkpoint(earlier), &checkpoint(later), later), expected);
            assert_eq!(watch(&checkpoint(earlier), later, &key()).unwrap().1, expected);
        }
    }
}

#[test]
fn we_write_the_same_bytes_entry_by_entry() {
    let snapshots = snapshots();
    let Some((_, last)) = snapshots.last() else { return };
    let signer: SigningKey = SIGNER.parse().unwrap();
    assert_eq!(*signer.verifier(), key());
    let bundle = last
        .tile(&"tile/entries/000.p/15".parse().unwrap())
        .unwrap()
        .unwrap();
    let all: Vec<&[u8]> = entries(&bundle).map(Result::unwrap).collect();
    assert_eq!(all.len(), 15);

    let mut edge = Edge::new();
    for (size, source) in &snapshots {
        if let Some(before) = size.checked_sub(1) {
            let extension = edge.extend(all.get(usize::try_from(before).unwrap())).unwrap();
            assert_eq!(extension.tiles.len(), 2, "a hash tile and a bundle");
            for tile in extension.tiles {
                assert_eq!(source.tile(&tile.id), Ok(Some(tile.bytes)), "{}", tile.id);
            }
            edge = extension.edge;
        }
        let published = fs::read_to_string(Path::new(LOG).join(format!("checkpoint.{size}"))).unwrap();
        let ours = Checkpoint::new(&key(), edge.size(), edge.root())
            .sign(&signer)
            .unwrap();
        assert_eq!(ours, published);
        let resumed = Edge::resume(*size, &edge.root(), |id| source.tile(id).unwrap());
        assert_eq!(resumed.as_ref(), Ok(&edge));
    }
}
