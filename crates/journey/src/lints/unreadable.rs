//! J100: a file, or a part of it, is not written as journeys are.

use super::{Example, Lint};
use crate::finding::{Code, Severity};

pub(crate) static LINT: Lint = Lint {
    code: Code("J100"),
    severity: Severity::Error,
    name: "unreadable",
    says: "What is written there cannot be read.",
    example: Example {
        wrong: "harm: sever",
        right: "harm: severe",
    },
    find: None,
};
