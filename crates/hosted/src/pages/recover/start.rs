//! Recovery begins with the address. The answer is [`crate::pages::sent`], whatever the address was.

use maud::html;

use crate::frame::Frame;
use crate::layout::{self, Door};
use crate::parts::{self, Field, Kind};
use crate::problem::Problem;
use crate::{fields, paths};

/// What has been entered so far.
#[derive(Debug, Clone, Default)]
pub struct View {
    /// The address.
    pub address: String,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
}

/// The page.
pub fn page(frame: &Frame, view: &View) -> String {
    let words = frame.words();
    let body = html! {
        (parts::form(frame, paths::RECOVER, &html! {
            (parts::field(frame, &Field {
                kind: Kind::Address,
                name: fields::ADDRESS,
                label: words.say("address"),
                value: &view.address,
                problems: &view.problems,
                ..Field::default()
            }))
            button.wide.primary type="submit" { (words.say("continue")) }
        }))
        section.why aria-labelledby="then" {
            h2 #then { (words.say("recover-then")) }
            ol.then {
                li { (words.say("recover-then-message")) }
                li { (words.say("recover-then-prove")) }
                li { (words.say("recover-then-wait")) }
            }
        }
        p.aside {
            a href=(paths::in_flow(paths::SIGN_IN, frame.flow.as_deref())) { (words.say("back-sign-in")) }
        }
    };
    layout::door(
        frame,
        &Door {
            heading: &words.say("recover-heading"),
            lead: &words.say("recover-lead"),
            problems: &view.problems,
            body,
        },
    )
}
