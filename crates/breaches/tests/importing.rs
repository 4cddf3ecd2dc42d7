//! What is published becomes a corpus that says of every password what was published, and what is not like that is
//! refused with its place.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::path::Path;

use breaches::import::{Plan, Progress, Source, import};
use breaches::{Algorithm, Corpus, Live, Looked, Seen};
use libdeflater::{CompressionLvl, Compressor};
use support::{imported, passwords, plan, ranges, single};

/// Both files say of all passwords what they should.
#[track_caller]
fn check(plan: &Plan) {
    let (corpus, ranges) = (
        Corpus::open(&plan.out).unwrap(),
        Corpus::open(plan.ranges.as_ref().unwrap()).unwrap(),
    );
    for file in [&corpus, &ranges] {
        file.verify().unwrap();
        assert_eq!(file.about().algorithm, plan.algorithm);
        assert_eq!(file.about().least, plan.least);
        assert_eq!(file.about().built_at, support::BUILT_AT);
    }
    let mut kept = 0;
    for (password, count) in passwords() {
        let is_kept = count >= plan.least;
        kept += u64::from(is_kept);
        let (listed, times) = if is_kept {
            (Seen::Listed, Seen::Times(count))
        } else {
            (Seen::Never, Seen::Never)
        };
        assert_eq!(corpus.look_up(&password), Ok(listed), "{password}");
        assert_eq!(ranges.look_up(&password), Ok(times), "{password}");
        let other = format!("{password}!");
        assert_eq!(corpus.look_up(&other), Ok(Seen::Never));
        assert_eq!(ranges.look_up(&other), Ok(Seen::Never));
    }
    assert_eq!((corpus.count(), ranges.count()), (kept, kept));
}

#[test]
fn the_single_file_is_imported_whatever_its_ends_of_lines() {
    for algorithm in [Algorithm::Sha1, Algorithm::Ntlm] {
        for (end, least) in [("\r\n", 1), ("\n", 1), ("\n", 20)] {
            let folder = tempfile::tempdir().unwrap();
            let source = folder.path().join("source.txt");
            let text = single(algorithm, end);
            std::fs::write(&source, text.trim_end()).unwrap();
            let plan = Plan {
                least,
                ..plan(folder.path(), algorithm)
            };
            let mut seen = Vec::new();
            let done = import(&Source::File(source), &plan, &mut |at: Progress| seen.push(at)).unwrap();
            assert_eq!(done.kept + done.left_out, passwords().len() as u64);
            assert!(seen.last().is_some_and(|last| last.done == last.total));
            check(&plan);
        }
    }
}

#[test]
fn a_folder_of_ranges_is_imported_packed_or_not_and_a_missing_range_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("source");
    std::fs::create_dir(&source).unwrap();
    for (place, (range, text)) in ranges(Algorithm::Sha1).into_iter().enumerate() {
        let (upper, lower) = (format!("{range:05X}.txt"), format!("{range:05x}.txt"));
        match place % 3 {
            0 => std::fs::write(source.join(upper), text).unwrap(),
            1 => std::fs::write(source.join(lower), text.replace('\r', "")).unwrap(),
            _ => std::fs::write(source.join(upper + ".gz"), packed(&text)).unwrap(),
        }
    }
    let whole = plan(folder.path(), Algorithm::Sha1);
    let refused = import(&Source::Folder(source.clone()), &whole, &mut |_| {})
        .unwrap_err()
        .to_string();
    assert!(
        refused.contains("lacks 104") && refused.contains("--allow-missing"),
        "{refused}"
    );
    assert!(!whole.out.exists(), "nothing is made of a part");
    let part = Plan {
        allow_missing: true,
        ..whole
    };
    let done = import(&Source::Folder(source.clone()), &part, &mut |_| {}).unwrap();
    assert_eq!(
        done.missing,
        (1 << 20) - u32::try_from(ranges(Algorithm::Sha1).len()).unwrap()
    );
    check(&part);

    std::fs::write(
        source.join("00000.txt.gz"),
        b"\x1f\x8b\x08 no such thing \xff\xff\xff\x7f",
    )
    .unwrap();
    let refused = import(&Source::Folder(source), &part, &mut |_| {})
        .unwrap_err()
        .to_string();
    assert!(refused.contains("00000.txt.gz` is no gzip file"), "{refused}");
}

fn packed(text: &str) -> Vec<u8> {
    let mut compressor = Compressor::new(CompressionLvl::default());
    let mut packed = vec![0; compressor.gzip_compress_bound(text.len())];
    let length = compressor.gzip_compress(text.as_bytes(), &mut packed).unwrap();
    packed.truncate(length);
    packed
}

