//! What tokens of the platform looked like before they had a checksum: a literal, and a pattern that begins with it.

use regex::bytes::{Regex, RegexBuilder};

use super::FinderError;

/// The most patterns that one finder looks for.
pub const MOST_LEGACY: usize = 8;
/// The longest token that a pattern can describe, in bytes.
pub const LONGEST_LEGACY: usize = 1024;
/// What a compiled pattern may take, in bytes.
const SIZE: usize = 1 << 20;

/// A pattern of the platform's older tokens.
#[derive(Debug, Clone)]
pub struct Legacy {
    name: String,
    literal: String,
    pattern: String,
    regex: Regex,
}

impl Legacy {
    /// A pattern in the syntax of the `regex` crate, which never takes more than linear time. It is tried where the
    /// literal stands and nowhere else, so what it describes must begin with the literal.
    ///
    /// # Errors
    /// [`FinderError::Literal`], [`FinderError::Pattern`].
    pub fn new(name: &str, literal: &str, pattern: &str) -> Result<Self, FinderError> {
        if !(4..=64).contains(&literal.len()) {
            return Err(FinderError::Literal(name.to_owned()));
        }
        let faulty = |why: &str| FinderError::Pattern {
            name: name.to_owned(),
            why: why.to_owned(),
        };
        let regex = RegexBuilder::new(&format!("^(?:{pattern})"))
            // Tokens are ASCII, and `\w` in all the alphabets of the world would take a megabyte.
            .unicode(false)
            .size_limit(SIZE)
            .dfa_size_limit(SIZE)
            .nest_limit(64)
            .build()
            .map_err(|error| faulty(error.to_string().lines().last().unwrap_or_default()))?;
        if regex.is_match(b"") || regex.is_match(literal.as_bytes()) {
            return Err(faulty(
                "it matches its literal alone, so it would report every mention of it",
            ));
        }
        Ok(Self {
            name: name.to_owned(),
            literal: literal.to_owned(),
            pattern: pattern.to_owned(),
            regex,
        })
    }

    /// What it is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// With what it begins.
    pub fn literal(&self) -> &str {
        &self.literal
    }

    /// The pattern as it was given.
    pub fn pattern(&self) -> &str {
        &self.pattern
    }

    /// How long what begins here is, if it fits.
    pub(super) fn length_at(&self, rest: &[u8]) -> Option<usize> {
        let window = rest.get(..rest.len().min(LONGEST_LEGACY))?;
        self.regex
            .find(window)
            .map(|found| found.end())
            .filter(|end| *end > 0)
    }
}
