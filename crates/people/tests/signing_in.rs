//! Signing in and staying in: what works once works once, sessions end as they should, what is required is asked for,
//! and whoever hammers an account never keeps its owner out.

#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod house;

use futures::future::join_all;
use house::{Browser, House, PASSPHRASE, Person, laptop, phone, sign_in_with, thief, visit};
use people::{Aim, Due, FirstHalf, SignIn, Staff, Visit};
use vocabulary::{Factor, Moment, Span};

const ADDRESS: &str = "ada@example.org";

/// What becomes of an address and a passphrase.
async fn first(house: &House, visit: &Visit, address: &str, typed: &str) -> FirstHalf {
    let aim = Aim::default();
    house
        .people
        .sign_in_with_passphrase(visit, address, typed, &aim)
        .await
        .unwrap()
}

/// Whether a guess was heard, or turned away unheard.
async fn is_heard(house: &House, visit: &Visit, typed: &str) -> bool {
    match first(house, visit, ADDRESS, typed).await {
        FirstHalf::Ended(SignIn::Wrong) => true,
        FirstHalf::Ended(SignIn::Wait(_)) => false,
        other => panic!("a wrong guess opens nothing: {other:?}"),
    }
}

/// The second half with a code, as the code and the passphrase before it deserve.
async fn second(house: &House, visit: &Visit, code: &str) -> SignIn {
    let FirstHalf::Second(half) = first(house, visit, ADDRESS, PASSPHRASE).await else {
        panic!("the passphrase is right");
    };
    house
        .people
        .sign_in_with_code(visit, &half.ticket, Factor::Totp, code)
        .await
        .unwrap()
}

/// One of a thousand addresses, each in a network of its own, with a device of its own.
fn stranger(number: u32) -> Visit {
    let (high, low) = (number / 250, number % 250);
    visit(
        &format!("stranger-{number}"),
        &format!("198.{}.{low}.{}", 18 + high % 2, high + 1),
        "python-requests/2.32",
    )
}

#[tokio::test]
async fn a_thousand_addresses_do_not_keep_the_owner_out() {
    let house = House::new();
    let mut ada = Person::with_app(&house, ADDRESS).await;
    // The owner comes while it goes on, and is let in every time.
    for number in 0..1_000 {
        house.pass(Span::from_seconds(60));
        is_heard(&house, &stranger(number), "a guess of many").await;
        if number % 50 == 49 {
            let entered = ada.sign_in(&house, &laptop()).await;
            assert!(entered.is_some(), "after {number} guesses");
        }
    }
    let late = house.count_of(&ada.account, "factor.disabled").await;
    assert_eq!(late, 0, "whoever comes often begins the count anew");

    // The owner is away for three days.
    let mut heard = 0;
    for number in 0..2_000 {
        house.pass(Span::from_seconds(120));
        heard += u32::from(is_heard(&house, &stranger(number % 1_000), "another guess").await);
    }
    assert!(
        (80..400).contains(&heard),
        "{heard} guesses were answered as if heard in three days"
    );
    assert_eq!(house.count_of(&ada.account, "factor.disabled").await, 1);
    for _ in 0..3 {
        assert!(
            ada.sign_in(&house, &laptop()).await.is_some(),
            "on a known device"
        );
    }
    // Elsewhere what was guessed at is not accepted, even where it is right; and nobody learns that it was.
    house.pass(Span::from_days(2));
    assert!(ada.sign_in(&house, &phone()).await.is_none());
    assert!(is_heard(&house, &phone(), PASSPHRASE).await);
    // A passkey is, from anywhere, in the midst of it.
    ada.freshen(&house).await;
    let mut browser = ada.add_passkey(&house).await;
    for number in 0..50 {
        is_heard(&house, &stranger(number), "one more").await;
    }
    let entered = sign_in_with(&house, &phone(), &mut browser, &Aim::default()).await;
    assert!(entered.is_some());
    // A new passphrase is accepted everywhere again.
    let changed = house
        .people
        .set_passphrase(&laptop(), &ada.who, "nine patient foxes")
        .await;
    assert!(changed.unwrap().is_ok());
    house.pass(Span::from_days(2));
    let place = visit("library", "192.0.2.77", "Mozilla/5.0 Firefox/140.0");
    let entered = ada
        .sign_in_at(&house, &place, "nine patient foxes", &Aim::default())
        .await;
    assert!(entered.is_some());
}

