//! What nobody should have made: each broken thing is told, everything else is shown, and it ends.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use objects::{ObjectKind, Repository, WalkOptions, Walked};
use proptest::prelude::*;
use tempfile::TempDir;

use crate::forged::{Forged, append, deflated, id, loose, sizes};
use crate::git::{Objects, shown, threads};

/// An empty repository, and its object directory.
fn empty() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let objects = folder.path().join("objects");
    fs::create_dir_all(&objects).unwrap();
    fs::write(folder.path().join("HEAD"), "ref: refs/heads/main\n").unwrap();
    (folder, objects)
}

fn walked(folder: &Path, options: &WalkOptions<'_>) -> (Objects, Walked) {
    shown(&Repository::open(folder).unwrap(), options)
}

/// Small limits, so that what is beyond them need not be large.
fn small<'a>(number: usize) -> WalkOptions<'a> {
    WalkOptions {
        largest: 1 << 20,
        most: 1 << 30,
        ..threads(number)
    }
}

/// Walks over a pack beside a good one. Of the objects in it, those in `good` are shown and the others told, each with
/// one of the reasons.
#[track_caller]
fn check(forge: impl Fn(&mut Forged), good: &[u32], reasons: &[&str]) {
    let (folder, objects) = empty();
    let mut other = Forged::new();
    other.whole(id(1000), ObjectKind::Blob, b"of the good pack");
    other.write(&objects, "good");
    let mut forged = Forged::new();
    forge(&mut forged);
    forged.write(&objects, "forged");
    let mut expected: BTreeSet<_> = good.iter().map(|number| id(*number)).collect();
    expected.insert(id(1000));
    for options in [small(1), WalkOptions { bases: 0, ..small(3) }] {
        let (seen, walked) = walked(folder.path(), &options);
        assert_eq!(
            seen.keys().copied().collect::<BTreeSet<_>>(),
            expected,
            "{:?}",
            walked.skipped
        );
        let told: Vec<_> = walked.skipped.iter().map(ToString::to_string).collect();
        for reason in reasons {
            assert!(
                told.iter().any(|line| line.contains(reason)),
                "{reason}: {told:#?}"
            );
        }
        for line in &told {
            assert!(reasons.iter().any(|reason| line.contains(reason)), "{line}");
        }
        for (object, _) in forged
            .objects
            .iter()
            .filter(|(object, _)| !expected.contains(object))
        {
            assert!(
                told.iter().any(|line| line.contains(&object.to_string())),
                "{object}: {told:#?}"
            );
        }
    }
}

fn base(forged: &mut Forged) -> u64 {
    forged.whole(id(1), ObjectKind::Blob, b"the base")
}

#[test]
fn deltas_in_a_ring() {
    check(
        |forged| {
            base(forged);
            forged.upon_id(id(2), id(3), &append(8, b"a"));
            let third = forged.upon_id(id(3), id(2), &append(8, b"b"));
            forged.upon(id(4), third, &append(8, b"c"));
            forged.upon_id(id(5), id(5), &append(8, b"d"));
        },
        &[1],
        &["builds on itself"],
    );
}

#[test]
fn deltas_upon_nothing() {
    check(
        |forged| {
            let first = base(forged);
            forged.upon(id(2), first + 1, &append(8, b"a"));
            let third = forged.raw(id(3), 6, 3, &[0x80, 0x80, 0x80, 0], &deflated(b"abc"));
            forged.upon(id(4), third, &append(8, b"a"));
            forged.raw(id(5), 6, 3, &[0], &deflated(b"abc"));
            let sixth = forged.upon_id(id(6), id(77), &append(8, b"a"));
            forged.upon(id(7), sixth, &append(9, b"a"));
            forged.upon(id(8), first, &append(8, b"good"));
        },
        &[1, 8],
        &["is not here", "cannot be read"],
    );
}

#[test]
fn deltas_that_break_their_rules_and_what_builds_on_them() {
    check(
        |forged| {
            let first = base(forged);
            let past = forged.upon(id(2), first, &[8, 5, 0x91, 7, 5]);
            forged.upon(id(3), past, &append(5, b"a"));
            forged.upon(id(4), first, &append(9, b""));
            forged.upon(id(5), first, &[8, 5, 0x90, 4]);
            forged.upon(id(6), first, &[8, 5, 0]);
            forged.upon(id(7), first, &[8, 5, 9, 1]);
            forged.upon(id(8), first, &append(8, b"good"));
        },
        &[1, 8],
        &[
            "past the end",
            "for a base of",
            "another size",
            "nobody has defined",
            "delta is cut off",
            "cannot be read",
        ],
    );
}

