//! A server that is killed in the middle of its work, again and again, loses nothing that it acknowledged and
//! records nothing by halves.
//!
//! What a killed process cannot show is the loss of power: there, the disk's own promise counts.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use reqwest::StatusCode;
use serde_json::{Value, json};
use support::{Chance, Deadline, PATIENCE, Place, Platform, Server, Signal};

const ROUNDS: u64 = 20;
const CLIENTS: u64 = 16;
const ACCOUNTS: u64 = 40;
/// Events acknowledged in a round before the server is killed, at most.
const MOST: u64 = 160;
/// Acknowledged events of earlier rounds that are asked for again after each round; all are in the end.
const SAMPLE: usize = 20;

/// What happens to an account: its owner comes, looks around and buys; now and then a thief with a device of
/// their own copies the session and spends, and the owner proves that it is them again.
fn event(key: &str, chance: &mut Chance) -> Value {
    let account = chance.below(ACCOUNTS);
    let session = format!("ses_{account}_{}", chance.below(3));
    let thief = chance.below(8) == 0;
    let device = if thief {
        format!("thief_{}", chance.below(5))
    } else {
        format!("dev_{account}")
    };
    let (kind, fields) = match chance.below(10) {
        0..=2 => (
            "sign_in.attempted",
            json!({"password": "correct", "proved": if thief { "none" } else { "passkey" }}),
        ),
        3 => ("sign_in.attempted", json!({"password": "wrong"})),
        4..=6 => ("session.seen", json!({"doing": "look-around"})),
        7..=8 => (
            "effect.requested",
            json!({"effect": "charge", "effect_id": format!("ch-{key}"), "amount": 4_200, "currency": "EUR"}),
        ),
        _ => (
            "challenge.answered",
            json!({"factor": "passkey", "result": if thief { "failed" } else { "passed" }}),
        ),
    };
    let network = if thief { "198.51.100" } else { "203.0.113" };
    json!({
        "key": key, "kind": kind, "account": format!("account-{account}"), "session": session, "fields": fields,
        "from": {"ip": format!("{network}.{account}"), "agent": "tests", "device": device}
    })
}

/// Everything that was acknowledged: the event, and what was answered.
type Acknowledged = Arc<Mutex<Vec<(Value, Value)>>>;

/// Asks until the server is gone, and notes every answer.
async fn ask(
    platform: Platform,
    mut chance: Chance,
    names: String,
    told: Acknowledged,
    count: Arc<AtomicUsize>,
) {
    for number in 0_u64.. {
        let event = event(&format!("{names}-{number}"), &mut chance);
        let Ok(answer) = platform.try_post("/v1/decide", event.to_string()).await else {
            break;
        };
        let status = answer.status();
        let Ok(body) = answer.json::<Value>().await else {
            break;
        };
        assert_eq!(status, StatusCode::OK, "{event}: {body}");
        assert_eq!(body["duplicate"], false, "{event}: {body}");
        told.lock().unwrap().push((event, body));
        count.fetch_add(1, Ordering::Relaxed);
    }
}

/// Asks for what was acknowledged again: it must be known, with the same answer.
async fn check(platform: &Platform, told: &[(Value, Value)]) {
    let asked = told.iter().map(async |(event, first)| {
        let again = platform.decide(event).await;
        assert_eq!(again["duplicate"], true, "acknowledged and lost: {event}");
        for part in ["verdict", "reasons", "promise", "entry"] {
            assert_eq!(again[part], first[part], "{part} of {event}");
        }
    });
    futures::future::join_all(asked).await;
}

/// Lets clients ask, and kills the server after some answers.
async fn ask_and_kill(
    server: Server,
    platform: &Platform,
    round: u64,
    after: usize,
    chance: &mut Chance,
) -> Vec<(Value, Value)> {
    let (told, count) = (Acknowledged::default(), Arc::new(AtomicUsize::new(0)));
    let asking: Vec<_> = (0..CLIENTS)
        .map(|client| {
            let names = format!("{round}-{client}");
            let chance = chance.another();
            tokio::spawn(ask(
                platform.clone(),
                chance,
                names,
                Arc::clone(&told),
                Arc::clone(&count),
            ))
        })
        .collect();
    let deadline = Deadline::after(PATIENCE);
    while count.load(Ordering::Relaxed) < after {
        assert!(!deadline.is_over(), "round {round}: only {count:?} answers");
        tokio::task::yield_now().await;
    }
    server.signal(Signal::Kill);
    for asked in asking {
        asked.await.unwrap();
    }
    assert_eq!(
        server.ended().code,
        None,
        "it was killed, and did not end by itself"
    );
    let told = std::mem::take(&mut *told.lock().unwrap());
    assert!(told.len() >= after);
    told
}

#[tokio::test]
async fn nothing_acknowledged_is_lost_when_the_server_is_killed() {
    let mut chance = Chance::told();
    let place = Place::new();
    let mut server = place.serve();
    let key = place.key("decide,read");
    let mut told: Vec<(Value, Value)> = Vec::new();
    for round in 0..ROUNDS {
        let after = usize::try_from(1 + chance.below(MOST)).unwrap();
        let platform = server.client(&key);
        let fresh = ask_and_kill(server, &platform, round, after, &mut chance).await;
        eprintln!(
            "round {round}: killed after {after} answers, {} were acknowledged",
            fresh.len()
        );
        server = place.serve();
        let platform = server.client(&key);
        check(&platform, &fresh).await;
        let earlier: Vec<_> = (0..SAMPLE.min(told.len()))
            .map(|_| told[usize::try_from(chance.below(told.len() as u64)).unwrap()].clone())
            .collect();
        check(&platform, &earlier).await;
        told.extend(fresh);
    }
    let platform = server.client(&key);
    check(&platform, &told).await;
    // The rounds were worth their while: all that is to be kept happened.
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for (_, answer) in &told {
        for follows in answer["follows"].as_array().unwrap() {
            let kind = follows["kind"].as_str().unwrap().to_owned();
            *kinds.entry(kind).or_default() += 1;
        }
    }
    for kind in [
        "session.started",
        "session.ended",
        "incident.opened",
        "effect.held",
        "challenge.asked",
    ] {
        assert!(kinds.contains_key(kind), "no {kind}: {kinds:?}");
    }
    server.stop();
    let whole = place
        .about(["ledger", "verify", "--recount", "--format", "json"])
        .must_exit(0)
        .json();
    assert_eq!(whole["whole"], true, "{whole}");
    assert_eq!(whole["not_yet_published"], 0, "{whole}");
    assert_eq!(whole["entries_sound"], whole["size"], "{whole}");
    assert!(whole["size"].as_u64().unwrap() >= told.len() as u64, "{whole}");
    assert!(whole["tallies_recounted"].as_u64().unwrap() > 0, "{whole}");
}
