//! Lists of accounts: by the beginning of their ids, by attention, by deadline.

use std::sync::Arc;

use vocabulary::{AccountId, Moment};

use super::draft::{Draft, account, moment};
use crate::Store;

super::group!("accounts":
    ids_are_found_by_their_beginning,
    pages_of_accounts_follow_each_other,
    a_page_after_an_id_outside_the_prefix_begins_at_the_prefix,
    attention_lists_the_newest_first,
    pages_of_attention_split_equal_moments,
    due_lists_the_most_overdue_first,
    the_last_commit_says_when_to_wake,
);

async fn found(store: &Arc<dyn Store>, prefix: &str, after: Option<&str>, limit: u32) -> Vec<String> {
    let after = after.map(account);
    let rows = store
        .accounts(prefix, after.as_ref(), limit)
        .await
        .expect("accounts");
    rows.into_iter().map(|(id, _)| id.to_string()).collect()
}

async fn ids_are_found_by_their_beginning(store: Arc<dyn Store>) {
    // Characters that mean something to LIKE, GLOB or a collation mean nothing here, and order is by bytes.
    let ids = [
        "a",
        "A",
        "a%b",
        "a_b",
        "axb",
        "a*",
        "a?",
        "a[b]",
        "a\\",
        "a'",
        "é",
        "éa",
        "e\u{301}",
        "z",
        "日本",
        "日曜",
        "\u{10ffff}",
        "\u{10ffff}z",
        "\u{d7ff}1",
        "\u{e000}1",
    ];
    for id in ids {
        Draft::of(id, 0).on(&store).await;
    }
    for prefix in [
        "",
        "a",
        "A",
        "a%",
        "a_",
        "a*",
        "a?",
        "a[",
        "a\\",
        "a'",
        "é",
        "e",
        "日",
        "日本",
        "\u{10ffff}",
        "\u{d7ff}",
        "x",
        "a%b!",
    ] {
        let mut expected: Vec<&str> = ids.into_iter().filter(|id| id.starts_with(prefix)).collect();
        expected.sort_unstable();
        assert_eq!(
            found(&store, prefix, None, 100).await,
            expected,
            "beginning with {prefix:?}"
        );
    }
    let (id, row) = store.accounts("日本", None, 1).await.expect("accounts").remove(0);
    assert_eq!(
        (id, row.version, row.state),
        (account("日本"), 1, "state 1 of 日本".as_bytes().to_vec())
    );
}

async fn pages_of_accounts_follow_each_other(store: Arc<dyn Store>) {
    let ids: Vec<String> = (0..25).map(|number| format!("user-{number:02}")).collect();
    for id in ids.iter().rev() {
        Draft::of(id, 0).on(&store).await;
    }
    Draft::of("user", 0).on(&store).await;
    Draft::of("usher", 0).on(&store).await;
    for limit in [1, 4, 25, 26] {
        let mut seen: Vec<String> = Vec::new();
        loop {
            let page = found(&store, "user-", seen.last().map(String::as_str), limit).await;
            assert!(page.len() <= limit as usize);
            if page.is_empty() {
                break;
            }
            seen.extend(page);
            assert!(
                seen.len() <= ids.len(),
                "pages of {limit} repeat themselves: {seen:?}"
            );
        }
        assert_eq!(seen, ids, "pages of {limit}");
    }
    assert!(found(&store, "user-", None, 0).await.is_empty());
}

async fn a_page_after_an_id_outside_the_prefix_begins_at_the_prefix(store: Arc<dyn Store>) {
    for id in ["a1", "b1", "b2", "c1"] {
        Draft::of(id, 0).on(&store).await;
    }
    assert_eq!(found(&store, "b", Some("a9"), 10).await, ["b1", "b2"]);
    assert_eq!(found(&store, "b", Some("b1"), 10).await, ["b2"]);
    assert_eq!(
        found(&store, "b", Some("b11"), 10).await,
        ["b2"],
        "an id that does not exist is a place too"
    );
    assert!(found(&store, "b", Some("c"), 10).await.is_empty());
}

async fn attended(
    store: &Arc<dyn Store>,
    before: Option<(Moment, AccountId)>,
    limit: u32,
) -> Vec<(i64, String)> {
    let rows = store
        .attention(before, limit)
        .await
        .expect("accounts that need attention");
    rows.into_iter()
        .map(|(since, id, _)| (since.as_millis(), id.to_string()))
        .collect()
}

