//! Getting back into an account: enough is proved, everybody is told, a wait in which the owner can object; and
//! nothing of it for whoever merely asks.

#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod house;

use hosted::mail::Message;
use house::{
    Browser, House, PASSPHRASE, Person, add_key, laptop, link_of, phone, set_up, sign_in_with, thief, visit,
};
use people::{Aim, Further, LINK_LIFE, Letter, Opened, Progress, TicketError, Visit, Wanted};
use vocabulary::{AccountId, Factor, Span};

const ADDRESS: &str = "ada@example.org";
const NEW: &str = "seven patient lanterns";

/// Ada with everything: a passphrase and an app, a passkey in another browser, codes on paper, and two addresses.
struct Ada {
    person: Person,
    key: Browser,
    codes: Vec<String>,
}

impl Ada {
    async fn settled(house: &House) -> Self {
        let mut person = Person::with_app(house, ADDRESS).await;
        let key = person.add_passkey(house).await;
        let codes = person.add_codes(house).await;
        person.add_address(house, "ada@second.example").await;
        house.pass(Span::from_days(30));
        person.freshen(house).await;
        Self { person, key, codes }
    }

    fn account(&self) -> &AccountId {
        &self.person.account
    }

    /// Proves one thing in a recovery.
    async fn prove(&mut self, house: &House, who: &Visit, ticket: &str, factor: Factor) -> Further {
        let people = &house.people;
        match factor {
            Factor::Totp => {
                house.pass(Span::from_minutes(1));
                let code = self.person.app.as_ref().unwrap().code(house.now());
                people
                    .recover_with_code(who, ticket, factor, &code)
                    .await
                    .unwrap()
            }
            Factor::RecoveryCode => {
                let code = self.codes.remove(0);
                people
                    .recover_with_code(who, ticket, factor, &code)
                    .await
                    .unwrap()
            }
            Factor::Passphrase => people
                .recover_with_passphrase(who, ticket, PASSPHRASE)
                .await
                .unwrap(),
            Factor::Passkey | Factor::SecurityKey => {
                let challenge = house.page(who);
                let progress = people.recovery_progress(ticket, challenge).await.unwrap();
                let Progress::More { key_options, .. } = progress else {
                    panic!("more is to be proved: {progress:?}");
                };
                let answer = self.key.get(&key_options.unwrap());
                people
                    .recover_with_key(who, ticket, challenge, &answer)
                    .await
                    .unwrap()
            }
        }
    }

    /// A recovery that waits, with the letters that tell of it.
    async fn waiting(&mut self, house: &House, who: &Visit, factor: Factor) -> (String, Vec<Letter>) {
        let ticket = go_on(house, who, &ask(house, who, ADDRESS).await).await;
        let ticket = right(self.prove(house, who, &ticket, factor).await);
        (ticket, house.letters())
    }
}

/// Asks, and takes the link out of the letter.
async fn ask(house: &House, who: &Visit, address: &str) -> String {
    house.letters();
    house.ask_for_recovery(who, address).await;
    house.link()
}

async fn go_on(house: &House, who: &Visit, link: &str) -> String {
    house
        .people
        .go_on_with_recovery(who, link)
        .await
        .unwrap()
        .unwrap()
}

fn right(further: Further) -> String {
    match further {
        Further::Right(ticket) => ticket,
        other => panic!("it is right: {other:?}"),
    }
}

async fn progress(house: &House, ticket: &str) -> Progress {
    house
        .people
        .recovery_progress(ticket, house.page(&phone()))
        .await
        .unwrap()
}

/// The way to new protection, of a recovery whose wait is over.
async fn way(house: &House, ticket: &str) -> String {
    match progress(house, ticket).await {
        Progress::Ready { ticket } => ticket,
        other => panic!("the wait is over: {other:?}"),
    }
}

/// How long a recovery still waits, in hours.
async fn hours_left(house: &House, ticket: &str) -> Option<i64> {
    match progress(house, ticket).await {
        Progress::Waiting { ready_at, .. } => Some(ready_at.since(house.now()).as_millis() / 3_600_000),
        _ => None,
    }
}

