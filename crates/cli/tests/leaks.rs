//! A token that is pushed to a repository is dead within seconds: the real program, git, and a webhook with a real
//! signature.
#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use aws_lc_rs::hmac;
use axum::Router;
use axum::extract::{Path as Asked, State};
use serde_json::{Value, json};
use support::{Deadline, PATIENCE, Place, Server, client, program, run};

const SECRET: &str = "a webhook secret of some length";

fn git(folder: &Path, args: &[&str]) {
    let done = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args([
            "-c",
            "user.name=Ann",
            "-c",
            "user.email=ann@example.org",
            "-c",
            "commit.gpgSign=false",
        ])
        .args(["-c", "init.defaultBranch=main", "-c", "core.hooksPath=/dev/null"])
        .args(args)
        .output()
        .unwrap();
    assert!(
        done.status.success(),
        "{args:?}: {}",
        String::from_utf8_lossy(&done.stderr)
    );
}

/// A repository of Ann's, and the one that she pushes to, which anybody can fetch over HTTP as plain files.
struct Code {
    work: PathBuf,
    bare: PathBuf,
    url: String,
}

impl Code {
    async fn at(place: &Place) -> Self {
        let (work, bare) = (place.at("work"), place.at("served").join("shop.git"));
        fs::create_dir_all(&work).unwrap();
        fs::create_dir_all(&bare).unwrap();
        git(&work, &["init", "--quiet"]);
        git(&bare, &["init", "--quiet", "--bare"]);
        let served = place.at("served");
        let files = Router::new()
            .route("/{*path}", axum::routing::get(file))
            .with_state(served);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/shop.git", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, files).await.unwrap() });
        Self { work, bare, url }
    }

    /// Ann commits a file and pushes it.
    fn push(&self, name: &str, content: &str) {
        fs::write(self.work.join(name), content).unwrap();
        git(&self.work, &["add", "-A"]);
        git(&self.work, &["commit", "--quiet", "-m", name]);
        let bare = self.bare.to_str().unwrap();
        git(&self.work, &["push", "--quiet", bare, "HEAD:refs/heads/main"]);
        git(&self.bare, &["update-server-info"]);
    }
}

async fn file(
    State(served): State<PathBuf>,
    Asked(path): Asked<String>,
) -> Result<Vec<u8>, axum::http::StatusCode> {
    assert!(!path.contains(".."), "git asks for nothing outside");
    fs::read(served.join(path)).map_err(|_| axum::http::StatusCode::NOT_FOUND)
}

struct Shop {
    place: Place,
    server: Server,
    key: String,
    code: Code,
}

impl Shop {
    async fn open() -> Self {
        let place = Place::new();
        let code = Code::at(&place).await;
        let config = format!(
            "[people]\nname = \"Shop\"\ntoken_prefix = \"exshop_\"\n\n[intake]\nfetch_seconds = 60\n\n\
             [intake.github]\nrepositories = [\"{}\"]\n",
            code.url
        );
        fs::write(place.at("safeconduct.toml"), config).unwrap();
        let mut command = place.serve_command();
        command.env("SAFECONDUCT_GITHUB_SECRET", SECRET);
        let server = Server::start(command);
        let key = place.key("tokens,introspect,leaks,read").secret;
        Self {
            place,
            server,
            key,
            code,
        }
    }

    async fn ask(&self, path: &str, body: Value) -> Value {
        let sent = client()
            .post(self.server.at(path))
            .bearer_auth(&self.key)
            .json(&body)
            .send();
        sent.await.unwrap().json().await.unwrap()
    }

    async fn token(&self, account: &str) -> String {
        let body = json!({"name": "deploy", "scopes": ["read"]});
        let made = self.ask(&format!("/v1/accounts/{account}/tokens"), body).await;
        made["token"].as_str().unwrap().to_owned()
    }

    async fn works(&self, token: &str) -> bool {
        let sent = client()
            .post(self.server.at("/v1/introspect"))
            .bearer_auth(&self.key)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(format!("token={token}"))
            .send();
        let told: Value = sent.await.unwrap().json().await.unwrap();
        told["active"].as_bool().unwrap()
    }

