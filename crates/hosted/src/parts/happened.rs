//! The list of what happened, newest first.

use maud::{Markup, html};

use super::moment::{by_whom, when};
use crate::frame::Frame;
use crate::happened::Happened;
use crate::paths;

/// The list.
pub(crate) fn happened(frame: &Frame, events: &[Happened]) -> Markup {
    let words = frame.words();
    html! {
        ol.lines.events {
            @for event in events {
                li.grave[event.what.is_grave()] {
                    div.thing {
                        p {
                            (event.what.in_words(words))
                            @if event.count > 1 {
                                ", " (words.tell("times", &[("count", event.count.into())]))
                            }
                        }
                        p.muted.small {
                            (when(frame, event.at))
                            @if event.agent.is_some() || event.place.is_some() {
                                " · " (by_whom(frame, event.agent.as_deref(), event.place.as_deref()))
                            }
                        }
                    }
                    @if event.can_deny {
                        a.button.small href=(paths::with_id(paths::NOT_ME, &event.id)) {
                            (words.say("not-me"))
                            span.unseen { ": " (event.what.in_words(words)) ", " (words.told_from(frame.now, event.at)) }
                        }
                    }
                }
            }
        }
    }
}
