//! Printing: text for people, JSON for programs; colours and progress only on a terminal.

use std::io::{IsTerminal, Write};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::Value;

use crate::Exit;

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

/// Prints a text that is for another program, letter by letter.
pub(crate) fn raw(text: &str) {
    print(std::io::stdout(), text);
}

/// Tells whoever started a server something; it goes on whether or not anybody listens.
pub(crate) fn remark(text: impl AsRef<str>) {
    let mut to = anstream::stdout();
    drop(writeln!(to, "{}", text.as_ref()).and_then(|()| to.flush()));
}

/// Says something beside the result; where that cannot be read either, there is nobody left to tell.
pub(crate) fn note(text: impl AsRef<str>) {
    drop(writeln!(anstream::stderr(), "{}", text.as_ref()));
}

/// Whoever reads may have had enough (`… | head`): then the work is over, without a word. But a result that
/// nobody got is never an exit code that says that all is well.
fn print(mut to: impl Write, text: &str) {
    let Err(error) = writeln!(to, "{text}").and_then(|()| to.flush()) else {
        return;
    };
    if error.kind() != std::io::ErrorKind::BrokenPipe {
        note(format!("{}: the result cannot be written: {error}", red("error")));
    }
    std::process::exit(Exit::Failed.number());
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

/// A bar that shows how many of something are done; hidden unless somebody looks on.
pub(crate) fn count_bar(what: &str) -> ProgressBar {
    let bar = bytes_bar(0, what);
    match ProgressStyle::with_template("{msg} {wide_bar} {human_pos} of {human_len}, {eta} left") {
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
