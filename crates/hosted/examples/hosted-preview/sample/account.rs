//! The account's own page, as different people see it.

use hosted::pages::account::{
    self, Authenticator, Done, Kept, Leaked, Mend, RecoveryUnderWay, Session, Standing, TokenSummary, WayIn,
};
use hosted::pages::events;
use hosted::{Custody, Happened, What, paths};
use vocabulary::{Factor, Moment, Span};

use super::gallery::{EDGE, FIREFOX, Gallery, SAFARI, ago, days_ago, now};

pub(super) fn account(all: &mut Gallery) {
    all.add(paths::ACCOUNT, "", |frame| account::page(frame, &ada()));
    let states = [
        (
            "exposed",
            Standing::Exposed {
                through: Custody::Mailbox("example.org".to_owned()),
                mend: Mend::AddPasskey,
            },
        ),
        (
            "exposed-later",
            Standing::ExposedLater {
                through: Custody::PasswordManager(String::new()),
                waits: Span::from_days(3),
                can_be_stopped: true,
                mend: Mend::PrintCodes,
            },
        ),
        (
            "fragile",
            Standing::Fragile {
                without: Custody::Phone,
                mend: Mend::PrintCodes,
            },
        ),
        ("breached", Standing::Breached),
        ("recovering", Standing::Recovering),
        (
            "incident",
            Standing::Incident {
                noticed: ago(12),
                held: 2,
                is_stopped: true,
                id: "evt_9".to_owned(),
            },
        ),
    ];
    for (state, standing) in states {
        all.add(paths::ACCOUNT, state, |frame| {
            let mut view = account::View {
                done: None,
                recovery: (state == "recovering").then(|| RecoveryUnderWay {
                    asked_at: ago(90),
                    ready_at: now() + Span::from_days(3),
                    agent: Some(EDGE.to_owned()),
                    place: Some("Riga, Latvia".to_owned()),
                }),
                standing,
                ..ada()
            };
            if state == "incident" {
                view.happened.insert(
                    0,
                    happened("evt_9", 12, What::Stopped, EDGE, "Riga, Latvia", true),
                );
                view.sessions.truncate(1);
            }
            account::page(frame, &view)
        });
    }
    all.add(paths::ACCOUNT, "new", |frame| account::page(frame, &new()));
    all.add(paths::EVENTS, "", |frame| {
        events::page(
            frame,
            &events::View {
                happened: everything(),
                older: Some("9000".to_owned()),
                is_older: true,
            },
        )
    });
    all.add(paths::EVENTS, "none", |frame| {
        events::page(frame, &events::View::default())
    });
}

fn happened(id: &str, minutes: i64, what: What, agent: &str, place: &str, can_deny: bool) -> Happened {
    Happened {
        id: id.to_owned(),
        at: ago(minutes),
        what,
        count: 1,
        agent: (!agent.is_empty()).then(|| agent.to_owned()),
        place: (!place.is_empty()).then(|| place.to_owned()),
        can_deny,
    }
}

fn authenticator(
    id: &str,
    factor: Factor,
    name: &str,
    kept: Kept,
    last_used: Option<Moment>,
) -> Authenticator {
    Authenticator {
        id: id.to_owned(),
        factor,
        name: name.to_owned(),
        kept,
        since: days_ago(200),
        last_used,
        is_disabled: false,
    }
}

/// An account as a careful person has it.
fn ada() -> account::View {
    account::View {
        standing: Standing::Safe,
        done: Some(Done::Added(Factor::SecurityKey)),
        recovery: None,
        authenticators: authenticators(),
        sessions: sessions(),
        happened: lately(),
        has_more: true,
        ways_in: vec![
            WayIn {
                needs: vec![Custody::SyncProvider("iCloud Keychain".to_owned())],
                waits: None,
            },
            WayIn {
                needs: vec![
                    Custody::SecurityKey("Blue key".to_owned()),
                    Custody::PasswordManager(String::new()),
                ],
                waits: None,
            },
            WayIn {
                needs: vec![Custody::Mailbox("example.org".to_owned()), Custody::Paper],
                waits: Some(Span::from_days(3)),
            },
        ],
        addresses: vec!["ada@example.org".to_owned(), "lovelace@work.example".to_owned()],
        tokens: vec![TokenSummary {
            name: "Backup at home".to_owned(),
            last_used: Some(ago(600)),
        }],
        leaked: vec![Leaked {
            name: "Deploy".to_owned(),
            last_four: "7GkQ".to_owned(),
            at: ago(90),
            refused_after: Some(Span::from_millis(12)),
            since: Some(ago(92)),
        }],
    }
}