/// Many guesses at one moment are heard like so many one after the other: what comes too soon counts for nothing.
#[tokio::test]
async fn a_burst_of_guesses_uses_up_no_more_than_was_heard() {
    let house = House::new();
    let mut ada = Person::with_app(&house, ADDRESS).await;
    for round in 0..5 {
        let strangers: Vec<Visit> = (0..50).map(|number| stranger(round * 50 + number)).collect();
        let guesses = strangers
            .iter()
            .map(|visit| first(&house, visit, ADDRESS, "a guess of many"));
        for ended in join_all(guesses).await {
            let turned_away = matches!(ended, FirstHalf::Ended(SignIn::Wrong | SignIn::Wait(_)));
            assert!(turned_away, "{ended:?}");
        }
        house.pass(Span::from_minutes(16));
    }
    assert_eq!(house.count_of(&ada.account, "factor.disabled").await, 0);
    house.pass(Span::from_days(2));
    assert!(ada.sign_in(&house, &phone()).await.is_some());
}

#[tokio::test]
async fn nothing_else_is_open_before_required_protection_is_set_up() {
    const SHOP: &str = "https://shop.example/cart";
    let house = House::new();
    let mut ada = Person::with_app(&house, ADDRESS).await;
    let people = &house.people;
    assert_eq!(people.due(&ada.who).await.unwrap(), None);
    let staff = Staff::new("Ann", Some("laptop stolen")).unwrap();
    let required = people.require_enrolment_as_staff(&ada.account, &staff).await;
    assert!(required.unwrap().is_ok());
    assert_eq!(
        people.due(&ada.who).await.unwrap(),
        Some(Due::NewProtection),
        "in sessions that there were before, too"
    );

    // Nobody is locked out: they sign in with what they have, and are not handed on to the platform yet.
    let aim = Aim {
        return_to: Some(SHOP.to_owned()),
        renews: None,
    };
    let entered = ada.sign_in_at(&house, &phone(), PASSPHRASE, &aim).await.unwrap();
    assert_eq!(entered.due, Some(Due::NewProtection));
    assert_eq!(people.way_on(&entered, &phone()).await.unwrap(), "/account");
    let who = house.signed_in(&entered.secret).await;
    let flow = people.going_to(SHOP).unwrap();
    let way = people.way_back(&who, Some(&flow), &phone()).await.unwrap();
    assert_eq!(way, None);

    // Codes are used up, and do not count; a passkey does, and everything is open again, in every session.
    let codes = people.codes_to_keep(&who, None).await.unwrap();
    let kept = people.keep_codes(&phone(), &who, &codes.ticket).await.unwrap();
    assert!(kept.is_ok(), "{kept:?}");
    assert_eq!(people.due(&who).await.unwrap(), Some(Due::NewProtection));
    house::add_passkey(&house, &who, &phone()).await;
    assert_eq!(people.due(&who).await.unwrap(), None);
    let way = people.way_back(&who, Some(&flow), &phone()).await.unwrap();
    assert!(way.unwrap().starts_with("https://shop.example/cart?code="));
    let entered = ada.sign_in(&house, &laptop()).await.unwrap();
    assert_eq!(entered.due, None);
}

