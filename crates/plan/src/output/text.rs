//! For a terminal.

use super::{Sides, counts, effect_to_tell, label, verdict};
use crate::words::short;
use crate::{Change, Class, Effect, Plan, Side};

/// Whether text is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Letters only.
    Plain,
    /// With colours, as terminals show them (ANSI).
    Coloured,
}

/// Values that are longer than this together stand on lines of their own.
const ONE_LINE: usize = 60;

const INDENT: &str = "          ";

/// The plan as text, without a line end behind it.
pub fn text(plan: &Plan, sides: Sides<'_>, style: Style) -> String {
    let mut parts: Vec<String> = plan.changes.iter().map(|change| one(change, style)).collect();
    let summary = counts(plan);
    let summary = if summary.is_empty() {
        summary
    } else {
        format!("{summary}. ")
    };
    let verdict = paint(verdict(plan), if plan.weakens() { RED } else { GREEN }, style);
    parts.push(format!(
        "{} → {}: {summary}{verdict}",
        short(sides.old),
        short(sides.new)
    ));
    parts.join("\n")
}

fn one(change: &Change, style: Style) -> String {
    let (short_values, long_values) = values(change);
    let heading = paint(&format!("{:<9}", change.class.heading()), colour(change), style);
    let object = paint(&short(&change.object.id), BOLD, style);
    let field = if change.field.is_empty() {
        String::new()
    } else {
        format!(", {}", label(change.field))
    };
    let effect = effect_to_tell(change).map_or_else(String::new, |effect| {
        format!(" {}", paint(&format!("({effect})"), colour(change), style))
    });
    let mut lines = vec![format!("{heading} {object}{field}{short_values}{effect}")];
    if !change.object.title.is_empty() {
        lines.push(format!("“{}”", change.object.title));
    }
    lines.extend(long_values);
    lines.push(change.says.clone());
    lines.extend(change.wants.as_ref().map(|who| format!("Wants a look by {who}.")));
    if let Some(live) = &change.live {
        lines.push(format!(
            "At present: {} ({})",
            short(&live.says),
            short(&live.state)
        ));
    }
    let spot = &change.spot;
    let side = if spot.side == Side::Old { " (before)" } else { "" };
    let place = format!("{}:{}:{}{side}", short(&spot.file), spot.line, spot.column);
    lines.push(paint(&place, FAINT, style));
    lines.join(&format!("\n{INDENT}")) + "\n"
}

/// What stood there and stands there now: behind the heading where it is short, else on lines of its own.
fn values(change: &Change) -> (String, Vec<String>) {
    match (&change.before, &change.after) {
        (Some(before), Some(after)) if before.chars().count() + after.chars().count() <= ONE_LINE => {
            (format!(": {} → {}", shown(before), shown(after)), Vec::new())
        }
        (before, after) => {
            let before = before.iter().map(|before| format!("before: {}", shown(before)));
            let after = after.iter().map(|after| format!("after:  {}", shown(after)));
            (String::new(), before.chain(after).collect())
        }
    }
}

/// A value; an empty one is said to be so.
fn shown(value: &str) -> String {
    if value.is_empty() {
        "nothing".to_owned()
    } else {
        short(value)
    }
}

const RED: &str = "31";
const GREEN: &str = "32";
const YELLOW: &str = "33";
const BLUE: &str = "34";
const BOLD: &str = "1";
const FAINT: &str = "2";

const fn colour(change: &Change) -> &'static str {
    match (change.effect, change.class) {
        (Effect::Weaker, _) => RED,
        (Effect::Stronger, _) => GREEN,
        (Effect::Changed, Class::NewData) => YELLOW,
        (Effect::Changed, _) => BLUE,
    }
}

fn paint(text: &str, code: &str, style: Style) -> String {
    match style {
        Style::Plain => text.to_owned(),
        Style::Coloured => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
    }
}
