//! The same for tools: NIST's OSCAL, as the exports write it.

use exchange::export::{ExportError, Form, Format, Subject};

use crate::book::Book;

/// The exports that belong to the folder: the format's name, the file's, and what it is.
const PARTS: [(&str, &str, &str); 2] = [
    (
        "oscal-results",
        "assessment-results.json",
        "OSCAL assessment results, for tools",
    ),
    (
        "oscal-poam",
        "plan-of-action.json",
        "OSCAL plan of action and milestones, for tools",
    ),
];

/// What a file is, in words.
pub(super) fn says(path: &str) -> &'static str {
    PARTS
        .iter()
        .find(|(_, file, _)| *file == path)
        .map_or("", |(.., says)| says)
}

/// Each file by its name; `None` in place of a text where there is nothing for it to hold.
pub(super) fn files(book: &Book<'_>) -> Result<Vec<(&'static str, Option<String>)>, ExportError> {
    let material = book.material;
    let name = material.name.unwrap_or("Journeys");
    let mut subject = Subject::new(name, material.journeys, material.now);
    if let Some(evidence) = material.evidence {
        subject = subject.with_evidence(evidence);
    }
    if let Some(counted) = material.counted {
        subject = subject.with_figures(counted.figures);
    }
    let mut files = Vec::new();
    for (format, path, _) in PARTS {
        let Some(format) = Format::named(format, Some(Form::Json)) else {
            continue;
        };
        let text = match format.write(&subject) {
            Ok(text) => Some(text),
            Err(ExportError::Nothing(_)) => None,
            Err(error) => return Err(error),
        };
        files.push((path, text));
    }
    Ok(files)
}
