//! Many connections, each of which sends its next request as soon as it has heard the answer to the last.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;

use anyhow::bail;
use serde::Deserialize;
use tokio::task::JoinSet;

use crate::http::Connection;
use crate::latencies::Latencies;
use crate::machine;
use crate::process;
use crate::running::Running;
use crate::stopwatch::Stopwatch;

/// What is sent over one connection.
pub(crate) trait Requests: Send + 'static {
    /// Writes the next request in place of what the buffer holds.
    fn next(&mut self, request: &mut Vec<u8>);
}

/// What a server did while it was pressed.
#[derive(Debug)]
pub(crate) struct Pressed {
    pub(crate) seconds: f64,
    pub(crate) latencies: Latencies,
    /// How often each verdict was given; empty where the server gives none.
    pub(crate) verdicts: BTreeMap<String, u64>,
    pub(crate) server_cpu_seconds: f64,
    pub(crate) client_cpu_seconds: f64,
    /// What the rest of the machine used meanwhile: where it is not small, the figures are of a shared machine.
    pub(crate) others_cpu_seconds: f64,
    pub(crate) resident_bytes: u64,
}

impl Pressed {
    pub(crate) fn requests(&self) -> f64 {
        self.latencies.len() as f64
    }

    pub(crate) fn a_second(&self) -> f64 {
        self.requests() / self.seconds
    }

    /// Microseconds of the server's CPU for each request.
    pub(crate) fn server_micros_each(&self) -> f64 {
        self.server_cpu_seconds / self.requests().max(1.0) * 1e6
    }
}

/// One connection and what goes over it.
struct Line<R> {
    connection: Connection,
    requests: R,
    heard: Heard,
}

#[derive(Debug, Default)]
struct Heard {
    nanos: Vec<u64>,
    verdicts: BTreeMap<String, u64>,
}

/// The lines to one server.
pub(crate) struct Press<R>(Vec<Line<R>>);

impl<R: Requests> Press<R> {
    /// Opens a connection for each stream of requests.
    pub(crate) async fn open(
        address: SocketAddr,
        streams: impl IntoIterator<Item = R>,
    ) -> anyhow::Result<Self> {
        let mut lines = Vec::new();
        for requests in streams {
            lines.push(Line {
                connection: Connection::open(address).await?,
                requests,
                heard: Heard::default(),
            });
        }
        Ok(Self(lines))
    }

    /// Presses for a while, and measures the server's process meanwhile.
    pub(crate) async fn press(&mut self, server: &Running, longest: Duration) -> anyhow::Result<Pressed> {
        let own = std::process::id();
        let own_cpu = || process::cpu_seconds(own).unwrap_or_default();
        let before = (server.cpu_seconds()?, own_cpu(), machine::busy_seconds());
        let watch = Stopwatch::start();
        let mut running = JoinSet::new();
        for mut line in self.0.drain(..) {
            running.spawn(async move {
                line.heard = Heard::default();
                line.run(watch, longest).await.map(|()| line)
            });
        }
        while let Some(ended) = running.join_next().await {
            self.0.push(ended??);
        }
        let seconds = watch.seconds();
        let after = (server.cpu_seconds()?, own_cpu(), machine::busy_seconds());
        let (server_cpu_seconds, client_cpu_seconds) = (after.0 - before.0, after.1 - before.1);
        let (mut nanos, mut verdicts) = (Vec::new(), BTreeMap::new());
        for heard in self.0.iter_mut().map(|line| std::mem::take(&mut line.heard)) {
            nanos.extend(heard.nanos);
            for (verdict, count) in heard.verdicts {
                *verdicts.entry(verdict).or_default() += count;
            }
        }
        Ok(Pressed {
            seconds,
            latencies: Latencies::of(nanos),
            verdicts,
            server_cpu_seconds,
            client_cpu_seconds,
            others_cpu_seconds: (after.2 - before.2 - server_cpu_seconds - client_cpu_seconds).max(0.0),
            resident_bytes: server.resident_bytes()?,
        })
    }
}

/// What is read of an answer.
#[derive(Deserialize)]
struct Told<'a> {
    #[serde(borrow)]
    verdict: Option<&'a str>,
}

impl<R: Requests> Line<R> {
    async fn run(&mut self, begun: Stopwatch, longest: Duration) -> anyhow::Result<()> {
        let mut request = Vec::with_capacity(2 << 10);
        while begun.elapsed() < longest {
            self.requests.next(&mut request);
            let watch = Stopwatch::start();
            let answer = self.connection.ask(&request).await?;
            let nanos = u64::try_from(watch.elapsed().as_nanos()).unwrap_or(u64::MAX);
            if answer.status != 200 {
                let said = String::from_utf8_lossy(answer.body);
                bail!("the server answered {}: {said}", answer.status);
            }
            self.heard.nanos.push(nanos);
            let told: Told<'_> = serde_json::from_slice(answer.body)?;
            if let Some(verdict) = told.verdict {
                match self.heard.verdicts.get_mut(verdict) {
                    Some(count) => *count += 1,
                    None => drop(self.heard.verdicts.insert(verdict.to_owned(), 1)),
                }
            }
        }
        Ok(())
    }
}
