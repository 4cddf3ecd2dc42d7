//! Findings as SARIF 2.1.0 (OASIS), which code hosts and editors read.

use serde_json::{Value, json as object};

use super::{Outcome, explain, followed, slashed};
use crate::finding::{Finding, Severity};
use crate::lints::{LINTS, Lint};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The name under which a finding's fingerprint stands. Its number grows when fingerprints change their meaning.
const FINGERPRINT: &str = "safeconductObject/v1";

/// A whole SARIF log with one run. Every lint is a rule with its explanation; a result's fingerprint is made of
/// its code and the object that it is about, so that it stays the same when lines move.
pub fn sarif(outcome: &Outcome<'_>) -> Value {
    let mut results: Vec<Value> = followed(outcome.findings)
        .map(|(fingerprint, finding)| result(&fingerprint, finding))
        .collect();
    // What somebody exempted is there, marked as silenced from outside of the file.
    for (fingerprint, finding) in followed(outcome.exempted) {
        let mut silenced = result(&fingerprint, finding);
        if let Some(silenced) = silenced.as_object_mut() {
            silenced.insert("suppressions".to_owned(), object!([{"kind": "external"}]));
        }
        results.push(silenced);
    }
    object!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "safeconduct",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": LINTS.iter().map(|lint| rule(lint)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn rule(lint: &Lint) -> Value {
    object!({
        "id": lint.code.to_string(),
        "name": lint.name,
        "shortDescription": {"text": lint.says},
        "help": {"text": explain(lint)},
        "defaultConfiguration": {"level": lint.severity.word()},
    })
}

fn result(fingerprint: &str, finding: &Finding) -> Value {
    let mut result = object!({
        "ruleId": finding.code.to_string(),
        "level": level(finding.severity),
        "message": {"text": format!("{}\nhelp: {}", finding.says, finding.help)},
        "locations": [{
            "physicalLocation": {
                "artifactLocation": {"uri": uri(&finding.file)},
                "region": {
                    "startLine": finding.line,
                    "startColumn": finding.column,
                    "endColumn": finding.column + finding.marked.len(),
                    "snippet": {"text": finding.text},
                },
            },
            "logicalLocations": [{"fullyQualifiedName": finding.object}],
        }],
        "partialFingerprints": {FINGERPRINT: fingerprint},
    });
    let index = LINTS.iter().position(|lint| lint.code == finding.code);
    if let (Some(index), Some(result)) = (index, result.as_object_mut()) {
        result.insert("ruleIndex".to_owned(), index.into());
    }
    result
}

/// Our words are SARIF's own: `error`, `warning`, `note`.
const fn level(severity: Severity) -> &'static str {
    severity.word()
}

/// A file's name as a reference (RFC 3986): relative where the name is, so that a code host finds the file.
fn uri(name: &str) -> String {
    let name = slashed(name);
    let mut out = String::new();
    if name.starts_with('/') {
        out.push_str("file://");
    } else if name.get(1..3) == Some(":/") {
        out.push_str("file:///");
    }
    // A relative reference must not begin with something that looks like a scheme.
    let name = name.strip_prefix("./").unwrap_or(&name);
    for byte in name.bytes() {
        let plain = byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
        if plain {
            out.push(char::from(byte));
        } else {
            out.extend([format!("%{byte:02X}")]);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::tests::{FAULTY, with_outcome};
    use super::*;

    #[test]
    fn a_file_becomes_a_reference_that_a_code_host_finds() {
        let check = |name: &str, expected: &str| assert_eq!(uri(name), expected);
        check("journeys/sign-in.journey.yaml", "journeys/sign-in.journey.yaml");
        check("./a b/ü%.yaml", "a%20b/%C3%BC%25.yaml");
        check("a\\b.yaml", "a/b.yaml");
        check("/tmp/x.yaml", "file:///tmp/x.yaml");
        check("C:\\x.yaml", "file:///C%3A/x.yaml");
        check("a:b.yaml", "a%3Ab.yaml");
    }

    #[test]
    fn every_result_names_its_rule_and_keeps_its_name_when_lines_move() {
        let names = |files: &[(&str, &str)]| {
            with_outcome(files, |outcome| {
                let log = sarif(outcome);
                let run = &log["runs"][0];
                let results = run["results"].as_array().unwrap();
                assert_eq!(results.len(), outcome.findings.len());
                let mut names = Vec::new();
                for result in results {
                    let rule = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
                    assert_eq!(run["tool"]["driver"]["rules"][rule]["id"], result["ruleId"]);
                    names.push(
                        result["partialFingerprints"][FINGERPRINT]
                            .as_str()
                            .unwrap()
                            .to_owned(),
                    );
                }
                names.sort_unstable();
                names
            })
        };
        let moved = FAULTY.map(|(name, text)| (name, format!("# one\n# two\n\n{text}")));
        let moved: Vec<(&str, &str)> = moved.iter().map(|(name, text)| (*name, text.as_str())).collect();
        assert_eq!(names(&FAULTY), names(&moved));
    }
}
