//! Whatever comes in over HTTP, the answer is a problem that says what to do, nothing is recorded that was
//! refused, and nobody else waits.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use std::collections::BTreeSet;
use std::time::Duration;

use reqwest::{Method, Response};
use serde_json::{Value, json};
use support::{Deadline, Key, PATIENCE, Place, Platform, Server, sign_in, until};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use vocabulary::limits::{MAX_AHEAD, MAX_BEHIND_ASKED, MAX_BEHIND_TOLD, MAX_BODY_BYTES, MAX_BULK_EVENTS};
use vocabulary::{Moment, Span};

const ALL: &str = "decide,report,read,erase";

/// A server with a key that may do everything.
struct House {
    place: Place,
    server: Server,
    key: Key,
    platform: Platform,
    docs: String,
}

impl House {
    async fn new() -> Self {
        let place = Place::new();
        let server = place.serve();
        let key = place.key(ALL);
        let platform = server.client(&key);
        let docs = platform.get("/docs").await.text().await.unwrap();
        Self {
            place,
            server,
            key,
            platform,
            docs,
        }
    }

    /// What a request is answered, which must be a problem as all problems are.
    async fn check(&self, what: &str, answer: Response, status: u16, says: &[&str]) -> Value {
        check_headers(what, &answer);
        assert_eq!(answer.status(), status, "{what}");
        let kind = answer.headers()["content-type"].to_str().unwrap().to_owned();
        let text = answer.text().await.unwrap();
        assert_eq!(kind, "application/problem+json", "{what}: {text}");
        let problem: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(problem["status"], status, "{what}: {text}");
        for member in ["type", "title", "detail"] {
            let words = problem[member].as_str().unwrap_or_default();
            assert!(words.len() > 5, "{what}: `{member}` says nothing: {text}");
        }
        for part in says {
            assert!(text.contains(part), "{what}: `{part}` is not said: {text}");
        }
        check_words(what, &text);
        let anchor = problem["type"].as_str().unwrap().strip_prefix("/docs#").unwrap();
        assert!(
            self.docs.contains(&format!("id=\"{anchor}\"")),
            "{what}: {anchor} leads nowhere"
        );
        assert!(!text.contains(&self.key.secret), "{what}: {text}");
        problem
    }

    /// The same, for a body that is posted with a key that may do everything.
    async fn refuses(&self, path: &str, body: impl Into<Vec<u8>>, status: u16, says: &[&str]) -> Value {
        let body = body.into();
        let beginning: String = String::from_utf8_lossy(&body).chars().take(200).collect();
        let what = format!("{path} {beginning}");
        let answer = self.platform.post(path, body).await;
        self.check(&what, answer, status, says).await
    }

    /// The log is whole, and everything stored is what it says.
    async fn is_whole(&self) {
        until("a checkpoint of everything", || async {
            let seen = self
                .place
                .about(["ledger", "verify", "--recount", "--format", "json"]);
            let all = seen.json()["not_yet_published"] == 0;
            if all { Ok(seen) } else { Err(format!("{seen:#?}")) }
        })
        .await
        .must_exit(0);
    }
}

/// Names of our types, and what the compiler's libraries say of theirs, are no words for people elsewhere.
fn check_words(what: &str, text: &str) {
    for word in [
        "::", "struct ", "enum ", "tuple", "Option", "Vec<", "Raw", " u64", "`u64`", "u32", "i64", "serde",
        "panicked", "src/", ".rs", "Json", "Path<",
    ] {
        assert!(!text.contains(word), "{what}: `{word}` in {text}");
    }
}

/// Reads an answer with a JSON object as its body; what there is of one, where the connection ends.
async fn read_answer(connection: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    let reading = async {
        while !answer.ends_with(b"}") {
            let mut part = [0; 1024];
            match connection.read(&mut part).await {
                Ok(read) if read > 0 => answer.extend_from_slice(&part[..read]),
                _ => break,
            }
        }
    };
    tokio::time::timeout(PATIENCE, reading).await.unwrap();
    String::from_utf8(answer).unwrap()
}

