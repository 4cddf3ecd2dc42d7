//! Words in sentences that people wrote, and words for them.

use vocabulary::Moment;

/// The day on which a moment is, in UTC: `2027-06-30`.
pub(super) fn day(moment: Moment) -> String {
    moment.to_string().chars().take(10).collect()
}

/// A sentence, looked through once for where its words begin.
pub(crate) struct Sentence<'a> {
    text: &'a str,
    /// Where each word begins, and how.
    starts: Vec<(usize, Start)>,
}

/// The first two bytes of a word, in lower case: enough to tell most words apart.
pub(super) type Start = [u8; 2];

/// How a word begins.
pub(super) fn start(word: &str) -> Start {
    let mut bytes = word.bytes().map(|byte| byte.to_ascii_lowercase());
    [bytes.next().unwrap_or_default(), bytes.next().unwrap_or_default()]
}

impl<'a> Sentence<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let mut starts = Vec::with_capacity(text.len() / 4);
        let mut inside = false;
        for (at, letter) in text.char_indices() {
            let belongs = is_of_word(letter);
            if belongs && !inside {
                starts.push((at, start(text.get(at..).unwrap_or_default())));
            }
            inside = belongs;
        }
        Self { text, starts }
    }

    /// How its words begin, each way once.
    pub(super) fn starts(&self) -> Vec<Start> {
        let mut starts: Vec<Start> = self.starts.iter().map(|(_, start)| *start).collect();
        starts.sort_unstable();
        starts.dedup();
        starts
    }

    /// Where whole words stand in the sentence, whatever their case, and as they are written there. Only `may`
    /// must be in lower case: May is a month.
    pub(super) fn find(&self, words: &str) -> Option<(usize, &'a str)> {
        let begins = start(words);
        let near = self.starts.iter().filter(|(_, start)| *start == begins);
        near.map(|(at, _)| *at).find_map(|at| {
            let found = self.text.get(at..at + words.len())?;
            let same = if words == "may" {
                found == words
            } else {
                found.eq_ignore_ascii_case(words)
            };
            let after = self.text.get(at + words.len()..)?.chars().next();
            (same && !after.is_some_and(is_of_word)).then_some((at, found))
        })
    }
}

fn is_of_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '-'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_words_count() {
        let check = |sentence: &str, words: &str, expected: Option<(usize, &str)>| {
            assert_eq!(Sentence::of(sentence).find(words), expected, "{sentence:?}");
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
