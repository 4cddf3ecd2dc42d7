//! Stop a recovery that somebody else asked for.

use maud::html;
use vocabulary::Moment;

use crate::frame::Frame;
use crate::layout::{self, Door};
use crate::{fields, parts, paths};

/// A recovery that can still be stopped.
#[derive(Debug, Clone)]
pub struct View {
    /// When it was asked for.
    pub asked_at: Moment,
    /// When it would be over.
    pub ready_at: Moment,
    /// The user agent that asked.
    pub agent: Option<String>,
    /// From where.
    pub place: Option<String>,
    /// The link's secret, where it was opened from a message; signed-in owners need none.
    pub link: Option<String>,
}

/// The page.
pub fn page(frame: &Frame, view: &View) -> String {
    let words = frame.words();
    let body = html! {
        dl.facts {
            div { dt { (words.say("asked")) } dd { (parts::when(frame, view.asked_at)) } }
            div { dt { (words.say("asked-by")) } dd { (parts::by_whom(frame, view.agent.as_deref(), view.place.as_deref())) } }
            div { dt { (words.say("works-from")) } dd { (parts::date(frame, view.ready_at)) } }
        }
        (parts::form(frame, paths::VETO, &html! {
            @if let Some(link) = &view.link { input type="hidden" name=(fields::LINK) value=(link); }
            button.wide.primary type="submit" { (words.say("veto-button")) }
        }))
        p.note { (words.say("veto-then")) }
    };
    layout::door(
        frame,
        &Door {
            heading: &words.say("veto-heading"),
            lead: &words.say("veto-lead"),
            problems: &[],
            body,
        },
    )
}
