//! Leaks that are handed in, and what an attacker tries there: forged and replayed webhooks, somebody else's
//! repository, floods, huge bodies, another installation's tokens, and the public page as an oracle.

#![cfg(test)]

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, AtomicUsize, Ordering};

use async_trait::async_trait;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use aws_lc_rs::{digest, hmac};
use axum::Router;
use axum::body::Body;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use engine::access::Scope;
use engine::{Clock, Engine, Entropy, Keys, Stated};
use exposure::intake::signature::WebhookSecret;
use exposure::token::{InstanceId, Kind, Token};
use http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use journey::SourceFile;
use ledger::keys::MasterKey;
use ledger::note::SigningKey;
use parking_lot::Mutex;
use people::{NewToken, People, TokenDigest, Visit};
use serde_json::{Value, json};
use server::intake::{Found, IntakeSettings, PublicKeys, Repositories, Watched};
use server::{Server, Settings};
use store::embedded::EmbeddedStore;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tower::ServiceExt;
use vocabulary::{AccountId, Moment, Span};

const JOURNEYS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../journeys");
const SECRET: &str = "a webhook secret of some length";
const REPOSITORY: &str = "https://code.example/acme/shop.git";

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
            let mixed = number.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes();
            for (byte, from) in chunk.iter_mut().zip(mixed) {
                *byte = from;
            }
        }
    }
}

struct NoPost;

#[async_trait]
impl people::Courier for NoPost {
    async fn take(&self, _: people::Letter) -> Result<(), String> {
        Err("nobody is written to here".to_owned())
    }
}

/// The keys of a code host, and how often they were asked for.
struct Published {
    list: Mutex<Vec<u8>>,
    asked: AtomicUsize,
}

#[async_trait]
impl PublicKeys for Published {
    async fn fetch(&self) -> Result<Vec<u8>, String> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        Ok(self.list.lock().clone())
    }
}

/// A repository in which tokens lie, and how often it was looked through.
#[derive(Default)]
struct Planted {
    tokens: Mutex<Vec<TokenDigest>>,
    scans: Mutex<Vec<String>>,
}

#[async_trait]
impl Repositories for Planted {
    async fn scan(&self, repository: &str) -> Result<Vec<Found>, String> {
        self.scans.lock().push(repository.to_owned());
        let found = |token: &TokenDigest| Found {
            token: *token,
            place: "deploy.sh, line 3".to_owned(),
            since: None,
        };
        Ok(self.tokens.lock().iter().map(found).collect())
    }
}

struct House {
    engine: Arc<Engine>,
    people: Arc<People>,
    clock: Arc<SetClock>,
    router: Router,
    server: Option<Server>,
    keys: Arc<Published>,
    planted: Arc<Planted>,
    pair: EcdsaKeyPair,
    _directory: TempDir,
}

struct Answer {
    status: StatusCode,
    headers: http::HeaderMap,
    body: String,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

fn stated() -> Stated {
    let mut files: Vec<SourceFile> = std::fs::read_dir(Path::new(JOURNEYS))
        .unwrap()
        .map(|file| file.unwrap().path())
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            SourceFile::new(name, std::fs::read_to_string(&path).unwrap())
        })
        .collect();
    files.sort_by(|left, right| left.name.cmp(&right.name));
    Stated::read(&files, false).unwrap().0
}

fn pem(pair: &EcdsaKeyPair) -> String {
    let algorithm = hex::decode("3059301306072a8648ce3d020106082a8648ce3d030107034200").unwrap();
    let der = [algorithm.as_slice(), pair.public_key().as_ref()].concat();
    format!(
        "-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n",
        STANDARD.encode(der)
    )
}

fn key_list(id: &str, pair: &EcdsaKeyPair) -> Vec<u8> {
    json!({"public_keys": [{"key_identifier": id, "key": pem(pair), "is_current": true}]})
        .to_string()
        .into_bytes()
}

impl House {
    fn new() -> Self {
        Self::with(None)
    }

