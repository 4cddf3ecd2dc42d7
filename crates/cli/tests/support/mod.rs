//! The real program, from outside: its commands, and a server that runs until the test is over.
//!
//! Nothing here waits for a fixed time: whatever takes a while is looked at again and again until it is so, or
//! until [`PATIENCE`] is over and the test fails with what was seen last.

#![allow(dead_code, reason = "each file of tests uses a part of this")]
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test fails by panicking"
)]

use std::ffi::OsStr;
use std::hash::{BuildHasher, RandomState};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use reqwest::{Client, Response, StatusCode};
use serde_json::{Value, json};
use tempfile::TempDir;

/// How long anything may take before a test gives up: far more than it ever does.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// How often something that takes a while is looked at.
const PAUSE: Duration = Duration::from_millis(20);

/// A moment after which a test gives up.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Deadline(Instant);

impl Deadline {
    /// One that far away.
    #[expect(
        clippy::disallowed_methods,
        reason = "a test must end even where the program hangs"
    )]
    pub(crate) fn after(time: Duration) -> Self {
        Self(Instant::now() + time)
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "a test must end even where the program hangs"
    )]
    fn left(self) -> Duration {
        self.0.saturating_duration_since(Instant::now())
    }

    /// Whether it is over.
    pub(crate) fn is_over(self) -> bool {
        self.left().is_zero()
    }
}

/// The program, with nothing of this process's surroundings in its way.
pub(crate) fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_safeconduct"));
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("SAFECONDUCT_") {
            command.env_remove(name);
        }
    }
    command.current_dir(folder).stdin(Stdio::null());
    command
}

/// What a command came to.
#[derive(Debug)]
pub(crate) struct Ran {
    /// Its exit code.
    pub(crate) code: i32,
    /// What it printed.
    pub(crate) out: String,
    /// What it said beside that.
    pub(crate) err: String,
}

impl Ran {
    /// What was printed, which must be one JSON value and nothing else.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:#?}"))
    }

    /// Fails unless it ended with this code.
    pub(crate) fn must_exit(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{self:#?}");
        self
    }

    /// Fails unless it says all of these, wherever it says them.
    pub(crate) fn must_say(self, parts: &[&str]) -> Self {
        let all = format!("{}\n{}", self.out, self.err);
        for part in parts {
            assert!(all.contains(part), "`{part}` is not said: {self:#?}");
        }
        self
    }
}

/// Runs a command to its end.
pub(crate) fn run(mut command: Command, input: &[u8]) -> Ran {
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = Running(command.spawn().unwrap());
    let mut stdin = child.0.stdin.take().unwrap();
    let input = input.to_owned();
    let feeding = std::thread::spawn(move || {
        // A program that does not read all of it has its reasons, which its answer tells.
        drop(std::io::Write::write_all(&mut stdin, &input));
    });
    let out = read_all(child.0.stdout.take().unwrap());
    let err = read_all(child.0.stderr.take().unwrap());
    let status = child.wait(Deadline::after(PATIENCE));
    feeding.join().unwrap();
    Ran {
        code: status.code().unwrap_or(-1),
        out: out.join().unwrap(),
        err: err.join().unwrap(),
    }
}

fn read_all(mut from: impl Read + Send + 'static) -> JoinHandle<String> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        from.read_to_end(&mut bytes).unwrap();
        String::from_utf8(bytes).expect("the program prints UTF-8")
    })
}

/// A process that does not outlive the test.
struct Running(Child);

