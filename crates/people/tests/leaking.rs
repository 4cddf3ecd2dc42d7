//! A leaked token ends in the commit that records the leak, once; its owner is told what happened, and nobody else
//! learns anything.

#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod house;

use std::sync::Arc;

use hosted::LeakedToken;
use hosted::mail::Message;
use house::{House, Person, laptop};
use people::{Find, NewToken, TokenDigest};
use vocabulary::{AccountId, Event, LeakSource, Mark, Span};

/// Ada with one token.
async fn ada(house: &House) -> (Person, String, String) {
    let mut ada = Person::with_passkey(house, "ada@example.org").await;
    house.pass(Span::from_days(3));
    ada.freshen(house).await;
    let wanted = NewToken {
        name: "deploy".to_owned(),
        scopes: vec!["read".to_owned()],
        life: None,
        bound_to: None,
        service: false,
    };
    let made = house
        .people
        .make_token(&ada.account, wanted, None, &laptop())
        .await;
    let made = made.unwrap().unwrap();
    house.letters();
    (ada, made.token.expose().to_owned(), made.listed.id)
}

fn find(house: &House, token: TokenDigest, source: LeakSource, found: &str) -> Find {
    Find {
        token,
        source,
        found: found.to_owned(),
        since: None,
        received_at: house.now(),
        mark: Mark::Real,
    }
}

async fn uses(house: &House, account: &AccountId, token: &str, ip: &str, agent: &str) {
    let key = format!("use-{}-{ip}-{agent}", house.now().as_millis());
    let json = format!(
        r#"{{"key":"{key}","kind":"token.used","account":"{account}","at":"{}",
            "from":{{"ip":"{ip}","agent":"{agent}"}},"fields":{{"token_id":"{token}","doing":"list-invoices"}}}}"#,
        house.now()
    );
    let event: Event = serde_json::from_str(&json).unwrap();
    house.engine.enforce(event, engine::Mode::Ask).await.unwrap();
}

fn leaked_of(house: &House) -> Vec<LeakedToken> {
    let letters = house.letters().into_iter();
    letters
        .map(|letter| match letter.message {
            Message::TokenLeaked { leaked, .. } => leaked,
            other => panic!("{other:?}"),
        })
        .collect()
}

#[tokio::test]
async fn a_leaked_token_is_dead_at_once_and_its_owner_is_told_once() {
    let house = House::new();
    let (ada, token, id) = ada(&house).await;
    uses(&house, &ada.account, &id, "192.0.2.1", "python-requests/2.32").await;
    house.pass(Span::from_minutes(5));
    let since = house.now();
    house.pass(Span::from_minutes(5));
    uses(&house, &ada.account, &id, "192.0.2.1", "python-requests/2.32").await;
    let name = house.people.name_of_token(&token).unwrap();
    let mut found = find(&house, name, LeakSource::Push, "acme/shop, deploy.sh, line 3");
    found.since = Some(since);
    let ended = house.people.end_leaked(&found).await.unwrap().unwrap();
    assert_eq!(
        (ended.was_live, ended.refused_after, ended.is_misused),
        (true, Some(Span::ZERO), false)
    );
    assert!(house.people.introspect(&token).await.unwrap().is_none());
    let told = leaked_of(&house);
    assert_eq!(told.len(), 1);
    let told = &told[0];
    assert_eq!(
        (told.name.as_str(), told.found.as_deref(), told.since, told.is_odd),
        ("deploy", Some("acme/shop, deploy.sh, line 3"), Some(since), false)
    );
    assert_eq!(
        (told.uses.len(), told.uses[0].count),
        (1, 1),
        "only what came since"
    );
    assert_eq!(told.uses[0].doing, ["list-invoices"]);
    assert!(token.ends_with(&told.last_four));

    // The same again, somewhere else, and named by its hash: recorded, and nobody is told again.
    for (source, place) in [
        (LeakSource::Push, "acme/shop, deploy.sh, line 3"),
        (LeakSource::Scan, "a laptop"),
        (LeakSource::Hash, ""),
        (LeakSource::Hash, "other words"),
    ] {
        let again = find(&house, name, source, place);
        let again = house.people.end_leaked(&again).await.unwrap().unwrap();
        assert!(!again.was_live && again.refused_after.is_none());
    }
    assert!(house.letters().is_empty());
    assert_eq!(house.count_of(&ada.account, "token.leaked").await, 3);
    assert_eq!(house.count_of(&ada.account, "token.revoked").await, 1);
    assert_eq!(house.count_of(&ada.account, "token.refused").await, 1);
    assert_eq!(house.count_of(&ada.account, "incident.opened").await, 0);
    let figures = house.engine.leaks(1).await.unwrap();
    assert_eq!((figures.ended, figures.refused()), (1, 1));
    let listed = house.people.leaked_tokens(&ada.account, since).await.unwrap();
    assert_eq!((listed.len(), listed[0].1.refused_after), (1, Some(Span::ZERO)));
}