async fn finish(house: &House, who: &Visit, way: &str) -> (Opened, Browser) {
    let mut browser = Browser::new();
    let challenge = house.page(who);
    let options = house
        .people
        .newcomer_options(way, challenge)
        .await
        .unwrap()
        .unwrap();
    let answer = browser.create(&options);
    let opened = house
        .people
        .open_with_passkey(who, way, challenge, &answer, "")
        .await
        .unwrap();
    (opened, browser)
}

async fn is_over(house: &House, ticket: &str) -> bool {
    matches!(progress(house, ticket).await, Progress::Over)
}

fn veto_of(letters: &[Letter]) -> String {
    let asked = letters
        .iter()
        .find(|letter| matches!(letter.message, Message::RecoveryAsked { .. }));
    link_of(asked.unwrap()).unwrap()
}

#[tokio::test]
async fn whoever_merely_asks_changes_nothing_and_tells_nobody() {
    let house = House::new();
    let ada = Ada::settled(&house).await;
    let story = house.story_of(ada.account()).await;
    for unknown in [
        "nobody@example.org",
        "not an address",
        "",
        "ada@example.org\r\nBcc: x@y.z",
        &"a".repeat(999),
    ] {
        house.ask_for_recovery(&thief(), unknown).await;
        assert!(house.letters().is_empty(), "{unknown:?}");
    }
    house.ask_for_recovery(&thief(), " ada@example.org ").await;
    let letters = house.letters();
    assert_eq!(letters.len(), 1, "the address alone that was asked with");
    let link = link_of(&letters[0]).unwrap();
    assert_eq!(house.people.look_at_recovery(&link).unwrap(), ADDRESS);
    // Not even whoever reads the mailbox: that alone is never enough.
    let ticket = go_on(&house, &thief(), &link).await;
    assert!(matches!(progress(&house, &ticket).await, Progress::More { .. }));
    assert!(house.letters().is_empty());
    assert_eq!(house.story_of(ada.account()).await, story);
    assert!(
        house
            .people
            .own_recovery(&ada.person.who)
            .await
            .unwrap()
            .is_none()
    );
    // And a mailbox is not flooded.
    for _ in 0..50 {
        house.ask_for_recovery(&thief(), ADDRESS).await;
    }
    assert_eq!(house.letters().len(), 4);
}

#[tokio::test]
async fn the_mailbox_and_one_more_proof_bring_an_account_back_after_the_wait() {
    for (factor, hours) in [
        (Factor::Totp, 72),
        (Factor::Passphrase, 72),
        (Factor::RecoveryCode, 72),
    ] {
        comes_back(factor, hours).await;
    }
}

async fn comes_back(factor: Factor, hours: i64) {
    let house = House::new();
    let mut ada = Ada::settled(&house).await;
    let (ticket, letters) = ada.waiting(&house, &phone(), factor).await;
    let to: Vec<&str> = letters.iter().map(|letter| letter.to.as_str()).collect();
    assert_eq!(to, [ADDRESS, "ada@second.example"], "{factor:?}");
    assert_eq!(hours_left(&house, &ticket).await, Some(hours), "{factor:?}");
    assert!(
        house
            .people
            .own_recovery(&ada.person.who)
            .await
            .unwrap()
            .is_some()
    );
    house.pass(Span::from_seconds(hours * 3_600 - 1));
    assert_eq!(hours_left(&house, &ticket).await, Some(0), "{factor:?}");
    house.pass(Span::from_seconds(1));

    let entered = ada.person.sign_in(&house, &laptop()).await.unwrap();
    let way = way(&house, &ticket).await;
    let (opened, mut new) = finish(&house, &phone(), &way).await;
    let Opened::In(back) = opened else {
        panic!("{factor:?}: {opened:?}")
    };
    assert_eq!(back.account, *ada.account());
    assert_eq!(
        house.factors_of(ada.account()).await,
        [Factor::Passkey],
        "the new one alone"
    );
    assert!(house.is_in(&back.secret).await && !house.is_in(&entered.secret).await);
    assert!(ada.person.sign_in(&house, &laptop()).await.is_none());
    assert!(
        sign_in_with(&house, &laptop(), &mut ada.key, &Aim::default())
            .await
            .is_none()
    );
    assert!(
        sign_in_with(&house, &phone(), &mut new, &Aim::default())
            .await
            .is_some()
    );
    assert_eq!(house.count_of(ada.account(), "recovery.applied").await, 1);

    // What was good for it is good for nothing more.
    assert!(is_over(&house, &ticket).await);
    let (again, _) = finish(&house, &phone(), &way).await;
    assert!(matches!(again, Opened::StartAgain), "{again:?}");
}

