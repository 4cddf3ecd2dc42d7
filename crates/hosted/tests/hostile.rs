//! Whatever people write about themselves stays text on the page, and says nothing about others.

#![cfg(test)]

use std::sync::Arc;

use hosted::pages::account::{Authenticator, Kept, Session, Standing, TokenSummary};
use hosted::pages::addresses::Address;
use hosted::pages::tokens::{Fresh, Scope, Token};
use hosted::pages::{
    account, addresses, confirm, continue_here, enrol, not_me, object, prove, remove, sent, sign_in, sign_up,
    tokens, veto, waiting,
};
use hosted::{Custody, Frame, Happened, Language, Problem, Theme, What};
use vocabulary::{Factor, Moment, Span};

const HOSTILE: &str = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'&amp;\u{202E}\u{0}";

fn hostile() -> String {
    HOSTILE.to_owned()
}

fn frame() -> Frame {
    Frame {
        theme: Arc::new(Theme::named("<b>Shop</b>").unwrap()),
        csrf: hostile(),
        flow: Some(hostile()),
        here: hostile(),
        ..Frame::default()
    }
}

fn what() -> What {
    What::StaffLooked {
        who: hostile(),
        why: hostile(),
    }
}

fn safety() -> account::View {
    let happened = |what: What| Happened {
        id: hostile(),
        at: Moment::EPOCH,
        what,
        count: 2,
        agent: Some(hostile()),
        place: Some(hostile()),
        can_deny: true,
    };
    account::View {
        standing: Standing::Exposed {
            through: Custody::Mailbox(hostile()),
            mend: account::Mend::AddPasskey,
        },
        done: None,
        recovery: None,
        authenticators: vec![Authenticator {
            id: hostile(),
            factor: Factor::Passkey,
            name: hostile(),
            kept: Kept::Synced(hostile()),
            since: Moment::EPOCH,
            last_used: None,
            is_disabled: false,
        }],
        sessions: vec![Session {
            id: hostile(),
            agent: Some(hostile()),
            place: Some(hostile()),
            began: Moment::EPOCH,
            last_seen: Moment::EPOCH,
            is_this: false,
            proved: Vec::new(),
        }],
        happened: vec![
            happened(what()),
            happened(What::TokenCreated(hostile())),
            happened(What::AddressAdded(hostile())),
        ],
        has_more: false,
        ways_in: vec![account::WayIn {
            needs: vec![Custody::Device(hostile()), Custody::Issuer(hostile())],
            waits: None,
        }],
        addresses: vec![hostile()],
        tokens: vec![TokenSummary {
            name: hostile(),
            last_used: None,
        }],
        leaked: vec![account::Leaked {
            name: hostile(),
            last_four: hostile(),
            at: Moment::EPOCH,
            refused_after: None,
            since: Some(Moment::EPOCH),
        }],
    }
}

fn programs() -> tokens::View {
    tokens::View {
        tokens: vec![Token {
            id: hostile(),
            name: hostile(),
            hint: hostile(),
            scopes: vec![hostile()],
            last_used: Some(Moment::EPOCH),
            last_place: Some(hostile()),
            ..Token::default()
        }],
        fresh: Some(Fresh {
            name: hostile(),
            token: hostile(),
            ..Fresh::default()
        }),
        scopes: vec![Scope {
            name: hostile(),
            says: hostile(),
            is_chosen: true,
        }],
        days: vec![90],
        chosen_days: 90,
        label: hostile(),
        problems: Vec::new(),
    }
}

fn doors(frame: &Frame) -> Vec<(&'static str, String)> {
    vec![
        (
            "sign-up",
            sign_up::page(
                frame,
                &sign_up::View {
                    name: hostile(),
                    address: hostile(),
                    problems: vec![Problem::AddressRefused],
                },
            ),
        ),
        (
            "sign-in",
            sign_in::page(
                frame,
                &sign_in::View {
                    address: hostile(),
                    options: hostile(),
                    ..sign_in::View::default()
                },
            ),
        ),
        (
            "sent",
            sent::page(
                frame,
                &sent::View {
                    about: sent::About::SignUp,
                    address: hostile(),
                    works_for: Span::from_minutes(30),
                },
            ),
        ),
        (
            "continue",
            continue_here::page(
                frame,
                &continue_here::View {
                    about: continue_here::About::Address,
                    address: hostile(),
                    link: hostile(),
                    problems: Vec::new(),
                },
            ),
        ),
        (
            "app",
            enrol::app::page(
                frame,
                &enrol::app::View {
                    purpose: enrol::Purpose::SignUp,
                    qr_svg: hostile(),
                    secret: hostile(),
                    uri: format!("javascript:{HOSTILE}"),
                    problems: Vec::new(),
                },
            ),
        ),
        (
            "codes",
            enrol::codes::page(
                frame,
                &enrol::codes::View {
                    purpose: enrol::Purpose::SignUp,
                    codes: vec![hostile()],
                    address: hostile(),
                    problems: Vec::new(),
                },
            ),
        ),
        (
            "prove",
            prove::page(
                frame,
                &prove::View {
                    doing: hostile(),
                    ..prove::View::default()
                },
            ),
        ),
    ]
}

