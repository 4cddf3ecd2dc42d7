//! J601: a control of which nobody knows whether it works.

use vocabulary::did_you_mean;

use super::{Asks, Example, Lint, Options, Report, Survey};
use crate::evidence::Source;
use crate::finding::{Code, Severity};

pub(crate) static LINT: Lint = Lint {
    code: Code("J601"),
    severity: Severity::Warning,
    name: "unproved-control",
    says: "A control names no proof that it works, or one of which there is no result.",
    why: "What is never tried out does not work on the day when it is needed. A proof is a test (`junit:`), a scan (`sarif:`), an attestation (`in-toto:`) or a rehearsal on the running server (`drill:`). Name one under `proof`; where results are given, each proof must be among them, so that a test which was renamed or deleted is noticed.",
    asks: &[Asks::Evidence],
    example: Example {
        wrong: "type: prevent # on paper\n    proof: []",
        right: "type: prevent # on paper\n    proof: [drill:lost-phone]",
    },
    find: Some(find),
};

fn find(survey: &Survey<'_>, options: &Options<'_>, report: &mut Report<'_>) {
    for (name, control) in &survey.journeys.controls {
        if control.proof.is_empty() && !survey.served_by(name).is_empty() {
            report.add(
                &LINT,
                control.place,
                format!("controls/{name}"),
                format!("nothing shows that `{name}` works"),
                "name a test, scan or drill under `proof`, such as `proof: [junit:auth/second_factor]`",
            );
        }
    }
    for proof in &survey.proofs {
        let Some(source) = proof.source else {
            let kind = proof.written.split(':').next().unwrap_or_default();
            let known = Source::ALL.map(|(word, _)| word);
            let help = did_you_mean(kind, known).map_or_else(
                || {
                    format!(
                        "begin with one of: {}",
                        known.map(|word| format!("`{word}:`")).join(", ")
                    )
                },
                |hint| format!("did you mean `{hint}:`?"),
            );
            let says = format!("`{}` does not say where its results come from", proof.written);
            report.add(&LINT, proof.written.place, proof.object(), says, help);
            continue;
        };
        let given = options
            .evidence
            .unwrap_or_default()
            .iter()
            .any(|fact| fact.source == source);
        if given && proof.facts.is_empty() {
            let says = format!("`{}` is not among {}", proof.written, source.in_words());
            let help = "correct the name, or see why the test did not run";
            report.add(&LINT, proof.written.place, proof.object(), says, help);
        }
    }
}
