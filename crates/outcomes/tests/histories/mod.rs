//! A journey with one promise for each kind of measure, and events to go with it.
#![allow(dead_code, reason = "each test takes what it needs")]

use journey::{Journeys, SourceFile, load};
use outcomes::{Indicator, Indicators, Move, Pending};
use vocabulary::catalogue::kinds;
use vocabulary::{Event, Mark, Moment};

/// 2026-11-21T09:00:00Z.
pub(crate) const NINE: i64 = 1_795_251_600_000;

const JOURNEY: &str = r#"
journey: Sign in
id: j
who: Anyone
wants: To get in.
steps:
  - id: step
    does: I sign in.
    promises:
      - id: thrown-out
        says: Thieves are thrown out within a minute.
        measure: { kind: within, from: session.went_odd, to: session.ended, same: session_id, limit: 60s, target: 90%, over: 30d }
      - id: back-soon
        says: You are back within two minutes.
        measure: { kind: within, from: access.blocked where verdict = owner, to: access.restored, same: account_id, limit: 2m, target: 90%, over: 7d, min_events: 1 }
      - id: paid-once
        says: You pay what you saw.
        measure:
          kind: ratio
          of: effect.requested where amount > 100 or effect = payout
          good: currency = EUR
          target: 90%
          over: 1d
      - id: no-cards
        says: We never see your card.
        measure: { kind: never, event: card_number.seen where found != drill }
      - id: phishing
        says: Fake sites get nothing.
        measure: { kind: share, of: users, good: weakest_way_in = passkey, target: 80% }
debt:
  - id: later
    weakens: [paid-once, no-cards]
    owe: Some prices are still wrong.
    until: "2026-12-31"
    owner: a
    accepted_by: b
    track: c
"#;

pub(crate) fn journeys() -> Journeys {
    let (journeys, findings) = load(&[SourceFile::new("j.journey.yaml", JOURNEY)]);
    assert_eq!(findings, []);
    journeys
}

pub(crate) fn indicators() -> Indicators {
    Indicators::of(&journeys())
}

pub(crate) fn at(seconds: i64) -> Moment {
    Moment::from_millis(NINE + seconds * 1_000)
}

/// An event `seconds` after nine, of one kind, in one session, with fields.
pub(crate) fn event(seconds: i64, kind: &str, session: &str, fields: &str) -> Event {
    let json = format!(
        r#"{{"key":"k","kind":"{kind}","account":"a","session":"{session}","at":"{}","fields":{fields}}}"#,
        at(seconds)
    );
    serde_json::from_str(&json).unwrap()
}

pub(crate) fn odd(seconds: i64, session: &str) -> Event {
    event(
        seconds,
        "session.went_odd",
        session,
        r#"{"because":"other-device"}"#,
    )
}

pub(crate) fn ended(seconds: i64, session: &str) -> Event {
    event(seconds, "session.ended", session, r#"{"because":"odd"}"#)
}

pub(crate) fn blocked(seconds: i64, verdict: &str) -> Event {
    let fields = format!(r#"{{"because":"growing-waits","verdict":"{verdict}"}}"#);
    event(seconds, "access.blocked", "s", &fields)
}

pub(crate) fn restored(seconds: i64) -> Event {
    event(seconds, "access.restored", "s", "{}")
}

pub(crate) fn marked(mut event: Event, mark: Mark) -> Event {
    event.mark = mark;
    event
}

/// Records every clock that has run out as missed, as the engine's sweep does.
pub(crate) fn sweep(indicators: &Indicators, seconds: i64, mark: Mark, pending: &mut Pending) -> Vec<Move> {
    let mut moves = Vec::new();
    pending.forget_unknown(indicators);
    for overdue in pending.overdue(indicators, at(seconds)) {
        let cause = marked(event(seconds, "account.created", "s", "{}"), mark);
        let missed = overdue.fill(Event::caused_by(&cause, 1, kinds::PROMISE_MISSED, at(seconds)));
        moves.extend(indicators.observe(&missed, pending));
    }
    moves
}

pub(crate) fn get<'a>(indicators: &'a Indicators, promise: &str) -> &'a Indicator {
    indicators
        .list()
        .iter()
        .find(|one| one.id.promise() == promise)
        .unwrap()
}