#[test]
fn sizes_that_are_not_true() {
    check(
        |forged| {
            let stream = deflated(&[3; 100]);
            forged.raw(id(1), 3, 99, &[], &stream);
            forged.raw(id(2), 3, 101, &[], &stream);
            forged.raw(id(3), 3, 1 << 59, &[], &stream);
            forged.raw(id(4), 3, u64::MAX >> 1, &[], &stream);
            forged.raw(id(5), 3, 100, &[], &stream);
            forged.raw(id(6), 3, 100, &[], b"no zlib stream at all");
            forged.raw(id(7), 5, 100, &[], &stream);
            forged.raw(id(8), 0, 100, &[], &stream);
            let ninth = forged.raw(id(9), 3, 0, &[], &deflated(b""));
            forged.upon(id(10), ninth, &append(0, b"good"));
            forged.raw(id(11), 6, 1 << 50, &[1], &stream);
        },
        &[5, 9, 10],
        &["do not inflate", "header is none", "is not here"],
    );
}

#[test]
fn bombs() {
    check(
        |forged| {
            let first = base(forged);
            // A delta of a few bytes that makes more than is allowed.
            forged.upon(id(2), first, &sizes(8, 1 << 62));
            let mut large = sizes(8, 2 << 20);
            (0..1 << 18).for_each(|_| large.extend([0x90, 8]));
            let third = forged.upon(id(3), first, &large);
            forged.upon(id(4), third, &append(2 << 20, b"a"));
            // Each makes twice as much as the one before.
            let mut offset = first;
            for step in 0..25 {
                let size = 8 << step;
                let all = append(size, b"");
                let copies = &all[sizes(size as u64, size as u64).len()..];
                let twice = [
                    sizes(size as u64, size as u64 * 2),
                    copies.to_vec(),
                    copies.to_vec(),
                ]
                .concat();
                offset = forged.upon(id(100 + step), offset, &twice);
            }
            forged.upon(id(8), first, &append(8, b"good"));
        },
        &[&[1, 8], (100..117).collect::<Vec<_>>().as_slice()].concat(),
        &["bytes in memory"],
    );
}

#[test]
fn what_all_together_may_cost_is_kept_to() {
    let (folder, objects) = empty();
    let mut forged = Forged::new();
    let first = forged.whole(id(0), ObjectKind::Blob, &vec![5; 1 << 20]);
    for number in 1..3000 {
        forged.upon(id(number), first, &append(1 << 20, b""));
    }
    forged.write(&objects, "forged");
    let options = WalkOptions {
        most: 100 << 20,
        ..threads(2)
    };
    let (seen, walked) = walked(folder.path(), &options);
    assert!((90..170).contains(&seen.len()), "{}", seen.len());
    assert_eq!(walked.skipped.len(), 1);
    assert!(
        walked.skipped[0].to_string().contains("bytes allowed"),
        "{}",
        walked.skipped[0]
    );
}

#[test]
fn chains_without_end_cost_neither_stack_nor_squares_of_time() {
    let (folder, objects) = empty();
    let mut forged = Forged::new();
    let mut bytes = vec![b'x'; 64];
    let mut offset = forged.whole(id(0), ObjectKind::Blob, &bytes);
    let depth = 10_000_u32;
    for number in 1..depth {
        // Beside the chain, each has a leaf that comes after all of it.
        let mut delta = append(64, b"");
        delta.truncate(2);
        delta.extend([0x90, 60, 4]);
        delta.extend(number.to_be_bytes());
        offset = forged.upon(id(number), offset, &delta);
        bytes[60..].copy_from_slice(&number.to_be_bytes());
    }
    for number in 0..depth {
        let base = forged.objects[number as usize].1;
        forged.upon(id(depth + number), base, &append(64, b"!"));
    }
    forged.write(&objects, "forged");
    for bases in [0x8000, 0x8_0000, usize::MAX] {
        let options = WalkOptions { bases, ..threads(2) };
        let (seen, walked) = walked(folder.path(), &options);
        assert_eq!(walked.skipped, []);
        assert_eq!(seen.len(), 2 * depth as usize);
        assert_eq!(seen[&id(2 * depth - 1)].1, [&bytes, b"!".as_slice()].concat());
    }
}

