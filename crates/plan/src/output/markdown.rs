//! For a comment on a pull request: what is weaker stands open, the rest can be opened.
//!
//! Whatever comes from the files is escaped: a journey file may be anybody's, and must not be able to draw
//! links, call people or close the comment's folds.

use super::{Sides, counts, effect_to_tell, label, verdict};
use crate::words::clean;
use crate::{Change, Class, Plan, Side};

/// With this the comment begins, so that a robot finds its own comment and replaces it.
pub const MARKER: &str = "<!-- safeconduct plan -->";

/// Forges take comments of up to 65,536 characters; what does not fit is counted. A comment has room for its
/// headings beside this.
const ROOM: usize = 56_000;

/// The plan as Markdown (GitHub's and GitLab's), without a line end behind it.
pub fn markdown(plan: &Plan, sides: Sides<'_>) -> String {
    let summary = counts(plan);
    let summary = if summary.is_empty() {
        summary
    } else {
        format!("{summary}. ")
    };
    let mut out = vec![format!(
        "{MARKER}\n### What this does to our promises\n\n**{}** {summary}<sub>{} → {}</sub>\n",
        verdict(plan),
        escaped(sides.old),
        escaped(sides.new)
    )];
    let mut room = ROOM;
    for class in Class::ALL {
        let changes: Vec<&Change> = plan
            .changes
            .iter()
            .filter(|change| change.class == class)
            .collect();
        if !changes.is_empty() {
            out.extend(section(class, &changes, &mut room));
        }
    }
    out.concat().trim_end().to_owned()
}

fn section(class: Class, changes: &[&Change], room: &mut usize) -> Vec<String> {
    let is_open = matches!(class, Class::Weaker | Class::NewData);
    let heading = format!("{} ({})", class.heading(), changes.len());
    let mut out = vec![if is_open {
        format!("\n#### {heading}\n\n")
    } else {
        format!("\n<details><summary><b>{heading}</b></summary>\n\n")
    }];
    for (shown, change) in changes.iter().enumerate() {
        let item = item(change);
        let Some(left) = room.checked_sub(item.chars().count()) else {
            // What comes later does not slip in before what was left out.
            *room = 0;
            let more = changes.len() - shown;
            out.push(format!(
                "- … and {more} more, for which a comment has no room: run `safeconduct plan`.\n"
            ));
            break;
        };
        *room = left;
        out.push(item);
    }
    if !is_open {
        out.push("\n</details>\n".to_owned());
    }
    out
}

fn item(change: &Change) -> String {
    let field = if change.field.is_empty() {
        String::new()
    } else {
        format!(" · {}", escaped(&label(change.field)))
    };
    let values = match (&change.before, &change.after) {
        (None, None) => String::new(),
        (Some(before), Some(after)) => format!(": {} → {}", value(before), value(after)),
        (Some(before), None) => format!(": {} → nothing", value(before)),
        (None, Some(after)) => format!(": {}", value(after)),
    };
    let effect = effect_to_tell(change).map_or_else(String::new, |effect| format!(" (**{effect}**)"));
    let mut lines = vec![format!(
        "- **{}**{field}{values}{effect}",
        escaped(&change.object.id)
    )];
    if !change.object.title.is_empty() {
        lines.push(format!("“{}”", escaped(&change.object.title)));
    }
    lines.push(escaped(&change.says));
    if let Some(who) = &change.wants {
        lines.push(format!("**Wants a look by {}.**", escaped(who)));
    }
    if let Some(live) = &change.live {
        lines.push(format!(
            "At present: {} ({})",
            escaped(&live.says),
            escaped(&live.state)
        ));
    }
    let spot = &change.spot;
    let side = if spot.side == Side::Old { " (before)" } else { "" };
    lines.push(format!("<sub>{}:{}{side}</sub>", escaped(&spot.file), spot.line));
    // Two blanks at the end of a line break it; two at its beginning keep it in the list's item.
    lines.join("  \n  ") + "\n"
}

fn value(text: &str) -> String {
    if text.is_empty() {
        "nothing".to_owned()
    } else {
        format!("*{}*", escaped(text))
    }
}

/// A text in which nothing means anything to Markdown, HTML, or a forge that links names and numbers.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in clean(text).chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // An empty comment keeps `@name` from calling somebody, `#1` and `!1` from linking elsewhere, and
            // an address from becoming a link.
            '@' | '#' | '!' => {
                out.push('\\');
                out.push(character);
                out.push_str("<!-- -->");
            }
            ':' => out.push_str(":<!-- -->"),
            '.' if out.ends_with("www") => out.push_str("<!-- -->."),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '(' | ')' | '+' | '|' | '~' | '$' => {
                out.push('\\');
                out.push(character);
            }
            _ => out.push(character),
        }
    }
    out
}
