//! A passkey: one button, before everything else, since it is the safest choice and the easiest.

use maud::html;

use super::Purpose;
use crate::frame::Frame;
use crate::layout::{self, Door};
use crate::parts::{self, Ceremony, Field, Kind, Passkey};
use crate::problem::Problem;
use crate::{fields, paths};

/// What the browser is asked to make.
#[derive(Debug, Clone)]
pub struct View {
    /// Why.
    pub purpose: Purpose,
    /// The options as JSON, for `parseCreationOptionsFromJSON`.
    pub options: String,
    /// What went wrong before.
    pub problems: Vec<Problem>,
}

/// The page.
pub fn page(frame: &Frame, view: &View) -> String {
    let words = frame.words();
    let (heading, lead) = match view.purpose {
        Purpose::SignUp => ("protect-heading", "protect-lead"),
        Purpose::Recovery => ("finish-heading", "finish-lead"),
        Purpose::Account => ("add-passkey-heading", "add-passkey-lead"),
    };
    let without = paths::in_flow(view.purpose.passphrase(), frame.flow.as_deref());
    let name = html! {
        @if view.purpose == Purpose::Account {
            (parts::field(frame, &Field {
                kind: Kind::Label,
                name: fields::LABEL,
                label: words.say("label"),
                hint: words.say("label-passkey-hint"),
                optional: true,
                problems: &view.problems,
                ..Field::default()
            }))
        }
    };
    let body = html! {
        ul.ticks {
            li { (words.say("passkey-good-unlock")) }
            li { (words.say("passkey-good-remember")) }
            li { (words.say("passkey-good-phish")) }
        }
        (parts::passkey(frame, &Passkey {
            action: view.purpose.passkey(),
            ceremony: Ceremony::Create,
            options: &view.options,
            button: words.say("make-passkey"),
            is_primary: true,
            method: None,
            more: name,
        }))
        @if view.purpose == Purpose::Account {
            (view.purpose.way_back(frame))
        } @else {
            p.or { span { (words.say("or")) } }
            a.button.wide href=(without) { (words.say("protect-without")) }
            p.note { (words.say("protect-without-note")) }
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
