//! The invented shop that the preview and the tests of the pages show: every state, on every page.

mod accounts;
mod exposure;
mod journeys;

use std::error::Error;

use server::console::views::{
    Checkpoint, Count, DebtRow, Decision, Entry, Frame, Home, JourneyRow, Log, SelfCheck, State, Today,
};
use vocabulary::{FactorSet, Judgement, Moment, PromiseRef, Reason, Record, Span, Verdict, parse_event};

pub(crate) use accounts::{account, accounts, attention, confirm};
pub(crate) use exposure::exposure;
pub(crate) use journeys::{checkout, promise_at_risk, promise_unmeasured, sign_in};

type Made<T> = Result<T, Box<dyn Error>>;

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const PHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Mobile Safari/604.1";
const SCRIPT: &str = "python-requests/2.32";

const STOLEN: &str = "A stolen password alone will not let anyone into your account.";
const THROWN_OUT: &str = "If someone else gets in, we notice, lock them out within a minute and tell you.";
const NEW_DOOR: &str = "Nobody can use your saved card to ship somewhere new without you confirming it.";

fn now() -> Made<Moment> {
    Ok(Moment::parse("2026-11-21T09:41:12Z")?)
}

fn before(seconds: i64) -> Made<Moment> {
    Ok(now()? - Span::from_seconds(seconds))
}

fn days_before(days: i64) -> Made<Moment> {
    Ok(now()? - Span::from_days(days))
}

pub(crate) fn frame() -> Made<Frame> {
    Ok(Frame {
        now: now()?,
        version: "0.1.0".to_owned(),
        simulated: true,
        entered: true,
    })
}

pub(crate) fn closed_frame() -> Made<Frame> {
    Ok(Frame {
        entered: false,
        simulated: false,
        ..frame()?
    })
}

fn second() -> Verdict {
    Verdict::Challenge {
        acceptable: FactorSet::SECOND,
    }
}

/// What was answered: the verdict, the promise at stake (its words and its reference), and reasons with their
/// share of the log-odds; a share of nought is a rule.
struct Answer<'a> {
    verdict: Verdict,
    promise: Option<(&'static str, &'static str)>,
    reasons: &'a [(&'static str, f32)],
}

impl Answer<'_> {
    /// An answer that needed no reasons.
    const fn plain(verdict: Verdict) -> Self {
        Self {
            verdict,
            promise: None,
            reasons: &[],
        }
    }

    fn judgement(&self) -> Judgement {
        let reason = |(says, share): &(&'static str, f32)| Reason {
            code: "sample".into(),
            says: (*says).into(),
            share: (*share != 0.0).then_some(*share),
        };
        Judgement {
            verdict: self.verdict,
            reasons: self.reasons.iter().map(reason).collect(),
            promise: self
                .promise
                .and_then(|(_, reference)| PromiseRef::try_from(reference.to_owned()).ok()),
            wait: None,
            score: None,
            told: false,
            shadow: None,
        }
    }
}

