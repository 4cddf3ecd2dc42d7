//! Each part of a decision, run again and again.

use std::hint::black_box;
use std::time::Duration;

use engine::{Mode, State, judge};
use guard::NetworkFacts;
use ledger::keys::{MasterKey, WrappedKey};
use vocabulary::limits::MAX_BEHIND_ASKED;
use vocabulary::{Event, Record, parse_event};

use super::person::{HOME, Person, THIEF};
use crate::numbers::median;
use crate::stopwatch::Stopwatch;

/// How many batches are measured.
const BATCHES: usize = 301;
/// How long a batch takes at least: long enough that reading the clock does not count.
const BATCH: Duration = Duration::from_micros(500);

/// Nanoseconds of one run: the middle of many batches, and the fastest batch. On a busy machine the fastest is
/// the truer one.
struct Took {
    median: f64,
    least: f64,
}

/// Measures and prints all of them.
pub(super) fn measure() -> anyhow::Result<()> {
    let mut person = Person::settled()?;
    let password = r#"{"password":"correct","proved":"none"}"#;
    let seen = person.event(
        "session.seen",
        HOME,
        Person::SESSION,
        r#"{"doing":"view-orders"}"#,
    )?;
    let cases = [
        ("session.seen", seen.clone()),
        (
            "sign-in, known device",
            person.event("sign_in.attempted", HOME, "ses_new", password)?,
        ),
        ("charge", person.charge()?),
        (
            "thief with the password",
            person.event("sign_in.attempted", THIEF, "ses_thief", password)?,
        ),
        (
            "thief with the cookie",
            person.event("session.seen", THIEF, Person::SESSION, "{}")?,
        ),
    ];
    println!("{:<40} {:>12} {:>12}", "one run of", "median ns", "least ns");
    decisions(&person, &cases);
    turns(&person, &cases);
    around(&mut person, seen)
}

fn decisions(person: &Person, cases: &[(&str, Event)]) {
    let (policy, facts) = (&person.stated.policy, &person.state.facts);
    let network = Some(NetworkFacts::default());
    for (name, event) in cases {
        print(&format!("guard::decide, {name}"), || {
            guard::decide(
                policy,
                black_box(facts),
                network,
                black_box(event),
                Mode::Ask,
                person.now,
            )
        });
    }
}

/// The decision with all that it changes and counts, and with the copies that measuring it again takes.
fn turns(person: &Person, cases: &[(&str, Event)]) {
    let network = Some(NetworkFacts::default());
    for (name, event) in cases {
        print(&format!("engine::judge, {name}"), || {
            let mut state = person.state.clone();
            let judged = judge(
                &person.stated,
                &mut state,
                network,
                event.clone(),
                Mode::Ask,
                person.now,
            );
            (state, judged)
        });
    }
    print("  of which: copies of state and event", || {
        (
            person.state.clone(),
            cases.first().map(|(_, event)| event.clone()),
        )
    });
}

/// What stands around the decision in `enforce`.
fn around(person: &mut Person, seen: Event) -> anyhow::Result<()> {
    let text = person.text(
        "session.seen",
        HOME,
        Person::SESSION,
        r#"{"doing":"view-orders"}"#,
    );
    print("parse_event", || {
        parse_event(black_box(text.as_bytes()), person.now, MAX_BEHIND_ASKED)
    });

    let stored = person.state.encode();
    print("State::decode", || State::decode(black_box(&stored)));
    print("State::encode", || black_box(&person.state).encode());

    let network = Some(NetworkFacts::default());
    let decision = guard::decide(
        &person.stated.policy,
        &person.state.facts,
        network,
        &seen,
        Mode::Ask,
        person.now,
    );
    let record = Record {
        event: seen,
        judgement: Some(decision.judgement),
    };
    let body = serde_json::to_vec(&record)?;
    print("record to JSON", || serde_json::to_vec(black_box(&record)));

    let account = b"acc_42";
    let master = MasterKey::from_bytes(&[7; 32])?;
    let (key, wrapped) = master.issue(account, &[8; 32], &[9; 12])?;
    let stored_key = WrappedKey::from_stored(wrapped.as_bytes().to_vec());
    print("MasterKey::issue", || {
        master.issue(black_box(account), &[8; 32], &[9; 12])
    });
    print("MasterKey::unwrap_key", || {
        master.unwrap_key(black_box(account), &stored_key)
    });
    // The nonce is the same each time; what is sealed here is thrown away.
    print("ledger::entry::seal", || {
        ledger::entry::seal(&key, &[5; _], black_box(&body))
    });
    println!(
        "sizes: the event {} bytes, its record {} bytes, the person's state {} bytes",
        text.len(),
        body.len(),
        stored.len()
    );
    Ok(())
}

fn print<T>(name: &str, run: impl FnMut() -> T) {
    let took = time(run);
    println!("{name:<40} {:>12.0} {:>12.0}", took.median, took.least);
}

fn time<T>(mut run: impl FnMut() -> T) -> Took {
    let mut batch = |times: u32| {
        let watch = Stopwatch::start();
        for _ in 0..times {
            black_box(run());
        }
        watch.elapsed()
    };
    // Doubling warms caches and branch predictors up on the way.
    let mut times = 1;
    while batch(times) < BATCH {
        times *= 2;
    }
    let mut nanos: Vec<f64> = std::iter::repeat_with(|| batch(times).as_nanos() as f64 / f64::from(times))
        .take(BATCHES)
        .collect();
    let median = median(&mut nanos);
    Took {
        median,
        least: nanos.first().copied().unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_runs_often_enough_and_the_least_is_no_more_than_the_median() {
        let mut runs = 0_u64;
        let took = time(|| runs += 1);
        assert!(runs > u64::try_from(BATCHES).unwrap());
        assert!(took.least <= took.median);
    }
}
