//! Finds tokens in bytes, however they are written there.
//!
//! One pass looks for a handful of literals at once: the beginning of the platform's prefix as it is, as UTF-16, as
//! base64 in each of its three alignments (also of UTF-16, and broken over two lines), and percent-encoded. Only where
//! one of them stands does anything else happen: the characters that follow are read in that form, and a token is
//! reported if its length, its alphabet and its checksum fit. The search does not become slower with more literals, so
//! every form is always looked for.
//!
//! What a file is (an archive, a picture) is not known here but in [`crate::contents`].

mod base64;
mod forms;
mod legacy;
mod read;

use std::fmt;
use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind, Span, packed};
use aws_lc_rs::digest;

use self::forms::{Form, Way};
use crate::finding::{Decoder, Secret};
use crate::token::Prefix;

pub use self::legacy::{LONGEST_LEGACY, Legacy, MOST_LEGACY};

/// The most prefixes that one finder looks for.
pub const MOST_PREFIXES: usize = 4;
/// Grows whenever something is found that was not found before, so that what was clean is looked at again.
const GENERATION: u32 = 1;
/// No token in any form is longer, in bytes: what overlaps between two windows of a stream.
pub const LONGEST: usize = 4 << 10;

/// Why a finder cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FinderError {
    /// No prefix, or too many.
    #[error("name from 1 to {MOST_PREFIXES} token prefixes to look for")]
    Prefixes,
    /// Too many legacy patterns.
    #[error("there are more than {MOST_LEGACY} legacy patterns; merge some, or scan twice")]
    TooManyLegacy,
    /// A literal that is in everything makes a search slow.
    #[error("the legacy pattern `{0}` has a literal of fewer than 4 or more than 64 characters")]
    Literal(String),
    /// The pattern cannot be used.
    #[error("the legacy pattern `{name}` cannot be used: {why}")]
    Pattern {
        /// What the pattern is called.
        name: String,
        /// What is wrong with it.
        why: String,
    },
}

/// A token that was found in some bytes.
#[derive(Debug)]
pub struct Hit {
    /// The token.
    pub secret: Secret,
    /// Where it stands in the bytes, as it is written there.
    pub range: Range<usize>,
    /// How it is written there; the outermost form first.
    pub decoders: Vec<Decoder>,
}

/// What is looked for.
pub struct Finder {
    forms: Vec<Form>,
    search: Search,
    prefixes: Vec<Prefix>,
    legacy: Vec<Legacy>,
}

impl fmt::Debug for Finder {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Finder({:?}, {} legacy)", self.prefixes, self.legacy.len())
    }
}

/// How literals are searched for: with vector instructions where the machine has them.
enum Search {
    Packed(packed::Searcher),
    Automaton(Box<AhoCorasick>),
}

impl Search {
    fn of(literals: &[&[u8]]) -> Result<Self, FinderError> {
        if let Some(searcher) = packed::Searcher::new(literals) {
            return Ok(Self::Packed(searcher));
        }
        AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostFirst)
            .build(literals)
            .map(|automaton| Self::Automaton(Box::new(automaton)))
            .map_err(|_| FinderError::Prefixes)
    }

    /// The next literal from there on: its place, and which one.
    fn next(&self, bytes: &[u8], from: usize) -> Option<(usize, usize)> {
        let span = Span::from(from..bytes.len());
        let found = match self {
            Self::Packed(searcher) => searcher.find_in(bytes, span),
            Self::Automaton(automaton) => automaton.find(aho_corasick::Input::new(bytes).span(span)),
        };
        found.map(|found| (found.start(), found.pattern().as_usize()))
    }
}

impl Finder {
    /// Looks for tokens with these prefixes, and for what these patterns describe.
    ///
    /// # Errors
    /// [`FinderError::Prefixes`], [`FinderError::TooManyLegacy`].
    pub fn new(prefixes: Vec<Prefix>, legacy: Vec<Legacy>) -> Result<Self, FinderError> {
        if prefixes.is_empty() || prefixes.len() > MOST_PREFIXES {
            return Err(FinderError::Prefixes);
        }
        if legacy.len() > MOST_LEGACY {
            return Err(FinderError::TooManyLegacy);
        }
        let forms = forms::of(&prefixes, &legacy);
        let literals: Vec<&[u8]> = forms.iter().map(|form| form.literal.as_slice()).collect();
        let search = Search::of(&literals)?;
        Ok(Self {
            forms,
            search,
            prefixes,
            legacy,
        })
    }

