//! Fetches ranges from an API, politely: few at a time, fewer tries where it says that it is busy, and nothing twice.

use std::time::Duration;

use exposure::breached::text::RANGES;
use futures::{StreamExt as _, stream};
use reqwest::header::{ACCEPT_ENCODING, CONTENT_ENCODING, ETAG, IF_NONE_MATCH, RETRY_AFTER};
use reqwest::{Client, StatusCode, Url};

use super::address::address;
use super::fetched::{Before, Body, Fetched, Record, is_range};
use super::folder::LONGEST_RANGE;
use super::{Plan, Progress};
use crate::BreachesError;

/// How it is fetched.
#[derive(Debug, Clone, Copy)]
pub struct Fetch {
    /// How many ranges are asked for at once.
    pub parallel: usize,
    /// How often a range is asked for before it is given up.
    pub tries: u32,
    /// How long the first wait between tries is; each is twice the one before, up to five minutes.
    pub wait: Duration,
}

impl Default for Fetch {
    fn default() -> Self {
        Self {
            parallel: 16,
            tries: 10,
            wait: Duration::from_millis(500),
        }
    }
}

/// No wait between two tries is longer, whatever the server asks for.
const LONGEST_WAIT: Duration = Duration::from_secs(300);
/// After so many ranges, what was fetched is made durable.
const SYNC_EVERY: u32 = 2_048;

/// What was asked of whom, where it did not come.
enum Failed {
    /// Not now: after this long, if the server says so.
    Later(String, Option<Duration>),
    /// Never.
    Over(BreachesError),
}

struct Asking<'a> {
    client: Client,
    url: &'a Url,
    plan: &'a Plan,
    how: Fetch,
    before: Option<Before>,
}

/// Fetches all ranges that are not there yet, in order, into a file beside the corpus. Where this is stopped, by
/// whatever means, the same call goes on with the range that it stopped at.
///
/// # Errors
/// If a range cannot be had, is not a range, or cannot be written.
pub async fn fetch(
    url: &Url,
    plan: &Plan,
    how: Fetch,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<(), BreachesError> {
    let client = Client::builder()
        .user_agent(concat!(
            "safeconduct/",
            env!("CARGO_PKG_VERSION"),
            " (corpus import)"
        ))
        .connect_timeout(Duration::from_secs(10))
        .timeout(Duration::from_secs(60))
        .build()
        .map_err(|error| BreachesError::Api {
            address: url.to_string(),
            what: error.to_string(),
        })?;
    let before = Before::of(plan);
    let mut fetched = Fetched::open(url, plan, before.as_ref())?;
    let asking = Asking {
        client,
        url,
        plan,
        how,
        before,
    };
    let asking = &asking;
    let mut answers = stream::iter(fetched.next..RANGES)
        .map(|range| asking.range(range))
        .buffered(how.parallel.max(1));
    while let Some(record) = answers.next().await {
        fetched.append(&record?)?;
        if fetched.next.is_multiple_of(SYNC_EVERY) {
            fetched.sync()?;
        }
        progress(Progress {
            done: u64::from(fetched.next),
            total: u64::from(RANGES),
        });
    }
    fetched.sync()
}

impl Asking<'_> {
    /// Asks for a range until it comes.
    async fn range(&self, range: u32) -> Result<Record, BreachesError> {
        let address = address(self.url, range, self.plan.algorithm);
        let mut wait = self.how.wait;
        let mut tried = 1;
        loop {
            match self.once(&address, range).await {
                Ok(record) => return Ok(record),
                Err(Failed::Over(error)) => return Err(error),
                Err(Failed::Later(what, _)) if tried >= self.how.tries => {
                    return Err(BreachesError::Api {
                        address,
                        what: format!("{what}, {tried} times"),
                    });
                }
                Err(Failed::Later(_, asked)) => {
                    // Those that were refused together do not come back together.
                    let spread = wait * (range % 8) / 16;
                    tokio::time::sleep(asked.unwrap_or(wait).min(LONGEST_WAIT) + spread).await;
                    wait = (wait * 2).min(LONGEST_WAIT);
                    tried += 1;
                }
            }
        }
    }

    async fn once(&self, address: &str, range: u32) -> Result<Record, Failed> {
        let later = |error: reqwest::Error| Failed::Later(said(&error), None);
        let over = |what: String| {
            Failed::Over(BreachesError::Api {
                address: address.to_owned(),
                what,
            })
        };
        let mut request = self.client.get(address).header(ACCEPT_ENCODING, "gzip");
        let known = self.before.as_ref().and_then(|before| before.version(range));
        if let Some(version) = known {
            request = request.header(IF_NONE_MATCH, version);
        }
        let mut response = request.send().await.map_err(later)?;
        let header = |name| response.headers().get(name).and_then(|value| value.to_str().ok());
        let version = header(ETAG).map(str::to_owned);
        match response.status() {
            StatusCode::OK => {}
            StatusCode::NOT_MODIFIED if known.is_some() => {
                return Ok(Record {
                    version: known.map(str::to_owned),
                    body: Body::Unchanged,
                });
            }
            status if status == StatusCode::TOO_MANY_REQUESTS || status.is_server_error() => {
                let asked = header(RETRY_AFTER).and_then(|seconds| seconds.trim().parse().ok());
                return Err(Failed::Later(
                    format!("answered {status}"),
                    asked.map(Duration::from_secs),
                ));
            }
            status => return Err(over(format!("answered {status}"))),
        }
        let packed = match header(CONTENT_ENCODING) {
            None | Some("identity") => false,
            Some("gzip") => true,
            Some(other) => {
                return Err(over(format!(
                    "answered in the encoding `{other}`, which was not asked for"
                )));
            }
        };
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(later)? {
            bytes.extend_from_slice(&chunk);
            if bytes.len() > LONGEST_RANGE {
                return Err(over("answered with more than 16 MiB".to_owned()));
            }
        }
        let body = if packed {
            Body::Gzip(bytes)
        } else {
            Body::Text(bytes)
        };
        let text = body.text(address).map_err(Failed::Over)?;
        is_range(&text.unwrap_or_default(), range, self.plan, address).map_err(Failed::Over)?;
        Ok(Record { version, body })
    }
}

/// Why a request failed, without the address, which stands beside it.
fn said(error: &reqwest::Error) -> String {
    let what = if error.is_timeout() {
        "did not answer in time"
    } else if error.is_connect() {
        "cannot be reached"
    } else {
        "broke off"
    };
    what.to_owned()
}
