//! What holds for every message, in every language.

#![cfg(test)]

use hosted::mail::{self, Message, Remedy, Sender, Told};
use hosted::{Language, LeakedToken, LeakedUse, Theme, What};
use vocabulary::{Factor, LeakSource, Moment, Span};

const ORIGIN: &str = "https://id.shop.example";

fn now() -> Moment {
    Moment::parse("2026-11-21T09:30:00Z").unwrap()
}

fn told(what: What, remedy: Remedy) -> Message {
    Message::Told(Told {
        what,
        at: now(),
        agent: Some("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0".to_owned()),
        place: Some("Vienna, Austria".to_owned()),
        remedy,
    })
}

fn leaked(found: Option<&str>, source: LeakSource, is_odd: bool) -> LeakedToken {
    let used = LeakedUse {
        agent: Some("curl/8.5.0".to_owned()),
        place: Some("203.0.113.0/24".to_owned()),
        last: now(),
        count: 3,
        doing: vec!["list-invoices".to_owned()],
    };
    LeakedToken {
        name: "Deploy".to_owned(),
        last_four: "7GkQ".to_owned(),
        at: now(),
        source,
        found: found.map(str::to_owned),
        since: is_odd.then(now),
        uses: if is_odd { vec![used] } else { Vec::new() },
        is_odd,
    }
}

fn not_me() -> Remedy {
    Remedy::NotMe {
        link: "l1nk".to_owned(),
    }
}

fn undo() -> Remedy {
    Remedy::Undo {
        link: "l1nk".to_owned(),
        until: now() + Span::from_days(7),
    }
}

/// Each message, and the page that its link leads to.
fn messages() -> Vec<(Message, &'static str)> {
    let link = || "l1nk".to_owned();
    let works_for = Span::from_minutes(30);
    let mut all = vec![
        (
            Message::ConfirmSignUp {
                link: link(),
                works_for,
            },
            "/sign-up/continue?link=l1nk",
        ),
        (Message::AlreadyThere, "/sign-in"),
        (
            Message::ConfirmAddress {
                link: link(),
                works_for,
            },
            "/account/addresses/continue?link=l1nk",
        ),
        (
            Message::RecoveryLink {
                link: link(),
                works_for,
            },
            "/recover/continue?link=l1nk",
        ),
        (
            Message::RecoveryAsked {
                at: now(),
                agent: None,
                place: Some("Riga, Latvia".to_owned()),
                ready_at: now() + Span::from_days(3),
                veto: link(),
            },
            "/account/recovery/veto?link=l1nk",
        ),
        (
            Message::RecoveryReady {
                until: now() + Span::from_days(7),
                veto: link(),
            },
            "/account/recovery/veto?link=l1nk",
        ),
    ];
    for (found, source, is_odd) in [
        (
            Some("https://code.example/shop/blob/main/deploy.sh, line 3"),
            LeakSource::Push,
            true,
        ),
        (
            Some("HURRY: http://evil.example says hello"),
            LeakSource::Finder,
            false,
        ),
        (None, LeakSource::Scan, false),
    ] {
        let leaked = leaked(found, source, is_odd);
        all.push((
            Message::TokenLeaked { leaked, link: link() },
            "/account/not-me?link=l1nk",
        ));
    }
    for what in [
        What::SignedInNew,
        What::SessionsEnded,
        What::RecoveryCodeUsed,
        What::RecoveryDone,
        What::TokenCreated("Backup".to_owned()),
        What::TokenFound("Backup".to_owned()),
    ] {
        all.push((told(what, not_me()), "/account/not-me?link=l1nk"));
    }
    for what in [
        What::Added(Factor::Passkey),
        What::Removed(Factor::Totp),
        What::PassphraseChanged,
        What::AddressAdded("new@example.org".to_owned()),
        What::AddressRemoved("old@example.org".to_owned()),
    ] {
        all.push((told(what, undo()), "/object?link=l1nk"));
    }
    all
}

fn check(holds: impl Fn(&str, &str, &mail::Letter)) {
    let theme = Theme::named("Bookshop").unwrap();
    for language in Language::ALL {
        let sender = Sender {
            language,
            theme: &theme,
            origin: ORIGIN,
        };
        for (message, path) in messages() {
            let letter = mail::write(&sender, &message);
            let name = format!("{} ({})", letter.subject, language.tag());
            holds(&name, path, &letter);
        }
    }
}

#[test]
fn the_owner_of_a_leaked_token_reads_what_happened_and_no_strangers_words() {
    check(|name, _, letter| {
        for text in [&letter.plain, &letter.html] {
            assert!(!text.contains("evil"), "{name}");
        }
        if letter.plain.contains("deploy.sh, line 3") {
            for said in ["curl", "203.0.113.0/24", "list-invoices", "…7GkQ"] {
                assert!(letter.plain.contains(said), "{name}: {said}");
            }
        }
    });
    let plain = |source| {
        let theme = Theme::named("Bookshop").unwrap();
        let sender = Sender {
            language: Language::English,
            theme: &theme,
            origin: ORIGIN,
        };
        let leaked = leaked(Some("deploy.sh, line 3"), source, true);
        let message = Message::TokenLeaked {
            leaked,
            link: "l1nk".to_owned(),
        };
        mail::write(&sender, &message).plain
    };
    assert!(plain(LeakSource::Push).contains("deploy.sh, line 3"));
    assert!(!plain(LeakSource::Hash).contains("deploy.sh"));
}

