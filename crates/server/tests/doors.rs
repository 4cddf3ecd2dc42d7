//! The hosted pages and the endpoints for tokens from outside, over HTTP: whose forms count, where people are sent, what a
//! look changes, and what is open to whom.

#![cfg(test)]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::hmac;
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use credentials::passphrase::Cost;
use engine::access::Scope;
use engine::{Clock, Engine, Entropy, Keys, Stated};
use hosted::mail::Message;
use hosted::paths;
use http::{Method, Request, StatusCode, header};
use http_body_util::BodyExt;
use journey::SourceFile;
use ledger::keys::MasterKey;
use ledger::note::SigningKey;
use people::{Courier, Letter, People, Staff};
use serde_json::{Value, json};
use server::{Server, Settings};
use store::embedded::EmbeddedStore;
use tempfile::TempDir;
use tower::ServiceExt;
use vocabulary::{AccountId, Moment, Span};

const JOURNEYS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../journeys");
const SITE: &str = "https://id.example.org";
const SHOP: &str = "https://shop.example";
const ADDRESS: &str = "ada@example.org";
const PASSPHRASE: &str = "eleven quiet harbours";
const SESSION: &str = "__Host-safeconduct-session";

struct SetClock(AtomicI64);

impl Clock for SetClock {
    fn now(&self) -> Moment {
        Moment::from_millis(self.0.load(Ordering::SeqCst))
    }
}

/// Bytes that never come twice and are the same on every run.
struct Counted(AtomicU64);

impl Entropy for Counted {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let number = self.0.fetch_add(1, Ordering::SeqCst);
            let number = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
            for (byte, from) in chunk.iter_mut().zip(number.to_be_bytes()) {
                *byte = from;
            }
        }
    }
}

/// Keeps every letter.
#[derive(Default)]
struct Mail(std::sync::Mutex<Vec<Letter>>);

#[async_trait::async_trait]
impl Courier for Mail {
    async fn take(&self, letter: Letter) -> Result<(), String> {
        self.0.lock().unwrap().push(letter);
        Ok(())
    }
}

/// A server over an empty store, with the journeys that we ship.
struct House {
    engine: Arc<Engine>,
    people: Arc<People>,
    mail: Arc<Mail>,
    clock: Arc<SetClock>,
    server: Server,
    router: Router,
    _directory: TempDir,
}

fn stated() -> Stated {
    let mut files: Vec<SourceFile> = std::fs::read_dir(Path::new(JOURNEYS))
        .unwrap()
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|kind| kind == "yaml"))
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            SourceFile::new(name, std::fs::read_to_string(&path).unwrap())
        })
        .collect();
    files.sort_by(|left, right| left.name.cmp(&right.name));
    Stated::read(&files, false).unwrap().0
}

