//! `safeconduct serve`: the server, until it is told to stop.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use ::people::Courier;
use anyhow::{Context, bail};
use engine::{Engine, Stated};
use mail::{Office, Post, Smtp};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use server::{Server, Settings, Stop};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;
use vocabulary::Mark;

use super::{admin, console};
use crate::args::{LogFormat, ServeArgs};
use crate::config::Config;
use crate::house::House;
use crate::output::{self, bold};
use crate::real::RealClock;
use crate::{Exit, journeys, people};

/// How often the folder of journeys is looked at.
const RELOAD_EVERY: Duration = Duration::from_secs(2);

/// Serves.
pub(super) async fn run(args: ServeArgs) -> anyhow::Result<Exit> {
    let mut config = match Config::read(&args) {
        Ok(config) => config,
        Err(error) => {
            output::error(&error);
            return Ok(Exit::Misused);
        }
    };
    start_log(config.log_format.value, &config.log.value)?;
    let known = Arc::new(config.passwords.open()?);
    let files = journeys::of(config.journeys.value.as_deref())?;
    let stated = state(&files, config.shadow.value)?;
    let house = House::at(&config.data.value);
    let engine = Arc::new(house.open(stated, Arc::new(RealClock)).await?);
    let listener = TcpListener::bind(config.listen.value).await.with_context(|| {
        format!(
            "cannot listen on {}; is another program using it? Choose another with --listen",
            config.listen.value
        )
    })?;
    config.bound_to(listener.local_addr()?);
    let metrics = start_metrics()?;
    // Told from the start, so that an alarm can be set on it.
    metrics::gauge!("safeconduct_journeys_invalid").set(0.0);
    let theme = Arc::new(config.people.theme()?);
    let post = post(&house, &config, &engine, Arc::clone(&theme))?;
    let people = people::people(
        Arc::clone(&engine),
        house.people_secrets(&engine).await?,
        config.people.settings(&config.public_url.value, Mark::Real)?,
        Arc::clone(&post) as Arc<dyn Courier>,
        Arc::clone(&known),
    );
    let settings = Settings {
        public_url: config.public_url.value.clone(),
        simulated: false,
        theme,
        open_to_all: config.people.sign_up.unwrap_or(true),
        proxies: config.people.proxies.clone(),
        intake: config
            .intake
            .settings(&people.settings().token_prefix, &config.data.value)?,
    };
    known.keep_up();
    let server = Server::new(people, settings, Some(metrics));
    let stop = server.stopper();
    let until = stop.clone();
    let carrying = tokio::spawn(async move { post.carry(until.stopped()).await });
    let admin = admin::listen(&house)?;
    tokio::spawn(server.serve_admin(admin));
    if let Some(folder) = config.journeys.value.clone() {
        tokio::spawn(reload(Arc::clone(&engine), folder, config.shadow.value));
    }
    // Before anything is printed: whoever reads the first line may already ask for a stop.
    stop_on_signal(stop)?;
    welcome(&engine, &config).await?;
    let outcome = server.serve(listener).await;
    // A socket that is left behind does no harm, and the next start replaces it.
    drop(std::fs::remove_file(house.socket()));
    // What is being handed over is finished: a mail server that has it must not get it once more.
    drop(carrying.await);
    outcome.context("the server failed")?;
    Ok(Exit::Well)
}

/// Carries letters to the mail server that the settings name; without one they wait in the data directory.
fn post(
    house: &House,
    config: &Config,
    engine: &Arc<Engine>,
    theme: Arc<hosted::Theme>,
) -> anyhow::Result<Arc<Post>> {
    let smtp = config.mail.smtp.as_deref().map(Smtp::at).transpose()?;
    if smtp.is_none() {
        tracing::warn!(
            "no mail server is named (`mail.smtp`): messages to people wait in the data directory"
        );
    }
    let office = Office {
        from: config
            .mail
            .from
            .clone()
            .unwrap_or_else(|| "safeconduct@localhost".to_owned()),
        origin: config.public_url.value.clone(),
        theme,
        smtp,
    };
    let (clock, names) = (Arc::clone(engine), Arc::clone(engine));
    let name = move || hex::encode(names.random::<8>());
    let post = Post::open(office, &house.spool(), move || clock.now(), name);
    Ok(Arc::new(post.map_err(|error| anyhow::anyhow!(error))?))
}

