//! Recovery codes: shown once, to be printed or written down.

use maud::{Markup, html};

use super::Purpose;
use crate::fields;
use crate::frame::Frame;
use crate::layout::{self, Door};
use crate::parts;
use crate::problem::Problem;
use crate::text::cleaned;

/// Codes to keep. The page is shown once and must not be kept by caches.
#[derive(Debug, Clone)]
pub struct View {
    /// Why.
    pub purpose: Purpose,
    /// The codes as they are typed in.
    pub codes: Vec<String>,
    /// Whose they are; stands on the printed sheet.
    pub address: String,
    /// What is wrong.
    pub problems: Vec<Problem>,
}

/// The page.
pub fn page(frame: &Frame, view: &View) -> String {
    let words = frame.words();
    let is_wrong = view
        .problems
        .iter()
        .any(|problem| problem.field() == Some(fields::SAVED));
    let body = html! {
        section.sheet aria-label=(words.say("factor-recovery-codes")) {
            p.only-print {
                (frame.theme.name()) " · " (cleaned(&view.address)) " · " (words.date(frame.now))
            }
            ol.codes #codes { @for code in &view.codes { li { code { (code) } } } }
            (tools(frame))
        }
        p.note { (words.say("codes-keep")) }
        (parts::form(frame, view.purpose.codes(), &html! {
            div.field.wrong[is_wrong] {
                @if is_wrong {
                    div.error #saved-error { p { (Problem::CodesNotKept.in_words(words)) } }
                }
                label.choice for=(fields::SAVED) {
                    input #(fields::SAVED) type="checkbox" name=(fields::SAVED) value="yes" required
                        aria-invalid=[is_wrong.then_some("true")]
                        aria-describedby=[is_wrong.then_some("saved-error")];
                    span { (words.say("codes-saved")) }
                }
            }
            button.wide.primary type="submit" { (words.say("codes-done")) }
        }))
    };
    layout::door(
        frame,
        &Door {
            heading: &words.say("codes-heading"),
            lead: &words.say("codes-lead"),
            problems: &view.problems,
            body,
        },
    )
}

/// What a script can do with the codes; without one the browser's own menu prints the page.
fn tools(frame: &Frame) -> Markup {
    let words = frame.words();
    html! {
        div.tools {
            button type="button" hidden data-print { (words.say("print")) }
            button type="button" hidden data-copy="codes" data-copied=(words.say("copied")) { (words.say("copy")) }
            button type="button" hidden data-download="codes" data-name=(words.say("codes-file")) {
                (words.say("download"))
            }
        }
    }
}
