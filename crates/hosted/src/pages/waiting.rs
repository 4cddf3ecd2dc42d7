//! A recovery waits: until when, why, who was told, and how to stop it.

use maud::html;
use vocabulary::{Moment, Span};

use crate::frame::Frame;
use crate::layout::{self, Door};
use crate::text::cleaned;
use crate::{parts, paths};

/// A recovery that waits, or that has waited long enough.
#[derive(Debug, Clone)]
pub struct View {
    /// When it was asked for.
    pub asked_at: Moment,
    /// From when on it can be finished.
    pub ready_at: Moment,
    /// Until when it can be finished.
    pub lapses_at: Moment,
    /// Whether the wait is shorter since a strong factor took part.
    pub is_shortened: bool,
    /// The addresses that were told, masked as they may be shown to whoever is here.
    pub told: Vec<String>,
}

/// The page.
pub fn page(frame: &Frame, view: &View) -> String {
    let words = frame.words();
    let is_over = frame.now >= view.ready_at;
    let left = view.ready_at.since(frame.now);
    let body = html! {
        @if is_over {
            a.button.wide.primary href=(paths::RECOVER_FINISH) { (words.say("waiting-finish")) }
            p.note { (words.say("waiting-until")) " " (parts::date(frame, view.lapses_at)) }
        } @else {
            p.big { (parts::date(frame, view.ready_at)) }
            (progress(view, frame.now))
            p { (words.say("waiting-come-back")) }
        }
        section.why aria-labelledby="why" {
            h2 #why { (words.say("waiting-why")) }
            p { (words.say("waiting-because")) }
            @if view.is_shortened { p { (words.say("waiting-shortened")) } }
        }
        @if !view.told.is_empty() {
            section.why aria-labelledby="told" {
                h2 #told { (words.say("waiting-told")) }
                ul.plain { @for address in &view.told { li { (cleaned(address)) } } }
                p { (words.say("waiting-stop")) }
            }
        }
    };
    let heading = if is_over {
        words.say("waiting-over")
    } else {
        words.tell("waiting-heading", &[("length", words.length(left).into())])
    };
    layout::door(
        frame,
        &Door {
            heading: &heading,
            lead: &words.say(if is_over {
                "waiting-over-lead"
            } else {
                "waiting-lead"
            }),
            problems: &[],
            body,
        },
    )
}

/// How much of the wait has passed, as a line. The words above say the same.
fn progress(view: &View, now: Moment) -> maud::Markup {
    let whole = view.ready_at.since(view.asked_at).as_millis().max(1);
    let passed = now.since(view.asked_at).min(Span::from_millis(whole)).as_millis();
    let percent = passed.saturating_mul(100) / whole;
    html! {
        svg.passed viewBox="0 0 100 2" preserveAspectRatio="none" width="100%" height="6" aria-hidden="true"
            focusable="false" {
            rect.ground x="0" y="0" width="100" height="2" {}
            rect.fill x="0" y="0" width=(percent) height="2" {}
        }
    }
}
