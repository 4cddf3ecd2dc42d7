//! One case drawn as SVG, everything at its place.

use super::case::{Case, Element, Kind};
use super::place::{BETWEEN, Picture};
use super::size::{DIAMOND, Drawn, LEAN, LINE, NOTE, NOTE_SIZE, PAD};
use super::wrap::wide;
use super::xml::escaped;
use crate::export::figure::State;
use crate::export::wording::put;

/// Where, within an element, the line to what hangs below it runs down.
const RAIL: f64 = 10.0;
/// Room for a state's sign before its word.
const SIGN: f64 = 13.0;

/// The edges of a case, and its elements above them.
pub(super) fn draw(out: &mut String, case: &Case, picture: &Picture) {
    for (from, to) in &case.supports {
        if let (Some(from), Some(to)) = (picture.drawn.get(*from), picture.drawn.get(*to)) {
            supported_by(out, from, to);
        }
    }
    for (from, to) in &case.contexts {
        if let (Some(from), Some(to)) = (picture.drawn.get(*from), picture.drawn.get(*to)) {
            in_context_of(out, from, to);
        }
    }
    for (at, (element, drawn)) in case.elements.iter().zip(&picture.drawn).enumerate() {
        draw_element(out, element, drawn, at == 0);
    }
}

/// A line with a full head: the left is supported by the right.
fn supported_by(out: &mut String, from: &Drawn, to: &Drawn) {
    let (x1, y1) = (from.right(), from.middle());
    let (x2, y2) = (to.start() - 7.0, to.middle());
    // Edges bend near the end, in the room between columns, also where they cross a whole column.
    let bend = BETWEEN * 0.6;
    put(
        out,
        format_args!(
            "<path class=\"gsn-edge\" d=\"M{} {}C{} {} {} {} {} {}\"/><path class=\"gsn-head\" d=\"M{} {}l-8 -4v8z\"/>\n",
            n(x1),
            n(y1),
            n(x1 + bend),
            n(y1),
            n(x2 - bend),
            n(y2),
            n(x2),
            n(y2),
            n(to.start()),
            n(y2)
        ),
    );
}

/// A line with an open head: what hangs below is a context or assumption of what carries it.
fn in_context_of(out: &mut String, carries: &Drawn, hangs: &Drawn) {
    let y = n(hangs.middle());
    put(
        out,
        format_args!(
            "<path class=\"gsn-edge\" d=\"M{} {}V{y}H{}\"/><path class=\"gsn-head-open\" d=\"M{} {y}l-8 -4v8z\"/>\n",
            n(carries.left + RAIL),
            n(carries.top + carries.height),
            n(hangs.left - 8.0),
            n(hangs.left)
        ),
    );
}

fn draw_element(out: &mut String, element: &Element, drawn: &Drawn, root: bool) {
    let hollow = matches!(element.state, Some((State::Unproven, _)));
    let mut class = format!("gsn-{}", element.kind.word());
    if root {
        class.push_str(" gsn-root");
    }
    if hollow {
        class.push_str(" gsn-hollow");
    }
    if let Some((state, _)) = element.state {
        class.push(' ');
        class.push_str(state_class(state));
    }
    let note = if element.note.is_empty() {
        String::new()
    } else {
        format!(" ({})", element.note)
    };
    put(
        out,
        format_args!(
            "<g class=\"{class}\"><title>{}</title>",
            escaped(&format!("{}: {}{note}", element.id, element.says))
        ),
    );
    shape(
        out,
        element.kind,
        drawn.left,
        drawn.top,
        drawn.width,
        drawn.height,
    );
    texts(out, element, drawn);
    if element.undeveloped {
        let (x, y) = (drawn.right(), drawn.middle());
        put(
            out,
            format_args!(
                "<path class=\"gsn-open\" d=\"M{} {}l{DIAMOND} -{DIAMOND}l{DIAMOND} {DIAMOND}l-{DIAMOND} {DIAMOND}z\"/>",
                n(x),
                n(y)
            ),
        );
    }
    out.push_str("</g>\n");
}

