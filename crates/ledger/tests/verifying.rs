//! What the verifier says of logs that were changed in larger ways than a bit.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "in a test, what cannot go on fails"
)]

use ledger::checkpoint::Checkpoint;
use ledger::entry::{EntryError, SEAL_RANDOM_LEN, SealedEntry, seal};
use ledger::hash::{EMPTY_ROOT, Hash, leaf_hash};
use ledger::keys::{DataKey, MasterKey};
use ledger::note::SigningKey;
use ledger::source::{LogSource as _, MemoryLog};
use ledger::tile::{Edge, Tile, TileId};
use ledger::verify::{Fault, MAX_FAULTS, check_body, verify_log, verify_log_and_entries};

fn key() -> SigningKey {
    SigningKey::from_seed("log.example".parse().unwrap(), &[3; 32]).unwrap()
}

/// A log of these entries, with a signed checkpoint.
fn log<E: AsRef<[u8]>>(entries: impl IntoIterator<Item = E>) -> MemoryLog {
    let extension = Edge::new().extend(entries).unwrap();
    let checkpoint = Checkpoint::new(key().verifier(), extension.edge.size(), extension.edge.root());
    let mut log = MemoryLog::new();
    log.put(extension.tiles);
    log.publish(checkpoint.sign(&key()).unwrap());
    log
}

fn numbered(size: u64) -> impl Iterator<Item = [u8; 8]> {
    (0..size).map(u64::to_be_bytes)
}

fn id(path: &str) -> TileId {
    path.parse().unwrap()
}

/// A fault's words, with `#` in the place of each hash.
fn without_hashes(fault: &Fault) -> String {
    let text = fault.to_string();
    let parts: Vec<&str> = text
        .split('`')
        .map(|part| if part.parse::<Hash>().is_ok() { "#" } else { part })
        .collect();
    parts.join("`")
}

/// Checks what is said of a log of 70,000 numbered entries after a change, word for word.
#[track_caller]
fn check(change: impl FnOnce(&mut MemoryLog), expected: &[&str]) {
    let mut log = log(numbered(70_000));
    change(&mut log);
    let report = verify_log(&log, key().verifier());
    let found: Vec<String> = report.faults.iter().map(without_hashes).collect();
    assert_eq!(found, expected);
    assert!(!report.is_sound());
}

/// Puts in the place of one tile that of a log with another past.
fn swap_in(log: &mut MemoryLog, other: &MemoryLog, paths: &[&str]) {
    for path in paths {
        let bytes = other.tile(&id(path)).unwrap().unwrap();
        log.put([Tile { id: id(path), bytes }]);
    }
}

/// A log like the usual one but for entry 300, which was rewritten.
fn rewritten() -> MemoryLog {
    log(numbered(70_000).map(|entry| {
        if entry == 300_u64.to_be_bytes() {
            [0xff; 8]
        } else {
            entry
        }
    }))
}

#[test]
fn what_is_missing_is_named_and_the_rest_is_looked_at() {
    for path in [
        "tile/2/000.p/1",
        "tile/1/000",
        "tile/1/001.p/17",
        "tile/0/001",
        "tile/entries/273.p/112",
    ] {
        let expected = format!("`{path}` is missing");
        check(|log| assert!(log.remove(&id(path)).is_some()), &[&expected]);
    }
    check(
        |log| {
            log.remove(&id("tile/1/000"));
            log.remove(&id("tile/entries/005"));
        },
        &["`tile/1/000` is missing", "`tile/entries/005` is missing"],
    );
}

#[test]
fn a_cut_or_lengthened_tile_is_named() {
    let change = |path: &'static str, change: fn(&mut Vec<u8>)| {
        move |log: &mut MemoryLog| {
            let id = id(path);
            let mut bytes = log.remove(&id).unwrap();
            change(&mut bytes);
            log.put([Tile { id, bytes }]);
        }
    };
    check(
        change("tile/0/003", |bytes| bytes.truncate(8160)),
        &["`tile/0/003` is 8160 bytes long and must be 8192"],
    );
    check(
        change("tile/0/003", |bytes| bytes.push(0)),
        &["`tile/0/003` is 8193 bytes long and must be 8192"],
    );
    check(
        change("tile/entries/003", |bytes| bytes.truncate(2550)),
        &["`tile/entries/003`: holds 255 entries and must hold 256"],
    );
    check(
        change("tile/entries/003", |bytes| bytes.extend([0, 0])),
        &["`tile/entries/003`: holds 257 entries and must hold 256"],
    );
    check(
        change("tile/entries/003", |bytes| bytes.truncate(2559)),
        &["`tile/entries/003`, entry 1023: the bundle ends before its last entry does (bytes missing: 1)"],
    );
}

