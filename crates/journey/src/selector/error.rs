//! What is wrong with a selector, and where.

/// What is wrong with a selector, and which bytes of its text say so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{says}")]
pub struct SelectorError {
    /// Whether the text has a wrong form or a wrong content.
    pub trouble: Trouble,
    /// What is wrong.
    pub says: String,
    /// What to do.
    pub help: String,
    /// The first byte of the words that are wrong.
    pub start: usize,
    /// The byte behind them.
    pub end: usize,
}

/// Whether a selector has a wrong form or a wrong content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// It is not written as a selector is.
    Form,
    /// It speaks of what the event catalogue does not know.
    Catalogue,
}
