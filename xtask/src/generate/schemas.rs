//! Schemas, as JSON that a person can read.

use anyhow::{Context as _, Result};
use serde_json::Value;

pub(super) fn event() -> Result<String> {
    let document = server::openapi_document();
    let mut schema = document
        .pointer("/components/schemas/Event")
        .cloned()
        .context("the OpenAPI document has no event")?;
    if let Some(schema) = schema.as_object_mut() {
        schema.insert(
            "$schema".to_owned(),
            "https://json-schema.org/draft/2020-12/schema".into(),
        );
        schema.insert("title".to_owned(), "An event, as platforms send it".into());
    }
    pretty(&schema)
}

pub(super) fn openapi() -> Result<String> {
    pretty(&server::openapi_document())
}

pub(super) fn journey() -> Result<String> {
    pretty(&journey::journey_schema())
}

pub(super) fn controls() -> Result<String> {
    pretty(&journey::controls_schema())
}

pub(super) fn data() -> Result<String> {
    pretty(&journey::data_schema())
}

pub(super) fn exemptions() -> Result<String> {
    pretty(&journey::exemptions_schema())
}

fn pretty(value: &Value) -> Result<String> {
    Ok(serde_json::to_string_pretty(value)? + "\n")
}
