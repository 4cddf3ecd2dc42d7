//! The public keys of a code host, fetched from the one address that the configuration names.

use std::time::Duration;

use async_trait::async_trait;
use server::intake::PublicKeys;

/// Most bytes of the list.
const MOST_BYTES: usize = 64 * 1024;
/// How long fetching it may take. Whoever sent a report waits meanwhile, for 30 seconds at most.
const PATIENCE: Duration = Duration::from_secs(10);

/// Where the keys are.
pub(super) struct Published {
    url: String,
    client: reqwest::Client,
}

impl Published {
    pub(super) fn at(url: &str) -> anyhow::Result<Self> {
        let client = reqwest::Client::builder()
            .timeout(PATIENCE)
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(concat!("safeconduct/", env!("CARGO_PKG_VERSION")))
            .build()?;
        Ok(Self {
            url: url.to_owned(),
            client,
        })
    }
}

#[async_trait]
impl PublicKeys for Published {
    async fn fetch(&self) -> Result<Vec<u8>, String> {
        let answer = self.client.get(&self.url).send().await;
        let answer = answer.and_then(reqwest::Response::error_for_status);
        let mut answer = answer.map_err(|error| error.to_string())?;
        let mut body = Vec::new();
        while let Some(part) = answer.chunk().await.map_err(|error| error.to_string())? {
            body.extend_from_slice(&part);
            if body.len() > MOST_BYTES {
                return Err(format!("the list is longer than {MOST_BYTES} bytes"));
            }
        }
        Ok(body)
    }
}
