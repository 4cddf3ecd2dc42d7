//! Sign-up: a name and an address.

use maud::html;

use crate::frame::Frame;
use crate::layout::{self, Door};
use crate::parts::{self, Field, Kind};
use crate::problem::Problem;
use crate::{fields, paths};

/// What has been entered so far. The answer to the form is [`crate::pages::sent`], with the same words
/// whether or not there is such an account.
#[derive(Debug, Clone, Default)]
pub struct View {
    /// The name.
    pub name: String,
    /// The mail address.
    pub address: String,
    /// What is wrong with them.
    pub problems: Vec<Problem>,
}

/// The page.
pub fn page(frame: &Frame, view: &View) -> String {
    let words = frame.words();
    let body = html! {
        (parts::form(frame, paths::SIGN_UP, &html! {
            (parts::field(frame, &Field {
                kind: Kind::PersonName,
                name: fields::NAME,
                label: words.say("name"),
                hint: words.say("name-hint"),
                value: &view.name,
                problems: &view.problems,
                ..Field::default()
            }))
            (parts::field(frame, &Field {
                kind: Kind::NewAddress,
                name: fields::ADDRESS,
                label: words.say("address"),
                hint: words.say("address-hint"),
                value: &view.address,
                problems: &view.problems,
                ..Field::default()
            }))
            button.wide.primary type="submit" { (words.say("continue")) }
        }))
        p.aside {
            (words.say("have-account")) " "
            a href=(paths::in_flow(paths::SIGN_IN, frame.flow.as_deref())) { (words.say("sign-in")) }
        }
    };
    layout::door(
        frame,
        &Door {
            heading: &words.say("sign-up-heading"),
            lead: &words.tell("sign-up-lead", &[("service", frame.theme.name().into())]),
            problems: &view.problems,
            body,
        },
    )
}