#[tokio::test]
async fn a_session_ends_when_it_is_idle_too_old_renewed_or_told_to() {
    let house = House::new();
    let mut ada = Person::with_app(&house, ADDRESS).await;
    let minutes = Span::from_minutes;

    // Idle.
    house.pass(minutes(60));
    assert!(house.is_in(&ada.secret).await);
    house.pass(minutes(61));
    assert!(!house.is_in(&ada.secret).await);

    // Busy, and too old after a day. What was seen is noted in the store from time to time.
    ada.freshen_from_nothing(&house).await;
    for _ in 0..28 {
        assert!(house.is_in(&ada.secret).await);
        house.people.note_sightings().await.unwrap();
        house.pass(minutes(50));
    }
    assert!(house.is_in(&ada.secret).await, "after 23 hours and 20 minutes");
    house.pass(minutes(50));
    assert!(!house.is_in(&ada.secret).await, "after a day");

    // Renewed: the secret of before opens nothing, so one that was planted or seen is worth nothing.
    ada.freshen_from_nothing(&house).await;
    let before = ada.secret.clone();
    ada.freshen(&house).await;
    assert!(ada.secret != before && !house.is_in(&before).await);
    assert!(house.is_in(&ada.secret).await);

    // Told to: one of them, then all but one.
    let mut others = Vec::new();
    for device in [phone(), visit("tablet", "192.0.2.3", "Safari/18.0"), thief()] {
        others.push(ada.sign_in(&house, &device).await.unwrap());
    }
    let listed = house.people.sessions(&ada.account).await.unwrap();
    assert_eq!(listed.len(), 4);
    let tablet = listed
        .iter()
        .find(|listed| listed.begun.device.as_deref() == Some("tablet"))
        .unwrap();
    assert_eq!(tablet.begun.network.as_deref(), Some("192.0.2.0/24"));
    let (people, account) = (&house.people, &ada.account);
    people
        .end_session(account, &tablet.id, "owner-said-so", Some(&laptop()))
        .await
        .unwrap();
    let mut in_now = Vec::new();
    for entered in &others {
        in_now.push(house.is_in(&entered.secret).await);
    }
    assert_eq!(in_now, [true, false, true]);
    let ended = people
        .end_other_sessions(account, Some(&ada.who.session), "owner-said-so", Some(&laptop()))
        .await;
    assert_eq!(ended.unwrap(), 2);
    for entered in &others {
        assert!(!house.is_in(&entered.secret).await);
    }
    assert!(house.is_in(&ada.secret).await);
    for nonsense in ["", "nonsense", &"a".repeat(65), &"ä".repeat(40)] {
        assert!(!house.is_in(nonsense).await);
    }
}

#[tokio::test]
async fn every_other_session_ends_with_a_change_of_what_opens_the_account() {
    let house = House::new();
    let mut ada = Person::with_app(&house, ADDRESS).await;
    let other = ada.sign_in(&house, &phone()).await.unwrap();
    ada.freshen(&house).await;
    let changed = house
        .people
        .set_passphrase(&laptop(), &ada.who, "nine patient foxes")
        .await;
    assert!(changed.unwrap().is_ok());
    assert!(!house.is_in(&other.secret).await, "the other one");
    assert!(
        house.is_in(&ada.secret).await,
        "not the one in which it was changed"
    );
}

