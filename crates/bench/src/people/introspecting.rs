//! API tokens introspected a second (RFC 7662) by the real server over HTTP, beside a server that only echoes.
//!
//! Nine in twelve of the tokens asked about are live, two in twelve were never given out but look in every way as if,
//! and one in twelve was copied with a slip. The client shares the machine: what a request costs the server's CPU is
//! the steadier figure.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::{Context as _, bail};
use exposure::token::{Kind, Prefix, RANDOM_BYTES, Token};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::task::JoinSet;

use crate::anchor::Anchor;
use crate::dice::Dice;
use crate::http::{self, Connection};
use crate::numbers::{count, mebibytes, millis, ratio};
use crate::press::{Press, Pressed, Requests};
use crate::product::Product;
use crate::running::Running;

/// How many tokens each account has.
const EACH: u64 = 10;
/// Tokens that were never given out.
const NEVER_GIVEN: u64 = 1_000;
/// Requests that make tokens at the same time.
const MAKERS: u64 = 64;
/// How long the server is pressed before it is measured.
const WARM: Duration = Duration::from_secs(2);
/// Tokens of each sort that are asked about and looked at closely before.
const LOOKED_AT: usize = 50;
/// This project's own aim, on 2 cores that nobody else uses.
const AIM_A_SECOND: f64 = 30_000.0;

/// What is asked of the server.
pub(super) struct Load<'a> {
    pub(super) tokens: u64,
    pub(super) connections: u64,
    pub(super) longest: Duration,
    pub(super) alone: bool,
    pub(super) binary: Option<&'a Path>,
}

#[derive(Debug, Serialize)]
pub(super) struct Figures {
    tokens: u64,
    connections: u64,
    aim_a_second: f64,
    introspection: Row,
    /// The server that only echoes, in the same run.
    #[serde(skip_serializing_if = "Option::is_none")]
    echo: Option<Row>,
    /// Introspections for each echo.
    #[serde(skip_serializing_if = "Option::is_none")]
    share_of_echo: Option<f64>,
    /// What the CPU time of server and client together would allow where nobody else used this machine: worked out,
    /// not measured.
    alone_a_second: f64,
}

#[derive(Debug, Serialize)]
struct Row {
    a_second: f64,
    p50_ms: f64,
    p99_ms: f64,
    max_ms: f64,
    /// CPU microseconds of the server for each.
    server_micros_each: f64,
    server_cores: f64,
    client_cores: f64,
    others_cores: f64,
    resident_bytes: u64,
}

pub(super) fn measure(load: &Load<'_>) -> anyhow::Result<Figures> {
    let product = Product::find(load.binary)?;
    // One thread for the client: it must not take more of the machine than it needs.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(load.measure(&product))
}

impl Load<'_> {
    async fn measure(&self, product: &Product) -> anyhow::Result<Figures> {
        let folder = tempfile::tempdir()?;
        let server = product.serve(folder.path()).await?;
        let key = make_key(product, folder.path())?;
        let tokens = Arc::new(Tokens::make(server.address, &key, self.tokens).await?);
        server.stop().await?;
        // A fresh process, so that its memory is that of answering and not of making tokens.
        let server = product.serve(folder.path()).await?;
        let ask = Arc::new(Ask::introspection(&key, &tokens));
        ask.look_closely(server.address, &tokens).await?;
        let introspected = self.press(&server, &ask, &tokens).await?;
        ask.look_closely(server.address, &tokens).await?;
        server.stop().await?;
        let echoed = if self.alone {
            None
        } else {
            let server = Anchor::Echo.start(folder.path()).await?;
            Some(
                self.press(&server, &Arc::new(Ask::echo(&tokens)), &tokens)
                    .await?,
            )
        };
        Ok(Figures {
            tokens: self.tokens,
            connections: self.connections,
            aim_a_second: AIM_A_SECOND,
            share_of_echo: echoed
                .as_ref()
                .map(|echoed| ratio(introspected.a_second(), echoed.a_second())),
            alone_a_second: alone(&introspected),
            introspection: Row::of(&introspected),
            echo: echoed.as_ref().map(Row::of),
        })
    }

    async fn press(&self, server: &Running, ask: &Arc<Ask>, tokens: &Arc<Tokens>) -> anyhow::Result<Pressed> {
        let lines = (0..self.connections).map(|seed| Line {
            ask: Arc::clone(ask),
            tokens: Arc::clone(tokens),
            dice: Dice::new(seed),
        });
        let mut press = Press::open(server.address, lines).await?;
        press.press(server, WARM).await?;
        press.press(server, self.longest).await
    }
}

