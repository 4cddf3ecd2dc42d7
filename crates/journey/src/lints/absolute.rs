//! J206: "never" with exceptions that nobody is told of.

use super::survey::Said;
use super::words::beginning;
use super::{Example, Lint, Options, Report, Survey};
use crate::finding::{Code, Severity};
use crate::model::Percent;

pub(crate) static LINT: Lint = Lint {
    code: Code("J206"),
    severity: Severity::Warning,
    name: "absolute-words",
    says: "A promise says `never` or `always`, and its measure allows for less than all.",
    why: "`Never` with a target of 99.9 % is a promise that is broken once in a thousand times, as planned. People feel deceived by the exception more than by an honest sentence. Say it without the absolute word, measure it with `kind: never`, or state the exception under `debt`.",
    asks: &[],
    example: Example {
        wrong: "says: If someone else gets in, we always throw them out within a minute.",
        right: "says: If someone else gets in, we throw them out within a minute and tell you.",
    },
    find: Some(find),
};

const ABSOLUTE: [&str; 6] = ["never", "always", "nobody", "no one", "impossible", "guaranteed"];

fn find(survey: &Survey<'_>, _: &Options<'_>, report: &mut Report<'_>) {
    let absolute = ABSOLUTE.map(|word| (beginning(word), word));
    for Said { stated, sentence } in &survey.said {
        let near = absolute.iter().filter(|(begins, _)| sentence.may_hold(*begins));
        let Some((at, found)) = near.map(|(_, word)| *word).find_map(|word| sentence.find(word)) else {
            continue;
        };
        let Some(target) = stated.measure.and_then(|measure| measure.kind.target()) else {
            continue;
        };
        // A debt that weakens the promise is the exception, openly stated.
        if target.value == Percent::FULL || stated.journey.debts_on(stated.id).next().is_some() {
            continue;
        }
        report.add(
            &LINT,
            report.words_in(stated.says, at, found.len()),
            stated.to_ref().to_string(),
            format!("`{found}` is more than a target of {} keeps", target.value),
            "say it without the absolute word, measure it with `kind: never`, or state the exception under `debt`",
        );
    }
}
