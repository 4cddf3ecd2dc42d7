//! The range server answers as clients of the public service expect, and goes on while its files are replaced.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use breaches::serve::{Service, serve};
use breaches::{Algorithm, hash};
use exposure::breached::text::{RANGES, range_rows};
use libdeflater::Decompressor;
use reqwest::header::{self, HeaderMap};
use reqwest::{Client, Method, Response, StatusCode};
use support::{imported, ranges};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

struct House {
    address: SocketAddr,
    service: Arc<Service>,
    client: Client,
    _stop: oneshot::Sender<()>,
}

impl House {
    async fn of(files: &[&Path]) -> Self {
        let dice = parking_lot::Mutex::new(1_u8);
        let random = move |bytes: &mut [u8]| {
            let mut dice = dice.lock();
            for byte in bytes {
                *dice = dice.wrapping_mul(77).wrapping_add(13);
                *byte = *dice;
            }
        };
        let service = Arc::new(Service::open(files.iter().copied(), Arc::new(random)).unwrap());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        tokio::spawn(serve(listener, Arc::clone(&service), async {
            drop(stopped.await);
        }));
        Self {
            address,
            service,
            client: Client::new(),
            _stop: stop,
        }
    }

    async fn ask(&self, method: Method, path: &str, headers: &[(&str, &str)]) -> Response {
        let mut request = self
            .client
            .request(method, format!("http://{}{path}", self.address));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.send().await.unwrap()
    }

    async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Response {
        self.ask(Method::GET, path, headers).await
    }
}

fn path_of(range: u32) -> String {
    format!("/range/{range:05X}")
}