#[test]
fn parts_that_were_changed_together_are_found_at_the_level_that_was_signed() {
    let other = rewritten();
    // The further up a forger goes, the further up the report points; it always finds where the signature breaks.
    let steps = ["tile/entries/001", "tile/0/001", "tile/1/000", "tile/2/000.p/1"];
    let together = "so it was changed together with all beneath it";
    let expected = [
        "`tile/entries/001`, entry 300: hashes to `#`; the log signed for `#`".to_owned(),
        format!("`tile/0/001`: hashes to `#`; the log signed for `#`, {together}"),
        format!("`tile/1/000`: hashes to `#`; the log signed for `#`, {together}"),
        "the tiles make the root `#`; the checkpoint signs `#`".to_owned(),
    ];
    for (last, expected) in expected.iter().enumerate() {
        let mut changed = log(numbered(70_000));
        swap_in(&mut changed, &other, &steps[..=last]);
        let report = verify_log(&changed, key().verifier());
        let found: Vec<String> = report.faults.iter().map(without_hashes).collect();
        assert_eq!(found, [expected.as_str()]);
    }
}

#[test]
fn faults_in_different_places_are_each_named() {
    let flip = |log: &mut MemoryLog, path: &str, byte: usize| {
        let id = id(path);
        let mut bytes = log.tile(&id).unwrap().unwrap();
        bytes[byte] ^= 1;
        log.put([Tile { id, bytes }]);
    };
    check(
        |log| {
            flip(log, "tile/entries/000", 9);
            flip(log, "tile/entries/007", 2);
            flip(log, "tile/0/009", 64);
            flip(log, "tile/1/001.p/17", 0);
        },
        &[
            "`tile/entries/000`, entry 0: hashes to `#`; the log signed for `#`",
            "`tile/entries/007`, entry 1792: hashes to `#`; the log signed for `#`",
            "`tile/0/009`, hash 2: holds `#`; entry 2306 hashes to `#`",
            "`tile/1/001.p/17`, hash 0: holds `#`; `tile/0/256` hashes to `#`",
        ],
    );
}

#[test]
fn a_log_that_is_gone_altogether_makes_a_report_with_an_end() {
    let mut gone = MemoryLog::new();
    gone.publish(log(numbered(70_000)).checkpoint().unwrap().unwrap());
    let report = verify_log(&gone, key().verifier());
    assert!(
        !report.is_sound() && !report.stopped_early,
        "70,000 entries are in 274 bundles and 275 tiles"
    );
    assert_eq!(report.faults.len(), 274 + 274 + 2 + 1);

    let vast = Checkpoint::new(key().verifier(), i64::MAX as u64, EMPTY_ROOT)
        .sign(&key())
        .unwrap();
    gone.publish(vast);
    let report = verify_log(&gone, key().verifier());
    assert!(report.stopped_early);
    assert!((MAX_FAULTS..MAX_FAULTS + 300).contains(&report.faults.len()));
}

#[test]
fn an_empty_log_is_sound_and_no_other_root_passes_for_it() {
    let empty = log(numbered(0));
    assert!(verify_log(&empty, key().verifier()).is_sound());
    let mut other = MemoryLog::new();
    other.publish(
        Checkpoint::new(key().verifier(), 0, leaf_hash(b""))
            .sign(&key())
            .unwrap(),
    );
    let faults = verify_log(&other, key().verifier()).faults;
    assert!(matches!(faults.as_slice(), [Fault::Root { .. }]), "{faults:?}");
}

/// A log of the sealed entries of two people in turn, and what is kept beside it.
struct Records {
    log: MemoryLog,
    sealed: Vec<SealedEntry>,
}

