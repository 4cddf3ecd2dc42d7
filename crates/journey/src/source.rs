//! The texts that journeys are read from, and places in them.
//!
//! No file is opened here: whoever reads the folder hands over names and texts.

use std::ops::Range;
use std::sync::Arc;

/// One file: a name for people (a path relative to the journeys' folder) and what stands in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Its role is told by the name's end: `*.journey.yaml`, `data.yaml` and `*.data.yaml`, `controls.yaml`
    /// and `*.controls.yaml`.
    pub name: String,
    /// What stands in it.
    pub text: String,
}

impl SourceFile {
    /// A file by name and text.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            text: text.into(),
        }
    }
}

/// A stretch of one of the source files: bytes `start..end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Place {
    pub(crate) file: usize,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// A value together with where it was written.
#[derive(Debug, Clone, Default)]
pub struct Placed<T> {
    /// The value.
    pub value: T,
    /// Where it was written.
    pub place: Place,
}

/// Where a part's keys and their values are written: for underlining what `when_down` of a control says, say.
#[derive(Debug, Clone, Default)]
pub struct Written(Vec<(&'static str, Place)>);

impl Written {
    pub(crate) fn of(places: impl IntoIterator<Item = (&'static str, Place)>) -> Self {
        Self(places.into_iter().collect())
    }

    /// Where the value of a key is written; for a list or a mapping, where the key is. `None` where the file does
    /// not have the key.
    pub fn at(&self, key: &str) -> Option<Place> {
        self.0
            .iter()
            .find(|(name, _)| *name == key)
            .map(|(_, place)| *place)
    }
}

/// Like [`Placed`]: where something was written does not change what is meant.
impl PartialEq for Written {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}
impl Eq for Written {}

impl<T> Placed<T> {
    pub(crate) const fn new(value: T, place: Place) -> Self {
        Self { value, place }
    }
}

impl<T> std::ops::Deref for Placed<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

/// Two placed values are equal when the values are: a blank line more does not change what is meant.
impl<T: PartialEq> PartialEq for Placed<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}
impl<T: Eq> Eq for Placed<T> {}

impl<T: std::fmt::Display> std::fmt::Display for Placed<T> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.value.fmt(out)
    }
}

impl AsRef<str> for Placed<String> {
    fn as_ref(&self) -> &str {
        &self.value
    }
}

/// All source files, kept so that a finding can show the very words.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sources(Arc<Vec<Arc<SourceFile>>>);

/// A place as people count: lines and columns from 1, columns in characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// The source file's name.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The first line of the place; of a very long one, what stands around the place.
    pub text: String,
    /// Which characters of `text` belong to the place, from 0.
    pub marked: Range<usize>,
}

impl Sources {
    pub(crate) fn new(files: &[SourceFile]) -> Self {
        Self(Arc::new(files.iter().cloned().map(Arc::new).collect()))
    }

    pub(crate) fn files(&self) -> &[Arc<SourceFile>] {
        &self.0
    }

    /// Puts a file where the one with its name stands, or at the end; says where that is.
    pub(crate) fn put(&mut self, file: SourceFile) -> usize {
        let files = Arc::make_mut(&mut self.0);
        let at = files.iter().position(|known| known.name == file.name);
        match at.and_then(|at| files.get_mut(at)) {
            Some(known) => *known = Arc::new(file),
            None => files.push(Arc::new(file)),
        }
        at.unwrap_or(files.len() - 1)
    }

    /// The words at a place; empty where the place is not in any file.
    pub(crate) fn words(&self, place: Place) -> &str {
        self.0
            .get(place.file)
            .and_then(|file| file.text.get(place.start..place.end))
            .unwrap_or_default()
    }

    /// The place of some bytes of a text: exact where the text stands in the file as it is (with or without
    /// quotes around it), else the place of the whole text.
    pub(crate) fn within(&self, text: &Placed<String>, start: usize, end: usize) -> Place {
        let lead = match self.words(text.place).find(text.as_str()) {
            Some(lead) if lead <= 1 => lead,
            _ => return text.place,
        };
        let from = (text.place.start + lead + start).min(text.place.end);
        Place {
            file: text.place.file,
            start: from,
            end: (text.place.start + lead + end).clamp(from, text.place.end),
        }
    }

    pub(crate) fn position(&self, place: Place) -> Position {
        let Some(file) = self.0.get(place.file) else {
            return Position {
                file: String::new(),
                line: 1,
                column: 1,
                text: String::new(),
                marked: 0..0,
            };
        };
        let start = floor(&file.text, place.start);
        let end = floor(&file.text, place.end).max(start);
        let before = file.text.get(..start).unwrap_or_default();
        let after = file.text.get(start..).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let line_end = after.find('\n').map_or(file.text.len(), |at| start + at);
        let lead = file.text.get(line_start..start).unwrap_or_default();
        let column = lead.chars().count() + 1;
        // Of a line without an end only what stands around the place is kept.
        let shown_from = floor(&file.text, start.saturating_sub(MAX_LINE_BYTES).max(line_start));
        let shown_to = floor(&file.text, line_end.min(start + MAX_LINE_BYTES));
        let text = file.text.get(shown_from..shown_to).unwrap_or_default();
        let lead = file.text.get(shown_from..start).unwrap_or_default();
        let marked = file.text.get(start..end.min(shown_to)).unwrap_or_default();
        let from = lead.chars().count();
        Position {
            file: file.name.clone(),
            line: before.bytes().filter(|byte| *byte == b'\n').count() + 1,
            column,
            text: text.trim_end_matches('\r').to_owned(),
            marked: from..from + marked.trim_end().chars().count(),
        }
    }
}

/// Most bytes of a line that are kept before and behind the place that is meant.
const MAX_LINE_BYTES: usize = 4_096;

/// The character boundary at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_told_as_people_count() {
        let sources = Sources::new(&[SourceFile::new("a.yaml", "über: 1\r\nzwei: drei vier\n")]);
        let check =
            |start: usize, end: usize, line: usize, column: usize, text: &str, marked: Range<usize>| {
                let position = sources.position(Place { file: 0, start, end });
                assert_eq!(
                    (
                        position.line,
                        position.column,
                        position.text.as_str(),
                        position.marked
                    ),
                    (line, column, text, marked)
                );
            };
        check(0, 5, 1, 1, "über: 1", 0..4);
        check(16, 20, 2, 7, "zwei: drei vier", 6..10);
        // A place that runs over the line's end is marked up to it; one outside of the file is at its end.
        check(16, 99, 2, 7, "zwei: drei vier", 6..15);
        check(500, 600, 3, 1, "", 0..0);
        // A place between the bytes of a character begins at the character.
        check(1, 2, 1, 1, "über: 1", 0..1);
        let nowhere = Place {
            file: 7,
            start: 0,
            end: 3,
        };
        assert_eq!(sources.position(nowhere).line, 1);
    }
}