impl House {
    fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let store = Arc::new(EmbeddedStore::open(directory.path()).unwrap());
        let now = Moment::parse("2026-11-21T09:30:00Z").unwrap();
        let clock = Arc::new(SetClock(AtomicI64::new(now.as_millis())));
        let keys = Keys {
            master: MasterKey::from_bytes(&[7; 32]).unwrap(),
            signing: SigningKey::from_seed("example.org/log".parse().unwrap(), &[9; 32]).unwrap(),
        };
        let entropy = Arc::new(Counted(AtomicU64::new(1)));
        let engine = Arc::new(Engine::new(store, stated(), keys, clock.clone(), entropy));
        let mail = Arc::new(Mail::default());
        let party = people::RelyingParty::new("id.example.org", "Example").unwrap();
        let prefix = people::Prefix::new("example_").unwrap();
        let settings = people::Settings {
            return_to: vec![SHOP.to_owned()],
            // As cheap as it can be: what a guess costs is measured elsewhere.
            cost: Cost {
                memory_kib: 8,
                passes: 1,
                lanes: 1,
            },
            ..people::Settings::new("Example", SITE, party, prefix)
        };
        let secrets = people::Secrets::derive(&[3; 32]).unwrap();
        let courier = Arc::clone(&mail) as Arc<dyn Courier>;
        let people = Arc::new(People::new(Arc::clone(&engine), secrets, settings, courier));
        let settings = Settings {
            public_url: SITE.to_owned(),
            ..Settings::default()
        };
        let server = Server::new(Arc::clone(&people), settings, None);
        Self {
            router: server.router(),
            engine,
            people,
            mail,
            clock,
            server,
            _directory: directory,
        }
    }

    fn pass(&self, span: Span) {
        self.clock.0.fetch_add(span.as_millis(), Ordering::SeqCst);
    }

    async fn ask(&self, mut request: Request<Body>) -> Answer {
        let peer: std::net::SocketAddr = "192.0.2.1:50000".parse().unwrap();
        request.extensions_mut().insert(ConnectInfo(peer));
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let body = response.into_body().collect().await.unwrap().to_bytes();
        Answer {
            status,
            headers,
            body: String::from_utf8_lossy(&body).into_owned(),
        }
    }

    /// A key for the API.
    async fn key(&self, scopes: &[Scope]) -> String {
        let key = self
            .engine
            .issue_platform_key("test", scopes, Span::from_days(30))
            .await
            .unwrap();
        self.server.renew_keys().await.unwrap();
        key.secret.reveal().to_string()
    }

    /// Something sent to the API as a form.
    async fn form(&self, path: &str, key: Option<&str>, pairs: &[(&str, &str)]) -> Answer {
        let mut request = Request::post(path).header(header::CONTENT_TYPE, FORM);
        if let Some(key) = key {
            request = request.header(header::AUTHORIZATION, format!("Bearer {key}"));
        }
        self.ask(request.body(Body::from(encoded(pairs))).unwrap()).await
    }

    fn letters(&self) -> Vec<Letter> {
        std::mem::take(&mut *self.mail.0.lock().unwrap())
    }

    /// The link of the only letter that has come.
    fn link(&self) -> String {
        let mut letters = self.letters();
        assert_eq!(letters.len(), 1, "one letter has come");
        match letters.remove(0).message {
            Message::ConfirmSignUp { link, .. } | Message::RecoveryLink { link, .. } => link,
            other => panic!("it holds a link: {other:?}"),
        }
    }
}

const FORM: &str = "application/x-www-form-urlencoded";

fn encoded(pairs: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish()
}

/// What came back.
#[derive(Debug)]
struct Answer {
    status: StatusCode,
    headers: http::HeaderMap,
    body: String,
}

impl Answer {
    fn header(&self, name: header::HeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Where it leads.
    #[track_caller]
    fn leads_to(&self) -> &str {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.body);
        self.header(header::LOCATION)
    }

    /// The value of a hidden field of a form on the page.
    fn field(&self, name: &str) -> Option<String> {
        let (_, rest) = self.body.split_once(&format!("name=\"{name}\" value=\""))?;
        Some(rest.split('"').next()?.replace("&amp;", "&"))
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

/// A browser: it keeps cookies, and sends back what pages put into their forms.
#[derive(Default, Clone)]
struct Browser {
    cookies: BTreeMap<String, String>,
}

impl Browser {
    fn keep(&mut self, answer: &Answer) {
        for line in answer.headers.get_all(header::SET_COOKIE) {
            let line = line.to_str().unwrap();
            assert!(line.starts_with("__Host-"), "{line}");
            for word in ["; Path=/", "; HttpOnly", "; SameSite=Lax", "; Secure"] {
                assert!(line.contains(word), "{line}");
            }
            assert!(!line.contains("Domain"), "{line}");
            let (name, value) = line.split(';').next().unwrap().split_once('=').unwrap();
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }

    fn cookie(&self) -> String {
        let pairs = self.cookies.iter().map(|(name, value)| format!("{name}={value}"));
        pairs.collect::<Vec<_>>().join("; ")
    }

    async fn get(&mut self, house: &House, path: &str) -> Answer {
        let request = Request::get(path).header(header::COOKIE, self.cookie());
        let answer = house.ask(request.body(Body::empty()).unwrap()).await;
        self.keep(&answer);
        answer
    }

    /// Looks at a page, fills its form in, and sends it.
    async fn send(&mut self, house: &House, page: &str, to: &str, fields: &[(&str, &str)]) -> Answer {
        let shown = self.get(house, page).await;
        assert_eq!(
            shown.status,
            StatusCode::OK,
            "{page}: {}",
            shown.header(header::LOCATION)
        );
        let csrf = shown.field("csrf").unwrap();
        let flow = shown.field("flow").unwrap_or_default();
        let mut pairs = vec![("csrf", csrf.as_str()), ("flow", flow.as_str())];
        pairs.extend(fields);
        self.post(house, to, &pairs, &[]).await
    }

    async fn post(
        &mut self,
        house: &House,
        to: &str,
        pairs: &[(&str, &str)],
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut request = Request::post(to)
            .header(header::COOKIE, self.cookie())
            .header(header::HOST, "id.example.org")
            .header(header::CONTENT_TYPE, FORM);
        for (name, value) in headers {
            request.headers_mut().unwrap().insert(
                header::HeaderName::from_bytes(name.as_bytes()).unwrap(),
                value.parse().unwrap(),
            );
        }
        let answer = house.ask(request.body(Body::from(encoded(pairs))).unwrap()).await;
        self.keep(&answer);
        answer
    }

    fn session(&self) -> Option<&String> {
        self.cookies.get(SESSION)
    }
}

/// The code of an app (RFC 6238), of the secret as a page shows it.
fn code(secret: &str, at: Moment) -> String {
    let secret: String = secret.chars().filter(char::is_ascii_alphanumeric).collect();
    let (mut bytes, mut held, mut bits) = (Vec::new(), 0_u32, 0);
    for letter in secret.bytes() {
        let value = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
            .iter()
            .position(|known| *known == letter);
        held = held << 5 | u32::try_from(value.unwrap()).unwrap();
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(held >> bits & 0xFF).unwrap());
        }
    }
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &bytes);
    let step = u64::try_from(at.as_millis() / 30_000).unwrap();
    let tag = hmac::sign(&key, &step.to_be_bytes());
    let tag = tag.as_ref();
    let offset = usize::from(tag[19] & 0x0F);
    let four: [u8; 4] = tag[offset..offset + 4].try_into().unwrap();
    format!("{:06}", (u32::from_be_bytes(four) & 0x7FFF_FFFF) % 1_000_000)
}

