//! SHOW, without a server: journeys become pages for people, and a pack for auditors.
//!
//! [`files`] takes what is known at a moment (the journeys, and where given the figures that a server counted,
//! results of tests, and what `check` found) and gives back whole files: an overview, a page for each journey,
//! what keeps the promises, what was found, the public page, and the auditor's folder. The same input always
//! gives the same bytes. Nothing here opens a file, asks a server, or judges a promise: a figure that was not
//! given is shown as missing, never as good.

mod auditor;
mod book;
mod cover;
mod evidence;
mod figure;
mod file;
mod html;
mod markdown;
mod material;
mod sentences;
mod sign;
mod words;

use exchange::export::ExportError;

pub use file::File;
pub use material::{Counted, Material};

use book::Book;

/// The form of the pages for people. The auditor's folder is Markdown and OSCAL in either.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// HTML: each file whole in itself, with nothing loaded from elsewhere and no script.
    Html,
    /// Markdown, as code hosts show it.
    Markdown,
}

/// How much is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// Everything.
    Whole,
    /// Only the page that everybody may read.
    Public,
}

/// Writes the report. The first file is the one to open first.
///
/// # Errors
/// Where an export that belongs to the auditor's folder cannot be written; it is not known to happen.
pub fn files(material: &Material<'_>, form: Form, extent: Extent) -> Result<Vec<File>, ExportError> {
    let book = Book::of(material);
    let public = match form {
        Form::Html => html::public(&book),
        Form::Markdown => markdown::public(&book),
    };
    if extent == Extent::Public {
        return Ok(vec![public]);
    }
    let mut files = match form {
        Form::Html => html::internal(&book),
        Form::Markdown => markdown::internal(&book),
    };
    files.push(public);
    files.extend(auditor::files(&book)?);
    Ok(files)
}
