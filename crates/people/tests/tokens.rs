//! API tokens: made, shown once, limited, replaced with an overlap, bound to a key, revoked, and refused at once.

#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod house;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use credentials::dpop::Refused;
use house::{House, Person, laptop, thief};
use people::{Introspected, IssuedToken, MOST_TOKENS, NewToken, NotPossessed, Presented, TokenProblem};
use serde_json::json;
use vocabulary::{Moment, Span};

fn wanted(name: &str) -> NewToken {
    NewToken {
        name: name.to_owned(),
        scopes: vec!["orders:read".to_owned()],
        life: None,
        bound_to: None,
        service: false,
    }
}

async fn make(house: &House, ada: &Person, wanted: NewToken) -> Result<IssuedToken, TokenProblem> {
    house
        .people
        .make_token(&ada.account, wanted, Some(&ada.who.session), &laptop())
        .await
        .unwrap()
}

async fn introspect(house: &House, token: &str) -> Option<Introspected> {
    house.people.introspect(token).await.unwrap()
}

#[tokio::test]
async fn a_token_lives_until_its_end_and_is_known_by_its_hash_alone() {
    let house = House::new();
    let ada = Person::with_passkey(&house, "ada@example.org").await;
    let issued = make(&house, &ada, wanted("  nightly   backup ")).await.unwrap();
    let text = issued.token.expose().to_owned();
    assert_eq!(issued.listed.name, "nightly backup");
    assert_eq!(issued.listed.until, house.now() + Span::from_days(90));

    let found = introspect(&house, &text).await.unwrap();
    assert_eq!(found.account, ada.account);
    assert_eq!(found.token.scopes, ["orders:read"]);
    // That it was used is noted from time to time.
    house.people.note_sightings().await.unwrap();
    let listed = house.people.tokens(&ada.account).await.unwrap();
    assert!(
        listed
            .iter()
            .all(|token| token.used_at == Some(house.now()) && token.live)
    );
    assert!(
        !format!("{listed:?}{issued:?}").contains(&text),
        "it is never shown again"
    );

    // Nothing else is a token: a slip, another one of the same form, a session's secret, nonsense.
    let mut slipped = text.clone();
    let last = if slipped.pop() == Some('0') { '1' } else { '0' };
    slipped.push(last);
    for other in [
        slipped.as_str(),
        &ada.secret,
        "",
        "example_p",
        &"x".repeat(100_000),
    ] {
        assert!(introspect(&house, other).await.is_none(), "{other:.60}");
    }
    assert!(!house.is_in(&text).await, "a token is no session");
    house.pass(Span::from_days(90));
    assert!(introspect(&house, &text).await.is_none());
}

#[tokio::test]
async fn a_token_that_is_replaced_works_on_for_a_while_and_one_that_is_revoked_does_not() {
    let house = House::new();
    let ada = Person::with_passkey(&house, "ada@example.org").await;
    let (people, account) = (&house.people, &ada.account);
    let old = make(&house, &ada, wanted("deploy")).await.unwrap();
    house.pass(Span::from_days(30));
    let overlap = Span::from_hours(24);
    let new = people
        .rotate_token(account, &old.listed.id, overlap, None, &laptop())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(new.listed.name, "deploy");
    assert_eq!(
        new.listed.until,
        house.now() + Span::from_days(90),
        "as long as the one before"
    );
    let works = async |issued: &IssuedToken| introspect(&house, issued.token.expose()).await.is_some();
    assert!(works(&old).await && works(&new).await);
    house.pass(Span::from_hours(23));
    assert!(works(&old).await);
    house.pass(Span::from_hours(1));
    assert!(!works(&old).await && works(&new).await);

    let refused_at = people
        .revoke_token(account, &new.listed.id, "owner", Some(&laptop()))
        .await
        .unwrap();
    assert_eq!(refused_at, Ok(house.now()));
    assert!(!works(&new).await);
    let again = people
        .revoke_token(account, &new.listed.id, "owner", None)
        .await
        .unwrap();
    assert!(matches!(again, Err(TokenProblem::Unknown(_))), "{again:?}");
    let story = house.story_of(account).await;
    let tail: Vec<&str> = story.iter().rev().take(2).rev().copied().collect();
    assert_eq!(
        tail,
        ["token.revoked", "token.refused"],
        "that it was refused was tried"
    );

    // All at once; and nobody's by another account's name.
    let bea = Person::with_passkey(&house, "bea@example.org").await;
    let (one, two) = (
        make(&house, &ada, wanted("one")).await.unwrap(),
        make(&house, &ada, wanted("two")).await.unwrap(),
    );
    let foreign = people
        .revoke_token(&bea.account, &one.listed.id, "owner", None)
        .await
        .unwrap();
    assert!(foreign.is_err() && works(&one).await);
    assert_eq!(people.revoke_all_tokens(account, "owner", None).await.unwrap(), 2);
    assert!(!works(&one).await && !works(&two).await);
    for (id, overlap) in [
        ("tok-unknown", Span::ZERO),
        (one.listed.id.as_str(), Span::ZERO),
        (two.listed.id.as_str(), Span::from_days(8)),
    ] {
        let refused = people.rotate_token(account, id, overlap, None, &laptop()).await;
        assert!(refused.unwrap().is_err(), "{id} {overlap:?}");
    }
}