    fn with(signing: Option<&str>) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let store = Arc::new(EmbeddedStore::open(directory.path()).unwrap());
        let now = Moment::parse("2026-11-21T09:30:00Z").unwrap();
        let clock = Arc::new(SetClock(AtomicI64::new(now.as_millis())));
        let keys = Keys {
            master: MasterKey::from_bytes(&[7; 32]).unwrap(),
            signing: SigningKey::from_seed("shop.example/log".parse().unwrap(), &[9; 32]).unwrap(),
        };
        let entropy = Arc::new(Counted(AtomicU64::new(1)));
        let engine = Arc::new(Engine::new(store, stated(), keys, clock.clone(), entropy));
        let party = people::RelyingParty::new("shop.example", "Shop").unwrap();
        let prefix = people::Prefix::new("shop_api_").unwrap();
        let settled = people::Settings::new("Shop", "https://shop.example", party, prefix);
        let secrets = people::Secrets::derive(&[3; 32]).unwrap();
        let people = Arc::new(People::new(
            Arc::clone(&engine),
            secrets,
            settled,
            Arc::new(NoPost),
        ));
        let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).unwrap();
        let published = Arc::new(Published {
            list: Mutex::new(key_list("one", &pair)),
            asked: AtomicUsize::new(0),
        });
        let planted = Arc::new(Planted::default());
        let watched = Watched {
            secret: WebhookSecret::new(SECRET).unwrap(),
            signing: signing.map(|text| WebhookSecret::signing_token(text).unwrap()),
            repositories: vec![REPOSITORY.to_owned()],
        };
        let settings = Settings {
            intake: IntakeSettings {
                github: Some(watched.clone()),
                gitlab: Some(watched),
                secret_scanning: Some(Arc::clone(&published) as Arc<dyn PublicKeys>),
                repositories: Some(Arc::clone(&planted) as Arc<dyn Repositories>),
            },
            ..Settings::default()
        };
        let server = Server::new(Arc::clone(&people), settings, None);
        Self {
            router: server.router(),
            server: Some(server),
            engine,
            people,
            clock,
            keys: published,
            planted,
            pair,
            _directory: directory,
        }
    }

    fn pass(&self, span: Span) {
        self.clock.0.fetch_add(span.as_millis(), Ordering::SeqCst);
    }

    async fn ask(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let body = response.into_body().collect().await.unwrap().to_bytes();
        let body = String::from_utf8_lossy(&body).into_owned();
        Answer {
            status,
            headers,
            body,
        }
    }

    async fn post(&self, path: &str, headers: &[(&str, &str)], body: impl Into<Body>) -> Answer {
        let mut request = Request::post(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.ask(request.body(body.into()).unwrap()).await
    }

    /// A live token of an account.
    async fn token(&self, account: &str) -> String {
        let wanted = NewToken {
            name: "deploy".to_owned(),
            scopes: vec!["read".to_owned()],
            life: None,
            bound_to: None,
            service: true,
        };
        let account = AccountId::new(account).unwrap();
        let made = self
            .people
            .make_token(&account, wanted, None, &Visit::default())
            .await;
        made.unwrap().unwrap().token.expose().to_owned()
    }

    async fn works(&self, token: &str) -> bool {
        self.people.introspect(token).await.unwrap().is_some()
    }

    /// Waits until what is done behind an answer is done.
    async fn until_dead(&self, token: &str) {
        while self.works(token).await {
            tokio::task::yield_now().await;
        }
    }

    async fn key(&self, scopes: &[Scope]) -> String {
        let issued = self
            .engine
            .issue_platform_key("scanner", scopes, Span::from_days(1))
            .await;
        self.server.as_ref().unwrap().renew_keys().await.unwrap();
        format!("Bearer {}", issued.unwrap().secret.reveal())
    }

    async fn report(&self, key: &str, body: &Value) -> Answer {
        self.post("/v1/leaks", &[("authorization", key)], body.to_string())
            .await
    }

    async fn scanned(&self, body: &str, id: &str, signature: &str) -> Answer {
        let headers = [
            ("github-public-key-identifier", id),
            ("github-public-key-signature", signature),
        ];
        self.post("/intake/github/secret-scanning", &headers, body.to_owned())
            .await
    }

    async fn pushed(&self, body: &str, delivery: &str, signature: &str) -> Answer {
        let headers = [
            ("x-github-event", "push"),
            ("x-github-delivery", delivery),
            ("x-hub-signature-256", signature),
        ];
        self.post("/intake/github/push", &headers, body.to_owned()).await
    }
}

/// Well-formed, with a right checksum, and never given out.
fn sample(instance: &str, byte: u8) -> String {
    let prefix = people::Prefix::new("shop_api_").unwrap();
    let instance = InstanceId::new(instance).unwrap();
    let made = Token::make(&prefix, Kind::PERSONAL, instance, &[byte; 64]).unwrap();
    made.expose().to_owned()
}

