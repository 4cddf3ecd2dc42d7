//! A server's life: its first start, the ways in, stopping, what it does with changed files, and what it
//! refuses to start with.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use reqwest::{Client, Response, StatusCode};
use serde_json::{Value, json};
use support::{
    Deadline, Key, PATIENCE, Place, Platform, Server, Signal, client, own_journeys, program, run, sign_in,
    until,
};

/// The secret in an owner link.
fn secret_of(link: &str) -> String {
    link.split_once("/console/enter?key=")
        .unwrap()
        .1
        .trim()
        .to_owned()
}

/// Presses the button that an owner link leads to.
async fn enter(http: &Client, server: &Server, secret: &str) -> Response {
    http.post(server.at("/console/enter"))
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .body(format!("key={secret}"))
        .send()
        .await
        .unwrap()
}

fn cookie_of(answer: &Response) -> String {
    let cookie = answer.headers()["set-cookie"].to_str().unwrap();
    for part in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    cookie.split(';').next().unwrap().to_owned()
}

async fn status_with(http: &Client, url: String, cookie: &str) -> StatusCode {
    let answer = http.get(url).header("cookie", cookie).send().await.unwrap();
    answer.status()
}

/// Whether the server accepts this key.
async fn is_accepted(platform: &Platform) -> bool {
    match platform.get("/v1/journeys").await.status() {
        StatusCode::OK => true,
        StatusCode::UNAUTHORIZED => false,
        other => unreachable!("{other}"),
    }
}

/// Every file of a folder, with what is in it.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_dir() {
            all.extend(files(&entry.path()));
        } else if entry.file_type().unwrap().is_file() {
            let bytes = std::fs::read(entry.path()).unwrap();
            all.push((entry.path().display().to_string(), bytes));
        }
    }
    all
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|part| part == text.as_bytes())
}

#[tokio::test]
async fn the_first_start_gives_a_link_that_opens_the_console_once() {
    let place = Place::new();
    let server = place.serve();
    let link = server
        .line("Console: ")
        .trim_start_matches("Console: ")
        .to_owned();
    assert!(
        link.starts_with(&server.url),
        "{link} is not under {}",
        server.url
    );
    let (http, secret) = (client(), secret_of(&link));
    // Whoever merely opens the link, as mail scanners do, does not use it up.
    for _ in 0..3 {
        let shown = http.get(&link).send().await.unwrap();
        assert_eq!(shown.status(), StatusCode::OK);
        assert!(!shown.headers().contains_key("set-cookie"));
    }
    assert_eq!(
        status_with(&http, server.at("/console"), "").await,
        StatusCode::SEE_OTHER
    );
    let entered = enter(&http, &server, &secret).await;
    assert_eq!(entered.status(), StatusCode::SEE_OTHER);
    assert_eq!(entered.headers()["location"], "/console");
    let cookie = cookie_of(&entered);
    assert_eq!(
        status_with(&http, server.at("/console"), &cookie).await,
        StatusCode::OK
    );
    let again = enter(&http, &server, &secret).await;
    assert_eq!(again.status(), StatusCode::FORBIDDEN);
    assert!(!again.headers().contains_key("set-cookie"));
    let ended = server.stop();
    assert!(ended.out.contains("key create"), "{ended:#?}");

    let server = place.serve();
    // Who is in stays in; the spent link stays spent.
    assert_eq!(
        status_with(&http, server.at("/console"), &cookie).await,
        StatusCode::OK
    );
    let again = enter(&http, &server, &secret).await;
    assert_eq!(again.status(), StatusCode::FORBIDDEN);
    let left = http
        .post(server.at("/console/leave"))
        .header("cookie", &cookie)
        .header("sec-fetch-site", "same-origin")
        .send()
        .await
        .unwrap();
    assert_eq!(left.status(), StatusCode::SEE_OTHER);
    assert_eq!(
        status_with(&http, server.at("/console"), &cookie).await,
        StatusCode::SEE_OTHER
    );
    let ended = server.stop();
    assert!(
        !ended.out.contains("Console:"),
        "a second start makes no link: {ended:#?}"
    );
    for (name, bytes) in files(&place.data()) {
        assert!(!holds(&bytes, &secret), "{name} holds the link's secret");
    }
}

