//! After an erasure nothing says anything of the person any more, down to the bytes on the disk.

use std::path::Path;

use ledger::verify::verify_log;
use ledger::watch::{Growth, compare};
use store::Store;
use vocabulary::{Event, Span};

use crate::house::{House, LAPTOP, NOWHERE, id};

const ACCOUNT: &str = "account-of-adelheid";
/// What her events hold: none of it may be left.
const TRACES: &[&str] = &[
    ACCOUNT,
    "device-of-adelheid",
    "session-of-adelheid",
    "charge-of-adelheid",
    "ticket-of-adelheid",
    "key-of-adelheid",
    "BrowserOfAdelheid",
];

fn from() -> String {
    r#"{"ip":"198.51.100.77","agent":"BrowserOfAdelheid/1.0","device":"device-of-adelheid"}"#.to_owned()
}

/// Her story: sessions, a question, a charge that is held, an incident, clocks that run.
async fn live(house: &House) {
    let ask = async |kind: &str, from: &str, session: &str, fields: &str| {
        let mut event = house.event(kind, ACCOUNT, from, session, fields);
        event.key = vocabulary::EventKey::new(&format!("key-of-adelheid-{}", event.key)).unwrap();
        house.engine.enforce(event, engine::Mode::Ask).await.unwrap()
    };
    let (from, session) = (from(), "session-of-adelheid");
    let charge = r#"{"effect":"charge","effect_id":"charge-of-adelheid","amount":4711,"currency":"EUR"}"#;
    ask("account.created", &from, session, "{}").await;
    ask("factor.enrolled", &from, session, r#"{"factor":"passkey"}"#).await;
    ask("effect.requested", &from, session, charge).await;
    ask(
        "ticket.opened",
        &from,
        session,
        r#"{"ticket_id":"ticket-of-adelheid"}"#,
    )
    .await;
    for number in 0..20 {
        house.clock.advance(Span::from_minutes(40));
        let session = format!("{session}-{number}");
        ask("sign_in.attempted", &from, &session, r#"{"password":"correct"}"#).await;
    }
    ask("sign_in.attempted", LAPTOP, "l", r#"{"password":"correct"}"#).await;
    ask("owner.answered", &from, session, r#"{"answer":"not-me"}"#).await;
}

/// Other people come and go, with names on both sides of hers, so that rows are moved about on their pages.
async fn others(house: &House, from: usize, until: usize) {
    let event = |number: usize| {
        let account = format!(
            "account-of-a{}{:03}",
            char::from(b"df"[number % 2]),
            number * 7_919 % 500
        );
        house.event(
            "sign_in.attempted",
            &account,
            LAPTOP,
            &format!("s{number}"),
            r#"{"password":"correct"}"#,
        )
    };
    let events: Vec<Event> = (from..until).map(event).collect();
    for few in events.chunks(40) {
        let asked = few
            .iter()
            .map(|event| house.engine.enforce(event.clone(), engine::Mode::Ask));
        futures::future::try_join_all(asked).await.unwrap();
    }
}

/// Which traces the files in a directory hold, and where.
fn traces(directory: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for file in std::fs::read_dir(directory).unwrap() {
        let path = file.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        for trace in TRACES {
            let count = bytes
                .windows(trace.len())
                .filter(|window| *window == trace.as_bytes())
                .count();
            if count > 0 {
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                found.push(format!("`{trace}` {count} times in {name}"));
            }
        }
    }
    found
}

#[tokio::test]
async fn no_byte_of_a_person_is_left() {
    let house = House::new();
    live(&house).await;
    // The traces are found where they are, or the search below would prove nothing.
    let before = traces(house.directory());
    assert!(before.iter().any(|found| found.contains(ACCOUNT)), "{before:?}");
    assert!(
        before.iter().any(|found| found.contains("device-of-adelheid")),
        "{before:?}"
    );
    house.engine.erase(&id(ACCOUNT)).await.unwrap().unwrap();
    assert_eq!(
        traces(house.directory()),
        Vec::<String>::new(),
        "while it is open"
    );
    house.reopen(|directory| {
        assert_eq!(traces(directory), Vec::<String>::new(), "after it was closed");
    });
}

#[tokio::test]
async fn no_byte_of_a_person_is_left_among_many() {
    let house = House::new();
    others(&house, 0, 400).await;
    live(&house).await;
    others(&house, 400, 1_200).await;
    let answer = house
        .ask("session.seen", ACCOUNT, &from(), "session-of-adelheid", "{}")
        .await;
    assert_eq!(answer.judgement.verdict.name(), "allow");
    house.engine.erase(&id(ACCOUNT)).await.unwrap().unwrap();
    assert_eq!(
        traces(house.directory()),
        Vec::<String>::new(),
        "while it is open"
    );
    house.reopen(|directory| {
        assert_eq!(traces(directory), Vec::<String>::new(), "after it was closed");
    });
}

#[tokio::test]
async fn the_log_stays_whole_and_the_person_is_gone_from_every_view() {
    let house = House::new();
    house.settle("bob").await;
    live(&house).await;
    house.engine.publish().await.unwrap();
    let before = house.checkpoint().await;
    let hers = house.story_of(ACCOUNT).await.len() as u64;
    assert_eq!(house.engine.in_trouble(None, 10).await.unwrap().len(), 1);

    assert_eq!(house.engine.erase(&id(ACCOUNT)).await.unwrap(), Some(hers));
    assert_eq!(
        house
            .engine
            .timeline(&id(ACCOUNT), None, 100)
            .await
            .unwrap()
            .len(),
        0
    );
    assert!(house.engine.account(&id(ACCOUNT)).await.unwrap().is_none());
    assert_eq!(house.engine.accounts("account", None, 10).await.unwrap().len(), 0);
    assert_eq!(house.engine.in_trouble(None, 10).await.unwrap().len(), 0);
    let entries = house.engine.entries(0, 1_000).await.unwrap();
    let unreadable = entries.iter().filter(|entry| entry.record.is_none());
    assert_eq!(unreadable.count() as u64, hers);
    assert!(
        entries
            .iter()
            .all(|entry| entry.account.is_some() == entry.record.is_some())
    );

    // Nothing runs on for her, and what was already signed is what was signed.
    house.clock.advance(Span::from_days(2));
    assert_eq!(house.engine.sweep().await.unwrap(), 0);
    let size = house.engine.publish().await.unwrap();
    let log = house.published().await;
    let report = verify_log(&log, house.engine.verifier());
    assert!(report.is_sound(), "{:?}", report.faults);
    let grew = Growth::Grew {
        from: before.size,
        to: size,
    };
    assert_eq!(compare(&before, &house.checkpoint().await, &log), grew);
    assert_eq!(size, before.size + 1);

    // That it happened is on record, without her name.
    let last = house
        .engine
        .latest(1)
        .await
        .unwrap()
        .remove(0)
        .record
        .unwrap()
        .event;
    assert_eq!(last.kind.name(), "account.erased");
    assert_eq!(last.whole("entries"), i64::try_from(hers).ok());
    assert!(last.account.as_str().starts_with("erased-"));

    let recount = house.engine.recount().await.unwrap();
    assert_eq!(
        (recount.erased, recount.tallies, recount.differences),
        (hers, None, vec![])
    );
    // There is nobody to erase a second time; whoever comes under that name is somebody new.
    assert_eq!(house.engine.erase(&id(ACCOUNT)).await.unwrap(), None);
    assert_eq!(house.store.totals().await.unwrap().entries, size);
    house
        .ask("ticket.opened", ACCOUNT, NOWHERE, "", r#"{"ticket_id":"t"}"#)
        .await;
    assert_eq!(house.story_of(ACCOUNT).await, ["ticket.opened"]);
    assert_eq!(
        house.engine.account(&id(ACCOUNT)).await.unwrap().unwrap().version,
        1
    );
    assert_eq!(house.engine.erase(&id(ACCOUNT)).await.unwrap(), Some(1));
}
