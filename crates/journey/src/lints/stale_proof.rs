//! J602: a proof from long ago.

use vocabulary::Span;

use super::{Asks, Example, Lint, Options, Report, Survey};
use crate::finding::{Code, Severity};

pub(crate) static LINT: Lint = Lint {
    code: Code("J602"),
    severity: Severity::Warning,
    name: "stale-proof",
    says: "A proof's newest result is older than allowed: a warning, and an error at twice that age.",
    why: "A test that passed in spring says little about what runs in autumn. Results older than 30 days (or what `--max-evidence-age` says) are a warning, older than twice that an error, and so is a result from the future, which means that a clock is wrong. Run the test again and give its results, or see why it no longer runs.",
    asks: &[Asks::Evidence, Asks::Clock],
    example: Example {
        wrong: "proof: [junit:waits/last_month] # runs nightly",
        right: "proof: [junit:waits/grow] # runs nightly",
    },
    find: Some(find),
};

/// The age from which on evidence is stale, where nothing is said.
const DEFAULT_AGE: Span = Span::from_days(30);
/// How far a clock may be ahead.
const LEEWAY: Span = Span::from_hours(24);

fn find(survey: &Survey<'_>, options: &Options<'_>, report: &mut Report<'_>) {
    let Some(now) = options.now else { return };
    let allowed = options.max_evidence_age.unwrap_or(DEFAULT_AGE);
    for proof in &survey.proofs {
        let Some(at) = proof.facts.iter().filter_map(|fact| fact.at).max() else {
            continue;
        };
        let age = now.since(at);
        let (severity, says) = if at > now + LEEWAY {
            (
                Severity::Warning,
                format!("the newest result of `{}` is from the future", proof.written),
            )
        } else if age > allowed {
            let twice = age.as_millis() > allowed.as_millis().saturating_mul(2);
            let severity = if twice { Severity::Error } else { Severity::Warning };
            let says = format!(
                "the newest result of `{}` is {} old; {} are allowed",
                proof.written,
                age.in_words(),
                allowed.in_words()
            );
            (severity, says)
        } else {
            continue;
        };
        let help = "run it again and give its results";
        report.add_as(&LINT, severity, proof.written.place, proof.object(), says, help);
    }
}
