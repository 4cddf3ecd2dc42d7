//! One account: is it safe, what protects it, who has been here, and what did that cost?

pub mod confirm;
pub(crate) mod opening;

use maud::{Markup, html};
use vocabulary::{Factor, Moment, Span};

use super::layout::{self, Place};
use super::parts;
use super::views::{Account, Course, Device, Fate, Frame, Hold, Incident, Session, Standing};
use super::{attention, paths, words};

/// For how long an attempt that came to nothing still leads the page.
const STILL_NEWS: Span = Span::from_days(30);

/// The page.
pub fn page(frame: &Frame, view: &Account) -> Markup {
    let question = format!("Is {} safe?", view.id);
    let body = html! {
        (parts::crumbs(&[("Accounts", paths::ACCOUNTS)]))
        (parts::answer(&question, &sentence(view, frame.now), &html! {
            @if let Standing::NeedsAttention { since, because } = &view.standing {
                p.lead {
                    strong { "Needs attention" } " " (parts::lasting(frame.now, *since))
                    @if !because.is_empty() { ": " (because) "." }
                }
            }
        }))
        @if !view.is_older {
            div.columns {
                @match &view.opening {
                    Some(opening) => (opening::section(frame, view, opening)),
                    None => (protection(frame, view)),
                }
                (holds(frame, &view.holds))
            }
            div.columns {
                (sessions(frame, &view.sessions))
                (devices(frame, &view.devices))
            }
        }
        (timeline(frame, view))
    };
    layout::page(frame, Place::Accounts, view.id.as_str(), &body)
}

/// How the account is, in the sentence that a worried person wants to read first.
pub fn sentence(view: &Account, now: Moment) -> String {
    if view.known_since.is_none() && view.timeline.is_empty() {
        return "We have not seen this account yet.".to_owned();
    }
    if let Some(incident) = &view.incident {
        match incident.course {
            Course::Open => return open(view, incident, now),
            Course::Confirmed => return confirmed(incident, now),
            Course::Cleared => {}
        }
    }
    if let Standing::NeedsAttention { because, .. } = &view.standing {
        return match because.as_str() {
            "" => "This account needs attention.".to_owned(),
            because => format!("This account needs attention: {because}."),
        };
    }
    match view.last_stopped.filter(|at| now.since(*at) < STILL_NEWS) {
        Some(at) => format!(
            "Somebody tried to get in {}. We stopped them; nothing was charged.",
            words::ago(now, at)
        ),
        None => "All is calm. We know of nobody else who tried to get in.".to_owned(),
    }
}

fn open(view: &Account, incident: &Incident, now: Moment) -> String {
    let noticed = words::ago(now, incident.opened_at);
    let stopped = view.last_stopped.is_some_and(|at| at >= incident.began_at);
    let held = charged(incident);
    if stopped {
        format!("Somebody else may have got in; we noticed {noticed}. We threw them out, and {held}.")
    } else {
        format!("Somebody else may be in this account; we noticed {noticed}. So far {held}.")
    }
}

fn confirmed(incident: &Incident, now: Moment) -> String {
    let paid = match incident.charges {
        0 => "nothing was charged",
        _ => "what they charged, the owner does not pay",
    };
    format!(
        "Somebody else got in {}. We stopped them; {paid}.",
        words::ago(now, incident.began_at)
    )
}

fn charged(incident: &Incident) -> String {
    if incident.charges + incident.others == 0 {
        "nothing was charged".to_owned()
    } else {
        attention::on_hold(incident)
    }
}

fn protection(frame: &Frame, view: &Account) -> Markup {
    // A passphrase and a recovery code are things one knows or has on paper: alone they are one way in.
    let strong = view
        .factors
        .iter()
        .any(|(factor, _)| matches!(factor, Factor::Passkey | Factor::SecurityKey | Factor::Totp));
    html! {
        section aria-labelledby="protection" {
            h2 #protection { "What protects it" }
            @if view.factors.is_empty() {
                p.missing { "We know of nothing but a password. A stolen password would be enough to get in." }
            } @else {
                ul.plain.lines {
                    @for (factor, since) in &view.factors {
                        li {
                            span { (named(*factor)) }
                            @if let Some(since) = since { " " span.muted { (parts::lasting(frame.now, *since)) } }
                        }
                    }
                }
                @if !strong {
                    p.missing { "None of these would stop somebody who has the password and one more secret." }
                }
            }
            @if view.password_breached {
                p.missing { "Its password is in a collection of stolen passwords and must be changed." }
            }
        }
    }
}

/// A factor as the name of a thing, without article.
const fn named(factor: Factor) -> &'static str {
    match factor {
        Factor::Passkey => "Passkey",
        Factor::SecurityKey => "Security key",
        Factor::Totp => "Code from an app",
        Factor::Passphrase => "Passphrase",
        Factor::RecoveryCode => "Recovery codes",
    }
}

fn holds(frame: &Frame, holds: &[Hold]) -> Markup {
    html! {
        section aria-labelledby="holds" {
            h2 #holds { "What is on hold" }
            @if holds.is_empty() {
                p.muted { "Nothing. From the first sign that somebody else is in, charges and messages wait here." }
            } @else {
                ul.plain.lines {
                    @for hold in holds {
                        li {
                            p {
                                (words::capital(words::effect(&hold.effect)))
                                @if let Some(amount) = &hold.amount { " of " strong { (amount) } }
                                ", " (fate(hold.fate))
                            }
                            p.muted.small {
                                (hold.effect_id) ", " (parts::when(frame.now, hold.at))
                                @if hold.looking_back { ", already made when we noticed" }
                            }
                        }
                    }
                }
            }
        }
    }
}

