//! How a reading went, in numbers.

use crate::clip::clip;

/// What became of the lines.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Counts {
    /// Lines read.
    pub lines: u64,
    /// Events made of them; one line may make several.
    pub events: u64,
    /// Lines that were understood and that make no event of their own.
    pub ignored: u64,
    /// Lines (for OCSF: objects) that were not understood.
    pub not_understood: u64,
    /// The first [`Counts::MAX_EXAMPLES`] that were not understood.
    pub examples: Vec<NotUnderstood>,
}

/// A line that was not understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotUnderstood {
    /// Its number, as the caller counts.
    pub line: u64,
    /// Its beginning, without control characters.
    pub text: String,
    /// What is wrong with it, as the rest of a sentence that begins with the line.
    pub says: String,
}

impl Counts {
    /// How many lines that were not understood are kept.
    pub const MAX_EXAMPLES: usize = 5;
    /// How many characters of such a line are kept.
    pub const MAX_EXAMPLE_CHARS: usize = 160;

    pub(crate) fn note_not_understood(&mut self, line: u64, text: &[u8], says: impl FnOnce() -> String) {
        self.not_understood += 1;
        if self.examples.len() < Self::MAX_EXAMPLES {
            // A character is four bytes at most, so that a very long line is not looked at as a whole.
            let start = text.get(..Self::MAX_EXAMPLE_CHARS * 4 + 4).unwrap_or(text);
            self.examples.push(NotUnderstood {
                line,
                text: clip(&String::from_utf8_lossy(start), Self::MAX_EXAMPLE_CHARS),
                says: says(),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_few_are_kept_and_all_are_counted() {
        let mut counts = Counts::default();
        for line in 1..=9 {
            counts.note_not_understood(line, b"\x1b]0;owned\x07", || "is no event".to_owned());
        }
        assert_eq!(
            (counts.not_understood, counts.examples.len()),
            (9, Counts::MAX_EXAMPLES)
        );
        let kept: Vec<u64> = counts.examples.iter().map(|example| example.line).collect();
        assert_eq!(kept, [1, 2, 3, 4, 5]);
        assert_eq!(counts.examples[0].text, "\u{fffd}]0;owned\u{fffd}");
    }
}