    async fn webhook(&self, delivery: &str, secret: &str) -> u16 {
        let body = json!({"ref": "refs/heads/main", "repository": {"clone_url": self.code.url}}).to_string();
        let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
        let signature = format!("sha256={}", hex::encode(hmac::sign(&key, body.as_bytes())));
        let sent = client()
            .post(self.server.at("/intake/github/push"))
            .header("x-github-event", "push")
            .header("x-github-delivery", delivery)
            .header("x-hub-signature-256", signature)
            .body(body)
            .send();
        sent.await.unwrap().status().as_u16()
    }

    async fn until_dead(&self, token: &str) {
        let deadline = Deadline::after(PATIENCE);
        while self.works(token).await {
            assert!(!deadline.is_over(), "it still works: {}", self.server.log());
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    }

    /// The account's events of a kind, newest first.
    async fn told(&self, account: &str, kind: &str) -> Vec<Value> {
        let sent = client()
            .get(self.server.at(&format!("/v1/accounts/{account}/timeline")))
            .bearer_auth(&self.key)
            .send();
        let told: Value = sent.await.unwrap().json().await.unwrap();
        let entries = told["entries"].as_array().unwrap().iter();
        entries
            .map(|entry| entry["event"].clone())
            .filter(|event| event["kind"] == kind)
            .collect()
    }
}

/// Every file under a folder that holds a text.
fn holding(folder: &Path, text: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(holding(&path, text));
        } else if let Ok(bytes) = fs::read(&path)
            && bytes.windows(text.len()).any(|window| window == text.as_bytes())
        {
            found.push(path);
        }
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pushed_token_is_refused_within_seconds_and_told_with_its_place() {
    let shop = Shop::open().await;
    let (token, other) = (shop.token("acc_1").await, shop.token("acc_2").await);
    shop.code.push("README", "nothing here\n");
    assert_eq!(shop.webhook("d0", "somebody else's secret").await, 401);
    assert_eq!(shop.webhook("d1", SECRET).await, 202);
    shop.code.push(
        "deploy.sh",
        &format!("#!/bin/sh\n\ncurl -H 'Authorization: Bearer {token}' …\n"),
    );
    assert!(shop.works(&token).await, "nobody has told us yet");
    assert_eq!(shop.webhook("d2", SECRET).await, 202);
    shop.until_dead(&token).await;
    assert!(shop.works(&other).await);

    let leaked = shop.told("acc_1", "token.leaked").await;
    let found = leaked[0]["fields"]["found"].as_str().unwrap();
    for said in ["shop", "deploy.sh", "line 3", "commit ", "Ann"] {
        assert!(found.contains(said), "{said}: {found}");
    }
    assert!(leaked[0]["fields"]["since"].is_string());
    let refused = loop {
        if let Some(refused) = shop.told("acc_1", "token.refused").await.pop() {
            break refused;
        }
    };
    let millis = refused["fields"]["after_ms"].as_i64().unwrap();
    println!("from the webhook to the refusal: {} s", millis as f64 / 1_000.0);

    // The same delivery again does nothing; another push finds what is new, and tells nothing twice.
    assert_eq!(shop.webhook("d2", SECRET).await, 200);
    shop.code.push("other.env", &format!("TOKEN={other}\n"));
    assert_eq!(shop.webhook("d3", SECRET).await, 202);
    shop.until_dead(&other).await;
    assert_eq!(shop.told("acc_1", "token.leaked").await.len(), 1);

    // The tokens stand in the copy of the repository, where Ann put them, and nowhere else.
    for token in [&token, &other] {
        for file in holding(&shop.place.data(), token) {
            assert!(
                file.starts_with(shop.place.data().join("repositories")),
                "{}",
                file.display()
            );
        }
        assert!(!shop.server.log().contains(token.as_str()));
    }
    shop.server.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repository_that_cannot_be_fetched_is_said_and_tried_again() {
    let shop = Shop::open().await;
    let token = shop.token("acc_1").await;
    fs::rename(shop.place.at("served"), shop.place.at("away")).unwrap();
    assert_eq!(shop.webhook("d1", SECRET).await, 202);
    let deadline = Deadline::after(PATIENCE);
    while !shop.server.log().contains("was not fetched") {
        assert!(!deadline.is_over(), "{}", shop.server.log());
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    fs::rename(shop.place.at("away"), shop.place.at("served")).unwrap();
    shop.code.push("deploy.sh", &token);
    assert_eq!(shop.webhook("d2", SECRET).await, 202);
    shop.until_dead(&token).await;
    shop.server.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scan_names_what_it_finds_to_the_server_and_shows_nothing() {
    let shop = Shop::open().await;
    let token = shop.token("acc_1").await;
    let folder = shop.place.at("found");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join(".env"), format!("A=1\nTOKEN={token}\n")).unwrap();
    let scan = |key: Option<&str>, server: &str| {
        let mut command = program(&folder);
        command.args(["scan", "--prefix", "exshop_", "--server", server]);
        if let Some(key) = key {
            command.env("SAFECONDUCT_KEY", key);
        }
        run(command, b"")
    };
    scan(None, &shop.server.url)
        .must_exit(3)
        .must_say(&["--scopes leaks"]);
    let reader = shop.place.key("read").secret;
    scan(Some(&reader), &shop.server.url)
        .must_exit(3)
        .must_say(&["may not report leaks"]);
    scan(Some(&reader), "not an address")
        .must_exit(3)
        .must_say(&["`not an address`"]);
    assert!(shop.works(&token).await);
    let done = scan(Some(&shop.key), &shop.server.url).must_exit(1);
    let done = done.must_say(&["the server knows 1 token; 1 token worked until now and has ended"]);
    assert!(!done.out.contains(&token) && !done.err.contains(&token));
    assert!(!shop.works(&token).await);
    let found = shop.told("acc_1", "token.leaked").await[0]["fields"]["found"].clone();
    assert!(found.as_str().unwrap().contains(".env, line 2"), "{found}");
    scan(Some(&shop.key), &shop.server.url)
        .must_exit(1)
        .must_say(&["the server knows 1 token; 0 tokens worked until now"]);
    shop.server.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_drill_measures_the_way_that_a_real_leak_takes() {
    let shop = Shop::open().await;
    let told = shop
        .place
        .about(["drill", "leak", "--format", "json"])
        .must_exit(0)
        .json();
    assert!(
        told["refused_after_ms"].is_number() && told["in_time"] == true,
        "{told}"
    );
    shop.code.push("README", "nothing here\n");
    assert_eq!(shop.webhook("d1", SECRET).await, 202);
    let planted = shop.code.work.join("drill.env");
    let file = planted.to_str().unwrap().to_owned();
    shop.place
        .about([
            "drill",
            "leak",
            "--plant",
            shop.code.work.join("README").to_str().unwrap(),
        ])
        .must_exit(3)
        .must_say(&["cannot be made"]);
    let (folder, data) = (shop.place.folder().to_owned(), shop.place.data());
    let drill = tokio::task::spawn_blocking(move || {
        let mut command = program(&folder);
        command
            .args(["drill", "leak", "--plant", &file, "--data"])
            .arg(data);
        run(command, b"")
    });
    let deadline = Deadline::after(PATIENCE);
    while !fs::read_to_string(&planted).is_ok_and(|text| text.ends_with('\n')) {
        assert!(!deadline.is_over());
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    let token = fs::read_to_string(&planted).unwrap();
    shop.code.push("drill.env", &token);
    assert_eq!(shop.webhook("d2", SECRET).await, 202);
    let done = drill.await.unwrap().must_exit(0);
    assert!(done.out.contains("was refused"), "{done:?}");
    println!("{}", done.out.trim());
    assert!(!done.out.contains(token.trim()) && !done.err.contains(token.trim()));
    for event in shop.told("drill-leaked-token", "token.leaked").await {
        assert_eq!(event["mark"], "drill");
    }
    shop.server.stop();
}
