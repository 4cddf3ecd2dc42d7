//! Any flipped bit anywhere in a log is found, and the place is named.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "in a test, what cannot go on fails"
)]

use ledger::checkpoint::Checkpoint;
use ledger::note::SigningKey;
use ledger::source::{LogSource as _, MemoryLog};
use ledger::tile::{Edge, FULL_WIDTH, Tile, TileId, TileLevel};
use ledger::verify::{Beneath, Fault, Report, verify_log};
use proptest::prelude::*;
use proptest::sample::Index;

const HASH_BYTES: usize = 32;

fn key() -> SigningKey {
    SigningKey::from_seed("log.example".parse().unwrap(), &[3; 32]).unwrap()
}

/// A log of `size` entries, each of `length` bytes that tell it from the others.
fn log(size: u64, length: usize) -> MemoryLog {
    let entry = |index: u64| {
        index
            .to_be_bytes()
            .into_iter()
            .rev()
            .cycle()
            .take(length)
            .collect::<Vec<u8>>()
    };
    let extension = Edge::new().extend((0..size).map(entry)).unwrap();
    let checkpoint = Checkpoint::new(key().verifier(), size, extension.edge.root());
    let mut log = MemoryLog::new();
    log.put(extension.tiles);
    log.publish(checkpoint.sign(&key()).unwrap());
    log
}

fn flip(log: &MemoryLog, id: TileId, bit: usize) -> MemoryLog {
    let mut flipped = log.clone();
    let mut bytes = log.tile(&id).unwrap().unwrap();
    bytes[bit / 8] ^= 1 << (bit % 8);
    flipped.put([Tile { id, bytes }]);
    flipped
}

/// Checks that a flipped bit in a tile is found, and that the report points at that very place and nowhere else.
#[track_caller]
fn check(report: &Report, id: TileId, bit: usize, entry_bytes: usize) {
    let byte = bit / 8;
    assert!(report.checkpoint.is_some() && !report.is_sound());
    let place = format!("bit {bit} of `{id}`: {:?}", report.faults);
    match id.level() {
        TileLevel::Hashes(level) => {
            let [
                Fault::Hash {
                    tile,
                    slot,
                    beneath,
                    expected,
                    found,
                },
            ] = report.faults.as_slice()
            else {
                panic!("{place}")
            };
            assert_eq!((*tile, usize::from(*slot)), (id, byte / HASH_BYTES), "{place}");
            let index = id.first_item() + u64::from(*slot);
            let expected_beneath = match level {
                0 => Beneath::Entry(index),
                _ => Beneath::Tile(TileId::new(TileLevel::Hashes(level - 1), index, FULL_WIDTH).unwrap()),
            };
            assert_eq!(*beneath, expected_beneath, "{place}");
            let differing: u32 = expected
                .0
                .iter()
                .zip(found.0)
                .map(|(a, b)| (a ^ b).count_ones())
                .sum();
            assert_eq!(differing, 1, "the fault holds what was there before: {place}");
        }
        TileLevel::Entries => {
            let in_prefix = byte % (2 + entry_bytes) < 2;
            let first = id.first_item() + (byte / (2 + entry_bytes)) as u64;
            let places: Vec<u64> = report
                .faults
                .iter()
                .map(|fault| match fault {
                    Fault::Entry { bundle, index, .. } | Fault::Bundle { bundle, index, .. }
                        if *bundle == id =>
                    {
                        *index
                    }
                    Fault::BundleWidth { bundle, .. } if *bundle == id => u64::MAX,
                    _ => panic!("{place}"),
                })
                .collect();
            assert_eq!(places.first(), Some(&first), "{place}");
            // A changed length puts all that follows out of step; any other bit spoils its own entry alone.
            assert!(in_prefix || places.len() == 1, "{place}");
        }
    }
}

/// Flips the bits that `bits` gives of every tile of the log, one at a time.
fn check_every_tile(
    log: &MemoryLog,
    entry_bytes: usize,
    bits: impl Fn(TileId, usize) -> Vec<usize>,
) -> usize {
    let mut flipped = 0;
    for (id, bytes) in log.tiles() {
        for bit in bits(id, bytes.len()) {
            check(
                &verify_log(&flip(log, id, bit), key().verifier()),
                id,
                bit,
                entry_bytes,
            );
            flipped += 1;
        }
    }
    flipped
}

/// A bit of each byte, another one in each: the places need only be spread, not random.
fn one_bit_of_each_byte(bytes: usize) -> Vec<usize> {
    (0..bytes)
        .map(|byte| byte * 8 + (byte * 5 + byte / 8) % 8)
        .collect()
}

/// A log with leaves as long as ours, just large enough for two levels of tiles and a partial one at each.
fn two_levels() -> MemoryLog {
    log(264, 65)
}

