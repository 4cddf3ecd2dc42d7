//! Tallies that moved event by event are those of a recount of the whole history, whenever misses were recorded.
#![expect(clippy::unwrap_used, reason = "in a test, what cannot go on fails")]

mod histories;

use std::collections::BTreeMap;

use histories::{at, blocked, ended, event, indicators, odd, restored, sweep};
use outcomes::{Pending, slots};
use proptest::prelude::*;
use vocabulary::{Event, Mark};

/// Good and valid by promise and hour.
type Sums = BTreeMap<(String, i64), (i64, i64)>;

/// Counts a whole history at one go, by looking for each start at everything that ever came in: slow, and
/// without any memory between events.
fn recount(history: &[Event], end: i64) -> Sums {
    let mut sums = Sums::new();
    let mut count = |promise: &str, event: &Event, good: bool| {
        let sum = sums.entry((promise.to_owned(), event.at.hour())).or_default();
        *sum = (sum.0 + i64::from(good), sum.1 + 1);
    };
    for event in history
        .iter()
        .filter(|event| event.kind.name() == "effect.requested")
    {
        let (amount, currency) = (event.whole("amount"), event.text("currency"));
        let payout = event.text("effect") == Some("payout");
        let valid = if payout {
            Some(true)
        } else {
            amount.map(|amount| amount > 100)
        };
        if valid == Some(true)
            && let Some(currency) = currency
        {
            count("paid-once", event, currency == "EUR");
        }
    }
    let session = |event: &Event| event.session.as_ref().unwrap().to_string();
    let account = |event: &Event| event.account.to_string();
    let is = |event: &Event, kind: &str| event.kind.name() == kind;
    let owner = |event: &Event| is(event, "access.blocked") && event.text("verdict") == Some("owner");
    let odd = |event: &Event| is(event, "session.went_odd");
    pairs(history, end, odd, "session.ended", session, 60, |start, good| {
        count("thrown-out", start, good);
    });
    pairs(
        history,
        end,
        owner,
        "access.restored",
        account,
        120,
        |start, good| count("back-soon", start, good),
    );
    sums
}

/// Matches every start with the first end that is free and near enough, and tells how each came out.
fn pairs(
    history: &[Event],
    end: i64,
    is_start: impl Fn(&Event) -> bool,
    to: &str,
    same: impl Fn(&Event) -> String,
    after: i64,
    mut tell: impl FnMut(&Event, bool),
) {
    struct Start {
        same: String,
        deadline: i64,
        ended: Option<usize>,
    }
    let mut starts: Vec<Start> = Vec::new();
    let seconds = |event: &Event| event.at.as_millis() - at(0).as_millis();
    for (place, start) in history.iter().enumerate().filter(|(_, event)| is_start(event)) {
        let still_open = starts.iter().any(|earlier| {
            earlier.same == same(start)
                && seconds(start) <= earlier.deadline
                && earlier.ended.is_none_or(|ended| ended > place)
        });
        if still_open {
            continue;
        }
        let gap = |other: &Event| seconds(other) - seconds(start);
        let found = history.iter().enumerate().find(|(other, event)| {
            event.kind.name() == to
                && same(event) == same(start)
                && (0..=after * 1_000).contains(&gap(event))
                && starts.iter().all(|earlier| earlier.ended != Some(*other))
        });
        let deadline = seconds(start) + after * 1_000;
        match found {
            Some(_) => tell(start, true),
            None if deadline < end * 1_000 => tell(start, false),
            None => {}
        }
        starts.push(Start {
            same: same(start),
            deadline,
            ended: found.map(|(other, _)| other),
        });
    }
}

fn any_event() -> impl Strategy<Value = (i64, u8, u8)> {
    (
        prop_oneof![1..3_i64, 1..100_i64, Just(60), Just(61), 1..4_000_i64],
        0..7_u8,
        0..3_u8,
    )
}

fn build(seconds: i64, kind: u8, which: u8) -> Event {
    let session = format!("s{which}");
    match kind {
        0 | 1 => odd(seconds, &session),
        2 => ended(seconds, &session),
        3 => blocked(seconds, if which == 0 { "unknown" } else { "owner" }),
        4 => restored(seconds),
        5 => {
            let (currency, amount) = (if which == 1 { "USD" } else { "EUR" }, seconds % 200);
            let fields =
                format!(r#"{{"effect":"charge","effect_id":"e","amount":{amount},"currency":"{currency}"}}"#);
            event(seconds, "effect.requested", &session, &fields)
        }
        _ => event(
            seconds,
            "effect.requested",
            &session,
            r#"{"effect":"payout","effect_id":"e"}"#,
        ),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]
    #[test]
    fn folding_is_a_recount(
        steps in prop::collection::vec((any_event(), any::<bool>(), 0..1_000_u16), 1..28),
        wait in 0..200_i64,
    ) {
        let indicators = indicators();
        let mut pending = Pending::default();
        let mut moves = Vec::new();
        let mut history = Vec::new();
        let mut clock = 0;
        for ((gap, kind, which), settle, part) in steps {
            // Misses are recorded at any moment between two events.
            if settle {
                let now = clock + gap * i64::from(part) / 1_000;
                moves.extend(sweep(&indicators, now, Mark::Real, &mut pending));
            }
            clock += gap;
            let event = build(clock, kind, which);
            moves.extend(indicators.observe(&event, &mut pending));
            history.push(event);
        }
        let end = clock + wait;
        moves.extend(sweep(&indicators, end, Mark::Real, &mut pending));

        let mut sums = Sums::new();
        let mut durations = BTreeMap::<String, i64>::new();
        for one in moves {
            let sum = sums.entry((one.indicator.promise().to_owned(), one.hour)).or_default();
            match one.slot {
                slots::GOOD => sum.0 += one.by,
                slots::VALID => sum.1 += one.by,
                _ => *durations.entry(one.indicator.promise().to_owned()).or_default() += one.by,
            }
        }
        prop_assert_eq!(&sums, &recount(&history, end));
        // Every start that was good has one duration.
        for promise in ["thrown-out", "back-soon"] {
            let good: i64 = sums.iter().filter(|((name, _), _)| name == promise).map(|(_, sum)| sum.0).sum();
            prop_assert_eq!(durations.get(promise).copied().unwrap_or(0), good);
        }
    }
}
