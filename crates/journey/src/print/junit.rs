//! Findings as JUnit XML, which nearly every build server shows.
//!
//! The form is that of Ant's JUnit task, of which a schema exists (Windy Road Technology, 2011); others read it too.

use super::{Outcome, slashed};
use crate::finding::{Finding, Severity};
use crate::render::{Style, render};

/// A suite for each file. An error is a test that failed; a file without one is a test that passed. Warnings and
/// notes fail nothing: they stand in the suite's output.
pub fn junit(outcome: &Outcome<'_>) -> String {
    let mut out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n".to_owned();
    let stamp = outcome.at.to_string();
    // The schema wants neither fractions of a second nor a zone.
    let stamp = stamp.get(..19).unwrap_or("1970-01-01T00:00:00");
    for (id, file) in outcome.files.iter().enumerate() {
        let findings: Vec<&Finding> = outcome
            .findings
            .iter()
            .filter(|finding| finding.file == *file)
            .collect();
        out.push_str(&suite(id, file, &findings, stamp));
    }
    out.push_str("</testsuites>");
    out
}

fn suite(id: usize, file: &str, findings: &[&Finding], stamp: &str) -> String {
    let name = xml(&slashed(file));
    let errors: Vec<&&Finding> = findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .collect();
    let mut out = format!(
        "  <testsuite name=\"{name}\" package=\"safeconduct\" id=\"{id}\" timestamp=\"{stamp}\" hostname=\"localhost\" \
         tests=\"{}\" failures=\"{}\" errors=\"0\" time=\"0\">\n    <properties/>\n",
        errors.len().max(1),
        errors.len(),
    );
    if errors.is_empty() {
        out.extend([format!(
            "    <testcase name=\"no errors\" classname=\"{name}\" time=\"0\"/>\n"
        )]);
    }
    for finding in errors {
        out.extend([format!(
            "    <testcase name=\"{} {} (line {})\" classname=\"{name}\" time=\"0\">\n      \
             <failure type=\"{}\" message=\"{}\">{}</failure>\n    </testcase>\n",
            finding.code,
            xml(&finding.object),
            finding.line,
            finding.code,
            xml(&finding.says),
            xml(&render(finding, Style::Plain)),
        )]);
    }
    let others: Vec<String> = findings
        .iter()
        .filter(|finding| finding.severity != Severity::Error)
        .map(|finding| render(finding, Style::Plain))
        .collect();
    out.extend([format!(
        "    <system-out>{}</system-out>\n    <system-err></system-err>\n  </testsuite>\n",
        xml(&others.join("\n"))
    )]);
    out
}

/// A text inside of XML 1.0, in which some characters cannot stand at all.
fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(letter),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            letter if letter.is_control() => out.push('\u{fffd}'),
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::tests::{FAULTY, with_outcome};
    use super::*;

    #[test]
    fn errors_fail_and_everything_else_is_said() {
        let text = with_outcome(&FAULTY, junit);
        let check =
            |part: &str, times: usize| assert_eq!(text.matches(part).count(), times, "{part}\n{text}");
        check("<testsuite ", 3);
        check("name=\"J104 sign-in/only-you (line 14)\"", 2);
        check("timestamp=\"2026-11-21T09:30:00\"", 3);
        check(
            "<testcase name=\"no errors\" classname=\"j/data.yaml\" time=\"0\"/>",
            1,
        );
        with_outcome(&FAULTY, |outcome| {
            check("<failure ", outcome.count(Severity::Error));
            let all = outcome.findings.len();
            assert_eq!(text.matches("[J").count(), all, "each is told once: {text}");
        });
    }

    #[test]
    fn no_text_ends_an_attribute_or_element() {
        let check = |text: &str, expected: &str| assert_eq!(xml(text), expected);
        check("a<b>&\"c\"", "a&lt;b&gt;&amp;&quot;c&quot;");
        check("\u{1b}[2J\u{0}\r", "\u{fffd}[2J\u{fffd}\u{fffd}");
        check("ü\n\t", "ü\n\t");
    }
}