#[tokio::test]
async fn every_range_is_answered_as_it_was_published() {
    let (sha1, ntlm) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    imported(sha1.path(), Algorithm::Sha1);
    imported(ntlm.path(), Algorithm::Ntlm);
    let house = House::of(&[&sha1.path().join("ranges"), &ntlm.path().join("ranges")]).await;
    for (algorithm, mode) in [(Algorithm::Sha1, ""), (Algorithm::Ntlm, "?mode=ntlm")] {
        for (place, (range, text)) in ranges(algorithm).into_iter().enumerate().step_by(61) {
            let path = if place % 2 == 0 {
                path_of(range)
            } else {
                path_of(range).to_lowercase()
            };
            let answer = house.get(&format!("{path}{mode}"), &[]).await;
            assert_eq!(answer.status(), StatusCode::OK);
            assert_eq!(answer.headers()[header::CONTENT_TYPE], "text/plain");
            assert_eq!(answer.text().await.unwrap(), text);
        }
    }
    assert_eq!(
        house.get("/range/00000", &[]).await.text().await.unwrap(),
        "",
        "a range may be empty"
    );
    let one = House::of(&[&sha1.path().join("ranges")]).await;
    assert_eq!(
        one.get("/range/00000?mode=ntlm", &[]).await.status(),
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn what_is_no_question_is_answered_with_what_to_ask() {
    let folder = tempfile::tempdir().unwrap();
    imported(folder.path(), Algorithm::Sha1);
    let house = House::of(&[&folder.path().join("ranges")]).await;
    for (method, path, status, says) in [
        (
            Method::GET,
            "/range/5baag",
            400,
            "exactly five hexadecimal digits",
        ),
        (
            Method::GET,
            "/range/5baa61",
            400,
            "exactly five hexadecimal digits",
        ),
        (
            Method::GET,
            "/range/5baa6?mode=md5",
            400,
            "the mode is sha1 or ntlm",
        ),
        (Method::GET, "/", 404, "ask for /range/"),
        (Method::GET, "/range/5baa%36", 400, "exactly five"),
        (Method::POST, "/range/5baa6", 405, "ask with GET or HEAD"),
        (Method::DELETE, "/range/5baa6", 405, "ask with GET or HEAD"),
    ] {
        let answer = house.ask(method.clone(), path, &[]).await;
        assert_eq!(answer.status().as_u16(), status, "{method} {path}");
        assert_eq!(answer.headers()[header::ACCESS_CONTROL_ALLOW_ORIGIN], "*");
        assert!(answer.text().await.unwrap().contains(says), "{method} {path}");
    }
    let preflight = house
        .ask(
            Method::OPTIONS,
            "/range/5baa6",
            &[("origin", "https://example.com")],
        )
        .await;
    assert_eq!(preflight.status(), StatusCode::NO_CONTENT);
    assert_eq!(
        preflight.headers()[header::ACCESS_CONTROL_ALLOW_HEADERS],
        "Add-Padding"
    );
}

#[tokio::test]
async fn an_answer_that_is_known_is_not_sent_again() {
    let folder = tempfile::tempdir().unwrap();
    imported(folder.path(), Algorithm::Sha1);
    let house = House::of(&[&folder.path().join("ranges")]).await;
    let (range, text) = ranges(Algorithm::Sha1).into_iter().next().unwrap();
    let path = path_of(range);
    let answer = house.get(&path, &[]).await;
    let about: HeaderMap = answer.headers().clone();
    let version = about[header::ETAG].to_str().unwrap();
    assert_eq!(about[header::LAST_MODIFIED], "Wed, 18 Nov 2026 11:06:40 GMT");
    assert_eq!(about[header::CACHE_CONTROL], "public, max-age=86400");
    for (known, status) in [(version, 304), ("\"other\"", 200), ("*", 304)] {
        let again = house.get(&path, &[("if-none-match", known)]).await;
        assert_eq!(again.status().as_u16(), status, "{known}");
        assert_eq!(again.headers()[header::ETAG], version);
        assert_eq!(again.text().await.unwrap().is_empty(), status == 304);
    }
    let head = house.ask(Method::HEAD, &path, &[]).await;
    assert_eq!(head.headers()[header::CONTENT_LENGTH], text.len().to_string());
    assert_eq!(head.headers()[header::ETAG], version);
    assert_eq!(head.text().await.unwrap(), "");
}

#[tokio::test]
async fn padding_hides_how_many_rows_there_are_and_changes_none_of_them() {
    let (sha1, ntlm) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    imported(sha1.path(), Algorithm::Sha1);
    imported(ntlm.path(), Algorithm::Ntlm);
    let house = House::of(&[&sha1.path().join("ranges"), &ntlm.path().join("ranges")]).await;
    for (algorithm, mode) in [(Algorithm::Sha1, ""), (Algorithm::Ntlm, "?mode=ntlm")] {
        let (range, text) = ranges(algorithm).into_iter().next().unwrap();
        let mut lengths = BTreeSet::new();
        for _ in 0..10 {
            let answer = house
                .get(&(path_of(range) + mode), &[("Add-Padding", "true")])
                .await;
            assert_eq!(answer.headers()[header::CACHE_CONTROL], "no-store");
            assert!(!answer.headers().contains_key(header::ETAG));
            let padded = answer.text().await.unwrap();
            let rows: Vec<_> = range_rows(padded.as_bytes(), range, algorithm)
                .map(|(_, row)| row.unwrap())
                .collect();
            assert!((800..=1_000).contains(&rows.len()), "{}", rows.len());
            assert!(rows.is_sorted_by_key(|row| row.hash));
            let own: Vec<_> = rows.iter().filter(|row| row.count > 0).copied().collect();
            let expected: Vec<_> = range_rows(text.as_bytes(), range, algorithm)
                .map(|(_, row)| row.unwrap())
                .collect();
            assert_eq!(own, expected);
            lengths.insert(rows.len());
        }
        assert!(lengths.len() > 3, "{lengths:?}");
    }
}

#[tokio::test]
async fn an_answer_comes_in_the_encoding_that_the_client_takes() {
    let folder = tempfile::tempdir().unwrap();
    imported(folder.path(), Algorithm::Sha1);
    let house = House::of(&[&folder.path().join("ranges")]).await;
    let path = path_of(*ranges(Algorithm::Sha1).keys().next().unwrap());
    for (accepts, expected) in [
        ("gzip, deflate, br", Some("br")),
        ("gzip", Some("gzip")),
        ("deflate", None),
    ] {
        let headers = [("accept-encoding", accepts), ("add-padding", "true")];
        let answer = house.get(&path, &headers).await;
        assert_eq!(answer.headers()[header::VARY], "Accept-Encoding, Add-Padding");
        let encoding = answer
            .headers()
            .get(header::CONTENT_ENCODING)
            .map(|value| value.to_str().unwrap().to_owned());
        assert_eq!(encoding.as_deref(), expected, "{accepts}");
        let bytes = answer.bytes().await.unwrap();
        let mut text = vec![0; 100_000];
        let text = match expected {
            Some("gzip") => {
                let length = Decompressor::new().gzip_decompress(&bytes, &mut text).unwrap();
                text[..length].to_vec()
            }
            Some(_) => {
                let mut text = Vec::new();
                brotli::BrotliDecompress(&mut &bytes[..], &mut text).unwrap();
                text
            }
            None => bytes.to_vec(),
        };
        let rows = range_rows(&text, 0, Algorithm::Sha1)
            .filter(|(_, row)| row.is_ok())
            .count();
        assert!(rows >= 800, "{accepts}: {rows}");
    }
    let short = house.get(&path, &[("accept-encoding", "gzip")]).await;
    assert!(
        !short.headers().contains_key(header::CONTENT_ENCODING),
        "a short answer goes out as it is"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn no_request_fails_while_the_file_is_replaced_and_a_damaged_one_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    imported(folder.path(), Algorithm::Sha1);
    let path = folder.path().join("ranges");
    let house = Arc::new(House::of(&[&path]).await);
    let done = Arc::new(AtomicBool::new(false));
    let known: Vec<u32> = ranges(Algorithm::Sha1).into_keys().collect();
    let mut asking = Vec::new();
    for which in 0..4_usize {
        let (house, done, known) = (Arc::clone(&house), Arc::clone(&done), known.clone());
        asking.push(tokio::spawn(async move {
            let mut answered = 0_usize;
            while !done.load(Ordering::Relaxed) || answered < 50 {
                let range = known[(answered * 7 + which) % known.len()];
                let answer = house.get(&path_of(range), &[]).await;
                assert_eq!(answer.status(), StatusCode::OK);
                assert!(!answer.text().await.unwrap().is_empty());
                answered += 1;
            }
        }));
    }
    let good = std::fs::read(&path).unwrap();
    let replace = |bytes: &[u8]| {
        let next = folder.path().join("next");
        std::fs::write(&next, bytes).unwrap();
        std::fs::rename(&next, &path).unwrap();
        house.service.look_again();
    };
    let mut damaged = good.clone();
    let index = damaged.len() - 1_000;
    damaged[index] ^= 1;
    for round in 0..6 {
        replace(match round % 3 {
            0 => &good,
            1 => &damaged,
            _ => &good[..good.len() / 2],
        });
        tokio::task::yield_now().await;
    }
    done.store(true, Ordering::Relaxed);
    for asking in asking {
        asking.await.unwrap();
    }
}

#[tokio::test]
async fn a_damaged_range_is_never_served_and_leaves_the_others() {
    let folder = tempfile::tempdir().unwrap();
    imported(folder.path(), Algorithm::Sha1);
    let path = folder.path().join("ranges");
    let range = exposure::breached::text::prefix_of(&hash("password123", Algorithm::Sha1));
    let mut bytes = std::fs::read(&path).unwrap();
    let rest = &hash("password123", Algorithm::Sha1)[4..];
    let at = bytes
        .windows(rest.len())
        .position(|window| window == rest)
        .unwrap();
    bytes[at] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    let house = House::of(&[&path]).await;
    let answer = house.get(&path_of(range), &[]).await;
    assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
    assert!(answer.text().await.unwrap().contains("import the corpus anew"));
    let other = ranges(Algorithm::Sha1)
        .into_keys()
        .find(|other| *other != range)
        .unwrap();
    assert_eq!(house.get(&path_of(other), &[]).await.status(), StatusCode::OK);
    assert_eq!(
        house.get(&path_of(RANGES - 1), &[]).await.status(),
        StatusCode::OK
    );
}
