//! Object to a change: one button undoes it.

use maud::html;
use vocabulary::Moment;

use crate::frame::Frame;
use crate::happened::What;
use crate::layout::{self, Door};
use crate::problem::Problem;
use crate::{fields, parts, paths};

/// A change that can still be undone.
#[derive(Debug, Clone)]
pub struct View {
    /// The change.
    pub what: What,
    /// When.
    pub at: Moment,
    /// The user agent that made it.
    pub agent: Option<String>,
    /// From where.
    pub place: Option<String>,
    /// Until when it can be undone.
    pub until: Moment,
    /// The link's secret.
    pub link: String,
    /// What went wrong when the button was pressed.
    pub problems: Vec<Problem>,
}

/// The page.
pub fn page(frame: &Frame, view: &View) -> String {
    let words = frame.words();
    let body = html! {
        dl.facts {
            div { dt { (words.say("changed")) } dd { strong { (view.what.in_words(words)) } } }
            div { dt { (words.say("at")) } dd { (parts::when(frame, view.at)) } }
            div { dt { (words.say("changed-by")) } dd { (parts::by_whom(frame, view.agent.as_deref(), view.place.as_deref())) } }
        }
        (parts::form(frame, paths::OBJECT, &html! {
            input type="hidden" name=(fields::LINK) value=(view.link);
            button.wide.primary type="submit" { (words.say("object-button")) }
        }))
        p.note { (words.say("object-then")) }
        p.note { (words.say("object-until")) " " (parts::date(frame, view.until)) }
    };
    layout::door(
        frame,
        &Door {
            heading: &words.say("object-heading"),
            lead: &words.say("object-lead"),
            problems: &view.problems,
            body,
        },
    )
}