#[tokio::test]
async fn a_key_shortens_the_wait() {
    let house = House::new();
    let ada = Person::with_app(&house, ADDRESS).await;
    // A security key that does not check who holds it proves that it is there, and no more.
    let mut key = Browser::without_a_check();
    add_key(&house, &ada.who, &laptop(), Wanted::SecurityKey, &mut key).await;
    let ticket = go_on(&house, &phone(), &ask(&house, &phone(), ADDRESS).await).await;
    let challenge = house.page(&phone());
    let progress = house.people.recovery_progress(&ticket, challenge).await.unwrap();
    let Progress::More { key_options, .. } = progress else {
        panic!("more is to be proved: {progress:?}");
    };
    let answer = key.get(&key_options.unwrap());
    let proved = house
        .people
        .recover_with_key(&phone(), &ticket, challenge, &answer)
        .await
        .unwrap();
    let ticket = right(proved);
    assert_eq!(hours_left(&house, &ticket).await, Some(24));
    house.pass(Span::from_hours(24));
    let way = way(&house, &ticket).await;
    let (opened, _) = finish(&house, &phone(), &way).await;
    assert!(matches!(opened, Opened::In(_)), "{opened:?}");
}

#[tokio::test]
async fn two_factors_end_the_wait() {
    let house = House::new();
    let mut ada = Ada::settled(&house).await;
    let ticket = go_on(&house, &phone(), &ask(&house, &phone(), ADDRESS).await).await;
    let ticket = right(ada.prove(&house, &phone(), &ticket, Factor::Passphrase).await);
    assert_eq!(hours_left(&house, &ticket).await, Some(72));
    // The passphrase and the app together are a sign-in, and wait for nothing.
    let ticket = right(ada.prove(&house, &phone(), &ticket, Factor::Totp).await);
    let way = way(&house, &ticket).await;
    let (opened, app) = set_up(&house, &phone(), &way, NEW).await;
    assert!(matches!(opened, Opened::In(_)), "{opened:?}");
    assert_eq!(house.factors_of(ada.account()).await.len(), 2);
    ada.person.app = Some(app);
    assert!(
        ada.person.sign_in(&house, &phone()).await.is_none(),
        "the old passphrase"
    );
    assert!(
        ada.person
            .sign_in_at(&house, &phone(), NEW, &Aim::default())
            .await
            .is_some()
    );
}

/// A passkey that checked who holds it is two factors by itself.
#[tokio::test]
async fn a_passkey_waits_for_nothing() {
    let house = House::new();
    let mut ada = Ada::settled(&house).await;
    let ticket = go_on(&house, &phone(), &ask(&house, &phone(), ADDRESS).await).await;
    let ticket = right(ada.prove(&house, &phone(), &ticket, Factor::Passkey).await);
    let way = way(&house, &ticket).await;
    let (opened, _) = finish(&house, &phone(), &way).await;
    assert!(matches!(opened, Opened::In(_)), "{opened:?}");
}