/// Requests a second that this machine would have CPU time for, had it nothing else to do.
fn alone(pressed: &Pressed) -> f64 {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let used = pressed.server_cpu_seconds + pressed.client_cpu_seconds;
    ratio(cores as f64 * pressed.requests(), used)
}

/// A key that may make tokens and ask what they are.
fn make_key(product: &Product, folder: &Path) -> anyhow::Result<String> {
    #[derive(Deserialize)]
    struct Made {
        secret: String,
    }
    let made = product
        .command(folder)
        .args(["key", "create", "bench", "--scopes", "tokens,introspect"])
        .args(["--data", ".", "--format", "json"])
        .output()?;
    if !made.status.success() {
        bail!(
            "no key could be made: {}",
            String::from_utf8_lossy(&made.stderr).trim()
        );
    }
    let made: Made = serde_json::from_slice(&made.stdout).context("`key create` told no secret")?;
    Ok(made.secret)
}

/// What is asked about. All of them have the same length.
struct Tokens {
    live: Vec<String>,
    never_given: Vec<String>,
    slipped: Vec<String>,
}

impl Tokens {
    /// Makes live ones through the door that platforms use, and others like them.
    async fn make(address: SocketAddr, key: &str, many: u64) -> anyhow::Result<Self> {
        let next = Arc::new(AtomicU64::new(0));
        let mut makers = JoinSet::new();
        for _ in 0..MAKERS.min(many.div_ceil(EACH)) {
            makers.spawn(make_live(address, key.to_owned(), Arc::clone(&next), many));
        }
        let mut live = Vec::new();
        while let Some(made) = makers.join_next().await {
            live.append(&mut made??);
        }
        let first = live.first().context("no tokens were made")?;
        let never_given = like(first, NEVER_GIVEN)?;
        let slipped = never_given.iter().map(|token| slip(token)).collect();
        Ok(Self {
            live,
            never_given,
            slipped,
        })
    }

    /// One of them, by lot.
    fn one(&self, dice: &mut Dice) -> Option<&String> {
        match dice.below(12) {
            0..9 => dice.one_of(&self.live),
            9..11 => dice.one_of(&self.never_given),
            _ => dice.one_of(&self.slipped),
        }
    }

    fn length(&self) -> usize {
        self.live.first().map_or(0, String::len)
    }
}

async fn make_live(
    address: SocketAddr,
    key: String,
    next: Arc<AtomicU64>,
    many: u64,
) -> anyhow::Result<Vec<String>> {
    #[derive(Deserialize)]
    struct Made {
        token: String,
    }
    let mut connection = Connection::open(address).await?;
    let bearer = format!("Bearer {key}");
    let headers = [
        ("authorization", bearer.as_str()),
        ("content-type", "application/json"),
    ];
    let body = br#"{"name":"deploy","scopes":["orders:read","orders:write"],"days":90}"#;
    let mut tokens = Vec::new();
    loop {
        // Each account's tokens are made one after the other, so that no two get in each other's way.
        let account = next.fetch_add(1, Ordering::Relaxed);
        let left = many.saturating_sub(account * EACH).min(EACH);
        if left == 0 {
            return Ok(tokens);
        }
        let path = format!("/v1/accounts/bench-{account}/tokens");
        let request = http::request("POST", &path, &headers, body);
        for _ in 0..left {
            let answer = connection.ask(&request).await?;
            let said = || String::from_utf8_lossy(answer.body).into_owned();
            let made: Made = serde_json::from_slice(answer.body).with_context(said)?;
            tokens.push(made.token);
        }
    }
}

