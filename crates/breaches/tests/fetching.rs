//! A corpus is fetched range by range: nothing twice, whatever interrupts it, and nothing that is no range.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use breaches::import::{Fetch, Plan, Progress, Source, fetch, import};
use breaches::{Algorithm, Corpus, Seen};
use exposure::breached::text::{RANGES, prefix};
use support::http::{Asked, Said, start};
use support::{passwords, plan, ranges};

const QUICK: Fetch = Fetch {
    parallel: 8,
    tries: 3,
    wait: Duration::from_millis(1),
};

fn range_of(path: &str) -> u32 {
    prefix(path.split_once("/range/").unwrap().1.get(..5).unwrap()).unwrap()
}

fn source(address: std::net::SocketAddr) -> reqwest::Url {
    let Source::Api(url) = Source::of(&format!("http://{address}/")).unwrap() else {
        unreachable!("an address is an API")
    };
    url
}

async fn fetched(address: std::net::SocketAddr, plan: &Plan) -> Result<Vec<Progress>, String> {
    let mut seen = Vec::new();
    let done = fetch(&source(address), plan, QUICK, &mut |at| seen.push(at)).await;
    done.map(|()| seen).map_err(|error| error.to_string())
}

fn firsts(asked: &Asked) -> Vec<u32> {
    let mut ranges: Vec<u32> = asked.lock().iter().map(|(path, _)| range_of(path)).collect();
    ranges.sort_unstable();
    ranges
}

/// A row that any range may have.
fn row(number: u8) -> String {
    format!("{number:02X}{:033X}:{number}", 0)
}

#[tokio::test]
async fn what_was_fetched_is_not_fetched_again_after_whatever_interrupted_it() {
    let folder = tempfile::tempdir().unwrap();
    let plan = plan(folder.path(), Algorithm::Sha1);
    let until = |last: u32| {
        move |path: &str, _: &str, _: usize| {
            if range_of(path) < last {
                Said::ok(row(1))
            } else {
                Said::status(404)
            }
        }
    };
    let (address, asked) = start(until(300)).await;
    let error = fetched(address, &plan).await.unwrap_err();
    assert!(error.contains("/range/0012C`: answered 404"), "{error}");
    assert!(error.contains("run the same command again"), "{error}");
    assert_eq!(firsts(&asked)[..300], (0..300).collect::<Vec<u32>>());
    let begun = std::fs::read(plan.fetched()).unwrap();

    // As killed between two ranges, in the middle of one, and with the disk having lost some of the last.
    for (lost, next) in [(0, 300), (3, 299), (60, 298)] {
        let (again, asked) = start(until(310)).await;
        let records = begun
            .windows(10)
            .position(|window| window == b" sha1 0\n\x00\x00")
            .unwrap()
            + 8;
        let heading = String::from_utf8(begun[..records].to_vec()).unwrap();
        let heading = heading.replace(&address.to_string(), &again.to_string());
        let renamed = [heading.as_bytes(), &begun[records..begun.len() - lost]].concat();
        std::fs::write(plan.fetched(), renamed).unwrap();
        fetched(again, &plan).await.unwrap_err();
        assert_eq!(firsts(&asked).first(), Some(&next), "{lost} bytes lost");
    }
    std::fs::write(plan.fetched(), &begun).unwrap();
    let (other, _) = start(until(1)).await;
    let error = fetched(other, &plan).await.unwrap_err();
    assert!(
        error.contains("was begun from another source (http://127.0.0.1:"),
        "{error}"
    );
}

#[tokio::test]
async fn a_busy_server_is_asked_again_later_and_a_wrong_answer_never_kept() {
    let busy = |path: &str, _: &str, before: usize| match (range_of(path), before) {
        (1, 0) => Said::status(429).with("retry-after", "0"),
        (2, 0 | 1) => Said::status(503),
        (0..=4, _) => Said::ok(row(1)),
        (5, 0) => Said::status(429).with("retry-after", "not a number"),
        (5, _) => Said::status(500),
        _ => Said::ok(""),
    };
    let wrong = |body: &'static str| move |_: &str, _: &str, _: usize| Said::ok(body);
    let html = "<html>captive portal</html>";
    let unsorted = "00000000000000000000000000000000002:1\r\n00000000000000000000000000000000001:1";
    let check =
        async |(address, asked): (std::net::SocketAddr, Asked), expected: &str, times: &[(u32, usize)]| {
            let folder = tempfile::tempdir().unwrap();
            let error = fetched(address, &plan(folder.path(), Algorithm::Sha1))
                .await
                .unwrap_err();
            assert!(error.contains(expected), "{error}\nis not\n{expected}");
            for (range, times) in times {
                let found = firsts(&asked).iter().filter(|asked| *asked == range).count();
                assert_eq!(found, *times, "range {range}");
            }
        };
    let times = [(0, 1), (1, 2), (2, 3), (3, 1), (5, 3)];
    check(
        start(busy).await,
        "/range/00005`: answered 500 Internal Server Error, 3 times",
        &times,
    )
    .await;
    check(
        start(wrong(html)).await,
        "/range/00000`, line 1: this is no row",
        &[(0, 1)],
    )
    .await;
    check(
        start(wrong(unsorted)).await,
        "/range/00000`, line 2: the hashes are not in order",
        &[],
    )
    .await;
    check(
        start(wrong("00000000000000000000000000000000002:-1")).await,
        "the count is no whole number",
        &[],
    )
    .await;
    let br = |_: &str, _: &str, _: usize| Said::ok("x").with("content-encoding", "br");
    check(start(br).await, "answered in the encoding `br`", &[]).await;
    let bomb = |_: &str, _: &str, _: usize| Said::ok([0xff; 30]).with("content-encoding", "gzip");
    check(start(bomb).await, "is no gzip file of at most 16 MiB", &[]).await;
    let nobody = "127.0.0.1:9".parse().unwrap();
    check((nobody, Asked::default()), "cannot be reached, 3 times", &[]).await;
}