const PEOPLE: [&[u8]; 2] = [b"ada", b"ben"];

fn person(index: u64) -> usize {
    usize::try_from(index % 2).unwrap()
}

fn master() -> MasterKey {
    MasterKey::from_bytes(&[1; 32]).unwrap()
}

fn body(index: u64) -> Vec<u8> {
    format!(
        "{} changed the password, for the {index}th time",
        String::from_utf8_lossy(PEOPLE[person(index)])
    )
    .into()
}

fn records(keys: [&DataKey; 2], size: u64) -> Records {
    let sealed: Vec<SealedEntry> = (0..size)
        .map(|index| {
            let mut random = [7; SEAL_RANDOM_LEN];
            random[..8].copy_from_slice(&index.to_be_bytes());
            random[12..20].copy_from_slice(&index.to_le_bytes());
            seal(keys[person(index)], &random, &body(index)).unwrap()
        })
        .collect();
    Records {
        log: log(sealed.iter().map(|entry| entry.leaf)),
        sealed,
    }
}

#[test]
fn after_an_erasure_the_tree_verifies_and_the_erased_bodies_are_gone() {
    let wrapped = [0, 1].map(|n| {
        master()
            .issue(PEOPLE[usize::from(n)], &[n; 32], &[n; 12])
            .unwrap()
    });
    let Records { log, sealed } = records([&wrapped[0].0, &wrapped[1].0], 600);

    // Ada is erased: her wrapped key is forgotten, and with it all that she said. Ben's is left.
    let ben = master().unwrap_key(PEOPLE[1], &wrapped[1].1).unwrap();
    let mut read = Vec::new();
    let report = verify_log_and_entries(&log, key().verifier(), &mut |index, entry| {
        let place = usize::try_from(index).unwrap();
        let data_key = (person(index) == 1).then_some(&ben);
        match check_body(index, entry, &sealed[place].sealed, data_key) {
            Ok(Some(opened)) => {
                assert_eq!(opened.body(), body(index));
                read.push(index);
                None
            }
            Ok(None) => None,
            Err(fault) => Some(fault),
        }
    });
    assert!(report.is_sound(), "{:?}", report.faults);
    assert_eq!(report.entries_sound, 600);
    assert_eq!(
        read,
        (0..600).filter(|index| person(*index) == 1).collect::<Vec<_>>()
    );

    // Nothing that is left opens Ada's records, and a guess of the body cannot be confirmed without the salt.
    let ada = &sealed[0];
    let found = check_body(0, ada.leaf.as_ref(), &ada.sealed, Some(&ben));
    assert_eq!(
        found,
        Err(Fault::Body {
            index: 0,
            fault: EntryError::WrongKey
        })
    );
    assert_eq!(
        master().unwrap_key(PEOPLE[0], &wrapped[1].1).map(|_| ()),
        Err(ledger::keys::KeysError::NotUnwrapped)
    );
    let guess = seal(&wrapped[0].0, &[9; SEAL_RANDOM_LEN], &body(0)).unwrap();
    assert_ne!(guess.leaf.commitment(), ada.leaf.commitment());
}

#[test]
fn a_changed_record_beside_a_whole_log_joins_the_report() {
    let keys = [0, 1].map(|n| {
        master()
            .issue(PEOPLE[usize::from(n)], &[n; 32], &[n; 12])
            .unwrap()
            .0
    });
    let Records { log, mut sealed } = records([&keys[0], &keys[1]], 300);
    let last = sealed[270].sealed.len() - 1;
    sealed[270].sealed[last] ^= 1;
    let report = verify_log_and_entries(&log, key().verifier(), &mut |index, entry| {
        check_body(
            index,
            entry,
            &sealed[usize::try_from(index).unwrap()].sealed,
            None,
        )
        .err()
    });
    assert_eq!(
        report.faults,
        [Fault::Body {
            index: 270,
            fault: EntryError::SealedChanged
        }]
    );
    assert_eq!(report.entries_sound, 300);
    assert_eq!(
        report.faults[0].to_string(),
        "entry 270: the sealed record is not the one that the log stands for: it was changed"
    );
}
