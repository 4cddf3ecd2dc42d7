//! A security key: a thing of its own, to go with a passphrase.

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
    /// The options as JSON, for `parseCreationOptionsFromJSON`.
    pub options: String,
    /// What went wrong before.
    pub problems: Vec<Problem>,
}

/// The page.
pub fn page(frame: &Frame, view: &View) -> String {
    let words = frame.words();
    let body = html! {
        (parts::passkey(frame, &Passkey {
            action: paths::ADD_SECURITY_KEY,
            ceremony: Ceremony::Create,
            options: &view.options,
            button: words.say("register-security-key"),
            is_primary: true,
            method: None,
            more: parts::field(frame, &Field {
                kind: Kind::Label,
                name: fields::LABEL,
                label: words.say("label"),
                hint: words.say("label-security-key-hint"),
                optional: true,
                problems: &view.problems,
                ..Field::default()
            }),
        }))
        (Purpose::Account.way_back(frame))
    };
    layout::door(
        frame,
        &Door {
            heading: &words.say("add-security-key-heading"),
            lead: &words.say("add-security-key-lead"),
            problems: &view.problems,
            body,
        },
    )
}