#[tokio::test]
async fn what_is_wrong_is_counted_like_any_other_try() {
    let house = House::new();
    let ada = Ada::settled(&house).await;
    let ticket = go_on(&house, &thief(), &ask(&house, &thief(), ADDRESS).await).await;
    let wrong = house
        .people
        .recover_with_passphrase(&thief(), &ticket, "a guess that is wrong")
        .await
        .unwrap();
    assert!(matches!(wrong, Further::Wrong), "{wrong:?}");
    let wrong = house
        .people
        .recover_with_key(&thief(), &ticket, house.page(&thief()), "{}")
        .await
        .unwrap();
    assert!(matches!(wrong, Further::Wrong), "{wrong:?}");
    let mut waits = false;
    for _ in 0..30 {
        let tried = house
            .people
            .recover_with_code(&thief(), &ticket, Factor::Totp, "000000")
            .await;
        waits |= matches!(tried.unwrap(), Further::Wait(_));
    }
    assert!(waits, "whoever guesses waits longer and longer");
    assert!(house.count_of(ada.account(), "sign_in.attempted").await > 1);
    assert!(
        house
            .people
            .own_recovery(&ada.person.who)
            .await
            .unwrap()
            .is_none()
    );
    let lost = house
        .people
        .recover_with_passphrase(&thief(), "nonsense", PASSPHRASE)
        .await
        .unwrap();
    assert!(matches!(lost, Further::StartAgain), "{lost:?}");
}

#[tokio::test]
async fn links_and_tickets_are_good_for_their_time() {
    let house = House::new();
    let mut ada = Ada::settled(&house).await;
    let link = ask(&house, &phone(), ADDRESS).await;
    house.pass(LINK_LIFE);
    assert_eq!(
        house.people.look_at_recovery(&link).unwrap_err(),
        TicketError::Expired
    );
    let late = house.people.go_on_with_recovery(&phone(), &link).await.unwrap();
    assert_eq!(late.unwrap_err(), TicketError::Expired);
    assert!(matches!(progress(&house, "nonsense").await, Progress::Over));

    let (ticket, letters) = ada.waiting(&house, &phone(), Factor::Totp).await;
    house.pass(Span::from_hours(72));
    let way = way(&house, &ticket).await;
    house.pass(Span::from_minutes(60));
    let options = house
        .people
        .newcomer_options(&way, house.page(&phone()))
        .await
        .unwrap();
    assert!(options.is_none(), "the way to new protection is an hour long");
    assert!(
        matches!(progress(&house, &ticket).await, Progress::Ready { .. }),
        "and is given anew"
    );
    house.pass(Span::from_days(7));
    assert!(is_over(&house, &ticket).await, "nobody went on with it in time");
    assert!(!house.people.veto(&phone(), &veto_of(&letters)).await.unwrap());
    assert!(ada.person.sign_in(&house, &laptop()).await.is_some());
}

#[tokio::test]
async fn a_link_that_is_used_again_begins_nothing_new() {
    let house = House::new();
    let mut ada = Ada::settled(&house).await;
    let link = ask(&house, &phone(), ADDRESS).await;
    let first = go_on(&house, &phone(), &link).await;
    let first = right(ada.prove(&house, &phone(), &first, Factor::RecoveryCode).await);
    assert_eq!(house.letters().len(), 2);
    house.pass(Span::from_hours(10));
    // Whoever has lost what their browser carried proves it once more, and goes on where they were.
    let second = go_on(&house, &visit("another", "192.0.2.9", "Safari/18.0"), &link).await;
    assert!(
        matches!(progress(&house, &second).await, Progress::More { .. }),
        "a link proves a mailbox alone"
    );
    let second = right(ada.prove(&house, &phone(), &second, Factor::RecoveryCode).await);
    assert!(house.letters().is_empty(), "everybody knows already");
    assert_eq!(house.count_of(ada.account(), "recovery.asked").await, 1);
    assert_eq!(hours_left(&house, &first).await, Some(62));
    assert_eq!(hours_left(&house, &second).await, Some(62));
    house.pass(Span::from_hours(62));
    let (way_one, way_two) = (way(&house, &first).await, way(&house, &second).await);
    let (visit_one, visit_two) = (phone(), laptop());
    let ((one, _), (two, _)) = tokio::join!(
        finish(&house, &visit_one, &way_one),
        finish(&house, &visit_two, &way_two)
    );
    let came_in = [&one, &two]
        .into_iter()
        .filter(|opened| matches!(opened, Opened::In(_)))
        .count();
    assert_eq!(came_in, 1, "{one:?} {two:?}");
    assert_eq!(house.factors_of(ada.account()).await, [Factor::Passkey]);
    assert_eq!(house.count_of(ada.account(), "recovery.applied").await, 1);
}

