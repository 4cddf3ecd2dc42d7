//! Bringing people over from another system, and what staff do for them afterwards: over a real engine and store.

#![cfg(test)]

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use async_trait::async_trait;
use engine::{Clock, Engine, Entropy, Keys, Stated};
use identity::{Custody, Stage, Toll};
use journey::SourceFile;
use ledger::keys::MasterKey;
use ledger::note::SigningKey;
use people::{
    Aim, Courier, FirstHalf, ImportProblem, Imported, KEY_BYTES, Letter, People, RelyingParty, Secrets,
    Settings, Staff, StaffProblem, Visit,
};
use store::embedded::EmbeddedStore;
use tempfile::TempDir;
use vocabulary::{AccountId, Factor, Moment, Span};

const JOURNEYS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../journeys");

/// `U*U` under bcrypt at cost 5, a vector of the `crypt_blowfish` test suite.
const BCRYPT: &str = "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";

struct SetClock(AtomicI64);

impl Clock for SetClock {
    fn now(&self) -> Moment {
        Moment::from_millis(self.0.load(Ordering::SeqCst))
    }
}

/// Bytes that never come twice and are the same on every run.
struct Counted(AtomicU64);

impl Entropy for Counted {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let number = self.0.fetch_add(1, Ordering::SeqCst);
            let mixed = number.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes();
            chunk.copy_from_slice(&mixed[..chunk.len()]);
        }
    }
}

/// A letter box that can be looked into.
#[derive(Default)]
struct LetterBox(std::sync::Mutex<Vec<Letter>>);

#[async_trait]
impl Courier for LetterBox {
    async fn take(&self, letter: Letter) -> Result<(), String> {
        self.0.lock().unwrap().push(letter);
        Ok(())
    }
}

struct House {
    people: People,
    clock: Arc<SetClock>,
    letters: Arc<LetterBox>,
    _directory: TempDir,
}

impl House {
    fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let store = Arc::new(EmbeddedStore::open(directory.path()).unwrap());
        let now = Moment::parse("2026-11-21T09:30:00Z").unwrap();
        let clock = Arc::new(SetClock(AtomicI64::new(now.as_millis())));
        let keys = Keys {
            master: MasterKey::from_bytes(&[7; 32]).unwrap(),
            signing: SigningKey::from_seed("shop.example/log".parse().unwrap(), &[9; 32]).unwrap(),
        };
        let entropy = Arc::new(Counted(AtomicU64::new(1)));
        let engine = Arc::new(Engine::new(store, stated(), keys, clock.clone(), entropy));
        let party = RelyingParty::new("id.example.com", "Shop").unwrap();
        let settings = Settings::new(
            "Shop",
            "https://id.example.com",
            party,
            "safeconduct_".parse().unwrap(),
        );
        let letters = Arc::new(LetterBox::default());
        let secrets = Secrets::derive(&[3; KEY_BYTES]).unwrap();
        Self {
            people: People::new(engine, secrets, settings, letters.clone()),
            clock,
            letters,
            _directory: directory,
        }
    }

    fn pass(&self, span: Span) {
        self.clock.0.fetch_add(span.as_millis(), Ordering::SeqCst);
    }

    fn letters(&self) -> usize {
        self.letters.0.lock().unwrap().len()
    }

    async fn import(&self, line: &str) -> Result<Imported, ImportProblem> {
        self.people.import_line(line).await.unwrap()
    }

    /// Every event of an account, oldest first, by its kind and what it says of `because`.
    async fn events(&self, account: &AccountId) -> Vec<(String, Option<String>)> {
        let mut opened = self.people.engine().timeline(account, None, 100).await.unwrap();
        opened.reverse();
        let records = opened.into_iter().filter_map(|opened| opened.record);
        records
            .map(|record| {
                let because = record.event.text("because").map(str::to_owned);
                (record.event.kind.name().to_owned(), because)
            })
            .collect()
    }

    async fn entries(&self) -> u64 {
        self.people.engine().store().totals().await.unwrap().entries
    }
}

