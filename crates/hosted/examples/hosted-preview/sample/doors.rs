//! The pages for whoever is not signed in.

use hosted::pages::enrol::Purpose;
use hosted::pages::message::Message;
use hosted::pages::prove::Why;
use hosted::pages::{
    continue_here, found_a_token, message, object, prove, recover, second, sent, sign_in, sign_up, veto,
    wait, waiting,
};
use hosted::{Method, Problem, What, paths};
use vocabulary::{Factor, Span};

use super::enrolment::enrolment;
use super::gallery::{EDGE, Gallery, REQUEST, ago, now};

pub(super) fn sign_up(all: &mut Gallery) {
    all.add(paths::SIGN_UP, "", |frame| {
        sign_up::page(frame, &sign_up::View::default())
    });
    all.add(paths::SIGN_UP, "wrong", |frame| {
        sign_up::page(
            frame,
            &sign_up::View {
                name: String::new(),
                address: "ada.example.org".to_owned(),
                problems: vec![Problem::NameMissing, Problem::AddressRefused],
            },
        )
    });
    all.add(paths::SIGN_UP, "sent", |frame| {
        sent::page(
            frame,
            &sent::View {
                about: sent::About::SignUp,
                address: "ada@example.org".to_owned(),
                works_for: Span::from_minutes(30),
            },
        )
    });
    all.add(paths::SIGN_UP_CONTINUE, "", |frame| {
        continue_here::page(
            frame,
            &continue_here::View {
                about: continue_here::About::SignUp,
                address: "ada@example.org".to_owned(),
                link: "l1nk".to_owned(),
                problems: Vec::new(),
            },
        )
    });
    enrolment(all, Purpose::SignUp);
}

pub(super) fn sign_in(all: &mut Gallery) {
    let view = |address: &str, problems: Vec<Problem>| sign_in::View {
        address: address.to_owned(),
        options: REQUEST.to_owned(),
        open_to_all: true,
        because: None,
        problems,
    };
    all.add(paths::SIGN_IN, "", |frame| {
        sign_in::page(frame, &view("", Vec::new()))
    });
    all.add(paths::SIGN_IN, "wrong", |frame| {
        sign_in::page(frame, &view("ada@example.org", vec![Problem::SignInRefused]))
    });
    all.add(paths::SIGN_IN, "passkey", |frame| {
        sign_in::page(frame, &view("", vec![Problem::PasskeyRefused]))
    });
    for (state, because) in [
        ("out", sign_in::Because::SignedOut),
        ("ended", sign_in::Because::SessionEnded),
        ("stopped", sign_in::Because::SessionStopped),
        ("needed", sign_in::Because::Needed),
        ("recovered", sign_in::Because::Recovered),
    ] {
        all.add(paths::SIGN_IN, state, |frame| {
            let view = sign_in::View {
                because: Some(because),
                open_to_all: false,
                ..view("", Vec::new())
            };
            sign_in::page(frame, &view)
        });
    }
    let methods = vec![
        Method::App,
        Method::SecurityKey {
            options: REQUEST.to_owned(),
        },
        Method::RecoveryCode,
    ];
    all.add(paths::SIGN_IN_SECOND, "", |frame| {
        second::page(
            frame,
            &second::View {
                methods: methods.clone(),
                problems: Vec::new(),
            },
        )
    });
    all.add(paths::SIGN_IN_SECOND, "wrong", |frame| {
        second::page(
            frame,
            &second::View {
                methods: methods.clone(),
                problems: vec![Problem::RecoveryCodeWrong],
            },
        )
    });
    for (state, because, options) in [
        ("", wait::Because::Attempts, Some(REQUEST.to_owned())),
        ("busy", wait::Because::Busy, None),
    ] {
        all.add("/preview/wait", state, |frame| {
            wait::page(
                frame,
                &wait::View {
                    because,
                    length: Span::from_seconds(20),
                    back: paths::SIGN_IN.to_owned(),
                    options,
                },
            )
        });
    }
    prove(all);
}

fn prove(all: &mut Gallery) {
    all.add(paths::PROVE, "", |frame| {
        prove::page(
            frame,
            &prove::View {
                doing: "Pay 49.90 EUR to Bookshop".to_owned(),
                why: vec![Why::NewDevice, Why::NewPlace],
                proved: Vec::new(),
                methods: vec![
                    Method::Passkey {
                        options: REQUEST.to_owned(),
                    },
                    Method::App,
                ],
                problems: Vec::new(),
            },
        )
    });
    all.add(paths::PROVE, "every-reason", |frame| {
        prove::page(
            frame,
            &prove::View {
                doing: String::new(),
                why: vec![
                    Why::NewDevice,
                    Why::NewPlace,
                    Why::OddHour,
                    Why::TooFar,
                    Why::Attempts,
                    Why::Leaked,
                    Why::Matters,
                    Why::LongAgo,
                    Why::Incident,
                    Why::Unusual,
                ],
                proved: vec![Factor::Passphrase],
                methods: vec![Method::App],
                problems: vec![Problem::CodeWrong],
            },
        )
    });
}