#[tokio::test]
async fn of_two_recoveries_the_one_that_is_ready_sooner_stands() {
    let house = House::new();
    let mut ada = Ada::settled(&house).await;
    let (_, letters) = ada.waiting(&house, &thief(), Factor::RecoveryCode).await;
    let first_veto = veto_of(&letters);
    house.pass(Span::from_hours(2));
    // The owner proves more: the passphrase and the app. Everybody is told anew, with another link to stop it.
    let ticket = go_on(&house, &phone(), &ask(&house, &phone(), ADDRESS).await).await;
    let ticket = right(ada.prove(&house, &phone(), &ticket, Factor::Passphrase).await);
    assert!(house.letters().is_empty(), "no sooner than the one that waits");
    let ticket = right(ada.prove(&house, &phone(), &ticket, Factor::Totp).await);
    let letters = house.letters();
    assert_eq!(letters.len(), 2);
    assert!(
        house.people.look_at_veto(&first_veto).await.unwrap().is_none(),
        "it stands no more"
    );
    assert!(!house.people.veto(&thief(), &first_veto).await.unwrap());
    assert!(
        house
            .people
            .look_at_veto(&veto_of(&letters))
            .await
            .unwrap()
            .is_some()
    );
    let way = way(&house, &ticket).await;
    let (opened, _) = finish(&house, &phone(), &way).await;
    assert!(matches!(opened, Opened::In(_)), "{opened:?}");
}

#[tokio::test]
async fn an_objection_stops_it_and_everybody_is_told() {
    let house = House::new();
    let mut ada = Ada::settled(&house).await;
    let (ticket, letters) = ada.waiting(&house, &thief(), Factor::Passphrase).await;
    let veto = veto_of(&letters);
    let seen = house.people.look_at_veto(&veto).await.unwrap().unwrap();
    assert!(seen.since < seen.ready_at);
    assert!(
        matches!(progress(&house, &ticket).await, Progress::Waiting { .. }),
        "looking changes nothing"
    );
    assert!(house.people.veto(&laptop(), &veto).await.unwrap());
    assert_eq!(house.letters().len(), 2);
    assert!(is_over(&house, &ticket).await);
    assert!(!house.people.veto(&laptop(), &veto).await.unwrap(), "once");
    assert!(house.people.look_at_veto(&veto).await.unwrap().is_none());
    assert!(!house.people.veto(&laptop(), "nonsense").await.unwrap());
    house.pass(Span::from_hours(72));
    assert!(is_over(&house, &ticket).await);

    // Signed in, the owner needs no link.
    let (ticket, _) = ada.waiting(&house, &thief(), Factor::RecoveryCode).await;
    let entered = ada.person.sign_in(&house, &laptop()).await.unwrap();
    let who = house.signed_in(&entered.secret).await;
    assert!(house.people.own_recovery(&who).await.unwrap().is_some());
    assert!(house.people.veto_own(&laptop(), &who).await.unwrap());
    assert!(!house.people.veto_own(&laptop(), &who).await.unwrap());
    assert!(is_over(&house, &ticket).await);
}

/// At the same moment one objects and one finishes: whichever is recorded first holds, and never both.
#[tokio::test]
async fn an_objection_and_the_end_of_the_wait_never_both_happen() {
    for order in 0..6 {
        let house = House::new();
        let mut ada = Ada::settled(&house).await;
        let (ticket, letters) = ada.waiting(&house, &thief(), Factor::Totp).await;
        let veto = veto_of(&letters);
        house.pass(Span::from_hours(72));
        let way = way(&house, &ticket).await;
        let (visit_one, visit_two) = (thief(), laptop());
        let late = |turns: usize| async move {
            for _ in 0..turns {
                tokio::task::yield_now().await;
            }
        };
        let (opened, _) = tokio::join!(
            async {
                late(order % 3).await;
                finish(&house, &visit_one, &way).await.0
            },
            async {
                late(order / 2).await;
                house.people.veto(&visit_two, &veto).await.unwrap()
            },
        );
        let story = house.story_of(ada.account()).await;
        let finished = matches!(opened, Opened::In(_));
        assert_eq!(
            story.contains(&"recovery.applied"),
            finished,
            "{order}: {opened:?}"
        );
        let seen = house.engine.see(ada.account()).await.unwrap();
        let stage = seen.state.facts.protection.recovery().unwrap().stage(seen.now);
        let stands = matches!(stage, identity::Stage::Finished { .. });
        assert_eq!(stands, finished, "{order}: {stage:?}");
        let still_theirs = ada.person.sign_in(&house, &laptop()).await.is_some();
        assert_eq!(still_theirs, !finished, "{order}: {stage:?}");
    }
}

