//! What a message consists of, before it becomes plain text or HTML.

/// The parts, in the order in which they are read.
#[derive(Debug, Clone, Default)]
pub(super) struct Body {
    /// One line.
    pub(super) subject: String,
    /// What it is about, as a heading.
    pub(super) heading: String,
    /// What to know first.
    pub(super) paragraphs: Vec<String>,
    /// Names and values: when, with what, from where.
    pub(super) facts: Vec<(String, String)>,
    /// What to do: what the link says, and where it leads.
    pub(super) action: Option<(String, String)>,
    /// What to know after that.
    pub(super) notes: Vec<String>,
    /// Who we are and what we never ask.
    pub(super) foot: Vec<String>,
}
