//! Words in sentences that people wrote.

/// Where whole words stand in a sentence, whatever their case, and as they are written there. Only `may` must
/// be in lower case: May is a month.
pub(super) fn find_words<'a>(sentence: &'a str, words: &str) -> Option<(usize, &'a str)> {
    let ends = |letter: Option<char>| letter.is_none_or(|letter| !letter.is_alphanumeric() && letter != '-');
    sentence.char_indices().find_map(|(at, _)| {
        let found = sentence.get(at..at + words.len())?;
        let same = if words == "may" {
            found == words
        } else {
            found.eq_ignore_ascii_case(words)
        };
        let before = sentence.get(..at)?.chars().next_back();
        let after = sentence.get(at + words.len()..)?.chars().next();
        (same && ends(before) && ends(after)).then_some((at, found))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_words_count() {
        let check = |sentence: &str, words: &str, expected: Option<(usize, &str)>| {
            assert_eq!(find_words(sentence, words), expected, "{sentence:?}");
        };
        check("We use MFA.", "mfa", Some((7, "MFA")));
        check("Nevertheless.", "never", None);
        check("Never, ever.", "never", Some((0, "Never")));
        check("You may", "may", Some((4, "may")));
        check("In May", "may", None);
        check("Mayor", "may", None);
        check(
            "as soon as possible",
            "as soon as possible",
            Some((0, "as soon as possible")),
        );
        check("always-on", "always", None);
        check("Jamais über", "ü", None);
        check("", "never", None);
    }
}