#[test]
fn the_subject_is_one_line_that_says_who_writes() {
    check(|name, _, letter| {
        assert!(letter.subject.starts_with("Bookshop: "), "{name}");
        assert!(!letter.subject.chars().any(char::is_control), "{name}");
        assert!(letter.subject.chars().count() < 100, "{name}");
    });
}

#[test]
fn plain_text_says_all_that_html_says() {
    check(|name, path, letter| {
        let address = format!("\n{ORIGIN}{path}\n");
        assert!(letter.plain.contains(&address), "{name}: {}", letter.plain);
        for line in letter.plain.lines() {
            let is_link = line.starts_with(ORIGIN);
            assert!(is_link || line.chars().count() <= 76, "{name}: {line}");
        }
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let plain = words(&letter.plain);
        let body = letter.html.split("<body").nth(1).unwrap();
        for part in body.split('<').filter_map(|part| part.split_once('>')) {
            let text = words(
                &part
                    .1
                    .replace("&amp;", "&")
                    .replace("&quot;", "\"")
                    .replace("&lt;", "<")
                    .replace("&gt;", ">"),
            );
            let is_sender = text == "Bookshop";
            assert!(is_sender || plain.contains(&text), "{name}: only in HTML: {text}");
        }
    });
}

#[test]
fn html_loads_nothing_and_runs_nothing() {
    check(|name, path, letter| {
        for forbidden in ["<img", "<script", "<link", "url(", "@import", "<form", "src="] {
            assert!(!letter.html.contains(forbidden), "{name} has {forbidden}");
        }
        let links: Vec<&str> = letter
            .html
            .split("href=\"")
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap())
            .collect();
        assert_eq!(links, [format!("{ORIGIN}{path}")], "{name}");
    });
}

#[test]
fn what_happened_can_always_be_denied() {
    for language in Language::ALL {
        let theme = Theme::default();
        let sender = Sender {
            language,
            theme: &theme,
            origin: ORIGIN,
        };
        let letter = mail::write(&sender, &told(What::SignedInNew, not_me()));
        assert!(letter.plain.contains("/account/not-me?link=l1nk"));
        assert!(letter.plain.contains("Vienna, Austria"));
        assert!(letter.plain.contains("Firefox"));
    }
}

#[test]
fn a_name_cannot_start_a_header_or_a_tag() {
    let hostile = "x\r\nBcc: all@shop.example\u{2028}<script>alert(1)</script>".to_owned();
    let theme = Theme::default();
    let sender = Sender {
        language: Language::English,
        theme: &theme,
        origin: "https://id.shop.example/",
    };
    for what in [
        What::TokenCreated(hostile.clone()),
        What::AddressAdded(hostile.clone()),
        What::StaffLooked {
            who: hostile.clone(),
            why: hostile.clone(),
        },
    ] {
        let mut message = told(what, not_me());
        if let Message::Told(told) = &mut message {
            told.place = Some(hostile.clone());
            told.agent = Some(hostile.clone());
        }
        let letter = mail::write(&sender, &message);
        assert!(
            !letter.subject.chars().any(char::is_control),
            "{}",
            letter.subject
        );
        assert!(!letter.subject.contains('\u{2028}'));
        assert!(!letter.html.contains("<script"));
        assert!(!letter.plain.lines().any(|line| line.starts_with("Bcc:")));
    }
    let message = told(
        What::SignedInNew,
        Remedy::NotMe {
            link: "a\"><b>&x=1".to_owned(),
        },
    );
    let letter = mail::write(&sender, &message);
    assert!(
        letter
            .plain
            .contains("https://id.shop.example/account/not-me?link=a%22%3E%3Cb%3E%26x%3D1")
    );
}

#[test]
fn a_message_reads_as_a_person_would_write_it() {
    let theme = Theme::named("Bookshop").unwrap();
    let sender = Sender {
        language: Language::English,
        theme: &theme,
        origin: ORIGIN,
    };
    let letter = mail::write(&sender, &told(What::Added(Factor::Passkey), undo()));
    assert_eq!(letter.subject, "Bookshop: A passkey was added");
    assert_eq!(
        letter.plain,
        "A passkey was added\n\
         \n\
         If this was you, there is nothing to do.\n\
         \n\
         When: 21 November 2026, 09:30 UTC\n\
         With: Firefox on Linux\n\
         From: Vienna, Austria\n\
         \n\
         This was not me, undo it:\n\
         https://id.shop.example/object?link=l1nk\n\
         \n\
         The link shows what would be undone, and does nothing until you press the\n\
         button. It works until 28 November 2026, 09:30 UTC.\n\
         \n\
         -- \n\
         This is a message from Bookshop about an account with this address.\n\
         We never ask for a passphrase or a code by email.\n"
    );
}
