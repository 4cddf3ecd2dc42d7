//! How we know whether a promise is kept.

use vocabulary::{Moment, Span};

use super::Percent;
use crate::selector::{Condition, Selector};
use crate::source::{Place, Placed};

/// A measure, type-checked against the event catalogue.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// What is counted, and what counts as good.
    pub kind: MeasureKind,
    /// The rehearsal that shows that silence means something.
    pub drill: Option<Drill>,
    /// Where the measure stands.
    pub place: Place,
}

/// What is counted, and what counts as good.
#[derive(Debug, Clone, PartialEq)]
pub enum MeasureKind {
    /// Good events among the valid ones.
    Ratio {
        /// Which events are valid.
        of: Selector,
        /// Which of them are good.
        good: Condition,
        /// The least share that keeps the promise.
        target: Placed<Percent>,
        /// How far back is counted.
        over: Span,
        /// Fewer valid events than this prove nothing.
        min_events: Option<u64>,
    },
    /// Starts that were followed by their end in time.
    Within {
        /// What starts the clock.
        from: Selector,
        /// What stops it.
        to: Selector,
        /// The field that start and end share.
        same: String,
        /// The longest that keeps the promise.
        limit: Span,
        /// The least share that keeps the promise.
        target: Placed<Percent>,
        /// How far back is counted.
        over: Span,
        /// Fewer starts than this prove nothing.
        min_events: Option<u64>,
    },
    /// People for whom something holds, each counted at their weakest way in.
    Share {
        /// Which people count.
        of: Selector,
        /// For which of them it holds.
        good: Condition,
        /// The share to reach.
        target: Placed<Percent>,
        /// The day, at its end in UTC, on which it is to be reached.
        by: Option<Moment>,
    },
    /// What must not happen, ever.
    Never {
        /// One of these breaks the promise.
        event: Selector,
    },
}

impl MeasureKind {
    /// The word that files use for it.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Ratio { .. } => "ratio",
            Self::Within { .. } => "within",
            Self::Share { .. } => "share",
            Self::Never { .. } => "never",
        }
    }

    /// The share that keeps the promise; a `never` has none.
    pub const fn target(&self) -> Option<&Placed<Percent>> {
        match self {
            Self::Ratio { target, .. } | Self::Within { target, .. } | Self::Share { target, .. } => {
                Some(target)
            }
            Self::Never { .. } => None,
        }
    }

    /// How far back is counted; `share` and `never` look at everything there is.
    pub const fn over(&self) -> Option<Span> {
        match self {
            Self::Ratio { over, .. } | Self::Within { over, .. } => Some(*over),
            Self::Share { .. } | Self::Never { .. } => None,
        }
    }
}

/// A rehearsal: `copied-cookie every 7d`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drill {
    /// Which one.
    pub name: String,
    /// How often.
    pub every: Span,
}
