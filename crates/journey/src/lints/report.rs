//! Findings as the lints make them, while files are read and once everything is there. How one looks to people
//! is not known here.

use super::Lint;
use crate::finding::{Finding, Severity};
use crate::source::{Place, Placed, Sources};

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
