//! Letters on their way through a real mail server: a process of its own, which takes them, puts them off, or refuses.
//!
//! The server is `aiosmtpd` (Debian's `python3-aiosmtpd`); where it is not installed, the tests say that they were
//! skipped.

#![expect(
    clippy::indexing_slicing,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "a test fails by panicking, and says where it is skipped"
)]

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use hosted::Theme;
use hosted::mail::Message;
use mail::{Office, Post, Smtp};
use people::{Courier, Letter};
use serde_json::Value;
use vocabulary::{Moment, Span};

/// Takes letters and prints each as a line of JSON. Mail for `later…` is put off once, mail for `never…` refused.
const SERVER: &str = r"
import asyncio, json, sys
from aiosmtpd.smtp import SMTP

class Handler:
    put_off = set()

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith('never'):
            return '550 5.1.1 there is no such mailbox'
        if address.startswith('later') and address not in self.put_off:
            self.put_off.add(address)
            print(json.dumps({'put_off': address}), flush=True)
            return '451 4.3.0 try again later'
        envelope.rcpt_tos.append(address)
        return '250 OK'

    async def handle_DATA(self, server, session, envelope):
        text = envelope.content.decode('ascii')
        print(json.dumps({'from': envelope.mail_from, 'to': envelope.rcpt_tos, 'text': text}), flush=True)
        return '250 taken'

async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Handler(), hostname='mx.example.org'), '127.0.0.1', 0)
    print(json.dumps({'port': server.sockets[0].getsockname()[1]}), flush=True)
    await server.serve_forever()

asyncio.run(main())
";

/// A mail server that runs until it is dropped.
struct Server {
    child: Child,
    says: BufReader<std::process::ChildStdout>,
    port: u64,
}

impl Server {
    /// `None`, said, where the machine has none.
    fn start() -> Option<Self> {
        let mut has = Command::new("/usr/bin/python3");
        has.args(["-c", "import aiosmtpd"]).stderr(Stdio::null());
        let has = has.status().is_ok_and(|status| status.success());
        if !has {
            eprintln!("skipped: python3-aiosmtpd is not installed");
            return None;
        }
        let mut child = Command::new("/usr/bin/python3")
            .args(["-c", SERVER])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let says = BufReader::new(child.stdout.take().unwrap());
        let mut server = Self { child, says, port: 0 };
        server.port = server.next()["port"].as_u64().unwrap();
        Some(server)
    }

    /// The next thing that the server says.
    fn next(&mut self) -> Value {
        let mut line = String::new();
        self.says.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap()
    }

    fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn post(folder: &Path, url: &str, clock: &Arc<AtomicI64>) -> Post {
    let office = Office {
        from: "safety@shop.example".to_owned(),
        origin: "https://id.shop.example".to_owned(),
        theme: Arc::new(Theme::default()),
        smtp: Some(Smtp::at(url).unwrap()),
    };
    let (clock, number) = (Arc::clone(clock), AtomicU64::new(0));
    Post::open(
        office,
        folder,
        move || Moment::from_millis(clock.load(Ordering::SeqCst)),
        move || number.fetch_add(1, Ordering::SeqCst).to_string(),
    )
    .unwrap()
}

fn letter(to: &str, languages: Option<&str>) -> Letter {
    Letter {
        to: to.parse().unwrap(),
        name: "Ada".to_owned(),
        message: Message::ConfirmSignUp {
            link: "the-secret-of-the-link".to_owned(),
            works_for: Span::from_hours(24),
        },
        languages: languages.map(str::to_owned),
    }
}

/// Carries what is due, once, and comes back when `done` says so of the spool.
async fn carry_until(post: &Post, done: impl Fn() -> bool) {
    post.carry(async {
        while !done() {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
    })
    .await;
}

fn letters_in(folder: &Path) -> usize {
    let listed = std::fs::read_dir(folder).unwrap();
    listed
        .filter(|entry| {
            let path = entry.as_ref().unwrap().path();
            path.extension().is_some_and(|kind| kind == "eml")
        })
        .count()
}

#[tokio::test]
async fn a_letter_arrives_whole_once_in_plain_text_and_html() {
    let Some(mut server) = Server::start() else { return };
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(AtomicI64::new(1_795_253_400_000));
    let post = post(folder.path(), &server.url(), &clock);
    let waiting = folder.path().join("waiting");
    post.take(letter("ada@example.org", None)).await.unwrap();
    post.take(letter("bea@example.org", Some("de-AT, en;q=0.5")))
        .await
        .unwrap();
    assert_eq!(letters_in(&waiting), 2, "on the disk before anybody is answered");
    carry_until(&post, || letters_in(&waiting) == 0).await;

    let (first, second) = (server.next(), server.next());
    assert_eq!(first["from"], "safety@shop.example");
    assert_eq!(first["to"], serde_json::json!(["ada@example.org"]));
    let text = first["text"].as_str().unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    for line in [
        "To: ada@example.org",
        "Auto-Submitted: auto-generated",
        "MIME-Version: 1.0",
    ] {
        assert!(head.contains(line), "{line}: {head}");
    }
    for name in ["From:", "Subject:", "Date:", "Message-ID:"] {
        let lines = head.lines().filter(|line| line.starts_with(name));
        assert_eq!(lines.count(), 1, "{name} {head}");
    }
    assert!(
        body.contains("text/plain") && body.contains("text/html"),
        "{body}"
    );
    let unfolded = body.replace("=\r\n", "");
    assert!(
        unfolded.contains("https://id.shop.example/sign-up/continue?link=3Dthe-secret-of-the-link")
            || unfolded.contains("https://id.shop.example/sign-up/continue?link=the-secret-of-the-link"),
        "{body}"
    );
    assert!(
        text.lines().all(|line| line.len() <= 998),
        "RFC 5322, section 2.1.1"
    );
    // The other one speaks the language that its reader's browser asked for.
    let subject = |letter: &Value| {
        let text = letter["text"].as_str().unwrap().to_owned();
        text.lines()
            .find(|line| line.starts_with("Subject:"))
            .unwrap()
            .to_owned()
    };
    assert_ne!(subject(&first), subject(&second));
    assert_eq!(second["to"], serde_json::json!(["bea@example.org"]));
}

#[tokio::test]
async fn what_is_put_off_is_tried_again_and_what_is_refused_is_put_aside() {
    let Some(mut server) = Server::start() else { return };
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(AtomicI64::new(1_795_253_400_000));
    let post = post(folder.path(), &server.url(), &clock);
    let (waiting, undelivered) = (folder.path().join("waiting"), folder.path().join("undelivered"));
    post.take(letter("never@example.org", None)).await.unwrap();
    post.take(letter("later@example.org", None)).await.unwrap();
    let noted = || {
        let mut texts = std::fs::read_dir(&waiting)
            .unwrap()
            .filter_map(|entry| std::fs::read_to_string(entry.unwrap().path()).ok());
        texts.any(|text| text.contains(r#""tries":1"#))
    };
    carry_until(&post, || letters_in(&undelivered) == 1 && noted()).await;
    assert_eq!(server.next()["put_off"], "later@example.org");
    assert_eq!(letters_in(&waiting), 1);

    // Nobody is asked again before its time; a new process goes on where the last one was.
    drop(post);
    clock.fetch_add(30_000, Ordering::SeqCst);
    let post = self::post(folder.path(), &server.url(), &clock);
    carry_until(&post, || letters_in(&waiting) == 0).await;
    assert_eq!(server.next()["to"], serde_json::json!(["later@example.org"]));
    assert_eq!(letters_in(&undelivered), 1);
}

#[tokio::test]
async fn a_server_that_is_away_loses_nothing() {
    let Some(server) = Server::start() else { return };
    let (folder, url) = (tempfile::tempdir().unwrap(), server.url());
    drop(server);
    let clock = Arc::new(AtomicI64::new(1_795_253_400_000));
    let post = post(folder.path(), &url, &clock);
    let (waiting, undelivered) = (folder.path().join("waiting"), folder.path().join("undelivered"));
    post.take(letter("ada@example.org", None)).await.unwrap();
    let tries = |many: u32| {
        let waiting = waiting.clone();
        move || {
            std::fs::read_dir(&waiting).unwrap().any(|entry| {
                std::fs::read_to_string(entry.unwrap().path())
                    .is_ok_and(|text| text.contains(&format!(r#""tries":{many}"#)))
            })
        }
    };
    carry_until(&post, tries(1)).await;
    assert_eq!(letters_in(&waiting), 1);
    // After two days it is given up, and lies where somebody finds it.
    clock.fetch_add(49 * 3_600_000, Ordering::SeqCst);
    carry_until(&post, || letters_in(&undelivered) == 1).await;
    assert_eq!(letters_in(&waiting), 0);
}
