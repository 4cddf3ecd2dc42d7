//! J502: a measure that nothing could ever break.

use super::{Example, Lint};
use crate::finding::{Code, Severity};

pub(crate) static LINT: Lint = Lint {
    code: Code("J502"),
    severity: Severity::Error,
    name: "no-target",
    says: "A measure has no target.",
    example: Example {
        wrong: "over: 7d",
        right: "target: 99.5%\n      over: 7d",
    },
    find: None,
};