/// The outline of an element.
pub(super) fn shape(out: &mut String, kind: Kind, left: f64, top: f64, width: f64, height: f64) {
    match kind {
        Kind::Goal | Kind::Context | Kind::Assumption => {
            let round = match kind {
                Kind::Goal => 2.0,
                Kind::Context => (height / 2.0).min(18.0),
                _ => height / 2.0,
            };
            put(
                out,
                format_args!(
                    "<rect class=\"gsn-shape\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{}\"/>",
                    n(left),
                    n(top),
                    n(width),
                    n(height),
                    n(round.min(26.0))
                ),
            );
        }
        Kind::Strategy => put(
            out,
            format_args!(
                "<path class=\"gsn-shape\" d=\"M{} {}h{}l-{LEAN} {height}h-{}z\"/>",
                n(left + LEAN),
                n(top),
                n(width - LEAN),
                n(width - LEAN),
                height = n(height)
            ),
        ),
        Kind::Solution => put(
            out,
            format_args!(
                "<circle class=\"gsn-shape\" cx=\"{}\" cy=\"{}\" r=\"{}\"/>",
                n(left + width / 2.0),
                n(top + height / 2.0),
                n(width / 2.0)
            ),
        ),
    }
}

fn texts(out: &mut String, element: &Element, drawn: &Drawn) {
    let centred = element.kind == Kind::Solution;
    let lines = drawn.lines.len() as f64 * LINE + (drawn.notes.len() as f64 + 1.0) * NOTE;
    let word = if element.state.is_some() { NOTE } else { 0.0 };
    let (x, anchor) = if centred {
        (drawn.left + drawn.width / 2.0, " text-anchor=\"middle\"")
    } else {
        let inset = match element.kind {
            Kind::Strategy => LEAN,
            Kind::Context | Kind::Assumption => 6.0,
            _ => 0.0,
        };
        (drawn.left + PAD + inset, "")
    };
    let mut y = drawn.top + (drawn.height - lines - word) / 2.0 + NOTE - 3.0;
    let mut row = |class: &str, text: &str, step: f64| {
        put(
            out,
            format_args!(
                "<text{class} x=\"{}\" y=\"{}\"{anchor}>{}</text>",
                n(x),
                n(y),
                escaped(text)
            ),
        );
        y += step;
    };
    row(
        " class=\"gsn-id\"",
        &element.id,
        if drawn.lines.is_empty() { NOTE } else { LINE },
    );
    for (at, text) in drawn.lines.iter().enumerate() {
        row("", text, if at + 1 == drawn.lines.len() { NOTE } else { LINE });
    }
    for text in &drawn.notes {
        row(" class=\"gsn-note\"", text, NOTE);
    }
    if let Some((state, word)) = element.state {
        let from = if centred {
            x - f64::midpoint(wide(word, NOTE_SIZE), SIGN)
        } else {
            x
        };
        sign(out, state, from + 4.0, y - 4.0);
        put(
            out,
            format_args!(
                "<text class=\"gsn-word\" x=\"{}\" y=\"{}\">{word}</text>",
                n(from + SIGN),
                n(y)
            ),
        );
    }
}

/// The shape that goes with a state's word and colour.
fn sign(out: &mut String, state: State, x: f64, y: f64) {
    let circle = |class: &str| {
        format!(
            "<circle class=\"{class}\" cx=\"{}\" cy=\"{}\" r=\"3.8\"/>",
            n(x),
            n(y)
        )
    };
    match state {
        State::Kept => out.push_str(&circle("gsn-sign-full")),
        State::Unproven => out.push_str(&circle("gsn-sign")),
        State::AtRisk => {
            out.push_str(&circle("gsn-sign"));
            put(
                out,
                format_args!(
                    "<path class=\"gsn-sign-full\" d=\"M{} {}a3.8 3.8 0 0 0 0 7.6z\"/>",
                    n(x),
                    n(y - 3.8)
                ),
            );
        }
        State::Broken => put(
            out,
            format_args!(
                "<rect class=\"gsn-sign-full\" x=\"{}\" y=\"{}\" width=\"7.6\" height=\"7.6\"/>",
                n(x - 3.8),
                n(y - 3.8)
            ),
        ),
        State::StatedDebt => put(
            out,
            format_args!(
                "<path class=\"gsn-sign-full\" d=\"M{} {}v7.6h7.6z\"/>",
                n(x - 3.8),
                n(y - 3.8)
            ),
        ),
    }
}

const fn state_class(state: State) -> &'static str {
    match state {
        State::Kept => "gsn-kept",
        State::AtRisk => "gsn-risk",
        State::Broken => "gsn-broken",
        State::Unproven => "gsn-unproven",
        State::StatedDebt => "gsn-debt",
    }
}

/// A number of pixels, to a tenth.
pub(super) fn n(pixels: f64) -> String {
    let tenths = (pixels * 10.0).round() / 10.0;
    if tenths == 0.0 {
        "0".to_owned()
    } else {
        tenths.to_string()
    }
}
