//! The pages as HTML: each file whole in itself, readable on a phone, in the dark and on paper, without a script.

mod controls;
mod findings;
mod frame;
mod journey;
mod map;
mod overview;
mod parts;
mod promises;

use crate::book::Book;
use crate::file::File;

/// The page that everybody may read: no names of controls or people, no links to the other pages.
pub(crate) fn public(book: &Book<'_>) -> File {
    File::new("our-promises.html", promises::page(book).into_string())
}

/// The pages for the team; the overview first.
pub(crate) fn internal(book: &Book<'_>) -> Vec<File> {
    let mut files = vec![
        File::new("index.html", overview::page(book).into_string()),
        File::new("controls.html", controls::page(book).into_string()),
        File::new("findings.html", findings::page(book).into_string()),
    ];
    files.extend(book.chapters.iter().map(|chapter| {
        let page = journey::page(book, chapter).into_string();
        File::new(format!("journeys/{}.html", chapter.stem), page)
    }));
    files
}
