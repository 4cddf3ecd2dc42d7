//! Tallies moved event by event are those of a plain recount, in whatever order events come in.
//!
//! The journeys are the shipped ones. The recount reads the whole list once for each promise and for each
//! thing that it is about, and shares nothing with the indicators but the journeys' own words.
#![expect(clippy::unwrap_used, reason = "in a test, what cannot go on fails")]

mod histories;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use histories::{at, event, marked};
use journey::{Journeys, MeasureKind, SourceFile, load};
use outcomes::{Indicators, Move, Pending, slots};
use proptest::prelude::*;
use vocabulary::catalogue::kinds;
use vocabulary::{AccountId, Event, Mark, Moment, Span, ValueRef};

/// Good and valid by promise and hour, and how many durations were noted of each promise.
type Sums = (BTreeMap<(String, i64), (i64, i64)>, BTreeMap<String, i64>);

/// Read once: it takes longer than a history.
static SHIPPED: LazyLock<Journeys> = LazyLock::new(|| {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../journeys");
    let mut files: Vec<SourceFile> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap();
            SourceFile::new(name, std::fs::read_to_string(&path).unwrap())
        })
        .collect();
    files.sort_by(|left, right| left.name.cmp(&right.name));
    load(&files).0
});

/// The semantics in words:
/// - drills never count, simulated events only where asked for;
/// - `ratio` counts what is known to belong to it and known to be good or not, `never` what is known to be it;
/// - `within` keeps one clock for each thing that start and end share: a second start before the deadline is
///   the same clock, one after it is another, and the first was missed;
/// - the first end that comes in stops the clock, and is good up to the deadline and with it;
/// - an end without a clock is kept, the newest of each thing, for a start that comes in later and did not
///   happen later;
/// - a recorded miss stops the clock, and counts as bad;
/// - all of it counts in the hour of the start, and a clock that still runs does not count yet.
fn recount(journeys: &Journeys, log: &[Event], simulated: bool) -> Sums {
    let mut sums = Sums::default();
    let counted = |event: &&Event| event.mark == Mark::Real || simulated && event.mark == Mark::Simulated;
    let accounts: BTreeSet<&AccountId> = log.iter().map(|event| &event.account).collect();
    for stated in journeys.journeys.iter().flat_map(journey::Journey::stated) {
        let Some(measure) = stated.measure else { continue };
        let promise = stated.to_ref();
        let mut count = |at: Moment, good: bool| {
            let sum = sums.0.entry((promise.to_string(), at.hour())).or_default();
            *sum = (sum.0 + i64::from(good), sum.1 + 1);
        };
        match &measure.kind {
            MeasureKind::Ratio { of, good, .. } => {
                for event in log.iter().filter(counted).filter(|event| event.kind == of.kind) {
                    if let (Some(true), Some(good)) = (of.condition.holds(event), good.holds(event)) {
                        count(event.at, good);
                    }
                }
            }
            MeasureKind::Never { event: bad } => {
                for event in log.iter().filter(counted).filter(|event| event.kind == bad.kind) {
                    if bad.condition.holds(event) == Some(true) {
                        count(event.at, false);
                    }
                }
            }
            MeasureKind::Within {
                from,
                to,
                same,
                limit,
                ..
            } => {
                let mut durations = 0;
                for account in &accounts {
                    let mine = || {
                        log.iter()
                            .filter(counted)
                            .filter(|event| event.account == **account)
                    };
                    let is = |event: &Event, of: &journey::Selector| {
                        event.kind == of.kind && of.condition.holds(event) == Some(true)
                    };
                    let things: BTreeSet<String> = mine()
                        .filter(|event| is(event, from) || is(event, to))
                        .filter_map(|event| shared(event, same))
                        .collect();
                    for thing in &things {
                        let about = |event: &Event| shared(event, same).as_ref() == Some(thing);
                        let (mut running, mut kept) = (None, None);
                        for event in mine() {
                            if is(event, from) && about(event) {
                                if let Some(began) = running {
                                    if event.at <= began + *limit {
                                        continue;
                                    }
                                    count(began, false);
                                    running = None;
                                }
                                match kept.filter(|end| *end >= event.at) {
                                    Some(end) => {
                                        count(event.at, end <= event.at + *limit);
                                        durations += i64::from(end <= event.at + *limit);
                                        kept = None;
                                    }
                                    None => running = Some(event.at),
                                }
                            } else if is(event, to) && about(event) {
                                match running.take() {
                                    Some(began) => {
                                        count(began, event.at <= began + *limit);
                                        durations += i64::from(event.at <= began + *limit);
                                    }
                                    None => kept = Some(event.at),
                                }
                            } else if says_missed(event, promise.as_str(), running, *limit)
                                && let Some(began) = running.take()
                            {
                                count(began, false);
                            }
                        }
                    }
                }
                if durations > 0 {
                    sums.1.insert(promise.to_string(), durations);
                }
            }
            MeasureKind::Share { .. } => {}
        }
    }
    sums
}

