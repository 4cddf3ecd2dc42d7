//! What the team has stated: journeys, and what is made of them once for all decisions.

use guard::Policy;
use journey::{Finding, Journeys, Severity, SourceFile};
use outcomes::Indicators;

/// Journeys with the policy and the indicators that they state.
#[derive(Debug, Clone)]
pub struct Stated {
    /// The files' meaning.
    pub journeys: Journeys,
    /// What the guard enforces.
    pub policy: Policy,
    /// What is measured.
    pub indicators: Indicators,
}

impl Stated {
    /// Reads and checks journey files. With errors there is nothing to state; warnings and notes come along.
    pub fn read(
        files: &[SourceFile],
        including_simulated: bool,
    ) -> Result<(Self, Vec<Finding>), Vec<Finding>> {
        let (journeys, mut findings) = journey::load(files);
        findings.extend(journey::check(&journeys, &journey::Options::default()));
        if findings.iter().any(|finding| finding.severity == Severity::Error) {
            return Err(findings);
        }
        let policy = Policy::of(&journeys);
        let indicators = Indicators::of(&journeys).including_simulated(including_simulated);
        Ok((
            Self {
                journeys,
                policy,
                indicators,
            },
            findings,
        ))
    }

    /// The same with every control in shadow mode: decide and record, change nothing.
    #[must_use]
    pub fn in_shadow(mut self) -> Self {
        self.policy = self.policy.in_shadow();
        self
    }
}