/// The secret that the page shows an app.
fn secret_on(page: &Answer) -> String {
    let (_, rest) = page.body.split_once("id=\"secret\">").unwrap();
    rest.split('<').next().unwrap().to_owned()
}

/// Somebody with an account: their browser, and what their app keeps.
struct Person {
    browser: Browser,
    secret: String,
    account: AccountId,
}

impl Person {
    /// Signs up with a passphrase and an app, page by page.
    async fn new(house: &House, address: &str) -> Self {
        let mut browser = Browser::default();
        let sent = browser
            .send(
                house,
                paths::SIGN_UP,
                paths::SIGN_UP,
                &[("name", "Ada"), ("address", address)],
            )
            .await;
        assert_eq!(sent.status, StatusCode::OK, "{}", sent.body);
        let link = house.link();
        let page = paths::with_link(paths::SIGN_UP_CONTINUE, &link);
        let went_on = browser
            .send(house, &page, paths::SIGN_UP_CONTINUE, &[("link", &link)])
            .await;
        assert_eq!(went_on.leads_to(), paths::SIGN_UP_PROTECT);
        let chosen = [("passphrase", PASSPHRASE)];
        let chosen = browser
            .send(
                house,
                paths::SIGN_UP_PASSPHRASE,
                paths::SIGN_UP_PASSPHRASE,
                &chosen,
            )
            .await;
        assert_eq!(chosen.leads_to(), paths::SIGN_UP_APP);
        let secret = secret_on(&browser.get(house, paths::SIGN_UP_APP).await);
        let code = code(&secret, house.engine.now());
        let opened = browser
            .send(house, paths::SIGN_UP_APP, paths::SIGN_UP_APP, &[("code", &code)])
            .await;
        assert_eq!(opened.leads_to(), paths::SIGN_UP_CODES);
        let found = house.people.find_accounts(address).await.unwrap();
        Self {
            browser,
            secret,
            account: found[0].clone(),
        }
    }

    /// Signs in from the page at `path`; where that leads.
    async fn sign_in(&self, house: &House, browser: &mut Browser, path: &str) -> String {
        house.pass(Span::from_minutes(1));
        let fields = [("address", ADDRESS), ("passphrase", PASSPHRASE)];
        let half = browser.send(house, path, paths::SIGN_IN, &fields).await;
        let second = half.leads_to().to_owned();
        assert!(second.starts_with(paths::SIGN_IN_SECOND), "{second}");
        let code = code(&self.secret, house.engine.now());
        let fields = [("method", "totp"), ("code", code.as_str())];
        let done = browser.send(house, &second, paths::SIGN_IN_SECOND, &fields).await;
        done.leads_to().to_owned()
    }
}

