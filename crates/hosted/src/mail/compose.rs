//! What each message says.

use vocabulary::{Moment, Span};

use super::body::Body;
use super::message::{Message, Remedy, Sender, Told};
use crate::happened::What;
use crate::leak::LeakedToken;
use crate::paths;
use crate::text::cleaned;

/// The message's parts.
pub(super) fn compose(sender: &Sender<'_>, message: &Message) -> Body {
    let words = sender.words();
    match message {
        Message::ConfirmSignUp { link, works_for } => asked(
            sender,
            &Asked {
                subject: "mail-confirm-subject",
                says: "mail-confirm",
                button: "mail-confirm-button",
                path: &paths::with_link(paths::SIGN_UP_CONTINUE, link),
                works_for: Some(*works_for),
            },
        ),
        Message::AlreadyThere => asked(
            sender,
            &Asked {
                subject: "mail-already-subject",
                says: "mail-already",
                button: "mail-already-button",
                path: paths::SIGN_IN,
                works_for: None,
            },
        ),
        Message::ConfirmAddress { link, works_for } => asked(
            sender,
            &Asked {
                subject: "mail-address-subject",
                says: "mail-address",
                button: "mail-address-button",
                path: &paths::with_link(paths::ADDRESSES_CONTINUE, link),
                works_for: Some(*works_for),
            },
        ),
        Message::RecoveryLink { link, works_for } => asked(
            sender,
            &Asked {
                subject: "mail-recovery-subject",
                says: "mail-recovery",
                button: "mail-recovery-button",
                path: &paths::with_link(paths::RECOVER_CONTINUE, link),
                works_for: Some(*works_for),
            },
        ),
        Message::RecoveryAsked {
            at,
            agent,
            place,
            ready_at,
            veto,
        } => Body {
            paragraphs: vec![words.say("mail-asked"), words.say("mail-asked-was-you")],
            facts: facts(sender, *at, agent.as_deref(), place.as_deref())
                .into_iter()
                .chain([(words.say("works-from"), words.date_and_time(*ready_at))])
                .collect(),
            action: Some((
                words.say("veto-button"),
                sender.address(&paths::with_link(paths::VETO, veto)),
            )),
            notes: vec![words.say("veto-then")],
            ..started(sender, &words.say("mail-asked-subject"))
        },
        Message::RecoveryReady { until, veto } => Body {
            paragraphs: vec![
                words.say("mail-ready"),
                format!("{} {}.", words.say("waiting-until"), words.date_and_time(*until)),
                words.say("mail-ready-not-you"),
            ],
            action: Some((
                words.say("veto-button"),
                sender.address(&paths::with_link(paths::VETO, veto)),
            )),
            notes: vec![words.say("veto-then")],
            ..started(sender, &words.say("mail-ready-subject"))
        },
        Message::Told(told) => self::told(sender, told),
        Message::TokenLeaked { leaked, link } => token_leaked(sender, leaked, link),
    }
}

/// A message that somebody asked for: what it is, and one link.
struct Asked<'a> {
    subject: &'a str,
    says: &'a str,
    button: &'a str,
    path: &'a str,
    works_for: Option<Span>,
}

fn asked(sender: &Sender<'_>, asked: &Asked<'_>) -> Body {
    let words = sender.words();
    let service = [("service", sender.theme.name().into())];
    let mut notes = Vec::new();
    if let Some(span) = asked.works_for {
        notes.push(words.tell("sent-works-for", &[("length", words.length(span).into())]));
    }
    notes.push(words.say("mail-not-asked"));
    Body {
        paragraphs: vec![words.tell(asked.says, &service)],
        action: Some((words.say(asked.button), sender.address(asked.path))),
        notes,
        ..started(sender, &words.say(asked.subject))
    }
}

fn told(sender: &Sender<'_>, told: &Told) -> Body {
    let words = sender.words();
    let what = told.what.in_words(words);
    let (button, path, then) = match &told.remedy {
        Remedy::NotMe { link } => (
            words.say("mail-not-me"),
            paths::with_link(paths::NOT_ME, link),
            words.say("mail-not-me-then"),
        ),
        Remedy::Undo { link, until } => (
            words.say("mail-undo"),
            paths::with_link(paths::OBJECT, link),
            words.tell("mail-undo-then", &[("until", words.date_and_time(*until).into())]),
        ),
    };
    Body {
        paragraphs: vec![words.say("mail-was-you")],
        facts: facts(sender, told.at, told.agent.as_deref(), told.place.as_deref()),
        action: Some((button, sender.address(&path))),
        notes: vec![then],
        ..started(sender, &what)
    }
}

/// What leaked, where, since when, what it was used for since, and what we did.
fn token_leaked(sender: &Sender<'_>, leaked: &LeakedToken, link: &str) -> Body {
    let words = sender.words();
    let what = What::TokenFound(leaked.name.clone()).in_words(words);
    let since = leaked.since.map_or_else(
        || words.say("leak-since-unknown"),
        |since| words.date_and_time(since),
    );
    let mut facts = vec![
        (
            words.say("leak-token"),
            format!("{} (…{})", cleaned(&leaked.name), cleaned(&leaked.last_four)),
        ),
        (words.say("leak-found"), leaked.found_in_words(words)),
        (words.say("leak-since"), since),
        (words.say("leak-ended"), words.date_and_time(leaked.at)),
    ];
    if leaked.uses.is_empty() {
        facts.push((words.say("leak-used"), words.say("leak-used-none")));
    }
    let uses = leaked.uses.iter().map(|used| used.in_words(words));
    facts.extend(uses.map(|used| (words.say("leak-used"), used)));
    let mut paragraphs = vec![words.say("leak-what-we-did")];
    if leaked.is_odd {
        paragraphs.push(words.say("leak-odd"));
    }
    paragraphs.push(words.say("leak-what-to-do"));
    Body {
        paragraphs,
        facts,
        action: Some((
            words.say("leak-not-me"),
            sender.address(&paths::with_link(paths::NOT_ME, link)),
        )),
        notes: vec![words.say("mail-not-me-then")],
        ..started(sender, &what)
    }
}

/// Subject, heading and foot, which every message has.
fn started(sender: &Sender<'_>, what: &str) -> Body {
    let words = sender.words();
    let service = sender.theme.name();
    Body {
        subject: one_line(&format!("{service}: {what}")),
        heading: one_line(what),
        foot: vec![
            words.tell("mail-foot", &[("service", service.into())]),
            words.say("mail-never"),
        ],
        ..Body::default()
    }
}

/// Names are cleaned before they stand in a sentence; this holds for the whole subject once more, so that no
/// later change of the words can start a header.
fn one_line(text: &str) -> String {
    text.split(char::is_control).collect::<Vec<_>>().join(" ")
}

fn facts(sender: &Sender<'_>, at: Moment, agent: Option<&str>, place: Option<&str>) -> Vec<(String, String)> {
    let words = sender.words();
    let mut facts = vec![(words.say("at"), words.date_and_time(at))];
    if let Some(agent) = agent {
        facts.push((words.say("changed-by"), words.agent(agent)));
    }
    if let Some(place) = place {
        facts.push((words.say("mail-from"), cleaned(place)));
    }
    facts
}
