//! `safeconduct demo`: a server, journeys, and a simulated shop under attack, in one command.

mod mailbox;
mod shop;

use std::collections::BTreeMap;
use std::future::Future;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use ::people::Courier;
use anyhow::{Context, bail};
use engine::access::{KEY_LIFE, Scope};
use engine::{Clock, Engine, Mode, Stated};
use futures::{StreamExt, stream};
use serde_json::{Value, json};
use server::{Server, Settings};
use simulator::{Crowd, Request};
use tokio::net::TcpListener;
use vocabulary::{Event, Mark, Moment, Verdict};

use self::mailbox::Mailbox;
use super::{admin, console, serve};
use crate::args::{DemoArgs, LogFormat};
use crate::house::House;
use crate::output::{self, Format, bold, count, faint, green, red};
use crate::people::{self, PeopleConfig};
use crate::real::RealClock;
use crate::{Exit, journeys};

/// How far back the shop's history goes.
const HISTORY_DAYS: u16 = 28;
/// Requests of the history that are under way at once.
const AT_ONCE: usize = 64;

/// Runs until Ctrl-C, or for as long as was asked.
pub(super) async fn run(args: DemoArgs) -> anyhow::Result<Exit> {
    serve::start_log(LogFormat::Text, "error")?;
    let (data, _temporary) = folder(&args)?;
    let Ok((stated, _)) = Stated::read(&journeys::default(), true) else {
        bail!("the default journeys cannot be used")
    };
    let house = House::at(&data);
    let engine = Arc::new(house.open(stated, Arc::new(RealClock)).await?);
    let listener = listen(args.listen).await?;
    let url = url_of(listener.local_addr()?);
    let (shop_listener, shop_url) = shop::listen(listener.local_addr()?).await?;
    let config = PeopleConfig {
        name: Some("The Demo Shop".to_owned()),
        return_to: vec![shop_url.clone()],
        token_scopes: vec!["orders:read".to_owned(), "orders:write".to_owned()],
        ..PeopleConfig::default()
    };
    let theme = Arc::new(config.theme()?);
    let mailbox = Arc::new(Mailbox::new(&url, Arc::clone(&theme)));
    let people = people::people(
        Arc::clone(&engine),
        house.people_secrets(&engine).await?,
        config.settings(&url, Mark::Simulated)?,
        Arc::clone(&mailbox) as Arc<dyn Courier>,
        Arc::default(),
    );
    let settings = Settings {
        public_url: url.clone(),
        simulated: true,
        theme,
        ..Settings::default()
    };
    let server = Server::new(people, settings, Some(serve::start_metrics()?));
    let mut crowd = Crowd::new(simulator::Settings {
        seed: args.seed,
        customers: args.customers,
        started: RealClock.now(),
    });
    if args.format == Format::Text {
        output::line(faint("Living through four weeks of a small shop's past …"));
    }
    let past = live_through_the_past(&engine, &mut crowd).await?;
    let secret = engine
        .issue_platform_key("demo shop", &[Scope::Decide, Scope::Report], KEY_LIFE)
        .await?
        .secret
        .reveal()
        .to_owned();
    let link = console::link(&url, engine.make_link().await?.reveal());
    let stop = server.stopper();
    serve::stop_on_signal(stop.clone())?;
    tokio::spawn(server.serve_admin(admin::listen(&house)?));
    let serving = tokio::spawn(server.serve(listener));
    let shop = shop::Shop::new(&url, &shop_url, &secret, mailbox);
    let shop = tokio::spawn(shop.serve(shop_listener, stop.clone()));
    if args.format == Format::Text {
        welcome(&link, &shop_url, past);
    }
    let platform = Platform {
        client: reqwest::Client::new(),
        url,
        secret,
        narrate: args.format == Format::Text,
    };
    let end = async {
        match args.seconds {
            Some(seconds) => tokio::select! {
                () = tokio::time::sleep(Duration::from_secs(seconds)) => {}
                () = stop.stopped() => {}
            },
            None => stop.stopped().await,
        }
    };
    let walked = platform.walk(&mut crowd, args.speed, end).await;
    stop.stop();
    serving.await?.context("the server failed")?;
    shop.await?.context("the demo's shop failed")?;
    walked?;
    finish(&crowd, &args);
    Ok(Exit::Well)
}

