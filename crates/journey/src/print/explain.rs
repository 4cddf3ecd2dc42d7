//! What a lint finds and why it matters, as a text for people.

use vocabulary::did_you_mean;

use crate::lints::{LINTS, Lint};

/// A lint's page, in plain text that is good Markdown too.
pub fn explain(lint: &Lint) -> String {
    format!(
        "{} {} ({})\n\n{}\n\n{}\n\nFound:\n\n{}\n\nFine:\n\n{}\n",
        lint.code,
        lint.name,
        lint.severity.word(),
        lint.says,
        lint.why,
        indented(lint.example.wrong),
        indented(lint.example.right),
    )
}

/// The lint with this code or name, however its letters are written; or else the code of the one that may be
/// meant.
pub fn find_lint(given: &str) -> Result<&'static Lint, Option<&'static Lint>> {
    let given = given.trim();
    let known = LINTS
        .iter()
        .find(|lint| lint.code.0.eq_ignore_ascii_case(given) || lint.name.eq_ignore_ascii_case(given));
    if let Some(lint) = known {
        return Ok(lint);
    }
    let upper = given.to_ascii_uppercase();
    let lower = given.to_ascii_lowercase();
    let near = did_you_mean(&lower, LINTS.iter().map(|lint| lint.name))
        .or_else(|| did_you_mean(&upper, LINTS.iter().map(|lint| lint.code.0)));
    Err(near.and_then(|near| {
        LINTS
            .iter()
            .copied()
            .find(|lint| lint.name == near || lint.code.0 == near)
    }))
}

fn indented(text: &str) -> String {
    let lines: Vec<String> = text
        .trim_end()
        .lines()
        .map(|line| format!("    {line}").trim_end().to_owned())
        .collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lint_is_found_by_code_or_name_and_slips_are_recognised() {
        let check = |given: &str, expected: Result<&str, Option<&str>>| {
            let found = find_lint(given)
                .map(|lint| lint.code.0)
                .map_err(|near| near.map(|lint| lint.code.0));
            assert_eq!(found, expected, "{given:?}");
        };
        check("J306", Ok("J306"));
        check(" j306 ", Ok("J306"));
        check("unwatched-control", Ok("J306"));
        check("unwatched-contrl", Err(Some("J306")));
        check("J30b", Err(Some("J301")));
        check("nothing like it", Err(None));
        check("", Err(None));
    }

    #[test]
    fn every_lint_has_a_whole_page() {
        for lint in LINTS {
            let page = explain(lint);
            assert!(
                page.starts_with(&format!("{} {} (", lint.code, lint.name)),
                "{page}"
            );
            for part in [lint.says, lint.why, "Found:\n\n    ", "Fine:\n\n    "] {
                assert!(page.contains(part), "{page}");
            }
            assert!(page.ends_with('\n') && !page.contains(" \n"), "{page:?}");
        }
    }
}
