//! Findings for people.

use super::{Outcome, full_path, grouped};
use crate::finding::{Decoder, Finding, Medium, What};

/// Whether colours are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// For a terminal.
    Coloured,
    /// For anything else.
    Plain,
}

impl Style {
    fn paint(self, code: &str, text: &str) -> String {
        match self {
            Self::Coloured => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
            Self::Plain => text.to_owned(),
        }
    }
}

/// Each finding with its place, what it is, since when, and its hash; then what is stale, and what was skipped.
pub fn text(outcome: &Outcome<'_>, style: Style) -> String {
    let mut out = String::new();
    for finding in outcome.findings {
        let mut line = |text: &str| {
            out.push_str(text);
            out.push('\n');
        };
        line(&format!(
            "{}: {}",
            style.paint("31", "leaked token"),
            style.paint("1", &location(finding))
        ));
        line(&format!("  {}", what(finding)));
        line(&format!("  {}", whence(finding)));
        line(&style.paint("2", &format!("  sha256 {}", finding.sha256)));
    }
    for suppressed in &outcome.weighed.suppressed {
        let line = format!(
            "suppressed: {} (…{}): {}",
            location(&suppressed.finding),
            suppressed.finding.last_four,
            suppressed.by.reason
        );
        out.push_str(&style.paint("2", &line));
        out.push('\n');
    }
    for stale in &outcome.weighed.stale {
        out.extend([style.paint("33", "suppression").as_str(), ": ", stale, "\n"]);
    }
    for skipped in outcome.skipped {
        let word = style.paint("33", "skipped");
        out.extend([word.as_str(), ": `", &skipped.path, "` ", &skipped.why, "\n"]);
    }
    out
}

/// What it is: `personal token of instance Ab12Zz, ends in j9Tc`.
pub(super) fn what(finding: &Finding) -> String {
    let mut text = match &finding.what {
        What::Token { kind, instance } => {
            let kind = match kind.letter() {
                'p' => "personal token".to_owned(),
                's' => "service token".to_owned(),
                'a' => "access token".to_owned(),
                'r' => "refresh token".to_owned(),
                other => format!("token of kind `{other}`"),
            };
            format!("{kind} of instance {instance}, ends in {}", finding.last_four)
        }
        What::Legacy { name } => format!(
            "looks like `{name}` (legacy, not verified), ends in {}",
            finding.last_four
        ),
    };
    let decoders: Vec<&str> = finding
        .place
        .spot
        .decoders
        .iter()
        .map(|decoder: &Decoder| decoder.word())
        .collect();
    if !decoders.is_empty() {
        text.extend(["; in ", &decoders.join(" > ")]);
    }
    text
}

/// Since when it is there: `added by Jane <jane@example.org> on 2026-11-28 in 1a2b3c4d5e6f, still there`.
pub(super) fn whence(finding: &Finding) -> String {
    let place = &finding.place;
    let object = place.object.as_deref().map(short);
    let mut text = match (&place.commit, object) {
        (Some(commit), _) => format!(
            "added by {} on {} in commit {}",
            commit.author,
            day(commit.at),
            short(&commit.id)
        ),
        (None, Some(object)) => format!("in object {object}, which no commit has"),
        (None, None) => match place.medium {
            Medium::Stdin => "on standard input".to_owned(),
            _ => "not in the history of a repository".to_owned(),
        },
    };
    if place.commit.is_some() && !place.present && matches!(place.medium, Medium::File | Medium::FileName) {
        text.push_str(", in the history only");
    }
    if place.times > 1 {
        text.extend(["; seen ", &grouped(place.times), " times"]);
    }
    text
}

fn location(finding: &Finding) -> String {
    let place = &finding.place;
    let path = full_path(place);
    let object = place.object.as_deref().map(short).unwrap_or_default();
    match place.medium {
        Medium::File | Medium::Staged | Medium::Stdin => {
            format!("{path}:{}:{}", place.spot.line, place.spot.column)
        }
        Medium::FileName => format!("{path} (in the name)"),
        Medium::Commit => format!("{path}: message of commit {object}"),
        Medium::Tag => format!("{path}: message of tag {object}"),
        Medium::RefName => format!("{path} (the name of a branch or tag)"),
    }
}

fn short(id: &str) -> &str {
    id.get(..12).unwrap_or(id)
}

/// Seconds since 1970 as a day in UTC (days from civil, H. Hinnant).
fn day(at: i64) -> String {
    let days = at.div_euclid(86_400).clamp(-1_000_000, 100_000_000) + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_told_as_its_day() {
        let check = |at: i64, expected: &str| assert_eq!(day(at), expected);
        check(0, "1970-01-01");
        check(-1, "1969-12-31");
        check(951_782_400, "2000-02-29");
        check(1_796_000_000, "2026-11-30");
    }
}