fn stated() -> Stated {
    let mut files: Vec<SourceFile> = std::fs::read_dir(JOURNEYS)
        .unwrap()
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|kind| kind == "yaml"))
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            SourceFile::new(name, std::fs::read_to_string(&path).unwrap())
        })
        .collect();
    files.sort_by(|left, right| left.name.cmp(&right.name));
    let Ok((stated, _)) = Stated::read(&files, false) else {
        panic!("the journeys that we ship have errors")
    };
    stated
}

fn id(text: &str) -> AccountId {
    AccountId::new(text).unwrap()
}

fn line(account: &str, address: &str, verified: bool) -> String {
    format!(
        r#"{{"account":"{account}","address":"{address}","name":"Jane","hash":"{BCRYPT}","verified":{verified}}}"#
    )
}

fn ann() -> Staff {
    Staff::new("Ann", Some("lost laptop")).unwrap()
}

#[tokio::test]
async fn a_line_becomes_an_account_as_a_whole() {
    let house = House::new();
    let account = id("acc_42");
    let opened = house.import(&line("acc_42", "Jane@example.org", true)).await;
    assert_eq!(
        opened,
        Ok(Imported::Opened {
            account: account.clone(),
            hash: "bcrypt"
        })
    );
    let safety = house.people.safety(&account).await.unwrap().unwrap();
    assert_eq!(
        (safety.name.as_str(), safety.addresses),
        ("Jane", vec!["Jane@example.org".to_owned()])
    );
    assert_eq!(safety.authenticators.len(), 1);
    assert_eq!(safety.authenticators[0].factor, Factor::Passphrase);
    assert!(safety.must_enrol_since.is_some());
    let events = house.events(&account).await;
    let expected = [
        ("account.created", None),
        ("factor.enrolled", None),
        ("address.changed", None),
        ("enrolment.required", Some("imported")),
    ];
    let expected = expected.map(|(kind, because)| (kind.to_owned(), because.map(str::to_owned)));
    assert_eq!(events, expected);
    assert!(house.people.engine().recount().await.is_ok());
}

#[tokio::test]
async fn an_address_that_was_not_confirmed_elsewhere_is_not_confirmed_here() {
    let house = House::new();
    house
        .import(&line("acc_1", "jane@example.org", false))
        .await
        .unwrap();
    let safety = house.people.safety(&id("acc_1")).await.unwrap().unwrap();
    assert!(safety.addresses.is_empty());
    let found = house.people.find_accounts(" JANE@example.org ").await.unwrap();
    assert_eq!(found, [id("acc_1")]);
}

#[tokio::test]
async fn who_was_brought_over_is_let_on_with_the_old_passphrase_and_no_other() {
    let house = House::new();
    house
        .import(&line("acc_1", "jane@example.org", true))
        .await
        .unwrap();
    let check = async |typed: &str, is_right: bool| {
        let before = house.letters();
        let half = house
            .people
            .sign_in_with_passphrase(&Visit::default(), "jane@example.org", typed, &Aim::default())
            .await
            .unwrap();
        assert_eq!(
            matches!(half, FirstHalf::MessageSent),
            is_right,
            "{typed}: {half:?}"
        );
        assert_eq!(house.letters() > before, is_right, "{typed}");
    };
    check("U*V", false).await;
    check("U*U", true).await;
}

#[tokio::test]
async fn the_same_file_can_be_brought_again() {
    let house = House::new();
    let jane = line("acc_1", "jane@example.org", true);
    house.import(&jane).await.unwrap();
    let entries = house.entries().await;
    for again in [
        &jane,
        &line("acc_1", "JANE@example.org", false),
        &jane.replace("Jane", "Joan"),
    ] {
        assert_eq!(house.import(again).await, Ok(Imported::Known(id("acc_1"))));
    }
    assert_eq!(house.entries().await, entries);
    let safety = house.people.safety(&id("acc_1")).await.unwrap().unwrap();
    assert_eq!(safety.name, "Jane");
}

