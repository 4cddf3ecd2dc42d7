//! What can be wrong with journeys: one file for each lint, each describing itself.
//!
//! Reference pages, completions and the console's list are generated from [`LINTS`]. Some lints are found while
//! the files are read ([`crate::load`]), the others once everything is there ([`check`]); the catalogue holds
//! both, and its examples are tests.

pub(crate) mod bad_key;
pub(crate) mod catalogue;
pub(crate) mod duplicate;
pub(crate) mod no_target;
pub(crate) mod unreadable;

mod absolute;
mod dangling;
mod full_target;
mod idle_control;
mod loose_debt;
mod no_drill;
mod nothing_promised;
mod promise_against_nothing;
mod promise_without_control;
mod report;
mod unanswered_worst;
mod undeclared_data;
mod undocumented_route;
mod unknown_data;
mod unmeasured;
mod unwatched;
mod vague;
mod words;

use vocabulary::Moment;

pub(crate) use self::report::Report;
use crate::finding::{Code, Finding, Severity};
use crate::model::Journeys;

/// One thing that can be wrong, described for people.
#[derive(Debug)]
pub struct Lint {
    /// Its stable code.
    pub code: Code,
    /// How much a finding weighs, unless the finding says otherwise.
    pub severity: Severity,
    /// Its stable name.
    pub name: &'static str,
    /// What it finds, in one sentence.
    pub says: &'static str,
    /// Part of a file before and after.
    pub example: Example,
    /// How it is looked for; `None` where reading the files finds it.
    find: Option<fn(&Journeys, &Options<'_>, &mut Report<'_>)>,
}

/// Part of a file before and after.
#[derive(Debug, Clone, Copy)]
pub struct Example {
    /// What is found.
    pub wrong: &'static str,
    /// What is not.
    pub right: &'static str,
}

/// What the lints may know besides the files.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options<'a> {
    /// The API's OpenAPI 3 document, for J105 and J106.
    pub openapi: Option<&'a serde_json::Value>,
    /// The time, by which debts have ended; without it every debt counts.
    pub now: Option<Moment>,
}

/// Every lint, in the order of their codes.
pub static LINTS: &[&Lint] = &[
    &unreadable::LINT,
    &bad_key::LINT,
    &duplicate::LINT,
    &unknown_data::LINT,
    &dangling::LINT,
    &undocumented_route::LINT,
    &undeclared_data::LINT,
    &nothing_promised::LINT,
    &unanswered_worst::LINT,
    &promise_without_control::LINT,
    &promise_against_nothing::LINT,
    &vague::LINT,
    &absolute::LINT,
    &idle_control::LINT,
    &unwatched::LINT,
    &unmeasured::LINT,
    &no_target::LINT,
    &full_target::LINT,
    &no_drill::LINT,
    &catalogue::LINT,
    &loose_debt::LINT,
];

/// Looks at what the parts of the journeys mean together. Findings come in the order of the files; those that
/// [`crate::load`] made are not repeated.
pub fn check(journeys: &Journeys, options: &Options<'_>) -> Vec<Finding> {
    let mut report = Report::new(&journeys.sources);
    for lint in LINTS {
        if let Some(find) = lint.find {
            find(journeys, options, &mut report);
        }
    }
    report.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{SourceFile, load};

    /// A small set of files without a fault, with an OpenAPI document that fits.
    const SAMPLE: [(&str, &str); 3] = [
        (
            "sign-in.journey.yaml",
            include_str!("sample/sign-in.journey.yaml"),
        ),
        ("controls.yaml", include_str!("sample/controls.yaml")),
        ("data.yaml", include_str!("sample/data.yaml")),
    ];
    const OPENAPI: &str = include_str!("sample/openapi.json");

    /// What is found in the sample once `right` was replaced by `wrong`, as `J306 error` lines.
    fn check_sample(right: &str, wrong: &str) -> Vec<Finding> {
        let files = SAMPLE.map(|(name, text)| SourceFile::new(name, text.replacen(right, wrong, 1)));
        let (journeys, mut findings) = load(&files);
        let openapi = serde_json::from_str(OPENAPI).unwrap();
        let options = Options {
            openapi: Some(&openapi),
            now: Some(Moment::parse("2026-11-21T09:30:00Z").unwrap()),
        };
        findings.extend(check(&journeys, &options));
        findings
    }

    #[test]
    fn every_example_is_true() {
        assert_eq!(check_sample("", ""), []);
        for lint in LINTS {
            let Example { wrong, right } = lint.example;
            let stands = SAMPLE
                .iter()
                .map(|(_, text)| text.matches(right).count())
                .sum::<usize>();
            assert_eq!(
                stands, 1,
                "{}: {right:?} must stand in the sample once",
                lint.code
            );
            let findings = check_sample(right, wrong);
            let codes: Vec<Code> = findings.iter().map(|finding| finding.code).collect();
            assert_eq!(codes, [lint.code], "{findings:#?}");
            assert_eq!(findings[0].severity, lint.severity);
        }
    }

    #[test]
    fn the_catalogue_is_in_order_and_complete() {
        for pair in LINTS.windows(2) {
            assert!(
                pair[0].code < pair[1].code,
                "{} stands before {}",
                pair[0].code,
                pair[1].code
            );
        }
        for lint in LINTS {
            assert!(
                lint.says.ends_with('.')
                    && lint
                        .name
                        .chars()
                        .all(|letter| letter.is_ascii_lowercase() || letter == '-')
            );
        }
    }

    #[test]
    fn a_debt_softens_an_unanswered_worst_case_until_it_ends() {
        let answered = "against: [takeover, copied-session]";
        let check = |until: &str, expected: Severity| {
            let weakens = format!("weakens: [copied-session]\n    until: \"{until}\"\n    # ");
            let files = SAMPLE.map(|(name, text)| {
                let text = text.replacen(answered, "against: [takeover]", 1);
                SourceFile::new(
                    name,
                    text.replacen("weakens: [stolen-password-useless]\n    until", &weakens, 1),
                )
            });
            let (journeys, findings) = load(&files);
            assert_eq!(findings, []);
            let now = Some(Moment::parse("2026-11-21T09:30:00Z").unwrap());
            let found = check(&journeys, &Options { openapi: None, now });
            let found: Vec<(Code, Severity)> =
                found.iter().map(|found| (found.code, found.severity)).collect();
            assert_eq!(found, [(Code("J202"), expected)], "{until}");
        };
        check("2026-11-21", Severity::Note);
        check("2026-11-20", Severity::Error);
    }
}
