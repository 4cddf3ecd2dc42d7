//! "This was not me": what we do then, before it is done.

use maud::html;
use vocabulary::Moment;

use crate::frame::Frame;
use crate::happened::What;
use crate::layout::{self, Door};
use crate::{fields, parts, paths};

/// What was not the owner.
#[derive(Debug, Clone)]
pub struct View {
    /// What happened; `None` where it is about whatever goes on just now.
    pub what: Option<(What, Moment)>,
    /// The user agent that did it.
    pub agent: Option<String>,
    /// From where.
    pub place: Option<String>,
    /// Its id, for a signed-in owner.
    pub id: Option<String>,
    /// The link's secret, from a message.
    pub link: Option<String>,
    /// Whether the passphrase must be changed then.
    pub passphrase: bool,
    /// How many tokens were made since, and end too.
    pub tokens: u32,
}

/// The page.
pub fn page(frame: &Frame, view: &View) -> String {
    let words = frame.words();
    let body = html! {
        @if let Some((what, at)) = &view.what {
            dl.facts {
                div { dt { (words.say("happened")) } dd { strong { (what.in_words(words)) } } }
                div { dt { (words.say("at")) } dd { (parts::when(frame, *at)) } }
                div { dt { (words.say("changed-by")) } dd { (parts::by_whom(frame, view.agent.as_deref(), view.place.as_deref())) } }
            }
        }
        section.why aria-labelledby="then" {
            h2 #then { (words.say("not-me-then")) }
            ul {
                li { (words.say("not-me-sessions")) }
                @if view.passphrase { li { (words.say("not-me-passphrase")) } }
                @if view.tokens > 0 { li { (words.tell("not-me-tokens", &[("count", view.tokens.into())])) } }
                li { (words.say("not-me-held")) }
                li { (words.say("not-me-asked")) }
            }
        }
        (parts::form(frame, paths::NOT_ME, &html! {
            @if let Some(id) = &view.id { input type="hidden" name=(fields::ID) value=(id); }
            @if let Some(link) = &view.link { input type="hidden" name=(fields::LINK) value=(link); }
            button.wide.primary type="submit" { (words.say("not-me-button")) }
        }))
        p.aside { a href=(paths::ACCOUNT) { (words.say("was-me")) } }
    };
    layout::door(
        frame,
        &Door {
            heading: &words.say("not-me-heading"),
            lead: &words.say("not-me-lead"),
            problems: &[],
            body,
        },
    )
}
