//! J604: a proof of the opposite.

use super::{Asks, Example, Lint, Options, Report, Survey};
use crate::evidence::Outcome;
use crate::finding::{Code, Severity};

pub(crate) static LINT: Lint = Lint {
    code: Code("J604"),
    severity: Severity::Error,
    name: "failed-proof",
    says: "A proof has failed: the control does not do what it should.",
    why: "The test, scan or drill that should show that a control works shows that it does not. Until it passes, the promises that the control keeps are not kept. Mend the control; or, where the proof itself is wrong, mend the proof.",
    asks: &[Asks::Evidence],
    example: Example {
        wrong: "proof: [drill:lost-laptop] # at the desk",
        right: "proof: [drill:lost-phone] # at the desk",
    },
    find: Some(find),
};

fn find(survey: &Survey<'_>, _: &Options<'_>, report: &mut Report<'_>) {
    for proof in &survey.proofs {
        let failed = proof.facts.iter().find(|fact| fact.outcome == Outcome::Failed);
        if let Some(fact) = failed {
            report.add(
                &LINT,
                proof.written.place,
                proof.object(),
                format!("`{}` has failed: `{}`", proof.written, fact.name),
                format!("mend what `{}` does, or the proof", proof.control),
            );
        }
    }
}
