//! What became of one line.

/// What a line turned out to be.
pub(crate) enum Line {
    /// It was understood, whether or not it made events.
    Understood,
    /// It was not, and why not.
    NotUnderstood(String),
}