pub(super) fn found_a_token(all: &mut Gallery) {
    let mut add = |state: &str, thanks: bool, problems: Vec<Problem>| {
        all.add(paths::FOUND_A_TOKEN, state, |frame| {
            found_a_token::page(frame, &found_a_token::View { thanks, problems })
        });
    };
    add("", false, Vec::new());
    add("missing", false, vec![Problem::FoundMissing]);
    add("too-often", false, vec![Problem::FoundTooOften]);
    add("thanks", true, Vec::new());
}

pub(super) fn recovery(all: &mut Gallery) {
    all.add(paths::RECOVER, "", |frame| {
        recover::start::page(frame, &recover::start::View::default())
    });
    all.add(paths::RECOVER, "sent", |frame| {
        sent::page(
            frame,
            &sent::View {
                about: sent::About::Recovery,
                address: "ada@example.org".to_owned(),
                works_for: Span::from_minutes(30),
            },
        )
    });
    all.add(paths::RECOVER_CONTINUE, "", |frame| {
        continue_here::page(
            frame,
            &continue_here::View {
                about: continue_here::About::Recovery,
                address: "ada@example.org".to_owned(),
                link: "l1nk".to_owned(),
                problems: Vec::new(),
            },
        )
    });
    let methods = |needed: usize, methods: Vec<Method>, staff: bool| recover::methods::View {
        proved: vec![
            recover::methods::Proof::Mailbox("ada@example.org".to_owned()),
            recover::methods::Proof::Factor(Factor::Passphrase),
            recover::methods::Proof::Staff,
        ]
        .into_iter()
        .take(if needed == 1 { 1 } else { 3 })
        .collect(),
        needed,
        methods,
        staff,
        wait: Span::from_days(3),
        problems: Vec::new(),
    };
    all.add(paths::RECOVER_METHODS, "", |frame| {
        recover::methods::page(
            frame,
            &methods(
                1,
                vec![Method::RecoveryCode, Method::Passphrase, Method::App],
                true,
            ),
        )
    });
    all.add(paths::RECOVER_METHODS, "none", |frame| {
        recover::methods::page(frame, &methods(0, Vec::new(), false))
    });
    let waits = |asked: i64, wait: Span, is_shortened: bool| waiting::View {
        asked_at: ago(asked),
        ready_at: ago(asked) + wait,
        lapses_at: now() + Span::from_days(7),
        is_shortened,
        told: vec!["a•••@example.org".to_owned(), "l•••@work.example".to_owned()],
    };
    all.add(paths::RECOVER_WAITING, "", |frame| {
        waiting::page(frame, &waits(1440, Span::from_days(3), false))
    });
    all.add(paths::RECOVER_WAITING, "over", |frame| {
        waiting::page(frame, &waits(1500, Span::from_days(1), true))
    });
    enrolment(all, Purpose::Recovery);
    for (state, link) in [("", Some("l1nk".to_owned())), ("signed-in", None)] {
        all.add(paths::VETO, state, |frame| {
            veto::page(
                frame,
                &veto::View {
                    asked_at: ago(90),
                    ready_at: now() + Span::from_days(3),
                    agent: Some(EDGE.to_owned()),
                    place: Some("Riga, Latvia".to_owned()),
                    link,
                },
            )
        });
    }
    all.add(paths::OBJECT, "", |frame| {
        object::page(
            frame,
            &object::View {
                what: What::AddressAdded("thief@mail.example".to_owned()),
                at: ago(25),
                agent: Some(EDGE.to_owned()),
                place: Some("Riga, Latvia".to_owned()),
                until: now() + Span::from_days(7),
                link: "l1nk".to_owned(),
                problems: Vec::new(),
            },
        )
    });
}

pub(super) fn messages(all: &mut Gallery) {
    let said = [
        ("missing", Message::Missing),
        ("link-spent", Message::LinkSpent),
        ("form-too-old", Message::FormTooOld),
        ("too-large", Message::TooLarge),
        (
            "failed",
            Message::Failed {
                id: "req_7f3a".to_owned(),
            },
        ),
        ("closed", Message::SignUpClosed),
        ("vetoed", Message::Vetoed),
        ("undone", Message::Undone),
        ("denied", Message::Denied),
        ("confirmed", Message::AddressConfirmed),
        ("stopped", Message::Stopped),
        ("locked", Message::Locked),
        ("staff-asked", Message::StaffAsked),
    ];
    for (state, what) in said {
        all.add("/preview/message", state, |frame| message::page(frame, &what));
    }
}
