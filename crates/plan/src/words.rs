//! Small pieces of sentences.

use journey::Percent;

/// The longest text of the files that is repeated in a plan, in characters: what is longer is cut, so that a
/// plan of huge files stays readable.
const LONGEST: usize = 300;

/// A text on one line, in which nothing moves the cursor or turns the direction of reading.
pub(crate) fn clean(text: &str) -> String {
    let harmless = |character: char| match character {
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' => '\u{fffd}',
        character if character.is_control() || matches!(character, '\u{2028}' | '\u{2029}') => ' ',
        character => character,
    };
    text.chars().map(harmless).collect()
}

/// The same, cut where it is very long.
pub(crate) fn short(text: &str) -> String {
    let end = text.char_indices().nth(LONGEST).map_or(text.len(), |(at, _)| at);
    let mut words = clean(text.get(..end).unwrap_or(text));
    if end < text.len() {
        words.push('…');
    }
    words
}

/// A name in backticks.
pub(crate) fn name(text: &str) -> String {
    format!("`{}`", short(text))
}

/// `` `a`, `b` and `c` ``; more than a dozen are counted.
pub(crate) fn names<'a>(all: impl IntoIterator<Item = &'a str>) -> String {
    const MOST: usize = 12;
    let all: Vec<&str> = all.into_iter().collect();
    let mut shown: Vec<String> = all.iter().take(MOST).map(|text| name(text)).collect();
    if all.len() > MOST {
        shown.push(format!("{} more", all.len() - MOST));
    }
    match shown.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

/// How much a target leaves: `1 in 1,000`, in the smallest round number that is exact; `none` at 100 %.
pub(crate) fn left_by(target: Percent) -> String {
    let missing = target.missing_millionths();
    if missing == 0 {
        return "none".to_owned();
    }
    let sizes = [
        (100_000, "10"),
        (10_000, "100"),
        (1_000, "1,000"),
        (100, "10,000"),
        (10, "100,000"),
        (1, "1,000,000"),
    ];
    let (size, of) = sizes
        .into_iter()
        .find(|(size, _)| missing.is_multiple_of(*size))
        .unwrap_or((1, "1,000,000"));
    format!("{} in {of}", missing / size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_target_leaves_is_exact() {
        let check = |target: &str, expected: &str| assert_eq!(left_by(target.parse().unwrap()), expected);
        check("99.9%", "1 in 1,000");
        check("99%", "1 in 100");
        check("95%", "5 in 100");
        check("80%", "2 in 10");
        check("99.95%", "5 in 10,000");
        check("99.9999%", "1 in 1,000,000");
        check("100%", "none");
        check("0%", "10 in 10");
    }

    #[test]
    fn lists_read_as_people_say_them() {
        let check = |all: &[&str], expected: &str| assert_eq!(names(all.iter().copied()), expected);
        check(&[], "");
        check(&["a"], "`a`");
        check(&["a", "b"], "`a` and `b`");
        check(&["a", "b", "c"], "`a`, `b` and `c`");
        check(&["a"; 14], &format!("{} and 2 more", ["`a`"; 12].join(", ")));
        assert_eq!(short("a\nb\u{1b}[1m\u{202e}"), "a b [1m\u{fffd}");
        assert_eq!(short(&"x".repeat(400)).chars().count(), 301);
    }
}