impl Running {
    fn wait(&mut self, deadline: Deadline) -> ExitStatus {
        loop {
            if let Some(status) = self.0.try_wait().unwrap() {
                return status;
            }
            assert!(!deadline.is_over(), "process {} does not end", self.0.id());
            std::thread::sleep(PAUSE);
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already.
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// The lines that a process prints, as they come.
#[derive(Clone, Default)]
struct Lines(Arc<(Mutex<Printed>, Condvar)>);

#[derive(Default)]
struct Printed {
    text: String,
    is_over: bool,
}

impl Lines {
    fn of(from: impl Read + Send + 'static) -> Self {
        let lines = Self::default();
        let to = lines.clone();
        std::thread::spawn(move || {
            for line in BufReader::new(from).lines().map_while(Result::ok) {
                let mut printed = to.0.0.lock().unwrap();
                printed.text.push_str(&line);
                printed.text.push('\n');
                to.0.1.notify_all();
            }
            to.0.0.lock().unwrap().is_over = true;
            to.0.1.notify_all();
        });
        lines
    }

    fn text(&self) -> String {
        self.0.0.lock().unwrap().text.clone()
    }

    /// The first line that begins so, once it is printed; `None` if the process ends without it.
    fn line(&self, beginning: &str, deadline: Deadline) -> Option<String> {
        let mut printed = self.0.0.lock().unwrap();
        loop {
            if let Some(line) = printed.text.lines().find(|line| line.starts_with(beginning)) {
                return Some(line.to_owned());
            }
            if printed.is_over {
                return None;
            }
            let left = deadline.left();
            assert!(!left.is_zero(), "`{beginning}` is not printed: {}", printed.text);
            printed = self.0.1.wait_timeout(printed, left).unwrap().0;
        }
    }
}

/// A folder with a data directory in it, and whatever else a test needs.
pub(crate) struct Place(TempDir);

impl Place {
    /// A new one, empty.
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// The folder in which commands run.
    pub(crate) fn folder(&self) -> &Path {
        self.0.path()
    }

    /// The data directory; it is there once something was served.
    pub(crate) fn data(&self) -> PathBuf {
        self.0.path().join("data")
    }

    /// Something in the folder.
    pub(crate) fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Runs a command in the folder.
    pub(crate) fn run<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Ran {
        self.run_with(args, b"")
    }

    /// The same with something on its standard input.
    pub(crate) fn run_with<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>, input: &[u8]) -> Ran {
        let mut command = program(self.folder());
        command.args(args);
        run(command, input)
    }

    /// Runs a command about the data directory; `--data` is added.
    pub(crate) fn about<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Ran {
        let mut command = program(self.folder());
        command.args(args).arg("--data").arg(self.data());
        run(command, b"")
    }

    /// Makes an API key, with a server running or not.
    pub(crate) fn key(&self, scopes: &str) -> Key {
        let made = self
            .about(["key", "create", "tests", "--scopes", scopes, "--format", "json"])
            .must_exit(0)
            .json();
        Key {
            id: made["id"].as_str().unwrap().to_owned(),
            secret: made["secret"].as_str().unwrap().to_owned(),
        }
    }

    /// The command that serves here, on any port.
    pub(crate) fn serve_command(&self) -> Command {
        let mut command = program(self.folder());
        command
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(self.data());
        command
    }

    /// Serves here.
    pub(crate) fn serve(&self) -> Server {
        Server::start(self.serve_command())
    }
}

/// An API key.
#[derive(Clone)]
pub(crate) struct Key {
    /// Its public id.
    pub(crate) id: String,
    /// Its secret.
    pub(crate) secret: String,
}

/// A signal.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Signal {
    /// What service managers send.
    Terminate,
    /// Ctrl-C.
    Interrupt,
    /// At once, without a chance to do anything.
    Kill,
}

/// A server that runs.
pub(crate) struct Server {
    running: Running,
    /// Where it serves.
    pub(crate) url: String,
    out: Lines,
    err: Lines,
}

impl Server {
    /// Starts it, and waits until it says where it serves.
    pub(crate) fn start(command: Command) -> Self {
        Self::start_saying(command, "Safeconduct serves on ")
    }

    /// The same for what says it with other words before the address.
    pub(crate) fn start_saying(mut command: Command, beginning: &str) -> Self {
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut running = Running(command.spawn().unwrap());
        let out = Lines::of(running.0.stdout.take().unwrap());
        let err = Lines::of(running.0.stderr.take().unwrap());
        let line = out.line(beginning, Deadline::after(PATIENCE));
        let line = line.unwrap_or_else(|| panic!("it does not serve: {}", err.text()));
        Self {
            running,
            url: line[beginning.len()..].to_owned(),
            out,
            err,
        }
    }

    /// Starts it where what it prints goes elsewhere and it is known where it will serve.
    pub(crate) fn unheard(mut command: Command, url: String) -> Self {
        let mut running = Running(command.stderr(Stdio::piped()).spawn().unwrap());
        let err = Lines::of(running.0.stderr.take().unwrap());
        let out = Lines::of(std::io::empty());
        Self {
            running,
            url,
            out,
            err,
        }
    }

    /// Its process's number.
    pub(crate) fn process(&self) -> u32 {
        self.running.0.id()
    }

    /// Its address and port.
    pub(crate) fn address(&self) -> &str {
        self.url.trim_start_matches("http://")
    }

    /// Everything it has printed so far.
    pub(crate) fn out(&self) -> String {
        self.out.text()
    }

    /// Its log so far.
    pub(crate) fn log(&self) -> String {
        self.err.text()
    }

    /// The first line of its output that begins so, once it is there.
    pub(crate) fn line(&self, beginning: &str) -> String {
        let line = self.out.line(beginning, Deadline::after(PATIENCE));
        line.unwrap_or_else(|| panic!("`{beginning}` is not printed: {}", self.out()))
    }

    /// Sends it a signal.
    pub(crate) fn signal(&self, signal: Signal) {
        let name = match signal {
            Signal::Terminate => "-TERM",
            Signal::Interrupt => "-INT",
            Signal::Kill => "-KILL",
        };
        let sent = Command::new("sh")
            .args(["-c", "kill \"$0\" \"$1\"", name, &self.process().to_string()])
            .status();
        assert!(sent.unwrap().success());
    }

    /// Waits until it has ended.
    pub(crate) fn ended(mut self) -> Ended {
        let status = self.running.wait(Deadline::after(PATIENCE));
        // The last lines may still be on their way.
        let deadline = Deadline::after(PATIENCE);
        for lines in [&self.out, &self.err] {
            assert_eq!(lines.line("\u{0}", deadline), None);
        }
        Ended {
            code: status.code(),
            out: self.out(),
            log: self.log(),
        }
    }

