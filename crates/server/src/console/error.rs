//! What is shown when a page cannot be.

use maud::{Markup, html};

use super::layout::{self, Place};
use super::parts;
use super::paths;
use super::views::Frame;

/// Why a page cannot be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure<'a> {
    /// There is nothing at this address (404).
    Missing {
        /// What was looked for, in words: `an account called acc_42`; empty where nobody knows.
        what: &'a str,
    },
    /// The reader may not see this (403).
    Forbidden,
    /// Something failed on our side (500).
    Ours {
        /// The id under which it is in the server's own messages; empty where there is none.
        id: &'a str,
    },
}

impl Failure<'_> {
    /// The HTTP status that goes with the page.
    pub const fn status(self) -> u16 {
        match self {
            Self::Missing { .. } => 404,
            Self::Forbidden => 403,
            Self::Ours { .. } => 500,
        }
    }
}

/// The page.
pub fn page(frame: &Frame, failure: Failure<'_>) -> Markup {
    let (question, answer) = match failure {
        Failure::Missing { .. } => ("Nothing is here.", "We did not find this page."),
        Failure::Forbidden => ("This is closed to you.", "You may not see this page."),
        Failure::Ours { .. } => ("That was our fault.", "Something failed on the server."),
    };
    let body = html! {
        div.door {
            (parts::answer(question, answer, &html! {}))
            @match failure {
                Failure::Missing { what } => {
                    @if what.is_empty() { p { "The address may be mistyped, or what it led to is gone." } }
                    @else { p { "We looked for " (what) ". It may be mistyped, or gone." } }
                }
                Failure::Forbidden => p {
                    "Your visit may have ended. Open the console anew with an owner link; "
                    code { "safeconduct console link --data DIR" } " on the server makes one."
                },
                Failure::Ours { id } => {
                    p { "Nothing was lost: what we had acknowledged is kept. Try again in a moment." }
                    @if !id.is_empty() { p.muted { "In the server's messages this is " code { (id) } "." } }
                }
            }
            p { a.button href=(paths::HOME) { "To the promises" } }
        }
    };
    layout::page(frame, Place::Elsewhere, answer, &body)
}
