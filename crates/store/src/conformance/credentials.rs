//! Credentials: found by their hash while they live, and ended exactly once.

use std::sync::Arc;

use super::draft::moment;
use crate::{CommitError, Credential, Purpose, Store};

super::group!("credentials":
    credentials_are_listed_newest_first,
    an_id_is_taken_once,
    ending_tells_which_it_was,
    what_expired_or_ended_is_not_handed_out,
    a_hash_opens_only_its_purpose,
    of_many_racers_one_gets_it,
);

fn credential(id: &str, purpose: Purpose, hash: u8, made_at: i64) -> Credential {
    Credential {
        id: id.to_owned(),
        purpose,
        hash: [hash; 32],
        body: format!("{{\"name\":\"{id}\"}}").into_bytes(),
        made_at: moment(made_at),
        expires_at: moment(made_at + 100),
        ended_at: None,
    }
}

async fn add(store: &Arc<dyn Store>, credential: &Credential) {
    store
        .add_credential(credential.clone())
        .await
        .expect("a new credential");
}

async fn credentials_are_listed_newest_first(store: Arc<dyn Store>) {
    let old = credential("old", Purpose::Platform, 1, 10);
    let new = credential("new", Purpose::Platform, 2, 30);
    let (twin_a, twin_b) = (
        credential("twin a", Purpose::Platform, 3, 20),
        credential("twin b", Purpose::Platform, 4, 20),
    );
    for each in [
        &old,
        &new,
        &twin_a,
        &twin_b,
        &credential("link", Purpose::Link, 5, 40),
    ] {
        add(&store, each).await;
    }
    assert_eq!(
        store.credentials(Purpose::Platform).await,
        Ok(vec![new, twin_b, twin_a, old])
    );
    assert_eq!(store.credentials(Purpose::Console).await, Ok(Vec::new()));
}

async fn an_id_is_taken_once(store: Arc<dyn Store>) {
    let first = credential("id", Purpose::Platform, 1, 10);
    add(&store, &first).await;
    for again in [first.clone(), credential("id", Purpose::Link, 2, 20)] {
        assert_eq!(store.add_credential(again).await, Err(CommitError::Conflict));
    }
    assert_eq!(
        store.credentials(Purpose::Platform).await,
        Ok(vec![first.clone()])
    );
    assert_eq!(store.credentials(Purpose::Link).await, Ok(Vec::new()));
    assert_eq!(
        store
            .end_credential(Purpose::Platform, first.hash, moment(11))
            .await
            .map(|got| got.is_some()),
        Ok(true)
    );
    assert_eq!(
        store.add_credential(first).await,
        Err(CommitError::Conflict),
        "an ended id is taken too"
    );
}

async fn ending_tells_which_it_was(store: Arc<dyn Store>) {
    let link = credential("link", Purpose::Link, 1, 10);
    add(&store, &link).await;
    add(&store, &credential("other", Purpose::Link, 2, 10)).await;
    let ended = Credential {
        ended_at: Some(moment(50)),
        ..link.clone()
    };
    assert_eq!(
        store.end_credential(Purpose::Link, link.hash, moment(50)).await,
        Ok(Some(ended.clone()))
    );
    assert_eq!(
        store.end_credential(Purpose::Link, link.hash, moment(51)).await,
        Ok(None)
    );
    let listed = store.credentials(Purpose::Link).await.expect("credentials");
    assert!(
        listed.contains(&ended) && listed.len() == 2,
        "an ended credential stays listed: {listed:?}"
    );
}

async fn what_expired_or_ended_is_not_handed_out(store: Arc<dyn Store>) {
    let link = credential("link", Purpose::Link, 1, 10);
    add(&store, &link).await;
    let at_birth_ended = Credential {
        ended_at: Some(moment(11)),
        ..credential("ended", Purpose::Link, 2, 10)
    };
    add(&store, &at_birth_ended).await;
    let end = async |hash: u8, now: i64| {
        let ended = store
            .end_credential(Purpose::Link, [hash; 32], moment(now))
            .await
            .expect("an answer");
        ended.map(|credential| credential.id)
    };
    assert_eq!(end(1, 111).await, None, "long expired");
    assert_eq!(end(1, 110).await, None, "expired at this very moment");
    assert_eq!(end(2, 12).await, None, "ended");
    assert_eq!(end(3, 12).await, None, "unknown");
    let listed = store.credentials(Purpose::Link).await.expect("credentials");
    assert!(listed.contains(&link), "what expired unspent was not ended");
    assert_eq!(end(1, 109).await.as_deref(), Some("link"), "the last moment");
}

async fn a_hash_opens_only_its_purpose(store: Arc<dyn Store>) {
    add(&store, &credential("link", Purpose::Link, 1, 10)).await;
    add(&store, &credential("console", Purpose::Console, 1, 10)).await;
    assert_eq!(
        store.end_credential(Purpose::Platform, [1; 32], moment(11)).await,
        Ok(None)
    );
    let ended = store
        .end_credential(Purpose::Console, [1; 32], moment(11))
        .await
        .expect("an answer");
    assert_eq!(ended.map(|credential| credential.id).as_deref(), Some("console"));
    let ended = store
        .end_credential(Purpose::Link, [1; 32], moment(11))
        .await
        .expect("an answer");
    assert_eq!(ended.map(|credential| credential.id).as_deref(), Some("link"));
}

async fn of_many_racers_one_gets_it(store: Arc<dyn Store>) {
    for round in 0..10 {
        add(
            &store,
            &credential(&format!("link {round}"), Purpose::Link, round, 10),
        )
        .await;
        let racers: Vec<_> = (0..16)
            .map(|_| {
                let store = Arc::clone(&store);
                tokio::spawn(
                    async move { store.end_credential(Purpose::Link, [round; 32], moment(20)).await },
                )
            })
            .collect();
        let mut winners = 0;
        for racer in racers {
            let got = racer.await.expect("a racer that ends").expect("an answer");
            winners += usize::from(got.is_some());
        }
        assert_eq!(winners, 1, "round {round}");
    }
}
