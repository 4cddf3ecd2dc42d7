//! How promises are kept at present: `GET /v1/journeys` of a running server.

use std::collections::BTreeMap;

use anyhow::{Context, bail};
use plan::Live;
use reqwest::StatusCode;
use serde_json::Value;

use crate::commands::block_on;

/// How long a server has to answer.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(20);

/// Most bytes of an answer.
const MAX_ANSWER: usize = 16 << 20;

/// Each promise's and guardrail's standing, by `journey/promise`.
pub(super) fn figures(url: &str) -> anyhow::Result<BTreeMap<String, Live>> {
    if !(url.starts_with("http://") || url.starts_with("https://")) {
        bail!("`{url}` is not the address of a server; write it like `https://safe.example.com`");
    }
    let key = std::env::var("SAFECONDUCT_KEY").unwrap_or_default();
    if key.trim().is_empty() {
        bail!(
            "the server needs a key that may read: make one with `safeconduct key create ci --scopes read`, and put it \
             into SAFECONDUCT_KEY"
        );
    }
    let answer = block_on(ask(url.trim_end_matches('/'), key.trim()))?;
    Ok(standings(&answer))
}

async fn ask(url: &str, key: &str) -> anyhow::Result<Value> {
    let client = reqwest::Client::builder().timeout(PATIENCE).build()?;
    let mut answer = client
        .get(format!("{url}/v1/journeys"))
        .bearer_auth(key)
        .send()
        .await
        .with_context(|| format!("the server `{url}` cannot be asked"))?;
    match answer.status() {
        StatusCode::OK => {}
        StatusCode::UNAUTHORIZED => bail!("the server `{url}` does not accept the key in SAFECONDUCT_KEY"),
        StatusCode::FORBIDDEN => {
            bail!("the key in SAFECONDUCT_KEY may not read; make one with `--scopes read`")
        }
        other => bail!("the server `{url}` answered {other} when asked for its journeys"),
    }
    let mut body = Vec::new();
    while let Some(part) = answer.chunk().await.context("the answer breaks off")? {
        if body.len() + part.len() > MAX_ANSWER {
            bail!("the server `{url}` answered with more than {MAX_ANSWER} bytes");
        }
        body.extend_from_slice(&part);
    }
    serde_json::from_slice(&body).with_context(|| format!("what the server `{url}` answered is not JSON"))
}

/// Takes what it knows; a server may say more, and a newer one other things.
fn standings(answer: &Value) -> BTreeMap<String, Live> {
    let list = |of: &Value, key: &str| of.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
    let journeys = list(answer, "journeys").into_iter();
    let promises = journeys.flat_map(|journey| {
        let mut all = list(&journey, "promises");
        all.extend(list(&journey, "guardrails"));
        all
    });
    let known = promises.filter_map(|promise| {
        let text = |key: &str| promise.get(key).and_then(Value::as_str).map(str::to_owned);
        let live = Live {
            state: text("state")?,
            says: text("in_words")?,
            value: promise.get("value").and_then(Value::as_f64),
        };
        Some((text("id")?, live))
    });
    known.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn standings_are_taken_from_promises_and_guardrails() {
        let answer = json!({"journeys": [{"id": "a", "promises": [
            {"id": "a/p", "state": "kept", "in_words": "812 of 812: as promised.", "value": 1.0},
            {"id": "a/q", "state": "unproven", "in_words": "Nothing has been counted yet.", "value": null},
            {"id": "a/strange"},
        ], "guardrails": [{"id": "a/g", "state": "broken", "in_words": "It happened once."}]}]});
        let found = standings(&answer);
        let said: Vec<(&str, &str, Option<f64>)> = found
            .iter()
            .map(|(id, live)| (id.as_str(), live.state.as_str(), live.value))
            .collect();
        assert_eq!(
            said,
            [
                ("a/g", "broken", None),
                ("a/p", "kept", Some(1.0)),
                ("a/q", "unproven", None)
            ]
        );
        assert!(standings(&json!([1, 2])).is_empty());
    }
}
