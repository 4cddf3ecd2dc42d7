//! When something was, and who it was as far as can be told.

use maud::{Markup, html};
use vocabulary::Moment;

use crate::frame::Frame;
use crate::text::cleaned;

/// A moment told from now, with the exact one behind it. The script puts it into the reader's own time zone.
pub(crate) fn when(frame: &Frame, at: Moment) -> Markup {
    let words = frame.words();
    html! {
        time datetime=(at) title=(words.date_and_time(at)) data-exact { (words.told_from(frame.now, at)) }
    }
}

/// The exact moment. The script puts it into the reader's own time zone.
pub(crate) fn date(frame: &Frame, at: Moment) -> Markup {
    html! { time datetime=(at) data-local { (frame.words().date_and_time(at)) } }
}

/// With what and from where: "Firefox on Linux, Vienna".
pub(crate) fn by_whom(frame: &Frame, agent: Option<&str>, place: Option<&str>) -> String {
    let words = frame.words();
    match (agent, place) {
        (Some(agent), Some(place)) => format!("{}, {}", words.agent(agent), cleaned(place)),
        (Some(agent), None) => words.agent(agent),
        (None, Some(place)) => cleaned(place),
        (None, None) => words.say("agent-unnamed"),
    }
}
