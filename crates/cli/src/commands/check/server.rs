//! What a running server says that it enforces.

use anyhow::{Context, bail};
use journey::ServerFacts;
use reqwest::StatusCode;

use crate::commands::block_on;

/// How long a server has to answer.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(20);

/// Asks `GET /v1/enforced` with the key in `SAFECONDUCT_KEY`.
pub(super) fn facts(url: &str) -> anyhow::Result<ServerFacts> {
    if !(url.starts_with("http://") || url.starts_with("https://")) {
        bail!("`{url}` is not the address of a server; write it like `https://safe.example.com`");
    }
    let Ok(key) = std::env::var("SAFECONDUCT_KEY") else {
        bail!(
            "the server needs a key that may read: make one with `safeconduct key create ci --scopes read`, and put \
             it into SAFECONDUCT_KEY"
        );
    };
    block_on(ask(url.trim_end_matches('/'), &key))
}

async fn ask(url: &str, key: &str) -> anyhow::Result<ServerFacts> {
    let client = reqwest::Client::builder().timeout(PATIENCE).build()?;
    let answer = client
        .get(format!("{url}/v1/enforced"))
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
        StatusCode::NOT_FOUND => {
            bail!(
                "the server `{url}` does not say what it enforces; it is older than this program, or no Safeconduct"
            )
        }
        other => bail!("the server `{url}` answered {other} when asked what it enforces"),
    }
    answer
        .json()
        .await
        .with_context(|| format!("what the server `{url}` answered cannot be read"))
}
