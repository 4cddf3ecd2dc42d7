//! The second factor of a sign-in.

use maud::html;

use crate::frame::Frame;
use crate::layout::{self, Door};
use crate::parts::{self, Method};
use crate::paths;
use crate::problem::Problem;

/// What can come second. Nothing may tell an account that exists from one that does not: where the first
/// factor was wrong, this page is not shown at all.
#[derive(Debug, Clone, Default)]
pub struct View {
    /// The acceptable ways, the best first.
    pub methods: Vec<Method>,
    /// What was wrong before.
    pub problems: Vec<Problem>,
}

/// The page.
pub fn page(frame: &Frame, view: &View) -> String {
    let words = frame.words();
    let flow = frame.flow.as_deref();
    let body = html! {
        div.methods { (parts::methods(frame, paths::SIGN_IN_SECOND, &view.methods, &view.problems)) }
        p.aside {
            a href=(paths::in_flow(paths::RECOVER, flow)) { (words.say("none-of-these")) }
        }
    };
    layout::door(
        frame,
        &Door {
            heading: &words.say("second-heading"),
            lead: &words.say("second-lead"),
            problems: &view.problems,
            body,
        },
    )
}