/// Where the demo's people are reached: passkeys belong to a name, and `localhost` is one.
fn url_of(address: SocketAddr) -> String {
    if address.ip().is_loopback() {
        format!("http://localhost:{}", address.port())
    } else {
        format!("http://{address}")
    }
}

/// The data's folder; a temporary one goes away with what keeps it.
fn folder(args: &DemoArgs) -> anyhow::Result<(PathBuf, Option<tempfile::TempDir>)> {
    if let Some(data) = &args.data {
        return Ok((data.clone(), None));
    }
    let temporary = tempfile::tempdir().context("no temporary folder can be made; name one with --data")?;
    Ok((temporary.path().join("data"), Some(temporary)))
}

/// Another program may be using the usual port: then any other will do.
async fn listen(wanted: SocketAddr) -> anyhow::Result<TcpListener> {
    if let Ok(listener) = TcpListener::bind(wanted).await {
        return Ok(listener);
    }
    let any = SocketAddr::new(wanted.ip(), 0);
    TcpListener::bind(any)
        .await
        .with_context(|| format!("cannot listen on {}", wanted.ip()))
}

/// Tells the engine four weeks of the shop's history; says how many events that were. One account's events
/// are told in order, those of different accounts side by side.
async fn live_through_the_past(engine: &Engine, crowd: &mut Crowd) -> anyhow::Result<u64> {
    let past: Vec<Request> = crowd.history(HISTORY_DAYS).collect();
    let count = past.len() as u64;
    // A day at a time, so that what happens on a network is seen in about the order in which it happened.
    for day in past.chunk_by(|left, right| left.due.hour() / 24 == right.due.hour() / 24) {
        let mut by_account: BTreeMap<String, Vec<Event>> = BTreeMap::new();
        for request in day {
            by_account
                .entry(request.event.account.to_string())
                .or_default()
                .push(request.event.clone());
        }
        let told = stream::iter(by_account.into_values())
            .map(|events| tell(engine, events))
            .buffer_unordered(AT_ONCE);
        told.collect::<Vec<anyhow::Result<()>>>()
            .await
            .into_iter()
            .collect::<anyhow::Result<()>>()?;
    }
    Ok(count)
}

async fn tell(engine: &Engine, events: Vec<Event>) -> anyhow::Result<()> {
    for event in events {
        engine.enforce(event, Mode::Tell).await?;
    }
    Ok(())
}

fn welcome(link: &str, shop: &str, past: u64) {
    output::line(format!(
        "{} A small shop, {} events of its last four weeks, and simulated customers and attackers from now on.",
        bold("Safeconduct demo."),
        count(past)
    ));
    output::line("");
    output::line(format!("Open in a browser:  {}", bold(link)));
    output::line(format!("Be a customer:      {}", bold(shop)));
    output::line("");
    output::line(faint(
        "Within a minute a takeover is challenged, a copied session is ended and a charge is held. Ctrl-C stops.",
    ));
    output::line("");
}

fn finish(crowd: &Crowd, args: &DemoArgs) {
    let summary = crowd.summary();
    match args.format {
        Format::Json => output::json(&json!({
            "simulated": true,
            "seed": args.seed,
            "takeovers_tried": summary.takeovers_tried,
            "takeovers_stopped": summary.takeovers_stopped,
            "takeovers_succeeded": summary.takeovers_succeeded,
            "takeovers_let_in": summary.takeovers_let_in,
            "charges_tried_by_thieves": summary.charges_tried_by_thieves,
            "charges_held": summary.charges_held,
            "passwords_guessed_at": summary.passwords_guessed_at,
            "honest_sign_ins": summary.honest_sign_ins,
            "honest_challenges": summary.honest_challenges,
            "honest_people_challenged": summary.honest_people_challenged,
            "honest_people_denied": summary.honest_people_denied,
            "honest_orders": summary.honest_orders,
            "honest_orders_lost": summary.honest_orders_lost,
        })),
        Format::Text => {
            output::line("");
            output::line(bold("What came of it (simulated)"));
            for (words, number) in summary.lines() {
                output::line(format!("  {:>7}  {words}", count(number)));
            }
            if let Some(data) = &args.data {
                output::line(format!(
                    "The data is in {0}. Try: safeconduct ledger verify --data {0}",
                    data.display()
                ));
            }
        }
    }
}

