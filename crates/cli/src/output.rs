//! Printing: text for people, JSON for programs; colours and progress only on a terminal.

use std::io::{IsTerminal, Write};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::Value;

/// In which form a command prints its result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// Prints a line of the result.
pub(crate) fn line(text: impl AsRef<str>) {
    print(anstream::stdout(), text.as_ref());
}

/// Prints a result as JSON.
pub(crate) fn json(value: &Value) {
    print(
        std::io::stdout(),
        &serde_json::to_string_pretty(value).unwrap_or_default(),
    );
}

/// Says something beside the result.
pub(crate) fn note(text: impl AsRef<str>) {
    print(anstream::stderr(), text.as_ref());
}

/// Whoever reads may have had enough (`… | head`): then there is nobody left to tell, and the work is over.
fn print(mut to: impl Write, text: &str) {
    if writeln!(to, "{text}").and_then(|()| to.flush()).is_err() {
        std::process::exit(0);
    }
}

/// Says why it could not be done: each cause once.
pub(crate) fn error(error: &anyhow::Error) {
    let mut said = error.to_string();
    for cause in error.chain().skip(1) {
        let cause = cause.to_string();
        if !said.contains(&cause) {
            said = format!("{said}: {cause}");
        }
    }
    note(format!("{}: {said}", red("error")));
}

/// Whether people look at the result.
pub(crate) fn is_terminal() -> bool {
    std::io::stdout().is_terminal()
}

/// A bar that shows how far something of `length` bytes has come; hidden unless somebody looks on.
pub(crate) fn bytes_bar(length: u64, what: &str) -> ProgressBar {
    let target = if std::io::stderr().is_terminal() {
        ProgressDrawTarget::stderr()
    } else {
        ProgressDrawTarget::hidden()
    };
    let style = ProgressStyle::with_template("{msg} {wide_bar} {bytes} of {total_bytes}, {eta} left");
    let bar = ProgressBar::with_draw_target(Some(length), target).with_message(what.to_owned());
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

/// Bold, on a terminal.
pub(crate) fn bold(text: impl std::fmt::Display) -> String {
    format!("\u{1b}[1m{text}\u{1b}[0m")
}
/// Green, on a terminal.
pub(crate) fn green(text: impl std::fmt::Display) -> String {
    format!("\u{1b}[32m{text}\u{1b}[0m")
}
/// Red, on a terminal.
pub(crate) fn red(text: impl std::fmt::Display) -> String {
    format!("\u{1b}[31m{text}\u{1b}[0m")
}
/// Faint, on a terminal.
pub(crate) fn faint(text: impl std::fmt::Display) -> String {
    format!("\u{1b}[2m{text}\u{1b}[0m")
}

/// `1,234,567`.
pub(crate) fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_grouped_by_three() {
        for (number, text) in [(0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(count(number), text);
        }
    }
}
