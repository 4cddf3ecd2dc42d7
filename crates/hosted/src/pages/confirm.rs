//! Before something that matters is changed: a fresh and full proof that it is the owner.

use maud::html;
use vocabulary::Factor;

use crate::frame::Frame;
use crate::layout::{self, Door};
use crate::parts::{self, Method};
use crate::paths;
use crate::problem::Problem;

/// What is to be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A new authenticator.
    Add(Factor),
    /// An authenticator goes; with the name that its owner gave it.
    Remove {
        /// What it is.
        factor: Factor,
        /// Its name.
        name: String,
    },
    /// The passphrase.
    Passphrase,
    /// New recovery codes.
    Codes,
    /// The mail addresses.
    Addresses,
    /// A token.
    Token,
}

/// What is asked before it.
#[derive(Debug, Clone)]
pub struct View {
    /// What is to be changed.
    pub change: Change,
    /// What was proved already.
    pub proved: Vec<Factor>,
    /// What can come next, the best first.
    pub methods: Vec<Method>,
    /// What was wrong before.
    pub problems: Vec<Problem>,
}

/// The page.
pub fn page(frame: &Frame, view: &View) -> String {
    let words = frame.words();
    let body = html! {
        @if !view.proved.is_empty() {
            ul.ticks { @for factor in &view.proved {
                li { (words.tell("prove-proved", &[("name", words.factor(*factor).into())])) }
            } }
            p { (words.say("confirm-one-more")) }
        }
        div.methods { (parts::methods(frame, paths::ACCOUNT_CONFIRM, &view.methods, &view.problems)) }
        p.note { (words.say("confirm-why")) }
        p.aside { a href=(paths::ACCOUNT) { (words.say("back-unchanged")) } }
    };
    let lead = match &view.change {
        Change::Add(factor) => words.of_factor("confirm-add", *factor),
        Change::Remove { factor, name } if name.is_empty() => {
            words.tell("confirm-remove", &[("name", words.factor(*factor).into())])
        }
        Change::Remove { name, .. } => words.tell("confirm-remove", &[("name", name.into())]),
        Change::Passphrase => words.say("confirm-passphrase"),
        Change::Codes => words.say("confirm-codes"),
        Change::Addresses => words.say("confirm-addresses"),
        Change::Token => words.say("confirm-token"),
    };
    layout::door(
        frame,
        &Door {
            heading: &words.say("confirm-heading"),
            lead: &lead,
            problems: &view.problems,
            body,
        },
    )
}
