//! Where an account's owner is told of things: added, confirmed, taken away, never without notice, never to none.

#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod house;

use hosted::What;
use hosted::mail::Message;
use house::{House, Person, laptop, link_of, phone, thief, told};
use people::{ADDRESS_LINK_LIFE, AddressProblem, ChangeProblem};
use vocabulary::Span;

/// The addresses, each with what is said of it.
async fn listed(house: &House, person: &Person) -> Vec<String> {
    let addresses = house.people.addresses(&person.who).await.unwrap();
    let shown = addresses.into_iter().map(|mailbox| {
        let marks = [
            (mailbox.is_primary, " first"),
            (!mailbox.is_confirmed, " unconfirmed"),
            (mailbox.told_until.is_some(), " removed"),
        ];
        let marks = marks
            .into_iter()
            .filter(|(marked, _)| *marked)
            .map(|(_, mark)| mark);
        mailbox.address + &marks.collect::<String>()
    });
    shown.collect()
}

async fn id_of(house: &House, person: &Person, address: &str) -> String {
    let addresses = house.people.addresses(&person.who).await.unwrap();
    addresses
        .into_iter()
        .find(|mailbox| mailbox.address == address)
        .unwrap()
        .id
}

#[tokio::test]
async fn an_address_counts_once_its_mailbox_was_seen_to_be_theirs() {
    let house = House::new();
    let ada = Person::with_passkey(&house, "ada@example.org").await;
    house
        .people
        .add_address(&laptop(), &ada.who, " Ada@Second.Example ")
        .await
        .unwrap()
        .unwrap();
    let letters = house.letters();
    assert_eq!(letters.len(), 1, "nobody but the new mailbox is written to yet");
    assert!(matches!(letters[0].message, Message::ConfirmAddress { .. }));
    assert_eq!(
        listed(&house, &ada).await,
        ["ada@example.org first", "Ada@second.example unconfirmed"]
    );
    assert_eq!(house.mailboxes_of(&ada.account).await, ["example.org"]);
    assert_eq!(
        house.count_of(&ada.account, "address.changed").await,
        1,
        "that of the sign-up"
    );

    // An address that is only wished for finds nobody: no way back into the account begins there.
    house.ask_for_recovery(&phone(), "ada@second.example").await;
    assert!(house.letters().is_empty());

    let link = link_of(&letters[0]).unwrap();
    assert_eq!(house.people.look_at_address(&link).unwrap(), "Ada@second.example");
    house
        .people
        .confirm_address(&phone(), &link)
        .await
        .unwrap()
        .unwrap();
    let added = |to: &str| (to.to_owned(), What::AddressAdded("Ada@second.example".to_owned()));
    assert_eq!(
        told(&house.letters()),
        [added("ada@example.org"), added("Ada@second.example")],
        "the old address is told, and the new one"
    );
    assert_eq!(
        listed(&house, &ada).await,
        ["ada@example.org first", "Ada@second.example"]
    );
    assert_eq!(
        house.mailboxes_of(&ada.account).await,
        ["example.org", "second.example"]
    );

    // The link has done what it could.
    let again = house.people.confirm_address(&phone(), &link).await.unwrap();
    assert!(matches!(again, Err(AddressProblem::Changed)), "{again:?}");
    assert!(house.letters().is_empty());
    house.ask_for_recovery(&phone(), "ADA@second.example").await;
    assert_eq!(house.letters().len(), 1);
}

#[tokio::test]
async fn an_address_belongs_to_one_account_and_only_its_mailbox_learns_so() {
    let house = House::new();
    let ada = Person::with_passkey(&house, "ada@example.org").await;
    let bob = Person::with_passkey(&house, "bob@example.org").await;
    // The same words for an address that is somebody's and one that is not.
    house
        .people
        .add_address(&laptop(), &bob.who, "ada@example.org")
        .await
        .unwrap()
        .unwrap();
    let link = house.link();
    let taken = house.people.confirm_address(&laptop(), &link).await.unwrap();
    assert!(matches!(taken, Err(AddressProblem::Taken)), "{taken:?}");

    // Two who are faster than each other.
    house
        .people
        .add_address(&laptop(), &ada.who, "shared@example.org")
        .await
        .unwrap()
        .unwrap();
    let hers = house.link();
    house
        .people
        .add_address(&laptop(), &bob.who, "shared@example.org")
        .await
        .unwrap()
        .unwrap();
    let his = house.link();
    let (visit_one, visit_two) = (laptop(), phone());
    let (one, two) = tokio::join!(
        house.people.confirm_address(&visit_one, &hers),
        house.people.confirm_address(&visit_two, &his),
    );
    let won = [one.unwrap().is_ok(), two.unwrap().is_ok()];
    assert_eq!(won.iter().filter(|won| **won).count(), 1, "{won:?}");
    let owners = [(&ada, won[0]), (&bob, won[1])];
    for (person, won) in owners {
        let shown = listed(&house, person).await;
        assert_eq!(shown.contains(&"shared@example.org".to_owned()), won, "{shown:?}");
    }
}

