//! What the evidence says of a control's proofs: tests that ran, drills that were caught.

use journey::evidence::{Fact, Outcome, Source};
use vocabulary::Moment;

/// What is known of one proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Proof<'a> {
    /// How it ended.
    pub(super) outcome: Outcome,
    /// When; `None` where no result says so.
    pub(super) at: Option<Moment>,
    /// Of which commit.
    pub(super) commit: Option<&'a str>,
}

/// What the evidence says of the proof `written`, such as `junit:auth/second_factor`; `None` where it says
/// nothing. Only the file with the newest result counts, as older ones tell of earlier runs. One failure
/// among its results is a failure, and without any that passed nothing is shown.
pub(super) fn known<'a>(evidence: &'a [Fact], written: &str) -> Option<Proof<'a>> {
    let (word, name) = written.split_once(':')?;
    let (_, source) = Source::ALL.iter().find(|(known, _)| *known == word)?;
    let meant = || evidence.iter().filter(|fact| fact.is(*source, name));
    let newest = meant().max_by_key(|fact| fact.at)?;
    let results = || meant().filter(|fact| fact.file == newest.file);
    let any = |outcome| results().any(|fact| fact.outcome == outcome);
    let outcome = if any(Outcome::Failed) {
        Outcome::Failed
    } else if any(Outcome::Passed) {
        Outcome::Passed
    } else {
        Outcome::Skipped
    };
    Some(Proof {
        outcome,
        at: newest.at,
        commit: newest.commit.as_deref(),
    })
}

/// The word for an outcome.
pub(super) const fn in_words(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Passed => "passed",
        Outcome::Failed => "failed",
        Outcome::Skipped => "skipped",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_proof_that_ran_and_never_failed_has_passed() {
        let fact = |file: &str, day: u8, name: &str, outcome| {
            let at = Moment::parse(&format!("2026-11-{day:02}T00:00:00Z")).ok();
            let mut fact = Fact::new(Source::JUnit, &["auth", name], outcome).taken(at, Some("abc1234"));
            file.clone_into(&mut fact.file);
            fact
        };
        let check = |evidence: &[Fact], written: &str, expected: Option<Outcome>| {
            assert_eq!(
                known(evidence, written).map(|proof| proof.outcome),
                expected,
                "{written}"
            );
        };
        let (passed, failed, skipped) = (Outcome::Passed, Outcome::Failed, Outcome::Skipped);
        let evidence = [
            fact("old.xml", 1, "a", failed),
            fact("new.xml", 2, "a", passed),
            fact("new.xml", 2, "b", passed),
            fact("new.xml", 2, "b/on-watches", failed),
            fact("new.xml", 2, "c", skipped),
        ];
        check(&evidence, "junit:auth/a", Some(passed));
        check(&evidence, "junit:auth/b", Some(failed));
        check(&evidence, "junit:auth/c", Some(skipped));
        check(&evidence, "sarif:auth/a", None);
        check(&evidence, "junit:auth/none", None);
        check(&evidence, "auth/a", None);
    }
}
