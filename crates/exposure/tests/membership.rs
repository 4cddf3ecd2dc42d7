//! A membership file says of every hash what the sorted list says that it was made from, and of damage that it is
//! damage.

#![expect(clippy::unwrap_used, reason = "a test that cannot build its file has failed")]

use std::collections::BTreeSet;

use exposure::breached::membership::{Builder, MAGIC, Membership, size_of};
use exposure::breached::{About, Algorithm, CorpusError, Damaged, truncated};
use proptest::prelude::*;

const ABOUT: About = About {
    algorithm: Algorithm::Sha1,
    least: 3,
    built_at: 1_795_000_000,
};

fn built(keys: &[u64], expected: u64) -> Vec<u8> {
    let mut file = MAGIC.to_vec();
    let mut builder = Builder::new(ABOUT, expected);
    for (place, key) in keys.iter().enumerate() {
        builder.push(*key).unwrap();
        if place % 97 == 0 {
            file.extend_from_slice(builder.ready());
            builder.written();
        }
    }
    let (last, _) = builder.finish().unwrap();
    file.extend(last);
    file
}

/// Every key, its neighbours, and what differs in one bit.
#[track_caller]
fn check(keys: &[u64], expected: u64) {
    let file = built(keys, expected);
    let membership = Membership::open(&file[..]).unwrap();
    membership.verify().unwrap();
    let set: BTreeSet<u64> = keys.iter().copied().collect();
    assert_eq!(membership.count(), set.len() as u64);
    assert_eq!(*membership.about(), ABOUT);
    let around = |key: u64| {
        let bits = (0..64).step_by(7).map(move |bit| key ^ (1 << bit));
        [key, key.wrapping_add(1), key.wrapping_sub(1)]
            .into_iter()
            .chain(bits)
    };
    for asked in keys
        .iter()
        .copied()
        .chain([0, u64::MAX, 1 << 63])
        .flat_map(around)
    {
        assert_eq!(
            membership.contains(asked),
            Ok(set.contains(&asked)),
            "{asked:#x} of {} keys, {expected} expected",
            keys.len()
        );
    }
}

#[test]
fn lists_of_every_shape_are_answered_like_the_list_itself() {
    let spread = |count: u64| (0..count).map(move |place| place.wrapping_mul(u64::MAX / count.max(1)));
    let few = [0, 1, 63, 64, 127, 128, 129, 1_000, 10_000];
    for count in few {
        let keys: Vec<u64> = spread(count).collect();
        for expected in [0, count, count / 3, count * 20] {
            check(&keys, expected);
        }
    }
    let same_beginning: Vec<u64> = (0..5_000).map(|low| (0xdead_beef << 32) | (low * 3)).collect();
    check(&same_beginning, 5_000);
    check(&same_beginning, 1);
    let crowded: Vec<u64> = (0..700).chain(u64::MAX - 700..=u64::MAX).collect();
    check(&crowded, 1_400);
    check(&[0], 1);
    check(&[u64::MAX], 1);
    check(&[7, 7, 7, 9, 9, u64::MAX, u64::MAX], 7);
}

/// Lists whose keys crowd in some places, so that partitions are empty and full.
fn keys() -> impl Strategy<Value = Vec<u64>> {
    let crowd = (any::<u64>(), 0..64_u32, 0..400_usize).prop_flat_map(|(at, width, count)| {
        proptest::collection::vec(0..=u64::MAX >> width, count).prop_map(move |offsets| {
            offsets
                .into_iter()
                .map(|offset| at.wrapping_add(offset))
                .collect()
        })
    });
    proptest::collection::vec(crowd, 0..4).prop_map(|crowds: Vec<Vec<u64>>| {
        let mut keys: Vec<u64> = crowds.concat();
        keys.sort_unstable();
        keys
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_list_is_answered_like_the_list_itself(keys in keys(), factor in 0_u64..5) {
        check(&keys, keys.len() as u64 * factor / 2);
    }

    #[test]
    fn damage_is_an_error_or_a_wrong_answer_of_one_key_but_never_a_panic(
        keys in keys(),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        cut in proptest::option::of(any::<prop::sample::Index>()),
    ) {
        let mut file = built(&keys, keys.len() as u64);
        let whole = file.clone();
        for (at, byte) in changes {
            let at = at.index(file.len());
            file[at] = byte;
        }
        if let Some(cut) = cut {
            file.truncate(cut.index(file.len()));
        }
        let opened = Membership::open(&file[..]);
        if file.len() != whole.len() {
            prop_assert!(opened.is_err());
        } else if let Ok(opened) = opened {
            prop_assert_eq!(opened.verify().is_err(), file != whole);
            for key in keys.iter().copied().chain((0..64).map(|bit| 1 << bit)) {
                let answer = opened.contains(key);
                prop_assert!(matches!(answer, Ok(_) | Err(Damaged)));
            }
        }
    }

    #[test]
    fn any_bytes_are_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300), magic: bool) {
        let file = if magic { [MAGIC, &bytes[..]].concat() } else { bytes };
        prop_assert!(Membership::open(&file[..]).is_err());
    }
}

#[test]
fn what_is_no_membership_file_is_told_apart() {
    let good = built(&[1, 2, 3], 3);
    let with = |at: usize, byte: u8| {
        let mut bytes = good.clone();
        bytes[at] = byte;
        bytes
    };
    for (bytes, expected) in [
        (Vec::new(), CorpusError::NotACorpus),
        (b"\x1f\x8b\x08 something else".to_vec(), CorpusError::NotACorpus),
        (with(7, 9), CorpusError::Version),
        (with(3, b'r'), CorpusError::OtherKind),
        (good[..good.len() - 1].to_vec(), CorpusError::Damaged(Damaged)),
    ] {
        assert_eq!(Membership::open(&bytes[..]).err(), Some(expected));
    }
}

#[test]
fn hashes_that_are_not_in_order_are_refused() {
    let mut builder = Builder::new(ABOUT, 2);
    builder.push(5).unwrap();
    builder.push(5).unwrap();
    assert_eq!(builder.push(4), Err(CorpusError::Unsorted));
}

#[test]
fn a_billion_keys_take_less_than_five_bytes_each() {
    for (keys, most) in [(100_000_000, 4.97), (1_000_000_000, 4.55), (4_000_000_000, 4.3)] {
        let each = size_of(keys) as f64 / keys as f64;
        assert!(
            each < most && each > most - 0.02,
            "{each} bytes a key at {keys} keys"
        );
    }
    let keys: Vec<u64> = (0..30_000_u64).map(|place| place * (u64::MAX / 30_000)).collect();
    assert_eq!(built(&keys, 30_000).len() as u64, size_of(30_000));
}

#[test]
fn the_key_is_the_beginning_of_the_hash() {
    let password = hex::decode("5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8").unwrap();
    assert_eq!(truncated(&password), Some(0x5baa_61e4_c9b9_3f3f));
    assert_eq!(truncated(&password[..7]), None);
}