#[tokio::test]
async fn use_from_elsewhere_since_opens_an_incident_and_keeps_nobody_out() {
    let house = House::new();
    let (mut ada, token, id) = ada(&house).await;
    uses(&house, &ada.account, &id, "192.0.2.1", "python-requests/2.32").await;
    house.pass(Span::from_days(2));
    let since = house.now();
    house.pass(Span::from_minutes(5));
    uses(&house, &ada.account, &id, "203.0.113.9", "curl/8.5.0").await;
    house.pass(Span::from_minutes(5));
    let name = house.people.name_of_token(&token).unwrap();
    let mut found = find(&house, name, LeakSource::Scan, "a public repository");
    found.since = Some(since);
    let ended = house.people.end_leaked(&found).await.unwrap().unwrap();
    assert!(ended.is_misused && ended.was_live);
    let told = leaked_of(&house);
    assert!(told[0].is_odd);
    assert_eq!(told[0].uses[0].place.as_deref(), Some("203.0.113.0/24"));
    let facts = house.engine.see(&ada.account).await.unwrap().state.facts;
    let incident = facts.trouble.incident().unwrap();
    assert_eq!(incident.because.name(), "leaked-token");
    assert_eq!(incident.began_at, since + Span::from_minutes(5));
    ada.sign_in(&house, &laptop()).await.unwrap();
}

#[tokio::test]
async fn what_is_no_token_of_ours_changes_nothing() {
    let house = House::new();
    let (ada, token, _) = ada(&house).await;
    let people = &house.people;
    // Well-formed, with a right checksum, and never given out.
    let prefix = people.settings().token_prefix.clone();
    let instance = house.engine.instance();
    let make = |instance: &str, byte: u8| {
        exposure::token::Token::make(
            &prefix,
            exposure::token::Kind::PERSONAL,
            exposure::token::InstanceId::new(instance).unwrap(),
            &[byte; 64],
        )
        .unwrap()
        .expose()
        .to_owned()
    };
    let unknown = people.name_of_token(&make(&instance, 9)).unwrap();
    let before = house.story_of(&ada.account).await;
    for source in LeakSource::ALL {
        let found = find(&house, unknown, source, "somewhere");
        assert_eq!(people.end_leaked(&found).await.unwrap(), None);
    }
    assert!(
        people.name_of_token(&make("zzzzzz", 9)).is_none(),
        "another installation's"
    );
    assert!(people.name_of_token(&token[1..]).is_none());
    let text = format!("x {} {token} {}", make("zzzzzz", 9), &token[..20]);
    assert_eq!(
        people.names_of_tokens_in(&text, 10),
        [people.name_of_token(&token).unwrap()]
    );
    // A session's secret is no token, whatever hash it is named by.
    assert_eq!(house.story_of(&ada.account).await, before);
    assert!(people.introspect(&token).await.unwrap().is_some());
}

