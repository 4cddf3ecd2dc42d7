//! What is found in archives made by other programs, and what hostile ones come to.

use std::io::{Cursor, Write as _};

use ::zip::write::SimpleFileOptions;
use ::zip::{CompressionMethod, ZipWriter};
use flate2::Compression;
use flate2::write::{GzEncoder, ZlibEncoder};
use proptest::prelude::*;

use super::*;
use crate::token::{InstanceId, Kind, Prefix, RANDOM_BYTES, Token};

fn finder() -> Finder {
    Finder::new(vec![Prefix::new("acme_api_").unwrap()], Vec::new()).unwrap()
}

fn token(seed: u8) -> String {
    let mut next = seed;
    let random = [(); RANDOM_BYTES].map(|()| {
        next = next.wrapping_mul(37).wrapping_add(11);
        next % 248
    });
    let prefix = Prefix::new("acme_api_").unwrap();
    let instance = InstanceId::new("Ab12Zz").unwrap();
    Token::make(&prefix, Kind::SERVICE, instance, &random)
        .unwrap()
        .expose()
        .to_owned()
}

fn seen(bytes: &[u8]) -> Seen {
    let mut seen = Seen::default();
    look(&finder(), &Limits::default(), bytes, &mut seen);
    seen
}

/// Paths with decoders, line and column of what is found, and what is skipped.
fn told(bytes: &[u8]) -> Vec<String> {
    let seen = seen(bytes);
    let found = seen.found.iter().map(|found| {
        let decoders: Vec<_> = found.spot.decoders.iter().map(|decoder| decoder.word()).collect();
        let spot = &found.spot;
        format!(
            "{} [{}] {}:{}",
            spot.inside.join("!/"),
            decoders.join(" "),
            spot.line,
            spot.column
        )
    });
    let skipped = seen
        .skipped
        .iter()
        .map(|skipped| format!("{} {}", skipped.inside.join("!/"), skipped.why));
    found.chain(skipped).collect()
}

