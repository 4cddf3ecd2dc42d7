//! Texts from journey files, made fit for a field that has room for one line or for so many letters.

use std::fmt::{self, Write as _};

use vocabulary::Moment;

/// One line without blanks at its ends: line breaks and runs of blanks become one blank, and what no format
/// can carry (control characters, marks that nobody sees at a text's ends) goes.
pub(super) fn line(text: &str) -> String {
    let seen: String = text
        .chars()
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .filter(|letter| !matches!(letter, '\u{feff}' | '\u{fffe}' | '\u{ffff}'))
        .collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// One line of at most `most` letters, cut between words where that loses little, with `…` in place of the
/// rest.
pub(super) fn cut(text: &str, most: usize) -> String {
    let text = line(text);
    if text.chars().count() <= most {
        return text;
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    let kept = match kept.rfind(' ') {
        Some(at) if at * 3 > kept.len() * 2 => kept.get(..at).unwrap_or(&kept),
        _ => &kept,
    };
    format!("{}…", kept.trim_end_matches([' ', ',', ';', ':']))
}

/// `a, b and c`.
pub(super) fn list<T: AsRef<str>>(words: &[T]) -> String {
    match words {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", first.join(", "), last.as_ref())
        }
    }
}

/// The day of a moment, in UTC: `2026-11-30`.
pub(super) fn day(moment: Moment) -> String {
    let text = moment.to_string();
    text.split_once('T')
        .map_or(text.as_str(), |(day, _)| day)
        .to_owned()
}

/// Adds to a text, which cannot fail.
pub(super) fn put(out: &mut String, text: fmt::Arguments<'_>) {
    out.write_fmt(text).ok();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_becomes_one_line_of_so_many_letters() {
        let check = |text: &str, most: usize, expected: &str| {
            assert_eq!(cut(text, most), expected, "{text:?}");
            assert!(cut(text, most).chars().count() <= most);
        };
        check("  one\n\ttwo\u{2028}three\0 ", 99, "one two three");
        check("the card, and more", 12, "the card…");
        check("unbreakableword", 8, "unbreak…");
        check("äöüäöü", 6, "äöüäöü");
        check("äöüäöü", 5, "äöüä…");
        check("", 5, "");
    }

    #[test]
    fn words_are_listed_as_people_do() {
        for (words, expected) in [
            (&[][..], ""),
            (&["a"][..], "a"),
            (&["a", "b"][..], "a and b"),
            (&["a", "b", "c"][..], "a, b and c"),
        ] {
            assert_eq!(list(words), expected);
        }
    }
}
