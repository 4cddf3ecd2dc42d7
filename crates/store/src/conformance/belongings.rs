//! What an account has besides its state moves with its commits, and goes with its erasure.

use std::sync::Arc;

use super::draft::{Draft, account, bearer, moment};
use crate::{Ask, Bearer, CommitError, Credential, Purpose, Store};

super::group!("belongings":
    a_keychain_is_kept_until_a_commit_replaces_it,
    a_name_finds_one_account,
    what_is_refused_changes_nothing,
    a_name_changes_hands_once_it_is_given_up,
    bearers_are_found_by_hash_and_listed_newest_first,
    of_several_ends_the_earliest_holds,
    a_hash_or_id_is_taken_once,
    being_seen_is_noted_forwards,
    what_expired_is_forgotten,
    an_erasure_takes_everything_along,
    of_many_who_claim_a_name_one_gets_it,
);

async fn keychain(store: &Arc<dyn Store>, name: &str) -> Option<Vec<u8>> {
    let ask = Ask {
        account: account(name),
        key: None,
        network: None,
        keychain: true,
    };
    store.facts(ask).await.expect("facts").keychain
}

async fn a_keychain_is_kept_until_a_commit_replaces_it(store: Arc<dyn Store>) {
    assert_eq!(keychain(&store, "ann").await, None);
    Draft::of("ann", 0).on(&store).await;
    assert_eq!(keychain(&store, "ann").await, None);
    Draft::of("ann", 1).keychain(b"first").on(&store).await;
    Draft::of("ann", 2).on(&store).await;
    assert_eq!(keychain(&store, "ann").await.as_deref(), Some(&b"first"[..]));
    Draft::of("ann", 3).keychain(b"second").on(&store).await;
    Draft::of("bob", 0).keychain(b"of bob").on(&store).await;
    assert_eq!(keychain(&store, "ann").await.as_deref(), Some(&b"second"[..]));
    let unasked = Ask {
        account: account("ann"),
        key: None,
        network: None,
        keychain: false,
    };
    assert_eq!(store.facts(unasked).await.expect("facts").keychain, None);
}

async fn a_name_finds_one_account(store: Arc<dyn Store>) {
    assert_eq!(store.named([1; 32]).await, Ok(None));
    Draft::of("ann", 0).claim(1).claim(2).on(&store).await;
    assert_eq!(store.named([1; 32]).await, Ok(Some(account("ann"))));
    assert_eq!(store.named([2; 32]).await, Ok(Some(account("ann"))));
    assert_eq!(
        Draft::of("bob", 0).claim(2).try_on(&store).await,
        Err(CommitError::Taken)
    );
    assert_eq!(
        Draft::of("ann", 1).claim(1).on(&store).await.version,
        2,
        "one's own name may be claimed again"
    );
}

async fn what_is_refused_changes_nothing(store: Arc<dyn Store>) {
    Draft::of("ann", 0).claim(1).on(&store).await;
    let refused = Draft::of("bob", 0)
        .entry("never")
        .tally("p", 1, 0, 1)
        .keychain(b"never")
        .claim(2)
        .issue("never", 3)
        .claim(1);
    assert_eq!(refused.try_on(&store).await, Err(CommitError::Taken));
    assert_eq!(store.account(&account("bob")).await, Ok(None));
    assert_eq!(keychain(&store, "bob").await, None);
    assert_eq!(store.named([2; 32]).await, Ok(None));
    assert_eq!(store.bearer([3; 32]).await, Ok(None));
    assert_eq!(store.tallies(0, 9).await, Ok(Vec::new()));
    assert_eq!(
        Draft::of("ann", 0).claim(2).try_on(&store).await,
        Err(CommitError::Conflict),
        "an outdated version is told before a taken name"
    );
}

async fn a_name_changes_hands_once_it_is_given_up(store: Arc<dyn Store>) {
    Draft::of("ann", 0).claim(1).on(&store).await;
    Draft::of("bob", 0).release(1).on(&store).await;
    assert_eq!(
        store.named([1; 32]).await,
        Ok(Some(account("ann"))),
        "nobody gives up another's name"
    );
    Draft::of("ann", 1).release(1).claim(2).on(&store).await;
    assert_eq!(store.named([1; 32]).await, Ok(None));
    Draft::of("bob", 1).claim(1).on(&store).await;
    assert_eq!(store.named([1; 32]).await, Ok(Some(account("bob"))));
}

async fn bearers_are_found_by_hash_and_listed_newest_first(store: Arc<dyn Store>) {
    Draft::of("ann", 0)
        .issue("a", 1)
        .issue("c", 3)
        .issue("b", 2)
        .on(&store)
        .await;
    Draft::of("bob", 0).issue("a", 4).on(&store).await;
    assert_eq!(
        store.bearers(&account("ann")).await,
        Ok(vec![
            bearer("ann", "c", 3),
            bearer("ann", "b", 2),
            bearer("ann", "a", 1)
        ])
    );
    assert_eq!(store.bearer([4; 32]).await, Ok(Some(bearer("bob", "a", 4))));
    assert_eq!(store.bearer([5; 32]).await, Ok(None));
}

