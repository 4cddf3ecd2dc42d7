//! Findings as SARIF 2.1.0 (OASIS), which code hosts and editors read.

use serde_json::{Value, json as object};

use super::{Outcome, full_path, text};
use crate::finding::{Finding, Medium, What};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The name under which a finding's fingerprint stands. Its number grows when fingerprints change their meaning.
const FINGERPRINT: &str = "safeconductToken/v1";

/// What can be found, each with its explanation.
const RULES: [(&str, &str, &str, &str); 2] = [
    (
        "leaked-token",
        "LeakedToken",
        "An API token of the platform",
        "Whoever reads this can act for its owner. Revoke the token and give out a new one; taking it out of the file, or \
         out of the history, does not undo that it was seen.",
    ),
    (
        "leaked-legacy-token",
        "LeakedLegacyToken",
        "Something that looks like an older API token of the platform",
        "It has no checksum, so only the platform can say whether it is one. If it is, revoke it.",
    ),
];

/// A whole SARIF log with one run. A result's fingerprint is made of the token's hash and the name of the file, so that
/// it stays the same when lines move.
pub fn sarif(outcome: &Outcome<'_>) -> Value {
    let mut results: Vec<Value> = outcome.findings.iter().map(result).collect();
    for suppressed in &outcome.weighed.suppressed {
        let mut silenced = result(&suppressed.finding);
        if let Some(silenced) = silenced.as_object_mut() {
            let why = object!([{"kind": "external", "justification": suppressed.by.reason}]);
            silenced.insert("suppressions".to_owned(), why);
        }
        results.push(silenced);
    }
    let skipped: Vec<Value> = outcome
        .skipped
        .iter()
        .map(|skipped| {
            object!({
                "level": "warning",
                "message": {"text": format!("`{}` {}", skipped.path, skipped.why)},
                "descriptor": {"id": "skipped"},
            })
        })
        .collect();
    object!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "safeconduct",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": RULES.map(|(id, name, short, help)| object!({
                    "id": id,
                    "name": name,
                    "shortDescription": {"text": short},
                    "help": {"text": help},
                    "defaultConfiguration": {"level": "error"},
                    "properties": {"tags": ["security"], "security-severity": "9.0"},
                })),
                "notifications": [{
                    "id": "skipped",
                    "shortDescription": {"text": "Something was not looked at, or not at all of it"},
                }],
            }},
            "columnKind": "unicodeCodePoints",
            "invocations": [{
                "executionSuccessful": true,
                "toolExecutionNotifications": skipped,
            }],
            "results": results,
            "properties": {"scanned": outcome.scanned},
        }],
    })
}

fn result(finding: &Finding) -> Value {
    let index = usize::from(matches!(finding.what, What::Legacy { .. }));
    let place = &finding.place;
    // A code host shows lines of files that it has; what lies in an archive has lines that only its own file has.
    let mut physical = object!({"artifactLocation": {"uri": uri(&place.path)}});
    let has_lines = place.spot.inside.is_empty() && matches!(place.medium, Medium::File | Medium::Staged);
    if let Some(physical) = physical.as_object_mut().filter(|_| has_lines) {
        let region = object!({"startLine": place.spot.line, "startColumn": place.spot.column});
        physical.insert("region".to_owned(), region);
    }
    object!({
        "ruleId": RULES.get(index).map(|rule| rule.0),
        "ruleIndex": index,
        "level": "error",
        "message": {"text": format!("{}, {}", text::what(finding), text::whence(finding))},
        "locations": [{
            "physicalLocation": physical,
            "logicalLocations": [{"fullyQualifiedName": full_path(place)}],
        }],
        "partialFingerprints": {FINGERPRINT: format!("{}/{}", finding.sha256, full_path(place))},
        "properties": {
            "sha256": finding.sha256.to_string(),
            "lastFour": finding.last_four,
            "decoders": place.spot.decoders,
            "object": place.object,
            "commit": place.commit,
            "present": place.present,
        },
    })
}

/// A file's name as a reference (RFC 3986): relative where the name is, so that a code host finds the file.
fn uri(name: &str) -> String {
    let name = name.replace('\\', "/");
    let mut out = String::new();
    if name.starts_with('/') {
        out.push_str("file://");
    } else if name.get(1..3) == Some(":/") {
        out.push_str("file:///");
    }
    // A relative reference must not begin with something that looks like a scheme.
    let name = name.strip_prefix("./").unwrap_or(&name);
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.extend([format!("%{byte:02X}")]);
        }
    }
    out
}