/// Reads what is stated, or says what is wrong with it.
fn state(files: &[journey::SourceFile], shadow: bool) -> anyhow::Result<Stated> {
    match Stated::read(files, false) {
        Ok((stated, _)) => Ok(if shadow { stated.in_shadow() } else { stated }),
        Err(findings) => bail!(
            "the journeys cannot be used:\n{}",
            journeys::render(&findings, false)
        ),
    }
}

async fn welcome(engine: &Engine, config: &Config) -> anyhow::Result<()> {
    output::remark(format!(
        "Safeconduct serves on {}",
        bold(&config.public_url.value)
    ));
    let first_start = engine.settle_first_start().await?;
    if first_start {
        let secret = engine.make_link().await?;
        output::remark(format!(
            "Console: {}",
            bold(console::link(&config.public_url.value, secret.reveal()))
        ));
        output::remark("The link works once, within an hour. Another: safeconduct console link");
        output::remark("Next: safeconduct key create NAME makes a key for your platform.");
    }
    Ok(())
}

/// Stops gracefully on Ctrl-C and SIGTERM.
pub(super) fn stop_on_signal(stop: Stop) -> anyhow::Result<()> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::spawn(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        stop.stop();
    });
    Ok(())
}

/// The server's own log, on standard error.
pub(super) fn start_log(format: LogFormat, filter: &str) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(filter)
        .with_context(|| format!("`{filter}` is not a log filter; write `info` or `info,server=debug`"))?;
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    let started = match format {
        LogFormat::Text => log.try_init(),
        LogFormat::Json => log.json().try_init(),
    };
    started.map_err(|error| anyhow::anyhow!("the log cannot be started: {error}"))
}

/// Metrics for Prometheus, with buckets from a tenth of a millisecond to a second.
pub(super) fn start_metrics() -> anyhow::Result<PrometheusHandle> {
    let buckets = [
        0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0,
    ];
    // From a leak's being handed in to the refusal: a repository may have to be fetched first.
    let leaks = [
        0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 3_600.0,
    ];
    let of_leaks = Matcher::Full("safeconduct_leak_refusal_seconds".to_owned());
    let builder = PrometheusBuilder::new()
        .set_buckets(&buckets)?
        .set_buckets_for_metric(of_leaks, &leaks)?;
    Ok(builder.install_recorder()?)
}

/// Looks whether the journey files have changed, and states them anew. Where they cannot be used, the last
/// good ones stay in force, and that is said loudly, once for each change.
async fn reload(engine: Arc<Engine>, folder: PathBuf, shadow: bool) {
    let mut seen = fingerprint(&folder);
    let mut ticks = tokio::time::interval(RELOAD_EVERY);
    loop {
        ticks.tick().await;
        let now = fingerprint(&folder);
        if now == seen {
            continue;
        }
        seen = now;
        let read = journeys::of_folder(&folder).and_then(|files| state(&files, shadow));
        match read {
            Ok(stated) => {
                engine.restate(stated);
                metrics::gauge!("safeconduct_journeys_invalid").set(0.0);
                tracing::info!(folder = %folder.display(), "the journeys have changed and are in force");
            }
            Err(error) => {
                metrics::gauge!("safeconduct_journeys_invalid").set(1.0);
                tracing::error!(folder = %folder.display(), "the journeys have changed and cannot be used; the last good ones stay in force. {error:#}");
            }
        }
    }
}

type Fingerprint = Vec<(PathBuf, Option<std::time::SystemTime>, u64)>;

fn fingerprint(folder: &Path) -> Fingerprint {
    let listed = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Fingerprint = listed
        .filter_map(|entry| {
            let about = entry.metadata().ok()?;
            Some((entry.path(), about.modified().ok(), about.len()))
        })
        .collect();
    files.sort();
    files
}
