//! Step-up: why we ask once more, what happens then, and how to answer.

use maud::html;
use vocabulary::Factor;

use crate::frame::Frame;
use crate::layout::{self, Door};
use crate::parts::{self, Method};
use crate::paths;
use crate::problem::Problem;
use crate::text::cleaned;

/// A reason to ask, in words that a person understands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// A device that was not used before.
    NewDevice,
    /// A place or network that is unusual for this person.
    NewPlace,
    /// An hour at which they are usually not here.
    OddHour,
    /// Two places too far from each other.
    TooFar,
    /// Many wrong attempts on this account lately.
    Attempts,
    /// Their passphrase is in a collection of stolen ones.
    Leaked,
    /// What they are about to do matters enough to ask always.
    Matters,
    /// It is long since they last proved it.
    LongAgo,
    /// Somebody else may have been in the account.
    Incident,
    /// It is not as usual, without one clear sign.
    Unusual,
}

/// What is asked, and why.
#[derive(Debug, Clone, Default)]
pub struct View {
    /// What they want to do, in the platform's words and the person's language; empty where not known.
    pub doing: String,
    /// The reasons, the weightiest first.
    pub why: Vec<Why>,
    /// What was proved already, where more than one thing is needed.
    pub proved: Vec<Factor>,
    /// The acceptable ways, the best first.
    pub methods: Vec<Method>,
    /// What was wrong before.
    pub problems: Vec<Problem>,
}

/// The page.
pub fn page(frame: &Frame, view: &View) -> String {
    let words = frame.words();
    let body = html! {
        @if !view.doing.is_empty() {
            p.doing { span.muted { (words.say("prove-doing")) } " " strong { (cleaned(&view.doing)) } }
        }
        @if !view.why.is_empty() {
            section.why aria-labelledby="why" {
                h2 #why { (words.say("prove-why")) }
                @if let [why] = view.why.as_slice() {
                    p { (words.say(said(*why))) }
                } @else {
                    ul { @for why in &view.why { li { (words.say(said(*why))) } } }
                }
            }
        }
        @if !view.proved.is_empty() {
            ul.ticks { @for factor in &view.proved {
                li { (words.tell("prove-proved", &[("name", words.factor(*factor).into())])) }
            } }
        }
        div.methods { (parts::methods(frame, paths::PROVE, &view.methods, &view.problems)) }
        p.note { (words.say("prove-then")) }
        p.aside { a href=(paths::in_flow(paths::NOT_ME, frame.flow.as_deref())) { (words.say("prove-not-me")) } }
    };
    layout::door(
        frame,
        &Door {
            heading: &words.say("prove-heading"),
            lead: &words.say("prove-lead"),
            problems: &view.problems,
            body,
        },
    )
}

const fn said(why: Why) -> &'static str {
    match why {
        Why::NewDevice => "why-new-device",
        Why::NewPlace => "why-new-place",
        Why::OddHour => "why-odd-hour",
        Why::TooFar => "why-too-far",
        Why::Attempts => "why-attempts",
        Why::Leaked => "why-leaked",
        Why::Matters => "why-matters",
        Why::LongAgo => "why-long-ago",
        Why::Incident => "why-incident",
        Why::Unusual => "why-unusual",
    }
}
