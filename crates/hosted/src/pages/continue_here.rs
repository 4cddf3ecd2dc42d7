//! Where the link of a message leads: a button. Opening the link changes nothing, since mail programs open
//! links by themselves.

use maud::html;

use crate::frame::Frame;
use crate::layout::{self, Door};
use crate::problem::Problem;
use crate::{fields, parts, paths};

/// What goes on from here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// A new account.
    SignUp,
    /// A way back into an account.
    Recovery,
    /// A further address of an account.
    Address,
}

/// A link that is still good.
#[derive(Debug, Clone)]
pub struct View {
    /// What it is about.
    pub about: About,
    /// The address that the message went to.
    pub address: String,
    /// The link's secret.
    pub link: String,
    /// What went wrong when the button was pressed.
    pub problems: Vec<Problem>,
}

/// The page.
pub fn page(frame: &Frame, view: &View) -> String {
    let words = frame.words();
    let (heading, lead, button, action) = match view.about {
        About::SignUp => (
            "continue-sign-up",
            "continue-sign-up-lead",
            "continue-sign-up-button",
            paths::SIGN_UP_CONTINUE,
        ),
        About::Recovery => (
            "continue-recovery",
            "continue-recovery-lead",
            "continue-recovery-button",
            paths::RECOVER_CONTINUE,
        ),
        About::Address => (
            "continue-address",
            "continue-address-lead",
            "continue-address-button",
            paths::ADDRESSES_CONTINUE,
        ),
    };
    let body = html! {
        (parts::form(frame, action, &html! {
            input type="hidden" name=(fields::LINK) value=(view.link);
            button.wide.primary type="submit" { (words.say(button)) }
        }))
        p.note { (words.say("continue-not-you")) }
    };
    layout::door(
        frame,
        &Door {
            heading: &words.say(heading),
            lead: &words.tell(
                lead,
                &[
                    ("address", (&view.address).into()),
                    ("service", frame.theme.name().into()),
                ],
            ),
            problems: &view.problems,
            body,
        },
    )
}
