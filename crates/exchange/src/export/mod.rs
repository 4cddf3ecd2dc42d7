//! Journeys are written for other tools: one file for each format, each describing itself in [`FORMATS`].
//!
//! A format takes a [`Subject`] (journeys, and what is known of them at a moment) and gives one text. What
//! a format has no room for is named in its output, in a comment or an annotation; nothing is made up to
//! fill a field. Nothing here asks a server: live figures and evidence are passed in.
//!
//! SARIF of findings and the JSON Schema of the files are no exports of journeys: the commands that check
//! and write journey files give them.

mod diagram;
mod figure;
mod identity;
mod lean;
mod mermaid;
mod metric;
mod openslo;
mod otm;
mod proof;
mod subject;
mod wording;
mod yaml;

mod gsn;
mod oscal;
pub mod prometheus;

pub use figure::{Figure, Figures, FiguresError, State};
pub use subject::{Subject, SubjectError};

/// A format that journeys can be written in.
#[derive(Debug)]
pub struct Format {
    /// What people call it on the command line.
    pub name: &'static str,
    /// The form of the text; two formats of one name differ in it, and the first is the usual one.
    pub form: Form,
    /// What it is for, in one sentence.
    pub says: &'static str,
    /// What a file of it is usually called.
    pub file: &'static str,
    write: fn(&Subject<'_>) -> Result<String, ExportError>,
}

/// The form of an exported text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// YAML 1.2.
    Yaml,
    /// JSON (RFC 8259).
    Json,
    /// A Mermaid diagram's source.
    Mermaid,
    /// A picture: SVG 1.1 in one file, with nothing loaded from elsewhere.
    Svg,
}

impl Form {
    /// `yaml`, `json`, `mermaid` or `svg`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Yaml => "yaml",
            Self::Json => "json",
            Self::Mermaid => "mermaid",
            Self::Svg => "svg",
        }
    }
}

/// Why nothing was written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExportError {
    /// The format exists to hold something of which there is none.
    #[error("there is nothing to write: {0}")]
    Nothing(&'static str),
    /// The writer of YAML refused. It is not known to happen.
    #[error("the YAML cannot be written: {0}")]
    Yaml(String),
}

/// Every format, in the order in which people are shown them.
pub static FORMATS: &[&Format] = &[
    &openslo::FORMAT,
    &prometheus::FORMAT,
    &otm::FORMAT,
    &oscal::RESULTS,
    &oscal::POAM,
    &mermaid::FORMAT,
    &gsn::MERMAID,
    &gsn::SVG,
];

impl Format {
    /// The format of this name; in this form, where one is asked for.
    pub fn named(name: &str, form: Option<Form>) -> Option<&'static Self> {
        FORMATS
            .iter()
            .copied()
            .find(|format| format.name == name && form.is_none_or(|form| format.form == form))
    }

    /// Writes the subject. The text ends with a line break.
    ///
    /// # Errors
    /// [`ExportError::Nothing`] where the subject has nothing that the format is there to hold.
    pub fn write(&self, subject: &Subject<'_>) -> Result<String, ExportError> {
        (self.write)(subject)
    }
}