/// The pages on which something is changed or undone.
fn changes(frame: &Frame) -> Vec<(&'static str, String)> {
    let agent = || Some(hostile());
    vec![
        (
            "confirm",
            confirm::page(
                frame,
                &confirm::View {
                    change: confirm::Change::Remove {
                        factor: Factor::Totp,
                        name: hostile(),
                    },
                    proved: Vec::new(),
                    methods: Vec::new(),
                    problems: Vec::new(),
                },
            ),
        ),
        (
            "remove",
            remove::page(
                frame,
                &remove::View {
                    id: hostile(),
                    factor: Factor::Passkey,
                    name: hostile(),
                    then: remove::Then::Exposed(Custody::PasswordManager(hostile())),
                    problems: Vec::new(),
                },
            ),
        ),
        (
            "not-me",
            not_me::page(
                frame,
                &not_me::View {
                    what: Some((what(), Moment::EPOCH)),
                    agent: agent(),
                    place: agent(),
                    id: agent(),
                    link: agent(),
                    passphrase: true,
                    tokens: 0,
                },
            ),
        ),
        (
            "object",
            object::page(
                frame,
                &object::View {
                    what: what(),
                    at: Moment::EPOCH,
                    agent: agent(),
                    place: agent(),
                    until: Moment::EPOCH,
                    link: hostile(),
                    problems: Vec::new(),
                },
            ),
        ),
        (
            "veto",
            veto::page(
                frame,
                &veto::View {
                    asked_at: Moment::EPOCH,
                    ready_at: Moment::EPOCH,
                    agent: agent(),
                    place: agent(),
                    link: agent(),
                },
            ),
        ),
        (
            "waiting",
            waiting::page(
                frame,
                &waiting::View {
                    asked_at: Moment::EPOCH,
                    ready_at: Moment::EPOCH + Span::from_days(3),
                    lapses_at: Moment::EPOCH + Span::from_days(10),
                    is_shortened: true,
                    told: vec![hostile()],
                },
            ),
        ),
    ]
}

#[test]
fn what_people_write_stays_text() {
    let frame = frame();
    let mut pages = doors(&frame);
    pages.extend(changes(&frame));
    pages.push(("account", account::page(&frame, &safety())));
    pages.push(("tokens", tokens::page(&frame, &programs())));
    pages.push((
        "addresses",
        addresses::page(
            &frame,
            &addresses::View {
                addresses: vec![Address {
                    id: hostile(),
                    address: hostile(),
                    ..Address::default()
                }],
                entered: hostile(),
                problems: Vec::new(),
            },
        ),
    ));
    for (name, page) in pages {
        for escaped in ["<script>alert", "<img src=x", "<b>Shop", "href=\"javascript:"] {
            assert!(!page.contains(escaped), "{name} lets {escaped} through");
        }
        let scripts = page.matches("<script").count();
        assert_eq!(scripts, 2, "{name}");
    }
}

#[test]
fn a_name_cannot_turn_the_line_around() {
    let frame = Frame {
        csrf: String::new(),
        ..Frame::default()
    };
    let name = || "Ada\u{202E}gpj.exe".to_owned();
    let mut view = safety();
    for authenticator in &mut view.authenticators {
        authenticator.name = name();
        authenticator.kept = Kept::InManager(name());
        authenticator.factor = Factor::Passphrase;
        authenticator.id = "a1".to_owned();
    }
    view.addresses = vec![name()];
    view.happened.truncate(0);
    view.sessions.truncate(0);
    view.tokens.clear();
    view.ways_in = vec![account::WayIn {
        needs: vec![Custody::Device(name())],
        waits: None,
    }];
    view.standing = Standing::Safe;
    let page = account::page(&frame, &view);
    assert!(page.contains("Adagpj.exe"));
    assert!(!page.contains('\u{202E}'));
}

#[test]
fn the_answer_does_not_tell_whether_an_account_exists() {
    // A view has no place in which a difference could be: the same address gives the same bytes, and another
    // address differs in nothing but itself.
    let known = "ada@example.org";
    let unknown = "bob@example.org";
    let check = |page: &dyn Fn(&str) -> String| {
        assert_eq!(page(known).replace(known, unknown), page(unknown));
    };
    for language in Language::ALL {
        let frame = Frame {
            language,
            ..Frame::default()
        };
        for about in [sent::About::SignUp, sent::About::Recovery] {
            check(&|address| {
                sent::page(
                    &frame,
                    &sent::View {
                        about,
                        address: address.to_owned(),
                        works_for: Span::from_minutes(30),
                    },
                )
            });
        }
        check(&|address| {
            sign_in::page(
                &frame,
                &sign_in::View {
                    address: address.to_owned(),
                    problems: vec![Problem::SignInRefused],
                    ..sign_in::View::default()
                },
            )
        });
    }
}

#[test]
fn the_flow_travels_along() {
    let frame = Frame {
        flow: Some("oidc-7".to_owned()),
        ..Frame::default()
    };
    let page = sign_in::page(&frame, &sign_in::View::default());
    assert_eq!(
        page.matches("name=\"flow\" value=\"oidc-7\"").count(),
        3,
        "in each form"
    );
    assert!(page.contains("href=\"/recover?flow=oidc-7\""));
}

#[test]
fn a_secret_that_was_typed_is_never_given_back() {
    let frame = Frame::default();
    let page = sign_in::page(
        &frame,
        &sign_in::View {
            address: "ada@example.org".to_owned(),
            problems: vec![Problem::SignInRefused],
            ..sign_in::View::default()
        },
    );
    assert!(page.contains("autocomplete=\"username webauthn\""));
    let field = page.split("id=\"passphrase\"").nth(1).unwrap();
    assert!(!field.split('>').next().unwrap().contains(" value="));
}