#[tokio::test]
async fn links_and_keys_are_made_whether_a_server_runs_or_not() {
    let place = Place::new();
    place
        .about(["key", "list"])
        .must_exit(3)
        .must_say(&["there is no Safeconduct data in", "serve --data"]);
    let server = place.serve();
    let (running, http) = (place.key("read,decide"), client());
    assert!(
        is_accepted(&server.client(&running)).await,
        "a new key works at once"
    );
    let links: Vec<Value> = (0..2)
        .map(|_| {
            place
                .about([
                    "console",
                    "link",
                    "--format",
                    "json",
                    "--public-url",
                    "https://safe.example.com/",
                ])
                .must_exit(0)
                .json()
        })
        .collect();
    let link = |number: usize| links[number]["link"].as_str().unwrap();
    assert!(
        link(0).starts_with("https://safe.example.com/console/enter?key="),
        "{links:?}"
    );
    let entered = enter(&http, &server, &secret_of(link(0))).await;
    assert_eq!(entered.status(), StatusCode::SEE_OTHER);
    server.stop();

    let resting = place.key("read");
    let text = place.about(["console", "link"]).must_exit(0).out;
    let listed = place
        .about(["key", "list", "--format", "json"])
        .must_exit(0)
        .json();
    let ids: BTreeSet<&str> = listed
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|key| key["id"].as_str())
        .collect();
    assert_eq!(ids, BTreeSet::from([running.id.as_str(), resting.id.as_str()]));
    place
        .about(["key", "revoke", &running.id])
        .must_exit(0)
        .must_say(&[&running.id, "is revoked"]);
    place
        .about(["key", "revoke", &running.id])
        .must_exit(3)
        .must_say(&["no live key"]);
    place
        .about(["key", "revoke", "key_nothing"])
        .must_exit(3)
        .must_say(&["`key_nothing`"]);
    place
        .about(["key", "create", "x", "--scopes", "reed"])
        .must_exit(2)
        .must_say(&["reed"]);
    let listed = place.about(["key", "list"]).must_exit(0);
    let lines: Vec<&str> = listed.out.lines().collect();
    for (key, state) in [(&running, "does not work any more"), (&resting, "works until")] {
        assert!(
            lines
                .iter()
                .any(|line| line.contains(&key.id) && line.contains(state)),
            "{lines:#?}"
        );
        assert!(!listed.out.contains(&key.secret), "{lines:#?}");
    }

    let server = place.serve();
    assert!(!is_accepted(&server.client(&running)).await);
    assert!(is_accepted(&server.client(&resting)).await);
    for secret in [secret_of(link(1)), secret_of(text.lines().next().unwrap())] {
        let entered = enter(&http, &server, &secret).await;
        assert_eq!(entered.status(), StatusCode::SEE_OTHER);
    }
    server.stop();
    for (name, bytes) in files(&place.data()) {
        for secret in [&running.secret, &resting.secret] {
            assert!(!holds(&bytes, secret), "{name} holds a key's secret");
        }
    }
}

#[tokio::test]
async fn a_revoked_key_is_refused_within_two_seconds() {
    let place = Place::new();
    let server = place.serve();
    let keys: Vec<Key> = (0..2).map(|_| place.key("read")).collect();
    let (revoked, kept) = (server.client(&keys[0]), server.client(&keys[1]));
    assert!(is_accepted(&revoked).await);
    place.about(["key", "revoke", &keys[0].id]).must_exit(0);
    let bound = Deadline::after(std::time::Duration::from_secs(2));
    while is_accepted(&revoked).await {
        assert!(!bound.is_over(), "it still works");
    }
    assert!(is_accepted(&kept).await, "the other key is not touched");
    server.stop();
}

