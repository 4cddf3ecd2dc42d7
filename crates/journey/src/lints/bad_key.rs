//! J101: a key that means nothing, or an id that is not one.

use super::{Example, Lint};
use crate::finding::{Code, Severity};

pub(crate) static LINT: Lint = Lint {
    code: Code("J101"),
    severity: Severity::Error,
    name: "bad-key",
    says: "A key is not known there, or an id is not lower-case words joined by hyphens.",
    example: Example {
        wrong: "stop_user: true",
        right: "stops_user: true",
    },
    find: None,
};
