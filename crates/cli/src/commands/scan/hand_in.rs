//! `safeconduct scan --server`: what was found is named to the server by its hash, and ends there. No token leaves this
//! machine.

use std::time::Duration;

use anyhow::{Context, bail};
use exposure::finding::{Finding, Leak, Secret};
use reqwest::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};
use vocabulary::Moment;

use crate::commands::block_on;

/// How long a server has to answer one request.
const PATIENCE: Duration = Duration::from_secs(60);
/// Findings in one request.
const AT_ONCE: usize = 500;
/// Most bytes of an answer.
const MAX_ANSWER: usize = 4 << 20;

/// What became of what was found.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct HandedIn {
    /// Tokens that the server knows.
    pub(super) known: u64,
    /// Tokens that worked until now, and have ended.
    pub(super) ended: u64,
}

#[derive(Deserialize)]
struct Answer {
    known: u64,
    ended: u64,
}

/// Hands in every token whose checksum fits. Older kinds are the platform's to end.
pub(super) fn hand_in(url: &str, leaks: &[Leak]) -> anyhow::Result<HandedIn> {
    if !(url.starts_with("http://") || url.starts_with("https://")) {
        bail!("`{url}` is not the address of a server; write it like `https://safe.example.com`");
    }
    let key = std::env::var("SAFECONDUCT_KEY").unwrap_or_default();
    if key.trim().is_empty() {
        bail!(
            "the server needs a key that may report leaks: make one with `safeconduct key create scanner --scopes leaks`, \
             and put it into SAFECONDUCT_KEY"
        );
    }
    let findings: Vec<Value> = leaks
        .iter()
        .filter(|leak| matches!(leak.secret, Secret::Token(_)))
        .map(|leak| finding(&leak.finding))
        .collect();
    block_on(send(url.trim_end_matches('/'), key.trim(), &findings))
}

fn finding(finding: &Finding) -> Value {
    let place = &finding.place;
    let inside = std::iter::once(place.path.as_str()).chain(place.spot.inside.iter().map(String::as_str));
    let mut told = json!({
        "sha256": finding.sha256.to_string(),
        "path": inside.collect::<Vec<_>>().join(" in "),
        "line": place.spot.line,
        "source": "scan",
    });
    if let (Some(commit), Some(fields)) = (&place.commit, told.as_object_mut()) {
        fields.insert("commit".to_owned(), json!(commit.id));
        fields.insert("author".to_owned(), json!(commit.author));
        let date = Moment::from_millis(commit.at.clamp(0, i64::from(u32::MAX)).saturating_mul(1_000));
        fields.insert("date".to_owned(), json!(date));
    }
    told
}

async fn send(url: &str, key: &str, findings: &[Value]) -> anyhow::Result<HandedIn> {
    let client = reqwest::Client::builder().timeout(PATIENCE).build()?;
    let mut sum = HandedIn::default();
    for part in findings.chunks(AT_ONCE) {
        let mut answer = client
            .post(format!("{url}/v1/leaks"))
            .bearer_auth(key)
            .json(&json!({"findings": part}))
            .send()
            .await
            .with_context(|| format!("the server `{url}` cannot be reached; nothing was handed in"))?;
        match answer.status() {
            StatusCode::OK => {}
            StatusCode::UNAUTHORIZED => {
                bail!("the server `{url}` does not accept the key in SAFECONDUCT_KEY")
            }
            StatusCode::FORBIDDEN => {
                bail!("the key in SAFECONDUCT_KEY may not report leaks; make one with `--scopes leaks`")
            }
            other => bail!("the server `{url}` answered {other} when it was told of leaks"),
        }
        let mut body = Vec::new();
        while let Some(part) = answer.chunk().await.context("the answer breaks off")? {
            if body.len() + part.len() > MAX_ANSWER {
                bail!("the server `{url}` answered with more than {MAX_ANSWER} bytes");
            }
            body.extend_from_slice(&part);
        }
        let told: Answer = serde_json::from_slice(&body)
            .with_context(|| format!("what the server `{url}` answered is not what was expected"))?;
        sum.known += told.known;
        sum.ended += told.ended;
    }
    Ok(sum)
}
