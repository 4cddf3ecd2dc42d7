//! The console from outside: who gets in, what each page answers, and what none of them gives away.

#![cfg(test)]

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use axum::Router;
use axum::body::Body;
use engine::access::Scope;
use engine::{Clock, Engine, Entropy, Keys, Mode, Stated};
use http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use journey::SourceFile;
use ledger::entry::Disclosure;
use ledger::keys::MasterKey;
use ledger::note::SigningKey;
use people::People;
use server::console::{assets, layout, paths};
use server::{Server, Settings};
use store::embedded::EmbeddedStore;
use tempfile::TempDir;
use tower::ServiceExt;
use vocabulary::{AccountId, Event, Moment, Span};

const JOURNEYS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../journeys");
const NOW: &str = "2026-11-21T09:30:00Z";

struct SetClock(AtomicI64);

/// People's accounts, of whom these pages show none.
fn people(engine: &Arc<Engine>, public_url: &str) -> Arc<People> {
    struct NoPost;
    #[async_trait::async_trait]
    impl people::Courier for NoPost {
        async fn take(&self, _: people::Letter) -> Result<(), String> {
            Err("nobody is written to here".to_owned())
        }
    }
    let party = people::RelyingParty::new("shop.example", "Shop").unwrap();
    let prefix = people::Prefix::new("safeconduct_").unwrap();
    let settings = people::Settings::new("Shop", public_url, party, prefix);
    let secrets = people::Secrets::derive(&[3; 32]).unwrap();
    Arc::new(People::new(
        Arc::clone(engine),
        secrets,
        settings,
        Arc::new(NoPost),
    ))
}

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
            let number = self
                .0
                .fetch_add(1, Ordering::SeqCst)
                .wrapping_mul(0x9e37_79b9_7f4a_7c15);
            for (byte, from) in chunk.iter_mut().zip(number.to_be_bytes()) {
                *byte = from;
            }
        }
    }
}

/// A server over an empty store, with the journeys that we ship.
struct House {
    engine: Arc<Engine>,
    clock: Arc<SetClock>,
    router: Router,
    server: Server,
    _directory: TempDir,
}

/// What came back.
struct Answer {
    status: StatusCode,
    headers: http::HeaderMap,
    body: String,
}

impl Answer {
    fn header(&self, name: header::HeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The cookie as a browser sends it back.
    fn cookie(&self) -> String {
        let cookie = self.header(header::SET_COOKIE);
        cookie.split(';').next().unwrap().to_owned()
    }
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
    match Stated::read(&files, false) {
        Ok((stated, _)) => stated,
        Err(findings) => panic!("the journeys that we ship have errors: {findings:?}"),
    }
}

impl House {
    fn new() -> Self {
        Self::at("http://127.0.0.1:7878")
    }

    fn at(public_url: &str) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let store = Arc::new(EmbeddedStore::open(directory.path()).unwrap());
        let clock = Arc::new(SetClock(AtomicI64::new(Moment::parse(NOW).unwrap().as_millis())));
        let keys = Keys {
            master: MasterKey::from_bytes(&[7; 32]).unwrap(),
            signing: SigningKey::from_seed("shop.example/log".parse().unwrap(), &[9; 32]).unwrap(),
        };
        let entropy = Arc::new(Counted(AtomicU64::new(1)));
        let engine = Arc::new(Engine::new(store, stated(), keys, clock.clone(), entropy));
        let settings = Settings {
            public_url: public_url.to_owned(),
            simulated: true,
            ..Settings::default()
        };
        let server = Server::new(people(&engine, public_url), settings, None);
        Self {
            router: server.router(),
            server,
            engine,
            clock,
            _directory: directory,
        }
    }

    fn pass(&self, span: Span) {
        self.clock.0.fetch_add(span.as_millis(), Ordering::SeqCst);
    }

    /// Something is reported after the fact.
    async fn tell(&self, number: u32, account: &str, kind: &str, rest: &str) {
        self.happen(number, account, kind, rest, Mode::Tell).await;
    }

