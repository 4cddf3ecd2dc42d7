//! Gives the server its accounts, through the door that platforms use: `POST /v1/events`.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Context as _, bail};
use serde::Deserialize;
use tokio::task::JoinSet;

use super::people;
use crate::{http, stopwatch};

/// Accounts in one request; each has two events, and a request takes 1,000.
const AT_ONCE: u64 = 500;
/// Requests that are under way at the same time.
const LINES: usize = 4;

#[derive(Deserialize)]
struct Reported {
    recorded: u64,
    duplicates: u64,
}

/// Tells the past of accounts `from` to `until`.
pub(super) async fn fill(address: SocketAddr, key: &str, from: u64, until: u64) -> anyhow::Result<()> {
    let next = Arc::new(AtomicU64::new(from));
    let mut lines = JoinSet::new();
    for _ in 0..LINES {
        lines.spawn(tell(address, key.to_owned(), Arc::clone(&next), until));
    }
    while let Some(ended) = lines.join_next().await {
        ended??;
    }
    Ok(())
}

async fn tell(address: SocketAddr, key: String, next: Arc<AtomicU64>, until: u64) -> anyhow::Result<()> {
    let mut connection = http::Connection::open(address).await?;
    let bearer = format!("Bearer {key}");
    let headers = [
        ("authorization", bearer.as_str()),
        ("content-type", "application/x-ndjson"),
    ];
    loop {
        let first = next.fetch_add(AT_ONCE, Ordering::Relaxed);
        if first >= until {
            return Ok(());
        }
        let numbers = first..until.min(first + AT_ONCE);
        let expected = 2 * (numbers.end - numbers.start);
        let (mut body, now) = (Vec::new(), stopwatch::now());
        for number in numbers {
            people::write_past(number, now, &mut body);
        }
        let answer = connection
            .ask(&http::request("POST", "/v1/events", &headers, &body))
            .await?;
        let said = || String::from_utf8_lossy(answer.body).into_owned();
        let reported: Reported = serde_json::from_slice(answer.body).with_context(said)?;
        if reported.recorded + reported.duplicates != expected {
            bail!("some of the accounts' past was refused: {}", said());
        }
    }
}