#[test]
fn what_is_not_as_published_is_refused_with_its_place() {
    let good = single(Algorithm::Sha1, "\n");
    let lines: Vec<&str> = good.lines().collect();
    let (first, second) = (lines[0], lines[1]);
    for (text, algorithm, expected) in [
        (
            format!("{first}\n{}\n", &second[1..]),
            Algorithm::Sha1,
            "line 2: the hash has 39 digits where SHA-1 has 40",
        ),
        (
            single(Algorithm::Ntlm, "\n"),
            Algorithm::Sha1,
            "line 1: the hash has 32 digits where SHA-1 has 40; if this",
        ),
        (
            good.clone(),
            Algorithm::Ntlm,
            "line 1: the hash has 40 digits where NTLM has 32; if this is the SHA-1 corpus",
        ),
        (
            format!("{first}\n{}", single(Algorithm::Ntlm, "\n")),
            Algorithm::Sha1,
            "line 2: the hash has 32 digits",
        ),
        (
            format!("{second}\n{first}\n"),
            Algorithm::Sha1,
            "line 2: the hashes are not in order, or one is there twice",
        ),
        (
            format!("{first}\n{first}\n"),
            Algorithm::Sha1,
            "line 2: the hashes are not in order, or one is there twice",
        ),
        (
            format!("{first}\nhello\n"),
            Algorithm::Sha1,
            "line 2: this is no row of the corpus",
        ),
        (
            "x".repeat(10_000_000),
            Algorithm::Sha1,
            "line 1: this is no row of the corpus",
        ),
        (String::new(), Algorithm::Sha1, "has no rows"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let source = folder.path().join("source.txt");
        std::fs::write(&source, text).unwrap();
        let plan = plan(folder.path(), algorithm);
        let error = import(&Source::File(source), &plan, &mut |_| {})
            .unwrap_err()
            .to_string();
        assert!(error.contains(expected), "{error}\nis not\n{expected}");
        assert!(!plan.out.exists() && !plan.ranges.unwrap().exists());
    }
}

#[test]
fn a_file_in_use_stays_what_it_is_and_the_next_takes_its_place_when_it_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    imported(folder.path(), Algorithm::Sha1);
    let path = folder.path().join("corpus");
    let live = Live::open(&path, verified).unwrap();
    assert!(matches!(live.look_again(), Looked::Same));
    let held = live.current();

    imported(folder.path(), Algorithm::Ntlm);
    assert_eq!(
        held.look_up("password123"),
        Ok(Seen::Listed),
        "who holds the old one goes on with it"
    );
    assert!(matches!(live.look_again(), Looked::Replaced));
    assert_eq!(live.current().about().algorithm, Algorithm::Ntlm);
    assert_eq!(live.current().look_up("password123"), Ok(Seen::Listed));

    // Damage is refused, said once, and the good one stays.
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[1_000] ^= 1;
    std::fs::write(folder.path().join("next"), &bytes).unwrap();
    std::fs::rename(folder.path().join("next"), &path).unwrap();
    let refused = live.look_again();
    assert!(
        matches!(&refused, Looked::Refused(error) if error.to_string().contains("damaged")),
        "{refused:?}"
    );
    assert!(matches!(live.look_again(), Looked::Same));
    assert_eq!(live.current().look_up("password123"), Ok(Seen::Listed));

    std::fs::remove_file(&path).unwrap();
    assert!(matches!(live.look_again(), Looked::Refused(_)));
    assert_eq!(live.current().look_up("password123"), Ok(Seen::Listed));
    imported(folder.path(), Algorithm::Sha1);
    assert!(matches!(live.look_again(), Looked::Replaced));
}

fn verified(path: &Path) -> Result<Corpus, breaches::BreachesError> {
    Corpus::open_whole(path)
}

#[test]
fn two_imports_into_one_file_do_not_mix() {
    let folder = tempfile::tempdir().unwrap();
    let beside = std::fs::File::create(folder.path().join("corpus.new")).unwrap();
    beside.lock().unwrap();
    let source = folder.path().join("source.txt");
    std::fs::write(&source, single(Algorithm::Sha1, "\n")).unwrap();
    let plan = plan(folder.path(), Algorithm::Sha1);
    let error = import(&Source::File(source.clone()), &plan, &mut |_| {})
        .unwrap_err()
        .to_string();
    assert!(error.contains("another import is writing"), "{error}");
    drop(beside);
    import(&Source::File(source), &plan, &mut |_| {}).unwrap();
    check(&plan);
}

#[test]
fn a_source_is_a_file_a_folder_or_an_address() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.txt");
    std::fs::write(&file, "").unwrap();
    assert_eq!(Source::of(file.to_str().unwrap()).unwrap(), Source::File(file));
    let path = folder.path().to_owned();
    assert_eq!(Source::of(path.to_str().unwrap()).unwrap(), Source::Folder(path));
    for address in [
        "https://api.example.com",
        "https://api.example.com/range/",
        "https://api.example.com/",
    ] {
        let Source::Api(url) = Source::of(address).unwrap() else {
            panic!("{address}")
        };
        assert_eq!(url.as_str(), "https://api.example.com/");
    }
    for wrong in ["https://", "http://a/?b=c", "missing-file", ""] {
        assert!(Source::of(wrong).is_err(), "{wrong}");
    }
}