#[test]
fn every_byte_of_every_entry_is_guarded() {
    let log = two_levels();
    assert!(verify_log(&log, key().verifier()).is_sound());
    let flipped = check_every_tile(&log, 65, |id, bytes| match id.level() {
        TileLevel::Entries => one_bit_of_each_byte(bytes),
        TileLevel::Hashes(_) => Vec::new(),
    });
    assert_eq!(flipped, 264 * (2 + 65));
}

#[test]
fn every_byte_of_every_hash_is_guarded() {
    let flipped = check_every_tile(&two_levels(), 65, |id, bytes| match id.level() {
        TileLevel::Entries => Vec::new(),
        TileLevel::Hashes(0) => one_bit_of_each_byte(bytes),
        // The hash that vouches for a whole tile is guarded bit by bit.
        TileLevel::Hashes(_) => (0..bytes * 8).collect(),
    });
    assert_eq!(flipped, 264 * 32 + 32 * 8);
}

#[test]
fn every_bit_of_a_small_log_is_guarded() {
    for size in [1, 2, 3, 7, 20] {
        let log = log(size, 3);
        let flipped = check_every_tile(&log, 3, |_, bytes| (0..bytes * 8).collect());
        assert_eq!(flipped as u64, size * (3 + 2 + 32) * 8);
    }
}

#[test]
fn a_log_of_three_levels_is_guarded_at_each() {
    let log = log(66_000, 8);
    let report = verify_log(&log, key().verifier());
    assert_eq!((report.is_sound(), report.entries_sound), (true, 66_000));
    for (path, byte) in [
        ("tile/2/000.p/1", 0),
        ("tile/2/000.p/1", 31),
        ("tile/1/000", 0),
        ("tile/1/000", 8191),
        ("tile/1/001.p/1", 17),
        ("tile/0/000", 4000),
        ("tile/0/255", 8191),
        ("tile/0/256", 0),
        ("tile/0/257.p/208", 6655),
        ("tile/entries/000", 5),
        ("tile/entries/256", 2559),
        ("tile/entries/257.p/208", 2),
    ] {
        let id = path.parse().unwrap();
        let bit = byte * 8 + 3;
        check(&verify_log(&flip(&log, id, bit), key().verifier()), id, bit, 8);
    }
}

#[test]
fn every_bit_of_the_checkpoint_is_guarded() {
    let log = log(300, 65);
    let note = log.checkpoint().unwrap().unwrap();
    for bit in 0..note.len() * 8 {
        let mut changed = note.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        let mut log = log.clone();
        log.publish(changed);
        let report = verify_log(&log, key().verifier());
        assert!(
            matches!(report.faults.as_slice(), [Fault::Checkpoint(_)]),
            "bit {bit}: {:?}",
            report.faults
        );
        assert!(!report.is_sound());
    }
}

/// Harm done to one tile: which, where in it, and what.
fn harms() -> impl Strategy<Value = Vec<(Index, Index, Harm)>> {
    let harm = prop_oneof![
        6 => (1_u8..=255).prop_map(Harm::Change),
        1 => Just(Harm::Cut),
        1 => Just(Harm::Lengthen),
        1 => Just(Harm::Lose),
    ];
    prop::collection::vec((any::<Index>(), any::<Index>(), harm), 1..6)
}

#[derive(Clone, Debug)]
enum Harm {
    Change(u8),
    Cut,
    Lengthen,
    Lose,
}

fn do_harm(log: &mut MemoryLog, id: TileId, place: Index, harm: &Harm) {
    let Some(mut bytes) = log.remove(&id).filter(|_| !matches!(harm, Harm::Lose)) else {
        return;
    };
    match harm {
        _ if bytes.is_empty() => {}
        Harm::Change(by) => {
            let place = place.index(bytes.len());
            bytes[place] ^= by;
        }
        Harm::Cut => bytes.truncate(place.index(bytes.len())),
        Harm::Lengthen => bytes.extend([0, 0]),
        Harm::Lose => {}
    }
    log.put([Tile { id, bytes }]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]
    #[test]
    fn no_harm_goes_unnoticed_however_it_is_combined(size in 1_u64..600, harms in harms()) {
        let whole = log(size, 9);
        let ids: Vec<TileId> = whole.tiles().map(|(id, _)| id).collect();
        let mut harmed = whole.clone();
        for (tile, place, harm) in &harms {
            do_harm(&mut harmed, ids[tile.index(ids.len())], *place, harm);
        }
        // Two changes of one byte can undo each other, and then there is nothing to notice.
        let is_whole = whole.tiles().eq(harmed.tiles());
        let report = verify_log(&harmed, key().verifier());
        prop_assert_eq!(report.is_sound(), is_whole, "{:?}", report.faults);
    }
}