/// The shop as the platform that asks Safeconduct, over HTTP like any other.
struct Platform {
    client: reqwest::Client,
    url: String,
    secret: String,
    narrate: bool,
}

impl Platform {
    /// Lets the crowd walk until `end`.
    async fn walk(&self, crowd: &mut Crowd, speed: u32, end: impl Future<Output = ()>) -> anyhow::Result<()> {
        crowd.live(speed);
        let mut end = std::pin::pin!(end);
        let began = RealClock.now();
        let mut first: Option<Moment> = None;
        loop {
            let Some(request) = crowd.next_request() else {
                return Ok(());
            };
            let first = *first.get_or_insert(request.due);
            let due = began + request.due.since(first);
            let turn = async {
                tokio::time::sleep(due.since(RealClock.now()).to_std()).await;
                self.send(&request).await
            };
            let answer = tokio::select! {
                biased;
                () = &mut end => return Ok(()),
                answer = turn => answer?,
            };
            self.take(crowd, &request, &answer);
        }
    }

    async fn send(&self, request: &Request) -> anyhow::Result<Value> {
        // Events are dated when they are sent: the crowd's own clock may lag behind.
        let mut event = request.event.clone();
        event.at = RealClock.now();
        let (path, body) = if request.asks {
            ("/v1/decide", json!(event))
        } else {
            ("/v1/events", json!({"events": [event]}))
        };
        let sent = self
            .client
            .post(format!("{}{path}", self.url))
            .bearer_auth(&self.secret)
            .json(&body)
            .send()
            .await?;
        let fine = sent.status().is_success();
        let answer: Value = sent.json().await?;
        if !fine
            || answer
                .get("refused")
                .and_then(Value::as_array)
                .is_some_and(|refused| !refused.is_empty())
        {
            bail!("the server refused an event of the demo: {answer}\n{body}");
        }
        Ok(answer)
    }

    fn take(&self, crowd: &mut Crowd, request: &Request, answer: &Value) {
        for follows in answer
            .get("follows")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            if let Some(event) = follows_event(request, follows) {
                crowd.told(&event);
                self.say(&event);
            }
        }
        if let (true, Ok(verdict)) = (request.asks, serde_json::from_value::<Verdict>(answer.clone())) {
            crowd.answered(&request.event.key, verdict);
        }
    }

    /// Tells what is worth knowing, one line each.
    fn say(&self, event: &Event) {
        let words = match event.kind.name() {
            "session.ended" if event.text("because") == Some("odd") => red("session ended"),
            "effect.held" => red("charge held"),
            "challenge.asked" => bold("challenged"),
            "incident.cleared" | "access.restored" => green("all well again"),
            _ => return,
        };
        if self.narrate {
            let at = event.at.to_string();
            let time = at.get(11..19).unwrap_or_default().to_owned();
            output::line(format!(
                "{}  {:<24} {:<12} {}",
                faint(time),
                words,
                event.account,
                server::console::words::describe(event)
            ));
        }
    }
}

fn follows_event(request: &Request, follows: &Value) -> Option<Event> {
    let mut event = follows.clone();
    let object = event.as_object_mut()?;
    object.insert("key".to_owned(), json!(request.event.key));
    object.insert("account".to_owned(), json!(request.event.account));
    object.insert("at".to_owned(), json!(RealClock.now()));
    object.retain(|_, value| !value.is_null());
    serde_json::from_value(event).ok()
}
