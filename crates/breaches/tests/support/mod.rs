//! A small corpus in every form that is published, and servers to fetch it from.

#![allow(dead_code, reason = "each test file uses its part")]

pub(crate) mod http;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use breaches::import::{Imported, Plan, Source, import};
use breaches::{Algorithm, hash};
use exposure::breached::text::{Hash, prefix_of};

/// When the corpora here were made.
pub(crate) const BUILT_AT: u64 = 1_795_000_000;

/// A password and how often it was seen.
pub(crate) fn passwords() -> Vec<(String, u64)> {
    let many = (0..3_000_u64).map(|number| (format!("leaked password {number}"), number % 40 + 1));
    [
        ("password123", 251_682),
        ("P@ssw0rd", 94_250),
        ("correct horse battery staple", 384),
        ("pässwörd", 3),
    ]
    .into_iter()
    .map(|(password, count)| (password.to_owned(), count))
    .chain(many)
    .collect()
}

pub(crate) fn rows(algorithm: Algorithm) -> BTreeMap<Hash, u64> {
    passwords()
        .into_iter()
        .map(|(password, count)| (*hash(&password, algorithm), count))
        .collect()
}

fn digits(hash: &Hash, algorithm: Algorithm) -> String {
    let mut digits = hex::encode_upper(hash);
    digits.truncate(algorithm.digits());
    digits
}

/// The downloader's single file.
pub(crate) fn single(algorithm: Algorithm, end: &str) -> String {
    let mut text = String::new();
    for (hash, count) in rows(algorithm) {
        write!(text, "{}:{count}{end}", digits(&hash, algorithm)).unwrap();
    }
    text
}

/// The text of every range that has rows.
pub(crate) fn ranges(algorithm: Algorithm) -> BTreeMap<u32, String> {
    let mut ranges: BTreeMap<u32, String> = BTreeMap::new();
    for (hash, count) in rows(algorithm) {
        let text = ranges.entry(prefix_of(&hash)).or_default();
        if !text.is_empty() {
            text.push_str("\r\n");
        }
        write!(text, "{}:{count}", digits(&hash, algorithm).get(5..).unwrap()).unwrap();
    }
    ranges
}

pub(crate) fn plan(folder: &Path, algorithm: Algorithm) -> Plan {
    Plan {
        out: folder.join("corpus"),
        ranges: Some(folder.join("ranges")),
        algorithm,
        least: 1,
        allow_missing: false,
        built_at: BUILT_AT,
    }
}

/// Imports the single file, as most tests need it.
pub(crate) fn imported(folder: &Path, algorithm: Algorithm) -> Imported {
    let source = folder.join("source.txt");
    std::fs::write(&source, single(algorithm, "\r\n")).unwrap();
    import(&Source::File(source), &plan(folder, algorithm), &mut |_| {}).unwrap()
}
