//! The demo's shop: a platform of a few pages, on an address of its own, that leaves everything about its people to
//! Safeconduct and asks it over HTTP, as any platform would.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Context;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Form, Router};
use engine::{Clock, Entropy};
use maud::{DOCTYPE, Markup, html};
use parking_lot::Mutex;
use serde::Deserialize;
use serde_json::{Value, json};
use server::Stop;
use tokio::net::TcpListener;

use super::mailbox::Mailbox;
use crate::real::{RealClock, RealEntropy};

const COOKIE: &str = "demo-shop";
const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}\
 form{margin:1rem 0}button,a.button{font:inherit;padding:.6rem 1.2rem;border-radius:6px;border:1px solid;background:none;\
 color:inherit;text-decoration:none;cursor:pointer;display:inline-block}pre{white-space:pre-wrap;padding:1rem;border:1px solid #8885;\
 border-radius:6px;overflow-wrap:anywhere}.note{opacity:.8}";

/// Somebody who came back from the hosted pages.
#[derive(Clone, Deserialize)]
struct Customer {
    account: String,
    session: String,
    device: String,
}

pub(super) struct Shop {
    client: reqwest::Client,
    /// Where Safeconduct is.
    safeconduct: String,
    /// Where the shop is.
    own: String,
    secret: String,
    mailbox: Arc<Mailbox>,
    customers: Mutex<HashMap<String, Customer>>,
    entropy: RealEntropy,
}

/// Listens for the shop's customers. Its address has to be known before Safeconduct starts, which sends people back
/// there.
pub(super) async fn listen(beside: SocketAddr) -> anyhow::Result<(TcpListener, String)> {
    let next = beside.port().checked_add(1).unwrap_or(0);
    let listener = match TcpListener::bind(SocketAddr::new(beside.ip(), next)).await {
        Ok(listener) => listener,
        Err(_) => TcpListener::bind(SocketAddr::new(beside.ip(), 0))
            .await
            .context("the demo's shop cannot listen")?,
    };
    let own = super::url_of(listener.local_addr()?);
    Ok((listener, own))
}

impl Shop {
    pub(super) fn new(safeconduct: &str, own: &str, secret: &str, mailbox: Arc<Mailbox>) -> Arc<Self> {
        Arc::new(Self {
            client: reqwest::Client::new(),
            safeconduct: safeconduct.to_owned(),
            own: own.to_owned(),
            secret: secret.to_owned(),
            mailbox,
            customers: Mutex::default(),
            entropy: RealEntropy::new(),
        })
    }

    pub(super) async fn serve(self: Arc<Self>, listener: TcpListener, stop: Stop) -> std::io::Result<()> {
        let app = Router::new()
            .route("/", get(home))
            .route("/back", get(back))
            .route("/buy", post(buy))
            .route("/bought", get(bought))
            .route("/new-phone", post(new_phone))
            .route("/welcome", get(welcome))
            .route("/mailbox", get(mailbox))
            .with_state(self);
        axum::serve(listener, app)
            .with_graceful_shutdown(async move { stop.stopped().await })
            .await
    }

    fn random(&self) -> String {
        let mut bytes = [0; 16];
        self.entropy.fill(&mut bytes);
        hex::encode(bytes)
    }

    fn customer(&self, headers: &HeaderMap) -> Option<Customer> {
        let cookies = headers.get(header::COOKIE)?.to_str().ok()?;
        let key = cookies.split(';').find_map(|pair| {
            let (name, value) = pair.trim().split_once('=')?;
            (name == COOKIE).then_some(value)
        })?;
        self.customers.lock().get(key).cloned()
    }

    async fn post(&self, path: &str, body: &Value) -> anyhow::Result<Value> {
        let answer = self
            .client
            .post(format!("{}{path}", self.safeconduct))
            .bearer_auth(&self.secret)
            .json(body)
            .send()
            .await?
            .error_for_status()?;
        Ok(answer.json().await?)
    }

    /// What the shop does with an answer: it goes on, sends the person to prove that it is them, or does not.
    fn answered(&self, answer: &Value, back: &str, title: &str, says: &str) -> Response {
        let prove_at = answer.get("prove_at").and_then(Value::as_str);
        let done = |title: &str, says: &str| {
            page(
                title,
                &html! { p { (says) } p { a href="/" { "Back to the shop" } } },
            )
            .into_response()
        };
        match (answer.get("verdict").and_then(Value::as_str), prove_at) {
            (Some("allow"), _) => done(title, says),
            (Some("challenge"), Some(prove_at)) => {
                Redirect::to(&format!("{prove_at}&return_to={}{back}", self.own)).into_response()
            }
            _ => done("Not done", "Safeconduct does not let this happen now."),
        }
    }

    /// Asks whether an order may be placed with a saved card, to an address that is new.
    async fn ask(&self, customer: &Customer, headers: &HeaderMap) -> anyhow::Result<Value> {
        let agent = headers
            .get(header::USER_AGENT)
            .and_then(|agent| agent.to_str().ok());
        let number = self.random();
        let event = json!({
            "key": format!("order-{number}"), "kind": "order.placed", "account": customer.account,
            "at": RealClock.now(), "session": customer.session, "mark": "simulated",
            "from": {"ip": "127.0.0.1", "agent": agent, "device": customer.device},
            "fields": {"order_id": number, "card": "saved", "address": "new", "confirmed": false},
        });
        self.post("/v1/decide", &event).await
    }
}