#[test]
fn places_outside_the_pack_and_packs_cut_off() {
    check(
        |forged| {
            base(forged);
            forged
                .objects
                .extend([(id(2), 0), (id(3), 11), (id(4), 1 << 40), (id(5), u64::MAX)]);
        },
        &[1],
        &["outside the pack"],
    );
    let (folder, objects) = empty();
    let mut forged = Forged::new();
    let first = base(&mut forged);
    forged.upon(id(2), first, &append(8, b"good"));
    let third = forged.whole(id(3), ObjectKind::Blob, &(0..=255).collect::<Vec<u8>>());
    forged.upon(id(4), third, &append(256, b"a"));
    forged.write(&objects, "forged");
    let path = objects.join("pack/pack-forged.pack");
    let bytes = fs::read(&path).unwrap();
    fs::write(&path, &bytes[..usize::try_from(third).unwrap() + 9]).unwrap();
    let (seen, walked) = walked(folder.path(), &small(2));
    assert_eq!(
        seen.keys().copied().collect::<BTreeSet<_>>(),
        [id(1), id(2)].into()
    );
    let told: Vec<_> = walked.skipped.iter().map(ToString::to_string).collect();
    assert!(told[0].contains("belongs to another pack"), "{told:#?}");
    assert_eq!(told.len(), 3, "{told:#?}");
}

#[test]
fn files_that_are_no_packs_and_indexes() {
    for (file, bytes, reason) in [
        ("idx", None, "has no index"),
        (
            "idx",
            Some(b"\xfftOc\0\0\0\x03".as_slice()),
            "a version other than",
        ),
        ("idx", Some(b"\xfftOc\0\0\0\x02"), "cut off or too long"),
        ("idx", Some(&[0; 1072]), "cut off or too long"),
        ("pack", Some(b"PACK\0\0\0\x04\0\0\0\0"), "no pack of version"),
        ("pack", Some(b""), "no pack of version"),
    ] {
        let (folder, objects) = empty();
        let mut other = Forged::new();
        other.whole(id(1000), ObjectKind::Blob, b"of the good pack");
        other.write(&objects, "good");
        let mut forged = Forged::new();
        base(&mut forged);
        forged.write(&objects, "forged");
        let path = objects.join("pack/pack-forged").with_extension(file);
        match bytes {
            Some(bytes) => fs::write(path, bytes).unwrap(),
            None => fs::remove_file(path).unwrap(),
        }
        let (seen, walked) = walked(folder.path(), &small(1));
        assert_eq!(seen.len(), 1);
        assert_eq!(walked.skipped.len(), 1, "{:?}", walked.skipped);
        let told = walked.skipped[0].to_string();
        assert!(told.contains(reason) && told.contains("pack-forged"), "{told}");
    }
}

#[test]
fn a_good_copy_is_shown_where_another_one_is_broken() {
    let (folder, objects) = empty();
    let mut broken = Forged::new();
    let first = broken.raw(id(1), 3, 8, &[], b"broken");
    broken.upon(id(2), first, &append(8, b"!"));
    broken.raw(id(3), 3, 5, &[], b"broken");
    broken.raw(id(4), 3, 5, &[], b"broken");
    broken.write(&objects, "broken");
    let mut good = Forged::new();
    good.whole(id(3), ObjectKind::Blob, b"third");
    good.write(&objects, "good");
    loose(&objects, id(1), &deflated(b"blob 8\0the base"));
    let (seen, walked) = walked(folder.path(), &small(2));
    assert_eq!(seen[&id(1)].1, b"the base");
    assert_eq!(seen[&id(2)].1, b"the base!");
    assert_eq!(seen[&id(3)].1, b"third");
    assert_eq!((seen.len(), walked.skipped.len()), (3, 1));
    assert!(walked.skipped[0].to_string().contains(&id(4).to_string()));
}

