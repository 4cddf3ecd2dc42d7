//! J206: "never" with exceptions that nobody is told of.

use super::words::find_words;
use super::{Example, Lint, Options, Report};
use crate::finding::{Code, Severity};
use crate::model::Journeys;
use crate::model::Percent;

pub(crate) static LINT: Lint = Lint {
    code: Code("J206"),
    severity: Severity::Warning,
    name: "absolute-words",
    says: "A promise says `never` or `always`, and its measure allows for less than all.",
    example: Example {
        wrong: "says: If someone else gets in, we always throw them out within a minute.",
        right: "says: If someone else gets in, we throw them out within a minute and tell you.",
    },
    find: Some(find),
};

const ABSOLUTE: [&str; 6] = ["never", "always", "nobody", "no one", "impossible", "guaranteed"];

fn find(journeys: &Journeys, _: &Options<'_>, report: &mut Report<'_>) {
    for journey in &journeys.journeys {
        for stated in journey.stated() {
            let Some(target) = stated.measure.and_then(|measure| measure.kind.target()) else {
                continue;
            };
            // A debt that weakens the promise is the exception, openly stated.
            if target.value == Percent::FULL || journey.debts_on(stated.id).next().is_some() {
                continue;
            }
            if let Some((at, found)) = ABSOLUTE.iter().find_map(|word| find_words(stated.says, word)) {
                report.add(
                    &LINT,
                    report.words_in(stated.says, at, found.len()),
                    stated.to_ref().to_string(),
                    format!("`{found}` is more than a target of {} keeps", target.value),
                    "say it without the absolute word, measure it with `kind: never`, or state the exception under `debt`",
                );
            }
        }
    }
}