#[tokio::test]
async fn one_data_directory_is_served_once_and_a_port_that_is_taken_is_named() {
    let place = Place::new();
    let server = place.serve();
    let second = run(place.serve_command(), b"").must_exit(3);
    second.must_say(&[
        &place.data().display().to_string(),
        &format!("process {}", server.process()),
        "another data directory",
    ]);
    let other = Place::new();
    let mut command = program(other.folder());
    command.args(["serve", "--data", "data", "--listen", server.address()]);
    run(command, b"")
        .must_exit(3)
        .must_say(&[&format!("cannot listen on {}", server.address()), "--listen"]);
    // The first one was not disturbed.
    let answer = client().get(server.at("/readyz")).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    server.stop();
}

/// Asks for decisions without end, and notes which were given.
async fn ask_without_end(platform: Platform, number: u64, stop: Arc<AtomicBool>) -> Vec<Value> {
    let mut given = Vec::new();
    for turn in 0_u64.. {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        let event = sign_in(
            &format!("s-{number}-{turn}"),
            &format!("account-{}", (number + turn) % 20),
        );
        let Ok(answer) = platform.try_post("/v1/decide", event.to_string()).await else {
            break;
        };
        if answer.status() == StatusCode::OK && answer.json::<Value>().await.is_ok() {
            given.push(event);
        }
    }
    given
}

#[tokio::test]
async fn a_stop_is_graceful_and_nothing_acknowledged_is_lost() {
    let place = Place::new();
    let mut server = place.serve();
    let key = place.key("decide,read");
    for signal in [Signal::Terminate, Signal::Interrupt] {
        let platform = server.client(&key);
        let before = decisions(&server).await;
        let stop = Arc::new(AtomicBool::new(false));
        let asking: Vec<_> = (0..8)
            .map(|number| {
                let name = number
                    + if matches!(signal, Signal::Interrupt) {
                        100
                    } else {
                        0
                    };
                tokio::spawn(ask_without_end(platform.clone(), name, Arc::clone(&stop)))
            })
            .collect();
        until("some decisions", || async {
            let decided = decisions(&server).await - before;
            if decided > 60.0 {
                Ok(())
            } else {
                Err(decided.to_string())
            }
        })
        .await;
        server.signal(signal);
        let ended = server.ended();
        assert_eq!(ended.code, Some(0), "{ended:#?}");
        stop.store(true, Ordering::Relaxed);
        let mut given = Vec::new();
        for asked in asking {
            given.extend(asked.await.unwrap());
        }
        assert!(given.len() >= 40, "{} decisions were given", given.len());
        server = place.serve();
        let platform = server.client(&key);
        for event in &given {
            let answer = platform.decide(event).await;
            assert_eq!(answer["duplicate"], true, "{event} was acknowledged and is lost");
        }
        // The log was published once more on the way out.
        place.about(["ledger", "verify", "--recount"]).must_exit(0);
    }
    server.stop();
}

/// How many decisions a server has made since it was started.
async fn decisions(server: &Server) -> f64 {
    let answer = client().get(server.at("/metrics")).send().await.unwrap();
    metric(
        &answer.text().await.unwrap(),
        "safeconduct_decision_seconds_count",
    )
    .unwrap_or(0.0)
}

/// A metric's value in Prometheus's text form, summed over its labels.
fn metric(text: &str, name: &str) -> Option<f64> {
    let values = text.lines().filter_map(|line| {
        let rest = line.strip_prefix(name)?;
        let value = rest
            .strip_prefix(' ')
            .or_else(|| rest.strip_prefix('{')?.split_once("} ").map(|(_, value)| value));
        value?.parse::<f64>().ok()
    });
    values.fold(None, |sum, value| Some(sum.unwrap_or(0.0) + value))
}

