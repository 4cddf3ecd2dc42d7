//! A passphrase: its length is all that is asked of it (NIST SP 800-63B-4, section 3.1.1.2).

use maud::html;

use super::Purpose;
use crate::frame::Frame;
use crate::layout::{self, Door};
use crate::parts::{self, Field, Kind};
use crate::problem::Problem;
use crate::{fields, paths};

/// A passphrase to be.
#[derive(Debug, Clone)]
pub struct View {
    /// Why.
    pub purpose: Purpose,
    /// Whose it is, so that a password manager keeps the two together.
    pub address: String,
    /// The fewest characters.
    pub least: usize,
    /// Whether there is one that it takes the place of.
    pub is_change: bool,
    /// Whether the one there is known from a breach, so that nothing else is open before it is changed.
    pub is_breached: bool,
    /// What is wrong with what was entered.
    pub problems: Vec<Problem>,
}

/// The page.
pub fn page(frame: &Frame, view: &View) -> String {
    let words = frame.words();
    let (heading, lead) = if view.is_breached {
        ("breached", "breached-lead")
    } else if view.is_change {
        ("change-passphrase-heading", "change-passphrase-lead")
    } else {
        ("passphrase-heading", "passphrase-lead")
    };
    let body = html! {
        (parts::form(frame, view.purpose.passphrase(), &html! {
            // Not posted: it tells password managers whose passphrase this is.
            div.field {
                label for="account" { (words.say("address")) }
                input #account type="email" autocomplete="username" value=(view.address) readonly;
            }
            (parts::field(frame, &Field {
                kind: Kind::NewPassphrase,
                name: fields::PASSPHRASE,
                label: words.say("new-passphrase"),
                hint: words.tell("passphrase-hint", &[("least", view.least.into())]),
                problems: &view.problems,
                ..Field::default()
            }))
            button.wide.primary type="submit" {
                (words.say(if view.purpose == Purpose::Account { "save" } else { "continue" }))
            }
        }))
        @if view.purpose == Purpose::Account {
            (view.purpose.way_back(frame))
        } @else {
            p.aside {
                a href=(paths::in_flow(view.purpose.passkey(), frame.flow.as_deref())) {
                    (words.say("rather-passkey"))
                }
            }
        }
    };
    layout::door(
        frame,
        &Door {
            heading: &words.say(heading),
            lead: &words.say(lead),
            problems: &view.problems,
            body,
        },
    )
}
