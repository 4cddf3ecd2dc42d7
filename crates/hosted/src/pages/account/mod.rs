//! Account safety: am I safe, what protects me, who is in, what happened, and what can I do?

mod protection;
mod sessions;
mod standing;
mod view;

use maud::{Markup, html};

pub use view::{
    Authenticator, Done, Kept, Leaked, Mend, RecoveryUnderWay, Session, Standing, TokenSummary, View, WayIn,
};

use crate::frame::Frame;
use crate::layout::{self, Room};
use crate::text::cleaned;
use crate::{parts, paths};

/// The page.
pub fn page(frame: &Frame, view: &View) -> String {
    let words = frame.words();
    let body = html! {
        @if let Some(done) = &view.done {
            p.done role="status" { (done.in_words(words)) }
        }
        (standing::standing(frame, view))
        @if let Some(recovery) = &view.recovery { (standing::recovery(frame, recovery)) }
        @if !view.leaked.is_empty() { (leaked(frame, &view.leaked)) }
        div.columns {
            (protection::protection(frame, view))
            div.pile {
                (sessions::sessions(frame, &view.sessions))
                (protection::ways_in(frame, &view.ways_in))
            }
        }
        (happened(frame, view))
        (elsewhere(frame, view))
    };
    layout::page(frame, Room::Hall, &words.say("account-heading"), &[], &body)
}

/// Tokens that leaked: what we did, how fast, and what is left to do.
fn leaked(frame: &Frame, leaked: &[Leaked]) -> Markup {
    let words = frame.words();
    html! {
        section.card aria-labelledby="leaked" {
            h2 #leaked { (words.say("leaked-heading")) }
            ul.lines {
                @for token in leaked {
                    @let named = [("name", (&token.name).into()), ("four", (&token.last_four).into())];
                    li {
                        div.thing {
                            p { (words.tell("leaked-one", &named)) }
                            p.muted.small {
                                @if let Some(since) = token.since {
                                    (words.say("leaked-there-since")) " " (parts::when(frame, since)) ". "
                                }
                                (words.say("leaked-ended")) " " (parts::when(frame, token.at))
                                @if let Some(after) = token.refused_after {
                                    ", "
                                    (words.tell("leaked-within", &[("length", words.length(at_least_a_second(after)).into())]))
                                } @else { "." }
                            }
                        }
                    }
                }
            }
            p { (words.say("leaked-new")) }
            p.more { a href=(paths::TOKENS) { (words.say("tokens-manage")) } }
        }
    }
}

/// People count in seconds.
fn at_least_a_second(span: vocabulary::Span) -> vocabulary::Span {
    span.max(vocabulary::Span::from_seconds(1))
}

fn happened(frame: &Frame, view: &View) -> Markup {
    let words = frame.words();
    html! {
        section.card aria-labelledby="happened" {
            h2 #happened { (words.say("happened-lately")) }
            @if view.happened.is_empty() {
                p.muted { (words.say("happened-none")) }
            } @else {
                (parts::happened(frame, &view.happened))
                @if view.has_more {
                    p.more { a href=(paths::EVENTS) { (words.say("happened-all")) } }
                }
            }
        }
    }
}

/// What has pages of its own: addresses and tokens.
fn elsewhere(frame: &Frame, view: &View) -> Markup {
    let words = frame.words();
    html! {
        div.columns {
            section.card aria-labelledby="addresses" {
                h2 #addresses { (words.say("addresses-heading")) }
                ul.lines {
                    @for address in &view.addresses { li { p { (cleaned(address)) } } }
                }
                p.more { a href=(paths::ADDRESSES) { (words.say("addresses-manage")) } }
            }
            section.card aria-labelledby="tokens" {
                h2 #tokens { (words.say("tokens-heading")) }
                @if view.tokens.is_empty() {
                    p.muted { (words.say("tokens-none")) }
                } @else {
                    ul.lines {
                        @for token in &view.tokens {
                            li {
                                div.thing {
                                    p { (cleaned(&token.name)) }
                                    p.muted.small {
                                        @match token.last_used {
                                            Some(at) => { (words.say("last-used")) " " (parts::when(frame, at)) }
                                            None => (words.say("never-used")),
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
                p.more { a href=(paths::TOKENS) { (words.say("tokens-manage")) } }
            }
        }
    }
}