#[expect(
    clippy::disallowed_methods,
    reason = "a signature of a test may differ from run to run"
)]
fn sign(pair: &EcdsaKeyPair, body: &str) -> String {
    STANDARD.encode(pair.sign(&SystemRandom::new(), body.as_bytes()).unwrap())
}

fn sha256(text: &str) -> String {
    hex::encode(digest::digest(&digest::SHA256, text.as_bytes()))
}

fn signed(body: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, SECRET.as_bytes());
    format!("sha256={}", hex::encode(hmac::sign(&key, body.as_bytes())))
}

fn push_of(repository: &str) -> String {
    json!({"ref": "refs/heads/main", "repository": {"clone_url": repository}}).to_string()
}

#[tokio::test]
async fn a_scanner_reports_in_bulk_and_learns_no_owner() {
    let house = House::new();
    let (one, two, three) = (
        house.token("ann").await,
        house.token("bob").await,
        house.token("cid").await,
    );
    let instance = house.engine.instance();
    let key = house.key(&[Scope::Leaks]).await;
    let body = json!({"findings": [
        {"token": one, "repository": "acme/shop", "path": "deploy.sh", "line": 3, "date": "2026-11-20T09:00:00Z"},
        {"sha256": sha256(&two)},
        {"token": sample(&instance, 1)},
        {"token": sample("zzzzzz", 1)},
        {"token": "not a token"},
        {"sha256": sha256("nothing")},
    ]});
    let ask = {
        let mut ask = body.clone();
        ask["ask"] = json!(true);
        house.report(&key, &ask).await.json()
    };
    assert_eq!((&ask["known"], &ask["ended"]), (&json!(2), &json!(0)));
    assert!(
        house.works(&one).await && house.works(&two).await,
        "asking changes nothing"
    );
    let answer = house.report(&key, &body).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let told = answer.json();
    assert_eq!((&told["known"], &told["ended"]), (&json!(2), &json!(2)));
    assert_eq!(
        told["results"],
        json!([
            {"known": true, "ended": true, "refused_after_ms": 0},
            {"known": true, "ended": true, "refused_after_ms": 0},
            {"known": false}, {"known": false}, {"known": false}, {"known": false},
        ])
    );
    assert!(!answer.body.contains("ann") && !answer.body.contains(&one[20..]));
    assert!(!house.works(&one).await && !house.works(&two).await && house.works(&three).await);
    // The same once more is the same finding.
    let again = house.report(&key, &body).await.json();
    assert_eq!((&again["known"], &again["ended"]), (&json!(2), &json!(0)));
    // A key that may read accounts is told whose it was.
    let key = house.key(&[Scope::Leaks, Scope::Read]).await;
    let told = house
        .report(&key, &json!({"findings": [{"token": three}]}))
        .await
        .json();
    assert_eq!(told["results"][0]["account"], "cid");
}