#[tokio::test]
async fn a_token_that_cannot_be_meant_is_not_made() {
    let house = House::new();
    let ada = Person::with_passkey(&house, "ada@example.org").await;
    let with = |change: fn(&mut NewToken)| {
        let mut token = wanted("deploy");
        change(&mut token);
        token
    };
    for token in [
        with(|token| token.name = " \t ".to_owned()),
        with(|token| token.name = "a".repeat(81)),
        with(|token| token.name = "dep\nloy".to_owned() + "\u{0}"),
        with(|token| token.name = "\u{202e}yolped".to_owned()),
        with(|token| token.name = "de\u{200b}ploy".to_owned()),
        with(|token| token.name = "\u{200d}".to_owned()),
        with(|token| token.scopes.clear()),
        with(|token| token.scopes = vec!["a".to_owned(); 21]),
        with(|token| token.scopes = vec!["Orders".to_owned()]),
        with(|token| token.scopes = vec!["a b".to_owned()]),
        with(|token| token.scopes = vec![String::new()]),
        with(|token| token.life = Some(Span::from_seconds(59))),
        with(|token| token.life = Some(Span::from_days(366))),
        with(|token| token.bound_to = Some("short".to_owned())),
        with(|token| token.bound_to = Some("=".repeat(43))),
    ] {
        let shown = format!("{token:?}");
        let refused = make(&house, &ada, token).await;
        assert!(refused.is_err(), "{shown}");
    }
    assert!(house.people.tokens(&ada.account).await.unwrap().is_empty());
    for number in 0..MOST_TOKENS {
        make(&house, &ada, wanted(&format!("t{number}"))).await.unwrap();
    }
    let one_more = make(&house, &ada, wanted("one more")).await;
    assert!(matches!(one_more, Err(TokenProblem::TooMany)), "{one_more:?}");
}

/// A key that its holder proves to have, and the proofs that they make.
struct Holder(Ed25519KeyPair);

const URI: &str = "https://api.example.org/orders";

impl Holder {
    fn new(seed: u8) -> Self {
        Self(Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).unwrap())
    }

    fn x(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0.public_key().as_ref())
    }

    fn thumbprint(&self) -> String {
        let members = format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{}"}}"#, self.x());
        URL_SAFE_NO_PAD.encode(digest(&SHA256, members.as_bytes()))
    }

    fn proof(&self, id: &str, token: &str, at: Moment) -> String {
        let header = json!({"typ": "dpop+jwt", "alg": "EdDSA",
            "jwk": {"kty": "OKP", "crv": "Ed25519", "x": self.x()}});
        let claims = json!({"jti": id, "htm": "GET", "htu": URI, "iat": at.as_millis() / 1_000,
            "ath": URL_SAFE_NO_PAD.encode(digest(&SHA256, token.as_bytes()))});
        let part = |value: &serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(&header), part(&claims));
        let signature = URL_SAFE_NO_PAD.encode(self.0.sign(signed.as_bytes()));
        format!("{signed}.{signature}")
    }
}

