//! Who is signed in, and how to end it.

use maud::{Markup, html};

use super::view::Session;
use crate::frame::Frame;
use crate::{fields, parts, paths};

/// The sessions.
pub(super) fn sessions(frame: &Frame, sessions: &[Session]) -> Markup {
    let words = frame.words();
    let others = sessions.iter().filter(|session| !session.is_this).count();
    html! {
        section.card aria-labelledby="sessions" {
            h2 #sessions { (words.say("sessions-heading")) }
            ul.lines {
                @for session in sessions { (one(frame, session)) }
            }
            @if others > 0 {
                div.more {
                    (parts::small_form(frame, paths::SESSIONS_END_ALL, &html! {
                        button type="submit" { (words.tell("sessions-end-all", &[("count", others.into())])) }
                    }))
                }
            } @else {
                p.muted.small { (words.say("sessions-only")) }
            }
        }
    }
}

fn one(frame: &Frame, session: &Session) -> Markup {
    let words = frame.words();
    let who = parts::by_whom(frame, session.agent.as_deref(), session.place.as_deref());
    let proved: Vec<String> = session
        .proved
        .iter()
        .map(|factor| words.factor(*factor))
        .collect();
    html! {
        li {
            div.thing {
                p {
                    (who)
                    @if session.is_this { " " span.marked { (words.say("session-this")) } }
                }
                p.muted.small {
                    (words.say("session-began")) " " (parts::when(frame, session.began))
                    @if !session.is_this {
                        " · " (words.say("last-used")) " " (parts::when(frame, session.last_seen))
                    }
                    @if !proved.is_empty() {
                        " · " (proved.join(" + "))
                    }
                }
            }
            @if !session.is_this {
                div.does {
                    (parts::small_form(frame, paths::SESSIONS_END, &html! {
                        input type="hidden" name=(fields::ID) value=(session.id);
                        button.small type="submit" {
                            (words.say("session-end")) span.unseen { ": " (who) }
                        }
                    }))
                }
            }
        }
    }
}
