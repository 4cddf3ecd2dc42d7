//! What is looked at beside the journeys: an OpenAPI document, and results of tests and scans.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use journey::evidence::{self, Fact};
use serde_json::Value;
use vocabulary::Moment;

/// An OpenAPI document, in JSON or YAML.
pub(super) fn openapi(path: &Path) -> anyhow::Result<Value> {
    let name = path.display();
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("the OpenAPI document `{name}` cannot be read"))?;
    let document: Value = if text.trim_start().starts_with('{') {
        serde_json::from_str(&text).with_context(|| format!("`{name}` is not JSON"))?
    } else {
        yaml(&text).with_context(|| format!("`{name}` is not YAML"))?
    };
    if !document.get("paths").is_some_and(Value::is_object) {
        bail!("`{name}` has no `paths`, so it is not an OpenAPI document");
    }
    Ok(document)
}

/// YAML of which aliases cannot make more than a machine can hold.
fn yaml(text: &str) -> Result<Value, serde_saphyr::Error> {
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_events: 4_000_000,
            max_nodes: 2_000_000,
            max_depth: 64,
            flow_nesting_limit: 64,
        },
        strict_booleans: true,
        with_snippet: false,
    };
    serde_saphyr::from_str_with_options(text, options)
}

/// Everything that the files of evidence say.
pub(super) fn evidence(paths: &[PathBuf]) -> anyhow::Result<Vec<Fact>> {
    let mut facts = Vec::new();
    for path in paths {
        let name = path.display().to_string();
        let bytes = std::fs::read(path).with_context(|| format!("the evidence `{name}` cannot be read"))?;
        let written = std::fs::metadata(path).and_then(|about| about.modified()).ok();
        let written = written
            .and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok())
            .and_then(|since| i64::try_from(since.as_millis()).ok())
            .map(Moment::from_millis);
        facts.extend(evidence::read(&name, &bytes, written)?);
    }
    Ok(facts)
}