/// Tokens that nobody was given, in the form and of the installation of one that somebody was.
fn like(token: &str, many: u64) -> anyhow::Result<Vec<String>> {
    let (prefix, _) = token.rsplit_once('_').context("a token has a prefix")?;
    let prefix = Prefix::new(&format!("{prefix}_"))?;
    let instance = Token::parse(&prefix, token)?.instance();
    let mut dice = Dice::new(1);
    let mut make = || {
        let mut random = [0; RANDOM_BYTES];
        for eight in random.chunks_exact_mut(8) {
            eight.copy_from_slice(&dice.next().to_be_bytes());
        }
        let token = Token::make(&prefix, Kind::SERVICE, instance, &random)?;
        Ok(token.expose().to_owned())
    };
    (0..many).map(|_| make()).collect()
}

/// The same with another last character, so that its checksum is wrong.
fn slip(token: &str) -> String {
    let mut token = token.to_owned();
    let last = if token.pop() == Some('0') { '1' } else { '0' };
    token.push(last);
    token
}

/// A request about a token: only the token differs from one to the next.
struct Ask {
    before: Vec<u8>,
    after: &'static [u8],
}

impl Ask {
    fn introspection(key: &str, tokens: &Tokens) -> Self {
        let kind = "application/x-www-form-urlencoded";
        Self::of("/v1/introspect", kind, Some(key), (b"token=", b""), tokens)
    }

    /// As many bytes, nearly, to a server that gives them back.
    fn echo(tokens: &Tokens) -> Self {
        Self::of("/", "application/json", None, (b"{\"token\":\"", b"\"}"), tokens)
    }

    fn of(
        path: &str,
        kind: &str,
        key: Option<&str>,
        (before, after): (&[u8], &'static [u8]),
        tokens: &Tokens,
    ) -> Self {
        let length = before.len() + tokens.length() + after.len();
        let bearer = format!("Bearer {}", key.unwrap_or("none"));
        let headers = [("authorization", bearer.as_str()), ("content-type", kind)];
        // The client's own way of writing a head, with the length that every body has.
        let mut whole = http::request("POST", path, &headers, &vec![b' '; length]);
        whole.truncate(whole.len() - length);
        whole.extend_from_slice(before);
        Self { before: whole, after }
    }

    fn write(&self, token: &str, request: &mut Vec<u8>) {
        request.clear();
        request.extend_from_slice(&self.before);
        request.extend_from_slice(token.as_bytes());
        request.extend_from_slice(self.after);
    }

    /// Sees that live tokens are called active and others are not: figures of wrong answers mean nothing.
    async fn look_closely(&self, address: SocketAddr, tokens: &Tokens) -> anyhow::Result<()> {
        let mut connection = Connection::open(address).await?;
        let mut request = Vec::new();
        for (sort, active) in [
            (&tokens.live, true),
            (&tokens.never_given, false),
            (&tokens.slipped, false),
        ] {
            for token in sort.iter().take(LOOKED_AT) {
                self.write(token, &mut request);
                let answer = connection.ask(&request).await?;
                let said: Value = serde_json::from_slice(answer.body)?;
                if said.get("active") != Some(&Value::Bool(active)) {
                    bail!("a token was told to be what it is not: {said}");
                }
            }
        }
        Ok(())
    }
}

/// What goes over one connection.
struct Line {
    ask: Arc<Ask>,
    tokens: Arc<Tokens>,
    dice: Dice,
}

impl Requests for Line {
    fn next(&mut self, request: &mut Vec<u8>) {
        let token = self.tokens.one(&mut self.dice);
        self.ask.write(token.map_or("", String::as_str), request);
    }
}

impl Row {
    fn of(pressed: &Pressed) -> Self {
        let millis = |duration: Duration| duration.as_secs_f64() * 1e3;
        Self {
            a_second: pressed.a_second(),
            p50_ms: millis(pressed.latencies.at(500)),
            p99_ms: millis(pressed.latencies.at(990)),
            max_ms: millis(pressed.latencies.max()),
            server_micros_each: pressed.server_micros_each(),
            server_cores: pressed.server_cpu_seconds / pressed.seconds,
            client_cores: pressed.client_cpu_seconds / pressed.seconds,
            others_cores: pressed.others_cpu_seconds / pressed.seconds,
            resident_bytes: pressed.resident_bytes,
        }
    }