#[tokio::test]
async fn a_form_counts_only_from_a_page_of_ours_that_this_browser_was_shown() {
    let house = House::new();
    let (mut browser, mut other) = (Browser::default(), Browser::default());
    let csrf = browser.get(&house, paths::SIGN_IN).await.field("csrf").unwrap();
    let others = other.get(&house, paths::SIGN_IN).await.field("csrf").unwrap();
    let body = |csrf: &str| -> Vec<(String, String)> {
        [("csrf", csrf), ("address", ADDRESS), ("passphrase", "a guess")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .to_vec()
    };
    let mut check = async |csrf: &str, headers: &[(&str, &str)], expected: StatusCode| {
        let pairs = body(csrf);
        let pairs: Vec<_> = pairs
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let answer = browser.post(&house, paths::SIGN_IN, &pairs, headers).await;
        assert_eq!(answer.status, expected, "{csrf:.20} {headers:?}: {}", answer.body);
    };
    let (heard, refused) = (StatusCode::UNPROCESSABLE_ENTITY, StatusCode::FORBIDDEN);
    check(&csrf, &[], heard).await;
    check(&csrf, &[("sec-fetch-site", "same-origin")], heard).await;
    check(&csrf, &[("origin", SITE)], heard).await;
    check("", &[], refused).await;
    check("nonsense", &[], refused).await;
    check(&others, &[], refused).await;
    check(&format!("{csrf}A"), &[], refused).await;
    check(&csrf, &[("sec-fetch-site", "cross-site")], refused).await;
    check(&csrf, &[("sec-fetch-site", "same-site")], refused).await;
    check(&csrf, &[("origin", "https://evil.example")], refused).await;
    check(&csrf, &[("origin", "null")], refused).await;
    check(&csrf, &[("content-type", "text/plain")], refused).await;
    check(&csrf, &[("content-type", "application/json")], refused).await;
    house.pass(Span::from_hours(13));
    check(&csrf, &[], refused).await;
    let huge = "x".repeat(200_000);
    let answer = browser
        .post(&house, paths::SIGN_IN, &[("csrf", &huge)], &[])
        .await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn people_are_sent_to_the_platforms_own_pages_and_nowhere_else() {
    let house = House::new();
    let ada = Person::new(&house, ADDRESS).await;
    for address in [
        "https://evil.example",
        "https://evil.example/https://shop.example",
        "https://shop.example.evil.example/",
        "https://shop.example@evil.example/",
        "https://shop.example:444/",
        "http://shop.example/",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://shop.example\r\nSet-Cookie: a=b",
        " https://shop.example",
        &format!("{SHOP}/{}", "a".repeat(2_000)),
    ] {
        let query = encoded(&[("return_to", address)]);
        let answer = Browser::default()
            .get(&house, &format!("{}?{query}", paths::SIGN_IN))
            .await;
        assert_eq!(answer.status, StatusCode::OK, "{address:?}");
        assert!(answer.field("flow").is_none(), "{address:?}");
        assert!(!answer.headers.contains_key(header::LOCATION), "{address:?}");
    }
    // A listed one is gone to in the end, with a code that the platform fetches who it is with, once.
    let mut browser = Browser::default();
    let query = encoded(&[("return_to", "https://shop.example/cart?step=2#top")]);
    let way = browser.get(&house, &format!("{}?{query}", paths::SIGN_IN)).await;
    let way = way.leads_to().to_owned();
    let back = ada.sign_in(&house, &mut browser, &way).await;
    assert!(
        back.starts_with("https://shop.example/cart?step=2&code="),
        "{back}"
    );
    assert!(back.ends_with("#top"), "{back}");
    let session = browser.session().unwrap();
    assert!(
        !back.contains(session.as_str()),
        "a session's secret never leaves"
    );
    // A flow that is not ours leads nowhere.
    let mut browser = Browser::default();
    let forged = format!("{}?flow=https%3A%2F%2Fevil.example", paths::SIGN_IN);
    assert_eq!(ada.sign_in(&house, &mut browser, &forged).await, paths::ACCOUNT);
    // Nor does the way back after another language was chosen.
    for (back, expected) in [
        ("/recover?x=1", "/recover?x=1"),
        ("//evil.example", paths::SIGN_IN),
        ("https://evil.example", paths::SIGN_IN),
        ("/\\evil.example", paths::SIGN_IN),
        ("/\t/evil.example", paths::SIGN_IN),
    ] {
        let fields = [("language", "de"), ("back", back)];
        let answer = Browser::default()
            .send(&house, paths::RECOVER, paths::LANGUAGE, &fields)
            .await;
        assert_eq!(answer.leads_to(), expected, "{back:?}");
    }
}

#[tokio::test]
async fn what_a_link_does_is_done_by_the_button_behind_it() {
    let house = House::new();
    let mut browser = Browser::default();
    let fields = [("name", "Ada"), ("address", ADDRESS)];
    browser
        .send(&house, paths::SIGN_UP, paths::SIGN_UP, &fields)
        .await;
    let link = house.link();
    let page = paths::with_link(paths::SIGN_UP_CONTINUE, &link);
    // Mail programs look at links; so do their virus scanners, with methods of their own.
    for method in [Method::GET, Method::HEAD, Method::GET] {
        let request = Request::builder().method(method).uri(&page);
        let answer = house.ask(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert!(
            !answer
                .headers
                .get_all(header::SET_COOKIE)
                .iter()
                .any(|cookie| { cookie.to_str().unwrap().contains("-way=") })
        );
        assert_eq!(answer.header(header::REFERRER_POLICY), "same-origin");
        assert_eq!(answer.header(header::CACHE_CONTROL), "no-store");
    }
    assert!(house.people.find_accounts(ADDRESS).await.unwrap().is_empty());
    let went_on = browser
        .send(&house, &page, paths::SIGN_UP_CONTINUE, &[("link", &link)])
        .await;
    assert_eq!(went_on.leads_to(), paths::SIGN_UP_PROTECT);
    // What changes something is never done by looking.
    for path in [
        paths::SIGN_OUT,
        paths::SIGN_IN_PASSKEY,
        paths::ACCOUNT_RENAME,
        paths::SESSIONS_END,
        paths::SESSIONS_END_ALL,
        paths::TOKENS_CREATE,
        paths::TOKENS_ROTATE,
        paths::TOKENS_REVOKE,
        paths::LANGUAGE,
    ] {
        let answer = browser.get(&house, path).await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
    }
}

#[tokio::test]
async fn a_session_that_somebody_planted_is_not_signed_in_with() {
    let house = House::new();
    let ada = Person::new(&house, ADDRESS).await;
    // Whatever stands in the cookie before: the session is a new one, which nobody has seen.
    for planted in ["made-up-by-the-thief", &"A".repeat(43), ""] {
        let mut victim = Browser::default();
        victim.cookies.insert(SESSION.to_owned(), planted.to_owned());
        let led = ada.sign_in(&house, &mut victim, paths::SIGN_IN).await;
        assert_eq!(led, paths::ACCOUNT);
        assert_ne!(victim.session().unwrap(), planted);
        assert!(house.people.signed_in(planted).await.unwrap().is_none());
        let given = house.people.signed_in(victim.session().unwrap()).await.unwrap();
        assert_eq!(given.unwrap().account, ada.account);
    }
    // Two cookies of one name: one of them was planted, and neither counts.
    let twice = format!("{SESSION}={0}; {SESSION}=planted", ada.browser.session().unwrap());
    let request = Request::get(paths::ACCOUNT).header(header::COOKIE, twice);
    let answer = house.ask(request.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.leads_to(), paths::SIGN_IN);
    // Signing in again gives another one, and signing out ends it.
    let mut browser = Browser::default();
    ada.sign_in(&house, &mut browser, paths::SIGN_IN).await;
    let first = browser.session().unwrap().clone();
    let page = browser.get(&house, paths::ACCOUNT).await;
    assert_eq!(page.status, StatusCode::OK);
    let out = browser.send(&house, paths::ACCOUNT, paths::SIGN_OUT, &[]).await;
    assert_eq!(out.leads_to(), paths::SIGN_IN);
    assert!(browser.session().is_none());
    assert!(house.people.signed_in(&first).await.unwrap().is_none());
}

#[tokio::test]
async fn whoever_must_set_up_protection_anew_can_do_that_and_nothing_else() {
    let house = House::new();
    let mut ada = Person::new(&house, ADDRESS).await;
    let staff = Staff::new("Ann", Some("laptop stolen")).unwrap();
    let required = house
        .people
        .require_enrolment_as_staff(&ada.account, &staff)
        .await;
    assert!(required.unwrap().is_ok());

    let mut browser = Browser::default();
    let query = encoded(&[("return_to", "https://shop.example/cart")]);
    let way = browser.get(&house, &format!("{}?{query}", paths::SIGN_IN)).await;
    let way = way.leads_to().to_owned();
    let led = ada.sign_in(&house, &mut browser, &way).await;
    assert!(led.starts_with(&format!("{}?flow=", paths::ACCOUNT_ADD)), "{led}");
    let mut old = std::mem::take(&mut ada.browser);
    for browser in [&mut browser, &mut old] {
        for path in [
            paths::ACCOUNT,
            paths::TOKENS,
            paths::ADDRESSES,
            paths::EVENTS,
            paths::ACCOUNT_REMOVE,
        ] {
            let answer = browser.get(&house, path).await;
            assert_eq!(answer.leads_to(), paths::ACCOUNT_ADD, "{path}");
        }
        let again = browser.get(&house, paths::SIGN_IN).await;
        assert_eq!(again.leads_to(), paths::ACCOUNT);
        let fields = [("name", "deploy"), ("scope", "read"), ("days", "30")];
        let made = browser
            .send(&house, paths::ACCOUNT_ADD, paths::TOKENS_CREATE, &fields)
            .await;
        assert_eq!(made.leads_to(), paths::ACCOUNT_ADD);
    }
    assert!(house.people.tokens(&ada.account).await.unwrap().is_empty());
    let page = browser.get(&house, &led).await;
    assert!(page.body.contains("Set up your protection anew"), "{}", page.body);
    assert!(!page.body.contains(paths::ADD_CODES), "codes do not count");
    // A link in a message works all the same, without the session.
    let veto = paths::with_link(paths::VETO, "nonsense");
    assert_eq!(browser.get(&house, &veto).await.status, StatusCode::GONE);
    assert_eq!(browser.get(&house, paths::VETO).await.leads_to(), paths::SIGN_IN);
    // Done, and on to where they were going.
    let flow = page.body.split_once(paths::ADD_APP).unwrap().1;
    let flow = flow.split('"').next().unwrap();
    let add = format!("{}{flow}", paths::ADD_APP);
    let page = browser.get(&house, &add).await;
    let (csrf, flow) = (page.field("csrf").unwrap(), page.field("flow").unwrap());
    let code = code(&secret_on(&page), house.engine.now());
    let pairs = [
        ("csrf", csrf.as_str()),
        ("flow", flow.as_str()),
        ("code", code.as_str()),
        ("kept", "phone"),
    ];
    let done = browser.post(&house, paths::ADD_APP, &pairs, &[]).await;
    assert!(
        done.leads_to().starts_with("https://shop.example/cart?code="),
        "{done:?}"
    );
    assert_eq!(browser.get(&house, paths::ACCOUNT).await.status, StatusCode::OK);
}

#[tokio::test]
async fn whoever_guesses_is_told_when_to_come_back() {
    let house = House::new();
    Person::new(&house, ADDRESS).await;
    for address in [ADDRESS, "nobody@example.org"] {
        let mut browser = Browser::default();
        let fields = [("address", address), ("passphrase", "a guess")];
        let mut last = StatusCode::OK;
        for _ in 0..7 {
            let answer = browser
                .send(&house, paths::SIGN_IN, paths::SIGN_IN, &fields)
                .await;
            last = answer.status;
            let told: u64 = answer.header(header::RETRY_AFTER).parse().unwrap_or(0);
            assert_eq!(last == StatusCode::TOO_MANY_REQUESTS, told > 0, "{address}");
        }
        assert_eq!(last, StatusCode::TOO_MANY_REQUESTS, "{address}");
    }
}

#[tokio::test]
async fn a_name_or_an_address_cannot_write_headers_or_markup() {
    let house = House::new();
    for (name, address) in [
        ("Ada\r\nBcc: all@example.org", ADDRESS),
        ("Ada", "ada@example.org\r\nBcc: all@example.org"),
        ("Ada", "ada@example.org\nX: y"),
        ("Ada", "ada@example.org, all@example.org"),
        ("Ada", "\"<script>\"@example.org"),
        ("\u{202e}adA", ADDRESS),
        ("A\u{200b}da", ADDRESS),
        ("\u{0}", ADDRESS),
        (&"A".repeat(5_000), ADDRESS),
        ("Ada", &format!("{}@example.org", "a".repeat(5_000))),
    ] {
        let mut browser = Browser::default();
        let fields = [("name", name), ("address", address)];
        let answer = browser
            .send(&house, paths::SIGN_UP, paths::SIGN_UP, &fields)
            .await;
        let letters = house.letters();
        let taken_as_written = letters.iter().all(|letter| {
            let to = letter.to.as_str();
            !to.contains(['\r', '\n', '<', ',', ' '])
                && !letter.name.contains(['\r', '\n', '\u{202e}', '\u{0}'])
        });
        assert!(taken_as_written, "{name:.40?} {address:.40?}: {letters:?}");
        assert!(!answer.body.contains("<script>"), "{address:.40?}");
        assert!(!answer.headers.contains_key("bcc") && !answer.headers.contains_key("x"));
    }
}

/// A key that its holder proves to have, and the proofs that they make.
struct Holder(Ed25519KeyPair);

impl Holder {
    fn new() -> Self {
        Self(Ed25519KeyPair::from_seed_unchecked(&[7; 32]).unwrap())
    }

    fn x(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0.public_key().as_ref())
    }

    fn thumbprint(&self) -> String {
        let members = format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{}"}}"#, self.x());
        URL_SAFE_NO_PAD.encode(digest(&SHA256, members.as_bytes()))
    }

    fn proof(&self, id: &str, token: &str, nonce: Option<&str>, at: Moment) -> String {
        let header = json!({"typ": "dpop+jwt", "alg": "EdDSA",
            "jwk": {"kty": "OKP", "crv": "Ed25519", "x": self.x()}});
        let claims = json!({"jti": id, "htm": "GET", "htu": "https://api.example.org/orders",
            "iat": at.as_millis() / 1_000, "nonce": nonce,
            "ath": URL_SAFE_NO_PAD.encode(digest(&SHA256, token.as_bytes()))});
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(&header), part(&claims));
        format!(
            "{signed}.{}",
            URL_SAFE_NO_PAD.encode(self.0.sign(signed.as_bytes()))
        )
    }
}

#[tokio::test]
async fn a_platform_learns_of_a_token_what_rfc_7662_says_and_of_a_proof_whether_it_fits() {
    let house = House::new();
    let ada = Person::new(&house, ADDRESS).await;
    let holder = Holder::new();
    let key = house.key(&[Scope::Tokens, Scope::Introspect]).await;
    let make = async |body: Value| {
        let path = format!("/v1/accounts/{}/tokens", ada.account);
        let request = Request::post(path)
            .header(header::AUTHORIZATION, format!("Bearer {key}"))
            .header(header::CONTENT_TYPE, "application/json");
        let answer = house
            .ask(request.body(Body::from(body.to_string())).unwrap())
            .await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
        answer.json()["token"].as_str().unwrap().to_owned()
    };
    let loose = make(json!({"name": "loose", "scopes": ["orders:read", "orders:write"], "days": 30})).await;
    let bound =
        make(json!({"name": "bound", "scopes": ["orders:read"], "bound_to": holder.thumbprint()})).await;
    house.pass(Span::from_minutes(2));
    let ask = async |pairs: &[(&str, &str)]| house.form("/v1/introspect", Some(&key), pairs).await;

    let said = ask(&[("token", &loose)]).await.json();
    let now = house.engine.now();
    assert_eq!(said["active"], true);
    assert_eq!(said["sub"], ada.account.as_str());
    assert_eq!(said["scope"], "orders:read orders:write");
    assert_eq!(said["token_type"], "Bearer");
    assert_eq!(said["iat"], now.as_millis() / 1_000 - 120);
    assert_eq!(said["exp"], now.as_millis() / 1_000 - 120 + 30 * 86_400);
    assert!(said["client_id"].as_str().unwrap().starts_with("tok-") && said.get("cnf").is_none());
    let said = ask(&[("token", &bound), ("token_type_hint", "access_token")])
        .await
        .json();
    assert_eq!(said["token_type"], "DPoP");
    assert_eq!(said["cnf"], json!({"jkt": holder.thumbprint()}));

    // With a proof: once, by its key, for its request and token, with the nonce that was given.
    let with = async |token: &str, proof: &str, method: &str, nonce: Option<&str>| {
        let mut pairs = vec![
            ("token", token),
            ("dpop_proof", proof),
            ("dpop_method", method),
            ("dpop_uri", "https://api.example.org/orders?page=2"),
        ];
        pairs.extend(nonce.map(|nonce| ("dpop_nonce", nonce)));
        let answer = ask(&pairs).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        let said = answer.json();
        if said["active"] == false {
            assert_eq!(said, json!({"active": false}), "and nothing more");
        }
        said["active"] == true
    };
    let proof = |id: &str, nonce: Option<&str>| holder.proof(id, &bound, nonce, now);
    assert!(with(&bound, &proof("1", None), "GET", None).await);
    assert!(!with(&bound, &proof("1", None), "GET", None).await, "a replay");
    assert!(!with(&bound, &proof("2", None), "POST", None).await);
    assert!(!with(&bound, &proof("2", None), "GET", Some("n-1")).await);
    assert!(!with(&bound, &proof("2", Some("n-2")), "GET", Some("n-1")).await);
    assert!(with(&bound, &proof("2", Some("n-1")), "GET", Some("n-1")).await);
    assert!(!with(&loose, &holder.proof("3", &loose, None, now), "GET", None).await);
    assert!(!with("nonsense", &proof("4", None), "GET", None).await);
    assert!(!with(&bound, "nonsense", "GET", None).await);

    // What is asked in the wrong way.
    let check = async |key: Option<&str>, pairs: &[(&str, &str)], expected: StatusCode| {
        let answer = house.form("/v1/introspect", key, pairs).await;
        assert_eq!(answer.status, expected, "{pairs:?}: {}", answer.body);
        assert!(!answer.body.contains(&loose), "no token is repeated");
    };
    let token = [("token", loose.as_str())];
    check(None, &token, StatusCode::UNAUTHORIZED).await;
    check(Some("nonsense"), &token, StatusCode::UNAUTHORIZED).await;
    let other = house.key(&[Scope::Tokens]).await;
    check(Some(&other), &token, StatusCode::FORBIDDEN).await;
    check(Some(&key), &[], StatusCode::BAD_REQUEST).await;
    check(
        Some(&key),
        &[("token", &loose), ("dpop_proof", "x")],
        StatusCode::BAD_REQUEST,
    )
    .await;
    check(
        Some(&key),
        &[("token", &loose), ("dpop_nonce", "x")],
        StatusCode::BAD_REQUEST,
    )
    .await;

    // Whoever holds a token can end it, without its key; the answer never says whether it was one.
    for text in [bound.as_str(), &bound, "nonsense"] {
        let answer = house.form("/v1/revoke", None, &[("token", text)]).await;
        assert_eq!(
            (answer.status, answer.json()),
            (StatusCode::OK, json!({})),
            "{text:.20}"
        );
    }
    assert_eq!(ask(&[("token", &bound)]).await.json(), json!({"active": false}));
    assert_eq!(ask(&token).await.json()["active"], true);
    let answer = house.form("/v1/revoke", None, &[]).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
}

/// What is kept in memory between two notes is stored before the server stops.
#[tokio::test]
async fn when_a_token_was_last_used_outlives_a_stop() {
    let house = House::new();
    let ada = Person::new(&house, ADDRESS).await;
    let wanted = people::NewToken {
        name: "deploy".to_owned(),
        scopes: vec!["orders:read".to_owned()],
        life: None,
        bound_to: None,
        service: true,
    };
    let made = house
        .people
        .make_token(&ada.account, wanted, None, &people::Visit::default())
        .await
        .unwrap()
        .unwrap();
    house.pass(Span::from_minutes(3));
    let now = house.engine.now();
    let key = house.key(&[Scope::Introspect]).await;
    let asked = [("token", made.token.expose())];
    let answer = house.form("/v1/introspect", Some(&key), &asked).await;
    assert_eq!(answer.json()["active"], true);
    let before = house.people.tokens(&ada.account).await.unwrap();
    assert_eq!(before[0].used_at, None, "not stored yet");
    house.server.stopper().stop();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    house.server.serve(listener).await.unwrap();
    let after = house.people.tokens(&ada.account).await.unwrap();
    assert_eq!(after[0].used_at, Some(now));
}
