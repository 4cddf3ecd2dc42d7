//! What a scan came to, in the forms that people and programs read: text, JSON, SARIF.
//!
//! Everything here is a pure text made from findings, and none of it holds a token. The same outcome always gives the
//! same bytes.

mod json;
mod sarif;
mod text;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::finding::{Finding, Leak, Medium, Place};
use crate::suppression::Weighed;

pub use json::json;
pub use sarif::sarif;
pub use text::{Style, text};

/// How much was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Scanned {
    /// Objects of repositories.
    pub objects: u64,
    /// Files, standard input among them.
    pub files: u64,
    /// Bytes of both, as they are without git's packing.
    pub bytes: u64,
    /// What was known to be clean from the time before.
    pub known: u64,
    /// Objects that a partial clone has left on its server.
    pub promised: u64,
}

/// Something that was not looked at, or not at all of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct SkippedPlace {
    /// The file, with names within archives after `!/`; or what of a repository.
    pub path: String,
    /// Why, so that it goes on from the path: `is encrypted`.
    pub why: String,
}

/// All that a scan came to.
#[derive(Debug, Clone, Copy)]
pub struct Outcome<'a> {
    /// The prefixes that were looked for.
    pub prefixes: &'a [String],
    /// What was found, in the order in which it is shown.
    pub findings: &'a [Finding],
    /// What was found and is left alone knowingly, and suppressions that have become stale.
    pub weighed: &'a Weighed,
    /// What was not looked at.
    pub skipped: &'a [SkippedPlace],
    /// How much was looked at.
    pub scanned: Scanned,
}

impl Outcome<'_> {
    /// Everything in one line: `2 tokens of acme_ in 3 places; 1,204 objects, 310 files, 12.4 MB looked at, 1 skipped.`
    pub fn summary(&self) -> String {
        let mut tokens: Vec<_> = self.findings.iter().map(|finding| finding.sha256).collect();
        tokens.sort_unstable();
        tokens.dedup();
        let of = self.prefixes.join(", ");
        let found = if tokens.is_empty() {
            format!("no token of {of} found")
        } else {
            let places = counted(self.findings.len() as u64, "place");
            format!("{} of {of} in {places}", counted(tokens.len() as u64, "token"))
        };
        let mut looked = Vec::new();
        if self.scanned.objects > 0 {
            looked.push(counted(self.scanned.objects, "object"));
        }
        if self.scanned.files > 0 || looked.is_empty() {
            looked.push(counted(self.scanned.files, "file"));
        }
        let mut line = format!(
            "{found}; looked at {}, {}",
            looked.join(", "),
            size(self.scanned.bytes)
        );
        let also = [
            (self.scanned.known, "known to be clean"),
            (self.weighed.suppressed.len() as u64, "suppressed"),
            (self.skipped.len() as u64, "skipped"),
            (self.scanned.promised, "objects not in this partial clone"),
        ];
        for (count, what) in also.into_iter().filter(|(count, _)| *count > 0) {
            line.extend([", ", &grouped(count), " ", what]);
        }
        line.push('.');
        line
    }
}

/// The same token at the same name is one finding, however many versions of the file hold it: that of the earliest
/// commit, or what is there now. Sorted by place.
pub fn gather(leaks: Vec<Leak>) -> Vec<Leak> {
    let mut by_place: BTreeMap<_, Leak> = BTreeMap::new();
    for leak in leaks {
        let place = &leak.finding.place;
        // A file and its blob in the history have one name; a commit's message has only its id.
        let name = match place.medium {
            Medium::Commit | Medium::Tag => place.object.clone(),
            _ => None,
        };
        let folded = match place.medium {
            Medium::Staged => Medium::File,
            other => other,
        };
        let key = (
            place.path.clone(),
            name,
            folded,
            place.spot.inside.clone(),
            leak.finding.sha256,
        );
        match by_place.entry(key) {
            std::collections::btree_map::Entry::Vacant(free) => drop(free.insert(leak)),
            std::collections::btree_map::Entry::Occupied(mut taken) => merge(taken.get_mut(), leak),
        }
    }
    by_place.into_values().collect()
}

fn merge(into: &mut Leak, mut other: Leak) {
    let times = into.finding.place.times + other.finding.place.times;
    let present = into.finding.place.present || other.finding.place.present;
    // Of two commits in the same second the choice is arbitrary, but always the same.
    let when = |place: &Place| {
        let at = place.commit.as_ref().map_or(i64::MAX, |commit| commit.at);
        (at, place.object.clone(), place.spot.offset)
    };
    // Line and column are those of what is there now; the commit is the first that had it.
    if other.finding.place.present && !into.finding.place.present {
        std::mem::swap(into, &mut other);
    }
    let (mine, others) = (&mut into.finding.place, other.finding.place);
    let is_older = when(&others) < when(mine);
    let is_first = others.spot.offset < mine.spot.offset;
    if mine.present && others.present && is_first || !mine.present && is_older {
        mine.spot = others.spot;
    }
    if is_older || mine.object.is_none() {
        mine.object = others.object.or(mine.object.take());
        mine.commit = others.commit.or(mine.commit.take());
    }
    mine.times = times;
    mine.present = present;
}

/// The path with names within archives after `!/`.
pub(crate) fn full_path(place: &Place) -> String {
    let mut path = place.path.clone();
    for name in &place.spot.inside {
        path.push_str("!/");
        path.push_str(name);
    }
    path
}

fn counted(count: u64, what: &str) -> String {
    let s = if count == 1 { "" } else { "s" };
    format!("{} {what}{s}", grouped(count))
}

fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Bytes as people read them.
fn size(bytes: u64) -> String {
    for (unit, name) in [(1 << 30, "GB"), (1 << 20, "MB"), (1 << 10, "kB")] {
        if bytes >= unit {
            return format!("{:.1} {name}", bytes as f64 / unit as f64);
        }
    }
    counted(bytes, "byte")
}

#[cfg(test)]
mod tests;