    /// Stops it gracefully, which must go well.
    pub(crate) fn stop(self) -> Ended {
        self.signal(Signal::Terminate);
        let ended = self.ended();
        assert_eq!(ended.code, Some(0), "{ended:#?}");
        ended
    }

    /// Somebody who talks with it.
    pub(crate) fn client(&self, key: &Key) -> Platform {
        Platform {
            http: client(),
            url: self.url.clone(),
            secret: key.secret.clone(),
        }
    }

    /// An address on it.
    pub(crate) fn at(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }
}

/// A server that has ended.
#[derive(Debug)]
pub(crate) struct Ended {
    /// Its exit code; `None` if a signal ended it.
    pub(crate) code: Option<i32>,
    /// All it printed.
    pub(crate) out: String,
    /// All its log.
    pub(crate) log: String,
}

/// Numbers that follow from a seed (`SplitMix64`, Steele, Lea and Flood 2014).
#[derive(Debug)]
pub(crate) struct Chance(u64);

impl Chance {
    /// From another seed on each run, which is told so that a run can be seen again.
    pub(crate) fn told() -> Self {
        let given = std::env::var("SAFECONDUCT_TEST_SEED").ok();
        let seed = given.map_or_else(|| RandomState::new().hash_one(0), |seed| seed.parse().unwrap());
        eprintln!("to see this run again: SAFECONDUCT_TEST_SEED={seed}");
        Self(seed)
    }

    /// Another one, whose numbers do not depend on when they are asked for.
    pub(crate) fn another(&mut self) -> Self {
        Self(self.next())
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to one below `count`.
    pub(crate) fn below(&mut self, count: u64) -> u64 {
        self.next() % count
    }
}

/// A browser without manners of its own: it follows nothing and keeps no cookies.
pub(crate) fn client() -> Client {
    Client::builder()
        .timeout(PATIENCE)
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .build()
        .unwrap()
}

/// A platform that asks and tells.
#[derive(Clone)]
pub(crate) struct Platform {
    /// How it asks.
    pub(crate) http: Client,
    /// Whom it asks.
    pub(crate) url: String,
    /// What it shows.
    pub(crate) secret: String,
}

impl Platform {
    /// Posts bytes.
    pub(crate) async fn post(&self, path: &str, body: impl Into<reqwest::Body>) -> Response {
        self.try_post(path, body).await.unwrap()
    }

    /// Posts bytes to a server that may be gone.
    pub(crate) async fn try_post(
        &self,
        path: &str,
        body: impl Into<reqwest::Body>,
    ) -> reqwest::Result<Response> {
        self.http
            .post(format!("{}{path}", self.url))
            .bearer_auth(&self.secret)
            .header("content-type", "application/json")
            .body(body)
            .send()
            .await
    }

    /// Asks for a decision, which must be given.
    pub(crate) async fn decide(&self, event: &Value) -> Value {
        let answer = self.post("/v1/decide", event.to_string()).await;
        let status = answer.status();
        let body: Value = answer.json().await.unwrap();
        assert_eq!(status, StatusCode::OK, "{event}: {body}");
        body
    }

    /// Tells events, whatever becomes of each.
    pub(crate) async fn tell(&self, events: &[Value]) -> Value {
        let answer = self
            .post("/v1/events", json!({"events": events}).to_string())
            .await;
        let status = answer.status();
        let body: Value = answer.json().await.unwrap();
        assert_eq!(status, StatusCode::OK, "{body}");
        body
    }

    /// Gets a resource.
    pub(crate) async fn get(&self, path: &str) -> Response {
        let url = format!("{}{path}", self.url);
        self.http.get(url).bearer_auth(&self.secret).send().await.unwrap()
    }

    /// How many changes made an account what it is; 0 for one that nobody knows.
    pub(crate) async fn version(&self, account: &str) -> u64 {
        let answer = self.get(&format!("/v1/accounts/{account}")).await;
        if answer.status() == StatusCode::NOT_FOUND {
            return 0;
        }
        let body: Value = answer.json().await.unwrap();
        body["version"].as_u64().unwrap()
    }
}

/// A sign-in of an account's owner on a device of their own.
pub(crate) fn sign_in(key: &str, account: &str) -> Value {
    json!({
        "key": key, "kind": "sign_in.attempted", "account": account, "step": "sign-in/prove-it-is-me",
        "from": {"ip": "203.0.113.7", "agent": "tests", "device": format!("dev_{account}")},
        "session": format!("ses_{account}"), "fields": {"password": "correct", "proved": "passkey"}
    })
}

/// Looks at something until it is so.
pub(crate) async fn until<T, F: Future<Output = Result<T, String>>>(
    what: &str,
    mut look: impl FnMut() -> F,
) -> T {
    let deadline = Deadline::after(PATIENCE);
    loop {
        match look().await {
            Ok(seen) => return seen,
            Err(seen) => assert!(
                !deadline.is_over(),
                "{what} does not come about; seen last: {seen}"
            ),
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// The repository's own journeys.
pub(crate) fn own_journeys() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../journeys"))
}

/// Copies a folder with all that is in it.
pub(crate) fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else if entry.file_type().unwrap().is_file() {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
