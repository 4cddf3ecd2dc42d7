//! What every page stands in: head, header, footer.

use maud::{DOCTYPE, Markup, html};

use crate::frame::Frame;
use crate::language::Language;
use crate::problem::Problem;
use crate::{assets, fields, parts, paths};

/// The policy that every page is written for; handlers send it with each of them.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; \
     img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// How much room a page takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Room {
    /// One question and one answer.
    Door,
    /// A page to look around on.
    Hall,
}

/// A whole page. `title` is what the browser's tab says, before the service's name.
pub(crate) fn page(frame: &Frame, room: Room, title: &str, problems: &[Problem], body: &Markup) -> String {
    let words = frame.words();
    let name = frame.theme.name();
    html! {
        (DOCTYPE)
        html lang=(frame.language.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                // Links in messages carry a secret in their address, which must not travel to another site. Not
                // `no-referrer`, with which browsers hide from our own forms where they come from.
                meta name="referrer" content="same-origin";
                meta name="robots" content="noindex";
                title {
                    @if !problems.is_empty() { (words.say("title-problem")) ": " }
                    (title) " · " (name)
                }
                link rel="icon" href=(assets::logo_url(&frame.theme).unwrap_or_else(|| assets::url("mark.svg")));
                link rel="stylesheet" href=(assets::url("hosted.css"));
                link rel="stylesheet" href=(assets::theme_url(&frame.theme));
                script type="module" src=(assets::url("passkey.js")) {}
                script type="module" src=(assets::url("page.js")) {}
            }
            body.door[room == Room::Door].hall[room == Room::Hall] {
                a.skip href="#main" { (words.say("skip")) }
                @if frame.simulated {
                    aside.ribbon aria-label=(words.say("about-data")) { p { (words.say("simulated")) } }
                }
                (header(frame))
                main #main tabindex="-1" { (body) }
                (footer(frame))
            }
        }
    }
    .into_string()
}

fn header(frame: &Frame) -> Markup {
    let words = frame.words();
    html! {
        header.head {
            p.service {
                @match assets::logo_url(&frame.theme) {
                    Some(url) => img.logo src=(url) alt="" height="28";,
                    None => (mark()),
                }
                span { (frame.theme.name()) }
            }
            @if frame.signed_in {
                (parts::small_form(frame, paths::SIGN_OUT, &html! {
                    button.quiet type="submit" { (words.say("sign-out")) }
                }))
            }
        }
    }
}

/// Each language by the name that its speakers give it.
fn footer(frame: &Frame) -> Markup {
    let choose = html! {
        input type="hidden" name=(fields::BACK) value=(frame.here);
        @for language in Language::ALL {
            button.tongue type="submit" name=(fields::LANGUAGE) value=(language.tag()) lang=(language.tag())
                aria-pressed=(if language == frame.language { "true" } else { "false" }) {
                (language.own_name())
            }
        }
    };
    html! {
        footer.foot {
            nav aria-label=(frame.words().say("language")) {
                (parts::small_form(frame, paths::LANGUAGE, &choose))
            }
        }
    }
}

/// The mark: a traveller's line that passes through a gate. Drawn inline so that it takes the text's colour.
fn mark() -> Markup {
    html! {
        svg.mark viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false" {
            path d="M4.5 21V11a7.5 7.5 0 0 1 15 0v10" fill="none" stroke="currentColor" stroke-width="2.25"
                stroke-linecap="round" {}
            path.way d="M12 21v-8" fill="none" stroke="currentColor" stroke-width="2.25"
                stroke-linecap="round" {}
            circle.way cx="12" cy="9.25" r="1.75" fill="currentColor" {}
        }
    }
}

/// A page at the door: its heading, what is wrong, a sentence, and what to do.
pub(crate) fn door(frame: &Frame, view: &Door<'_>) -> String {
    let body = html! {
        h1 { (view.heading) }
        @if !view.lead.is_empty() { p.lead { (view.lead) } }
        (parts::problems(frame, view.problems))
        (view.body)
    };
    page(frame, Room::Door, view.heading, view.problems, &body)
}

/// What a page at the door consists of.
pub(crate) struct Door<'a> {
    pub(crate) heading: &'a str,
    /// Empty for none.
    pub(crate) lead: &'a str,
    pub(crate) problems: &'a [Problem],
    pub(crate) body: Markup,
}
