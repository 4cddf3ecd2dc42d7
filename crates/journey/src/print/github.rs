//! Findings as commands to a GitHub Actions runner, which shows them beside the changed lines.
//!
//! See "Workflow commands for GitHub Actions" in GitHub's documentation. GitHub shows at most 10 annotations of
//! a level for a step; all of them stand in the step's log.

use super::{Outcome, slashed};
use crate::finding::Severity;

/// One command a finding (`::error file=…,line=…,col=…,endColumn=…,title=…::…`), and the summary as a last line.
pub fn github(outcome: &Outcome<'_>) -> String {
    let mut out = String::new();
    for finding in outcome.findings {
        let level = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        // The runner counts columns as an editor does: from 1, and `endColumn` is the first behind the words.
        out.extend([format!(
            "::{level} file={},line={},col={},endColumn={},title={}::{}",
            property(&slashed(&finding.file)),
            finding.line,
            finding.column,
            finding.column + finding.marked.len(),
            property(&finding.code.to_string()),
            message(&format!("{}\nhelp: {}", finding.says, finding.help)),
        )]);
        out.push('\n');
    }
    out.push_str(&outcome.summary());
    out
}

/// Escapes what would end a message or begin a command.
fn message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes what would end a property.
fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::super::tests::{FAULTY, with_outcome};
    use super::*;

    #[test]
    fn a_command_is_one_line_whatever_a_file_says() {
        let check = |text: &str, as_message: &str, as_property: &str| {
            assert_eq!((&*message(text), &*property(text)), (as_message, as_property));
        };
        check("100%: a,b\r\nc", "100%25: a,b%0D%0Ac", "100%25%3A a%2Cb%0D%0Ac");
        check("::error::x", "::error::x", "%3A%3Aerror%3A%3Ax");
        let text = with_outcome(&FAULTY, github);
        let lines: Vec<&str> = text.lines().collect();
        let dangling = "::error file=j/sign-in.journey.yaml,line=14,col=19,endColumn=23,title=J104::";
        assert!(lines.iter().any(|line| line.starts_with(dangling)), "{text}");
        with_outcome(&FAULTY, |outcome| {
            assert_eq!(lines.len(), outcome.findings.len() + 1);
        });
    }

    #[test]
    fn a_file_name_cannot_begin_a_command_of_its_own() {
        let name = "a,line=1::x\n::error::%.journey.yaml";
        let text = with_outcome(&[(name, "journey: [")], github);
        assert_eq!(text.lines().count(), 2, "{text}");
        assert!(
            text.starts_with("::error file=a%2Cline=1%3A%3Ax%0A%3A%3Aerror%3A%3A%25.journey.yaml,line=1,")
        );
    }
}
