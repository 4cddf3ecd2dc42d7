//! Answers ranges over HTTP, like the public service: `GET /range/{five digits}`.
//!
//! It speaks HTTP/1.1 and nothing else; encryption is for a proxy before it. Requests and connections are bounded in
//! number, size and time. The files may be replaced while it serves: each is looked at again every few seconds, and one
//! that cannot be used is refused, said loudly, while the old one goes on.

mod answer;
mod encoding;
mod padding;
mod rows;

use std::convert::Infallible;
use std::future::Future;
use std::path::Path;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use exposure::breached::Algorithm;
use exposure::breached::ranges::Ranges;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimePrinter;
use mapped::Mapped;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;

use crate::{BreachesError, Corpus, Live, Looked};

/// How often it is looked whether a file was replaced.
pub const LOOK_EVERY: Duration = Duration::from_secs(2);
/// How many connections there are at once; more wait to be taken on.
const MOST_CONNECTIONS: usize = 8_192;
/// How long a request's head may take to come, which is also how long a connection may be idle.
const HEAD_WITHIN: Duration = Duration::from_secs(30);
/// How long a request's head may be, in bytes; the least that the HTTP library takes.
const LONGEST_HEAD: usize = 8_192;
/// How long answers that are under way are waited for when the server stops.
const STOP_WITHIN: Duration = Duration::from_secs(5);

/// Fills a buffer with randomness.
pub type Random = Arc<dyn Fn(&mut [u8]) + Send + Sync>;

/// A file that ranges are answered from.
#[derive(Debug)]
struct Served {
    ranges: Ranges<Mapped>,
    /// When it was made, as HTTP says it.
    modified: String,
}

impl Served {
    fn open(path: &Path) -> Result<Self, BreachesError> {
        let ranges = Corpus::open_ranges(path)?;
        let seconds = i64::try_from(ranges.about().built_at).unwrap_or(0);
        let at = Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH);
        let modified = DateTimePrinter::new().timestamp_to_rfc9110_string(&at);
        Ok(Self {
            ranges,
            modified: modified.unwrap_or_default(),
        })
    }
}

/// What is served.
pub struct Service {
    served: Vec<Live<Served>>,
    random: Random,
}

impl Service {
    /// Opens the files: at most one for each algorithm.
    ///
    /// # Errors
    /// If one cannot be used.
    pub fn open<'p>(
        files: impl IntoIterator<Item = &'p Path>,
        random: Random,
    ) -> Result<Self, BreachesError> {
        let served = files
            .into_iter()
            .map(|path| Live::open(path, Served::open))
            .collect::<Result<_, _>>()?;
        Ok(Self { served, random })
    }

    /// With which algorithms passwords can be asked for.
    pub fn algorithms(&self) -> Vec<Algorithm> {
        let algorithms = self
            .served
            .iter()
            .map(|live| live.guard().ranges.about().algorithm);
        algorithms.collect()
    }

    fn of(&self, algorithm: Algorithm) -> Option<arc_swap::Guard<Arc<Served>>> {
        let mut served = self.served.iter().map(Live::guard);
        served.find(|served| served.ranges.about().algorithm == algorithm)
    }

    /// Looks at every file again, and uses those that were replaced.
    pub fn look_again(&self) {
        for live in &self.served {
            let path = live.path().display();
            match live.look_again() {
                Looked::Same => {}
                Looked::Replaced => {
                    let count = live.guard().ranges.count();
                    tracing::info!(%path, passwords = count, "the corpus was replaced and is in use");
                }
                Looked::Refused(error) => {
                    tracing::error!(%path, "the corpus was replaced and cannot be used; the old one stays. {error}");
                }
            }
        }
    }
}

/// Serves until `stop` is over, and then until answers under way are given.
pub async fn serve(listener: TcpListener, service: Arc<Service>, stop: impl Future<Output = ()> + Send) {
    let (stopped, stopping) = watch::channel(false);
    let looking = tokio::spawn(look(Arc::clone(&service)));
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    let mut connections = JoinSet::new();
    let mut stop = pin!(stop);
    loop {
        let next = async {
            let place = Arc::clone(&places).acquire_owned().await;
            (place, listener.accept().await)
        };
        tokio::select! {
            () = &mut stop => break,
            (place, accepted) = next => match accepted {
                Ok((stream, _)) => {
                    let (service, stopping) = (Arc::clone(&service), stopping.clone());
                    connections.spawn(async move {
                        connection(stream, service, stopping).await;
                        drop(place);
                    });
                }
                Err(error) => {
                    // Too many open files, mostly: waiting is all that helps.
                    tracing::warn!("a connection could not be taken on: {error}");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            },
        }
        while connections.try_join_next().is_some() {}
    }
    looking.abort();
    stopped.send_replace(true);
    let all = async { while connections.join_next().await.is_some() {} };
    drop(tokio::time::timeout(STOP_WITHIN, all).await);
}

async fn look(service: Arc<Service>) {
    let mut ticks = tokio::time::interval(LOOK_EVERY);
    loop {
        ticks.tick().await;
        let service = Arc::clone(&service);
        drop(tokio::task::spawn_blocking(move || service.look_again()).await);
    }
}

async fn connection(stream: TcpStream, service: Arc<Service>, mut stopping: watch::Receiver<bool>) {
    // Answers are written at once; waiting to fill a packet only delays them.
    drop(stream.set_nodelay(true));
    let answer = service_fn(move |request| {
        let answer = answer::answer(&service, &request);
        async move { Ok::<_, Infallible>(answer) }
    });
    let mut connection = pin!(
        http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD_WITHIN)
            .max_buf_size(LONGEST_HEAD)
            .serve_connection(TokioIo::new(stream), answer)
    );
    tokio::select! {
        // Whoever breaks off, or speaks something else, is nobody's concern.
        ended = &mut connection => drop(ended),
        _ = stopping.changed() => {
            connection.as_mut().graceful_shutdown();
            drop(connection.await);
        }
    }
}