/// A miss names its promise and when the clock began; it is one only once the deadline has passed. No two clocks
/// of one account's promise begin at the same moment.
fn says_missed(event: &Event, promise: &str, running: Option<Moment>, limit: Span) -> bool {
    event.kind == kinds::PROMISE_MISSED
        && event.text("promise") == Some(promise)
        && event.moment("started") == running
        && running.is_some_and(|began| event.at > began + limit)
}

fn shared(event: &Event, field: &str) -> Option<String> {
    match event.read(field)? {
        ValueRef::Text(text) => Some(text.to_owned()),
        ValueRef::Whole(number) => Some(number.to_string()),
        ValueRef::Moment(moment) => Some(moment.to_string()),
    }
}

/// The same from the moves.
fn sum_up(moves: &[Move]) -> Sums {
    let mut sums = Sums::default();
    for one in moves {
        let promise = one.indicator.to_string();
        if one.slot >= slots::TOOK {
            *sums.1.entry(promise).or_default() += one.by;
            continue;
        }
        let sum = sums.0.entry((promise, one.hour)).or_default();
        match one.slot {
            slots::GOOD => sum.0 += one.by,
            _ => sum.1 += one.by,
        }
    }
    sums
}

/// What may happen in the shipped journeys: kind and fields; `{n}` is one of two.
const HAPPENS: &[(&str, &str)] = &[
    ("session.went_odd", r#"{"because":"other-device"}"#),
    ("session.ended", r#"{"because":"odd"}"#),
    ("session.ended", r#"{"because":"signed-out"}"#),
    (
        "incident.opened",
        r#"{"incident_id":"i","began_at":"2026-11-21T09:00:00Z","because":"unusual"}"#,
    ),
    (
        "incident.opened",
        r#"{"incident_id":"i","began_at":"2026-11-21T09:00:00Z","because":"odd-session"}"#,
    ),
    ("challenge.asked", r#"{"about":"session","acceptable":"passkey"}"#),
    (
        "access.blocked",
        r#"{"because":"growing-waits","verdict":"owner"}"#,
    ),
    (
        "access.blocked",
        r#"{"because":"growing-waits","verdict":"unknown"}"#,
    ),
    ("access.restored", "{}"),
    ("account.opened_by_staff", r#"{"view_id":"v","ticket":"open"}"#),
    ("account.opened_by_staff", r#"{"view_id":"v","ticket":"none"}"#),
    ("look_log.shown_to_customer", r#"{"view_id":"v"}"#),
    ("ticket.opened", r#"{"ticket_id":"t{n}"}"#),
    ("ticket.first_help", r#"{"ticket_id":"t{n}"}"#),
    ("token.revoked", r#"{"token_id":"k{n}","because":"leaked"}"#),
    ("token.revoked", r#"{"token_id":"k{n}","because":"owner"}"#),
    ("token.refused", r#"{"token_id":"k{n}"}"#),
    (
        "order.paid",
        r#"{"order_id":"o","captures":1,"amount":500,"shown_amount":500}"#,
    ),
    (
        "order.paid",
        r#"{"order_id":"o","captures":{n},"amount":500,"shown_amount":499}"#,
    ),
    (
        "order.placed",
        r#"{"order_id":"o","card":"saved","address":"new","confirmed":false}"#,
    ),
    (
        "order.placed",
        r#"{"order_id":"o","card":"saved","address":"new","confirmed":true}"#,
    ),
    (
        "effect.held",
        r#"{"effect":"charge","effect_id":"e","incident_id":"i","looking_back":false}"#,
    ),
    (
        "effect.held",
        r#"{"effect":"payout","effect_id":"e","incident_id":"i","looking_back":true}"#,
    ),
    (
        "sign_in.finished",
        r#"{"outcome":"allowed","password":"correct","device":"new","second_factor":"not_asked","verdict":"unknown","blocked":false}"#,
    ),
    (
        "sign_in.finished",
        r#"{"outcome":"refused","password":"correct","device":"known","second_factor":"failed","verdict":"owner","blocked":true}"#,
    ),
    ("recovery.applied", r#"{"approvers":{n},"waited_hours":30}"#),
];

/// How far apart things happen: within the limits of a minute, of ten minutes and of four hours, just beyond
/// them, and on the very border.
fn moment() -> impl Strategy<Value = i64> {
    prop_oneof![
        0..90_i64,
        0..900_i64,
        0..16_000_i64,
        Just(0),
        Just(60),
        Just(600),
        Just(14_400)
    ]
}

#[derive(Debug, Clone)]
struct Step {
    what: (&'static str, &'static str),
    seconds: i64,
    which: u8,
    account: u8,
    mark: Mark,
    /// Before it comes in, clocks that have run out by this second are recorded as missed.
    swept: Option<i64>,
}

fn step() -> impl Strategy<Value = Step> {
    let mark = prop_oneof![8 => Just(Mark::Real), 2 => Just(Mark::Simulated), 1 => Just(Mark::Drill)];
    let swept = prop::option::weighted(0.25, moment());
    (
        prop::sample::select(HAPPENS),
        moment(),
        1..3_u8,
        0..2_u8,
        mark,
        swept,
    )
        .prop_map(|(what, seconds, which, account, mark, swept)| Step {
            what,
            seconds,
            which,
            account,
            mark,
            swept,
        })
}

impl Step {
    /// The second of two things is a millisecond late, so that a miss names its clock.
    fn event(&self) -> Event {
        let (kind, fields) = self.what;
        let which = self.which.to_string();
        let mut event = event(
            self.seconds,
            kind,
            &format!("s{which}"),
            &fields.replace("{n}", &which),
        );
        event.account = AccountId::new(&format!("a{}", self.account)).unwrap();
        event.at = event.at + Span::from_millis(i64::from(self.which) - 1);
        marked(event, self.mark)
    }
}

/// Records what has run out in one account, as the engine's sweep does.
fn sweep(
    indicators: &Indicators,
    seconds: i64,
    account: &AccountId,
    pending: &mut Pending,
) -> (Vec<Event>, Vec<Move>) {
    let (mut events, mut moves) = (Vec::new(), Vec::new());
    let mark = if indicators.counts_simulated() {
        Mark::Simulated
    } else {
        Mark::Real
    };
    for overdue in pending.overdue(indicators, at(seconds)) {
        let key = vocabulary::EventKey::new("missed").unwrap();
        let missed = Event::of_itself(key, kinds::PROMISE_MISSED, account.clone(), at(seconds), mark);
        let missed = overdue.fill(missed);
        moves.extend(indicators.observe(&missed, pending));
        events.push(missed);
    }
    (events, moves)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(800) })]
    #[test]
    fn tallies_are_a_recount_of_the_log_in_any_order(
        steps in prop::collection::vec(step(), 1..60),
        last_sweep in prop::option::of(moment()),
        simulated in any::<bool>(),
    ) {
            let indicators = Indicators::of(&SHIPPED).including_simulated(simulated);
        let mut pending = BTreeMap::<AccountId, Pending>::new();
        let (mut log, mut moves) = (Vec::new(), Vec::new());
        let sweep_all = |seconds: i64, pending: &mut BTreeMap<AccountId, Pending>, log: &mut Vec<Event>| {
            let mut moves = Vec::new();
            for (account, pending) in pending {
                let (missed, moved) = sweep(&indicators, seconds, account, pending);
                log.extend(missed);
                moves.extend(moved);
            }
            moves
        };
        for step in &steps {
            if let Some(seconds) = step.swept {
                moves.extend(sweep_all(seconds, &mut pending, &mut log));
            }
            let event = step.event();
            moves.extend(indicators.observe(&event, pending.entry(event.account.clone()).or_default()));
            log.push(event);
        }
        if let Some(seconds) = last_sweep {
            moves.extend(sweep_all(seconds, &mut pending, &mut log));
        }
        prop_assert_eq!(sum_up(&moves), recount(&SHIPPED, &log, simulated), "{:#?}", log);

        // Folding the log again, misses and all, gives the very same moves: nobody has to look again.
        let mut again = BTreeMap::<AccountId, Pending>::new();
        let refolded: Vec<Move> = log
            .iter()
            .flat_map(|event| indicators.observe(event, again.entry(event.account.clone()).or_default()))
            .collect();
        prop_assert_eq!(refolded, moves);
        again.retain(|_, pending| *pending != Pending::default());
        pending.retain(|_, pending| *pending != Pending::default());
        prop_assert_eq!(again, pending);
    }

    #[test]
    fn what_has_to_make_room_is_the_oldest_and_counts_once(
        starts in 60..150_usize,
        ended in prop::collection::btree_set(0..150_usize, 0..40),
    ) {
        // The ends come in last, so that as many clocks run at once as can be.
            let indicators = Indicators::of(&SHIPPED);
        let mut pending = Pending::default();
        let mut pushed_out = Vec::new();
        let opened = |number: usize| {
            let fields = format!(r#"{{"ticket_id":"t{number}"}}"#);
            event(i64::try_from(number).unwrap() * 3_600, "ticket.opened", "s", &fields)
        };
        for number in 0..starts {
            pushed_out.extend(indicators.observe(&opened(number), &mut pending));
        }
        let hours = |moves: &[Move], slot: u8| -> Vec<i64> {
            let of = moves.iter().filter(|one| one.slot == slot);
            of.map(|one| one.hour - at(0).hour()).collect()
        };
        let first = i64::try_from(starts.saturating_sub(64)).unwrap();
        prop_assert_eq!(hours(&pushed_out, slots::VALID), (0..first).collect::<Vec<_>>());
        prop_assert_eq!(hours(&pushed_out, slots::GOOD), Vec::<i64>::new());

        let mut good = Vec::new();
        for number in ended.iter().filter(|number| **number < starts) {
            let fields = format!(r#"{{"ticket_id":"t{number}"}}"#);
            let seconds = i64::try_from(*number).unwrap() * 3_600 + 60;
            good.extend(indicators.observe(&event(seconds, "ticket.first_help", "s", &fields), &mut pending));
        }
        let expected: Vec<i64> = ended
            .iter()
            .map(|number| i64::try_from(*number).unwrap())
            .filter(|number| (first..i64::try_from(starts).unwrap()).contains(number))
            .collect();
        prop_assert_eq!(&hours(&good, slots::GOOD), &expected);
        prop_assert_eq!(&hours(&good, slots::VALID), &expected);

        let account = AccountId::new("a").unwrap();
        let (_, missed) = sweep(&indicators, 1_000_000, &account, &mut pending);
        let total = pushed_out.iter().chain(&good).chain(&missed).filter(|one| one.slot == slots::VALID).count();
        prop_assert_eq!((total, pending.next_deadline()), (starts, None));
    }
}

#[test]
fn eight_ends_are_remembered_and_of_nine_the_oldest_is_not() {
    let check = |ends: i64, expected: &[i64]| {
        let indicators = Indicators::of(&SHIPPED);
        let mut pending = Pending::default();
        let mut tell = |kind: &str, number: i64, seconds: i64| {
            let fields = format!(r#"{{"ticket_id":"t{number}"}}"#);
            indicators.observe(&event(seconds, kind, "s", &fields), &mut pending)
        };
        for number in 0..ends {
            assert_eq!(tell("ticket.first_help", number, 600), []);
        }
        let good = (0..ends).filter(|number| !tell("ticket.opened", *number, 0).is_empty());
        assert_eq!(good.collect::<Vec<_>>(), expected, "{ends} ends");
    };
    check(8, &[0, 1, 2, 3, 4, 5, 6, 7]);
    check(9, &[1, 2, 3, 4, 5, 6, 7, 8]);
}

#[test]
fn every_measured_promise_of_the_shipped_journeys_can_move() {
    // Each kind that is counted can come up in the histories above, or they would prove less than they seem to.
    for stated in SHIPPED.journeys.iter().flat_map(journey::Journey::stated) {
        let Some(measure) = stated.measure else { continue };
        let kinds: Vec<&str> = match &measure.kind {
            MeasureKind::Ratio { of, .. } => vec![of.kind.name()],
            MeasureKind::Never { event } => vec![event.kind.name()],
            MeasureKind::Within { from, to, .. } => vec![from.kind.name(), to.kind.name()],
            MeasureKind::Share { .. } => continue,
        };
        // Two are about what no history here can bring about without more names than are remembered at once.
        let left_out = [
            "card_number.seen",
            "order.started",
            "staff.thirtieth_account_in_hour",
            "staff.session_ended",
        ];
        for kind in kinds {
            let comes_up = HAPPENS.iter().any(|(known, _)| *known == kind);
            assert!(
                comes_up || left_out.contains(&kind),
                "`{kind}` of {} never comes up",
                stated.to_ref()
            );
        }
    }
}