#[tokio::test]
async fn what_cannot_be_is_refused_before_anything_is_done() {
    let house = House::new();
    let token = house.token("ann").await;
    let key = house.key(&[Scope::Leaks]).await;
    let other = house.key(&[Scope::Tokens]).await;
    let check = async |key: &str, body: Value, status: u16, says: &str| {
        let answer = house.report(key, &body).await;
        assert_eq!(answer.status.as_u16(), status, "{body}: {}", answer.body);
        assert!(answer.body.contains(says), "{says}: {}", answer.body);
        assert!(!answer.body.contains(&token[12..]), "a token is never sent back");
    };
    let good = json!({"token": token});
    check(&other, json!({"findings": [good]}), 403, "leaks").await;
    check("Bearer nobody", json!({"findings": [good]}), 401, "key").await;
    check(
        &key,
        json!({"findings": [good, {}]}),
        400,
        "finding 1: give either",
    )
    .await;
    check(
        &key,
        json!({"findings": [good, {"token": "a", "sha256": "b"}]}),
        400,
        "finding 1",
    )
    .await;
    check(
        &key,
        json!({"findings": [good, {"sha256": "b"}]}),
        400,
        "64 hexadecimal",
    )
    .await;
    check(
        &key,
        json!({"findings": [good, {"token": "a", "source": "finder"}]}),
        400,
        "`source`",
    )
    .await;
    check(
        &key,
        json!({"findings": [good, {"token": "a", "date": "yesterday"}]}),
        400,
        "findings",
    )
    .await;
    check(&key, json!([good]), 400, "findings").await;
    let many = vec![json!({"token": "a"}); 1_001];
    check(&key, json!({"findings": many}), 413, "1000").await;
    assert!(house.works(&token).await, "nothing was done by halves");
    let huge = format!(r#"{{"findings":[{{"token":"{}"}}]}}"#, "a".repeat(1 << 20));
    let answer = house.post("/v1/leaks", &[("authorization", &key)], huge).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn a_code_hosts_report_ends_tokens_only_with_its_own_signature() {
    let house = House::new();
    let token = house.token("ann").await;
    let unknown = sample(&house.engine.instance(), 2);
    let body = json!([
        {"token": token, "type": "shop_api", "url": "https://code.example/a/b", "source": "Commit"},
        {"token": unknown, "type": "shop_api", "url": "", "source": "content"},
        {"token": "some_token", "type": "some_type", "url": "", "source": "gist_content"},
    ])
    .to_string();
    let forger = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).unwrap();
    for (id, signature) in [
        ("one", sign(&forger, &body)),
        (
            "one",
            sign(&house.pair, &body.replace("shop_api\"", "shop_ap1\"")),
        ),
        ("one", String::new()),
        ("two", sign(&house.pair, &body)),
        ("", sign(&house.pair, &body)),
    ] {
        let answer = house.scanned(&body, id, &signature).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{id}");
    }
    assert!(house.works(&token).await);
    let answer = house.scanned(&body, "one", &sign(&house.pair, &body)).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let label = |text: &str, kind: &str, label: &str| json!({"token_hash": sha256(text), "token_type": kind, "label": label});
    assert_eq!(
        answer.json(),
        json!([
            label(&token, "shop_api", "true_positive"),
            label(&unknown, "shop_api", "false_positive"),
            label("some_token", "some_type", "false_positive"),
        ])
    );
    assert!(!house.works(&token).await);
    // However many forgeries name however many keys, the host is asked for its keys at most once a minute.
    for number in 0..50 {
        house.scanned(&body, &format!("key {number}"), "x").await;
    }
    assert_eq!(house.keys.asked.load(Ordering::SeqCst), 1);
    // A new key is found once that minute is over.
    *house.keys.list.lock() = key_list("next", &forger);
    house.pass(Span::from_minutes(2));
    let answer = house.scanned(&body, "next", &sign(&forger, &body)).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(house.keys.asked.load(Ordering::SeqCst), 2);
    let answer = house.scanned(&body, "one", &sign(&house.pair, &body)).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "the old key is gone");
    let huge = "x".repeat((1 << 20) + 1);
    let answer = house.scanned(&huge, "next", &sign(&forger, &huge)).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    for odd in ["", "{}", "[1]"] {
        let answer = house.scanned(odd, "next", &sign(&forger, odd)).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{odd}");
    }
}

