//! SARIF 2.1.0 (OASIS): what a scanner found, and by which rules it looked. A rule that was looked by and has
//! no open result has passed.

use std::collections::BTreeMap;

use serde_json::Value;

use super::fact::{Fact, Outcome, Source, moment};

pub(super) fn read(document: &Value) -> Vec<Fact> {
    let runs = document.get("runs").and_then(Value::as_array);
    runs.into_iter().flatten().flat_map(run).collect()
}

fn run(run: &Value) -> Vec<Fact> {
    let text = |pointer: &str| run.pointer(pointer).and_then(Value::as_str);
    let tool = text("/tool/driver/name").unwrap_or_default();
    let at = text("/invocations/0/endTimeUtc")
        .or_else(|| text("/invocations/0/startTimeUtc"))
        .and_then(moment);
    let commit = text("/versionControlProvenance/0/revisionId");
    // A scan that says of itself that it broke off has shown nothing.
    let whole = run.pointer("/invocations/0/executionSuccessful") != Some(&Value::Bool(false));
    let clean = if whole { Outcome::Passed } else { Outcome::Skipped };
    let mut rules: BTreeMap<&str, Outcome> = BTreeMap::new();
    let extensions = run.pointer("/tool/extensions").and_then(Value::as_array);
    for part in run
        .pointer("/tool/driver")
        .into_iter()
        .chain(extensions.into_iter().flatten())
    {
        let listed = part.get("rules").and_then(Value::as_array);
        for rule in listed.into_iter().flatten() {
            if let Some(id) = rule.get("id").and_then(Value::as_str) {
                rules.insert(id, clean);
            }
        }
    }
    let results = run.get("results").and_then(Value::as_array);
    for result in results.into_iter().flatten() {
        if let Some(id) = rule_of(run, result) {
            let outcome = rules.entry(id).or_insert(clean);
            *outcome = (*outcome).max(outcome_of(result));
        }
    }
    let fact =
        |(rule, outcome): (&str, Outcome)| Fact::new(Source::Sarif, &[tool, rule], outcome).taken(at, commit);
    rules.into_iter().map(fact).collect()
}

/// The id of the rule that a result is about, by name or by index (SARIF 2.1.0, sections 3.27.5 to 3.27.7).
fn rule_of<'v>(run: &'v Value, result: &'v Value) -> Option<&'v str> {
    let named = result.get("ruleId").or_else(|| result.pointer("/rule/id"));
    if let Some(id) = named.and_then(Value::as_str) {
        return Some(id);
    }
    let index = result.get("ruleIndex")?.as_u64()?;
    run.pointer(&format!("/tool/driver/rules/{index}/id"))?.as_str()
}

/// What a result says of its rule: results that somebody accepted or that are gone again say nothing.
fn outcome_of(result: &Value) -> Outcome {
    let word = |key: &str| result.get(key).and_then(Value::as_str);
    let suppressed = result
        .get("suppressions")
        .and_then(Value::as_array)
        .is_some_and(|all| {
            let in_force =
                |one: &Value| matches!(one.get("status").and_then(Value::as_str), None | Some("accepted"));
            !all.is_empty() && all.iter().all(in_force)
        });
    if suppressed || word("baselineState") == Some("absent") {
        return Outcome::Passed;
    }
    match word("kind") {
        Some("pass" | "informational") => Outcome::Passed,
        Some("notApplicable" | "open" | "review") => Outcome::Skipped,
        _ if matches!(word("level"), Some("note" | "none")) => Outcome::Passed,
        _ => Outcome::Failed,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(crate) const SAMPLE: &str = r#"{"version": "2.1.0", "runs": [{
      "tool": {"driver": {"name": "semgrep", "rules": [{"id": "card-fields"}, {"id": "sql"}, {"id": "quiet"}]},
               "extensions": [{"name": "more", "rules": [{"id": "extra"}]}]},
      "invocations": [{"executionSuccessful": true, "endTimeUtc": "2026-11-20T10:00:00Z"}],
      "versionControlProvenance": [{"repositoryUri": "https://example.com/r", "revisionId": "4f2a9c1"}],
      "results": [
        {"ruleId": "sql", "level": "error", "message": {"text": "no"}},
        {"ruleIndex": 2, "message": {"text": "no"}, "suppressions": [{"kind": "inSource"}]},
        {"ruleId": "unlisted", "kind": "open", "message": {"text": "?"}}]}]}"#;

    fn outcomes(text: &str) -> Vec<String> {
        let facts = read(&serde_json::from_str(text).unwrap());
        facts
            .iter()
            .map(|fact| format!("{} {:?}", fact.name, fact.outcome))
            .collect()
    }

    #[test]
    fn a_rule_passes_where_nothing_open_was_found() {
        assert_eq!(
            outcomes(SAMPLE),
            [
                "semgrep/card-fields Passed",
                "semgrep/extra Passed",
                "semgrep/quiet Passed",
                "semgrep/sql Failed",
                "semgrep/unlisted Skipped",
            ]
        );
        let fact = &read(&serde_json::from_str(SAMPLE).unwrap())[0];
        assert_eq!(fact.commit.as_deref(), Some("4f2a9c1"));
        assert_eq!(fact.at, moment("2026-11-20T10:00:00Z"));
        let broken_off = SAMPLE.replace("\"executionSuccessful\": true", "\"executionSuccessful\": false");
        assert_eq!(outcomes(&broken_off)[0], "semgrep/card-fields Skipped");
        assert_eq!(outcomes(r#"{"runs": [{}]}"#), [] as [&str; 0]);
    }
}