#[tokio::test]
async fn journeys_that_break_while_serving_leave_the_last_good_ones_in_force() {
    let place = Place::new();
    let folder = place.at("journeys");
    support::copy(&own_journeys(), &folder);
    let file = folder.join("sign-in.journey.yaml");
    let good = std::fs::read_to_string(&file).unwrap();
    let mut command = place.serve_command();
    command.arg("--journeys").arg(&folder);
    let server = Server::start(command);
    let platform = server.client(&place.key("decide,read"));
    let metrics = || async {
        client()
            .get(server.at("/metrics"))
            .send()
            .await
            .unwrap()
            .text()
            .await
            .unwrap()
    };
    let invalid = || async { metric(&metrics().await, "safeconduct_journeys_invalid") };
    assert_eq!(
        invalid().await,
        Some(0.0),
        "told from the start, so that an alarm can be set on it"
    );
    let says = || async {
        let standing: Value = platform.get("/v1/journeys").await.json().await.unwrap();
        standing.to_string()
    };
    let promise = "A stolen password alone will not let anyone into your account.";
    assert!(says().await.contains(promise));

    let changed = good.replace(promise, "A stolen password is worth nothing.");
    let broken = changed.replacen("    promises:\n", "    promisses:\n", 1);
    let line = broken.lines().position(|line| line == "    promisses:").unwrap() + 1;
    std::fs::write(&file, &broken).unwrap();
    until("the alarm", || async {
        let value = invalid().await;
        if value == Some(1.0) {
            Ok(())
        } else {
            Err(format!("{value:?}"))
        }
    })
    .await;
    let place_of_it = format!("sign-in.journey.yaml:{line}:");
    let log = until("a loud message", || async {
        let log = server.log();
        if log.contains(&place_of_it) {
            Ok(log)
        } else {
            Err(log)
        }
    })
    .await;
    assert!(
        !log.contains('\u{1b}'),
        "no colours where no terminal is: {log:?}"
    );
    for part in ["ERROR", "the last good ones stay in force", "promisses"] {
        assert!(log.contains(part), "{log}");
    }
    assert!(says().await.contains(promise), "the last good ones are in force");
    let answer = platform.decide(&sign_in("j-1", "ada")).await;
    assert_eq!(answer["duplicate"], false);

    std::fs::write(&file, &changed).unwrap();
    until("the mended journeys", || async {
        let says = says().await;
        if says.contains("A stolen password is worth nothing.") {
            Ok(())
        } else {
            Err(says)
        }
    })
    .await;
    assert_eq!(invalid().await, Some(0.0));
    platform.decide(&sign_in("j-2", "ada")).await;
    server.stop();

    // With broken files nothing starts, and it is said where they are broken.
    std::fs::write(&file, &broken).unwrap();
    let mut command = place.serve_command();
    command.arg("--journeys").arg(&folder);
    run(command, b"")
        .must_exit(3)
        .must_say(&[&place_of_it, "promisses"]);
}

