//! A file of ranges gives back every row that it was made from, and of damage says that it is damage.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use exposure::breached::ranges::{Builder, MAGIC, Ranges};
use exposure::breached::text::{Hash, RANGES, Row, prefix_of};
use exposure::breached::{About, Algorithm, CorpusError, Damaged};
use proptest::prelude::*;

fn about(algorithm: Algorithm) -> About {
    About {
        algorithm,
        least: 2,
        built_at: 1_795_000_000,
    }
}

fn built(rows: &[Row], algorithm: Algorithm) -> Vec<u8> {
    let mut file = MAGIC.to_vec();
    let mut builder = Builder::new(about(algorithm));
    for (place, row) in rows.iter().enumerate() {
        builder.push(*row).unwrap();
        if place % 13 == 0 {
            file.extend_from_slice(builder.ready());
            builder.written();
        }
    }
    let (last, count) = builder.finish();
    assert_eq!(count, rows.len() as u64);
    file.extend(last);
    file
}

/// The rows of some ranges as whole hashes again.
fn read(ranges: &Ranges<&[u8]>, range: u32) -> Result<Vec<Row>, Damaged> {
    ranges.rows(range)?.map(|suffix| Ok(suffix?.row(range))).collect()
}

/// Rows that crowd in a few ranges, the first and the last among them.
fn rows(algorithm: Algorithm) -> impl Strategy<Value = Vec<Row>> {
    let range = prop_oneof![Just(0), Just(RANGES - 1), 0..RANGES];
    let crowd = (range, 0..80_usize).prop_flat_map(move |(range, rows)| {
        proptest::collection::vec((any::<[u8; 20]>(), prop_oneof![1..20_u64, any::<u64>()]), rows).prop_map(
            move |rows| {
                let row = |(mut hash, count): (Hash, u64)| {
                    let own = u32::from_be_bytes(hash[..4].try_into().unwrap()) & 0xfff;
                    hash[..4].copy_from_slice(&((range << 12) | own).to_be_bytes());
                    hash.iter_mut().skip(algorithm.bytes()).for_each(|byte| *byte = 0);
                    Row {
                        hash,
                        count: count.max(1),
                    }
                };
                rows.into_iter().map(row).collect::<Vec<Row>>()
            },
        )
    });
    proptest::collection::vec(crowd, 0..4).prop_map(|crowds| {
        let mut rows = crowds.concat();
        rows.sort_unstable_by_key(|row| row.hash);
        rows.dedup_by_key(|row| row.hash);
        rows
    })
}

fn any_algorithm() -> impl Strategy<Value = Algorithm> {
    prop_oneof![Just(Algorithm::Sha1), Just(Algorithm::Ntlm)]
}

proptest! {
    // Every file has an index of nine megabytes.
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn every_row_comes_back_with_its_count(
        (algorithm, rows) in any_algorithm().prop_flat_map(|of| (Just(of), rows(of))),
    ) {
        let file = built(&rows, algorithm);
        let ranges = Ranges::open(&file[..]).unwrap();
        prop_assert_eq!(ranges.count(), rows.len() as u64);
        prop_assert_eq!(*ranges.about(), about(algorithm));
        for row in &rows {
            let expected: Vec<Row> =
                rows.iter().copied().filter(|other| prefix_of(&other.hash) == prefix_of(&row.hash)).collect();
            prop_assert_eq!(read(&ranges, prefix_of(&row.hash)).unwrap(), expected);
            prop_assert_eq!(ranges.count_of(&row.hash), Ok(row.count));
            let mut other = row.hash;
            other[algorithm.bytes() - 1] ^= 1;
            if !rows.iter().any(|row| row.hash == other) {
                prop_assert_eq!(ranges.count_of(&other), Ok(0));
            }
        }
        prop_assert_eq!(ranges.rows(RANGES).err(), Some(Damaged));
    }

    #[test]
    fn damage_is_found_when_its_range_is_read_and_never_a_panic(
        rows in rows(Algorithm::Sha1),
        at in any::<prop::sample::Index>(),
        flip in 1..=u8::MAX,
        cut in proptest::option::of(any::<prop::sample::Index>()),
    ) {
        let mut file = built(&rows, Algorithm::Sha1);
        let body = file.len() - 9 * RANGES as usize - 64;
        // Where most bytes belong to the index, half of all damage should hit the rows.
        let at = if flip % 2 == 0 { at.index(body) } else { at.index(file.len()) };
        file[at] ^= flip;
        if let Some(cut) = cut {
            file.truncate(cut.index(file.len()));
        }
        if let Ok(opened) = Ranges::open(&file[..]) {
            prop_assert!(at < body && cut.is_none());
            prop_assert_eq!(opened.verify(), Err(Damaged));
            for row in &rows {
                let read = read(&opened, prefix_of(&row.hash));
                prop_assert!(read.is_err() || read.is_ok_and(|rows| rows.contains(row)));
            }
        }
    }
}

#[test]
fn a_record_that_lies_about_itself_is_damage() {
    // Whoever makes a file can make its checksums too, so what is under them is not believed either.
    let row = Row {
        hash: [0; 20],
        count: 1,
    };
    let good = built(&[row], Algorithm::Sha1);
    let body = good.len() - 9 * RANGES as usize - 64;
    let record = body - 8 - (RANGES as usize - 1);
    for (at, byte) in [(8, 2), (8, 0xff), (8, 0x7f), (9, 0x88), (9, 0x08)] {
        let mut file = good.clone();
        file[at] = byte;
        let sum = crc32fast::hash(&file[8..8 + record]);
        file[body + 5..body + 9].copy_from_slice(&sum.to_le_bytes());
        let index = crc32fast::hash(&file[body..body + 9 * RANGES as usize]);
        let trailer = file.len() - 64;
        file[trailer + 16..trailer + 20].copy_from_slice(&index.to_le_bytes());
        let own = crc32fast::hash(&file[trailer..trailer + 56]);
        file[trailer + 56..trailer + 60].copy_from_slice(&own.to_le_bytes());
        let opened = Ranges::open(&file[..]).unwrap();
        assert_eq!(read(&opened, 0), Err(Damaged), "{at} {byte}");
    }
}

#[test]
fn rows_that_are_not_in_order_or_twice_are_refused() {
    let row = |first: u8, last: u8| {
        let mut hash = [0; 20];
        (hash[0], hash[19]) = (first, last);
        Row { hash, count: 1 }
    };
    for (one, two) in [
        (row(1, 5), row(1, 4)),
        (row(1, 5), row(1, 5)),
        (row(2, 0), row(1, 9)),
    ] {
        let mut builder = Builder::new(about(Algorithm::Sha1));
        builder.push(one).unwrap();
        assert_eq!(builder.push(two), Err(CorpusError::Unsorted));
    }
}