fn zipped(files: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        let options = SimpleFileOptions::default().compression_method(method);
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut writer = GzEncoder::new(Vec::new(), Compression::fast());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

fn zlibbed(bytes: &[u8]) -> Vec<u8> {
    let mut writer = ZlibEncoder::new(Vec::new(), Compression::best());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

fn tarred(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = ::tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = ::tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        builder.append_data(&mut header, name, *bytes).unwrap();
    }
    builder.into_inner().unwrap()
}

fn png(chunks: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let mut out = b"\x89PNG\r\n\x1A\n".to_vec();
    let header = (b"IHDR", vec![0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
    for (kind, body) in std::iter::once(&header)
        .chain(chunks)
        .chain([&(b"IEND", Vec::new())])
    {
        out.extend_from_slice(&u32::try_from(body.len()).unwrap().to_be_bytes());
        let named = [kind.as_slice(), body].concat();
        out.extend_from_slice(&named);
        out.extend_from_slice(&crc32fast::hash(&named).to_be_bytes());
    }
    out
}

fn env() -> Vec<u8> {
    format!("# settings\nname=ü {}\n", token(1)).into_bytes()
}

const STORED: CompressionMethod = CompressionMethod::Stored;
const DEFLATED: CompressionMethod = CompressionMethod::Deflated;

#[test]
fn a_token_is_found_in_what_other_programs_pack() {
    #[track_caller]
    fn check(bytes: &[u8], expected: &str) {
        assert_eq!(told(bytes), [expected.to_owned()]);
    }
    let env = env();
    let long = "folder/".repeat(40) + "c.env";
    check(&env, " [] 2:8");
    check(&zipped(&[("a/c.env", &env)], STORED), "a/c.env [zip] 2:8");
    check(
        &zipped(&[("x", b"nothing"), ("a/c.env", &env)], DEFLATED),
        "a/c.env [zip] 2:8",
    );
    check(&tarred(&[("x", b"nothing"), ("c.env", &env)]), "c.env [tar] 2:8");
    check(&tarred(&[(&long, &env)]), &format!("{long} [tar] 2:8"));
    check(&gzipped(&env), " [gzip] 2:8");
    check(&[gzipped(b"first"), gzipped(&env)].concat(), " [gzip] 2:8");
    check(&zlibbed(&env), " [zlib] 2:8");
    let inner = gzipped(&tarred(&[("c.env", &env)]));
    check(
        &zipped(&[("b.tar.gz", &inner)], STORED),
        "b.tar.gz!/c.env [zip gzip tar] 2:8",
    );
    check(
        &zipped(&[("b.tar.gz", &inner)], DEFLATED),
        "b.tar.gz!/c.env [zip gzip tar] 2:8",
    );
    let text = [b"Comment\0".as_slice(), token(1).as_bytes()].concat();
    check(&png(&[(b"tEXt", text)]), "tEXt:Comment [png] 1:9");
    let text = [b"Comment\0\0".as_slice(), &zlibbed(&env)].concat();
    check(&png(&[(b"zTXt", text)]), "zTXt:Comment [png] 2:8");
    for packed in [true, false] {
        let body = if packed {
            zlibbed(token(1).as_bytes())
        } else {
            token(1).into_bytes()
        };
        let text = [
            b"Comment\0".as_slice(),
            &[u8::from(packed), 0],
            b"en\0Kommentar\0",
            &body,
        ]
        .concat();
        let column = if packed { 1 } else { 24 };
        check(
            &png(&[(b"iTXt", text)]),
            &format!("iTXt:Comment [png] 1:{column}"),
        );
    }
    // Behind a program that unpacks it, before a comment, and behind the end.
    let archive = zipped(&[("c.env", &env)], DEFLATED);
    check(
        &[b"MZ\0\0program".repeat(9), archive.clone()].concat(),
        "c.env [zip] 2:8",
    );
    let told = told(&[archive, env].concat());
    assert_eq!(told.len(), 2, "{told:?}");
}

#[test]
fn names_in_archives_are_searched_too() {
    let name = format!("{}.env", token(1));
    for bytes in [zipped(&[(&name, b"x")], DEFLATED), tarred(&[(&name, b"x")])] {
        assert!(!seen(&bytes).found.is_empty());
    }
}

#[test]
fn what_is_cut_off_is_looked_at_as_far_as_it_goes_and_told() {
    let noise: Vec<u8> = (0..4_000_u32)
        .flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes())
        .collect();
    let check = |whole: Vec<u8>| {
        for cut in [whole.len() - 30, whole.len() * 2 / 3] {
            let told = told(&whole[..cut]);
            assert!(told.iter().any(|line| line.contains("2:8")), "{told:?}");
            assert!(told.iter().any(|line| line.contains("broken")), "{told:?}");
        }
    };
    let env = env();
    check(zipped(&[("c.env", &env), ("noise", &noise)], STORED));
    check(zipped(&[("c.env", &env), ("noise", &noise)], DEFLATED));
    check(gzipped(&[env.clone(), noise.clone()].concat()));
    check(png(&[
        (b"zTXt", [b"Comment\0\0".as_slice(), &zlibbed(&env)].concat()),
        (b"IDAT", noise.clone()),
    ]));
    let whole = tarred(&[("c.env", &env), ("noise", &noise)]);
    let told = told(&whole[..whole.len() / 2]);
    assert!(told.len() == 2 && told[1].contains("broken"), "{told:?}");
}

#[test]
fn what_is_not_opened_is_told() {
    let check = |bytes: &[u8], expected: &str| {
        let told = told(bytes);
        assert!(told.iter().any(|line| line.contains(expected)), "{told:?}");
    };
    check(b"\x28\xB5\x2F\xFDrest", "zstd archive");
    check(b"\xFD7zXZ\0rest", "xz archive");
    check(b"BZh91AY&SYrest", "bzip2 archive");
    let mut encrypted = zipped(&[("c.env", &env())], DEFLATED);
    let list = memchr::memmem::rfind(&encrypted, b"PK\x01\x02").unwrap();
    encrypted[6] |= 1;
    encrypted[list + 8] |= 1;
    check(&encrypted, "c.env is encrypted");
    let mut strange = zipped(&[("c.env", &env())], DEFLATED);
    let list = memchr::memmem::rfind(&strange, b"PK\x01\x02").unwrap();
    strange[list + 10] = 99;
    check(&strange, "c.env is packed by a method");
    let mut deep = env();
    for _ in 0..=Limits::default().depth {
        deep = zipped(&[("next", &deep)], DEFLATED);
    }
    check(&deep, "lies too deep");
    let many: Vec<(String, &[u8])> = (0..100)
        .map(|n| (format!("{n}.xz"), b"\xFD7zXZ\0".as_slice()))
        .collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    check(&zipped(&many, STORED), "holds 80 more parts");
}

#[test]
fn bombs_end_within_the_limits() {
    let limits = Limits {
        each: 4 << 20,
        total: 16 << 20,
        ratio: 100_000,
        ..Limits::default()
    };
    let come_to = |bytes: &[u8]| {
        let mut seen = Seen::default();
        look(&finder(), &limits, bytes, &mut seen);
        seen.skipped.iter().map(|skipped| skipped.why).collect::<Vec<_>>()
    };
    let zeros = vec![0; 64 << 20];
    assert_eq!(come_to(&gzipped(&zeros)), [Why::TooLarge]);
    // The same bytes listed many times: each is unpacked until there is nothing left to unpack into.
    let one = zipped(&[("a", &zeros[..1 << 20])], DEFLATED);
    let list = memchr::memmem::rfind(&one, b"PK\x01\x02").unwrap();
    let end = memchr::memmem::rfind(&one, b"PK\x05\x06").unwrap();
    let entry = &one[list..end];
    let mut bomb = one[..list].to_vec();
    (0..10_000).for_each(|_| bomb.extend_from_slice(entry));
    let mut tail = one[end..].to_vec();
    tail[8..10].copy_from_slice(&10_000_u16.to_le_bytes());
    tail[10..12].copy_from_slice(&10_000_u16.to_le_bytes());
    tail[12..16].copy_from_slice(&u32::try_from(entry.len() * 10_000).unwrap().to_le_bytes());
    bomb.extend_from_slice(&tail);
    let told = come_to(&bomb);
    assert!(
        told.contains(&Why::TooLarge) && told.len() <= limits.told + 1,
        "{told:?}"
    );
    // A small ratio alone stops what would unpack to a thousand times itself.
    let limits = Limits {
        ratio: 100,
        ..Limits::default()
    };
    let mut seen = Seen::default();
    look(&finder(), &limits, &gzipped(&zeros), &mut seen);
    assert_eq!(seen.skipped.len(), 1);
}

#[test]
fn an_archive_within_itself_ends() {
    // A gzip stream whose content is again a gzip stream, far deeper than anyone would go.
    let mut quine = env();
    for _ in 0..50 {
        quine = gzipped(&quine);
    }
    assert!(told(&quine).iter().any(|line| line.contains("too deep")));
}

/// Something of each kind, with a token in it.
static SAMPLES: std::sync::LazyLock<Vec<Vec<u8>>> = std::sync::LazyLock::new(|| {
    let env = env();
    vec![
        zipped(&[("a.env", &env), ("b", b"more")], DEFLATED),
        zipped(&[("a.env", &env), ("b", b"more")], STORED),
        tarred(&[("a.env", &env), ("b", b"more")]),
        gzipped(&tarred(&[("a.env", &env)])),
        zlibbed(&env),
        png(&[
            (b"zTXt", [b"Comment\0\0".as_slice(), &zlibbed(&env)].concat()),
            (b"tEXt", b"a\0b".to_vec()),
        ]),
        zipped(&[("b.tar.gz", &gzipped(&tarred(&[("c.env", &env)])))], DEFLATED),
    ]
});

proptest! {
    #[test]
    fn nothing_that_is_broken_or_made_up_panics_or_goes_on_for_ever(
        which in 0_usize..7,
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12),
        cut in any::<prop::sample::Index>(),
        is_cut in any::<bool>(),
        noise in proptest::collection::vec(any::<u8>(), 0..300),
    ) {
        let mut bytes = SAMPLES[which].clone();
        for (at, with) in changes {
            let at = at.index(bytes.len());
            bytes[at] = with;
        }
        if is_cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        let limits = Limits { each: 1 << 20, total: 4 << 20, ..Limits::default() };
        let mut seen = Seen::default();
        look(&finder(), &limits, &bytes, &mut seen);
        prop_assert!(seen.found.len() <= 4 && seen.skipped.len() <= limits.told + 1);
        look(&finder(), &limits, &noise, &mut seen);
        for decoder in [Decoder::Zip, Decoder::Tar, Decoder::Gzip, Decoder::Zlib, Decoder::Png, Decoder::Base64] {
            look_as(decoder, &finder(), &limits, &noise, &mut seen);
            look_as(decoder, &finder(), &limits, &bytes, &mut seen);
        }
        for magic in [b"PK\x03\x04".as_slice(), b"\x1F\x8B\x08\0", b"\x89PNG\r\n\x1A\n", b"\x78\x9C", b"PK\x05\x06"] {
            let bytes = [magic, &noise].concat();
            look(&finder(), &limits, &bytes, &mut seen);
            let bytes = [noise.as_slice(), magic, &noise, magic, &[0; 18]].concat();
            look(&finder(), &limits, &bytes, &mut seen);
        }
    }

    #[test]
    fn a_token_is_found_in_archives_in_archives(
        before in proptest::collection::vec(any::<u8>(), 0..500),
        after in proptest::collection::vec(any::<u8>(), 0..500),
        wraps in proptest::collection::vec(0_usize..6, 0..6),
        seed in any::<u8>(),
    ) {
        let token = token(seed);
        let mut bytes = [before.as_slice(), b"\n", token.as_bytes(), b"\n", &after].concat();
        let mut depth = 0;
        for wrap in wraps {
            depth += 1;
            bytes = match wrap {
                0 => zipped(&[("x", b"x"), ("next", &bytes)], DEFLATED),
                1 => zipped(&[("next", &bytes)], STORED),
                2 => tarred(&[("next", &bytes), ("x", b"x")]),
                3 => gzipped(&bytes),
                4 => zlibbed(&bytes),
                _ => png(&[(b"zTXt", [b"Comment\0\0".as_slice(), &zlibbed(&bytes)].concat())]),
            };
        }
        let seen = seen(&bytes);
        prop_assert!(depth <= Limits::default().depth);
        let found: Vec<&str> = seen
            .found
            .iter()
            .map(|found| std::str::from_utf8(found.secret.expose()).unwrap())
            .collect();
        prop_assert!(found.contains(&token.as_str()), "{:?}", seen);
    }
}
