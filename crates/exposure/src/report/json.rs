//! Findings as JSON, for programs.

use serde_json::{Map, Value, json as object};

use super::{Outcome, full_path};
use crate::finding::{Finding, What};

/// `{"findings": […], "skipped": […], "scanned": {"objects", "bytes", …}}`.
pub fn json(outcome: &Outcome<'_>) -> Value {
    object!({
        "prefixes": outcome.prefixes,
        "findings": outcome.findings.iter().map(finding).collect::<Vec<_>>(),
        "suppressed": outcome.weighed.suppressed.iter().map(|suppressed| {
            let mut value = finding(&suppressed.finding);
            if let Some(fields) = value.as_object_mut() {
                fields.insert("suppression".to_owned(), object!(suppressed.by));
            }
            value
        }).collect::<Vec<_>>(),
        "stale_suppressions": outcome.weighed.stale,
        "skipped": outcome.skipped,
        "scanned": outcome.scanned,
    })
}

fn finding(finding: &Finding) -> Value {
    let place = &finding.place;
    let mut out = Map::new();
    let mut put = |name: &str, value: Value| drop(out.insert(name.to_owned(), value));
    match &finding.what {
        What::Token { kind, instance } => {
            put("kind", kind.letter().to_string().into());
            put("instance", instance.to_string().into());
            put("verified_by", "checksum".into());
        }
        What::Legacy { name } => {
            put("kind", "legacy".into());
            put("pattern", name.as_str().into());
        }
    }
    put("sha256", finding.sha256.to_string().into());
    put("last_four", finding.last_four.as_str().into());
    put("in", object!(place.medium));
    put("path", full_path(place).into());
    put("line", place.spot.line.into());
    put("column", place.spot.column.into());
    put("offset", place.spot.offset.into());
    put("decoders", object!(place.spot.decoders));
    put("present", place.present.into());
    put("object", object!(place.object));
    put("commit", object!(place.commit));
    put("times", place.times.into());
    Value::Object(out)
}
