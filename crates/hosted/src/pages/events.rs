//! All that happened, page by page.

use maud::html;

use crate::frame::Frame;
use crate::happened::Happened;
use crate::layout::{self, Room};
use crate::{parts, paths};

/// A page of events.
#[derive(Debug, Clone, Default)]
pub struct View {
    /// Newest first.
    pub happened: Vec<Happened>,
    /// What the next page is `before`, if there is one.
    pub older: Option<String>,
    /// Whether this is not the newest page.
    pub is_older: bool,
}

/// The page.
pub fn page(frame: &Frame, view: &View) -> String {
    let words = frame.words();
    let title = words.say("happened-heading");
    let body = html! {
        p.crumb { a href=(paths::ACCOUNT) { (words.say("account-heading")) } }
        h1 { (title) }
        section.card aria-label=(title) {
            @if view.happened.is_empty() {
                p.muted { (words.say("happened-none")) }
            } @else {
                (parts::happened(frame, &view.happened))
            }
        }
        @if view.is_older || view.older.is_some() {
            nav.pages aria-label=(words.say("pages")) {
                @if view.is_older { a href=(paths::EVENTS) { (words.say("newest")) } }
                @if let Some(cursor) = &view.older {
                    a.older href=(paths::events_before(cursor)) { (words.say("earlier")) }
                }
            }
        }
    };
    layout::page(frame, Room::Hall, &title, &[], &body)
}
