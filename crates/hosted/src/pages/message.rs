//! One thing to say: that it is done, or that it cannot be done and what to do instead.

use maud::html;

use crate::frame::Frame;
use crate::layout::{self, Door};
use crate::paths;

/// What is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// Nothing is at this address.
    Missing,
    /// The link of a message is spent, too old, or was never good: the same words for all three.
    LinkSpent,
    /// The form did not come from our page, or stood open for too long.
    FormTooOld,
    /// What was sent is too large.
    TooLarge,
    /// The server could not do it; with the id to name when asking for help.
    Failed {
        /// The request's id.
        id: String,
    },
    /// Accounts cannot be made here.
    SignUpClosed,
    /// A recovery was stopped.
    Vetoed,
    /// A change was undone.
    Undone,
    /// What the owner denied was dealt with.
    Denied,
    /// An address was confirmed.
    AddressConfirmed,
    /// The sign-in was stopped for safety's sake; how to get back in.
    Stopped,
    /// The account is locked for its owner's sake; how to get back in.
    Locked,
    /// The staff was asked for help with a recovery.
    StaffAsked,
}

/// The page.
pub fn page(frame: &Frame, message: &Message) -> String {
    let words = frame.words();
    let (heading, lead) = texts(message);
    let (path, label) = onward(message);
    let body = html! {
        @if let Message::Failed { id } = message {
            p { (words.say("failed-id")) " " code { (id) } }
        }
        p { a.button.wide href=(paths::in_flow(path, frame.flow.as_deref())) { (words.say(label)) } }
    };
    layout::door(
        frame,
        &Door {
            heading: &words.say(heading),
            lead: &words.say(lead),
            problems: &[],
            body,
        },
    )
}

const fn texts(message: &Message) -> (&'static str, &'static str) {
    match message {
        Message::Missing => ("missing", "missing-lead"),
        Message::LinkSpent => ("link-spent", "link-spent-lead"),
        Message::FormTooOld => ("form-old", "problem-form-old"),
        Message::TooLarge => ("too-large", "too-large-lead"),
        Message::Failed { .. } => ("failed", "failed-lead"),
        Message::SignUpClosed => ("sign-up-closed", "sign-up-closed-lead"),
        Message::Vetoed => ("vetoed", "vetoed-lead"),
        Message::Undone => ("undone", "undone-lead"),
        Message::Denied => ("denied", "denied-lead"),
        Message::AddressConfirmed => ("address-confirmed", "address-confirmed-lead"),
        Message::Stopped => ("stopped", "stopped-lead"),
        Message::Locked => ("locked", "locked-lead"),
        Message::StaffAsked => ("staff-asked", "staff-asked-lead"),
    }
}

/// Where to go from here.
const fn onward(message: &Message) -> (&'static str, &'static str) {
    match message {
        Message::Vetoed | Message::Undone | Message::Denied | Message::AddressConfirmed => {
            (paths::ACCOUNT, "to-account")
        }
        Message::Stopped | Message::Locked => (paths::RECOVER, "to-recover"),
        Message::Missing
        | Message::LinkSpent
        | Message::FormTooOld
        | Message::TooLarge
        | Message::Failed { .. }
        | Message::SignUpClosed
        | Message::StaffAsked => (paths::SIGN_IN, "to-sign-in"),
    }
}
