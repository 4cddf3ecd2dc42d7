//! What is changed from the account's own page.

use hosted::pages::addresses::Address;
use hosted::pages::confirm::Change;
use hosted::pages::enrol::{self, Purpose};
use hosted::pages::tokens::{Fresh, Scope, Token};
use hosted::pages::{add, addresses, confirm, continue_here, not_me, remove, sent, tokens};
use hosted::{Custody, Method, Problem, What, paths};
use vocabulary::{Factor, Moment, Span};

use super::enrolment::enrolment;
use super::gallery::{CREATION, EDGE, Gallery, REQUEST, ago, days_ago, now};

pub(super) fn additions(all: &mut Gallery) {
    for (state, view) in [
        ("", add::View::default()),
        (
            "more",
            add::View {
                has_passphrase: true,
                has_codes: true,
                ..add::View::default()
            },
        ),
        (
            "required",
            add::View {
                is_required: true,
                has_passphrase: true,
                ..add::View::default()
            },
        ),
    ] {
        all.add(paths::ACCOUNT_ADD, state, |frame| add::page(frame, &view));
    }
    enrolment(all, Purpose::Account);
    all.add(paths::ADD_SECURITY_KEY, "", |frame| {
        enrol::security_key::page(
            frame,
            &enrol::security_key::View {
                options: CREATION.to_owned(),
                problems: Vec::new(),
            },
        )
    });
    let changes = [
        ("", Change::Add(Factor::Passkey)),
        (
            "remove",
            Change::Remove {
                factor: Factor::Totp,
                name: "Old phone".to_owned(),
            },
        ),
        ("passphrase", Change::Passphrase),
        ("codes", Change::Codes),
        ("addresses", Change::Addresses),
        ("token", Change::Token),
    ];
    for (state, change) in changes {
        all.add(paths::ACCOUNT_CONFIRM, state, |frame| {
            confirm::page(
                frame,
                &confirm::View {
                    proved: if state.is_empty() {
                        Vec::new()
                    } else {
                        vec![Factor::Passphrase]
                    },
                    change,
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
    }
}

pub(super) fn changes(all: &mut Gallery) {
    let removals = [
        ("", Factor::SecurityKey, "Blue key", remove::Then::Safe),
        (
            "fragile",
            Factor::RecoveryCode,
            "",
            remove::Then::Fragile(Custody::Phone),
        ),
        (
            "exposed",
            Factor::Totp,
            "Phone",
            remove::Then::Exposed(Custody::Memory),
        ),
        ("too-few", Factor::Passphrase, "", remove::Then::TooFew),
    ];
    for (state, factor, name, then) in removals {
        all.add(paths::ACCOUNT_REMOVE, state, |frame| {
            remove::page(
                frame,
                &remove::View {
                    id: "a1".to_owned(),
                    factor,
                    name: name.to_owned(),
                    then,
                    problems: Vec::new(),
                },
            )
        });
    }
    all.add(paths::NOT_ME, "", |frame| {
        not_me::page(
            frame,
            &not_me::View {
                what: Some((What::SignedInNew, ago(45))),
                agent: Some(EDGE.to_owned()),
                place: Some("Riga, Latvia".to_owned()),
                id: Some("evt_9".to_owned()),
                link: None,
                passphrase: true,
                tokens: 1,
            },
        )
    });
    all.add(paths::TOKENS, "", |frame| {
        tokens::page(frame, &programs(None, Vec::new()))
    });
    all.add(paths::TOKENS, "fresh", |frame| {
        let fresh = Fresh {
            name: "Backup at home".to_owned(),
            token: "bookshop_p4k2wq9cX3mVtq8LrN5sYbE1uJhDf7AzKoGi6".to_owned(),
            ends_at: now() + Span::from_days(90),
            old_until: Some(now() + Span::from_days(1)),
        };
        tokens::page(frame, &programs(Some(fresh), Vec::new()))
    });
    all.add(paths::TOKENS, "wrong", |frame| {
        let problems = vec![
            Problem::NameMissing,
            Problem::ScopesMissing,
            Problem::DaysRefused { most: 365 },
        ];
        tokens::page(frame, &programs(None, problems))
    });
    all.add(paths::ADDRESSES, "", |frame| {
        addresses::page(frame, &mailboxes(Vec::new()))
    });
    all.add(paths::ADDRESSES, "wrong", |frame| {
        addresses::page(frame, &mailboxes(vec![Problem::AddressRefused]))
    });
    all.add(paths::ADDRESSES, "sent", |frame| {
        sent::page(
            frame,
            &sent::View {
                about: sent::About::Address,
                address: "ada@new.example".to_owned(),
                works_for: Span::from_minutes(30),
            },
        )
    });
    all.add(paths::ADDRESSES_CONTINUE, "", |frame| {
        continue_here::page(
            frame,
            &continue_here::View {
                about: continue_here::About::Address,
                address: "ada@new.example".to_owned(),
                link: "l1nk".to_owned(),
                problems: Vec::new(),
            },
        )
    });
}

fn programs(fresh: Option<Fresh>, problems: Vec<Problem>) -> tokens::View {
    let token = |id: &str, name: &str, last_used: Option<Moment>| Token {
        id: id.to_owned(),
        name: name.to_owned(),
        hint: "bookshop_p…Gi6".to_owned(),
        scopes: vec!["read your orders".to_owned(), "read your invoices".to_owned()],
        made_at: days_ago(30),
        ends_at: now() + Span::from_days(60),
        last_used,
        last_place: last_used.map(|_| "Vienna, Austria".to_owned()),
        replaced_until: None,
    };
    let scope = |name: &str, says: &str, is_chosen: bool| Scope {
        name: name.to_owned(),
        says: says.to_owned(),
        is_chosen,
    };
    tokens::View {
        tokens: vec![
            token("t1", "Backup at home", Some(ago(600))),
            Token {
                replaced_until: Some(now() + Span::from_hours(20)),
                ..token("t2", "Backup at home, before", Some(ago(900)))
            },
            token("t3", "Shelf", None),
        ],
        fresh,
        scopes: vec![
            scope("orders:read", "Read your orders", true),
            scope("invoices:read", "Read your invoices", false),
            scope("orders:write", "Order in your name", false),
        ],
        days: vec![7, 30, 90, 365],
        chosen_days: 90,
        label: String::new(),
        problems,
    }
}

fn mailboxes(problems: Vec<Problem>) -> addresses::View {
    addresses::View {
        addresses: vec![
            Address {
                id: "m1".to_owned(),
                address: "ada@example.org".to_owned(),
                is_confirmed: true,
                is_primary: true,
                told_until: None,
            },
            Address {
                id: "m2".to_owned(),
                address: "lovelace@work.example".to_owned(),
                is_confirmed: true,
                ..Address::default()
            },
            Address {
                id: "m3".to_owned(),
                address: "ada@new.example".to_owned(),
                ..Address::default()
            },
            Address {
                id: "m4".to_owned(),
                address: "ada@old.example".to_owned(),
                is_confirmed: true,
                told_until: Some(now() + Span::from_days(20)),
                ..Address::default()
            },
        ],
        entered: if problems.is_empty() {
            String::new()
        } else {
            "ada.example.org".to_owned()
        },
        problems,
    }
}
