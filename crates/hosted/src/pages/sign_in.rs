//! Sign-in: a passkey from the address field or by a button; below it, address and passphrase.

use maud::html;

use crate::frame::Frame;
use crate::layout::{self, Door};
use crate::parts::{self, Ceremony, Field, Kind, Passkey};
use crate::problem::Problem;
use crate::{fields, paths};

/// Why somebody comes here, where it helps to say so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Because {
    /// They signed out.
    SignedOut,
    /// Their session ended by itself.
    SessionEnded,
    /// Their session was ended for safety's sake.
    SessionStopped,
    /// What they asked for needs a sign-in.
    Needed,
    /// Their account is recovered.
    Recovered,
}

/// The page as it is shown to whoever comes; the same for known and unknown addresses.
#[derive(Debug, Clone, Default)]
pub struct View {
    /// The address that was entered, if any.
    pub address: String,
    /// The options for the browser as JSON (discoverable credentials: no list of allowed ones).
    pub options: String,
    /// Whether accounts can be made here.
    pub open_to_all: bool,
    /// Why they come.
    pub because: Option<Because>,
    /// What is wrong with what was entered.
    pub problems: Vec<Problem>,
}

/// The page.
pub fn page(frame: &Frame, view: &View) -> String {
    let words = frame.words();
    let flow = frame.flow.as_deref();
    let body = html! {
        @if let Some(because) = view.because {
            p.done role="status" { (words.say(said(because))) }
        }
        (parts::passkey(frame, &Passkey {
            action: paths::SIGN_IN_PASSKEY,
            ceremony: Ceremony::GetAndOffer,
            options: &view.options,
            button: words.say("sign-in-passkey"),
            is_primary: true,
            method: None,
            more: html! {},
        }))
        p.or data-with-passkey hidden { span { (words.say("or")) } }
        (parts::form(frame, paths::SIGN_IN, &html! {
            (parts::field(frame, &Field {
                kind: Kind::SignInAddress,
                name: fields::ADDRESS,
                label: words.say("address"),
                value: &view.address,
                problems: &view.problems,
                ..Field::default()
            }))
            (parts::field(frame, &Field {
                kind: Kind::Passphrase,
                name: fields::PASSPHRASE,
                label: words.say("passphrase"),
                problems: &view.problems,
                ..Field::default()
            }))
            button.wide type="submit" { (words.say("sign-in")) }
        }))
        p.aside {
            a href=(paths::in_flow(paths::RECOVER, flow)) { (words.say("cannot-get-in")) }
        }
        @if view.open_to_all {
            p.aside {
                (words.say("no-account")) " "
                a href=(paths::in_flow(paths::SIGN_UP, flow)) { (words.say("sign-up")) }
            }
        }
    };
    layout::door(
        frame,
        &Door {
            heading: &words.tell("sign-in-heading", &[("service", frame.theme.name().into())]),
            lead: "",
            problems: &view.problems,
            body,
        },
    )
}

const fn said(because: Because) -> &'static str {
    match because {
        Because::SignedOut => "because-signed-out",
        Because::SessionEnded => "because-session-ended",
        Because::SessionStopped => "because-session-stopped",
        Because::Needed => "because-needed",
        Because::Recovered => "because-recovered",
    }
}