#[test]
fn a_thin_pack_is_completed_from_what_is_borrowed() {
    let (folder, objects) = empty();
    let lender = folder.path().join("lender");
    fs::create_dir_all(objects.join("info")).unwrap();
    fs::write(objects.join("info/alternates"), "../lender\n").unwrap();
    let mut whole = Forged::new();
    let first = base(&mut whole);
    whole.upon(id(2), first, &append(8, b" and more"));
    whole.write(&lender, "whole");
    loose(&lender, id(3), &deflated(b"commit 5\0loose"));
    let mut thin = Forged::new();
    let fourth = thin.upon_id(id(4), id(2), &append(17, b" and yet more"));
    thin.upon(id(5), fourth, &append(30, b"!"));
    thin.upon_id(id(6), id(3), &append(5, b"!"));
    thin.write(&objects, "thin");
    let repository = Repository::open(folder.path()).unwrap();
    let own = &repository.directories()[..1];
    for bases in [0, 1 << 20] {
        let options = WalkOptions {
            only: Some(own),
            bases,
            ..small(2)
        };
        let (seen, walked) = shown(&repository, &options);
        assert_eq!(walked.skipped, []);
        assert_eq!(seen.len(), 3);
        assert_eq!(
            seen[&id(5)],
            (ObjectKind::Blob, b"the base and more and yet more!".to_vec())
        );
        assert_eq!(seen[&id(6)], (ObjectKind::Commit, b"loose!".to_vec()));
    }
    assert_eq!(walked(folder.path(), &small(2)).0.len(), 6);
}

#[test]
fn loose_objects_that_are_none() {
    let (folder, objects) = empty();
    loose(&objects, id(1), &deflated(b"blob 4\0good"));
    for (number, bytes) in (2..).zip([
        b"".to_vec(),
        b"no zlib".to_vec(),
        deflated(b"blob 5\0good"),
        deflated(b"blob 3\0good"),
        deflated(b"blob 99999999999999999\0good"),
        deflated(b"blub 4\0good"),
        deflated(b"blob"),
        deflated(b"blob 4\0good")[..9].to_vec(),
    ]) {
        loose(&objects, id(number), &bytes);
    }
    fs::write(objects.join("00"), "a file where a folder should be").unwrap();
    fs::create_dir_all(objects.join("01").join("2".repeat(38))).unwrap();
    fs::create_dir_all(objects.join("02")).unwrap();
    fs::write(objects.join("02/tmp_obj_abc"), "half-written").unwrap();
    let (seen, walked) = walked(folder.path(), &small(2));
    assert_eq!(seen.keys().copied().collect::<Vec<_>>(), [id(1)]);
    assert_eq!(walked.skipped.len(), 10, "{:#?}", walked.skipped);
}

