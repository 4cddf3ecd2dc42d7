//! `safeconduct passwords` from outside, and what the hosted pages make of a password that is known to thieves.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use breaches::{Algorithm, hash};
use reqwest::{Client, StatusCode};
use support::{Place, Server, Signal, program};

/// A list as it is published, of passwords that are not in the compiled one.
fn published(algorithm: Algorithm) -> String {
    let mut rows: BTreeMap<String, u64> = BTreeMap::new();
    for (password, count) in [("seven slow lighthouses", 12), ("only once on this list", 1)] {
        let digits = hex::encode_upper(*hash(password, algorithm));
        rows.insert(digits[..algorithm.digits()].to_owned(), count);
    }
    let mut text = String::new();
    for (digits, count) in rows {
        write!(text, "{digits}:{count}\r\n").unwrap();
    }
    text
}

fn imported() -> Place {
    let place = Place::new();
    fs::write(place.at("published.txt"), published(Algorithm::Sha1)).unwrap();
    place
        .run([
            "passwords",
            "import",
            "published.txt",
            "--out",
            "corpus",
            "--ranges",
            "ranges",
        ])
        .must_exit(0)
        .must_say(&[
            "2 passwords (SHA-1) are in `corpus`.",
            "Their ranges are in `ranges`.",
            "corpus = \"corpus\"",
        ]);
    place
}

#[test]
fn a_corpus_is_made_looked_at_and_asked() {
    let place = imported();
    place
        .run(["passwords", "stats", "corpus"])
        .must_exit(0)
        .must_say(&[
            "membership",
            "SHA-1",
            "false positives  1.1e-19 a password",
            "checksums        right",
        ]);
    let stats = place
        .run(["passwords", "stats", "ranges", "--format", "json"])
        .must_exit(0)
        .json();
    assert_eq!(
        (stats["kind"].as_str(), stats["passwords"].as_u64()),
        (Some("ranges"), Some(2))
    );
    assert!(stats["built_at"].as_str().unwrap().starts_with("20"), "{stats}");
    for (typed, file, code, says) in [
        (
            "seven slow lighthouses\n",
            "corpus",
            1,
            "This password is known to thieves.",
        ),
        (
            "seven slow lighthouses",
            "ranges",
            1,
            "This password is known to thieves: it was seen 12 times.",
        ),
        ("only once on this list\r\n", "ranges", 1, "it was seen once"),
        (
            "Seven slow lighthouses\n",
            "corpus",
            0,
            "This password is not in the corpus.",
        ),
        ("password123\n", "corpus", 1, "This password is known to thieves."),
    ] {
        let ran = place.run_with(["passwords", "check", "--file", file], typed.as_bytes());
        ran.must_exit(code).must_say(&[says]);
    }
    place
        .run_with(["passwords", "check"], b"password123\n")
        .must_exit(1);
    place
        .run_with(["passwords", "check"], b"seven slow lighthouses")
        .must_exit(0)
        .must_say(&["name a corpus with --file"]);
    for (typed, says) in [
        (&b""[..], "there is no password"),
        (b"\n", "there is no password"),
    ] {
        let ran = place.run_with(["passwords", "check", "--file", "corpus"], typed);
        assert!(ran.err.contains(says), "{ran:#?}");
        ran.must_exit(2);
    }
    place
        .run_with(["passwords", "check"], &[b'x'; 5_000])
        .must_exit(3);
    place.run_with(["passwords", "check"], &[0xff, 0xfe]).must_exit(3);
}