    async fn happen(&self, number: u32, account: &str, kind: &str, rest: &str, mode: Mode) {
        let account = serde_json::to_string(account).unwrap();
        let json = format!(
            r#"{{"key":"e{number}","kind":"{kind}","account":{account},"at":"{}"{rest}}}"#,
            self.engine.now()
        );
        let event: Event = serde_json::from_str(&json).unwrap();
        self.engine.enforce(event, mode).await.unwrap();
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

    async fn get(&self, path: &str, cookie: &str) -> Answer {
        let request = Request::get(path).header(header::COOKIE, cookie);
        self.ask(request.body(Body::empty()).unwrap()).await
    }

    async fn post(&self, path: &str, cookie: &str, form: &str, more: &[(&str, &str)]) -> Answer {
        let mut request = Request::post(path)
            .header(header::COOKIE, cookie)
            .header(header::HOST, "127.0.0.1:7878")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        for (name, value) in more {
            request = request.header(*name, *value);
        }
        self.ask(request.body(Body::from(form.to_owned())).unwrap()).await
    }

    /// The cookie of somebody who has just entered.
    async fn enter(&self) -> String {
        let link = self.engine.make_link().await.unwrap();
        let answer = self
            .post(paths::ENTER, "", &format!("key={}", link.reveal()), &[])
            .await;
        assert_eq!(
            (answer.status, answer.header(header::LOCATION)),
            (StatusCode::SEE_OTHER, paths::HOME)
        );
        answer.cookie()
    }

    /// A morning: a customer, a thief who has her password and then her session, and an order that was charged
    /// twice. A minute passes before each event. At the end somebody disowns a charge that has gone through.
    async fn morning(&self) {
        let told: [(&str, &str, &str, &str); 8] = [
            ("acc_42", "factor.enrolled", HOME, r#"{"factor":"passkey"}"#),
            (
                "acc_42",
                "sign_in.attempted",
                HOME,
                r#"{"password":"correct","proved":"passkey"}"#,
            ),
            ("acc_42", "session.seen", HOME, r#"{"doing":"view-orders"}"#),
            ("acc_42", "sign_in.attempted", THIEF, r#"{"password":"correct"}"#),
            (
                "acc_42",
                "effect.requested",
                HOME,
                r#"{"effect":"charge","effect_id":"ch_1","amount":129900,"currency":"EUR"}"#,
            ),
            ("acc_42", "session.seen", COPY, r#"{"doing":"view-cards"}"#),
            ("acc_42", "owner.answered", "{}", r#"{"answer":"not-me"}"#),
            (
                "acc_9",
                "order.paid",
                "{}",
                r#"{"order_id":"o_1","captures":2,"amount":500,"shown_amount":250}"#,
            ),
        ];
        for (number, (account, kind, origin, fields)) in (1_u32..).zip(told) {
            self.pass(Span::from_minutes(1));
            let session = if matches!(origin, HOME | COPY) {
                r#","session":"ses_1""#
            } else {
                ""
            };
            let rest = format!(r#","from":{origin}{session},"fields":{fields}"#);
            self.happen(number, account, kind, &rest, Mode::Ask).await;
        }
        let charge = r#","fields":{"effect":"charge","effect_id":"ch_2","amount":500,"currency":"EUR"}"#;
        self.tell(20, "acc_8", "effect.requested", charge).await;
        self.tell(21, "acc_8", "owner.answered", r#","fields":{"answer":"not-me"}"#)
            .await;
        self.engine.publish().await.unwrap();
    }
}

const HOME: &str = r#"{"ip":"192.0.2.14","agent":"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0","device":"dev_7"}"#;
const THIEF: &str = r#"{"ip":"198.51.100.23","agent":"python-requests/2.32","device":"dev_x"}"#;
const COPY: &str = r#"{"ip":"198.51.100.23","agent":"python-requests/2.32","device":"dev_x4"}"#;

fn account(id: &str) -> String {
    paths::account(&AccountId::new(id).unwrap())
}

/// Every page, and words that stand on it after [`House::morning`].
fn every_page() -> Vec<(String, &'static [&'static str])> {
    vec![
        (
            paths::HOME.to_owned(),
            &[
                "Are our promises kept?",
                "Check out",
                "Debt",
                "30 June 2027",
                "acc_42",
            ],
        ),
        (
            paths::journey("checkout"),
            &[
                "To pay once, get my things",
                "card",
                "Nothing on this server enforces it.",
                "0 of 1",
                "SHIP-88",
            ],
        ),
        (paths::journey("support"), &["My ex works there", "never"]),
        (
            paths::promise("checkout", "charged-once"),
            &[
                "You pay once, exactly the amount you saw.",
                "charged 2 times",
                "captures = 1 and amount = shown_amount",
            ],
        ),
        (
            paths::promise("checkout", "we-never-hold-your-card"),
            &["Rehearsal: planted card, every week", "never done"],
        ),
        (
            paths::promise("sign-in", "hard-to-phish"),
            &["This server does not count people yet."],
        ),
        (
            paths::promise("sign-in", "owner-not-locked-out"),
            &["We do not lock out the real you.", "What keeps it"],
        ),
        (
            paths::ACCOUNTS.to_owned(),
            &["acc_42", "acc_9", "needs attention"],
        ),
        (
            account("acc_42"),
            &[
                "Somebody else got in",
                "We stopped them",
                "Passkey",
                "Firefox on Linux",
                "192.0.2.0/24",
                "dev_7",
                "over: it stopped looking like its owner",
            ],
        ),
        (
            account("acc_8"),
            &[
                "the owner told us so",
                "A charge of <strong>5.00 EUR</strong>",
                "already made when we noticed",
                "the owner does not pay",
            ],
        ),
        (
            paths::ATTENTION.to_owned(),
            &[
                "acc_42",
                "It was not the owner",
                "One charge of 5.00 EUR is on hold.",
            ],
        ),
        (
            paths::LOG.to_owned(),
            &[
                "entries are in their place and unchanged",
                "shop.example/log",
                "safeconduct ledger verify",
            ],
        ),
        (
            paths::decision(1),
            &["Why did we answer like this?", "passkey", "Download the proof"],
        ),
    ]
}

mod the_way_in {
    use super::*;

    #[tokio::test]
    async fn nothing_is_shown_to_whoever_has_not_entered() {
        let house = House::new();
        house.morning().await;
        let invented = format!("safeconduct=safeconduct_c{}", "0".repeat(44));
        let key = house
            .engine
            .issue_platform_key("shop", &Scope::ALL, Span::from_days(1))
            .await
            .unwrap();
        house.server.renew_keys().await.unwrap();
        let platform = format!("safeconduct={}", key.secret.reveal());
        for cookie in ["", invented.as_str(), platform.as_str(), "safeconduct="] {
            let others = [paths::proof(1), "/console/elsewhere".to_owned()];
            for path in every_page().into_iter().map(|(path, _)| path).chain(others) {
                let answer = house.get(&path, cookie).await;
                assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path} with {cookie:?}");
                assert_eq!(answer.header(header::LOCATION), paths::ENTER, "{path}");
                assert!(answer.body.is_empty(), "{path}");
            }
            let part = house.get(paths::JUST_NOW, cookie).await;
            assert_eq!((part.status, part.body.as_str()), (StatusCode::UNAUTHORIZED, ""));
        }
    }

    #[tokio::test]
    async fn a_link_opens_once_and_only_when_the_button_is_pressed() {
        let house = House::new();
        let link = house.engine.make_link().await.unwrap();
        let (address, form) = (
            format!("{}?key={}", paths::ENTER, link.reveal()),
            format!("key={}", link.reveal()),
        );
        for _ in 0..3 {
            let shown = house.get(&address, "").await;
            assert_eq!(shown.status, StatusCode::OK);
            assert!(shown.body.contains("Enter the console") && shown.body.contains(link.reveal()));
            assert_eq!(shown.header(header::SET_COOKIE), "");
            assert_eq!(shown.header(header::CACHE_CONTROL), "no-store");
        }
        let entered = house.post(paths::ENTER, "", &form, &[]).await;
        assert_eq!(entered.status, StatusCode::SEE_OTHER);
        assert_eq!(
            house.get(paths::HOME, &entered.cookie()).await.status,
            StatusCode::OK
        );

        let again = house.post(paths::ENTER, "", &form, &[]).await;
        assert_eq!(again.status, StatusCode::FORBIDDEN);
        assert!(again.body.contains("This link has been used."));
        assert_eq!(again.header(header::SET_COOKIE), "");
    }

    #[tokio::test]
    async fn of_two_who_press_at_once_one_gets_in() {
        let house = House::new();
        for _ in 0..10 {
            let link = house.engine.make_link().await.unwrap();
            let form = format!("key={}", link.reveal());
            let press = || house.post(paths::ENTER, "", &form, &[]);
            let (one, other, third) = tokio::join!(press(), press(), press());
            let mut came: Vec<u16> = [one, other, third].map(|answer| answer.status.as_u16()).to_vec();
            came.sort_unstable();
            assert_eq!(came, [303, 403, 403]);
        }
    }

    #[tokio::test]
    async fn a_link_that_opens_nothing_says_why() {
        let house = House::new();
        let old = house.engine.make_link().await.unwrap();
        house.pass(Span::from_minutes(61));
        let platform = house
            .engine
            .issue_platform_key("shop", &Scope::ALL, Span::from_days(1))
            .await
            .unwrap();
        let elsewhere = House::new().engine.make_link().await.unwrap();
        let forms = [
            (format!("key={}", old.reveal()), "This link is too old."),
            (
                format!("key={}", platform.secret.reveal()),
                "You need an owner link.",
            ),
            (
                format!("key={}", &elsewhere.reveal()[..50]),
                "You need an owner link.",
            ),
            ("key=%00%ff<script>".to_owned(), "You need an owner link."),
            (format!("key={}", "x".repeat(10_000)), "You need an owner link."),
            ("key=a&key=b".to_owned(), "You need an owner link."),
            (String::new(), "You need an owner link."),
        ];
        for (form, says) in forms {
            let answer = house.post(paths::ENTER, "", &form, &[]).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{form:.60}");
            assert!(answer.body.contains(says), "{form:.60}: {}", answer.body);
            assert_eq!(answer.header(header::SET_COOKIE), "");
        }
        let bare = house.get(paths::ENTER, "").await;
        assert!(bare.body.contains("You need an owner link."));
        let cookie = house.enter().await;
        let entered = house.get(paths::ENTER, &cookie).await;
        assert_eq!(
            entered.header(header::LOCATION),
            paths::HOME,
            "whoever is in needs no link"
        );
    }

    #[tokio::test]
    async fn another_sites_form_does_nothing() {
        let house = House::new();
        let link = house.engine.make_link().await.unwrap();
        let form = format!("key={}", link.reveal());
        let cookie = house.enter().await;
        let foreign: [&[(&str, &str)]; 4] = [
            &[("sec-fetch-site", "cross-site")],
            &[("sec-fetch-site", "same-site")],
            &[("origin", "https://evil.example")],
            &[("origin", "null")],
        ];
        for more in foreign {
            let entering = house.post(paths::ENTER, "", &form, more).await;
            assert_eq!(entering.status, StatusCode::FORBIDDEN, "{more:?}");
            let leaving = house.post(paths::LEAVE, &cookie, "", more).await;
            assert_eq!(leaving.status, StatusCode::FORBIDDEN, "{more:?}");
            assert_eq!(
                house.get(paths::HOME, &cookie).await.status,
                StatusCode::OK,
                "{more:?}"
            );
        }
        // Nothing of this has spent the link.
        let own: [&[(&str, &str)]; 2] = [
            &[
                ("sec-fetch-site", "same-origin"),
                ("origin", "http://127.0.0.1:7878"),
            ],
            &[("origin", "http://127.0.0.1:7878")],
        ];
        let entered = house.post(paths::ENTER, "", &form, own[0]).await;
        assert_eq!(entered.status, StatusCode::SEE_OTHER);
        let left = house.post(paths::LEAVE, &entered.cookie(), "", own[1]).await;
        assert_eq!(left.status, StatusCode::SEE_OTHER);
    }

    #[tokio::test]
    async fn the_cookie_is_as_narrow_as_can_be() {
        let check = async |url: &str, begins: &str, ends: &str| {
            let house = House::at(url);
            let link = house.engine.make_link().await.unwrap();
            let answer = house
                .post(paths::ENTER, "", &format!("key={}", link.reveal()), &[])
                .await;
            let cookie = answer.header(header::SET_COOKIE);
            assert!(cookie.starts_with(begins) && cookie.ends_with(ends), "{cookie}");
            assert!(answer.headers[header::SET_COOKIE.as_str()].len() < 200);
        };
        let ends = "; Path=/; Max-Age=43200; HttpOnly; SameSite=Lax";
        check("http://127.0.0.1:7878", "safeconduct=safeconduct_c", ends).await;
        let ends = "; Path=/; Max-Age=43200; HttpOnly; SameSite=Lax; Secure";
        check(
            "https://safe.example.com",
            "__Host-safeconduct=safeconduct_c",
            ends,
        )
        .await;
    }

    #[tokio::test]
    async fn a_session_ends_by_leaving_and_by_time() {
        let house = House::new();
        let (one, other) = (house.enter().await, house.enter().await);
        let left = house.post(paths::LEAVE, &one, "", &[]).await;
        assert_eq!(
            (left.status, left.header(header::LOCATION)),
            (StatusCode::SEE_OTHER, paths::ENTER)
        );
        assert!(
            left.header(header::SET_COOKIE)
                .starts_with("safeconduct=; Path=/; Max-Age=0;")
        );
        // A copy of the cookie is worth nothing any more; somebody else's session goes on.
        assert_eq!(house.get(paths::HOME, &one).await.status, StatusCode::SEE_OTHER);
        assert_eq!(house.get(paths::HOME, &other).await.status, StatusCode::OK);
        let nobody = house.post(paths::LEAVE, "", "", &[]).await;
        assert_eq!(nobody.status, StatusCode::SEE_OTHER, "leaving twice is no error");

        house.pass(Span::from_hours(12));
        assert_eq!(house.get(paths::HOME, &other).await.status, StatusCode::SEE_OTHER);
    }
}

mod pages {
    use super::*;

    #[tokio::test]
    async fn every_page_says_what_is_true() {
        let house = House::new();
        house.morning().await;
        let cookie = house.enter().await;
        for (path, words) in every_page() {
            let answer = house.get(&path, &cookie).await;
            assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
            for word in words {
                assert!(
                    answer.body.contains(word),
                    "{path} does not say `{word}`: {}",
                    answer.body
                );
            }
            assert!(answer.body.contains("These people are simulated."), "{path}");
        }
    }

    #[tokio::test]
    async fn a_broken_promise_is_told_with_its_figure_and_its_bad_events() {
        let house = House::new();
        let cookie = house.enter().await;
        for number in 0..40 {
            let captures = if number == 7 { 2 } else { 1 };
            let fields = format!(
                r#","fields":{{"order_id":"o_{number}","captures":{captures},"amount":500,"shown_amount":500}}"#
            );
            house
                .tell(number, &format!("acc_{number}"), "order.paid", &fields)
                .await;
        }
        let lone = r#","fields":{"approvers":1,"waited_hours":48}"#;
        house.tell(50, "acc_50", "recovery.applied", lone).await;
        let look = r#","fields":{"view_id":"view_1","ticket":"open","staff_id":"staff_3"}"#;
        house.tell(51, "acc_51", "account.opened_by_staff", look).await;
        house.pass(Span::from_minutes(2));
        house.engine.sweep().await.unwrap();
        let check = async |path: &str, words: &[&str]| {
            let body = house.get(path, &cookie).await.body;
            for word in words {
                assert!(body.contains(word), "{path} does not say `{word}`: {body}");
            }
        };
        check(
            &paths::promise("checkout", "charged-once"),
            &[
                "state-broken",
                "97.5 %",
                "target 99.99 %",
                "40 orders counted in 30 days",
                "acc_7",
                "charged 2 times",
            ],
        )
        .await;
        check(
            &paths::promise("support", "two-people-and-a-day"),
            &[
                "state-broken",
                "once",
                "target never",
                "acc_50",
                "Rehearsal: lone approver, every 30 days",
            ],
        )
        .await;
        check(
            &paths::promise("support", "you-can-see-us-look"),
            &[
                "state-unproven",
                "0 of 1",
                "99.9 % within 1 minute",
                "too few to say; 30 would do",
                "acc_51",
            ],
        )
        .await;
        check(
            paths::HOME,
            &["Two promises are broken", "\u{201c}Check out\u{201d}"],
        )
        .await;
        check(
            paths::ATTENTION,
            &[
                "Two promises.",
                "You pay once, exactly the amount you saw.",
                "Changing your email or way in takes two of us",
            ],
        )
        .await;
    }

    #[tokio::test]
    async fn every_answer_is_guarded_by_its_headers() {
        let house = House::new();
        house.morning().await;
        let cookie = house.enter().await;
        let missing = [
            account("nobody"),
            "/console/elsewhere".to_owned(),
            paths::ENTER.to_owned(),
        ];
        for path in every_page().into_iter().map(|(path, _)| path).chain(missing) {
            let answer = house.get(&path, &cookie).await;
            let check = |name: &str, expected: &str| {
                let name = header::HeaderName::try_from(name).unwrap();
                assert_eq!(answer.header(name), expected, "{path}");
            };
            check("content-security-policy", layout::CONTENT_SECURITY_POLICY);
            check("x-content-type-options", "nosniff");
            check("x-frame-options", "DENY");
            check("referrer-policy", "same-origin");
            check("cache-control", "no-store");
        }
    }

    #[tokio::test]
    async fn pages_of_an_empty_house_promise_nothing_that_is_not_so() {
        let house = House::new();
        let cookie = house.enter().await;
        let check = async |path: &str, word: &str| {
            let answer = house.get(path, &cookie).await;
            assert_eq!(answer.status, StatusCode::OK, "{path}");
            assert!(answer.body.contains(word), "{path}: {}", answer.body);
        };
        check(paths::HOME, "Nothing has happened yet.").await;
        check(paths::ACCOUNTS, "No account is known yet.").await;
        check(paths::ATTENTION, "Nothing. All is calm.").await;
        check(paths::LOG, "It is empty: nothing has been recorded yet.").await;
        check(&paths::journey("sign-in"), "nothing counted yet").await;
        check(&paths::promise("checkout", "charged-once"), "nothing counted yet").await;
    }

    #[tokio::test]
    async fn what_is_not_there_has_a_page_that_says_so() {
        let house = House::new();
        house.morning().await;
        let cookie = house.enter().await;
        let check = async |path: &str, word: &str| {
            let answer = house.get(path, &cookie).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}: {}", answer.body);
            assert!(
                answer.header(header::CONTENT_TYPE).starts_with("text/html"),
                "{path}"
            );
            assert!(answer.body.contains(word), "{path}: {}", answer.body);
        };
        check(&account("acc_4"), "an account called acc_4").await;
        check(paths::ACCOUNT, "The address may be mistyped").await;
        check("/console/account?id=", "The address may be mistyped").await;
        check("/console/account?id=%07", "The address may be mistyped").await;
        check(
            "/console/account?id=acc_42&before=x",
            "The address may be mistyped",
        )
        .await;
        check(
            "/console/account?id=acc_42&id=acc_9",
            "The address may be mistyped",
        )
        .await;
        check(&paths::journey("ghosts"), "a journey called ghosts").await;
        check(&paths::promise("checkout", "ghosts"), "a promise called ghosts").await;
        check(
            &paths::promise("ghosts", "charged-once"),
            "a journey called ghosts",
        )
        .await;
        check(&paths::decision(1_000_000), "entry 1000000 of the log").await;
        check(&paths::decision(u64::MAX), "of the log").await;
        check(&paths::proof(1_000_000), "the proof of entry 1000000").await;
        for index in ["x", "-1", "+1", "01", "1.0", "18446744073709551616", "1%2F2"] {
            check(&format!("/console/log/{index}"), "The address may be mistyped").await;
        }
        check("/console/log/%FF", "The address may be mistyped").await;
        check("/console/journeys/%FF", "The address may be mistyped").await;
        check(
            "/console/journeys/checkout/promises/%FF",
            "The address may be mistyped",
        )
        .await;
        check("/console/elsewhere/than/here", "The address may be mistyped").await;
    }

    #[tokio::test]
    async fn what_cannot_be_read_is_our_fault_and_said_so_without_details() {
        let house = House::new();
        house.morning().await;
        let cookie = house.enter().await;
        let id = AccountId::new("acc_9").unwrap();
        let row = house.engine.store().account(&id).await.unwrap().unwrap();
        let damaged = store::Commit {
            account: id,
            expected_version: row.version,
            key: None,
            state: vec![1, 255, 255],
            wrapped_key: None,
            entries: Vec::new(),
            tallies: Vec::new(),
            network: Vec::new(),
            wake_at: None,
            attention: None,
            belongings: store::Belongings::default(),
        };
        house.engine.store().commit(damaged).await.unwrap();
        for path in [account("acc_9"), paths::ACCOUNTS.to_owned()] {
            let answer = house.get(&path, &cookie).await;
            assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR, "{path}");
            assert!(
                answer.body.contains("That was our fault.") && answer.body.contains("console-"),
                "{path}"
            );
            assert!(!answer.body.contains("cannot be read"), "{path}: {}", answer.body);
        }
    }

    #[tokio::test]
    async fn news_come_as_a_part_of_the_page() {
        let house = House::new();
        house.morning().await;
        let cookie = house.enter().await;
        let part = house.get(paths::JUST_NOW, &cookie).await;
        assert_eq!(part.status, StatusCode::OK);
        assert!(!part.body.contains("<html") && part.body.contains("data-entry="));
        // A visit like any other is no news; a stranger with the right password is.
        assert!(!part.body.contains("view orders"), "{}", part.body);
        assert!(part.body.contains("198.51.100.23"), "{}", part.body);
    }

    #[tokio::test]
    async fn assets_are_for_everybody_and_for_ever() {
        let house = House::new();
        for name in ["console.css", "console.js", "mark.svg"] {
            let answer = house.get(&assets::url(name), "").await;
            assert_eq!(answer.status, StatusCode::OK, "{name}");
            assert_eq!(answer.header(header::CACHE_CONTROL), assets::CACHE_CONTROL);
            assert!(!answer.body.is_empty());
        }
        let gone = house
            .get("/console/assets/console-0000000000000000.css", "")
            .await;
        assert_eq!(gone.status, StatusCode::NOT_FOUND);
        assert_eq!(gone.header(header::CACHE_CONTROL), "no-store");
    }

    #[tokio::test]
    async fn the_front_door_leads_to_the_console() {
        let house = House::new();
        for path in ["/", "/console/"] {
            assert_eq!(house.get(path, "").await.header(header::LOCATION), paths::HOME);
        }
    }
}

mod accounts {
    use super::*;

    #[tokio::test]
    async fn whatever_an_id_holds_it_is_shown_as_text_and_can_be_reached() {
        let house = House::new();
        let cookie = house.enter().await;
        let ids = [
            "<script>alert(1)</script>",
            "\"><img src=x onerror=alert(1)>",
            "..",
            ".",
            "../../etc/passwd",
            "a/b?c&d=e#f",
            "'; DROP TABLE account; --",
            "100%",
            "%00",
            "a b+c",
            "日本語 \u{1f600}",
            "\u{202e}drawkcab",
        ];
        for (number, id) in (0_u32..).zip(ids) {
            house.tell(number, id, "account.created", "").await;
        }
        house.engine.publish().await.unwrap();
        let list = house.get(paths::ACCOUNTS, &cookie).await.body;
        let home = house.get(paths::HOME, &cookie).await.body;
        for id in ids {
            let id = AccountId::new(id).unwrap();
            let page = house.get(&paths::account(&id), &cookie).await;
            assert_eq!(page.status, StatusCode::OK, "{id}");
            let escaped = id
                .as_str()
                .replace('&', "&amp;")
                .replace('<', "&lt;")
                .replace('>', "&gt;");
            let escaped = escaped.replace('"', "&quot;");
            let address = paths::account(&id);
            for body in [&page.body, &list, &home] {
                assert!(body.contains(&escaped), "{id} is not shown");
                assert!(
                    !body.contains("<script>alert") && !body.contains("<img"),
                    "{id} is not escaped"
                );
            }
            assert!(list.contains(&format!("href=\"{address}\"")), "{address}");
            let query = paths::accounts(id.as_str(), None);
            let found = house.get(&query, &cookie).await.body;
            assert!(found.contains(&address), "{id} is not found");
            assert!(
                !found.contains("<script>alert") && !found.contains("<img"),
                "{id} is not escaped"
            );
        }
    }

    #[tokio::test]
    async fn pages_of_accounts_lead_there_and_back_again() {
        let house = House::new();
        let cookie = house.enter().await;
        for number in 0..130 {
            house
                .tell(number, &format!("acc_{number:03}"), "account.created", "")
                .await;
        }
        house.tell(900, "zed", "account.created", "").await;
        let ids = |body: &str| -> Vec<String> {
            body.split("/console/account?id=")
                .skip(1)
                .map(|rest| rest.split('"').next().unwrap().to_owned())
                .collect()
        };
        let link = |body: &str, cursor: &str| -> Option<String> {
            let from = body.find(&format!("/console/accounts?q=acc&amp;{cursor}="))?;
            Some(body[from..].split('"').next().unwrap().replace("&amp;", "&"))
        };
        let first = house.get("/console/accounts?q=acc", &cookie).await.body;
        assert_eq!((ids(&first)[0].as_str(), ids(&first).len()), ("acc_000", 50));
        assert_eq!(
            link(&first, "before"),
            None,
            "nothing comes before the first page"
        );
        let second = house.get(&link(&first, "after").unwrap(), &cookie).await.body;
        assert_eq!((ids(&second)[0].as_str(), ids(&second).len()), ("acc_050", 50));
        let third = house.get(&link(&second, "after").unwrap(), &cookie).await.body;
        assert_eq!((ids(&third)[0].as_str(), ids(&third).len()), ("acc_100", 30));
        assert_eq!(link(&third, "after"), None, "nothing comes after the last page");

        let back = house.get(&link(&third, "before").unwrap(), &cookie).await.body;
        assert_eq!(ids(&back), ids(&second));
        let beginning = house.get(&link(&back, "before").unwrap(), &cookie).await.body;
        assert_eq!(ids(&beginning), ids(&first));
        assert_eq!(link(&beginning, "before"), None);
        assert!(link(&beginning, "after").is_some());
    }

    #[tokio::test]
    async fn a_search_for_what_no_id_can_be_finds_nobody() {
        let house = House::new();
        house.morning().await;
        let cookie = house.enter().await;
        let long = format!("/console/accounts?q={}", "x".repeat(5_000));
        for path in [
            "/console/accounts?q=%07",
            "/console/accounts?q=zzz",
            long.as_str(),
        ] {
            let answer = house.get(path, &cookie).await;
            assert_eq!(answer.status, StatusCode::OK);
            assert!(answer.body.contains("No account begins like this."), "{path:.60}");
            assert!(!answer.body.contains(&"x".repeat(129)));
        }
        // A cursor that no id can be begins at the beginning.
        let answer = house.get("/console/accounts?after=%07&before=", &cookie).await;
        assert!(answer.body.contains("acc_42") && answer.body.contains("acc_9"));
    }

    #[tokio::test]
    async fn a_long_time_line_is_told_page_by_page() {
        let house = House::new();
        let cookie = house.enter().await;
        for number in 0..120 {
            house.pass(Span::from_seconds(1));
            house.tell(number, "acc_1", "password.changed", "").await;
        }
        let mut path = account("acc_1");
        let mut seen = Vec::new();
        for page in 0..10 {
            let body = house.get(&path, &cookie).await.body;
            assert_eq!(body.contains("Newest"), page > 0, "page {page}");
            assert_eq!(body.contains("What protects it"), page == 0, "page {page}");
            let indexes = body.split("data-entry=\"").skip(1);
            seen.extend(indexes.map(|rest| rest.split('"').next().unwrap().parse::<u64>().unwrap()));
            let Some(from) = body.find("/console/account?id=acc_1&amp;before=") else {
                break;
            };
            path = body[from..].split('#').next().unwrap().replace("&amp;", "&");
        }
        let mut expected = seen.clone();
        expected.sort_unstable_by(|one, other| other.cmp(one));
        expected.dedup();
        assert_eq!(
            (seen.len(), &seen),
            (120, &expected),
            "each entry once, newest first"
        );
    }
}

mod the_log {
    use super::*;

    #[tokio::test]
    async fn a_downloaded_proof_convinces_whoever_has_the_key() {
        let house = House::new();
        house.morning().await;
        let cookie = house.enter().await;
        let answer = house.get(&paths::proof(2), &cookie).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(
            answer.header(header::CONTENT_DISPOSITION),
            "attachment; filename=\"safeconduct-entry-2.tlog-proof\""
        );
        let disclosure: Disclosure = answer.body.parse().unwrap();
        let checkpoint = disclosure.verify(house.engine.verifier()).unwrap();
        assert_eq!(
            checkpoint.size,
            house.engine.store().totals().await.unwrap().entries
        );
        assert_eq!(disclosure.index, 2);
        // Every line that a reader is shown can be downloaded, and only what is sealed.
        house.tell(99, "acc_42", "password.changed", "").await;
        let unsealed = house.get(&paths::decision(checkpoint.size), &cookie).await.body;
        assert!(
            unsealed.contains("No signed checkpoint covers this entry yet"),
            "{unsealed}"
        );
        let early = house.get(&paths::proof(checkpoint.size), &cookie).await;
        assert_eq!(early.status, StatusCode::NOT_FOUND);
    }

    #[tokio::test]
    async fn what_was_erased_can_be_read_nowhere_and_the_log_stays_whole() {
        let house = House::new();
        house.morning().await;
        let cookie = house.enter().await;
        house
            .engine
            .erase(&AccountId::new("acc_42").unwrap())
            .await
            .unwrap()
            .unwrap();
        house.engine.publish().await.unwrap();
        let entry = house.get(&paths::decision(1), &cookie).await;
        assert_eq!(entry.status, StatusCode::OK);
        assert!(entry.body.contains("This can no longer be read."));
        assert_eq!(
            house.get(&paths::proof(1), &cookie).await.status,
            StatusCode::NOT_FOUND
        );
        assert_eq!(
            house.get(&account("acc_42"), &cookie).await.status,
            StatusCode::NOT_FOUND
        );
        for path in [paths::HOME, paths::ACCOUNTS, paths::ATTENTION, paths::LOG] {
            let body = house.get(path, &cookie).await.body;
            assert!(!body.contains("acc_42") && !body.contains("192.0.2.14"), "{path}");
        }
        let log = house.get(paths::LOG, &cookie).await.body;
        assert!(log.contains("entries are in their place and unchanged"), "{log}");
    }

    #[tokio::test]
    async fn a_check_is_shown_again_for_a_while_and_then_made_anew() {
        let house = House::new();
        house.morning().await;
        let cookie = house.enter().await;
        let checked = house.engine.publish().await.unwrap();
        let says = |entries: u64| format!("All {entries} entries are in their place and unchanged.");
        assert!(house.get(paths::LOG, &cookie).await.body.contains(&says(checked)));
        house.tell(99, "acc_42", "password.changed", "").await;
        let grown = house.engine.publish().await.unwrap();
        assert!(grown > checked);
        house.pass(Span::from_seconds(29));
        assert!(house.get(paths::LOG, &cookie).await.body.contains(&says(checked)));
        house.pass(Span::from_seconds(1));
        assert!(house.get(paths::LOG, &cookie).await.body.contains(&says(grown)));
    }
}
