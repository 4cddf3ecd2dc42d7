//! Findings as JSON, for programs of one's own.

use serde_json::{Value, json as object};

use super::{Outcome, followed, slashed};
use crate::finding::{Finding, Severity};
use crate::lints::LINTS;

/// `{"diagnostics": [{"code", "severity", "file", "line", "column", "message", "help", …}], …}`, with the counts
/// beside it.
///
/// Lines and columns count from 1, columns in characters; `end_column` is the first that is not meant any more.
/// `fingerprint` stays the same when lines move. What somebody exempted stands under `exempted`, and is not counted.
pub fn json(outcome: &Outcome<'_>) -> Value {
    let all = |findings| -> Vec<Value> {
        followed(findings)
            .map(|(fingerprint, finding)| diagnostic(&fingerprint, finding))
            .collect()
    };
    object!({
        "diagnostics": all(outcome.findings),
        "exempted": all(outcome.exempted),
        "files": outcome.files.len(),
        "journeys": outcome.journeys.journeys.len(),
        "promises": outcome.promises(),
        "controls": outcome.journeys.controls.len(),
        "errors": outcome.count(Severity::Error),
        "warnings": outcome.count(Severity::Warning),
        "notes": outcome.count(Severity::Note),
    })
}

fn diagnostic(fingerprint: &str, finding: &Finding) -> Value {
    let lint = LINTS.iter().find(|lint| lint.code == finding.code);
    object!({
        "code": finding.code.to_string(),
        "lint": lint.map(|lint| lint.name),
        "severity": finding.severity.word(),
        "file": slashed(&finding.file),
        "line": finding.line,
        "column": finding.column,
        "end_column": finding.column + finding.marked.len(),
        "message": finding.says,
        "help": finding.help,
        "object": finding.object,
        "fingerprint": fingerprint,
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{FAULTY, with_outcome};
    use super::*;

    #[test]
    fn a_diagnostic_says_what_where_and_what_to_do() {
        let report = with_outcome(&FAULTY, json);
        let dangling = report["diagnostics"]
            .as_array()
            .unwrap()
            .iter()
            .find(|one| one["code"] == "J104")
            .unwrap();
        let check = |key: &str, expected: Value| assert_eq!(dangling[key], expected, "{key}");
        check("severity", object!("error"));
        check("lint", object!("dangling-reference"));
        check("file", object!("j/sign-in.journey.yaml"));
        check("line", object!(14));
        check("column", object!(19));
        check("end_column", object!(23));
        check("object", object!("sign-in/only-you"));
        check("fingerprint", object!("J104:sign-in/only-you"));
        for words in ["message", "help"] {
            assert!(dangling[words].as_str().unwrap().contains("ta"), "{dangling}");
        }
        let counted: u64 = ["errors", "warnings", "notes"]
            .iter()
            .map(|key| report[key].as_u64().unwrap())
            .sum();
        let shown = report["diagnostics"].as_array().unwrap().len();
        assert_eq!(counted, u64::try_from(shown).unwrap());
    }
}
