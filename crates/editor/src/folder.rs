//! A folder of journey files as it stands in the editor, and what is known of it.

use std::collections::BTreeMap;

use journey::{Desk, Finding, Journeys, Options, SourceFile};
use vocabulary::Moment;

use crate::cursor::Cursor;
use crate::place::Position;
use crate::shape::Shapes;

/// The files of one folder, the open ones as they are typed. Every answer is about the last texts given; only
/// what changes is read again.
#[derive(Debug)]
pub struct Folder {
    texts: BTreeMap<String, String>,
    desk: Desk,
    /// The last text of each file that could be read: names are known also while a file is half typed.
    readable: Desk,
    shapes: Shapes,
    now: Moment,
}

impl Folder {
    /// The files by their names, looked at as of `now`.
    pub fn new(texts: BTreeMap<String, String>, now: Moment) -> Self {
        let files: Vec<SourceFile> = texts
            .iter()
            .map(|(name, text)| SourceFile::new(name, text))
            .collect();
        Self {
            texts,
            desk: Desk::new(&files),
            readable: Desk::new(&files),
            shapes: Shapes::new(),
            now,
        }
    }

    /// Puts a text in the place of the file's, or adds the file.
    pub fn put(&mut self, name: &str, text: &str) {
        if self.text(name) == Some(text) {
            return;
        }
        let file = SourceFile::new(name, text);
        if states_something(&file) {
            self.readable.put(file.clone());
        }
        self.desk.put(file);
        self.texts.insert(name.to_owned(), text.to_owned());
    }

    /// Takes a file away.
    pub fn remove(&mut self, name: &str) {
        if self.texts.remove(name).is_some() {
            self.desk.remove(name);
            self.readable.remove(name);
        }
    }

    /// The names of the files.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.texts.keys().map(String::as_str)
    }

    /// What is wrong.
    pub fn findings(&self) -> Vec<Finding> {
        self.desk.findings(&Options {
            now: Some(self.now),
            ..Options::default()
        })
    }

    /// A file's text laid out anew; `None` where it cannot be, or is so already.
    pub fn format(&self, file: &str) -> Option<String> {
        let before = self.text(file)?;
        let text = journey::format(&SourceFile::new(file, before)).ok()?;
        (text != before).then_some(text)
    }

    pub(crate) fn cursor(&self, file: &str, at: Position) -> Option<(&str, Cursor)> {
        let text = self.text(file)?;
        Some((text, Cursor::at(text, at)?))
    }

    pub(crate) fn text(&self, file: &str) -> Option<&str> {
        self.texts.get(file).map(String::as_str)
    }

    pub(crate) fn journeys(&self) -> &Journeys {
        self.readable.journeys()
    }

    pub(crate) const fn shapes(&self) -> &Shapes {
        &self.shapes
    }

    /// The journey that a file states.
    pub(crate) fn journey_of(&self, file: &str) -> Option<&journey::Journey> {
        let locator = self.journeys().locator();
        let all = &self.journeys().journeys;
        all.iter()
            .find(|journey| locator.locate(journey.name.place).file == file)
    }
}

/// Whether anything can be read from a file.
fn states_something(file: &SourceFile) -> bool {
    let (journeys, _) = journey::load(std::slice::from_ref(file));
    !(journeys.journeys.is_empty() && journeys.controls.is_empty() && journeys.data.is_empty())
}