fn named(expected: &[(i64, &str)]) -> Vec<(i64, String)> {
    expected
        .iter()
        .map(|&(since, id)| (since, id.to_owned()))
        .collect()
}

async fn attention_lists_the_newest_first(store: Arc<dyn Store>) {
    Draft::of("ann", 0).attention(30).on(&store).await;
    Draft::of("bob", 0).attention(-5).on(&store).await;
    Draft::of("cid", 0).on(&store).await;
    Draft::of("dan", 0).attention(70).on(&store).await;
    assert_eq!(
        attended(&store, None, 10).await,
        named(&[(70, "dan"), (30, "ann"), (-5, "bob")])
    );
    assert_eq!(store.totals().await.map(|totals| totals.attention), Ok(3));

    // Each commit says anew whether a person is needed.
    Draft::of("dan", 1).on(&store).await;
    Draft::of("cid", 1).attention(10).on(&store).await;
    Draft::of("ann", 1).attention(5).on(&store).await;
    assert_eq!(
        attended(&store, None, 10).await,
        named(&[(10, "cid"), (5, "ann"), (-5, "bob")])
    );
    assert_eq!(attended(&store, None, 1).await, named(&[(10, "cid")]));
    assert_eq!(store.totals().await.map(|totals| totals.attention), Ok(3));
    let (_, _, row) = store.attention(None, 1).await.expect("a list").remove(0);
    assert_eq!((row.version, row.state), (2, b"state 2 of cid".to_vec()));
}

async fn pages_of_attention_split_equal_moments(store: Arc<dyn Store>) {
    for (id, since) in [("a", 1), ("b", 2), ("c", 2), ("d", 2), ("e", 3)] {
        Draft::of(id, 0).attention(since).on(&store).await;
    }
    // Among equals the greater id comes first, so that (moment, id) is one descending order.
    let expected = named(&[(3, "e"), (2, "d"), (2, "c"), (2, "b"), (1, "a")]);
    for limit in [1, 2, 3, 5, 6] {
        let mut seen: Vec<(i64, String)> = Vec::new();
        loop {
            let before = seen.last().map(|(since, id)| (moment(*since), account(id)));
            let page = attended(&store, before, limit).await;
            if page.is_empty() {
                break;
            }
            seen.extend(page);
            assert!(
                seen.len() <= expected.len(),
                "pages of {limit} repeat themselves: {seen:?}"
            );
        }
        assert_eq!(seen, expected, "pages of {limit}");
    }
}

async fn due(store: &Arc<dyn Store>, now: i64, limit: u32) -> Vec<String> {
    let ids = store
        .due(moment(now), limit)
        .await
        .expect("accounts that are due");
    ids.into_iter().map(|id| id.to_string()).collect()
}

async fn due_lists_the_most_overdue_first(store: Arc<dyn Store>) {
    for (id, wake_at) in [("ann", 30), ("bob", 10), ("cid", 20), ("dan", 20), ("eve", -40)] {
        Draft::of(id, 0).wake_at(wake_at).on(&store).await;
    }
    Draft::of("never", 0).on(&store).await;
    let check = async |now: i64, limit: u32, expected: &[&str]| {
        assert_eq!(due(&store, now, limit).await, expected, "{limit} at {now}");
    };
    check(-41, 10, &[]).await;
    check(-40, 10, &["eve"]).await;
    check(19, 10, &["eve", "bob"]).await;
    check(20, 10, &["eve", "bob", "cid", "dan"]).await;
    check(99, 10, &["eve", "bob", "cid", "dan", "ann"]).await;
    check(99, 3, &["eve", "bob", "cid"]).await;
    check(99, 0, &[]).await;
}

async fn the_last_commit_says_when_to_wake(store: Arc<dyn Store>) {
    Draft::of("ann", 0).wake_at(10).on(&store).await;
    Draft::of("bob", 0).wake_at(20).on(&store).await;
    Draft::of("ann", 1).wake_at(30).on(&store).await;
    assert_eq!(due(&store, 25, 10).await, ["bob"]);
    Draft::of("bob", 1).on(&store).await;
    assert!(due(&store, 25, 10).await.is_empty());
    // The same moment again leaves it in place.
    Draft::of("ann", 2).wake_at(30).on(&store).await;
    assert_eq!(due(&store, 30, 10).await, ["ann"]);
}