/// One entry: its number, how many seconds ago, the event's own part as JSON, and what was answered.
fn entry(index: u64, seconds: i64, account: &str, rest: &str, answer: Option<Answer<'_>>) -> Made<Entry> {
    let at = before(seconds)?;
    let json = format!(r#"{{"key":"ev-{index}","account":"{account}","at":"{at}",{rest}}}"#);
    let event = parse_event(json.as_bytes(), at, Span::ZERO).map_err(|problems| {
        let all: Vec<String> = problems.iter().map(ToString::to_string).collect();
        all.join("; ")
    })?;
    Ok(Entry {
        index,
        record: Record {
            event,
            judgement: answer.as_ref().map(Answer::judgement),
        },
        promise_says: answer.and_then(|answer| Some(answer.promise?.0.to_owned())),
    })
}

fn from(ip: &str, agent: &str, device: &str) -> String {
    format!(r#""from":{{"ip":"{ip}","agent":"{agent}","device":"{device}"}}"#)
}

fn asked(index: u64, seconds: i64, account: &str) -> Made<Entry> {
    let rest = format!(
        r#""kind":"sign_in.attempted","step":"sign-in/prove-it-is-me","session":"ses_88",{},"fields":{{"password":"correct","proved":"none"}}"#,
        from("198.51.100.23", SCRIPT, "dev_x1")
    );
    let reasons = [
        ("The account has never been used on this device.", 2.1),
        (
            "The network is one from which 41 other accounts were tried in the last hour.",
            2.9,
        ),
        ("The hour is one at which the owner is usually here.", -0.7),
        ("A password alone is never enough on a new device.", 0.0),
    ];
    entry(
        index,
        seconds,
        account,
        &rest,
        Some(Answer {
            verdict: second(),
            promise: Some((STOLEN, "sign-in/stolen-password-useless")),
            reasons: &reasons,
        }),
    )
}

fn just_now() -> Made<Vec<Entry>> {
    let wrong = format!(
        r#""kind":"sign_in.attempted",{},"fields":{{"password":"wrong"}}"#,
        from("198.51.100.23", SCRIPT, "dev_x1")
    );
    let order = format!(
        r#""kind":"order.placed",{},"fields":{{"order_id":"ord_9","card":"saved","address":"new","confirmed":false,"amount":129900}}"#,
        from("203.0.113.7", PHONE, "dev_9")
    );
    let held = r#""kind":"effect.held","fields":{"effect":"charge","effect_id":"ch_31","amount":129900,"currency":"EUR","incident_id":"inc_7","looking_back":false}"#;
    let good = format!(
        r#""kind":"sign_in.attempted",{},"fields":{{"password":"correct","proved":"passkey"}}"#,
        from("192.0.2.14", FIREFOX, "dev_7")
    );
    let odd = format!(
        r#""kind":"session.seen",{},"session":"ses_12","fields":{{"doing":"view-orders"}}"#,
        from("198.51.100.90", SCRIPT, "dev_x4")
    );
    Ok(vec![
        asked(20_418, 2, "acc_3107")?,
        entry(20_417, 9, "acc_811", &wrong, Some(Answer::plain(Verdict::Deny)))?,
        entry(20_415, 14, "acc_42", held, None)?,
        entry(
            20_414,
            14,
            "acc_42",
            &odd,
            Some(Answer {
                verdict: Verdict::Deny,
                promise: Some((THROWN_OUT, "sign-in/thief-is-thrown-out")),
                reasons: &[],
            }),
        )?,
        entry(
            20_412,
            31,
            "acc_5",
            &order,
            Some(Answer {
                verdict: second(),
                promise: Some((NEW_DOOR, "checkout/no-new-door-without-you")),
                reasons: &[],
            }),
        )?,
        entry(20_411, 48, "acc_77", &good, Some(Answer::plain(Verdict::Allow)))?,
        entry(
            20_409,
            65,
            "acc_9",
            r#""kind":"challenge.answered","fields":{"factor":"passkey","result":"passed"}"#,
            Some(Answer::plain(Verdict::Allow)),
        )?,
        entry(
            20_402,
            190,
            "acc_1250",
            r#""kind":"owner.answered","fields":{"answer":"not-me"}"#,
            None,
        )?,
    ])
}

pub(crate) fn home() -> Made<Home> {
    use State::{AtRisk, Broken, Debt, Kept, Unproven};
    let row =
        |id: &str, name: &str, wants: &str, state, since, promises: &[State], debts: &[(&str, &str)]| {
            JourneyRow {
                id: id.to_owned(),
                name: name.to_owned(),
                wants: wants.to_owned(),
                state,
                since: Some(since),
                promises: promises.to_vec(),
                debts: debts
                    .iter()
                    .map(|(id, until)| DebtRow {
                        id: (*id).to_owned(),
                        until: (*until).to_owned(),
                    })
                    .collect(),
            }
        };
    Ok(Home {
        journeys: vec![
            row(
                "checkout",
                "Check out",
                "To pay once, get my things, and hear nothing more about my card.",
                Broken,
                before(7_400)?,
                &[State::NotMeasured, Broken, Kept],
                &[("old-addresses", "2027-06-30")],
            ),
            row(
                "sign-in",
                "Sign in",
                "To get into my account quickly, and be the only person who can.",
                AtRisk,
                days_before(2)?,
                &[Kept, Debt, AtRisk],
                &[("not-enrolled-yet", "2026-10-31")],
            ),
            row(
                "support",
                "A support agent opens my account",
                "Help with my problem, without strangers reading my account.",
                Unproven,
                days_before(40)?,
                &[Kept, Kept, Unproven, State::NotMeasured],
                &[],
            ),
        ],
        just_now: just_now()?,
        today: Today {
            takeovers_stopped: Count {
                today: 214,
                yesterday: Some(187),
            },
            held: Count {
                today: 6,
                yesterday: Some(2),
            },
            held_amount: Some("4,310.50 EUR".to_owned()),
            honest_challenged: Count {
                today: 31,
                yesterday: Some(44),
            },
            honest_seen: Some(12_377),
        },
    })
}

fn checkpoints() -> Made<Vec<Checkpoint>> {
    let roots = [
        "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=",
        "iyyLEv1wnGQyzmFwbDcFXgX+PqjNXPlLS1yzXCv1Aho=",
        "6w0u6BW4Dts2VgHTv7JtTt7QFpOgBOXlyIkTB2q2NbQ=",
        "zrRAyyYbFKXuqgiOYzhcWyHyxIqg9YdXhoYWlxYZUeU=",
    ];
    let mut made = Vec::new();
    for (place, root) in (0_u32..).zip(roots) {
        made.push(Checkpoint {
            size: 20_419 - u64::from(place) * 137,
            root: root.to_owned(),
            at: before(1 + i64::from(place) * 60)?,
        });
    }
    Ok(made)
}

pub(crate) fn decision() -> Made<Decision> {
    let mut entry = asked(20_380, 310, "acc_42")?;
    if let Some(judgement) = &mut entry.record.judgement {
        judgement.score = Some(0.93);
        judgement.shadow = Some(Verdict::Deny);
        judgement.wait = Some(Span::from_seconds(30));
    }
    Ok(Decision {
        entry,
        promise: Some(("sign-in".to_owned(), "stolen-password-useless".to_owned())),
        leaf_hash: "9m1RkT0o6rYBwGcTqQnZbKJ0mVb5pZ0Wk8l3sUuqv1E=".to_owned(),
        covered_by: checkpoints()?.into_iter().next(),
    })
}

pub(crate) fn log() -> Made<Log> {
    Ok(Log {
        origin: "shop.example/safeconduct".to_owned(),
        size: 20_419,
        verifier_key: "shop.example/safeconduct+4f1c2a90+AbKDkTqM3tPzk0cKk3r1c1oTQy8bXwF0m2r8v0b6lW3Y"
            .to_owned(),
        checkpoints: checkpoints()?,
        self_check: SelfCheck::Whole {
            at: before(42)?,
            entries: 20_419,
        },
        commands: vec![
            (
                "Check every entry, every hash and the signature:".to_owned(),
                "safeconduct ledger verify --data DIR".to_owned(),
            ),
            (
                "Get the proof of one entry, to hand to somebody:".to_owned(),
                "safeconduct ledger prove 20418 --data DIR".to_owned(),
            ),
        ],
    })
}
