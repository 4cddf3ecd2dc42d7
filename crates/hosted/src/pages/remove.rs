//! Remove an authenticator: what will be different then.

use maud::html;
use vocabulary::Factor;

use crate::custody::Custody;
use crate::frame::Frame;
use crate::layout::{self, Door};
use crate::problem::Problem;
use crate::{fields, parts, paths};

/// How the account would stand without it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Then {
    /// As safe as before.
    Safe,
    /// One more thing, if lost, would keep the owner out.
    Fragile(Custody),
    /// It cannot be removed: one thing alone would open the account.
    Exposed(Custody),
    /// It cannot be removed: nothing would be left to get in with, or not two independent factors.
    TooFew,
}

/// An authenticator that is to go.
#[derive(Debug, Clone)]
pub struct View {
    /// Its id.
    pub id: String,
    /// What it is.
    pub factor: Factor,
    /// What its owner calls it.
    pub name: String,
    /// How the account would stand.
    pub then: Then,
    /// What went wrong when the button was pressed.
    pub problems: Vec<Problem>,
}

/// The page.
pub fn page(frame: &Frame, view: &View) -> String {
    let words = frame.words();
    let can = matches!(view.then, Then::Safe | Then::Fragile(_));
    let body = html! {
        @match &view.then {
            Then::Safe => p { (words.say("remove-safe")) },
            Then::Fragile(custody) => p.warned { (words.say("remove-fragile")) " " (custody.locks_out(words)) },
            Then::Exposed(custody) => p.warned { (words.say("remove-exposed")) " " (custody.opens_alone(words)) },
            Then::TooFew => p.warned { (words.say("problem-too-few-left")) },
        }
        @if can {
            p.note { (words.say("remove-then")) }
            (parts::form(frame, paths::ACCOUNT_REMOVE, &html! {
                input type="hidden" name=(fields::ID) value=(view.id);
                button.wide.primary type="submit" { (words.say("remove")) }
            }))
        } @else {
            a.button.wide.primary href=(paths::ACCOUNT_ADD) { (words.say("remove-add-first")) }
        }
        p.aside { a href=(paths::ACCOUNT) { (words.say("back-unchanged")) } }
    };
    let heading = if view.name.is_empty() {
        words.of_factor("remove-heading-unnamed", view.factor)
    } else {
        words.tell("remove-heading", &[("name", (&view.name).into())])
    };
    layout::door(
        frame,
        &Door {
            heading: &heading,
            lead: "",
            problems: &view.problems,
            body,
        },
    )
}
