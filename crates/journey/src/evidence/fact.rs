//! One result of a test or scan.

use std::collections::BTreeSet;

use vocabulary::Moment;

/// Which kind of program found something out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Source {
    /// A test run: JUnit XML.
    JUnit,
    /// A scan: SARIF.
    Sarif,
    /// An in-toto test-result attestation.
    InToto,
    /// A rehearsal on the running server.
    Drill,
}

impl Source {
    /// All of them, each with the word before the `:` of a proof.
    pub const ALL: [(&'static str, Self); 4] = [
        ("junit", Self::JUnit),
        ("sarif", Self::Sarif),
        ("in-toto", Self::InToto),
        ("drill", Self::Drill),
    ];

    /// What people call where the result stands.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::JUnit => "the test results",
            Self::Sarif => "the scan results",
            Self::InToto => "the attestations",
            Self::Drill => "the server's drills",
        }
    }
}

/// What was found out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Outcome {
    /// It works.
    Passed,
    /// It was not tried.
    Skipped,
    /// It does not work.
    Failed,
}

/// One result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// What kind of program found it out.
    pub source: Source,
    /// Its name: suites, class and test, or tool and rule, joined by `/`.
    pub name: String,
    /// What was found out.
    pub outcome: Outcome,
    /// When.
    pub at: Option<Moment>,
    /// Of which commit.
    pub commit: Option<String>,
    /// The file that says so.
    pub file: String,
    path: String,
}

impl Fact {
    /// A result with the parts of its name, the outermost first; empty parts are left out.
    pub fn new(source: Source, parts: &[&str], outcome: Outcome) -> Self {
        let parts: Vec<&str> = parts
            .iter()
            .copied()
            .filter(|part| !part.trim().is_empty())
            .collect();
        let name = parts.join("/");
        Self {
            source,
            outcome,
            at: None,
            commit: None,
            file: String::new(),
            path: Self::path(&name),
            name,
        }
    }

    /// The same with when and of which commit it was found.
    #[must_use]
    pub fn taken(mut self, at: Option<Moment>, commit: Option<&str>) -> Self {
        self.at = at;
        self.commit = commit.map(str::to_owned);
        self
    }

    /// The words of its name, each once, as proofs are compared with them.
    pub(crate) fn words(&self) -> BTreeSet<&str> {
        self.path.split('/').filter(|word| !word.is_empty()).collect()
    }

    /// A name as `/auth/second_factor/`.
    pub(crate) fn path(name: &str) -> String {
        let mut path = String::from("/");
        for letter in name.chars() {
            match letter {
                '/' | '.' | ':' | '\\' | '#' | '>' => {
                    if !path.ends_with('/') {
                        path.push('/');
                    }
                }
                '-' | ' ' => path.push('_'),
                letter => path.extend(letter.to_lowercase()),
            }
        }
        if !path.ends_with('/') {
            path.push('/');
        }
        path
    }

    /// Whether a proof of this source with this name means the result: the words of the proof's name stand
    /// side by side somewhere in the result's. Letter case, and whether words are joined by `.`, `/` or `::`,
    /// make no difference.
    pub fn is(&self, source: Source, name: &str) -> bool {
        let asked = Self::path(name);
        self.source == source && asked.len() > 1 && self.path.contains(&asked)
    }
}

/// A moment as result files write it; one without a zone is taken to be in UTC.
pub(super) fn moment(text: &str) -> Option<Moment> {
    let text = text.trim().replacen(' ', "T", 1);
    Moment::parse(&text)
        .or_else(|_| Moment::parse(&format!("{text}Z")))
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proof_is_found_by_whole_words() {
        let fact = Fact::new(
            Source::JUnit,
            &["api", "tests.auth::Second-Factor", "asks on a new device"],
            Outcome::Passed,
        );
        let check = |name: &str, expected: bool| assert_eq!(fact.is(Source::JUnit, name), expected, "{name}");
        check("auth/second_factor", true);
        check("tests/auth/second-factor/asks on a new device", true);
        check("auth.second_factor", true);
        check("auth/second", false);
        check("second_factor/auth", false);
        check("", false);
        check("/", false);
        assert!(!fact.is(Source::Sarif, "auth/second_factor"));
        assert_eq!(fact.name, "api/tests.auth::Second-Factor/asks on a new device");
    }

    #[test]
    fn a_time_without_a_zone_is_in_utc() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(
                moment(text).map(|at| at.to_string()).as_deref(),
                expected,
                "{text}"
            );
        };
        check("2026-11-20T10:00:00", Some("2026-11-20T10:00:00.000Z"));
        check("2026-11-20 10:00:00.5", Some("2026-11-20T10:00:00.500Z"));
        check("2026-11-20T10:00:00+02:00", Some("2026-11-20T08:00:00.000Z"));
        check("yesterday", None);
    }
}
