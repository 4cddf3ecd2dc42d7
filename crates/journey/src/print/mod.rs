//! What `check` came to, in the forms that other programs read: JSON, SARIF, GitHub annotations, JUnit.
//!
//! Everything here is a pure text made from findings; how a finding looks to people is [`crate::render`].
//! The same findings always give the same bytes.

mod explain;
mod github;
mod json;
mod junit;
mod sarif;

use vocabulary::Moment;

use crate::finding::{Finding, Severity};
use crate::model::Journeys;

pub use explain::{explain, find_lint};
pub use github::github;
pub use json::json;
pub use junit::junit;
pub use sarif::sarif;

/// What was looked at, and what was found.
#[derive(Debug, Clone, Copy)]
pub struct Outcome<'a> {
    /// What could be read.
    pub journeys: &'a Journeys,
    /// The names of all files that were looked at, in order.
    pub files: &'a [String],
    /// What was found, in the order in which it is shown.
    pub findings: &'a [Finding],
    /// What would have been found, had nobody exempted it.
    pub exempted: &'a [Finding],
    /// When it was looked at, for forms that must say so.
    pub at: Moment,
}

impl Outcome<'_> {
    /// How many findings weigh that much.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings
            .iter()
            .filter(|finding| finding.severity == severity)
            .count()
    }

    /// How many promises there are.
    pub fn promises(&self) -> usize {
        let journeys = &self.journeys.journeys;
        journeys.iter().map(|journey| journey.promises().count()).sum()
    }

    /// Everything in one line: `3 journeys with 11 promises and 17 controls: no errors, 1 warning, 2 notes.`
    pub fn summary(&self) -> String {
        let journeys = self.journeys.journeys.len();
        let exempted = match self.exempted.len() {
            0 => String::new(),
            count => format!(", {count} exempted"),
        };
        format!(
            "{} with {} and {}: {}, {}, {}{exempted}.",
            counted(journeys, "journey"),
            counted(self.promises(), "promise"),
            counted(self.journeys.controls.len(), "control"),
            counted(self.count(Severity::Error), "error"),
            counted(self.count(Severity::Warning), "warning"),
            counted(self.count(Severity::Note), "note"),
        )
    }
}

/// Every finding with a name by which it can be followed from one version of the files to the next. Where
/// several findings have the same code and object they are numbered, since programs that follow findings
/// would take them for one.
fn followed(findings: &[Finding]) -> impl Iterator<Item = (String, &Finding)> {
    let mut seen = std::collections::BTreeMap::<String, usize>::new();
    findings.iter().map(move |finding| {
        let name = finding.fingerprint();
        let times = seen.entry(name.clone()).or_default();
        *times += 1;
        let name = if *times == 1 {
            name
        } else {
            format!("{name}#{times}")
        };
        (name, finding)
    })
}

/// `no errors`, `1 error`, `2 errors`.
fn counted(count: usize, what: &str) -> String {
    match count {
        0 => format!("no {what}s"),
        1 => format!("1 {what}"),
        many => format!("{many} {what}s"),
    }
}

/// A file's name with `/` between its folders, as the other programs want it.
fn slashed(name: &str) -> String {
    name.replace('\\', "/")
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::finding::Code;
    use crate::{Options, SourceFile, load};

    /// Files with an error, a warning and a note, two of them alike.
    pub(crate) const FAULTY: [(&str, &str); 3] = [
        (
            "j/sign-in.journey.yaml",
            "journey: Sign in\nid: sign-in\nwho: Anyone, 100%\nwants: \"To get in\"\nsteps:\n  - id: prove\n    \
             does: I sign in.\n    gives: [email]\n    worst:\n      - { id: taken, story: Someone is me., harm: severe }\n    \
             promises:\n      - id: only-you\n        says: Only you get in.\n        against: [takn, tken]\n        \
             kept_by: [second-factor]\n        measure: { kind: never, event: token.leaked }\n",
        ),
        (
            "j/controls.yaml",
            "controls:\n  second-factor: { does: It asks., type: prevent }\n",
        ),
        (
            "j/data.yaml",
            "data:\n  email: { kind: personal, keep: while the account is open }\n",
        ),
    ];

    /// Looks at files and hands over what was found.
    pub(crate) fn with_outcome<T>(files: &[(&str, &str)], look: impl FnOnce(&Outcome<'_>) -> T) -> T {
        let files: Vec<SourceFile> = files
            .iter()
            .map(|(name, text)| SourceFile::new(*name, *text))
            .collect();
        let names: Vec<String> = files.iter().map(|file| file.name.clone()).collect();
        let (journeys, mut findings) = load(&files);
        let review = crate::review(&journeys, &Options::default());
        findings.extend(review.findings);
        look(&Outcome {
            journeys: &journeys,
            files: &names,
            findings: &findings,
            exempted: &review.exempted,
            at: Moment::parse("2026-11-21T09:30:00Z").unwrap(),
        })
    }

    #[test]
    fn the_summary_counts_in_words() {
        let check = |files: &[(&str, &str)], expected: &str| {
            with_outcome(files, |outcome| {
                let summary = outcome.summary();
                assert!(summary.starts_with(expected), "{summary}");
            });
        };
        check(&FAULTY, "1 journey with 1 promise and 1 control: ");
        check(
            &[],
            "no journeys with no promises and no controls: no errors, no warnings, no notes.",
        );
    }

    #[test]
    fn findings_that_are_alike_are_told_apart() {
        with_outcome(&FAULTY, |outcome| {
            let names: Vec<String> = followed(outcome.findings).map(|(name, _)| name).collect();
            let dangling: Vec<&String> = names.iter().filter(|name| name.starts_with("J104")).collect();
            assert_eq!(dangling, ["J104:sign-in/only-you", "J104:sign-in/only-you#2"]);
            let mut once = names.clone();
            once.sort_unstable();
            once.dedup();
            assert_eq!(once.len(), names.len());
            assert!(outcome.findings.iter().any(|found| found.code == Code("J104")));
        });
    }
}
