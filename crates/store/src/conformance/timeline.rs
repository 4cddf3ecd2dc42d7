//! An account's own entries, newest first, and the log as a whole, oldest first.

use std::sync::Arc;

use super::draft::{Draft, account, labels, wrapped_key_of};
use crate::{Store, Topic};

super::group!("timeline":
    a_timeline_holds_only_its_account,
    pages_follow_each_other_without_gap_or_overlap,
    a_page_may_begin_between_the_accounts_entries,
    the_log_is_read_from_any_place,
    a_topic_is_found_across_accounts_until_they_are_erased,
);

/// Three accounts whose entries interleave: `ann` 0 3 6 …, `bob` 1 4 7 …, `cid` 2 5 8 ….
async fn interleaved(store: &Arc<dyn Store>) {
    for round in 0..10 {
        for name in ["ann", "bob", "cid"] {
            Draft::of(name, round)
                .entry(&format!("{name} {round}"))
                .on(store)
                .await;
        }
    }
}

async fn a_timeline_holds_only_its_account(store: Arc<dyn Store>) {
    interleaved(&store).await;
    let timeline = store
        .timeline(&account("bob"), None, 100)
        .await
        .expect("a timeline");
    let expected: Vec<String> = (0..10).rev().map(|round| format!("bob {round}")).collect();
    assert_eq!(labels(&timeline), expected);
    for entry in timeline {
        assert_eq!(entry.account, Some(account("bob")));
        assert_eq!(entry.wrapped_key, Some(wrapped_key_of("bob")));
        assert!(entry.sealed.is_some() && entry.index % 3 == 1);
    }
    assert_eq!(
        store.timeline(&account("nobody"), None, 100).await,
        Ok(Vec::new())
    );
}

async fn pages_follow_each_other_without_gap_or_overlap(store: Arc<dyn Store>) {
    interleaved(&store).await;
    for limit in [1, 2, 3, 7, 10, 11] {
        let (mut seen, mut before) = (Vec::new(), None);
        loop {
            let page = store
                .timeline(&account("cid"), before, limit)
                .await
                .expect("a page");
            assert!(page.len() <= limit as usize);
            let Some(last) = page.last() else { break };
            before = Some(last.index);
            seen.extend(page.iter().map(|entry| entry.index));
            assert!(seen.len() <= 10, "pages of {limit} repeat themselves: {seen:?}");
        }
        let expected: Vec<u64> = (0..10).rev().map(|round| round * 3 + 2).collect();
        assert_eq!(seen, expected, "pages of {limit}");
    }
    assert_eq!(store.timeline(&account("cid"), None, 0).await, Ok(Vec::new()));
}

async fn a_page_may_begin_between_the_accounts_entries(store: Arc<dyn Store>) {
    interleaved(&store).await;
    let check = async |before: u64, expected: &[&str]| {
        let page = store
            .timeline(&account("ann"), Some(before), 2)
            .await
            .expect("a page");
        assert_eq!(labels(&page), expected, "before {before}");
    };
    check(u64::MAX, &["ann 9", "ann 8"]).await;
    check(1_000, &["ann 9", "ann 8"]).await;
    check(27, &["ann 8", "ann 7"]).await;
    check(8, &["ann 2", "ann 1"]).await;
    check(7, &["ann 2", "ann 1"]).await;
    check(6, &["ann 1", "ann 0"]).await;
    check(1, &["ann 0"]).await;
    check(0, &[]).await;
}

async fn the_log_is_read_from_any_place(store: Arc<dyn Store>) {
    interleaved(&store).await;
    let check = async |from: u64, limit: u32, expected: std::ops::Range<u64>| {
        let page = store.entries(from, limit).await.expect("a page");
        assert!(
            page.iter().map(|entry| entry.index).eq(expected),
            "{limit} from {from}"
        );
    };
    check(0, 4, 0..4).await;
    check(28, 10, 28..30).await;
    check(30, 10, 0..0).await;
    check(u64::MAX, 10, 0..0).await;
    check(5, 0, 0..0).await;
}

async fn a_topic_is_found_across_accounts_until_they_are_erased(store: Arc<dyn Store>) {
    interleaved(&store).await;
    Draft::of("ann", 10).exposure("ann leaked").on(&store).await;
    Draft::of("bob", 10).entry("bob 10").on(&store).await;
    Draft::of("cid", 10).exposure("cid leaked").on(&store).await;
    Draft::of("ann", 11).exposure("ann again").on(&store).await;
    let check = async |before: Option<u64>, limit: u32, expected: &[&str]| {
        let found = store.on_topic(Topic::Exposure, before, limit).await;
        assert_eq!(
            labels(&found.expect("a page")),
            expected,
            "{limit} before {before:?}"
        );
    };
    check(None, 10, &["ann again", "cid leaked", "ann leaked"]).await;
    check(None, 1, &["ann again"]).await;
    check(Some(33), 10, &["cid leaked", "ann leaked"]).await;
    check(Some(30), 10, &[]).await;
    check(None, 0, &[]).await;
    let farewell = Draft::of("clerk", 0).entry("farewell").done();
    store
        .erase(&account("ann"), 12, farewell)
        .await
        .expect("an erasure");
    check(None, 10, &["cid leaked"]).await;
}