#[tokio::test]
async fn there_is_always_one_confirmed_address() {
    let house = House::new();
    let ada = Person::with_passkey(&house, "ada@example.org").await;
    let first = id_of(&house, &ada, "ada@example.org").await;
    let refused = house
        .people
        .remove_address(&laptop(), &ada.who, &first)
        .await
        .unwrap();
    assert!(matches!(refused, Err(AddressProblem::Last)), "{refused:?}");

    // One that is not confirmed does not count, and cannot be the first.
    house
        .people
        .add_address(&laptop(), &ada.who, "wish@example.org")
        .await
        .unwrap()
        .unwrap();
    let wish = id_of(&house, &ada, "wish@example.org").await;
    let refused = house
        .people
        .remove_address(&laptop(), &ada.who, &first)
        .await
        .unwrap();
    assert!(matches!(refused, Err(AddressProblem::Last)), "{refused:?}");
    let refused = house
        .people
        .put_address_first(&laptop(), &ada.who, &wish)
        .await
        .unwrap();
    assert!(matches!(refused, Err(AddressProblem::Changed)), "{refused:?}");

    // Both are confirmed, and are taken away at the same time: one of them stays.
    ada.add_address(&house, "second@example.org").await;
    let second = id_of(&house, &ada, "second@example.org").await;
    let (visit_one, visit_two) = (laptop(), laptop());
    let (one, two) = tokio::join!(
        house.people.remove_address(&visit_one, &ada.who, &first),
        house.people.remove_address(&visit_two, &ada.who, &second),
    );
    let gone = [one.unwrap().is_ok(), two.unwrap().is_ok()];
    assert_eq!(gone.iter().filter(|gone| **gone).count(), 1, "{gone:?}");
    let left = house.people.addresses(&ada.who).await.unwrap();
    let standing = left
        .iter()
        .filter(|mailbox| mailbox.is_confirmed && mailbox.told_until.is_none());
    assert_eq!(
        standing.filter(|mailbox| mailbox.is_primary).count(),
        1,
        "{left:?}"
    );
}

#[tokio::test]
async fn what_is_taken_away_is_told_there_too_and_can_be_added_anew() {
    let house = House::new();
    let mut ada = Person::with_passkey(&house, "ada@example.org").await;
    ada.add_address(&house, "old@example.org").await;
    ada.add_address(&house, "mine@second.example").await;
    house.pass(Span::from_days(30));
    ada.freshen(&house).await;
    let old = id_of(&house, &ada, "old@example.org").await;
    house
        .people
        .remove_address(&laptop(), &ada.who, &old)
        .await
        .unwrap()
        .unwrap();
    let removed = |to: &str| (to.to_owned(), What::AddressRemoved("old@example.org".to_owned()));
    let letters = house.letters();
    assert_eq!(
        told(&letters),
        [
            removed("ada@example.org"),
            removed("mine@second.example"),
            removed("old@example.org")
        ]
    );
    assert_eq!(
        listed(&house, &ada).await,
        [
            "ada@example.org first",
            "mine@second.example",
            "old@example.org removed"
        ]
    );
    // Another address is there, so the mailboxes of that domain are not all gone.
    assert_eq!(
        house.mailboxes_of(&ada.account).await,
        ["example.org", "second.example"]
    );
    house.ask_for_recovery(&phone(), "old@example.org").await;
    assert!(house.letters().is_empty(), "it finds the account no more");

    let first = id_of(&house, &ada, "ada@example.org").await;
    house
        .people
        .remove_address(&laptop(), &ada.who, &first)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(house.mailboxes_of(&ada.account).await, ["second.example"]);
    house.letters();

    // Added anew, it is told of things once, not twice.
    ada.add_address(&house, "old@example.org").await;
    let letters = house.letters();
    let to_it = letters
        .iter()
        .filter(|letter| letter.to.as_str() == "old@example.org")
        .count();
    assert_eq!(to_it, 1);
    assert_eq!(
        listed(&house, &ada).await[0],
        "mine@second.example first",
        "it is not put first by that"
    );

    house.pass(Span::from_days(15));
    ada.freshen(&house).await;
    assert_eq!(
        listed(&house, &ada).await,
        ["mine@second.example first", "old@example.org"],
        "what was removed is forgotten"
    );
}