#[tokio::test]
async fn a_push_is_taken_only_from_its_host_for_its_repository_and_once() {
    let house = House::new();
    let check = async |body: &str, delivery: &str, signature: &str, status: u16, says: &str| {
        let answer = house.pushed(body, delivery, signature).await;
        assert_eq!(answer.status.as_u16(), status, "{body}: {}", answer.body);
        assert!(answer.body.contains(says), "{says}: {}", answer.body);
    };
    let body = push_of(REPOSITORY);
    check(&body, "d1", "", 401, "signature").await;
    check(&body, "d1", &signed("another body"), 401, "signature").await;
    check(&body, "d1", &signed(&body).replace('a', "b"), 401, "signature").await;
    let elsewhere = push_of("https://evil.example/acme/shop.git");
    check(&elsewhere, "d1", &signed(&elsewhere), 422, "not watched").await;
    let local = push_of("file:///etc");
    check(&local, "d1", &signed(&local), 422, "not watched").await;
    check("{}", "d1", &signed("{}"), 400, "not a push").await;
    check(&body, "", &signed(&body), 400, "name").await;
    check(&body, "d1", &signed(&body), 202, "looked through").await;
    check(&body, "d1", &signed(&body), 200, "came before").await;
    let ping = [("x-github-event", "ping"), ("x-hub-signature-256", &signed("{}"))];
    let answer = house.post("/intake/github/push", &ping, "{}").await;
    assert_eq!(
        (answer.status, answer.body.contains("pong")),
        (StatusCode::OK, true)
    );
    let gitlab = json!({"object_kind": "push", "project": {"git_http_url": REPOSITORY}}).to_string();
    let tell = async |token: &str, name: &str| {
        let headers = [
            ("x-gitlab-event", "Push Hook"),
            ("x-gitlab-token", token),
            ("idempotency-key", name),
        ];
        house
            .post("/intake/gitlab/push", &headers, gitlab.clone())
            .await
            .status
            .as_u16()
    };
    assert_eq!(tell("wrong", "g1").await, 401);
    assert_eq!(tell("", "g1").await, 401);
    assert_eq!(tell(SECRET, "g1").await, 202);
    assert_eq!(tell(SECRET, "g1").await, 200);
    let huge = vec![b' '; (1 << 20) + 1];
    let answer = house
        .post("/intake/github/push", &[("x-hub-signature-256", "x")], huge)
        .await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn where_gitlab_signs_the_shown_secret_is_not_enough() {
    let signing = format!("whsec_{}", STANDARD.encode([5_u8; 24]));
    let house = House::with(Some(&signing));
    let body = json!({"object_kind": "push", "project": {"git_http_url": REPOSITORY}}).to_string();
    let now = house.engine.now().as_millis() / 1_000;
    let tell = async |at: i64, id: &str, signs: &str| {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &[5; 24]);
        let tag = hmac::sign(&key, format!("{id}.{at}.{signs}").as_bytes());
        let headers = [
            ("x-gitlab-event", "Push Hook"),
            ("x-gitlab-token", SECRET),
            ("webhook-id", id),
            ("webhook-timestamp", &at.to_string()),
            ("webhook-signature", &format!("v1,{}", STANDARD.encode(tag))),
        ];
        house
            .post("/intake/gitlab/push", &headers, body.clone())
            .await
            .status
            .as_u16()
    };
    let shown = [
        ("x-gitlab-event", "Push Hook"),
        ("x-gitlab-token", SECRET),
        ("webhook-id", "m"),
    ];
    let answer = house.post("/intake/gitlab/push", &shown, body.clone()).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert_eq!(tell(now, "m1", "another body").await, 401);
    assert_eq!(
        tell(now - 301, "m1", &body).await,
        401,
        "a recording of an earlier delivery"
    );
    assert_eq!(tell(now, "m1", &body).await, 202);
    assert_eq!(
        tell(now, "m1", &body).await,
        200,
        "a replay within the time that is allowed"
    );
}

#[tokio::test]
async fn a_pushed_token_is_dead_behind_the_answer() {
    let mut house = House::new();
    let token = house.token("ann").await;
    let other = house.token("bob").await;
    let name = house.people.name_of_token(&token).unwrap();
    *house.planted.tokens.lock() = vec![name];
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let server = house.server.take().unwrap();
    house.router = server.router();
    let stop = server.stopper();
    let serving = tokio::spawn(server.serve(listener));
    // What was pushed while nobody was looking is found when the server starts.
    house.until_dead(&token).await;
    *house.planted.tokens.lock() = vec![house.people.name_of_token(&other).unwrap()];
    let body = push_of(REPOSITORY);
    let answer = house.pushed(&body, "d1", &signed(&body)).await;
    assert_eq!(answer.status, StatusCode::ACCEPTED);
    house.until_dead(&other).await;
    stop.stop();
    serving.await.unwrap().unwrap();
    assert!(
        house
            .planted
            .scans
            .lock()
            .iter()
            .all(|scanned| scanned == REPOSITORY)
    );
}

