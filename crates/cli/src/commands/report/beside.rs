//! What stands in the report beside the journeys: figures of a server, results of tests.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use exchange::export::Figures;
use journey::evidence::{self, Fact};
use reqwest::StatusCode;
use vocabulary::Moment;

use crate::commands::block_on;
use crate::journeys;

/// How long a server has to answer.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(20);

/// Most bytes of an answer.
const MAX_ANSWER: usize = 16 << 20;

/// Figures, and when they were counted; of a saved answer that is when it was saved.
pub(super) fn figures(
    server: Option<&str>,
    file: Option<&Path>,
    now: Moment,
) -> anyhow::Result<Option<(Figures, Option<Moment>)>> {
    if let Some(url) = server {
        let text = block_on(answer(url.trim_end_matches('/')))?;
        let figures =
            Figures::from_answer(&text).with_context(|| format!("what `{url}` answered cannot be used"))?;
        return Ok(Some((figures, Some(now))));
    }
    let Some(path) = file else {
        return Ok(None);
    };
    let text = journeys::text(path)?;
    let figures =
        Figures::from_answer(&text).with_context(|| format!("`{}` cannot be used", path.display()))?;
    Ok(Some((figures, saved(path))))
}

/// Everything that the files of evidence say. Results that do not say when they were found are as old as
/// their file.
pub(super) fn evidence(paths: &[PathBuf]) -> anyhow::Result<Vec<Fact>> {
    let mut facts = Vec::new();
    for path in paths {
        let name = path.display().to_string();
        let bytes = std::fs::read(path).with_context(|| format!("the evidence `{name}` cannot be read"))?;
        facts.extend(evidence::read(&name, &bytes, saved(path))?);
    }
    Ok(facts)
}

/// When a file was last written.
fn saved(path: &Path) -> Option<Moment> {
    let at = std::fs::metadata(path).and_then(|about| about.modified()).ok()?;
    let since = at.duration_since(std::time::UNIX_EPOCH).ok()?;
    i64::try_from(since.as_millis()).ok().map(Moment::from_millis)
}

/// What the server answers to `GET /v1/journeys`.
async fn answer(url: &str) -> anyhow::Result<String> {
    if !(url.starts_with("http://") || url.starts_with("https://")) {
        bail!("`{url}` is not the address of a server; write it like `https://safe.example.com`");
    }
    let key = std::env::var("SAFECONDUCT_KEY").unwrap_or_default();
    if key.trim().is_empty() {
        bail!(
            "the server needs a key that may read: make one with `safeconduct key create report --scopes read`, and \
             put it into SAFECONDUCT_KEY"
        );
    }
    let client = reqwest::Client::builder().timeout(PATIENCE).build()?;
    let mut answer = client
        .get(format!("{url}/v1/journeys"))
        .bearer_auth(key.trim())
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
    String::from_utf8(body).with_context(|| format!("what the server `{url}` answered is not UTF-8"))
}