fn authenticators() -> Vec<Authenticator> {
    vec![
        authenticator(
            "a1",
            Factor::Passkey,
            "iPhone",
            Kept::Synced("iCloud Keychain".to_owned()),
            Some(ago(4)),
        ),
        authenticator("a2", Factor::SecurityKey, "Blue key", Kept::Key, None),
        Authenticator {
            is_disabled: true,
            ..authenticator("a3", Factor::Totp, "Old phone", Kept::OnPhone, Some(days_ago(90)))
        },
        authenticator(
            "a4",
            Factor::Passphrase,
            "",
            Kept::InManager(String::new()),
            Some(days_ago(12)),
        ),
        authenticator(
            "a5",
            Factor::RecoveryCode,
            "",
            Kept::OnPaper { left: 9, of: 10 },
            Some(days_ago(60)),
        ),
    ]
}

fn sessions() -> Vec<Session> {
    vec![
        Session {
            id: "s1".to_owned(),
            agent: Some(FIREFOX.to_owned()),
            place: Some("Vienna, Austria".to_owned()),
            began: ago(4),
            last_seen: ago(0),
            is_this: true,
            proved: vec![Factor::Passkey],
        },
        Session {
            id: "s2".to_owned(),
            agent: Some(SAFARI.to_owned()),
            place: Some("Vienna, Austria".to_owned()),
            began: ago(700),
            last_seen: ago(35),
            is_this: false,
            proved: vec![Factor::Passkey],
        },
        Session {
            id: "s3".to_owned(),
            agent: Some("bookshop-cli/2.1".to_owned()),
            place: None,
            began: days_ago(1),
            last_seen: ago(190),
            is_this: false,
            proved: vec![Factor::Passphrase, Factor::Totp],
        },
    ]
}

fn lately() -> Vec<Happened> {
    vec![
        happened(
            "e1",
            3,
            What::Added(Factor::SecurityKey),
            FIREFOX,
            "Vienna, Austria",
            true,
        ),
        happened("e2", 4, What::SignedIn, FIREFOX, "Vienna, Austria", true),
        Happened {
            count: 14,
            ..happened("e3", 55, What::SignInFailed, "", "several networks", false)
        },
        happened("e4", 700, What::SignedInNew, SAFARI, "Vienna, Austria", true),
        happened(
            "e5",
            3000,
            What::StaffLooked {
                who: "Lin".to_owned(),
                why: "you asked about a refund".to_owned(),
            },
            "",
            "",
            false,
        ),
        happened(
            "e6",
            9000,
            What::TokenCreated("Backup at home".to_owned()),
            FIREFOX,
            "Vienna, Austria",
            true,
        ),
    ]
}

/// An account that was made a minute ago.
fn new() -> account::View {
    account::View {
        done: Some(Done::Ready),
        has_more: false,
        happened: vec![happened(
            "e1",
            1,
            What::SignedUp,
            FIREFOX,
            "Vienna, Austria",
            false,
        )],
        tokens: Vec::new(),
        leaked: Vec::new(),
        addresses: vec!["ada@example.org".to_owned()],
        sessions: ada().sessions.into_iter().take(1).collect(),
        authenticators: vec![authenticator("a1", Factor::Passkey, "", Kept::OnDevice, None)],
        ways_in: vec![WayIn {
            needs: vec![Custody::Device("Laptop".to_owned())],
            waits: None,
        }],
        ..ada()
    }
}

/// One of everything that can happen.
fn everything() -> Vec<Happened> {
    let name = || "Backup at home".to_owned();
    let all = [
        What::SignedUp,
        What::SignedIn,
        What::SignedInNew,
        What::SignInFailed,
        What::Stopped,
        What::Proved(Factor::Passkey),
        What::Proved(Factor::RecoveryCode),
        What::NotProved,
        What::Added(Factor::Passphrase),
        What::Removed(Factor::SecurityKey),
        What::Disabled(Factor::Totp),
        What::Copied,
        What::PassphraseChanged,
        What::AddressAdded("ada@new.example".to_owned()),
        What::AddressRemoved("ada@old.example".to_owned()),
        What::SessionEnded,
        What::SessionStopped,
        What::SessionsEnded,
        What::TokenCreated(name()),
        What::TokenRotated(name()),
        What::TokenRevoked(name()),
        What::TokenFound(name()),
        What::RecoveryAsked,
        What::RecoveryVetoed,
        What::RecoveryDone,
        What::RecoveryCodeUsed,
        What::Undone,
        What::Denied,
        What::StaffLooked {
            who: "Lin".to_owned(),
            why: "you asked about a refund".to_owned(),
        },
        What::Held,
    ];
    let mut minutes = 0;
    all.into_iter()
        .map(|what| {
            minutes += 17;
            happened(
                &format!("e{minutes}"),
                minutes,
                what,
                FIREFOX,
                "Vienna, Austria",
                minutes % 2 == 0,
            )
        })
        .collect()
}
