//! J502: a measure that nothing could ever break.

use super::{Example, Lint};
use crate::finding::{Code, Severity};

pub(crate) static LINT: Lint = Lint {
    code: Code("J502"),
    severity: Severity::Error,
    name: "no-target",
    says: "A measure has no target.",
    why: "Without a target a measure is a number to look at: nothing could ever break it. Choose the share below which people would have a right to complain. It may be modest at first; raising it later shows as progress.",
    asks: &[],
    example: Example {
        wrong: "over: 7d",
        right: "target: 99.5%\n      over: 7d",
    },
    find: None,
};
