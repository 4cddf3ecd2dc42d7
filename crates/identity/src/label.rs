//! Names that people read: of a provider, of a member of staff, of an authenticator as its owner calls it.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use serde::{Deserialize, Serialize};

/// Most characters (code points) in a name.
pub const MOST_LABEL_CHARS: usize = 64;

/// Why a text was not accepted as a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LabelError {
    /// There is nothing to read in the text.
    #[error("the name is empty; write at least one character")]
    Empty,
    /// The text is longer than [`MOST_LABEL_CHARS`].
    #[error("the name is {0} characters long; at most {MOST_LABEL_CHARS} are accepted")]
    TooLong(usize),
    /// The text holds a character that is not shown or that turns the text around.
    #[error("the name holds the invisible character U+{:04X}; write it without", u32::from(*.0))]
    Invisible(char),
}

/// A name of 1 to [`MOST_LABEL_CHARS`] visible characters, without blanks at either end.
///
/// Two names are equal if they differ only in capitals or in joiners, so that `iCloud` and `icloud` are one
/// provider, and `Ann` and `ann` one member of staff.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Label(String);

impl Label {
    /// Accepts a name; blanks at either end are dropped.
    pub fn new(text: &str) -> Result<Self, LabelError> {
        let text = text.trim();
        if let Some(invisible) = text.chars().find(|c| is_invisible(*c)) {
            return Err(LabelError::Invisible(invisible));
        }
        match text.chars().count() {
            _ if text.chars().all(is_joiner) => Err(LabelError::Empty),
            long if long > MOST_LABEL_CHARS => Err(LabelError::TooLong(long)),
            _ => Ok(Self(text.to_owned())),
        }
    }

    /// A name that is not taken yet, for something that is only thought of.
    pub(crate) fn fresh(taken: impl Fn(&Self) -> bool) -> Self {
        let mut label = Self("new".to_owned());
        while taken(&label) {
            label.0.push('0');
        }
        label
    }

    /// The name as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name as it is compared: small letters, no joiners.
    pub fn folded(&self) -> String {
        self.folded_chars().collect()
    }

    fn folded_chars(&self) -> impl Iterator<Item = char> {
        let kept = self.0.chars().filter(|c| !is_joiner(*c));
        kept.flat_map(char::to_lowercase)
    }
}

/// Joiners shape letters in several scripts and hold pictures together; they are allowed, and never counted
/// as a difference between two names.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}')
}

/// Control characters, and those that hide in a text or turn its direction around.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00AD}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
            | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
}

impl PartialEq for Label {
    fn eq(&self, other: &Self) -> bool {
        self.folded_chars().eq(other.folded_chars())
    }
}

impl Eq for Label {}

impl Ord for Label {
    fn cmp(&self, other: &Self) -> Ordering {
        self.folded_chars().cmp(other.folded_chars())
    }
}

impl PartialOrd for Label {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Hash for Label {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.folded().hash(state);
    }
}

impl fmt::Display for Label {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl TryFrom<String> for Label {
    type Error = LabelError;
    fn try_from(text: String) -> Result<Self, LabelError> {
        Self::new(&text)
    }
}

impl From<Label> for String {
    fn from(label: Label) -> Self {
        label.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_no_part_of_a_name() {
        let check = |text: &str, expected: Result<&str, LabelError>| {
            let label = Label::new(text);
            assert_eq!(
                label.as_ref().map(Label::as_str),
                expected.as_ref().copied(),
                "{text:?}"
            );
        };
        check("iCloud Keychain", Ok("iCloud Keychain"));
        check("  Zoës Schlüssel ", Ok("Zoës Schlüssel"));
        check("می‌خواهم", Ok("می‌خواهم"));
        check("👩\u{200D}💻", Ok("👩\u{200D}💻"));
        check("", Err(LabelError::Empty));
        check(" \u{200D} ", Err(LabelError::Empty));
        check("key\u{202E}gpj", Err(LabelError::Invisible('\u{202E}')));
        check("a\nb", Err(LabelError::Invisible('\n')));
        check("a\u{200B}b", Err(LabelError::Invisible('\u{200B}')));
        check(&"é".repeat(64), Ok(&"é".repeat(64)));
        check(&"é".repeat(65), Err(LabelError::TooLong(65)));
        let says = Label::new("a\u{202E}").unwrap_err().to_string();
        assert_eq!(
            says,
            "the name holds the invisible character U+202E; write it without"
        );
    }

    #[test]
    fn capitals_and_joiners_make_no_second_name() {
        let check = |left: &str, right: &str, same: bool| {
            let (left, right) = (Label::new(left).unwrap(), Label::new(right).unwrap());
            assert_eq!(left == right, same, "{left} and {right}");
            assert_eq!(left.cmp(&right) == Ordering::Equal, same);
            assert_eq!(left.folded() == right.folded(), same);
        };
        check("iCloud", "ICLOUD", true);
        check("an\u{200C}n", "Ann", true);
        check("Ann", "Anne", false);
    }
}
