//! in-toto test results (attestation framework, predicate `test-result/v0.1`), bare or in a DSSE envelope. The
//! envelope's signature is not verified here.

use base64::Engine as _;
use serde_json::Value;

use super::fact::{Fact, Outcome, Source};

const PREDICATE: &str = "https://in-toto.io/attestation/test-result/";
const ENVELOPED: &str = "application/vnd.in-toto+json";

/// The results of an attestation; `None` where the document is none.
pub(super) fn read(document: &Value) -> Result<Option<Vec<Fact>>, String> {
    if document.get("payloadType").and_then(Value::as_str) == Some(ENVELOPED) {
        let payload = document
            .get("payload")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let statement = base64::engine::general_purpose::STANDARD
            .decode(payload)
            .ok()
            .and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok())
            .ok_or("holds an envelope whose payload cannot be read")?;
        return statement_of(&statement);
    }
    statement_of(document)
}

fn statement_of(statement: &Value) -> Result<Option<Vec<Fact>>, String> {
    let kind = statement.get("_type").and_then(Value::as_str).unwrap_or_default();
    if !kind.starts_with("https://in-toto.io/Statement/") {
        return Ok(None);
    }
    let about = statement
        .get("predicateType")
        .and_then(Value::as_str)
        .unwrap_or_default();
    if !about.starts_with(PREDICATE) {
        return Err(format!("attests `{about}`; only test results are read"));
    }
    let digest = |key: &str| {
        statement
            .pointer(&format!("/subject/0/digest/{key}"))
            .and_then(Value::as_str)
    };
    let commit = digest("gitCommit").or_else(|| digest("sha1"));
    let mut facts = Vec::new();
    for (key, outcome) in [
        ("passedTests", Outcome::Passed),
        // A warned test ran and did not fail.
        ("warnedTests", Outcome::Passed),
        ("failedTests", Outcome::Failed),
    ] {
        let tests = statement
            .pointer(&format!("/predicate/{key}"))
            .and_then(Value::as_array);
        for name in tests.into_iter().flatten().filter_map(Value::as_str) {
            facts.push(Fact::new(Source::InToto, &[name], outcome).taken(None, commit));
        }
    }
    Ok(Some(facts))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(crate) const SAMPLE: &str = r#"{"_type": "https://in-toto.io/Statement/v1",
      "subject": [{"name": "git+https://example.com/r", "digest": {"gitCommit": "4f2a9c1"}}],
      "predicateType": "https://in-toto.io/attestation/test-result/v0.1",
      "predicate": {"result": "FAILED", "configuration": [], "passedTests": ["auth/second_factor"],
                    "warnedTests": ["auth/slow"], "failedTests": ["auth/waits"]}}"#;

    #[test]
    fn results_are_read_bare_and_in_an_envelope() {
        let bare: Value = serde_json::from_str(SAMPLE).unwrap();
        let payload = base64::engine::general_purpose::STANDARD.encode(SAMPLE);
        let enveloped = serde_json::json!({"payloadType": ENVELOPED, "payload": payload, "signatures": []});
        for document in [bare, enveloped] {
            let facts = read(&document).unwrap().unwrap();
            let told: Vec<String> = facts
                .iter()
                .map(|fact| format!("{} {:?}", fact.name, fact.outcome))
                .collect();
            assert_eq!(
                told,
                [
                    "auth/second_factor Passed",
                    "auth/slow Passed",
                    "auth/waits Failed"
                ]
            );
            assert!(facts.iter().all(|fact| fact.commit.as_deref() == Some("4f2a9c1")));
        }
        let check = |document: Value, expected: Result<bool, &str>| match (read(&document), expected) {
            (Ok(facts), Ok(there)) => assert_eq!(facts.is_some(), there),
            (Err(says), Err(part)) => assert!(says.contains(part), "{says}"),
            (got, _) => panic!("{document}: {got:?}"),
        };
        check(serde_json::json!({"hello": 1}), Ok(false));
        check(
            serde_json::json!({"payloadType": ENVELOPED, "payload": "!"}),
            Err("payload cannot be read"),
        );
        let other = serde_json::json!({"_type": "https://in-toto.io/Statement/v1", "predicateType": "slsa"});
        check(other, Err("only test results are read"));
    }
}