/// A pack with families of every form, and which objects each byte of it matters to.
fn families() -> (Forged, Vec<Vec<u32>>) {
    let mut forged = Forged::new();
    let mut parents: Vec<Option<u32>> = Vec::new();
    let mut sizes = Vec::new();
    for number in 0..40_u32 {
        let base = (number % 7 != 0).then(|| number / 7 * 7 + (number % 7 - 1) / 2);
        let added = format!("object {number}, which is not like others\n").repeat(3);
        match base {
            None => {
                forged.whole(id(number), ObjectKind::Blob, added.as_bytes());
                sizes.push(added.len());
            }
            Some(base) => {
                let size = sizes[base as usize];
                let delta = append(size, added.as_bytes());
                if number % 2 == 0 {
                    let offset = forged.objects[base as usize].1;
                    forged.upon(id(number), offset, &delta);
                } else {
                    forged.upon_id(id(number), id(base), &delta);
                }
                sizes.push(size + added.len());
            }
        }
        parents.push(base);
    }
    let ancestors = (0..40_u32)
        .map(|number| std::iter::successors(Some(number), |number| parents[*number as usize]).collect())
        .collect();
    (forged, ancestors)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_flipped_in_a_pack_the_objects_that_it_does_not_touch_are_shown(
        flips in proptest::collection::vec((any::<prop::sample::Index>(), 1_u8..), 1..6),
        cut: Option<prop::sample::Index>,
        several: bool,
    ) {
        let (folder, objects) = empty();
        let (forged, ancestors) = families();
        forged.write(&objects, "forged");
        let path = objects.join("pack/pack-forged.pack");
        let mut bytes = fs::read(&path).unwrap();
        let good = walked(folder.path(), &small(1)).0;
        // The first twelve bytes are for the whole pack.
        let places: Vec<usize> = flips.iter().map(|(at, _)| 12 + at.index(bytes.len() - 12)).collect();
        for (at, (_, flip)) in places.iter().zip(&flips) {
            bytes[*at] ^= flip;
        }
        let end = cut.map_or(bytes.len(), |cut| 12 + cut.index(bytes.len() - 12));
        bytes.truncate(end);
        fs::write(&path, &bytes).unwrap();
        let (seen, _) = walked(folder.path(), &small(if several { 3 } else { 1 }));
        for (number, builds_on) in ancestors.iter().enumerate() {
            let touched = builds_on.iter().any(|number| {
                let start = forged.objects[*number as usize].1;
                let after = forged.objects.get(*number as usize + 1).map_or(forged.bytes.len() as u64, |next| next.1);
                after > end as u64 || places.iter().any(|at| (start..after).contains(&(*at as u64)))
            });
            let own = id(u32::try_from(number).unwrap());
            prop_assert!(touched || seen.get(&own) == good.get(&own), "{own}");
        }
    }

    #[test]
    fn whatever_is_flipped_in_an_index_the_walk_ends_and_shows_what_it_can(
        flips in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut: Option<prop::sample::Index>,
        // The last tables, where a flip touches one object only.
        late: bool,
    ) {
        let (folder, objects) = empty();
        let (forged, _) = families();
        forged.write(&objects, "forged");
        let path = objects.join("pack/pack-forged.idx");
        let mut bytes = fs::read(&path).unwrap();
        let start = if late { 8 + 1024 } else { 0 };
        for (at, flip) in &flips {
            let at = start + at.index(bytes.len() - start);
            bytes[at] ^= flip;
        }
        if let Some(cut) = cut.filter(|_| !late) {
            bytes.truncate(cut.index(bytes.len()));
        }
        fs::write(&path, &bytes).unwrap();
        // An index can call one object by two names, so nothing is counted here.
        let repository = Repository::open(folder.path()).unwrap();
        let (keeps, walked) = repository.walk(&small(2), crate::git::Keep::default).unwrap();
        let seen = keeps.iter().map(|keep| keep.0.len()).sum::<usize>();
        prop_assert!(seen <= 40);
        // Each flip can take one object away with all that builds on it, which is seven at most.
        prop_assert!(!late || seen + 7 * flips.len() >= 40, "{seen} {:?}", walked.skipped);
        let first = walked.skipped.iter().any(|skipped| skipped.to_string().contains("pack-forged"));
        prop_assert!(seen == 40 || first);
    }

    #[test]
    fn whatever_a_loose_object_holds_the_walk_ends(bytes: Vec<u8>, stream: bool) {
        let (folder, objects) = empty();
        loose(&objects, id(1), &if stream { deflated(&bytes) } else { bytes });
        loose(&objects, id(2), &deflated(b"blob 4\0good"));
        let (seen, walked) = walked(folder.path(), &small(2));
        prop_assert!(seen.contains_key(&id(2)));
        prop_assert_eq!(seen.len() + walked.skipped.len(), 2);
    }
}

#[cfg(unix)]
#[test]
fn nobody_waits_for_a_pipe() {
    let (folder, objects) = empty();
    loose(&objects, id(1), &deflated(b"blob 4\0good"));
    let mut forged = Forged::new();
    base(&mut forged);
    forged.write(&objects, "forged");
    fs::create_dir_all(objects.join("info")).unwrap();
    for place in [
        "12/345678901234567890123456789012345678ab",
        "pack/pack-pipe.pack",
        "info/alternates",
    ] {
        let path = objects.join(place);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        assert!(
            std::process::Command::new("mkfifo")
                .arg(path)
                .status()
                .unwrap()
                .success()
        );
    }
    let index = objects.join("pack/pack-forged.idx");
    fs::remove_file(&index).unwrap();
    assert!(
        std::process::Command::new("mkfifo")
            .arg(index)
            .status()
            .unwrap()
            .success()
    );
    let (seen, walked) = walked(folder.path(), &small(2));
    assert_eq!(
        (seen.len(), walked.skipped.len()),
        (1, 4),
        "{:#?}",
        walked.skipped
    );
}
