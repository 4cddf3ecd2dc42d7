//! What is refused, and in which words.

use engine::{EnforceError, Mode};
use store::Store;
use vocabulary::{Event, Kind, StepRef, ToldBy, Verdict};

use crate::house::{House, LAPTOP};

#[tokio::test]
async fn a_step_that_nobody_knows_is_named_with_what_may_have_been_meant() {
    let house = House::new();
    let check = async |step: &str, expected: &str| {
        let mut event = house.event("session.seen", "ada", LAPTOP, "s0", "{}");
        let (journey, name) = step.split_once('/').unwrap();
        event.step = Some(StepRef::new(journey, name));
        let said = house
            .engine
            .enforce(event, Mode::Ask)
            .await
            .unwrap_err()
            .to_string();
        assert!(said.starts_with(&format!("`{step}` is no step")), "{said}");
        assert!(said.contains(expected), "{said}");
    };
    check(
        "sign-in/stay-signed-inn",
        "did you mean `sign-in/stay-signed-in`?",
    )
    .await;
    check("chekout/pay", "did you mean `checkout/pay`?").await;
    check("basement/cellar", "known are").await;
    check("basement/cellar", "support/open").await;
    assert_eq!(house.store.totals().await.unwrap().entries, 0);

    let mut known = house.event("session.seen", "ada", LAPTOP, "s0", "{}");
    known.step = Some(StepRef::new("sign-in", "stay-signed-in"));
    house.engine.enforce(known, Mode::Ask).await.unwrap();
}

#[tokio::test]
async fn nobody_reports_in_our_name() {
    let house = House::new();
    let (mut refused, mut taken) = (0, 0);
    for kind in Kind::all().filter(|kind| !kind.is_population()) {
        let event: Event = serde_json::from_str(kind.example()).unwrap();
        for mode in [Mode::Ask, Mode::Tell] {
            let answer = house.engine.enforce(event.clone(), mode).await;
            match (kind.told_by(), answer) {
                (ToldBy::Safeconduct, Err(error)) => {
                    assert_eq!(error, EnforceError::NotForPlatforms(kind));
                    let said = error.to_string();
                    assert!(
                        said.contains(&format!("`{kind}` is reported by Safeconduct")),
                        "{said}"
                    );
                    refused += 1;
                }
                (ToldBy::Platform | ToldBy::Either, Ok(_)) => taken += 1,
                (told_by, answer) => unreachable!("{kind}, told by {told_by:?}: {answer:?}"),
            }
        }
    }
    assert!(refused > 20 && taken > 30, "{refused} refused, {taken} taken");
    // What was refused was not recorded: each event that was taken, taken once.
    let records = house.engine.entries(0, 1_000).await.unwrap();
    let judged = records
        .iter()
        .filter_map(|entry| entry.record.as_ref())
        .filter(|record| record.judgement.is_some());
    assert_eq!(judged.count(), taken / 2);
}

#[tokio::test]
async fn without_a_store_each_control_says_what_its_absence_means() {
    let house = House::new();
    house.settle("ada").await;
    house.store.close();
    let check = async |kind: &str, fields: &str, expected: Verdict| {
        let event = house.event(kind, "ada", LAPTOP, "s0", fields);
        match house.engine.enforce(event, Mode::Ask).await {
            Err(EnforceError::Down { verdict, error }) => {
                assert_eq!(verdict, expected, "{kind}");
                assert!(!error.to_string().is_empty());
            }
            other => unreachable!("{kind}: {other:?}"),
        }
    };
    let charge = r#"{"effect":"charge","effect_id":"ch_1","amount":1,"currency":"EUR"}"#;
    check("sign_in.attempted", r#"{"password":"correct"}"#, Verdict::Deny).await;
    check("effect.requested", charge, Verdict::Deny).await;
    check("session.seen", "{}", Verdict::Allow).await;
    check("ticket.opened", r#"{"ticket_id":"t"}"#, Verdict::Allow).await;
}