#[tokio::test]
async fn addresses_are_changed_after_a_fresh_proof_only_and_within_bounds() {
    let house = House::new();
    let mut ada = Person::with_passkey(&house, "ada@example.org").await;
    let first = id_of(&house, &ada, "ada@example.org").await;
    house.pass(Span::from_minutes(11));
    let add = house
        .people
        .add_address(&laptop(), &ada.who, "b@example.org")
        .await
        .unwrap();
    assert!(
        matches!(add, Err(AddressProblem::Change(ChangeProblem::NotFresh))),
        "{add:?}"
    );
    let remove = house
        .people
        .remove_address(&laptop(), &ada.who, &first)
        .await
        .unwrap();
    assert!(
        matches!(remove, Err(AddressProblem::Change(ChangeProblem::NotFresh))),
        "{remove:?}"
    );
    let put = house
        .people
        .put_address_first(&laptop(), &ada.who, &first)
        .await
        .unwrap();
    assert!(
        matches!(put, Err(AddressProblem::Change(ChangeProblem::NotFresh))),
        "{put:?}"
    );
    assert!(house.letters().is_empty());

    ada.freshen(&house).await;
    for wrong in [
        "",
        "nobody",
        "a@b",
        "a@example.org\r\nBcc: x@example.org",
        &"a".repeat(300),
    ] {
        let refused = house
            .people
            .add_address(&laptop(), &ada.who, wrong)
            .await
            .unwrap();
        assert!(
            matches!(refused, Err(AddressProblem::NotAnAddress)),
            "{wrong:?}: {refused:?}"
        );
    }
    for number in 1..5 {
        let address = format!("a{number}@example.org");
        house
            .people
            .add_address(&laptop(), &ada.who, &address)
            .await
            .unwrap()
            .unwrap();
    }
    let full = house
        .people
        .add_address(&laptop(), &ada.who, "a5@example.org")
        .await
        .unwrap();
    assert!(matches!(full, Err(AddressProblem::Full(5))), "{full:?}");
    // Whoever asks for one letter after another gets no more than a few.
    house.letters();
    let id = id_of(&house, &ada, "a1@example.org").await;
    for _ in 0..20 {
        house
            .people
            .send_address_link(&laptop(), &ada.who, &id)
            .await
            .unwrap()
            .unwrap();
    }
    assert_eq!(house.letters().len(), 4, "one more went out before");
    let unknown = house
        .people
        .send_address_link(&laptop(), &ada.who, "0000")
        .await
        .unwrap();
    assert!(matches!(unknown, Err(AddressProblem::Changed)), "{unknown:?}");
}

#[tokio::test]
async fn a_link_confirms_what_is_still_wished_for_and_not_for_ever() {
    let house = House::new();
    let mut ada = Person::with_passkey(&house, "ada@example.org").await;
    let ask = |address: &'static str| {
        let (house, who) = (&house, ada.who.clone());
        async move {
            house
                .people
                .add_address(&laptop(), &who, address)
                .await
                .unwrap()
                .unwrap();
            house.link()
        }
    };
    let (late, withdrawn) = (ask("late@example.org").await, ask("withdrawn@example.org").await);
    let id = id_of(&house, &ada, "withdrawn@example.org").await;
    house
        .people
        .remove_address(&laptop(), &ada.who, &id)
        .await
        .unwrap()
        .unwrap();
    assert!(
        house.letters().is_empty(),
        "nobody is told of a wish that was withdrawn"
    );
    let refused = house.people.confirm_address(&thief(), &withdrawn).await.unwrap();
    assert!(matches!(refused, Err(AddressProblem::Changed)), "{refused:?}");

    house.pass(ADDRESS_LINK_LIFE);
    assert!(house.people.look_at_address(&late).is_err());
    let refused = house.people.confirm_address(&laptop(), &late).await.unwrap();
    assert!(matches!(refused, Err(AddressProblem::Changed)), "{refused:?}");
    // A new link for the same address works, from whichever device.
    ada.freshen(&house).await;
    let id = id_of(&house, &ada, "late@example.org").await;
    house
        .people
        .send_address_link(&laptop(), &ada.who, &id)
        .await
        .unwrap()
        .unwrap();
    let link = house.link();
    house
        .people
        .confirm_address(&thief(), &link)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        listed(&house, &ada).await,
        ["ada@example.org first", "late@example.org"]
    );
}