#[test]
fn flags_win_over_the_environment_and_that_over_the_file() {
    let place = Place::new();
    std::fs::create_dir(place.at("j")).unwrap();
    std::fs::copy(own_journeys().join("controls.yaml"), place.at("j/controls.yaml")).unwrap();
    support::copy(&own_journeys(), &place.at("j"));
    let check = |env: &[(&str, &str)], args: &[&str]| {
        let mut command = program(place.folder());
        command
            .args(["config", "check", "--format", "json"])
            .args(args)
            .envs(env.iter().copied());
        run(command, b"").must_exit(0).json()["settings"].clone()
    };
    let expect = |settings: &Value, name: &str, value: Value, from: &str| {
        assert_eq!(settings[name], json!({"value": value, "from": from}), "{name}");
    };
    let bare = check(&[], &[]);
    expect(&bare, "listen", json!("127.0.0.1:7878"), "default");
    expect(&bare, "public_url", json!("http://127.0.0.1:7878"), "default");
    expect(&bare, "journeys", Value::Null, "default");
    expect(&bare, "shadow", json!(false), "default");

    let file = "listen = \"127.0.0.1:1111\"\ndata = \"from-file\"\njourneys = \"j\"\nshadow = true\nlog = \"warn\"\nlog_format = \"json\"\n";
    std::fs::write(place.at("safeconduct.toml"), file).unwrap();
    let from_file = check(&[], &[]);
    for (name, value) in [
        ("listen", json!("127.0.0.1:1111")),
        ("data", json!("from-file")),
        ("journeys", json!("j")),
        ("shadow", json!(true)),
        ("log", json!("warn")),
        ("log_format", json!("json")),
    ] {
        expect(&from_file, name, value, "file");
    }
    expect(
        &from_file,
        "public_url",
        json!("http://127.0.0.1:1111"),
        "default",
    );

    let env = [
        ("SAFECONDUCT_LISTEN", "127.0.0.1:2222"),
        ("SAFECONDUCT_DATA", "from-env"),
        ("SAFECONDUCT_SHADOW", "0"),
        ("SAFECONDUCT_LOG_FORMAT", "text"),
    ];
    let from_env = check(&env, &[]);
    expect(
        &from_env,
        "listen",
        json!("127.0.0.1:2222"),
        "flag-or-environment",
    );
    expect(&from_env, "data", json!("from-env"), "flag-or-environment");
    expect(&from_env, "shadow", json!(false), "flag-or-environment");
    expect(&from_env, "log_format", json!("text"), "flag-or-environment");
    expect(&from_env, "log", json!("warn"), "file");

    let from_flags = check(
        &env,
        &[
            "--listen",
            "127.0.0.1:3333",
            "--shadow",
            "--public-url",
            "https://x.example",
        ],
    );
    expect(
        &from_flags,
        "listen",
        json!("127.0.0.1:3333"),
        "flag-or-environment",
    );
    expect(&from_flags, "shadow", json!(true), "flag-or-environment");
    expect(&from_flags, "data", json!("from-env"), "flag-or-environment");
    expect(
        &from_flags,
        "public_url",
        json!("https://x.example"),
        "flag-or-environment",
    );
    expect(
        &check(&[("SAFECONDUCT_SHADOW", "yes")], &[]),
        "shadow",
        json!(true),
        "flag-or-environment",
    );

    // A file named in the environment or by a flag is read instead of the usual one.
    std::fs::write(place.at("other.toml"), "listen = \"127.0.0.1:4444\"\n").unwrap();
    expect(
        &check(&[], &["--config", "other.toml"]),
        "listen",
        json!("127.0.0.1:4444"),
        "file",
    );
    expect(
        &check(&[("SAFECONDUCT_CONFIG", "other.toml")], &[]),
        "listen",
        json!("127.0.0.1:4444"),
        "file",
    );
}

#[test]
fn settings_that_cannot_be_meant_are_refused_by_name() {
    let place = Place::new();
    let check = |file: &str, says: &[&str]| {
        std::fs::write(place.at("safeconduct.toml"), file).unwrap();
        for args in [["config", "check"].as_slice(), ["serve"].as_slice()] {
            place.run(args).must_exit(2).must_say(says);
        }
    };
    check(
        "lisen = \"127.0.0.1:1\"\n",
        &["safeconduct.toml", "lisen", "`listen`"],
    );
    check("listen = \"here\"\n", &["safeconduct.toml", "listen"]);
    check("listen = \n", &["safeconduct.toml", "line 1"]);
    check("shadow = \"perhaps\"\n", &["safeconduct.toml", "shadow"]);
    check(
        "public_url = \"safe.example.com\"\n",
        &["`safe.example.com`", "https://"],
    );
    check(
        "public_url = \"https://safe.example.com/\"\n",
        &["without a slash"],
    );
    check("journeys = \"nowhere\"\n", &["`nowhere`", "is not a folder"]);
    std::fs::write(place.at("safeconduct.toml"), "").unwrap();
    place
        .run(["serve", "--config", "missing.toml"])
        .must_exit(2)
        .must_say(&["`missing.toml`"]);
    place
        .run(["serve", "--listen", "nowhere"])
        .must_exit(2)
        .must_say(&["nowhere"]);
    place
        .run(["serve", "--log", "=loud=", "--data", "unmade"])
        .must_exit(2)
        .must_say(&["`=loud=`", "info"]);
    assert!(
        !place.at("unmade").exists(),
        "what is refused leaves nothing behind"
    );
}