async fn of_several_ends_the_earliest_holds(store: Arc<dyn Store>) {
    Draft::of("ann", 0).issue("a", 1).issue("b", 2).on(&store).await;
    Draft::of("bob", 0).end("a", 9).on(&store).await;
    Draft::of("ann", 1)
        .end("a", 20)
        .end("unknown", 20)
        .on(&store)
        .await;
    Draft::of("ann", 2).end("a", 30).on(&store).await;
    let ended = Bearer {
        ended_at: Some(moment(20)),
        ..bearer("ann", "a", 1)
    };
    assert!(
        ended.is_live(moment(19)) && !ended.is_live(moment(20)) && bearer("ann", "b", 2).is_live(moment(21))
    );
    assert_eq!(store.bearer([1; 32]).await, Ok(Some(ended)));
    assert_eq!(store.bearer([2; 32]).await, Ok(Some(bearer("ann", "b", 2))));
}

async fn a_hash_or_id_is_taken_once(store: Arc<dyn Store>) {
    Draft::of("ann", 0).issue("a", 1).on(&store).await;
    for clash in [
        Draft::of("ann", 1).issue("a", 2),
        Draft::of("ann", 1).issue("b", 1),
        Draft::of("bob", 0).issue("a", 1),
    ] {
        assert_eq!(clash.try_on(&store).await, Err(CommitError::Conflict));
    }
    assert_eq!(store.bearer([2; 32]).await, Ok(None));
}

async fn being_seen_is_noted_forwards(store: Arc<dyn Store>) {
    Draft::of("ann", 0).issue("a", 1).on(&store).await;
    for (noted, expected) in [(10, 10), (30, 30), (20, 30)] {
        let seen = vec![([1; 32], moment(noted)), ([9; 32], moment(noted))];
        assert_eq!(store.note_seen(seen).await, Ok(()));
        let held = store.bearer([1; 32]).await.expect("an answer").expect("a bearer");
        assert_eq!(held.seen_at, Some(moment(expected)));
    }
}

async fn what_expired_is_forgotten(store: Arc<dyn Store>) {
    Draft::of("ann", 0).issue("a", 1).issue("b", 50).on(&store).await;
    for (id, purpose) in [("code", Purpose::Code), ("key", Purpose::Platform)] {
        let credential = Credential {
            id: id.to_owned(),
            purpose,
            hash: [7; 32],
            body: Vec::new(),
            made_at: moment(0),
            expires_at: moment(100),
            ended_at: None,
        };
        store.add_credential(credential).await.expect("a new credential");
    }
    assert_eq!(store.forget_expired(moment(100)).await, Ok(0));
    assert_eq!(
        store.forget_expired(moment(102)).await,
        Ok(2),
        "one token and one code"
    );
    assert_eq!(
        store.bearers(&account("ann")).await,
        Ok(vec![bearer("ann", "b", 50)])
    );
    let keys = store.credentials(Purpose::Platform).await.expect("credentials");
    assert_eq!(keys.len(), 1, "platforms' keys stay listed");
}

async fn an_erasure_takes_everything_along(store: Arc<dyn Store>) {
    let draft = Draft::of("ann", 0).entry("ann");
    draft.keychain(b"secret").claim(1).issue("a", 1).on(&store).await;
    Draft::of("bob", 0)
        .keychain(b"of bob")
        .claim(2)
        .issue("a", 2)
        .on(&store)
        .await;
    let farewell = Draft::of("clerk", 0).entry("farewell").done();
    store
        .erase(&account("ann"), 1, farewell)
        .await
        .expect("an erasure");
    assert_eq!(keychain(&store, "ann").await, None);
    assert_eq!(store.named([1; 32]).await, Ok(None));
    assert_eq!(store.bearers(&account("ann")).await, Ok(Vec::new()));
    assert_eq!(store.bearer([1; 32]).await, Ok(None));
    assert_eq!(keychain(&store, "bob").await.as_deref(), Some(&b"of bob"[..]));
    assert_eq!(store.named([2; 32]).await, Ok(Some(account("bob"))));
    Draft::of("eve", 0).claim(1).on(&store).await;
    Draft::of("ann", 0).on(&store).await;
    assert_eq!(
        keychain(&store, "ann").await,
        None,
        "who begins anew has nothing of before"
    );
}

async fn of_many_who_claim_a_name_one_gets_it(store: Arc<dyn Store>) {
    for round in 0..10_u8 {
        let racers: Vec<_> = (0..16)
            .map(|number| {
                let store = Arc::clone(&store);
                tokio::spawn(async move {
                    let who = format!("racer {round} {number}");
                    Draft::of(&who, 0).claim(round).try_on(&store).await
                })
            })
            .collect();
        let mut winners = 0;
        for racer in racers {
            match racer.await.expect("a racer that ends") {
                Ok(_) => winners += 1,
                Err(error) => assert_eq!(error, CommitError::Taken),
            }
        }
        assert_eq!(winners, 1, "round {round}");
    }
}