#[tokio::test]
async fn where_it_was_found_never_holds_the_token() {
    let house = House::new();
    let (ada, token, _) = ada(&house).await;
    let name = house.people.name_of_token(&token).unwrap();
    let place = format!("https://code.example/search?q={token}&x={token}");
    let found = find(&house, name, LeakSource::SecretScanning, &place);
    house.people.end_leaked(&found).await.unwrap().unwrap();
    let told = leaked_of(&house);
    let expected = format!(
        "https://code.example/search?q=(token …{0})&x=(token …{0})",
        &told[0].last_four
    );
    assert_eq!(told[0].found.as_deref(), Some(expected.as_str()));
    for entry in house.engine.timeline(&ada.account, None, 50).await.unwrap() {
        let text = serde_json::to_string(&entry.record.unwrap()).unwrap();
        assert!(!text.contains(&token));
    }
}

#[tokio::test]
async fn one_that_is_over_already_is_recorded_and_not_told() {
    let house = House::new();
    let (ada, token, id) = ada(&house).await;
    let people = &house.people;
    people
        .revoke_token(&ada.account, &id, "owner", None)
        .await
        .unwrap()
        .unwrap();
    house.letters();
    let name = people.name_of_token(&token).unwrap();
    for place in 0..50 {
        let found = find(&house, name, LeakSource::Scan, &format!("file {place}"));
        let ended = people.end_leaked(&found).await.unwrap().unwrap();
        assert!(!ended.was_live);
    }
    assert!(house.letters().is_empty());
    assert_eq!(
        house.count_of(&ada.account, "token.leaked").await,
        32,
        "whoever plants a dead token everywhere does not fill the log"
    );
    assert_eq!(house.count_of(&ada.account, "token.revoked").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn handed_in_by_many_at_once_it_ends_once_and_is_told_once() {
    let house = Arc::new(House::new());
    let (ada, token, _) = ada(&house).await;
    let name = house.people.name_of_token(&token).unwrap();
    let mut all = Vec::new();
    for number in 0..20 {
        let house = Arc::clone(&house);
        all.push(tokio::spawn(async move {
            let found = find(&house, name, LeakSource::Scan, &format!("place {}", number % 10));
            house.people.end_leaked(&found).await.unwrap().unwrap().was_live
        }));
    }
    let mut live = 0;
    for one in all {
        live += usize::from(one.await.unwrap());
    }
    assert_eq!(live, 1);
    assert_eq!(leaked_of(&house).len(), 1);
    assert_eq!(house.count_of(&ada.account, "token.revoked").await, 1);
    assert_eq!(house.count_of(&ada.account, "token.leaked").await, 10);
}

#[tokio::test]
async fn a_drill_is_never_counted_as_real() {
    let house = House::new();
    // A planted token is a drill however it is found.
    let planted = house.people.plant_token().await.unwrap();
    let id = &planted.listed.id;
    let after = || house.people.planted_token_refused_after(id);
    assert_eq!(after().await.unwrap(), None);
    let found = find(&house, planted.token.digest(), LeakSource::Push, "a repository");
    let ended = house.people.end_leaked(&found).await.unwrap().unwrap();
    assert!(ended.was_live);
    assert_eq!(after().await.unwrap(), Some(Span::ZERO));
    let entries = house.engine.timeline(&ended.account, None, 50).await.unwrap();
    assert!(
        entries
            .iter()
            .all(|entry| entry.record.as_ref().unwrap().event.mark == Mark::Drill)
    );
    assert_eq!(
        house.engine.leaks(1).await.unwrap(),
        engine::LeakFigures::default()
    );
    let (_, token, _) = ada(&house).await;
    let name = house.people.name_of_token(&token).unwrap();
    let mut found = find(&house, name, LeakSource::Scan, "a drill");
    found.mark = Mark::Drill;
    let ended = house.people.end_leaked(&found).await.unwrap().unwrap();
    assert!(ended.was_live && house.people.introspect(&token).await.unwrap().is_none());
    assert_eq!(
        house.engine.leaks(1).await.unwrap(),
        engine::LeakFigures::default()
    );
}
