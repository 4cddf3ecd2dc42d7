//! Text that somebody else wrote, made fit to be shown.

/// The first `most` characters of a text, with control characters replaced: a log may hold escape sequences
/// that an attacker put there for the terminal of whoever reads it.
pub(crate) fn clip(text: &str, most: usize) -> String {
    let mut letters = text.chars();
    let mut short: String = letters.by_ref().take(most).map(printable).collect();
    if letters.next().is_some() {
        short.push('…');
    }
    short
}

fn printable(letter: char) -> char {
    if letter.is_control() { '\u{fffd}' } else { letter }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_is_short_and_harmless() {
        let check = |text: &str, expected: &str| assert_eq!(clip(text, 8), expected, "{text:?}");
        check("short", "short");
        check("just so!", "just so!");
        check("rather too long", "rather t…");
        check("\u{1b}[31mred", "\u{fffd}[31mred");
        check("äöüäöüäöü", "äöüäöüäö…");
    }
}
