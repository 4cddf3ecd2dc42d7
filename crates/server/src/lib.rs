//! SHOW: the decision API and the console, over an engine. Which store is behind is not known here.
//!
//! A path reads as a sentence: `api/decide.rs` is `POST /v1/decide`, `console/account.rs` the page of an
//! account. [`Server::router`] is all routes; [`serve`] runs them until told to stop.

mod admin;
mod api;
pub mod console;
mod doors;
mod front;
mod handlers;
mod health;
pub mod intake;
mod jobs;
mod keys;
mod problem;
mod whence;

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::DefaultBodyLimit;
use engine::Engine;
use hosted::Theme;
use http::HeaderValue;
use metrics_exporter_prometheus::PrometheusHandle;
use people::People;
use tokio::net::{TcpListener, UnixListener};
use tokio::sync::watch;
use vocabulary::limits::MAX_BODY_BYTES;

pub use admin::NewKey;
pub use api::openapi_document;

/// What the server needs to know besides the engine.
#[derive(Clone)]
pub struct Settings {
    /// The address under which people reach it, such as `https://safe.example.com`. Cookies are `Secure` where
    /// it begins with `https`.
    pub public_url: String,
    /// The people shown are invented: every page says so.
    pub simulated: bool,
    /// Name, mark and colours of the hosted pages.
    pub theme: Arc<Theme>,
    /// Whether people can open accounts by themselves.
    pub open_to_all: bool,
    /// Who may hand in tokens that leaked, and how they are looked for.
    pub intake: intake::IntakeSettings,
    /// Proxies in front whose word is taken for where a request comes from.
    pub proxies: Vec<IpAddr>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            public_url: "http://127.0.0.1:7878".to_owned(),
            simulated: false,
            theme: Arc::default(),
            open_to_all: true,
            intake: intake::IntakeSettings::default(),
            proxies: Vec::new(),
        }
    }
}

impl Settings {
    /// Whether browsers reach the server over TLS.
    pub(crate) fn is_secure(&self) -> bool {
        let scheme = self.public_url.get(..8);
        scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("https://"))
    }
}

/// Everything that requests share.
#[derive(Clone)]
pub(crate) struct Shared {
    pub(crate) engine: Arc<Engine>,
    pub(crate) people: Arc<People>,
    pub(crate) keys: Arc<keys::Keys>,
    pub(crate) intake: Arc<intake::Intake>,
    pub(crate) settings: Arc<Settings>,
    pub(crate) prometheus: Option<PrometheusHandle>,
    /// What browsers may do on hosted pages.
    pub(crate) hosted_policy: HeaderValue,
    stop: watch::Receiver<bool>,
}

impl Shared {
    pub(crate) fn is_stopping(&self) -> bool {
        *self.stop.borrow()
    }

    pub(crate) async fn stopped(&self) {
        let mut stop = self.stop.clone();
        // An error means that whoever could stop the server is gone, which is a stop too.
        drop(stop.wait_for(|stopping| *stopping).await);
    }
}

/// Measures how long something takes, for metrics.
pub(crate) struct Stopwatch(Instant);

impl Stopwatch {
    #[expect(
        clippy::disallowed_methods,
        reason = "this room does input and output; durations decide nothing"
    )]
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }
    pub(crate) fn seconds(&self) -> f64 {
        self.0.elapsed().as_secs_f64()
    }
}

/// A server, ready to run.
pub struct Server {
    shared: Shared,
    stop: watch::Sender<bool>,
}

/// Stops a running server, gracefully.
#[derive(Clone)]
pub struct Stop(watch::Sender<bool>);

impl Stop {
    /// No new connections; what is being answered is finished.
    pub fn stop(&self) {
        self.0.send_replace(true);
    }

    /// Waits until somebody stops it.
    pub async fn stopped(&self) {
        let mut stop = self.0.subscribe();
        // It can only end in an error once this sender is gone.
        drop(stop.wait_for(|stopping| *stopping).await);
    }
}

/// How long requests that are being answered have to finish once the server stops.
const GRACE: Duration = Duration::from_secs(10);

impl Server {
    /// A server over people's accounts and the engine behind them.
    pub fn new(people: Arc<People>, settings: Settings, prometheus: Option<PrometheusHandle>) -> Self {
        let (stop, receiver) = watch::channel(false);
        let keys = Arc::new(keys::Keys::default());
        Self {
            shared: Shared {
                hosted_policy: doors::policy(&people.settings().return_to),
                engine: Arc::clone(people.engine()),
                people,
                keys,
                intake: Arc::new(intake::Intake::new(settings.intake.clone())),
                settings: Arc::new(settings),
                prometheus,
                stop: receiver,
            },
            stop,
        }
    }

    /// What stops it.
    pub fn stopper(&self) -> Stop {
        Stop(self.stop.clone())
    }

    /// All routes.
    pub fn router(&self) -> Router {
        let app = Router::new()
            .merge(api::router())
            .merge(health::router())
            .merge(doors::router())
            .merge(intake::router())
            .merge(handlers::router());
        front::guard(app.layer(DefaultBodyLimit::max(MAX_BODY_BYTES))).with_state(self.shared.clone())
    }

    /// Serves what commands on the same machine may ask, on a socket that nobody else can open.
    pub fn serve_admin(&self, socket: UnixListener) -> impl Future<Output = std::io::Result<()>> + use<> {
        let router = admin::router().with_state(self.shared.clone());
        async move { axum::serve(socket, router).await }
    }

    /// Reads the keys anew: after one was made by the same process.
    pub async fn renew_keys(&self) -> Result<(), engine::EngineError> {
        self.shared.keys.renew(&self.shared.engine).await
    }

    /// Serves until stopped; then finishes what is being answered, and publishes the log once more.
    pub async fn serve(self, listener: TcpListener) -> std::io::Result<()> {
        self.renew_keys().await.map_err(std::io::Error::other)?;
        let jobs = tokio::spawn(jobs::run(self.shared.clone()));
        let intake = tokio::spawn(intake::run(self.shared.clone()));
        let shared = self.shared.clone();
        let serving = axum::serve(
            listener,
            self.router().into_make_service_with_connect_info::<SocketAddr>(),
        )
        .with_graceful_shutdown({
            let shared = shared.clone();
            async move { shared.stopped().await }
        });
        let result = tokio::select! {
            result = serving => result,
            () = async { shared.stopped().await; tokio::time::sleep(GRACE).await } => Ok(()),
        };
        self.stop.send_replace(true);
        for task in [jobs, intake] {
            if let Err(error) = task.await {
                tracing::error!(%error, "the background jobs ended badly");
            }
        }
        result
    }
}