#[test]
fn what_is_no_corpus_or_no_source_is_said_with_what_to_do() {
    let place = imported();
    let mut damaged = fs::read(place.at("corpus")).unwrap();
    damaged[9] ^= 1;
    fs::write(place.at("damaged"), damaged).unwrap();
    fs::write(place.at("other"), "something else").unwrap();
    for (args, code, says) in [
        (vec!["passwords", "stats", "damaged"], 1, ""),
        (
            vec!["passwords", "stats", "other"],
            3,
            "this is no corpus of breached passwords",
        ),
        (vec!["passwords", "stats", "missing"], 3, "`missing`"),
        (
            vec!["passwords", "serve", "corpus", "--listen", "127.0.0.1:0"],
            3,
            "the range server that of `--ranges`",
        ),
        (
            vec!["passwords", "import", "missing", "--out", "x"],
            2,
            "`missing`",
        ),
        (
            vec!["passwords", "import", "https://", "--out", "x"],
            2,
            "is no address of a range API",
        ),
        (
            vec![
                "passwords",
                "import",
                "published.txt",
                "--out",
                "x",
                "--ranges",
                "x",
            ],
            2,
            "name the same file",
        ),
        (
            vec![
                "passwords",
                "import",
                "published.txt",
                "--out",
                "x",
                "--algorithm",
                "ntlm",
            ],
            3,
            "`published.txt`, line 1: the hash has 40 digits where NTLM has 32",
        ),
        (
            vec![
                "passwords",
                "import",
                "published.txt",
                "--out",
                "x",
                "--algorithm",
                "md5",
            ],
            2,
            "`sha1` or `ntlm`",
        ),
    ] {
        let ran = place.run(&args);
        assert!(ran.err.contains(says), "{args:?}: {ran:#?}");
        ran.must_exit(code);
    }
}

#[test]
fn a_server_does_not_start_with_a_corpus_that_it_cannot_use() {
    let place = imported();
    let mut damaged = fs::read(place.at("corpus")).unwrap();
    damaged[9] ^= 1;
    fs::write(place.at("damaged"), damaged).unwrap();
    for (settings, says) in [
        (
            "[passwords]\ncorpus = \"damaged\"\n",
            "the file is damaged; import the corpus anew",
        ),
        (
            "[passwords]\ncorpus = \"missing\"\n",
            "`passwords.corpus` cannot be used",
        ),
        (
            "[passwords]\nmin_count = 5\n",
            "there is none; add `passwords.corpus`",
        ),
        (
            "[passwords]\ncorpus = \"corpus\"\nmin_count = 5\n",
            "import it with `--min-count 5`",
        ),
    ] {
        fs::write(place.at("safeconduct.toml"), settings).unwrap();
        for command in [vec!["config", "check"], vec!["serve", "--listen", "127.0.0.1:0"]] {
            let ran = place.run(&command);
            assert!(ran.err.contains(says), "{settings} {ran:#?}");
            ran.must_exit(3);
        }
    }
    fs::write(
        place.at("safeconduct.toml"),
        "[passwords]\ncorpus = \"ranges\"\nmin_count = 5\n",
    )
    .unwrap();
    place.run(["config", "check"]).must_exit(0);
}

#[tokio::test]
async fn ranges_are_served_until_the_server_is_stopped() {
    let place = imported();
    let mut command = program(place.folder());
    command.args(["passwords", "serve", "ranges", "--listen", "127.0.0.1:0"]);
    let server = Server::start(command);
    let digits = hex::encode_upper(*hash("seven slow lighthouses", Algorithm::Sha1));
    let answer = reqwest::get(server.at(&format!("/range/{}", &digits[..5])))
        .await
        .unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.text().await.unwrap(), format!("{}:12", &digits[5..]));
    server.signal(Signal::Terminate);
    assert_eq!(server.ended().code, Some(0));
}

/// Somebody with a browser: keeps cookies, and fills in forms with what the page put into them.
struct Visitor {
    client: Client,
    url: String,
    cookies: BTreeMap<String, String>,
    page: String,
}

impl Visitor {
    fn at(url: &str) -> Self {
        Self {
            client: Client::builder()
                .redirect(reqwest::redirect::Policy::none())
                .build()
                .unwrap(),
            url: url.to_owned(),
            cookies: BTreeMap::new(),
            page: String::new(),
        }
    }