#[tokio::test]
async fn a_bound_token_counts_with_a_fresh_proof_of_its_key_and_each_proof_once() {
    let house = House::new();
    let ada = Person::with_passkey(&house, "ada@example.org").await;
    let (holder, other) = (Holder::new(7), Holder::new(8));
    let bound = NewToken {
        bound_to: Some(holder.thumbprint()),
        ..wanted("bound")
    };
    let bound = make(&house, &ada, bound).await.unwrap();
    let bound = bound.token.expose();
    let loose = make(&house, &ada, wanted("loose")).await.unwrap();
    let loose = loose.token.expose();
    house.pass(Span::from_minutes(5));
    let ask = async |token: &str, proof: &str, method: &str| {
        let presented = Presented {
            proof,
            method,
            uri: "https://API.example.org:443/orders?page=2",
            nonce: None,
        };
        let found = house.people.introspect_with_proof(token, &presented).await;
        found.unwrap()
    };
    let now = house.now();

    let proof = holder.proof("one", bound, now);
    let found = ask(bound, &proof, "GET").await.unwrap().unwrap();
    assert_eq!(found.token.bound_to, Some(holder.thumbprint()));
    assert_eq!(ask(bound, &proof, "GET").await, Err(NotPossessed::Replayed));
    // Another one works, and one that was refused for something else was not spent.
    let proof = holder.proof("two", bound, now);
    let refused = ask(bound, &proof, "POST").await;
    assert_eq!(refused, Err(NotPossessed::Refused(Refused::Method)));
    assert!(ask(bound, &proof, "GET").await.unwrap().is_some());

    let check = async |token: &str, proof: String, expected: NotPossessed| {
        assert_eq!(ask(token, &proof, "GET").await, Err(expected), "{proof}");
    };
    check(bound, other.proof("three", bound, now), NotPossessed::OtherKey).await;
    check(loose, holder.proof("four", loose, now), NotPossessed::OtherKey).await;
    let of = |refused| NotPossessed::Refused(refused);
    check(bound, holder.proof("five", loose, now), of(Refused::Token)).await;
    let old = Moment::from_millis(now.as_millis() - 61_000);
    check(bound, holder.proof("six", bound, old), of(Refused::Time)).await;
    let early = now + Span::from_seconds(11);
    check(bound, holder.proof("seven", bound, early), of(Refused::Time)).await;
    check(bound, "nonsense".to_owned(), of(Refused::Malformed)).await;
    check(bound, "x".repeat(1_000_000), of(Refused::Malformed)).await;
    let tampered = holder.proof("eight", bound, now).replace('.', "A.");
    let refused = ask(bound, &tampered, "GET").await;
    assert!(matches!(refused, Err(NotPossessed::Refused(_))), "{refused:?}");

    // A token that is over is over, with whatever proof; and the proof says nothing more of it.
    let ended = house
        .people
        .revoke_all_tokens(&ada.account, "owner", Some(&thief()))
        .await;
    assert_eq!(ended.unwrap(), 2);
    let proof = holder.proof("nine", bound, now);
    assert_eq!(ask(bound, &proof, "GET").await, Ok(None));
}

/// What was seen before a server started is not remembered, so nothing from before counts.
#[tokio::test]
async fn a_proof_from_before_the_server_started_does_not_count() {
    let house = House::new();
    let ada = Person::with_passkey(&house, "ada@example.org").await;
    let holder = Holder::new(7);
    let bound = NewToken {
        bound_to: Some(holder.thumbprint()),
        ..wanted("bound")
    };
    let bound = make(&house, &ada, bound).await.unwrap();
    let bound = bound.token.expose();
    let proof = holder.proof("one", bound, Moment::from_millis(house.now().as_millis() - 5_000));
    let presented = Presented {
        proof: &proof,
        method: "GET",
        uri: URI,
        nonce: None,
    };
    let found = house
        .people
        .introspect_with_proof(bound, &presented)
        .await
        .unwrap();
    assert_eq!(found, Err(NotPossessed::FromBefore));
}