#[tokio::test]
async fn without_configuration_nothing_is_handed_in_here() {
    let house = House::new();
    let settings = Settings::default();
    let server = Server::new(Arc::clone(&house.people), settings, None);
    for path in [
        "/intake/github/push",
        "/intake/gitlab/push",
        "/intake/github/secret-scanning",
    ] {
        let request = Request::post(path).body(Body::from("{}")).unwrap();
        let response = server.router().oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn whoever_knows_a_hash_ends_its_token_and_learns_nothing() {
    let house = House::new();
    let token = house.token("ann").await;
    let hand_in = async |hash: String| {
        let answer = house
            .post("/intake/hashes", &[], json!({"sha256": [hash]}).to_string())
            .await;
        (answer.status, answer.body)
    };
    let known = hand_in(sha256(&token)).await;
    assert_eq!(known.0, StatusCode::ACCEPTED);
    house.until_dead(&token).await;
    assert_eq!(hand_in(sha256("nothing")).await, known);
    assert_eq!(hand_in(sha256(&token)).await, known);
    for (body, status) in [
        ("[]".to_owned(), 400),
        (json!({"sha256": ["x"]}).to_string(), 400),
        (json!({"sha256": vec![sha256("x"); 101]}).to_string(), 413),
    ] {
        let answer = house.post("/intake/hashes", &[], body).await;
        assert_eq!(answer.status.as_u16(), status, "{}", answer.body);
    }
    let mut last = StatusCode::ACCEPTED;
    for number in 0..300 {
        last = hand_in(sha256(&number.to_string())).await.0;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS, "a flood is turned away");
}

/// The page as a browser without JavaScript has it: the form's secret, and the cookie that goes with it.
async fn opened(house: &House) -> (String, String) {
    let page = house
        .ask(Request::get("/found-a-token").body(Body::empty()).unwrap())
        .await;
    assert_eq!(page.status, StatusCode::OK);
    let cookie = page.headers.get(header::SET_COOKIE).unwrap().to_str().unwrap();
    let cookie = cookie.split(';').next().unwrap().to_owned();
    let (_, rest) = page.body.split_once("name=\"csrf\" value=\"").unwrap();
    (cookie, rest.split('"').next().unwrap().to_owned())
}

async fn hand_in(house: &House, text: &str) -> Answer {
    let (cookie, csrf) = opened(house).await;
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.append_pair("csrf", &csrf).append_pair("found", text);
    let headers = [
        ("cookie", cookie.as_str()),
        ("content-type", "application/x-www-form-urlencoded"),
    ];
    house.post("/found-a-token", &headers, form.finish()).await
}

#[tokio::test]
async fn the_page_answers_the_same_whatever_is_pasted() {
    let house = House::new();
    let (token, second) = (house.token("ann").await, house.token("bob").await);
    let unknown = sample(&house.engine.instance(), 3);
    let plain = |answer: Answer| {
        let (start, _) = answer
            .body
            .split_once("name=\"csrf\"")
            .unwrap_or((&answer.body, ""));
        (answer.status, start.to_owned())
    };
    let real = plain(hand_in(&house, &format!("I found {token} and\n{second}!")).await);
    assert_eq!(real.0, StatusCode::OK);
    assert!(real.1.contains("Thank you") && !real.1.contains(&token[12..]));
    house.until_dead(&token).await;
    house.until_dead(&second).await;
    for text in [&unknown, &sample("zzzzzz", 3), &token, "just words", &token[..30]] {
        assert_eq!(plain(hand_in(&house, text).await), real, "{text}");
    }
    let empty = hand_in(&house, "  ").await;
    assert!(empty.body.contains("Paste the token here"));
    let long = hand_in(&house, &"x".repeat(65 * 1024)).await;
    assert!(long.body.contains("too long"));
    // Without the form's secret nothing is handed in: another site cannot do it in a visitor's name.
    let third = house.token("cid").await;
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    let answer = house
        .post("/found-a-token", &headers, format!("found={third}"))
        .await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    let referred = house
        .ask(
            Request::get(format!("/found-a-token?found={third}"))
                .body(Body::empty())
                .unwrap(),
        )
        .await;
    assert!(
        !referred.body.contains(&third[12..]),
        "what stands in the address is not taken up"
    );
    assert!(house.works(&third).await);
}

#[tokio::test]
async fn a_flood_from_one_network_is_turned_away_with_the_same_words_for_all() {
    let house = House::new();
    let instance = house.engine.instance();
    let many: String = (1..=50)
        .map(|byte| sample(&instance, byte))
        .collect::<Vec<_>>()
        .join(" ");
    let mut refused = 0;
    for _ in 0..6 {
        let answer = hand_in(&house, &many).await;
        refused += usize::from(answer.body.contains("a lot at once"));
    }
    assert!(refused >= 1);
    let token = house.token("ann").await;
    assert!(hand_in(&house, &token).await.body.contains("a lot at once"));
    house.pass(Span::from_hours(1));
    assert!(hand_in(&house, &token).await.body.contains("Thank you"));
    house.until_dead(&token).await;
}

#[tokio::test]
async fn finders_find_the_page() {
    let house = House::new();
    let answer = house
        .ask(
            Request::get("/.well-known/security.txt")
                .body(Body::empty())
                .unwrap(),
        )
        .await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(
        answer.headers[header::CONTENT_TYPE]
            .to_str()
            .unwrap()
            .starts_with("text/plain")
    );
    let lines: Vec<&str> = answer.body.lines().collect();
    assert!(
        lines.contains(&"Contact: http://127.0.0.1:7878/found-a-token"),
        "{}",
        answer.body
    );
    assert!(lines.iter().any(|line| line.starts_with("Expires: 2027-")));
}
