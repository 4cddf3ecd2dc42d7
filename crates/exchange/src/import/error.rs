//! Why a file could not be taken in.

/// Why a file could not be taken in. Nothing of it has been written anywhere.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// The file is larger than is read.
    #[error(
        "the file is {bytes} bytes long and at most {most} are read; \
         take images out of it, or import its parts one by one"
    )]
    TooLarge {
        /// How long it is; where it was read in part, how much was read.
        bytes: usize,
        /// How long it may be.
        most: usize,
    },
    /// The bytes are not a text.
    #[error(
        "line {line}, byte {column} of it: this is not a UTF-8 text; \
         save the file as UTF-8 and import it again"
    )]
    NotText {
        /// The line, from 1.
        line: usize,
        /// The byte within the line, from 1.
        column: usize,
    },
    /// The text is neither JSON nor YAML.
    #[error("line {line}, column {column}: this is not {language}: {says}")]
    Unreadable {
        /// `JSON` or `YAML`.
        language: &'static str,
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// What is wrong there.
        says: String,
    },
    /// No kind knows this document.
    #[error(
        "this file is of no kind that is read. Looked for: {looked_for}. \
         If you know what it is, name it with `--kind`"
    )]
    UnknownKind {
        /// What each kind is known by.
        looked_for: String,
    },
    /// A document of a version that is not read.
    #[error("this is {what}; {instead}")]
    OtherVersion {
        /// What it is.
        what: String,
        /// What to do.
        instead: &'static str,
    },
    /// The document is not made of keys and values.
    #[error("a {kind} file is made of keys and values, and this one is {found}")]
    NoObject {
        /// The kind that it was taken for.
        kind: &'static str,
        /// What it is instead.
        found: &'static str,
    },
    /// The count of a class does not add up: a fault of this program, and never of the file.
    #[error(
        "of {found} {class} in the file {accounted} are accounted for; this is a fault in safeconduct, \
         please report it with the file. Nothing was written"
    )]
    Unbalanced {
        /// The class.
        class: String,
        /// How many the file holds.
        found: usize,
        /// How many were kept, turned into a question or dropped.
        accounted: usize,
    },
}
