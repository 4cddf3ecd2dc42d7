//! What is missing because a file could not be read.

/// Which kinds of files could not be read: whatever may stand in them is not looked for, so that one slip is one
/// finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Unread {
    pub(crate) journeys: bool,
    pub(crate) controls: bool,
    pub(crate) data: bool,
}

impl Unread {
    pub(crate) const fn any(self) -> bool {
        self.journeys || self.controls || self.data
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.journeys |= other.journeys;
        self.controls |= other.controls;
        self.data |= other.data;
    }
}
