//! Findings as the lints make them, while files are read and once everything is there. How one looks to people
//! is not known here.

use std::collections::BTreeMap;

use super::{Lint, unreadable};
use crate::finding::{Code, Finding, Severity};
use crate::model::Debt;
use crate::source::{Place, Placed, Sources};

/// Findings as they are made, with the sources that they speak of.
pub(crate) struct Report<'a> {
    sources: &'a Sources,
    findings: Vec<(Place, Finding)>,
    /// For each file, how many were found, how many of them are left out, and how much the worst of those weighs.
    counts: BTreeMap<usize, Count>,
}

#[derive(Default)]
struct Count {
    all: usize,
    left_out: Option<Severity>,
}

/// Most findings in one file that are told: whoever made more slips than that begins with these, and a hostile
/// file cannot fill the memory with them.
const MOST_IN_A_FILE: usize = 200;

impl<'a> Report<'a> {
    pub(crate) fn new(sources: &'a Sources) -> Self {
        Self {
            sources,
            findings: Vec::new(),
            counts: BTreeMap::new(),
        }
    }

    /// A finding by itself.
    pub(crate) fn one(
        sources: &Sources,
        lint: &Lint,
        place: Place,
        object: &str,
        says: &str,
        help: &str,
    ) -> Finding {
        let (object, says, help) = (object.to_owned(), says.to_owned(), help.to_owned());
        finding(sources, (lint.code, lint.severity), place, object, says, help)
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
        let room = self.has_room(place);
        let count = self.counts.entry(place.file).or_default();
        count.all += 1;
        if !room {
            // The earlier of two severities is the worse.
            let worst = count.left_out.map_or(severity, |worst| worst.min(severity));
            count.left_out = Some(worst);
            return;
        }
        let finding = finding(
            self.sources,
            (lint.code, severity),
            place,
            object.into(),
            says.into(),
            help.into(),
        );
        self.findings.push((place, finding));
    }

    /// Adds a finding, or a note that a debt speaks of it already.
    pub(crate) fn add_unless_owed(
        &mut self,
        lint: &Lint,
        debt: Option<&Debt>,
        place: Place,
        object: impl Into<String>,
        says: impl Into<String>,
        help: impl Into<String>,
    ) {
        let Some(debt) = debt else {
            return self.add(lint, place, object, says, help);
        };
        let says = format!("{}; `{}` owes it", says.into(), debt.id);
        self.add_as(
            lint,
            Severity::Note,
            place,
            object,
            says,
            "pay the debt off before it ends",
        );
    }

    /// Takes out the findings that `is_taken` says, in the order of the files.
    pub(crate) fn take(&mut self, mut is_taken: impl FnMut(&Finding) -> bool) -> Vec<Finding> {
        let (taken, left) = std::mem::take(&mut self.findings)
            .into_iter()
            .partition(|(_, finding)| is_taken(finding));
        self.findings = left;
        sorted(taken)
    }

    /// Whether one more finding at this place would be told.
    pub(crate) fn has_room(&self, place: Place) -> bool {
        self.counts
            .get(&place.file)
            .is_none_or(|count| count.all < MOST_IN_A_FILE)
    }

    /// All findings, in the order of the files.
    pub(crate) fn finish(mut self) -> Vec<Finding> {
        for (file, count) in std::mem::take(&mut self.counts) {
            let Some(severity) = count.left_out else { continue };
            let start = Place {
                file,
                start: 0,
                end: 0,
            };
            let name = self.sources.position(start).file;
            let says = format!(
                "{} more findings in this file are left out",
                count.all - MOST_IN_A_FILE
            );
            self.add_as(
                &unreadable::LINT,
                severity,
                start,
                name,
                says,
                "mend the others first",
            );
        }
        sorted(self.findings)
    }
}

fn sorted(mut findings: Vec<(Place, Finding)>) -> Vec<Finding> {
    findings.sort_by(|(left_place, left), (right_place, right)| {
        (left_place, left.code).cmp(&(right_place, right.code))
    });
    findings.into_iter().map(|(_, finding)| finding).collect()
}

fn finding(
    sources: &Sources,
    (code, severity): (Code, Severity),
    place: Place,
    object: String,
    says: String,
    help: String,
) -> Finding {
    let position = sources.position(place);
    Finding {
        code,
        severity,
        file: position.file,
        line: position.line,
        column: position.column,
        text: position.text,
        marked: position.marked,
        says,
        help,
        object,
    }
}