    async fn go(&mut self, path: &str, form: Option<&[(&str, &str)]>) -> StatusCode {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let url = format!("{}{path}", self.url);
        let mut request = match form {
            None => self.client.get(url),
            Some(fields) => {
                let hidden = ["csrf", "flow", "link"].map(|name| (name, self.hidden(name)));
                let hidden = hidden.iter().map(|(name, value)| (*name, value.as_str()));
                let body = form_urlencoded::Serializer::new(String::new())
                    .extend_pairs(hidden.chain(fields.iter().copied()))
                    .finish();
                let request = self.client.post(url).header("sec-fetch-site", "same-origin");
                request
                    .header("content-type", "application/x-www-form-urlencoded")
                    .body(body)
            }
        };
        request = request
            .header("cookie", cookies.join("; "))
            .header("accept-language", "en");
        let answer = request.send().await.unwrap();
        for cookie in answer.headers().get_all("set-cookie") {
            let (name, value) = cookie
                .to_str()
                .unwrap()
                .split(';')
                .next()
                .unwrap()
                .split_once('=')
                .unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        let (status, next) = (answer.status(), answer.headers().get("location").cloned());
        self.page = answer.text().await.unwrap();
        if let Some(next) = next {
            return Box::pin(self.go(next.to_str().unwrap(), None)).await;
        }
        status
    }

    /// What the page has in a hidden field.
    fn hidden(&self, name: &str) -> String {
        let field = format!("name=\"{name}\" value=\"");
        let value = self
            .page
            .split_once(&field)
            .map_or("", |(_, rest)| rest.split('"').next().unwrap());
        value.to_owned()
    }
}

/// Goes as far as where a passphrase is chosen.
async fn until_the_passphrase(visitor: &mut Visitor, shop: &str) {
    assert_eq!(visitor.go("/sign-up", None).await, StatusCode::OK);
    let who = [("name", "Ada"), ("address", "ada@example.org")];
    assert_eq!(visitor.go("/sign-up", Some(&who)).await, StatusCode::OK);
    let mailbox = support::until("a message with the link", async || {
        let text = reqwest::get(format!("{shop}/mailbox"))
            .await
            .unwrap()
            .text()
            .await
            .unwrap();
        text.contains("/sign-up/continue")
            .then_some(text)
            .ok_or_else(|| "no message".to_owned())
    })
    .await;
    let (_, rest) = mailbox.split_once("/sign-up/continue").unwrap();
    let query: String = rest
        .chars()
        .take_while(|letter| !"\"<> \n\r".contains(*letter))
        .collect();
    let path = format!("/sign-up/continue{}", query.replace("&amp;", "&"));
    assert_eq!(visitor.go(&path, None).await, StatusCode::OK);
    assert_eq!(visitor.go("/sign-up/continue", Some(&[])).await, StatusCode::OK);
    let flow = visitor.hidden("flow");
    assert_eq!(
        visitor
            .go(&format!("/sign-up/passphrase?flow={flow}"), None)
            .await,
        StatusCode::OK
    );
}

#[tokio::test]
async fn the_demo_takes_no_password_that_everybody_has_without_asking_anybody() {
    let place = Place::new();
    let mut command = program(place.folder());
    command.args(["demo", "--customers", "20", "--listen", "127.0.0.1:0"]);
    let server = Server::start_saying(command, "Open in a browser:  ");
    let url = server.url.split_once("/console").unwrap().0.to_owned();
    let line = server.line("Be a customer:      ");
    let shop = line
        .split_once("http")
        .map(|(_, rest)| format!("http{}", rest.trim()))
        .unwrap();
    let mut ada = Visitor::at(&url);
    until_the_passphrase(&mut ada, shop.trim_end_matches('/')).await;
    for known in ["password123", "Password123", "1q2w3e4r5t6y"] {
        ada.go("/sign-up/passphrase", Some(&[("passphrase", known)]))
            .await;
        assert!(
            ada.page.contains("in a collection of stolen ones"),
            "{known}: {}",
            ada.page
        );
    }
    assert_eq!(
        ada.go(
            "/sign-up/passphrase",
            Some(&[("passphrase", "eleven quiet harbours")])
        )
        .await,
        StatusCode::OK
    );
    assert!(!ada.page.contains("in a collection of stolen ones"));
    assert!(
        ada.page.contains("name=\"code\""),
        "the app is next: {}",
        ada.page
    );
}