#[test]
fn lost_keys_are_not_replaced_by_new_ones() {
    let place = Place::new();
    place.serve().stop();
    let keys = place.data().join("keys");
    let kept = files(&keys);
    assert_eq!(
        kept.len(),
        3,
        "the log's, the master key, and the one for people's secrets"
    );
    let mode = |path: &Path| {
        std::os::unix::fs::PermissionsExt::mode(&path.metadata().unwrap().permissions()) & 0o777
    };
    assert_eq!(mode(&place.data()), 0o700);
    assert_eq!(mode(&keys), 0o700);
    for (name, _) in &kept {
        assert_eq!(mode(Path::new(name)), 0o600, "{name}");
    }
    let check = |what: &str, lose: &dyn Fn()| {
        lose();
        let missing = files(&place.data()).len();
        for args in [
            ["serve", "--listen", "127.0.0.1:0"].as_slice(),
            ["key", "create", "x"].as_slice(),
            ["console", "link"].as_slice(),
            ["ledger", "verify"].as_slice(),
        ] {
            let refused = place.about(args).must_exit(3);
            refused.must_say(&["keys", "missing", &keys.display().to_string()]);
        }
        assert_eq!(files(&place.data()).len(), missing, "{what}: nothing new is made");
        std::fs::create_dir_all(&keys).unwrap();
        for (name, bytes) in &kept {
            std::fs::write(name, bytes).unwrap();
        }
    };
    // The socket and the database's side files come and go; they are there before we count.
    place.about(["key", "list"]).must_exit(0);
    check("the log's key", &|| {
        std::fs::remove_file(keys.join("log.key")).unwrap();
    });
    check("the master key", &|| {
        std::fs::remove_file(keys.join("master.key")).unwrap();
    });
    check("all", &|| std::fs::remove_dir_all(&keys).unwrap());
    check("all, and the note that they were made", &|| {
        std::fs::remove_dir_all(&keys).unwrap();
        std::fs::remove_file(place.data().join("keys.made")).unwrap();
    });
    // Only the server reads people's secrets.
    std::fs::remove_file(keys.join("people.key")).unwrap();
    place
        .about(["serve", "--listen", "127.0.0.1:0"])
        .must_exit(3)
        .must_say(&["people.key", "is missing", "from a copy"]);
    assert!(!keys.join("people.key").exists(), "nothing new is made");
    std::fs::write(keys.join("master.key"), "not a key\n").unwrap();
    place
        .about(["serve"])
        .must_exit(3)
        .must_say(&["master.key", "is not a key"]);
    for (name, bytes) in &kept {
        std::fs::write(name, bytes).unwrap();
    }
    place.serve().stop();
}

#[tokio::test]
async fn machines_can_ask_whether_it_lives_and_what_it_offers() {
    let place = Place::new();
    let server = place.serve();
    let http = client();
    let get = async |path: &str| {
        let answer = http.get(server.at(path)).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        let kind = answer.headers()["content-type"].to_str().unwrap().to_owned();
        (kind, answer.text().await.unwrap())
    };
    assert_eq!(get("/healthz").await.1, "ok\n");
    assert_eq!(get("/readyz").await.1, "ready\n");
    let (kind, text) = get("/metrics").await;
    assert!(kind.starts_with("text/plain; version=0.0.4"), "{kind}");
    for name in [
        "safeconduct_accounts",
        "safeconduct_log_entries",
        "safeconduct_store_commits",
    ] {
        assert!(metric(&text, name).is_some(), "{name} is missing: {text}");
    }
    let (kind, docs) = get("/docs").await;
    assert!(kind.starts_with("text/html"), "{kind}");
    let (kind, text) = get("/v1/openapi.json").await;
    assert_eq!(kind, "application/json");
    let document: Value = serde_json::from_str(&text).unwrap();
    check_openapi(&document, &http, &server, &docs).await;
    let (_, text) = get("/v1/catalogue").await;
    let catalogue: Value = serde_json::from_str(&text).unwrap();
    assert!(catalogue["kinds"].as_array().unwrap().len() > 20);
    server.stop();
}

