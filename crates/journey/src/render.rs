//! A finding as text for people: where, the very words, and what to do.

use crate::finding::{Finding, Severity};

/// How a finding is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Style {
    /// Letters only.
    #[default]
    Plain,
    /// With ANSI colours, for terminals.
    Coloured,
}

/// Widest part of a source line that is shown, in characters.
const MAX_WIDTH: usize = 120;

/// Writes one finding, ending with a line break:
///
/// ```text
/// error[J306]: `second-factor` can stop a real user, but no guardrail watches it
///   --> controls.yaml:3:3
///    |
///  3 |   second-factor:
///    |   ^^^^^^^^^^^^^
///    = help: add it to `watches` of a guardrail …
/// ```
///
/// Control characters of the source are shown as `�`: a journey file must not be able to steer a terminal.
pub fn render(finding: &Finding, style: Style) -> String {
    let paint = Paint(style);
    let (text, marked) = window(&finding.text, finding.marked.clone());
    let number = finding.line.to_string();
    let gutter = " ".repeat(number.len());
    let tone = match finding.severity {
        Severity::Error => "\u{1b}[1;31m",
        Severity::Warning => "\u{1b}[1;33m",
        Severity::Note => "\u{1b}[1;36m",
    };
    let head = format!("{}[{}]", finding.severity.word(), finding.code);
    let mut out = paint.on(tone, &head);
    out.push_str(&paint.on("\u{1b}[1m", &format!(": {}", clean(&finding.says))));
    let bar = paint.on(BLUE, "|");
    let arrow = paint.on(BLUE, "-->");
    let place = format!("{}:{}:{}", clean(&finding.file), finding.line, finding.column);
    let marks = paint.on(tone, &"^".repeat(marked.len().max(1)));
    let lead = " ".repeat(marked.start);
    let lines = [
        format!("\n {gutter}{arrow} {place}"),
        format!("\n {gutter} {bar}"),
        format!("\n {} {bar} {}", paint.on(BLUE, &number), text.trim_end()),
        format!("\n {gutter} {bar} {lead}{marks}"),
        format!(
            "\n {gutter} {} help: {}\n",
            paint.on(BLUE, "="),
            clean(&finding.help)
        ),
    ];
    out.extend(lines);
    out
}

const BLUE: &str = "\u{1b}[1;34m";

struct Paint(Style);

impl Paint {
    fn on(&self, tone: &str, text: &str) -> String {
        match self.0 {
            Style::Plain => text.to_owned(),
            Style::Coloured => format!("{tone}{text}\u{1b}[0m"),
        }
    }
}

/// The part of a line that is shown, and where in it the marked characters are.
fn window(line: &str, marked: std::ops::Range<usize>) -> (String, std::ops::Range<usize>) {
    let letters: Vec<char> = clean(line).chars().collect();
    if letters.len() <= MAX_WIDTH {
        return (letters.into_iter().collect(), marked);
    }
    let from = marked.start.saturating_sub(MAX_WIDTH / 3).min(letters.len());
    let before = if from > 0 { "…" } else { "" };
    let shown: String = letters.iter().skip(from).take(MAX_WIDTH).collect();
    let after = if from + MAX_WIDTH < letters.len() {
        "…"
    } else {
        ""
    };
    let shift = before.chars().count();
    let start = marked.start - from + shift;
    let end = (marked.end.saturating_sub(from) + shift)
        .min(MAX_WIDTH + shift)
        .max(start);
    (format!("{before}{shown}{after}"), start..end)
}

/// A text without anything that steers a terminal or turns the direction of reading around.
fn clean(text: &str) -> String {
    text.chars()
        .map(|letter| match letter {
            '\t' => ' ',
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
            letter if letter.is_control() => '\u{fffd}',
            letter => letter,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Code;

    fn finding(text: &str, marked: std::ops::Range<usize>) -> Finding {
        Finding {
            code: Code("J306"),
            severity: Severity::Error,
            file: "controls.yaml".to_owned(),
            line: 12,
            column: marked.start + 1,
            text: text.to_owned(),
            marked,
            says: "says \u{1b}[2J".to_owned(),
            help: "help".to_owned(),
            object: "controls/x".to_owned(),
        }
    }

    #[test]
    fn the_marks_stand_under_the_words() {
        let check = |text: &str, marked: std::ops::Range<usize>, shown: &str, marks: &str| {
            let written = render(&finding(text, marked), Style::Plain);
            let lines: Vec<&str> = written.lines().collect();
            assert_eq!(lines[3].strip_prefix(" 12 | "), Some(shown));
            assert_eq!(lines[4].strip_prefix("    | "), Some(marks));
            assert!(!written.contains('\u{1b}'), "{written:?}");
        };
        check("  a: b", 2..3, "  a: b", "  ^");
        check("\ta\u{202e}: b", 1..2, " a\u{fffd}: b", " ^");
        check("", 0..0, "", "^");
        let long = format!("{}here{}", "x".repeat(500), "y".repeat(500));
        let shown = format!("…{}here{}…", "x".repeat(40), "y".repeat(76));
        check(&long, 500..504, &shown, &format!("{}^^^^", " ".repeat(41)));
    }

    #[test]
    fn colours_change_nothing_but_the_colour() {
        let finding = finding("  a: b", 2..3);
        let coloured = render(&finding, Style::Coloured);
        let mut plain = String::new();
        for (at, part) in coloured.split('\u{1b}').enumerate() {
            plain.push_str(if at == 0 {
                part
            } else {
                part.split_once('m').unwrap().1
            });
        }
        assert_eq!(plain, render(&finding, Style::Plain));
    }
}
