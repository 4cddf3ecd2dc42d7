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
    /// How its words begin, as bits: what is not among them need not be looked for.
    begins: u64,
}

/// The first two bytes of a word, in lower case: enough to tell most words apart.
type Start = [u8; 2];

/// How a word begins.
fn start(word: &str) -> Start {
    let mut bytes = word.bytes().map(|byte| byte.to_ascii_lowercase());
    [bytes.next().unwrap_or_default(), bytes.next().unwrap_or_default()]
}

/// One of 64 bits for each way to begin.
const fn bit([first, second]: Start) -> u64 {
    1 << ((first ^ second.rotate_left(3)) & 63)
}

/// The bit of how some words begin, for [`Sentence::may_hold`].
pub(super) fn beginning(words: &str) -> u64 {
    bit(start(words))
}

impl<'a> Sentence<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let mut sentence = Self {
            text,
            starts: Vec::with_capacity(text.len() / 4),
            begins: 0,
        };
        let mut inside = false;
        let mut note = |at: usize, belongs: bool| {
            if belongs && !inside {
                let start = start(text.get(at..).unwrap_or_default());
                sentence.starts.push((at, start));
                sentence.begins |= bit(start);
            }
            inside = belongs;
        };
        if text.is_ascii() {
            for (at, byte) in text.bytes().enumerate() {
                note(at, byte.is_ascii_alphanumeric() || byte == b'-');
            }
        } else {
            for (at, letter) in text.char_indices() {
                note(at, is_of_word(letter));
            }
        }
        sentence
    }

    /// Whether words with this [`beginning`] may stand in the sentence; without it they do not.
    pub(super) const fn may_hold(&self, beginning: u64) -> bool {
        self.begins & beginning != 0
    }

    /// Where whole words stand in the sentence, whatever their case, and as they are written there. Only `may`
    /// must be in lower case: May is a month.
    pub(super) fn find(&self, words: &str) -> Option<(usize, &'a str)> {
        let begins = start(words);
        if !self.may_hold(bit(begins)) {
            return None;
        }
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