/// The document is one of OpenAPI 3.1, and every operation in it exists and asks for a key where it says so.
async fn check_openapi(document: &Value, http: &Client, server: &Server, docs: &str) {
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1."));
    for member in ["title", "version"] {
        assert!(!document["info"][member].as_str().unwrap().is_empty());
    }
    let mut ids = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        assert!(path.starts_with('/'), "{path}");
        let in_path: BTreeSet<&str> = path
            .split('/')
            .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
            .collect();
        for (method, operation) in item.as_object().unwrap() {
            let what = format!("{method} {path}");
            let id = operation["operationId"].as_str().unwrap();
            assert!(ids.insert(id.to_owned()), "{what}: {id} is there twice");
            assert!(docs.contains(&format!("id=\"{id}\"")), "{what} is not in /docs");
            assert!(!operation["summary"].as_str().unwrap().is_empty(), "{what}");
            let parameters = operation["parameters"].as_array().unwrap();
            let described: BTreeSet<&str> = parameters
                .iter()
                .filter(|parameter| parameter["in"] == "path")
                .map(|parameter| parameter["name"].as_str().unwrap())
                .collect();
            assert_eq!(described, in_path, "{what}");
            let responses = operation["responses"].as_object().unwrap();
            assert!(responses.keys().any(|status| status.starts_with('2')), "{what}");
            for (status, response) in responses {
                assert!(
                    status
                        .parse::<u16>()
                        .is_ok_and(|status| (200..600).contains(&status)),
                    "{what}: {status}"
                );
                assert!(
                    !response["description"].as_str().unwrap().is_empty(),
                    "{what}: {status}"
                );
            }
            check_references(document, operation);
            let url = server.at(&path
                .replace("{id}", "nobody")
                .replace("{index}", "0")
                .replace("{tile}", "tile/0/000"));
            let method = reqwest::Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
            let status = http.request(method, url).send().await.unwrap().status().as_u16();
            if operation.get("security").is_some() {
                assert_eq!(status, 401, "{what} asks for a key");
            } else {
                assert!(
                    responses.contains_key(&status.to_string()),
                    "{what} answers {status}"
                );
            }
        }
    }
    check_references(document, &document["components"]);
    for path in ["/v1/decide", "/v1/events", "/v1/accounts/{id}", "/log/checkpoint"] {
        assert!(document["paths"].get(path).is_some(), "{path} is missing");
    }
}

fn check_references(document: &Value, part: &Value) {
    let text = part.to_string();
    for reference in text.split("\"$ref\":\"").skip(1) {
        let reference = reference.split('"').next().unwrap();
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(document.pointer(pointer).is_some(), "{reference} leads nowhere");
    }
}

#[tokio::test]
async fn a_log_is_verified_while_its_server_works() {
    let place = Place::new();
    let server = place.serve();
    let key = place.key("decide");
    let stop = Arc::new(AtomicBool::new(false));
    let asking: Vec<_> = (0..4)
        .map(|number| tokio::spawn(ask_without_end(server.client(&key), number, Arc::clone(&stop))))
        .collect();
    let work = async {
        until("a checkpoint", || async {
            let answer = client().get(server.at("/log/checkpoint")).send().await.unwrap();
            if answer.status() == StatusCode::OK {
                Ok(())
            } else {
                Err(answer.status().to_string())
            }
        })
        .await;
        for _ in 0..5 {
            let data = place.data();
            let folder = place.folder().to_owned();
            let verified = tokio::task::spawn_blocking(move || {
                let mut command = program(&folder);
                command.args(["ledger", "verify", "--data"]).arg(data);
                run(command, b"")
            });
            verified.await.unwrap().must_exit(0);
        }
    };
    tokio::time::timeout(PATIENCE, work).await.unwrap();
    stop.store(true, Ordering::Relaxed);
    for asked in asking {
        assert!(!asked.await.unwrap().is_empty());
    }
    server.stop();
}
