//! What an editor asks of a folder, at a place of a file.

use crate::complete::{self, Completion};
use crate::cursor::Cursor;
use crate::folder::Folder;
use crate::place::{Position, Target};
use crate::{define, hover};

impl Folder {
    /// What could stand at a place of a file, best first.
    pub fn complete(&self, file: &str, at: Position) -> Vec<Completion> {
        let Some((_, cursor)) = self.cursor(file, at) else {
            return Vec::new();
        };
        complete::at(self, file, &cursor)
    }

    /// What is to be said about the word at a place of a file, in Markdown.
    pub fn hover(&self, file: &str, at: Position) -> Option<String> {
        let text = self.text(file)?;
        hover::code(text, at).or_else(|| hover::at(self, file, &Cursor::at(text, at)?))
    }

    /// Where the name at a place of a file is defined.
    pub fn define(&self, file: &str, at: Position) -> Option<Target> {
        let (_, cursor) = self.cursor(file, at)?;
        define::at(self, file, &cursor)
    }
}
