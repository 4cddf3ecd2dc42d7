//! For whoever found a token somewhere: hand it in. The answer is the same whether it was a real one.

use maud::{Markup, html};

use crate::frame::Frame;
use crate::layout::{self, Door};
use crate::problem::Problem;
use crate::{fields, parts, paths};

/// What stands on the page. Nothing here may depend on whether a token is known.
#[derive(Debug, Clone, Default)]
pub struct View {
    /// Something was handed in just now.
    pub thanks: bool,
    /// What is wrong with what was handed in. What was pasted is never given back.
    pub problems: Vec<Problem>,
}

/// The page.
pub fn page(frame: &Frame, view: &View) -> String {
    let words = frame.words();
    let (heading, lead) = if view.thanks {
        ("found-thanks", "found-thanks-lead")
    } else {
        ("found-heading", "found-lead")
    };
    let body = html! {
        @if view.thanks {
            p { (words.say("found-same")) }
            p.aside { a href=(paths::FOUND_A_TOKEN) { (words.say("found-again")) } }
        } @else {
            (form(frame, view))
        }
    };
    layout::door(
        frame,
        &Door {
            heading: &words.say(heading),
            lead: &words.say(lead),
            problems: &view.problems,
            body,
        },
    )
}

fn form(frame: &Frame, view: &View) -> Markup {
    let words = frame.words();
    let wrong = view
        .problems
        .iter()
        .find(|problem| problem.field() == Some(fields::FOUND))
        .map(|problem| problem.in_words(words));
    let described = if wrong.is_some() {
        "found-hint found-error"
    } else {
        "found-hint"
    };
    html! {
        (parts::form(frame, paths::FOUND_A_TOKEN, &html! {
            div.field.wrong[wrong.is_some()] {
                label for=(fields::FOUND) { (words.say("found-field")) }
                p.hint #found-hint { (words.say("found-hint")) }
                @if let Some(text) = &wrong { div.error #found-error { p { (text) } } }
                textarea #(fields::FOUND) name=(fields::FOUND) rows="5" required autocomplete="off"
                    autocapitalize="none" spellcheck="false" aria-describedby=(described)
                    aria-invalid=[wrong.is_some().then_some("true")] {}
            }
            button.wide.primary type="submit" { (words.say("found-button")) }
        }))
        section.why aria-labelledby="then" {
            h2 #then { (words.say("found-then")) }
            ul {
                li { (words.say("found-then-ended")) }
                li { (words.say("found-then-told")) }
                li { (words.say("found-then-nothing")) }
            }
        }
    }
}