#[tokio::test]
async fn hostile_lines_change_nothing_and_are_told_without_the_hash() {
    let house = House::new();
    house
        .import(&line("acc_1", "jane@example.org", true))
        .await
        .unwrap();
    let entries = house.entries().await;
    let check = async |text: &str, says: &str| {
        let told = house.import(text).await.unwrap_err().to_string();
        assert!(told.contains(says), "{told}");
        assert!(!told.contains("CCCC") && told.len() < 600, "{told}");
        assert!(!told.chars().any(char::is_control), "{told:?}");
    };
    let dear = |hash: &str| format!(r#"{{"account":"acc_9","address":"joe@example.org","hash":"{hash}"}}"#);
    check(
        &line("acc_2", "jane@example.org", true),
        "belongs to account `acc_1`",
    )
    .await;
    check(
        &line("acc_2", "JANE@EXAMPLE.ORG", true),
        "belongs to account `acc_1`",
    )
    .await;
    check(&line("acc_1", "joe@example.org", true), "with another address").await;
    check(&line("nobody-7", "joe@example.org", true), "`nobody-`").await;
    check(
        &line("acc_9", "joe@example.org\\r\\nBcc: x@y.z", true),
        "`address`",
    )
    .await;
    check(&line("acc\\u0000_9", "joe@example.org", true), "`account`").await;
    check(&line("acc_9", "\\u202egro@example.org", true), "`address`").await;
    check(&"x".repeat(100_000), "100000 bytes long").await;
    check(&format!("{}1", "[".repeat(4_000)), "not what is expected").await;
    check("", "ends too early").await;
    check("\u{0}\u{1b}[2J", "not JSON").await;
    check(&dear(&BCRYPT.replace("$05$", "$31$")), "bcrypt").await;
    check(
        &dear("$argon2id$v=19$m=4194304,t=1000,p=64$c29tZXNhbHRzb21lc2FsdA$RdescudvJCsgt3ub+b6sJ/W+h5V9A0B8C0g2pE0Yb5Y"),
        "argon2",
    )
    .await;
    check(
        &dear("pbkdf2_sha256$999999999999$salt$RdescudvJCsgt3ub+b6sJ/W+h5V9A0B8C0g2pE0Yb5Y="),
        "pbkdf2",
    )
    .await;
    check(&dear("$1$salt$hash"), "no hash of a known kind").await;
    assert_eq!(house.entries().await, entries);
    let found = house.people.find_accounts("joe@example.org").await.unwrap();
    assert!(found.is_empty());
}

#[tokio::test]
async fn two_lines_at_once_with_one_address_give_one_account() {
    let house = House::new();
    let (first, second) = (
        line("acc_1", "jane@example.org", true),
        line("acc_2", "jane@example.org", true),
    );
    let (first, second) = tokio::join!(house.import(&first), house.import(&second));
    let opened = [&first, &second].into_iter().filter(|done| done.is_ok()).count();
    assert_eq!(opened, 1, "{first:?} {second:?}");
    let refused = first.err().or(second.err());
    assert!(matches!(refused, Some(ImportProblem::AddressTaken(_))));
}

#[tokio::test]
async fn an_account_that_the_platform_told_of_gets_its_keychain_and_is_not_made_twice() {
    let house = House::new();
    let json = r#"{"key":"e1","kind":"account.created","account":"acc_1","at":"2026-11-21T09:30:00Z"}"#;
    let event = serde_json::from_str(json).unwrap();
    house
        .people
        .engine()
        .enforce(event, engine::Mode::Tell)
        .await
        .unwrap();
    let ended = house
        .people
        .end_sessions_as_staff(&id("acc_1"), &ann())
        .await
        .unwrap();
    assert_eq!(ended, Err(StaffProblem::NotKept(id("acc_1"))));
    house
        .import(&line("acc_1", "jane@example.org", true))
        .await
        .unwrap();
    let events = house.events(&id("acc_1")).await;
    let made = events
        .iter()
        .filter(|(kind, _)| kind == "account.created")
        .count();
    assert_eq!(made, 1, "{events:?}");
    let safety = house.people.safety(&id("acc_1")).await.unwrap().unwrap();
    assert_eq!(safety.authenticators.len(), 1);
    assert!(safety.must_enrol_since.is_some());
}

#[tokio::test]
async fn staff_end_require_and_revoke_under_their_name() {
    let house = House::new();
    let account = id("acc_1");
    house
        .import(&line("acc_1", "jane@example.org", true))
        .await
        .unwrap();
    for number in 1..=2 {
        let json = format!(
            r#"{{"key":"s{number}","kind":"session.started","account":"acc_1","at":"2026-11-21T09:30:00Z","session":"ses_{number}","fields":{{"proved":true}}}}"#
        );
        let event = serde_json::from_str(&json).unwrap();
        house.people.engine().record(event, Vec::new()).await.unwrap();
    }
    let before = house.letters();
    assert_eq!(house.people.live_sessions(&account).await.unwrap(), 2);
    let ended = house
        .people
        .end_sessions_as_staff(&account, &ann())
        .await
        .unwrap();
    assert_eq!(ended, Ok(2));
    assert_eq!(house.people.live_sessions(&account).await.unwrap(), 0);
    assert_eq!(house.letters(), before + 1);
    let again = house
        .people
        .end_sessions_as_staff(&account, &ann())
        .await
        .unwrap();
    assert_eq!((again, house.letters()), (Ok(0), before + 1));
    house
        .people
        .require_enrolment_as_staff(&account, &ann())
        .await
        .unwrap()
        .unwrap();
    let newest = house.people.engine().timeline(&account, None, 3).await.unwrap();
    for opened in newest {
        let event = opened.record.unwrap().event;
        assert_eq!(event.text("because"), Some("staff"));
        assert_eq!(
            event.from.agent.as_deref(),
            Some("safeconduct-admin (ann: lost laptop)")
        );
    }
    let revoked = house
        .people
        .revoke_tokens_as_staff(&account, &ann())
        .await
        .unwrap();
    assert_eq!(revoked, Ok(0));
}

#[tokio::test]
async fn an_account_is_handed_back_by_two_different_people_after_a_wait() {
    let house = House::new();
    let account = id("acc_1");
    house
        .import(&line("acc_1", "jane@example.org", true))
        .await
        .unwrap();
    assert_eq!(house.people.handing(&account).await.unwrap(), None);
    let agree = async |name: &str| house.people.agree_to_recovery(&account, name).await.unwrap();
    assert_eq!(agree("ann").await, Ok(Stage::Asked));
    assert!(agree("ann").await.is_err());
    let handing = house.people.handing(&account).await.unwrap().unwrap();
    assert_eq!((handing.still_needed, handing.ready_at), (1, None));
    assert!(matches!(agree("ben").await, Ok(Stage::Waiting { .. })));
    let handing = house.people.handing(&account).await.unwrap().unwrap();
    let ready_at = handing.ready_at.unwrap();
    assert_eq!((handing.still_needed, handing.agreed.len()), (0, 2));
    assert_eq!(house.people.finishing_link(&account).await.unwrap(), None);
    house.pass(ready_at.since(house.clock.now()));
    house.pass(Span::from_seconds(1));
    let link = house.people.finishing_link(&account).await.unwrap().unwrap();
    assert!(link.starts_with("https://id.example.com/"), "{link}");
}

#[tokio::test]
async fn the_population_says_what_falls_with_a_mail_provider() {
    let house = House::new();
    for (number, domain) in ["one.example", "one.example", "two.example"].iter().enumerate() {
        let (account, address) = (format!("acc_{number}"), format!("p{number}@{domain}"));
        house.import(&line(&account, &address, true)).await.unwrap();
    }
    let population = house.people.population().await.unwrap();
    assert_eq!(population.accounts, 3);
    let engine = house.people.engine();
    let graphs: Vec<_> = engine
        .accounts("", None, 100)
        .await
        .unwrap()
        .iter()
        .map(|account| {
            account
                .state
                .facts
                .protection
                .graph(&house.people.settings().access)
        })
        .collect();
    let mailboxes: Vec<&(Custody, Toll)> = population
        .tolls
        .iter()
        .filter(|(custody, _)| custody.kind() == "mailbox")
        .collect();
    assert_eq!(mailboxes.len(), 2, "{population:?}");
    for (custody, toll) in &population.tolls {
        assert_eq!(*toll, identity::falls_with(custody, &graphs));
    }
    assert_eq!(mailboxes[0].0.key(), "mailbox:one.example");
    assert_eq!(mailboxes[0].1.falls + mailboxes[0].1.weakened, 2);
}
