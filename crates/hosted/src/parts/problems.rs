//! What is wrong on the page, first of all and all in one place, each with the way to the field.

use maud::{Markup, html};

use crate::frame::Frame;
use crate::problem::Problem;

/// The list; nothing where nothing is wrong. The script brings the focus here.
pub(crate) fn problems(frame: &Frame, problems: &[Problem]) -> Markup {
    let words = frame.words();
    html! {
        @if !problems.is_empty() {
            div.problems #problems role="alert" tabindex="-1" {
                p { strong { (words.say("problems")) } }
                ul {
                    @for problem in problems {
                        li {
                            @match problem.field() {
                                Some(field) => a href={ "#" (field) } { (problem.in_words(words)) },
                                None => (problem.in_words(words)),
                            }
                        }
                    }
                }
            }
        }
    }
}
