//! One file of the report.

/// One file of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Where it goes, below the report's folder, with `/` between folders. Made of letters of `a` to `z`, digits,
    /// `-`, `.` and `/` alone, whatever the journeys are called.
    pub path: String,
    /// What stands in it.
    pub text: String,
}

impl File {
    pub(crate) fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            text: text.into(),
        }
    }
}