fn page(title: &str, body: &Markup) -> Html<String> {
    Html(
        html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    title { (title) }
                    style { (maud::PreEscaped(STYLE)) }
                }
                body { main { h1 { (title) } (body) } }
            }
        }
        .into_string(),
    )
}

async fn home(State(shop): State<Arc<Shop>>, headers: HeaderMap) -> Html<String> {
    let back = format!("{}/back", shop.own);
    let way = |path: &str| format!("{}{path}?return_to={back}", shop.safeconduct);
    let Some(customer) = shop.customer(&headers) else {
        return page(
            "The Demo Shop",
            &html! {
                p { "A shop that leaves the safety of its customers to Safeconduct. Be one of them:" }
                p { a.button href=(way("/sign-up")) { "Open an account" } " "
                    a.button href=(way("/sign-in")) { "Sign in" } }
                p.note { "Messages are not sent from here; they are shown in " a href="/mailbox" { "the mailbox" } "." }
            },
        );
    };
    page(
        "The Demo Shop",
        &html! {
            p { "You are signed in as " code { (customer.account) } "." }
            p { "Buy a laptop with your saved card, and have it sent to an address that you have never used. Whoever has \
                 copied your session would do the same, so Safeconduct asks first." }
            form method="post" action="/buy" { button type="submit" { "Buy it" } }
            p { "Or be somebody who has guessed a customer's password, and signs in with it on a phone that was never seen. \
                 Safeconduct asks for more than the password; only you can give it." }
            form method="post" action="/new-phone" { button type="submit" { "Sign in on a new phone" } }
            p { a href=(format!("{}/account", shop.safeconduct)) { "Your account's safety" } " · "
                a href="/mailbox" { "Mailbox" } }
        },
    )
}

#[derive(Deserialize)]
struct Back {
    code: Option<String>,
}

async fn back(State(shop): State<Arc<Shop>>, Query(back): Query<Back>) -> Response {
    let Some(code) = back.code else {
        return Redirect::to("/").into_response();
    };
    let fetched = shop.post("/v1/sign-ins", &json!({"code": code})).await;
    let Some(customer) = fetched.ok().and_then(|found| serde_json::from_value(found).ok()) else {
        return Redirect::to("/").into_response();
    };
    let key = shop.random();
    let cookie = format!("{COOKIE}={key}; Path=/; HttpOnly; SameSite=Lax");
    shop.customers.lock().insert(key, customer);
    let mut response = Redirect::to("/").into_response();
    if let Ok(cookie) = HeaderValue::try_from(cookie) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}

async fn buy(
    State(shop): State<Arc<Shop>>,
    headers: HeaderMap,
    _: Form<HashMap<String, String>>,
) -> Response {
    order(&shop, &headers).await
}

/// Where the person comes back to once they have proved that it is them.
async fn bought(State(shop): State<Arc<Shop>>, headers: HeaderMap) -> Response {
    order(&shop, &headers).await
}

/// The shop has a sign-in of its own as well, with a password: it asks before it lets anybody in.
async fn new_phone(State(shop): State<Arc<Shop>>, headers: HeaderMap) -> Response {
    let Some(customer) = shop.customer(&headers) else {
        return Redirect::to("/").into_response();
    };
    let number = shop.random();
    let event = json!({
        "key": format!("phone-{number}"), "kind": "sign_in.attempted", "account": customer.account,
        "at": RealClock.now(), "session": format!("phone-{number}"), "mark": "simulated",
        "from": {"ip": "127.0.0.1", "agent": "Shop app (phone)", "device": format!("phone-{number}")},
        "fields": {"password": "correct", "proved": "none"},
    });
    match shop.post("/v1/decide", &event).await {
        Ok(answer) => shop.answered(
            &answer,
            "/welcome",
            "You are in",
            "The phone was let in without another question.",
        ),
        Err(error) => could_not_ask(&error),
    }
}

async fn welcome() -> Html<String> {
    page(
        "You are in",
        &html! {
            p { "It was you: the new phone is one of yours from now on." }
            p { a href="/" { "Back to the shop" } }
        },
    )
}

fn could_not_ask(error: &anyhow::Error) -> Response {
    let says = format!("Safeconduct could not be asked: {error}");
    page("Nothing was done", &html! { p { (says) } }).into_response()
}

async fn order(shop: &Shop, headers: &HeaderMap) -> Response {
    let Some(customer) = shop.customer(headers) else {
        return Redirect::to("/").into_response();
    };
    match shop.ask(&customer, headers).await {
        Ok(answer) => shop.answered(
            &answer,
            "/bought",
            "Ordered",
            "It was you, so the laptop is on its way.",
        ),
        Err(error) => could_not_ask(&error),
    }
}

async fn mailbox(State(shop): State<Arc<Shop>>) -> Html<String> {
    let letters = shop.mailbox.letters();
    page(
        "Mailbox of the demo",
        &html! {
            p.note { "What would have been sent by mail, newest first." }
            @if letters.is_empty() { p { "Nothing yet. Open an account, and its first message is here." } }
            @for letter in &letters {
                section {
                    h2 { (letter.subject) }
                    p.note { "To " (letter.to) }
                    pre { (linked(&letter.text)) }
                }
            }
            p { a href="/" { "Back to the shop" } }
        },
    )
}

/// The text with its addresses made into links.
fn linked(text: &str) -> Markup {
    html! {
        @for line in text.lines() {
            @if line.trim().starts_with("http") { a href=(line.trim()) { (line) } } @else { (line) }
            "\n"
        }
    }
}
