//! What is wrong with a journey, where, and what to do.

use std::fmt;

/// A lint's code, such as `J306`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Code(pub &'static str);

impl fmt::Display for Code {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.0)
    }
}

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// The files do not hold together: nothing may be built on them.
    Error,
    /// Somebody should look at it.
    Warning,
    /// It is good to know.
    Note,
}

impl Severity {
    /// `error`, `warning` or `note`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Which lint found it.
    pub code: Code,
    /// How much it weighs.
    pub severity: Severity,
    /// The source file's name.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The line, for people; of a very long one, what stands around the words that are meant.
    pub text: String,
    /// Which characters of `text` are meant, from 0.
    pub marked: std::ops::Range<usize>,
    /// What is wrong: lower case, no full stop.
    pub says: String,
    /// What to do.
    pub help: String,
    /// What it is about, such as `sign-in/stolen-password-useless` or `controls/second-factor`: stays the
    /// same when lines move, so that a finding can be followed over time.
    pub object: String,
}

impl Finding {
    /// Code and object: the same finding in the next version of the files has the same.
    pub fn fingerprint(&self) -> String {
        format!("{}:{}", self.code, self.object)
    }
}
