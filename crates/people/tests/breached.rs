//! A passphrase that is known to thieves: not taken when it is chosen, and changed when it became known later, after
//! the second factor and without locking anybody out.

#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod house;

use std::sync::Arc;

use credentials::passphrase::Breached;
use house::{House, PASSPHRASE, Person, laptop};
use parking_lot::Mutex;
use people::{Aim, ChangeProblem, Due, FirstHalf, PassphraseProblem, SignIn};
use vocabulary::Factor;

/// A list that grows while people use the house.
#[derive(Default)]
struct Growing(Mutex<Vec<String>>);

impl Growing {
    fn add(&self, passphrase: &str) {
        self.0.lock().push(passphrase.to_owned());
    }
}

impl Breached for Growing {
    fn is_breached(&self, composed: &str) -> bool {
        self.0.lock().iter().any(|known| known == composed)
    }
}

const NEXT: &str = "seven slow lighthouses";
const BREACHED: &str = "password.breached";

async fn set(house: &House, ada: &Person, passphrase: &str) -> Result<(), ChangeProblem> {
    house
        .people
        .set_passphrase(&laptop(), &ada.who, passphrase)
        .await
        .unwrap()
}

#[tokio::test]
async fn one_that_became_known_is_changed_after_the_second_factor_and_nobody_is_locked_out() {
    let known = Arc::new(Growing::default());
    let house = House::knowing(Arc::clone(&known) as _);
    let mut ada = Person::with_app(&house, "ada@example.org").await;
    assert_eq!(ada.sign_in(&house, &laptop()).await.unwrap().due, None);
    assert_eq!(house.count_of(&ada.account, BREACHED).await, 0);

    known.add(PASSPHRASE);
    assert!(house.is_in(&ada.secret).await, "sessions that are there go on");
    let first = house
        .people
        .sign_in_with_passphrase(&laptop(), &ada.address, PASSPHRASE, &Aim::default())
        .await
        .unwrap();
    let FirstHalf::Second(second) = first else {
        panic!("the second factor is asked for as ever: {first:?}")
    };
    let wrong = house
        .people
        .sign_in_with_code(&laptop(), &second.ticket, Factor::Totp, "000000")
        .await
        .unwrap();
    assert!(
        matches!(wrong, SignIn::Wrong),
        "the passphrase alone opens nothing, not even its change"
    );
    assert_eq!(house.count_of(&ada.account, BREACHED).await, 0);

    let entered = ada.sign_in(&house, &laptop()).await.unwrap();
    assert_eq!(entered.due, Some(Due::NewPassphrase));
    let story = house.story_of(&ada.account).await;
    let of = |kind: &str| story.iter().rposition(|told| *told == kind);
    assert!(of(BREACHED) > of("sign_in.attempted"), "{story:?}");
    assert_eq!(house.count_of(&ada.account, BREACHED).await, 1);
    ada.who = house.signed_in(&entered.secret).await;
    assert!(ada.who.begun.must_change);

    // The same, and another that is known, will not do; one that is not, ends it.
    known.add("another that is known");
    for refused in [PASSPHRASE, "another that is known"] {
        let problem = set(&house, &ada, refused).await.unwrap_err();
        let ChangeProblem::Passphrase(PassphraseProblem::Refused(reasons)) = problem else {
            panic!("{problem:?}")
        };
        assert_eq!(reasons[0].code(), "breached");
    }
    set(&house, &ada, NEXT).await.unwrap();
    let entered = ada
        .sign_in_at(&house, &laptop(), NEXT, &Aim::default())
        .await
        .unwrap();
    assert_eq!(entered.due, None);
    assert_eq!(house.count_of(&ada.account, BREACHED).await, 1);
}

#[tokio::test]
async fn one_that_is_known_is_not_taken_for_a_new_account() {
    let known = Arc::new(Growing::default());
    known.add("entirely my own words");
    let house = House::knowing(known);
    let way = house::begin(&house, "ada@example.org").await;
    for (passphrase, taken) in [("entirely my own words", false), (NEXT, true)] {
        let chosen = house
            .people
            .choose_passphrase(&way, passphrase)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(chosen.is_ok(), taken, "{passphrase}");
    }
}
