//! How large an element is, with its texts broken into lines.

use super::case::{Element, Kind};
use super::wrap::wrapped;

/// From an element's edge to its text.
pub(super) const PAD: f64 = 11.0;
/// From one line of text to the next.
pub(super) const LINE: f64 = 16.5;
/// From one line of a note to the next.
pub(super) const NOTE: f64 = 14.5;
/// The size of a note's letters.
pub(super) const NOTE_SIZE: f64 = 11.0;
/// How far a strategy's sides lean.
pub(super) const LEAN: f64 = 12.0;
/// Half the height of the diamond that says that nothing follows.
pub(super) const DIAMOND: f64 = 8.0;
const TEXT_SIZE: f64 = 12.5;
const RADIUS: f64 = 56.0;

/// An element with its texts broken into lines and its size.
pub(super) struct Drawn {
    pub(super) lines: Vec<String>,
    pub(super) notes: Vec<String>,
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) left: f64,
    pub(super) top: f64,
    /// How far inside its corners an edge meets it.
    pub(super) inset: f64,
}

impl Drawn {
    pub(super) fn of(element: &Element) -> Self {
        let (width, room) = match element.kind {
            Kind::Solution => (2.0 * RADIUS, 2.0 * RADIUS - 26.0),
            Kind::Strategy => (226.0, 226.0 - 2.0 * PAD - 2.0 * LEAN),
            Kind::Goal => (226.0, 226.0 - 2.0 * PAD),
            Kind::Context | Kind::Assumption => (202.0, 202.0 - 2.0 * PAD - 12.0),
        };
        let most = if element.kind == Kind::Solution { 3 } else { 8 };
        let lines = wrapped(&element.says, room, TEXT_SIZE, most);
        let notes = wrapped(&element.note, room, NOTE_SIZE, 3);
        let word = if element.state.is_some() { NOTE } else { 0.0 };
        let height = if element.kind == Kind::Solution {
            2.0 * RADIUS
        } else {
            2.0 * PAD + NOTE + lines.len() as f64 * LINE + notes.len() as f64 * NOTE + word
        };
        Self {
            lines,
            notes,
            width,
            height,
            left: 0.0,
            top: 0.0,
            inset: if element.kind == Kind::Strategy {
                LEAN / 2.0
            } else {
                0.0
            },
        }
    }

    /// Where edges begin.
    pub(super) fn right(&self) -> f64 {
        self.left + self.width - self.inset
    }

    /// Where edges end.
    pub(super) fn start(&self) -> f64 {
        self.left + self.inset
    }

    pub(super) fn middle(&self) -> f64 {
        self.top + self.height / 2.0
    }
}
