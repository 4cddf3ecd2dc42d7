//! J603: a proof that was not taken of this.

use super::{Asks, Example, Lint, Options, Report, Survey};
use crate::evidence::Outcome;
use crate::finding::{Code, Severity};

pub(crate) static LINT: Lint = Lint {
    code: Code("J603"),
    severity: Severity::Warning,
    name: "skipped-proof",
    says: "A proof was skipped, or was taken of another commit than the one that is checked.",
    why: "A skipped test shows nothing, though the run as a whole looks well. A result of another commit shows that something worked, perhaps not this. Make the test run, and give the results of the commit that is checked.",
    asks: &[Asks::Evidence],
    example: Example {
        wrong: "proof: [junit:notify/was_this_you_on_watches]",
        right: "proof: [junit:notify/was_this_you]",
    },
    find: Some(find),
};

/// How many letters of a commit's id are enough to tell it.
const LEAST_LETTERS: usize = 7;

fn find(survey: &Survey<'_>, options: &Options<'_>, report: &mut Report<'_>) {
    for proof in &survey.proofs {
        if proof.facts.iter().any(|fact| fact.outcome == Outcome::Failed) {
            continue;
        }
        let skipped = proof
            .facts
            .iter()
            .filter(|fact| fact.outcome == Outcome::Skipped)
            .count();
        if skipped > 0 {
            let says = if proof.facts.len() == 1 {
                format!("`{}` was skipped", proof.written)
            } else {
                format!(
                    "{skipped} of {} results of `{}` were skipped",
                    proof.facts.len(),
                    proof.written
                )
            };
            let help = "make it run where the evidence is taken";
            report.add(&LINT, proof.written.place, proof.object(), says, help);
        }
        let Some(commit) = options.commit else { continue };
        let other = proof
            .facts
            .iter()
            .filter_map(|fact| fact.commit.as_deref())
            .find(|taken| !is_same(commit, taken));
        if let Some(other) = other {
            let says = format!(
                "`{}` was taken of commit `{other}`, and `{commit}` is checked",
                proof.written
            );
            let help = "give the results of the commit that is checked";
            report.add(&LINT, proof.written.place, proof.object(), says, help);
        }
    }
}

/// Whether two ids mean the same commit, one of them perhaps shortened.
fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (one.to_ascii_lowercase(), other.to_ascii_lowercase());
    let short = one.len().min(other.len());
    short >= LEAST_LETTERS && (one.starts_with(&other) || other.starts_with(&one))
}

#[cfg(test)]
mod tests {
    use super::is_same;

    #[test]
    fn commits_are_the_same_when_shortened() {
        let check = |one: &str, other: &str, expected: bool| assert_eq!(is_same(one, other), expected);
        check("4f2a9c1", "4F2A9C10aa", true);
        check("4f2a9c10aa", "4f2a9c1", true);
        check("4f2a9c1", "4f2a9c2", false);
        check("4f", "4f2a9c1", false);
        check("", "4f2a9c1", false);
    }
}