    /// The prefixes that are looked for.
    pub fn prefixes(&self) -> &[Prefix] {
        &self.prefixes
    }

    /// A name for all that decides what is found. Bytes in which a finder of the same name found nothing need not be
    /// looked at again.
    pub fn fingerprint(&self) -> [u8; 32] {
        let mut context = digest::Context::new(&digest::SHA256);
        context.update(&GENERATION.to_le_bytes());
        let mut part = |text: &str| {
            context.update(&text.len().to_le_bytes());
            context.update(text.as_bytes());
        };
        self.prefixes.iter().for_each(|prefix| part(prefix.as_str()));
        for legacy in &self.legacy {
            [legacy.name(), legacy.literal(), legacy.pattern()]
                .into_iter()
                .for_each(&mut part);
        }
        let mut name = [0; 32];
        name.iter_mut()
            .zip(context.finish().as_ref())
            .for_each(|(to, from)| *to = *from);
        name
    }

    /// Tells every token in the bytes, in order of place.
    pub fn scan(&self, bytes: &[u8], found: &mut dyn FnMut(Hit)) {
        let mut from = 0;
        while let Some((at, which)) = self.search.next(bytes, from) {
            // The bytes behind a token may be those of the next one, but none within it begin another.
            from = self.scan_at(bytes, at, which, found).max(at + 1);
        }
    }

    /// Looks at a literal that stands there, and says from where on to look for the next.
    fn scan_at(&self, bytes: &[u8], at: usize, which: usize, found: &mut dyn FnMut(Hit)) -> usize {
        let Some(form) = self.forms.get(which) else {
            return at;
        };
        let rest = bytes.get(at..).unwrap_or_default();
        let others = form.others.iter().filter_map(|other| self.forms.get(*other));
        let others = others.filter(|other| rest.starts_with(&other.literal));
        let mut end = at;
        for form in std::iter::once(form).chain(others) {
            if let Some(hit) = self.read(form, bytes, at) {
                end = end.max(hit.range.end);
                found(hit);
            }
        }
        end
    }

    fn read(&self, form: &Form, bytes: &[u8], at: usize) -> Option<Hit> {
        let rest = bytes.get(at..)?;
        match &form.way {
            Way::Plain { prefix } => {
                let read = read::plain(self.prefixes.get(*prefix)?, rest)?;
                let decoders = if read.escaped {
                    vec![Decoder::Percent]
                } else {
                    Vec::new()
                };
                Some(Hit {
                    secret: Secret::Token(read.token),
                    range: at..at + read.length,
                    decoders,
                })
            }
            Way::Wide { prefix } => {
                let read = read::wide(self.prefixes.get(*prefix)?, rest)?;
                Some(Hit {
                    secret: Secret::Token(read.token),
                    range: at..at + read.length,
                    decoders: vec![Decoder::Utf16],
                })
            }
            Way::Base64(turn) => {
                let window = base64::window(bytes, at, turn)?;
                let prefix = self.prefixes.get(turn.prefix)?;
                let (read, decoders) = if turn.wide {
                    (
                        read::wide(prefix, &window.bytes)?,
                        vec![Decoder::Base64, Decoder::Utf16],
                    )
                } else {
                    (read::plain(prefix, &window.bytes)?, vec![Decoder::Base64])
                };
                Some(Hit {
                    secret: Secret::Token(read.token),
                    range: window.start..window.end_of(read.length)?,
                    decoders,
                })
            }
            Way::Legacy { which } => {
                let legacy = self.legacy.get(*which)?;
                let length = legacy.length_at(rest)?;
                Some(Hit {
                    secret: Secret::legacy(legacy.name(), rest.get(..length)?),
                    range: at..at + length,
                    decoders: Vec::new(),
                })
            }
        }
    }

    /// A text with every token in it cut to its last four characters: names of files and people are printed so.
    pub fn redact(&self, text: &str) -> String {
        let mut out = String::new();
        let mut done = 0;
        self.scan(text.as_bytes(), &mut |hit| {
            out.push_str(text.get(done..hit.range.start).unwrap_or_default());
            out.push('…');
            out.push_str(&hit.secret.last_four());
            done = hit.range.end.max(done);
        });
        out.push_str(text.get(done..).unwrap_or_default());
        out
    }
}

#[cfg(test)]
mod tests;
