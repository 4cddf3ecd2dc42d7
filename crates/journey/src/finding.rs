//! What is wrong with a journey, where, and what to do.

use std::fmt;

use crate::lints::Lint;
use crate::source::{Place, Placed, Sources};

/// A lint's code, such as `J306`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Code(pub &'static str);

impl fmt::Display for Code {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.0)
    }
}

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// The files do not hold together: nothing may be built on them.
    Error,
    /// Somebody should look at it.
    Warning,
    /// It is good to know.
    Note,
}

impl Severity {
    /// `error`, `warning` or `note`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Which lint found it.
    pub code: Code,
    /// How much it weighs.
    pub severity: Severity,
    /// The source file's name.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The whole line, for people.
    pub text: String,
    /// Which characters of the line are meant, from 0.
    pub marked: std::ops::Range<usize>,
    /// What is wrong: lower case, no full stop.
    pub says: String,
    /// What to do.
    pub help: String,
    /// What it is about, such as `sign-in/stolen-password-useless` or `controls/second-factor`: stays the
    /// same when lines move, so that a finding can be followed over time.
    pub object: String,
}

impl Finding {
    /// Code and object: the same finding in the next version of the files has the same.
    pub fn fingerprint(&self) -> String {
        format!("{}:{}", self.code, self.object)
    }
}

/// Findings as they are made, with the sources that they speak of.
pub(crate) struct Report<'a> {
    sources: &'a Sources,
    findings: Vec<(Place, Finding)>,
}

impl<'a> Report<'a> {
    pub(crate) const fn new(sources: &'a Sources) -> Self {
        Self {
            sources,
            findings: Vec::new(),
        }
    }

    /// The place of some bytes of a text, or of the whole text where they cannot be told apart.
    pub(crate) fn words_in(&self, text: &Placed<String>, start: usize, length: usize) -> Place {
        self.sources.within(text, start, start + length)
    }

    pub(crate) fn add(
        &mut self,
        lint: &Lint,
        place: Place,
        object: impl Into<String>,
        says: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.add_as(lint, lint.severity, place, object, says, help);
    }

    pub(crate) fn add_as(
        &mut self,
        lint: &Lint,
        severity: Severity,
        place: Place,
        object: impl Into<String>,
        says: impl Into<String>,
        help: impl Into<String>,
    ) {
        let position = self.sources.position(place);
        let finding = Finding {
            code: lint.code,
            severity,
            file: position.file,
            line: position.line,
            column: position.column,
            text: position.text,
            marked: position.marked,
            says: says.into(),
            help: help.into(),
            object: object.into(),
        };
        self.findings.push((place, finding));
    }

    /// All findings, in the order of the files.
    pub(crate) fn finish(mut self) -> Vec<Finding> {
        self.findings.sort_by(|(left_place, left), (right_place, right)| {
            (left_place, left.code).cmp(&(right_place, right.code))
        });
        self.findings.into_iter().map(|(_, finding)| finding).collect()
    }
}
