//! The people of the invented shop, one of them in trouble.

use identity::{Custody, Label, Sentence, SentenceCode, Step};
use server::console::views::{
    Account, AccountRow, Accounts, Act, Attention, Confirm, Course, Device, Entry, Fate, HandBack, Held,
    Hold, Incident, Opening, PromiseRow, Session, Standing, State,
};
use vocabulary::{AccountId, Factor, Span, Verdict};

use super::{Answer, FIREFOX, Made, PHONE, SCRIPT, THROWN_OUT, asked, before, days_before, entry, from};

pub(crate) fn accounts() -> Made<Accounts> {
    let row = |id: &str, standing: Standing, seconds: i64, held: u64| -> Made<AccountRow> {
        Ok(AccountRow {
            id: AccountId::new(id)?,
            standing,
            last_seen: Some(before(seconds)?),
            held,
        })
    };
    let attention = |seconds: i64, because: &str| -> Made<Standing> {
        Ok(Standing::NeedsAttention {
            since: before(seconds)?,
            because: because.to_owned(),
        })
    };
    Ok(Accounts {
        query: "acc_4".to_owned(),
        rows: vec![
            row("acc_4", Standing::Calm, 86_400, 0)?,
            row("acc_40", Standing::Calm, 1_400, 0)?,
            row("acc_41", Standing::Calm, 950_000, 0)?,
            row(
                "acc_42",
                attention(190, "a session moved to another device")?,
                14,
                2,
            )?,
            row("acc_43", Standing::Calm, 60, 0)?,
            row(
                "acc_44",
                attention(8_000, "the owner said that it was not them")?,
                7_000,
                0,
            )?,
        ],
        before: Some("acc_4".to_owned()),
        after: Some("acc_44".to_owned()),
    })
}

fn incident() -> Made<Incident> {
    Ok(Incident {
        id: "inc_7".to_owned(),
        account: AccountId::new("acc_42")?,
        began_at: before(310)?,
        opened_at: before(190)?,
        because: "odd-session".to_owned(),
        charges: 2,
        others: 0,
        amount: Some("1,348.90 EUR".to_owned()),
        course: Course::Open,
    })
}

pub(crate) fn account() -> Made<Account> {
    let id = AccountId::new("acc_42")?;
    Ok(Account {
        standing: Standing::NeedsAttention {
            since: before(190)?,
            because: "a session moved to another device".to_owned(),
        },
        incident: Some(incident()?),
        last_stopped: Some(before(190)?),
        known_since: Some(days_before(412)?),
        factors: vec![
            (Factor::Passkey, Some(days_before(120)?)),
            (Factor::RecoveryCode, Some(days_before(120)?)),
        ],
        opening: Some(opening()?),
        password_breached: true,
        sessions: sessions()?,
        devices: devices()?,
        holds: holds()?,
        timeline: timeline()?,
        older: Some(19_022),
        ..Account::unknown(id)
    })
}

fn opening() -> Made<Opening> {
    let mailbox = Custody::Mailbox(Label::new("mail.example")?);
    let held = |factor: Factor, name: &str, custody: Custody, used: Option<i64>| -> Made<Held> {
        Ok(Held {
            factor,
            name: name.to_owned(),
            custody,
            since: days_before(120)?,
            used_at: used.map(before).transpose()?,
            is_disabled: false,
            left: None,
        })
    };
    let synced = Custody::SyncProvider(Label::new("iCloud Keychain")?);
    let app = held(Factor::Totp, "", Custody::Phone, Some(86_400))?;
    let codes = held(Factor::RecoveryCode, "", Custody::Paper, None)?;
    Ok(Opening {
        held: vec![
            held(Factor::Passkey, "Jane's phone", synced, Some(4_000))?,
            held(Factor::Passphrase, "", Custody::Memory, Some(86_400))?,
            Held {
                is_disabled: true,
                ..app
            },
            Held {
                left: Some(9),
                ..codes
            },
        ],
        sentence: Sentence {
            code: SentenceCode::SingleUnlessVetoed,
            custodies: vec![mailbox],
            wait: Span::from_hours(72),
        },
        next_step: Some(Step::AddPasskey),
        hand_back: Some(HandBack {
            ready_at: Some(before(-100_000)?),
            agreed: vec!["Ann".to_owned(), "Ben".to_owned()],
        }),
        must_enrol_since: Some(days_before(2)?),
    })
}

pub(crate) fn confirm() -> Made<Confirm> {
    Ok(Confirm {
        account: AccountId::new("acc_42")?,
        act: Act::EndSessions,
        name: "Jane Doe".to_owned(),
        address: Some("jane@mail.example".to_owned()),
        sessions: 2,
        is_required: false,
        who: "Ann".to_owned(),
        because: String::new(),
        problem: Some("a reason is needed".to_owned()),
    })
}