    fn print(&self, name: &str) {
        let millis = |figure: f64| millis(Duration::from_secs_f64(figure / 1e3));
        println!(
            "  {name:<24} {:>11} {:>8} {:>8} {:>8} {:>16.1} {:>15.2} {:>7.2} {:>7.2} {:>10}",
            count(self.a_second),
            millis(self.p50_ms),
            millis(self.p99_ms),
            millis(self.max_ms),
            self.server_micros_each,
            self.server_cores,
            self.client_cores,
            self.others_cores,
            mebibytes(self.resident_bytes)
        );
    }
}

const HEADINGS: &str = "  server                    requests/s   p50 ms   p99 ms   max ms   server µs each   cores: server  client  others     memory";

impl Figures {
    pub(super) fn print(&self) {
        println!(
            "\nintrospection: {} connections, {} tokens; of those asked about 9 in 12 are live, 2 were never given out, 1 is mistyped\n{HEADINGS}",
            self.connections,
            count(self.tokens as f64)
        );
        if let Some(echo) = &self.echo {
            echo.print("bare axum echo");
        }
        self.introspection.print("safeconduct introspect");
        if let Some(share) = self.share_of_echo {
            println!("  safeconduct to bare axum echo: {share:.2} of its requests a second");
        }
        println!(
            "  by the CPU time that server and client took, this machine alone would do at most {}/s (worked out, not measured)",
            count(self.alone_a_second)
        );
        println!(
            "  the aim is {}/s on 2 cores: {}",
            count(self.aim_a_second),
            if self.introspection.a_second >= self.aim_a_second {
                "met"
            } else {
                "not met in this run"
            }
        );
    }
}

#[cfg(test)]
mod tests {
    use exposure::token::{InstanceId, TokenError};

    use super::*;

    fn tokens() -> Tokens {
        let prefix = Prefix::new("bench_").unwrap();
        let instance = InstanceId::new("Ab12Cd").unwrap();
        let made = Token::make(&prefix, Kind::SERVICE, instance, &[7; RANDOM_BYTES]).unwrap();
        let never_given = like(made.expose(), 20).unwrap();
        Tokens {
            live: vec![made.expose().to_owned()],
            slipped: never_given.iter().map(|token| slip(token)).collect(),
            never_given,
        }
    }

    #[test]
    fn tokens_that_nobody_was_given_are_well_formed_and_those_with_a_slip_are_not() {
        let (tokens, prefix) = (tokens(), Prefix::new("bench_").unwrap());
        for token in &tokens.never_given {
            assert!(Token::parse(&prefix, token).is_ok(), "{token}");
            assert!(!tokens.live.contains(token));
        }
        for token in &tokens.slipped {
            let error = Token::parse(&prefix, token).unwrap_err();
            assert_eq!(error, TokenError::Checksum, "{token}");
        }
    }

    #[test]
    fn a_request_says_how_long_its_body_is_whatever_token_it_is_about() {
        let tokens = Arc::new(tokens());
        for (ask, body) in [
            (Ask::introspection("key", &tokens), "token=TOKEN"),
            (Ask::echo(&tokens), "{\"token\":\"TOKEN\"}"),
        ] {
            let mut line = Line {
                ask: Arc::new(ask),
                tokens: Arc::clone(&tokens),
                dice: Dice::new(7),
            };
            let mut request = Vec::new();
            for _ in 0..50 {
                line.next(&mut request);
                let text = std::str::from_utf8(&request).unwrap();
                let (head, told) = text.split_once("\r\n\r\n").unwrap();
                assert!(
                    head.ends_with(&format!("content-length: {}", told.len())),
                    "{text}"
                );
                let (before, after) = body.split_once("TOKEN").unwrap();
                assert!(told.starts_with(before) && told.ends_with(after), "{text}");
            }
        }
    }
}