fn check_headers(what: &str, answer: &Response) {
    let policy = answer.headers().get("content-security-policy");
    let policy = policy.unwrap_or_else(|| panic!("{what}: no content policy: {answer:?}"));
    let policy = policy.to_str().unwrap();
    for part in ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"] {
        assert!(policy.contains(part), "{what}: {policy}");
    }
    assert!(!policy.contains("unsafe"), "{what}: {policy}");
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
    ] {
        assert_eq!(answer.headers()[name], value, "{what}");
    }
    assert!(answer.headers().contains_key("cache-control"), "{what}");
}

/// Bodies that are no event at all.
const NO_EVENTS: &[(&[u8], &str)] = &[
    (b"", "is not an event"),
    (b"{", "is not an event"),
    (b"null", "is not an event"),
    (b"\"hello\"", "is not an event"),
    (b"[]", "is not an event"),
    (b"7", "is not an event"),
    (b"{\"key\": \"\xff\"}", "is not an event"),
    (b"{\"key\": 7}", "is not an event"),
    (b"{}", "missing field `key`"),
];

/// What is changed in a good event, to what (as JSON), and what has to be said of it.
const CHANGES: &[(&str, &str, &[&str])] = &[
    ("acount", r#""x""#, &["unknown field `acount`"]),
    ("from", "7", &["is not an event"]),
    ("from", r#"{"devise": "x"}"#, &["unknown field `devise`"]),
    ("from", r#"{"ip": "1.2.3"}"#, &["`from.ip` is `1.2.3`"]),
    ("fields", "[1]", &["is not an event", "an object of fields"]),
    (
        "fields",
        r#"{"passwrod": "correct"}"#,
        &["did you mean `password`?", "`fields.password` is missing"],
    ),
    (
        "fields",
        r#"{"password": "corect"}"#,
        &["did you mean `correct`?"],
    ),
    ("fields", r#"{"password": {"a": 1}}"#, &["`fields.password`"]),
    (
        "fields",
        r#"{"password": "correct", "password": "wrong"}"#,
        &["is given twice"],
    ),
    ("mark", r#""reel""#, &["reel", "`real`"]),
    (
        "kind",
        r#""sign_in.atempted""#,
        &["did you mean `sign_in.attempted`?", "/v1/catalogue"],
    ),
    ("kind", r#""session.went_odd""#, &["`fields"]),
    (
        "step",
        r#""sign-in/prove-it-is-mee""#,
        &["did you mean `sign-in/prove-it-is-me`?"],
    ),
    ("step", r#""nowhere""#, &["`step`"]),
    ("key", r#""""#, &["`key` is empty"]),
    ("account", r#""a\u0000b""#, &["`account`"]),
    ("at", r#""yesterday""#, &["`at`"]),
    ("at", r#""2999-01-01T00:00:00Z""#, &["in the future", "clock"]),
    ("at", r#""9999-12-31T23:59:59Z""#, &["`at`"]),
    (
        "at",
        r#""2001-01-01T00:00:00Z""#,
        &["in the past", "at most 15 minutes"],
    ),
    ("at", r#""-009999-01-01T00:00:00Z""#, &["`at`"]),
];

/// A good event with one member replaced by a JSON text, which need not be one that a program would write.
fn with(member: &str, json: &str) -> String {
    let mut event = sign_in("e-1", "ada");
    event.as_object_mut().unwrap().remove(member);
    let rest = event.to_string();
    format!("{{\"{member}\":{json},{}", rest.strip_prefix('{').unwrap())
}

#[tokio::test]
async fn every_malformed_event_is_refused_with_what_to_do() {
    let house = House::new().await;
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let long = with("account", &format!("\"{}\"", "x".repeat(200)));
    // What only Safeconduct itself may say is well-formed and refused all the same.
    let ours = r#"{"key": "w", "kind": "session.went_odd", "account": "ada", "fields": {"because": "other-device"}}"#;
    let cases = NO_EVENTS
        .iter()
        .map(|(body, says)| (body.to_vec(), vec![*says]))
        .chain(
            CHANGES
                .iter()
                .map(|(member, json, says)| (with(member, json).into_bytes(), says.to_vec())),
        )
        .chain([
            (deep.into_bytes(), vec!["is not an event"]),
            (long.into_bytes(), vec!["`account`"]),
            (ours.as_bytes().to_vec(), vec!["platforms cannot send it"]),
        ]);
    for (body, says) in cases {
        let problem = house.refuses("/v1/decide", body, 422, &says).await;
        let errors = problem["errors"].as_array().unwrap();
        assert!(!errors.is_empty(), "{problem}");
        for error in errors {
            assert!(error["at"].is_string() && error["says"].is_string(), "{problem}");
        }
    }
    assert_eq!(house.platform.version("ada").await, 0, "nothing was recorded");
}

#[tokio::test]
async fn a_bulk_that_cannot_be_read_is_refused_as_a_whole_and_a_bad_event_alone() {
    let house = House::new().await;
    for (body, says) in [
        ("", "the body must be"),
        ("[]", "the body must be"),
        ("{}", "the body must be"),
        ("{\"events\": 7}", "the body must be"),
        ("{\"events\": [1,]}", "the body must be"),
    ] {
        house.refuses("/v1/events", body, 400, &[says]).await;
    }
    let good = sign_in("good", "ada");
    let mut misspelt = sign_in("bad", "ada");
    misspelt["kind"] = json!("sign_in.atempted");
    let mut nowhere = sign_in("nowhere", "ada");
    nowhere["step"] = json!("sign-in/prove-it");
    let mut old = sign_in("old", "ada");
    old["at"] = json!("2001-01-01T00:00:00Z");
    let told = house
        .platform
        .tell(&[json!(7), misspelt, good, nowhere, old])
        .await;
    assert_eq!(
        (&told["recorded"], &told["duplicates"]),
        (&json!(1), &json!(0)),
        "{told}"
    );
    let refused = told["refused"].as_array().unwrap();
    let places: Vec<_> = refused.iter().map(|one| one["place"].as_u64().unwrap()).collect();
    assert_eq!(places, [0, 1, 3, 4], "{told}");
    for (one, says) in refused.iter().zip([
        "is not an event",
        "did you mean `sign_in.attempted`?",
        "is no step",
        "at most 57 weeks",
    ]) {
        assert!(one["errors"].to_string().contains(says), "{one}");
        check_words("a refused event", &one.to_string());
    }
    assert_eq!(house.platform.version("ada").await, 1);
    house.is_whole().await;
}

/// Who asks (the `Authorization` header, with secrets to be filled in), for what, and what they are told.
const KEYS: &[(Option<&str>, &str, u16, &str)] = &[
    (None, "POST /v1/decide", 401, "Authorization: Bearer"),
    (None, "GET /v1/accounts/ada", 401, "Authorization: Bearer"),
    (Some("{all}"), "POST /v1/decide", 401, "Authorization: Bearer"),
    (
        Some("Basic {all}"),
        "POST /v1/decide",
        401,
        "Authorization: Bearer",
    ),
    (Some("Bearer "), "POST /v1/decide", 401, "key"),
    (Some("Bearer sk_live_51Hx"), "POST /v1/decide", 401, "begins with"),
    (Some("Bearer {slip}"), "POST /v1/decide", 401, "checksum"),
    (Some("Bearer {link}"), "POST /v1/decide", 401, "something else"),
    (Some("Bearer {read}"), "POST /v1/decide", 403, "scope `decide`"),
    (Some("Bearer {read}"), "POST /v1/events", 403, "scope `report`"),
    (
        Some("Bearer {read}"),
        "DELETE /v1/accounts/ada",
        403,
        "scope `erase`",
    ),
    (
        Some("Bearer {report}"),
        "GET /v1/accounts/ada",
        403,
        "scope `read`",
    ),
    (
        Some("Bearer {report}"),
        "GET /v1/accounts/ada/timeline",
        403,
        "scope `read`",
    ),
    (
        Some("Bearer {report}"),
        "GET /v1/log/entries/0/proof",
        403,
        "scope `read`",
    ),
    (Some("Bearer {decide}"), "GET /v1/journeys", 403, "scope `read`"),
];

/// The key with its last letter changed.
fn slip(secret: &str) -> String {
    let (rest, last) = secret.split_at(secret.len() - 1);
    format!("{rest}{}", if last == "a" { "b" } else { "a" })
}

#[tokio::test]
async fn who_has_no_key_or_not_enough_of_one_is_told_so_and_no_secret_is_repeated() {
    let house = House::new().await;
    let link = house.place.about(["console", "link"]).must_exit(0).out;
    let link = link
        .split_once("key=")
        .unwrap()
        .1
        .lines()
        .next()
        .unwrap()
        .to_owned();
    let mut secrets = vec![
        ("{all}", house.key.secret.clone()),
        ("{slip}", slip(&house.key.secret)),
        ("{link}", link),
    ];
    for (name, scope) in [("{read}", "read"), ("{report}", "report"), ("{decide}", "decide")] {
        secrets.push((name, house.place.key(scope).secret));
    }
    for (shown, asked, status, says) in KEYS {
        let (method, path) = asked.split_once(' ').unwrap();
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let request = house.platform.http.request(method, house.server.at(path));
        let mut request = request.body(sign_in("e-1", "ada").to_string());
        if let Some(shown) = shown {
            let filled = secrets.iter().fold((*shown).to_owned(), |text, (name, secret)| {
                text.replace(name, secret)
            });
            request = request.header("authorization", filled);
        }
        let answer = request.send().await.unwrap();
        let what = format!("{asked} with {shown:?}");
        if *status == 401 {
            assert_eq!(answer.headers()["www-authenticate"], "Bearer", "{what}");
        }
        let problem = house.check(&what, answer, *status, &[says]).await.to_string();
        for secret in secrets
            .iter()
            .map(|(_, secret)| secret.as_str())
            .chain(["sk_live"])
        {
            assert!(!problem.contains(secret), "{problem}");
        }
    }
    assert_eq!(house.platform.version("ada").await, 0, "nothing was recorded");
    // Neither secrets nor people stand in the server's own log.
    house.platform.decide(&sign_in("k-1", "somebody-by-name")).await;
    let log = house.server.stop().log;
    for secret in secrets
        .iter()
        .map(|(_, secret)| secret.as_str())
        .chain(["somebody-by-name", "203.0.113.7"])
    {
        assert!(!log.contains(secret), "{log}");
    }
}

#[tokio::test]
async fn too_much_at_once_is_refused_and_just_enough_is_not() {
    let house = House::new().await;
    let padding = MAX_BODY_BYTES + 1;
    for path in ["/v1/decide", "/v1/events"] {
        // The server need not read what it refuses, so that the connection may end before all of it is sent.
        let answer = until("an answer to a large body", || async {
            let sent = house.platform.try_post(path, vec![b' '; padding]).await;
            sent.map_err(|error| error.to_string())
        })
        .await;
        house.check(path, answer, 413, &["at most 1 MiB"]).await;
    }
    // Of a body that does not tell its length, no more is read either.
    let mut connection = TcpStream::connect(house.server.address()).await.unwrap();
    let head = format!(
        "POST /v1/events HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\ntransfer-encoding: chunked\r\n\r\n",
        house.key.secret
    );
    connection.write_all(head.as_bytes()).await.unwrap();
    let chunk = format!("10000\r\n{}\r\n", " ".repeat(1 << 16));
    let mut written = 0;
    while written <= 4 * MAX_BODY_BYTES && connection.write_all(chunk.as_bytes()).await.is_ok() {
        written += 1 << 16;
    }
    let answer = read_answer(&mut connection).await;
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 413") && answer.contains("at most 1 MiB"),
        "{answer}"
    );
    let events: Vec<Value> = (0..=MAX_BULK_EVENTS)
        .map(|number| json!({"key": format!("b-{number}"), "kind": "session.seen", "account": format!("a-{}", number % 50), "session": "s"}))
        .collect();
    house
        .refuses(
            "/v1/events",
            json!({"events": events}).to_string(),
            413,
            &["1001 events", "at most 1000"],
        )
        .await;
    assert_eq!(house.platform.version("a-0").await, 0, "nothing was recorded");
    let told = house.platform.tell(&events[..MAX_BULK_EVENTS]).await;
    assert_eq!(
        told,
        json!({"recorded": MAX_BULK_EVENTS, "duplicates": 0, "refused": []})
    );
    house.is_whole().await;
}

#[tokio::test]
async fn the_same_event_again_is_the_same_answer_and_is_recorded_once() {
    let house = House::new().await;
    house.platform.decide(&sign_in("first", "ada")).await;
    let mut stranger = sign_in("second", "ada");
    stranger["from"]["device"] = json!("dev_of_a_stranger");
    stranger["fields"] = json!({"password": "correct"});
    for event in [sign_in("third", "ada"), stranger] {
        let first = house.platform.decide(&event).await;
        let version = house.platform.version("ada").await;
        assert_eq!(first["duplicate"], false, "{first}");
        for _ in 0..3 {
            let again = house.platform.decide(&event).await;
            assert_eq!(again["duplicate"], true, "{again}");
            for part in [
                "verdict",
                "reasons",
                "acceptable",
                "promise",
                "entry",
                "score",
                "follows",
            ] {
                assert_eq!(again[part], first[part], "{part}: {again} instead of {first}");
            }
            assert_eq!(house.platform.version("ada").await, version);
        }
        let told = house.platform.tell(&[event.clone(), event]).await;
        assert_eq!(told, json!({"recorded": 0, "duplicates": 2, "refused": []}));
        assert_eq!(house.platform.version("ada").await, version);
    }
    // Sent many times at once, one of them is recorded.
    let event = sign_in("at-once", "bea");
    let answers = futures::future::join_all((0..20).map(|_| house.platform.decide(&event))).await;
    let fresh = answers
        .iter()
        .filter(|answer| answer["duplicate"] == false)
        .count();
    let entries: BTreeSet<_> = answers.iter().map(|answer| answer["entry"].to_string()).collect();
    assert_eq!((fresh, entries.len()), (1, 1), "{answers:#?}");
    assert_eq!(house.platform.version("bea").await, 1);
    // A key belongs to its account: another account's event with the same key is another event.
    let other = house.platform.decide(&sign_in("at-once", "cleo")).await;
    assert_eq!(other["duplicate"], false);
    house.is_whole().await;
}

#[tokio::test]
async fn events_in_any_order_are_recorded_once_each_and_dated_within_bounds() {
    let house = House::new().await;
    house.platform.decide(&sign_in("now", "ada")).await;
    let line: Value = house
        .platform
        .get("/v1/accounts/ada/timeline")
        .await
        .json()
        .await
        .unwrap();
    let entries = line["entries"].as_array().unwrap();
    let now = entries
        .iter()
        .find_map(|one| one["event"]["at"].as_str())
        .unwrap();
    let now = Moment::parse(now).unwrap();
    let dated = |key: &str, at: Moment| {
        let mut event = sign_in(key, "bea");
        event["at"] = json!(at);
        event
    };
    let events: Vec<Value> = (0..12)
        .map(|number| dated(&format!("o-{number}"), now - Span::from_minutes(number * 37 % 60)))
        .collect();
    let told = house.platform.tell(&events).await;
    assert_eq!(told, json!({"recorded": 12, "duplicates": 0, "refused": []}));
    let mut reordered = events.clone();
    reordered.reverse();
    reordered.rotate_left(5);
    let told = house.platform.tell(&reordered).await;
    assert_eq!(told, json!({"recorded": 0, "duplicates": 12, "refused": []}));
    assert_eq!(house.platform.version("bea").await, 12);
    // The bounds hold at their edges, with a minute to spare for this test.
    let minute = Span::from_minutes(1);
    for (key, at, is_asked) in [
        ("a-0", now + MAX_AHEAD - minute, true),
        ("a-1", now - MAX_BEHIND_ASKED + minute, true),
        ("a-2", now - MAX_BEHIND_TOLD + minute, false),
    ] {
        if is_asked {
            house.platform.decide(&dated(key, at)).await;
        }
        let told = house.platform.tell(&[dated(&format!("{key}-told"), at)]).await;
        assert_eq!(told["recorded"], 1, "{key}: {told}");
    }
    let late = dated("b-0", now - MAX_BEHIND_ASKED - minute).to_string();
    house
        .refuses("/v1/decide", late, 422, &["16 minutes", "in the past"])
        .await;
    let ahead = Span::from_minutes(30);
    let early = dated("b-1", now + MAX_AHEAD + ahead).to_string();
    house.refuses("/v1/decide", early, 422, &["in the future"]).await;
    let told = house
        .platform
        .tell(&[
            dated("b-2", now - MAX_BEHIND_TOLD - minute),
            dated("b-3", now + MAX_AHEAD + ahead),
        ])
        .await;
    assert_eq!(told["refused"].as_array().unwrap().len(), 2, "{told}");
    house.is_whole().await;
}

#[tokio::test]
async fn what_is_not_there_is_said_in_the_same_way() {
    let house = House::new().await;
    for (path, status, says) in [
        ("/v1/accounts/nobody", 404, "`nobody`"),
        ("/v1/accounts/nobody/timeline", 404, "`nobody`"),
        ("/v1/accounts/%FF", 400, ""),
        ("/v1/accounts/nobody/timeline?limit=many", 400, "`limit`"),
        ("/v1/accounts/nobody/timeline?before=-1", 400, "`before`"),
        ("/v1/log/entries/99/proof", 404, "99"),
        ("/v1/log/entries/first/proof", 400, "`first`"),
        ("/v1/accounts/ada/timeline?limit=1&limit=2", 400, "once"),
        ("/log/tile/9/9", 404, "`tile/9/9`"),
        ("/log/nonsense", 404, "`nonsense`"),
        ("/v1/nothing", 404, "/docs"),
        ("/v2/decide", 404, "/docs"),
        ("/wp-login.php", 404, "/docs"),
        ("/.env", 404, "/docs"),
        ("/console/../../etc/passwd", 404, "/docs"),
    ] {
        let answer = house.platform.get(path).await;
        house.check(path, answer, status, &[says]).await;
    }
    let nobody = house
        .platform
        .http
        .delete(house.server.at("/v1/accounts/nobody"))
        .bearer_auth(&house.key.secret)
        .send()
        .await
        .unwrap();
    house.check("erasing nobody", nobody, 404, &["`nobody`"]).await;
    for (method, path, allowed) in [
        (Method::GET, "/v1/decide", "POST"),
        (Method::PUT, "/v1/events", "POST"),
        (Method::POST, "/v1/journeys", "GET"),
        (Method::PATCH, "/v1/accounts/ada", "DELETE"),
        (Method::POST, "/healthz", "GET"),
    ] {
        let request = house.platform.http.request(method.clone(), house.server.at(path));
        let answer = request.bearer_auth(&house.key.secret).send().await.unwrap();
        let allow = answer
            .headers()
            .get("allow")
            .map(|value| value.to_str().unwrap().to_owned());
        assert!(
            allow.is_some_and(|allow| allow.contains(allowed)),
            "{method} {path}"
        );
        house
            .check(&format!("{method} {path}"), answer, 405, &["/docs"])
            .await;
    }
}

#[tokio::test]
async fn what_another_site_sends_is_refused() {
    let house = House::new().await;
    let own = house.server.url.clone();
    let port = own.rsplit(':').next().unwrap();
    let neighbour = format!("http://127.0.0.1:{}", if port == "80" { "81" } else { "80" });
    let check = async |headers: &[(&str, &str)], path: &str, is_foreign: bool| {
        let what = format!("{path} {headers:?}");
        let mut request = house
            .platform
            .http
            .post(house.server.at(path))
            .bearer_auth(&house.key.secret)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(sign_in("cross", "ada").to_string());
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = request.send().await.unwrap();
        if is_foreign {
            house.check(&what, answer, 403, &["another site"]).await;
        } else {
            assert_eq!(answer.status(), 200, "{what}");
        }
    };
    let decide = "/v1/decide";
    check(&[("origin", "https://evil.example")], decide, true).await;
    check(&[("origin", "null")], decide, true).await;
    check(&[("origin", neighbour.as_str())], decide, true).await;
    check(&[("sec-fetch-site", "cross-site")], decide, true).await;
    check(&[("sec-fetch-site", "same-site")], decide, true).await;
    // What the browser says of the site counts more than an origin that happens to fit.
    check(
        &[("sec-fetch-site", "cross-site"), ("origin", own.as_str())],
        decide,
        true,
    )
    .await;
    for path in ["/console/enter", "/console/leave"] {
        check(&[("origin", "https://evil.example")], path, true).await;
        check(&[("sec-fetch-site", "cross-site")], path, true).await;
    }
    assert_eq!(house.platform.version("ada").await, 0, "nothing was recorded");
    check(&[("sec-fetch-site", "same-origin")], decide, false).await;
    check(&[("sec-fetch-site", "none")], decide, false).await;
    check(&[("origin", own.as_str())], decide, false).await;
    check(&[], decide, false).await;
}

#[tokio::test]
async fn half_a_request_holds_nobody_up_and_is_given_up_in_the_end() {
    let house = House::new().await;
    let address = house.server.address().to_owned();
    let head = format!(
        "POST /v1/decide HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {}\r\ncontent-length: 4000\r\n\r\n{{",
        house.key.secret
    );
    let mut held = Vec::new();
    for number in 0..100 {
        let mut connection = TcpStream::connect(&address).await.unwrap();
        let part = match number % 3 {
            0 => "",
            1 => "POST /v1/decide HTTP/1.1\r\nho",
            _ => head.as_str(),
        };
        connection.write_all(part.as_bytes()).await.unwrap();
        held.push(connection);
    }
    let others = async {
        for number in 0..20 {
            house
                .platform
                .decide(&sign_in(&format!("h-{number}"), "ada"))
                .await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), others)
        .await
        .unwrap();
    // A body that does not come is given up, with a problem like any other.
    let answer = read_answer(&mut held.swap_remove(2)).await;
    assert!(
        answer.starts_with("HTTP/1.1 503") || answer.starts_with("HTTP/1.1 408"),
        "{answer}"
    );
    for part in [
        "application/problem+json",
        "content-security-policy",
        "\"detail\"",
    ] {
        assert!(answer.contains(part), "{answer}");
    }
    // Whoever hangs on does not keep the server from stopping.
    let deadline = Deadline::after(Duration::from_secs(30));
    house.server.stop();
    assert!(!deadline.is_over());
    drop(held);
}