fn sessions() -> Made<Vec<Session>> {
    Ok(vec![
        Session {
            id: "ses_19".to_owned(),
            agent: Some(PHONE.to_owned()),
            place: Some("203.0.113.7".to_owned()),
            began: Some(days_before(3)?),
            last_seen: Some(before(4_000)?),
            ended_because: None,
        },
        Session {
            id: "ses_12".to_owned(),
            agent: Some(FIREFOX.to_owned()),
            place: Some("192.0.2.14".to_owned()),
            began: Some(before(30_000)?),
            last_seen: Some(before(190)?),
            ended_because: Some("odd".to_owned()),
        },
    ])
}

fn devices() -> Made<Vec<Device>> {
    Ok(vec![
        Device {
            id: "dev_x4".to_owned(),
            agent: Some(SCRIPT.to_owned()),
            place: Some("198.51.100.0/24".to_owned()),
            first_seen: Some(before(310)?),
            last_seen: Some(before(190)?),
            proved: false,
        },
        Device {
            id: "dev_7".to_owned(),
            agent: Some(FIREFOX.to_owned()),
            place: Some("192.0.2.0/24".to_owned()),
            first_seen: Some(days_before(300)?),
            last_seen: Some(before(900)?),
            proved: true,
        },
        Device {
            id: "dev_9".to_owned(),
            agent: Some(PHONE.to_owned()),
            place: None,
            first_seen: Some(days_before(90)?),
            last_seen: Some(before(4_000)?),
            proved: true,
        },
    ])
}

fn holds() -> Made<Vec<Hold>> {
    Ok(vec![
        Hold {
            effect: "charge".to_owned(),
            effect_id: "ch_31".to_owned(),
            amount: Some("1,299.00 EUR".to_owned()),
            at: before(14)?,
            looking_back: false,
            fate: Fate::Held,
        },
        Hold {
            effect: "charge".to_owned(),
            effect_id: "ch_30".to_owned(),
            amount: Some("49.90 EUR".to_owned()),
            at: before(190)?,
            looking_back: true,
            fate: Fate::Held,
        },
    ])
}

fn timeline() -> Made<Vec<Entry>> {
    let odd = format!(
        r#""kind":"session.seen",{},"session":"ses_12","fields":{{"doing":"view-orders"}}"#,
        from("198.51.100.90", SCRIPT, "dev_x4")
    );
    let seen = format!(
        r#""kind":"sign_in.attempted",{},"session":"ses_12","fields":{{"password":"correct","proved":"passkey"}}"#,
        from("192.0.2.14", FIREFOX, "dev_7")
    );
    let moved = [
        ("The session was begun on another device.", 4.2),
        (
            "The program calls itself something that the owner has never used.",
            1.1,
        ),
    ];
    Ok(vec![
        entry(
            20_415,
            14,
            "acc_42",
            r#""kind":"effect.held","fields":{"effect":"charge","effect_id":"ch_31","amount":129900,"currency":"EUR","incident_id":"inc_7","looking_back":false}"#,
            None,
        )?,
        entry(
            20_396,
            188,
            "acc_42",
            r#""kind":"incident.opened","fields":{"incident_id":"inc_7","began_at":"2026-11-21T09:36:02Z","because":"odd-session"}"#,
            None,
        )?,
        entry(
            20_395,
            189,
            "acc_42",
            r#""kind":"session.ended","session":"ses_12","fields":{"because":"odd"}"#,
            None,
        )?,
        entry(
            20_394,
            190,
            "acc_42",
            &odd,
            Some(Answer {
                verdict: Verdict::Deny,
                promise: Some((THROWN_OUT, "sign-in/thief-is-thrown-out")),
                reasons: &moved,
            }),
        )?,
        asked(20_380, 310, "acc_42")?,
        entry(
            19_022,
            30_000,
            "acc_42",
            &seen,
            Some(Answer {
                verdict: Verdict::Allow,
                promise: None,
                reasons: &[("The owner's own device, at a usual hour.", -3.0)],
            }),
        )?,
    ])
}

pub(crate) fn attention() -> Made<Attention> {
    Ok(Attention {
        incidents: vec![
            incident()?,
            Incident {
                id: "inc_6".to_owned(),
                account: AccountId::new("acc_1250")?,
                began_at: before(9_400)?,
                opened_at: before(8_000)?,
                because: "owner-said-so".to_owned(),
                charges: 0,
                others: 0,
                amount: None,
                course: Course::Confirmed,
            },
        ],
        promises: vec![
            PromiseRow {
                journey_id: "checkout".to_owned(),
                id: "charged-once".to_owned(),
                says: "You pay once, exactly the amount you saw.".to_owned(),
                state: State::Broken,
                since: Some(before(7_400)?),
            },
            PromiseRow {
                journey_id: "sign-in".to_owned(),
                id: "thief-is-thrown-out".to_owned(),
                says: THROWN_OUT.to_owned(),
                state: State::AtRisk,
                since: Some(days_before(2)?),
            },
        ],
    })
}
