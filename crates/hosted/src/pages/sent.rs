//! "Look into your mailbox": the same words whatever the address was.

use maud::html;
use vocabulary::Span;

use crate::frame::Frame;
use crate::layout::{self, Door};
use crate::paths;

/// What a message was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// A new account.
    SignUp,
    /// A way back into an account.
    Recovery,
    /// A further address of an account.
    Address,
}

/// Nothing here may depend on whether the address is known.
#[derive(Debug, Clone)]
pub struct View {
    /// What it is about.
    pub about: About,
    /// The address as it was entered.
    pub address: String,
    /// For how long the link works.
    pub works_for: Span,
}

/// The page.
pub fn page(frame: &Frame, view: &View) -> String {
    let words = frame.words();
    let (lead, again) = match view.about {
        About::SignUp => ("sent-sign-up", paths::SIGN_UP),
        About::Recovery => ("sent-recovery", paths::RECOVER),
        About::Address => ("sent-address", paths::ADDRESSES),
    };
    let body = html! {
        p { (words.tell("sent-works-for", &[("length", words.length(view.works_for).into())])) }
        p.note { (words.say("sent-missing")) }
        p.aside {
            a href=(paths::in_flow(again, frame.flow.as_deref())) { (words.say("sent-again")) }
        }
    };
    layout::door(
        frame,
        &Door {
            heading: &words.say("sent-heading"),
            lead: &words.tell(lead, &[("address", (&view.address).into())]),
            problems: &[],
            body,
        },
    )
}
