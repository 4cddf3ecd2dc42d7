//! Places as people count them, for whoever has many to tell: lines and characters are counted once.

use crate::model::Journeys;
use crate::source::Place;

/// Where something stands, as people count.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    /// The source file's name.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// Tells where places are. Asking is quick however long the files and their lines are.
#[derive(Debug)]
pub struct Locator<'a> {
    files: Vec<Counted<'a>>,
}

/// A file with what was counted in it.
#[derive(Debug)]
struct Counted<'a> {
    name: &'a str,
    text: &'a str,
    /// The first byte of each line.
    lines: Vec<usize>,
    /// How many characters begin before each whole multiple of [`STRIDE`].
    characters: Vec<usize>,
}

/// How many bytes lie between two counts.
const STRIDE: usize = 1_024;

impl Journeys {
    /// Counts the files, so that places in them can be told.
    pub fn locator(&self) -> Locator<'_> {
        let files = self.sources.files().iter();
        Locator {
            files: files.map(|file| Counted::of(&file.name, &file.text)).collect(),
        }
    }
}

impl Locator<'_> {
    /// Where a place begins; nowhere in particular (line 1 of a file without a name) if it is in none of these
    /// files.
    pub fn locate(&self, place: Place) -> Location {
        let (file, line, column) = self.files.get(place.file).map_or(("", 1, 1), |file| {
            let (line, column) = file.position(place.start);
            (file.name, line, column)
        });
        Location {
            file: file.to_owned(),
            line,
            column,
        }
    }
}

impl<'a> Counted<'a> {
    fn of(name: &'a str, text: &'a str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let lines = std::iter::once(0).chain(breaks.map(|(at, _)| at + 1));
        let mut so_far = 0;
        let characters = text.as_bytes().chunks(STRIDE).map(|chunk| {
            let before = so_far;
            so_far += beginnings(chunk);
            before
        });
        Self {
            name,
            text,
            lines: lines.collect(),
            characters: characters.collect(),
        }
    }

    fn position(&self, at: usize) -> (usize, usize) {
        let mut at = at.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        let line = self.lines.partition_point(|start| *start <= at).max(1);
        let start = self.lines.get(line - 1).copied().unwrap_or_default();
        (
            line,
            self.characters_before(at) - self.characters_before(start) + 1,
        )
    }

    /// How many characters begin before a byte.
    fn characters_before(&self, at: usize) -> usize {
        // The end of a text that fills its last stride belongs to that stride.
        let stride = (at / STRIDE).min(self.characters.len().saturating_sub(1));
        let rest = self.text.as_bytes().get(stride * STRIDE..at);
        self.characters.get(stride).copied().unwrap_or_default() + beginnings(rest.unwrap_or_default())
    }
}

/// How many characters begin in these bytes of UTF-8.
fn beginnings(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{SourceFile, Sources};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn places_are_the_same_as_in_findings(
            text in "([a-zü€\n]{0,40}|(ü\n){0,900}|[ü€a]{0,1500}){0,4}",
            at in any::<prop::sample::Index>(),
        ) {
            let sources = Sources::new(&[SourceFile::new("a.yaml", text.as_str())]);
            let journeys = Journeys { sources: sources.clone(), ..Journeys::default() };
            let start = at.index(text.len() + 3);
            let place = Place { file: 0, start, end: start };
            let expected = sources.position(place);
            let found = journeys.locator().locate(place);
            prop_assert_eq!((found.file, found.line, found.column), (expected.file, expected.line, expected.column));
        }
    }
}