#[tokio::test]
async fn staff_help_takes_two_different_people_and_the_same_wait() {
    let house = House::new();
    let ada = Ada::settled(&house).await;
    let people = &house.people;
    house.letters();
    assert!(
        people
            .agree_to_recovery(ada.account(), "ann")
            .await
            .unwrap()
            .is_ok()
    );
    assert!(house.letters().is_empty(), "one alone brings nothing about");
    let twice = people.agree_to_recovery(ada.account(), "ann").await.unwrap();
    assert!(
        twice.unwrap_err().contains("a second person"),
        "the same person twice is one"
    );
    assert!(people.finishing_link(ada.account()).await.unwrap().is_none());
    people
        .agree_to_recovery(ada.account(), "bo")
        .await
        .unwrap()
        .unwrap();
    let letters = house.letters();
    assert_eq!(letters.len(), 2, "every address is told");
    assert!(
        people
            .agree_to_recovery(ada.account(), "cy")
            .await
            .unwrap()
            .is_err(),
        "it waits already"
    );
    assert!(
        people.finishing_link(ada.account()).await.unwrap().is_none(),
        "not before the wait is over"
    );
    house.pass(Span::from_hours(72));
    let link = people.finishing_link(ada.account()).await.unwrap().unwrap();
    let ticket = link.split_once("?link=").unwrap().1;
    let way = way(&house, ticket).await;
    let (opened, _) = finish(&house, &phone(), &way).await;
    assert!(matches!(opened, Opened::In(_)), "{opened:?}");
    assert_eq!(house.factors_of(ada.account()).await, [Factor::Passkey]);
    assert!(people.finishing_link(ada.account()).await.unwrap().is_none());
    assert!(is_over(&house, ticket).await);

    // The owner objects: the staff has to begin anew.
    people
        .agree_to_recovery(ada.account(), "ann")
        .await
        .unwrap()
        .unwrap();
    house.letters();
    people
        .agree_to_recovery(ada.account(), "bo")
        .await
        .unwrap()
        .unwrap();
    assert!(people.veto(&laptop(), &veto_of(&house.letters())).await.unwrap());
    house.pass(Span::from_hours(72));
    assert!(people.finishing_link(ada.account()).await.unwrap().is_none());
    let nobody = AccountId::new("acc-nobody").unwrap();
    assert!(people.agree_to_recovery(&nobody, "ann").await.unwrap().is_err());
}

/// All that was there goes with a recovery, so the device on which it is finished may be the one of before.
#[tokio::test]
async fn a_device_of_before_can_be_set_up_anew() {
    let house = House::new();
    let mut ada = Ada::settled(&house).await;
    let ticket = go_on(&house, &phone(), &ask(&house, &phone(), ADDRESS).await).await;
    let ticket = right(ada.prove(&house, &phone(), &ticket, Factor::Passkey).await);
    let way = way(&house, &ticket).await;
    let challenge = house.page(&phone());
    let options = house
        .people
        .newcomer_options(&way, challenge)
        .await
        .unwrap()
        .unwrap();
    let answer = ada.key.create(&options);
    let opened = house
        .people
        .open_with_passkey(&phone(), &way, challenge, &answer, "the same")
        .await
        .unwrap();
    assert!(matches!(opened, Opened::In(_)), "{opened:?}");
    assert_eq!(house.factors_of(ada.account()).await, [Factor::Passkey]);
}
