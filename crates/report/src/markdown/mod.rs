//! The pages as Markdown, as code hosts show it.

mod journey;
mod overview;
mod promises;
pub(crate) mod text;

use crate::book::Book;
use crate::file::File;

/// The page that everybody may read: no names of controls or people, no links to the other pages.
pub(crate) fn public(book: &Book<'_>) -> File {
    File::new("our-promises.md", promises::page(book))
}

/// The pages for the team; the overview first.
pub(crate) fn internal(book: &Book<'_>) -> Vec<File> {
    let mut files = vec![File::new("index.md", overview::page(book))];
    files.extend(book.chapters.iter().map(|chapter| {
        File::new(
            format!("journeys/{}.md", chapter.stem),
            journey::page(book, chapter),
        )
    }));
    files
}
