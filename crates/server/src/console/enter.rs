//! Entering the console with an owner link.
//!
//! Opening the link only shows a button, so that a mail scanner or a preview that follows links does not use
//! it up; pressing the button enters.

use maud::{Markup, html};

use super::layout::{self, Place};
use super::parts;
use super::paths;
use super::views::{Frame, Refusal};

/// The page that an owner link opens. `key` is the secret that the link carries.
pub fn page(frame: &Frame, key: &str) -> Markup {
    let body = html! {
        div.door {
            (parts::answer("Welcome.", "This link opens the console.", &html! {}))
            p { "It works once, in this browser. Whoever has it can see every account here, so keep it to yourself." }
            form method="post" action=(paths::ENTER) {
                input type="hidden" name="key" value=(key);
                button.primary type="submit" { "Enter the console" }
            }
        }
    };
    layout::page(frame, Place::Elsewhere, "Enter", &body)
}

/// The page for a link that does not open the console, or for coming without one.
pub fn refused(frame: &Frame, refusal: Refusal) -> Markup {
    let (answer, says) = match refusal {
        Refusal::Expired => (
            "This link is too old.",
            "Owner links are good for a short while only, so that a forgotten one opens nothing.",
        ),
        Refusal::Used => (
            "This link has been used.",
            "Owner links work once. If it was not you who used it, make a new one and sign the other out.",
        ),
        Refusal::Unknown => (
            "You need an owner link.",
            "The console has no password. Whoever can run a command on the server can make a link that opens it.",
        ),
    };
    let body = html! {
        div.door {
            (parts::answer("The console is closed.", answer, &html! {}))
            p { (says) }
            p { "On the server, run this, and open the link that it prints:" }
            div.command {
                pre tabindex="0" aria-label="Command" { code #command { "safeconduct console link --data DIR" } }
                button type="button" hidden data-copy="command" { "Copy" span.unseen { " the command" } }
            }
            p.muted.small { "DIR is the folder that the server was started with." }
        }
    };
    layout::page(frame, Place::Elsewhere, answer, &body)
}
