//! "It was not me": everybody else is out, what was made since is revoked, an incident stands; and it is said once.

#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod house;

use hosted::What;
use house::{House, Person, laptop, link_of, phone, sign_in_with, thief, told};
use people::{Aim, NewToken};
use vocabulary::{AccountId, Span};

async fn make_token(house: &House, account: &AccountId) -> String {
    let wanted = NewToken {
        name: "backup".to_owned(),
        scopes: vec!["read".to_owned()],
        life: None,
        bound_to: None,
        service: false,
    };
    let made = house
        .people
        .make_token(account, wanted, None, &laptop())
        .await
        .unwrap()
        .unwrap();
    made.token.expose().to_owned()
}

async fn works(house: &House, token: &str) -> bool {
    house.people.introspect(token).await.unwrap().is_some()
}

/// Ada with a token, then somebody on a new device with a token of theirs; and the link that tells of it.
async fn story(house: &House) -> (Person, [String; 2], String, String) {
    let mut ada = Person::with_passkey(house, "ada@example.org").await;
    house.pass(Span::from_days(3));
    ada.freshen(house).await;
    let before = make_token(house, &ada.account).await;
    house.pass(Span::from_minutes(1));
    let other = sign_in_with(house, &phone(), &mut ada.browser, &Aim::default())
        .await
        .unwrap();
    let letters = house.letters();
    assert_eq!(
        told(&letters),
        [("ada@example.org".to_owned(), What::SignedInNew)]
    );
    let since = make_token(house, &ada.account).await;
    let link = link_of(&letters[0]).unwrap();
    (ada, [before, since], other.secret.to_string(), link)
}

#[tokio::test]
async fn the_link_ends_every_session_and_what_was_made_since() {
    let house = House::new();
    let (mut ada, [before, since], other, link) = story(&house).await;
    house.pass(Span::from_minutes(1));
    let seen = house.people.look_at_not_me(&link).await.unwrap().unwrap();
    assert_eq!(seen.tokens, 1);
    assert!(house.is_in(&other).await, "looking changes nothing");

    assert!(house.people.not_me(&thief(), &link).await.unwrap());
    assert!(!house.is_in(&other).await && !house.is_in(&ada.secret).await);
    assert!(works(&house, &before).await && !works(&house, &since).await);
    let facts = house.engine.see(&ada.account).await.unwrap().state.facts;
    assert!(facts.trouble.incident().is_some());
    assert_eq!(house.count_of(&ada.account, "incident.confirmed").await, 1);
    assert_eq!(
        told(&house.letters()),
        [("ada@example.org".to_owned(), What::Denied)]
    );

    // Whoever keeps the link cannot sign the owner out again with it.
    let entered = ada.sign_in(&house, &laptop()).await.unwrap();
    let third = make_token(&house, &ada.account).await;
    house.letters();
    assert!(house.people.not_me(&thief(), &link).await.unwrap());
    assert!(house.is_in(&entered.secret).await && works(&house, &third).await);
    assert!(house.letters().is_empty());
    assert_eq!(house.count_of(&ada.account, "owner.answered").await, 1);

    house.pass(Span::from_days(14));
    assert!(!house.people.not_me(&laptop(), &link).await.unwrap());
    assert!(house.people.look_at_not_me(&link).await.unwrap().is_none());
    assert!(!house.people.not_me(&laptop(), "nonsense").await.unwrap());
}

#[tokio::test]
async fn whoever_says_it_signed_in_stays_in() {
    let house = House::new();
    let (ada, [before, since], other, _) = story(&house).await;
    let entries = house.engine.timeline(&ada.account, None, 50).await.unwrap();
    let finished = entries.iter().find(|entry| {
        let event = &entry.record.as_ref().unwrap().event;
        event.kind.name() == "sign_in.finished" && event.text("device") == Some("new")
    });
    let entry = finished.unwrap().index;
    let seen = house.people.look_at_own(&ada.who, Some(entry)).await.unwrap();
    assert_eq!(seen.tokens, 1);
    house
        .people
        .own_not_me(&laptop(), &ada.who, Some(entry))
        .await
        .unwrap();
    assert!(house.is_in(&ada.secret).await && !house.is_in(&other).await);
    assert!(works(&house, &before).await && !works(&house, &since).await);
    house
        .people
        .own_not_me(&laptop(), &ada.who, Some(entry))
        .await
        .unwrap();
    assert_eq!(house.count_of(&ada.account, "owner.answered").await, 1);

    // Not about one thing that happened: about whatever goes on.
    house
        .people
        .own_not_me(&laptop(), &ada.who, Some(u64::MAX))
        .await
        .unwrap();
    house.people.own_not_me(&laptop(), &ada.who, None).await.unwrap();
    assert_eq!(house.count_of(&ada.account, "owner.answered").await, 3);
    assert!(house.is_in(&ada.secret).await && works(&house, &before).await);
}

#[tokio::test]
async fn nobody_says_it_of_somebody_elses_account() {
    let house = House::new();
    let (ada, _, _, _) = story(&house).await;
    let bob = Person::with_passkey(&house, "bob@example.org").await;
    let entry = house
        .engine
        .timeline(&ada.account, None, 1)
        .await
        .unwrap()
        .remove(0)
        .index;
    house
        .people
        .own_not_me(&laptop(), &bob.who, Some(entry))
        .await
        .unwrap();
    assert_eq!(house.count_of(&ada.account, "owner.answered").await, 0);
    assert!(house.is_in(&ada.secret).await);
}
