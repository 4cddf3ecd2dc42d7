//! A small set of files in which every key of the format stands, and what becomes of it when they change.

#![allow(dead_code, reason = "each file of tests uses a part of this")]

pub(crate) mod random;

use journey::{Journeys, SourceFile};
use plan::{Change, Plan, compare};

/// The files: names and texts.
pub(crate) type Files = Vec<(String, String)>;

/// The sample.
pub(crate) fn sample() -> Files {
    [
        ("shop.journey.yaml", include_str!("../sample/shop.journey.yaml")),
        ("controls.yaml", include_str!("../sample/controls.yaml")),
        ("data.yaml", include_str!("../sample/data.yaml")),
        ("exemptions.yaml", include_str!("../sample/exemptions.yaml")),
    ]
    .map(|(name, text)| (name.to_owned(), text.to_owned()))
    .into()
}

/// The files with some words replaced, which must stand there once.
pub(crate) fn with(files: &Files, from: &str, to: &str) -> Files {
    let stands: usize = files.iter().map(|(_, text)| text.matches(from).count()).sum();
    assert_eq!(stands, 1, "`{from}` must stand in the files once");
    files
        .iter()
        .map(|(name, text)| (name.clone(), text.replacen(from, to, 1)))
        .collect()
}

/// Reads files, which must be readable.
pub(crate) fn read(files: &Files) -> Journeys {
    let sources: Vec<SourceFile> = files
        .iter()
        .map(|(name, text)| SourceFile::new(name, text))
        .collect();
    let (journeys, findings) = journey::load(&sources);
    let found: Vec<String> = findings
        .iter()
        .map(|found| journey::render(found, journey::Style::Plain))
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
    journeys
}

/// The plan of two sets of files.
pub(crate) fn plan_of(old: &Files, new: &Files) -> Plan {
    compare(&read(old), &read(new))
}

/// A change in a few words: `weaker promise shop/password-useless target`; where the heading says something else
/// than the effect, it stands before it: `control:weaker control controls/waits when_down`.
pub(crate) fn told(change: &Change) -> String {
    let class = change.class.word();
    let effect = change.effect.word();
    let class = if class == effect {
        String::new()
    } else {
        format!("{class}:")
    };
    let text = format!(
        "{class}{effect} {} {} {}",
        change.object.part.word(),
        change.object.id,
        change.field
    );
    text.trim_end().to_owned()
}
