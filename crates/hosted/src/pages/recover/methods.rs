//! What else proves that it is the owner who asks: a mailbox alone is never enough.

use maud::html;
use vocabulary::{Factor, Span};

use crate::frame::Frame;
use crate::layout::{self, Door};
use crate::parts::{self, Method};
use crate::problem::Problem;
use crate::{fields, paths};

/// Something that was proved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proof {
    /// The mailbox of an address.
    Mailbox(String),
    /// An authenticator.
    Factor(Factor),
    /// Two people of the staff vouch for them.
    Staff,
}

/// How far the recovery is.
#[derive(Debug, Clone)]
pub struct View {
    /// What was proved already.
    pub proved: Vec<Proof>,
    /// How many more proofs are needed; 0 where it can begin to wait.
    pub needed: usize,
    /// What can come next, the best first.
    pub methods: Vec<Method>,
    /// Whether the staff can be asked.
    pub staff: bool,
    /// How long the wait will be.
    pub wait: Span,
    /// What was wrong before.
    pub problems: Vec<Problem>,
}

/// The page.
pub fn page(frame: &Frame, view: &View) -> String {
    let words = frame.words();
    let body = html! {
        ul.ticks {
            @for proof in &view.proved {
                li { (match proof {
                    Proof::Mailbox(address) => words.tell("proved-mailbox", &[("address", address.into())]),
                    Proof::Factor(factor) => {
                        words.tell("prove-proved", &[("name", words.factor(*factor).into())])
                    }
                    Proof::Staff => words.say("proved-staff"),
                }) }
            }
        }
        @if !view.methods.is_empty() {
            div.methods { (parts::methods(frame, paths::RECOVER_METHODS, &view.methods, &view.problems)) }
        }
        @if view.staff {
            section.why aria-labelledby="staff" {
                h2 #staff { (words.say("staff-heading")) }
                p { (words.say("staff-how")) }
                (parts::form(frame, paths::RECOVER_METHODS, &html! {
                    input type="hidden" name=(fields::METHOD) value="staff";
                    button.wide type="submit" { (words.say("staff-ask")) }
                }))
            }
        }
        @if view.methods.is_empty() && !view.staff {
            p.note { (words.say("methods-none")) }
        }
        p.note { (words.tell("methods-wait", &[("length", words.length(view.wait).into())])) }
    };
    layout::door(
        frame,
        &Door {
            heading: &words.say("methods-heading"),
            lead: &words.tell("methods-lead", &[("count", view.needed.into())]),
            problems: &view.problems,
            body,
        },
    )
}