#[tokio::test]
async fn what_was_shown_once_works_once_and_in_its_time() {
    let house = House::new();
    let ada = Person::with_app(&house, ADDRESS).await;
    let app = ada.app.clone().unwrap();
    house.pass(Span::from_minutes(5));
    let code = app.code(house.now());
    assert!(matches!(second(&house, &laptop(), &code).await, SignIn::In(_)));
    assert!(
        matches!(second(&house, &laptop(), &code).await, SignIn::Wrong),
        "once"
    );
    // A phone's clock may go wrong by one step of thirty seconds.
    for (seconds, good) in [(-30, true), (30, true), (-61, false), (61, false)] {
        house.pass(Span::from_minutes(5));
        let code = app.code(Moment::from_millis(house.now().as_millis() + seconds * 1_000));
        let ended = second(&house, &laptop(), &code).await;
        assert_eq!(matches!(ended, SignIn::In(_)), good, "{seconds} s: {ended:?}");
    }
    // The first half is worth nothing by itself, to anybody else, or later.
    let FirstHalf::Second(half) = first(&house, &laptop(), ADDRESS, PASSPHRASE).await else {
        panic!("the passphrase is right");
    };
    house.pass(Span::from_minutes(11));
    let late = house
        .people
        .sign_in_with_code(&laptop(), &half.ticket, Factor::Totp, &app.code(house.now()))
        .await
        .unwrap();
    assert!(matches!(late, SignIn::StartAgain), "{late:?}");

    // A passkey's answer to a challenge is worth one sign-in.
    let mut bea = Person::with_passkey(&house, "bea@example.org").await;
    let challenge = house.page(&laptop());
    let answer = bea.browser.get(&house.people.passkey_options(challenge).unwrap());
    let aim = Aim::default();
    let mut ended = Vec::new();
    for challenge in [challenge, challenge, house.page(&laptop())] {
        let sign_in = house
            .people
            .sign_in_with_passkey(&laptop(), challenge, &answer, &aim)
            .await;
        ended.push(matches!(sign_in.unwrap(), SignIn::In(_)));
    }
    assert_eq!(ended, [true, false, false], "once, and to its own challenge");
    // One of nobody's, of another account's session, or no answer at all.
    let mut nobodys = Browser::new();
    let made = nobodys.create(
        &house
            .people
            .add_options(&bea.who, people::Wanted::Passkey, house.page(&laptop()))
            .await
            .unwrap()
            .unwrap(),
    );
    let renews = Aim {
        renews: Some((ada.account.clone(), ada.who.session.clone())),
        return_to: None,
    };
    assert!(
        sign_in_with(&house, &laptop(), &mut bea.browser, &renews)
            .await
            .is_none()
    );
    for answer in [made.as_str(), "{}", "", "[1]"] {
        let challenge = house.page(&laptop());
        let ended = house
            .people
            .sign_in_with_passkey(&laptop(), challenge, answer, &aim)
            .await;
        assert!(matches!(ended.unwrap(), SignIn::Wrong), "{answer}");
    }
}

#[tokio::test]
async fn whatever_is_typed_is_answered_alike() {
    let house = House::new();
    let ada = Person::with_app(&house, "zoë@example.org").await;
    let check = |address: &str, typed: &str, right: bool| {
        let (house, address, typed) = (&house, address.to_owned(), typed.to_owned());
        async move {
            house.pass(Span::from_hours(25));
            let ended = first(house, &phone(), &address, &typed).await;
            let as_expected = match &ended {
                FirstHalf::Second(_) => right,
                FirstHalf::Ended(SignIn::Wrong) => !right,
                _ => false,
            };
            assert!(as_expected, "{address:.40?} {typed:.40?}: {ended:?}");
        }
    };
    let address = ada.address.clone();
    check(&address, PASSPHRASE, true).await;
    check(&format!("  {address} "), PASSPHRASE, true).await;
    check(&address, &format!("{PASSPHRASE} "), false).await;
    check(&address, &PASSPHRASE.to_uppercase(), false).await;
    for typed in [
        "",
        " ",
        "\u{0}",
        "\u{202e}eleven quiet harbours",
        "eleven quiet harbours\u{200b}",
        &"x".repeat(1_025),
        &"x".repeat(1_000_000),
        &"\u{1F980}".repeat(5_000),
    ] {
        check(&address, typed, false).await;
        check("nobody@example.org", typed, false).await;
    }
    for address in [
        "",
        "@",
        "zoë@example.org\r\nBcc: all@example.org",
        "\u{202e}zoë@example.org",
        &format!("{}@example.org", "a".repeat(100_000)),
    ] {
        check(address, PASSPHRASE, false).await;
    }
}

#[tokio::test]
async fn a_passphrase_is_the_same_in_whichever_form_its_letters_are_written() {
    let house = House::new();
    let mut ada = Person::with_app(&house, ADDRESS).await;
    ada.freshen(&house).await;
    let composed = "vier \u{e4}ltere F\u{fc}chse";
    let changed = house.people.set_passphrase(&laptop(), &ada.who, composed).await;
    assert!(changed.unwrap().is_ok());
    let decomposed = "vier a\u{308}ltere Fu\u{308}chse";
    for typed in [composed, decomposed] {
        let entered = ada.sign_in_at(&house, &laptop(), typed, &Aim::default()).await;
        assert!(entered.is_some(), "{typed:?}");
    }
}
