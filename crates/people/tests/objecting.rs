//! "That was not me": what was changed is undone by the link that told of it, whoever changed it and however much,
//! and a thief who reads the mail does no more than undo what the owner can do again.

#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod house;

use hosted::What;
use house::{
    Browser, House, PASSPHRASE, Person, add_passkey, laptop, link_of, phone, sign_in_with, thief, told,
};
use people::{AfterRemoving, Aim, ChangeProblem, Letter, NewToken, ObjectProblem, SignedIn};
use vocabulary::{AccountId, Factor, Span};

const TWO_FACTORS: &[Factor] = &[Factor::Totp, Factor::Passphrase];
const OTHER: &str = "nine loud mountains";

fn sorted(factors: &[Factor]) -> Vec<Factor> {
    let mut factors = factors.to_vec();
    factors.sort();
    factors
}

/// The link in the letters that tell of something.
fn link_about(letters: &[Letter], what: &What) -> String {
    let about = letters.iter().find(|letter| {
        told(std::slice::from_ref(letter))
            .iter()
            .any(|told| told.1 == *what)
    });
    link_of(about.unwrap_or_else(|| panic!("nobody is told of {what:?}"))).unwrap()
}

async fn make_token(house: &House, account: &AccountId, name: &str) -> String {
    let wanted = NewToken {
        name: name.to_owned(),
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

async fn passkey_works(house: &House, browser: &mut Browser) -> bool {
    sign_in_with(house, &laptop(), browser, &Aim::default())
        .await
        .is_some()
}

/// Objects, and holds what is true of every objection: it is recorded and told, it ends every session and the tokens
/// made since, and it works once, however it is pressed.
async fn object(house: &House, account: &AccountId, link: &str) {
    let undone = house.count_of(account, "change.objected").await;
    let seen = house.people.look_at_objection(link).await.unwrap();
    assert!(seen.is_some_and(|seen| seen.made_at < seen.until));
    house.letters();
    let (visit_one, visit_two) = (phone(), thief());
    let (one, two) = tokio::join!(
        house.people.object(&visit_one, link),
        house.people.object(&visit_two, link)
    );
    let pressed = [one.unwrap(), two.unwrap()];
    assert_eq!(
        pressed.iter().filter(|done| done.is_ok()).count(),
        1,
        "{pressed:?}"
    );
    assert!(pressed.contains(&Err(ObjectProblem::Over)), "{pressed:?}");
    assert_eq!(
        house.people.object(&phone(), link).await.unwrap(),
        Err(ObjectProblem::Over)
    );
    assert_eq!(house.people.look_at_objection(link).await.unwrap(), None);
    assert_eq!(house.count_of(account, "change.objected").await, undone + 1);
    assert!(
        house.people.sessions(account).await.unwrap().is_empty(),
        "everybody is out"
    );
    let letters = told(&house.letters());
    assert!(
        !letters.is_empty() && letters.iter().all(|(_, what)| *what == What::Undone),
        "{letters:?}"
    );
}

/// What is refused, and changes nothing.
async fn refused(house: &House, account: &AccountId, link: &str, problem: ObjectProblem) {
    let story = house.story_of(account).await;
    house.letters();
    assert_eq!(house.people.object(&thief(), link).await.unwrap(), Err(problem));
    assert_eq!(house.story_of(account).await, story);
    assert!(house.letters().is_empty());
}

#[tokio::test]
async fn what_was_added_goes_with_its_name_its_sessions_and_its_tokens() {
    let house = House::new();
    let mut ada = Person::with_app(&house, "ada@example.org").await;
    let before = make_token(&house, &ada.account, "before").await;
    house.pass(Span::from_minutes(1));
    let mut theirs = ada.add_passkey(&house).await;
    let letters = house.letters();
    house.pass(Span::from_minutes(1));
    let since = make_token(&house, &ada.account, "since").await;
    let second = sign_in_with(&house, &thief(), &mut theirs, &Aim::default())
        .await
        .unwrap();

    object(
        &house,
        &ada.account,
        &link_about(&letters, &What::Added(Factor::Passkey)),
    )
    .await;
    assert_eq!(house.factors_of(&ada.account).await, sorted(TWO_FACTORS));
    assert!(!house.is_in(&ada.secret).await && !house.is_in(&second.secret).await);
    assert!(works(&house, &before).await && !works(&house, &since).await);
    assert!(!passkey_works(&house, &mut theirs).await);
    assert!(
        ada.sign_in(&house, &laptop()).await.is_some(),
        "the owner signs in as before"
    );
}

#[tokio::test]
async fn what_was_removed_works_again_under_its_own_name() {
    let house = House::new();
    let mut ada = Person::with_app(&house, "ada@example.org").await;
    let mut key = ada.add_passkey(&house).await;
    house.pass(Span::from_days(30));
    ada.freshen(&house).await;
    let id = ada.ids_of(&house, Factor::Passkey).await.remove(0);
    house
        .people
        .remove(&laptop(), &ada.who, &id)
        .await
        .unwrap()
        .unwrap();
    let letters = house.letters();
    assert!(!passkey_works(&house, &mut key).await);

    object(
        &house,
        &ada.account,
        &link_about(&letters, &What::Removed(Factor::Passkey)),
    )
    .await;
    let all = [TWO_FACTORS, &[Factor::Passkey]].concat();
    assert_eq!(house.factors_of(&ada.account).await, sorted(&all));
    assert!(passkey_works(&house, &mut key).await);
    assert_eq!(ada.ids_of(&house, Factor::Passkey).await, [id]);
}

#[tokio::test]
async fn a_changed_passphrase_and_new_codes_give_way_to_those_before() {
    let house = House::new();
    let mut ada = Person::with_app(&house, "ada@example.org").await;
    let codes = ada.add_codes(&house).await;
    house.pass(Span::from_days(30));
    ada.freshen(&house).await;
    house
        .people
        .set_passphrase(&laptop(), &ada.who, OTHER)
        .await
        .unwrap()
        .unwrap();
    let changed = link_about(&house.letters(), &What::PassphraseChanged);
    assert!(
        ada.sign_in_at(&house, &laptop(), PASSPHRASE, &Aim::default())
            .await
            .is_none()
    );
    object(&house, &ada.account, &changed).await;
    assert!(
        ada.sign_in_at(&house, &laptop(), OTHER, &Aim::default())
            .await
            .is_none()
    );
    assert!(
        ada.sign_in_at(&house, &laptop(), PASSPHRASE, &Aim::default())
            .await
            .is_some()
    );

    ada.freshen_from_nothing(&house).await;
    let theirs = ada.add_codes(&house).await;
    let printed = link_about(&house.letters(), &What::Added(Factor::RecoveryCode));
    object(&house, &ada.account, &printed).await;
    let held = house.factors_of(&ada.account).await;
    assert_eq!(held, sorted(&[TWO_FACTORS, &[Factor::RecoveryCode]].concat()));
    for (code, works) in [(&theirs[0], false), (&codes[0], true)] {
        assert_eq!(ada.sign_in_with_code(&house, code).await, works, "{works}");
    }
}

#[tokio::test]
async fn an_app_comes_back_to_where_it_was_kept() {
    let house = House::new();
    let mut ada = Person::with_passkey(&house, "ada@example.org").await;
    let set_up = house.people.begin_app(&ada.who).await.unwrap();
    let code = house::App::new(&set_up.secret).code(house.now());
    house
        .people
        .add_app(&laptop(), &ada.who, &set_up.ticket, &code, true)
        .await
        .unwrap()
        .unwrap();
    house.pass(Span::from_days(20));
    ada.freshen(&house).await;
    let id = ada.ids_of(&house, Factor::Totp).await.remove(0);
    house
        .people
        .remove(&laptop(), &ada.who, &id)
        .await
        .unwrap()
        .unwrap();
    let removed = link_about(&house.letters(), &What::Removed(Factor::Totp));
    object(&house, &ada.account, &removed).await;
    let safety = house.people.safety(&ada.account).await.unwrap().unwrap();
    let app = safety.authenticators.iter().find(|held| held.id == id).unwrap();
    assert_eq!(app.custody.kind(), "password-manager");
}

#[tokio::test]
async fn a_thief_who_changed_everything_is_undone() {
    let house = House::new();
    let mut ada = Person::with_app(&house, "ada@example.org").await;
    let mut key = ada.add_passkey(&house).await;
    house.pass(Span::from_days(60));
    // The thief has got hold of a session that is fresh, and leaves nothing as it was.
    ada.freshen(&house).await;
    let stolen = ada.who.clone();
    house.pass(Span::from_seconds(1));
    let mut theirs = add_passkey(&house, &stolen, &laptop()).await;
    let added = link_about(&house.letters(), &What::Added(Factor::Passkey));
    let theirs_id = newest(&house, &ada).await;
    house.pass(Span::from_seconds(1));
    let changes = change_everything(&house, &ada, &stolen, &theirs_id).await;
    assert_eq!(
        house.factors_of(&ada.account).await,
        [Factor::Passkey],
        "the thief's"
    );
    assert!(ada.sign_in(&house, &laptop()).await.is_none() && !passkey_works(&house, &mut key).await);
    let kept = make_token(&house, &ada.account, "the thief's").await;

    // The first letter is enough: what was removed since comes back, since too little would be left.
    object(&house, &ada.account, &added).await;
    assert!(!passkey_works(&house, &mut theirs).await && !works(&house, &kept).await);
    assert!(passkey_works(&house, &mut key).await);
    assert_eq!(
        house.factors_of(&ada.account).await,
        sorted(&[TWO_FACTORS, &[Factor::Passkey]].concat())
    );

    // The address that was removed has its own link, and so has the one that was added.
    object(&house, &ada.account, &changes.address_removed).await;
    let entered = ada.sign_in(&house, &laptop()).await.unwrap();
    let who = house.signed_in(&entered.secret).await;
    let first = house.people.addresses(&who).await.unwrap().remove(0);
    assert_eq!(
        (first.address.as_str(), first.is_primary),
        ("ada@example.org", true)
    );
    object(&house, &ada.account, &changes.address_added).await;
    let entered = ada.sign_in(&house, &laptop()).await.unwrap();
    let who = house.signed_in(&entered.secret).await;
    let left: Vec<String> = house
        .people
        .addresses(&who)
        .await
        .unwrap()
        .into_iter()
        .map(|mailbox| mailbox.address)
        .collect();
    assert_eq!(
        left,
        ["ada@example.org"],
        "the thief's is gone, and told of nothing more"
    );
    assert_eq!(house.mailboxes_of(&ada.account).await, ["example.org"]);
    house.ask_for_recovery(&thief(), "thief@evil.example").await;
    assert!(house.letters().is_empty());
}

struct Changes {
    address_added: String,
    address_removed: String,
}

async fn newest(house: &House, person: &Person) -> String {
    person.ids_of(house, Factor::Passkey).await.pop().unwrap()
}

/// Everything else goes: the other authenticators, and the owner's address.
async fn change_everything(house: &House, ada: &Person, stolen: &SignedIn, but: &str) -> Changes {
    house
        .people
        .add_address(&laptop(), stolen, "thief@evil.example")
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
    let added = What::AddressAdded("thief@evil.example".to_owned());
    let address_added = link_about(&house.letters(), &added);
    for factor in [Factor::Passkey, Factor::Totp, Factor::Passphrase] {
        for id in ada.ids_of(house, factor).await {
            if id != but {
                house
                    .people
                    .remove(&laptop(), stolen, &id)
                    .await
                    .unwrap()
                    .unwrap();
            }
        }
    }
    let owners = house.people.addresses(stolen).await.unwrap().remove(0);
    assert_eq!(owners.address, "ada@example.org");
    house.letters();
    house
        .people
        .remove_address(&laptop(), stolen, &owners.id)
        .await
        .unwrap()
        .unwrap();
    let removed = What::AddressRemoved("ada@example.org".to_owned());
    Changes {
        address_added,
        address_removed: link_about(&house.letters(), &removed),
    }
}

#[tokio::test]
async fn a_thief_with_a_mailbox_cannot_have_back_what_the_owner_threw_out() {
    let house = House::new();
    let mut ada = Person::with_passkey(&house, "ada@example.org").await;
    ada.add_address(&house, "ada@read-by-the-thief.example").await;
    house.pass(Span::from_days(60));
    ada.freshen(&house).await;
    let mut theirs = ada.add_passkey(&house).await;
    let theirs_id = newest(&house, &ada).await;
    house.pass(Span::from_days(2));
    ada.freshen(&house).await;
    house.letters();
    house
        .people
        .remove(&laptop(), &ada.who, &theirs_id)
        .await
        .unwrap()
        .unwrap();
    let removed = link_about(&house.letters(), &What::Removed(Factor::Passkey));
    refused(&house, &ada.account, &removed, ObjectProblem::Young).await;
    assert!(!passkey_works(&house, &mut theirs).await);
    assert!(house.is_in(&ada.secret).await, "the owner is not disturbed");

    // The same holds for an address that was added lately.
    house
        .people
        .add_address(&laptop(), &ada.who, "new@thief.example")
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
    house.pass(Span::from_minutes(1));
    let addresses = house.people.addresses(&ada.who).await.unwrap();
    let new = addresses
        .iter()
        .find(|mailbox| mailbox.address == "new@thief.example")
        .unwrap();
    house.letters();
    house
        .people
        .remove_address(&laptop(), &ada.who, &new.id)
        .await
        .unwrap()
        .unwrap();
    let letters = house.letters();
    assert!(
        letters
            .iter()
            .all(|letter| letter.to.as_str() != "new@thief.example")
    );
    let link = link_about(&letters, &What::AddressRemoved("new@thief.example".to_owned()));
    refused(&house, &ada.account, &link, ObjectProblem::Over).await;
}

#[tokio::test]
async fn the_last_protection_is_not_taken_by_a_link() {
    let house = House::new();
    let mut ada = Person::with_passkey(&house, "ada@example.org").await;
    house.pass(Span::from_days(10));
    ada.freshen(&house).await;
    let mut new = ada.add_passkey(&house).await;
    let added = link_about(&house.letters(), &What::Added(Factor::Passkey));
    house.pass(Span::from_minutes(1));
    let old = ada.ids_of(&house, Factor::Passkey).await.remove(0);
    house
        .people
        .remove(&laptop(), &ada.who, &old)
        .await
        .unwrap()
        .unwrap();
    house.letters();
    // What was there before comes back in its place.
    object(&house, &ada.account, &added).await;
    assert!(!passkey_works(&house, &mut new).await);
    assert_eq!(ada.ids_of(&house, Factor::Passkey).await, [old]);
}

#[tokio::test]
async fn an_objection_is_good_for_its_time() {
    let house = House::new();
    let mut ada = Person::with_app(&house, "ada@example.org").await;
    ada.add_passkey(&house).await;
    let added = link_about(&house.letters(), &What::Added(Factor::Passkey));
    assert_eq!(house.people.look_at_objection("nonsense").await.unwrap(), None);
    refused(&house, &ada.account, "nonsense", ObjectProblem::Over).await;
    house.pass(Span::from_days(14));
    assert_eq!(house.people.look_at_objection(&added).await.unwrap(), None);
    refused(&house, &ada.account, &added, ObjectProblem::Over).await;
    assert!(ada.sign_in(&house, &laptop()).await.is_some());
}

/// Whatever is removed at the same time, and whatever is added meanwhile: two lasting factors stay.
#[tokio::test]
async fn removing_at_the_same_time_never_leaves_less_than_two_factors() {
    let house = House::new();
    let ada = Person::with_app(&house, "ada@example.org").await;
    ada.add_passkey(&house).await;
    ada.add_codes(&house).await;
    let passkey = ada.ids_of(&house, Factor::Passkey).await.remove(0);
    let app = ada.ids_of(&house, Factor::Totp).await.remove(0);
    let passphrase = ada.ids_of(&house, Factor::Passphrase).await.remove(0);
    let visit = laptop();
    let (one, two, three) = tokio::join!(
        house.people.remove(&visit, &ada.who, &passkey),
        house.people.remove(&visit, &ada.who, &app),
        house.people.remove(&visit, &ada.who, &passphrase),
    );
    let removed = [one.unwrap(), two.unwrap(), three.unwrap()];
    let gone = removed.iter().filter(|removed| removed.is_ok()).count();
    assert!((1..=2).contains(&gone), "{removed:?}");
    assert!(
        removed
            .iter()
            .any(|removed| matches!(removed, Err(ChangeProblem::TooLittle(_)))),
        "{removed:?}"
    );
    let left = house.factors_of(&ada.account).await.into_iter().collect();
    assert!(identity::is_lastingly_two_factor(left), "{left:?}");

    // One is added while another one goes.
    let left = ada.ids_of(
        &house,
        if left.contains(Factor::Passkey) {
            Factor::Passkey
        } else {
            Factor::Totp
        },
    );
    let left = left.await.remove(0);
    let (_, gone) = tokio::join!(
        ada.add_passkey(&house),
        house.people.remove(&visit, &ada.who, &left)
    );
    let held = house.factors_of(&ada.account).await.into_iter().collect();
    assert!(identity::is_lastingly_two_factor(held), "{held:?} after {gone:?}");
    let after = house
        .people
        .after_removing(&ada.account, "nothing-of-theirs")
        .await
        .unwrap();
    assert_ne!(after, AfterRemoving::TooFew);
}