const fn fate(fate: Fate) -> &'static str {
    match fate {
        Fate::Held => "waiting",
        Fate::Released => "released: it was the owner's",
        Fate::Credited => "the owner does not pay",
    }
}

fn sessions(frame: &Frame, sessions: &[Session]) -> Markup {
    html! {
        section aria-labelledby="sessions" {
            h2 #sessions { "Sessions" }
            @if sessions.is_empty() {
                p.muted { "Nobody is signed in. A session appears here when somebody is." }
            } @else {
                ul.plain.lines {
                    @for session in sessions {
                        li.over[session.ended_because.is_some()] {
                            p { (with(session.agent.as_deref(), session.place.as_deref())) }
                            p.muted.small {
                                (session.id)
                                @if let Some(began) = session.began { ", began " (parts::when(frame.now, began)) }
                                @match &session.ended_because {
                                    Some(because) => { ", over: " (words::because(because)) }
                                    None => @if let Some(at) = session.last_seen {
                                        ", last used " (parts::when(frame.now, at))
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn devices(frame: &Frame, devices: &[Device]) -> Markup {
    html! {
        section aria-labelledby="devices" {
            h2 #devices { "Devices" }
            @if devices.is_empty() {
                p.muted { "None yet. A device appears here when the account is used on it." }
            } @else {
                ul.plain.lines {
                    @for device in devices {
                        li {
                            p {
                                (with(device.agent.as_deref(), device.place.as_deref()))
                                @if !device.proved { " " span.marked { "not proved to be the owner's" } }
                            }
                            p.muted.small {
                                (device.id)
                                @if let Some(at) = device.first_seen { ", first seen " (parts::when(frame.now, at)) }
                                @if let Some(at) = device.last_seen { ", last " (parts::when(frame.now, at)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// With what and from where.
fn with(agent: Option<&str>, place: Option<&str>) -> Markup {
    let agent = agent.map_or("something that did not name itself".to_owned(), words::agent);
    html! { (words::capital(&agent)) @if let Some(place) = place { ", " (place) } }
}

fn timeline(frame: &Frame, view: &Account) -> Markup {
    let newest = paths::account(&view.id);
    let older = view.older.map(|index| paths::account_before(&view.id, index));
    html! {
        section #timeline aria-labelledby="happened" {
            h2 #happened { @if view.is_older { "What happened before" } @else { "What happened" } }
            @if view.timeline.is_empty() {
                (parts::empty(
                    "Nothing has happened yet.",
                    &html! { "Every sign-in, every change and every answer of ours appears here, newest first." },
                ))
            } @else {
                ol.timeline { (parts::timeline(&view.timeline, frame.now, false)) }
            }
            (parts::pages(
                view.is_older.then_some(("Newest", newest.as_str())),
                older.as_deref().map(|path| ("Earlier", path)),
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vocabulary::AccountId;

    #[test]
    fn the_sentence_says_who_was_there_and_what_it_cost() {
        let now = Moment::parse("2026-11-21T09:30:00Z").unwrap();
        let before = |minutes: i64| now - Span::from_minutes(minutes);
        let incident = |course: Course, charges: u64| Incident {
            id: "inc_1".to_owned(),
            account: AccountId::new("acc_42").unwrap(),
            began_at: before(5),
            opened_at: before(3),
            because: "odd-session".to_owned(),
            charges,
            others: 0,
            amount: (charges > 0).then(|| "1,299.00 EUR".to_owned()),
            course,
        };
        let check = |incident: Option<Incident>, stopped: Option<Moment>, known: bool, expected: &str| {
            let view = Account {
                incident,
                last_stopped: stopped,
                known_since: known.then_some(Moment::EPOCH),
                ..Account::unknown(AccountId::new("acc_42").unwrap())
            };
            assert_eq!(sentence(&view, now), expected);
        };
        check(None, None, false, "We have not seen this account yet.");
        check(
            None,
            None,
            true,
            "All is calm. We know of nobody else who tried to get in.",
        );
        check(
            None,
            Some(before(3)),
            true,
            "Somebody tried to get in 3 minutes ago. We stopped them; nothing was charged.",
        );
        check(
            Some(incident(Course::Cleared, 0)),
            Some(now - Span::from_days(31)),
            true,
            "All is calm. We know of nobody else who tried to get in.",
        );
        check(
            Some(incident(Course::Open, 1)),
            Some(before(3)),
            true,
            "Somebody else may have got in; we noticed 3 minutes ago. We threw them out, and one charge \
             of 1,299.00 EUR is on hold.",
        );
        check(
            Some(incident(Course::Open, 0)),
            None,
            true,
            "Somebody else may be in this account; we noticed 3 minutes ago. So far nothing was charged.",
        );
        check(
            Some(incident(Course::Confirmed, 2)),
            Some(before(3)),
            true,
            "Somebody else got in 5 minutes ago. We stopped them; what they charged, the owner does not pay.",
        );
    }
}