/// The file in which fetched ranges wait, as if all but the last few had been fetched.
fn prefilled(url: &reqwest::Url, plan: &Plan, before: u64, body: impl Fn(u32) -> (u8, String), next: u32) {
    let mut bytes = format!(
        "safeconduct fetched ranges 1\n{url} {} {before}\n",
        plan.algorithm.name()
    )
    .into_bytes();
    for range in 0..next {
        let (kind, text) = body(range);
        let version = if range % 2 == 0 {
            String::new()
        } else {
            format!("W/\"{range}\"")
        };
        let mut record = vec![u8::try_from(version.len()).unwrap()];
        record.extend(version.bytes());
        record.push(kind);
        record.extend(u32::try_from(text.len()).unwrap().to_le_bytes());
        record.extend(text.bytes());
        let mut sum = crc32fast::Hasher::new();
        sum.update(&record);
        sum.update(&range.to_le_bytes());
        record.extend(sum.finalize().to_le_bytes());
        bytes.extend(record);
    }
    std::fs::write(plan.fetched(), bytes).unwrap();
}

fn check(folder: &Path, changed: Option<u64>) {
    let ranges = Corpus::open(&folder.join("ranges")).unwrap();
    let corpus = Corpus::open(&folder.join("corpus")).unwrap();
    ranges.verify().unwrap();
    corpus.verify().unwrap();
    for (password, count) in passwords() {
        assert_eq!(corpus.look_up(&password), Ok(Seen::Listed));
        assert_eq!(ranges.look_up(&password), Ok(Seen::Times(count)));
    }
    let more = 10 + u64::from(changed.is_some());
    assert_eq!(corpus.count(), passwords().len() as u64 + more);
    assert_eq!(ranges.count(), corpus.count());
}

#[tokio::test]
async fn what_is_whole_becomes_a_corpus_and_the_next_import_fetches_only_what_changed() {
    let folder = tempfile::tempdir().unwrap();
    let first = plan(folder.path(), Algorithm::Sha1);
    let texts: BTreeMap<u32, String> = ranges(Algorithm::Sha1);
    assert!(
        texts.keys().all(|range| *range < RANGES - 10),
        "the last ranges are this test's own"
    );
    let own = texts.clone();
    let (address, asked) = start(move |path: &str, head: &str, _: usize| {
        let range = range_of(path);
        assert!(head.contains("user-agent: safeconduct/"), "{head}");
        if head.contains(&format!("if-none-match: \"{range}\"")) && range != RANGES - 3 {
            return Said::status(304);
        }
        let changed = head.contains("if-none-match");
        let body = if changed {
            format!("{}\r\n{}", row(1), row(9))
        } else {
            row(1)
        };
        Said::ok(own.get(&range).cloned().unwrap_or(body)).with("etag", format!("\"{range}\""))
    })
    .await;
    let url = source(address);
    let text = |range: u32| (0, texts.get(&range).cloned().unwrap_or_default());
    prefilled(&url, &first, 0, text, RANGES - 10);
    let progress = fetched(address, &first).await.unwrap();
    assert_eq!(progress.len(), 10);
    assert_eq!(progress.last().unwrap().done, u64::from(RANGES));
    let done = import(&Source::Api(url.clone()), &first, &mut |_| {}).unwrap();
    assert_eq!(done.empty, RANGES - 10 - u32::try_from(texts.len()).unwrap());
    assert_eq!(done.checksum.as_ref().map(String::len), Some(64));
    assert!(!first.fetched().exists(), "what was fetched is in the corpus now");
    check(folder.path(), None);

    // The next import: the file says which corpus it continues.
    asked.lock().clear();
    let second = Plan {
        built_at: first.built_at + 1,
        ..first.clone()
    };
    prefilled(&url, &second, first.built_at, |_| (2, String::new()), RANGES - 10);
    fetched(address, &second).await.unwrap();
    assert_eq!(asked.lock().len(), 10);
    assert!(
        asked
            .lock()
            .iter()
            .all(|(_, head)| head.contains("if-none-match"))
    );
    import(&Source::Api(url), &second, &mut |_| {}).unwrap();
    check(folder.path(), Some(1));
}
