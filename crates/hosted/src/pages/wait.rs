//! Too many attempts from here, or too many people at once: how long to wait, and what is not slowed.

use maud::html;
use vocabulary::Span;

use crate::frame::Frame;
use crate::layout::{self, Door};
use crate::parts::{self, Ceremony, Passkey};
use crate::paths;

/// Why somebody waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Because {
    /// Wrong attempts, on this account or from this network.
    Attempts,
    /// The server has more to do than it can.
    Busy,
}

/// A wait. The same whether or not the account exists.
#[derive(Debug, Clone)]
pub struct View {
    /// Why.
    pub because: Because,
    /// How long. Handlers send the same as `Retry-After`.
    pub length: Span,
    /// The path to go on at.
    pub back: String,
    /// Options for a passkey sign-in, which is never slowed, as JSON; `None` where it makes no sense.
    pub options: Option<String>,
}

/// The page.
pub fn page(frame: &Frame, view: &View) -> String {
    let words = frame.words();
    let (heading, lead) = match view.because {
        Because::Attempts => ("wait-attempts", "wait-attempts-lead"),
        Because::Busy => ("wait-busy", "wait-busy-lead"),
    };
    let body = html! {
        @if let Some(options) = &view.options {
            (parts::passkey(frame, &Passkey {
                action: paths::SIGN_IN_PASSKEY,
                ceremony: Ceremony::Get,
                options,
                button: words.say("sign-in-passkey"),
                is_primary: true,
                method: None,
                more: html! {},
            }))
        }
        p {
            a.button.wide href=(paths::in_flow(&view.back, frame.flow.as_deref())) { (words.say("try-again")) }
        }
    };
    layout::door(
        frame,
        &Door {
            heading: &words.tell(heading, &[("length", words.length(view.length).into())]),
            lead: &words.say(lead),
            problems: &[],
            body,
        },
    )
}
