//! What is known of the proofs that a control names: what came out, how old it is, of which commit.

use journey::Control;
use journey::evidence::{Fact, Outcome, Source};
use vocabulary::{Moment, Span};

use crate::material::Material;
use crate::words;

/// A proof that a control names, and what is known of it.
pub(crate) struct Proven<'a> {
    /// As the files write it: `junit:auth/second_factor`.
    pub(crate) name: &'a str,
    pub(crate) known: Known<'a>,
}

/// What is known of a proof.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Known<'a> {
    /// Nobody gave any results for this report.
    NotAsked,
    /// Results were given, and none is of it.
    Nothing,
    /// Results are there.
    Result {
        /// Of the newest file that speaks of it.
        outcome: Outcome,
        commit: Option<&'a str>,
        /// How old it is, where that is known, and whether that is too old.
        age: Option<(Span, Age)>,
    },
}

/// Whether a result is too old to lean on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Age {
    Fresh,
    Stale,
    /// Twice as old as what is stale.
    Void,
}

impl Proven<'_> {
    /// Whether it shows that the control works, now.
    pub(crate) const fn holds(&self) -> bool {
        matches!(
            self.known,
            Known::Result {
                outcome: Outcome::Passed,
                age: Some((_, Age::Fresh)),
                ..
            }
        )
    }

    /// Whether it shows that the control does not work.
    pub(crate) const fn failed(&self) -> bool {
        matches!(
            self.known,
            Known::Result {
                outcome: Outcome::Failed,
                ..
            }
        )
    }

    /// What is known, as half a sentence.
    pub(crate) fn says(&self) -> String {
        let Known::Result {
            outcome, commit, age, ..
        } = &self.known
        else {
            return match self.known {
                Known::NotAsked => "no results were given".to_owned(),
                _ => "no result was found".to_owned(),
            };
        };
        let mut says = match outcome {
            Outcome::Passed => "passed",
            Outcome::Skipped => "was skipped",
            Outcome::Failed => "failed",
        }
        .to_owned();
        match age {
            None => says.push_str(", nobody knows when"),
            Some((age, how)) => {
                says = format!("{says}, {}", words::age(*age));
                match how {
                    Age::Fresh => {}
                    Age::Stale => says.push_str(": stale"),
                    Age::Void => says.push_str(": too old to count"),
                }
            }
        }
        if let Some(commit) = commit {
            let short: String = commit.chars().take(12).collect();
            says = format!("{says} (commit {short})");
        }
        says
    }
}

/// What is known of each proof of a control.
pub(crate) fn of<'a>(material: &Material<'a>, control: &'a Control) -> Vec<Proven<'a>> {
    control
        .proof
        .iter()
        .map(|name| Proven {
            name,
            known: material
                .evidence
                .map_or(Known::NotAsked, |facts| known(material, facts, name)),
        })
        .collect()
}

fn known<'a>(material: &Material<'a>, facts: &'a [Fact], written: &str) -> Known<'a> {
    let (kind, name) = written.split_once(':').unwrap_or((written, ""));
    let Some((_, source)) = Source::ALL.into_iter().find(|(word, _)| *word == kind) else {
        return Known::Nothing;
    };
    let meant = || facts.iter().filter(move |fact| fact.is(source, name));
    let Some(newest) = meant().max_by_key(|fact| fact.at) else {
        return Known::Nothing;
    };
    // Older files tell of earlier runs. One failure is a failure, and without any that passed nothing is shown.
    let results = || meant().filter(|fact| fact.file == newest.file);
    let any = |outcome| results().any(|fact| fact.outcome == outcome);
    let outcome = [Outcome::Failed, Outcome::Passed]
        .into_iter()
        .find(|outcome| any(*outcome));
    Known::Result {
        outcome: outcome.unwrap_or(Outcome::Skipped),
        commit: newest.commit.as_deref(),
        age: newest.at.map(|at| age(material, at)),
    }
}

fn age(material: &Material<'_>, at: Moment) -> (Span, Age) {
    let age = material.now.since(at);
    let twice = Span::from_millis(material.stale_after.as_millis().saturating_mul(2));
    let how = if age <= material.stale_after {
        Age::Fresh
    } else if age <= twice {
        Age::Stale
    } else {
        Age::Void
    };
    (age, how)
}

#[cfg(test)]
mod tests {
    use super::*;
    use journey::SourceFile;

    #[test]
    fn a_proof_is_told_with_its_age() {
        let files = [SourceFile::new(
            "controls.yaml",
            "controls:\n  c: { does: It does., type: prevent, enforced_by: policy/x, proof: [\"junit:auth/second_factor\"] }\n",
        )];
        let (journeys, _) = journey::load(&files);
        let check = |facts: Option<&[(Outcome, &str)]>, says: &str, holds: bool| {
            let facts: Option<Vec<Fact>> = facts.map(|facts| {
                let fact = |(outcome, at): &(Outcome, &str)| {
                    Fact::new(Source::JUnit, &["auth", "second_factor", "asks"], *outcome)
                        .taken(Moment::parse(at).ok(), Some("0123456789abcdef"))
                };
                facts.iter().map(fact).collect()
            });
            let material = Material {
                name: None,
                journeys: &journeys,
                now: Moment::parse("2026-11-21T00:00:00Z").unwrap(),
                counted: None,
                evidence: facts.as_deref(),
                stale_after: Span::from_days(30),
                findings: &[],
            };
            let proven = of(&material, &journeys.controls["c"]);
            assert_eq!((proven[0].says().as_str(), proven[0].holds()), (says, holds));
        };
        check(None, "no results were given", false);
        check(Some(&[]), "no result was found", false);
        check(
            Some(&[(Outcome::Passed, "2026-11-19T00:00:00Z")]),
            "passed, 2 days old (commit 0123456789ab)",
            true,
        );
        check(
            Some(&[(Outcome::Passed, "2026-10-10T00:00:00Z")]),
            "passed, 42 days old: stale (commit 0123456789ab)",
            false,
        );
        check(
            Some(&[(Outcome::Passed, "2026-01-10T00:00:00Z")]),
            "passed, 315 days old: too old to count (commit 0123456789ab)",
            false,
        );
        check(
            Some(&[(Outcome::Passed, "?")]),
            "passed, nobody knows when (commit 0123456789ab)",
            false,
        );
        check(
            Some(&[
                (Outcome::Failed, "2026-11-19T00:00:00Z"),
                (Outcome::Passed, "2026-11-20T00:00:00Z"),
            ]),
            "failed, 1 day old (commit 0123456789ab)",
            false,
        );
    }
}
